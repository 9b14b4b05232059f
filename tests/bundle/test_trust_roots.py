"""Who may sign, and how the roots themselves change: by enough of the old and of the new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from intake_app.bundle import trust, trust_text
from intake_app.bundle.roots import RootSet
from intake_app.bundle.trust import TrustList
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.errors import (
    TrustGap,
    TrustMalformed,
    TrustOtherOrganisation,
    TrustUnsigned,
)
from tests.bundle.an_organisation import (
    ROOTS,
    STRANGERS,
    after,
    contents,
    first,
    root_set,
    signed,
)

FILES = signed(contents())
HELD = first()


def test_roots_change_only_with_old_and_new() -> None:
    fresh = RootSet((ROOTS[2].public, *(key.public for key in STRANGERS[:2])), 2)
    retired = tuple(sorted((key.public for key in ROOTS[:2]), key=lambda key: key.line()))
    said = {"roots": fresh, "retired": retired}
    good = after(HELD, (*ROOTS[:2], *STRANGERS[:2]), **said)
    assert good.roots == fresh
    overlap = after(HELD, (ROOTS[2], ROOTS[0], STRANGERS[0]), **said)
    for keys, fault in (
        (STRANGERS[:2], TrustOtherOrganisation),
        ((ROOTS[0], *STRANGERS[:2]), TrustUnsigned),
        ((*ROOTS[:2], STRANGERS[0]), TrustUnsigned),
    ):
        with pytest.raises(fault):
            after(HELD, keys, **said)
    hidden = (ROOTS[2], *STRANGERS[:2])  # one old root only, the others not named as retired
    with pytest.raises(TrustUnsigned):
        after(HELD, hidden, roots=fresh)
    with pytest.raises(TrustMalformed):
        after(HELD, ROOTS[:2], retired=(STRANGERS[0].public,))
    for changed in (good, overlap):
        assert after(changed, STRANGERS[:2]).version == 3
        with pytest.raises(TrustOtherOrganisation):
            after(changed, ROOTS[:2])
        chain = [FILES, changed.files(), after(changed, STRANGERS[:2]).files()]
        for pinned, held, count in (
            (root_set(), None, 3),
            (fresh, None, 2),
            (root_set(), HELD, 2),
            (fresh, changed, 1),
        ):
            found = trust.read_chain(trust.unpack(trust.pack(chain)), pinned=pinned, held=held)
            assert [each.version for each in found] == [1, 2, 3][-count:]


@pytest.mark.parametrize(
    ("keys", "threshold"), [(ROOTS, 0), (ROOTS, 4), ((), 0), ((), 1), ((ROOTS[0],) * 2, 1)]
)
def test_what_is_no_root_set(keys: tuple[SigningKey, ...], threshold: int) -> None:
    with pytest.raises(TrustMalformed):
        root_set(keys, threshold)


def test_a_root_set_is_the_same_in_any_order() -> None:
    assert root_set(ROOTS[::-1]) == root_set()
    assert root_set(ROOTS[::-1]).fingerprint == root_set().fingerprint
    prints = {root_set(threshold=n).fingerprint for n in (1, 2, 3)}
    assert len(prints) == 3
    groups = root_set().digits.split(" ")
    assert [len(group) for group in groups] == [5] * 8


def test_a_list_of_the_first_version_names_nobody_before() -> None:
    said = contents(retired=(STRANGERS[0].public,))
    with pytest.raises(TrustMalformed):
        trust.draft(said)
    assert trust_text.read_head(FILES["trust.txt"]).signers == root_set().keys


def test_a_lower_threshold_is_a_change_that_the_old_threshold_signs() -> None:
    lower = root_set(threshold=1)
    for keys, fault in (((ROOTS[0],), TrustUnsigned), ((), TrustOtherOrganisation)):
        with pytest.raises(fault):
            after(HELD, keys, roots=lower)
    assert after(after(HELD, ROOTS[:2], roots=lower), ROOTS[:1]).version == 3
    higher = after(HELD, ROOTS, roots=root_set(threshold=3))
    with pytest.raises(TrustUnsigned):  # those who were enough before are not enough for three
        after(HELD, ROOTS[:2], roots=root_set(threshold=3))
    with pytest.raises(TrustUnsigned):
        after(higher, ROOTS[:2])


def changed(held: TrustList, keys: Sequence[SigningKey], roots: RootSet) -> TrustList:
    gone = sorted(set(held.roots.keys) - set(roots.keys), key=VerifyKey.line)
    return after(held, keys, roots=roots, retired=tuple(gone))


def test_a_changed_root_set_is_not_jumped_to() -> None:
    fresh = root_set(STRANGERS)
    both = (*ROOTS[:2], *STRANGERS[:2])
    second = changed(HELD, both, fresh)
    third = after(second, STRANGERS[:2])
    stolen = signed(second, STRANGERS[:2])
    assert [
        each.version
        for each in trust.read_chain([FILES, second.files(), third.files()], pinned=None, held=HELD)
    ] == [2, 3]
    for chain, fault in (
        ([third.files()], TrustGap),  # ours, but who signed it cannot be known without the second
        ([FILES, third.files()], TrustGap),
        ([stolen], TrustOtherOrganisation),  # new roots alone say that they follow on ours
    ):
        with pytest.raises(fault):
            trust.read_chain(chain, pinned=root_set(), held=HELD)
    elsewhere = changed(after(HELD, issued="2026-11-25T09:00:00Z"), both, fresh)
    skipped = changed(after(HELD), both, fresh)
    for offered in (elsewhere, skipped):  # signed by all, but after another version than ours
        with pytest.raises(TrustGap):
            trust.read(offered.files(), pinned=None, held=HELD)


def test_the_organisation_keeps_its_name_through_every_root_set() -> None:
    two = changed(HELD, (*ROOTS[:2], *STRANGERS[:2]), root_set(STRANGERS))
    three = changed(two, (*STRANGERS[:2], *ROOTS[:2]), root_set(ROOTS))
    names = {each.first_roots for each in (HELD, two, three)}
    assert names == {root_set().fingerprint}
    assert f"first_roots: {root_set().fingerprint}\n".encode() in two.files()["trust.txt"]
    fresh = trust.read_chain([two.files(), three.files()], pinned=root_set(STRANGERS), held=None)
    assert [each.first_roots for each in fresh] == [root_set().fingerprint] * 2


def test_not_even_all_roots_give_it_another_name() -> None:
    with pytest.raises(TrustMalformed):
        after(HELD, ROOTS, first_roots=root_set(STRANGERS).fingerprint)
    for said in ("", "AB" * 32, "ab"):
        with pytest.raises(TrustMalformed):
            trust.draft(replace(contents(), first_roots=said or "0"))
    with pytest.raises(TrustMalformed):
        trust.draft(contents(first_roots=root_set(STRANGERS).fingerprint))
