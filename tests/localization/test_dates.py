from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from intake_app.localization import calendars, catalogs, dates, times
from intake_app.localization.dates import DateReading, Fields

# words | EDTF | precision | qualifier
GOLDEN = """
۱۴۰۱/۷/۸ | 2022-09-30 | day | exact
۱۴۰۱-۰۷-۰۸ | 2022-09-30 | day | exact
8 Mehr 1401 | 2022-09-30 | day | exact
۶۷/۵/۸ | 1988-07-30 | day | exact
٦٧/٥/٨ | 1988-07-30 | day | exact
۸/۵/۱۳۶۷ | 1988-07-30 | day | exact
۱۳۶۷/۵ | [1988-07-23..1988-08-22] | month | exact
شنبه هشتم مرداد ۶۷ | 1988-07-30 | day | exact
هشتم مرداد شصت و هفت | 1988-07-30 | day | exact
بیست و هفتم تیر ۶۷ | 1988-07-18 | day | exact
سی‌ام تیر ۶۷ | 1988-07-21 | day | exact
سی و یکم مرداد ۶۷ | 1988-08-22 | day | exact
۸ مرداد سال ۱۳۶۷ هجری شمسی | 1988-07-30 | day | exact
اول مرداد ۶۷ | 1988-07-23 | day | exact
۸ امرداد ۶۷ | 1988-07-30 | day | exact
٨ مرداد ١٣٦٧ | 1988-07-30 | day | exact
مرداد ۱۳۶۷ | [1988-07-23..1988-08-22] | month | exact
مردادماه ۶۷ | [1988-07-23..1988-08-22] | month | exact
شهريور ٦٧ | [1988-08-23..1988-09-22] | month | exact
سال ۶۷ | [1988-03-21..1989-03-20] | year | exact
سال هزار و سیصد و شصت و هفت | [1988-03-21..1989-03-20] | year | exact
۱۳۶۷ | [1988-03-21..1989-03-20] | year | exact
تابستان ۶۷ | [1988-06-22..1988-09-22] | season | exact
پاییز ۶۷ | [1988-09-23..1988-12-21] | season | exact
پائیز ۶۷ | [1988-09-23..1988-12-21] | season | exact
زمستان سال ۶۷ | [1988-12-22..1989-03-20] | season | exact
دههٔ شصت | [1981-03-21..1991-03-20] | decade | exact
دهه ۱۳۶۰ | [1981-03-21..1991-03-20] | decade | exact
اوایل مرداد ۶۷ | [1988-07-23..1988-08-01] | month | about
اواسط مرداد ۶۷ | [1988-08-02..1988-08-11] | month | about
اواخر مرداد ۶۷ | [1988-08-12..1988-08-22] | month | about
اواخر تابستان ۶۷ | [1988-08-23..1988-09-22] | season | about
اوایل سال ۶۷ | [1988-03-21..1988-07-22] | year | about
اوایل دههٔ شصت | [1981-03-21..1984-03-20] | decade | about
دههٔ اول مرداد ۶۷ | [1988-07-23..1988-08-01] | month | about
نیمهٔ دوم مرداد ۶۷ | [1988-08-07..1988-08-22] | range | exact
هفتهٔ اول مرداد ۶۷ | [1988-07-23..1988-07-29] | range | exact
هفتهٔ آخر مرداد ۶۷ | [1988-08-16..1988-08-22] | range | exact
مرداد یا شهریور ۶۷ | [1988-07-23..1988-09-22] | range | between
Mordad or Shahrivar 1367 | [1988-07-23..1988-09-22] | range | between
۵ تا ۱۰ مرداد ۶۷ | [1988-07-27..1988-08-01] | range | between
۵-۱۰ مرداد ۶۷ | [1988-07-27..1988-08-01] | range | between
بین هشتم و دهم مرداد ۶۷ | [1988-07-30..1988-08-01] | range | between
اواخر مهر یا اوایل آبان ۶۷ | [1988-10-13..1988-11-01] | range | between
از بهمن تا فروردین ۶۸ | [1989-01-21..1989-04-20] | range | between
حدود ۸ مرداد ۶۷ | 1988-07-30~ | day | about
پیش از پایان شهریور ۶۷ | [..1988-09-22] | range | before
قبل از ۸ مرداد ۶۷ | [..1988-07-29] | range | before
تا شهریور ۶۷ | [..1988-09-22] | range | before
بعد از مرداد ۶۷ | [1988-08-23..] | range | after
از مهر ۶۰ | [1981-09-23..] | range | after
عاشورا ۶۷ | [1988-08-21..1988-08-23] | range | about
عاشورای سال ۶۷ | [1988-08-21..1988-08-23] | range | about
تاسوعای ۶۷ | [1988-08-20..1988-08-22] | range | about
عید قربان ۶۷ | [1988-07-22..1988-07-24] | range | about
عید غدیر ۶۷ | [1988-07-30..1988-08-01] | range | about
اول محرم ۶۷ | [1988-08-12..1988-08-14] | range | about
اربعین ۶۷ | [1988-09-30..1988-10-02] | range | about
Ashura 1988 | [1988-08-21..1988-08-23] | range | about
رمضان ۶۰ | [1981-07-01..1981-08-03] | range | about
۱۰ محرم ۱۴۰۹ | [1988-08-21..1988-08-25] | day | about
حدود یک هفته بعد از عاشورای ۶۷ | [1988-08-25..1988-09-02] | range | about
دو روز بعد از ۲۲ بهمن ۶۷ | 1989-02-13 | day | exact
دو هفته قبل از ۲۲ بهمن ۶۷ | [1989-01-25..1989-01-31] | range | about
نوروز ۶۸ | 1989-03-21 | day | exact
سیزده به در ۶۷ | 1988-04-02 | day | exact
پذیرش قطعنامهٔ ۵۹۸ | [1988-07-17..1988-07-18] | range | about
عملیات مرصاد | [1988-07-25..1988-07-29] | range | about
۳۰ ژوئیهٔ ۱۹۸۸ | 1988-07-30 | day | exact
اوت ۱۹۸۸ میلادی | 1988-08 | month | exact
1988-07-30 | 1988-07-30 | day | exact
1988/07/30 | 1988-07-30 | day | exact
30.7.1988 | 1988-07-30 | day | exact
07/30/1988 | 1988-07-30 | day | exact
Saturday, 30 July 1988 | 1988-07-30 | day | exact
July 30th, 1988 | 1988-07-30 | day | exact
the 30th of July 1988 | 1988-07-30 | day | exact
twenty-first of July 1988 | 1988-07-21 | day | exact
July 1988 | 1988-07 | month | exact
in July 88 | 1988-07 | month | exact
July 1988? | 1988-07? | month | about
about July 1988 | 1988-07~ | month | about
1988 | 1988 | year | exact
circa 1988 | 1988~ | year | about
the 1980s | [1980-01-01..1989-12-31] | decade | exact
early 1988 | [1988-01-01..1988-04-30] | year | about
end of July 1988 | [1988-07-21..1988-07-31] | month | about
mid-July 1988 | [1988-07-11..1988-07-20] | month | about
first week of August 1988 | [1988-08-01..1988-08-07] | range | exact
summer 1988 | [1988-06-01..1988-09-22] | season | exact
late summer 1988 | [1988-08-14..1988-09-22] | season | about
winter 1988 | [1988-01-01..1989-03-20] | season | exact
autumn 1367 | [1988-09-23..1988-12-21] | season | exact
between 23 July and 1 August 1988 | [1988-07-23..1988-08-01] | range | between
28-30 July 1988 | [1988-07-28..1988-07-30] | range | between
July 28 or 29, 1988 | [1988-07-28..1988-07-29] | range | between
28 July – 2 August 1988 | [1988-07-28..1988-08-02] | range | between
before August 1988 | [..1988-07-31] | range | before
after 30 July 1988 | [1988-07-31..] | range | after
since Mehr 1360 | [1981-09-23..] | range | after
two weeks after Ashura 1988 | [1988-09-01..1988-09-09] | range | about
""".strip().splitlines()

NOT_UNDERSTOOD = """
|۵|67|summer 88|late 88|8/5/67|۱/۲/۰۳|03/04/1988|مرداد|۸ مرداد|July|دیروز|چند روز بعد|نمی‌دانم
۳۱ مهر ۱۴۰۱|۳۰ اسفند ۱۳۶۷|30 February 1988|1988-13-01|99/99/99|۳۲ مرداد ۶۷|شب عید ۶۷|قبل از عید ۶۸
از مهر ۶۰ تا اعدام|ژوئیهٔ ۱۳۶۷|Mordad 1988|رمضان|عاشورا|the sixties
1250|2500|مرداد تیر ۶۷|۱ ۲ ۳ مرداد
summer of July 1988|دههٔ ۶۷|after|بین مرداد
محرم ۱۳۰|0/0/0|بهار مرداد ۶۷|اوایل ۸ مرداد ۶۷|شب هشتم مرداد ۶۷
""".replace("\n", "|").split("|")


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: str(row).partition(" |")[0])
def test_dates_as_people_say_them(row: str) -> None:
    said, edtf, precision, qualifier = row.split(" | ")
    reading = dates.parse(said)
    assert reading is not None
    assert (reading.edtf, reading.precision, reading.qualifier) == (edtf, precision, qualifier)
    assert reading.said == said
    for code in ("en", "fa"):
        catalogs.activate(code)
        assert dates.describe(reading)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: str(row).partition(" |")[0])
def test_edtf_means_the_same_days_to_another_reader(row: str) -> None:
    said = row.partition(" | ")[0]
    reading = dates.parse(said)
    assert reading is not None
    other = parse_edtf(reading.edtf)
    if reading.edtf[-1] in "~?":
        assert reading.earliest is not None
        assert reading.latest is not None
        lower = "{0.tm_year:04}-{0.tm_mon:02}-{0.tm_mday:02}".format(other.lower_strict())
        upper = "{0.tm_year:04}-{0.tm_mon:02}-{0.tm_mday:02}".format(other.upper_strict())
        assert reading.earliest <= lower <= upper <= reading.latest
        return
    if reading.earliest is not None:
        start = other.lower_strict()
        assert date(*start[:3]).isoformat() == reading.earliest
    if reading.latest is not None:
        end = other.upper_strict()
        assert date(*end[:3]).isoformat() == reading.latest


@pytest.mark.parametrize("said", NOT_UNDERSTOOD)
def test_what_is_not_fully_understood_is_not_guessed(said: str) -> None:
    assert dates.parse(said) is None


@pytest.mark.parametrize(
    ("said", "hint", "edtf"),
    [
        ("summer 67", "persian", "[1988-06-22..1988-09-22]"),
        ("summer 88", "gregorian", "[1988-06-01..1988-09-22]"),
        ("تابستان ۸۸", "gregorian", "[1988-06-01..1988-09-22]"),
        ("67", "persian", "[1988-03-21..1989-03-20]"),
        ("8/5/67", "persian", "1988-07-30"),
        ("30/7/88", "gregorian", "1988-07-30"),
        ("1988-07-30", "persian", "1988-07-30"),
        ("مرداد ۱۳۶۷", "gregorian", "[1988-07-23..1988-08-22]"),
    ],
)
def test_the_hint_decides_two_digit_years_only(said: str, hint: str, edtf: str) -> None:
    reading = dates.parse(said, calendar_hint=hint)
    assert reading is not None
    assert reading.edtf == edtf


def test_fields_are_kept_as_given() -> None:
    reading = dates.parse("اواخر تابستان ۶۷")
    assert reading is not None
    assert (reading.calendar, reading.year, reading.season, reading.part) == (
        "persian",
        1367,
        "summer",
        "late",
    )
    lunar = dates.parse("عاشورای ۶۷")
    assert lunar is not None
    assert (lunar.anchor, lunar.year, lunar.month, lunar.day) == ("عاشورا", 1367, None, None)


@pytest.mark.parametrize(
    ("said", "agrees"),
    [("شنبه ۸ مرداد ۶۷", True), ("جمعه ۸ مرداد ۶۷", False), ("۸ مرداد ۶۷", None)],
)
def test_a_weekday_that_contradicts_is_noted_and_not_refused(
    said: str,
    agrees: bool | None,  # noqa: FBT001
) -> None:
    reading = dates.parse(said)
    assert reading is not None
    assert reading.earliest == "1988-07-30"
    assert reading.weekday_agrees is agrees


@pytest.mark.parametrize(
    ("said", "en", "fa"),
    [
        ("۸ مرداد ۶۷", "Saturday 30 July 1988", "شنبه ۸ مرداد ۱۳۶۷"),
        ("اوایل مرداد ۶۷", "between 23 July and 1 August 1988", "بین ۱ و ۱۰ مرداد ۱۳۶۷"),
        ("مرداد ۶۷", "between 23 July and 22 August 1988", "مرداد ۱۳۶۷"),
        ("July 1988", "July 1988", "بین ۱۰ تیر و ۹ مرداد ۱۳۶۷"),
        ("تابستان ۶۷", "between 22 June and 22 September 1988", "تابستان ۱۳۶۷"),
        ("سال ۶۷", "between 21 March 1988 and 20 March 1989", "سال ۱۳۶۷"),
        ("1988", "the year 1988", "بین ۱۱ دی ۱۳۶۶ و ۱۰ دی ۱۳۶۷"),
        ("دههٔ ۶۰", "between 21 March 1981 and 20 March 1991", "دههٔ ۱۳۶۰"),
        ("تا شهریور ۶۷", "on or before 22 September 1988", "۳۱ شهریور ۱۳۶۷ یا پیش از آن"),
        ("از مهر ۶۰", "on or after 23 September 1981", "۱ مهر ۱۳۶۰ یا پس از آن"),
    ],
)
def test_a_reading_is_said_back_in_each_languages_calendar(said: str, en: str, fa: str) -> None:
    reading = dates.parse(said)
    assert reading is not None
    assert dates.describe(reading) == en
    catalogs.activate("fa")
    assert dates.describe(reading) == fa


def test_either_calendar_can_be_asked_for_and_nothing_is_said_of_nothing() -> None:
    reading = dates.parse("1988-07-30")
    assert reading is not None
    assert dates.describe(reading, calendar="persian") == "Saturday 8 Mordad 1367"
    catalogs.activate("fa")
    assert dates.describe(reading, calendar="gregorian") == "شنبه ۳۰ ژوئیه ۱۹۸۸"
    assert dates.describe(DateReading("نمی‌دانم")) == ""


def test_a_form_can_give_fields_instead_of_words() -> None:
    reading = dates.of_fields(Fields(calendar="persian", year=1367, month=5, part="early"), "")
    assert reading is not None
    assert reading.edtf == "[1988-07-23..1988-08-01]"
    assert dates.of_fields(Fields(calendar="persian", year=1367, month=12, day=30), "") is None
    assert dates.of_fields(Fields(calendar="persian", month=5), "") is None


DAYS = st.dates(calendars.gregorian(1300, 1, 1), calendars.gregorian(1420, 12, 30))


@given(DAYS, st.sampled_from(["en", "fa"]))
def test_what_is_said_back_is_understood_again(day: date, code: str) -> None:
    catalogs.activate(code)
    for said in (times.day(day), times.day(day, weekday=True), times.persian_day(day)):
        reading = dates.parse(said)
        assert reading is not None, said
        assert reading.earliest == reading.latest == day.isoformat()
        assert reading.weekday_agrees in {None, True}
        assert dates.parse(dates.describe(reading)) is not None


@given(DAYS, st.integers(1, 400))
def test_spans_said_back_are_understood_again(day: date, length: int) -> None:
    reading = DateReading(
        "", earliest=day.isoformat(), latest=(day + timedelta(days=length)).isoformat()
    )
    for code in ("en", "fa"):
        catalogs.activate(code)
        said = dates.describe(reading)
        again = dates.parse(said)
        assert again is not None, said
        assert (again.earliest, again.latest) == (reading.earliest, reading.latest), said


@given(st.text(st.sampled_from("۱۳۶۷5/-.؟ ازتاومردابینقلعیshumerjly")))
def test_no_text_is_too_odd(text: str) -> None:
    reading = dates.parse(text)
    if reading is not None and reading.earliest and reading.latest:
        assert reading.earliest <= reading.latest
    dates.parse(text * 50)
