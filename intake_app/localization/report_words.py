"""The lines of a verification report in plain words; refusals and notes have their own messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.messages import MESSAGES, Spoken, sentence
from intake_app.localization.times import moment

Params = Mapping[str, str | int]


def line(code: str, params: Params) -> Spoken:
    """Return what a report's line says and, where there is something to do, what."""
    made = _LINES.get(code)
    if made is not None:
        return made(params)
    if code in MESSAGES:
        return sentence(code)
    return Spoken(_("Something that this version has no words for was found."), "")


def technical_word(code: str) -> str:
    """Return how a value for experts is called."""
    return {
        "BUNDLE_ID": _("Number of the bundle"),
        "OUTER_SHA256": _("SHA-256 of the file that came"),
        "OUTER_SIZE": _("Size of the file that came"),
        "TAGMANIFEST_SHA256": _("SHA-256 of what was signed"),
        "DEVICE": _("Sealing computer"),
        "SIGNER": _("Signed with"),
        "TRUST_VERSION": _("Trust list number"),
        "CODE": _("Code of the finding"),
        "ITEM": _("Number in the inbox"),
    }.get(code, code)


def _sealed_by(params: Params) -> Spoken:
    who, when = params["interviewer"], moment(str(params["sealed_at"]))
    if not who:
        return _sealed_by_device(params)
    return Spoken(_("Sealed by interviewer {who}, by their clock: {when}.", who=who, when=when), "")


def _sealed_by_device(params: Params) -> Spoken:
    device = params["device"]
    return Spoken(_("Sealed on {device}, a computer in your trust list.", device=device), "")


def _device_checked(params: Params) -> Spoken:
    when = moment(str(params["at"]))
    return Spoken(_("You compared this computer's digits face to face: {when}.", when=when), "")


def _sealed_between(params: Params) -> Spoken:
    after, before = moment(str(params["after"])), moment(str(params["before"]))
    said = _("Sealed between {after} and {before}.", after=after, before=before)
    return Spoken(said, f"{_after_by(params)} {_before_by(params)}")


def _sealed_before(params: Params) -> Spoken:
    before = moment(str(params["before"]))
    return Spoken(_("Sealed before {before}.", before=before), _before_by(params))


def _times_disagree(params: Params) -> Spoken:
    after, before = moment(str(params["after"])), moment(str(params["before"]))
    return Spoken(
        _(
            "When it was sealed cannot be said: after {after}, yet before {before}.",
            after=after,
            before=before,
        ),
        _("Your own clock was wrong once. Look for changes of the clock in your custody log."),
    )


def _time_confirmed(params: Params) -> Spoken:
    when = moment(str(params["at"]))
    return Spoken(_("A time service confirms that you had it by {when}.", when=when), "")


def _claim_outside(_params: Params) -> Spoken:
    return Spoken(
        _("By its own clock it was sealed at another time, which cannot be."),
        _("Do not rely on the times that this computer gave. Ask the interviewer about its clock."),
    )


def _after_by(params: Params) -> str:
    return {
        "trust": _("Not earlier, since it names a trust list that was issued then."),
        "receipt": _("Not earlier, since it names a receipt that you gave then."),
        "head": _("Not earlier, since it names a line that your log had then."),
        "anchor": _("Not earlier, since it names a log that a time service had confirmed."),
    }.get(str(params["after_by"]), "")


def _before_by(params: Params) -> str:
    return {
        "import": _("Not later, since you had it then."),
        "log": _("Not later, since another bundle that came then tells of it."),
        "anchor": _("Not later, since a time service confirmed a log that names it."),
    }.get(str(params["before_by"]), "")


def _unchanged(_params: Params) -> Spoken:
    return Spoken(_("Nothing was changed since it was sealed."), "")


def _files_present(params: Params) -> Spoken:
    count = int(params["count"])
    return Spoken(
        ngettext(
            "It has {n} file, and it is there.", "It has {n} files, and all are there.", count
        ),
        "",
    )


def _already_here(params: Params) -> Spoken:
    when = moment(str(params["at"]))
    return Spoken(
        _("You already have this bundle. It came first: {when}.", when=when),
        _("It was not taken in twice. The same receipt is given again."),
    )


def _receipt_ready(_params: Params) -> Spoken:
    return Spoken(
        _("Its receipt is ready to go back."),
        _("Write the receipts to a drive. With enough of them the interviewer can delete."),
    )


def _decided_accept(params: Params) -> Spoken:
    when = moment(str(params["at"]))
    said = _("Taken in by decision: {when}.", when=when)
    return Spoken(said, _reason(params))


def _decided_reject(params: Params) -> Spoken:
    when = moment(str(params["at"]))
    said = _("Refused by decision: {when}. The file was deleted here.", when=when)
    return Spoken(said, _reason(params))


def _accepted_by_hand(params: Params) -> Spoken:
    return Spoken(
        _("It was taken in although something was odd."), sentence(str(params["code"])).what
    )


def _clock_ahead(params: Params) -> Spoken:
    days, hours = int(params["days"]), int(params["hours"])
    if days:
        said = ngettext(
            "The sending computer's clock was {n} day ahead.",
            "The sending computer's clock was {n} days ahead.",
            days,
        )
    elif hours:
        said = ngettext(
            "The sending computer's clock was {n} hour ahead.",
            "The sending computer's clock was {n} hours ahead.",
            hours,
        )
    else:
        said = _("The sending computer's clock was some minutes ahead.")
    return Spoken(said, _("Do not rely on its times alone."))


def _reason(params: Params) -> str:
    reason = str(params.get("reason", ""))
    return _("Reason: {reason}", reason=reason) if reason else ""


_LINES: Mapping[str, Callable[[Params], Spoken]] = {
    "SEALED_BY": _sealed_by,
    "SEALED_BY_DEVICE": _sealed_by_device,
    "DEVICE_CHECKED": _device_checked,
    "SEALED_BETWEEN": _sealed_between,
    "SEALED_BEFORE": _sealed_before,
    "TIMES_DISAGREE": _times_disagree,
    "TIME_CONFIRMED": _time_confirmed,
    "CLAIM_OUTSIDE": _claim_outside,
    "UNCHANGED": _unchanged,
    "FILES_PRESENT": _files_present,
    "ALREADY_HERE": _already_here,
    "RECEIPT_READY": _receipt_ready,
    "DECIDED_ACCEPT": _decided_accept,
    "DECIDED_REJECT": _decided_reject,
    "ACCEPTED_BY_HAND": _accepted_by_hand,
    "CLOCK_AHEAD": _clock_ahead,
}
