"""`bundle.json`: what a bundle says of itself, signed with everything else.

Every key is written, none other is taken, and the bytes are canonical. Times are RFC 3339 with an
offset, hashes SHA-256 in lower-case hex; an empty string says that there is nothing to tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Literal

from msgspec import Meta

from intake_app.clock import parse_rfc3339
from intake_app.crypto import canonical
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.recipients import HybridRecipient
from intake_app.domain.exhibits import extension_of
from intake_app.domain.record import Record
from intake_app.domain.schema import from_plain, to_plain
from intake_app.errors import BundleRefused, StatementInvalid

FORMAT = "testimony-bundle/1"
ROOT_PREFIX = "tb1-"
MAX_BYTES = 4 * 1024 * 1024
STATEMENT_PATH = "data/000001.json"
STATEMENT_TYPE = "application/json"

_RESERVED_KINDS = ("log-only", "draft")
_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)\Z"
Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hex64 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
MaybeHex64 = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Moment = Annotated[str, Meta(pattern=_MOMENT)]
Principal = Annotated[str, Meta(pattern=r"^device-[0-9a-f]{8}\Z")]
Word = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,39}\Z")]
Line = Annotated[str, Meta(max_length=1024)]
Number = Annotated[int, Meta(ge=0, le=canonical.MAX_INT)]
Count = Annotated[int, Meta(ge=1, le=9999)]

Kind = Literal["statement", "identity", "correction"]
Rel = Literal["corrects", "adds-to", "withdraws", "part-of", "identity-of"]
FileRole = Literal["statement", "identity", "exhibit", "recording"]


class BundleLink(Record, frozen=True, kw_only=True):
    """Another bundle that this one belongs to; its hash is left out for `identity-of` alone."""

    rel: Rel
    bundle_id: Hex32
    tagmanifest_sha256: MaybeHex64


class Part(Record, frozen=True, kw_only=True):
    """Which of how many bundles of one statement this is, from 1."""

    index: Count
    count: Count


class TrustUsed(Record, frozen=True, kw_only=True):
    """The trust list that the device sealed under."""

    version: Number
    sha256: Hex64


class App(Record, frozen=True, kw_only=True):
    """The program that sealed."""

    version: Line
    build_sha256: MaybeHex64


class ClockReading(Record, frozen=True, kw_only=True):
    """How good the device's clock was thought to be, and its time since boot (ms) in which boot."""

    grade: Word
    mono_ms: Number
    boot: Hex32


class Seen(Record, frozen=True, kw_only=True):
    """The newest receipt held at sealing: the bundle is younger than that."""

    org_head_seq: Number
    org_head: MaybeHex64
    receipt_sha256: MaybeHex64


LineNumber = Annotated[int, Meta(ge=0, le=999_999_999_999_999)]  # as receipts and heads write it


class LogSpan(Record, frozen=True, kw_only=True):
    """Where `custody.log` begins (after line `prev_seq`) and ends (with line `seq`)."""

    prev_seq: LineNumber
    prev_head: Hex64
    seq: LineNumber
    head: Hex64


class ConsentGiven(Record, frozen=True, kw_only=True):
    """The uses that were agreed to, when that was said, and how a withdrawal can reach us."""

    scope: Annotated[tuple[Word, ...], Meta(max_length=64)]
    given_at_text: Line
    withdrawn_by: Line


class FileEntry(Record, frozen=True, kw_only=True):
    """One payload file. `name` is what it was called before: hearsay, never used as a path."""

    path: Annotated[str, Meta(max_length=32)]
    size: Number
    sha256: Hex64
    name: Line
    media_type: Annotated[str, Meta(pattern=r"^[a-z]+/[a-z0-9.+-]{1,64}\Z")]
    role: FileRole
    captured_at: Line
    captured_by: Line


class Description(Record, frozen=True, kw_only=True):
    """Everything that `bundle.json` says."""

    format: Literal["testimony-bundle/1"]
    root: Annotated[str, Meta(pattern=r"^tb1-[0-9a-f]{32}\Z")]
    bundle_id: Hex32
    nonce: Hex64
    kind: Kind
    links: Annotated[tuple[BundleLink, ...], Meta(max_length=64)]
    part: Part
    audience: Hex64
    recipients_sha256: Hex64
    trust: TrustUsed
    signer: Principal
    interviewer: Line
    app: App
    sealed_at: Moment
    clock: ClockReading
    seen: Seen
    log: LogSpan
    consent: ConsentGiven
    files: tuple[FileEntry, ...]


def encode(description: Description) -> bytes:
    """Return the canonical bytes of `bundle.json`."""
    return canonical.encode(to_plain(description))


def decode(data: bytes) -> Description:
    """Return what `bundle.json` says, its form checked to the last byte.

    Raises:
        BundleRefused: the codes of `canonical.decode`; FORMAT_VERSION for a form or a kind of
            bundle that this version does not know; JSON_SCHEMA, with the field's path.
    """
    value = canonical.decode(data, max_bytes=MAX_BYTES)
    if isinstance(value, dict) and isinstance(value.get("format"), str):
        known = value["format"] == FORMAT and value.get("kind") not in _RESERVED_KINDS
        if not known:
            raise BundleRefused("FORMAT_VERSION")
    try:
        found = from_plain(value, Description)
    except StatementInvalid as error:
        raise BundleRefused("JSON_SCHEMA", where=str(error.params["where"])) from None
    if found.part.index > found.part.count:
        raise BundleRefused("JSON_SCHEMA", where="$.part")
    if any((link.rel == "identity-of") == bool(link.tagmanifest_sha256) for link in found.links):
        raise BundleRefused("JSON_SCHEMA", where="$.links")
    try:
        parse_rfc3339(found.sealed_at)
    except ValueError:
        raise BundleRefused("JSON_SCHEMA", where="$.sealed_at") from None
    return found


def root_of(bundle_id: str) -> str:
    """Return the one folder that a bundle's entries lie in."""
    return ROOT_PREFIX + bundle_id


def payload_path(number: int, media_type: str) -> str:
    """Return the path of payload file `number`, from 1: the statement first, then its files."""
    if number == 1:
        return STATEMENT_PATH
    return f"data/{number:06d}.{extension_of(media_type)}"


def recipients_sha256(recipients: Iterable[HybridRecipient], nonce: str) -> str:
    """Return the hash that says whom a bundle was sealed for: their keys sorted, then the nonce.

    One `age1pq1…` a line, then `nonce`, each with a line feed.
    """
    lines = sorted(map(_text_of, recipients))
    return sha256_hex("".join(f"{line}\n" for line in (*lines, nonce)).encode())


@lru_cache(maxsize=256)
def _text_of(recipient: HybridRecipient) -> str:
    return recipient.to_text()
