"""What every command shares: output, passphrases, progress and exit codes."""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from getpass import GetPassWarning, getpass
from pathlib import Path
from typing import Any

from intake_app import errors
from intake_app.localization import isolate, messages
from intake_app.localization.catalogs import active
from intake_app.localization.catalogs import gettext as _

JSON_VERSION = 1
DONE, REFUSED, USAGE = 0, 1, 2
_PASSPHRASE_LIMIT = 4096  # bytes
_ISOLATES = dict.fromkeys(map(ord, (isolate.LRI, isolate.RLI, isolate.FSI, isolate.PDI)))

Result = Mapping[str, object]


# Nothing that came from outside may steer a terminal or turn a line round (UTS 55).
_CONTROLS = {
    code: f"\u27e8U+{code:04X}\u27e9"
    for code in (
        *range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x202A, 0x202B, 0x202C, 0x202D, 0x202E
    )
}  # fmt: skip


@dataclass
class Console:
    """Where a command reads secrets from and writes results to."""

    as_json: bool

    def show(self, result: Result, lines: list[str], *, exact: bool = False) -> None:
        """Print the result once: one JSON object, or lines for a person.

        Lines lose the invisible marks that keep words in order on a screen, for they would be
        copied along with an id; `exact` lines are a witness's own words and stay as they are.
        """
        if self.as_json:
            # A terminal obeys control characters, also those that JSON leaves as they are.
            ascii_only = sys.stdout.isatty()
            text = json.dumps({"intake": JSON_VERSION, **result}, ensure_ascii=ascii_only, indent=1)
            _write(text + "\n")
        else:
            kept = lines if exact else [line.translate(_ISOLATES) for line in lines]
            if not exact or sys.stdout.isatty():
                kept = [line.translate(_CONTROLS) for line in kept]
            _write("".join(line + "\n" for line in kept))

    def fail(self, error: errors.IntakeError) -> int:
        """Print a known fault with what to do about it; nothing of the input is repeated."""
        spoken = messages.sentence(error)
        if self.as_json:
            fault = {"code": error.code, "message": spoken.what, "hint": spoken.hint}
            _write(json.dumps({"intake": JSON_VERSION, "error": fault}, ensure_ascii=False) + "\n")
        else:
            said = f"{spoken.what}\n{spoken.hint}\n[{error.code}]\n"
            sys.stderr.write(said.translate(_ISOLATES))
        return REFUSED

    def misused(self, what: str) -> int:
        """Say what is missing on the command line; return the exit code of wrong usage."""
        if self.as_json:
            fault = {"code": "USAGE", "message": what, "hint": ""}
            _write(json.dumps({"intake": JSON_VERSION, "error": fault}, ensure_ascii=False) + "\n")
        else:
            sys.stderr.write(f"{what}\n".translate(_ISOLATES))
        return USAGE

    def bug(self) -> int:
        """Print one fixed sentence about a fault of our own: its text may hold testimony."""
        spoken = messages.sentence("")
        if self.as_json:
            fault = {"code": "BUG", "message": spoken.what, "hint": spoken.hint}
            _write(json.dumps({"intake": JSON_VERSION, "error": fault}, ensure_ascii=False) + "\n")
        else:
            sys.stderr.write(f"{spoken.what}\n{spoken.hint}\n")
        return REFUSED

    def steps(self, names: Mapping[str, str]) -> Callable[[int, int, str], None]:
        """Return a callback for a job in steps: each is named once on a terminal's stderr."""
        if not sys.stderr.isatty():
            return lambda _done, _total, _step: None
        draw, named = self.progress(), [""]

        def tell(done: int, total: int, step: str) -> None:
            if step in names and step != named[0]:
                named[0] = step
                sys.stderr.write(f"\r{names[step]}\n")
            draw(done, total)

        return tell

    def progress(self) -> Callable[[int, int], None]:
        """Return a progress callback that draws on stderr where that is a terminal."""
        if not sys.stderr.isatty():
            return lambda _done, _total: None

        def draw(done: int, total: int) -> None:
            share = 100 if total <= 0 else done * 100 // total
            sys.stderr.write(f"\r{share:3d} %" + ("\n" if done >= total else ""))

        return draw


def plain(row: Any) -> dict[str, Any]:
    """Return a dataclass as plain values for JSON; paths become text."""
    return {
        key: str(value) if isinstance(value, Path) else value for key, value in asdict(row).items()
    }


def passphrase_from(args: argparse.Namespace, prompt: str = "") -> bytearray:
    """Return the passphrase from --passphrase-file, standard input or a hidden prompt.

    One trailing line end is not part of it.

    Raises:
        FileMissing, PassphraseEmpty: no passphrase could be read.
    """
    return read_passphrase(args.passphrase_file, prompt or _("Passphrase: "))


def read_passphrase(source: str | None, prompt: str) -> bytearray:
    """Return a passphrase from a file, `-` for standard input, or a hidden prompt."""
    from intake_app.services.session import passphrase_bytes

    if source is None:
        text = _asked(prompt)
    elif source == "-":
        text = sys.stdin.readline(_PASSPHRASE_LIMIT)
    else:
        try:
            with Path(source).open(encoding="utf-8") as file:
                text = file.read(_PASSPHRASE_LIMIT)
        except (OSError, UnicodeDecodeError):
            raise errors.FileMissing from None
    text = text.rstrip("\r\n")
    if not text:
        raise errors.PassphraseEmpty
    return passphrase_bytes(text)


def new_passphrase(source: str | None, prompt: str, *, offer: bool = False) -> bytearray:
    """Return a passphrase that is hard to guess; a terminal asks twice, for nobody sees a slip.

    With `offer` words drawn by lot are shown first, on a terminal alone: a pipe would keep them.

    Raises:
        FileMissing, PassphraseEmpty, PassphraseTooWeak, PassphrasesDiffer: as named.
    """
    from intake_app.services import session as sessions

    if offer and source is None and sys.stderr.isatty():
        _offer_words(sessions.generate_passphrase(active().code))
    first = read_passphrase(source, prompt)
    try:
        sessions.require_strong(first.decode("utf-8"))
        if source is None:
            second = read_passphrase(None, _("The same once more: "))
            same = second == first
            sessions.wipe(second)
            if not same:
                raise errors.PassphrasesDiffer
    except errors.IntakeError:
        sessions.wipe(first)
        raise
    return first


def _offer_words(words: str) -> None:
    said = [
        _("These words were drawn by lot just now, for you alone:"),
        f"  {words}",
        _("Learn them or write them on paper, and type them below. Other words may be typed too."),
        _("Close this terminal window afterwards: it still shows them."),
    ]
    sys.stderr.write("".join(line + "\n" for line in said))
    sys.stderr.flush()


def _asked(prompt: str) -> str:
    """Ask on the terminal; where letters could not be hidden, nothing is asked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            return getpass(prompt)
    except (GetPassWarning, EOFError, OSError):
        raise errors.PassphraseEmpty from None


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Add the option that every command on a vault has; never the passphrase itself."""
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help=_("read the passphrase from FILE; - is standard input"),
    )


def add_words(parser: argparse.ArgumentParser) -> None:
    """Explain DIR, ID and FOLDER where the parser says nothing about them."""
    usual = {
        "DIR": _("the vault's folder"),
        "ID": _("the number of a statement, as lists show it"),
        "FOLDER": _("where it is written; the folder is made where it is missing"),
    }
    for each in parser._actions:  # noqa: SLF001
        if not each.help and isinstance(each.metavar, str):
            each.help = usual.get(each.metavar)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
