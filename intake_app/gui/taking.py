"""Files on their way into the vault: one after another, also while somebody types elsewhere."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from intake_app.domain.exhibits import Exhibit
from intake_app.errors import Cancelled, IntakeError
from intake_app.gui.context import Context
from intake_app.gui.jobs import Control, Job, Progress
from intake_app.services import exhibits
from intake_app.services.exhibits import Taken
from intake_app.services.session import Session


@dataclass(frozen=True)
class Waiting:
    """A file and the draft that it belongs to."""

    statement_id: str
    path: Path


class Taking(QObject):
    """Lives beside the jobs, longer than any screen; `of` returns the one there is.

    Streaming runs on the files' thread, becoming part of the draft on the vault's.
    """

    moved = Signal()  # something began, ended or went on
    kept = Signal(str, object)  # statement id, Exhibit
    failed = Signal(str, str, object)  # statement id, file name, IntakeError

    def __init__(self, context: Context) -> None:
        super().__init__(context.jobs)
        self._context = context
        self._queue: deque[Waiting] = deque()
        self._job: Job[Taken] | None = None
        self.now: Waiting | None = None
        self.progress = Progress()

    @classmethod
    def of(cls, context: Context) -> Taking:
        """Return the one that this window's jobs have, made when first asked for."""
        found = next((each for each in context.jobs.children() if isinstance(each, cls)), None)
        return found or cls(context)

    @property
    def waiting(self) -> int:
        """How many files wait behind the one under way."""
        return len(self._queue)

    def take(self, statement_id: str, paths: list[Path]) -> None:
        """Take these files in, one after another."""
        self._queue.extend(Waiting(statement_id, path) for path in paths)
        self.moved.emit()
        self._next()

    def stop(self) -> None:
        """Stop the one under way and forget those that wait; what is in stays in."""
        self._queue.clear()
        if self._job is not None:
            self._job.cancel()

    def _next(self) -> None:
        if self.now is not None or not self._queue:
            return
        self.now = now = self._queue.popleft()
        self.progress = Progress()
        try:
            session = self._context.desk.session
        except IntakeError as error:
            self._fail(now, error)
            return
        self._job = self._context.jobs.run_long(
            partial(_stream, session, now.path),
            partial(self._keep, session, now),
            failed=partial(self._fail, now),
            progress=self._move,
            owner=self,
        )

    def _keep(self, session: Session, now: Waiting, taken: Taken) -> None:
        self._context.jobs.run(
            lambda: exhibits.keep(session, now.statement_id, taken),
            partial(self._done, now),
            failed=partial(self._fail, now),
            owner=self,
        )

    def _move(self, progress: Progress) -> None:
        self.progress = progress
        self.moved.emit()

    def _done(self, now: Waiting, exhibit: Exhibit) -> None:
        self._free()
        self.kept.emit(now.statement_id, exhibit)
        self.moved.emit()
        self._next()

    def _fail(self, now: Waiting, error: IntakeError) -> None:
        self._free()
        if not isinstance(error, Cancelled):
            self.failed.emit(now.statement_id, now.path.name, error)
        self.moved.emit()
        self._next()

    def _free(self) -> None:
        self.now, self._job = None, None


def _stream(session: Session, path: Path, control: Control) -> Taken:
    def stopped() -> bool:
        # A lock takes the vault away: what is half in goes with it.
        return control.cancelled.is_set() or not session.is_open

    return exhibits.take(session, path, progress=control.report, cancelled=stopped)
