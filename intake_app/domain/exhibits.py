"""Exhibits: files taken in with the statement, opaque and untouched."""

from __future__ import annotations

import msgspec

from intake_app.domain.record import Record

# Extensions a bundle may show; everything else travels as `bin` (bundle format, payload paths).
EXTENSIONS: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
}
OTHER_TYPE = "application/octet-stream"
SHOWABLE = ("image/jpeg", "image/png")

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (0, b"%PDF-", "application/pdf"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)


class Exhibit(Record, frozen=True, kw_only=True):
    """One file as it was handed over, with the chain of hands before us.

    `id` names the encrypted file in the vault; `path` is set at sealing, when the bundle gives it
    a place; `sha256` and `size` (bytes) are of the original, untouched content. `log_salt` ties the
    line of the custody log to it (`bundle.exhibit_marks`); it is left out where there is none, as
    in statements from before it was known.
    """

    id: str
    name: str
    size: int
    sha256: str
    media_type: str = OTHER_TYPE
    received_at: str = ""
    path: str = ""
    kind: str = ""
    caption: str = ""
    origin: str = ""
    original: str = ""  # original | copy | unknown
    made_by: str = ""
    handed_over_by: str = ""
    holder: str = ""
    log_salt: str | msgspec.UnsetType = msgspec.UNSET

    @property
    def salt(self) -> str:
        """The salt of its line in the log, or nothing."""
        return self.log_salt or ""


def media_type_of(head: bytes) -> str:
    """Return the type that the first bytes say, never the file's name: names are hearsay.

    `head` needs at least 16 bytes of the content. Text is not guessed.
    """
    for offset, magic, media_type in _SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            return media_type
    return OTHER_TYPE


def extension_of(media_type: str) -> str:
    """Return the extension under which a payload of this type travels."""
    return EXTENSIONS.get(media_type, "bin")
