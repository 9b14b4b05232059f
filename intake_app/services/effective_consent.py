"""What a witness allows today: what they said at sealing, less what they took back since.

In doubt a withdrawal counts: using too little can be mended, using too much cannot. So nothing that
another device says later makes a consent wider: its clock may be wrong or its holder may lie, and
only the one log of one device shows what came after what.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from intake_app.bundle.description import Description
from intake_app.domain.consent import Consent, UseAnswer
from intake_app.vault.links import BundleLink

WITHDRAWS = "withdraws"
Describe = Callable[[str], Description | None]
_SAME_TESTIMONY = frozenset({"corrects", "adds-to", "part-of"})


def withdrawals(bundle_id: str, links: Sequence[BundleLink], describe: Describe) -> tuple[str, ...]:
    """Return the bundles that take consent for this one back, in the order of their ids.

    A withdrawal counts for the whole testimony: the bundle it names, what that one corrects or
    adds to, and what corrects or adds to it, but not for what was sealed after it.
    """
    own = describe(bundle_id)
    found = testimony(bundle_id, links)
    takers = {
        each.bundle_id
        for each in links
        if each.rel == WITHDRAWS and each.target_bundle_id in found and each.bundle_id != bundle_id
    }
    return tuple(
        sorted(each for each in takers if own is None or not is_after(own, describe(each)))
    )


def withdrawn(links: Sequence[BundleLink], describe: Describe) -> set[str]:
    """Return every bundle for which consent was taken back, named so or part of what was named."""
    named = {each.target_bundle_id for each in links if each.rel == WITHDRAWS}
    near = set[str]().union(*(testimony(each, links) for each in named))
    return {each for each in near if withdrawals(each, links, describe)}


def later_parts(bundle_id: str, links: Sequence[BundleLink], describe: Describe) -> tuple[str, ...]:
    """Return what corrects or adds to the same testimony and is not surely older, by its ids."""
    own = describe(bundle_id)
    others = testimony(bundle_id, links) - {bundle_id}
    told = {each: describe(each) for each in others}
    return tuple(
        sorted(
            each
            for each, there in told.items()
            if there is not None and own is not None and not is_after(own, there)
        )
    )


def after(
    consent: Consent, taken_back: Iterable[Consent], later: Iterable[Consent] = ()
) -> Consent:
    """Return `consent` with every use denied that was denied since.

    What `taken_back` does not allow is denied; of a `later` part of the same testimony a plain no
    counts, while what was not asked or left open there takes nothing back.
    """
    back, parts = list(taken_back), list(later)
    uses = tuple(each if _holds(each.use, back, parts) else _denied(each) for each in consent.uses)
    return msgspec.structs.replace(consent, uses=uses)


def without(consent: Consent, taken: Collection[str]) -> Consent:
    """Return `consent` with the uses `taken` denied."""
    uses = tuple(_denied(each) if each.use in taken else each for each in consent.uses)
    return msgspec.structs.replace(consent, uses=uses)


def _holds(use: str, taken_back: Iterable[Consent], later: Iterable[Consent]) -> bool:
    allowed = all(said.allows(use) for said in taken_back)
    return allowed and all(said.answer(use) != "no" for said in later)


def _denied(answer: UseAnswer) -> UseAnswer:
    return msgspec.structs.replace(answer, answer="no")


def testimony(bundle_id: str, links: Sequence[BundleLink]) -> set[str]:
    """Return all bundles that belong to the same testimony, by links in both directions."""
    neighbours: dict[str, set[str]] = {}
    for each in links:
        if each.rel in _SAME_TESTIMONY:
            neighbours.setdefault(each.bundle_id, set()).add(each.target_bundle_id)
            neighbours.setdefault(each.target_bundle_id, set()).add(each.bundle_id)
    found, new = {bundle_id}, [bundle_id]
    while new:
        near = neighbours.get(new.pop(), set()) - found
        found |= near
        new.extend(near)
    return found


def is_after(own: Description, other: Description | None) -> bool:
    """Return whether `own` was surely sealed after `other`: later in the log of the same device."""
    return other is not None and own.signer == other.signer and own.log.seq > other.log.seq
