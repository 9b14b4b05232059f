"""Asserting a refusal by its code in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from intake_app.errors import BundleRefused


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """Expect a refusal with one of `codes`."""
    with pytest.raises(BundleRefused) as caught:
        yield
    assert caught.value.code in codes
