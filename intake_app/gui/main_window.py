"""The window: a shell round one screen at a time. Its title is neutral, it has no menus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from intake_app.errors import IntakeError
from intake_app.gui import clipboard, focus, lying_over, notices, theme
from intake_app.gui.aside import Aside, leaving, place_of
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import Opened
from intake_app.gui.header import Header
from intake_app.gui.idle import IdleLock
from intake_app.gui.navigation import REGISTRY, Row, home_of
from intake_app.gui.notices import Notice, of_error
from intake_app.gui.screens.screen import Screen
from intake_app.gui.settings_table import look_of, value
from intake_app.gui.widgets.notice_bar import NoticeBar
from intake_app.gui.widgets.saved_mark import SaveState
from intake_app.localization.catalogs import gettext as _
from intake_app.services import waiting_words

Visit = tuple[str, Params]
NAME = "Intake"


class MainWindow(QWidget):
    """Shows screens, remembers the way back, locks. `look_wanted` asks for a rebuilt window."""

    look_wanted = Signal(object)  # theme.Look
    screen_shown = Signal(str)
    hidden_with_words = Signal()

    def __init__(self, context: Context, registry: Mapping[str, Row] = REGISTRY) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setStyleSheet(theme.current().style_sheet())
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(NAME)
        self.setMinimumSize(900, 560)
        self._context = context
        self._registry = registry
        self._history: list[Visit] = []
        self._now: Visit = ("", {})
        self.opened: Opened | None = None
        self.screen_: Screen | None = None
        self._aside: Aside | None = None
        self.header = Header()
        self.notices = NoticeBar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._notice_holder = _padded(self.notices)
        self._column.addWidget(self._notice_holder)
        self._holder = QVBoxLayout()
        self._column.addLayout(self._holder, 1)
        self.header.back.connect(self.go_back)
        self.header.lock.connect(self.lock)
        self.header.settings.connect(lambda: self.show_screen("settings", {}))
        self.header.help.connect(self._help)
        self.header.leave.connect(self.quick_exit)
        self.idle = IdleLock(self.lock, busy=self._is_busy)
        for keys, action in (
            ("Ctrl+L", self.lock),
            ("Ctrl+Q", self.quick_exit),
            ("F1", self._help),
            ("Alt+Left", self.go_back),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # -- screens ----------------------------------------------------------------------------

    def show_screen(self, screen_id: str, params: Params, *, remember: bool = True) -> bool:
        """Leave the present screen and open another; False where the present one refuses."""
        if self.screen_ is not None and not self.screen_.leave():
            return False
        if remember and self._now[0]:
            self._history.append(self._now)
        self._open(screen_id, params)
        return True

    def go_back(self) -> None:
        """Open the screen that was shown before."""
        if self._history and (self.screen_ is None or self.screen_.leave()):
            self._open(*self._history.pop())

    def visit(self) -> tuple[list[Visit], Visit]:
        """Return the way that led here, for a window that is rebuilt."""
        return list(self._history), self._now

    def revisit(self, history: list[Visit], now: Visit) -> None:
        """Go on where another window stood."""
        self._history = history
        self._open(*now)

    def clear(self) -> None:
        """Take the screen away without asking it anything."""
        self._drop_screen()

    def say(self, notice: Notice | None) -> None:
        """Show a notice, or take it away."""
        if notice is None:
            self.notices.clear()
        else:
            self.notices.say(notice)
        self._notice_holder.setVisible(notice is not None)

    # -- open, lock, leave --------------------------------------------------------------------

    def enter_vault(self, opened: Opened, *, first: Visit | None = None) -> None:
        """Take note of an open vault: its owner's look, the idle lock, the first screen."""
        if self._aside is not None:
            self._ask_back(self._aside, opened)
            return
        self.opened = opened
        home: Visit = (home_of(opened.role), {})
        screen_id, params = first or home
        self._history = [] if screen_id == home[0] else [home]
        self._now = ("", {})
        wanted = look_of(opened.settings, theme.current().look)
        self.start_idle(opened.settings)
        if wanted == theme.current().look:
            self._open(screen_id, params)
            if opened.practice is not None:
                self.say(notices.of_practice(opened.practice))
        else:
            self._now = (screen_id, params)
            self.look_wanted.emit(wanted)

    def start_idle(self, settings: Mapping[str, str]) -> None:
        """Count down as the settings say."""
        self.idle.start(60 * int(value(settings, "idle_minutes")))

    def lock(self) -> None:
        """Keep what is on the screen, forget the keys and ask for the passphrase."""
        if self.opened is None:
            return
        after, folder = self._now, self.opened.folder
        self._put_away()
        self.opened = None
        self._history = []
        self.idle.stop()
        clipboard.shared().clear()
        self._close_vault()
        unsaved = self._aside is not None
        self._open("unlock", {"after": after, "folder": folder, "locked": True, "unsaved": unsaved})

    def quick_exit(self) -> None:
        """Be gone at once: the window first, then the keys, then the process.

        Where words wait that no save took, the process stays, locked and out of sight: who is in
        the room comes before the words. They are asked about when the program is started again.
        """
        self.hide()
        lying_over.clear(self)
        if self._aside is None:
            self._put_away()
            if self._aside is not None:
                self.lock()
        self._context.jobs.cancel_all()
        clipboard.shared().clear()
        if not self._may_leave():
            self.hidden_with_words.emit()
            return
        self._drop_screen()
        QTimer.singleShot(0, QApplication.quit)

    def crash(self) -> None:
        """Show the crash page and lock; nothing of the fault is shown or kept."""
        screen, self.screen_ = self.screen_, None
        self._aside = None
        if screen is not None:
            screen.hide()
            screen.deleteLater()
        self.opened = None
        self._history = []
        self.idle.stop()
        clipboard.shared().clear()
        lying_over.clear(self)
        self._close_vault()
        self._open("crash", {})

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk the screen first, then the message and the header."""
        inside = [] if self.screen_ is None else [self.screen_]
        way = focus.stops(*inside, self._notice_holder, self.header)
        return focus.move(way, self.focusWidget(), forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the screen first; a screen that has to decide something keeps the window open."""
        if (self.screen_ is not None and not self.screen_.leave()) or not self._may_leave():
            event.ignore()
            return
        clipboard.shared().clear()
        super().closeEvent(event)

    # -- inside -------------------------------------------------------------------------------

    def _open(self, screen_id: str, params: Params, *, words: bytes = b"") -> None:
        home = home_of(self.opened.role) if self.opened is not None else ""
        if screen_id in {home, "sealed"}:
            self._history = []  # «back» leads nowhere from where everything begins or is closed
        self._drop_screen()
        self.say(None)
        row = self._registry[screen_id]
        role = self.opened.role if self.opened else ""
        if role not in row.roles:
            raise PermissionError(screen_id)
        screen = row.make(self._context)
        self.screen_ = screen
        self._now = (screen_id, params)
        screen.navigate.connect(self._navigate)
        screen.back.connect(self.go_back)
        screen.notice.connect(self.say)
        screen.saved.connect(self._show_saved)
        screen.changed.connect(self._show_place)
        self._show_saved(None)
        self._holder.addWidget(screen)
        screen.put_back(words)
        screen.enter(params)
        self._show_place()
        first = screen.first_focus()
        if first is None or not first.isEnabled():
            first = focus.first(screen, screen.primary_button)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.screen_shown.emit(screen_id)

    def _navigate(self, screen_id: str, params: Params) -> None:
        if screen_id == "entered":
            self.enter_vault(params["opened"], first=params.get("first"))
        elif screen_id == "look":
            self.look_wanted.emit(params["look"])
        elif screen_id == "leave":
            self._may_leave()  # asked on the page itself
            self.quick_exit()
        elif screen_id == "idle":
            self._keep_settings(params["settings"])
        else:
            kept = {name: value for name, value in params.items() if name != "_replace"}
            self.show_screen(screen_id, kept, remember="_replace" not in params)

    def _keep_settings(self, settings: Mapping[str, str]) -> None:
        if self.opened is not None:
            self.opened = replace(self.opened, settings=dict(settings))
        self.start_idle(settings)

    def _show_saved(self, state: SaveState | None) -> None:
        """Show a screen's own state; where it keeps nothing itself, nothing is unsaved."""
        carried = self.screen_ is not None and self.screen_.stores_nothing()
        inside = self.opened is not None and not carried
        self.header.saved.show_state(state or (SaveState("saved") if inside else None))

    def _show_place(self) -> None:
        if self.screen_ is None:
            return
        row = self._registry[self._now[0]]
        self.header.setVisible(self.screen_.shows_header)
        inside = self.opened is not None
        state = self.screen_.state_word() or (_("Vault open") if inside else "")
        if self.opened is not None and self.opened.practice is not None:
            state = _("Practice: {state}", state=state)
        self.header.show_place(self.screen_.title(), state)
        self.header.back_button.setVisible(bool(self._history))
        self.header.lock_button.setVisible(inside)
        self.header.leave_button.setVisible(inside)
        self.header.settings_button.setVisible(inside and row.screen_id != "settings")
        self.header.help_button.setVisible("help" in self._registry)

    def _help(self) -> None:
        if "help" in self._registry and self._now[0] != "help":
            self.show_screen("help", {"about": self._now[0]})

    def _is_busy(self) -> bool:
        """A job under way holds the idle lock off."""
        return self._context.jobs.count > 0

    def _put_away(self) -> None:
        """Take the screen away; what could not be saved of it is sealed and waits in memory."""
        lying_over.clear(self)
        screen = self.screen_
        if screen is None:
            return
        screen.lock_up()
        words = screen.take_out()
        if self.opened is not None and words:
            self._aside = Aside(self.opened.words_for, words, self._now, self._history)
        self._drop_screen()

    def _ask_back(self, aside: Aside, opened: Opened) -> None:
        """Ask the vault that was opened for the words: it has them only where it is the same."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda: waiting_words.opened(desk.session, aside.sealed),
            partial(self._go_on, opened),
            failed=self._refuse,
            owner=self,
        )

    def _go_on(self, opened: Opened, words: bytes) -> None:
        """Open the page again where words wait to be saved."""
        place = place_of(words)
        self._aside = None
        self.opened = opened
        self._history = list(place.history)
        self.start_idle(opened.settings)
        self._open(*place.now, words=place.words)

    def _refuse(self, error: IntakeError) -> None:
        """Close a vault that is not the one for which words wait; they go on waiting."""
        self._close_vault()
        self._open(*self._now)
        self.say(of_error(error))

    def _close_vault(self) -> None:
        self._context.jobs.run(self._context.desk.lock, _nothing, failed=_nothing, owner=self)

    def _may_leave(self) -> bool:
        """Say once that words would be lost; True where there are none, or it was said."""
        if self._aside is None or self._aside.told:
            return True
        self._aside.told = True
        self.say(leaving())
        return False

    def _drop_screen(self) -> None:
        if self.screen_ is not None:
            self._holder.removeWidget(self.screen_)
            self.screen_.hide()
            self.screen_.setParent(None)
            self.screen_.deleteLater()
            self.screen_ = None


def _nothing(_outcome: object) -> None:
    """A lock has no outcome to show."""


def _padded(inside: QWidget) -> QWidget:
    now = theme.current()
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(now.space(4), now.space(2), now.space(4), 0)
    column.addWidget(inside)
    holder.hide()
    return holder
