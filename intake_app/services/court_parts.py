"""What bears on the statements of a hand-over: receipts, trust lists, and parts of the logs.

Every function returns small files by the path that they have in the hand-over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intake_app import errors
from intake_app.bundle import bag, receipt, trust_text, ustar
from intake_app.bundle import description as descriptions
from intake_app.bundle.description import LogSpan
from intake_app.bundle.receipt import Receipt
from intake_app.crypto import chain, sshsig
from intake_app.crypto.chain import Head
from intake_app.crypto.keys import SigningKey
from intake_app.services import device_keys, trusting
from intake_app.services.court_choosing import counted
from intake_app.services.session import Session
from intake_app.vault.archive import Archive, ArchivedBundle, DeviceLogs
from intake_app.vault.issued_receipts import IssuedReceipt, IssuedReceipts

Files = dict[str, bytes]
RECEIPTS, TRUST, LOGS = "data/receipts", "data/trust", "data/logs"
ORGANISATION = "organisation"
_SIG = ".sig"
_IMPORT_MARK = b'"event":"import"'


@dataclass(frozen=True)
class OrgLog:
    """The organisation's log as it goes along: its files, and the head that is signed."""

    files: Files
    head: Head


def receipts(session: Session, came: Mapping[str, Head]) -> Files:
    """Return the receipts that this coordinator gave for bundles, and their signatures.

    The device got each sealed for itself alone. They are made again from the same values; since
    an Ed25519 signature depends on nothing else, they are the same ones byte for byte. `came` is
    what `imports` returns.

    Raises:
        StatementMissing, NotEnrolled.
    """
    archive, files = Archive(session.vault), Files()
    key, name = device_keys.signing_key(session), device_keys.principal(session)
    for bundle_id, head in came.items():
        bundle = archive.get(bundle_id)
        issued = IssuedReceipts(session.vault).find(bundle_id, bundle.outer_sha256)
        if issued is None:
            raise errors.StatementMissing(bundle=bundle_id)
        text = receipt.write(_receipt(bundle, issued, name, head))
        path = f"{RECEIPTS}/{bundle_id}.txt"
        files |= {path: text, path + _SIG: sshsig.sign(key, sshsig.RECEIPT, text)}
    return files


def trust(session: Session) -> tuple[Files, tuple[int, int]]:
    """Return every version of the trust list that is held, and the numbers of first and last.

    Of each the signed text, its signatures and the keys; who seals for whom stays here.
    """
    files: Files = {}
    numbers: list[int] = []
    for each in trusting.chain(session):
        number = trust_text.read_head(each[trust_text.TRUST]).version
        numbers.append(number)
        for name, data in each.items():
            if name == trust_text.SIGNERS or name.startswith(trust_text.TRUST):
                files[f"{TRUST}/{number:06d}/{name}"] = data
    return files, (numbers[0], numbers[-1])


def digits(session: Session) -> tuple[str, ...]:
    """Return the digits that people compare: of the first root set held, and of the present one."""
    heads = [trust_text.read_head(each[trust_text.TRUST]) for each in trusting.chain(session)]
    return tuple(dict.fromkeys(each.roots.digits for each in (heads[0], heads[-1])))


def device_logs(session: Session, bundle_ids: Iterable[str]) -> Files:
    """Return, for each device, its log from before the chosen bundles up to a signed head.

    Where we can, that head is the first one that came after the last chosen bundle was sealed, so
    that the line of its seal is in the part. A device whose log has a gap or two branches here, or
    whose clock was far off, is passed over: each bundle has its own part inside.
    """
    archive = Archive(session.vault)
    by_device: dict[str, list[ArchivedBundle]] = {}
    for each in map(archive.get, bundle_ids):
        by_device.setdefault(each.device, []).append(each)
    files: Files = {}
    for device, chosen in sorted(by_device.items()):
        files.update(_device_log(session, device, chosen))
    return files


def org_log(session: Session, came: Mapping[str, Head], key: SigningKey) -> OrgLog:
    """Return our log from the first chosen bundle's coming in to its newest line, head signed."""
    first = min(head.seq for head in came.values())
    lines, head = session.custody.lines(first - 1), session.custody.head()
    name = device_keys.principal(session)
    signed = chain.sign_head(key, name, head.seq, head.hash)
    return OrgLog(_log_files(ORGANISATION, lines, *signed), head)


def imports(session: Session, bundle_ids: Iterable[str]) -> dict[str, Head]:
    """Return number and hash of our log's lines that say that these bundles were taken in.

    Raises:
        StatementMissing: one is not in the archive, or the log does not tell of it.
    """
    archive = Archive(session.vault)
    wanted = {each: archive.get(each).tagmanifest_sha256 for each in bundle_ids}
    found: dict[str, Head] = {}
    for line in session.custody.lines():
        entry = chain.parse(line) if _IMPORT_MARK in line else None
        if entry is None or entry.event != "import" or entry.ref not in wanted:
            continue
        if entry.x.get("tagmanifest_sha256") == wanted[entry.ref]:
            found[entry.ref] = Head(entry.seq, chain.hash_of(line))
    for bundle_id in wanted.keys() - found.keys():
        raise errors.StatementMissing(bundle=bundle_id)
    return found


def _receipt(bundle: ArchivedBundle, issued: IssuedReceipt, name: str, came: Head) -> Receipt:
    description = descriptions.decode(bundle.description)
    return Receipt(
        org=description.audience,
        coordinator=name,
        bundle_id=bundle.bundle_id,
        outer_sha256=bundle.outer_sha256,
        tagmanifest_sha256=bundle.tagmanifest_sha256,
        device=bundle.device,
        device_log=Head(description.log.seq, description.log.head),
        org_log=came,
        received_at=issued.issued_at,
        verdict=receipt.ACCEPTED,
    )


def _device_log(session: Session, device: str, chosen: Sequence[ArchivedBundle]) -> Files:
    logs = DeviceLogs(session.vault)
    spans = [descriptions.decode(each.description).log for each in chosen]
    if not all(_is_held(logs, device, span) for span in spans):
        return {}
    first = min(span.prev_seq for span in spans) + 1
    sealed = max(span.seq for span in spans) + 1  # the line of a seal follows on the bundle's head
    end = _first_head_from(session, device, sealed) or max(chosen, key=_seq)
    tags = dict(ustar.read_simple(end.tag_files))
    head = chain.read_head(tags[bag.LOG_HEAD])
    lines = [line for line in logs.lines(device, first - 1) if chain.parse(line).seq <= head.seq]
    if head.seq < first or len(lines) != head.seq - first + 1:
        return {}
    if not counted(trusting.current_trust(session), device, chain.parse(lines[-1]).wall):
        return {}
    return _log_files(device, lines, tags[bag.LOG_HEAD], tags[bag.LOG_SIGNATURE])


def _first_head_from(session: Session, device: str, seq: int) -> ArchivedBundle | None:
    """Return the bundle with the lowest head that reaches line `seq` of the held log, or None."""
    archive, logs = Archive(session.vault), DeviceLogs(session.vault)
    trust = trusting.current_trust(session)
    mine = (archive.get(each.bundle_id) for each in archive.all() if each.device == device)
    reaching = [
        each
        for each in mine
        if _seq(each) >= seq
        and _is_held(logs, device, descriptions.decode(each.description).log)
        and counted(trust, device, each.sealed_at)
    ]
    return min(reaching, key=_seq, default=None)


def _seq(bundle: ArchivedBundle) -> int:
    return descriptions.decode(bundle.description).log.seq


def _is_held(logs: DeviceLogs, device: str, span: LogSpan) -> bool:
    return logs.hash_at(device, span.seq) == span.head


def _log_files(name: str, lines: Iterable[bytes], head: bytes, signature: bytes) -> Files:
    path = f"{LOGS}/{name}"
    return {
        f"{path}.log": b"".join(lines),
        f"{path}-head.txt": head,
        f"{path}-head.txt{_SIG}": signature,
    }
