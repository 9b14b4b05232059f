"""A real Persian text of many pages with real files: identical to the byte at the coordinator."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from intake_app.domain.narrative import text_of
from intake_app.domain.reading_back import agreed_text
from intake_app.services import archive_reading, demo_files
from intake_app.services.session import Session
from tests.cli.running import ROOT
from tests.journey.playing import Played, consent, write_statement

PROSE = (ROOT / "tests" / "data" / "persian-prose.txt").read_text("utf-8")


def pages(count: int) -> str:
    """Return about so many printed pages of it, with blank lines as people leave them."""
    lines = PROSE.splitlines()[: count * 14]
    return "\n".join(line + ("\n" if number % 5 == 0 else "") for number, line in enumerate(lines))


def real_photograph() -> bytes:
    """Return a picture as a camera writes it: 6 megapixels, Exif and all."""
    picture = Image.effect_noise((3000, 2000), 60).convert("RGB")
    exif = Image.Exif()
    exif[271] = "Maker of cameras"
    exif[306] = "1979:03:21 10:00:00"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def sent(played: Played, given: Path) -> tuple[dict[str, Any], str]:
    """Take the statement in, seal it, hand it over and import it; return what import told."""
    made = played.run("statement", "import", played.interviewer, given).told
    number = made["statement_id"]
    shown = played.run("statement", "show", played.interviewer, number).told["statement"]
    sealed = played.run("seal", played.interviewer, number).told
    assert sealed["statement_id"] == number
    stick = played.folder / "second stick"
    stick.mkdir()
    handed = played.run("handover", played.interviewer, "--to", stick).told
    assert len(handed["copied"]) == len(sealed["bundles"])
    imported = played.run("import", played.coordinator, stick).told
    assert imported["counts"]["accepted"] == len(sealed["bundles"])
    kinds = {each["bundle_id"]: each["kind"] for each in sealed["bundles"]}
    statement = next(number for number, kind in kinds.items() if kind == "statement")
    return shown, statement


def archived(session: Session, bundle_id: str) -> tuple[Any, dict[str, bytes]]:
    record = archive_reading.open_record(session, bundle_id)
    assert record.statement is not None
    files = {
        each.path: b"".join(archive_reading.read_file(session, bundle_id, each.path))
        for each in record.statement.exhibits
    }
    return record.statement, files


@pytest.fixture(scope="module")
def journey(
    played: Played, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Played, str, dict[str, Any], dict[str, bytes], str]:
    copy = played.copy(tmp_path_factory.mktemp("persian"))
    words = pages(12)
    files = {
        "عکسِ خانواده ۱۳۵۷ (اصل).jpg": real_photograph(),
        "نامه.pdf": demo_files.paper(("a letter", "of two lines")),
        "voice message 1.wav": demo_files.sound(20),
        "بی‌نام": b"\x00\xff\x01\xfe" * 70_000,
    }
    given = copy.folder / "given"
    given.mkdir()
    for name, content in files.items():
        (given / name).write_bytes(content)
    told = {
        "pseudonym": "شاهد ۱۰۰۱",
        "consent": consent(),
        "setting": {"place_type": "home", "language": "fa"},
        "narrative": words,
        "files": [{"path": name, "caption": f"شرح {name}"} for name in files],
        "read_back": {"how": "interviewer"},
        "identity": {"names": ["نام ساختگی"], "contact": "نشانی"},
    }
    shown, bundle_id = sent(copy, write_statement(given, told))
    return copy, words, shown, files, bundle_id


def test_the_text_is_long_and_of_the_kind_people_write(
    journey: tuple[Played, str, dict[str, Any], dict[str, bytes], str],
) -> None:
    words = journey[1]
    assert len(words) > 20_000
    assert words.count("\u200c") > 100
    assert "\n\n" in words


def test_every_word_and_every_file_comes_out_identical(
    journey: tuple[Played, str, dict[str, Any], dict[str, bytes], str],
) -> None:
    played, words, shown, files, bundle_id = journey
    session = played.open(played.coordinator)
    statement, contents = archived(session, bundle_id)
    session.lock()
    assert text_of(statement.narrative).encode() == words.encode()
    assert agreed_text(statement.narrative, statement.read_back).encode() == words.encode()
    assert {each.name: contents[each.path] for each in statement.exhibits} == files
    for each in statement.exhibits:
        assert each.sha256 == hashlib.sha256(files[each.name]).hexdigest()
        assert each.caption == f"شرح {each.name}"
    told = msgspec.json.decode(msgspec.json.encode(statement))
    for part in ("narrative", "consent", "read_back", "witness", "setting", "created_at"):
        assert told[part] == shown[part], part


def test_the_same_bytes_lie_in_the_opened_bundle(
    journey: tuple[Played, str, dict[str, Any], dict[str, bytes], str], tmp_path: Path
) -> None:
    played, words, _, files, bundle_id = journey
    told = played.run("extract", played.coordinator, bundle_id, "--to", tmp_path / "x").told
    with tarfile.open(told["tar"]) as archive:
        members = {each.name.partition("/")[2]: each for each in archive.getmembers()}

        def body(path: str) -> bytes:
            file = archive.extractfile(members[path])
            assert file is not None
            return file.read()

        statement = json.loads(body("data/000001.json"))
        said = "\n".join(each["text"] for each in statement["narrative"])
        assert said.encode() == words.encode()
        assert {each["name"]: body(each["path"]) for each in statement["exhibits"]} == files


HARD = {
    "marks of direction": "\u202bسلام\u202c (abc) \u2067۱۲۳\u2069\u200f",
    "half-spaces": "می\u200cروم\u200d\u200c\u200cها \u200c",
    "two ways to write one letter": "آ " + unicodedata.normalize("NFD", "آ أ é") + " ك ي ک ی",
    "spaces and tabs": "  a\t\tb  \u00a0c\u3000 ",
    "old and rare letters": "ﷺ ﷲ ﻻ 𐎠𐎡 \U0001f54a\ufe0f ٪ ٫ ٬ ـــ",
    "line ends of other systems": "one\r\ntwo\rthree\u2028four\u2029five\x0bsix\x0cseven\x85",
}


def test_hard_letters_come_out_as_they_were_typed(played: Played, tmp_path: Path) -> None:
    copy = played.copy(tmp_path)
    words = "\n\n".join(f"{each}\n {each} " for each in HARD.values())
    given = write_statement(
        copy.folder / "given",
        {
            "pseudonym": "w",
            "consent": consent(),
            "narrative": words,
            "read_back": {"how": "interviewer"},
        },
    )
    _, bundle_id = sent(copy, given)
    session = copy.open(copy.coordinator)
    statement, _ = archived(session, bundle_id)
    session.lock()
    said = text_of(statement.narrative)
    for kind, letters in HARD.items():
        assert f"{letters}\n {letters} " in said, kind
    assert said.encode() == words.encode()
