"""The readers of what time services send: their answers, and the certificates to believe.

`tests/data/time` holds a question about the head of a log, and the answer of a service that
`openssl ts` ran. The program reads no hand-over folder; its checkers have a table of their own.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from intake_app.crypto import time_authorities, timestamps
from intake_app.crypto.der_order import with_sorted_certificates
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.timestamps import Question, Stamp
from intake_app.errors import TimeAuthorityMalformed, TimeProofError
from tests.fuzz.mutating import BYTES, blob, lines
from tests.fuzz.oracle import Wrong
from tests.fuzz.targets import Target, simply

FOLDER = Path(__file__).parent.parent / "data" / "time"
NONCE = 0x88026B8FD3EC7ECF
NAME_CHARACTERS = 80


def _file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@lru_cache(maxsize=1)
def _question() -> tuple[Question, str]:
    asked = Question(_file("log-head.txt"), _file("query.tsq"), NONCE)
    return asked, _file("root.pem").decode("ascii")


@lru_cache(maxsize=1)
def _proven() -> Stamp:
    question, root = _question()
    return timestamps.check(_file("answer.tsr"), question, [root])


def _answer(data: bytes) -> bytes:
    question, root = _question()
    if timestamps.check(data, question, [root]) != _proven():
        raise Wrong("a changed answer proves something else")
    return data


def _sorted(data: bytes) -> bytes:
    """Sort the certificates of an answer, where there are any: nothing is lost, twice is once."""
    found = with_sorted_certificates(data)
    if sorted(found) != sorted(data) or with_sorted_certificates(found) != found:
        raise Wrong("sorting changed more than the order")
    _answer(data)
    return data


def _authority(data: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what the library would say on somebody's screen
        found = time_authorities.read(data)
    for each in found:
        first = x509.load_pem_x509_certificates(each.pem.encode("ascii"))[0]
        if sha256_hex(first.public_bytes(Encoding.DER)) != each.sha256:
            raise Wrong("the digits are those of another certificate")
        first.verify_directly_issued_by(first)
        if not each.name.isprintable() or len(each.name) > NAME_CHARACTERS:
            raise Wrong("a name that tricks")
    return data


def _authority_seeds() -> Mapping[str, bytes]:
    root, service = _file("root.pem"), _file("service.pem")
    der = x509.load_pem_x509_certificate(root).public_bytes(Encoding.DER)
    return {"pem": root, "der": der, "both": service + root}


def _answer_seeds() -> Mapping[str, bytes]:
    return {"answer": _file("answer.tsr")}


TARGETS = (
    Target(
        "time-answer",
        simply(_answer),
        (TimeProofError,),
        _answer_seeds,
        BYTES,
        piece=1500,
    ),
    Target(
        "time-answer-order",
        simply(_sorted),
        (TimeProofError,),
        _answer_seeds,
        BYTES,
        stored=False,
        piece=500,
        weight=0.5,
    ),
    Target(
        "time-authority",
        simply(_authority),
        (TimeAuthorityMalformed,),
        _authority_seeds,
        (*BYTES, *([blob] * 3), lines),
        piece=1500,
    ),
)
