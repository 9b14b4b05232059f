"""Root key files of several holders, each with its passphrase, for signing a trust list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.passphrase_field import PassphraseField
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import visible_controls

Ask = Callable[[Callable[[list[Path]], object]], object]


class RootKeyForm(QWidget):
    """As many files as must sign; `ask` lets the person choose one and tells its path."""

    def __init__(self, count: int, ask: Ask) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(3))
        column.addWidget(
            Label(_("The root key is not on this computer. Its holders sign here."), "body")
        )
        for number in range(1, count + 1):
            row = _Row(number, ask)
            self.rows.append(row)
            column.addWidget(row)

    def given(self) -> list[tuple[Path, bytearray]]:
        """Return files and passphrases, once: the fields are emptied. Missing ones are left out."""
        return [(row.path, row.words.take()) for row in self.rows if row.path is not None]

    def wipe(self) -> None:
        """Forget what was typed."""
        for row in self.rows:
            row.words.edit.wipe()


class _Row(Card):
    def __init__(self, number: int, ask: Ask) -> None:
        super().__init__()
        self.path: Path | None = None
        self._where = Elided("", "code", mode=Qt.TextElideMode.ElideMiddle)
        self._where.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        mark_data(self._where)
        self.add(Label(_("Root key file {number}", number=number), "label"))
        self.add(self._where)
        choose = button(
            _("Choose root key file {number}…", number=number),
            partial(ask, self.take),
            name=f"root_key_{number}",
        )
        self.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.words = PassphraseField(
            _("Passphrase of root key file {number}", number=number), name=f"root_words_{number}"
        )
        self.add(self.words)
        self._where.hide()

    def take(self, paths: list[Path]) -> None:
        """Take note of the chosen file."""
        self.path = paths[0]
        self._where.say(visible_controls(str(self.path)))
        self._where.show()
        self.words.edit.setFocus()
