"""What kind of file an exhibit is, in words; and its form."""

from __future__ import annotations

from intake_app.gui.widgets.record_form import Entry
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.isolate import ltr, visible_controls
from intake_app.localization.marking import N_

ENTRIES: tuple[Entry, ...] = (
    Entry("kind", N_("What it is"), "coded", ("exhibit_kinds",)),
    Entry("origin", N_("Where it comes from"), "coded", ("exhibit_origins",)),
    Entry("caption", N_("What is to be seen or heard"), "words"),
    Entry("original", N_("Original or copy"), "answers", ("originality",)),
    Entry("handed_over_by", N_("Handed over by")),
    Entry("holder", N_("Who holds it now")),
    Entry("made_by", N_("Made by")),
)


def shown_name(name: str) -> str:
    """Return a file's name as text: left to right, direction controls spelled out."""
    return ltr(visible_controls(name))


def type_word(media_type: str) -> str:
    """Return what the first bytes of a file say that it is."""
    if media_type == "application/pdf":
        return _("PDF paper")
    return {
        "image": _("Picture"),
        "audio": _("Sound"),
        "video": _("Film"),
        "text": _("Text"),
    }.get(media_type.partition("/")[0], _("File of an unknown kind"))
