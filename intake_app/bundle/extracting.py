"""Taking the encryption off a bundle, for people who check it with their own tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from intake_app.crypto import age
from intake_app.crypto.age import Sink
from intake_app.crypto.recipients import Identity


def extract(file: BinaryIO, identities: Sequence[Identity], out: Sink) -> None:
    """Write the inner tar to `out`, byte for byte as it was signed.

    Nothing is verified but that the file is whole and was sealed for one of `identities`; what was
    written before a refusal must be removed by the caller.

    Raises:
        BundleRefused: the codes of `age.Decryptor`. OSError: reading or writing failed.
    """
    file.seek(0)
    for piece in age.iter_decrypt(file, identities):
        out.write(piece)
