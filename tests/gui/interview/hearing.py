"""What an interviewer does on the screens, from consent to the drive, with keys and clicks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from intake_app.domain.consent import USES
from intake_app.gui.widgets.file_chooser import FileChooser
from tests.gui.stage import settle
from tests.gui.windows import Visitor


def go(visitor: Visitor, screen_id: str) -> None:
    """Open a screen as if a button led there."""
    assert visitor.window.show_screen(screen_id, {})
    settle()


def give_consent(visitor: Visitor, rule: str = "agreed_times", words: str = "") -> None:
    """Answer every question with yes and go on; the page asked is the consent."""
    visitor.screen.questions[0].answers.setFocus()
    for _use in USES:
        visitor.keys(Qt.Key.Key_Y)
    visitor.press(f"contact_rule_{rule}")
    if words:
        visitor.type("contact_words", words)
    visitor.press("primary")


def say_who_is_here(visitor: Visitor, pseudonym: str) -> None:
    """Put this pseudonym in the place of the proposed one, and begin."""
    field = visitor.find("pseudonym")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    visitor.type("pseudonym", pseudonym)
    visitor.press("primary")


def take(visitor: Visitor, button: str, names: Sequence[str]) -> None:
    """Press a button that asks for files, and take those of these names in the real chooser."""
    visitor.press(button)
    chooser = visitor.screen.findChild(FileChooser)
    chooser.places.itemActivated.emit(chooser.places.item(chooser.places.count() - 1))  # the drive
    shown = [chooser.names.item(row) for row in range(chooser.names.count())]
    for item in shown:
        path: Path = item.data(Qt.ItemDataRole.UserRole).path
        item.setSelected(path.name in names)
    assert len(chooser.names.selectedItems()) == len(names)
    chooser.take_button.click()
    settle()


def read_back(visitor: Visitor) -> int:
    """Agree to everything with Space, say who read, agree to the whole; return the paragraphs."""
    visitor.press("who_reads_interviewer")
    heard = 0
    while visitor.screen.stage == "reading":
        visitor.keys(Qt.Key.Key_Space)
        heard += 1
    visitor.press("primary")
    return heard


def seal(visitor: Visitor, word: str) -> None:
    """Type the word that confirms, and seal."""
    visitor.type("seal_word", word)
    visitor.press("primary")
    assert visitor.at == "sealed", visitor.notice


def hand_over(visitor: Visitor) -> None:
    """Copy what is sealed to the one drive there is."""
    visitor.press("primary")
    visitor.press("drive_0")
    visitor.press("primary")
    visitor.find("safe_to_remove")
