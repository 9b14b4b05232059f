from __future__ import annotations

import csv
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.localization.search_keys import (
    ALPHABET,
    latin_key,
    match_key,
    sort_key,
    squeezed_key,
)

SPELLINGS = Path(__file__).parents[1] / "data" / "persian-name-token-spellings.tsv"
# Rows that pair words which do not belong together, as the records themselves do.
MISALIGNED = {
    ("علیرضا", "Ali"),
    ("ابادی", "Dolatabadi"),
    ("حمیدرضا", "Hamid"),
    ("شیخ", "Shekhi"),
    ("فلاح", "Ali"),
    ("زهی", "Baluchzehi"),
    ("محمدعلی", "Mohammad"),
    ("قلی", "Reza"),
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي كريمي", "علی کریمی"),
        ("مُحَمَّد", "محمد"),
        ("۱۴۰۱", "1401"),
        ("١٤٠١", "1401"),
        ("می‌گوید", "می گوید"),
        ("فاطمة", "فاطمه"),
        ("خانۀ", "خانه"),
        ("مسؤول", "مسوول"),
        ("رئیس", "رییس"),
        ("آذر", "اذر"),
        ("ســـلام", "سلام"),
        ("\u2068اوین\u2069", "اوین"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("HOSSEIN", "hossein"),
        ("  دو   فاصله ", "دو فاصله"),
        ("شهریورِ", "شهریور"),
    ],
)
def test_spellings_of_one_word_match(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


def test_half_space_space_and_nothing_are_one_when_squeezed() -> None:
    assert len({squeezed_key(each) for each in ("می‌گوید", "می گوید", "میگوید")}) == 1
    assert squeezed_key("گوهر-دشت (بند ۲)") == "گوهردشتبند2"
    assert match_key("می‌گوید") != match_key("میگوید")


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)
    assert squeezed_key(squeezed_key(text)) == squeezed_key(text)
    assert " " not in squeezed_key(text)


@given(st.text(st.sampled_from("یيىكکةهأآا۱1١ \u200cمُ")))
def test_composed_and_decomposed_text_is_one(text: str) -> None:
    assert match_key(unicodedata.normalize("NFD", text)) == match_key(text)


def test_words_sort_as_in_a_persian_dictionary() -> None:
    right = """
        آب ابر اکبر بابک پروین تهران ثریا جواد چنگیز حسن خاوران دریا ذکریا رضا زهرا ژاله سعید شیراز
        صادق ضیا طاهر ظفر علی غلام فرهاد قاسم کاوه گوهر لاله مریم نادر وحید هما یزد
    """.split()
    mixed = random.Random(32).sample(right, len(right))
    assert sorted(mixed, key=sort_key) == right
    assert [sort_key(each) for each in ALPHABET] == sorted(sort_key(each) for each in ALPHABET)


def test_sorting_ignores_how_a_letter_was_typed() -> None:
    assert sort_key("علي") == sort_key("علی")
    assert sort_key("کمیته‌ها") == sort_key("كميته‌ها") == sort_key("کمیتهها")
    mixed = ["ژاله", "zahra", "۱۲", "Évin", "آرش", "12", "evin b"]
    assert sorted(mixed, key=sort_key) == ["۱۲", "12", "Évin", "evin b", "zahra", "آرش", "ژاله"]


@pytest.mark.parametrize(
    "spellings",
    [
        "Mohammad Mohamad Muhammad Mohammed Mohamed محمد",
        "Hossein Hussein Hosayn Hosein Husain حسین حسين",
        "Alizadeh Ali-zade Alizade علیزاده علی‌زاده",
        "Gohardasht Gouhardasht گوهردشت",
        "Khavaran Khāvarān خاوران",
        "Ghezelhesar Qezelhesar Ghezel-Hesar قزل‌حصار",
        "Morteza Mortaza مرتضی",
        "Rajai Rajaee Raja'i رجایی رجائی",
        "Shahrokh Šāhroḵ شاهرخ",
        "Zhila Jila ژیلا",
        "Siavash Siyavash سیاوش",
        "Yousef Yusef Yussef یوسف",
    ],
)
def test_spellings_of_one_name_meet(spellings: str) -> None:
    assert len({latin_key(each) for each in spellings.split()}) == 1


def test_different_names_stay_apart() -> None:
    names = "مسعود مسعودی محمد محمود حسین حسن علی رضا زهرا زهره اکبر اصغر بهرام بهمن پرویز".split()
    apart = {latin_key(each) for each in names}
    assert len(apart) >= len(names) - 3  # vowels alone tell محمد from محمود and حسین from حسن


def test_real_spellings_meet() -> None:
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == 256
    apart = {
        (row["fa_token"], row["latin"])
        for row in rows
        if latin_key(row["fa_token"]) != latin_key(row["latin"])
    }
    assert apart == MISALIGNED
    words = {row["fa_token"] for row in rows}
    # Precision: few of the words that are not the same share a key.
    assert len({latin_key(each) for each in words}) >= 0.97 * len(words)
