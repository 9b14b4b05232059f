"""How one bundle belongs to another, said from either side."""

from __future__ import annotations

from intake_app.localization.catalogs import gettext as _


def link_sentence(rel: str, *, out: bool) -> str:
    """Return what a link says; `out` where the record at hand names the other one."""
    found = {
        ("corrects", True): _("This corrects an earlier statement."),
        ("corrects", False): _("A later bundle corrects this statement."),
        ("adds-to", True): _("This adds to an earlier statement."),
        ("adds-to", False): _("A later bundle adds to this statement."),
        ("withdraws", True): _("This takes back the consent for an earlier statement."),
        ("withdraws", False): _("The witness took back the consent for this statement."),
        ("identity-of", True): _("This says who the witness of a statement is."),
        ("identity-of", False): _("A separate bundle says who the witness is."),
        ("part-of", True): _("This is a part of another bundle."),
        ("part-of", False): _("Another bundle is a part of this one."),
    }.get((rel, out))
    return found or _("This belongs to another bundle.")


def open_words(rel: str, *, out: bool) -> str:
    """Return what the button says that opens the other one."""
    found = {
        ("corrects", False): _("Open the correction"),
        ("adds-to", False): _("Open the addition"),
        ("withdraws", False): _("Open the withdrawal"),
        ("identity-of", True): _("Open the statement"),
    }.get((rel, out))
    return found or (_("Open the earlier statement") if out else _("Open the other bundle"))
