"""A receipt: what a coordinator says of a bundle, for the device that made it and nobody else.

The text is signed; text and signature travel in one tar, sealed for the device's own identity and
padded, so that a finder of the drive learns nothing from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.bundle import members, ustar
from intake_app.bundle.trust import TrustList
from intake_app.crypto import age, sshsig
from intake_app.crypto.chain import Head
from intake_app.crypto.keys import SigningKey
from intake_app.crypto.recipients import HybridRecipient, Identity
from intake_app.errors import BundleRefused, ReceiptRefused

FORMAT = "testimony-receipt/1"
SUFFIX = ".receipt"
PADDED_BYTES = 16 * 1024
MAX_OUTER_BYTES = 64 * 1024
TEXT, SIGNATURE = "receipt.txt", "receipt.txt.sig"
ACCEPTED = "accepted"

_FIELDS = {
    "org": r"[0-9a-f]{64}",
    "coordinator": r"coord-[0-9a-f]{8}",
    "bundle_id": r"[0-9a-f]{32}",
    "outer_sha256": r"[0-9a-f]{64}",
    "tagmanifest_sha256": r"[0-9a-f]{64}",
    "device": r"device-[0-9a-f]{8}",
    "device_log": r"(?:0|[1-9][0-9]{0,14}) [0-9a-f]{64}",
    "org_log": r"(?:0|[1-9][0-9]{0,14}) [0-9a-f]{64}",
    "received_at": r"[0-9TZ:-]{20}",
    "verdict": r"accepted|(?:held|refused):[A-Z][A-Z0-9_]{0,63}",
}
_FORM = re.compile(
    FORMAT + "\n" + "".join(rf"{name}: (?P<{name}>{form})\n" for name, form in _FIELDS.items()),
    re.ASCII,
)


@dataclass(frozen=True)
class Receipt:
    """What is said: which bundle (by its ids and hashes), from which device, and the verdict.

    `org` is the fingerprint of the first root set; `device_log` is the newest line of the device's
    log that the coordinator holds, `org_log` that of the coordinator's own log.
    """

    org: str
    coordinator: str
    bundle_id: str
    outer_sha256: str
    tagmanifest_sha256: str
    device: str
    device_log: Head
    org_log: Head
    received_at: str
    verdict: str

    @property
    def is_accepted(self) -> bool:
        """Whether the bundle was taken into the archive."""
        return self.verdict == ACCEPTED


def make(receipt: Receipt, key: SigningKey, to: HybridRecipient) -> bytes:
    """Return the receipt as a file, signed with `key` and sealed for `to`.

    Raises:
        ReceiptRefused: a field is not in its form.
    """
    text = write(receipt)
    signature = sshsig.sign(key, sshsig.RECEIPT, text)
    inner = ustar.write_simple([(TEXT, text), (SIGNATURE, signature)], pad_to=PADDED_BYTES)
    return age.encrypt_bytes(inner, [to])


def read(data: bytes, identities: Sequence[Identity]) -> tuple[Receipt, bytes, bytes]:
    """Return the receipt of a file, its text and its signature, which is yet to be checked.

    Raises:
        ReceiptRefused: damaged, or sealed for somebody else.
    """
    if len(data) > MAX_OUTER_BYTES:
        raise ReceiptRefused(what="size")
    try:
        inner = age.decrypt_bytes(data, identities, max_bytes=PADDED_BYTES)
        entries = dict(
            ustar.read_simple(inner, max_entries=2, max_bytes=PADDED_BYTES, pad_to=PADDED_BYTES)
        )
    except BundleRefused as error:
        raise ReceiptRefused(what=error.code) from error
    if tuple(entries) != (TEXT, SIGNATURE):
        raise ReceiptRefused(what="tar")
    return parse(entries[TEXT]), entries[TEXT], entries[SIGNATURE]


def check(text: bytes, signature: bytes, trust: TrustList) -> Receipt:
    """Return the receipt if a coordinator of the organisation signed it while trusted.

    Receipts of a revoked coordinator are refused whatever time they name: a thief writes any time,
    and a bundle that is kept too long does no harm.

    Raises:
        ReceiptRefused: as said, or the text names another signer or organisation.
    """
    receipt = parse(text)
    try:
        key = sshsig.verify(signature, sshsig.RECEIPT, text)
    except BundleRefused as error:
        raise ReceiptRefused(what=error.code) from error
    signer = trust.by_key(key)
    if signer is None or signer.principal != receipt.coordinator or signer.is_revoked:
        raise ReceiptRefused(what="coordinator")
    if not signer.valid_after <= receipt.received_at <= signer.valid_before:
        raise ReceiptRefused(what="time")
    if receipt.org != trust.first_roots:
        raise ReceiptRefused(what="org")
    return receipt


def write(receipt: Receipt) -> bytes:
    """Return the text that is signed.

    Raises:
        ReceiptRefused: a field is not in its form.
    """
    lines = [FORMAT]
    for name in _FIELDS:
        value = getattr(receipt, name)
        said = f"{value.seq} {value.hash}" if isinstance(value, Head) else value
        lines.append(f"{name}: {said}")
    text = "".join(f"{line}\n" for line in lines).encode()
    parse(text)
    return text


def parse(text: bytes) -> Receipt:
    """Return what a receipt's text says, unchecked.

    Raises:
        ReceiptRefused: it is not in its one form.
    """
    match = _FORM.fullmatch(text.decode("latin-1"))
    if match is None or not members.is_time(match["received_at"]):
        raise ReceiptRefused(what="form")
    said = match.groupdict()
    return Receipt(
        **{name: said[name] for name in _FIELDS if not name.endswith("_log")},
        device_log=_head(said["device_log"]),
        org_log=_head(said["org_log"]),
    )


def _head(text: str) -> Head:
    number, _, value = text.partition(" ")
    return Head(int(number), value)
