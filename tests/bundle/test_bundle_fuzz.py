"""Thousands of mutants of a sound bundle, always the same ones: refused by name, never a crash."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from intake_app.bundle import bag
from intake_app.bundle.verifying import BundleVerifier
from intake_app.errors import REFUSAL_CODES, BundleRefused
from tests.bundle.a_bundle import NOW, Holding, good, spans, taken, verified

RAW_MUTANTS = 3000
SIGNED_MUTANTS = 1000
INTERESTING = (b"\0", b"\xff", b"\n", b" ", b'"', b"{", b"/", b"..", b"\\ud800", b"0" * 12)
Mutation = Callable[[random.Random, bytes], bytes]


def _flip(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def _set(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    put = dice.choice(INTERESTING)
    return data[:at] + put + data[at + len(put) :]


def _insert(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice((*INTERESTING, bytes(512))) + data[at:]


def _cut(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice((1, 2, 16, 512)) :]


def _copy(dice: random.Random, data: bytes) -> bytes:
    size = dice.choice((1, 8, 64, 512))
    start, end = dice.randrange(len(data)), dice.randrange(len(data))
    return data[:end] + data[start : start + size] + data[end + size :]


def _swap_blocks(dice: random.Random, data: bytes) -> bytes:
    blocks = [data[at : at + 512] for at in range(0, len(data), 512)]
    first, second = dice.randrange(len(blocks)), dice.randrange(len(blocks))
    blocks[first], blocks[second] = blocks[second], blocks[first]
    return b"".join(blocks)


def _number(dice: random.Random, data: bytes) -> bytes:
    """Change a digit, so that sizes, counts and times are still numbers."""
    places = (dice.randrange(len(data)) for _ in range(40))
    at = next((place for place in places if 48 <= data[place] <= 57), 0)
    return data[:at] + str(dice.randrange(10)).encode() + data[at + 1 :]


MUTATIONS: tuple[Mutation, ...] = (_flip, _set, _insert, _cut, _copy, _swap_blocks, _number)


def _mutant(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        data = dice.choice(MUTATIONS)(dice, data) or b"\0"
    return data


def test_no_mutant_of_a_bundle_is_taken() -> None:
    dice = random.Random("intake")
    used = spans(good())[""].start + 1024
    start, end = good()[:used], good()[used:]
    refusals: Counter[str] = Counter()
    names: set[str] = set()
    while refusals.total() < RAW_MUTANTS:
        mutant = _mutant(dice, start)
        if mutant == start:
            continue
        verifier = BundleVerifier(Holding(), now=NOW)
        try:
            verifier.write(mutant)
            verifier.write(end)
            found = verifier.finish()
        except BundleRefused as refusal:
            refusals[refusal.code] += 1
            names.add(refusal.where)
        else:
            raise AssertionError(found)
    assert names <= {path for path, _ in taken().entries} | {""}
    assert refusals.keys() <= REFUSAL_CODES
    assert len(refusals) >= 8


def test_a_device_that_lies_cannot_crash_a_reader() -> None:
    dice = random.Random("device")
    verdicts: Counter[str] = Counter()
    names = (bag.DESCRIPTION, bag.DESCRIPTION, *bag.TAGS, "data/000001.json", "data/000001.json")
    for _ in range(SIGNED_MUTANTS):
        name = dice.choice(names)
        changed = taken().put(name, _mutant(dice, taken().of(name)))
        changed = changed.listed() if name.startswith("data/") else changed.signed()
        try:
            verdicts[verified(changed.pack()).held or "accepted"] += 1
        except BundleRefused as refusal:
            verdicts[refusal.code] += 1
    assert verdicts.keys() <= REFUSAL_CODES | {"accepted"}
    assert len(verdicts) >= 12


def test_signatures_alone_are_torn() -> None:
    dice = random.Random("signature")
    for _ in range(800):
        name = dice.choice((bag.TAGMANIFEST, bag.SIGNATURE))
        torn = _mutant(dice, taken().of(name))
        if torn == taken().of(name):
            continue
        try:
            found = verified(taken().put(name, torn).pack())
        except BundleRefused:
            continue
        raise AssertionError(found)
