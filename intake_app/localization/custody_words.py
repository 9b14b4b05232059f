"""Custody events as plain sentences: what was done, in words that anybody understands.

The log itself holds codes and numbers only; nothing here needs more than the line says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.marking import N_
from intake_app.localization.numbers import duration_words, size

Fields = Mapping[str, str | int | bool]


class LogLine(Protocol):
    """What a line of a custody log tells to whoever words it."""

    @property
    def event(self) -> str:
        """What happened, as a code."""

    @property
    def wall(self) -> str:
        """When, by the computer's clock, RFC 3339."""

    @property
    def x(self) -> Fields:
        """Small typed values."""


SENTENCES: Mapping[str, str] = {
    "vault.create": N_("The vault was made."),
    "vault.unlock": N_("The vault was opened."),
    "vault.unlock_failed": N_("Somebody tried to open the vault with a wrong passphrase."),
    "vault.lock": N_("The vault was locked."),
    "vault.passphrase": N_("The passphrase was changed."),
    "vault.rollback": N_("The vault had been set back to an older state."),
    "rollback.claimed": N_("Somebody says that this log once had lines that are not here."),
    "enrol": N_("This computer asked to join, or joined, the organisation."),
    "trust.create": N_("The organisation was founded."),
    "trust.update": N_("A newer trust list came into use."),
    "trust.draft": N_("A new trust list was prepared."),
    "trust.sign": N_("A new trust list was signed."),
    "draft.open": N_("A new statement was begun."),
    "draft.close": N_("The witness finished telling."),
    "draft.import": N_("A statement written elsewhere was taken in as a draft."),
    "draft.discard": N_("A draft was destroyed before sealing."),
    "consent": N_("The witness's consent was recorded."),
    "readback": N_("The statement was read back, and the witness agreed to it."),
    "media.start": N_("Recording began."),
    "media.stop": N_("Recording ended."),
    "media.gap": N_("The recording has a gap."),
    "media.rescue": N_("A recording that was cut off was brought back."),
    "media.discard": N_("A recording was destroyed before it became a file."),
    "exhibit.add": N_("A file was added."),
    "exhibit.remove": N_("A file was removed before sealing."),
    "seal": N_("A bundle was sealed."),
    "key.drop": N_("What opened the draft was destroyed after sealing."),
    "export": N_("A sealed bundle was copied to a drive and checked there."),
    "receipt": N_("A receipt was taken in or given."),
    "delete": N_("A sealed bundle was deleted from this computer."),
    "withdraw": N_("Consent was withdrawn."),
    "import": N_("A bundle was checked and taken in."),
    "refuse": N_("A bundle was refused."),
    "hold": N_("A bundle was kept aside for a decision."),
    "release": N_("A bundle that was kept aside was decided on."),
    "view": N_("The record was opened and read."),
    "search": N_("The archive was searched."),
    "handover": N_("A record was handed over."),
    "anchor": N_("The time of this log was confirmed by others."),
    "archive": N_("A bundle was put into the archive."),
    "clock.jump": N_("The computer's clock was changed."),
    "integrity.ok": N_("The whole vault was checked and is in order."),
    "integrity.fail": N_("A check of the vault found damage."),
    "wipe": N_("Deleted files were overwritten."),
    "version": N_("A newer version of the program opened the vault."),
    "settings": N_("A setting was changed."),
}

# Events that tell more by one of their fields.
_APART_BY = {
    "export": "what",
    "release": "decision",
    "view": "kind",
    "receipt": "verdict",
    "anchor": "step",
    "handover": "step",
    "archive": "step",
    "trust.draft": "step",
    "rollback.claimed": "step",
}
_APART: Mapping[tuple[str, str], str] = {
    ("export", "trust"): N_("The trust list was written to a drive."),
    ("export", "receipts"): N_("Receipts were written to a drive."),
    ("export", "opened"): N_("The opened bundle was written out for an expert."),
    ("export", "file"): N_("A copy of a file was saved outside the vault."),
    ("archive", "restored"): N_("A missing or damaged file of the archive was put back."),
    ("trust.draft", "given-up"): N_("A prepared change of the trust list was given up."),
    ("release", "accepted"): N_("A bundle that was kept aside was taken in."),
    ("release", "rejected"): N_("A bundle that was kept aside was refused."),
    ("view", "identity"): N_("Who the witness is was looked at."),
    ("handover", "begun"): N_("A hand-over to a court or mechanism was begun."),
    ("handover", "abandoned"): N_("A hand-over was given up; nothing of it was left."),
    ("handover", "done"): N_("A hand-over was finished, read back and signed."),
    ("anchor", "asked"): N_("A question about the time of this log was written."),
    ("anchor", "pinned"): N_("The certificate of a time service was compared and accepted."),
    ("anchor", "export"): N_("Proofs of time were written out for an expert."),
    ("rollback.claimed", "believed"): N_("That lines are missing here was proven or believed."),
    ("rollback.claimed", "dismissed"): N_("That lines are missing here was not believed."),
    ("receipt", "unknown-bundle"): N_("A receipt came for a bundle that was never made here."),
    ("receipt", "forged"): N_("A receipt came that is not what it says it is."),
    ("receipt", "refused"): N_("A receipt came and was not taken in."),
    ("receipt", "alarms-read"): N_("The warnings about receipts were read."),
}


def sentence(event: str, x: Fields | None = None) -> str:
    """Return what a log line tells, in the active language; an unknown event is said to be one."""
    x = x or {}
    found = _APART.get((event, str(x.get(_APART_BY.get(event, ""), "")))) or SENTENCES.get(event)
    if found is None:
        return _("Something that this version has no words for was recorded.")
    more = _more(event, x)
    return f"{_(found)} {more}" if more else _(found)


def _more(event: str, x: Fields) -> str:
    count, by_s = x.get("count"), x.get("by_s")
    if event == "vault.unlock_failed" and type(count) is int and count > 1:
        return ngettext("{n} time.", "{n} times.", count)
    if event == "clock.jump" and type(by_s) is int:
        span = duration_words(abs(by_s))
        return _("Back by {span}.", span=span) if by_s < 0 else _("Forward by {span}.", span=span)
    if event == "exhibit.add" and type(x.get("size")) is int:
        return _("Size: {size}.", size=size(int(x["size"])))
    corrections = x.get("corrections")
    if event == "readback" and type(corrections) is int and corrections:
        return ngettext("{n} correction.", "{n} corrections.", corrections)
    allowed = x.get("allowed")
    if event == "consent" and type(allowed) is int:
        return ngettext("{n} use allowed.", "{n} uses allowed.", allowed)
    return ""
