"""A real bundle of an invented witness, and its parts to take apart and put together again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

import msgspec

from intake_app.bundle import bag, ustar
from intake_app.bundle.description import (
    App,
    BundleLink,
    ClockReading,
    ConsentGiven,
    Description,
    FileEntry,
    LogSpan,
    Part,
    Seen,
    TrustUsed,
    encode,
    payload_path,
    recipients_sha256,
    root_of,
)
from intake_app.bundle.trust import TrustList
from intake_app.bundle.verdict import Verified
from intake_app.bundle.verifying import BundleVerifier
from intake_app.bundle.writing import Payload, Written, write_bundle
from intake_app.crypto import age, canonical, chain, sshsig
from intake_app.crypto.chain import EMPTY, Head
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey
from intake_app.domain.consent import Consent
from intake_app.domain.exhibits import Exhibit
from intake_app.domain.narrative import from_text
from intake_app.domain.schema import to_plain
from intake_app.domain.statement import Identity, Setting, Statement, Witness
from tests.bundle.an_organisation import first, identity, signing_key

BUNDLE_ID = "0123456789abcdef" * 2
OTHER_ID = "fedcba9876543210" * 2
NONCE = "5a" * 32
BOOT = "b0" * 16
SEALED_AT = "2026-11-25T10:00:00+03:30"
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
KEY = signing_key(1)
STRANGER = SigningKey.from_seed(b"\x77" * 32)
READER = identity(11)
WORDS = "بند هشت بودیم. نامش را صدا زدند؛ دیگر برنگشت.\nThe corridor was silent."
FileOf = tuple[str, str, bytes]  # name, media type, content
FILES: tuple[FileOf, ...] = (
    ("نامه.pdf", "application/pdf", b"%PDF-1.7 " + b"paper " * 300),
    ("room.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(range(256)) * 3),
    ("notes", "application/octet-stream", b""),
)


@lru_cache(maxsize=1)
def trust() -> TrustList:
    return first()


@lru_cache(maxsize=1)
def device() -> str:
    return next(each.principal for each in trust().devices if each.key == KEY.public)


def log_lines(count: int, *, after: Head = EMPTY, **said: object) -> list[bytes]:
    """Lines a minute apart, ending a minute before the bundle is sealed."""
    lines: list[bytes] = []
    head = after
    for number in range(count):
        at = 60 * (count - number)
        entry = chain.next_entry(
            head.seq,
            head.hash,
            event="draft.open" if number else "vault.unlock",
            wall=f"2026-11-25T06:{30 - at // 60:02d}:00Z",
            mono_ms=3_600_000 - at * 1000,
            boot=BOOT,
            ref=f"d{number}",
        )
        entry = replace(entry, **said)  # type: ignore[arg-type]
        lines.append(entry.line())
        head = Head(entry.seq, chain.hash_of(lines[-1]))
    return lines


def seal_line(after: Head, bundle_id: str) -> bytes:
    return chain.next_entry(
        after.seq,
        after.hash,
        event="seal",
        ref=bundle_id,
        wall="2026-11-25T06:31:00Z",
        mono_ms=3_660_000,
        boot=BOOT,
    ).line()


def statement(files: Sequence[FileOf] = (), **more: object) -> Statement:
    exhibits = tuple(
        Exhibit(
            id=f"{number:032x}",
            name=name,
            size=len(data),
            sha256=sha256_hex(data),
            media_type=media_type,
            path=payload_path(number, media_type),
        )
        for number, (name, media_type, data) in enumerate(files, 2)
    )
    made = Statement(
        statement_id="57" * 16,
        kind="full",
        created_at="2026-11-25T05:00:00Z",
        witness=Witness(pseudonym="Cypress"),
        setting=Setting(),
        consent=Consent(
            form="builtin/1", language="fa", given_as="spoken", recorded_at="", uses=()
        ),
        narrative=from_text(WORDS),
        exhibits=exhibits,
    )
    return msgspec.structs.replace(made, **more)


def who() -> Identity:
    return Identity(statement_id="57" * 16, pseudonym="Cypress", contact="through a cousin")


@dataclass(frozen=True)
class Parts:
    """What goes into a bundle before it is written."""

    files: tuple[FileOf, ...] = FILES
    first: bytes = b""
    lines: tuple[bytes, ...] = field(default_factory=lambda: tuple(log_lines(5)))
    after: Head = EMPTY
    key: SigningKey = KEY
    said: tuple[tuple[str, object], ...] = ()

    def testimony(self) -> bytes:
        if self.first:
            return self.first
        kind = dict(self.said).get("kind")
        return canonical.encode(to_plain(who() if kind == "identity" else statement(self.files)))

    def head(self) -> Head:
        if not self.lines:
            return self.after
        return Head(self.after.seq + len(self.lines), chain.hash_of(self.lines[-1]))

    def payloads(self) -> list[Payload]:
        contents = [self.testimony(), *(data for _, _, data in self.files)]
        types = ["application/json", *(media_type for _, media_type, _ in self.files)]
        return [
            Payload(payload_path(number, kind), len(data), sha256_hex(data), pieces(data))
            for number, (kind, data) in enumerate(zip(types, contents, strict=True), 1)
        ]

    def description(self) -> Description:
        names = ["", *(name for name, _, _ in self.files)]
        types = ["application/json", *(media_type for _, media_type, _ in self.files)]
        said = dict(self.said)
        is_identity = said.get("kind") == "identity"
        recipients = trust().identity_recipients() if is_identity else None
        files = tuple(
            FileEntry(
                path=payload.path,
                size=payload.size,
                sha256=payload.sha256,
                name=name,
                media_type=media_type,
                role=("identity" if is_identity else "statement") if number == 0 else "exhibit",
                captured_at="",
                captured_by="",
            )
            for number, (payload, name, media_type) in enumerate(
                zip(self.payloads(), names, types, strict=True)
            )
        )
        head = self.head()
        made = Description(
            format="testimony-bundle/1",
            root=root_of(BUNDLE_ID),
            bundle_id=BUNDLE_ID,
            nonce=NONCE,
            kind="statement",
            links=(),
            part=Part(index=1, count=1),
            audience=trust().first_roots,
            recipients_sha256=recipients_sha256(
                recipients or trust().statement_recipients(), NONCE
            ),
            trust=TrustUsed(version=trust().version, sha256=trust().sha256),
            signer=device(),
            interviewer="Heron",
            app=App(version="0.1.0", build_sha256=""),
            sealed_at=SEALED_AT,
            clock=ClockReading(grade="set-by-hand", mono_ms=3_600_000, boot=BOOT),
            seen=Seen(org_head_seq=0, org_head="", receipt_sha256=""),
            log=LogSpan(
                prev_seq=self.after.seq,
                prev_head=self.after.hash,
                seq=head.seq,
                head=head.hash,
            ),
            consent=ConsentGiven(scope=("keep",), given_at_text="", withdrawn_by=""),
            files=files,
        )
        return msgspec.structs.replace(made, **said)

    def write(self, sink: io.BytesIO) -> Written:
        head = self.head()
        is_identity = dict(self.said).get("kind") == "identity"
        recipients = (
            trust().identity_recipients() if is_identity else trust().statement_recipients()
        )
        return write_bundle(
            sink,
            recipients=recipients,
            description=self.description(),
            payloads=self.payloads(),
            custody=b"".join(self.lines),
            log_head=chain.sign_head(self.key, device(), head.seq, head.hash),
            key=self.key,
        )

    def sealed(self) -> bytes:
        sink = io.BytesIO()
        self.write(sink)
        return sink.getvalue()

    def content(self) -> bytes:
        return age.decrypt_bytes(self.sealed(), [READER])


def pieces(data: bytes, size: int = 1000) -> Callable[[], Iterator[bytes]]:
    return lambda: iter([data[at : at + size] for at in range(0, len(data), size)])


@lru_cache(maxsize=1)
def good() -> bytes:
    """The content of a sound bundle, as the real writer makes it."""
    return Parts().content()


@dataclass(frozen=True)
class Taken:
    """A content taken apart: its entries by path below the root, in order, and its signer."""

    root: str
    entries: tuple[tuple[str, bytes], ...]
    key: SigningKey = KEY

    @classmethod
    def apart(cls, content: bytes) -> Taken:
        found, at, root = [], 0, ""
        while content[at : at + 512].strip(b"\0"):
            block = content[at : at + 512]
            root, _, path = ustar.claimed_path(block).partition("/")
            size = ustar.claimed_size(block)
            found.append((path, content[at + 512 : at + 512 + size]))
            at += ustar.entry_size(size)
        return cls(root, tuple(found))

    def pack(self) -> bytes:
        parts = []
        for path, data in self.entries:
            parts += [ustar.header(f"{self.root}/{path}", len(data)), data]
            parts.append(bytes(ustar.padding(len(data))))
        used = b"".join([*parts, ustar.END])
        return used + bytes(ustar.padded_length(len(used)) - len(used))

    def of(self, path: str) -> bytes:
        return dict(self.entries)[path]

    def put(self, path: str, data: bytes) -> Taken:
        """Change one entry; what is signed over it stays as it was."""
        return replace(self, entries=tuple((p, data if p == path else d) for p, d in self.entries))

    def signed(self, namespace: str = sshsig.BUNDLE, key: SigningKey | None = None) -> Taken:
        """Make the tag manifest anew and sign it."""
        text = bag.tagmanifest(dict(self.entries))
        return self.put(bag.TAGMANIFEST, text).countersigned(namespace, key)

    def countersigned(self, namespace: str = sshsig.BUNDLE, key: SigningKey | None = None) -> Taken:
        """Sign the tag manifest as it stands."""
        text = self.of(bag.TAGMANIFEST)
        return self.put(bag.SIGNATURE, sshsig.sign(key or self.key, namespace, text))

    def described(self, **said: object) -> Taken:
        """Say something else in bundle.json and sign it, as a device that lies would."""
        value = canonical.decode(self.of(bag.DESCRIPTION), max_bytes=2**22)
        assert isinstance(value, dict)
        return self.put(bag.DESCRIPTION, canonical.encode({**value, **said})).signed()

    def listed(self) -> Taken:
        """Bring all lists up to the payload's bytes and sign them, as a device that lies would."""
        value = msgspec.json.decode(self.of(bag.DESCRIPTION), type=Description)
        data = {path: content for path, content in self.entries if path.startswith("data/")}
        files = tuple(
            msgspec.structs.replace(
                entry, size=len(data[entry.path]), sha256=sha256_hex(data[entry.path])
            )
            for entry in value.files
        )
        value = msgspec.structs.replace(value, files=files)
        changed = self.put(bag.DESCRIPTION, encode(value))
        changed = changed.put(bag.MANIFEST, bag.manifest(files))
        return changed.put(bag.BAG_INFO, bag.bag_info(files)).signed()


def taken() -> Taken:
    return Taken.apart(good())


@dataclass
class Holding:
    """A reader's knowledge, as much as a test gives it."""

    trust: TrustList | None = field(default_factory=trust)
    audience: str = field(default_factory=lambda: trust().first_roots)
    bundles: dict[str, str] = field(default_factory=dict)
    lines: tuple[bytes, ...] = ()
    dated: datetime | None = None

    def tagmanifest(self, bundle_id: str) -> str | None:
        return self.bundles.get(bundle_id)

    def device_head(self, device: str) -> Head:  # noqa: ARG002
        if not self.lines:
            return EMPTY
        return Head(chain.parse(self.lines[-1]).seq, chain.hash_of(self.lines[-1]))

    def device_hash(self, device: str, seq: int) -> str | None:  # noqa: ARG002
        hashes = {chain.parse(line).seq: chain.hash_of(line) for line in self.lines}
        return hashes.get(seq)

    def sealed_after(self, device: str, seq: int) -> list[str]:  # noqa: ARG002
        entries = [chain.parse(line) for line in self.lines]
        return [each.ref for each in entries if each.event == "seal" and each.seq > seq]

    def existed_by(
        self,
        device: str,  # noqa: ARG002
        bundle_id: str,  # noqa: ARG002
        tagmanifest_sha256: str,  # noqa: ARG002
    ) -> datetime | None:
        return self.dated


def verified(
    content: bytes, known: Holding | None = None, *, cuts: Sequence[int] = (), now: datetime = NOW
) -> Verified:
    """Push a content through the verifier, chopped at `cuts`."""
    verifier = BundleVerifier(known or Holding(), now=now)
    places = [0, *sorted(cuts), len(content)]
    for start, end in pairwise(places):
        verifier.write(content[start:end])
    return verifier.finish()


def spans(content: bytes) -> dict[str, range]:
    """Where in a content the bytes of each entry lie."""
    found, at = {}, 0
    while content[at : at + 512].strip(b"\0"):
        path = ustar.claimed_path(content[at : at + 512]).partition("/")[2]
        size = ustar.claimed_size(content[at : at + 512])
        found[path] = range(at + 512, at + 512 + size)
        at += ustar.entry_size(size)
    found[""] = range(at, len(content))
    return found


LINK = BundleLink(rel="corrects", bundle_id=OTHER_ID, tagmanifest_sha256="ab" * 32)
