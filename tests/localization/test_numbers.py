from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.localization import catalogs
from intake_app.localization.listing import join
from intake_app.localization.numbers import (
    decimal,
    digits,
    duration,
    duration_words,
    fold_digits,
    number,
    size,
)


def test_digits_follow_the_language() -> None:
    assert digits(1367) == "1367"
    assert digits("۱۳۶۷") == "1367"
    assert digits("14:05", "fa") == "۱۴:۰۵"
    assert number(12_345, "fa") == "۱۲٬۳۴۵"
    assert decimal(1.5, 1, "fa") == "۱٫۵"
    catalogs.activate("fa")
    assert digits(1367) == "۱۳۶۷"  # a year is never grouped


@given(st.integers(min_value=0))
def test_all_three_kinds_of_digits_are_read(value: int) -> None:
    persian = digits(value, "fa")
    arabic = persian.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))
    assert int(fold_digits(persian)) == int(fold_digits(arabic)) == value
    assert int(fold_digits(number(value, "fa"))) == value


@pytest.mark.parametrize(
    ("n_bytes", "en", "fa"),
    [
        (0, "0 bytes", "۰ بایت"),
        (1, "1 byte", "۱ بایت"),
        (999, "999 bytes", "۹۹۹ بایت"),
        (1_400, "1.4 kB", "۱٫۴ کیلوبایت"),
        (23_000_000, "23 MB", "۲۳ مگابایت"),
        (999_999_999, "1.0 GB", "۱٫۰ گیگابایت"),
        (4_294_967_295, "4.3 GB", "۴٫۳ گیگابایت"),
        (7_000_000_000_000_000, "7000 TB", "۷۰۰۰ ترابایت"),
    ],
)
def test_sizes(n_bytes: int, en: str, fa: str) -> None:
    assert size(n_bytes) == en
    catalogs.activate("fa")
    assert size(n_bytes) == fa


def test_durations() -> None:
    assert [duration(s) for s in (0, 42.9, 725, 3723)] == ["0:00", "0:42", "12:05", "1:02:03"]
    assert duration_words(20) == "less than a minute"
    assert duration_words(3600) == "1 hour"
    assert duration_words(7_500) == "2 hours and 5 minutes"
    catalogs.activate("fa")
    assert duration(3723) == "۱:۰۲:۰۳"
    assert duration_words(7_500) == "۲ ساعت و ۵ دقیقه"


def test_lists_are_joined_as_the_language_does() -> None:
    plain = str.maketrans("", "", "\u2068\u2069")
    assert join([]) == ""
    assert join(["a"]).translate(plain) == "a"
    assert join(["a", "b"]).translate(plain) == "a and b"
    assert join(["{last}", "b", "c"]).translate(plain) == "{last}, b and c"
    catalogs.activate("fa")
    assert join(["شیراز", "Evin", "کرج"]) == "\u2068شیراز\u2069، \u2068Evin\u2069 و \u2068کرج\u2069"
