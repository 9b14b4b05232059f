"""What must hold whatever comes in: a named refusal, or the one form of what was taken."""

from __future__ import annotations

import re
import signal
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FrameType, TracebackType

import intake_app
from intake_app.errors import IntakeError

MAX_CPU_SECONDS = 2.0
HANG_CPU_SECONDS = 20.0
_WORDS = re.compile(r"[^\W\d_]+")

Read = Callable[[bytes], bytes]
Site = tuple[tuple[str, int], ...]


class Wrong(AssertionError):
    """An input was taken that should not have been, or came out as something else."""


class _Hung(BaseException):
    """The reader did not come back; no `except Exception` may swallow this."""


@dataclass(frozen=True)
class Judgement:
    """What a reader made of one input.

    `verdict` is `accepted` or the refusal's code, `site` where it was decided, `fault` what is
    wrong with that, in our own words, or an empty text.
    """

    verdict: str
    site: Site
    fault: str = ""


def judge(read: Read, refusals: tuple[type[IntakeError], ...], data: bytes) -> Judgement:
    """Read `data` and judge the reader: by what it raised, gave back, told, and took of time."""
    started = time.thread_time()
    try:
        with _limited():
            again = read(data)
    except refusals as refusal:
        found = Judgement(refusal.code, site_of(refusal), _telling(refusal))
    except (_Hung, Exception) as fault:  # noqa: BLE001  (every one of them is a finding)
        text = str(fault) if isinstance(fault, Wrong) else ""
        found = Judgement("fault", site_of(fault), f"{type(fault).__name__} {text}".strip())
    else:
        found = Judgement("accepted", (), "" if again == data else "comes out as other bytes")
    taken = time.thread_time() - started
    if taken > MAX_CPU_SECONDS and not found.fault:
        return Judgement(found.verdict, found.site, f"took {taken:.1f} s")
    return found


def peak_bytes(read: Read, data: bytes) -> int:
    """Return the most memory that reading `data` took at a time, in bytes."""
    tracemalloc.start()
    try:
        read(data)
    except Exception:  # noqa: BLE001, S110  (judged elsewhere)
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


def site_of(fault: BaseException | None) -> Site:
    """Return the lines of the program that a fault and its causes came through."""
    found: list[tuple[str, int]] = []
    while fault is not None and len(found) < 60:
        step: TracebackType | None = fault.__traceback__
        while step is not None:
            found.append((step.tb_frame.f_code.co_filename, step.tb_lineno))
            step = step.tb_next
        fault = fault.__cause__ or fault.__context__
    return tuple(found)


@contextmanager
def _limited() -> Iterator[None]:
    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise _Hung

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG_CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _telling(refusal: IntakeError) -> str:
    """Return a complaint where a refusal's words are not all the program's own."""
    for value in (*refusal.params.values(), *refusal.args, refusal.code):
        if isinstance(value, str) and not _words(value) <= _vocabulary():
            return "tells what came in"
        if isinstance(value, str) and len(value) > 200:
            return "tells too much"
    return ""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(text))


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    folder = Path(intake_app.__file__).parent
    texts = (path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))
    return frozenset().union(*map(_words, texts))
