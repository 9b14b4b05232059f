"""Large new files outside the vault: whole under their name, or not there at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from intake_app import errors

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_OWNER_ALONE = 0o600


class NewFile:
    """A file without a name yet; only its owner may read it."""

    def __init__(self, folder: Path) -> None:
        """Begin in `folder`. Raises: OutputFailed."""
        self._partial = folder / f"{secrets.token_hex(8)}.part"
        with _as_output_failed():
            self._file = os.fdopen(os.open(self._partial, _NEW, _OWNER_ALONE), "wb")

    def write(self, data: bytes) -> None:
        """Write all of `data`. Raises: OutputFailed."""
        with _as_output_failed():
            self._file.write(data)

    def publish(self, name: str) -> Path:
        """Give the finished file its name and return its path; nothing of that name is replaced.

        Raises:
            OutputFailed: the name is taken, or the disk fails.
        """
        path = self._partial.with_name(name)
        with _as_output_failed():
            self._file.flush()
            os.fsync(self._file.fileno())
            # The name is taken first: renaming alone would replace, and FAT has no hard links.
            os.close(os.open(path, _NEW, _OWNER_ALONE))
            try:
                self._partial.replace(path)
            except OSError:
                path.unlink()
                raise
        _sync(path.parent)
        return path

    def close(self) -> None:
        """Close, and remove what got no name."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)


@contextmanager
def begun(folder: Path) -> Iterator[NewFile]:
    """Give a new file in `folder`, which is gone after the block unless it was published.

    Raises:
        OutputFailed.
    """
    file = NewFile(folder)
    try:
        yield file
    finally:
        file.close()


@contextmanager
def _as_output_failed() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise errors.OutputFailed from None


def _sync(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot sync a folder; the file itself is
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
