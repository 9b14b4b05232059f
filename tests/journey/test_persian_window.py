"""A real Persian text of many pages with real files, by window alone: identical to the byte."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from intake_app.clock import FixedClock
from intake_app.domain.narrative import text_of
from intake_app.domain.reading_back import agreed_text
from intake_app.gui.privacy import quiet_qt
from intake_app.gui.widgets.file_chooser import FileChooser
from intake_app.gui.widgets.paragraph_view import ParagraphView
from intake_app.services import archive_reading, demo_files, handing_over, interviewing
from intake_app.services.archive_reading import Record
from tests.gui.interview import hearing
from tests.gui.stage import settle
from tests.gui.test_trust_journey import choose, digits, found
from tests.gui.windows import Visitor, make_vault
from tests.journey.test_persian_statement import HARD, pages, real_photograph

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
quiet_qt(messages=True)

REACHED = "فقط از راه خواهرم، شب‌ها"


@dataclass
class Journey:
    """Both people in front of their windows, what was typed and what was brought."""

    interviewer: Visitor
    coordinator: Visitor
    stick: Path
    words: str
    files: dict[str, bytes]
    heard: int = 0
    record: Record | None = None


@pytest.fixture(scope="module")
def journey(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    folder = tmp_path_factory.mktemp("window")
    stick = folder / "stick"
    stick.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        people = []
        for role, language in (("coordinator", "en"), ("interviewer", "fa")):
            (folder / role).mkdir()
            patch.setenv("HOME", str(folder / role))
            visitor = Visitor(language, FixedClock(), stick=stick)
            make_vault(visitor, role)
            people.append(visitor)
        coordinator, interviewer = people
        files = {
            "عکسِ خانواده ۱۳۵۷ (اصل).jpg": real_photograph(),
            "نامه.pdf": demo_files.paper(("a letter", "of two lines")),
            "voice message 1.wav": demo_files.sound(20),
        }
        for name, content in files.items():
            (stick / name).write_bytes(content)
        made = Journey(interviewer, coordinator, stick, pages(12), files)
        enrol(made)
        hear(made)
        arrive(made)
        yield made
        for visitor in people:
            visitor.leave()


def enrol(made: Journey) -> None:
    """Found the organisation and put the interviewer's computer on its list."""
    coordinator, interviewer = made.coordinator, made.interviewer
    hearing.go(coordinator, "people")
    found(coordinator)
    choose(coordinator, "write_card")
    hearing.go(interviewer, "organisation")
    choose(interviewer, "primary", ".card")
    assert digits(interviewer) == digits(coordinator, "card_digits")
    interviewer.press("same")
    interviewer.type("label", "نسرین ۲")
    choose(interviewer, "primary")
    choose(coordinator, "primary", ".request")
    coordinator.press("same")
    choose(coordinator, "write_list")
    choose(interviewer, "primary", ".trust")
    assert interviewer.screen.state == "enrolled"


def hear(made: Journey) -> None:
    """From consent to the drive: half of the words are pasted, half typed a line at a time."""
    visitor = made.interviewer
    hearing.go(visitor, "home")
    visitor.press("primary")
    hearing.give_consent(visitor, "named_person", REACHED)
    hearing.say_who_is_here(visitor, "شاهد ۱۰۰۱")
    assert visitor.at == "interview"
    write(visitor, made.words)
    visitor.press("go_exhibits")
    hearing.take(visitor, "choose_files", list(made.files))
    for number, name in enumerate(sorted(made.files), 1):
        visitor.type(f"exhibit_{number}_caption", f"شرح {name}")
    visitor.press("primary")
    visitor.press("go_identity")
    visitor.type("identity_contact", "نشانی ساختگی")
    visitor.press("primary")
    assert visitor.screen.notes.editor.words() == made.words
    visitor.press("primary")
    made.heard = hearing.read_back(visitor)
    visitor.press("primary")
    hearing.seal(visitor, "مهر")
    hearing.hand_over(visitor)


def write(visitor: Visitor, words: str) -> None:
    """Put the words in: the first half from the clipboard, the rest by the input method."""
    editor = visitor.screen.notes.editor
    lines = words.split("\n")
    half = len(lines) // 2
    QGuiApplication.clipboard().setText("\n".join(lines[:half]))
    visitor.keys(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    for line in lines[half:]:
        visitor.keys(Qt.Key.Key_Return)
        if line:
            visitor.type("narrative", line)
    assert editor.words() == words


def arrive(made: Journey) -> None:
    """Bring the sealed files in at the coordinator's and open the statement's record."""
    visitor = made.coordinator
    hearing.go(visitor, "inbox")
    hearing.take(visitor, "primary", [path.name for path in made.stick.glob("*.age")])
    rows = visitor.screen.rows
    assert [row.row.verdict for row in rows] == ["accepted", "accepted"]
    named = [at for at, row in enumerate(rows) if row.row.kind == "statement"]
    visitor.screen.table.select(named[0])
    visitor.press("open_report")
    visitor.press("primary")
    assert visitor.at == "record"
    made.record = visitor.screen.record


def test_every_paragraph_was_read_back(journey: Journey) -> None:
    lines = [line for line in journey.words.split("\n") if line.strip()]
    assert len(lines) > 100
    assert journey.heard == len(lines)


def test_the_words_come_out_identical(journey: Journey) -> None:
    record = journey.record
    assert record is not None
    statement = record.statement
    assert statement is not None
    assert text_of(statement.narrative).encode() == journey.words.encode()
    assert agreed_text(statement.narrative, statement.read_back).encode() == journey.words.encode()
    assert statement.witness.pseudonym == "شاهد ۱۰۰۱"
    assert {each.name: each.caption for each in statement.exhibits} == {
        name: f"شرح {name}" for name in journey.files
    }


def test_the_words_that_are_shown_are_those(journey: Journey) -> None:
    journey.coordinator.screen.open_tab("statement")
    settle()
    shown = journey.coordinator.screen.pages["statement"].findChildren(ParagraphView)
    said = [view._plain for view in shown]
    assert said[: journey.heard] == [line for line in journey.words.split("\n") if line.strip()]


def test_the_files_come_out_identical(journey: Journey, tmp_path: Path) -> None:
    visitor, record = journey.coordinator, journey.record
    assert record is not None
    assert record.statement is not None
    visitor.screen.open_tab("files")
    settle()
    back = journey.stick / "back"
    back.mkdir()
    for number, each in enumerate(record.statement.exhibits, 1):
        assert each.sha256 == hashlib.sha256(journey.files[each.name]).hexdigest()
        visitor.press(f"copy_{number}")
        visitor.press(f"choose_{number}")
        chooser = visitor.screen.findChild(FileChooser)
        chooser.show_folder(back)
        chooser.take_button.click()
        settle()
        assert visitor.notice == "success"
    copies = sorted(path.read_bytes() for path in back.iterdir())
    assert copies == sorted(journey.files.values())


def test_how_to_reach_the_witness_came_apart(journey: Journey) -> None:
    record = journey.record
    assert record is not None
    assert record.statement is not None
    assert record.statement.consent.contact_rule == "named_person"
    session = journey.coordinator.desk.session
    who = archive_reading.identity(session, record.bundle.bundle_id)
    assert who is not None
    assert (who.contact, who.contact_rule) == ("نشانی ساختگی", REACHED)


def test_nothing_is_left_to_hand_over_and_no_draft(journey: Journey) -> None:
    visitor = journey.interviewer
    hearing.go(visitor, "home")
    names = [card.objectName() for card in visitor.screen.cards]
    assert names
    assert not [name for name in names if name.startswith("draft_")]
    assert {row.state for row in handing_over.outbox(visitor.desk.session)} == {"handed_over"}


@pytest.mark.parametrize("kind", HARD)
def test_hard_letters_stay_in_the_field_as_they_were_typed(journey: Journey, kind: str) -> None:
    visitor = journey.interviewer
    hearing.go(visitor, "home")
    visitor.press("primary")
    hearing.give_consent(visitor)
    hearing.say_who_is_here(visitor, "شاهد ۲")
    letters = HARD[kind]
    if kind == "line ends of other systems":
        letters = letters.split("\r")[0]
    visitor.type("narrative", letters)
    assert visitor.screen.notes.editor.words() == letters
    number = visitor.screen._statement_id
    hearing.go(visitor, "home")
    kept = interviewing.load(visitor.desk.session, number)
    assert text_of(kept.narrative) == letters
