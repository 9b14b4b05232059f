"""What versions follow on each other: order, gaps, forks, and the file that carries them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import trust
from intake_app.bundle.trust import TrustList
from intake_app.errors import (
    TrustError,
    TrustGap,
    TrustMalformed,
    TrustRollback,
)
from tests.bundle.an_organisation import (
    after,
    contents,
    first,
    root_set,
    signed,
)

FILES = signed(contents())
HELD = first()


def test_only_forward_and_without_gaps() -> None:
    second = after(HELD)
    third = after(second)
    for offered in (HELD, second):
        with pytest.raises(TrustRollback):
            trust.read(offered.files(), pinned=root_set(), held=second)
    with pytest.raises(TrustGap):
        trust.read(third.files(), pinned=root_set(), held=HELD)
    fork = after(HELD, issued="2026-11-25T09:00:00Z")
    with pytest.raises(TrustGap):
        trust.read(after(fork).files(), pinned=root_set(), held=second)


@pytest.fixture(name="chain")
def a_chain() -> list[TrustList]:
    chain = [HELD]
    for _ in range(3):
        chain.append(after(chain[-1]))
    return chain


def test_a_chain_brings_what_is_missing(chain: list[TrustList]) -> None:
    files = [each.files() for each in chain]
    for count in range(5):
        held = chain[count - 1] if count else None
        found = trust.read_chain(files, pinned=root_set(), held=held)
        assert found == chain[count:]
    assert trust.read_chain(files[2:], pinned=root_set(), held=chain[1]) == chain[2:]


def test_a_chain_with_a_fault_is_refused(chain: list[TrustList]) -> None:
    files = [each.files() for each in chain]
    fork = after(HELD, issued="2026-11-25T09:00:00Z").files()
    for broken, held, fault in (
        ([], None, TrustMalformed),
        (files[2:], HELD, TrustGap),
        (files[:2], chain[2], TrustRollback),
        ([files[0], files[2]], None, TrustGap),
        ([files[0], fork, *files[2:]], None, TrustGap),
        ([files[0], fork], chain[1], TrustGap),
        ([files[1], files[0]], None, TrustRollback),
        ([*files, fork], chain[3], TrustRollback),
    ):
        with pytest.raises(fault):
            trust.read_chain(broken, pinned=root_set(), held=held)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=6))
def test_no_order_of_offers_lowers_the_version(order: list[int]) -> None:
    files = [each.files() for each in _FIVE]
    held: TrustList | None = None
    for number in order:
        before = held.version if held else 0
        try:
            held = trust.read(files[number], pinned=root_set(), held=held)
        except TrustError:
            assert number + 1 <= before or number > before
        assert (held.version if held else 0) >= before


def _five() -> list[TrustList]:
    chain = [HELD]
    while len(chain) < 5:
        chain.append(after(chain[-1]))
    return chain


_FIVE = _five()


def test_pack_has_one_form() -> None:
    packed = trust.pack([FILES, after(HELD).files()])
    assert trust.unpack(packed) == [FILES, after(HELD).files()]
    for broken in (packed[:-512], packed + bytes(512), packed[:100] + b"x" + packed[101:], b""):
        with pytest.raises(TrustMalformed):
            trust.unpack(broken)


def test_a_chain_too_long_for_one_file_keeps_its_newest(chain: list[TrustList]) -> None:
    files = [each.files() for each in chain]
    assert trust.pack_newest(files) == trust.pack(files)
    whole = len(trust.pack(files))
    for limit, first_kept in ((whole - 1, 1), (whole // 2 + 2048, 2), (10, 3)):
        packed = trust.pack_newest(files, limit)
        assert trust.unpack(packed) == files[first_kept:]
        fresh = trust.read_chain(trust.unpack(packed), pinned=root_set(), held=None)
        assert fresh == chain[first_kept:]


def test_pack_refuses_other_folders_and_other_orders() -> None:
    from intake_app.bundle import ustar

    entries = [(f"trust-000001/{name}", data) for name, data in sorted(FILES.items())]
    assert trust.unpack(ustar.write_simple(entries)) == [FILES]
    for changed in (
        entries[::-1],
        [("trust-000002" + path[12:], data) for path, data in entries],
        [("trust-1" + path[12:], data) for path, data in entries],
        [*entries, ("other", b"")],
        [each for each in entries if not each[0].endswith("/trust.txt")],
        [],
    ):
        with pytest.raises(TrustMalformed):
            trust.read_chain(
                trust.unpack(ustar.write_simple(changed)), pinned=root_set(), held=None
            )
