"""A hand-over is whole under its name or not there; our log tells of it; nobody else opens it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.bundle import receipt
from intake_app.crypto import age
from intake_app.crypto.recipients import HybridIdentity
from intake_app.services import (
    court_choosing,
    court_writing,
    device_keys,
    giving_receipts,
    importing,
    organising,
    verifying,
)
from intake_app.services import session as sessions
from intake_app.services.court_choosing import COURT, Plan
from intake_app.services.court_writing import HandOver
from intake_app.vault.archive import Archive
from intake_app.vault.court_handovers import CourtHandovers
from intake_app.vault.sealed import Sealed
from tests.services import making
from tests.services.making import Office
from tests.services.people import WORDS

TO = "دادگاه نمونه"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def ready(office: Office, *, files: bool = False) -> Plan:
    """Two statements sealed and taken in, and what of them may go to a court."""
    for text in (making.WORDS, "گفتهٔ دوم"):
        office.seal(text, files=files)
    for row in reversed(Sealed(office.device.vault).all()):
        importing.import_file(office.coordinator, office.device.folder / "outbox" / row.outer_name)
    return court_choosing.plan(office.coordinator, COURT)


def write(office: Office, made: Plan, to: Path, *recipients: str) -> HandOver:
    return court_writing.write(
        office.coordinator, made, to, recipient=TO, recipients=list(recipients)
    )


def validate(folder: Path) -> None:
    """Ask the stock validator of bags."""
    subprocess.run(["bagit.py", "--quiet", "--validate", folder], check=True)


def steps(office: Office) -> list[tuple[str, str]]:
    return [
        (str(each.x.get("step", "bundle")), each.ref)
        for each in office.coordinator.custody.entries()
        if each.event == "handover"
    ]


def test_a_bag_of_bags_with_everything_in_it(office: Office) -> None:
    plan, to = ready(office, files=True), office.people.place()
    done = write(office, plan, to)
    assert [each.name for each in to.iterdir()] == [f"ho1-{done.handover_id}"]
    assert not done.encrypted
    validate(done.path)
    trust = office.people.place()
    organising.write_trust_folder(office.coordinator, trust)
    for each in plan.chosen:
        tar = done.path / "data/statements" / f"{each.bundle_id}.tar"
        found = verifying.verify_file(tar, trust_folder=trust)
        assert found.tagmanifest_sha256 == each.tagmanifest_sha256
    assert {each.name for each in (done.path / "data/trust").iterdir()} == {"000001", "000002"}
    assert not any(path.name.startswith("rec") for path in (done.path / "data/trust").rglob("*"))


def test_the_log_names_bundles_and_recipient_but_no_name(office: Office) -> None:
    plan, to = ready(office), office.people.place()
    done = write(office, plan, to)
    ids = [("bundle", each.bundle_id) for each in plan.chosen]
    assert steps(office) == [("begun", done.handover_id), *ids, ("done", done.handover_id)]
    log = (done.path / "data/logs/organisation.log").read_bytes()
    assert log.count(b'"event":"handover"') == 3, "what is done is known only afterwards"
    told = office.coordinator.custody.entries()[-2].x
    assert TO not in str(told)
    kept = CourtHandovers(office.coordinator.vault).find(done.handover_id)
    assert kept is not None
    assert (kept.recipient, kept.use) == (TO, COURT)
    mark = f"{kept.to_salt}\n{done.handover_id}\n{TO}\n"
    assert told["to_sha256"] == hashlib.sha256(mark.encode()).hexdigest()
    assert re.fullmatch("[0-9a-f]{64}", kept.to_salt)
    assert f"to_salt: {kept.to_salt}\n" in (done.path / "handover.txt").read_text("utf-8")
    assert kept.to_salt.encode() not in log
    assert office.coordinator.custody.entries()[-1].x["note_sha256"] == done.note_sha256


def test_which_bundles_stay_and_why_is_kept_here_and_goes_nowhere(office: Office) -> None:
    taken_back = office.seal()
    withdrawal = office.withdraw(taken_back)
    plan, to = ready(office), office.people.place()
    stays = {taken_back: "WITHDRAWN", withdrawal: "IS_WITHDRAWAL"}
    assert {each.bundle_id: each.reason for each in plan.left_out} == stays
    done = write(office, plan, to)
    kept = CourtHandovers(office.coordinator.vault).find(done.handover_id)
    assert kept is not None
    told = json.loads(kept.plan)
    assert {each["bundle_id"]: each["reason"] for each in told["left_out"]} == stays
    assert [each["bundle_id"] for each in told["chosen"]] == [e.bundle_id for e in plan.chosen]
    files = [each for each in done.path.rglob("*") if each.suffix in {".txt", ".html"}]
    assert files
    for each in files:
        assert not any(bundle_id.encode() in each.read_bytes() for bundle_id in stays)
    assert b"left_out: WITHDRAWN 1\n" in (done.path / "handover.txt").read_bytes()
    log = (done.path / "data/logs/organisation.log").read_text("utf-8")
    assert "WITHDRAWN" not in log


def test_the_receipts_are_those_that_the_device_got(office: Office) -> None:
    plan, to = ready(office), office.people.place()
    done = write(office, plan, to)
    identity = device_keys.identity(office.device)
    for each in plan.chosen:
        given = giving_receipts.receipt_for(office.coordinator, each.bundle_id)
        _, text, signature = receipt.read(given.content, [identity])
        path = done.path / "data/receipts" / f"{each.bundle_id}.txt"
        assert path.read_bytes() == text
        assert path.with_name(path.name + ".sig").read_bytes() == signature


def test_sealed_for_the_recipient_alone_it_is_the_same_folder(office: Office) -> None:
    plan, to = ready(office), office.people.place()
    theirs, others = HybridIdentity.generate(), HybridIdentity.generate()
    done = write(office, plan, to, theirs.recipient.to_text(), f" {others.recipient.to_text()}\n")
    assert done.encrypted
    assert [each.name for each in to.iterdir()] == [f"{done.handover_id}.age"]
    sealed = done.path.read_bytes()
    for mine in (theirs, others):
        opened = age.decrypt_bytes(sealed, [mine])
    with pytest.raises(errors.BundleRefused):
        age.decrypt_bytes(sealed, [device_keys.identity(office.device)])
    (to / "x").mkdir()
    subprocess.run(["tar", "-xf", "-", "-C", to / "x"], input=opened, check=True)
    [folder] = (to / "x").iterdir()
    assert folder.name == f"ho1-{done.handover_id}"
    validate(folder)
    plain = write(office, plan, office.people.place())
    names = {path.relative_to(folder) for path in folder.rglob("*")}
    assert names == {path.relative_to(plain.path) for path in plain.path.rglob("*")}


def test_words_are_in_the_plain_folder_and_never_beside_the_sealed_file(office: Office) -> None:
    plan, to = ready(office), office.people.place()
    theirs = HybridIdentity.generate().recipient.to_text()
    write(office, plan, to, theirs)
    assert b"data/000001.json" not in b"".join(each.read_bytes() for each in to.iterdir())
    plain = write(office, plan, office.people.place())
    tars = b"".join(each.read_bytes() for each in plain.path.rglob("*.tar"))
    assert making.WORDS.splitlines()[0].encode() in tars


def test_what_cannot_be_is_said_before_anything_is_begun(office: Office, tmp_path: Path) -> None:
    plan, to = ready(office), office.people.place()
    here = office.coordinator.folder / "outbox"
    attempts: list[tuple[type[errors.IntakeError], Plan, Path, str, list[str]]] = [
        (errors.NothingAllowed, Plan(COURT, (), ()), to, TO, []),
        (errors.NameUnusable, plan, to, "", []),
        (errors.NameUnusable, plan, to, "two\nlines", []),
        (errors.KeyMalformed, plan, to, TO, ["age1nothing"]),
        (errors.DriveMissing, plan, tmp_path / "nowhere", TO, []),
        (errors.DriveIsVault, plan, here, TO, []),
    ]
    for fault, made, where, name, recipients in attempts:
        with pytest.raises(fault):
            court_writing.write(
                office.coordinator, made, where, recipient=name, recipients=recipients
            )
    with pytest.raises(errors.WrongRole):
        court_writing.write(office.device, plan, to, recipient=TO)
    office.people.clock.advance(400 * 24 * 3600)
    with pytest.raises(errors.OwnKeyExpired):
        write(office, plan, to)
    assert steps(office) == []
    assert list(to.iterdir()) == []


@pytest.mark.parametrize("sealed", [False, True])
def test_a_stop_leaves_nothing_and_the_log_says_so(office: Office, *, sealed: bool) -> None:
    plan, to = ready(office), office.people.place()
    recipients = [HybridIdentity.generate().recipient.to_text()] if sealed else []
    looks = iter([False, False, False, True])
    with pytest.raises(errors.Cancelled):
        court_writing.write(
            office.coordinator, plan, to, recipient=TO, recipients=recipients,
            cancelled=lambda: next(looks, True),
        )  # fmt: skip
    assert list(to.iterdir()) == []
    assert [step for step, _ in steps(office)][-1] == "abandoned"


def test_a_damaged_archive_hands_nothing_over(office: Office) -> None:
    plan, to = ready(office), office.people.place()
    name = Archive(office.coordinator.vault).get(plan.chosen[1].bundle_id).outer_name
    path = office.coordinator.folder / "archive" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(errors.BundleRefused):
        write(office, plan, to)
    assert list(to.iterdir()) == []


def test_a_plan_cannot_be_made_up(office: Office) -> None:
    """Who changes a plan gets the same filter once more."""
    refused = office.seal()
    office.withdraw(refused)
    plan, to = ready(office), office.people.place()
    [gone] = [each for each in plan.left_out if each.bundle_id == refused]
    forged = replace(
        plan.chosen[0], bundle_id=gone.bundle_id,
        tagmanifest_sha256=Archive(office.coordinator.vault).get(refused).tagmanifest_sha256,
    )  # fmt: skip
    with pytest.raises(errors.NothingAllowed):
        write(office, replace(plan, chosen=(*plan.chosen, forged)), to)
    assert list(to.iterdir()) == []


def test_a_plan_for_another_wish_is_refused(office: Office) -> None:
    """What a person says when it is written counts, not what they had ticked before."""
    office.seal(identity=True)
    ready(office)
    asked = court_choosing.plan(office.coordinator, COURT, with_identity=True)
    answers = [each.code for row in asked.left_out for each in row.asked]
    named = court_choosing.plan(office.coordinator, COURT, with_identity=True, answers=answers)
    assert any(each.kind == "identity" for each in named.chosen)
    to = office.people.place()
    with pytest.raises(errors.NothingAllowed):
        write(office, named, to)
    with pytest.raises(errors.NothingAllowed):
        write(office, court_choosing.plan(office.coordinator, "share_un"), to)
    with pytest.raises(errors.NothingAllowed):
        court_writing.write(office.coordinator, named, to, recipient=TO, with_identity=True)
    assert list(to.iterdir()) == []
    assert steps(office) == []
    court_writing.write(
        office.coordinator, named, to, recipient=TO, with_identity=True, answers=answers
    )


@pytest.mark.parametrize("sealed", [False, True])
def test_killed_before_a_change_of_files(office: Office, *, sealed: bool) -> None:
    ready(office)
    vault = office.coordinator.folder
    office.coordinator.lock()
    recipients = [HybridIdentity.generate().recipient.to_text()] if sealed else []
    outs = []
    for moment in ("1", "4", "9", "rename", "1000000") if sealed else ("3", "24", "rename"):
        folder, drive = office.people.place() / "vault", office.people.place()
        shutil.copytree(vault, folder)
        command = [sys.executable, "-m", "tests.services.court_child", moment]
        ran = subprocess.run(
            [*command, folder, drive, *recipients], capture_output=True, check=False, timeout=60
        )
        assert ran.stderr == b""
        outs.append(ran.stdout[:4])
        there = [each for each in drive.iterdir() if not each.name.endswith(".part")]
        assert len(there) == ran.stdout.startswith(b"done"), "half a hand-over has no name"
        session = sessions.unlock(folder, bytearray(WORDS), office.coordinator.surroundings)
        session.custody.verify()
        plan = court_choosing.plan(session, COURT)
        court_writing.write(session, plan, drive, recipient=TO, recipients=recipients)
        session.lock()
        assert len(list(drive.iterdir())) == len(there) + 1, "what was unfinished is gone"
    assert set(outs) == ({b"", b"done"} if sealed else {b""})
