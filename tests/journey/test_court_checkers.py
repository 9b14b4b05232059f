"""Both checkers of a hand-over, which share no code with us or each other, see every change.

What is changed bare, what somebody lists anew, and what even the coordinator signs anew.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from intake_app.assets import resource
from intake_app.crypto import keys, sshsig
from intake_app.crypto.keys import SigningKey
from intake_app.services import (
    court_choosing,
    court_writing,
    device_keys,
    importing,
    organising,
    rotating,
)
from intake_app.services.court_choosing import COURT
from tests.crypto.time_service import TimeService
from tests.journey.court_folder import CHECKERS, NOTE, Court, hand_over, judged, relist
from tests.services import making


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    place = tmp_path_factory.mktemp("court")
    for office in making.office(place):
        yield hand_over(office, TimeService.found(place / "service"))


@pytest.mark.parametrize("which", CHECKERS)
def test_what_was_written_holds(court: Court, tmp_path: Path, which: str) -> None:
    work = tmp_path / "work"
    for folder in (court.folder, court.other):
        done = judged(which, folder, work=work)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "All checks hold" in done.stdout
        assert court.digits in done.stdout
        assert "Not proven: that a statement is true" in done.stdout
    assert "a time service's answer" in judged(which, court.folder, work=work).stdout
    assert not list(work.iterdir()), "nothing of the testimony is left"


@pytest.mark.parametrize("which", CHECKERS)
def test_the_digits_from_elsewhere_decide(court: Court, tmp_path: Path, which: str) -> None:
    work = tmp_path / "work"
    assert judged(which, court.folder, court.digits, work=work).returncode == 0
    wrong = court.digits[:-1] + ("0" if court.digits[-1] != "0" else "1")
    assert judged(which, court.folder, wrong, work=work).returncode == 1
    assert judged(which, tmp_path / "nowhere", work=work).returncode == 2
    groups = court.digits.split(" ")
    assert len(groups) == 8
    assert judged(which, court.folder, *groups, work=work).returncode == 0
    assert judged(which, court.folder, *reversed(groups), work=work).returncode == 1
    assert judged(which, court.folder, *groups, "1", work=work).returncode == 2


@pytest.mark.parametrize("which", CHECKERS)
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_statement_is_read_as_the_texts_say_and_the_folder_still_holds(
    court: Court, tmp_path: Path, which: str, lang: str
) -> None:
    folder = tmp_path / court.folder.name
    shutil.copytree(court.folder, folder)
    how_to = (folder / f"data/check/how-to-check-handover.{lang}.txt").read_text("utf-8")
    page = unescape((folder / f"data/index.{lang}.html").read_text("utf-8"))
    said = re.search(r"(?m)^ *(mkdir .*)$", how_to)
    assert said
    assert f"<code>{said[1]}</code>" in page
    for number in court.ids:  # one after another
        command = said[1].replace("NUMBER", number)
        subprocess.run(["bash", "-c", command], cwd=folder, check=True)
    for text in (how_to, page):
        path = re.search(r"\.\./read/tb1-NUMBER/data/000001\.json", text)
        assert path
        found = (folder / path[0].replace("NUMBER", court.ids[0])).read_text("utf-8")
        assert json.loads(found)["narrative"]
    assert judged(which, folder, work=tmp_path / "work").returncode == 0


@pytest.mark.parametrize("which", CHECKERS)
def test_it_says_which_file_is_not_listed_or_missing(
    court: Court, tmp_path: Path, which: str
) -> None:
    folder, work = tmp_path / court.folder.name, tmp_path / "work"
    shutil.copytree(court.folder, folder)
    more = folder / "tb1-0" / "bundle.json"
    more.parent.mkdir()
    more.write_bytes(b"{}")
    assert "not listed: tb1-0/bundle.json\n" in judged(which, folder, work=work).stdout
    shutil.rmtree(more.parent)
    (folder / slip(court)).unlink()
    assert f"missing: {slip(court)}\n" in judged(which, folder, work=work).stdout


def test_they_run_from_the_folder_itself_and_are_the_shipped_ones(court: Court) -> None:
    for name in court_writing.CHECKERS:
        copy = court.folder / "data/check" / name
        assert copy.read_bytes() == resource("verify", name).read_bytes()
    done = subprocess.run(
        ["bash", "data/check/check-handover.sh", "."],
        cwd=court.folder, env={"PATH": "/usr/bin:/bin"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert b"intake_app" not in resource("verify", "check-handover.py").read_bytes()


# -- how a folder is changed ----------------------------------------------------------------------

Change = Callable[[Path, Court], object]


def tar(court: Court, number: int = 0) -> str:
    return f"data/statements/{court.ids[number]}.tar"


def slip(court: Court, number: int = 0) -> str:
    return f"data/receipts/{court.ids[number]}.txt"


def flip(path: Path, at: int | bytes) -> None:
    data = bytearray(path.read_bytes())
    data[at if isinstance(at, int) else data.index(at)] ^= 1
    path.write_bytes(data)


def swap(one: Path, two: Path) -> None:
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def text(name: str, old: str, new: str) -> Change:
    def change(folder: Path, _court: Court) -> None:
        path = folder / name
        before = path.read_text("utf-8")
        after = re.sub(old, new, before, count=1)
        assert after != before
        path.write_text(after, "utf-8")

    return change


def drop_line(name: str, number: int) -> Change:
    def change(folder: Path, _court: Court) -> None:
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        del lines[number]
        (folder / name).write_bytes(b"".join(lines))

    return change


def manifest_order(folder: Path, _court: Court) -> None:
    path = folder / "manifest-sha256.txt"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))


def inner_order(folder: Path, court: Court) -> None:
    """Change the places of two small entries of equal length within the tar."""
    path = folder / tar(court)
    data = path.read_bytes()
    info = data.index(b"/bag-info.txt\0") // 512 * 512
    bagit = data.index(b"/bagit.txt\0") // 512 * 512
    assert bagit == info + 1024
    path.write_bytes(
        data[:info] + data[bagit : bagit + 1024] + data[info:bagit] + data[bagit + 1024 :]
    )


def from_the_other(folder: Path, court: Court) -> None:
    shutil.copy(court.other / f"data/statements/{court.other_id}.tar", folder / tar(court))


def smuggled(folder: Path, court: Court) -> None:
    """A statement of the other hand-over with its receipt, named in the note, not in the log."""
    for name in (f"statements/{court.other_id}.tar", f"receipts/{court.other_id}.txt"):
        shutil.copy(court.other / "data" / name, folder / "data" / name)
    name = f"receipts/{court.other_id}.txt.sig"
    shutil.copy(court.other / "data" / name, folder / "data" / name)
    line = re.search(r"(?m)^statement: .*\n", (court.other / NOTE).read_text("utf-8"))
    assert line
    with (folder / NOTE).open("a", encoding="utf-8") as note:
        note.write(line[0])


def device_signs(folder: Path, court: Court) -> None:
    """A device's key signs the note in the place of the coordinator's."""
    path = folder / NOTE
    note = path.read_text("utf-8")
    path.write_text(re.sub(r"coord-[0-9a-f]{8}", court.device, note), "utf-8")
    relist(folder, court.device_key)


def own_member(folder: Path, court: Court) -> None:
    line = SigningKey.generate().public.line()
    spaces = f"{sshsig.BUNDLE},{sshsig.LOG}"
    valid = 'valid-after="20250101000000Z",valid-before="20300101000000Z"'
    with (folder / "data/trust/000003/allowed_signers").open("a") as file:
        file.write(f'device-00000000 namespaces="{spaces}",{valid} {line}\n')
    del court


def two_receipts(folder: Path, court: Court) -> None:
    for end in ("", ".sig"):
        swap(folder / f"{slip(court)}{end}", folder / f"{slip(court, 1)}{end}")


def without_the_last(folder: Path, court: Court) -> None:
    for number in (2, 3):
        shutil.rmtree(folder / f"data/trust/{number:06d}")
    text(NOTE, "trust: 1 3", "trust: 1 1")(folder, court)


BARE: dict[str, Change] = {
    "a byte of the content": lambda f, c: flip(f / tar(c), 6000),
    "a byte of the note": text(NOTE, "دادگاه", "درگاه"),
    "a byte of the note's signature": lambda f, _: flip(f / f"{NOTE}.sig", 80),
    "a byte of a receipt": lambda f, c: flip(f / slip(c), 40),
    "the head of our log": text("data/logs/organisation-head.txt", "[0-9]+\n", "7\n"),
    "a byte of the page for people": text("data/index.en.html", "witnesses", "witness"),
    "a byte of the checker": text("data/check/check-handover.sh", "exit 1", "exit 0"),
    "the count of files": text("bag-info.txt", "Oxum: ", "Oxum: 1"),
    "a statement taken out": lambda f, c: (f / tar(c)).unlink(),
    "a receipt taken out": lambda f, c: (f / slip(c)).unlink(),
    "a file more": lambda f, _: (f / "data/more.txt").write_bytes(b"x"),
    "a file more beside the lists": lambda f, _: (f / "more.txt").write_bytes(b"x"),
    "an empty folder": lambda f, _: (f / "data/empty").mkdir(),
    "a link": lambda f, c: (f / "data/link").symlink_to(c.ids[0]),
    "a name": lambda f, c: (f / tar(c)).rename(f / f"data/statements/{'0' * 32}.tar"),
    "the order of the list": manifest_order,
    "two receipts": lambda f, c: swap(f / slip(c), f / slip(c, 1)),
    "the first link of the trust list": lambda f, _: shutil.rmtree(f / "data/trust/000001"),
}
LISTED: dict[str, Change] = {
    "a byte of the content": BARE["a byte of the content"],
    "a statement of another hand-over": from_the_other,
    "a statement taken out": BARE["a statement taken out"],
    "a file more": BARE["a file more"],
    "the recipient": BARE["a byte of the note"],
    "the first link of the trust list": BARE["the first link of the trust list"],
}
SIGNED: dict[str, Change] = {
    "a byte of the content": BARE["a byte of the content"],
    "a byte of the padding": lambda f, c: flip(f / tar(c), -1),
    "the order within a statement": inner_order,
    "a signature within a statement": lambda f, c: flip(f / tar(c), b"U1NIU0lH"),
    "a statement of another hand-over": from_the_other,
    "two statements": lambda f, c: swap(f / tar(c), f / tar(c, 1)),
    "a statement that is named nowhere": lambda f, c: (
        shutil.copy(c.other / f"data/statements/{c.other_id}.tar", f / "data/statements") and None
    ),
    "a statement that our log does not tell of": smuggled,
    "two receipts with their signatures": two_receipts,
    "the verdict of a receipt": lambda f, c: text(slip(c), "accepted", "held:LOG_GAP")(f, c),
    "a link of the trust list": lambda f, _: shutil.rmtree(f / "data/trust/000002"),
    "the last links of the trust list": without_the_last,
    "a word of the trust list": text("data/trust/000001/trust.txt", "org: Archive", "org: Other"),
    "a member that nobody signed": own_member,
    "a root's signature": lambda f, _: flip(f / "data/trust/000002/trust.txt.1.sig", 90),
    "a root's signature taken out": lambda f, _: (f / "data/trust/000002/trust.txt.1.sig").unlink(),
    "a line of our log": text("data/logs/organisation.log", '"wall":"2026', '"wall":"2025'),
    "a line of our log taken out": drop_line("data/logs/organisation.log", 2),
    "the last line of our log taken out": drop_line("data/logs/organisation.log", -1),
    "the head of our log": text("data/logs/organisation-head.txt", "([0-9a-f]{64})", "0" * 64),
    "the recipient": BARE["a byte of the note"],
    "the salt of the recipient": text(NOTE, "to_salt: [0-9a-f]{64}", f"to_salt: {'a' * 64}"),
    "the number of a bundle that stays": text(NOTE, r"\Z", f"left_out: {'a' * 32} WITHDRAWN\n"),
    "the head that the note names": text(NOTE, r"org_log: \d+", "org_log: 3"),
    "the number of the hand-over": text(NOTE, "handover: [0-9a-f]{32}", f"handover: {'a' * 32}"),
    "a use that was refused": text(NOTE, "use: share_court", "use: share_un"),
    "another organisation": text(NOTE, "org: [0-9a-f]{64}", f"org: {'b' * 64}"),
    "a kind": text(NOTE, " statement device", " identity device"),
    "a line of the computer's log": lambda f, c: text(
        f"data/logs/{c.device}.log", '"wall":"2026', '"wall":"2025'
    )(f, c),
    "the signature of the computer's log": lambda f, c: flip(
        f / f"data/logs/{c.device}-head.txt.sig", 90
    ),
    "the answer of a time service": lambda f, _: flip(f / "data/anchors/0001.tsr", -40),
    "what the time service was asked": text("data/anchors/0001.head.txt", "\n[0-9]+\n", "\n9\n"),
    "the time of the note, beyond the card's": text(NOTE, "made_at: 2026", "made_at: 2036"),
}


@pytest.mark.parametrize(
    ("level", "what"),
    [
        *(("bare", what) for what in BARE),
        *(("listed", what) for what in LISTED),
        *(("signed", what) for what in SIGNED),
    ],
)
def test_both_see_it(court: Court, tmp_path: Path, level: str, what: str) -> None:
    folder = tmp_path / court.folder.name
    shutil.copytree(court.folder, folder)
    {"bare": BARE, "listed": LISTED, "signed": SIGNED}[level][what](folder, court)
    if level != "bare":
        relist(folder, court.key if level == "signed" else None)
    for which in CHECKERS:
        done = judged(which, folder, work=tmp_path / "work")
        assert done.returncode == 1, (which, done.stdout, done.stderr)
        assert "FAILS" in done.stdout
        assert "All checks hold" not in done.stdout


def test_after_other_root_keys_old_and_new_have_to_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_BCRYPT_ROUNDS", 1)  # a quick lock, as the vaults' is
    for office in making.office(tmp_path / "office"):
        desk = office.coordinator
        bundle_id = office.seal()
        importing.import_file(desk, office.copy(bundle_id))
        digits = organising.card_digits(desk)
        gone = rotating.roots(desk)[0][0].name
        rotating.prepare(
            desk,
            threshold=1,
            leave_out=[gone],
            new_folders=[office.people.place()],
            new_passphrase=bytearray(b"words of the holder"),
        )
        rotating.publish(desk)
        plan = court_choosing.plan(desk, COURT)
        made = court_writing.write(desk, plan, office.people.place(), recipient="Court")
        key, new_digits = device_keys.signing_key(desk), organising.card_digits(desk)
    assert digits != new_digits
    work = tmp_path / "work"
    for which in CHECKERS:
        for known in ((), (digits,), (new_digits,)):
            done = judged(which, made.path, *known, work=work)
            assert done.returncode == 0, (which, known, done.stdout, done.stderr)
            assert digits in done.stdout
            assert new_digits in done.stdout
    signed = sorted((made.path / "data/trust/000003").glob("*.sig"))
    assert len(signed) == 2, "by the one that goes and the one that comes"
    for each in signed:
        folder = tmp_path / each.name
        shutil.copytree(made.path, folder)
        (folder / each.relative_to(made.path)).unlink()
        relist(folder, key)
        assert [judged(which, folder, work=work).returncode for which in CHECKERS] == [1, 1]


def test_only_a_coordinator_signs_a_note(court: Court, tmp_path: Path) -> None:
    folder = tmp_path / court.folder.name
    shutil.copytree(court.folder, folder)
    relist(folder, SigningKey.generate())
    work = tmp_path / "work"
    assert [judged(each, folder, work=work).returncode for each in CHECKERS] == [1, 1]
    device_signs(folder, court)
    assert [judged(each, folder, work=work).returncode for each in CHECKERS] == [1, 1]


def test_signed_anew_without_a_change_it_still_holds(court: Court, tmp_path: Path) -> None:
    """So that the table above shows the change, not the signing anew."""
    folder = tmp_path / court.folder.name
    shutil.copytree(court.folder, folder)
    relist(folder, court.key)
    for name in ("manifest-sha256.txt", NOTE, "tagmanifest-sha256.txt"):
        assert (folder / name).read_bytes() == (court.folder / name).read_bytes()
    assert any((folder / "data/anchors").iterdir())
    work = tmp_path / "work"
    assert [judged(each, folder, work=work).returncode for each in CHECKERS] == [0, 0]
