"""Answers of a real time service run by `openssl ts`: taken where it takes them, else refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import errors
from intake_app.crypto import time_authorities, timestamps
from intake_app.crypto.der_order import with_sorted_certificates
from intake_app.crypto.timestamps import Question
from tests.crypto.time_service import TimeService, accepts, openssl, sequence

TEXT = b"testimony-log/1\ncoord-1a2b3c4d\n41\n" + b"ab" * 32 + b"\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> TimeService:
    return TimeService.found(tmp_path_factory.mktemp("time") / "service")


@pytest.fixture(scope="module")
def question() -> Question:
    return timestamps.ask(TEXT)


@pytest.fixture(scope="module")
def answer(service: TimeService, question: Question) -> bytes:
    return service.answer(question.query)


def roots(service: TimeService) -> list[str]:
    return [each.pem for each in time_authorities.read(service.root.read_bytes())]


def test_both_accept_the_answer(
    service: TimeService, question: Question, answer: bytes, tmp_path: Path
) -> None:
    stamp = timestamps.check(answer, question, roots(service))
    assert (stamp.accuracy_ms, stamp.service) == (1500, "Time service tsa")
    assert stamp.gen_time.utcoffset() is not None
    assert stamp.chain.count("BEGIN CERTIFICATE") == 2
    assert accepts(tmp_path, TEXT, answer, stamp.chain.encode(), question.query)
    assert accepts(tmp_path, TEXT, answer, service.root.read_bytes(), question.query)
    assert not accepts(tmp_path, TEXT + b" ", answer, stamp.chain.encode(), question.query)


def test_the_tool_reads_our_question_as_it_is_meant(question: Question, tmp_path: Path) -> None:
    (tmp_path / "q").write_bytes(question.query)
    said = openssl("ts", "-query", "-in", tmp_path / "q", "-text").stdout.decode()
    assert "Hash Algorithm: sha512" in said
    assert "Certificate required: yes" in said
    assert f"Nonce: 0x{question.nonce:X}".replace("0x0", "0x") in said.replace("0x0", "0x")
    assert b"coord" not in question.query


@pytest.mark.parametrize("digest", ["-sha256", "-sha384", "-sha512"])
def test_questions_of_the_tool_are_answered_alike(service: TimeService, digest: str) -> None:
    query = service.query(TEXT, digest, "-cert")
    (service.folder / "q2").write_bytes(query)
    said = openssl("ts", "-query", "-in", service.folder / "q2", "-text").stdout.decode()
    nonce = int(said.split("Nonce: 0x")[1].split()[0], 16)
    asked = Question(TEXT, query, nonce)
    assert timestamps.check(service.answer(query), asked, roots(service)).accuracy_ms == 1500


def test_another_number_or_text(service: TimeService, question: Question, answer: bytes) -> None:
    other = timestamps.ask(TEXT)
    with pytest.raises(errors.TimeProofOtherQuestion):
        timestamps.check(answer, other, roots(service))
    changed = Question(TEXT.replace(b"41", b"42"), question.query, question.nonce)
    with pytest.raises(errors.TimeProofOtherText):
        timestamps.check(answer, changed, roots(service))
    assert timestamps.belongs(answer, [other, question]) is question


def test_no_number_is_not_our_question(service: TimeService) -> None:
    query = service.query(TEXT, "-sha512", "-no_nonce", "-cert")
    with pytest.raises(errors.TimeProofOtherQuestion):
        timestamps.check(service.answer(query), Question(TEXT, query, 0), roots(service))


@pytest.mark.parametrize("kind", ["lax", "mail", "both"])
def test_certificates_for_something_else(
    service: TimeService, question: Question, answer: bytes, kind: str
) -> None:
    service.certificate(kind)
    with pytest.raises(errors.TimeProofNoService):
        timestamps.check(service.forged(answer, kind), question, roots(service))


def test_the_same_way_of_forging_with_the_right_certificate_is_no_forgery(
    service: TimeService, question: Question, answer: bytes
) -> None:
    made = timestamps.check(service.forged(answer, "tsa"), question, roots(service))
    assert made == timestamps.check(answer, question, roots(service))


@pytest.mark.parametrize("year", [b"2001", b"2061"])
def test_a_time_at_which_the_certificate_did_not_count(
    service: TimeService, question: Question, answer: bytes, year: bytes
) -> None:
    now = timestamps.check(answer, question, roots(service)).gen_time

    def at(content: bytes) -> bytes:
        stamp = now.strftime("%Y%m%d%H%M%SZ").encode()
        assert content.count(stamp) == 1
        return content.replace(stamp, year + stamp[4:])

    with pytest.raises(errors.TimeProofExpired):
        timestamps.check(service.forged(answer, "tsa", at), question, roots(service))


def test_nobody_knows_the_authority(
    service: TimeService, question: Question, answer: bytes, tmp_path: Path
) -> None:
    other = TimeService.found(tmp_path / "other")
    for pinned in ([], roots(other)):
        with pytest.raises(errors.TimeAuthorityUnknown):
            timestamps.check(answer, question, pinned)
    # The same name does not make it the same authority.
    with pytest.raises(errors.TimeAuthorityUnknown):
        timestamps.check(other.answer(question.query), question, roots(service))


def test_a_certificate_that_is_no_root_proves_nothing(
    service: TimeService, question: Question, answer: bytes
) -> None:
    leaf = (service.folder / "tsa.crt").read_bytes()
    with pytest.raises(errors.TimeAuthorityMalformed):
        time_authorities.read(leaf)
    with pytest.raises(errors.TimeAuthorityUnknown):
        timestamps.check(answer, question, [leaf.decode()])


def test_a_second_certificate_of_the_same_number_vouches_for_nobody(
    service: TimeService, question: Question, answer: bytes, tmp_path: Path
) -> None:
    """The signer's own says e-mail; a self-made one of that issuer and number says time."""
    service.certificate("mail-2")
    forger = TimeService.found(tmp_path / "forger")
    serial = openssl("x509", "-in", service.folder / "mail-2.crt", "-noout", "-serial").stdout
    openssl(
        *("x509", "-req", "-in", forger.folder / "tsa.csr", "-CA", forger.root),
        *("-CAkey", forger.folder / "ca.key", "-extfile", forger.folder / "tsa.ext"),
        *("-set_serial", "0x" + serial.decode().strip().partition("=")[2]),
        *("-out", tmp_path / "twin.crt"),
    )
    (service.folder / "with.crt").write_bytes(
        service.root.read_bytes() + (tmp_path / "twin.crt").read_bytes()
    )
    whole = service.root
    try:
        keep = whole.read_bytes()
        whole.write_bytes((service.folder / "with.crt").read_bytes())
        made = service.forged(answer, "mail-2")
    finally:
        whole.write_bytes(keep)
    with pytest.raises((errors.TimeProofMalformed, errors.TimeProofNoService)):
        timestamps.check(made, question, roots(service))


def test_a_service_that_says_no(service: TimeService, question: Question) -> None:
    refusal = service.answer(service.query(TEXT, "-md5"))
    with pytest.raises(errors.TimeProofRefused):
        timestamps.check(refusal, question, roots(service))
    with pytest.raises(errors.TimeProofRefused):
        timestamps.belongs(sequence(sequence(b"\x02\x01\x02")), [question])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x80\x00\x00",
        b"{}",
        b"\xff" * 400,
        b"\x30\x84\x7f\xff\xff\xff",
        bytes(300),
    ],
)
def test_garbage_is_no_answer(question: Question, data: bytes) -> None:
    with pytest.raises(errors.TimeProofMalformed):
        timestamps.belongs(data, [question])


def test_more_than_any_answer(question: Question, answer: bytes) -> None:
    for data in (answer + bytes(timestamps.MAX_RESPONSE_BYTES), bytes(10_000_000)):
        with pytest.raises(errors.TimeProofMalformed):
            timestamps.belongs(data, [question])


def test_every_changed_bit_is_refused_or_changes_nothing(
    service: TimeService, question: Question, answer: bytes
) -> None:
    """What no signature covers (a spare copy of the root) may differ; what it proves may not."""
    pinned, proven = roots(service), timestamps.check(answer, question, roots(service))
    service.forged(answer, "tsa")
    leaf = service.folder / "tsa.der"
    openssl("x509", "-in", service.folder / "tsa.crt", "-outform", "DER", "-out", leaf)
    covered = set()
    for part in ((service.folder / "content").read_bytes(), leaf.read_bytes()):
        covered |= set(range(answer.index(part), answer.index(part) + len(part)))
    accepted = set()
    for at in range(len(answer)):
        mutant = bytearray(answer)
        mutant[at] ^= 1 << (at % 8)
        try:
            found = timestamps.check(bytes(mutant), question, pinned)
        except errors.TimeProofError:
            continue
        assert found == proven
        accepted.add(at)
    assert not accepted & covered
    assert len(accepted) < len(answer) // 3


def test_cut_grown_and_shuffled_answers(
    service: TimeService, question: Question, answer: bytes
) -> None:
    chance = random.Random(1988)
    pinned = roots(service)
    for _ in range(400):
        a, b = sorted(chance.sample(range(len(answer)), 2))
        for mutant in (answer[:a], answer[:a] + answer[b:], answer[:b] + answer[a:]):
            with pytest.raises(errors.TimeProofError):
                timestamps.check(mutant, question, pinned)


@given(st.binary(max_size=600))
def test_any_bytes_are_refused_by_name(data: bytes) -> None:
    question = Question(TEXT, b"", 7)
    with pytest.raises(errors.TimeProofError):
        timestamps.check(data, question, [])
    with pytest.raises(errors.TimeAuthorityMalformed):
        time_authorities.read(data)


def test_certificates_in_any_order_are_the_same_answer(
    service: TimeService, question: Question, answer: bytes
) -> None:
    ordered = with_sorted_certificates(answer)
    assert sorted(ordered) == sorted(answer)
    assert with_sorted_certificates(ordered) == ordered
    assert timestamps.check(ordered, question, roots(service)) == timestamps.check(
        answer, question, roots(service)
    )
