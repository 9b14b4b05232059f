"""Consent in the fewest words: for chips that are always in view."""

from __future__ import annotations

from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import pgettext


def short_use(use: str) -> str:
    """Return a use in a word or two; an unknown one by its code."""
    return {
        "keep": _("Keep"),
        "record_voice": _("Record voice"),
        "record_picture": _("Record pictures"),
        "share_un": _("UN"),
        "share_court": _("Court"),
        "share_organisations": _("Organisations"),
        "share_researchers": _("Researchers"),
        "publish_named": _("Publish with name"),
        "publish_unnamed": _("Publish without name"),
        "contact_again": _("Contact again"),
    }.get(use, use)


def answer_word(answer: str | None) -> str:
    """Return what the witness answered."""
    return {
        "yes": pgettext("consent", "yes"),
        "no": pgettext("consent", "no"),
        "not_now": pgettext("consent", "not now"),
    }.get(answer or "", pgettext("consent", "not asked"))
