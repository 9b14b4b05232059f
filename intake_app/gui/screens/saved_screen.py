"""A screen whose fields are saved as they change, and that is not left before they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.gui.context import Context
from intake_app.gui.saving import Saving
from intake_app.gui.screens.screen import Screen
from intake_app.localization.catalogs import gettext as _
from intake_app.services import resuming
from intake_app.services.wiring import Desk


class SavedScreen(Screen):
    """Subclasses say with `self.saving.touch(part)` what changed.

    They `read` it from the page as a plain value of the type `told_as` and `keep` that in the
    vault. What no save took leaves the page as that value, and `again` gives it to the next one.
    """

    told_as: ClassVar[Any]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.saving = Saving(self, self.collect)
        self._leaves_anyway = False
        self._waiting = b""

    def read(self, parts: frozenset[str]) -> object:
        """Read the parts that changed.

        Raises:
            NotImplementedError: a subclass forgot it.
        """
        raise NotImplementedError

    def keep(self, told: Any) -> object:
        """Keep what was read; runs on the vault's thread.

        Raises:
            NotImplementedError: a subclass forgot it.
        """
        raise NotImplementedError

    def collect(self, parts: frozenset[str]) -> Callable[[], object]:
        """Read the parts that changed and return the work that keeps them."""
        return partial(self.keep, self.read(parts))

    def again(self) -> Any:
        """Return what waited for the vault to be opened again, or None."""
        return msgspec.json.decode(self._waiting, type=self.told_as) if self._waiting else None

    def shown(self, *waited: str) -> None:
        """Say that the page shows what the vault holds, but for the parts that waited."""
        self.saving.show_kept()
        if not self._waiting:
            return
        for part in waited:
            self.saving.touch(part)
        self._waiting = b""
        if self.saving.settle():
            self.tell("success", _("Everything is saved again."))

    def state_word(self) -> str:
        """Return the state of the record."""
        return _("Draft")

    def leave(self) -> bool:
        """Leave only what is kept, or what the person leaves behind knowingly."""
        if self._leaves_anyway or (self.saving.settle() and not self._waiting):
            return True
        self.tell(
            "fault",
            _("The last words are not saved, so this page stays open."),
            _("Make room or put the drive back in; they are saved as soon as it works."),
        )
        if self.findChild(QWidget, "leave_anyway") is None:
            self.add_secondary(
                _("Leave without the last words"),
                self._leave_anyway,
                name="leave_anyway",
                kind="danger",
            )
        return False

    def stay(self, **params: str) -> None:
        """Note that the work stands here, so that it goes on here after a crash."""
        desk: Desk = self.context.desk
        self.run(
            lambda: resuming.stay(desk.session, self.screen_id, params), _nothing, failed=_nothing
        )

    def lock_up(self) -> None:
        """Keep what can be kept; the window closes in any case."""
        self.saving.settle()

    def take_out(self) -> bytes:
        """Return what the next save would keep; nothing where all of it is kept."""
        if self._waiting or self.saving.is_kept:
            return self._waiting
        return msgspec.json.encode(self.read(self.saving.waiting))

    def put_back(self, words: bytes) -> None:
        """Show these words over what the vault holds, and try again to save them."""
        self._waiting = words

    def fill_with(self, *widgets: QWidget) -> None:
        """Put widgets in the place of the scrolling column; the last one takes the room."""
        outer = self.layout()
        if not isinstance(outer, QVBoxLayout):
            raise TypeError
        at = outer.indexOf(self.scroll_area)
        outer.removeWidget(self.scroll_area)
        self.scroll_area.hide()
        for number, widget in enumerate(widgets):
            outer.insertWidget(at + number, widget, 1 if widget is widgets[-1] else 0)

    def _leave_anyway(self) -> None:
        self._leaves_anyway = True
        self.back.emit()


def _nothing(_outcome: object) -> None:
    """Where the place cannot be noted, nothing that was said is at stake."""
