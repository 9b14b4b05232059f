from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pyrage
import pytest

from intake_app.crypto import age
from intake_app.crypto.recipients import HybridIdentity, X25519Identity
from intake_app.errors import BundleRefused
from tests.crypto.other_age import ask_node, fails, node_takes, run, tool

CHUNK = 65536
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17]
X25519_ONLY = frozenset({"X25519"})


@pytest.mark.parametrize("size", SIZES)
def test_the_age_command_and_we_open_each_others_files(tmp_path: Path, size: int) -> None:
    command, data = tool("age"), os.urandom(size)
    identity = X25519Identity.generate()
    (tmp_path / "key").write_text(identity.to_text() + "\n", "ascii")
    theirs = run(command, "-r", identity.recipient.to_text(), data=data)
    assert age.decrypt_bytes(theirs, [identity], X25519_ONLY) == data
    ours = age.encrypt_bytes(data, [X25519Identity.generate().recipient, identity.recipient])
    assert run(command, "-d", "-i", str(tmp_path / "key"), data=ours) == data
    assert len(ours) - len(age.encrypt_bytes(data, [identity.recipient])) == 98


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_and_we_open_each_others_files(size: int) -> None:
    data = os.urandom(size)
    ours, theirs = X25519Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = pyrage.encrypt(
        data, [theirs.to_public(), pyrage.x25519.Recipient.from_str(ours.recipient.to_text())]
    )
    # rage adds a stanza of a made-up type, as the specification allows; our policy would not.
    kinds = {line.split()[1].decode() for line in sealed.split(b"\n") if line.startswith(b"-> ")}
    assert age.decrypt_bytes(sealed, [ours], X25519_ONLY | kinds) == data
    read_back = X25519Identity.from_text(str(theirs))
    assert pyrage.decrypt(age.encrypt_bytes(data, [read_back.recipient]), [theirs]) == data


@pytest.mark.parametrize("size", [0, 1, CHUNK, 3 * CHUNK + 17])
def test_the_hybrid_of_somebody_else_opens_ours_and_ours_opens_theirs(size: int) -> None:
    data = os.urandom(size)
    identity, other = HybridIdentity.generate(), HybridIdentity.generate()
    ours = age.encrypt_bytes(data, age.seal_recipients([other.recipient, identity.recipient]))
    assert ask_node("decrypt", identity.to_text(), data=ours) == data
    theirs = ask_node("encrypt", other.recipient.to_text(), identity.recipient.to_text(), data=data)
    assert age.decrypt_bytes(theirs, [identity]) == data


def _flip(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


SPOILS: dict[str, Callable[[bytes], bytes]] = {
    "last byte": lambda data: _flip(data, -1),
    "header": lambda data: _flip(data, 30),
    "nonce": lambda data: _flip(data, data.index(b"\n--- ") + 60),
    "first chunk": lambda data: _flip(data, data.index(b"\n--- ") + 100),
    "cut": lambda data: data[:-1],
    "cut at a chunk": lambda data: data[: -CHUNK - 16 - 17 - 16],
    "longer": lambda data: data + b"\0",
    "version": lambda data: data.replace(b"/v1", b"/v2", 1),
    "carriage returns": lambda data: data.replace(b"\n", b"\r\n", 2),
    "padded sum": lambda data: re.sub(rb"(\n--- \S{43})\n", rb"\1=\n", data, count=1),
    "no stanza": lambda data: re.sub(rb"-> .*?(?=\n---)", b"", data, count=1, flags=re.DOTALL),
    "an empty line": lambda data: data.replace(b"\n->", b"\n\n->", 1),
}
spoilt = pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())


@spoilt
def test_what_we_spoil_the_age_command_refuses_too(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    identity = X25519Identity.generate()
    (tmp_path / "key").write_text(identity.to_text() + "\n", "ascii")
    sealed = spoil(age.encrypt_bytes(os.urandom(2 * CHUNK + 17), [identity.recipient]))
    assert fails(tool("age"), "-d", "-i", str(tmp_path / "key"), data=sealed)
    with pytest.raises(BundleRefused):
        age.decrypt_bytes(sealed, [identity], X25519_ONLY)


@spoilt
def test_what_we_spoil_rage_refuses_too(spoil: Callable[[bytes], bytes]) -> None:
    identity = X25519Identity.generate()
    sealed = spoil(age.encrypt_bytes(os.urandom(2 * CHUNK + 17), [identity.recipient]))
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity.to_text())])
    with pytest.raises(BundleRefused):
        age.decrypt_bytes(sealed, [identity], X25519_ONLY)


@spoilt
def test_what_is_spoilt_of_a_hybrid_file_nobody_takes(spoil: Callable[[bytes], bytes]) -> None:
    identity, ours, theirs = _hybrid_files()
    assert not node_takes("decrypt", identity.to_text(), data=spoil(ours))
    for sealed in (spoil(ours), spoil(theirs)):
        with pytest.raises(BundleRefused):
            age.decrypt_bytes(sealed, [identity])


@lru_cache(maxsize=1)
def _hybrid_files() -> tuple[HybridIdentity, bytes, bytes]:
    """An identity, a file of ours for it, and one of theirs; both open before they are spoilt."""
    identity, data = HybridIdentity.generate(), os.urandom(2 * CHUNK + 17)
    ours = age.encrypt_bytes(data, [identity.recipient])
    theirs = ask_node("encrypt", identity.recipient.to_text(), data=data)
    assert ask_node("decrypt", identity.to_text(), data=ours) == data
    assert age.decrypt_bytes(theirs, [identity]) == data
    return identity, ours, theirs
