"""An organisation, a device and a coordinator for the measurements: all real, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake_app.crypto.kdf import KdfCost
from intake_app.domain.consent import USES, Consent, UseAnswer
from intake_app.domain.statement import Setting
from intake_app.services import enrolling, interviewing, organising, reading
from intake_app.services import session as sessions
from intake_app.services.interviewing import Opening
from intake_app.services.session import Session
from intake_app.services.surroundings import Surroundings

WORDS = b"river lamp stone meadow"


@dataclass
class People:
    """Two open vaults that know each other."""

    device: Session
    coordinator: Session

    def lock(self) -> None:
        """Close both."""
        self.device.lock()
        self.coordinator.lock()


def opening() -> Opening:
    """Return what is answered before an interview, every use allowed."""
    return Opening(
        kind="full",
        consent=Consent(
            form="spoken",
            language="fa",
            given_as="consent/1",
            recorded_at="2026-11-24T09:00:00Z",
            uses=tuple(UseAnswer(use=use, answer="yes") for use in USES),
        ),
        setting=Setting(language="fa"),
        pseudonym="شاهد ۱",
    )


def meet(place: Path) -> People:
    """Make both vaults in `place`, found the organisation and enrol the device."""
    around = Surroundings(cost=KdfCost.quick())
    coordinator = sessions.create(place / "c", bytearray(WORDS), "coordinator", around)
    device = sessions.create(place / "d", bytearray(WORDS), "interviewer", around)
    organising.found(coordinator, "Measurements")
    enrolling.pin(device, organising.card(coordinator), digits_same=True)
    request, _digits = enrolling.write_request(device, "laptop", place)
    seen = organising.read_request(coordinator, request)
    organising.approve(coordinator, seen.sha256, digits_same=True)
    enrolling.accept_trust(device, organising.export_trust(coordinator, place))
    return People(device, coordinator)


def reopen(folder: Path) -> Session:
    """Open one of the two vaults again."""
    return sessions.unlock(folder, bytearray(WORDS), Surroundings(cost=KdfCost.quick()))


def statement(device: Session, text: str = "آنچه دیدم این بود.") -> str:
    """Return the id of a draft that is ready for sealing."""
    made = interviewing.begin(device, opening())
    made = interviewing.write_narrative(device, made.statement_id, text)
    for paragraph in made.narrative:
        if not paragraph.is_blank:
            reading.hear(device, made.statement_id, paragraph.id, "agreed")
    reading.agree(device, made.statement_id, "interviewer")
    return made.statement_id
