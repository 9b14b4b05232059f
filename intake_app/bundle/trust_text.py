"""The files of a trust list, each written in one way and read back only from that one.

`allowed_signers` is what `ssh-keygen -Y verify` reads and `recipients*.txt` what `age -R` reads;
`trust.txt` names their hashes and is the one file that is signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake_app.bundle import members
from intake_app.bundle.members import Contents, Member, Revocation
from intake_app.bundle.roots import RootSet
from intake_app.crypto import sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import VerifyKey
from intake_app.errors import TrustMalformed

FORMAT = "testimony-trust/1"
TRUST = "trust.txt"
SIGNERS = "allowed_signers"
RECIPIENTS = "recipients.txt"
IDENTITY = "recipients-identity.txt"
RECEIVERS = "receivers.txt"
LISTED = (SIGNERS, RECIPIENTS, IDENTITY, RECEIVERS)
ARCHIVE = "archive"
MAX_FILE_BYTES = 4 * 1024 * 1024

_NAMESPACES = {
    "device": f"{sshsig.BUNDLE},{sshsig.LOG}",
    "coordinator": f"{sshsig.RECEIPT},{sshsig.LOG}",
}
_SIGNER = re.compile(
    r'(\S+) namespaces="[^"]*",valid-after="(\d{14})Z",valid-before="(\d{14})Z" (ssh-ed25519 \S+)',
    re.ASCII,
)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True)
class Head:
    """What `trust.txt` says by itself."""

    org: str
    first_roots: str
    version: int
    prev_sha256: str
    issued: str
    expires: str
    roots: RootSet
    retired: tuple[VerifyKey, ...]
    sums: Mapping[str, str]
    revocations: tuple[Revocation, ...]

    @property
    def signers(self) -> tuple[VerifyKey, ...]:
        """Who may sign: `trust.txt.<n>.sig` is by the n-th of these, counted from 1."""
        return (*self.roots.keys, *self.retired)


def write(contents: Contents) -> dict[str, bytes]:
    """Return the five files, `trust.txt` first and unsigned. Raises: as `members.check`."""
    members.check(contents)
    active = [each for each in contents.coordinators if not each.is_revoked]
    few = [each for each in active if each.identity]
    signers = "".join(f"{_signer(each)}\n" for each in contents.members)
    receivers = "".join(f"{each.principal} {each.receive}\n" for each in contents.members)
    listed = {
        SIGNERS: signers.encode(),
        RECIPIENTS: _recipients(active, contents.archive),
        IDENTITY: _recipients(few, contents.archive),
        RECEIVERS: receivers.encode(),
    }
    head = Head(
        contents.org,
        contents.first_roots,
        contents.version,
        contents.prev_sha256,
        contents.issued,
        contents.expires,
        contents.roots,
        contents.retired,
        {name: sha256_hex(data) for name, data in listed.items()},
        contents.revocations,
    )
    return {TRUST: _write_head(head), **listed}


def read_head(text: bytes) -> Head:
    """Return what `trust.txt` says, its form checked to the byte but no signature.

    Raises:
        TrustMalformed, KeyMalformed, KeyWeak.
    """
    lines = _lines(text)
    said: dict[str, list[str]] = {}
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        said.setdefault(name, []).append(value)

    def one(name: str) -> str:
        values = said.get(name, [])
        if len(values) != 1:
            raise TrustMalformed(what="trust.txt")
        return values[0]

    def keys(name: str) -> tuple[VerifyKey, ...]:
        return tuple(VerifyKey.from_openssh_line(line) for line in said.get(name, []))

    head = Head(
        one("org"),
        one("first_roots"),
        _number(one("version")),
        one("prev_sha256"),
        one("issued"),
        one("expires"),
        RootSet(keys("root"), _number(one("threshold"))),
        keys("retired"),
        {each[66:]: each[:64] for each in said.get("sha256", [])},
        tuple(map(_revocation, said.get("revoked", []))),
    )
    if tuple(head.sums) != LISTED or _write_head(head) != text:
        raise TrustMalformed(what="trust.txt")
    return head


def read(head: Head, files: Mapping[str, bytes]) -> Contents:
    """Return what the files under `head` say: exactly those that it names, byte for byte.

    Raises:
        TrustMalformed, KeyMalformed, KeyWeak.
    """
    for name in LISTED:
        if sha256_hex(files.get(name, b"")) != head.sums[name]:
            raise TrustMalformed(what=name)
    receivers = dict(_pair(line) for line in _lines(files[RECEIVERS]))
    revoked = {each.principal: each for each in head.revocations}
    few = {name for name, _ in _recipient_pairs(files[IDENTITY])}
    everybody = [
        _member(line, receivers, revoked.get(line.partition(" ")[0]), few)
        for line in _lines(files[SIGNERS])
    ]
    contents = Contents(
        org=head.org,
        first_roots=head.first_roots,
        version=head.version,
        prev_sha256=head.prev_sha256,
        issued=head.issued,
        expires=head.expires,
        roots=head.roots,
        retired=head.retired,
        devices=tuple(each for each in everybody if each.role == "device"),
        coordinators=tuple(each for each in everybody if each.role == "coordinator"),
        archive=tuple(
            text for name, text in _recipient_pairs(files[RECIPIENTS]) if name == ARCHIVE
        ),
    )
    # Whatever the lines above let pass: only what we would have written ourselves is taken.
    again = write(contents)
    if any(again[name] != files[name] for name in again):
        raise TrustMalformed(what="form")
    return contents


def _write_head(head: Head) -> bytes:
    lines = [
        FORMAT,
        f"org: {head.org}",
        f"first_roots: {head.first_roots}",
        f"version: {head.version}",
        f"prev_sha256: {head.prev_sha256}",
        f"issued: {head.issued}",
        f"expires: {head.expires}",
        f"threshold: {head.roots.threshold}",
        *(f"root: {key.line()}" for key in head.roots.keys),
        *(f"retired: {key.line()}" for key in head.retired),
        *(f"sha256: {head.sums.get(name)}  {name}" for name in LISTED),
        *(f"revoked: {each.principal} {each.at} {each.reason}" for each in head.revocations),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _signer(member: Member) -> str:
    options = (
        f'namespaces="{_NAMESPACES[member.role]}"',
        f'valid-after="{_compact(member.valid_after)}"',
        f'valid-before="{_compact(member.valid_before)}"',
    )
    return f"{member.principal} {','.join(options)} {member.key.line()}"


def _member(
    line: str, receivers: Mapping[str, str], revoked: Revocation | None, few: set[str]
) -> Member:
    match = _SIGNER.fullmatch(line)
    if match is None or match[1] not in receivers:
        raise TrustMalformed(what=SIGNERS)
    return Member(
        principal=match[1],
        key=VerifyKey.from_openssh_line(match[4]),
        receive=receivers[match[1]],
        valid_after=_spread(match[2]),
        valid_before=_spread(match[3]),
        revoked_at=revoked.at if revoked else "",
        reason=revoked.reason if revoked else "",
        identity=match[1] in few,
    )


def _recipients(active: Iterable[Member], archive: Iterable[str]) -> bytes:
    named = [*((each.principal, each.receive) for each in active)]
    named += [(ARCHIVE, text) for text in archive]
    return "".join(f"# {name}\n{text}\n" for name, text in named).encode()


def _recipient_pairs(data: bytes) -> list[tuple[str, str]]:
    lines = _lines(data)
    return list(zip((line[2:] for line in lines[::2]), lines[1::2], strict=False))


def _revocation(value: str) -> Revocation:
    parts = value.split(" ")
    if len(parts) != 3:  # noqa: PLR2004
        raise TrustMalformed(what="revoked")
    return Revocation(*parts)


def _pair(line: str) -> tuple[str, str]:
    first, _, rest = line.partition(" ")
    return first, rest


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise TrustMalformed(what="number")
    return int(text)


def _compact(time: str) -> str:
    return re.sub(r"[-:T]", "", time)


def _spread(digits: str) -> str:
    date, clock = digits[:8], digits[8:]
    return f"{date[:4]}-{date[4:6]}-{date[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z"


def _lines(data: bytes) -> list[str]:
    if len(data) > MAX_FILE_BYTES:
        raise TrustMalformed(what="size")
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError as error:
        raise TrustMalformed(what="text") from error
    if lines.pop():
        raise TrustMalformed(what="text")
    return lines
