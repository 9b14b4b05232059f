"""What is wrong with the lists of hashes, counts and paths, and with what they speak of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

from intake_app.bundle import bag
from intake_app.crypto.canonical import JsonValue
from tests.bundle.a_bundle import good, spans, taken
from tests.bundle.tampering_tools import (
    LETTER,
    PICTURE,
    description,
    files_as,
    flip,
    said,
    tampered,
)


def _relisted(change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    lines = taken().of(bag.TAGMANIFEST).splitlines(keepends=True)
    return taken().put(bag.TAGMANIFEST, b"".join(change(lines))).countersigned().pack()


@tampered("TAGMANIFEST_FORM", stock=True)
def list_lacks_a_tag() -> bytes:
    return _relisted(lambda lines: lines[1:])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_names_one_more() -> bytes:
    return _relisted(lambda lines: [*lines, b"ab" * 32 + b"  notes.txt\n"])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_names_one_twice() -> bytes:
    return _relisted(lambda lines: [b"aa" * 32 + lines[0][64:], *lines])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_in_another_order() -> bytes:
    return _relisted(lambda lines: [lines[1], lines[0], *lines[2:]])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_in_capitals() -> bytes:
    return _relisted(lambda lines: [lines[0][:64].upper() + lines[0][64:], *lines[1:]])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_with_a_remark() -> bytes:
    return _relisted(lambda lines: [*lines, b"# nothing to see here\n"])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_with_a_line_twice() -> bytes:
    return _relisted(lambda lines: [*lines, lines[-1]])


@tampered("TAG_HASH", stock=True)
def counts_changed() -> bytes:
    return taken().put(bag.BAG_INFO, taken().of(bag.BAG_INFO).replace(b".4", b".3")).pack()


@tampered("TAG_HASH", stock=True)
def description_changed() -> bytes:
    text = taken().of(bag.DESCRIPTION)
    return taken().put(bag.DESCRIPTION, text.replace(b"Heron", b"Stork")).pack()


@tampered("TAG_HASH", stock=True)
def log_line_removed_unsigned() -> bytes:
    lines = taken().of(bag.CUSTODY).splitlines(keepends=True)
    return taken().put(bag.CUSTODY, b"".join(lines[:-1])).pack()


@tampered("TAG_HASH", stock=True)
def manifest_changed_unsigned() -> bytes:
    letter = taken().of(LETTER).replace(b"paper", b"forge", 1)
    digest = hashlib.sha256(letter).hexdigest().encode()
    old = hashlib.sha256(taken().of(LETTER)).hexdigest().encode()
    changed = taken().put(LETTER, letter)
    return changed.put(bag.MANIFEST, taken().of(bag.MANIFEST).replace(old, digest)).pack()


@tampered("BAGIT_TXT", stock=True)
def another_bagit_version() -> bytes:
    text = bag.BAGIT_TEXT.replace(b"1.0", b"0.9")
    return taken().put(bag.BAGIT, text).signed().pack()


@tampered("OXUM", stock=True)
def wrong_counts_signed() -> bytes:
    text = re.sub(rb"\.4\n", b".5\n", taken().of(bag.BAG_INFO))
    return taken().put(bag.BAG_INFO, text).signed().pack()


@tampered("OXUM", stock=True)
def bag_info_says_more() -> bytes:
    text = taken().of(bag.BAG_INFO) + b"Contact-Name: nobody\n"
    return taken().put(bag.BAG_INFO, text).signed().pack()


@tampered("MANIFEST_DISAGREES", stock=True)
def manifest_in_another_order() -> bytes:
    lines = taken().of(bag.MANIFEST).splitlines(keepends=True)
    text = b"".join([*lines[:2], lines[3], lines[2]])
    return taken().put(bag.MANIFEST, text).signed().pack()


@tampered("MANIFEST_DISAGREES", stock=False)
def description_tells_another_hash() -> bytes:
    return files_as(lambda files: said(files[1], sha256="ab" * 32))


@tampered("TOO_MANY", stock=False)
def too_many_files() -> bytes:
    def change(files: list[dict[str, JsonValue]]) -> None:
        files += [
            {**files[3], "path": f"data/{number:06d}.bin"} for number in range(5, bag.MAX_FILES + 2)
        ]

    return files_as(change)


@tampered("TOO_BIG", stock=False)
def too_large_files() -> bytes:
    return files_as(lambda files: said(files[1], size=3 * 2**30))


@tampered("TOO_BIG", stock=False)
def too_large_statement() -> bytes:
    return files_as(lambda files: said(files[0], size=bag.MAX_STATEMENT_BYTES + 1))


def _moved(path: str) -> bytes:
    """Give the letter another place, in all lists, signed."""
    entries = tuple((path if p == LETTER else p, data) for p, data in taken().entries)
    moved = replace(taken(), entries=entries)
    text = moved.of(bag.MANIFEST).replace(LETTER.encode(), path.encode())
    files = description()["files"]
    assert isinstance(files, list)
    said(files[1], path=path)  # type: ignore[arg-type]
    return moved.put(bag.MANIFEST, text).described(files=files).pack()


@tampered("PATH", stock=True)
def path_that_climbs() -> bytes:
    return _moved("data/../../evil")


@tampered("PATH", stock=False)
def path_of_another_type() -> bytes:
    return _moved("data/000002.exe")


@tampered("PATH", stock=False)
def path_of_another_number() -> bytes:
    return _moved("data/000009.pdf")


@tampered("PAYLOAD_HASH", stock=True)
def statement_changed() -> bytes:
    text = taken().of("data/000001.json").replace(b"Cypress", b"Someone")
    return taken().put("data/000001.json", text).pack()


@tampered("PAYLOAD_HASH", stock=True)
def one_bit_of_a_picture() -> bytes:
    return flip(good(), spans(good())[PICTURE].start + 99)
