"""Files on their way in: one job each, so that the window answers between them.

The queue outlives the screen that filled it: reading a report does not stop an import.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from intake_app.errors import Cancelled, FileMissing, IntakeError
from intake_app.gui.context import Context
from intake_app.gui.jobs import FILE, VAULT, Control, Job, Progress
from intake_app.services import importing
from intake_app.services.importing import ImportOutcome
from intake_app.services.inbox_list import Counts
from intake_app.services.wiring import Desk

_NAME = "import_queue"
_SHOWN_EVERY_MS = 200  # while one file is under way


class ImportQueue(QObject):
    """`moved` tells that there is something new to show, `ended` that nothing is left to do.

    `failed` tells a fault that stopped it: the files that were left are forgotten.
    """

    moved = Signal()
    came = Signal(object)  # ImportOutcome
    ended = Signal()
    failed = Signal(object)  # IntakeError

    def __init__(self, context: Context) -> None:
        super().__init__(context.jobs)
        self.setObjectName(_NAME)
        self._context = context
        self._desk: Desk = context.desk
        self._waiting: deque[tuple[Path, int]] = deque()
        self._job: Job[ImportOutcome] | None = None
        self._busy = False
        self._looking = 0
        self._begun_ms = 0
        self._shown_ms = 0
        self.counts = Counts()
        self.missing = 0
        self.files = 0
        self.total_bytes = 0
        self._done_bytes = 0
        self._now_bytes = 0
        self._now_size = 0

    @property
    def running(self) -> bool:
        """True while a file is under way or waits."""
        return bool(self._busy or self._waiting or self._looking)

    @property
    def done_bytes(self) -> int:
        """How many bytes were read so far."""
        return self._done_bytes + min(self._now_bytes, self._now_size)

    @property
    def bytes_per_s(self) -> int:
        """How fast it went so far, 0 while that cannot be told."""
        passed = self._context.clock.mono_ms() - self._begun_ms
        return self.done_bytes * 1000 // passed if passed > 0 else 0

    def take(self, paths: Sequence[Path]) -> None:
        """Add files, and what lies in folders, to what is taken in."""
        if not self.running:
            self.counts, self.missing, self.files = Counts(), 0, 0
            self.total_bytes = self._done_bytes = self._now_bytes = self._now_size = 0
            self._begun_ms = self._context.clock.mono_ms()
        self._looking += 1
        self._context.jobs.run(
            partial(_sized, tuple(paths)), self._add, failed=self._stop, owner=self, lane=FILE
        )
        self.moved.emit()

    def cancel(self) -> None:
        """Stop: the file under way is not taken in, those that are done stay."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def _add(self, sized: list[tuple[Path, int]]) -> None:
        self._looking -= 1
        self._waiting.extend(sized)
        self.files += len(sized)
        self.total_bytes += sum(size for _path, size in sized)
        if not self._busy:
            self._next()
        self.moved.emit()

    def _next(self) -> None:
        if not self._waiting:
            self._job, self._busy = None, False
            if not self._looking:
                self.ended.emit()
            return
        path, self._now_size = self._waiting.popleft()
        self._now_bytes = 0
        self._busy = True
        job = self._context.jobs.run_long(
            partial(self._import, path),
            self._done,
            failed=self._not_done,
            progress=self._progress,
            owner=self,
            lane=VAULT,
        )
        self._job = None if job.finished else job

    def _import(self, path: Path, control: Control) -> ImportOutcome:
        return importing.import_file(
            self._desk.session,
            path,
            progress=control.report,
            cancelled=control.cancelled.is_set,
        )

    def _progress(self, now: Progress) -> None:
        self._now_bytes = now.done
        # A small file is over before anybody could read how far it is.
        if self._context.clock.mono_ms() - self._shown_ms >= _SHOWN_EVERY_MS:
            self._tell()

    def _tell(self) -> None:
        self._shown_ms = self._context.clock.mono_ms()
        self.moved.emit()

    def _done(self, outcome: ImportOutcome) -> None:
        self._done_bytes += self._now_size
        self._now_size = 0
        self.counts.add(outcome)
        self.came.emit(outcome)
        self._next()
        self._tell()

    def _not_done(self, error: IntakeError) -> None:
        if isinstance(error, FileMissing):
            self._done_bytes += self._now_size
            self._now_size = 0
            self.missing += 1
            self._next()
            self.moved.emit()
        else:
            self._stop(error)

    def _stop(self, error: IntakeError) -> None:
        self._looking = 0
        self._waiting.clear()
        self._job, self._busy = None, False
        self.moved.emit()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
        self.ended.emit()


def queue_of(context: Context) -> ImportQueue:
    """Return the queue of this run of the program; there is one for all windows."""
    found = context.jobs.findChild(ImportQueue, _NAME)
    return found if isinstance(found, ImportQueue) else ImportQueue(context)


def _sized(paths: Sequence[Path]) -> list[tuple[Path, int]]:
    return [(path, _size(path)) for path in importing.bundle_files(paths)]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
