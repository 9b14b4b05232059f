"""The files of a record: shown from memory where they are pictures, copied out only on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.exhibits import SHOWABLE, Exhibit
from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.passage_view import PassageView
from intake_app.gui.widgets.picture_view import PictureView, decoded
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import isolate, visible_controls
from intake_app.localization.numbers import size
from intake_app.localization.reference import coded_list
from intake_app.services.archive_reading import BundleFile
from intake_app.services.telling import Passage
from intake_app.services.telling_parts import Line

_PICTURE = QSize(720, 480)


class FilesPage(QWidget):
    """`picture_wanted` and `copy_wanted` tell the path of a file inside the bundle."""

    picture_wanted = Signal(str)
    copy_wanted = Signal(str)

    def __init__(self, files: Sequence[BundleFile], exhibits: Sequence[Exhibit]) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(4))
        told = {each.path: each for each in exhibits}
        self.cards: dict[str, FileCard] = {}
        for at, file in enumerate(
            each for each in files if each.role not in {"statement", "identity"}
        ):
            card = FileCard(file, told.get(file.path), at + 1)
            card.picture.connect(partial(self.picture_wanted.emit, file.path))
            card.copy.connect(partial(self.copy_wanted.emit, file.path))
            self.cards[file.path] = card
            self._column.addWidget(card)
        if not self.cards:
            self._column.addWidget(ToneLine("info", _("No files came with this statement.")))

    def show_picture(self, path: str, data: bytes | None) -> None:
        """Show the content of a picture under its name, or say that it cannot be shown."""
        self.cards[path].show_picture(data)


class FileCard(Card):
    """One file with what was told of it."""

    picture = Signal()
    copy = Signal()

    def __init__(self, file: BundleFile, told: Exhibit | None, number: int) -> None:
        super().__init__()
        self._name = visible_controls(file.name)
        heading = Label(_("File {number}: {name}", number=number, name=self._name), "heading")
        mark_data(heading)
        self.add(heading)
        self.add(Label(f"{type_word(file.media_type)} · {isolate(size(file.size))}", "soft"))
        lines = _lines(told) if told else ()
        if lines:
            facts = PassageView(Passage("", "document", "", lines), heading=False)
            mark_data(facts)
            self.add(facts)
        row = FlowRow(gap=theme.current().space(3))
        self.show_button = button(_("Show the picture"), self.picture.emit, name=f"show_{number}")
        self.show_button.setAccessibleName(_("Show the picture of file {number}", number=number))
        if file.media_type in SHOWABLE:
            row.add(self.show_button)
        self.copy_button = button(
            _("Save a copy…"), self._warn, kind="quiet", name=f"copy_{number}"
        )
        self.copy_button.setAccessibleName(_("Save a copy of file {number}", number=number))
        row.add(self.copy_button)
        self.add(row)
        self.warning = self._warning(number)
        self.add(self.warning)

    def show_picture(self, data: bytes | None) -> None:
        """Show a picture from memory."""
        image = decoded(data, _PICTURE) if data is not None else None
        self.show_button.hide()
        if image is None:
            self.add(ToneLine("warning", _("This picture cannot be shown here.")))
        else:
            self.column.addWidget(PictureView(image, self._name), 0, Qt.AlignmentFlag.AlignLeading)

    def _warn(self) -> None:
        self.warning.show()
        self.copy_button.hide()
        self._choose.setFocus()

    def _leave_it(self) -> None:
        self.warning.hide()
        self.copy_button.show()
        self.copy_button.setFocus()

    def _go_on(self) -> None:
        self._leave_it()
        self.copy.emit()

    def _warning(self, number: int) -> QWidget:
        self._choose = button(
            _("Choose where it goes"), self._go_on, kind="danger", name=f"choose_{number}"
        )
        leave = button(_("Do not copy"), self._leave_it, name=f"no_copy_{number}")
        card = Card(
            ToneLine(
                "warning",
                _("The copy leaves the vault: whoever holds the drive can open it."),
                _("That you made it is noted in the custody log."),
            ),
            FlowRow(self._choose, leave, gap=12),
            kind="sunk",
        )
        card.hide()
        return card


def type_word(media_type: str) -> str:
    """Return what kind of file this is, by how its content begins."""
    family = media_type.partition("/")[0]
    return {
        "application/pdf": _("PDF document"),
        "text/plain": _("Text"),
    }.get(media_type) or {
        "image": _("Picture"),
        "audio": _("Sound"),
        "video": _("Video"),
    }.get(family, _("File of another kind"))


def _lines(told: Exhibit) -> tuple[Line, ...]:
    language = active().code
    coded = (
        (_("Kind"), "exhibit_kinds", told.kind),
        (_("Original or copy"), "originality", told.original),
        (_("Where it comes from"), "exhibit_origins", told.origin),
    )
    lines = [
        Line(label, coded_list(name).label(code, language)) for label, name, code in coded if code
    ]
    words = (
        (_("Caption"), told.caption),
        (_("Made by"), told.made_by),
        (_("Handed over by"), told.handed_over_by),
        (_("Who holds the original"), told.holder),
    )
    lines += [Line(label, text, words=True) for label, text in words if text.strip()]
    return tuple(lines)
