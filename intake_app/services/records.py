"""What belongs to a bundle of the archive, put together for reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal

import msgspec

from intake_app.bundle import description as descriptions
from intake_app.bundle import statement_checks
from intake_app.bundle.description import Description
from intake_app.crypto import chain
from intake_app.crypto.chain import Entry
from intake_app.domain.consent import Consent
from intake_app.domain.statement import Identity, Statement
from intake_app.services import effective_consent, waiting_withdrawals
from intake_app.services.inbox import kinds_by_link
from intake_app.services.session import Session
from intake_app.vault.archive import Archive, ArchivedBundle, BundleFile, DeviceLogs
from intake_app.vault.issued_receipts import IssuedReceipt, IssuedReceipts
from intake_app.vault.links import BundleLink, Links

Direction = Literal["out", "in"]
IDENTITY_OF = "identity-of"
_CHANGES = frozenset({"corrects", "adds-to"})


@dataclass(frozen=True)
class ArchiveRow:
    """One bundle in a list. `kind` is statement, identity, correction, addition or withdrawal."""

    bundle_id: str
    statement_id: str
    kind: str
    device: str
    interviewer: str
    witness: str
    sealed_at: str
    received_at: str
    outer_size: int
    is_withdrawn: bool
    is_corrected: bool


@dataclass(frozen=True)
class Linked:
    """Another bundle: `out` where ours names it, `in` where it names ours; `here` once it came."""

    rel: str
    bundle_id: str
    direction: Direction
    here: bool
    kind: str = ""
    sealed_at: str = ""


@dataclass(frozen=True)
class Record:
    """An accepted bundle opened for reading.

    `statement` is None for the bundle of an identity. `identity` is filled only where it was asked
    for; `identity_bundle_id` says whether there is one. `custody` is what our log says of the
    bundle, `device_custody` what its own device's log says of the statement. `consent` is as it
    was sealed, `consent_now` what of it still holds. `withdrawal_waits`: a bundle that is held
    takes of it what nobody has decided about yet; until then that does not hold either.
    """

    bundle: ArchivedBundle
    description: Description
    kind: str
    statement: Statement | None
    identity: Identity | None
    identity_bundle_id: str
    files: tuple[BundleFile, ...]
    links: tuple[Linked, ...]
    custody: tuple[Entry, ...]
    device_custody: tuple[Entry, ...]
    receipts: tuple[IssuedReceipt, ...]
    consent: Consent | None
    consent_now: Consent | None
    withdrawn_by: tuple[str, ...]
    withdrawal_waits: bool

    @property
    def corrected_by(self) -> tuple[str, ...]:
        """The bundles here that correct this one or add to it."""
        return tuple(
            each.bundle_id
            for each in self.links
            if each.direction == "in" and each.rel in _CHANGES and each.here
        )

    @property
    def corrects(self) -> tuple[str, ...]:
        """The bundles, here or not, that this one corrects or adds to."""
        return tuple(
            each.bundle_id
            for each in self.links
            if each.direction == "out" and each.rel in _CHANGES
        )

    def with_identity(self, identity: Identity | None) -> Record:
        """Return the same record with who the witness is."""
        return replace(self, identity=identity)


def bundles(session: Session) -> list[ArchiveRow]:
    """Return every bundle of the archive, the last received first. Raises: WrongRole."""
    session.require("coordinator")
    archive = Archive(session.vault)
    links = Links(session.vault).all()
    kinds = kinds_by_link(links)
    withdrawn = effective_consent.withdrawn(links, cache(partial(_describe, archive)))
    corrected = {each.target_bundle_id for each in links if each.rel in _CHANGES}
    witnesses = {bundle_id: _witness(data) for bundle_id, data in archive.statements()}
    return [
        ArchiveRow(
            bundle_id=each.bundle_id,
            statement_id=each.statement_id,
            kind=kinds.get(each.bundle_id, each.kind),
            device=each.device,
            interviewer=each.interviewer,
            witness=witnesses[each.bundle_id],
            sealed_at=each.sealed_at,
            received_at=each.received_at,
            outer_size=each.outer_size,
            is_withdrawn=each.bundle_id in withdrawn,
            is_corrected=each.bundle_id in corrected,
        )
        for each in archive.all()
    ]


def record_of(session: Session, bundle_id: str) -> Record:
    """Return the record of a bundle, the witness's identity left out.

    Raises:
        StatementMissing: it is not in the archive.
    """
    archive = Archive(session.vault)
    bundle = archive.get(bundle_id)
    description = descriptions.decode(bundle.description)
    testimony = statement_checks.read(bundle.statement, description)
    statement = testimony if isinstance(testimony, Statement) else None
    links = Links(session.vault).all()
    describe = partial(_describe, archive)
    takers = effective_consent.withdrawals(bundle_id, links, describe)
    parts = effective_consent.later_parts(bundle_id, links, describe)
    found = identity_of(session, bundle_id)
    consent = statement.consent if statement else None
    back, later = (
        [each.consent for each in map(partial(_statement, archive), ids) if each]
        for ids in (takers, parts)
    )
    now = effective_consent.after(consent, back, later) if consent else None
    held = waiting_withdrawals.waiting(session)
    waits = waiting_withdrawals.held_back(bundle_id, links, held)
    return Record(
        bundle=bundle,
        description=description,
        kind=kinds_by_link(links).get(bundle_id, bundle.kind),
        statement=statement,
        identity=testimony if isinstance(testimony, Identity) else None,
        identity_bundle_id=found[0] if found else "",
        files=tuple(archive.files(bundle_id)),
        links=tuple(_linked(archive, bundle_id, links)),
        custody=tuple(_telling(session.custody.lines(), {bundle_id})),
        device_custody=tuple(_telling(_device_lines(session, bundle), _ids(bundle, statement))),
        receipts=tuple(IssuedReceipts(session.vault).of_bundle(bundle_id)),
        consent=consent,
        consent_now=effective_consent.without(now, waits) if now else None,
        withdrawn_by=takers,
        withdrawal_waits=now is not None and any(now.allows(use) for use in waits),
    )


def identity_of(session: Session, bundle_id: str) -> tuple[str, Identity] | None:
    """Return the bundle that says who the witness is, and what it says, where we hold one.

    Only what the same device sealed for the same statement counts: nobody else may put a name to a
    witness.

    Raises:
        StatementMissing: the statement is not in the archive.
    """
    archive = Archive(session.vault)
    of = archive.get(bundle_id)
    for link in Links(session.vault).to(bundle_id):
        other = archive.find(link.bundle_id) if link.rel == IDENTITY_OF else None
        if other is None or other.kind != "identity" or other.device != of.device:
            continue
        said = statement_checks.read(other.statement, descriptions.decode(other.description))
        if isinstance(said, Identity) and said.statement_id == of.statement_id:
            return other.bundle_id, said
    return None


def _describe(archive: Archive, bundle_id: str) -> Description | None:
    found = archive.find(bundle_id)
    return None if found is None else descriptions.decode(found.description)


def _statement(archive: Archive, bundle_id: str) -> Statement | None:
    bundle = archive.get(bundle_id)
    found = statement_checks.read(bundle.statement, descriptions.decode(bundle.description))
    return found if isinstance(found, Statement) else None


def _linked(archive: Archive, bundle_id: str, links: list[BundleLink]) -> Iterator[Linked]:
    kinds = kinds_by_link(links)
    for each in links:
        if bundle_id not in (each.bundle_id, each.target_bundle_id):
            continue
        out = each.bundle_id == bundle_id
        other = archive.find(each.target_bundle_id if out else each.bundle_id)
        direction: Direction = "out" if out else "in"
        if other is None:
            yield Linked(each.rel, each.target_bundle_id, direction, here=False)
        else:
            kind = kinds.get(other.bundle_id, other.kind)
            yield Linked(
                each.rel,
                other.bundle_id,
                direction,
                here=True,
                kind=kind,
                sealed_at=other.sealed_at,
            )


def _device_lines(session: Session, bundle: ArchivedBundle) -> list[bytes]:
    return DeviceLogs(session.vault).lines(bundle.device)


def _ids(bundle: ArchivedBundle, statement: Statement | None) -> set[str]:
    exhibits = statement.exhibits if statement else ()
    return {bundle.bundle_id, bundle.statement_id, *(each.id for each in exhibits)} - {""}


def _telling(lines: list[bytes], ids: set[str]) -> Iterator[Entry]:
    """Yield the lines that speak of one of `ids`."""
    wanted = [each.encode() for each in ids]
    for line in lines:
        if any(each in line for each in wanted):
            entry = chain.parse(line)
            if entry.ref in ids:
                yield entry


class _Person(msgspec.Struct):
    pseudonym: str = ""


class _Told(msgspec.Struct):
    witness: _Person | None = None
    pseudonym: str = ""


def _witness(data: bytes) -> str:
    told = msgspec.json.decode(data, type=_Told)
    return told.witness.pseudonym if told.witness else told.pseudonym
