"""A trust list has one form: changed bytes, and what even the roots cannot say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import trust
from intake_app.crypto import sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.errors import (
    IntakeError,
    KeyMalformed,
    KeyWeak,
    TrustError,
    TrustMalformed,
)
from tests.bundle.an_organisation import (
    EXPIRES,
    ISSUED,
    ROOTS,
    contents,
    first,
    identity,
    member,
    revoked,
    root_set,
    signed,
    signing_key,
)

FILES = signed(contents())
HELD = first()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_changed_byte_is_refused_by_name(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    content = FILES[name]
    at = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[at]))
    how = data.draw(st.sampled_from(["change", "insert", "drop"]))
    rest = content[at + (how != "insert") :]
    mutant = content[:at] + (b"" if how == "drop" else bytes([byte])) + rest
    for pinned in (root_set(), None):
        with pytest.raises(TrustError):
            trust.read({**FILES, name: mutant}, pinned=pinned, held=None)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_mutant_that_the_roots_sign_is_still_one_form_or_refused(data: st.DataObject) -> None:
    """Whatever a root may be brought to sign: it reads back to its own bytes or not at all."""
    lines = FILES["trust.txt"].decode().split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        st.one_of(
            st.just(lines[at] + " "),
            st.just(lines[at].upper()),
            st.just(""),
            st.just(lines[at - 1]),
            st.text(max_size=40),
            st.sampled_from(["threshold: 01", "threshold: 9", "version: +1", "version: ۱"]),
            st.sampled_from(["issued: 2026-13-24T09:00:00Z", "expires: 2026-11-24T09:00:00Z"]),
        )
    )
    text = "\n".join(lines).encode("utf-8", "surrogatepass")
    files = {**FILES, "trust.txt": text}
    for name in [name for name in files if name.endswith(".sig")]:
        del files[name]
    for key in ROOTS:
        number = root_set().keys.index(key.public) + 1
        files[f"trust.txt.{number}.sig"] = sshsig.sign(key, sshsig.TRUST, text)
    try:
        read = trust.read(files, pinned=root_set(), held=None)
    except TrustError:
        return
    assert trust.draft(read)["trust.txt"] == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_refused_by_name(junk: bytes) -> None:
    with pytest.raises(TrustError):
        trust.unpack(junk)
    with pytest.raises(TrustError):
        trust.read({**FILES, "trust.txt": junk}, pinned=None, held=None)


LINE = signing_key(1).public.line().encode()


WEAK = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def _resigned(name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    """Return the files with a change that the roots signed all the same."""
    files = {key: data for key, data in FILES.items() if not key.endswith(".sig")}
    assert old in files[name]
    before = sha256_hex(files[name]).encode()
    files[name] = files[name].replace(old, new)
    if name != "trust.txt":
        sums = files["trust.txt"].replace(
            before + b"  " + name.encode(), sha256_hex(files[name]).encode() + b"  " + name.encode()
        )
        files["trust.txt"] = sums
    keys = {number: key for key in ROOTS for number in [root_set().keys.index(key.public) + 1]}
    for number, key in keys.items():
        files[f"trust.txt.{number}.sig"] = sshsig.sign(key, sshsig.TRUST, files["trust.txt"])
    return files


OTHER = signing_key(3).public.line().encode()


Fault = type[IntakeError]


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("allowed_signers", LINE, WEAK, KeyWeak),
        ("allowed_signers", LINE, LINE[:-4], KeyMalformed),
        ("allowed_signers", LINE, OTHER, TrustMalformed),
        ("allowed_signers", LINE, LINE + b" comment", TrustMalformed),
        ("allowed_signers", b"bundle.v1", b"receipt.v1", TrustMalformed),
        ("allowed_signers", b"valid-after", b"cert-authority,valid-after", TrustMalformed),
        ("allowed_signers", b'"20271124090000Z"', b'"20261124090000Z"', TrustMalformed),
        ("allowed_signers", b'"20271124090000Z"', b'"20279924090000Z"', TrustMalformed),
        ("allowed_signers", b'"20271124090000Z"', b'"20271124090000"', TrustMalformed),
        ("allowed_signers", b"coord-", b"device-", TrustMalformed),
        ("allowed_signers", b"\n", b"\r\n", TrustMalformed),
        ("allowed_signers", b"coord", b"# x\ncoord", TrustMalformed),
        ("receivers.txt", b"age1pq", b"AGE1PQ", KeyMalformed),
        ("receivers.txt", b" age1", b"  age1", KeyMalformed),
        ("recipients.txt", b"# archive\n", b"# spare\n", TrustMalformed),
        ("recipients.txt", b"# archive\n", b"", TrustMalformed),
        ("recipients-identity.txt", b"# coord", b"#coord", TrustMalformed),
        ("recipients-identity.txt", b"\n", b"\n\n", TrustMalformed),
        ("trust.txt", b"org: ", b"org:  ", TrustMalformed),
        ("trust.txt", b"voices", b"voices\xe2\x80\xae", TrustMalformed),
        ("trust.txt", b"voices", b"voices\xff", TrustMalformed),
        ("trust.txt", b"version: 1\n", b"version: 2\n", TrustMalformed),
        ("trust.txt", b"threshold: 2", b"threshold: 4", TrustMalformed),
        ("trust.txt", b"threshold: 2", b"threshold: 0", TrustMalformed),
        ("trust.txt", b"prev_sha256: 0", b"prev_sha256: 1", TrustMalformed),
        ("trust.txt", b"testimony-trust/1", b"testimony-trust/2", TrustMalformed),
    ],
)
def test_what_even_the_roots_cannot_say(name: str, old: bytes, new: bytes, fault: Fault) -> None:
    with pytest.raises(fault):
        trust.read(_resigned(name, old, new), pinned=None, held=None)


@pytest.mark.parametrize(
    "said",
    [
        lambda: contents(org=""),
        lambda: contents(org="two\nlines"),
        lambda: contents(version=0, prev_sha256="ab" * 32),
        lambda: contents(version=2),
        lambda: contents(expires=ISSUED),
        lambda: contents(issued="2026-11-24 09:00:00"),
        lambda: contents(devices=contents().devices[::-1]),
        lambda: contents(devices=(contents().devices[0],) * 2),
        lambda: contents(devices=contents().coordinators),
        lambda: contents(coordinators=()),
        lambda: contents(coordinators=(revoked(member("coordinator", 11)),)),
        lambda: contents(coordinators=(member("coordinator", 12),), archive=()),
        lambda: contents(coordinators=(member("coordinator", 11, principal="coord-00000000"),)),
        lambda: contents(coordinators=(member("coordinator", 11, reason="lost"),)),
        lambda: contents(devices=(member("device", 1, identity=True),)),
        lambda: contents(devices=(member("device", 1, valid_before=ISSUED),)),
        lambda: contents(devices=(member("device", 1, revoked_at=EXPIRES, reason="bored"),)),
        lambda: contents(devices=(member("device", 1, receive=contents().archive[0]),)),
        lambda: contents(archive=contents().archive * 2),
        lambda: contents(roots=root_set((signing_key(1), ROOTS[0]))),
        lambda: contents(
            archive=tuple(sorted(identity(100 + n).recipient.to_text() for n in range(32)))
        ),
    ],
)
def test_what_cannot_be_drafted(said: Callable[[], trust.Contents]) -> None:
    with pytest.raises(TrustMalformed):
        trust.draft(said())
