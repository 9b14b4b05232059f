"""The guide for one witness: which questions are asked, and which were touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from intake_app.domain.statement import Answer
from intake_app.localization.reference import Audience, Question, guide

Touch = Literal["open", "answered", "left"]
_AUDIENCES: Mapping[str, Audience] = {
    "survivor": "survivor",
    "cell_mate": "survivor",
    "relative": "relative",
}
ANSWERED = "answered"


def audience_of(relation: str) -> Audience:
    """Return whom the guide speaks to, by the witness's relation to what is told."""
    return _AUDIENCES.get(relation, "all")


def touched(answer: Answer | None) -> Touch:
    """Return whether a question is open, answered, or left without an answer on purpose."""
    if answer is None:
        return "open"
    if answer.state != ANSWERED:
        return "left"
    return "answered" if answer.text.strip() else "open"


def questions_of(section: str, audience: Audience, answers: Mapping[str, Answer]) -> list[Question]:
    """Return a section's questions for this witness; what was touched is never left out."""
    return [
        each
        for each in guide().of_section(section)
        if each.is_for(audience) or touched(answers.get(each.id)) != "open"
    ]


def count_touched(questions: Sequence[Question], answers: Mapping[str, Answer]) -> int:
    """Return how many of the questions were touched."""
    return sum(touched(answers.get(each.id)) != "open" for each in questions)
