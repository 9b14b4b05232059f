"""What a person has to read and decide before a bundle may go to a court or mechanism.

No program can judge a limit in the witness's own words, words about how the witness may be reached,
or whether more than a name may be given away. Each is asked about by itself, and an answer is one
to exactly these words, of this bundle, for this use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from intake_app.crypto.digests import sha256_hex
from intake_app.domain.consent import Consent
from intake_app.domain.statement import Identity

Topic: TypeAlias = Literal["LIMIT_UNREAD", "CONTACT_WORDS", "NAME_HAS_CONTACT"]
# What an identity may hold beside the name, of which the consent for a court does not speak.
BESIDE_THE_NAME = ("contact", "contact_rule", "risk_notes", "birth_year")
_CODE_DIGITS = 24


@dataclass(frozen=True)
class Asked:
    """One question about one bundle. `code` is the answer that lets it go.

    `words` are the witness's own; for NAME_HAS_CONTACT the fields that are filled, with a space
    between them, since who asks need not see what stands in them.
    """

    topic: Topic
    code: str
    words: str


def about_statement(bundle_id: str, use: str, consent: Consent) -> tuple[Asked, ...]:
    """Return what has to be read before a statement goes for `use`.

    Words where a code belongs are in statements from before the contact rule was coded, or from
    another program: they may name a number, a street or a relative.
    """
    words = "" if consent.has_coded_rule else consent.contact_rule
    topics: tuple[tuple[Topic, str], ...] = (
        ("LIMIT_UNREAD", consent.limit(use)),
        ("CONTACT_WORDS", words),
    )
    return tuple(_asked(bundle_id, use, topic, text) for topic, text in topics if text)


def about_name(bundle_id: str, use: str, identity: Identity) -> tuple[Asked, ...]:
    """Return what has to be decided before the bundle that says who a witness is goes for `use`."""
    filled = [name for name in BESIDE_THE_NAME if getattr(identity, name).strip()]
    return (_asked(bundle_id, use, "NAME_HAS_CONTACT", " ".join(filled)),) if filled else ()


def first_open(asked: Iterable[Asked], answers: Collection[str]) -> Asked | None:
    """Return the first question that has no answer yet, or None."""
    return next((each for each in asked if each.code not in answers), None)


def _asked(bundle_id: str, use: str, topic: Topic, words: str) -> Asked:
    code = sha256_hex(f"{bundle_id}\n{use}\n{topic}\n{words}".encode())
    return Asked(topic, code[:_CODE_DIGITS], words)
