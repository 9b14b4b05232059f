"""The readers of small things: trust list, card, request, receipt; and the vault's header."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache

from intake_app.bundle import card as cards
from intake_app.bundle import receipt as receipts
from intake_app.bundle import request as requests
from intake_app.bundle import trust, trust_text, ustar
from intake_app.bundle.card import Card
from intake_app.bundle.members import Contents
from intake_app.bundle.trust_text import LISTED, TRUST
from intake_app.crypto import age, sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.kdf import KdfCost
from intake_app.errors import (
    BundleRefused,
    CardMalformed,
    CardNoQr,
    KdfRefused,
    KeyMalformed,
    KeyWeak,
    ReceiptRefused,
    RequestMalformed,
    TrustError,
    VaultHeaderDamaged,
    VaultTooNew,
)
from intake_app.services import card_pictures
from intake_app.services.card_pictures import Grey
from intake_app.vault import header as headers
from tests.bundle import test_receipt as a_receipt
from tests.bundle import test_request as a_request
from tests.bundle.an_organisation import (
    HELD_FILES,
    ROOTS,
    STRANGERS,
    after,
    first,
    revoked,
    root_set,
)
from tests.fuzz.mutating import BYTES, JSON, TAR, TEXT, blob, entries, lines, number
from tests.fuzz.oracle import Wrong
from tests.fuzz.targets import Target, simply

BETWEEN = b"\x1e"  # between the files of one version, where they are spoilt as one text
_KEYS = {key.public: key for key in (*ROOTS, *STRANGERS)}


@lru_cache(maxsize=1)
def _chain() -> tuple[dict[str, bytes], dict[str, bytes]]:
    held = first()
    one, two = held.devices
    return dict(HELD_FILES), after(held, devices=(revoked(one), two)).files()


def _tar(data: bytes) -> bytes:
    return ustar.write_simple(ustar.read_simple(data, max_bytes=1024 * 1024))


def _trust_tar(data: bytes) -> bytes:
    chain = trust.unpack(data)
    known = [{name: each[name] for name in (TRUST, *LISTED)} for each in _chain()]
    for held in (None, first()):
        for version in trust.read_chain(chain, pinned=root_set(), held=held):
            if {name: version.files()[name] for name in (TRUST, *LISTED)} not in known:
                raise Wrong("a version that nobody signed")
    return trust.pack(chain)


def _joined(files: Mapping[str, bytes]) -> bytes:
    return BETWEEN.join(files[name] for name in (TRUST, *LISTED))


def _trust_signed(data: bytes) -> bytes:
    """Read a version that its roots signed, whatever it says: sums are mended, signatures made."""
    parts = data.split(BETWEEN)
    files = dict(zip((TRUST, *LISTED), [*parts, *([b""] * len(LISTED))], strict=False))
    text = files[TRUST]
    for name in LISTED:
        line = f"sha256: {sha256_hex(files[name])}  {name}\n".encode()
        text = re.sub(rb"sha256: [0-9a-f]{64}  " + name.encode() + rb"\n", line, text, count=1)
    files[TRUST] = text
    files = _signed(files)
    found = trust.read(files, pinned=None, held=None)
    contents = Contents(**{each.name: getattr(found, each.name) for each in fields(Contents)})
    again = trust.draft(contents)
    if any(again[name] != files[name] for name in again):
        raise Wrong("comes out as another list")
    if len(parts) != 1 + len(LISTED):
        raise Wrong("a file too many or too few")
    return data if text == parts[0] else _joined(files).replace(text, parts[0])


def _signed(files: dict[str, bytes]) -> dict[str, bytes]:
    for index, key in enumerate(trust_text.read_head(files[TRUST]).signers, 1):
        if key in _KEYS:
            signature = sshsig.sign(_KEYS[key], sshsig.TRUST, files[TRUST])
            files[f"{TRUST}.{index}.sig"] = signature
    return files


def _card() -> bytes:
    return cards.encode(Card("Archive of voices", root_set(), 3))


def _card_read(data: bytes) -> bytes:
    return cards.encode(cards.decode(data))


def _picture_seeds() -> Mapping[str, bytes]:
    from PIL import Image

    png = card_pictures.qr_png(cards.decode(_card()), scale=2)
    grey = Image.open(io.BytesIO(png)).convert("L")
    size = b"%d %d\n" % grey.size
    return {"picture": size + grey.tobytes()}


def _card_picture(data: bytes) -> bytes:
    head, _, pixels = data.partition(b"\n")
    match = re.fullmatch(rb"([0-9]{1,6}) ([0-9]{1,6})", head)
    if match is None:
        raise CardNoQr
    found = card_pictures.card_from_pixels(Grey(pixels, int(match[1]), int(match[2])))
    if cards.encode(found) != _card():
        raise Wrong("another card")
    return data


def _request_file(data: bytes) -> bytes:
    found = requests.read(data)
    if found != a_request.ASKED:
        raise Wrong("a request that nobody signed")
    return a_request.DATA


def _request_signed(data: bytes) -> bytes:
    """Read a request that its own key signed, whatever it says."""
    signature = sshsig.sign(a_request.KEY, sshsig.ENROL, data)
    whole = ustar.write_simple([(requests.TEXT, data), (requests.SIGNATURE, signature)])
    return dict(ustar.read_simple(requests.make(requests.read(whole), a_request.KEY)))[
        requests.TEXT
    ]


def _receipt_text(data: bytes) -> bytes:
    return receipts.write(receipts.parse(data))


def _receipt_signed(data: bytes) -> bytes:
    """Check a receipt that its coordinator signed, whatever it says."""
    signature = sshsig.sign(a_receipt.KEY, sshsig.RECEIPT, data)
    return receipts.write(receipts.check(data, signature, a_receipt.HELD))


def _receipt_sealed(data: bytes) -> bytes:
    """Read a tar that was sealed for the device, whatever it holds."""
    sealed = age.encrypt_bytes(data, [a_receipt.DEVICE.recipient])
    _, text, signature = receipts.read(sealed, [a_receipt.DEVICE])
    try:
        receipts.check(text, signature, a_receipt.HELD)
    except ReceiptRefused:
        pass
    else:
        if text != a_receipt.TEXT:
            raise Wrong("a receipt that nobody signed")
    files = [(receipts.TEXT, text), (receipts.SIGNATURE, signature)]
    return ustar.write_simple(files, pad_to=receipts.PADDED_BYTES)


def _receipt_seed() -> Mapping[str, bytes]:
    return {"sealed": age.decrypt_bytes(a_receipt.DATA, [a_receipt.DEVICE])}


def _vault_header(data: bytes) -> bytes:
    return headers.read(data).to_bytes()


def _vault_seeds() -> Mapping[str, bytes]:
    def slot(number: int) -> headers.Slot:
        return headers.Slot(number, KdfCost(65536, 3, 4), b"s" * 16, b"n" * 12, b"w" * 48)

    one = headers.Header("ab" * 16, (slot(0),)).sealed(bytearray(32))
    two = headers.Header("cd" * 16, (slot(0), slot(1))).sealed(bytearray(32))
    return {"one": one.to_bytes(), "two": two.to_bytes()}


TARGETS = (
    Target(
        "tar",
        simply(_tar),
        (BundleRefused,),
        lambda: {
            "files": ustar.write_simple([("a.txt", b"x" * 513), ("b/c-1.bin", b""), ("d", b"y")]),
            "request": a_request.DATA,
        },
        TAR,
        piece=4000,
    ),
    Target(
        "trust-tar",
        simply(_trust_tar),
        (TrustError,),
        lambda: {"one": trust.pack(_chain()[:1]), "two": trust.pack(_chain())},
        (*TAR, blob),
        cap=96 * 1024,
        piece=800,
    ),
    Target(
        "trust-signed",
        simply(_trust_signed),
        (TrustError,),
        lambda: {"one": _joined(_chain()[0]), "two": _joined(_chain()[1])},
        (*TEXT, *([number] * 6), *([lines] * 4), blob),
        piece=500,
    ),
    Target("card", simply(_card_read), (CardMalformed, KeyWeak), lambda: {"card": _card()}, JSON),
    Target(
        "card-picture",
        simply(_card_picture),
        (CardMalformed, CardNoQr, KeyWeak),
        _picture_seeds,
        (*BYTES, number),
        stored=False,
        piece=100,
        weight=0.5,
    ),
    Target(
        "request",
        simply(_request_file),
        (RequestMalformed, KeyMalformed, KeyWeak),
        lambda: {"request": a_request.DATA},
        (*TAR, blob),
        piece=700,
    ),
    Target(
        "request-signed",
        simply(_request_signed),
        (RequestMalformed, KeyMalformed, KeyWeak),
        lambda: {"text": a_request.TEXT},
        JSON,
        piece=700,
    ),
    Target(
        "receipt-text",
        simply(_receipt_text),
        (ReceiptRefused,),
        lambda: {"accepted": a_receipt.TEXT},
        piece=3000,
    ),
    Target(
        "receipt-signed",
        simply(_receipt_signed),
        (ReceiptRefused,),
        lambda: {"accepted": a_receipt.TEXT},
        piece=1000,
    ),
    Target(
        "receipt-sealed",
        simply(_receipt_sealed),
        (ReceiptRefused,),
        _receipt_seed,
        (*TAR, blob, entries),
        piece=700,
    ),
    Target(
        "vault-header",
        simply(_vault_header),
        (VaultHeaderDamaged, VaultTooNew, KdfRefused),
        _vault_seeds,
        JSON,
        piece=3000,
    ),
)
