"""A request to be enrolled: the keys that a device made, signed by the very key it shows.

The signature proves that whoever asks holds the key (nobody can enrol another's). That the request
is this person's is proven by comparing its digits in person, not by anything inside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from intake_app.bundle import members, ustar
from intake_app.bundle.members import Role
from intake_app.crypto import canonical, sshsig
from intake_app.crypto import digests as hashes
from intake_app.crypto.keys import SigningKey, VerifyKey
from intake_app.errors import BundleRefused, KeyMalformed, RequestMalformed

FORMAT = "testimony-request/1"
SUFFIX = ".request"
MAX_BYTES = 16 * 1024
TEXT, SIGNATURE = "request.json", "request.json.sig"

_HEX64 = re.compile(r"[0-9a-f]{64}")
_KEYS = frozenset("format role principal key receive audience nonce made_at label".split())


@dataclass(frozen=True)
class Request:
    """Who asks.

    `receive` is `age1pq1…`, `audience` the root set that was pinned, `nonce` 64 hex digits made for
    this request, `made_at` RFC 3339 in UTC, `label` what people call the device.
    """

    role: Role
    principal: str
    key: VerifyKey
    receive: str
    audience: str
    nonce: str
    made_at: str
    label: str


def make(request: Request, key: SigningKey) -> bytes:
    """Return the request as a file, signed by its own key.

    Raises:
        RequestMalformed, KeyMalformed, KeyWeak: it could not be read back.
    """
    _check(request)
    if key.public != request.key:
        raise RequestMalformed(what="key")
    text = canonical.encode(_plain(request))
    return ustar.write_simple([(TEXT, text), (SIGNATURE, sshsig.sign(key, sshsig.ENROL, text))])


def read(data: bytes) -> Request:
    """Return what a request asks, if the key in it signed it.

    Raises:
        RequestMalformed: damaged, changed, or signed by another key. KeyWeak, KeyMalformed: it
        shows a key that must not be enrolled.
    """
    try:
        entries = dict(ustar.read_simple(data, max_entries=2, max_bytes=MAX_BYTES))
        if tuple(entries) != (TEXT, SIGNATURE):
            raise RequestMalformed(what="tar")
        request = _parse(canonical.decode(entries[TEXT], max_bytes=MAX_BYTES))
        _check(request)
        signer = sshsig.verify(entries[SIGNATURE], sshsig.ENROL, entries[TEXT])
    except BundleRefused as error:
        raise RequestMalformed(what=error.code) from error
    if signer != request.key:
        raise RequestMalformed(what="key")
    return request


def digits(data: bytes) -> str:
    """Return 8 groups of 5 digits that stand for the whole file, to be compared in person."""
    return hashes.short_code(hashes.sha256_hex(data))


def _plain(request: Request) -> dict[str, object]:
    return {
        "format": FORMAT,
        "role": request.role,
        "principal": request.principal,
        "key": request.key.line(),
        "receive": request.receive,
        "audience": request.audience,
        "nonce": request.nonce,
        "made_at": request.made_at,
        "label": request.label,
    }


def _parse(value: object) -> Request:
    if not isinstance(value, dict) or value.keys() != _KEYS or value.pop("format") != FORMAT:
        raise RequestMalformed(what="form")
    if not all(type(each) is str for each in value.values()):
        raise RequestMalformed(what="form")
    texts = cast("dict[str, str]", value)
    key = VerifyKey.from_openssh_line(texts.pop("key"))
    if texts["role"] not in {"device", "coordinator"}:
        raise RequestMalformed(what="role")
    role = cast("Role", texts.pop("role"))
    return Request(role=role, key=key, **texts)


def _check(request: Request) -> None:
    sound = (
        request.principal == members.principal_of(request.role, request.key)
        and _HEX64.fullmatch(request.audience)
        and _HEX64.fullmatch(request.nonce)
        and members.is_time(request.made_at)
        and members.is_label(request.label)
    )
    if not sound:
        raise RequestMalformed(what="form")
    if members.recipient(request.receive).to_text() != request.receive:
        raise KeyMalformed
