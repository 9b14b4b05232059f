"""Hearing a witness: consent first, then the statement, saved as it grows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from intake_app import errors
from intake_app.domain import contact, narrative, readiness, reading_back, schema
from intake_app.domain.consent import Consent
from intake_app.domain.statement import (
    Answer,
    Identity,
    Kind,
    Link,
    Purpose,
    Setting,
    Statement,
    Witness,
)
from intake_app.services.session import Session
from intake_app.vault.drafts import Drafts
from intake_app.vault.sealed import Sealed

R = TypeVar("R", Statement, Identity)

_STEP_BYTES = 16 * 1024

# Fields that only their own jobs may change, or none: what a statement is about is said at first.
_FIXED = frozenset(
    {
        *("format", "statement_id", "created_at", "purpose", "links"),
        *("exhibits", "read_back", "narrative"),
    }
)


@dataclass(frozen=True)
class Opening:
    """What must be answered before anything else can be typed.

    `contact_words` says how the witness may be reached, and goes to who the witness is.
    """

    kind: Kind
    consent: Consent
    setting: Setting
    pseudonym: str
    relation: str = ""
    calendar: str = "persian"
    purpose: Purpose = "testimony"
    links: tuple[Link, ...] = ()
    contact_words: str = ""


@dataclass(frozen=True)
class DraftRow:
    """One draft in a list: by pseudonym, never by name. Times are RFC 3339."""

    statement_id: str
    pseudonym: str
    kind: str
    purpose: str
    created_at: str
    updated_at: str
    characters: int
    exhibits: int
    missing: tuple[str, ...]


def begin(session: Session, opening: Opening) -> Statement:
    """Open a draft for a witness who consented, and return it.

    Raises:
        ConsentMissing: a use has no answer. ConsentRefused: the statement may not be kept; nothing
        is stored. A withdrawal is kept in any case: it protects the witness. StatementInvalid: a
        word that the form does not know, or one use answered twice. StatementMissing: it links to
        what was never sealed here.
    """
    session.require("interviewer", "witness")
    if not opening.consent.is_clear:
        raise errors.StatementInvalid(where="$.consent.uses")
    if opening.consent.missing:
        raise errors.ConsentMissing
    if opening.purpose != "withdrawal" and not opening.consent.allows("keep"):
        raise errors.ConsentRefused
    for link in opening.links:
        Sealed(session.vault).get(link.bundle_id)
    now = session.now()
    consent, words = contact.parted(opening.consent)
    statement = Statement(
        statement_id=session.new_id(),
        kind=opening.kind,
        purpose=opening.purpose,
        calendar=opening.calendar,
        created_at=now,
        witness=Witness(pseudonym=opening.pseudonym, relation=opening.relation),
        setting=msgspec.structs.replace(
            opening.setting, started_at=opening.setting.started_at or now
        ),
        consent=consent,
        links=opening.links,
    )
    statement = schema.from_plain(schema.to_plain(statement), Statement)
    identity = Identity(statement_id=statement.statement_id, pseudonym=opening.pseudonym)
    for each in (opening.contact_words, words):
        identity = contact.with_words(identity, each)
    with session.vault.transaction():
        Drafts(session.vault).create(statement.statement_id, pack(statement), pack(identity))
        session.custody.append("draft.open", statement.statement_id, purpose=opening.purpose)
        session.custody.append("consent", statement.statement_id)
        for link in statement.links:
            if link.rel == "withdraws":
                session.custody.append("withdraw", link.bundle_id)
    return statement


def load(session: Session, statement_id: str) -> Statement:
    """Return a draft.

    Raises:
        StatementMissing: there is no such draft (it may be sealed).
    """
    statement = unpack(Drafts(session.vault).body(statement_id), Statement)
    if statement.consent.has_coded_rule:
        return statement
    return _part_contact(session, statement)[0]


def load_identity(session: Session, statement_id: str) -> Identity:
    """Return who the witness of a draft is."""
    statement = unpack(Drafts(session.vault).body(statement_id), Statement)
    if statement.consent.has_coded_rule:
        return unpack(Drafts(session.vault).identity(statement_id), Identity)
    return _part_contact(session, statement)[1]


def _part_contact(session: Session, statement: Statement) -> tuple[Statement, Identity]:
    """Bring a draft from before the coded contact rule up to date: its words change places.

    Where the disk takes nothing, both halves are right in memory and the draft can be read.
    """
    drafts = Drafts(session.vault)
    consent, words = contact.parted(statement.consent)
    newer = msgspec.structs.replace(statement, consent=consent)
    identity = unpack(drafts.identity(statement.statement_id), Identity)
    identity = contact.with_words(identity, words)
    inside = session.vault.db.in_transaction
    try:
        with session.vault.transaction():
            drafts.save(
                statement.statement_id,
                body=pack(newer),
                identity=pack(identity),
                worked_on=False,
            )
    except (errors.VaultDiskFull, errors.VaultReadOnly, errors.VaultIo):
        if inside:
            raise
    return newer, identity


def save_identity(session: Session, identity: Identity) -> None:
    """Keep who the witness is, apart from what they said.

    Raises:
        StatementMissing. ConsentRefused: the witness no longer agrees that this is kept.
    """
    with session.vault.transaction():
        if not load(session, identity.statement_id).may_be_kept:
            raise errors.ConsentRefused
        Drafts(session.vault).save(identity.statement_id, identity=pack(identity))


def write_narrative(
    session: Session, statement_id: str, text: str, directions: Sequence[str] = ()
) -> Statement:
    """Keep the narrative as it stands now; verdicts on changed paragraphs fall.

    Raises:
        StatementTooLarge: more text than one bundle holds.
    """
    if len(text) > narrative.TEXT_LIMIT:
        raise errors.StatementTooLarge
    with session.vault.transaction():
        statement = load(session, statement_id)
        paragraphs = narrative.from_text(text, statement.narrative, directions)
        read_back = reading_back.after_edit(paragraphs, statement.read_back)
        return store(
            session, msgspec.structs.replace(statement, narrative=paragraphs, read_back=read_back)
        )


def revise(session: Session, statement_id: str, **changes: object) -> Statement:
    """Replace whole fields of a draft (`victims`, `safety`, `setting` …) and return it.

    Raises:
        StatementInvalid: a field that is not there, is fixed, or has the wrong form.
    """
    if not changes.keys() <= set(Statement.__struct_fields__) - _FIXED:
        raise errors.StatementInvalid(where="$")
    with session.vault.transaction():
        statement = load(session, statement_id)
        revised = msgspec.structs.replace(statement, **changes)
        if not revised.consent.has_coded_rule:
            raise errors.StatementInvalid(where="$.consent.contact_rule")
        consent_changed = revised.consent != statement.consent
        if consent_changed and not revised.consent.is_clear:
            raise errors.StatementInvalid(where="$.consent.uses")
        checked = schema.from_plain(schema.to_plain(revised), Statement)
        stored = store(session, checked)
        if consent_changed:
            session.custody.append("consent", statement_id)
        return stored


def answer(session: Session, statement_id: str, given: Answer) -> Statement:
    """Keep the answer to one question of the guide, in place of an earlier one."""
    with session.vault.transaction():
        answers = load(session, statement_id).answers
        others = tuple(each for each in answers if each.question != given.question)
        return revise(session, statement_id, answers=(*others, given))


def drafts(session: Session) -> list[DraftRow]:
    """Return the drafts, the one touched last first."""
    rows = []
    for row in Drafts(session.vault).all():
        statement = load(session, row.draft_id)
        rows.append(
            DraftRow(
                statement_id=row.draft_id,
                pseudonym=statement.witness.pseudonym,
                kind=statement.kind,
                purpose=statement.purpose,
                created_at=row.created_at,
                updated_at=row.updated_at,
                characters=len(narrative.text_of(statement.narrative)),
                exhibits=len(statement.exhibits),
                missing=readiness.missing(statement),
            )
        )
    return rows


def discard(session: Session, statement_id: str) -> None:
    """Destroy a draft's key, text and files: for a witness who took consent back before sealing.

    Raises:
        StatementMissing: there is no such draft.
    """
    with session.vault.transaction():
        Drafts(session.vault).delete(statement_id)
        session.custody.append("draft.discard", statement_id)
    session.vault.checkpoint()


def store(session: Session, statement: Statement) -> Statement:
    """Write a draft back; only inside a transaction that read it."""
    Drafts(session.vault).save(statement.statement_id, body=pack(statement))
    return statement


def pack(record: Statement | Identity) -> bytes:
    """Return a record as UTF-8 JSON; lone surrogates from broken input methods survive.

    Spaces fill it up, so that most saves overwrite their own pages: a third faster (measured).
    """
    try:
        data = msgspec.json.encode(record)
    except UnicodeEncodeError:
        plain = schema.to_plain(record)
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        data = text.encode("utf-8", "surrogatepass")
    return data + b" " * (-len(data) % _STEP_BYTES)


def unpack(body: bytes, kind: type[R]) -> R:
    """Return what `pack` wrote."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return schema.from_plain(json.loads(body.decode("utf-8", "surrogatepass")), kind)
