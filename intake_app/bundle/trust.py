"""The trust list: versions in a chain, each signed by enough of the organisation's root keys.

A version is a handful of plain files that stock tools read: `ssh-keygen` checks signatures with
`allowed_signers` and `age` seals with `recipients.txt` as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from intake_app.bundle import trust_text, ustar
from intake_app.bundle.members import REASONS, Contents, Member, Revocation, Role, principal_of
from intake_app.bundle.roots import RootSet
from intake_app.bundle.trust_text import LISTED, MAX_FILE_BYTES, TRUST
from intake_app.crypto import sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.errors import (
    BundleRefused,
    TrustGap,
    TrustMalformed,
    TrustOtherOrganisation,
    TrustRollback,
    TrustUnsigned,
)

__all__ = [
    "LISTED",
    "MAX_FILE_BYTES",
    "REASONS",
    "TRUST",
    "Contents",
    "Member",
    "Revocation",
    "Role",
    "RootSet",
    "TrustList",
    "check_follows",
    "draft",
    "follow",
    "pack",
    "pack_newest",
    "principal_of",
    "read",
    "read_chain",
    "sign",
    "signers",
    "unpack",
]

MAX_VERSIONS = 4096
MAX_CHAIN_BYTES = 64 * 1024 * 1024
_FILES_A_VERSION = 32
_SIGNATURE = re.compile(r"trust\.txt\.([1-9][0-9]?)\.sig", re.ASCII)
_FOLDER = re.compile(r"trust-(\d{6})/([a-z0-9_.-]+)", re.ASCII)

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class TrustList(Contents):
    """One version whose signatures were checked. `sha256` is that of its `trust.txt`."""

    sha256: str = ""
    content: Files = field(default_factory=dict, repr=False, compare=False)

    def files(self) -> dict[str, bytes]:
        """Return its files by name, as they came."""
        return dict(self.content)


def draft(contents: Contents) -> dict[str, bytes]:
    """Return the files of a version, unsigned.

    Raises:
        TrustMalformed, KeyMalformed, KeyWeak: this cannot be said in a trust list.
    """
    return trust_text.write(contents)


def follow(held: TrustList, **said: object) -> Contents:
    """Return what the version after `held` says: the same, but for what is `said` otherwise."""
    same = {each.name: getattr(held, each.name) for each in fields(Contents)}
    chained = {"version": held.version + 1, "prev_sha256": held.sha256, "retired": ()}
    return Contents(**{**same, **chained, **said})


def sign(files: Files, key: SigningKey) -> dict[str, bytes]:
    """Return the files with one more signature, by a root or one that is retired with this version.

    Raises:
        TrustOtherOrganisation: the key is none of them.
    """
    text = files[TRUST]
    signers = trust_text.read_head(text).signers
    if key.public not in signers:
        raise TrustOtherOrganisation
    name = f"{TRUST}.{signers.index(key.public) + 1}.sig"
    return {**files, name: sshsig.sign(key, sshsig.TRUST, text)}


def read(files: Files, *, pinned: RootSet | None, held: TrustList | None) -> TrustList:
    """Return a version that may take the place of `held`, or be the first under `pinned`.

    With neither, the version is only consistent in itself: whose it is must be known otherwise.

    Raises:
        TrustMalformed, KeyMalformed, KeyWeak: a file is not in its one form, or one too many.
        TrustOtherOrganisation: no root that we know has signed. TrustUnsigned: too few have, or a
        signature does not hold. TrustRollback: not newer than `held`. TrustGap: it does not follow
        directly on `held`.
    """
    text = files.get(TRUST, b"")
    head = trust_text.read_head(text)
    if held is not None and _is_far_ahead(files, head, held):
        raise TrustGap(held=held.version, offered=head.version)
    _check_signatures(files, head, held.roots if held else pinned)
    if held is not None and head.version <= held.version:
        raise TrustRollback(held=held.version, offered=head.version)
    if held is None and pinned is not None and head.roots != pinned:
        raise TrustOtherOrganisation
    if held is not None:
        check_follows(head, held)
    contents = trust_text.read(head, files)
    said = {each.name: getattr(contents, each.name) for each in fields(Contents)}
    return TrustList(**said, sha256=sha256_hex(text), content=dict(files))


def check_follows(head: trust_text.Head, held: TrustList) -> None:
    """Pass a version that is the next one after `held`.

    Raises:
        TrustGap: it is not. TrustMalformed: it names the organisation or its own former roots
        otherwise than `held`.
    """
    if (head.version, head.prev_sha256) != (held.version + 1, held.sha256):
        raise TrustGap(held=held.version, offered=head.version)
    if head.first_roots != held.first_roots:
        raise TrustMalformed(what="first_roots")
    if {*head.retired} != {*held.roots.keys} - {*head.roots.keys}:
        raise TrustMalformed(what="retired")


def signers(files: Files) -> frozenset[VerifyKey]:
    """Return the roots, retired ones too, who signed; none is left out because it does not hold.

    Raises:
        TrustMalformed: a file that belongs to no list. TrustUnsigned: a signature does not hold.
    """
    return _signers(files, trust_text.read_head(files.get(TRUST, b"")))


def read_chain(
    chain: Sequence[Files], *, pinned: RootSet | None, held: TrustList | None
) -> list[TrustList]:
    """Return the versions of a chain that are new to us, oldest first; none where none is.

    With nothing held, the chain starts at the first version whose roots are the pinned ones. Older
    versions in the file are passed over: the newest names everybody who ever belonged.

    Raises:
        As `read`; TrustRollback also where the chain ends before `held`, TrustGap where it has
        another version in the place of `held`.
    """
    heads = [trust_text.read_head(files.get(TRUST, b"")) for files in chain]
    if not heads:
        raise TrustMalformed(what="empty")
    start = 0
    if held is not None:
        start = _after(held, chain, heads)
    elif pinned is not None:
        start = next((i for i, head in enumerate(heads) if head.roots == pinned), 0)
    found: list[TrustList] = []
    for files in chain[start:]:
        held = read(files, pinned=pinned, held=held)
        found.append(held)
    return found


def pack(chain: Sequence[Files]) -> bytes:
    """Return versions, oldest first, as one tar with a folder for each."""
    return ustar.write_simple(
        [
            (f"trust-{trust_text.read_head(files[TRUST]).version:06d}/{name}", data)
            for files in chain
            for name, data in sorted(files.items())
        ]
    )


def pack_newest(chain: Sequence[Files], limit_bytes: int = MAX_CHAIN_BYTES) -> bytes:
    """Return as many of the newest versions as `unpack` will take; at least the last."""
    sizes = [len(pack([files])) for files in chain]
    start = len(chain) - 1
    while start > 0 and sum(sizes[start - 1 :]) <= limit_bytes:
        start -= 1
    return pack(chain[start:])


def unpack(data: bytes) -> list[dict[str, bytes]]:
    """Return the versions in a tar of `pack`, unchecked but in its one form.

    Raises:
        TrustMalformed, KeyMalformed, KeyWeak.
    """
    try:
        entries = ustar.read_simple(
            data, max_entries=MAX_VERSIONS * _FILES_A_VERSION, max_bytes=MAX_CHAIN_BYTES
        )
    except BundleRefused as error:
        raise TrustMalformed(what="tar") from error
    versions: dict[str, dict[str, bytes]] = {}
    for path, content in entries:
        match = _FOLDER.fullmatch(path)
        if match is None:
            raise TrustMalformed(what="tar")
        versions.setdefault(match[1], {})[match[2]] = content
    chain = list(versions.values())
    if any(TRUST not in files for files in chain) or pack(chain) != data:
        raise TrustMalformed(what="tar")
    return chain


def _after(held: TrustList, chain: Sequence[Files], heads: Sequence[trust_text.Head]) -> int:
    if heads[-1].first_roots != held.first_roots:
        raise TrustOtherOrganisation
    if heads[-1].version < held.version:
        raise TrustRollback(held=held.version, offered=heads[-1].version)
    for number, head in enumerate(heads):
        if head.version == held.version:
            if sha256_hex(chain[number][TRUST]) != held.sha256:
                raise TrustGap(held=held.version, offered=head.version)
            return number + 1
    return 0


def _signers(files: Files, head: trust_text.Head) -> frozenset[VerifyKey]:
    found: set[VerifyKey] = set()
    for name in files.keys() - {TRUST, *LISTED}:
        match = _SIGNATURE.fullmatch(name)
        if match is None:
            raise TrustMalformed(what="names")
        try:
            key = sshsig.verify(files[name], sshsig.TRUST, files[TRUST])
        except BundleRefused as error:
            raise TrustUnsigned from error
        if head.signers[int(match[1]) - 1 : int(match[1])] != (key,):
            raise TrustUnsigned
        found.add(key)
    return frozenset(found)


def _is_far_ahead(files: Files, head: trust_text.Head, held: TrustList) -> bool:
    """Return whether a list says it is ours, later, and by roots that came after those we know.

    It is refused either way; but whoever was only away for long should ask for what is missing,
    and not be told that the file is another organisation's.
    """
    later = head.first_roots == held.first_roots and head.version > held.version + 1
    return later and not _signers(files, head) & set(held.roots.keys)


def _check_signatures(files: Files, head: trust_text.Head, known: RootSet | None) -> None:
    found = _signers(files, head)
    if known is not None and not found & set(known.keys):
        raise TrustOtherOrganisation
    for needed in (head.roots, known or head.roots):
        if len(found & set(needed.keys)) < needed.threshold:
            raise TrustUnsigned(signed=len(found), needed=needed.threshold)
