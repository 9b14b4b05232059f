"""What is wrong with the signature, its signer or the time of the key."""

from __future__ import annotations

import base64
import hashlib
import struct

from intake_app.bundle import bag
from intake_app.crypto import sshsig
from tests.bundle.a_bundle import KEY, STRANGER, taken
from tests.bundle.an_organisation import signing_key
from tests.bundle.tampering_tools import flip, tampered


@tampered("SIG_FORMAT", stock=False)
def armor_of_other_columns() -> bytes:
    lines = taken().of(bag.SIGNATURE).splitlines()
    body = b"".join(lines[1:-1])
    rows = [body[at : at + 64] for at in range(0, len(body), 64)]
    return taken().put(bag.SIGNATURE, b"\n".join([lines[0], *rows, lines[-1], b""])).pack()


@tampered("SIG_FORMAT", stock=True)
def no_signature() -> bytes:
    return taken().put(bag.SIGNATURE, b"").pack()


def _blob(namespace: bytes, algorithm: bytes, raw: bytes, key: bytes = KEY.public.blob) -> bytes:
    def string(data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + data

    signature = string(string(b"ssh-ed25519") + string(raw))
    fields = (key, namespace, b"", algorithm)
    blob = b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(string, fields)) + signature
    text = base64.b64encode(blob)
    rows = [text[at : at + 70] + b"\n" for at in range(0, len(text), 70)]
    begin, end = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
    return b"".join([begin, *rows, end])


@tampered("SIG_INVALID", stock=True)
def signature_bit_flipped() -> bytes:
    raw = sshsig.parse(taken().of(bag.SIGNATURE)).raw
    armored = _blob(sshsig.BUNDLE.encode(), b"sha512", flip(raw, 20))
    return taken().put(bag.SIGNATURE, armored).pack()


@tampered("SIG_INVALID", stock=True)
def key_under_which_all_holds() -> bytes:
    blob = struct.pack(">I11sI", 11, b"ssh-ed25519", 32) + b"\1" + bytes(31)
    armored = _blob(sshsig.BUNDLE.encode(), b"sha512", b"\1" + bytes(63), blob)
    return taken().put(bag.SIGNATURE, armored).pack()


@tampered("SIG_INVALID", stock=True)
def list_of_lists_changed() -> bytes:
    return taken().put(bag.TAGMANIFEST, flip(taken().of(bag.TAGMANIFEST), 3)).pack()


@tampered("SIG_ALGORITHM", stock=False)
def signed_over_another_hash() -> bytes:
    def string(data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + data

    digest = hashlib.sha256(taken().of(bag.TAGMANIFEST)).digest()
    parts = (sshsig.BUNDLE.encode(), b"", b"sha256", digest)
    raw = KEY.sign(b"SSHSIG" + b"".join(map(string, parts)))
    return taken().put(bag.SIGNATURE, _blob(sshsig.BUNDLE.encode(), b"sha256", raw)).pack()


@tampered("SIG_NAMESPACE_OR_FORM", stock=True)
def signed_for_something_else() -> bytes:
    return taken().countersigned(sshsig.LOG).pack()


@tampered("SIGNER_UNKNOWN", stock=True)
def signed_by_a_stranger() -> bytes:
    return taken().countersigned(key=STRANGER).pack()


@tampered("SIGNER_UNKNOWN", stock=True)
def signed_by_a_coordinator() -> bytes:
    return taken().countersigned(key=signing_key(11)).pack()


@tampered("SIGNER_CLAIM", stock=True)
def signed_by_another_device() -> bytes:
    return taken().countersigned(key=signing_key(2)).pack()


@tampered("SIGNER_CLAIM", stock=True)
def claims_to_be_another_device() -> bytes:
    return taken().described(signer="device-00000000").pack()


@tampered("SIGNER_EXPIRED", stock=True)
def sealed_before_the_keys_time() -> bytes:
    return taken().described(sealed_at="2026-11-24T08:59:59Z").pack()


@tampered("SIGNER_TIME_OVER", stock=True)
def sealed_after_the_keys_time() -> bytes:
    return taken().described(sealed_at="2027-11-24T09:00:01Z").pack()
