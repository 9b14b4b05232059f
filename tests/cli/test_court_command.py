"""`intake court`: what goes, why the rest stays, and nothing readable by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app.crypto import age
from intake_app.crypto.recipients import HybridIdentity
from intake_app.domain.consent import USES
from intake_app.localization import catalogs, languages
from intake_app.localization.court_words import REASONS
from intake_app.services import court_choosing, court_index
from tests.cli.running import intake
from tests.journey.playing import Played


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    home = tmp_path_factory.mktemp("court")
    ran = intake("demo", home / "D", "--json", home=home)
    assert ran.code == 0, ran
    return Played(home / "D", home, ran.told)


def test_the_plan_and_what_is_written(played: Played, tmp_path: Path) -> None:
    made = played.run("court", "plan", played.coordinator, "--for", "court").told
    assert made["use"] == "share_court"
    assert {each["bundle_id"] for each in made["chosen"]}
    done = played.run(
        "court", "write", played.coordinator, "--for", "court", "--to", tmp_path,
        "--recipient", "دادگاه", "--plain",
    ).told  # fmt: skip
    assert done["chosen"] == made["chosen"]
    assert done["left_out"] == made["left_out"]
    assert not done["encrypted"]
    assert Path(done["path"], "handover.txt").is_file()


def test_the_name_goes_and_what_stands_beside_it_is_a_question_of_its_own(played: Played) -> None:
    court = ("court", "plan", played.coordinator, "--for", "court")
    made = played.run(*court).told
    named = played.run(*court, "--with-names").told
    assert named["chosen"] == made["chosen"]
    [name] = [each for each in named["left_out"] if each["reason"] == "NAME_HAS_CONTACT"]
    [asked] = name["asked"]
    both = played.run(*court, "--with-names", "--may-go", asked["code"]).told
    assert len(both["chosen"]) == len(made["chosen"]) + 1
    ran = intake(*court, *played.key, "--with-names", home=played.home, INTAKE_LANG="en")
    assert "how to reach the witness" in ran.out
    assert f"--may-go {asked['code']}" in ran.out.replace("\u2068", "").replace("\u2069", "")


def test_sealed_for_those_who_are_named(played: Played, tmp_path: Path) -> None:
    theirs = HybridIdentity.generate()
    addresses = tmp_path / "mechanism.txt"
    addresses.write_text(f"# the mechanism\n{theirs.recipient.to_text()}\n")
    done = played.run(
        "court", "write", played.coordinator, "--for", "court", "--to", tmp_path,
        "--recipient", "UN", "--age-file", addresses,
    ).told  # fmt: skip
    assert done["encrypted"]
    opened = age.decrypt_bytes(Path(done["path"]).read_bytes(), [theirs])
    assert opened.startswith(f"ho1-{done['handover_id']}/data/".encode())


@pytest.mark.parametrize("more", [(), ("--plain", "--age", "age1pq1x")])
def test_who_may_read_it_has_to_be_said(
    played: Played, tmp_path: Path, more: tuple[str, ...]
) -> None:
    ran = intake(
        "court", "write", played.coordinator, *played.key, "--for", "court", "--to", tmp_path,
        "--recipient", "UN", *more, home=played.home,
    )  # fmt: skip
    assert ran.code == 2
    assert "--plain" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_faults_have_their_codes(played: Played, tmp_path: Path) -> None:
    court = ("court", "write", played.coordinator, "--for", "court", "--recipient", "UN")
    for code, more in {
        "DRIVE_MISSING": ("--to", tmp_path / "no", "--plain"),
        "KEY_MALFORMED": ("--to", tmp_path, "--age", "age1x"),
        "STATEMENT_MISSING": ("--to", tmp_path, "--plain", "--only", "00" * 16),
        "FILE_MISSING": ("--to", tmp_path, "--age-file", tmp_path / "no"),
    }.items():
        ran = played.run(*court, *more, good=False)
        assert (ran.code, ran.fault) == (1, code)
    wrong = ("court", "plan", played.interviewer, "--for", "court")
    assert played.run(*wrong, good=False).fault == "WRONG_ROLE"


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_person_reads_what_the_witness_was_told(played: Played, lang: str) -> None:
    ran = intake(
        "court", "plan", played.coordinator, *played.key, "--for", "court",
        home=played.home, INTAKE_LANG=lang,
    )  # fmt: skip
    assert ran.code == 0
    told = {"en": "Islamic Republic", "fa": "جمهوری اسلامی"}[lang]
    assert told in ran.out


def test_every_reason_has_its_sentence_everywhere() -> None:
    codes = set(court_choosing.Reason.__args__)  # type: ignore[attr-defined]
    assert set(REASONS) == codes
    for lang in court_index.LANGUAGES:
        words = court_index.words()[lang]
        assert set(words["reasons"]) == codes
        assert words.keys() == court_index.words()["en"].keys()
        assert len(words["part_rows"]) == len(court_index.words()["en"]["part_rows"])
    assert set(court_choosing.USES) < set(USES)
    before = languages.active().code
    try:
        catalogs.activate("fa")
        assert all(catalogs.gettext(each) != each for each in REASONS.values())
    finally:
        catalogs.activate(before)
