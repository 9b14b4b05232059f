"""C5: the statement is read to the witness, who says of each paragraph that it is right or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from intake_app.domain.reading_back import Verdict
from intake_app.domain.statement import Statement
from intake_app.errors import IntakeError
from intake_app.gui import theme
from intake_app.gui.context import Context, Params
from intake_app.gui.notices import of_error
from intake_app.gui.screens.frame import put_beside
from intake_app.gui.screens.read_back_parts import (
    KEYS,
    ReadingHead,
    StopPage,
    labels,
)
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.reading_end import ReadingEnd
from intake_app.gui.widgets.reading_list import ReadingList
from intake_app.gui.widgets.saved_mark import SaveState
from intake_app.localization.catalogs import gettext as _
from intake_app.services import interviewing, reading
from intake_app.services.reading_course import Change, Stop, begin_at, course, tally
from intake_app.services.wiring import Desk

Stage = Literal["reading", "changing", "end"]
_PAUSE_MS = 500  # typed words are kept within a second
_LIST_FROM = 980  # px of window at 100 %: narrower, the list would leave no room for the words


class ReadBack(Screen):
    """One paragraph at a time; every verdict is kept at once."""

    screen_id = "read_back"
    measure: ClassVar[Literal["narrow", "text", "form", "wide"]] = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.statement: Statement | None = None
        self.stops: tuple[Stop, ...] = ()
        self.at = 0
        self.stage: Stage = "reading"
        self._id = ""
        self._read: set[str] = set()
        self._change: Change | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._keep_typed)

    def title(self) -> str:
        """Return the place's name."""
        return _("Read back")

    def state_word(self) -> str:
        """Return that this is a draft."""
        return _("Draft")

    def enter(self, params: Params) -> None:
        """Read the draft and go on where the reading stands."""
        self._id = str(params["statement_id"])
        now = theme.current()
        self.head = ReadingHead()
        self.head.who.chosen.connect(lambda _code: self._keep_note())
        self.page = StopPage()
        self.page.pair.typed.connect(self._pause.start)
        self.end = ReadingEnd()
        self.end.jumped.connect(self.jump)
        self.end.remarked.connect(self._pause.start)
        self.list = ReadingList()
        self.list.setFixedWidth(now.measure("narrow") // 2)
        self.list.jumped.connect(self.jump)
        put_beside(self, self.list)
        self.add(self.head, self.page, self.end)
        self.body.addStretch(1)
        self._make_buttons()
        for part in (self.list, self.head, self.page, self.end, self.footer):
            part.hide()
        self.run(partial(self._load, self._id), self._begin)

    def first_focus(self) -> QWidget | None:
        """Return the primary button: Space is the answer that is given most."""
        return self.primary_button

    def leave(self) -> bool:
        """Keep what was typed."""
        self._pause.stop()
        self._keep_typed()
        return True

    def cancel(self) -> None:
        """Stop changing; what was typed stays. Else go back."""
        if self.stage == "changing":
            self._finish_change()
        else:
            super().cancel()

    # -- where the reading stands -------------------------------------------------------------

    def jump(self, at: int) -> None:
        """Go to a stop, or to the end."""
        if self.stage == "changing":
            self._close_change()
        self.at = max(0, min(at, len(self.stops)))
        self.stage = "end" if self.at == len(self.stops) else "reading"
        self._show()

    def _load(self, statement_id: str) -> Statement:
        return interviewing.load(self.desk.session, statement_id)

    def _begin(self, statement: Statement) -> None:
        self._take(statement)
        self.head.show_reader(statement.read_back.how)
        self.footer.show()
        self.jump(begin_at(statement, self.stops))
        if self.primary_button is not None:
            self.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, statement: Statement) -> None:
        self.statement = statement
        self.stops = course(statement, self._read)

    def _show(self) -> None:
        if self.statement is None:
            return
        self.list.show_stops(self.stops, self.at)
        self.list.setVisible(self._has_room() and bool(self.stops))
        self.head.show()
        self.head.show_progress(self.at, len(self.stops))
        at_end = self.stage == "end"
        self.page.setVisible(not at_end)
        self.end.setVisible(at_end)
        if at_end:
            self.end.show_state(self.stops, self.statement.read_back)
        elif self.stage == "reading":
            self.page.show_stop(self.stops[self.at], self.at)
        self._show_buttons()

    def _has_room(self) -> bool:
        scale = theme.current().look.scale
        return self.width() >= _LIST_FROM * (1 + (scale - 100) / 150)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list out where the window is narrow."""
        super().resizeEvent(event)
        if self.statement is not None:
            self.list.setVisible(self._has_room() and bool(self.stops))

    # -- buttons ------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.set_primary("", self._go_on)
        self.change_button = self.add_secondary("", self.start_change, name="change")
        self.remove_button = self.add_secondary("", partial(self._say, "removed"), name="remove")
        self.keep_button = self.add_secondary("", self._keep_first, name="keep_first")
        self.back_button = self.add_secondary(
            _("One back"), lambda: self.jump(self.at - 1), name="one_back", kind="quiet"
        )

    def _show_buttons(self) -> None:
        stop = self.stops[self.at] if self.at < len(self.stops) else None
        agreed = self.statement is not None and self.statement.read_back.agreed
        said = labels(self.stage, stop, agreed=agreed)
        if self.primary_button is not None:
            _label(self.primary_button, said.primary)
            self.primary_button.setEnabled(self.stage != "end" or agreed or bool(self.stops))
        _label(self.change_button, said.change)
        _label(self.remove_button, said.remove)
        _label(self.keep_button, said.keep)
        _label(self.back_button, _("One back") if self.stage != "changing" and self.at else "")

    def _go_on(self) -> None:
        if self.stage == "changing":
            self._finish_change()
        elif self.stage == "end":
            self._agree()
        else:
            stop = self.stops[self.at]
            if not stop.is_paragraph:
                self._read.add(stop.id)
                if self.statement is not None:
                    self._take(self.statement)
                self.jump(self.at + 1)
            elif stop.heard == "unread":
                self._say("agreed")
            else:
                self.jump(self.at + 1)

    def _say(self, verdict: Verdict, *, stay: bool = False) -> None:
        if self.stage != "reading" or not self.stops[self.at].is_paragraph:
            return
        paragraph, next_at = self.stops[self.at].id, self.at + (0 if stay else 1)
        self._saving()
        self._kept_by(
            lambda: reading.hear(self.desk.session, self._id, paragraph, verdict),
            lambda: self.jump(next_at),
        )

    def _keep_first(self) -> None:
        if self.stage == "changing":
            self._take_change_back()
        else:
            self._say("agreed", stay=True)

    # -- changing -----------------------------------------------------------------------------

    def start_change(self) -> None:
        """Open the field beside the paragraph; answers and facts are changed where they stand."""
        if self.stage != "reading":
            return
        stop = self.stops[self.at]
        if stop.passage is not None:
            self._change_there(stop)
            return
        self.stage = "changing"
        self._change = Change(self._id, stop.id)
        self.page.start_change(stop)
        self._show_buttons()
        self.page.pair.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_there(self, stop: Stop) -> None:
        if stop.passage is not None and stop.passage.kind != "answer":
            self.go("facts", statement_id=self._id, section=f"{stop.passage.kind}s")
        else:
            self.go("interview", statement_id=self._id)

    def _keep_typed(self) -> None:
        if self.stage == "end":
            self._keep_note()
        elif self._change is not None:
            words, change = self.page.pair.edit.words(), self._change
            if words.strip() and words != self.page.kept_words:
                self.page.kept_words = words
                self._saving()
                self._kept_by(lambda: change.keep(self.desk.session, words))

    def _finish_change(self) -> None:
        at = self.at
        self._close_change()
        self.stage = "reading"
        # One job after another in the vault's lane: by then the words are kept.
        self._kept_by(partial(self._load, self._id), lambda: self.jump(at))

    def _close_change(self) -> None:
        self._pause.stop()
        self._keep_typed()
        self._change = None

    def _take_change_back(self) -> None:
        self._pause.stop()
        change, self._change, at = self._change, None, self.at
        self.stage = "reading"
        if change is not None:
            self._kept_by(lambda: change.take_back(self.desk.session), lambda: self.jump(at))

    # -- the end ------------------------------------------------------------------------------

    def _keep_note(self) -> None:
        if self.statement is None:
            return
        old = self.statement.read_back
        how = self.head.who.value
        remark = self.end.remark.words() if self.stage == "end" else old.remark
        if (how, remark) != (old.how, old.remark):
            self._saving()
            self._kept_by(
                lambda: reading.note(self.desk.session, self._id, how=how, remark=remark),
                self._show if self.stage == "end" else None,
            )

    def _agree(self) -> None:
        if self.statement is not None and self.statement.read_back.agreed:
            self.go("seal", statement_id=self._id)
            return
        how, remark = self.head.who.value, self.end.remark.words()
        if tally(self.stops).unread:
            self.tell(
                "warning",
                _("Some paragraphs were not read yet."),
                _("Choose them below; everything so far is kept."),
            )
        elif not how:
            self.tell("warning", _("Say first who read the text to the witness."))
            self.head.ask()
        else:
            self._saving()
            self._kept_by(
                lambda: reading.agree(self.desk.session, self._id, how, remark), self._show
            )

    # -- keeping ------------------------------------------------------------------------------

    def _kept_by(
        self, work: Callable[[], Statement], then: Callable[[], object] | None = None
    ) -> None:
        def done(statement: Statement) -> None:
            self._take(statement)
            self.set_saved(SaveState("saved", self.context.clock.local_now()))
            if then is not None:
                then()
            else:
                self.list.show_stops(self.stops, self.at)

        self.run(work, done, failed=self._not_kept)

    def _saving(self) -> None:
        self.set_saved(SaveState("saving"))

    def _not_kept(self, error: IntakeError) -> None:
        self.page.kept_words = ""  # the same words are tried again with the next letter
        self.set_saved(SaveState("not_saved", reason=of_error(error).text))
        self.tell_error(error)

    # -- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space goes on, C changes, R removes, B goes back, wherever the focus stands."""
        action = KEYS.get(event.key()) if not event.modifiers() else None
        if action is None or self.stage == "changing" or self.statement is None:
            super().keyPressEvent(event)
        elif action == "go_on":
            self._go_on()
        elif action == "back":
            self.jump(self.at - 1)
        elif self.stage == "reading":
            chosen = self.change_button if action == "change" else self.remove_button
            if not chosen.isHidden():
                chosen.click()


def _label(made: QWidget, text: str) -> None:
    made.setProperty("text", text)
    made.setAccessibleName(text)
    made.setVisible(bool(text))
