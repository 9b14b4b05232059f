"""Watches every job of the services: what it changes in the vault, and what the log tells of it.

A job is a public function that is given a session (or makes one), or a public method of one. For
the time of a test each is wrapped wherever it was imported to; after every call the wrapper
compares the number of changed rows and the log with those before.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType

import pytest

from intake_app import services, vault
from intake_app.services import wiring
from intake_app.services.session import Session

_ALWAYS = frozenset({"transaction", "promise", "change_passphrase"})
METHODS = ((Session, "change_passphrase"), (Session, "check"), (wiring.Desk, "change_setting"))


class Watch:
    """What was seen.

    `events` of a job are those of its calls from outside, `nested` is every job that was called by
    another one, `silent` every job that changed rows without a line.
    """

    def __init__(self) -> None:
        self.events: dict[str, set[str]] = defaultdict(set)
        self.called: set[str] = set()
        self.nested: set[str] = set()
        self.silent: set[str] = set()
        self._depth = 0

    def start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Wrap every job."""
        for name, job in jobs().items():
            wrapped = self._watched(name, job)
            for module in _loaded():
                for attribute in [key for key, value in vars(module).items() if value is job]:
                    monkeypatch.setattr(module, attribute, wrapped)
        for owner, method in METHODS:
            name = f"{owner.__module__.rsplit('.', 1)[-1]}.{owner.__name__}.{method}"
            monkeypatch.setattr(owner, method, self._watched(name, getattr(owner, method)))

    def _watched(self, name: str, job: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(job)
        def watched(*args: object, **kwargs: object) -> object:
            given = _session_in(args)
            (self.nested if self._depth else self.called).add(name)
            before = _state(given)
            self._depth += 1
            try:
                result = job(*args, **kwargs)
            finally:
                self._depth -= 1
            if not self._depth:
                self._compare(name, given or _session_in((result,)), before)
            return result

        return watched

    def _compare(self, name: str, session: Session | None, before: tuple[int, int]) -> None:
        if session is None or not session.is_open:
            return
        after = _state(session)
        told = [entry.event for entry in session.custody.entries(before[1])]
        self.events[name].update(told)
        if after[0] != before[0] and not told:
            self.silent.add(name)


def jobs() -> dict[str, FunctionType]:
    """Every public function of the services that takes or returns a session, as `module.name`."""
    found = {}
    for module in _modules(services):
        for name, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if own and not name.startswith("_") and "Session" in value.__annotations__.values():
                found[f"{module.__name__.rsplit('.', 1)[-1]}.{name}"] = value
    return found


def may_log(job: Callable[..., object]) -> bool:
    """Whether this function can reach anything that adds to the log, by names."""
    reached = set[str]().union(*_reached(job, set()))
    return {"custody", "append"} <= reached


def may_write(job: Callable[..., object]) -> bool:
    """Whether anything that this function can reach calls what writes in the vault.

    By names, and so rather too often than not often enough.
    """
    return any(
        name in _ALWAYS or names & owners
        for names in _reached(job, set())
        for name, owners in writers().items()
        if name in names
    )


@functools.cache
def writers() -> dict[str, set[str]]:
    """What in the vault writes rows or the header, and how those are called who have it."""
    found: dict[str, set[str]] = {name: set() for name in _ALWAYS}
    for module in _modules(vault):
        for owner in [each for each in vars(module).values() if inspect.isclass(each)]:
            known_as = owner.__name__.lower()
            for name, method in vars(owner).items():
                if inspect.isfunction(method) and {"run", "transaction"} & _names(method.__code__):
                    names = found.setdefault(name, set())
                    names |= {owner.__name__, known_as, f"_{known_as}"}
    return found


def _reached(job: Callable[..., object], seen: set[CodeType]) -> Iterator[set[str]]:
    job = inspect.unwrap(job)
    code = getattr(job, "__code__", None)
    if code is None or code in seen:
        return
    seen.add(code)
    names = _names(code)
    yield names
    known = [job.__globals__[name] for name in names if name in job.__globals__]
    for each in known:
        if inspect.ismodule(each) and each.__name__.startswith("intake_app.services"):
            known += [vars(each)[name] for name in names if name in vars(each)]
    for each in known:
        if not getattr(each, "__module__", "").startswith("intake_app.services"):
            continue
        parts = vars(each).values() if inspect.isclass(each) else [each]
        for part in parts:
            if inspect.isfunction(part):
                yield from _reached(part, seen)


def _names(code: CodeType) -> set[str]:
    found = set(code.co_names)
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found |= _names(each)
    return found


def _modules(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.iter_modules(package.__path__, package.__name__ + ".")
    return [importlib.import_module(each.name) for each in found]


def _loaded() -> list[ModuleType]:
    return [
        module
        for name, module in sys.modules.items()
        if name.startswith(("intake_app.", "tests.services.", "tests.vault."))
    ]


def _session_in(values: tuple[object, ...]) -> Session | None:
    for each in values:
        if isinstance(each, Session):
            return each
        if isinstance(each, wiring.Desk):
            return each.session
    return None


def _state(session: Session | None) -> tuple[int, int]:
    if session is None or not session.is_open:
        return 0, 0
    return session.vault.db._raw.total_changes, session.custody.head().seq
