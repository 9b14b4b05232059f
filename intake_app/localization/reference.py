"""The shipped content in two languages: guide, coded lists and consent text, read when asked for.

The lists that name officials are not reachable here but through `coordinator_officials`, so that
no interview screen can lay names before a witness (a leading question spoils the evidence).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from intake_app.assets import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

Audience = Literal["survivor", "relative", "all"]

LISTS: Final = (
    "affiliations",
    "answer_states",
    "burial_kinds",
    "burial_sites",
    "consent_forms",
    "contact_rules",
    "document_kinds",
    "event_kinds",
    "exhibit_kinds",
    "exhibit_origins",
    "given_as",
    "how_known",
    "languages",
    "manner_of_death",
    "name_kinds",
    "originality",
    "person_roles",
    "place_types",
    "positions",
    "precisions",
    "prisons",
    "provinces",
    "relations",
    "sexes",
    "statement_types",
    "witness_relations",
)
"""Names of the coded lists, one file each under `resources/data/lists/`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One code of a list: never shown itself, always through `label`."""

    code: str
    en: str
    fa: str
    source: str
    variants: tuple[str, ...] = ()
    parent: str = ""
    kind: str = ""
    note_en: str = ""
    note_fa: str = ""

    def label(self, lang: str) -> str:
        """Return the item's name; any other language than Persian reads English."""
        return self.fa if lang == "fa" else self.en

    def note(self, lang: str) -> str:
        """Return what must be known about the item, or nothing."""
        return self.note_fa if lang == "fa" else self.note_en


@dataclass(frozen=True, slots=True)
class CodedList:
    """A list in its own order, with its version and where it comes from."""

    name: str
    version: str
    source: str
    items: tuple[Item, ...]

    def get(self, code: str) -> Item | None:
        """Return the item of a code, or None: an organisation may have added codes."""
        return next((item for item in self.items if item.code == code), None)

    def label(self, code: str, lang: str) -> str:
        """Return the name of a code, or the code itself where this list does not know it."""
        item = self.get(code)
        return item.label(lang) if item else code

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the list's order."""
        return tuple(item.code for item in self.items)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guide; `repeats` once for each person spoken of."""

    id: str
    en: str
    fa: str
    repeats: bool = False

    def label(self, lang: str) -> str:
        """Return the section's title."""
        return self.fa if lang == "fa" else self.en


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the reason for asking it, whom it is for and what it may fill in."""

    id: str
    section: str
    en: str
    fa: str
    why_en: str
    why_fa: str
    audience: tuple[Audience, ...]
    kind: Literal["open", "facts"]
    facts: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """Return the question as it is asked."""
        return self.fa if lang == "fa" else self.en

    def why(self, lang: str) -> str:
        """Return the answer to «why do you ask this?»."""
        return self.why_fa if lang == "fa" else self.why_en

    def is_for(self, audience: Audience) -> bool:
        """True where this question is asked of somebody like that."""
        return "all" in self.audience or audience in self.audience or audience == "all"


@dataclass(frozen=True, slots=True)
class Guide:
    """The built-in interview form."""

    version: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question | None:
        """Return a question by its id, or None: an older statement may use another guide."""
        return next((each for each in self.questions if each.id == question_id), None)

    def label(self, code: str, lang: str) -> str:
        """Return the text of a question or the title of a section, or the code itself."""
        known: tuple[Question | Section, ...] = (*self.questions, *self.sections)
        return next((each.label(lang) for each in known if each.id == code), code)

    def of_section(self, section: str, audience: Audience = "all") -> tuple[Question, ...]:
        """Return a section's questions for somebody like that, in order."""
        return tuple(q for q in self.questions if q.section == section and q.is_for(audience))


@dataclass(frozen=True, slots=True)
class ConsentUse:
    """One use of a statement that the witness allows or does not."""

    code: str
    en: str
    fa: str
    question_en: str
    question_fa: str
    means_en: str
    means_fa: str
    not_means_en: str
    not_means_fa: str

    def label(self, lang: str) -> str:
        """Return the use's short name, for lists and chips."""
        return self.fa if lang == "fa" else self.en

    def question(self, lang: str) -> str:
        """Return the question that is read aloud."""
        return self.question_fa if lang == "fa" else self.question_en

    def means(self, lang: str) -> str:
        """Return what a yes means."""
        return self.means_fa if lang == "fa" else self.means_en

    def not_means(self, lang: str) -> str:
        """Return what a yes does not mean."""
        return self.not_means_fa if lang == "fa" else self.not_means_en


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """The text that is read out before anything is kept, and the uses in their order."""

    version: str
    introduction_en: tuple[str, ...]
    introduction_fa: tuple[str, ...]
    closing_en: str
    closing_fa: str
    uses: tuple[ConsentUse, ...]

    def introduction(self, lang: str) -> tuple[str, ...]:
        """Return the paragraphs to be read out first."""
        return self.introduction_fa if lang == "fa" else self.introduction_en

    def closing(self, lang: str) -> str:
        """Return the words after the last question."""
        return self.closing_fa if lang == "fa" else self.closing_en

    def use(self, code: str) -> ConsentUse | None:
        """Return a use by its code."""
        return next((use for use in self.uses if use.code == code), None)

    def label(self, code: str, lang: str) -> str:
        """Return the short name of a use, or the code itself."""
        use = self.use(code)
        return use.label(lang) if use else code


@dataclass(frozen=True, slots=True)
class OfficialClaim:
    """A role as one source reports it."""

    source: str
    role_en: str
    role_fa: str


@dataclass(frozen=True, slots=True)
class NamedOfficial:
    """A person publicly named, with who says what; never a finding of this program."""

    code: str
    fa: str
    en: str
    variants: tuple[str, ...]
    claims: tuple[OfficialClaim, ...]
    note_en: str = ""
    note_fa: str = ""

    def label(self, lang: str) -> str:
        """Return the name."""
        return self.fa if lang == "fa" else self.en


@cache
def guide() -> Guide:
    """Return the built-in interview guide."""
    raw = _load("guide.json")
    return Guide(
        version=raw["version"],
        sections=tuple(Section(**each) for each in raw["sections"]),
        questions=tuple(_question(each) for each in raw["questions"]),
    )


@cache
def coded_list(name: str) -> CodedList:
    """Return a coded list by its name.

    Raises:
        KeyError: there is no such list, or it is not for the interview.
    """
    if name not in LISTS:
        raise KeyError(name)
    raw = _load("lists", f"{name}.json")
    items = tuple(Item(**_tuples(each, "variants")) for each in raw["items"])
    return CodedList(name=name, version=raw["version"], source=raw["source"], items=items)


@cache
def consent_form() -> ConsentForm:
    """Return the consent text and its uses."""
    raw = _load("consent.json")
    return ConsentForm(
        version=raw["version"],
        introduction_en=tuple(raw["introduction_en"]),
        introduction_fa=tuple(raw["introduction_fa"]),
        closing_en=raw["closing_en"],
        closing_fa=raw["closing_fa"],
        uses=tuple(ConsentUse(**each) for each in raw["uses"]),
    )


@cache
def coordinator_officials() -> tuple[NamedOfficial, ...]:
    """Return the officials named in public reports: for the coordinator's matching alone."""
    raw = _load("lists", "officials_coordinator.json")
    return tuple(
        NamedOfficial(
            **{
                **_tuples(each, "variants"),
                "claims": tuple(OfficialClaim(**claim) for claim in each["claims"]),
            }
        )
        for each in raw["items"]
    )


def _question(raw: Mapping[str, Any]) -> Question:
    named = {("audience" if key == "for" else key): value for key, value in raw.items()}
    return Question(**_tuples(named, "audience", "facts"))


def _tuples(raw: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: tuple(value) if key in keys else value for key, value in raw.items()}


def _load(*parts: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(read_text("data", *parts))
    return raw
