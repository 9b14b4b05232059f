"""A change of the root keys on its way: what it does, who has signed, and putting it into force."""

from __future__ import annotations

from pathlib import Path

from intake_app.gui.context import Context, Params
from intake_app.gui.desk import SessionDesk
from intake_app.gui.screens.rotate import steps
from intake_app.gui.screens.screen import Screen
from intake_app.gui.screens.signing import Given, Signing
from intake_app.gui.widgets.digits_view import DigitsView
from intake_app.gui.widgets.form import Section
from intake_app.gui.widgets.root_line import RootLine
from intake_app.gui.widgets.steps_line import StepsLine
from intake_app.gui.widgets.text import Label
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import rotating
from intake_app.services.rotating import SUFFIX, Change


class RootChange(Screen):
    """Signatures come in one by one; only when enough are there can it be put into force."""

    screen_id = "root_change"
    measure = "form"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: SessionDesk = context.desk
        self.signing = Signing(self)

    def title(self) -> str:
        """Return the place's name."""
        return _("Change the root keys")

    def enter(self, params: Params) -> None:
        """Look up what is under way."""
        self.run(lambda: rotating.under_way(self.desk.session), self._show)

    def leave(self) -> bool:
        """Forget what was typed."""
        self.signing.wipe()
        return True

    def _show(self, change: Change | None) -> None:
        self.add_title(_("Change the root keys"))
        if change is None:
            self.add(Label(_("No change of the root keys is under way.")))
            self.body.addStretch(1)
            self.set_primary(_("Done"), self.back.emit)
            return
        self.add(StepsLine(steps(), 2 if change.complete and not change.overtaken else 1))
        self.add(_standing(change))
        rows = Section(_("What it changes"), _threshold(change))
        for row in change.rows:
            rows.add(RootLine(row, in_change=True))
        self.add(rows)
        if change.overtaken:
            self.body.addStretch(1)
            self.set_primary(_("Drop this change"), self._give_up)
            return
        self.add(
            Section(
                _("The new digits"),
                _("From then on the organisation has these digits, and a new card."),
                DigitsView(change.digits, says=_("The new digits"), name="new_digits"),
            )
        )
        self._offer(change)

    def _offer(self, change: Change) -> None:
        if change.complete:
            self.body.addStretch(1)
            self.set_primary(_("Put it into force"), self._publish)
        else:
            self.add(
                Section(
                    _("Add a signature"),
                    _("A holder who is here signs now. For others, write the change to a drive."),
                )
            )
            self.signing.show(1)
            self.body.addStretch(1)
            self.set_primary(_("Sign"), self._sign)
            self.add_secondary(
                _("Take in a signed copy…"),
                lambda: self.ask_path("file", self.take_in, suffixes=(SUFFIX,)),
                name="take_copy",
            )
        self.add_secondary(
            _("Write it to a drive…"),
            lambda: self.ask_path("folder", self.write),
            name="write_change",
        )
        self.add_secondary(_("Drop this change"), self._give_up, name="give_up", kind="quiet")

    def _sign(self) -> None:
        def sign(given: Given) -> object:
            return rotating.sign(self.desk.session, given)

        self.signing.sign(sign, lambda _change: self._again(_("The signature was added.")))

    def take_in(self, paths: list[Path]) -> None:
        """Take in a copy that others signed."""
        self.run(
            lambda: rotating.take_in(self.desk.session, paths[0]),
            lambda _change: self._again(_("The signatures of this copy were added.")),
        )

    def write(self, paths: list[Path]) -> None:
        """Write the change for holders who are elsewhere."""
        self.run(
            lambda: rotating.write(self.desk.session, paths[0]),
            lambda _path: self.tell(
                "success",
                _("The change is on the drive."),
                _("Its holder signs it with the program, and brings the signed copy back."),
            ),
        )

    def _again(self, what: str) -> None:
        self.go(self.screen_id, _replace=True)
        self.tell("success", what)

    def _publish(self) -> None:
        self.run(lambda: rotating.publish(self.desk.session), lambda _trust: self._published())

    def _published(self) -> None:
        self.back.emit()
        self.tell(
            "success",
            _("The new root keys count. The trust list has a new version."),
            _("Write the list to a drive for everybody, and give new members the new card."),
        )

    def _give_up(self) -> None:
        self.run(lambda: rotating.give_up(self.desk.session), lambda _none: self.back.emit())


def _standing(change: Change) -> ToneLine:
    if change.overtaken:
        return ToneLine(
            "warning",
            _("The trust list has changed since this was prepared."),
            _("The old root keys still count. Drop this change, and prepare it once more."),
            name="standing",
        )
    if change.complete:
        return ToneLine("success", _("Enough holders have signed."), name="standing")
    missing = [
        ngettext(
            "{n} holder of the old root keys still has to sign.",
            "{n} holders of the old root keys still have to sign.",
            change.old_missing,
        )
    ] * bool(change.old_missing) + [
        ngettext(
            "{n} holder of the new root keys still has to sign.",
            "{n} holders of the new root keys still have to sign.",
            change.new_missing,
        )
    ] * bool(change.new_missing)
    return ToneLine("info", _("Signatures are missing."), " ".join(missing), name="standing")


def _threshold(change: Change) -> str:
    if change.threshold == change.threshold_before:
        return ngettext(
            "As before, {n} of them has to sign each new list.",
            "As before, {n} of them have to sign each new list.",
            change.threshold,
        )
    return _(
        "{n} of them will have to sign; until now it is {before}.",
        n=change.threshold,
        before=change.threshold_before,
    )
