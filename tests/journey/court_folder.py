"""A hand-over as a court gets it, the two checkers, and how whoever holds keys lists it anew."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from intake_app.assets import resource
from intake_app.crypto import sshsig
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey
from intake_app.domain.consent import UseAnswer
from intake_app.services import (
    anchoring,
    court_choosing,
    court_writing,
    device_keys,
    importing,
    organising,
    time_services,
)
from intake_app.services.court_choosing import COURT
from intake_app.vault.sealed import Sealed
from tests.crypto.time_service import TimeService, openssl
from tests.services import making
from tests.services.making import Office

CHECKERS = {
    "shell": ["/bin/bash", str(resource("verify", "check-handover.sh"))],
    "python": ["/usr/bin/python3", "-I", str(resource("verify", "check-handover.py"))],
}
TAGS = ("bag-info.txt", "bagit.txt", "handover.txt", "handover.txt.sig", "manifest-sha256.txt")
NOTE = "handover.txt"


@dataclass
class Court:
    """Two hand-overs of one coordinator, `folder` with three bundles and a proof of time."""

    folder: Path
    other: Path
    ids: list[str]
    other_id: str
    device: str
    key: SigningKey
    device_key: SigningKey
    root_key: SigningKey
    service: TimeService
    digits: str


def hand_over(office: Office, service: TimeService) -> Court:
    """Seal four bundles, take them in, have the log confirmed, write both hand-overs."""
    desk = office.coordinator
    consent = making.opening().consent
    assert consent is not None
    uses = tuple(each for each in consent.uses if each.use != "share_un")
    no_un = msgspec.structs.replace(consent, uses=(*uses, UseAnswer(use="share_un", answer="no")))
    said = replace(making.opening(), consent=no_un)
    first = office.close(office.draft(opening_=said))
    ids = [
        first,
        office.seal("گفتهٔ دوم", files=True),
        office.later(first, "correction", "corrects"),
    ]
    other_id = office.seal("گفتهٔ سوم")
    for row in reversed(Sealed(office.device.vault).all()):
        importing.import_file(desk, office.device.folder / "outbox" / row.outer_name)
    organising.renew(desk)
    certificate = openssl("x509", "-in", service.root, "-noout", "-fingerprint", "-sha256").stdout
    time_services.pin(desk, service.root, [certificate.decode().strip().partition("=")[2]])
    asked = anchoring.request(desk)
    query = anchoring.write_query(desk, asked.query_sha256, office.people.place())
    answer = query.with_suffix(".tsr")
    answer.write_bytes(service.answer(query.read_bytes()))
    anchoring.take_in(desk, answer)

    def write(chosen: list[str]) -> Path:
        plan = court_choosing.plan(desk, COURT, chosen)
        assert {each.bundle_id for each in plan.chosen} == set(chosen)
        to = office.people.place()
        return court_writing.write(desk, plan, to, recipient="دادگاه نمونه").path

    root_key = device_keys.root_key(desk)
    assert root_key is not None
    return Court(
        folder=write(ids),
        other=write([other_id]),
        ids=ids,
        other_id=other_id,
        device=device_keys.principal(office.device),
        key=device_keys.signing_key(desk),
        device_key=device_keys.signing_key(office.device),
        root_key=root_key,
        service=service,
        digits=organising.card_digits(desk),
    )


def judged(
    which: str, folder: Path, *more: str, work: Path, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run one checker with nothing of ours in reach: no environment, stock tools alone."""
    work.mkdir(exist_ok=True)
    return subprocess.run(
        [*CHECKERS[which], *before, str(folder), *more],
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(work)},
        cwd="/",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def relist(folder: Path, key: SigningKey | None = None) -> None:
    """Make the lists fit what lies there now; with a key, also sign the note anew."""
    paths = sorted(
        str(path.relative_to(folder)) for path in (folder / "data").rglob("*") if path.is_file()
    )
    sums = {path: sha256_hex((folder / path).read_bytes()) for path in paths}
    manifest = "".join(f"{sums[path]}  {path}\n" for path in paths).encode()
    (folder / "manifest-sha256.txt").write_bytes(manifest)
    size = sum((folder / path).stat().st_size for path in paths)
    (folder / "bag-info.txt").write_text(f"Payload-Oxum: {size}.{len(paths)}\n")
    if key is not None:
        note = (folder / NOTE).read_bytes().decode()
        note = re.sub(r"(?m)^manifest: .*$", f"manifest: {sha256_hex(manifest)}", note)
        (folder / NOTE).write_bytes(note.encode())
        signature = sshsig.sign(key, sshsig.HANDOVER, note.encode())
        (folder / f"{NOTE}.sig").write_bytes(signature)
    tags = "".join(f"{sha256_hex((folder / name).read_bytes())}  {name}\n" for name in TAGS)
    (folder / "tagmanifest-sha256.txt").write_text(tags)
