"""What a trust list says and who signs it: members, readers, signatures, organisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake_app.bundle import trust
from intake_app.crypto import age, sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.errors import (
    IntakeError,
    TrustMalformed,
    TrustOtherOrganisation,
    TrustUnsigned,
)
from tests.bundle.an_organisation import (
    ROOTS,
    STRANGERS,
    after,
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


def test_what_was_drafted_comes_back() -> None:
    said = contents()
    read = first()
    assert all(getattr(read, name) == getattr(said, name) for name in said.__dataclass_fields__)
    assert read.sha256 == sha256_hex(FILES["trust.txt"])
    assert read.files() == FILES
    assert read.member(said.devices[0].principal) == said.devices[0]
    assert read.by_key(signing_key(11).public) == said.coordinators[0]
    assert read.member("device-00000000") is None
    assert read.by_key(ROOTS[0].public) is None


def test_an_old_list_is_only_old() -> None:
    assert not HELD.is_expired(datetime(2027, 11, 24, 9, tzinfo=UTC))
    assert HELD.is_expired(datetime(2027, 11, 24, 9, 0, 1, tzinfo=UTC))
    assert trust.read(FILES, pinned=root_set(), held=None).devices


def test_statements_and_identities_have_their_own_readers() -> None:
    few = member("coordinator", 12)
    many = tuple(sorted((few, *contents().coordinators), key=lambda each: each.principal))
    read = first(coordinators=many)
    assert len(read.statement_recipients()) == 3
    assert len(read.identity_recipients()) == 2
    sealed = age.encrypt_bytes(b"who", read.identity_recipients())
    assert age.decrypt_bytes(sealed, [identity(11)]) == b"who"
    assert age.decrypt_bytes(sealed, [identity(21)]) == b"who"
    with pytest.raises(IntakeError):
        age.decrypt_bytes(sealed, [identity(12)])


def test_the_revoked_stay_named_and_receive_nothing() -> None:
    few = member("coordinator", 12)
    many = tuple(sorted((few, *HELD.coordinators), key=lambda each: each.principal))
    gone = tuple(revoked(each) if each == few else each for each in many)
    lost = (revoked(HELD.devices[0]), HELD.devices[1])
    read = after(first(coordinators=many), coordinators=gone, devices=lost)
    assert [each.principal for each in read.revocations] == [
        few.principal,
        HELD.devices[0].principal,
    ]
    assert read.member(few.principal) == revoked(few)
    assert len(read.statement_recipients()) == 2
    assert read.version == 2
    assert few.receive.encode() not in read.files()["recipients.txt"]


def test_too_few_signatures() -> None:
    for keys in ((), ROOTS[:1], (ROOTS[0], ROOTS[0])):
        with pytest.raises(TrustUnsigned if keys else TrustOtherOrganisation):
            trust.read(signed(contents(), keys), pinned=root_set(), held=None)
    with pytest.raises(TrustUnsigned):
        trust.read(trust.draft(contents()), pinned=None, held=None)
    assert trust.read(signed(contents(), ROOTS), pinned=root_set(), held=None)


def test_a_signature_that_does_not_hold_spoils_the_list() -> None:
    names = sorted(name for name in FILES if name.endswith(".sig"))
    assert len(names) == 2
    spare = next(n for n in (1, 2, 3) if f"trust.txt.{n}.sig" not in names)
    other = sshsig.sign(ROOTS[0], sshsig.LOG, FILES["trust.txt"])
    stranger = sshsig.sign(STRANGERS[0], sshsig.TRUST, FILES["trust.txt"])
    for name, data in (
        (names[0], other),
        (names[0], stranger),
        (f"trust.txt.{spare}.sig", stranger),
        (f"trust.txt.{spare}.sig", FILES[names[0]]),
        ("trust.txt.4.sig", stranger),
        ("trust.txt.9.sig", FILES[names[0]]),
        (names[0], b""),
    ):
        with pytest.raises(TrustUnsigned):
            trust.read({**FILES, name: data}, pinned=root_set(), held=None)


def test_only_the_files_of_a_list() -> None:
    for name in (
        "trust.txt.0.sig",
        "trust.txt.01.sig",
        "trust.txt.sig",
        "README",
        "trust.txt.100.sig",
    ):
        with pytest.raises(TrustMalformed):
            trust.read({**FILES, name: b""}, pinned=root_set(), held=None)
    for name in ("trust.txt", *trust.LISTED):
        left = {key: data for key, data in FILES.items() if key != name}
        with pytest.raises(TrustMalformed):
            trust.read(left, pinned=root_set(), held=None)
    with pytest.raises(TrustOtherOrganisation):
        trust.sign(FILES, STRANGERS[0])


def test_another_organisation() -> None:
    theirs = signed(contents(roots=root_set(STRANGERS)), STRANGERS)
    assert trust.read(theirs, pinned=root_set(STRANGERS), held=None)
    for pinned, held in ((root_set(), None), (root_set(), HELD), (None, HELD)):
        with pytest.raises(TrustOtherOrganisation):
            trust.read(theirs, pinned=pinned, held=held)
    with pytest.raises(TrustOtherOrganisation):  # the same keys, but fewer of them need to sign
        trust.read(FILES, pinned=root_set(threshold=1), held=None)


def test_a_replaced_member_keeps_the_order() -> None:
    one, two = HELD.devices
    with pytest.raises(TrustMalformed):
        after(HELD, devices=(two, one))
    later = replace(one, valid_before="2028-11-24T09:00:00Z")
    assert after(HELD, devices=(later, two)).devices[0] == later
