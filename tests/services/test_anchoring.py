"""The log's head goes out as a question and comes back as a proof that stock tools accept."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.crypto import chain
from intake_app.services import anchoring, device_keys, organising, time_services
from intake_app.services.session import Session
from tests.crypto.time_service import TimeService, accepts, openssl
from tests.services import making
from tests.services.making import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from making.office(tmp_path)


@pytest.fixture
def service(tmp_path: Path) -> TimeService:
    return TimeService.found(tmp_path / "service")


def published(service: TimeService) -> str:
    """The certificate's SHA-256 as a service prints it on its page."""
    said = openssl("x509", "-in", service.root, "-noout", "-fingerprint", "-sha256").stdout
    return said.decode().strip().partition("=")[2]


def answered(office: Office, service: TimeService) -> Path:
    """Ask, carry the question out, and bring the answer back."""
    asked = anchoring.request(office.coordinator)
    query = anchoring.write_query(office.coordinator, asked.query_sha256, office.people.place())
    answer = office.people.place() / "answer.tsr"
    answer.write_bytes(service.answer(query.read_bytes()))
    return answer


def steps(session: Session) -> list[str]:
    return [str(e.x["step"]) for e in session.custody.entries() if e.event == "anchor"]


def test_from_question_to_proof(office: Office, service: TimeService, tmp_path: Path) -> None:
    desk = office.coordinator
    time_services.pin(desk, service.root, [published(service)])
    head = desk.custody.head()
    answer = answered(office, service)
    outcome = anchoring.take_in(desk, answer)
    assert not outcome.again
    [proof] = anchoring.kept(desk)
    assert proof == outcome.proof
    assert chain.read_head(proof.head) == chain.LogHead(
        device_keys.principal(desk), head.seq, head.hash
    )
    chain.verify_head(proof.head, proof.signature, device_keys.signing_key(desk).public)
    assert accepts(tmp_path, proof.head, proof.response, proof.authorities.encode(), proof.query)
    assert steps(desk) == ["pinned", "asked", "confirmed"]
    line = desk.custody.entries()[-1]
    assert (line.x["line"], line.x["time"]) == (head.seq, proof.gen_time)
    [asked] = anchoring.listing(desk)
    assert (asked.seq, asked.proofs) == (head.seq, (proof,))


def test_the_question_names_nobody(office: Office) -> None:
    asked = anchoring.request(office.coordinator)
    path = anchoring.write_query(office.coordinator, asked.query_sha256, office.people.place())
    data = path.read_bytes()
    assert len(data) < 200
    assert device_keys.principal(office.coordinator).encode() not in data
    assert path.suffix == ".tsq"


def test_what_is_written_for_an_expert(
    office: Office, service: TimeService, tmp_path: Path
) -> None:
    time_services.pin(office.coordinator, service.root, [published(service)])
    anchoring.take_in(office.coordinator, answered(office, service))
    [place] = anchoring.export(office.coordinator, tmp_path / "out")
    assert {each.name for each in place.iterdir()} == {
        "log-head.txt",
        "log-head.txt.sig",
        "query.tsq",
        "response.tsr",
        "certificates.pem",
    }
    common = ("-in", place / "response.tsr", "-CAfile", place / "certificates.pem")
    openssl("ts", "-verify", "-data", place / "log-head.txt", *common)
    openssl("ts", "-verify", "-queryfile", place / "query.tsq", *common)
    later = str(int(datetime.now(UTC).timestamp()) + 300 * 86_400)
    openssl("ts", "-verify", "-queryfile", place / "query.tsq", *common, "-attime", later)
    trust = organising.write_trust_folder(office.coordinator, office.people.place())
    with (place / "log-head.txt").open("rb") as head:
        subprocess.run(
            [
                *("ssh-keygen", "-Y", "verify", "-n", "log.v1@testimony-intake"),
                *("-f", next(trust.rglob("allowed_signers")), "-s", place / "log-head.txt.sig"),
                *("-I", device_keys.principal(office.coordinator)),
            ],
            stdin=head,
            check=True,
            capture_output=True,
        )
    assert anchoring.export(office.coordinator, tmp_path / "out") == [place]


def test_two_services_and_the_same_answer_twice(
    office: Office, service: TimeService, tmp_path: Path
) -> None:
    second = TimeService.found(tmp_path / "second", "Another authority")
    desk = office.coordinator
    for each in (service, second):
        time_services.pin(desk, each.root, [published(each)])
    asked = anchoring.request(desk)
    query = anchoring.write_query(desk, asked.query_sha256, tmp_path, "q.tsq").read_bytes()
    for at, each in enumerate((service, second)):
        (tmp_path / f"{at}.tsr").write_bytes(each.answer(query))
        assert not anchoring.take_in(desk, tmp_path / f"{at}.tsr").again
    before = desk.custody.head()
    assert anchoring.take_in(desk, tmp_path / "0.tsr").again
    assert desk.custody.head() == before
    [row] = anchoring.listing(desk)
    assert len(row.proofs) == 2


def test_an_answer_for_another_vault_or_another_head(
    office: Office, service: TimeService, tmp_path: Path
) -> None:
    desk = office.coordinator
    time_services.pin(desk, service.root, [published(service)])
    other = office.people.person("coordinator")
    organising.found(other, "Other archive")
    time_services.pin(other, service.root, [published(service)])
    answer = answered(office, service)
    with pytest.raises(errors.TimeProofOtherQuestion):
        anchoring.take_in(other, answer)
    # A head of the same log, but asked with the same number: only a changed question does that.
    first = anchoring.take_in(desk, answer).proof
    answered(office, service)
    assert anchoring.take_in(desk, answer).proof.seq == first.seq
    assert [len(each.proofs) for each in anchoring.listing(desk)] == [0, 1]


def test_an_authority_counts_after_its_digits_were_compared(
    office: Office, service: TimeService, tmp_path: Path
) -> None:
    desk = office.coordinator
    answer = answered(office, service)
    with pytest.raises(errors.TimeAuthorityUnknown):
        anchoring.take_in(desk, answer)
    [shown] = time_services.read(desk, service.root)
    assert not shown.pinned
    wrong = shown.digits[:-1] + ("1" if shown.digits[-1] != "1" else "2")
    for compared in ([], [""], [wrong], [shown.sha256[:-1]]):
        with pytest.raises(errors.TimeAuthorityNotCompared):
            time_services.pin(desk, service.root, compared)
    with pytest.raises(errors.TimeAuthorityUnknown):
        anchoring.take_in(desk, answer)
    persian = shown.digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    [now] = time_services.pin(desk, service.root, [persian])
    assert now.pinned
    assert time_services.believed(desk) == [now]
    assert not anchoring.take_in(desk, answer).again
    assert time_services.pin(desk, service.root, []) == [now]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", errors.TimeProofMalformed),
        (b"not an answer", errors.TimeProofMalformed),
        (bytes(1024 * 1024), errors.FileMalformed),
        (b"\x30\x05\x30\x03\x02\x01\x02", errors.TimeProofRefused),
    ],
)
def test_files_that_are_no_answers(
    office: Office, tmp_path: Path, data: bytes, error: type[errors.IntakeError]
) -> None:
    anchoring.request(office.coordinator)
    before = office.coordinator.custody.head()
    (tmp_path / "x.tsr").write_bytes(data)
    with pytest.raises(error):
        anchoring.take_in(office.coordinator, tmp_path / "x.tsr")
    assert office.coordinator.custody.head() == before
    assert anchoring.kept(office.coordinator) == []


def test_a_clock_that_differs_from_the_services_is_said(
    office: Office, service: TimeService
) -> None:
    """The invented clock stands in 2026; the service has the real one."""
    desk, clock = office.coordinator, office.people.clock
    time_services.pin(desk, service.root, [published(service)])
    clock.set_wall(datetime.now(UTC))
    good = anchoring.take_in(desk, answered(office, service))
    assert not good.clock_odd
    for off in (timedelta(hours=3), timedelta(hours=-3)):
        clock.set_wall(datetime.now(UTC) + off)
        assert anchoring.take_in(desk, answered(office, service)).clock_odd


def test_who_may(office: Office, tmp_path: Path) -> None:
    with pytest.raises(errors.WrongRole):
        anchoring.request(office.device)
    with pytest.raises(errors.WrongRole):
        anchoring.take_in(office.device, tmp_path)
    with pytest.raises(errors.NotEnrolled):
        anchoring.request(office.people.person("coordinator"))
