"""Word lists, passphrases drawn from them, and the judgement of those that people make up."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import zxcvbn.matching

from intake_app.assets import read_text
from intake_app.crypto import guessing
from intake_app.crypto.passphrase import (
    DEFAULT_WORDS,
    Language,
    entropy_bits,
    generate,
    judge,
    normalise,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
UNKIND = """
    مرگ خون گور زندان اعدام طناب دار شکنجه شلاق کابل بازجو پاسدار شهید دادگاه حکم حلوا خرما کفن
    سیاه پدر مادر برادر خواهر پسر دختر همسر دست پا سر چشم گوش خدا نماز قرآن مسجد حزب شاه انقلاب
    ساک وصیت ملاقات چادر مقنعه گلوله تفنگ چاقو
""".split()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_list_is_sorted_distinct_and_a_power_of_two(language: Language) -> None:
    raw = read_text("wordlists", f"{language}.txt")
    words = raw.split("\n")
    assert words.pop() == ""
    assert "\r" not in raw
    assert len(words) == len(set(words)) == {"en": 2048, "fa": 1024}[language]
    order = ALPHABET if language == "fa" else "abcdefghijklmnopqrstuvwxyz"
    assert words == sorted(words, key=lambda word: [order.index(letter) for letter in word])
    assert entropy_bits(6, language) == 6 * math.log2(len(words))
    assert entropy_bits(DEFAULT_WORDS[language], language) >= 64


def test_english_words_differ_in_their_first_four_letters() -> None:
    words = words_of("en")
    assert all(re.fullmatch("[a-z]{3,8}", word) for word in words)
    assert len({word[:4] for word in words}) == len(words)


def test_persian_words_are_plain_and_differ_by_more_than_marks() -> None:
    words = words_of("fa")
    assert all(re.fullmatch(f"[{ALPHABET}]{{3,10}}", word) for word in words)
    assert len({word.replace("آ", "ا") for word in words}) == len(words)
    assert all(unicodedata.is_normalized("NFC", word) for word in words)
    assert not set(words) & set(UNKIND)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_is_drawn_is_strong_and_survives_its_own_form(language: Language) -> None:
    for words in (6, 7, None):
        phrase = generate(words, language)
        assert len(phrase.split(" ")) == (words or DEFAULT_WORDS[language])
        assert set(phrase.split()) <= set(words_of(language))
        assert normalise(phrase) == phrase.encode()
    # A repeated word costs a little: draw until all six differ, as nearly all draws do.
    phrase = next(p for p in iter(lambda: generate(6, language), "") if len(set(p.split())) == 6)
    assert judge(phrase).score == 4
    assert judge(phrase).years == "centuries"
    assert judge(phrase).reasons == ()


def test_one_form_from_every_keyboard() -> None:
    persian = "كتاب\u200cهاي ١٣٦٧"
    assert normalise(persian) == normalise("  کتاب های\t۱۳۶۷ ") == "کتاب های 1367".encode()
    assert normalise("Cafe\u0301") == "Café".encode()
    assert normalise("\u200fسلام\u2069") == "سلام".encode()
    assert normalise("Ab") != normalise("ab")
    assert isinstance(normalise("x"), bytearray)


@pytest.mark.parametrize(
    "phrase",
    [
        "زن زندگی آزادی",
        "زن، زندگی، آزادی",
        "زن‌زندگی‌آزادی",
        "زنزندگيآزادي",
        "zan zendegi azadi",
        "ZanZendegiAzadi",
        "zan_zendegi_azadi_1401",
        "زن زندگی آزادی ۱۴۰۱",
        "iran1401",
        "ایران۱۳۵۷",
        "تابستان ۶۷",
        "correct horse battery staple",
        "توانا بود هر که دانا بود",
        "یار دبستانی من",
        "mohammad1367",
        "maryam hosseini",
        "مریم حسینی ۱۳۴۵",
        "password",
        "sghl",
        "sghlsghl",
        "ضصثقفغعهخح",
        "حشسسصخقی",
        "۱۲۳۴۵۶۷۸۹۰",
        "13670508",
        "سلام سلام سلام سلام سلام سلام",
        "خاوران خاوران",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "ابپتثجچحخدذرزژسش",
    ],
)
def test_what_everybody_would_try_first_is_weak(phrase: str) -> None:
    verdict = judge(phrase)
    assert verdict.score <= 1, verdict
    assert verdict.reasons


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("", "empty"),
        ("زن زندگی آزادی", "slogan"),
        ("شیراز شیراز", "place"),
        ("شیراز شیراز", "repeats"),
        ("سحر 1370", "year"),
        ("سحر 1370", "name"),
        ("sghl", "keyboard"),
        ("q1w", "too_short"),
        ("dragon", "known_password"),
    ],
)
def test_the_reason_is_named(phrase: str, reason: str) -> None:
    verdict = judge(phrase)
    assert reason in verdict.reasons
    assert set(verdict.reasons) <= set(guessing.REASONS)


def test_common_words_count_by_their_rank_only() -> None:
    three = judge("کتاب مدرسه باران")
    assert three.score <= 1
    assert three.bits < 36


def test_a_long_random_string_is_strong() -> None:
    assert judge("kV7#pQz!m2Rw9xTb&L4sHy").score == 4


def test_what_the_writer_is_known_by_counts_nothing_and_is_not_kept() -> None:
    phrase = "golnoosh-tavakkolinia-9214"
    alone, known = judge(phrase), judge(phrase, user_inputs=["Golnoosh Tavakkolinia"])
    assert known.bits < alone.bits
    assert "own_data" in known.reasons
    tables: Mapping[str, Mapping[str, Any]] = zxcvbn.matching.RANKED_DICTIONARIES
    assert not tables["user_inputs"]


def test_more_never_takes_long() -> None:
    assert judge("نامه " * 5000).score <= 1
    assert judge("a1" * 5000).score <= 1


def test_the_estimator_is_not_loaded_at_the_start() -> None:
    code = "import sys, intake_app.crypto.passphrase; sys.exit('zxcvbn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
