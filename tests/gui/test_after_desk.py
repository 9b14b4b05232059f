"""The coordinator's desk: taking in, deciding, reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from intake_app.gui.screens.inbox import Inbox
from intake_app.gui.screens.record import Record
from intake_app.gui.screens.report import Report
from intake_app.gui.theme import Look
from intake_app.services import handing_over, importing, sealing
from intake_app.services.inbox_list import found, listed
from tests.gui.after_world import agree, hear_witness
from tests.gui.fixtures.after import huge_inbox
from tests.gui.fixtures.fixture import Fixture
from tests.gui.stage import Stage
from tests.gui.typing_text import type_text
from tests.gui.world import Place, World


@pytest.fixture(scope="module", params=["fa", "en"])
def stage(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    made = Stage(world, Look(request.param))
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Place:
    return world.place("archive")


def _record(office: Place, name: str) -> Fixture:
    bundle_id = office.notes[name]
    return Fixture("record", "test", vault="archive", params=lambda _: {"bundle_id": bundle_id})


def test_dropped_files_are_checked_and_counted(stage: Stage, office: Place, tmp_path: Path) -> None:
    device = office.world.place("joined")
    made = hear_witness(device.session, "statement-second-fa")
    agree(device.session, made)
    ids = [each.bundle_id for each in sealing.seal(device.session, made).bundles]
    handing_over.hand_over(device.session, tmp_path, bundle_ids=ids)
    (tmp_path / f"{'0' * 32}.age").write_bytes(b"no bundle")
    with stage.showing(Fixture("inbox", "test", vault="archive")) as shown:
        screen: Inbox = shown.screen  # type: ignore[assignment]
        before = len(screen.rows)
        screen.drop.dropped.emit([tmp_path, tmp_path / "gone.age"])
        counts = screen.queue.counts
        assert (counts.accepted, counts.refused, screen.queue.missing) == (len(ids), 1, 1)
        assert len(screen.rows) == before + len(ids) + 1
        screen.drop.dropped.emit([tmp_path])
        assert screen.queue.counts.duplicate == len(ids)
        assert not screen.queue.running


def test_what_needs_eyes_stands_first_and_enter_opens_it(stage: Stage, office: Place) -> None:
    with stage.showing(Fixture("inbox", "test", vault="archive")) as shown:
        screen: Inbox = shown.screen  # type: ignore[assignment]
        assert screen.rows[0].row.alarm
        ranks = [row.row.waits for row in screen.rows]
        assert ranks == sorted(ranks, reverse=True)
        screen.table.select(0)
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
        assert shown.window.visit()[1] == ("report", {"item_id": screen.rows[0].row.item_id})


def test_search_finds_any_spelling(stage: Stage, office: Place) -> None:
    rows = listed(huge_inbox(200))
    assert len(found(rows, "نسرين ۲")) == len(found(rows, "نسرین 2")) > 0
    assert {row.row.pseudonym for row in found(rows, "نسرین")} == {"نسرین ۲"}
    assert found(rows, "nobody of that name") == []


def test_before_an_organisation_the_way_leads_to_founding(stage: Stage) -> None:
    with stage.showing(Fixture("inbox", "test", vault="coordinator")) as shown:
        shown.screen.press_primary()
        assert shown.window.visit()[1][0] == "people"


def test_no_decision_without_a_reason(stage: Stage, office: Place) -> None:
    waiting = [row for row in importing.inbox(office.session) if row.waits and row.alarm]
    item_id = waiting[0].item_id
    fixture = Fixture("report", "test", vault="archive", params=lambda _: {"item_id": item_id})
    with stage.showing(fixture) as shown:
        screen: Report = shown.screen  # type: ignore[assignment]
        screen.refuse_button.click()
        assert screen.reason_field.error.plain
        type_text(screen.reason, "با فرستنده رودررو حرف زدیم")
        screen.refuse_button.click()
        assert shown.window.visit()[1][0] == "report"
        assert not shown.window.screen_.report.waits  # type: ignore[union-attr]
    row = next(row for row in importing.inbox(office.session) if row.item_id == item_id)
    assert row.decision == "rejected"


def test_consent_is_always_in_view_and_links_lead_both_ways(stage: Stage, office: Place) -> None:
    with stage.showing(_record(office, "first")) as shown:
        screen: Record = shown.screen  # type: ignore[assignment]
        assert screen.record is not None
        assert screen.record.withdrawn_by == (office.notes["withdrawal"],)
        assert screen.state_word()
        screen.go("record", bundle_id=office.notes["correction"])
        other: Record = shown.window.screen_  # type: ignore[assignment]
        assert other.record is not None
        assert other.record.corrects == (office.notes["first"],)


def test_identity_opens_only_on_purpose_and_is_noted(stage: Stage, office: Place) -> None:
    with stage.showing(_record(office, "first")) as shown:
        screen: Record = shown.screen  # type: ignore[assignment]
        screen.open_tab("identity")
        last = office.session.custody.entries()[-1]
        assert last.x.get("kind") != "identity"
        screen.pages["identity"].open_button.click()  # type: ignore[attr-defined]
        last = office.session.custody.entries()[-1]
        assert (last.event, last.x["kind"]) == ("view", "identity")


def test_a_copy_is_warned_of_and_noted(stage: Stage, office: Place, tmp_path: Path) -> None:
    with stage.showing(_record(office, "first")) as shown:
        screen: Record = shown.screen  # type: ignore[assignment]
        screen.open_tab("files")
        page = screen.pages["files"]
        path, card = next(iter(page.cards.items()))  # type: ignore[attr-defined]
        card.copy_button.click()
        assert not card.warning.isHidden()
        screen._save_copy(path, [tmp_path])
        assert len(list(tmp_path.iterdir())) == 1
    last = office.session.custody.entries()[-1]
    assert (last.event, last.x["what"]) == ("export", "file")


def test_a_picture_is_shown_from_memory(stage: Stage, office: Place) -> None:
    with stage.showing(_record(office, "first")) as shown:
        screen: Record = shown.screen  # type: ignore[assignment]
        screen.open_tab("files")
        pictures = [
            card
            for card in screen.pages["files"].cards.values()  # type: ignore[attr-defined]
            if not card.show_button.isHidden()
        ]
        assert pictures
        pictures[0].show_button.click()
        assert pictures[0].show_button.isHidden()
