"""Receipts as a coordinator gives them, but for what is changed."""

from __future__ import annotations

from pathlib import Path

from intake_app.bundle import members
from intake_app.bundle import receipt as receipts
from intake_app.bundle.receipt import Receipt
from intake_app.crypto import age
from intake_app.crypto.keys import SigningKey
from intake_app.services import device_keys, revoking, trusting
from intake_app.services.session import Session
from tests.services.making import Office


def receipt(
    office: Office,
    bundle: str,
    by: Session | None = None,
    key: SigningKey | None = None,
    **changed: object,
) -> Path:
    """A receipt for a bundle of the device, by a coordinator and under their key."""
    giver = by or office.coordinator
    row, trust = office.row(bundle), trusting.current_trust(office.coordinator)
    assert trust is not None
    member = trust.member(device_keys.principal(office.device))
    assert member is not None
    said: dict[str, object] = {
        "org": trusting.audience(office.coordinator),
        "coordinator": device_keys.principal(giver),
        "bundle_id": row.bundle_id,
        "outer_sha256": row.outer_sha256,
        "tagmanifest_sha256": row.tagmanifest_sha256,
        "device": member.principal,
        "device_log": office.device.custody.head(),
        "org_log": giver.custody.head(),
        "received_at": giver.now(),
        "verdict": receipts.ACCEPTED,
    }
    made = receipts.make(
        Receipt(**{**said, **changed}),  # type: ignore[arg-type]
        key or device_keys.signing_key(giver),
        members.recipient(member.receive),
    )
    path = office.people.place() / "one.receipt"
    path.write_bytes(made)
    return path


def given_back(office: Office, path: Path) -> Path:
    """The same receipt as the device would give it back, sealed for the first coordinator."""
    inner = age.decrypt_bytes(path.read_bytes(), [device_keys.identity(office.device)])
    to = device_keys.identity(office.coordinator).recipient
    path.write_bytes(age.encrypt_bytes(inner, [to]))
    return path


def second_coordinator(office: Office, *, known_to_device: bool = True) -> Session:
    """Enrol one more coordinator; the device learns of it, or does not yet."""
    second = office.people.person("coordinator")
    office.people.enrol(office.coordinator, second, "desk")
    office.people.clock.advance(60)
    if known_to_device:
        office.people.carry(office.coordinator, office.device)
        office.people.clock.advance(60)
    return second


def revoke(office: Office, who: Session) -> None:
    """Take a coordinator out of the list, and let the device know."""
    revoking.revoke(office.coordinator, device_keys.principal(who), reason="lost")
    office.people.clock.advance(60)
    office.people.carry(office.coordinator, office.device)
    office.people.clock.advance(60)
