"""A request: only who holds the key can make it, and any change is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import request as requests
from intake_app.bundle import ustar
from intake_app.bundle.members import principal_of
from intake_app.bundle.request import Request
from intake_app.crypto import canonical, sshsig
from intake_app.crypto.digests import sha256_hex, short_code
from intake_app.crypto.keys import SigningKey
from intake_app.errors import KeyMalformed, KeyWeak, RequestMalformed, TrustError
from tests.bundle.an_organisation import identity, root_set, signing_key
from tests.crypto.other_age import fails, run, tool

KEY = signing_key(1)
ASKED = Request(
    role="device",
    principal=principal_of("device", KEY.public),
    key=KEY.public,
    receive=identity(1).recipient.to_text(),
    audience=root_set().fingerprint,
    nonce="ab" * 32,
    made_at="2026-11-24T09:00:00Z",
    label="لپ‌تاپ دوم",
)
DATA = requests.make(ASKED, KEY)
TEXT, SIGNATURE = (content for _, content in ustar.read_simple(DATA))


def resigned(key: SigningKey = KEY, namespace: str = sshsig.ENROL, **more: object) -> bytes:
    """Return the request with changes that `key` signed all the same."""
    value = canonical.decode(TEXT, max_bytes=requests.MAX_BYTES)
    assert isinstance(value, dict)
    text = canonical.encode({k: v for k, v in {**value, **more}.items() if v is not None})
    signature = sshsig.sign(key, namespace, text)
    return ustar.write_simple([(requests.TEXT, text), (requests.SIGNATURE, signature)])


def test_what_is_made_comes_back() -> None:
    assert resigned() == DATA
    assert requests.read(DATA) == ASKED
    assert requests.digits(DATA) == short_code(sha256_hex(DATA))
    other = requests.make(replace(ASKED, nonce="cd" * 32), KEY)
    assert requests.digits(other) != requests.digits(DATA)


def test_tar_and_ssh_keygen_agree(tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(DATA)
    run(tool("tar"), "-xf", "r", cwd=tmp_path)
    check = (
        *(tool("ssh-keygen"), "-Y", "check-novalidate", "-n", sshsig.ENROL),
        *("-s", requests.SIGNATURE),
    )
    assert b"Good" in run(*check, data=(tmp_path / requests.TEXT).read_bytes(), cwd=tmp_path)
    assert fails(*check, data=TEXT + b" ", cwd=tmp_path)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(0, 255), st.sampled_from(["change", "insert"]))
def test_any_changed_byte_is_refused_by_name(at: int, byte: int, how: str) -> None:
    mutant = DATA[:at] + bytes([byte]) + DATA[at + (how == "change") :]
    if mutant == DATA:
        return
    with pytest.raises(TrustError):
        requests.read(mutant)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=1500))
def test_any_bytes_are_refused_by_name(junk: bytes) -> None:
    with pytest.raises(TrustError):
        requests.read(junk)


STRANGER = signing_key(3)
WEAK = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (resigned(STRANGER), RequestMalformed),
        (resigned(namespace=sshsig.BUNDLE), RequestMalformed),
        (resigned(key=STRANGER, role="coordinator"), RequestMalformed),
        (resigned(role="coordinator"), RequestMalformed),
        (resigned(role="root"), RequestMalformed),
        (resigned(principal="device-00000000"), RequestMalformed),
        (resigned(audience="ab"), RequestMalformed),
        (resigned(nonce="AB" * 32), RequestMalformed),
        (resigned(made_at="2026-11-24T09:00:00+00:00"), RequestMalformed),
        (resigned(made_at=7), RequestMalformed),
        (resigned(label=""), RequestMalformed),
        (resigned(label="x\ny"), RequestMalformed),
        (resigned(label=None), RequestMalformed),
        (resigned(more="x"), RequestMalformed),
        (resigned(format="testimony-request/2"), RequestMalformed),
        (resigned(receive="age1pq1x"), KeyMalformed),
        (resigned(receive=identity(1).recipient.to_text().upper()), KeyMalformed),
        (resigned(key=KEY, receive=identity(1).to_text()), KeyMalformed),
        (ustar.write_simple([(requests.TEXT, TEXT)]), RequestMalformed),
        (
            ustar.write_simple([(requests.SIGNATURE, SIGNATURE), (requests.TEXT, TEXT)]),
            RequestMalformed,
        ),
        (DATA + bytes(512), RequestMalformed),
        (bytes(requests.MAX_BYTES + 512), RequestMalformed),
    ],
)
def test_what_is_refused(data: bytes, fault: type[TrustError]) -> None:
    with pytest.raises(fault):
        requests.read(data)


def test_keys_that_must_not_be_enrolled() -> None:
    for line, fault in ((WEAK, KeyWeak), (KEY.public.line()[:-4], KeyMalformed)):
        value = canonical.decode(TEXT, max_bytes=requests.MAX_BYTES)
        assert isinstance(value, dict)
        text = canonical.encode({**value, "key": line})
        signature = sshsig.sign(KEY, sshsig.ENROL, text)
        data = ustar.write_simple([(requests.TEXT, text), (requests.SIGNATURE, signature)])
        with pytest.raises(fault):
            requests.read(data)


def test_what_is_not_made() -> None:
    for broken, key in (
        (ASKED, STRANGER),
        (replace(ASKED, label=" "), KEY),
        (replace(ASKED, principal="coord-00000000"), KEY),
        (replace(ASKED, nonce=""), KEY),
    ):
        with pytest.raises(RequestMalformed):
            requests.make(broken, key)
