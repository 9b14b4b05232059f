"""A coordinator, a device, and statements sealed by the real sealing, to be taken in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from intake_app.clock import FixedClock
from intake_app.crypto import age
from intake_app.crypto.keys import SigningKey
from intake_app.domain.consent import USES, Consent, UseAnswer
from intake_app.domain.record import Name
from intake_app.domain.statement import Link, Purpose, Setting
from intake_app.services import (
    device_keys,
    exhibits,
    handing_over,
    interviewing,
    organising,
    reading,
    sealing,
    withdrawing,
)
from intake_app.services.interviewing import Opening
from intake_app.services.session import Session
from intake_app.vault.sealed import Sealed, SealedBundle
from tests.bundle.a_bundle import Taken
from tests.services.people import NAME, People

WORDS = "در بند هشت بودیم.\nنامش را صدا زدند؛ دیگر برنگشت."
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 300
FILM = bytes(range(251)) * 1200


@dataclass
class Office:
    """One coordinator and one enrolled device, and what they hand to each other."""

    people: People
    coordinator: Session
    device: Session

    def seal(self, text: str = WORDS, *, files: bool = False, identity: bool = False) -> str:
        """Seal a statement and return the id of its bundle."""
        statement_id = self.draft(text)
        if files:
            for name, data in (("عکس.jpg", PICTURE), ("film.bin", FILM)):
                path = self.people.place() / name
                path.write_bytes(data)
                exhibits.attach(self.device, statement_id, path)
        if identity:
            who = interviewing.load_identity(self.device, statement_id)
            named = msgspec.structs.replace(who, names=(Name(text="نام راستین"),), contact="phone")
            interviewing.save_identity(self.device, named)
        return self.close(statement_id)

    def draft(self, text: str = WORDS, opening_: Opening | None = None) -> str:
        made = interviewing.begin(self.device, opening_ or opening())
        made = interviewing.write_narrative(self.device, made.statement_id, text)
        for paragraph in made.narrative:
            if not paragraph.is_blank:
                reading.hear(self.device, made.statement_id, paragraph.id, "agreed")
        reading.agree(self.device, made.statement_id, "interviewer")
        return made.statement_id

    def later(self, bundle_id: str, purpose: Purpose, rel: str) -> str:
        """Seal a correction or addition to a bundle."""
        link = Link(rel=rel, bundle_id=bundle_id)  # type: ignore[arg-type]
        said = opening(purpose=purpose, links=(link,))
        return self.close(self.draft("آنچه گفتم درست نبود.", said))

    def withdraw(self, bundle_id: str) -> str:
        return self.close(withdrawing.withdrawal(self.device, bundle_id).statement_id)

    def close(self, statement_id: str) -> str:
        self.people.clock.advance(60)
        sealed = sealing.seal(self.device, statement_id)
        self.people.clock.advance(60)
        return sealed.bundles[0].bundle_id

    def row(self, bundle_id: str) -> SealedBundle:
        return Sealed(self.device.vault).get(bundle_id)

    def file(self, bundle_id: str) -> Path:
        """The sealed file as it lies in the device's outbox, under no name of ours."""
        return self.device.folder / "outbox" / self.row(bundle_id).outer_name

    def copy(self, bundle_id: str, name: str = "bundle.age") -> Path:
        return Path(shutil.copy(self.file(bundle_id), self.people.place() / name))

    def stick(self) -> Path:
        folder = self.people.place()
        handing_over.hand_over(self.device, folder)
        return folder


def opening(purpose: Purpose = "testimony", links: tuple[Link, ...] = ()) -> Opening:
    """What is answered before an interview, every use allowed."""
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
        purpose=purpose,
        links=links,
    )


def office(folder: Path, device_clock: FixedClock | None = None) -> Iterator[Office]:
    """Found, enrol, give out the place, and lock everything at the end."""
    people = People(folder)
    coordinator = people.person("coordinator")
    organising.found(coordinator, NAME)
    people.clock.advance(60)
    device = people.person("interviewer", device_clock)
    people.enrol(coordinator, device)
    people.clock.advance(60)
    yield Office(people, coordinator, device)
    people.close()


def vault_files(session: Session) -> dict[str, list[str]]:
    """The files in the folders that take foreign bytes."""
    return {
        name: sorted(each.name for each in (session.folder / name).iterdir())
        for name in ("archive", "quarantine")
    }


def forged(
    office: Office,
    bundle_id: str,
    change: Callable[[Taken], Taken],
    *,
    key: SigningKey | None = None,
) -> Path:
    """A file that the device itself could have sealed: opened, changed, signed and sealed anew."""
    identity = device_keys.identity(office.coordinator)
    content = age.decrypt_bytes(office.file(bundle_id).read_bytes(), [identity])
    signer = key or device_keys.signing_key(office.device)
    changed = change(replace(Taken.apart(content), key=signer))
    path = office.people.place() / "forged.age"
    recipients = age.seal_recipients([identity.recipient])
    path.write_bytes(age.encrypt_bytes(changed.pack(), recipients))
    return path
