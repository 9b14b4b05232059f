"""Reading the entries of a bundle's tar, one after another, by headers that are computed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from intake_app.bundle import bag, ustar
from intake_app.bundle.description import ROOT_PREFIX, FileEntry
from intake_app.bundle.feeding import Steps, Want
from intake_app.errors import BundleRefused

_FIRST = re.compile(rf"{ROOT_PREFIX}([0-9a-f]{{32}})/{re.escape(bag.TAGMANIFEST)}")
_ZEROS = bytes(64 * 1024)


class Entries:
    """Steps through a bundle's entries. `bundle_id` and `root` are known after `first`."""

    def __init__(self) -> None:
        self.bundle_id = ""
        self.root = ""
        self.at = 0  # bytes of the stream that are done with

    def first(self) -> Steps[bytes]:
        """Read the tag manifest; its path tells the root.

        Raises:
            BundleRefused: ROOT_NAME, or as `tag`.
        """
        block = yield Want(ustar.BLOCK)
        match = _FIRST.fullmatch(ustar.claimed_path(block))
        if match is None:
            raise BundleRefused("ROOT_NAME")
        self.bundle_id = match[1]
        self.root = ROOT_PREFIX + match[1]
        return (yield from self._content(block, bag.TAGMANIFEST))

    def tag(self, name: str) -> Steps[bytes]:
        """Read the tag file `name`. Its size is claimed by its header alone, and capped.

        Raises:
            BundleRefused: TAR_HEADER, TAR_PAD, TAG_TOO_BIG; JSON_TOO_BIG for `bundle.json`.
        """
        block = yield Want(ustar.BLOCK)
        return (yield from self._content(block, name))

    def payload(self, file: FileEntry, take: Callable[[memoryview], object]) -> Steps[int]:
        """Pass a payload file through `take`, hash it, and return where in the stream it starts.

        Raises:
            BundleRefused: TAR_HEADER, PAYLOAD_HASH, TAR_PAD, each with its path.
        """
        block = yield Want(ustar.BLOCK)
        if block != ustar.header(f"{self.root}/{file.path}", file.size):
            raise BundleRefused("TAR_HEADER", where=file.path)
        start = self.at + ustar.BLOCK
        digest = hashlib.sha256()

        def each(piece: memoryview) -> None:
            digest.update(piece)
            take(piece)

        yield Want(file.size, each)
        if digest.hexdigest() != file.sha256:
            raise BundleRefused("PAYLOAD_HASH", where=file.path)
        yield from self._zeros(ustar.padding(file.size), "TAR_PAD", file.path)
        self.at += ustar.entry_size(file.size)
        return start

    def end(self) -> Steps[None]:
        """Read what follows the last entry: zeros, as many as the length of the rest demands.

        Raises:
            BundleRefused: EXTRA_ENTRY, PADDING_NONZERO, PADDING_LENGTH.
        """
        yield from self._zeros(len(ustar.END), "EXTRA_ENTRY", short="PADDING_LENGTH")
        self.at += len(ustar.END)
        missing = ustar.padded_length(self.at) - self.at
        yield from self._zeros(missing, "PADDING_NONZERO", short="PADDING_LENGTH")
        self.at += missing

    def _content(self, block: bytes, name: str) -> Steps[bytes]:
        size = ustar.claimed_size(block)
        if block != ustar.header(f"{self.root}/{name}", size):
            raise BundleRefused("TAR_HEADER", where=name)
        if size > bag.CAPS[name]:
            raise BundleRefused("JSON_TOO_BIG" if name == bag.DESCRIPTION else "TAG_TOO_BIG")
        content = yield Want(size)
        yield from self._zeros(ustar.padding(size), "TAR_PAD", name)
        self.at += ustar.entry_size(size)
        return content

    def _zeros(
        self, size: int, code: str, where: str = "", *, short: str = "TRUNCATED"
    ) -> Steps[None]:
        def each(piece: memoryview) -> None:
            for at in range(0, piece.nbytes, len(_ZEROS)):
                part = piece[at : at + len(_ZEROS)].tobytes()
                if part != _ZEROS[: len(part)]:
                    raise BundleRefused(code, where=where)

        yield Want(size, each, short)
