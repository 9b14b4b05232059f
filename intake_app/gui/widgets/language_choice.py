"""The languages by their own names, without flags: a flag is a state, not a language."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from intake_app.gui import theme
from intake_app.localization import languages
from intake_app.localization.catalogs import active


class LanguageChoice(QWidget):
    """One button a language; `wanted` carries the code of another one than the present."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addStretch(1)
        self._group = QButtonGroup(self)
        for code, language in sorted(languages.registry().items(), reverse=True):
            choice = QPushButton(language.endonym)
            choice.setProperty("kind", "segment")
            choice.setObjectName(f"language_{code}")
            choice.setAccessibleName(language.endonym)
            choice.setCheckable(True)
            choice.setAutoDefault(False)
            choice.setChecked(code == active().code)
            choice.clicked.connect(partial(self._choose, code))
            self._group.addButton(choice)
            row.addWidget(choice)

    def _choose(self, code: str, _checked: bool = False) -> None:
        if code != active().code:
            self.wanted.emit(code)
