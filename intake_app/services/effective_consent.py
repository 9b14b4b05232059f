"""What a witness allows today: what they said at sealing, less what they took back since.

In doubt a withdrawal counts: using too little can be mended, using too much cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from intake_app.bundle.description import Description
from intake_app.clock import parse_rfc3339
from intake_app.domain.consent import Consent, UseAnswer
from intake_app.vault.links import BundleLink

WITHDRAWS = "withdraws"
_SAME_TESTIMONY = frozenset({"corrects", "adds-to", "part-of"})


def withdrawals(
    bundle_id: str, links: Sequence[BundleLink], describe: Callable[[str], Description | None]
) -> tuple[str, ...]:
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


def after(consent: Consent, taken_back: Iterable[Consent]) -> Consent:
    """Return `consent` with every use denied that one of the later ones does not allow."""
    later = list(taken_back)
    uses = tuple(
        each if all(said.allows(each.use) for said in later) else _denied(each)
        for each in consent.uses
    )
    return msgspec.structs.replace(consent, uses=uses)


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
    """Return whether `own` was sealed after `other`: by one device's log, else by the clocks."""
    if other is None:
        return False
    if own.signer == other.signer:
        return own.log.seq > other.log.seq
    return parse_rfc3339(own.sealed_at) > parse_rfc3339(other.sealed_at)
