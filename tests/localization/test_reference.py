"""The shipped content is complete in both languages, kind in its words, and says its sources."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from intake_app.assets import read_text, resource
from intake_app.localization import reference
from intake_app.localization.reference import (
    LISTS,
    coded_list,
    consent_form,
    coordinator_officials,
    guide,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = re.compile(r"[a-z0-9_]+")
PERSIAN = re.compile(r"[\u0600-\u06ff]")
# Slurs and words that belong to one camp: never in our own voice, as the glossary binds.
TABOO = (
    "منافق", "گروهک", "معدوم", "ضدانقلاب", "ضد انقلاب", "محارب", "مرتد", "لعنت‌آباد",
    "لعنت آباد", "هلاک", "به درک", "تواب", "شهید", "شهدا", "رژیم", "تاریخ شهادت", "محل شهادت",
    "regime", "martyr", "terrorist", "hypocrite", "grouplet",
)  # fmt: skip
FORBIDDEN_LETTERS = "يىكۀە\u0640\u200e\u200f"
OPEN_LISTS = (
    "prisons", "burial_sites", "provinces", "affiliations", "positions", "event_kinds",
    "document_kinds", "relations", "witness_relations", "how_known", "place_types",
    "burial_kinds", "manner_of_death", "exhibit_kinds", "exhibit_origins",
)  # fmt: skip
DOMAIN_USES = (
    "keep", "record_voice", "record_picture", "share_un", "share_court", "share_organisations",
    "share_researchers", "publish_named", "publish_unnamed", "contact_again",
)  # fmt: skip


def files() -> list[str]:
    folder = resource("data")
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.json"))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@pytest.mark.parametrize("name", files())
def test_words_are_kind_and_letters_persian(name: str) -> None:
    raw = read_text("data", *name.split("/"))
    assert raw.endswith("\n")
    assert "\r" not in raw
    for text in strings(json.loads(raw)):
        assert not [word for word in TABOO if word in text.casefold()], text
        assert not set(text) & set(FORBIDDEN_LETTERS), text
        assert text == text.strip()
        assert "  " not in text


def test_the_check_can_fail() -> None:
    assert list(strings({"a": ["رژیم", {"b": "x"}]})) == ["رژیم", "x"]
    assert [word for word in TABOO if word in "این رژیم"] == ["رژیم"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_complete_in_both_languages(name: str) -> None:
    found = coded_list(name)
    assert found.version == f"{name}/1"
    assert found.source
    assert len(set(found.codes)) == len(found.codes)
    for item in found.items:
        assert CODE.fullmatch(item.code)
        assert item.source
        assert PERSIAN.search(item.fa)
        assert not PERSIAN.search(item.en)
        assert item.en
        assert bool(item.note_en) == bool(item.note_fa)
        assert found.label(item.code, "fa") == item.fa
        assert found.label(item.code, "en") == item.en
    assert len({item.fa for item in found.items}) == len(found.items)
    assert len({item.en for item in found.items}) == len(found.items)


@pytest.mark.parametrize("name", OPEN_LISTS)
def test_a_witness_may_always_say_something_else(name: str) -> None:
    assert coded_list(name).codes[-2:] == ("other", "unknown")


def test_every_list_file_is_reachable_or_the_coordinators() -> None:
    names = {path.stem for path in resource("data", "lists").glob("*.json")}
    assert names == set(LISTS) | {"officials_coordinator"}


def test_places_lie_in_known_provinces() -> None:
    provinces = set(coded_list("provinces").codes)
    for name in ("prisons", "burial_sites"):
        for item in coded_list(name).items[:-2]:
            assert item.parent in provinces
            assert coded_list("place_types").get(item.kind)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert coded_list("prisons").label("added_by_us", "fa") == "added_by_us"
    with pytest.raises(KeyError):
        coded_list("officials_coordinator")


def test_the_guide_has_its_fifty_questions() -> None:
    found = guide()
    assert found.version == "builtin/1"
    assert [section.id for section in found.sections] == list("ABCDEFGHIJKL")
    assert [question.id for question in found.questions] == [f"q{n:02}" for n in range(1, 51)]
    assert [section.id for section in found.sections if section.repeats] == ["C"]
    for question in found.questions:
        assert found.label(question.section, "fa") != question.section
        for fa, en in ((question.fa, question.en), (question.why_fa, question.why_en)):
            assert PERSIAN.search(fa)
            assert not PERSIAN.search(en)
            assert fa[-1] in ".؟)"
            assert len(re.split(r"\s+", en)) <= 30
        assert set(question.audience) <= {"survivor", "relative", "all"}
        assert question.audience
    assert found.of_section("G", "relative") == (found.question("q32"),)
    assert len(found.of_section("G", "survivor")) == 8
    assert not found.of_section("H", "survivor")


def test_no_official_is_named_where_an_interview_can_see_it() -> None:
    reachable = " ".join(
        read_text("data", *name.split("/"))
        for name in files()
        if name != "lists/officials_coordinator.json"
    )
    # The one province that shares a name with a person.
    for province in ("Chaharmahal and Bakhtiari", "چهارمحال و بختیاری"):
        assert province in reachable
        reachable = reachable.replace(province, "")
    for official in coordinator_officials():
        assert official.fa.split()[-1] not in reachable
        assert official.en.split()[-1] not in reachable


def test_each_role_of_an_official_says_who_claims_it() -> None:
    officials = coordinator_officials()
    assert len({official.code for official in officials}) == len(officials)
    for official in officials:
        assert CODE.fullmatch(official.code)
        assert official.claims
        for claim in official.claims:
            assert claim.source
            assert claim.role_en
            assert PERSIAN.search(claim.role_fa)


def test_consent_asks_for_each_use_in_order_and_says_what_it_does_not_mean() -> None:
    form = consent_form()
    assert form.version == "consent/1"
    assert tuple(use.code for use in form.uses) == DOMAIN_USES
    assert len(form.introduction("fa")) == len(form.introduction("en"))
    for use in form.uses:
        assert use.question("fa").endswith("؟")
        assert use.question("en").endswith("?")
        for fa, en in (
            (use.label("fa"), use.label("en")),
            (use.means("fa"), use.means("en")),
            (use.not_means("fa"), use.not_means("en")),
        ):
            assert PERSIAN.search(fa)
            assert not PERSIAN.search(en)
    for text in (*form.introduction("fa"), *form.introduction("en"), form.closing("fa")):
        for sentence in re.split(r"[.؟?:]\s+", text):
            assert len(sentence.split()) <= 24, sentence


def test_content_is_read_once_and_only_when_asked_for() -> None:
    assert guide() is guide()
    assert coded_list("prisons") is coded_list("prisons")
    assert consent_form() is consent_form()
    assert callable(reference.coordinator_officials)


@pytest.mark.parametrize("name", ["statement-fa", "statement-second-fa"])
def test_the_invented_witnesses_use_the_lists_and_the_guide(name: str) -> None:
    told = json.loads(read_text("data", "demo", f"{name}.json"))
    assert "Invented" in told["note_en"]
    assert "ساختگی" in told["note_fa"]
    assert len(told["answers"]) >= 10
    assert all(guide().question(q) for q in (*told["answers"], *told["answer_states"]))
    known: dict[str, str] = {
        "relation": "relations", "manner": "manner_of_death", "burial": "burial_kinds",
        "affiliation_code": "affiliations", "sex": "sexes",
    }  # fmt: skip
    for victim in told["victims"]:
        assert all(coded_list(known[key]).get(victim[key]) for key in known)
        assert all(coded_list("event_kinds").get(step["kind"]) for step in victim["course"])
        assert all(coded_list("name_kinds").get(each["kind"]) for each in victim["names"])
    assert all(coded_list("place_types").get(place["kind"]) for place in told["places"])
    assert all(coded_list("document_kinds").get(each["kind"]) for each in told["documents"])
    assert coded_list("witness_relations").get(told["witness"]["relation"])
