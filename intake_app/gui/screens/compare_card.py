"""B2: the digits of an organisation's card, compared aloud before the card is trusted."""

from __future__ import annotations

from functools import partial

from intake_app.errors import DigitsDiffer, IntakeError
from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.comparing import Comparing
from intake_app.gui.widgets.text import data_label
from intake_app.localization.catalogs import gettext as _
from intake_app.services import enrolling


class CompareCard(Comparing):
    """Takes the card where the person says that all digits are the same."""

    screen_id = "compare_card"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk

    def title(self) -> str:
        """Return the place's name."""
        return _("Compare the card")

    def enter(self, params: Params) -> None:
        """Show whose card it says it is, and its digits."""
        self.card = params["card"]
        self.add_title(
            _("Compare the card"),
            _("Anybody could make a card with this name on it. Only the digits show whose it is."),
        )
        self.add(data_label(self.card.org, "heading"))
        self.ask(
            self.card.roots.digits,
            _(
                "Meet your coordinator, or call them on a number that you know."
                " Let them read their digits to you, group by group."
            ),
        )
        self.body.addStretch(1)
        self.answers(self._same, self._different)

    def _same(self) -> None:
        work = partial(enrolling.pin, digits_same=True)
        self.run(lambda: work(self.desk.session, self.card), lambda _: self.back.emit())

    def _different(self) -> None:
        work = partial(enrolling.pin, digits_same=False)
        self.run(lambda: work(self.desk.session, self.card), lambda _: None, failed=self._said_no)

    def _said_no(self, error: IntakeError) -> None:
        if isinstance(error, DigitsDiffer):
            self.refuse()
        self.tell_error(error)
