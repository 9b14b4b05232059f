from __future__ import annotations

import base64
import hashlib
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.crypto import sshsig
from intake_app.crypto.keys import SigningKey
from intake_app.errors import BundleRefused
from tests.crypto.other_age import fails, run, tool
from tests.crypto.refusals import refused

KEY = SigningKey.from_seed(b"\x07" * 32)
MESSAGE = b"what was sealed\n"
RAW = sshsig.parse(sshsig.sign(KEY, sshsig.BUNDLE, MESSAGE)).raw


def string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def armored(blob: bytes, columns: int = 70) -> bytes:
    text = base64.b64encode(blob)
    lines = b"".join(text[i : i + columns] + b"\n" for i in range(0, len(text), columns))
    return b"-----BEGIN SSH SIGNATURE-----\n" + lines + b"-----END SSH SIGNATURE-----\n"


def blob(
    *,
    magic: bytes = b"SSHSIG\0\0\0\1",
    key: bytes = KEY.public.blob,
    namespace: bytes = sshsig.BUNDLE.encode(),
    reserved: bytes = b"",
    hash_name: bytes = b"sha512",
    signature: bytes = string(b"ssh-ed25519") + string(RAW),
    after: bytes = b"",
) -> bytes:
    fields = (key, namespace, reserved, hash_name, signature)
    return magic + b"".join(map(string, fields)) + after


@pytest.fixture(name="folder")
def a_key_folder(tmp_path: Path) -> Path:
    (tmp_path / "key").write_bytes(KEY.to_openssh(None))
    (tmp_path / "key").chmod(0o600)
    (tmp_path / "signers").write_text(f"device-1 {KEY.public.line()}\n", "ascii")
    (tmp_path / "m").write_bytes(MESSAGE)
    return tmp_path


@pytest.mark.parametrize("namespace", sorted(sshsig.NAMESPACES))
def test_ssh_keygen_makes_the_same_bytes(folder: Path, namespace: str) -> None:
    run(tool("ssh-keygen"), "-Y", "sign", "-f", "key", "-n", namespace, "m", cwd=folder)
    theirs = (folder / "m.sig").read_bytes()
    assert theirs == sshsig.sign(KEY, namespace, MESSAGE)
    assert sshsig.verify(theirs, namespace, MESSAGE) == KEY.public


def test_ssh_keygen_says_good_signature(folder: Path) -> None:
    (folder / "s").write_bytes(sshsig.sign(KEY, sshsig.BUNDLE, MESSAGE))
    keygen = tool("ssh-keygen")
    verify = (keygen, "-Y", "verify", "-f", "signers", "-I", "device-1", "-s", "s", "-n")
    alone = (keygen, "-Y", "check-novalidate", "-s", "s", "-n")
    for command in (verify, alone):
        assert b"Good" in run(*command, sshsig.BUNDLE, data=MESSAGE, cwd=folder)
        assert fails(*command, sshsig.BUNDLE, data=MESSAGE + b"x", cwd=folder)
        assert fails(*command, sshsig.RECEIPT, data=MESSAGE, cwd=folder)


def test_openssl_checks_a_signature_rebuilt_by_hand(folder: Path) -> None:
    text = sshsig.sign(KEY, sshsig.TRUST, MESSAGE)
    raw = base64.b64decode(b"".join(text.split(b"\n")[1:-2]))[-64:]
    (folder / "raw").write_bytes(raw)
    (folder / "pub.pem").write_bytes(KEY.public.pem())
    check = (
        *(tool("openssl"), "pkeyutl", "-verify", "-pubin", "-inkey", "pub.pem"),
        *("-rawin", "-in", "tbs", "-sigfile", "raw"),
    )
    for namespace, good in ((sshsig.TRUST, True), (sshsig.LOG, False)):
        parts = (namespace.encode(), b"", b"sha512", hashlib.sha512(MESSAGE).digest())
        (folder / "tbs").write_bytes(b"SSHSIG" + b"".join(map(string, parts)))
        if good:
            assert b"Verified Successfully" in run(*check, cwd=folder)
        else:
            assert fails(*check, cwd=folder)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(sshsig.NAMESPACES)))
def test_what_we_sign_we_take(message: bytes, namespace: str) -> None:
    signed = sshsig.sign(KEY, namespace, message)
    assert len(signed) <= sshsig.MAX_BYTES
    assert sshsig.verify(signed, namespace, message) == KEY.public
    with refused("SIG_INVALID"):
        sshsig.verify(signed, namespace, message + b"\0")
    for other in sshsig.NAMESPACES - {namespace}:
        with refused("SIG_NAMESPACE_OR_FORM"):
            sshsig.verify(signed, other, message)


def test_the_rebuilt_blob_is_the_signature() -> None:
    assert armored(blob()) == sshsig.sign(KEY, sshsig.BUNDLE, MESSAGE)


WEAK = string(b"ssh-ed25519") + string(b"\1" + bytes(31))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "SIG_FORMAT"),
        (armored(b""), "SIG_FORMAT"),
        (armored(blob(), 76), "SIG_FORMAT"),
        (armored(blob(), 64), "SIG_FORMAT"),
        (armored(blob())[:-1], "SIG_FORMAT"),
        (armored(blob()) + b"\n", "SIG_FORMAT"),
        (b"\n" + armored(blob()), "SIG_FORMAT"),
        (armored(blob()) * 2, "SIG_FORMAT"),
        (armored(blob()).replace(b"\n", b"\r\n"), "SIG_FORMAT"),
        (armored(blob()).replace(b"SSH SIG", b"PGP SIG"), "SIG_FORMAT"),
        (armored(blob()).replace(b"A", b"*", 1), "SIG_FORMAT"),
        (armored(blob(after=b"\0" * 2000)), "SIG_FORMAT"),
        (armored(blob(magic=b"SSHSIG\0\0\0\2")), "SIG_FORMAT"),
        (armored(blob(magic=b"SSHSIC\0\0\0\1")), "SIG_FORMAT"),
        (armored(blob(after=b"\0")), "SIG_FORMAT"),
        (armored(blob()[:-1]), "SIG_FORMAT"),
        (armored(blob(key=b"")), "SIG_FORMAT"),
        (armored(blob(key=KEY.public.blob + b"\0")), "SIG_FORMAT"),
        (armored(blob(key=KEY.public.blob[:-1])), "SIG_FORMAT"),
        (armored(blob(key=b"\xff\xff\xff\xff")), "SIG_FORMAT"),
        (armored(blob(signature=string(b"ssh-ed25519") + string(RAW[:63]))), "SIG_FORMAT"),
        (armored(blob(signature=string(b"ssh-ed25519") + string(RAW + b"\0"))), "SIG_FORMAT"),
        (armored(blob(signature=string(b"ssh-ed25519") + string(RAW) + b"x")), "SIG_FORMAT"),
        (armored(blob(signature=b"")), "SIG_FORMAT"),
        (armored(blob(reserved=b"x")), "SIG_NAMESPACE_OR_FORM"),
        (armored(blob(namespace=b"")), "SIG_NAMESPACE_OR_FORM"),
        (armored(blob(namespace=b"file")), "SIG_NAMESPACE_OR_FORM"),
        (armored(blob(namespace=b"a\0b")), "SIG_NAMESPACE_OR_FORM"),
        (armored(blob(namespace="بسته".encode())), "SIG_NAMESPACE_OR_FORM"),
        (armored(blob(hash_name=b"sha256")), "SIG_ALGORITHM"),
        (armored(blob(hash_name=b"none")), "SIG_ALGORITHM"),
        (armored(blob(key=string(b"ssh-rsa") + string(b"\3") + string(b"n"))), "SIG_ALGORITHM"),
        (armored(blob(signature=string(b"rsa-sha2-512") + string(RAW))), "SIG_ALGORITHM"),
        (armored(blob(key=string(b"sk-ssh-ed25519@openssh.com"))), "SIG_ALGORITHM"),
        (armored(blob(key=WEAK)), "SIG_INVALID"),
        (armored(blob(key=SigningKey.from_seed(b"\x08" * 32).public.blob)), "SIG_INVALID"),
        (armored(blob(signature=string(b"ssh-ed25519") + string(bytes(64)))), "SIG_INVALID"),
    ],
)
def test_hostile_signatures_are_named_by_their_defect(data: bytes, code: str) -> None:
    with refused(code):
        sshsig.verify(data, sshsig.BUNDLE, MESSAGE)


def test_no_single_changed_bit_of_a_signature_is_taken() -> None:
    good = sshsig.sign(KEY, sshsig.BUNDLE, MESSAGE)
    for bit in range(len(good) * 8):
        changed = bytearray(good)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BundleRefused):
            sshsig.verify(bytes(changed), sshsig.BUNDLE, MESSAGE)


@settings(max_examples=200)
@given(st.binary(max_size=250))
def test_foreign_blobs_never_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(BundleRefused):
        sshsig.verify(armored(b"SSHSIG\0\0\0\1" + data), sshsig.BUNDLE, MESSAGE)
