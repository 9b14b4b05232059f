"""Runs work off the window's thread and calls back on it.

Two lanes with one worker each: `vault` (the database belongs to its thread) and `file` (drives).
A callback whose owner was deleted in the meantime is dropped. Known faults go to `failed`,
everything else to `crashed`: then the vault is locked and the crash page shown.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from intake_app.errors import Cancelled, IntakeError

T = TypeVar("T")
Lane = Literal["vault", "file"]
VAULT: Lane = "vault"
FILE: Lane = "file"


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` of `total` (0: unknown) and which `step` it is in (a code)."""

    done: int = 0
    total: int = 0
    step: str = ""


class Control:
    """Given to long work: it reports through `report` and stops where `check` raises."""

    def __init__(self, report: Callable[[Progress], None], stop: threading.Event) -> None:
        self._report = report
        self.cancelled = stop

    def report(self, done: int = 0, total: int = 0, step: str = "") -> None:
        """Say how far the work is; cheap enough to call for every chunk."""
        self._report(Progress(done, total, step))

    def check(self) -> None:
        """Raise `Cancelled` where the person asked to stop."""
        if self.cancelled.is_set():
            raise Cancelled


@dataclass(eq=False)
class Job(Generic[T]):
    """One piece of work under way."""

    done: Callable[[T], None]
    failed: Callable[[IntakeError], None]
    progress: Callable[[Progress], None] | None
    owner: QObject | None
    stop: threading.Event = field(default_factory=threading.Event)
    finished: bool = False
    latest: Progress | None = None

    def cancel(self) -> None:
        """Ask the work to stop at its next `check`."""
        self.stop.set()


class Jobs(QObject):
    """The window's way to the vault's and the files' threads."""

    crashed = Signal(object)  # the exception; never shown, never written
    busy = Signal(int)  # how many jobs are under way
    _ended = Signal(object, object, object)  # job, result, error
    _moved = Signal(object)

    def __init__(self, vault: Executor | None = None, file: Executor | None = None) -> None:
        super().__init__()
        self._lanes: dict[Lane, Executor] = {
            VAULT: vault or ThreadPoolExecutor(1, thread_name_prefix="vault"),
            FILE: file or ThreadPoolExecutor(1, thread_name_prefix="file"),
        }
        self._running: set[Job[Any]] = set()
        self._closed = False
        self._ended.connect(self._finish)
        self._moved.connect(self._show)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[IntakeError], None],
        owner: QObject | None = None,
        lane: Lane = VAULT,
    ) -> Job[T]:
        """Run `work` in a lane, then `done(result)` or `failed(error)` on the window's thread."""
        job = Job(done, failed, None, owner)
        self._start(job, work, lane)
        return job

    def run_long(
        self,
        work: Callable[[Control], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[IntakeError], None],
        progress: Callable[[Progress], None],
        owner: QObject | None = None,
        lane: Lane = FILE,
    ) -> Job[T]:
        """Like `run` for work that reports how far it is and can be cancelled."""
        job = Job(done, failed, progress, owner)
        control = Control(lambda now: self._report(job, now), job.stop)
        self._start(job, lambda: work(control), lane)
        return job

    @property
    def count(self) -> int:
        """How many jobs are under way."""
        return len(self._running)

    def cancel_all(self) -> None:
        """Ask everything under way to stop, as at a quick exit."""
        for job in self._running:
            job.cancel()

    def close(self) -> None:
        """Stop and wait for both lanes; nothing may be submitted afterwards, no callback comes."""
        self._closed = True
        self.cancel_all()
        for lane in self._lanes.values():
            lane.shutdown(wait=True)

    def _start(self, job: Job[T], work: Callable[[], T], lane: Lane) -> None:
        self._running.add(job)
        self.busy.emit(len(self._running))
        self._lanes[lane].submit(work).add_done_callback(lambda future: self._settle(job, future))

    def _settle(self, job: Job[T], future: Future[T]) -> None:
        # On the worker's thread: a signal carries the outcome over to the window's thread.
        error = future.exception()
        self._ended.emit(job, None if error else future.result(), error)

    def _report(self, job: Job[Any], now: Progress) -> None:
        # At most one report waits in the queue: thousands of chunks must not flood the window.
        waiting = job.latest is not None
        job.latest = now
        if not waiting:
            self._moved.emit(job)

    def _show(self, job: Job[Any]) -> None:
        now, job.latest = job.latest, None
        if self._closed:
            return
        if now is not None and not job.finished and job.progress and _alive(job.owner):
            job.progress(now)

    def _finish(self, job: Job[Any], result: object, error: BaseException | None) -> None:
        if job.latest is not None:
            self._show(job)
        job.finished = True
        self._running.discard(job)
        if self._closed:  # a screen would begin the next piece of work
            return
        self.busy.emit(len(self._running))
        if error is not None and not isinstance(error, IntakeError):
            self.crashed.emit(error)
        elif _alive(job.owner):
            if error is None:
                job.done(result)
            else:
                job.failed(error)


class InlineExecutor(Executor):
    """Runs what is submitted at once, on the same thread: for tests, which then need no waiting."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run `fn` now and return a future that is already settled."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (it is handed on, as a thread pool would)
            future.set_exception(error)
        return future


class InlineJobs(Jobs):
    """Jobs that are done when `run` returns."""

    def __init__(self) -> None:
        super().__init__(InlineExecutor(), InlineExecutor())


def _alive(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
