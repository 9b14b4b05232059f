"""Certificates of time services: reading them, naming them, and the chain from one to a root."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from intake_app.errors import TimeAuthorityMalformed, TimeAuthorityUnknown, TimeProofMalformed

MAX_FILE_BYTES = 128 * 1024
_MAX_CERTIFICATES = 16
_CHAIN_LIMIT = 6
_NAME_LIMIT = 80
_PEM_MARK = b"-----BEGIN CERTIFICATE-----"
_NOT_ISSUED = (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm)


@dataclass(frozen=True)
class Authority:
    """A root that answers may be checked with.

    `sha256` is that of its DER form in hex, as services publish it; `pem` holds the root and, after
    it, the certificates that stood beside it in the file.
    """

    sha256: str
    name: str
    pem: str
    valid_until: datetime


def read(data: bytes) -> list[Authority]:
    """Return the roots in a PEM or DER file; PEM may hold other certificates beside them.

    Raises:
        TimeAuthorityMalformed: no certificate can be read, none is a root, or there are too many.
    """
    try:
        with warnings.catch_warnings():  # a foreign file writes nothing on anybody's screen
            warnings.simplefilter("ignore")
            found, made = _read(data)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise TimeAuthorityMalformed from error
    if not made or len(found) > _MAX_CERTIFICATES:
        raise TimeAuthorityMalformed
    return made


def _read(data: bytes) -> tuple[list[x509.Certificate], list[Authority]]:
    found = (
        x509.load_pem_x509_certificates(data)
        if _PEM_MARK in data
        else [x509.load_der_x509_certificate(data)]
    )
    roots = [each for each in dict.fromkeys(found) if _is_root(each)]
    others = "".join(pem_of(each) for each in dict.fromkeys(found) if not _is_root(each))
    made = [
        Authority(
            sha256=each.fingerprint(SHA256()).hex(),
            name=name_of(each),
            pem=pem_of(each) + others,
            valid_until=each.not_valid_after_utc,
        )
        for each in roots
    ]
    return found, made


def tells_time(certificate: x509.Certificate) -> bool:
    """Return whether a certificate is for time services alone, as RFC 3161 (2.3) demands."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return found.critical and list(found.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def chain(
    leaf: x509.Certificate, pool: Sequence[x509.Certificate], pinned: Iterable[x509.Certificate]
) -> list[x509.Certificate]:
    """Return the certificates from `leaf` up to a root among `pinned`, both included.

    Raises:
        TimeAuthorityUnknown: there is no such way. TimeProofMalformed: it goes round in circles.
    """
    roots = {each for each in pinned if _is_root(each)}
    way = [leaf]
    while way[-1] not in roots:
        if len(way) > _CHAIN_LIMIT:
            raise TimeProofMalformed
        above = next((each for each in pool if each not in way and _issued(way[-1], each)), None)
        if above is None:
            raise TimeAuthorityUnknown
        way.append(above)
    return way


def is_valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    """Return whether a certificate was valid at an aware moment."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def name_of(certificate: x509.Certificate) -> str:
    """Return a certificate's name for people: one short line of visible signs."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for found in certificate.subject.get_attributes_for_oid(oid):
            said = "".join(sign for sign in str(found.value) if sign.isprintable()).strip()
            if said:
                return said[:_NAME_LIMIT]
    return certificate.fingerprint(SHA256()).hex()[:16]


def pem_of(certificate: x509.Certificate) -> str:
    """Return a certificate in PEM."""
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def _is_root(certificate: x509.Certificate) -> bool:
    return _issued(certificate, certificate)


def _issued(lower: x509.Certificate, upper: x509.Certificate) -> bool:
    if lower.issuer != upper.subject:
        return False
    try:
        lower.verify_directly_issued_by(upper)
    except _NOT_ISSUED:
        return False
    return True
