"""How hard a passphrase is to guess: a sentence first, a bar beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from intake_app.gui import theme
from intake_app.gui.desk import Verdict
from intake_app.gui.widgets.text import Label, restyle
from intake_app.localization.catalogs import gettext as _
from intake_app.services.session import LEAST_SCORE

ENOUGH = LEAST_SCORE


class Strength(QWidget):
    """Words and a bar for a verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Label("", "label")
        self.reason = Label("", "soft")
        self.bar = QProgressBar()
        self.bar.setRange(0, 4)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How hard it is to guess"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        for part in (self.bar, self.sentence, self.reason):
            column.addWidget(part)

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show a verdict; None while nothing was typed."""
        self.bar.setValue(verdict.score if verdict else 0)
        self.bar.setProperty("tone", "" if verdict and verdict.score >= ENOUGH else "warning")
        restyle(self.bar)
        self.sentence.say(_sentence(verdict.years) if verdict else "")
        reason = next((_reason(each) for each in verdict.reasons), "") if verdict else ""
        self.reason.say(reason)
        self.reason.setVisible(bool(reason))
        self.sentence.setVisible(verdict is not None)


def _sentence(years: str) -> str:
    return {
        "seconds": _("A strong computer guesses this in seconds."),
        "hours": _("A strong computer guesses this in hours."),
        "days": _("A strong computer guesses this in days."),
        "years": _("A strong computer needs years to guess this."),
        "centuries": _("No computer guesses this in a lifetime."),
    }[years]


def _reason(code: str) -> str:
    return {
        "too_short": _("It is short. Add more words."),
        "common": _("It is among the passphrases that are tried first."),
        "slogan": _(
            "Slogans and verses are tried first. Choose words that do not belong together."
        ),
        "name": _("Names of people and places are tried first."),
        "date": _("Dates and years are tried first."),
        "keyboard": _("Neighbouring keys are tried first."),
        "repeat": _("It repeats itself."),
        "sequence": _("It counts up or down."),
    }.get(code, _("Choose several words that do not belong together."))
