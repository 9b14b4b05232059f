"""What every screen is: a title, a column that scrolls, and a footer with one primary button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from intake_app.errors import IntakeError
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.jobs import VAULT, Job, Lane
from intake_app.gui.notices import Notice, Tone, of_error
from intake_app.gui.widgets import text
from intake_app.gui.widgets.buttons import ButtonKind, button
from intake_app.gui.widgets.file_chooser import FileChooser, Mode
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.page import Page
from intake_app.gui.widgets.saved_mark import SaveState

T = TypeVar("T")
_ANY_WIDTH = 16_777_215  # px; Qt's own «no limit»


class Screen(QWidget):
    """A page of the window, made anew at every visit so that nothing old stays in it."""

    navigate = Signal(str, object)  # screen id, params
    back = Signal()
    notice = Signal(object)  # Notice, or None to clear
    saved = Signal(object)  # SaveState, or None
    changed = Signal()  # title or state word changed

    screen_id: ClassVar[str] = ""
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "text"
    shows_header: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        now = theme.current()
        self.context = context
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.scroll_area = _scroll()
        holder = Page()
        row = QHBoxLayout(holder)
        row.setContentsMargins(now.space(5), now.space(5), now.space(5), now.space(5))
        column = QWidget()
        column.setMaximumWidth(now.measure(self.measure))
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(now.space(4))
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self.scroll_area.setWidget(holder)
        outer.addWidget(self.scroll_area, 1)
        self.footer = QWidget()
        self.footer.setObjectName("footer")
        self.footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons = FlowRow(gap=now.space(3))
        foot = QHBoxLayout(self.footer)
        self._foot_row = foot
        self._align_footer()
        self.scroll_area.verticalScrollBar().rangeChanged.connect(self._align_footer)
        foot.addStretch(1)
        foot.addWidget(self._buttons, 1000)
        foot.addStretch(1)
        outer.addWidget(self.footer)
        self.footer.hide()
        self.primary_button: QPushButton | None = None
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.press_primary)

    # -- what a screen fills in -------------------------------------------------------------

    def title(self) -> str:
        """Return the place's name for the header, in the active language."""
        return ""

    def state_word(self) -> str:
        """Return the record's state in one word for the header, or nothing."""
        return ""

    def enter(self, params: Params) -> None:
        """Fill the screen; called once, after it was put into the window."""

    def leave(self) -> bool:
        """Keep what must be kept; False where the person has to decide something first."""
        return True

    def lock_up(self) -> None:
        """Keep what can be kept without asking: the window is being locked or closed."""
        self.leave()

    def take_out(self) -> bytes:
        """Return what could not be saved, to be sealed while the vault is locked; or nothing."""
        return b""

    def put_back(self, words: bytes) -> None:
        """Take what `take_out` returned, before `enter`: the vault is open again."""

    def stores_nothing(self) -> bool:
        """True where nothing of the page is kept yet: the saved mark then says nothing."""
        return False

    def cancel(self) -> None:
        """Do what Esc means here; never destroys anything."""
        self.back.emit()

    def first_focus(self) -> QWidget | None:
        """Return the widget that has the focus at first, or None for the first in order."""
        return None

    # -- what a screen uses -----------------------------------------------------------------

    def add(self, *parts: QWidget | QLayout) -> None:
        """Append widgets or layouts to the column."""
        for part in parts:
            if isinstance(part, QLayout):
                self.body.addLayout(part)
            else:
                self.body.addWidget(part)

    def add_title(self, title: str, lead: str = "") -> None:
        """Append the screen's title and, under it, a sentence or two."""
        self.add(text.title(title))
        if lead:
            self.add(text.Label(lead, "lead"))

    def set_primary(
        self, label: str, on_click: Callable[[], object], *, name: str = "primary", icon: str = ""
    ) -> QPushButton:
        """Put the screen's one primary button into the footer, first in reading order."""
        self.primary_button = self._foot(button(label, on_click, kind="primary", icon=icon), name)
        focused = self.window().focusWidget()
        # A page that fills later would leave the focus on the header, where Enter goes back.
        if self.isVisible() and (focused is None or not self.isAncestorOf(focused)):
            self.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.primary_button

    def add_secondary(
        self,
        label: str,
        on_click: Callable[[], object],
        *,
        name: str,
        kind: ButtonKind = "secondary",
        icon: str = "",
    ) -> QPushButton:
        """Put another button into the footer."""
        return self._foot(button(label, on_click, kind=kind, icon=icon), name)

    def press_primary(self) -> None:
        """Press the primary button where it may be pressed."""
        if self.primary_button is not None and self.primary_button.isEnabled():
            self.primary_button.click()

    def go(self, screen_id: str, /, **params: Any) -> None:
        """Open another screen."""
        self.navigate.emit(screen_id, params)

    def speak(self, code: str) -> None:
        """Ask for the window in another language."""
        self.go("look", look=replace(theme.current().look, language=code))

    def tell(self, tone: Tone, what: str, hint: str = "") -> None:
        """Say something in the message bar."""
        self.notice.emit(Notice(tone, what, hint))

    def tell_error(self, error: IntakeError) -> None:
        """Say a known fault in the message bar."""
        self.notice.emit(of_error(error))

    def ask_path(
        self,
        mode: Mode,
        done: Callable[[list[Path]], object],
        *,
        suffixes: Sequence[str] = (),
    ) -> None:
        """Let the person choose a file or folder, on a drive first where there is one."""
        drives = getattr(self.context.desk, "drives", None)
        there = [drive.path for drive in drives()] if drives else []
        start = next((path for path in there if path.is_dir()), None)
        chooser = FileChooser(self, mode=mode, drives=drives, suffixes=suffixes, start=start)
        chooser.chosen.connect(done)
        chooser.open()

    def set_saved(self, state: SaveState | None) -> None:
        """Show the saved mark."""
        self.saved.emit(state)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[IntakeError], None] | None = None,
        lane: Lane = VAULT,
    ) -> Job[T]:
        """Run work off the window's thread; `done` is dropped when this screen is gone."""
        return self.context.jobs.run(
            work, done, failed=failed or self.tell_error, owner=self, lane=lane
        )

    # -- keys -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the primary button, Esc goes back, page keys scroll."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            # Enter on a focused button means that button, never another one.
            if isinstance(focused, QPushButton | QToolButton):
                focused.click()
            else:
                self.press_primary()
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._scroll_by(key)
        else:
            super().keyPressEvent(event)

    def _align_footer(self, *_range: int) -> None:
        """Let the buttons stand under the column also where a scroll bar narrows it."""
        now = theme.current()
        scroll_bar = self.scroll_area.verticalScrollBar()
        bar = scroll_bar.sizeHint().width() if scroll_bar.maximum() > 0 else 0
        spread = self.scroll_area.isHidden()  # panes stand in its place, from edge to edge
        bar = 0 if spread else bar
        edge, flat = now.space(4 if spread else 5), now.space(3)
        self._buttons.setMaximumWidth(_ANY_WIDTH if spread else now.measure(self.measure))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, right = (edge + bar, edge) if rtl else (edge, edge + bar)
        self._foot_row.setContentsMargins(left, flat, right, flat)

    def _scroll_by(self, key: int) -> None:
        bar = self.scroll_area.verticalScrollBar()
        step = bar.pageStep() if key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp} else 40
        down = key in {Qt.Key.Key_PageDown, Qt.Key.Key_Down}
        bar.setValue(bar.value() + (step if down else -step))

    def _foot(self, made: QPushButton, name: str) -> QPushButton:
        made.setObjectName(name)
        self._buttons.add(made)
        self._align_footer()
        self.footer.show()
        return made


def _scroll() -> QScrollArea:
    scroll = QScrollArea()
    scroll.setObjectName("scroll")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    # The screen's own page keys scroll; the area itself is no stop for Tab.
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll
