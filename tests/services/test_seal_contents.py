"""What a sealed bundle says of itself, who can open it, and who cannot any more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from intake_app import errors
from intake_app.bundle.description import decode, recipients_sha256
from intake_app.crypto import age
from intake_app.services import (
    device_keys,
    enrolling,
    exhibits,
    gathering,
    importing,
    interviewing,
    sealed_files,
    sealing,
)
from intake_app.services.sealed_files import SealedFile
from intake_app.vault.archive import Archive
from intake_app.vault.media import Media, MediaStore
from intake_app.vault.sealed import SealedBundle
from tests.crypto.refusals import refused
from tests.services import making
from tests.services.making import PICTURE, Office, opening


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def test_sealed_for_those_whom_the_plan_named_and_nobody_else(office: Office) -> None:
    draft = office.draft()
    plan = sealing.plan(office.device, draft)
    trust = enrolling.require_enrolled(office.device)
    assert plan.openers == plan.identity_openers == (trust.coordinators[0].principal,)
    (bundle,) = sealing.seal(office.device, draft).bundles
    sealed = office.file(bundle.bundle_id).read_bytes()
    with refused("NOT_FOR_US"):
        age.decrypt_bytes(sealed, [device_keys.identity(office.device)])
    importing.import_file(office.coordinator, office.file(bundle.bundle_id))
    said = decode(Archive(office.coordinator.vault).get(bundle.bundle_id).description)
    assert said.recipients_sha256 == recipients_sha256(trust.statement_recipients(), said.nonce)


@pytest.mark.parametrize(
    ("purpose", "rel", "named"),
    [("correction", "corrects", "corrects"), ("addition", "adds_to", "adds-to")],
)
def test_what_comes_later_names_the_older_bundle(
    office: Office, purpose: str, rel: str, named: str
) -> None:
    first = office.seal()
    second = office.later(first, purpose, rel)  # type: ignore[arg-type]
    names_it(office, second, named, first)


def test_a_withdrawal_names_the_bundle_it_withdraws(office: Office) -> None:
    first = office.seal()
    second = office.withdraw(first)
    names_it(office, second, "withdraws", first)


def names_it(office: Office, later: str, rel: str, older: str) -> None:
    importing.import_file(office.coordinator, office.file(later))
    kept = Archive(office.coordinator.vault).get(later)
    (link,) = json.loads(kept.description)["links"]
    assert link == {
        "rel": rel,
        "bundle_id": older,
        "tagmanifest_sha256": office.row(older).tagmanifest_sha256,
    }
    assert json.loads(kept.description)["kind"] == "correction"


@pytest.mark.parametrize("places", [1, 32], ids=["all places taken", "one left for the check"])
def test_what_is_sealed_is_what_was_put_in_and_what_lies_on_the_disk(
    office: Office, monkeypatch: pytest.MonkeyPatch, places: int
) -> None:
    monkeypatch.setattr(sealed_files, "MAX_RECIPIENTS", places)
    draft = office.draft()
    paper = office.people.place() / "paper.bin"
    paper.write_bytes(PICTURE)
    exhibits.attach(office.device, draft, paper)
    pieces, finish = gathering._pieces, SealedFile.finish

    def another(store: MediaStore, media: Media) -> Iterator[bytes]:
        for piece in pieces(store, media):
            yield bytes([piece[0] ^ 1]) + piece[1:]

    def and_rot(self: SealedFile, name: str) -> SealedBundle:
        row = finish(self, name)
        with (office.device.folder / "outbox" / f"{row.outer_name}.part").open("r+b") as file:
            file.seek(500_000)
            was = file.read(1)
            file.seek(500_000)
            file.write(bytes([was[0] ^ 1]))
        return row

    with monkeypatch.context() as fault:
        fault.setattr(gathering, "_pieces", another)
        with pytest.raises(errors.SourceChanged):
            sealing.seal(office.device, draft)
    with monkeypatch.context() as fault:
        fault.setattr(SealedFile, "finish", and_rot)
        with pytest.raises(errors.SealCheckFailed):
            sealing.seal(office.device, draft)
    assert list((office.device.folder / "outbox").iterdir()) == []
    (bundle,) = sealing.seal(office.device, draft).bundles
    outcome = importing.import_file(office.coordinator, office.file(bundle.bundle_id))
    assert outcome.verdict == "accepted"


def test_without_a_complete_consent_nothing_is_sealed(office: Office) -> None:
    silent = msgspec.structs.replace(opening().consent, uses=())
    draft = office.draft()
    interviewing.revise(office.device, draft, consent=silent)
    assert "consent_incomplete" in sealing.plan(office.device, draft).missing
    with pytest.raises(errors.ConsentMissing):
        sealing.seal(office.device, draft)
