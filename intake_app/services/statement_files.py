"""A statement written elsewhere comes in as a file: with its consent, its words and its files.

The file is JSON: `consent` is required, `narrative` is one text; everything else is as in a
statement (resources/docs/statement-file.md has an example). `files`, not `exhibits`, names files
beside it: [{"path", "caption", "origin", …}]. With `read_back` the person who brings it states how
it was read to the witness and agreed. A `contact_rule` in the consent that is no code of the list
contact_rules goes to the identity.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from intake_app import errors
from intake_app.domain import contact, schema
from intake_app.domain.consent import Consent
from intake_app.domain.record import Record
from intake_app.domain.statement import Identity, Kind, Link, Purpose, Setting, Statement
from intake_app.services import exhibits, interviewing, reading, small_files
from intake_app.services.exhibits import Taken
from intake_app.services.interviewing import Opening
from intake_app.services.session import Session

LIMIT_BYTES = 32 * 1024 * 1024
_OPENING = {
    *("kind", "purpose", "links", "pseudonym", "relation", "calendar", "consent", "setting"),
}
_OURS = {"format", "statement_id", "created_at"}  # what the vault gives, whoever brings it
_KNOWN = _OPENING | {"files", "identity", *Statement.__struct_fields__} - _OURS


class _About(Record, frozen=True, kw_only=True):
    links: tuple[Link, ...] = ()


def take_in(session: Session, path: Path) -> Statement:
    """Take in the statement of a file as a draft and return it; all of it or nothing.

    Raises:
        FileMissing, FileMalformed: the file cannot be read as a statement. ConsentMissing,
        ConsentRefused, StatementInvalid, StatementMissing, StatementTooLarge, ExhibitUnreadable,
        ExhibitEmpty, ExhibitChanged: as while typing it.
    """
    told = _read(path)
    opening = _opening(told)
    taken: list[Taken] = []
    try:
        with session.vault.transaction():
            statement_id = interviewing.begin(session, opening).statement_id
            # No hash of the file: who knows its words could find it in logs that others read.
            session.custody.append("draft.import", statement_id)
            return _fill(session, statement_id, told, path.parent, taken)
    except BaseException:
        for each in taken:
            exhibits.forget(session, each)
        raise


def _opening(told: dict[str, object]) -> Opening:
    """Return what has to be answered first; which other statement it is about belongs to that."""
    links = schema.from_plain({"links": told.get("links", [])}, _About).links
    return Opening(
        kind=cast("Kind", _text(told, "kind", "full")),
        purpose=cast("Purpose", _text(told, "purpose", "testimony")),
        links=links,
        pseudonym=_text(told, "pseudonym"),
        relation=_text(told, "relation"),
        calendar=_text(told, "calendar", "persian"),
        consent=schema.from_plain(told.get("consent"), Consent),
        setting=schema.from_plain(told.get("setting", {}), Setting),
    )


def _fill(
    session: Session,
    statement_id: str,
    told: dict[str, object],
    beside: Path,
    taken: list[Taken],
) -> Statement:
    """Fill the draft; every file that lies in the vault by then is in `taken`."""
    facts = {key: told[key] for key in told.keys() & set(Statement.__struct_fields__) - _OPENING}
    for fixed in ("narrative", "read_back", "exhibits"):
        facts.pop(fixed, None)
    plain = schema.to_plain(interviewing.load(session, statement_id))
    typed = schema.from_plain({**plain, **facts}, Statement)
    interviewing.revise(session, statement_id, **{key: getattr(typed, key) for key in facts})
    statement = interviewing.write_narrative(session, statement_id, _text(told, "narrative"))
    if "identity" in told:
        names = [{"text": each} for each in _texts(told, "identity", "names")]
        rest = {k: v for k, v in _table(told, "identity").items() if k != "names"}
        own = {"statement_id": statement_id, "pseudonym": statement.witness.pseudonym}
        identity = schema.from_plain({**rest, **own, "names": names}, Identity)
        told_before = interviewing.load_identity(session, statement_id).contact_rule
        interviewing.save_identity(session, contact.with_words(identity, told_before))
    for each in _tables(told, "files"):
        words = {key: _text(each, key) for key in each if key != "path"}
        taken.append(exhibits.take(session, _beside(beside, each)))
        exhibits.keep(session, statement_id, taken[-1], words)
    if "read_back" in told:
        how = _text(_table(told, "read_back"), "how", "interviewer")
        for paragraph in statement.narrative:
            if not paragraph.is_blank:
                reading.hear(session, statement_id, paragraph.id, "agreed")
        reading.agree(session, statement_id, how)
    return interviewing.load(session, statement_id)


def _beside(folder: Path, told: dict[str, object]) -> Path:
    """Return a file that lies in the same folder: the list comes from outside and may name any."""
    name = _text(told, "path")
    path = folder / name
    if name in ("", ".", "..") or Path(name).name != name or path.is_symlink():
        raise errors.FileMalformed
    return path


def _read(path: Path) -> dict[str, object]:
    """Return what the file says."""
    data = small_files.read(path, LIMIT_BYTES)
    try:
        told = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        raise errors.FileMalformed from None
    if not isinstance(told, dict) or not told.keys() <= _KNOWN or told.get("exhibits"):
        raise errors.FileMalformed
    return told


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object that says nothing twice: another reader might take the other one."""
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError
    return told


def _no_number(_word: str) -> object:
    raise ValueError


def _text(told: dict[str, object], key: str, usual: str = "") -> str:
    value = told.get(key, usual)
    if not isinstance(value, str):
        raise errors.FileMalformed
    return value


def _table(told: dict[str, object], key: str) -> dict[str, object]:
    value = told.get(key, {})
    if not isinstance(value, dict):
        raise errors.FileMalformed
    return value


def _tables(told: dict[str, object], key: str) -> list[dict[str, object]]:
    value = told.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise errors.FileMalformed
    return value


def _texts(told: dict[str, object], table: str, key: str) -> list[str]:
    value = _table(told, table).get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise errors.FileMalformed
    return value
