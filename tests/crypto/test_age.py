from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.crypto import age, age_header
from intake_app.crypto.age_header import Stanza
from intake_app.crypto.recipients import HybridIdentity, X25519Identity
from intake_app.errors import BundleRefused, TrustMalformed
from tests.crypto.refusals import refused

CHUNK = 65536
SEALED = CHUNK + 16
ME = HybridIdentity.generate()
INNER = X25519Identity.generate()
X25519_ONLY = frozenset({"X25519"})
NOISE = os.urandom(4 * CHUNK)
EDGES = [0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK + 99]
CUTS = st.lists(st.integers(0, 4 * CHUNK) | st.sampled_from([1, CHUNK, SEALED]), max_size=6)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    found, at = [], 0
    for cut in cuts:
        found.append(data[at : at + cut])
        at += cut
    return [*found, data[at:]]


def payload_start(sealed: bytes) -> int:
    end = age_header.find_end(sealed[: age_header.MAX_HEADER_BYTES])
    assert end is not None
    return end + 16


def with_header(change: bytes, to: bytes, sealed: bytes) -> bytes:
    assert change in sealed
    return sealed.replace(change, to, 1)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EDGES), CUTS, CUTS)
def test_the_size_of_pieces_changes_nothing(size: int, writes: list[int], feeds: list[int]) -> None:
    data, sink, released = NOISE[:size], io.BytesIO(), bytearray()
    encryptor = age.Encryptor(sink, [INNER.recipient])
    for piece in pieces(data, writes):
        assert encryptor.write(memoryview(piece)) == len(piece)
    encryptor.close()
    encryptor.close()
    sealed = sink.getvalue()
    chunks = max(1, -(-size // CHUNK))
    assert len(sealed) == payload_start(sealed) + size + 16 * chunks
    decryptor = age.Decryptor([INNER], released.extend, X25519_ONLY)
    for piece in pieces(sealed, feeds):
        decryptor.feed(bytearray(piece))
    decryptor.finish()
    assert released == data


def test_bytes_one_by_one() -> None:
    released = bytearray()
    decryptor = age.Decryptor([ME], released.extend)
    for byte in age.encrypt_bytes(b"one by one", [ME.recipient]):
        decryptor.feed(bytes([byte]))
    decryptor.finish()
    assert released == b"one by one"


def test_two_files_of_the_same_content_share_nothing() -> None:
    one, two = (age.encrypt_bytes(b"x" * 100, [ME.recipient]) for _ in range(2))
    assert (
        one[len(age_header.VERSION_LINE) + 20 :][:40]
        != two[len(age_header.VERSION_LINE) + 20 :][:40]
    )
    assert one[-116:] != two[-116:]


def test_no_single_changed_bit_is_taken() -> None:
    sealed = age.encrypt_bytes(b"said in confidence", [ME.recipient])
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BundleRefused):
            age.decrypt_bytes(changed, [ME])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 8 * (3 * CHUNK + 48) - 1))
def test_no_changed_bit_of_a_long_file_is_taken(bit: int) -> None:
    sealed = bytearray(LONG)
    sealed[LONG_START - 16 + bit // 8] ^= 1 << bit % 8
    with refused("OUTER_AUTH"):
        age.decrypt_bytes(sealed, [ME])


LONG = age.encrypt_bytes(NOISE[: 3 * CHUNK], [ME.recipient])
LONG_START = payload_start(LONG)


@pytest.mark.parametrize("chunks", [0, 1, 2])
@pytest.mark.parametrize("more", [0, 1, 15, 16, 17, CHUNK])
def test_a_file_cut_at_or_near_every_chunk_boundary_is_refused(chunks: int, more: int) -> None:
    cut = LONG[: LONG_START + chunks * SEALED + more]
    with refused("TRUNCATED" if more < 16 else "OUTER_AUTH"):
        age.decrypt_bytes(cut, [ME])


def test_a_file_cut_anywhere_is_refused() -> None:
    sealed = age.encrypt_bytes(b"short", [ME.recipient])
    for length in range(len(sealed)):
        with refused("OUTER_NOT_AGE", "OUTER_HEADER", "TRUNCATED", "OUTER_AUTH"):
            age.decrypt_bytes(sealed[:length], [ME])


def test_what_follows_the_end_is_refused() -> None:
    for extra in (b"\0", bytes(16), bytes(SEALED), LONG[LONG_START:], b"\n" * 100_000):
        with refused("OUTER_AUTH"):
            age.decrypt_bytes(LONG + extra, [ME])


def test_swapped_repeated_and_dropped_chunks_are_refused() -> None:
    one, two, three = (LONG[LONG_START + n * SEALED :][:SEALED] for n in range(3))
    for order in ([two, one, three], [one, one, three], [one, three], [three, two, one], [two]):
        with refused("OUTER_AUTH"):
            age.decrypt_bytes(LONG[:LONG_START] + b"".join(order), [ME])


def test_payload_and_header_belong_together() -> None:
    other = age.encrypt_bytes(NOISE[: 3 * CHUNK], [ME.recipient])
    with refused("OUTER_AUTH"):
        age.decrypt_bytes(other[: payload_start(other)] + LONG[LONG_START:], [ME])


def test_chunks_come_out_only_authenticated_and_in_order() -> None:
    released: list[bytes] = []
    spoiled = bytearray(LONG)
    spoiled[LONG_START + SEALED + 5] ^= 1
    decryptor = age.Decryptor([ME], released.append)
    with refused("OUTER_AUTH"):
        decryptor.feed(spoiled)
    assert released == [NOISE[:CHUNK]]


SMALL = age.encrypt_bytes(b"x", [ME.recipient])
MIXED = age.encrypt_bytes(b"x", [ME.recipient, INNER.recipient])
MANY = [HybridIdentity.generate().recipient for _ in range(31)]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "OUTER_NOT_AGE"),
        (b"age-encryption.org/v", "OUTER_NOT_AGE"),
        (b"age-encryption.org/v2\n" + SMALL[22:], "OUTER_NOT_AGE"),
        (b"age-encryption.org/v1\r\n" + SMALL[22:], "OUTER_NOT_AGE"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "OUTER_NOT_AGE"),
        (b"\n" + SMALL, "OUTER_NOT_AGE"),
        (b"PK\3\4", "OUTER_NOT_AGE"),
        (b"age-encryption.org/v1\n", "OUTER_HEADER"),
        (b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n" + bytes(32), "OUTER_HEADER"),
        (b"age-encryption.org/v1\n" + b"A" * 70_000, "OUTER_HEADER"),
        (with_header(b"-> ", b"->  ", SMALL), "OUTER_HEADER"),
        (with_header(b"-> ", b"->", SMALL), "OUTER_HEADER"),
        (with_header(b"mlkem", b"mlkem\t", SMALL), "OUTER_HEADER"),
        (with_header(b" mlkem768x25519", b" mlkem768x25519 x", SMALL), "OUTER_HEADER"),
        (with_header(b"\n--- ", b"\n---  ", SMALL), "OUTER_HEADER"),
        (with_header(b"\n--- ", b"\nAAAA\n--- ", SMALL), "OUTER_HEADER"),
        (with_header(b"\n--- ", b"\n\n--- ", SMALL), "OUTER_HEADER"),
        (with_header(b"-> mlkem768x25519", b"-> ssh-ed25519", SMALL), "OUTER_STANZA"),
        (with_header(b"-> mlkem768x25519", b"-> scrypt", SMALL), "OUTER_STANZA"),
        (with_header(b"-> mlkem768x25519", b"-> MLKEM768X25519", SMALL), "OUTER_STANZA"),
        (MIXED, "OUTER_STANZA"),
        (age.encrypt_bytes(b"x", [INNER.recipient]), "OUTER_STANZA"),
        (age.encrypt_bytes(b"x", MANY), "NOT_FOR_US"),
    ],
)
def test_hostile_files_are_named_by_their_defect(file: bytes, code: str) -> None:
    for step in (len(file) or 1, 1000):
        decryptor = age.Decryptor([ME], lambda _chunk: None)
        with refused(code):
            for at in range(0, len(file), step):
                decryptor.feed(file[at : at + step])
            decryptor.finish()


def test_stanzas_are_counted_and_headers_measured() -> None:
    stanza = Stanza("X25519", ("A" * 43,), bytes(32))
    for count, code in ((32, "NOT_FOR_US"), (33, "OUTER_HEADER")):
        header = age_header.write([stanza] * count, bytes(16))
        with refused(code, "OUTER_HEADER"):
            age.decrypt_bytes(header + bytes(64), [], X25519_ONLY)
        assert len(age_header.read(header, X25519_ONLY).stanzas) == 32 if count == 32 else True
    for spare, code in ((0, "NOT_FOR_US"), (1, "OUTER_HEADER")):
        empty = len(age_header.write([Stanza("X25519", ("",), b"")], bytes(16)))
        long = Stanza("X25519", ("x" * (65536 - empty + spare),), b"")
        header = age_header.write([long], bytes(16))
        assert len(header) == 65536 + spare
        with refused(code):
            age.decrypt_bytes(header + bytes(64), [], X25519_ONLY)
    with pytest.raises(ValueError):
        age.encrypt_bytes(b"", [])
    with pytest.raises(ValueError):
        age.encrypt_bytes(b"", [INNER.recipient] * 33)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_foreign_headers_never_do_more_than_be_refused(junk: bytes) -> None:
    for data in (junk, age_header.VERSION_LINE + junk, age_header.VERSION_LINE + b"-> " + junk):
        with pytest.raises(BundleRefused):
            age.decrypt_bytes(data + b"\n--- " + b"A" * 43 + b"\n" + bytes(32), [ME])


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[!-~]{1,20}", fullmatch=True),
            st.lists(st.from_regex(r"[!-~]{1,90}", fullmatch=True), max_size=3),
            st.binary(max_size=150),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_headers_read_back_as_they_were_written(rows: list[tuple[str, list[str], bytes]]) -> None:
    stanzas = tuple(Stanza(kind, tuple(args), body) for kind, args, body in rows)
    text = age_header.write(stanzas, b"k" * 16)
    assert age_header.find_end(text + b"\n--- more") == len(text)
    header = age_header.read(text, frozenset(stanza.kind for stanza in stanzas))
    assert header.stanzas == stanzas
    header.check(b"k" * 16)
    with refused("OUTER_AUTH"):
        header.check(b"l" * 16)
    assert not any(len(line) > 64 for line in text.split(b"\n") if not line.startswith(b"-> "))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EDGES), st.data())
def test_any_place_can_be_read(size: int, draw: st.DataObject) -> None:
    file = io.BytesIO(age.encrypt_bytes(NOISE[:size], [INNER.recipient]))
    reader = age.RandomAccess(file, [INNER], X25519_ONLY)
    assert reader.size == size
    for _ in range(4):
        offset, length = draw.draw(st.integers(0, size + 5)), draw.draw(st.integers(0, 4 * CHUNK))
        assert reader.read_at(offset, length) == NOISE[:size][offset : offset + length]
    for offset, length in ((-1, 1), (0, -1)):
        with pytest.raises(ValueError):
            reader.read_at(offset, length)


def test_random_access_notices_a_cut_at_once_and_a_change_when_it_reads_it() -> None:
    for chunks in (1, 2):
        with refused("TRUNCATED"):
            age.RandomAccess(io.BytesIO(LONG[: LONG_START + chunks * SEALED]), [ME])
    for length, codes in (
        (LONG_START, ("TRUNCATED",)),
        (LONG_START - 3, ("TRUNCATED",)),
        (LONG_START + SEALED + 7, ("TRUNCATED",)),
        (LONG_START + SEALED + 16, ("OUTER_AUTH",)),
        (LONG_START + SEALED + 700, ("OUTER_AUTH",)),
        (len(LONG) - 1, ("OUTER_AUTH",)),
        (500, ("OUTER_HEADER",)),
        (5, ("OUTER_NOT_AGE",)),
    ):
        with refused(*codes):
            age.RandomAccess(io.BytesIO(LONG[:length]), [ME])
    spoiled = bytearray(LONG)
    spoiled[LONG_START + SEALED + 5] ^= 1
    reader = age.RandomAccess(io.BytesIO(spoiled), [ME])
    assert reader.read_at(0, CHUNK) == NOISE[:CHUNK]
    with refused("OUTER_AUTH"):
        reader.read_at(CHUNK, 1)
    with refused("NOT_FOR_US"):
        age.RandomAccess(io.BytesIO(LONG), [HybridIdentity.generate()])


def test_iterating_gives_the_whole_and_says_when_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "f.age"
    path.write_bytes(LONG)
    for step in (1 << 20, 10_000):
        with path.open("rb") as file:
            assert b"".join(age.iter_decrypt(file, [ME], chunk=step)) == NOISE[: 3 * CHUNK]
    path.write_bytes(LONG[:-SEALED])
    with path.open("rb") as file, refused("TRUNCATED"):
        for _ in age.iter_decrypt(file, [ME]):
            pass


def test_a_limit_on_what_comes_out_is_kept() -> None:
    assert age.decrypt_bytes(LONG, [ME], max_bytes=3 * CHUNK) == NOISE[: 3 * CHUNK]
    with refused("TOO_BIG"):
        age.decrypt_bytes(LONG, [ME], max_bytes=3 * CHUNK - 1)


def test_nothing_can_be_written_after_the_end() -> None:
    encryptor = age.Encryptor(io.BytesIO(), [ME.recipient])
    encryptor.close()
    with pytest.raises(ValueError):
        encryptor.write(b"x")


@pytest.mark.parametrize(("real", "sealed"), [(1, 4), (4, 4), (5, 8), (9, 16), (17, 32), (32, 32)])
def test_a_finder_counts_neither_people_nor_tells_them_apart(real: int, sealed: int) -> None:
    people = [ME.recipient, *(HybridIdentity.generate().recipient for _ in range(real - 1))]
    chosen = age.seal_recipients(people)
    assert len(chosen) == len(set(chosen)) == sealed
    assert set(people) <= set(chosen)
    file = age.encrypt_bytes(b"x", chosen)
    assert len(file) < age_header.MAX_HEADER_BYTES
    stanzas = re.findall(rb"-> mlkem768x25519 ([A-Za-z0-9+/]{1494})\n[A-Za-z0-9+/]{43}\n", file)
    assert len(stanzas) == sealed
    assert age.decrypt_bytes(file, [ME]) == b"x"


def test_the_order_of_recipients_is_random() -> None:
    people = [HybridIdentity.generate().recipient for _ in range(8)]
    orders = {tuple(people.index(one) for one in age.seal_recipients(people)) for _ in range(8)}
    assert len(orders) > 1


def test_nobody_and_too_many_are_refused() -> None:
    for people in ([], [ME.recipient] * 33):
        with pytest.raises(TrustMalformed):
            age.seal_recipients(people)
