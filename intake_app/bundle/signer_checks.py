"""Who signed a bundle, and whether that key was trusted when it can have been sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from intake_app.bundle.description import Description
from intake_app.bundle.known import Known, Trusted
from intake_app.bundle.members import Member
from intake_app.clock import parse_rfc3339
from intake_app.crypto import sshsig
from intake_app.errors import BundleRefused


def signer(tagmanifest: bytes, signature: bytes, trust: Trusted | None) -> Member:
    """Return the device whose signature is on `tagmanifest`.

    Raises:
        BundleRefused: SIG_FORMAT, SIG_ALGORITHM, SIG_NAMESPACE_OR_FORM, SIGNER_UNKNOWN,
            SIG_INVALID.
    """
    claimed = sshsig.parse(signature)
    devices: Sequence[Member] = () if trust is None else trust.devices
    member = next((each for each in devices if each.key == claimed.key), None)
    if member is None:
        raise BundleRefused("SIGNER_UNKNOWN")
    sshsig.check(claimed, sshsig.BUNDLE, tagmanifest)
    return member


def hold_for_time(
    member: Member,
    description: Description,
    tagmanifest_sha256: str,
    log_times: Sequence[datetime],
    known: Known,
) -> str:
    """Return the hold code for a bundle of a device whose time is in doubt, or an empty text.

    A key that was never taken back is judged by the time that its bundle claims; if its time in the
    list had run out by then, people decide, since that locks no field worker out. A key that was
    taken back may be in a thief's hands, who claims any time: its bundles count only where
    somebody else dated them before the last trusted moment.

    Raises:
        BundleRefused: SIGNER_EXPIRED, SIGNER_REVOKED.
    """
    sealed_at = parse_rfc3339(description.sealed_at)
    last = parse_rfc3339(member.valid_before)
    if sealed_at < parse_rfc3339(member.valid_after):
        raise BundleRefused("SIGNER_EXPIRED")
    if not member.is_revoked:
        return "SIGNER_TIME_OVER" if sealed_at > last else ""
    proven = known.existed_by(member.principal, description.bundle_id, tagmanifest_sha256)
    if proven is not None and proven <= last:
        return ""
    # By its own words too late; or the device had read already that it is no longer trusted.
    knew = known.trust is not None and description.trust.sha256 == known.trust.sha256
    if knew or max((sealed_at, *log_times)) > last:
        raise BundleRefused("SIGNER_REVOKED")
    return "SIGNER_REVOKED_UNDATED"
