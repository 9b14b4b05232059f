"""The table of tampered bundles, and what taking one apart needs."""

from __future__ import annotations

from collections.abc import Callable

from intake_app.bundle import bag
from intake_app.crypto import canonical
from intake_app.crypto.canonical import JsonValue
from tests.bundle.a_bundle import good, spans, taken

Make = Callable[[], bytes]
LETTER, PICTURE = "data/000002.pdf", "data/000003.jpg"
TAMPERED: dict[str, tuple[str, bool, Make]] = {}


def tampered(code: str, *, stock: bool) -> Callable[[Make], Make]:
    """Enter a way of tampering in the table, under its function's name."""

    def enter(make: Make) -> Make:
        TAMPERED[make.__name__] = (code, stock, make)
        return make

    return enter


def flip(content: bytes, at: int, mask: int = 1) -> bytes:
    return content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :]


def header_of(path: str, change: Callable[[bytearray], None]) -> bytes:
    """Change a header's fields and make its sum right again."""
    content = bytearray(good())
    at = spans(good())[path].start - 512
    block = content[at : at + 512]
    change(block)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    content[at : at + 512] = block
    return bytes(content)


def description() -> dict[str, JsonValue]:
    value = canonical.decode(taken().of(bag.DESCRIPTION), max_bytes=2**22)
    assert isinstance(value, dict)
    return value


def described_as(text: bytes) -> bytes:
    return taken().put(bag.DESCRIPTION, text).signed().pack()


def files_as(change: Callable[[list[dict[str, JsonValue]]], None]) -> bytes:
    files = description()["files"]
    assert isinstance(files, list)
    change(files)  # type: ignore[arg-type]
    return taken().described(files=files).pack()


def said(found: dict[str, JsonValue], **changes: JsonValue) -> None:
    found.update(changes)
