"""Handing statements over to a court or mechanism: one folder, or one age file, that proves itself.

Order: our log says that it begins; the statements are written, each byte checked once more; our
log names each bundle and the recipient; receipts, logs, trust lists and pages follow; the note is
signed; all of it is read back and gets its name; our log says that it is done. A fault or a crash
leaves nothing under the final name. Our log may then tell of a hand-over that never was, which
is the safe side to err on.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from intake_app import assets, errors
from intake_app.bundle import members
from intake_app.bundle.verifying import BundleVerifier
from intake_app.crypto import age, canonical
from intake_app.crypto.canonical import JsonValue
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.recipients import HybridRecipient
from intake_app.services import (
    court_anchors,
    court_choosing,
    court_index,
    court_note,
    court_parts,
    small_files,
)
from intake_app.services.copying import PARTIAL, Cancelled, Progress, never, silent
from intake_app.services.court_choosing import Chosen, Plan, require_some
from intake_app.services.court_note import Note
from intake_app.services.court_output import AgeFile, Entry, Output, PlainFolder, check_place
from intake_app.services.known_bundles import Coordinator, KnownBundles
from intake_app.services.session import Session
from intake_app.vault import layout
from intake_app.vault.archive import Archive
from intake_app.vault.court_handovers import CourtHandover, CourtHandovers
from intake_app.vault.files import FileStore

EVENT = "handover"
STATEMENTS, CHECK = "data/statements", "data/check"
CHECKERS = ("check-handover.sh", "check-handover.py", "verify-bundle.sh")
HOW_TO = ("how-to-check-handover.en.txt", "how-to-check-handover.fa.txt")
_ADDRESSES_LIMIT = 128 * 1024  # bytes
_SPARE_BYTES = 16 * 1024 * 1024  # for logs, lists, pages
_LEFTOVER = re.compile(rf"(?:ho1-)?([0-9a-f]{{32}})(?:\.age)?{re.escape(PARTIAL)}")


@dataclass(frozen=True)
class HandOver:
    """What was handed over: its number, where it lies, whether sealed, and what went and stayed."""

    handover_id: str
    path: Path
    encrypted: bool
    note_sha256: str
    plan: Plan


def recipients_of(texts: Sequence[str]) -> tuple[HybridRecipient, ...]:
    """Return the recipients of `age1pq1…` texts. Raises: KeyMalformed, KeyWeak."""
    return tuple(members.recipient(text.strip()) for text in texts)


def read_addresses(path: Path) -> tuple[str, ...]:
    """Return the `age1pq1…` addresses in a file, one a line; `#` begins a remark.

    Raises:
        FileMissing, FileMalformed: it cannot be read, or holds none. KeyMalformed, KeyWeak.
    """
    text = small_files.read(path, _ADDRESSES_LIMIT).decode("utf-8", "replace")
    lines = (line.strip() for line in text.splitlines())
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if not found:
        raise errors.FileMalformed
    recipients_of(found)
    return found


def write(
    session: Session,
    plan: Plan,
    to: Path,
    *,
    recipient: str,
    recipients: Sequence[str] = (),
    use: str = court_choosing.COURT,
    with_identity: bool = False,
    answers: Collection[str] = (),
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> HandOver:
    """Write the hand-over of `plan` into the folder `to` and return what was made.

    What a person chose is said again: `use`, `with_identity` and `answers` as they stand now, not
    as they stood when the plan was made. A plan that gives anything else is refused.

    With `recipients` (`age1pq1…`) it is one age file that they alone can open, and nothing of it
    is ever on the disk in the open; without, a plain folder that everybody who finds it can read.
    `recipient` is what people call whoever gets it; `progress` counts bytes.

    Raises:
        WrongRole, NoOrganisation, NotEnrolled. NothingAllowed, NameUnusable, OwnKeyExpired,
        KeyMalformed, KeyWeak, DriveMissing, DriveIsVault, DriveFull: nothing was begun.
        BundleRefused: a bundle is not what was taken in. DriveError, VaultError, Cancelled:
        nothing is left.
    """
    coordinator = Coordinator.of(session)
    require_some(plan)
    again = court_choosing.plan(
        session,
        use,
        [each.bundle_id for each in plan.chosen],
        with_identity=with_identity,
        answers=answers,
    )
    if plan.use != use or again.chosen != plan.chosen:
        raise errors.NothingAllowed
    court_note.require_name(recipient)
    sealed_for = recipients_of(recipients)
    _require_valid(session, coordinator)
    check_place(to, session.folder, plan.size + _SPARE_BYTES)
    _remove_leftovers(session, to)
    job = _Job(session, coordinator, plan, recipient, _Watch(progress, cancelled, 2 * plan.size))
    root = court_note.ROOT + job.handover_id
    session.custody.append(
        EVENT, job.handover_id, step="begun", use=plan.use, bundles=len(plan.chosen)
    )
    out: Output = (
        AgeFile(to, root, job.handover_id, sealed_for) if sealed_for else PlainFolder(to, root)
    )
    try:
        note_sha256 = job.fill(out)
        path = out.publish(job.watch.count)
    except BaseException:
        with suppress(errors.VaultError):
            session.custody.append(EVENT, job.handover_id, step="abandoned")
        raise
    finally:
        out.close()
    session.custody.append(
        EVENT, job.handover_id, step="done", sealed=bool(sealed_for), note_sha256=note_sha256
    )
    return HandOver(job.handover_id, path, bool(sealed_for), note_sha256, plan)


class _Watch:
    """Counts what was written and read back, and stops when asked to."""

    def __init__(self, progress: Progress, cancelled: Cancelled, total: int) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._total, self._done = total, 0

    def count(self, size: int) -> None:
        """Note bytes. Raises: Cancelled."""
        self._done += size
        self._progress(min(self._done, self._total), self._total)
        if self._cancelled():
            raise errors.Cancelled


class _Job:
    """One hand-over on its way."""

    def __init__(
        self, session: Session, coordinator: Coordinator, plan: Plan, to: str, watch: _Watch
    ) -> None:
        self.handover_id = session.new_id()
        self.watch = watch
        self._session = session
        self._coordinator = coordinator
        self._plan = plan
        self._to = to
        self._to_salt = secrets.token_hex(32)
        self._known = KnownBundles(session, coordinator.trust)

    def fill(self, out: Output) -> str:
        """Put everything into `out` and return the hash of the note."""
        for each in self._plan.chosen:
            self._add_statement(out, each)
        self._log()
        session, ids = self._session, [each.bundle_id for each in self._plan.chosen]
        came = court_parts.imports(session, ids)
        log = court_parts.org_log(session, came, self._coordinator.key)
        trust, versions = court_parts.trust(session)
        note = Note(
            org=self._known.audience,
            coordinator=self._coordinator.principal,
            handover_id=self.handover_id,
            to=self._to,
            to_salt=self._to_salt,
            made_at=session.now(),
            trust=versions,
            org_log=log.head,
            plan=self._plan,
        )
        small = {
            **court_parts.receipts(session, came),
            **court_parts.device_logs(session, ids),
            **log.files,
            **trust,
            **court_anchors.anchors(session, came, log.head),
            **self._pages(note),
            **_checkers(),
        }
        for path, data in sorted(small.items()):
            out.add(path, len(data), [data])
        return self._close(out, note)

    def _add_statement(self, out: Output, each: Chosen) -> None:
        session, bundle = self._session, Archive(self._session.vault).get(each.bundle_id)
        identity = self._coordinator.identity
        store = FileStore(session.vault, layout.ARCHIVE)
        with store.open(bundle.outer_name) as file:
            size = age.RandomAccess(file, [identity]).size
            file.seek(0)
            verifier = BundleVerifier(self._known, now=session.clock.now())

            def checked() -> Iterator[bytes]:
                for piece in age.iter_decrypt(file, [identity]):
                    verifier.write(piece)
                    self.watch.count(len(piece))
                    yield piece

            out.add(f"{STATEMENTS}/{each.bundle_id}.tar", size, checked())
            verified = verifier.finish()
        if verified.tagmanifest_sha256 != each.tagmanifest_sha256:
            raise errors.MediaDamaged

    def _log(self) -> None:
        to_sha256 = court_note.recipient_sha256(self._to_salt, self.handover_id, self._to)
        with self._session.vault.transaction():
            CourtHandovers(self._session.vault).add(
                CourtHandover(
                    handover_id=self.handover_id,
                    use=self._plan.use,
                    recipient=self._to,
                    to_salt=self._to_salt,
                    began_at=self._session.now(),
                    plan=_kept(self._plan),
                )
            )
            for each in self._plan.chosen:
                self._session.custody.append(
                    EVENT,
                    each.bundle_id,
                    handover=self.handover_id,
                    use=self._plan.use,
                    to_sha256=to_sha256,
                    tagmanifest_sha256=each.tagmanifest_sha256,
                    limit_read=bool(each.limit),
                )

    def _pages(self, note: Note) -> dict[str, bytes]:
        trust = self._coordinator.trust
        digits = court_parts.digits(self._session)
        return {
            f"data/index.{lang}.html": court_index.page(note, lang, trust.org, digits)
            for lang in court_index.LANGUAGES
        }

    def _close(self, out: Output, note: Note) -> str:
        """Add the lists and the signed note, which cover everything before them."""
        payload = list(out.entries)
        manifest = court_note.manifest(payload)
        text = court_note.write(note, sha256_hex(manifest))
        tags = {
            court_note.BAG_INFO: court_note.bag_info(payload),
            court_note.BAGIT: court_note.BAGIT_TEXT,
            court_note.NOTE: text,
            court_note.SIGNATURE: court_note.sign(self._coordinator.key, text),
            court_note.MANIFEST: manifest,
        }
        listed: list[Entry] = [(name, sha256_hex(data), len(data)) for name, data in tags.items()]
        tags[court_note.TAGMANIFEST] = court_note.manifest(listed)
        for name, data in tags.items():
            out.add(name, len(data), [data])
        return sha256_hex(text)


def _kept(plan: Plan) -> str:
    """Return what is kept of a plan here: which bundles went or stayed, why, and what was asked."""
    told: dict[str, JsonValue] = {
        "chosen": [
            {"bundle_id": each.bundle_id, "answered": [one.topic for one in each.asked]}
            for each in plan.chosen
        ],
        "left_out": [
            {"bundle_id": each.bundle_id, "reason": each.reason} for each in plan.left_out
        ],
    }
    return canonical.encode(told).decode()


def _checkers() -> dict[str, bytes]:
    return {
        f"{CHECK}/{name}": assets.resource("verify", name).read_bytes()
        for name in (*CHECKERS, *HOW_TO)
    }


def _require_valid(session: Session, coordinator: Coordinator) -> None:
    """Pass where our own key counts now: otherwise nobody could check the note."""
    own = coordinator.trust.member(coordinator.principal)
    if own is None:
        raise errors.NotEnrolled
    if own.is_revoked or not own.valid_after <= session.now() <= own.valid_before:
        raise errors.OwnKeyExpired


def _remove_leftovers(session: Session, to: Path) -> None:
    """Remove what a crash of ours left unfinished in `to`; nobody else's."""
    with suppress(OSError):
        found = [(path, _LEFTOVER.fullmatch(path.name)) for path in to.iterdir()]
        unfinished = {match[1]: path for path, match in found if match}
        if not unfinished:
            return
        for entry in session.custody.entries():
            path = unfinished.get(entry.ref) if entry.event == EVENT else None
            if path is not None and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path is not None:
                path.unlink(missing_ok=True)
