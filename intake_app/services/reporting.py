"""What was found out about one attempt to bring a bundle in, line by line, as codes.

The sentences for the codes live in `localization`; only what a coordinator may see in a report is
among the parameters. Hashes and other names for experts stand apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from intake_app.bundle import bag, ustar
from intake_app.bundle import description as descriptions
from intake_app.clock import parse_rfc3339, rfc3339
from intake_app.crypto import sshsig
from intake_app.errors import ALARM_CODES, HOLD_CODES, StatementMissing
from intake_app.services import bracketing
from intake_app.services.approving import APPROVED
from intake_app.services.inbox import ACCEPTED, is_taken_in
from intake_app.services.restoring import RESTORED
from intake_app.services.session import Session
from intake_app.vault.archive import Archive, ArchivedBundle
from intake_app.vault.inbox import Inbox, InboxItem, Verdict
from intake_app.vault.requests import Requests

Tone = Literal["ok", "warn", "fault"]
Value = str | int
CLOCK_TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True)
class ReportLine:
    """One finding: its tone, the code of its sentence, and what the sentence names."""

    tone: Tone
    code: str
    params: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class VerificationReport:
    """Everything that is to be said about one attempt.

    `technical` holds pairs of a code and a value for experts: BUNDLE_ID, OUTER_SHA256, OUTER_SIZE,
    TAGMANIFEST_SHA256, DEVICE, SIGNER, TRUST_VERSION, CODE, ITEM, as far as they are known.
    """

    item_id: str
    verdict: Verdict
    code: str
    alarm: bool
    waits: bool
    lines: tuple[ReportLine, ...]
    technical: tuple[tuple[str, str], ...]


def report(session: Session, item_id: str) -> VerificationReport:
    """Return the report on one attempt, accepted or not.

    Raises:
        WrongRole. StatementMissing: there is no such attempt.
    """
    session.require("coordinator")
    item = Inbox(session.vault).get(item_id)
    bundle = Archive(session.vault).find(item.bundle_id) if is_taken_in(item) else None
    lines = tuple(_lines(session, item, bundle))
    return VerificationReport(
        item_id=item_id,
        verdict=item.verdict,
        code=item.code,
        alarm=item.code in ALARM_CODES,
        waits=item.verdict == "held" and not item.decision,
        lines=lines,
        technical=tuple(_technical(item, bundle)),
    )


def report_on_bundle(session: Session, bundle_id: str) -> VerificationReport:
    """Return the report on how a bundle of the archive came in.

    Raises:
        WrongRole. StatementMissing: it is not in the archive.
    """
    session.require("coordinator")
    bundle = Archive(session.vault).get(bundle_id)
    for item in Inbox(session.vault).by_outer(bundle.outer_sha256):
        if is_taken_in(item):
            return report(session, item.item_id)
    raise StatementMissing(bundle=bundle_id)


def _lines(
    session: Session, item: InboxItem, bundle: ArchivedBundle | None
) -> Iterator[ReportLine]:
    if item.verdict == "refused":
        yield ReportLine("fault", item.code)
        return
    if item.verdict == "duplicate" and bundle is not None:
        yield ReportLine("ok", "ALREADY_HERE", {"at": bundle.received_at})
    if item.code == RESTORED:
        yield ReportLine("warn", RESTORED)
    if bundle is None:
        yield ReportLine("fault" if item.code in ALARM_CODES else "warn", item.code)
        yield ReportLine("ok", "SEALED_BY_DEVICE", {"device": item.device})
        yield from _checked(session, item.device)
        yield ReportLine("ok", "UNCHANGED")
    else:
        yield from _archived(session, bundle)
    if item.decision:
        tone: Tone = "ok" if item.decision == ACCEPTED else "warn"
        code = "DECIDED_ACCEPT" if item.decision == ACCEPTED else "DECIDED_REJECT"
        yield ReportLine(tone, code, {"at": item.decided_at, "reason": item.reason})


def _archived(session: Session, bundle: ArchivedBundle) -> Iterator[ReportLine]:
    made = {
        "interviewer": bundle.interviewer,
        "device": bundle.device,
        "sealed_at": bundle.sealed_at,
    }
    yield ReportLine("ok", "SEALED_BY", dict(made))
    yield from _checked(session, bundle.device)
    yield from _when(session, bundle)
    yield ReportLine("ok", "UNCHANGED")
    count = len(Archive(session.vault).files(bundle.bundle_id))
    yield ReportLine("ok", "FILES_PRESENT", {"count": count})
    for note in bundle.notes:
        if note in HOLD_CODES:
            yield ReportLine("warn", "ACCEPTED_BY_HAND", {"code": note})
        elif note != "LINK_PENDING" or _is_pending(session, bundle):
            yield ReportLine("warn", note)
    ahead = parse_rfc3339(bundle.sealed_at) - parse_rfc3339(bundle.received_at)
    if ahead > CLOCK_TOLERANCE:
        hours = ahead.seconds // 3600
        yield ReportLine("warn", "CLOCK_AHEAD", {"days": ahead.days, "hours": hours})
    yield ReportLine("ok", "RECEIPT_READY")


def _when(session: Session, bundle: ArchivedBundle) -> Iterator[ReportLine]:
    """Say between which moments it was sealed, by what, and whether its own clock says so too."""
    found = bracketing.bracket(session, bundle)
    ends: dict[str, Value] = {"before": rfc3339(found.before.at), "before_by": found.before.proof}
    if found.after is None:
        yield ReportLine("ok", "SEALED_BEFORE", ends)
    else:
        ends |= {"after": rfc3339(found.after.at), "after_by": found.after.proof}
        code = "TIMES_DISAGREE" if found.disagrees else "SEALED_BETWEEN"
        yield ReportLine("warn" if found.disagrees else "ok", code, ends)
    if found.confirmed_before is not None:
        yield ReportLine("ok", "TIME_CONFIRMED", {"at": rfc3339(found.confirmed_before.at)})
    if not found.disagrees and not found.holds(parse_rfc3339(bundle.sealed_at), CLOCK_TOLERANCE):
        yield ReportLine("warn", "CLAIM_OUTSIDE")


def _checked(session: Session, device: str) -> Iterator[ReportLine]:
    """Say when the digits of a device were compared face to face, where we did that ourselves."""
    for request in Requests(session.vault).of_principal(device):
        if request.state == APPROVED:
            yield ReportLine("ok", "DEVICE_CHECKED", {"device": device, "at": request.at})
            return


def _is_pending(session: Session, bundle: ArchivedBundle) -> bool:
    """Return whether a bundle that this one names is still on its way, or is another one."""
    archive = Archive(session.vault)
    for link in descriptions.decode(bundle.description).links:
        held = archive.tagmanifest(link.bundle_id)
        if held is None or link.tagmanifest_sha256 not in ("", held):
            return True
    return False


def _technical(item: InboxItem, bundle: ArchivedBundle | None) -> Iterator[tuple[str, str]]:
    told = (
        ("CODE", item.code),
        ("BUNDLE_ID", item.bundle_id),
        ("OUTER_SHA256", item.outer_sha256),
        ("OUTER_SIZE", str(item.outer_size) if item.outer_size else ""),
        ("DEVICE", item.device),
        ("ITEM", item.item_id),
    )
    yield from (pair for pair in told if pair[1])
    if bundle is not None:
        signature = dict(ustar.read_simple(bundle.tag_files))[bag.SIGNATURE]
        yield "SIGNER", sshsig.parse(signature).key.fingerprint()
        yield "TAGMANIFEST_SHA256", bundle.tagmanifest_sha256
        yield "TRUST_VERSION", str(bundle.trust_version)
