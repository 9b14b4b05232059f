"""A field for a passphrase: read once, then overwritten; says what may lock people out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.widgets.text import Label
from intake_app.localization import languages
from intake_app.localization.catalogs import gettext as _

_LONGEST = 1024


class PassphraseEdit(QLineEdit):
    """The bare line: no copying, no suggestions, left to right for Latin words."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(_LONGEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setDragEnabled(False)
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._toggle)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._toggle(False)

    def take(self) -> bytearray:
        """Return what was typed as UTF-8, once: the field is overwritten and emptied.

        Copies that Qt and Python made on the way cannot all be reached; see the threat model.
        """
        taken = bytearray(self.text(), "utf-8")
        self.wipe()
        return taken

    def wipe(self) -> None:
        """Overwrite and empty the field."""
        self.setText("0" * len(self.text()))
        self.clear()
        # An echo-mode change throws the undo history of the line away.
        self._eye.setChecked(False)

    def copy(self) -> None:
        """Do nothing: a passphrase never reaches the clipboard."""

    def cut(self) -> None:
        """Do nothing: a passphrase never reaches the clipboard."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Swallow copy and cut, also where the words are shown."""
        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(
            QKeySequence.StandardKey.Cut
        ):
            event.accept()
            return
        super().keyPressEvent(event)

    def _toggle(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        says = _("Hide the passphrase") if shown else _("Show the passphrase")
        self._eye.setIcon(icons.icon("hide" if shown else "show", "text_soft"))
        self._eye.setToolTip(says)
        self._eye.setText(says)

    @property
    def eye(self) -> QAction:
        """The action that shows and hides the letters."""
        return self._eye


class PassphraseField(QWidget):
    """The line with its label, and under it what another keyboard would write differently."""

    edited = Signal()

    def __init__(self, label: str, *, name: str) -> None:
        super().__init__()
        now = theme.current()
        self.edit = PassphraseEdit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(label)
        self.edit.setMinimumWidth(min(360, now.measure("text") // 2))
        caption = Label(label, "label")
        caption.setBuddy(self.edit)
        self.note = Label("", "small")
        self.error = Label("", "body")
        self.error.setProperty("kind", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(1))
        for part in (caption, self.edit, self.note, self.error):
            column.addWidget(part)
        self.note.hide()
        self.error.hide()
        self.edit.textChanged.connect(self._look)
        self.edit.textEdited.connect(lambda _text: self.set_error(""))
        self.edit.installEventFilter(self)
        QGuiApplication.inputMethod().localeChanged.connect(self._look)

    def take(self) -> bytearray:
        """Return what was typed, once."""
        return self.edit.take()

    def set_error(self, text: str) -> None:
        """Show what is wrong under the field, or take it away."""
        self.error.say(text)
        self.error.setVisible(bool(text))
        self.edit.setAccessibleDescription(text or self.note.plain)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Look at the keyboard whenever the line is entered."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.KeyRelease}:
            self._look()
        return False

    def _look(self) -> None:
        text = self.edit.text()
        notes = []
        if text and any(each in text for each in "\u064a\u0643\u200c"):
            # Another keyboard writes these letters with other code points.
            notes.append(_("Some of these letters are written differently on other keyboards."))
        if text and text.isupper() and any(each.isalpha() for each in text):
            notes.append(_("Only capital letters: is Caps Lock on?"))
        language = keyboard_language()
        if language:
            notes.append(_("Keyboard: {language}", language=language))
        said = " ".join(notes)
        if said != self.note.plain:
            self.note.say(said)
            self.note.setVisible(bool(said))
        latin = not text or text[0].isascii()
        rtl = not latin
        self.edit.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        self.edited.emit()


def keyboard_language() -> str:
    """Return the keyboard's language by its own name, or nothing where Qt cannot tell."""
    code = QGuiApplication.inputMethod().locale().name().split("_")[0]
    return languages.registry()[code].endonym if code in languages.registry() else ""
