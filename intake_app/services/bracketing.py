"""Between which moments a bundle was sealed, by what others than its device can show.

A device's own clock proves nothing: its owner, or a thief, sets it as they like. What proves is
what the device cannot have known before (a trust list, a receipt, our log's head, a time service's
answer) and what it must have made before (the file that came, a later log that tells of the seal,
a time service's answer about our log with the import in it).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from intake_app.bundle import description as descriptions
from intake_app.bundle import trust, trust_text
from intake_app.bundle.description import Description
from intake_app.clock import parse_rfc3339
from intake_app.crypto import chain
from intake_app.services import trusting
from intake_app.services.known_bundles import KnownBundles
from intake_app.services.session import Session
from intake_app.vault.archive import ArchivedBundle
from intake_app.vault.time_proofs import TimeProof, TimeProofs
from intake_app.vault.trust import TrustVersions

Proof = Literal["trust", "receipt", "head", "anchor", "import", "log"]
_CONFIRMED = b'"step":"confirmed"'


@dataclass(frozen=True)
class Bound:
    """One end: the moment, and what proves it.

    After: `trust` (the list it names was issued then), `receipt` or `head` (it names a receipt or
    a line of our log of then), `anchor` (that line comes after a time service's answer). Before:
    `import` (it came then), `log` (a later log that tells of it came then), `anchor` (a time
    service confirmed our log with the import in it). Only `anchor` does not rest on our own clock.
    """

    at: datetime
    proof: Proof


@dataclass(frozen=True)
class Bracket:
    """The narrowest ends, and the ends that a time service confirms, where there are any.

    `disagrees`: the ends are the wrong way round, so a clock that they rest on was wrong.
    """

    after: Bound | None
    before: Bound
    confirmed_after: Bound | None
    confirmed_before: Bound | None

    @property
    def disagrees(self) -> bool:
        """Whether the ends contradict each other."""
        return self.after is not None and self.after.at > self.before.at

    def holds(self, moment: datetime, tolerance: timedelta = timedelta(0)) -> bool:
        """Return whether a moment lies between the ends."""
        early = self.after is not None and moment < self.after.at - tolerance
        return not early and moment <= self.before.at + tolerance


def bracket(session: Session, bundle: ArchivedBundle) -> Bracket:
    """Return between which moments an archived bundle was sealed. Raises: WrongRole."""
    session.require("coordinator")
    described = descriptions.decode(bundle.description)
    proofs = TimeProofs(session.vault).proofs()
    after = list(_after(session, described, proofs))
    before = list(_before(session, bundle, proofs))
    return Bracket(
        after=max(after, key=_moment, default=None),
        before=min(before, key=_moment),
        confirmed_after=max(filter(_is_confirmed, after), key=_moment, default=None),
        confirmed_before=min(filter(_is_confirmed, before), key=_moment, default=None),
    )


def _after(session: Session, said: Description, proofs: list[TimeProof]) -> Iterator[Bound]:
    held = TrustVersions(session.vault).get(said.trust.version)
    if held is not None and held.sha256 == said.trust.sha256:
        files = trust.unpack(held.files)[-1]
        yield Bound(parse_rfc3339(trust_text.read_head(files[trust.TRUST]).issued), "trust")
    if said.seen.receipt_sha256:
        given = session.custody.find_saying("receipt", "sha256", said.seen.receipt_sha256)
        if given is not None:
            yield Bound(parse_rfc3339(given.wall), "receipt")
    seq = said.seen.org_head_seq
    if not seq or session.custody.hash_at(seq) != said.seen.org_head:
        return
    line = session.custody.lines_between(seq, seq)[0]
    yield Bound(parse_rfc3339(chain.parse(line).wall), "head")
    told = _confirmations(session, seq)
    for proof in proofs:
        if proof.response_sha256 in told:
            yield Bound(_gen_time(proof, -1), "anchor")


def _before(session: Session, bundle: ArchivedBundle, proofs: list[TimeProof]) -> Iterator[Bound]:
    yield Bound(parse_rfc3339(bundle.received_at), "import")
    held = trusting.current_trust(session)
    if held is not None:
        told = KnownBundles(session, held).existed_by(
            bundle.device, bundle.bundle_id, bundle.tagmanifest_sha256
        )
        if told is not None:
            yield Bound(told, "log")
    seq = session.custody.find("import", bundle.bundle_id) if proofs else None
    if seq is not None:
        for proof in proofs:
            if proof.seq >= seq:
                yield Bound(_gen_time(proof, 1), "anchor")


def _confirmations(session: Session, up_to: int) -> frozenset[str]:
    """Return the answers that our log told of up to a line: what follows is younger than them."""
    lines = session.custody.lines_between(1, up_to)
    return frozenset(chain.parse(line).ref for line in lines if _CONFIRMED in line)


def _gen_time(proof: TimeProof, sign: int) -> datetime:
    return parse_rfc3339(proof.gen_time) + sign * timedelta(milliseconds=proof.accuracy_ms)


def _moment(bound: Bound) -> datetime:
    return bound.at


def _is_confirmed(bound: Bound) -> bool:
    return bound.proof == "anchor"
