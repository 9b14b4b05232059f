"""Receipts that should not count: refused by name, noted, and the grave ones shown until read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.bundle import receipt as receipts
from intake_app.crypto import sshsig
from intake_app.crypto.chain import Head
from intake_app.crypto.keys import SigningKey
from intake_app.services import (
    custody,
    device_keys,
    receipt_alarms,
    receipting,
    rollback_claims,
    session,
)
from intake_app.services.session import Session
from intake_app.vault.anchors import Anchors
from intake_app.vault.receipts import Receipts
from tests.services import making
from tests.services.making import Office
from tests.services.people import WORDS
from tests.services.receipts import receipt, revoke, second_coordinator


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


def told(session: Session) -> list[tuple[str, str]]:
    """The verdict and the reason of every line about a receipt."""
    lines = [line for line in session.custody.entries() if line.event == "receipt"]
    return [(str(line.x["verdict"]), str(line.x.get("why", ""))) for line in lines]


def untouched(office: Office, bundle_id: str) -> bool:
    """Whether nothing that came counts for the bundle."""
    kept = Receipts(office.device.vault).all()
    standing = receipting.standing(office.device, office.row(bundle_id))
    return not kept and not standing.coordinators and office.row(bundle_id).state == "waiting"


@pytest.mark.parametrize(
    "changed",
    [{"bundle_id": "ab" * 16}, {"outer_sha256": "ab" * 32}, {"tagmanifest_sha256": "ab" * 32}],
    ids=lambda changed: next(iter(changed)),
)
def test_for_what_was_never_made_here(office: Office, changed: dict[str, str]) -> None:
    bundle_id = office.seal()
    with pytest.raises(errors.ReceiptUnknownBundle):
        receipting.take_in(office.device, receipt(office, bundle_id, None, None, **changed))
    assert told(office.device) == [("unknown-bundle", "bundle")]
    (alarm,) = receipt_alarms.unread(office.device)
    assert alarm.bundle_id == changed.get("bundle_id", bundle_id)
    assert alarm.coordinator == device_keys.principal(office.coordinator)
    assert alarm.at == office.device.now()
    assert untouched(office, bundle_id)


def test_another_bundles_hashes_are_no_confirmation(office: Office) -> None:
    mine, other = office.seal(), office.seal("دیگری")
    path = receipt(office, mine, bundle_id=other)
    with pytest.raises(errors.ReceiptUnknownBundle):
        receipting.take_in(office.device, path)
    assert untouched(office, mine)
    assert untouched(office, other)


@pytest.mark.parametrize(
    "verdict",
    ["accepted", "held:LOG_GAP", "refused:TAG_HASH"],
)
@pytest.mark.parametrize("seq", [999, 2], ids=["beyond-our-log", "within-it"])
def test_about_a_log_that_is_not_ours(office: Office, verdict: str, seq: int) -> None:
    bundle_id = office.seal()
    head = Head(seq, "ab" * 32)
    path = receipt(office, bundle_id, device_log=head, verdict=verdict)
    with pytest.raises(errors.ReceiptForged):
        receipting.take_in(office.device, path)
    assert told(office.device) == [("forged", "log")]
    assert len(receipt_alarms.unread(office.device)) == 1
    # What others say of our log stays in sight of its check, and is no more than what they say.
    [claim] = rollback_claims.waiting(office.device)
    assert (claim.by, claim.lost) == (device_keys.principal(office.coordinator), head)
    assert Anchors(office.device.vault).missing() == []
    found = custody.verify(office.device)
    assert (found.ok, found.claims) == (True, 1)
    assert untouched(office, bundle_id)


def test_in_the_name_of_a_coordinator_but_signed_otherwise(office: Office) -> None:
    bundle_id = office.seal()
    second = second_coordinator(office)
    for number, key in enumerate(
        (
            SigningKey.generate(),
            device_keys.signing_key(office.device),
            device_keys.signing_key(second),
        ),
        start=1,
    ):
        with pytest.raises(errors.ReceiptForged):
            receipting.take_in(office.device, receipt(office, bundle_id, key=key))
        assert told(office.device) == [("forged", "coordinator")] * number
    assert len(receipt_alarms.unread(office.device)) == 3
    assert untouched(office, bundle_id)


def test_a_signature_that_does_not_hold(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle_id = office.seal()
    true_sign = sshsig.sign

    def sign(key: SigningKey, namespace: str, text: bytes) -> bytes:
        return true_sign(key, namespace, text.replace(b"accepted", b"held:LOG_GAP"))

    monkeypatch.setattr(sshsig, "sign", sign)
    path = receipt(office, bundle_id)
    monkeypatch.undo()
    with pytest.raises(errors.ReceiptForged):
        receipting.take_in(office.device, path)
    assert told(office.device) == [("forged", "sig_invalid")]
    assert untouched(office, bundle_id)


def test_for_another_device(office: Office) -> None:
    bundle_id = office.seal()
    with pytest.raises(errors.ReceiptForged):
        receipting.take_in(office.device, receipt(office, bundle_id, device="device-00000000"))
    assert told(office.device) == [("forged", "device")]
    assert untouched(office, bundle_id)


def test_of_a_coordinator_whom_this_device_does_not_know_yet(office: Office) -> None:
    """No alarm: the list of members may only be on its way. With it the receipt counts."""
    bundle_id = office.seal()
    second = second_coordinator(office, known_to_device=False)
    path = receipt(office, bundle_id, second)
    with pytest.raises(errors.ReceiptNotListed):
        receipting.take_in(office.device, path)
    assert told(office.device) == [("refused", "coordinator")]
    assert receipt_alarms.unread(office.device) == []
    assert untouched(office, bundle_id)
    office.people.carry(office.coordinator, office.device)
    receipting.take_in(office.device, path)
    assert office.row(bundle_id).state == "received"


def test_of_a_revoked_coordinator(office: Office) -> None:
    """Before or after: what a revoked coordinator confirmed counts no more."""
    bundle_id, later = office.seal(), office.seal("دیگری")
    second = second_coordinator(office)
    receipting.take_in(office.device, receipt(office, bundle_id, second))
    unused = receipt(office, later, second)
    revoke(office, second)
    with pytest.raises(errors.ReceiptNotListed):
        receipting.take_in(office.device, unused)
    assert told(office.device) == [("accepted", ""), ("refused", "coordinator")]
    assert receipt_alarms.unread(office.device) == []
    standing = receipting.standing(office.device, office.row(bundle_id))
    assert (standing.coordinators, standing.needed, standing.is_complete) == ((), 1, False)
    with pytest.raises(errors.NotReceipted):
        receipting.delete(office.device, [bundle_id])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"org": "ab" * 32}, "org"),
        ({"received_at": "2020-01-01T00:00:00Z"}, "time"),
        ({"received_at": "2099-01-01T00:00:00Z"}, "time"),
    ],
)
def test_of_another_time_or_organisation(
    office: Office, changed: dict[str, object], why: str
) -> None:
    bundle_id = office.seal()
    with pytest.raises(errors.ReceiptRefused):
        receipting.take_in(office.device, receipt(office, bundle_id, None, None, **changed))
    assert told(office.device) == [("refused", why)]
    assert untouched(office, bundle_id)


def test_what_does_not_open_here_leaves_no_line(office: Office) -> None:
    """Anybody can fill a drive with files: only what was sealed for this device is noted."""
    bundle_id = office.seal()
    path = receipt(office, bundle_id)
    whole = path.read_bytes()
    for data in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"", os.urandom(20_000)):
        path.write_bytes(data)
        with pytest.raises(errors.ReceiptRefused):
            receipting.take_in(office.device, path)
    path.write_bytes(os.urandom(receipts.MAX_OUTER_BYTES + 1))
    with pytest.raises(errors.FileMalformed):
        receipting.take_in(office.device, path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(errors.FileMissing):
        receipting.take_in(office.device, path)
    stranger = office.people.person("interviewer")
    office.people.enrol(office.coordinator, stranger)
    path.unlink()
    path.write_bytes(whole)
    with pytest.raises(errors.ReceiptRefused):
        receipting.take_in(stranger, path)
    assert told(stranger) == told(office.device) == []
    assert untouched(office, bundle_id)


def test_alarms_stay_until_somebody_read_them(office: Office) -> None:
    bundle_id = office.seal()
    forged = receipt(office, bundle_id, device="device-00000000")
    strange = receipt(office, bundle_id, bundle_id="ab" * 16)
    for path in (forged, strange):
        with pytest.raises(errors.TrustError):
            receipting.take_in(office.device, path)
    office.device.lock()
    again = session.unlock(office.device.folder, bytearray(WORDS), office.device.surroundings)
    office.device = again
    office.people.sessions.append(again)
    assert [each.verdict for each in receipt_alarms.unread(again)] == ["forged", "unknown-bundle"]
    assert receipt_alarms.mark_read(again) == 2
    assert receipt_alarms.unread(again) == []
    assert told(again)[-1] == ("alarms-read", "")
    before = again.custody.head()
    assert receipt_alarms.mark_read(again) == 0
    assert again.custody.head() == before


def test_a_flood_of_forgeries_fills_the_log_and_not_the_list(office: Office) -> None:
    bundle_id = office.seal()
    path = receipt(office, bundle_id, device="device-00000000")
    claimed, _text, _signature = receipts.read(
        path.read_bytes(), [device_keys.identity(office.device)]
    )
    with office.device.vault.transaction():
        for _ in range(receipt_alarms.MOST + 5):
            receipt_alarms.sound(office.device, claimed, receipt_alarms.FORGED, "device")
    assert len(receipt_alarms.unread(office.device)) == receipt_alarms.MOST
    assert len(told(office.device)) == receipt_alarms.MOST + 5
