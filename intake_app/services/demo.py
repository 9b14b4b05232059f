"""The whole journey on invented people: from founding to the receipt, with the real jobs.

Nothing is shortened for the sake of the play except the cost of guessing the passphrase, which
lies beside the vaults anyway. Everything stays in one folder to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from intake_app import errors
from intake_app.crypto.kdf import KdfCost
from intake_app.localization.reference import consent_form
from intake_app.services import (
    court_choosing,
    court_writing,
    demo_files,
    enrolling,
    exhibits,
    giving_receipts,
    handing_over,
    importing,
    interviewing,
    invented,
    organising,
    reading,
    receipting,
    sealing,
)
from intake_app.services import session as sessions
from intake_app.services.copying import never
from intake_app.services.invented import InventedWitness
from intake_app.services.places import PRACTICE_WORDS
from intake_app.services.session import Role, Session
from intake_app.services.surroundings import Surroundings

ORGANISATION = "Practice organisation"
LABEL = "Practice computer"
COURT = "Practice court"
SEALED_WITNESSES = ("statement-fa", "statement-second-fa")
OPEN_WITNESS = "statement-draft-fa"
STEPS = ("found", "enrol", "interview", "seal", "hand_over", "import", "receipt", "court")

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DemoResult:
    """Where everything lies after the journey."""

    interviewer_vault: Path
    coordinator_vault: Path
    passphrase_file: Path
    trust: Path
    bundles: tuple[Path, ...]
    receipts: tuple[Path, ...]
    handover: Path


def quiet(_done: int, _total: int, _step: str) -> None:
    """Take progress where nobody watches."""


def play(folder: Path, surroundings: Surroundings, *, progress: Progress = quiet) -> DemoResult:
    """Play the journey in `folder`, which must be empty or not there, and return where things are.

    `progress` hears the number of steps done, how many there are, and the step that begins.

    Raises:
        FolderNotEmpty, OutputFailed: nothing was made.
    """
    places = _Places(folder)
    places.prepare()
    cheap = replace(surroundings, cost=KdfCost.quick())
    passphrase = sessions.generate_passphrase("en")
    places.passphrase.write_text(passphrase + "\n", "utf-8")
    with (
        _vault(places.coordinator, passphrase, "coordinator", cheap) as coordinator,
        _vault(places.interviewer, passphrase, "interviewer", cheap) as interviewer,
    ):
        journey = _Journey(places, coordinator, interviewer)
        steps = (
            journey.found,
            journey.enrol,
            journey.interview,
            journey.seal,
            journey.hand_over,
            journey.take_in,
            journey.give_receipts,
            journey.go_to_court,
        )
        for number, (name, step) in enumerate(zip(STEPS, steps, strict=True)):
            progress(number, len(STEPS), name)
            step()
        progress(len(STEPS), len(STEPS), "")
    return DemoResult(
        interviewer_vault=places.interviewer,
        coordinator_vault=places.coordinator,
        passphrase_file=places.passphrase,
        trust=places.trust,
        bundles=tuple(sorted(places.stick.glob("*.age"))),
        receipts=tuple(sorted(places.receipts.glob("*.receipt"))),
        handover=next(places.court.iterdir()),
    )


class _Places:
    """The folders of one journey."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.interviewer = folder / "interviewer"
        self.coordinator = folder / "coordinator"
        self.passphrase = folder / PRACTICE_WORDS
        self.trust = folder / "trust"
        self.stick = folder / "stick"
        self.receipts = folder / "receipts"
        self.court = folder / "court"
        self.papers = folder / "papers"
        self.enrolment = folder / "enrolment"

    def prepare(self) -> None:
        """Make the folders that are not vaults."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if any(self.folder.iterdir()):
                raise errors.FolderNotEmpty
            for each in (
                self.trust,
                self.stick,
                self.receipts,
                self.court,
                self.papers,
                self.enrolment,
            ):
                each.mkdir()
        except FileExistsError:
            raise errors.FolderNotEmpty from None
        except OSError:
            raise errors.OutputFailed from None


class _Journey:
    """What the people do, step by step."""

    def __init__(self, places: _Places, coordinator: Session, interviewer: Session) -> None:
        self.places = places
        self.coordinator = coordinator
        self.interviewer = interviewer
        self._statements: list[str] = []

    def found(self) -> None:
        """The coordinator founds an organisation and gives out its card."""
        organising.found(self.coordinator, ORGANISATION)
        organising.write_card(self.coordinator, self.places.enrolment)

    def enrol(self) -> None:
        """Interviewer and coordinator compare digits both ways; the list of members grows."""
        there, here = self.coordinator, self.interviewer
        card = enrolling.read_card(_one(self.places.enrolment, ".card"))
        enrolling.pin(here, card, digits_same=card.roots.digits == organising.card_digits(there))
        path, digits = enrolling.write_request(here, LABEL, self.places.enrolment)
        asked = organising.read_request(there, path)
        organising.approve(there, asked.sha256, digits_same=asked.digits == digits)
        enrolling.accept_trust(here, organising.export_trust(there, self.places.enrolment))
        organising.write_trust_folder(there, self.places.trust)

    def interview(self) -> None:
        """Two witnesses are heard to the end, a third has only begun."""
        demo_files.write_all(self.places.papers)
        for name in SEALED_WITNESSES:
            self._statements.append(self._hear(invented.witness(name)))
            self._read_back(self._statements[-1], invented.witness(name))
        self._hear(invented.witness(OPEN_WITNESS))

    def seal(self) -> None:
        """What the two said is sealed."""
        for each in self._statements:
            sealing.seal(self.interviewer, each, progress=quiet, cancelled=never)

    def hand_over(self) -> None:
        """The sealed files go on the stick."""
        handing_over.hand_over(self.interviewer, self.places.stick, progress=quiet, cancelled=never)

    def take_in(self) -> None:
        """The coordinator takes them in."""
        for path in sorted(self.places.stick.glob("*.age")):
            outcome = importing.import_file(
                self.coordinator, path, progress=lambda _done, _total: None, cancelled=never
            )
            if outcome.verdict != "accepted":
                raise errors.BundleRefused(outcome.code)

    def give_receipts(self) -> None:
        """The receipts go back and are taken in; nothing is deleted, so that all can be seen."""
        for path in giving_receipts.write_receipts(self.coordinator, self.places.receipts):
            receipting.take_in(self.interviewer, path)

    def go_to_court(self) -> None:
        """What the witnesses allow a court to see is handed over, unsealed to be looked at."""
        plan = court_choosing.plan(self.coordinator, court_choosing.COURT)
        court_writing.write(self.coordinator, plan, self.places.court, recipient=COURT)

    def _hear(self, witness: InventedWitness) -> str:
        session = self.interviewer
        opening = witness.opening(session.now(), consent_form().version)
        statement_id = interviewing.begin(session, opening).statement_id
        interviewing.write_narrative(session, statement_id, witness.narrative)
        interviewing.revise(
            session,
            statement_id,
            witness=witness.witness,
            answers=witness.answers,
            **witness.facts,
        )
        identity = witness.identity(interviewing.load_identity(session, statement_id))
        if identity is not None:
            interviewing.save_identity(session, identity)
        for name, told in witness.files.items():
            exhibits.attach(session, statement_id, self.places.papers / name, told)
        return statement_id

    def _read_back(self, statement_id: str, witness: InventedWitness) -> None:
        session, amended = self.interviewer, witness.amended
        statement = interviewing.load(session, statement_id)
        for number, paragraph in enumerate(statement.narrative):
            if amended is not None and number == amended.paragraph:
                text = paragraph.text.replace(amended.old, amended.new)
                reading.hear(
                    session,
                    statement_id,
                    paragraph.id,
                    "changed",
                    text=text,
                    reason=amended.reason,
                )
            else:
                reading.hear(session, statement_id, paragraph.id, "agreed")
        now = interviewing.load(session, statement_id)
        ended = msgspec.structs.replace(now.setting, ended_at=session.now())
        interviewing.revise(session, statement_id, setting=ended)
        reading.agree(session, statement_id, "interviewer")


@contextmanager
def _vault(
    folder: Path, passphrase: str, role: Role, surroundings: Surroundings
) -> Iterator[Session]:
    session = sessions.create(folder, sessions.passphrase_bytes(passphrase), role, surroundings)
    try:
        yield session
    finally:
        session.lock()


def _one(folder: Path, suffix: str) -> Path:
    return next(path for path in sorted(folder.iterdir()) if path.suffix == suffix)
