"""Judging a bundle by what is held: its device's log, the time of its key, earlier deliveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle.description import BundleLink, ClockReading
from intake_app.bundle.known import TrustOnly
from intake_app.bundle.trust import TrustList
from intake_app.bundle.verifying import BundleVerifier
from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.crypto import chain
from intake_app.crypto.chain import Head
from intake_app.errors import BundleRefused
from tests.bundle.a_bundle import (
    BOOT,
    BUNDLE_ID,
    KEY,
    LINK,
    NOW,
    OTHER_ID,
    Holding,
    Parts,
    good,
    log_lines,
    seal_line,
    taken,
    trust,
    verified,
)
from tests.bundle.an_organisation import after, member, revoked
from tests.crypto.refusals import refused

LINES = Parts().lines
LATER = tuple(log_lines(8))


def _head(lines: tuple[bytes, ...]) -> Head:
    return Head(chain.parse(lines[-1]).seq, chain.hash_of(lines[-1]))


# The log.


def test_a_log_that_goes_on_where_we_stand() -> None:
    parts = Parts(lines=tuple(log_lines(3, after=_head(LINES))), after=_head(LINES))
    found = verified(parts.content(), Holding(lines=LINES))
    assert found.held == ""
    assert found.log_lines == parts.lines


@pytest.mark.parametrize("held", [0, 1, 4, 5])
def test_a_log_that_overlaps_with_ours(held: int) -> None:
    assert verified(good(), Holding(lines=LINES[:held])).held == ""


def test_a_log_without_a_new_line() -> None:
    parts = Parts(lines=(), after=_head(LINES))
    assert verified(parts.content(), Holding(lines=LINES)).held == ""


def test_missing_lines_before_the_first_are_a_gap() -> None:
    parts = Parts(lines=tuple(log_lines(3, after=_head(LINES))), after=_head(LINES))
    for held in (0, 4):
        found = verified(parts.content(), Holding(lines=LINES[:held]))
        assert found.held == "LOG_GAP"
        assert found.log_lines == parts.lines
        assert not found.alarm


@pytest.mark.parametrize("theirs", [1, 3, 5, 8])
def test_another_line_under_a_held_number_is_a_fork(theirs: int) -> None:
    other = tuple(log_lines(theirs, boot="c1" * 16))
    found = verified(good(), Holding(lines=other))
    assert found.held == "LOG_FORK"
    assert found.alarm
    assert found.log_lines == ()


def test_another_line_just_before_the_first_is_a_fork() -> None:
    parts = Parts(lines=tuple(log_lines(3, after=_head(LINES))), after=_head(LINES))
    other = tuple(log_lines(5, boot="c1" * 16))
    assert verified(parts.content(), Holding(lines=other)).held == "LOG_FORK"


def test_an_older_bundle_that_comes_late_is_welcome_if_the_log_tells_of_it() -> None:
    more = (*LINES, seal_line(_head(LINES), BUNDLE_ID))
    more = (*more, seal_line(_head(more), OTHER_ID))
    assert verified(good(), Holding(lines=more)).held == ""


def test_an_older_state_from_which_another_bundle_comes_is_a_rollback() -> None:
    more = (*LINES, seal_line(_head(LINES), OTHER_ID))
    found = verified(good(), Holding(lines=more))
    assert found.held == "LOG_ROLLBACK"
    assert found.alarm


def test_later_lines_that_tell_of_no_seal_prove_nothing() -> None:
    more = (*LINES, *log_lines(2, after=_head(LINES)))
    assert verified(good(), Holding(lines=more)).held == ""


def test_lines_that_fill_a_hole() -> None:
    class Holes(Holding):
        def device_hash(self, device: str, seq: int) -> str | None:
            return None if seq in (4, 5, 6) else super().device_hash(device, seq)

    parts = Parts(lines=LATER[3:6], after=_head(LATER[:3]))
    assert verified(parts.content(), Holes(lines=LATER)).held == ""
    unknown = Parts(lines=LATER[5:6], after=_head(LATER[:5]))
    assert verified(unknown.content(), Holes(lines=LATER)).held == "LOG_GAP"


def test_who_keeps_no_logs_compares_none() -> None:
    parts = Parts(lines=tuple(log_lines(3, after=_head(LINES))), after=_head(LINES))
    verifier = BundleVerifier(TrustOnly(trust(), trust().first_roots), now=NOW)
    verifier.write(parts.content())
    found = verifier.finish()
    assert (found.held, found.duplicate) == ("", False)


# Earlier deliveries.


def test_the_same_again_is_a_duplicate_and_is_not_judged_anew() -> None:
    digest = verified(good()).tagmanifest_sha256
    known = Holding(
        trust=_revoked_at("2026-11-25T00:00:00Z"),
        bundles={BUNDLE_ID: digest},
        lines=tuple(log_lines(8, boot="c1" * 16)),
    )
    found = verified(good(), known)
    assert found.duplicate
    assert (found.held, found.alarm) == ("", False)


def test_a_damaged_duplicate_is_refused() -> None:
    digest = verified(good()).tagmanifest_sha256
    with refused("PADDING_NONZERO"):
        verified(good()[:-1] + b"\1", Holding(bundles={BUNDLE_ID: digest}))


def test_another_content_under_a_known_id_is_an_alarm() -> None:
    found = verified(good(), Holding(bundles={BUNDLE_ID: "ab" * 32}))
    assert (found.held, found.alarm, found.duplicate) == ("ID_REUSED", True, False)


def test_the_gravest_reason_is_named_first() -> None:
    known = Holding(
        trust=_revoked_at("2026-11-26T00:00:00Z"),
        bundles={BUNDLE_ID: "ab" * 32},
        lines=tuple(log_lines(8, boot="c1" * 16)),
    )
    found = verified(good(), known)
    assert found.holds == ("ID_REUSED", "LOG_FORK", "SIGNER_REVOKED_UNDATED")


# The time of a key.


def _revoked_at(last: str) -> TrustList:
    others = [each for each in trust().devices if each.key != KEY.public]
    ours = next(each for each in trust().devices if each.key == KEY.public)
    devices = sorted([*others, revoked(ours, last)], key=lambda each: each.principal)
    return after(trust(), devices=tuple(devices))


def test_a_revoked_key_that_claims_a_trusted_time_is_held_for_people() -> None:
    found = verified(good(), Holding(trust=_revoked_at("2026-11-26T00:00:00Z")))
    assert found.held == "SIGNER_REVOKED_UNDATED"
    assert not found.alarm
    assert "TRUST_OLDER" in found.notes


def test_a_proof_from_before_the_last_trusted_time_counts() -> None:
    last = "2026-11-26T00:00:00Z"
    for shift, held in ((0, ""), (1, "SIGNER_REVOKED_UNDATED")):
        dated = parse_rfc3339(last) + timedelta(seconds=shift)
        assert verified(good(), Holding(trust=_revoked_at(last), dated=dated)).held == held


def test_a_revoked_key_that_claims_a_later_time_is_refused() -> None:
    with refused("SIGNER_REVOKED"):
        verified(good(), Holding(trust=_revoked_at("2026-11-25T06:00:00Z")))


def test_a_log_that_runs_past_the_last_trusted_time_betrays_a_claim() -> None:
    claims = Parts(said=(("sealed_at", "2026-11-25T06:00:00Z"),)).content()
    with refused("SIGNER_REVOKED"):
        verified(claims, Holding(trust=_revoked_at("2026-11-25T06:20:00Z")))


def test_a_device_that_had_read_of_its_revocation_is_refused() -> None:
    newer = _revoked_at("2026-11-26T00:00:00Z")
    knew = taken().described(trust={"sha256": newer.sha256, "version": newer.version}).pack()
    with refused("SIGNER_REVOKED"):
        verified(knew, Holding(trust=newer))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(-400, 400),
    st.integers(-400, 400),
    st.one_of(st.none(), st.integers(-400, 400)),
)
def test_no_claim_lets_a_revoked_key_in_without_proof(
    sealed_h: int, last_h: int, proven_h: int | None
) -> None:
    start = datetime(2026, 12, 15, tzinfo=UTC)
    sealed, last = (start + timedelta(hours=h) for h in (sealed_h, last_h))
    dated = None if proven_h is None else start + timedelta(hours=proven_h)
    content = taken().described(sealed_at=rfc3339(sealed)).pack()
    try:
        held = verified(content, Holding(trust=_revoked_at(rfc3339(last)), dated=dated)).held
    except BundleRefused as refusal:
        held = refusal.code
    proven = dated is not None and dated <= last
    assert held == (
        "" if proven else "SIGNER_REVOKED" if sealed > last else "SIGNER_REVOKED_UNDATED"
    )


def test_an_expired_key_is_judged_by_the_claimed_time_however_late_it_comes() -> None:
    years_later = datetime(2031, 1, 1, tzinfo=UTC)
    assert verified(good(), now=years_later).held == ""


def test_a_device_that_is_not_in_the_list_is_unknown() -> None:
    without = after(trust(), devices=(member("device", 2),))
    with refused("SIGNER_UNKNOWN"):
        verified(good(), Holding(trust=without))


# Notes.


def test_a_list_newer_than_the_senders_is_noted() -> None:
    renamed = after(trust(), org="Another name")
    assert verified(good(), Holding(trust=renamed)).notes == ("TRUST_OLDER",)


def test_other_recipients_are_noted() -> None:
    fewer = after(trust(), archive=())
    assert verified(good(), Holding(trust=fewer)).notes == ("RECIPIENTS_STALE", "TRUST_OLDER")


def test_links_that_lead_nowhere_yet_are_noted() -> None:
    parts = Parts(said=(("kind", "correction"), ("links", (LINK,))))
    content = parts.content()
    assert verified(content).notes == ("LINK_PENDING",)
    known = {OTHER_ID: LINK.tagmanifest_sha256}
    assert verified(content, Holding(bundles=known)).notes == ()
    assert verified(content, Holding(bundles={OTHER_ID: "cd" * 32})).notes == ("LINK_PENDING",)


def test_a_link_by_id_alone() -> None:
    link = BundleLink(rel="identity-of", bundle_id=OTHER_ID, tagmanifest_sha256="")
    content = Parts(files=(), said=(("kind", "identity"), ("links", (link,)))).content()
    assert verified(content).notes == ("LINK_PENDING",)
    assert verified(content, Holding(bundles={OTHER_ID: "ab" * 32})).notes == ()


def _clocked(**said: object) -> tuple[str, ...]:
    """Notes on a bundle whose second line's clocks are set otherwise."""
    lines = list(LINES[:1])
    for line in LINES[1:]:
        entry = replace(chain.parse(line), prev=chain.hash_of(lines[-1]))
        if len(lines) == 1:
            entry = replace(entry, **said)  # type: ignore[arg-type]
        lines.append(entry.line())
    return verified(Parts(lines=tuple(lines)).content()).notes


@pytest.mark.parametrize(
    "said",
    [
        {"wall": "2026-11-25T06:45:00Z"},
        {"wall": "2026-11-25T05:45:00Z"},
        {"wall": "2026-13-45T06:45:00Z"},
        {"mono_ms": 0},
        {"mono_ms": 2**53 - 1},
        {"wall": "2026-11-25T04:00:00Z", "boot": "c1" * 16},
    ],
)
def test_a_clock_that_jumps_is_noted(said: dict[str, object]) -> None:
    assert _clocked(**said) == ("CLOCK_ODD",)


@pytest.mark.parametrize(
    "said", [{}, {"wall": "2026-11-25T06:33:00Z"}, {"mono_ms": 3, "boot": "c1" * 16}]
)
def test_a_clock_that_is_only_set_right_is_not(said: dict[str, object]) -> None:
    assert _clocked(**said) == ()


def test_a_seal_out_of_its_time_is_noted() -> None:
    for sealed_at in ("2026-11-25T05:00:00Z", "2026-11-26T12:00:00Z"):
        assert verified(Parts(said=(("sealed_at", sealed_at),)).content()).notes == ("CLOCK_ODD",)
    ahead = NOW - timedelta(days=2)
    assert verified(good(), now=ahead).notes == ("CLOCK_ODD",)
    clock = ClockReading(grade="set-by-hand", mono_ms=1, boot=BOOT)
    assert verified(Parts(said=(("clock", clock),)).content()).notes == ("CLOCK_ODD",)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.datetimes(), st.integers(0, 2**53 - 1), st.booleans()), max_size=5))
def test_no_clock_stops_a_bundle(readings: list[tuple[datetime, int, bool]]) -> None:
    lines: list[bytes] = []
    head = chain.EMPTY
    for wall, mono_ms, same in readings:
        entry = chain.next_entry(
            head.seq,
            head.hash,
            event="consent",
            wall=rfc3339(wall.replace(tzinfo=UTC)),
            mono_ms=mono_ms,
            boot=BOOT if same else "c1" * 16,
        )
        lines.append(entry.line())
        head = Head(entry.seq, chain.hash_of(lines[-1]))
    found = verified(Parts(lines=tuple(lines)).content())
    assert found.held == ""
    assert found.log_lines == tuple(lines)
