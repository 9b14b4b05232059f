"""What the system says of a drive, as the eight faults that a person can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake_app import errors

_ERRNO: dict[int, type[errors.DriveError]] = {
    errno.ENOSPC: errors.DriveFull,
    errno.EDQUOT: errors.DriveFull,
    errno.EROFS: errors.DriveReadOnly,
    errno.EACCES: errors.DriveReadOnly,
    errno.EPERM: errors.DriveReadOnly,
    errno.EFBIG: errors.DriveFileTooLarge,
    errno.EEXIST: errors.DriveNameTaken,
    errno.ETIMEDOUT: errors.DriveSlow,
}
_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE})


@contextmanager
def as_drive_errors(folder: Path) -> Iterator[None]:
    """Turn the system's numbers into a DriveError; `folder` is the one on the drive.

    Raises:
        DriveFull, DriveReadOnly, DriveFileTooLarge, DriveNameTaken, DriveSlow, DrivePulled,
        DriveReadBack.
    """
    try:
        yield
    except OSError as fault:
        if fault.errno in _ERRNO:
            raise _ERRNO[fault.errno] from None
        if not folder.is_dir() or fault.errno in _GONE:
            raise errors.DrivePulled from None
        raise errors.DriveReadBack from None
