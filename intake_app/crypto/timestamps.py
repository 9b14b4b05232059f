"""RFC 3161 timestamps: the question to a time service, and the check of its answer.

Question and answer travel as files; nothing here opens a connection. The library checks signature,
chain and nonce. Around it everything that foreign bytes decide gets a check of its own, so that
each refusal has its own code and no certificate in an answer can stand in for another.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import rfc3161_client as tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from intake_app import errors
from intake_app.crypto import time_authorities as authorities
from intake_app.crypto.der_order import with_sorted_certificates

MAX_RESPONSE_BYTES = 256 * 1024
_GRANTED = 0
_HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True)
class Question:
    """What was asked: the text that a time is wanted for, the query's bytes and its number."""

    text: bytes
    query: bytes
    nonce: int


@dataclass(frozen=True)
class Stamp:
    """What an answer proves: the text existed at `gen_time`, give or take `accuracy_ms`.

    `service` names who says so, for people; `chain` holds the certificates that prove it, in PEM:
    the service's own first, the pinned root last.
    """

    gen_time: datetime
    accuracy_ms: int
    service: str
    chain: str


def ask(text: bytes) -> Question:
    """Return a question about `text`: SHA-512, a random number, certificates wanted."""
    request = tsp.TimestampRequestBuilder().data(text).build()
    if request.nonce is None:  # pragma: no cover - the library always makes one
        raise errors.TimeProofMalformed
    return Question(text, request.as_bytes(), request.nonce)


def belongs(response: bytes, asked: Iterable[Question]) -> Question:
    """Return the question that an answer belongs to, by number and text.

    Raises:
        TimeProofMalformed: it is no answer. TimeProofRefused: the service did not grant it.
        TimeProofOtherText: our number, but about another text. TimeProofOtherQuestion: none of
            these was asked with its number.
    """
    info = _decode(response).tst_info
    for each in asked:
        if info.nonce == each.nonce:
            if not _is_about(info, each.text):
                raise errors.TimeProofOtherText
            return each
    raise errors.TimeProofOtherQuestion


def check(response: bytes, question: Question, pinned: Sequence[str]) -> Stamp:
    """Return what an answer to `question` proves by one of the `pinned` roots (PEM).

    Certificates have to be valid at the time that the answer names, not now: what was proven once
    stays proven.

    Raises:
        TimeProofMalformed, TimeProofRefused, TimeProofOtherText, TimeProofOtherQuestion.
        TimeProofNoService: its certificate is not one for telling the time.
        TimeAuthorityUnknown: no pinned root stands behind it.
        TimeProofExpired: a certificate was not valid at the time that it names.
        TimeProofAltered: the signature does not fit.
    """
    belongs(response, [question])
    said = _decode(response)
    moment = said.tst_info.gen_time
    with _readable():
        embedded = [x509.load_der_x509_certificate(each) for each in said.signed_data.certificates]
        known = [each for pem in pinned for each in x509.load_pem_x509_certificates(pem.encode())]
        leaf = _signer(said, [*embedded, *known])
        if not authorities.tells_time(leaf):
            raise errors.TimeProofNoService
        chain = authorities.chain(leaf, [*known, *embedded], known)
        if not all(authorities.is_valid_at(each, moment) for each in chain):
            raise errors.TimeProofExpired
        service, pems = authorities.name_of(leaf), "".join(map(authorities.pem_of, chain))
    _verify(said, question, chain)
    return Stamp(moment, _accuracy_ms(said.tst_info), service, pems)


def _decode(response: bytes) -> tsp.TimeStampResponse:
    """Return an answer that was granted, every part that is asked for later readable."""
    if not 0 < len(response) <= MAX_RESPONSE_BYTES:
        raise errors.TimeProofMalformed
    with _readable():
        said = tsp.decode_timestamp_response(with_sorted_certificates(response))
        if said.status != _GRANTED:
            raise errors.TimeProofRefused
        info, signed = said.tst_info, said.signed_data
        _ = (info.gen_time, info.nonce, info.message_imprint.message, _accuracy_ms(info))
        _ = (info.message_imprint.hash_algorithm, signed.certificates, said.time_stamp_token())
    return said


def _is_about(info: tsp.TimeStampTokenInfo, text: bytes) -> bool:
    name = _HASHES.get(info.message_imprint.hash_algorithm.dotted_string)
    return name is not None and info.message_imprint.message == hashlib.new(name, text).digest()


def _signer(
    said: tsp.TimeStampResponse, certificates: Iterable[x509.Certificate]
) -> x509.Certificate:
    """Return the one certificate that the signature names.

    Two different ones of one issuer and number would let one of them vouch for the other's use.
    """
    infos = list(said.signed_data.signer_infos)
    if len(infos) != 1:
        raise errors.TimeProofMalformed
    wanted = (infos[0].issuer, infos[0].serial_number)
    found = {each for each in certificates if (each.issuer, each.serial_number) == wanted}
    if not found:
        raise errors.TimeAuthorityUnknown
    if len(found) > 1:
        raise errors.TimeProofMalformed
    return found.pop()


def _verify(
    said: tsp.TimeStampResponse, question: Question, chain: Sequence[x509.Certificate]
) -> None:
    verifier = tsp.VerifierBuilder(
        tsa_certificate=chain[0],
        intermediates=list(chain[1:-1]),
        roots=[chain[-1]],
        nonce=question.nonce,
    ).build()
    try:
        with _readable():
            verifier.verify_message(said, question.text)
    except tsp.VerificationError as error:
        raise errors.TimeProofAltered from error


def _accuracy_ms(info: tsp.TimeStampTokenInfo) -> int:
    said = info.accuracy
    if said is None:
        return 0
    return (said.seconds or 0) * 1000 + (said.millis or 0) + bool(said.micros)


@contextmanager
def _readable() -> Iterator[None]:
    """Make one refusal of whatever a reader of foreign bytes raises.

    Raises:
        TimeProofMalformed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (errors.IntakeError, tsp.VerificationError):
        raise
    except (
        ValueError,
        TypeError,
        OverflowError,
        LookupError,
        InvalidSignature,
        UnsupportedAlgorithm,
        x509.DuplicateExtension,
        x509.InvalidVersion,
        x509.UnsupportedGeneralNameType,
    ) as error:
        raise errors.TimeProofMalformed from error
    except BaseException as error:
        # What the library's own language did not foresee arrives under this name alone.
        if type(error).__name__ != "PanicException":
            raise
        raise errors.TimeProofMalformed from None
