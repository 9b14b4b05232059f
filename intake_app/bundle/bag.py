"""The BagIt bag inside a bundle (RFC 8493): its fixed names, their order, and texts in one form.

Every text here is a function of the payload's table, so a reader makes the text that should be
there and compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from intake_app.bundle.description import Description, payload_path
from intake_app.crypto.digests import sha256_hex
from intake_app.errors import BundleRefused

TAGMANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "tagmanifest-sha256.txt.sig"
BAG_INFO = "bag-info.txt"
BAGIT = "bagit.txt"
DESCRIPTION = "bundle.json"
CUSTODY = "custody.log"
LOG_HEAD = "log-head.txt"
LOG_SIGNATURE = "log-head.txt.sig"
MANIFEST = "manifest-sha256.txt"
# In entry order, which is also the order of the tag manifest's lines.
TAGS = (BAG_INFO, BAGIT, DESCRIPTION, CUSTODY, LOG_HEAD, LOG_SIGNATURE, MANIFEST)

_KIB = 1024
_MIB = 1024 * 1024
# Largest sizes in bytes, and the refusal of a larger one.
CAPS: Mapping[str, int] = {
    TAGMANIFEST: 4 * _KIB,
    SIGNATURE: 2 * _KIB,
    BAG_INFO: 4 * _KIB,
    BAGIT: 4 * _KIB,
    DESCRIPTION: 4 * _MIB,
    CUSTODY: 4 * _MIB,
    LOG_HEAD: 4 * _KIB,
    LOG_SIGNATURE: 2 * _KIB,
    MANIFEST: _MIB,
}
MAX_FILES = 10_000
MAX_STATEMENT_BYTES = 32 * _MIB
MAX_PAYLOAD_BYTES = 2048 * _MIB + 96 * _MIB

BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROFILE = "urn:uuid:dcb1733a-5b79-422b-8c06-e93d3cc85f8a"
_TAG_LINE = re.compile(rb"([0-9a-f]{64})  ([a-z0-9.-]+)\n")


class Listed(Protocol):
    """A payload file by path, size in bytes and hash."""

    @property
    def path(self) -> str:
        """Its path below the root."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def sha256(self) -> str:
        """Its hash."""


def bag_info(files: Iterable[Listed]) -> bytes:
    """Return `bag-info.txt`: bytes and number of payload files, and the kind of bag."""
    sizes = [file.size for file in files]
    oxum = f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n"
    return f"{oxum}BagIt-Profile-Identifier: {PROFILE}\n".encode()


def manifest(files: Iterable[Listed]) -> bytes:
    """Return `manifest-sha256.txt`, in entry order."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files).encode()


def tagmanifest(tags: Mapping[str, bytes]) -> bytes:
    """Return `tagmanifest-sha256.txt`, the text that is signed."""
    return "".join(f"{sha256_hex(tags[name])}  {name}\n" for name in TAGS).encode()


def read_tagmanifest(text: bytes) -> dict[str, str]:
    """Return the hash of every tag file.

    Raises:
        BundleRefused: TAGMANIFEST_FORM when it lists anything but `TAGS` in their order.
    """
    lines = _TAG_LINE.findall(text)
    rebuilt = b"".join(digest + b"  " + name + b"\n" for digest, name in lines)
    # The lines themselves are compared, not a table of them: a name must not stand there twice.
    if tuple(name.decode() for _, name in lines) != TAGS or rebuilt != text:
        raise BundleRefused("TAGMANIFEST_FORM")
    return {name.decode(): digest.decode() for digest, name in lines}


def check_tables(description: Description, tags: Mapping[str, bytes]) -> None:
    """Pass a bag whose tables agree with each other and keep the limits.

    Raises:
        BundleRefused: TOO_MANY, TOO_BIG, PATH, JSON_SCHEMA (a first file that is no statement, a
            later one that is), MANIFEST_DISAGREES, OXUM.
    """
    files = description.files
    if len(files) > MAX_FILES:
        raise BundleRefused("TOO_MANY")
    if not files or files[0].role != _first_role(description):
        raise BundleRefused("JSON_SCHEMA", where="$.files[0]")
    if sum(file.size for file in files) > MAX_PAYLOAD_BYTES:
        raise BundleRefused("TOO_BIG")
    if files[0].size > MAX_STATEMENT_BYTES:
        raise BundleRefused("TOO_BIG")
    for number, file in enumerate(files, 1):
        if file.path != payload_path(number, file.media_type):
            raise BundleRefused("PATH")
        if number > 1 and file.role in ("statement", "identity"):
            raise BundleRefused("JSON_SCHEMA", where="$.files")
    if tags[MANIFEST] != manifest(files):
        raise BundleRefused("MANIFEST_DISAGREES")
    if tags[BAG_INFO] != bag_info(files):
        raise BundleRefused("OXUM")


def _first_role(description: Description) -> str:
    return "identity" if description.kind == "identity" else "statement"
