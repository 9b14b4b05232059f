"""What a trust list takes and refuses: signatures, order, organisation, the chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import trust, trust_text
from intake_app.bundle.roots import RootSet
from intake_app.bundle.trust import TrustList
from intake_app.crypto import age, sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey
from intake_app.errors import (
    IntakeError,
    KeyMalformed,
    KeyWeak,
    TrustError,
    TrustGap,
    TrustMalformed,
    TrustOtherOrganisation,
    TrustRollback,
    TrustUnsigned,
)
from tests.bundle.an_organisation import (
    EXPIRES,
    ISSUED,
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


def test_only_forward_and_without_gaps() -> None:
    second = after(HELD)
    third = after(second)
    for offered in (HELD, second):
        with pytest.raises(TrustRollback):
            trust.read(offered.files(), pinned=root_set(), held=second)
    with pytest.raises(TrustGap):
        trust.read(third.files(), pinned=root_set(), held=HELD)
    fork = after(HELD, issued="2026-11-25T09:00:00Z")
    with pytest.raises(TrustGap):
        trust.read(after(fork).files(), pinned=root_set(), held=second)


def test_roots_change_only_with_old_and_new() -> None:
    fresh = RootSet((ROOTS[2].public, *(key.public for key in STRANGERS[:2])), 2)
    retired = tuple(sorted((key.public for key in ROOTS[:2]), key=lambda key: key.line()))
    said = {"roots": fresh, "retired": retired}
    good = after(HELD, (*ROOTS[:2], *STRANGERS[:2]), **said)
    assert good.roots == fresh
    overlap = after(HELD, (ROOTS[2], ROOTS[0], STRANGERS[0]), **said)
    for keys, fault in (
        (STRANGERS[:2], TrustOtherOrganisation),
        ((ROOTS[0], *STRANGERS[:2]), TrustUnsigned),
        ((*ROOTS[:2], STRANGERS[0]), TrustUnsigned),
    ):
        with pytest.raises(fault):
            after(HELD, keys, **said)
    hidden = (ROOTS[2], *STRANGERS[:2])  # one old root only, the others not named as retired
    with pytest.raises(TrustUnsigned):
        after(HELD, hidden, roots=fresh)
    with pytest.raises(TrustMalformed):
        after(HELD, ROOTS[:2], retired=(STRANGERS[0].public,))
    for changed in (good, overlap):
        assert after(changed, STRANGERS[:2]).version == 3
        with pytest.raises(TrustOtherOrganisation):
            after(changed, ROOTS[:2])
        chain = [FILES, changed.files(), after(changed, STRANGERS[:2]).files()]
        for pinned, held, count in (
            (root_set(), None, 3),
            (fresh, None, 2),
            (root_set(), HELD, 2),
            (fresh, changed, 1),
        ):
            found = trust.read_chain(trust.unpack(trust.pack(chain)), pinned=pinned, held=held)
            assert [each.version for each in found] == [1, 2, 3][-count:]


@pytest.fixture(name="chain")
def a_chain() -> list[TrustList]:
    chain = [HELD]
    for _ in range(3):
        chain.append(after(chain[-1]))
    return chain


def test_a_chain_brings_what_is_missing(chain: list[TrustList]) -> None:
    files = [each.files() for each in chain]
    for count in range(5):
        held = chain[count - 1] if count else None
        found = trust.read_chain(files, pinned=root_set(), held=held)
        assert found == chain[count:]
    assert trust.read_chain(files[2:], pinned=root_set(), held=chain[1]) == chain[2:]


def test_a_chain_with_a_fault_is_refused(chain: list[TrustList]) -> None:
    files = [each.files() for each in chain]
    fork = after(HELD, issued="2026-11-25T09:00:00Z").files()
    for broken, held, fault in (
        ([], None, TrustMalformed),
        (files[2:], HELD, TrustGap),
        (files[:2], chain[2], TrustRollback),
        ([files[0], files[2]], None, TrustGap),
        ([files[0], fork, *files[2:]], None, TrustGap),
        ([files[0], fork], chain[1], TrustGap),
        ([files[1], files[0]], None, TrustRollback),
        ([*files, fork], chain[3], TrustRollback),
    ):
        with pytest.raises(fault):
            trust.read_chain(broken, pinned=root_set(), held=held)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=6))
def test_no_order_of_offers_lowers_the_version(order: list[int]) -> None:
    files = [each.files() for each in _FIVE]
    held: TrustList | None = None
    for number in order:
        before = held.version if held else 0
        try:
            held = trust.read(files[number], pinned=root_set(), held=held)
        except TrustError:
            assert number + 1 <= before or number > before
        assert (held.version if held else 0) >= before


def _five() -> list[TrustList]:
    chain = [HELD]
    while len(chain) < 5:
        chain.append(after(chain[-1]))
    return chain


_FIVE = _five()


def test_pack_has_one_form() -> None:
    packed = trust.pack([FILES, after(HELD).files()])
    assert trust.unpack(packed) == [FILES, after(HELD).files()]
    for broken in (packed[:-512], packed + bytes(512), packed[:100] + b"x" + packed[101:], b""):
        with pytest.raises(TrustMalformed):
            trust.unpack(broken)


def test_a_chain_too_long_for_one_file_keeps_its_newest(chain: list[TrustList]) -> None:
    files = [each.files() for each in chain]
    assert trust.pack_newest(files) == trust.pack(files)
    whole = len(trust.pack(files))
    for limit, first_kept in ((whole - 1, 1), (whole // 2 + 2048, 2), (10, 3)):
        packed = trust.pack_newest(files, limit)
        assert trust.unpack(packed) == files[first_kept:]
        fresh = trust.read_chain(trust.unpack(packed), pinned=root_set(), held=None)
        assert fresh == chain[first_kept:]


def test_pack_refuses_other_folders_and_other_orders() -> None:
    from intake_app.bundle import ustar

    entries = [(f"trust-000001/{name}", data) for name, data in sorted(FILES.items())]
    assert trust.unpack(ustar.write_simple(entries)) == [FILES]
    for changed in (
        entries[::-1],
        [("trust-000002" + path[12:], data) for path, data in entries],
        [("trust-1" + path[12:], data) for path, data in entries],
        [*entries, ("other", b"")],
        [each for each in entries if not each[0].endswith("/trust.txt")],
        [],
    ):
        with pytest.raises(TrustMalformed):
            trust.read_chain(
                trust.unpack(ustar.write_simple(changed)), pinned=root_set(), held=None
            )


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


@pytest.mark.parametrize(
    ("keys", "threshold"), [(ROOTS, 0), (ROOTS, 4), ((), 0), ((), 1), ((ROOTS[0],) * 2, 1)]
)
def test_what_is_no_root_set(keys: tuple[SigningKey, ...], threshold: int) -> None:
    with pytest.raises(TrustMalformed):
        root_set(keys, threshold)


def test_a_root_set_is_the_same_in_any_order() -> None:
    assert root_set(ROOTS[::-1]) == root_set()
    assert root_set(ROOTS[::-1]).fingerprint == root_set().fingerprint
    prints = {root_set(threshold=n).fingerprint for n in (1, 2, 3)}
    assert len(prints) == 3
    groups = root_set().digits.split(" ")
    assert [len(group) for group in groups] == [5] * 8


def test_a_list_of_the_first_version_names_nobody_before() -> None:
    said = contents(retired=(STRANGERS[0].public,))
    with pytest.raises(TrustMalformed):
        trust.draft(said)
    assert trust_text.read_head(FILES["trust.txt"]).signers == root_set().keys


def test_a_replaced_member_keeps_the_order() -> None:
    one, two = HELD.devices
    with pytest.raises(TrustMalformed):
        after(HELD, devices=(two, one))
    later = replace(one, valid_before="2028-11-24T09:00:00Z")
    assert after(HELD, devices=(later, two)).devices[0] == later
