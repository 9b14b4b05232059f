"""Finds the command, runs it, and turns faults into exit codes.

Exit codes: 0 done, 1 refused or failed with a named code, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from intake_app import errors
from intake_app.cli.console import REFUSED, Console, add_words
from intake_app.localization import catalogs
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.marking import N_

# One row a command: module under intake_app.cli and what it is for.
COMMANDS: dict[str, tuple[str, str]] = {
    "vault": ("vault_command", N_("make, look at and check a vault, change its passphrase")),
    "trust": ("trust_command", N_("found an organisation and look after its trust list")),
    "enrol": ("enrol_command", N_("join an organisation, or let somebody join")),
    "statement": ("statement_command", N_("take in a statement from a file, list and show drafts")),
    "seal": ("seal_command", N_("seal a statement for the coordinators")),
    "handover": ("handover_command", N_("copy sealed files to a drive or folder and check them")),
    "import": ("import_command", N_("take in sealed bundles, each with its verdict")),
    "verify": ("verify_command", N_("check a bundle without taking it in")),
    "extract": ("extract_command", N_("open a bundle for an expert who checks it without us")),
    "court": ("court_command", N_("hand statements over to a court, with all that proves them")),
    "receipt": ("receipt_command", N_("give receipts for bundles, or take receipts in")),
    "custody": ("custody_command", N_("list and check what was done with the evidence")),
    "anchor": ("anchor_command", N_("have the time of the log confirmed by others")),
    "demo": ("demo_command", N_("play the whole journey on invented people")),
}


class Command(Protocol):
    """What a command's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the command's arguments."""

    def run(self, args: argparse.Namespace, console: Console) -> int:
        """Do it and return the exit code."""


def run(arguments: Sequence[str]) -> int:
    """Run one command; a known fault is a sentence, an unknown one a sentence without values."""
    catalogs.activate(language_of(os.environ))
    _close_in()
    parser = argparse.ArgumentParser(
        prog="intake", description=_("Hear witnesses safely, offline.")
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    chosen = next((word for word in arguments if word in COMMANDS), None)
    modules: dict[str, Command] = {}
    verbs.add_parser(
        "window",
        help=_("open the window; the same as no word at all"),
        description=_("Open the window. Everything that it does is a command too."),
    )
    for verb, (module, purpose) in COMMANDS.items():
        sub = verbs.add_parser(verb, help=_(purpose), description=_(purpose))
        if verb == chosen:
            modules[verb] = cast("Command", import_module(f"intake_app.cli.{module}"))
            modules[verb].add_arguments(sub)
            _add_json(sub)
    args = parser.parse_args(arguments)
    console = Console(as_json=bool(args.json))
    try:
        return modules[args.verb].run(args, console)
    except errors.IntakeError as error:
        return console.fail(error)
    except KeyboardInterrupt:
        return console.fail(errors.Cancelled())
    except BrokenPipeError:
        # Python flushes once more at the end and would complain about the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception:  # noqa: BLE001  (a traceback could show testimony)
        return console.bug()


def _close_in() -> None:
    """Let nothing of this process be seen from outside: no memory dumps and no tracebacks."""
    from intake_app.services.hardening import harden

    harden()
    sys.excepthook = lambda _kind, _value, _trace: _say_bug()
    threading.excepthook = lambda _args: None
    sys.unraisablehook = lambda _unraisable: None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say_bug() -> None:
    Console(as_json=False).bug()


def language_of(environment: os._Environ[str] | dict[str, str]) -> str:
    """Return fa or en by INTAKE_LANG, else by the usual locale variables."""
    for key in ("INTAKE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(key, "")
        if value:
            return "fa" if value.lower().startswith("fa") else "en"
    return "en"


def _add_json(parser: argparse.ArgumentParser) -> None:
    """Add --json to a command and to every sub-command of it."""
    actions = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]  # noqa: SLF001
    if not actions:
        add_words(parser)
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    for action in actions:
        for sub in action.choices.values():
            _add_json(sub)
