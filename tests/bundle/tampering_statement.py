"""What is wrong with the statement itself."""

from __future__ import annotations

from intake_app.crypto import canonical
from tests.bundle.a_bundle import Parts, statement, taken
from tests.bundle.tampering_tools import said, tampered


def _stated(data: bytes) -> bytes:
    return taken().put("data/000001.json", data).listed().pack()


@tampered("STATEMENT_SCHEMA", stock=False)
def statement_with_a_space() -> bytes:
    return _stated(taken().of("data/000001.json").replace(b":", b": ", 1))


@tampered("STATEMENT_SCHEMA", stock=False)
def statement_says_more() -> bytes:
    return _stated(taken().of("data/000001.json").replace(b"{", b'{"aa":1,', 1))


@tampered("STATEMENT_SCHEMA", stock=False)
def statement_is_an_identity() -> bytes:
    return Parts(said=(("kind", "identity"),), files=(), first=Parts().testimony()).content()


@tampered("STATEMENT_SCHEMA", stock=False)
def exhibit_is_another_file() -> bytes:
    value = canonical.decode(taken().of("data/000001.json"), max_bytes=2**22)
    assert isinstance(value, dict)
    exhibits = value["exhibits"]
    assert isinstance(exhibits, list)
    said(exhibits[0], sha256="ab" * 32)  # type: ignore[arg-type]
    return _stated(canonical.encode(value))


@tampered("FORMAT_VERSION", stock=False)
def statement_of_the_future() -> bytes:
    assert statement().format == "testimony-statement/1"
    return _stated(taken().of("data/000001.json").replace(b"statement/1", b"statement/2"))
