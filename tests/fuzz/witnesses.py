"""Mutants that somebody else judges too: the recipe with stock tools, and `ssh-keygen`."""

from __future__ import annotations

import random
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from intake_app.bundle import bag, trust
from intake_app.bundle.members import Member
from intake_app.bundle.trust import TrustList
from intake_app.bundle.trust_text import LISTED, SIGNERS, TRUST
from intake_app.clock import parse_rfc3339
from intake_app.crypto import sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey
from intake_app.errors import BundleRefused, IntakeError
from tests.bundle.a_bundle import Taken, verified
from tests.bundle.an_organisation import HELD_FILES, ROOTS, root_set, signing_key
from tests.bundle.recipe import judged
from tests.bundle.tampering import when
from tests.crypto.other_age import tool
from tests.fuzz import bits, mutating

_NAMES = (
    bag.DESCRIPTION,
    bag.CUSTODY,
    bag.LOG_HEAD,
    bag.MANIFEST,
    bag.BAG_INFO,
    "data/000001.json",
)
_MESSAGE = b"what was sealed\n"
_KEYS = {signing_key(number).public: signing_key(number) for number in (1, 2, 11)}
_DAYS = ("20261124", "20260228", "20260229", "20280229", "20261301", "20380119", "29991231")
_CLOCKS = ("000000", "090000", "235959", "240000", "235960", "236000", "0900")


@dataclass
class Compared:
    """How many mutants both judged; `disagreements` name those where one of the two is wrong."""

    what: str
    both_take: int = 0
    both_refuse: int = 0
    stricter: int = 0
    disagreements: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the counts in a sentence."""
        return (
            f"{self.what}: both take {self.both_take}, both refuse {self.both_refuse}, we alone"
            f" refuse {self.stricter}, disagreements: {self.disagreements or 'none'}"
        )


def against_recipe(count: int, seed: int) -> Compared:
    """Compare verdicts on `count` changed bundles and as many that a lying device signed.

    Changed bytes must be refused by both. What a device signed may be refused by us alone, since
    the stock tools do not judge meaning; what we take, they must take.
    """
    dice = random.Random(f"recipe:{seed}")
    changed = [(f"changed {n}", _changed(dice), False) for n in range(count)]
    signed = [(f"signed {n}", _signed_lie(dice), True) for n in range(count)]
    found = Compared("recipe")

    def judge(content: bytes) -> bool:
        return judged(content, _time_of(content))[0]

    cases = [*changed, *signed]
    with ThreadPoolExecutor(2) as pool:
        theirs = list(pool.map(judge, (content for _, content, _ in cases)))
    for (name, content, may_be_stricter), stock in zip(cases, theirs, strict=True):
        _enter(found, name, _ours(content), stock, may_be_stricter=may_be_stricter)
    return found


def against_ssh_keygen(count: int, seed: int) -> Compared:
    """Compare whom a changed `allowed_signers`, signed by the roots, trusts, for what and when."""
    dice = random.Random(f"ssh-keygen:{seed}")
    found = Compared("allowed_signers")
    with TemporaryDirectory() as name:
        for number in range(count):
            text = _changed_signers(dice)
            held = _read(text)
            if held is None:
                found.both_refuse += 1
                continue
            wrong = [each for each in held.members if not _agrees(Path(name), text, each)]
            found.both_take += not wrong
            found.disagreements += [f"{number}: {each.principal}" for each in wrong]
    return found


def _enter(found: Compared, name: str, ours: bool, stock: bool, *, may_be_stricter: bool) -> None:  # noqa: FBT001
    if ours and stock:
        found.both_take += 1
    elif not ours and not stock:
        found.both_refuse += 1
    elif stock and may_be_stricter:
        found.stricter += 1
    else:
        found.disagreements.append(name)


def _ours(content: bytes) -> bool:
    try:
        return not verified(content).holds
    except BundleRefused:
        return False


def _time_of(content: bytes) -> str:
    try:
        return when(content)
    except (ValueError, KeyError, AssertionError, IntakeError):
        return "20261125063000Z"


def _changed(dice: random.Random) -> bytes:
    start = bits.content()[: bits.entries_end() + 1024]
    rest = bits.content()[len(start) :]
    mutations = (*mutating.TAR, mutating.blob, mutating.number)
    while True:
        mutant = mutating.series(dice, mutations, start, [start])
        if mutant.rstrip(b"\0") != start.rstrip(b"\0"):
            return mutant + rest


def _signed_lie(dice: random.Random) -> bytes:
    base = Taken.apart(bits.content())
    name = dice.choice(_NAMES)
    mutations = (mutating.number, mutating.members, mutating.json_lines, *mutating.TEXT)
    content = mutating.series(dice, mutations, base.of(name), [base.of(name)])
    changed = base.put(name, content)
    try:
        return (changed.listed() if name.startswith("data/") else changed.signed()).pack()
    except ValueError:
        return _signed_lie(dice)


def _changed_signers(dice: random.Random) -> bytes:
    text = HELD_FILES[SIGNERS]
    if dice.random() < 0.7:
        times = re.findall(rb"\d{14}(?=Z)", text)
        for _ in range(dice.choice((1, 2))):
            old = dice.choice(times)
            new = (dice.choice(_DAYS) + dice.choice(_CLOCKS)).encode()
            text = text.replace(old, new, dice.choice((1, 2, 9)))
        return text
    return mutating.series(dice, mutating.TEXT, text, [text])


def _read(signers: bytes) -> TrustList | None:
    files = {**HELD_FILES, SIGNERS: signers}
    for name in LISTED:
        old = f"{sha256_hex(HELD_FILES[name])}  {name}".encode()
        new = f"{sha256_hex(files[name])}  {name}".encode()
        files[TRUST] = files[TRUST].replace(old, new)
    try:
        for key in ROOTS[:2]:
            files = trust.sign(files, key)
        return trust.read(files, pinned=root_set(), held=None)
    except IntakeError:
        return None


def _agrees(folder: Path, signers: bytes, member: Member) -> bool:
    """Whether `ssh-keygen` trusts a member's key from the first to the last second, for its use."""
    (folder / "allowed_signers").write_bytes(signers)
    key = _KEYS[member.key]
    namespace = sshsig.BUNDLE if member.role == "device" else sshsig.RECEIPT
    first, last = parse_rfc3339(member.valid_after), parse_rfc3339(member.valid_before)
    second = timedelta(seconds=1)
    cases = ((first - second, False), (first, True), (last, True), (last + second, False))
    return all(
        _holds(folder, key, member.principal, namespace, at) is good for at, good in cases
    ) and not _holds(folder, key, member.principal, sshsig.ENROL, first)


def _holds(folder: Path, key: SigningKey, principal: str, namespace: str, at: datetime) -> bool:
    (folder / "s").write_bytes(sshsig.sign(key, namespace, _MESSAGE))
    time = at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ")
    command = (
        *(tool("ssh-keygen"), "-Y", "verify", "-f", "allowed_signers", "-I", principal),
        *("-n", namespace, "-s", "s", "-O", f"verify-time={time}"),
    )
    done = subprocess.run(command, input=_MESSAGE, capture_output=True, check=False, cwd=folder)
    return done.returncode == 0
