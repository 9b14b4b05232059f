"""What a person reads in a terminal: words, no codes; folders are made where they are missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import intake


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("played")
    assert intake("demo", "d", home=home).code == 0
    return home


def run(home: Path, *words: object, code: int = 0) -> str:
    ran = intake(*words, "--passphrase-file", home / "d" / "passphrase.txt", home=home)
    assert ran.code == code, ran
    return ran.out + ran.err


def test_folders_that_are_not_there_are_made(played: Path) -> None:
    for words, vault in (
        (("trust", "card"), "coordinator"),
        (("trust", "export"), "coordinator"),
        (("receipt", "give"), "coordinator"),
    ):
        place = played / "new" / words[0] / words[1]
        run(played, *words, played / "d" / vault, "--to", place)
        assert any(place.iterdir())
        assert place.stat().st_mode & 0o77 == 0


def test_receipts_come_as_a_folder_and_their_verdict_is_a_word(played: Path) -> None:
    device, receipts = played / "d" / "interviewer", played / "d" / "receipts"
    said = run(played, "receipt", "import", device, receipts)
    assert "Checked" in said
    assert "accepted" not in said
    (played / "none").mkdir(exist_ok=True)
    assert "No receipts were found" in run(played, "receipt", "import", device, played / "none")


def test_lists_speak_words_and_an_empty_one_says_so(played: Path) -> None:
    device, coordinator = played / "d" / "interviewer", played / "d" / "coordinator"
    listed = run(played, "handover", device, "--list")
    assert "Statement  " in listed
    assert "handed_over" not in listed
    assert run(played, "handover", coordinator, "--list") == "None yet.\n"
    assert run(played, "anchor", "list", coordinator) == "None yet.\n"
    shown = run(played, "trust", "show", coordinator)
    assert "Trust list: version" in shown
    assert "A change needs 1 root key." in shown


def test_an_opened_bundle_goes_into_an_empty_folder_alone(played: Path) -> None:
    bundle = next((played / "d" / "stick").glob("**/*.age"))
    (played / "full").mkdir()
    (played / "full" / "mine").write_text("x")
    words = ("extract", played / "d" / "coordinator", bundle, "--to", played / "full")
    assert "[FOLDER_NOT_EMPTY]" in run(played, *words, code=1)
    assert [each.name for each in (played / "full").iterdir()] == ["mine"]


def test_verify_names_what_is_no_bundle(played: Path) -> None:
    trust = ("--trust", played / "d" / "trust")
    folder = next((played / "d" / "court").iterdir())
    assert "check-handover.sh" in run(played, "verify", folder, *trust, code=2)
    assert "This is a folder." in run(played, "verify", played, *trust, code=2)
    for content in (b"", b"no tar at all" * 100):
        (played / "x.bin").write_bytes(content)
        said = run(played, "verify", played / "x.bin", *trust, code=1)
        assert "not a sealed bundle" in said


def test_a_plan_for_sealing_is_said_in_sentences(played: Path) -> None:
    device = played / "d" / "interviewer"
    uses = (
        "keep record_voice record_picture share_un share_court share_organisations"
        " share_researchers publish_named publish_unnamed contact_again"
    ).split()
    consent = {
        "form": "consent/1",
        "language": "en",
        "given_as": "spoken",
        "recorded_at": "2026-11-24T09:00:00Z",
        "uses": [{"use": use, "answer": "yes"} for use in uses],
    }
    told = {"pseudonym": "Witness 7", "consent": consent, "narrative": "one"}
    (played / "s.json").write_text(json.dumps(told), "utf-8")
    taken = run(played, "statement", "import", device, played / "s.json", "--json")
    number = json.loads(taken)["statement_id"]
    said = run(played, "seal", device, number, "--plan")
    assert "Some paragraphs were not read back." in said
    assert "Nothing was noted about who the witness is." in said
    assert "unread_paragraphs" not in said
    assert "False" not in said
