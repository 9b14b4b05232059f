"""Which statements may go to a court or mechanism, and why the others may not.

Only what the witness allows for this very use today goes out. There is no way round that: what
`court_questions` asks has to be answered by a person, and even then a «no» stays a «no». In doubt a
statement stays here, since what was given to a court cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from intake_app import errors
from intake_app.bundle import description as descriptions
from intake_app.bundle import statement_checks
from intake_app.bundle.description import Description
from intake_app.bundle.statement_checks import Testimony
from intake_app.bundle.trust import TrustList
from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.domain.consent import Consent
from intake_app.domain.statement import Identity, Statement
from intake_app.services import (
    court_questions,
    effective_consent,
    trusting,
    waiting_withdrawals,
)
from intake_app.services.court_questions import Asked
from intake_app.services.inbox import kinds_by_link
from intake_app.services.records import IDENTITY_OF, identity_of
from intake_app.services.session import Session
from intake_app.vault.archive import Archive, ArchivedBundle
from intake_app.vault.links import BundleLink, Links

COURT = "share_court"
USES = (COURT, "share_un", "share_organisations", "share_researchers")
# The consent text says «with your name» for a court alone.
USES_WITH_NAME = frozenset({COURT})
WITHDRAWAL = "withdrawal"

Reason = Literal[
    "REFUSED",
    "NOT_NOW",
    "NOT_ASKED",
    "WITHDRAWN",
    "WITHDRAWAL_WAITS",
    "REFUSED_LATER",
    "LIMIT_UNREAD",
    "CONTACT_WORDS",
    "IS_WITHDRAWAL",
    "COMPUTER_NOT_TRUSTED",
    "NAME_NOT_CHOSEN",
    "NAME_NOT_COVERED",
    "NAME_WITHOUT_STATEMENT",
    "NAME_HAS_CONTACT",
]
_BY_ANSWER: dict[str | None, Reason] = {"no": "REFUSED", "not_now": "NOT_NOW", None: "NOT_ASKED"}


@dataclass(frozen=True)
class Chosen:
    """A bundle that goes out. `asked` is what a person read and answered before."""

    bundle_id: str
    kind: str
    device: str
    sealed_at: str
    outer_size: int
    tagmanifest_sha256: str
    notes: tuple[str, ...]
    asked: tuple[Asked, ...] = ()

    @property
    def limit(self) -> str:
        """What the witness said against this use in their own words, or nothing."""
        return next((each.words for each in self.asked if each.topic == "LIMIT_UNREAD"), "")


@dataclass(frozen=True)
class LeftOut:
    """A bundle that stays here. `asked` is filled where answers could change that."""

    bundle_id: str
    kind: str
    sealed_at: str
    reason: Reason
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What would be handed over for `use`: the bundles in the order of sealing, and the rest."""

    use: str
    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def size(self) -> int:
        """How many bytes the statements take, roughly."""
        return sum(each.outer_size for each in self.chosen)


def plan(
    session: Session,
    use: str,
    bundle_ids: Iterable[str] | None = None,
    *,
    with_identity: bool = False,
    answers: Collection[str] = (),
) -> Plan:
    """Return what of some bundles, or of all statements, may be handed over for `use`.

    What corrects or adds to a chosen statement is looked at with it: one without the other would
    mislead. `answers` are the codes of what was asked (`Asked`) and a person lets go. Who the
    witnesses are goes along only `with_identity`, and only where the consent speaks of the name.

    Raises:
        WrongRole. StatementMissing: a bundle is not in the archive. ValueError: no such use.
    """
    session.require("coordinator")
    if use not in USES:
        raise ValueError(use)
    return _Judge(session, use, with_identity, frozenset(answers)).plan(bundle_ids)


class _Judge:
    """Answers for one use, reading each bundle once."""

    def __init__(
        self,
        session: Session,
        use: str,
        with_identity: bool,  # noqa: FBT001
        answers: frozenset[str],
    ) -> None:
        self._session = session
        self._archive = Archive(session.vault)
        self._trust = trusting.current_trust(session)
        self._links = Links(session.vault).all()
        self._held = waiting_withdrawals.waiting(session)
        self._kinds = kinds_by_link(self._links)
        self._use = use
        self._with_identity = with_identity
        self._answers = answers
        self._bundle = cache(self._archive.find)
        self._describe = cache(self._description)
        self._consent = cache(self._said)

    def plan(self, bundle_ids: Iterable[str] | None) -> Plan:
        """Judge each; an identity after its statement."""
        wanted = self._wanted(bundle_ids)
        verdicts = {each.bundle_id: self._judge(each) for each in wanted if not _is_name(each)}
        gone = {bundle_id for bundle_id, said in verdicts.items() if isinstance(said, Chosen)}
        for each in self._names(wanted, gone):
            verdicts[each.bundle_id] = self._judge_name(each, gone)
        ordered = sorted(verdicts.values(), key=lambda said: (said.sealed_at, said.bundle_id))
        return Plan(
            self._use,
            tuple(said for said in ordered if isinstance(said, Chosen)),
            tuple(said for said in ordered if isinstance(said, LeftOut)),
        )

    def _wanted(self, bundle_ids: Iterable[str] | None) -> list[ArchivedBundle]:
        if bundle_ids is None:
            every = (self._bundle(each.bundle_id) for each in self._archive.all())
            return [each for each in every if each is not None and not _is_name(each)]
        found: dict[str, ArchivedBundle] = {}
        for bundle_id in bundle_ids:
            found[bundle_id] = self._archive.get(bundle_id)
            for other in sorted(effective_consent.testimony(bundle_id, self._links)):
                near = self._bundle(other)
                if near is not None:
                    found[other] = near
        return list(found.values())

    def _names(self, wanted: list[ArchivedBundle], gone: set[str]) -> list[ArchivedBundle]:
        found = {each.bundle_id: each for each in wanted if _is_name(each)}
        if self._with_identity:
            for bundle_id in sorted(gone):
                name = identity_of(self._session, bundle_id)
                if name is not None:
                    found[name[0]] = self._archive.get(name[0])
        return list(found.values())

    def _judge(self, bundle: ArchivedBundle) -> Chosen | LeftOut:
        reason = self._reason(bundle)
        if reason is not None:
            return self._left(bundle, reason)
        said = self._consent(bundle.bundle_id)
        if said is None:
            return self._left(bundle, "NOT_ASKED")
        asked = court_questions.about_statement(bundle.bundle_id, self._use, said)
        return self._asked(bundle, asked)

    def _asked(self, bundle: ArchivedBundle, asked: tuple[Asked, ...]) -> Chosen | LeftOut:
        waits = court_questions.first_open(asked, self._answers)
        if waits is not None:
            return self._left(bundle, waits.topic, asked)
        return self._chosen(bundle, asked)

    def _reason(self, bundle: ArchivedBundle) -> Reason | None:
        """Return why a statement stays here whatever anybody reads or ticks, or None."""
        if self._kinds.get(bundle.bundle_id) == WITHDRAWAL:
            return "IS_WITHDRAWAL"
        said = self._consent(bundle.bundle_id)
        if said is None or not said.allows(self._use):
            return _BY_ANSWER[said.answer(self._use) if said else None]
        taken = self._taken_back(bundle)
        if taken is not None:
            return taken
        if not counted(self._trust, bundle.device, bundle.sealed_at):
            return "COMPUTER_NOT_TRUSTED"
        return None

    def _taken_back(self, bundle: ArchivedBundle) -> Reason | None:
        """Return how the yes was taken back since, or None."""
        takers = effective_consent.withdrawals(bundle.bundle_id, self._links, self._describe)
        later = [self._consent(each) for each in takers]
        if not all(each is not None and each.allows(self._use) for each in later):
            return "WITHDRAWN"
        if self._use in waiting_withdrawals.held_back(bundle.bundle_id, self._links, self._held):
            return "WITHDRAWAL_WAITS"
        return "REFUSED_LATER" if self._refused_later(bundle) else None

    def _refused_later(self, bundle: ArchivedBundle) -> bool:
        """Return whether a later part of the same testimony says no to this use."""
        own = self._describe(bundle.bundle_id)
        for other in effective_consent.testimony(bundle.bundle_id, self._links):
            there = self._describe(other)
            said = self._consent(other)
            if other == bundle.bundle_id or own is None or there is None or said is None:
                continue
            if said.answer(self._use) == "no" and not effective_consent.is_after(own, there):
                return True
        return False

    def _judge_name(self, bundle: ArchivedBundle, gone: set[str]) -> Chosen | LeftOut:
        if not self._with_identity:
            return self._left(bundle, "NAME_NOT_CHOSEN")
        if self._use not in USES_WITH_NAME:
            return self._left(bundle, "NAME_NOT_COVERED")
        of = {link.target_bundle_id for link in self._links if _names(link, bundle.bundle_id)}
        # Another device's word on who a witness is does not count; neither does it travel.
        known = (identity_of(self._session, each) for each in of & gone)
        if not any(each is not None and each[0] == bundle.bundle_id for each in known):
            return self._left(bundle, "NAME_WITHOUT_STATEMENT")
        if not counted(self._trust, bundle.device, bundle.sealed_at):
            return self._left(bundle, "COMPUTER_NOT_TRUSTED")
        identity = self._read(bundle.bundle_id)
        if not isinstance(identity, Identity):
            return self._left(bundle, "NAME_WITHOUT_STATEMENT")
        asked = court_questions.about_name(bundle.bundle_id, self._use, identity)
        return self._asked(bundle, asked)

    def _chosen(self, bundle: ArchivedBundle, asked: tuple[Asked, ...]) -> Chosen:
        return Chosen(
            bundle_id=bundle.bundle_id,
            kind=self._kinds.get(bundle.bundle_id, bundle.kind),
            device=bundle.device,
            sealed_at=bundle.sealed_at,
            outer_size=bundle.outer_size,
            tagmanifest_sha256=bundle.tagmanifest_sha256,
            notes=bundle.notes,
            asked=asked,
        )

    def _left(
        self, bundle: ArchivedBundle, reason: Reason, asked: tuple[Asked, ...] = ()
    ) -> LeftOut:
        kind = self._kinds.get(bundle.bundle_id, bundle.kind)
        return LeftOut(bundle.bundle_id, kind, bundle.sealed_at, reason, asked)

    def _description(self, bundle_id: str) -> Description | None:
        bundle = self._bundle(bundle_id)
        return None if bundle is None else descriptions.decode(bundle.description)

    def _said(self, bundle_id: str) -> Consent | None:
        found = self._read(bundle_id)
        return found.consent if isinstance(found, Statement) else None

    def _read(self, bundle_id: str) -> Testimony | None:
        bundle, description = self._bundle(bundle_id), self._describe(bundle_id)
        if bundle is None or description is None:
            return None
        return statement_checks.read(bundle.statement, description)


def counted(trust: TrustList | None, device: str, at: str) -> bool:
    """Return whether a device's key counts at a moment by the list in force, as experts see it."""
    member = trust.member(device) if trust else None
    moment = rfc3339(parse_rfc3339(at))
    return member is not None and member.valid_after <= moment <= member.valid_before


def require_some(made: Plan) -> None:
    """Pass a plan that hands anything over.

    Raises:
        NothingAllowed: nothing of what was chosen may go.
    """
    if not made.chosen:
        raise errors.NothingAllowed


def _is_name(bundle: ArchivedBundle) -> bool:
    return bundle.kind == "identity"


def _names(link: BundleLink, bundle_id: str) -> bool:
    return link.rel == IDENTITY_OF and link.bundle_id == bundle_id
