"""The custody log's lines: each names the hash of the one before, so that an edit shows.

A line is canonical JSON; its hash is SHA-256 over the line with its line feed; the first line
names 64 zeros. The signed head is four lines of text. Lines hold codes, ids, hashes and numbers,
never names, places or free text: the form below has no room for a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from intake_app.crypto import canonical, sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.errors import BundleRefused, LogLineBroken, NotCanonical

GENESIS = "0" * 64
MAX_LINE_BYTES = 4096
HEAD_FORMAT = "testimony-log/1"

# A new event is one more word here. Readers take any word of this shape, so that an older program
# can still check the log of a newer one.
EVENTS: frozenset[str] = frozenset(
    """
    vault.create vault.unlock vault.unlock_failed vault.lock vault.passphrase vault.rollback
    rollback.claimed
    enrol trust.create trust.update trust.draft trust.sign
    draft.open draft.close draft.import draft.discard consent readback
    media.start media.stop media.gap media.rescue media.discard exhibit.add exhibit.remove
    seal key.drop export receipt delete withdraw
    import refuse hold release view search handover anchor archive
    clock.jump integrity.ok integrity.fail wipe version settings
    """.split()
)

_EVENT = re.compile(r"[a-z]{2,20}([._-][a-z]{2,20}){0,2}")
_REF = re.compile(r"[!-~]{0,128}")
_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", re.ASCII)
_BOOT = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,31}")
_DEVICE = re.compile(r"[a-z][a-z0-9-]{0,63}")
_HEAD = re.compile(
    rf"{HEAD_FORMAT}\n({_DEVICE.pattern})\n(0|[1-9][0-9]{{0,14}})\n({_HASH.pattern})\n"
)
_MAX_FIELDS = 16
_KEYS = frozenset({"seq", "event", "ref", "wall", "mono_ms", "boot", "prev", "x"})


@dataclass(frozen=True, slots=True)
class Head:
    """The last line's number and hash; number 0 and `GENESIS` before the first line."""

    seq: int
    hash: str


EMPTY = Head(0, GENESIS)


@dataclass(frozen=True, slots=True)
class LogHead:
    """What a head file says: whose log, and its head."""

    device: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what happened (`event`), to what (`ref`), when by which clocks, after what.

    `wall` is RFC 3339, `mono_ms` milliseconds of the boot named by `boot` (32 hex digits), `x`
    small typed fields.
    """

    seq: int
    event: str
    ref: str
    wall: str
    mono_ms: int
    boot: str
    prev: str
    x: Mapping[str, str | int | bool]

    def line(self) -> bytes:
        """Return the canonical line with its line feed.

        Raises:
            NotCanonical: a field is not in its form, or the line is longer than 4 KiB.
        """
        fault = _fault(self)
        if fault:
            raise NotCanonical(what=fault)
        fields = {name: getattr(self, name) for name in _KEYS - {"x"}}
        line = canonical.encode({**fields, "x": dict(self.x)})
        if len(line) > MAX_LINE_BYTES:
            raise NotCanonical(what="length")
        return line


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line's fields and their types, for reading thousands of lines at the speed of hashing."""

    boot: str
    event: str
    mono_ms: int
    prev: str
    ref: str
    seq: int
    wall: str
    x: dict[str, str | int | bool]


_DECODER = msgspec.json.Decoder(_Line)
_ENCODER = msgspec.json.Encoder(order="sorted")


def next_entry(
    prev_seq: int,
    prev_hash: str,
    *,
    event: str,
    wall: str,
    mono_ms: int,
    boot: str,
    ref: str = "",
    x: Mapping[str, str | int | bool] | None = None,
) -> Entry:
    """Return the line that follows (`prev_seq`, `prev_hash`); 0 and `GENESIS` before the first.

    Raises:
        NotCanonical: the event is unknown or a field is not in its form.
    """
    if event not in EVENTS:
        raise NotCanonical(what="event")
    entry = Entry(prev_seq + 1, event, ref, wall, mono_ms, boot, prev_hash, dict(x or {}))
    fault = _fault(entry)
    if fault:
        raise NotCanonical(what=fault)
    return entry


def hash_of(line: bytes) -> str:
    """Return the hash that the next line must name."""
    return sha256_hex(line)


def parse(line: bytes) -> Entry:
    """Return the entry of one line, its form checked but not its place in a chain.

    Raises:
        LogLineBroken: with `seq` 0, since an unchecked number would be a lie.
    """
    if len(line) > MAX_LINE_BYTES:
        raise LogLineBroken(seq=0)
    try:
        said = _DECODER.decode(line)
        written = _ENCODER.encode(said) + b"\n"
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
        raise LogLineBroken(seq=0) from error
    # For lines of this form the encoder writes the canonical bytes: one form, nothing else passes.
    if written != line:
        raise LogLineBroken(seq=0)
    entry = Entry(
        said.seq, said.event, said.ref, said.wall, said.mono_ms, said.boot, said.prev, said.x
    )
    if _fault(entry):
        raise LogLineBroken(seq=0)
    return entry


def check(lines: Iterable[bytes], *, seq: int = 1, prev: str = GENESIS) -> Head:
    """Return the head after `lines`, which must follow on the line before number `seq`.

    Each line comes with its line feed, as iterating over a binary file gives them.

    Raises:
        LogLineBroken: `seq` is the number of the first line that is malformed or does not chain.
    """
    for line in lines:
        try:
            entry = parse(line)
        except LogLineBroken as error:
            raise LogLineBroken(seq=seq) from error
        if entry.seq != seq or entry.prev != prev:
            raise LogLineBroken(seq=seq)
        prev = hash_of(line)
        seq += 1
    return Head(seq - 1, prev)


def head_text(device: str, seq: int, hash: str) -> bytes:  # noqa: A002
    """Return the four lines that are signed: format, device, number and hash of the last line.

    Raises:
        NotCanonical: a value is not in its form.
    """
    text = f"{HEAD_FORMAT}\n{device}\n{seq}\n{hash}\n"
    if not _HEAD.fullmatch(text):
        raise NotCanonical(what="head")
    return text.encode()


def read_head(text: bytes) -> LogHead:
    """Return what a head file says, unchecked.

    Raises:
        BundleRefused: LOG_BROKEN.
    """
    match = _HEAD.fullmatch(bytes(text).decode("latin-1"))
    if match is None:
        raise BundleRefused("LOG_BROKEN")
    return LogHead(match[1], int(match[2]), match[3])


def sign_head(key: SigningKey, device: str, seq: int, hash: str) -> tuple[bytes, bytes]:  # noqa: A002
    """Return the head file and its signature."""
    text = head_text(device, seq, hash)
    return text, sshsig.sign(key, sshsig.LOG, text)


def verify_head(text: bytes, signature: bytes, key: VerifyKey) -> LogHead:
    """Return what a head file says, if `key` signed it.

    Raises:
        BundleRefused: LOG_BROKEN for the text's form; the codes of `sshsig.verify`; SIG_INVALID
            also for another key's signature.
    """
    head = read_head(text)
    if sshsig.verify(signature, sshsig.LOG, bytes(text)) != key:
        raise BundleRefused("SIG_INVALID")
    return head


def _fault(entry: Entry) -> str:
    forms = (
        ("event", _EVENT, entry.event),
        ("ref", _REF, entry.ref),
        ("wall", _WALL, entry.wall),
        ("boot", _BOOT, entry.boot),
        ("prev", _HASH, entry.prev),
    )
    for name, form, value in forms:
        if type(value) is not str or not form.fullmatch(value):
            return name
    for name, number in (("seq", entry.seq), ("mono_ms", entry.mono_ms)):
        if type(number) is not int or not 0 <= number <= canonical.MAX_INT:
            return name
    if entry.seq == 0:
        return "seq"
    return "" if _small(entry.x) else "x"


def _small(fields: object) -> bool:
    if not isinstance(fields, Mapping) or len(fields) > _MAX_FIELDS:
        return False
    return all(
        isinstance(name, str) and _FIELD.fullmatch(name) and _plain(value)
        for name, value in fields.items()
    )


def _plain(value: object) -> bool:
    if isinstance(value, str):
        return bool(_REF.fullmatch(value))
    return isinstance(value, bool | int) and abs(value) <= canonical.MAX_INT
