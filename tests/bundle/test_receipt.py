"""A receipt: one form, one reader, one padded size; signed by a coordinator who is trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import receipt as receipts
from intake_app.bundle.receipt import Receipt
from intake_app.crypto import age, sshsig
from intake_app.crypto.chain import GENESIS, Head
from intake_app.errors import ReceiptRefused
from tests.bundle.an_organisation import (
    after,
    contents,
    first,
    identity,
    member,
    revoked,
    root_set,
    signing_key,
)
from tests.crypto.other_age import ask_node, run, tool

KEY, DEVICE = signing_key(11), identity(1)
HELD = first()
SAID = Receipt(
    org=root_set().fingerprint,
    coordinator=HELD.coordinators[0].principal,
    bundle_id="0b" * 16,
    outer_sha256="0c" * 32,
    tagmanifest_sha256="0d" * 32,
    device=member("device", 1).principal,
    device_log=Head(12, "0e" * 32),
    org_log=Head(0, GENESIS),
    received_at="2026-11-25T09:14:00Z",
    verdict="accepted",
)
TEXT = receipts.write(SAID)
SIGNATURE = sshsig.sign(KEY, sshsig.RECEIPT, TEXT)
DATA = receipts.make(SAID, KEY, DEVICE.recipient)


def test_it_reads_as_written_and_holds() -> None:
    assert receipts.read(DATA, [DEVICE]) == (SAID, TEXT, SIGNATURE)
    assert receipts.check(TEXT, SIGNATURE, HELD) == SAID
    assert SAID.is_accepted
    assert TEXT.decode().splitlines()[:2] == ["testimony-receipt/1", f"org: {SAID.org}"]


def test_only_the_device_opens_it() -> None:
    with pytest.raises(ReceiptRefused):
        receipts.read(DATA, [identity(2)])


def test_all_receipts_are_of_one_size() -> None:
    longest = replace(
        SAID,
        verdict="held:" + "L" * 60,
        device_log=Head(10**15 - 1, GENESIS),
        org_log=Head(9, GENESIS),
    )
    assert len(receipts.make(longest, KEY, DEVICE.recipient)) == len(DATA)
    assert len(age.decrypt_bytes(DATA, [DEVICE])) == receipts.PADDED_BYTES


def test_other_peoples_tools_open_and_check_it(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(ask_node("decrypt", DEVICE.to_text(), data=DATA))
    run(tool("tar"), "-xf", "t", cwd=tmp_path)
    (tmp_path / "allowed_signers").write_bytes(HELD.files()["allowed_signers"])
    checked = run(
        *(tool("ssh-keygen"), "-Y", "verify", "-f", "allowed_signers", "-I", SAID.coordinator),
        *("-n", sshsig.RECEIPT, "-s", receipts.SIGNATURE, "-O", "verify-time=20261125091400Z"),
        data=(tmp_path / receipts.TEXT).read_bytes(),
        cwd=tmp_path,
    )
    assert b"Good" in checked


READERS: tuple[tuple[bytes, Callable[[bytes], object]], ...] = (
    (DATA, lambda mutant: receipts.read(mutant, [DEVICE])),
    (TEXT, lambda mutant: receipts.check(mutant, SIGNATURE, HELD)),
    (SIGNATURE, lambda mutant: receipts.check(TEXT, mutant, HELD)),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(READERS), st.integers(0), st.integers(1, 255))
def test_any_changed_byte_is_refused_by_name(
    reader: tuple[bytes, Callable[[bytes], object]], where: int, change: int
) -> None:
    content, read = reader
    mutant = bytearray(content)
    mutant[where % len(content)] ^= change
    with pytest.raises(ReceiptRefused):
        read(bytes(mutant))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=1500))
def test_any_bytes_are_refused_by_name(junk: bytes) -> None:
    for bad in (junk, age.encrypt_bytes(junk, [DEVICE.recipient])):
        with pytest.raises(ReceiptRefused):
            receipts.read(bad, [DEVICE])
    with pytest.raises(ReceiptRefused):
        receipts.parse(junk)


@pytest.mark.parametrize(
    "change",
    [
        {"org": "AB" * 32},
        {"coordinator": "device-00000000"},
        {"bundle_id": "0b"},
        {"device": "coord-00000000"},
        {"device_log": Head(-1, GENESIS)},
        {"org_log": Head(1, "x")},
        {"received_at": "2026-11-25T09:14:00+00:00"},
        {"received_at": "2026-13-25T09:14:00Z"},
        {"verdict": "perhaps"},
        {"verdict": "held:"},
        {"verdict": "refused:no\nverdict: accepted"},
    ],
)
def test_what_is_no_receipt(change: dict[str, object]) -> None:
    with pytest.raises(ReceiptRefused):
        receipts.write(replace(SAID, **change))  # type: ignore[arg-type]


def test_verdicts() -> None:
    for verdict in ("held:LOG_GAP", "refused:SIG_INVALID"):
        read = receipts.parse(receipts.write(replace(SAID, verdict=verdict)))
        assert read.verdict == verdict
        assert not read.is_accepted


def _refused(said: Receipt, number: int = 11, namespace: str = sshsig.RECEIPT) -> None:
    text = receipts.write(said)
    with pytest.raises(ReceiptRefused):
        receipts.check(text, sshsig.sign(signing_key(number), namespace, text), HELD)


def test_who_may_give_receipts() -> None:
    _refused(SAID, 12)
    _refused(SAID, 1)
    _refused(SAID, namespace=sshsig.LOG)
    _refused(replace(SAID, coordinator="coord-00000000"))
    _refused(replace(SAID, org=root_set(threshold=1).fingerprint))
    _refused(replace(SAID, received_at="2026-11-24T08:59:59Z"))
    _refused(replace(SAID, received_at="2027-11-24T09:00:01Z"))


def test_a_revoked_coordinator_gives_none_whatever_time_it_names() -> None:
    other = member("coordinator", 12, identity=True)
    gone = revoked(contents().coordinators[0], "2026-12-24T09:00:00Z")
    both = tuple(sorted((gone, other), key=lambda each: each.principal))
    with pytest.raises(ReceiptRefused):
        receipts.check(TEXT, SIGNATURE, after(HELD, coordinators=both))
