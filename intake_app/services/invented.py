"""The invented witnesses of the practice journey, read from the shipped files into records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from intake_app.assets import read_text
from intake_app.domain import schema
from intake_app.domain.consent import USES, Consent
from intake_app.domain.facts import Document, Event, Official, Place, Victim
from intake_app.domain.record import Record
from intake_app.domain.statement import Answer, Identity, Safety, Setting, Witness
from intake_app.services.interviewing import Opening

_LISTS: dict[str, tuple[str, type[Record]]] = {
    "victims": ("v", Victim),
    "officials": ("o", Official),
    "places": ("pl", Place),
    "events": ("e", Event),
    "documents": ("d", Document),
}


@dataclass(frozen=True)
class Amended:
    """What the witness puts right when paragraph number `paragraph` is read back."""

    paragraph: int
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class InventedWitness:
    """Everything one invented witness says."""

    told: dict[str, Any]

    def opening(self, recorded_at: str, form: str) -> Opening:
        """Return consent and setting, given at `recorded_at` on the consent text `form`."""
        said = self.told["consent"]
        words = {use: word for word in ("yes", "no", "not_now") for use in said[word]}
        uses = [
            {"use": use, "answer": words[use], "limit": said["limits"].get(use, "")} for use in USES
        ]
        consent = {
            "form": form,
            "language": self.told["witness"]["language"],
            "given_as": said["given_as"],
            "recorded_at": recorded_at,
            "uses": uses,
            "at_risk": said["at_risk"],
            "contact_rule": said["contact_rule"],
        }
        return Opening(
            kind=self.told["kind"],
            consent=schema.from_plain(consent, Consent),
            setting=schema.from_plain(self.told["setting"], Setting),
            pseudonym=self.told["witness"]["pseudonym"],
            relation=self.told["witness"]["relation"],
        )

    @property
    def witness(self) -> Witness:
        """The witness by pseudonym and relation."""
        rest = {key: value for key, value in self.told["witness"].items() if key != "language"}
        return schema.from_plain(rest, Witness)

    @property
    def narrative(self) -> str:
        """The free narrative, one paragraph a line."""
        return "\n".join(self.told["narrative"])

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers to the guide, and what was left unanswered in which way."""
        given = tuple(Answer(question=q, text=text) for q, text in self.told["answers"].items())
        left = self.told["answer_states"].items()
        return given + tuple(Answer(question=q, state=state) for q, state in left)

    @property
    def facts(self) -> dict[str, object]:
        """Everything structured, ready for `interviewing.revise`."""
        found: dict[str, object] = {
            key: tuple(
                schema.from_plain({"id": f"{letter}{number}", **_known(each)}, kind)
                for number, each in enumerate(self.told[key], 1)
            )
            for key, (letter, kind) in _LISTS.items()
        }
        if "safety" in self.told:
            found["safety"] = schema.from_plain(self.told["safety"], Safety)
        return found

    @property
    def amended(self) -> Amended | None:
        """The one thing that is put right at the reading back."""
        said = self.told.get("correction")
        if said is None:
            return None
        return Amended(said["paragraph"], said["from"], said["to"], said["reason"])

    @property
    def files(self) -> dict[str, dict[str, str]]:
        """What is told of each file, by its name."""
        return {
            each["name"]: {key: value for key, value in each.items() if key != "name"}
            for each in self.told["files"]
        }

    def identity(self, empty: Identity) -> Identity | None:
        """Return who this is, where anything was told."""
        said = self.told.get("identity")
        if said is None:
            return None
        names = [{"text": text} for text in said["names"]]
        filled = {**schema.to_plain(empty), **said, "names": names}
        return schema.from_plain(filled, Identity)


def witness(name: str) -> InventedWitness:
    """Return an invented witness: `statement-fa`, `statement-second-fa`, `statement-draft-fa`."""
    return InventedWitness(json.loads(read_text("data", "demo", f"{name}.json")))


def _known(told: dict[str, Any]) -> dict[str, Any]:
    """Bring `how` and `told_by` of a fact and of its parts to where a record has them."""
    here = {key: told[key] for key in ("how", "told_by") if key in told}
    rest = {key: value for key, value in told.items() if key not in here}
    if "course" in rest:
        rest["course"] = [_known(each) for each in rest["course"]]
    return {**rest, "knowledge": here} if here else rest
