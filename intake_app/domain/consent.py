"""Informed consent: one separate answer for each use (Berkeley Protocol, Murad Code)."""

from __future__ import annotations

from typing import Literal

from intake_app.domain.record import Record

KEEP = "keep"
USES = (
    KEEP,
    "record_voice",
    "record_picture",
    "share_un",
    "share_court",
    "share_organisations",
    "share_researchers",
    "publish_named",
    "publish_unnamed",
    "contact_again",
)

AnswerWord = Literal["yes", "no", "not_now"]
_NARROWEST_FIRST: tuple[AnswerWord, ...] = ("no", "not_now", "yes")

NEVER, NOTED = "never", "noted"
CONTACT_RULES = (NEVER, "interviewer", "named_person", "agreed_times", "any_time", NOTED)
RULES_WITH_WORDS = frozenset({"named_person", "agreed_times", NOTED})


class UseAnswer(Record, frozen=True, kw_only=True):
    """The witness's answer for one use, with the limit they set to it, in their words."""

    use: str
    answer: AnswerWord
    limit: str = ""


class Consent(Record, frozen=True, kw_only=True):
    """What the witness allowed, how it was given and which text was read out to them.

    `contact_rule` is one of `CONTACT_RULES` or empty (not asked). Who, when and by which means
    stands with who the witness is, which fewer people can open. Statements sealed before the rule
    was coded have the witness's words here.
    """

    form: str
    language: str
    given_as: str
    recorded_at: str
    uses: tuple[UseAnswer, ...]
    under_18: bool = False
    at_risk: bool = False
    contact_rule: str = ""

    def answer(self, use: str) -> AnswerWord | None:
        """Return the answer for `use`, or None where it was not asked.

        Where a foreign statement answers a use more than once, the narrowest answer counts.
        """
        given = {each.answer for each in self.uses if each.use == use}
        return next((word for word in _NARROWEST_FIRST if word in given), None)

    def limit(self, use: str) -> str:
        """Return every limit that the witness set to `use`, each a line, or an empty text."""
        said = (each.limit.strip() for each in self.uses if each.use == use)
        return "\n".join(dict.fromkeys(each for each in said if each))

    def allows(self, use: str) -> bool:
        """True only where the witness said yes: no and not now both mean no."""
        return self.answer(use) == "yes"

    @property
    def allowed(self) -> tuple[str, ...]:
        """The uses that were agreed to, in the form's order."""
        return tuple(use for use in USES if self.allows(use))

    @property
    def is_clear(self) -> bool:
        """False where a use is answered more than once: nothing new is written like that."""
        return len({each.use for each in self.uses}) == len(self.uses)

    @property
    def has_coded_rule(self) -> bool:
        """False where the contact rule still holds words, as in drafts from before."""
        return not self.contact_rule or self.contact_rule in CONTACT_RULES

    @property
    def missing(self) -> tuple[str, ...]:
        """The uses that have no answer yet."""
        return tuple(use for use in USES if self.answer(use) is None)
