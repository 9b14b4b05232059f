"""What a witness allows today only ever becomes less, whatever comes in, and from whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import description as descriptions
from intake_app.bundle.description import Description
from intake_app.domain.consent import USES, Consent, UseAnswer
from intake_app.services import archive_reading, effective_consent, importing, withdrawing
from intake_app.vault.links import BundleLink
from tests.bundle.a_bundle import Taken
from tests.bundle.a_bundle import taken as taken_apart
from tests.services import making
from tests.services.making import Office, forged, opening
from tests.services.test_withdrawing import asked, making_ready


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


@pytest.fixture
def rival(office: Office) -> Office:
    """The same coordinator, and another enrolled device whose holder lies."""
    other = office.people.person("interviewer")
    office.people.enrol(office.coordinator, other, "other laptop")
    office.people.clock.advance(60)
    return Office(office.people, office.coordinator, other)


def bring(office: Office, *files: Path) -> None:
    for each in files:
        assert importing.import_file(office.coordinator, each).verdict == "accepted"


def allowed(office: Office, bundle_id: str) -> set[str]:
    record = archive_reading.open_record(office.coordinator, bundle_id)
    assert record.consent_now is not None
    return set(record.consent_now.allowed)


def withdrawn(office: Office) -> set[str]:
    rows = archive_reading.bundles(office.coordinator)
    return {each.bundle_id for each in rows if each.is_withdrawn}


def naming(rival: Office, bundle_id: str, rel: str, target: str, target_tagmanifest: str) -> Path:
    """A bundle of the rival that names somebody else's, dated far ahead."""

    def point(taken: Taken) -> Taken:
        link = {"rel": rel, "bundle_id": target, "tagmanifest_sha256": target_tagmanifest}
        return taken.described(links=[link], sealed_at="2026-11-24T23:00:00Z")

    return forged(rival, bundle_id, point)


def test_a_withdrawal_counts_for_the_whole_testimony_in_any_order(office: Office) -> None:
    first = office.seal()
    second = office.later(first, "correction", "corrects")
    third = office.later(second, "addition", "adds_to")
    back = office.withdraw(third)
    bring(office, office.copy(back))
    for each in (third, first, second):
        bring(office, office.copy(each))
    for each in (first, second, third):
        assert allowed(office, each) == set()
    assert withdrawn(office) == {first, second, third}


def test_not_now_in_a_withdrawal_takes_back_too(office: Office) -> None:
    first = office.seal()
    consent = asked(opening().consent, share_court="not_now", publish_named="no")
    made = withdrawing.withdrawal(office.device, first, replace(opening(), consent=consent))
    bring(office, office.copy(first), office.copy(office.close(made.statement_id)))
    assert set(USES) - allowed(office, first) == {"share_court", "publish_named"}


def test_a_plain_no_in_a_later_correction_counts_for_what_it_corrects(office: Office) -> None:
    first = office.seal()
    consent = asked(opening().consent, share_court="no", publish_named="not_now")
    made = withdrawing.correction(
        office.device, first, "addition", replace(opening(), consent=consent)
    )
    second = office.close(making_ready(office, made.statement_id, "و این را هم گفت."))
    bring(office, office.copy(first), office.copy(second))
    assert set(USES) - allowed(office, first) == {"share_court"}
    # What came before does not take from what the same device sealed after it.
    assert allowed(office, second) == set(consent.allowed)


def test_another_device_cannot_give_back_what_was_taken(office: Office, rival: Office) -> None:
    first = office.seal()
    back = office.withdraw(first)
    bring(office, office.copy(first), office.copy(back))
    assert allowed(office, first) == set()
    hashes = {each: office.row(each).tagmanifest_sha256 for each in (first, back)}
    for rel in ("corrects", "adds-to", "part-of", "withdraws"):
        for target in (first, back):
            wide = rival.seal(f"{rel} {target}")
            bring(office, naming(rival, wide, rel, target, hashes[target]))
            assert allowed(office, first) == set(), (rel, target)
            if rel != "withdraws" and target == first:
                # Nor does it count itself: it says that it belongs to what was taken back.
                assert allowed(office, wide) == set(), rel


def test_another_device_can_only_take(office: Office, rival: Office) -> None:
    """A withdrawal that another device brings counts, in doubt; what is told anew stands."""
    first = office.seal()
    bring(office, office.copy(first))
    lie = withdrawing_by_rival(rival)
    bring(office, naming(rival, lie, "withdraws", first, office.row(first).tagmanifest_sha256))
    assert allowed(office, first) == set()
    anew = office.seal("از نو")
    bring(office, office.copy(anew))
    assert allowed(office, anew) == set(USES)


def withdrawing_by_rival(rival: Office) -> str:
    return rival.withdraw(rival.seal("its own"))


# -- without vaults: any set of links, any answers, any order ------------------------------------


def answering(use: str, word: str) -> UseAnswer:
    return UseAnswer(use=use, answer=word)  # type: ignore[arg-type]


IDS = [f"{number:032x}" for number in range(6)]
ANSWERS = st.sampled_from(["yes", "no", "not_now"])
CONSENTS = st.lists(ANSWERS, min_size=len(USES), max_size=len(USES)).map(
    lambda words: msgspec.structs.replace(
        opening().consent,
        uses=tuple(answering(use, word) for use, word in zip(USES, words, strict=True)),
    )
)
LINKS = st.lists(
    st.builds(
        BundleLink,
        st.sampled_from(IDS),
        st.sampled_from(["corrects", "adds-to", "part-of", "withdraws", "identity-of"]),
        st.sampled_from(IDS),
    ),
    max_size=8,
)
SEALED = st.dictionaries(
    st.sampled_from(IDS),
    st.tuples(CONSENTS, st.sampled_from(["device-0000000a", "device-0000000b"]), st.integers(1, 9)),
)
Sealing = tuple[Consent, str, int]


@lru_cache
def base() -> Description:
    return descriptions.decode(taken_apart().of("bundle.json"))


def describing(sealed: dict[str, Sealing]) -> Callable[[str], Description | None]:
    def describe(bundle_id: str) -> Description | None:
        if bundle_id not in sealed:
            return None
        _consent, signer, seq = sealed[bundle_id]
        log = msgspec.structs.replace(base().log, seq=seq)
        return msgspec.structs.replace(base(), signer=signer, log=log)

    return describe


def now(bundle_id: str, links: Sequence[BundleLink], sealed: dict[str, Sealing]) -> set[str]:
    describe = describing(sealed)
    back = effective_consent.withdrawals(bundle_id, links, describe)
    later = effective_consent.later_parts(bundle_id, links, describe)
    said = [[sealed[each][0] for each in ids if each in sealed] for ids in (back, later)]
    return set(effective_consent.after(sealed[bundle_id][0], *said).allowed)


@settings(max_examples=300, deadline=None)
@given(LINKS, SEALED, st.sampled_from(IDS))
def test_it_is_never_more_than_was_said(
    links: list[BundleLink], sealed: dict[str, Sealing], bundle_id: str
) -> None:
    if bundle_id in sealed:
        assert now(bundle_id, links, sealed) <= set(sealed[bundle_id][0].allowed)


@settings(max_examples=300, deadline=None)
@given(LINKS, SEALED, st.sampled_from(IDS), CONSENTS, LINKS, st.integers(1, 9))
def test_nothing_that_another_device_adds_makes_it_more(
    links: list[BundleLink],
    sealed: dict[str, Sealing],
    bundle_id: str,
    wide: Consent,
    more: list[BundleLink],
    seq: int,
) -> None:
    if bundle_id not in sealed:
        return
    before = now(bundle_id, links, sealed)
    theirs = "f" * 32
    own = [replace(each, bundle_id=theirs) for each in more]
    with_it = {**sealed, theirs: (wide, "device-0000000c", seq)}
    assert now(bundle_id, [*links, *own], with_it) <= before


def test_the_order_in_which_links_are_held_does_not_matter() -> None:
    links = [
        BundleLink(IDS[1], "corrects", IDS[0]),
        BundleLink(IDS[2], "adds-to", IDS[1]),
        BundleLink(IDS[3], "withdraws", IDS[2]),
    ]
    no = asked(opening().consent, **dict.fromkeys(USES, "no"))
    sealed = {
        each: (opening().consent if at < 3 else no, "device-0000000a", at + 1)
        for at, each in enumerate(IDS[:4])
    }
    for order in permutations(links):
        assert now(IDS[0], order, sealed) == set()
        assert effective_consent.withdrawn(order, describing(sealed)) == set(IDS[:3])
