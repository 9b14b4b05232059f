"""What the disk and the driver say, put into the program's own words: one door for both."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as driver

from intake_app.errors import (
    VaultDatabaseDamaged,
    VaultDiskFull,
    VaultError,
    VaultInUse,
    VaultIo,
    VaultReadOnly,
)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

# Primary result codes (https://www.sqlite.org/rescode.html). What is missing here, such as a
# constraint or a refused statement, is a bug of ours and must not be taken for a fault of the disk.
_DRIVER: dict[int, type[VaultError]] = {
    driver.SQLITE_BUSY: VaultInUse,
    driver.SQLITE_LOCKED: VaultInUse,
    driver.SQLITE_PROTOCOL: VaultInUse,
    driver.SQLITE_READONLY: VaultReadOnly,
    driver.SQLITE_PERM: VaultReadOnly,
    driver.SQLITE_FULL: VaultDiskFull,
    driver.SQLITE_IOERR: VaultIo,
    driver.SQLITE_CANTOPEN: VaultIo,
    driver.SQLITE_CORRUPT: VaultDatabaseDamaged,
    driver.SQLITE_NOTADB: VaultDatabaseDamaged,
}


@contextmanager
def translated() -> Iterator[None]:
    """Turn faults of the disk and of the database into the program's errors.

    Raises:
        VaultDiskFull, VaultReadOnly, VaultIo, VaultInUse, VaultDatabaseDamaged: as their names say.
            Everything else passes as it is: it is a bug.
    """
    try:
        yield
    except driver.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        kind = _DRIVER.get(code & 0xFF)
        if kind is None:
            raise
        raise kind(sqlite=code) from None  # the driver's text may quote a statement
    except OSError as error:
        raise from_os(error) from None


def from_os(error: OSError) -> VaultError:
    """Return the vault's error for a fault that the operating system named."""
    number = error.errno or 0
    if number in _FULL:
        return VaultDiskFull(errno=number)
    if number in _REFUSED:
        return VaultReadOnly(errno=number)
    return VaultIo(errno=number)
