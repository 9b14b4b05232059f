"""What every screen needs that makes a new trust list: the root key, here or on drives."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.root_key_form import RootKeyForm
from intake_app.services import organising
from intake_app.services.session import Session

Given = list[tuple[Path, bytearray]]


class Signing:
    """Asks for root key files where the vault keeps none, and hands them over once."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.form: RootKeyForm | None = None

    def show(self, needed: int) -> None:
        """Add the form where `needed` files must sign; none for 0."""
        if needed:
            self.form = RootKeyForm(needed, partial(self._screen.ask_path, "file"))
            self._screen.add(self.form)

    def sign(
        self,
        work: Callable[[Given], object],
        done: Callable[[object], object],
        failed: Callable[[IntakeError], object] | None = None,
    ) -> None:
        """Run `work` with the files and passphrases that were given."""
        given = self.form.given() if self.form is not None else []
        button = self._screen.primary_button
        if button is not None:
            button.setEnabled(False)

        def fail(error: IntakeError) -> None:
            if button is not None:
                button.setEnabled(True)
            (failed or self._screen.tell_error)(error)

        self._screen.run(lambda: work(given), lambda made: _ignore(done(made)), failed=fail)

    def wipe(self) -> None:
        """Forget what was typed."""
        if self.form is not None:
            self.form.wipe()


def needed(session: Session) -> int:
    """Return how many root key files must be brought: none where the vault keeps the root key."""
    held = organising.trust(session)
    if held is None or organising.keeps_root_key(session):
        return 0
    return held.roots.threshold


def _ignore(_value: object) -> None:
    """Callbacks of jobs return nothing."""
