"""The verifier of what comes from outside: every check of the format, in the order of the stream.

`BundleVerifier` is pure: bytes are pushed in, a verdict comes out. It touches no disk and no
clock, and keeps of the payload the statement alone. What it found counts only when `finish`
returns.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from intake_app.bundle import bag, exhibit_marks, log_checks, signer_checks, statement_checks
from intake_app.bundle.container import Entries
from intake_app.bundle.description import Description, FileEntry, decode, recipients_sha256
from intake_app.bundle.feeding import Feed, Steps
from intake_app.bundle.known import Known, Trusted
from intake_app.bundle.members import Member
from intake_app.bundle.verdict import Verified, VerifiedFile
from intake_app.crypto import age
from intake_app.crypto.digests import Bytes, sha256_hex
from intake_app.crypto.recipients import Identity
from intake_app.domain.statement import Statement
from intake_app.errors import BundleRefused, Cancelled

__all__ = ["BundleVerifier", "Verified", "VerifiedFile", "graver", "open_bundle"]

OUTER_MIN_BYTES = 1024 * 1024
OUTER_MAX_BYTES = 22 * 1024**3 // 10
READ_BYTES = 1024 * 1024

# Where several reasons hold a bundle, the gravest is named first.
_GRAVITY = (
    "ID_REUSED",
    "LOG_FORK",
    "LOG_ROLLBACK",
    "LOG_BROKEN",
    "SIGNER_REVOKED_UNDATED",
    "SIGNER_TIME_OVER",
    "LOG_GAP",
)


def graver(holds: Iterable[str], than: str) -> bool:
    """Return whether one of `holds` weighs more than the hold code `than`."""
    limit = _GRAVITY.index(than) if than in _GRAVITY else len(_GRAVITY)
    return any(_GRAVITY.index(each) < limit for each in holds)


class BundleVerifier:
    """Checks the decrypted content of one bundle as it is written to it."""

    def __init__(self, known: Known, *, now: datetime) -> None:
        """Start; `now` is the reader's own aware time, for noting clocks that are ahead of it."""
        self._known = known
        self._now = now
        self._feed = Feed(self._steps(), surplus="PADDING_LENGTH")

    def write(self, data: Bytes) -> int:
        """Take more of the content; return the size of `data` in bytes.

        Raises:
            BundleRefused: the first check that failed, again at every later call.
        """
        return self._feed.write(data)

    def finish(self) -> Verified:
        """Say that nothing follows, and return what was found.

        Raises:
            BundleRefused: as `write`; TRUNCATED or PADDING_LENGTH where the end is missing.
        """
        return self._feed.finish()

    def _steps(self) -> Steps[Verified]:
        known = self._known
        entries = Entries()
        tagmanifest = yield from entries.first()
        signature = yield from entries.tag(bag.SIGNATURE)
        member = signer_checks.signer(tagmanifest, signature, known.trust)
        hashes = bag.read_tagmanifest(tagmanifest)
        tags = {bag.TAGMANIFEST: tagmanifest, bag.SIGNATURE: signature}
        for name in bag.TAGS:
            tags[name] = yield from entries.tag(name)
            if sha256_hex(tags[name]) != hashes[name]:
                raise BundleRefused("TAG_HASH", where=name)
        if tags[bag.BAGIT] != bag.BAGIT_TEXT:
            raise BundleRefused("BAGIT_TXT")
        description = decode(tags[bag.DESCRIPTION])
        _check_claims(description, entries, member, known)
        bag.check_tables(description, tags)
        history = self._history(description, member, tags)
        statement = io.BytesIO()
        files = []
        for number, file in enumerate(description.files):
            take = statement.write if number == 0 else _nothing
            offset = yield from entries.payload(file, take)
            files.append(_verified(file, offset))
        yield from entries.end()
        testimony = statement_checks.read(statement.getvalue(), description)
        marked = exhibit_marks.notes(testimony, log_checks.entries_of(history.lines))
        return Verified(
            bundle_id=description.bundle_id,
            root=description.root,
            device=member.principal,
            signer_key=member.key,
            description=description,
            statement=statement.getvalue(),
            tag_files=tags,
            tagmanifest_sha256=history.tagmanifest_sha256,
            files=tuple(files),
            log_lines=history.lines,
            notes=tuple(
                sorted({*history.notes, *marked, *_notes(description, known), *_words(testimony)})
            ),
            holds=tuple(sorted(history.holds, key=_GRAVITY.index)),
            duplicate=history.duplicate,
        )

    def _history(
        self, description: Description, member: Member, tags: Mapping[str, bytes]
    ) -> _History:
        """Judge time, identity and log. What was accepted once is not judged again."""
        known = self._known
        tagmanifest_sha256 = sha256_hex(tags[bag.TAGMANIFEST])
        before = known.tagmanifest(description.bundle_id)
        lines = log_checks.chained(member, description, tags)
        log = log_checks.entries_of(lines or ())
        odd = log_checks.is_clock_odd(description, log, self._now)
        held = known.device_head(member.principal)
        news = (each for each in log if held is None or each.seq > held.seq)
        notes = (*(("CLOCK_ODD",) if odd else ()), *log_checks.told(news))
        if before == tagmanifest_sha256:
            return _History(tagmanifest_sha256, lines or (), notes, (), duplicate=True)
        times = log_checks.wall_times(log)
        holds = {
            signer_checks.hold_for_time(member, description, tagmanifest_sha256, times, known),
            "" if before is None else "ID_REUSED",
            "LOG_BROKEN"
            if lines is None
            else log_checks.hold_for_history(member, description, lines, known),
        } - {""}
        if lines is None or "LOG_FORK" in holds:
            lines = ()
        return _History(tagmanifest_sha256, lines, notes, tuple(holds), duplicate=False)


@dataclass(frozen=True, slots=True)
class _History:
    tagmanifest_sha256: str
    lines: tuple[bytes, ...]
    notes: tuple[str, ...]
    holds: tuple[str, ...]
    duplicate: bool


def open_bundle(
    file: BinaryIO,
    identities: Sequence[Identity],
    known: Known,
    *,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Verified:
    """Decrypt a bundle and verify it, in one pass and in flat memory.

    `progress` gets bytes done and bytes in all.

    Raises:
        BundleRefused: OUTER_SIZE, the codes of `age.Decryptor`, and those of `BundleVerifier`.
        Cancelled. OSError: the file cannot be read.
    """
    total = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not OUTER_MIN_BYTES <= total <= OUTER_MAX_BYTES:
        raise BundleRefused("OUTER_SIZE")
    verifier = BundleVerifier(known, now=now)
    decryptor = age.Decryptor(identities, verifier.write)
    done = 0
    while piece := file.read(READ_BYTES):
        if cancelled():
            raise Cancelled
        decryptor.feed(piece)
        done += len(piece)
        progress(done, total)
    decryptor.finish()
    return verifier.finish()


def _check_claims(description: Description, entries: Entries, member: Member, known: Known) -> None:
    if (description.root, description.bundle_id) != (entries.root, entries.bundle_id):
        raise BundleRefused("ROOT_MISMATCH")
    if description.signer != member.principal:
        raise BundleRefused("SIGNER_CLAIM")
    if description.audience != known.audience:
        raise BundleRefused("AUDIENCE")


def _words(testimony: statement_checks.Testimony) -> set[str]:
    """Words about contact where a code belongs: by an older program, or by one that was changed."""
    coded = not isinstance(testimony, Statement) or testimony.consent.has_coded_rule
    return set() if coded else {"CONTACT_WORDS"}


def _notes(description: Description, known: Known) -> set[str]:
    notes = set()
    trust = known.trust
    if trust is not None and description.trust.version < trust.version:
        notes.add("TRUST_OLDER")
    if trust is not None and not _is_for(description, trust):
        notes.add("RECIPIENTS_STALE")
    for link in description.links:
        held = known.tagmanifest(link.bundle_id)
        if held is None or link.tagmanifest_sha256 not in ("", held):
            notes.add("LINK_PENDING")
    return notes


def _is_for(description: Description, trust: Trusted) -> bool:
    identity = description.kind == "identity"
    recipients = trust.identity_recipients() if identity else trust.statement_recipients()
    return description.recipients_sha256 == recipients_sha256(recipients, description.nonce)


def _verified(file: FileEntry, offset: int) -> VerifiedFile:
    return VerifiedFile(
        path=file.path,
        name=file.name,
        media_type=file.media_type,
        role=file.role,
        size=file.size,
        sha256=file.sha256,
        offset=offset,
    )


def _nothing(_piece: memoryview) -> None:
    """Keep nothing of a payload."""
