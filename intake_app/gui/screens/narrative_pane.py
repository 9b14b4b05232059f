"""The witness's words with the few tools they need: direction, half-space, size, all the room."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.buttons import icon_button
from intake_app.gui.widgets.narrative_edit import NarrativeEdit
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext


class NarrativePane(QWidget):
    """`alone` tells that the words want all the room, or share it again."""

    alone = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        now = theme.current()
        self.setMinimumWidth(round(now.measure("narrow") * 0.6))
        self.editor = NarrativeEdit()
        self.editor.setMinimumHeight(now.measure("target") * 2)
        self.editor.setAccessibleName(_("The witness's words"))
        self.editor.setPlaceholderText(
            _("Write what the witness says, in their own words. Everything is saved by itself.")
        )
        self.title = Label(_("The witness's words"), "heading")
        self.counted = Label("", "small")
        self.alone_button = icon_button(
            "guide", _("Hide the guide (F11)"), self.toggle_alone, name="alone"
        )
        self.alone_button.setCheckable(True)
        self._tools = QWidget()
        top = QHBoxLayout(self._tools)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(now.space(1))
        top.addWidget(self.title, 1000)
        top.addStretch(1)
        for tool in (
            icon_button(
                "turn", _("Turn the paragraph round (Ctrl+Shift)"), self.editor.turn_round,
                name="turn",
            ),
            icon_button(
                "half-space", _("Half-space (Shift+Space)"), self.editor.type_half_space,
                name="half_space",
            ),
            icon_button(
                "smaller", _("Smaller letters (Ctrl+-)"), partial(self.larger, -1), name="smaller"
            ),
            icon_button(
                "larger", _("Larger letters (Ctrl++)"), partial(self.larger, 1), name="larger"
            ),
            self.alone_button,
        ):  # fmt: skip
            top.addWidget(tool)
        column = QVBoxLayout(self)
        edge = now.space(4)
        column.setContentsMargins(edge, now.space(3), edge, now.space(2))
        column.setSpacing(now.space(2))
        column.addWidget(self._tools)
        column.addWidget(self.editor, 1)
        column.addWidget(self.counted)
        self._counted = -1
        self.editor.edited.connect(self.count)
        self.count()

    def larger(self, steps: int) -> None:
        """Make the letters larger or smaller."""
        self.editor.larger(steps)
        self.editor.setFocus()

    def toggle_alone(self) -> None:
        """Give the words all the room, or share it with the guide again."""
        self.set_alone(alone=not self._alone)

    _alone = False

    def set_alone(self, *, alone: bool) -> None:
        """Say whether the words have all the room."""
        if alone == self._alone:
            self.alone_button.setChecked(alone)
            return
        self._alone = alone
        self.alone_button.setChecked(alone)
        says = _("Show the guide (F11)") if alone else _("Hide the guide (F11)")
        self.alone_button.setToolTip(says)
        self.alone_button.setAccessibleName(says)
        self.alone.emit(alone)
        self.editor.setFocus()

    def show_tools(self, shown: bool) -> None:
        """Leave the tools to their keys where the words would have no line left."""
        self._tools.setVisible(shown)

    def save_room(self, narrow: bool) -> None:
        """Leave out what is said elsewhere where there is little room."""
        self.title.setVisible(not narrow)
        self.counted.setVisible(not narrow)
        self.alone_button.setVisible(not narrow)

    def count(self) -> None:
        """Say how much there is; cheap enough for every key."""
        document = self.editor.document()
        letters = document.characterCount() - 1
        paragraphs = document.blockCount() if letters else 0
        if paragraphs != self._counted:
            self._counted = paragraphs
            self.counted.say(ngettext("{n} paragraph", "{n} paragraphs", paragraphs))
