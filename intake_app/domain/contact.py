"""How the witness may be reached: a code in the statement, the words with who the witness is."""

from __future__ import annotations

import msgspec

from intake_app.domain.consent import NEVER, NOTED, Consent
from intake_app.domain.statement import Identity


def parted(consent: Consent) -> tuple[Consent, str]:
    """Return the consent with a coded contact rule, and the words that stood in its place.

    Words may name a number, a street or a relative: they belong to the identity. The code then
    says that the rule is noted there, or where contact was not agreed to, that there is none.
    """
    if consent.has_coded_rule:
        return consent, ""
    rule = NOTED if consent.allows("contact_again") else NEVER
    return msgspec.structs.replace(consent, contact_rule=rule), consent.contact_rule


def with_words(identity: Identity, words: str) -> Identity:
    """Return the identity with these words among its contact rule; nothing there is lost."""
    held = identity.contact_rule
    if not words.strip() or words in held:
        return identity
    joined = f"{held}\n{words}" if held.strip() else words
    return msgspec.structs.replace(identity, contact_rule=joined)
