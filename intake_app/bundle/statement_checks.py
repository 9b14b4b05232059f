"""The statement in a bundle: in the one form of canonical JSON, and at one with its files."""

from __future__ import annotations

from typing import TypeAlias

from intake_app.bundle.bag import MAX_STATEMENT_BYTES
from intake_app.bundle.description import Description
from intake_app.crypto import canonical
from intake_app.domain.schema import claimed_format, from_json, to_plain
from intake_app.domain.statement import FORMAT, IDENTITY_FORMAT, Identity, Statement
from intake_app.errors import BundleRefused, NotCanonical, StatementInvalid

Testimony: TypeAlias = Statement | Identity


def read(data: bytes, description: Description) -> Testimony:
    """Return what `data/000001.json` holds: an `Identity` or a `Statement`, as the kind says.

    Every exhibit that names a place in the bundle must lie there, with its size and hash.

    Raises:
        BundleRefused: FORMAT_VERSION for a form that this version does not know; STATEMENT_SCHEMA
            for bytes that are not canonical, fields out of form, and exhibits that are not there.
    """
    kind: type[Testimony] = Identity if description.kind == "identity" else Statement
    known = IDENTITY_FORMAT if kind is Identity else FORMAT
    if len(data) > MAX_STATEMENT_BYTES:
        raise BundleRefused("STATEMENT_SCHEMA")
    # Straight into the records: a tree of values first would let a few megabytes take gigabytes.
    if _is_other_version(claimed_format(data), known):
        raise BundleRefused("FORMAT_VERSION")
    try:
        testimony = from_json(data, kind)
        written = canonical.encode(to_plain(testimony))
    except StatementInvalid as error:
        raise BundleRefused("STATEMENT_SCHEMA", where=str(error.params["where"])) from None
    except NotCanonical as error:
        raise BundleRefused("STATEMENT_SCHEMA") from error
    if written != data:
        raise BundleRefused("STATEMENT_SCHEMA")
    if isinstance(testimony, Statement):
        _check_exhibits(testimony, description)
    return testimony


def _is_other_version(claimed: object, known: str) -> bool:
    name, _, _ = known.partition("/")
    return isinstance(claimed, str) and claimed != known and claimed.startswith(f"{name}/")


def _check_exhibits(statement: Statement, description: Description) -> None:
    table = {file.path: (file.size, file.sha256) for file in description.files}
    for exhibit in statement.exhibits:
        if exhibit.path and table.get(exhibit.path) != (exhibit.size, exhibit.sha256):
            raise BundleRefused("STATEMENT_SCHEMA", where="$.exhibits")
