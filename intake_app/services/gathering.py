"""Gathering what goes into the bundles of one statement: its words, its files, its circumstances.

Who the witness is goes into a bundle of its own, for fewer people. It names the statement's bundle
by id; the statement names nobody but the pseudonym.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from intake_app import errors
from intake_app.bundle.description import (
    STATEMENT_PATH,
    STATEMENT_TYPE,
    BundleLink,
    ConsentGiven,
    Description,
    FileEntry,
    Part,
    Rel,
    Seen,
    TrustUsed,
    payload_path,
    recipients_sha256,
    root_of,
)
from intake_app.bundle.trust import TrustList
from intake_app.bundle.writing import Payload
from intake_app.crypto import canonical
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.recipients import HybridRecipient
from intake_app.domain import schema
from intake_app.domain.exhibits import Exhibit
from intake_app.domain.statement import Identity, Statement
from intake_app.domain.writable import writable, writable_text
from intake_app.services import device_keys, receipting
from intake_app.services.log_span import LogPart, log_part
from intake_app.services.program import program
from intake_app.services.session import Session
from intake_app.vault.media import Media, MediaStore
from intake_app.vault.recordings import Recordings
from intake_app.vault.sealed import Sealed

LINE_CHARACTERS = 1024  # of one line in a description
HereKind = Literal["statement", "correction", "addition", "withdrawal", "identity"]

_RELS: dict[str, Rel] = {"corrects": "corrects", "adds_to": "adds-to", "withdraws": "withdraws"}


@dataclass(frozen=True)
class Contents:
    """One bundle to be written. `kind` is the word for lists on this device.

    `replaced` counts texts in which a character that no file can hold was replaced.
    """

    kind: HereKind
    description: Description
    payloads: tuple[Payload, ...]
    recipients: tuple[HybridRecipient, ...]
    custody: bytes
    log_head: tuple[bytes, bytes]
    replaced: int

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(each.size for each in self.payloads)


def gather(
    session: Session, statement: Statement, identity: Identity, trust: TrustList
) -> tuple[Contents, ...]:
    """Return the bundles of a draft: the statement's, then the identity's where one was entered.

    Raises:
        SourceChanged: a file is missing in the vault, or is another. StatementInvalid: a link to a
        bundle that this device never made. RecordingUnfinished: sound is not yet among the files,
        and would die with the draft. NotEnrolled.
    """
    if Recordings(session.vault).of(statement.statement_id):
        raise errors.RecordingUnfinished
    log = log_part(session, trust)
    placed = _placed(statement)
    data, replaced = _encoded(placed)
    media = MediaStore(session.vault)
    exhibits = [_exhibit(media, each) for each in placed.exhibits]
    words = _described(session, statement, trust, log)
    told = msgspec.structs.replace(
        words,
        kind="statement" if statement.purpose == "testimony" else "correction",
        links=_links(session, statement),
        recipients_sha256=recipients_sha256(trust.statement_recipients(), words.nonce),
        files=(
            _first(data, "statement", statement.created_at, words.signer),
            *(_entry(each, words.signer) for each in placed.exhibits),
        ),
    )
    custody = b"".join(log.lines)
    bundles = [
        Contents(
            kind="statement" if statement.purpose == "testimony" else statement.purpose,
            description=told,
            payloads=(_payload(data), *exhibits),
            recipients=trust.statement_recipients(),
            custody=custody,
            log_head=log.head,
            replaced=replaced,
        )
    ]
    if not identity.is_empty:
        who, replaced = _encoded(identity)
        words = _described(session, statement, trust, log)
        recipients = trust.identity_recipients()
        told = msgspec.structs.replace(
            words,
            kind="identity",
            links=(BundleLink(rel="identity-of", bundle_id=told.bundle_id, tagmanifest_sha256=""),),
            recipients_sha256=recipients_sha256(recipients, words.nonce),
            files=(_first(who, "identity", statement.created_at, words.signer),),
        )
        bundles.append(
            Contents("identity", told, (_payload(who),), recipients, custody, log.head, replaced)
        )
    return tuple(bundles)


def _encoded(record: Statement | Identity) -> tuple[bytes, int]:
    plain, replaced = writable(schema.to_plain(record))
    return canonical.encode(plain), replaced


def _line(text: str) -> str:
    return writable_text(text)[:LINE_CHARACTERS]


def _placed(statement: Statement) -> Statement:
    """Return the statement with every exhibit at its place in the bundle."""
    exhibits = tuple(
        msgspec.structs.replace(each, path=payload_path(number, each.media_type))
        for number, each in enumerate(statement.exhibits, 2)
    )
    return msgspec.structs.replace(statement, exhibits=exhibits)


def _exhibit(store: MediaStore, exhibit: Exhibit) -> Payload:
    try:
        media = store.get(exhibit.id)
    except errors.MediaDamaged:
        raise errors.SourceChanged(exhibit=exhibit.id) from None
    if (media.sha256, media.size) != (exhibit.sha256, exhibit.size):
        raise errors.SourceChanged(exhibit=exhibit.id)
    return Payload(exhibit.path, exhibit.size, exhibit.sha256, lambda: _pieces(store, media))


def _pieces(store: MediaStore, media: Media) -> Iterator[bytes]:
    try:
        yield from store.pieces(media)  # the writer of the bundle compares size and hash
    except errors.MediaDamaged:
        raise errors.SourceChanged(exhibit=media.media_id) from None


def _payload(data: bytes) -> Payload:
    return Payload(STATEMENT_PATH, len(data), sha256_hex(data), lambda: iter((data,)))


def _first(
    data: bytes, role: Literal["statement", "identity"], made_at: str, made_by: str
) -> FileEntry:
    return FileEntry(
        path=STATEMENT_PATH,
        size=len(data),
        sha256=sha256_hex(data),
        name="",
        media_type=STATEMENT_TYPE,
        role=role,
        captured_at=made_at,
        captured_by=made_by,
    )


def _entry(exhibit: Exhibit, taken_in_by: str) -> FileEntry:
    return FileEntry(
        path=exhibit.path,
        size=exhibit.size,
        sha256=exhibit.sha256,
        name=_line(exhibit.name),
        media_type=exhibit.media_type,
        role="exhibit",
        captured_at=_line(exhibit.received_at),
        captured_by=taken_in_by,
    )


def _described(
    session: Session, statement: Statement, trust: TrustList, log: LogPart
) -> Description:
    """Return what a bundle says of its making; links, files and recipients are still open."""
    bundle_id = session.new_id()
    consent = statement.consent
    return Description(
        format="testimony-bundle/1",
        root=root_of(bundle_id),
        bundle_id=bundle_id,
        nonce=secrets.token_hex(32),
        kind="statement",
        links=(),
        part=Part(index=1, count=1),
        audience=trust.first_roots,
        recipients_sha256="",
        trust=TrustUsed(version=trust.version, sha256=trust.sha256),
        signer=device_keys.principal(session),
        interviewer=_interviewer(statement),
        app=program(),
        sealed_at=session.now(),
        clock=log.clock,
        seen=_seen(session),
        log=log.span,
        consent=ConsentGiven(
            scope=consent.allowed,
            given_at_text=_line(consent.recorded_at),
            withdrawn_by=_line(consent.contact_rule),
        ),
        files=(),
    )


def _interviewer(statement: Statement) -> str:
    present = statement.setting.present
    return _line(next((each.pseudonym for each in present if each.role == "interviewer"), ""))


def _links(session: Session, statement: Statement) -> tuple[BundleLink, ...]:
    links = []
    for link in statement.links:
        target = Sealed(session.vault).find(link.bundle_id)
        if target is None:
            raise errors.StatementInvalid(where="$.links")
        links.append(
            BundleLink(
                rel=_RELS[link.rel],
                bundle_id=link.bundle_id,
                tagmanifest_sha256=target.tagmanifest_sha256,
            )
        )
    return tuple(links)


def _seen(session: Session) -> Seen:
    newest = receipting.newest(session)
    if newest is None:
        return Seen(org_head_seq=0, org_head="", receipt_sha256="")
    receipt_sha256, said = newest
    return Seen(
        org_head_seq=said.org_log.seq,
        org_head=said.org_log.hash,
        receipt_sha256=receipt_sha256,
    )
