"""Coming back to what is sealed: a correction, an addition, or consent taken back.

The sealed text cannot be opened here and is never changed. What the witness says now is a
statement of its own that names the sealed one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from intake_app import errors
from intake_app.domain.consent import USES, Consent, UseAnswer
from intake_app.domain.statement import Link, Purpose, Setting, Statement
from intake_app.localization.reference import consent_form
from intake_app.services import interviewing
from intake_app.services.interviewing import Opening
from intake_app.services.session import Session
from intake_app.vault.sealed import Sealed

Later = Literal["correction", "addition", "withdrawal"]
_RELS: dict[Later, Literal["corrects", "adds_to", "withdraws"]] = {
    "correction": "corrects",
    "addition": "adds_to",
    "withdrawal": "withdraws",
}


def correction(
    session: Session,
    bundle_id: str,
    purpose: Literal["correction", "addition"],
    opening: Opening,
) -> Statement:
    """Begin a statement that corrects or adds to a sealed one; consent is asked anew.

    Raises:
        StatementMissing: this device never sealed it. As `interviewing.begin`.
    """
    return interviewing.begin(session, linked(session, bundle_id, purpose, opening))


def withdrawal(session: Session, bundle_id: str, opening: Opening | None = None) -> Statement:
    """Begin the record that the witness takes their consent back, and note it in the log.

    Without `opening` every use is refused, which is what most people mean. It seals without words
    and without being read back.

    Raises:
        StatementMissing: this device never sealed it. As `interviewing.begin`.
    """
    taken_back = opening or _everything(session)
    return interviewing.begin(session, linked(session, bundle_id, "withdrawal", taken_back))


def linked(session: Session, bundle_id: str, purpose: Later, opening: Opening) -> Opening:
    """Return the opening of a statement about a sealed one.

    Raises:
        StatementMissing: this device never sealed it.
    """
    link = Link(rel=_RELS[purpose], bundle_id=statement_bundle(session, bundle_id))
    words: Purpose = purpose
    return replace(opening, purpose=words, links=(link,))


def statement_bundle(session: Session, bundle_id: str) -> str:
    """Return the bundle that holds the words, where `bundle_id` may be the one of the identity.

    Raises:
        StatementMissing: this device never sealed it.
    """
    sealed = Sealed(session.vault)
    row = sealed.get(bundle_id)
    for each in sealed.of_statement(row.statement_id):
        if each.kind != "identity":
            return each.bundle_id
    raise errors.StatementMissing(bundle=bundle_id)


def _everything(session: Session) -> Opening:
    consent = Consent(
        form=consent_form().version,
        language="",
        given_as="spoken",
        recorded_at=session.now(),
        uses=tuple(UseAnswer(use=use, answer="no") for use in USES),
    )
    return Opening(kind="full", consent=consent, setting=Setting(), pseudonym="")
