"""Lists of facts: fresh ids, replacing, taking out, putting back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.domain import fact_lists
from intake_app.domain.facts import Victim


@pytest.mark.parametrize("name", fact_lists.LISTS)
def test_a_fresh_fact_has_an_id_of_its_own(name: str) -> None:
    facts: tuple[fact_lists.Fact, ...] = ()
    for _ in range(3):
        facts = (*facts, fact_lists.fresh(name, facts))
    assert len({each.id for each in facts}) == 3
    assert all(isinstance(each, fact_lists.LISTS[name][1]) for each in facts)


def test_foreign_ids_are_left_alone() -> None:
    facts = (Victim(id="v7"), Victim(id="victim"), Victim(id="v٣"), Victim(id="x9"))
    assert fact_lists.fresh("victims", facts).id == "v8"


@given(st.integers(1, 8), st.data())
def test_what_is_taken_out_goes_back_to_its_place(count: int, data: st.DataObject) -> None:
    facts = tuple(Victim(id=f"v{at}") for at in range(count))
    at = data.draw(st.integers(0, count - 1))
    fact = facts[at]
    rest = fact_lists.without(facts, fact.id)
    assert fact_lists.place_of(rest, fact.id) == -1
    assert fact_lists.put_back(rest, fact, fact_lists.place_of(facts, fact.id)) == facts


def test_replacing_changes_one() -> None:
    facts = (Victim(id="v1"), Victim(id="v2"))
    changed = fact_lists.replaced(facts, Victim(id="v2", home_town="بیدستان"))
    assert [each.home_town for each in changed] == ["", "بیدستان"]
