"""The words people date by, in Persian and English, and numbers written as words.

Every word stands here as `match_key` folds it (آ as ا, no half-space, no marks).
"""

from __future__ import annotations

from datetime import date

from intake_app.localization.calendars import GREGORIAN, ISLAMIC, PERSIAN
from intake_app.localization.search_keys import match_key

Month = tuple[str, int]


def _table(calendar: str, *rows: str) -> dict[str, Month]:
    return {
        match_key(word.replace("_", " ")): (calendar, at)
        for at, row in enumerate(rows, 1)
        for word in row.split()
    }


MONTHS: dict[str, Month] = {
    **_table(
        PERSIAN,
        "فروردین farvardin",
        "اردیبهشت ordibehesht ordibehest",
        "خرداد khordad",
        "تیر tir",
        "مرداد امرداد mordad amordad",
        "شهریور shahrivar shahriwar",
        "مهر mehr",
        "آبان aban",
        "آذر azar",
        "دی dey dei",
        "بهمن bahman",
        "اسفند esfand espand",
    ),
    **_table(
        GREGORIAN,
        "ژانویه january jan",
        "فوریه february feb",
        "مارس march mar",
        "آوریل آپریل april apr",
        "مه می may",
        "ژوئن جون june jun",
        "ژوئیه جولای ژولای july jul",
        "اوت آگوست august aug",
        "سپتامبر september sept sep",
        "اکتبر october oct",
        "نوامبر november nov",
        "دسامبر december dec",
    ),
    **_table(
        ISLAMIC,
        "محرم muharram moharram",
        "صفر safar",
        "ربیع_الاول rabi_al-awwal",
        "ربیع_الثانی rabi_al-thani",
        "جمادی_الاول جمادی_الاولی jumada_al-ula",
        "جمادی_الثانی jumada_al-thani",
        "رجب rajab",
        "شعبان shaban",
        "رمضان ramadan ramazan",
        "شوال shawwal",
        "ذیقعده ذی_القعده dhu_al-qadah",
        "ذیحجه ذی_الحجه dhu_al-hijjah",
    ),
}
SEASONS = {
    match_key(word): season
    for season, row in {
        "spring": "بهار spring",
        "summer": "تابستان summer",
        "autumn": "پاییز پائیز autumn fall",
        "winter": "زمستان winter",
    }.items()
    for word in row.split()
}
PARTS = {
    match_key(word.replace("_", " ")): part
    for part, row in {
        "early": "اوایل اوائل ابتدای آغاز early beginning start دهه_اول دهه_نخست",
        "mid": "اواسط نیمه میانه وسط mid middle دهه_دوم",
        "late": "اواخر آخر پایان انتهای late end دهه_سوم دهه_آخر",
    }.items()
    for word in row.split()
}
WEEKDAYS = {
    match_key(word.replace("_", " ")): at
    for at, row in enumerate(
        (
            "دوشنبه دو_شنبه monday",
            "سه_شنبه سهشنبه tuesday",
            "چهارشنبه چهار_شنبه wednesday",
            "پنجشنبه پنج_شنبه thursday",
            "جمعه آدینه friday",
            "شنبه saturday",
            "یکشنبه یک_شنبه sunday",
        )
    )
    for word in row.split()
}
ERAS = {
    match_key(word.replace("_", " ")): calendar
    for calendar, row in {
        PERSIAN: "شمسی خورشیدی هجری_شمسی هجری_خورشیدی solar ap sh",
        GREGORIAN: "میلادی ad ce gregorian",
        ISLAMIC: "قمری هجری_قمری ah lunar",
    }.items()
    for word in row.split()
}
YEAR_WORDS = frozenset({"سال", "year"})
DECADE_WORDS = frozenset({"دهه", "decade"})
NOISE = frozenset("ماه روز در ی of the in on month day".split())
# Days of a month that have a name of their own; 0 is the month's last day, -6 six days before it.
SLICES = {
    "نیمه اول": (1, 15),
    "نیمه نخست": (1, 15),
    "نیمه دوم": (16, 0),
    "هفته اول": (1, 7),
    "هفته نخست": (1, 7),
    "هفته دوم": (8, 14),
    "هفته سوم": (15, 21),
    "هفته چهارم": (22, 28),
    "هفته اخر": (-6, 0),
    "first half": (1, 15),
    "second half": (16, 0),
    "first week": (1, 7),
    "second week": (8, 14),
    "third week": (15, 21),
    "fourth week": (22, 28),
    "last week": (-6, 0),
}
# Days that need no year; what is not sure is as wide as the sources are apart.
FIXED_ANCHORS = {
    word: (date(*first), date(*last))
    for words, first, last in (
        ("پذیرش قطعنامه|پذیرش قطعنامه 598|قطعنامه 598", (1988, 7, 17), (1988, 7, 18)),
        ("فروغ جاویدان|عملیات فروغ جاویدان|مرصاد|عملیات مرصاد", (1988, 7, 25), (1988, 7, 29)),
    )
    for word in words.split("|")
}
# (month, day) of the Iranian year.
PERSIAN_ANCHORS = {
    "نوروز": (1, 1),
    "عید نوروز": (1, 1),
    "nowruz": (1, 1),
    "norouz": (1, 1),
    "سیزده به در": (1, 13),
    "یلدا": (9, 30),
    "شب یلدا": (9, 30),
}

_UNITS = (
    "یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده"
)
_TENS = {
    "بیست": 20,
    "سی": 30,
    "چهل": 40,
    "پنجاه": 50,
    "شصت": 60,
    "هفتاد": 70,
    "هشتاد": 80,
    "نود": 90,
}
_HUNDREDS = {"صد": 100, "سیصد": 300, "نهصد": 900}
_CARDINALS = {
    **{word: at for at, word in enumerate(_UNITS.split(), 1)},
    "هیجده": 18,
    **_TENS,
    **_HUNDREDS,
    "هزار": 1000,
}
_ORDINALS = {
    **{word + "م": value for word, value in _CARDINALS.items()},
    "اول": 1,
    "یکم": 1,
    "دوم": 2,
    "سوم": 3,
    "سیم": 30,
}
_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ENGLISH_ORDINALS = {word: at for at, word in enumerate(_ENGLISH.split(), 1)} | {"thirtieth": 30}
_ENGLISH_COUNTS = {
    word: at
    for at, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
} | {"a": 1, "an": 1}


def count(text: str) -> int | None:
    """Return the number that one or more words or digits say, or None."""
    if text.isdecimal():
        return int(text)
    if text in _ENGLISH_COUNTS:
        return _ENGLISH_COUNTS[text]
    read = number_words(text.split(), 0)
    return read[0] if read and read[1] == len(text.split()) else None


def number_words(tokens: list[str], at: int) -> tuple[int, int] | None:
    """Return the number written in words from `at` on, and where it ends; None where none is.

    Reads «هشتم», «بیست و هفتم», «شصت و هفت», «هزار و سیصد و شصت و هفت», «twenty-first».
    """
    if tokens[at] in _ENGLISH_ORDINALS:
        return _ENGLISH_ORDINALS[tokens[at]], at + 1
    if tokens[at] in {"twenty", "thirty"} and at + 1 < len(tokens):
        unit = _ENGLISH_ORDINALS.get(tokens[at + 1], 99)
        return ({"twenty": 20, "thirty": 30}[tokens[at]] + unit, at + 2) if unit < 10 else None  # noqa: PLR2004
    total, below = 0, 10_000
    while at < len(tokens):
        joined = tokens[at] if total == 0 else _after_and(tokens, at)
        if joined is None:
            break
        value = _ORDINALS.get(joined, _CARDINALS.get(joined))
        if value is None or value >= below:
            break
        total += value
        at += 1 if total == value else 2
        below = _magnitude(value)
        if joined in _ORDINALS and joined not in _CARDINALS:
            break
    return (total, at) if total else None


def _after_and(tokens: list[str], at: int) -> str | None:
    return tokens[at + 1] if tokens[at] == "و" and at + 1 < len(tokens) else None


def _magnitude(value: int) -> int:
    # What may follow: after a thousand hundreds, after hundreds tens, after tens units.
    for size in (1000, 100, 20):
        if value >= size:
            return {1000: 1000, 100: 100, 20: 10}[size]
    return 0
