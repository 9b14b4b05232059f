"""Every text of the program is said in every language, in the right letters and plain words."""

from __future__ import annotations

from intake_app.localization import catalog_check


def test_catalogs_have_no_fault() -> None:
    assert catalog_check.faults() == []
