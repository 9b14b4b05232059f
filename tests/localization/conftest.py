"""Every test starts in English and leaves English behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake_app.localization import catalogs


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    catalogs.activate("en")
    yield
    catalogs.activate("en")
