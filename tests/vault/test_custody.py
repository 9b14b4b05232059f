from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as driver

from intake_app.clock import FixedClock
from intake_app.crypto import chain
from intake_app.crypto.chain import GENESIS
from intake_app.errors import LogLineBroken, NotCanonical
from intake_app.vault.connection import open_db
from intake_app.vault.custody import JUMP_S, Custody
from intake_app.vault.meta import Meta
from intake_app.vault.vault import Vault
from tests.vault.making import fails_after, make


def events(vault: Vault) -> list[str]:
    return [each.event for each in Custody(vault).entries()]


def test_lines_chain_from_the_first(vault: Vault) -> None:
    custody = Custody(vault)
    assert custody.head().seq == 1
    head = custody.append("consent", "d1", uses=3, under_18=False, way="spoken")
    assert head == custody.head() == custody.verify()
    first, second = custody.entries()
    assert (first.event, first.prev) == ("vault.create", GENESIS)
    assert second.x == {"uses": 3, "under_18": False, "way": "spoken"}
    assert second.wall == "2026-11-24T09:00:00Z"
    assert chain.check(custody.lines()) == head
    assert custody.lines(1) == custody.lines()[1:]
    assert custody.hash_at(2) == head.hash
    assert custody.hash_at(0) == GENESIS
    assert custody.hash_at(3) is None


def test_a_line_stands_or_falls_with_its_deed(vault: Vault) -> None:
    custody = Custody(vault)
    before = custody.head()
    fails_after(vault, lambda: Meta(vault).put("deed", "1"), lambda: custody.append("settings"))
    assert custody.head() == before
    assert Meta(vault).get("deed") is None
    with vault.transaction():
        Meta(vault).put("deed", "1")
        custody.append("settings")
    assert custody.head().seq == before.seq + 1


def test_there_is_no_room_for_free_text(vault: Vault) -> None:
    custody = Custody(vault)
    for ref, x in (("two words", {}), ("", {"name": "دریا"}), ("", {"n": 1.5})):
        with pytest.raises(NotCanonical):
            custody.append("consent", ref, **x)
    with pytest.raises(NotCanonical):
        custody.append("unheard.of")
    assert events(vault) == ["vault.create"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE custody SET line = x'00'",
        "UPDATE custody SET seq = 7",
        "UPDATE OR REPLACE custody SET hash = 'x'",
        "DELETE FROM custody",
        "DELETE FROM custody WHERE seq = 1",
        "INSERT INTO custody VALUES (5, x'00', 'x')",
        "INSERT INTO custody VALUES (1, x'00', 'x')",
        "INSERT OR REPLACE INTO custody VALUES (1, x'00', 'x')",
        "REPLACE INTO custody VALUES (2, x'00', (SELECT hash FROM custody))",
        "INSERT INTO custody VALUES (NULL, x'00', 'x')",
        "INSERT INTO custody VALUES (0, x'00', 'x')",
        "INSERT INTO custody VALUES (1, x'00', 'x') ON CONFLICT (seq) DO UPDATE SET line = x'01'",
    ],
)
def test_lines_cannot_be_changed_taken_or_slipped_in(vault: Vault, statement: str) -> None:
    before = Custody(vault).lines()
    with pytest.raises(driver.IntegrityError):
        vault.db.run(statement)
    assert Custody(vault).lines() == before


def test_an_edit_behind_the_triggers_is_found_at_its_line(vault: Vault) -> None:
    custody = Custody(vault)
    for number in range(5):
        custody.append("settings", str(number))
    keys = vault._keys
    raw = open_db(vault.folder / "vault.db", keys.db, keys.db_salt)
    raw.run("DROP TRIGGER custody_no_update")
    raw.run(
        "UPDATE custody SET line = CAST(replace(line, ?, ?) AS BLOB) WHERE seq = 4",
        '"ref":"2"',
        '"ref":"9"',
    )
    raw.close()
    with pytest.raises(LogLineBroken) as caught:
        custody.verify()
    assert caught.value.params["seq"] == 4
    assert "log_line:4" in vault.check().problems


def test_a_kept_hash_that_is_not_its_lines_is_found(vault: Vault) -> None:
    Custody(vault).append("settings")
    keys = vault._keys
    raw = open_db(vault.folder / "vault.db", keys.db, keys.db_salt)
    raw.run("DROP TRIGGER custody_no_update")
    raw.run("UPDATE custody SET hash = 'ff' WHERE seq = 2")
    raw.close()
    with pytest.raises(LogLineBroken):
        Custody(vault).verify()


def test_a_clock_put_back_is_told_of(vault: Vault, clock: FixedClock) -> None:
    custody = Custody(vault)
    clock.advance(100)
    custody.append("settings")
    assert events(vault) == ["vault.create", "settings"]
    clock.set_wall(clock.now() - timedelta(hours=1))
    custody.append("settings")
    jump = custody.entries()[-2]
    assert (jump.event, jump.x) == ("clock.jump", {"by_s": -3600, "same_boot": True})
    clock.advance(5)
    custody.append("settings")
    assert events(vault)[-2:] == ["settings", "settings"]


def test_a_clock_put_forward_within_one_boot_is_told_of(vault: Vault, clock: FixedClock) -> None:
    clock.set_wall(clock.now() + timedelta(days=1))
    Custody(vault).append("settings")
    assert Custody(vault).entries()[-2].x == {"by_s": 86400, "same_boot": True}


def test_small_corrections_are_not_jumps(vault: Vault, clock: FixedClock) -> None:
    for shift in (1, -1, 2, -2):
        clock.set_wall(clock.now() + timedelta(seconds=shift))
        Custody(vault).append("settings")
    assert "clock.jump" not in events(vault)


def test_after_a_restart_only_going_back_is_a_jump(vault: Vault, clock: FixedClock) -> None:
    vault.clock = FixedClock(clock.now() + timedelta(days=3), boot="cc" * 16)
    Custody(vault).append("settings")
    assert "clock.jump" not in events(vault)
    vault.clock = FixedClock(clock.now(), boot="dd" * 16)
    Custody(vault).append("settings")
    assert Custody(vault).entries()[-2].x == {"by_s": -259200, "same_boot": False}


@given(st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(0, 1000)), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_log_chains_whatever_the_clock_does(
    vault: Vault, clock: FixedClock, moves: list[tuple[int, int]]
) -> None:
    custody = Custody(vault)
    for shift, passed in moves:
        clock.advance(passed)
        clock.set_wall(clock.now() + timedelta(seconds=shift))
        custody.append("settings")
    assert custody.verify() == custody.head()


STEPS = st.lists(
    st.tuples(st.integers(-400, 400), st.integers(0, 100), st.booleans()), min_size=1, max_size=8
)


@settings(deadline=None, max_examples=12)
@given(STEPS)
def test_whatever_the_clock_does_each_jump_is_told_of_once(
    steps: list[tuple[int, int, bool]],
) -> None:
    """Wall clock set, time passing, the computer started anew: the log stays whole and says so."""
    with tempfile.TemporaryDirectory() as folder:
        clock = FixedClock()
        vault = make(Path(folder) / "vault", clock)
        custody = Custody(vault)
        for number, (by_s, passed_s, restarted) in enumerate(steps):
            custody.append("settings")  # the reading that the next one is held against
            before = custody.head().seq
            clock.advance(passed_s)
            clock.set_wall(clock.now() + timedelta(seconds=by_s))
            if restarted:
                clock = FixedClock(clock.now(), boot=f"{number:032x}")
                vault.clock = clock
            custody.append("settings")
            told = [each.x for each in custody.entries(before) if each.event == "clock.jump"]
            moved = by_s + passed_s
            jumped = moved < -JUMP_S if restarted else abs(by_s) > JUMP_S
            wanted = {"by_s": moved if restarted else by_s, "same_boot": not restarted}
            assert told == ([wanted] if jumped else [])
        custody.verify()
        vault.close()
