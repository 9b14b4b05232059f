from __future__ import annotations

import base64
import contextlib
import os
import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.crypto import ed25519_points
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.errors import KeyMalformed, KeyWeak, RootKeyPassphrase, RootKeyTooSlow
from tests.crypto.other_age import fails, run, tool
from tests.crypto.refusals import refused

P = 2**255 - 19
# y of the two points of order eight, up to sign (RFC 7748's and everybody's constant).
Y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7


def _weak_encodings() -> list[bytes]:
    ys = {0, 1, P - 1, Y8, P - Y8, P, P + 1}
    return [(y | sign << 255).to_bytes(32, "little") for y in sorted(ys) for sign in (0, 1)]


def _encode(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _write_key(folder: Path, data: bytes) -> Path:
    path = folder / "key"
    path.write_bytes(data)
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("passphrase", [None, b"six plain words", "شش واژهٔ ساده ".encode() * 9])
def test_ssh_keygen_reads_our_private_keys(tmp_path: Path, passphrase: bytes | None) -> None:
    key = SigningKey.generate()
    path = _write_key(tmp_path, key.to_openssh(passphrase))
    keygen = tool("ssh-keygen")
    shown = run(keygen, "-y", "-P", (passphrase or b"").decode(), "-f", str(path)).decode().split()
    assert " ".join(shown[:2]) == key.public.line()
    if passphrase:
        assert fails(keygen, "-y", "-P", "wrong", "-f", str(path))
        for given_passphrase in (None, b"", b"wrong", passphrase + b" "):
            with pytest.raises(RootKeyPassphrase):
                SigningKey.from_openssh(path.read_bytes(), given_passphrase)
    assert SigningKey.from_openssh(path.read_bytes(), passphrase).seed == key.seed


@pytest.mark.parametrize("passphrase", ["", "six plain words"])
def test_we_read_private_keys_of_ssh_keygen(tmp_path: Path, passphrase: str) -> None:
    path = tmp_path / "k"
    run(tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", passphrase, "-C", "a b", "-f", str(path))
    key = SigningKey.from_openssh(path.read_bytes(), passphrase.encode())
    line = path.with_suffix(".pub").read_text("ascii")
    assert VerifyKey.from_openssh_line(line) == key.public
    assert run(tool("ssh-keygen"), "-l", "-f", str(path)).decode().split()[1] == (
        key.public.fingerprint()
    )


def test_other_kinds_of_private_keys_are_malformed(tmp_path: Path) -> None:
    path = tmp_path / "k"
    run(tool("ssh-keygen"), "-q", "-t", "ecdsa", "-N", "", "-f", str(path))
    ours = SigningKey.generate().to_openssh(None)
    for data in (path.read_bytes(), b"", b"x", ours[:-60], ours.replace(b"A", b"B"), ours * 200):
        with pytest.raises(KeyMalformed):
            SigningKey.from_openssh(data, b"pw")
    with pytest.raises(KeyMalformed):
        VerifyKey.from_openssh_line(path.with_suffix(".pub").read_text("ascii"))


def _asks_for(rounds: int, data: bytes) -> bytes:
    """The same locked file, with other rounds in it."""
    lines = data.decode().splitlines()
    blob = base64.b64decode("".join(lines[1:-1]))
    at = blob.index(b"bcrypt") + 6 + 4 + 4 + 16
    text = base64.b64encode(blob[:at] + struct.pack(">I", rounds) + blob[at + 4 :]).decode()
    return f"{lines[0]}\n{text[:70]}\n".encode() + b"".join(
        f"{text[at : at + 70]}\n".encode() for at in range(70, len(text), 70)
    ) + f"{lines[-1]}\n".encode()  # fmt: skip


@pytest.mark.parametrize("rounds", [1025, 2**24, 2**32 - 1])
def test_a_file_that_would_keep_us_busy_is_refused_before_anything_is_derived(rounds: int) -> None:
    """The largest would take more than a year; the test would not end."""
    locked = SigningKey.generate().to_openssh(b"pw")
    with pytest.raises(RootKeyTooSlow) as fault:
        SigningKey.from_openssh(_asks_for(rounds, locked), b"pw")
    assert fault.value.params == {"rounds": rounds, "most": 1024}
    with pytest.raises(RootKeyPassphrase):
        SigningKey.from_openssh(_asks_for(65, locked), b"pw")
    with pytest.raises(KeyMalformed):
        SigningKey.from_openssh(_asks_for(0, locked), b"pw")


def test_what_ssh_keygen_makes_with_more_rounds_than_ours(tmp_path: Path) -> None:
    path = tmp_path / "k"
    run(
        *(tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "six plain words"),
        *("-a", "100", "-f", str(path)),
    )
    data = path.read_bytes()
    key = SigningKey.from_openssh(data, b"six plain words")
    assert (
        SigningKey.from_openssh(data.replace(b"\n", b"\r\n"), b"six plain words").seed == key.seed
    )


@settings(max_examples=200)
@given(st.data())
def test_a_changed_key_file_is_refused_by_name_and_soon(data: st.DataObject) -> None:
    whole = bytearray(_LOCKED)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, 200))  # where the lock is described
        whole[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(KeyMalformed, RootKeyPassphrase, RootKeyTooSlow):
        assert SigningKey.from_openssh(bytes(whole), None).public


_LOCKED = SigningKey.generate().to_openssh(b"pw")


def test_two_files_in_one_are_none() -> None:
    """A reader that searches for the first would derive what we did not look at."""
    slow = _asks_for(2**32 - 1, _LOCKED)
    unlocked = SigningKey.generate().to_openssh(None)
    for data in (unlocked + slow, slow + unlocked, b"x\n" + slow, b" " + unlocked):
        with pytest.raises(KeyMalformed):
            SigningKey.from_openssh(data, b"pw")


def test_openssl_checks_our_signatures(tmp_path: Path) -> None:
    key = SigningKey.generate()
    (tmp_path / "pub.pem").write_bytes(key.public.pem())
    (tmp_path / "m").write_bytes(b"said and written")
    (tmp_path / "s").write_bytes(key.sign(b"said and written"))
    check = (
        *(tool("openssl"), "pkeyutl", "-verify", "-pubin", "-inkey", "pub.pem"),
        *("-rawin", "-in", "m", "-sigfile", "s"),
    )
    assert b"Verified Successfully" in run(*check, cwd=tmp_path)
    (tmp_path / "m").write_bytes(b"said or written")
    assert fails(*check, cwd=tmp_path)


def test_rfc_8032_test_1() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = SigningKey.from_seed(bytearray(seed))
    assert key.seed == seed
    assert key.public.raw.hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    signature = key.sign(b"")
    assert signature.hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065")
    key.public.verify(signature, b"")


@pytest.mark.parametrize("place", range(0, 64, 7))
def test_a_changed_signature_is_refused(place: int) -> None:
    key = SigningKey.generate()
    signature = bytearray(key.sign(b"m"))
    signature[place] ^= 1
    with refused("SIG_INVALID"):
        key.public.verify(bytes(signature), b"m")
    for wrong in (b"", signature[:63], bytes(signature) + b"\0"):
        with refused("SIG_INVALID"):
            key.public.verify(bytes(wrong), b"m")


def test_the_library_alone_would_take_a_weak_key() -> None:
    """Why we look at the points ourselves: under this key one signature fits every message."""
    neutral = (1).to_bytes(32, "little")
    public = ed25519.Ed25519PublicKey.from_public_bytes(neutral)
    for message in (b"one statement", b"and its opposite"):
        public.verify(neutral + bytes(32), message)


@pytest.mark.parametrize("raw", _weak_encodings(), ids=bytes.hex)
def test_every_low_order_encoding_is_weak(raw: bytes) -> None:
    with pytest.raises(KeyWeak):
        VerifyKey.from_raw(raw)


@pytest.mark.parametrize("excess", range(2, 19))
@pytest.mark.parametrize("sign", [0, 1])
def test_every_other_non_canonical_encoding_is_weak(excess: int, sign: int) -> None:
    with pytest.raises(KeyWeak):
        VerifyKey.from_raw((P + excess | sign << 255).to_bytes(32, "little"))


@pytest.mark.parametrize(
    ("y", "sign"), [(P - 1, 0), (0, 0), (0, 1), (Y8, 0), (Y8, 1), (P - Y8, 0), (P - Y8, 1)]
)
def test_a_key_with_a_small_order_part_is_weak(y: int, sign: int) -> None:
    sound = SigningKey.generate().public.raw
    torsion = ed25519_points._decode((y | sign << 255).to_bytes(32, "little"))
    point = ed25519_points._decode(sound)
    assert torsion is not None
    assert point is not None
    assert _encode(point) == sound
    mixed = _encode(ed25519_points._add(point, torsion))
    assert ed25519_points._decode(mixed) is not None
    with pytest.raises(KeyWeak):
        VerifyKey.from_raw(mixed)


def test_half_of_all_bytes_are_no_point() -> None:
    refusals = 0
    for number in range(200):
        raw = number.to_bytes(31, "big") + b"\x11"
        try:
            VerifyKey.from_raw(raw)
        except KeyWeak:
            refusals += 1
    assert refusals > 100  # half are off the curve, and most of the rest have a small-order part


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_every_honest_key_is_sound_in_all_its_forms(seed: bytes) -> None:
    key = SigningKey.from_seed(seed).public
    assert VerifyKey.from_raw(key.raw) == key
    assert VerifyKey.from_blob(key.blob) == key
    assert VerifyKey.from_openssh_line(key.line() + " a comment with spaces\n") == key
    assert len({key, VerifyKey.from_raw(key.raw)}) == 1


def test_lines_that_are_not_exact_are_malformed() -> None:
    key = SigningKey.generate().public
    line = key.line()
    for bad in (
        "",
        "ssh-ed25519",
        line[:-1],
        line + "A",
        line + "=",
        " " + line,
        line.replace("ssh-ed25519 ", "ssh-ed25519  "),
        line.replace("ssh-ed25519", "SSH-ED25519"),
        line.replace("ssh-ed25519", "ssh-rsa"),
        'restrict,command="x" ' + line,
        line + " " + "x" * 2000,
        "ssh-ed25519 é",
    ):
        with pytest.raises(KeyMalformed):
            VerifyKey.from_openssh_line(bad)
    for blob in (b"", key.blob[:-1], key.blob + b"\0", key.blob[:15] + b"\0\0\0\x21" + key.raw):
        with pytest.raises(KeyMalformed):
            VerifyKey.from_blob(blob)
    for seed in (b"", os.urandom(31), os.urandom(33)):
        with pytest.raises(KeyMalformed):
            SigningKey.from_seed(seed)


def test_a_private_key_shows_its_public_half_alone() -> None:
    key = SigningKey.generate()
    for shown in (repr(key), str(key), f"{[key]}"):
        assert key.public.fingerprint() in shown
        assert key.seed.hex() not in shown
        assert repr(key.seed) not in shown
