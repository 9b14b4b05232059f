"""What is wrong with the custody log: these are held for people, never thrown away."""

from __future__ import annotations

from intake_app.bundle import bag
from intake_app.crypto import chain, sshsig
from tests.bundle.a_bundle import KEY, STRANGER, Parts, device, log_lines, taken
from tests.bundle.tampering_tools import description, tampered


def _logged(lines: list[bytes]) -> bytes:
    return taken().put(bag.CUSTODY, b"".join(lines)).signed().pack()


def _lines() -> list[bytes]:
    return taken().of(bag.CUSTODY).splitlines(keepends=True)


@tampered("LOG_BROKEN", stock=True)
def log_line_edited() -> bytes:
    return _logged(
        [*_lines()[:2], _lines()[2].replace(b"draft.open", b"draft.shut"), *_lines()[3:]]
    )


@tampered("LOG_BROKEN", stock=True)
def log_line_removed() -> bytes:
    return _logged(_lines()[:2] + _lines()[3:])


@tampered("LOG_BROKEN", stock=True)
def log_line_added() -> bytes:
    return _logged([*_lines(), _lines()[-1]])


@tampered("LOG_BROKEN", stock=True)
def log_lines_swapped() -> bytes:
    return _logged([*_lines()[:2], _lines()[3], _lines()[2], *_lines()[4:]])


@tampered("LOG_BROKEN", stock=True)
def log_without_its_last_line_feed() -> bytes:
    return _logged([*_lines()[:-1], _lines()[-1][:-1]])


@tampered("LOG_BROKEN", stock=True)
def log_emptied() -> bytes:
    return _logged([])


@tampered("LOG_BROKEN", stock=True)
def head_signed_by_a_stranger() -> bytes:
    forged = sshsig.sign(STRANGER, sshsig.LOG, taken().of(bag.LOG_HEAD))
    return taken().put(bag.LOG_SIGNATURE, forged).signed().pack()


@tampered("LOG_BROKEN", stock=True)
def head_of_another_line() -> bytes:
    text, signature = chain.sign_head(KEY, device(), 4, chain.hash_of(_lines()[3]))
    changed = taken().put(bag.LOG_HEAD, text).put(bag.LOG_SIGNATURE, signature)
    return changed.signed().pack()


@tampered("LOG_BROKEN", stock=True)
def head_of_another_device() -> bytes:
    text, signature = chain.sign_head(KEY, "device-00000000", 5, chain.hash_of(_lines()[4]))
    changed = taken().put(bag.LOG_HEAD, text).put(bag.LOG_SIGNATURE, signature)
    return changed.signed().pack()


@tampered("LOG_BROKEN", stock=True)
def span_of_other_lines() -> bytes:
    span = description()["log"]
    assert isinstance(span, dict)
    return taken().described(log={**span, "seq": 6}).pack()


@tampered("LOG_BROKEN", stock=True)
def log_that_begins_nowhere() -> bytes:
    nowhere = chain.Head(0, "ab" * 32)
    return Parts(lines=tuple(log_lines(5, after=nowhere)), after=nowhere).content()
