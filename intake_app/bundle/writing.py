"""Making a bundle: one pass over every payload, straight into the encryption.

The lists of what is in it are made before from sizes and hashes that are known. That the bytes are
those, is checked once more: on their way, or by whoever opens the finished file to check it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from intake_app.bundle import bag, ustar
from intake_app.bundle.description import Description, decode, encode, recipients_sha256, root_of
from intake_app.crypto import age, sshsig
from intake_app.crypto.age import Sink
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey
from intake_app.crypto.recipients import HybridRecipient
from intake_app.errors import BundleRefused, Cancelled, SourceChanged, StatementTooLarge

_ZEROS = bytes(1024 * 1024)


@dataclass(frozen=True, slots=True)
class Payload:
    """A file to be sealed: its path in the bundle, size in bytes, hash, and its bytes in pieces."""

    path: str
    size: int
    sha256: str
    chunks: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Written:
    """The hash that names the sealed content, and how many bytes were encrypted."""

    tagmanifest_sha256: str
    content_size: int


def write_bundle(
    sink: Sink,
    *,
    recipients: Sequence[HybridRecipient],
    description: Description,
    payloads: Sequence[Payload],
    custody: bytes,
    log_head: tuple[bytes, bytes],
    key: SigningKey,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
    checker: HybridRecipient | None = None,
) -> Written:
    """Write a bundle to `sink`, encrypted for `recipients`, signed by `key`.

    `log_head` is the head's text and signature. `checker` is a throw-away key of the caller in one
    of the padding places, none of the recipients that the description tells of. Whoever gives one
    has to open the finished file with it: the payloads are hashed there, and not here as well.
    `progress` gets bytes done and in all.

    Raises:
        ValueError: description, payloads and recipients do not say the same.
        StatementTooLarge: more than one bundle holds. SourceChanged: a payload is not what its
            size and, without a `checker`, its hash say. TrustMalformed: too many recipients.
            Cancelled. What the sink raises.
        The sink holds half a bundle then.
    """
    tags = _tags(description, payloads, custody, log_head, recipients)
    tagmanifest = bag.tagmanifest(tags)
    signature = sshsig.sign(key, sshsig.BUNDLE, tagmanifest)
    first = {bag.TAGMANIFEST: tagmanifest, bag.SIGNATURE: signature}
    head = b"".join(
        _entry(f"{description.root}/{name}", content) for name, content in (first | tags).items()
    )
    used = len(head) + sum(ustar.entry_size(each.size) for each in payloads) + len(ustar.END)
    total = ustar.padded_length(used)
    extra = [checker] if checker is not None else []
    encryptor = age.Encryptor(sink, age.seal_recipients([*recipients, *extra]))
    encryptor.write(head)
    done = len(head)
    for payload in payloads:
        encryptor.write(ustar.header(f"{description.root}/{payload.path}", payload.size))
        for piece in _hashed(payload) if checker is None else _measured(payload):
            if cancelled():
                raise Cancelled
            encryptor.write(piece)
            done += len(piece)
            progress(done, total)
        encryptor.write(_ZEROS[: ustar.padding(payload.size)])
    rest = total - used + len(ustar.END)
    while rest:
        rest -= encryptor.write(_ZEROS[:rest])
    encryptor.close()
    progress(total, total)
    return Written(sha256_hex(tagmanifest), total)


def _tags(
    description: Description,
    payloads: Sequence[Payload],
    custody: bytes,
    log_head: tuple[bytes, bytes],
    recipients: Sequence[HybridRecipient],
) -> dict[str, bytes]:
    tags = {
        bag.BAG_INFO: bag.bag_info(payloads),
        bag.BAGIT: bag.BAGIT_TEXT,
        bag.DESCRIPTION: encode(description),
        bag.CUSTODY: custody,
        bag.LOG_HEAD: log_head[0],
        bag.LOG_SIGNATURE: log_head[1],
        bag.MANIFEST: bag.manifest(payloads),
    }
    if any(len(content) > bag.CAPS[name] for name, content in tags.items()):
        raise StatementTooLarge
    try:
        bag.check_tables(decode(tags[bag.DESCRIPTION]), tags)
    except BundleRefused as error:
        if error.code in ("TOO_MANY", "TOO_BIG"):
            raise StatementTooLarge from error
        raise ValueError(error.code, error.where) from error
    told = [(file.path, file.size, file.sha256) for file in description.files]
    if told != [(each.path, each.size, each.sha256) for each in payloads]:
        raise ValueError("payloads")
    if description.root != root_of(description.bundle_id):
        raise ValueError("root")
    if description.recipients_sha256 != recipients_sha256(recipients, description.nonce):
        raise ValueError("recipients")
    return tags


def _entry(path: str, content: bytes) -> bytes:
    zeros = bytes(ustar.padding(len(content)))
    return b"".join((ustar.header(path, len(content)), content, zeros))


def _hashed(payload: Payload) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in _measured(payload):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != payload.sha256:
        raise SourceChanged


def _measured(payload: Payload) -> Iterator[bytes]:
    """Yield the payload's bytes, never more than its size."""
    missing = payload.size
    for piece in payload.chunks():
        missing -= len(piece)
        if missing < 0:
            raise SourceChanged
        yield piece
    if missing:
        raise SourceChanged
