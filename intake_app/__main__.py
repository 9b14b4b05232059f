"""`intake` opens the window; `intake VERB …` is the command line. Only the chosen one is loaded."""

from __future__ import annotations

import sys

_HELP = {"-h", "--help"}


def main() -> int:
    """Run the window or one command and return the exit code."""
    arguments = sys.argv[1:]
    try:
        return _run(arguments)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == __package__:
            raise
        return _say_packages()


def _run(arguments: list[str]) -> int:
    wants_window = not arguments or arguments[0] == "window"
    if wants_window and not _HELP & set(arguments):
        from intake_app.gui.app import run as run_window

        return run_window(arguments[1:])
    from intake_app.cli.command_line import run as run_command

    return run_command(arguments)


def _say_packages() -> int:
    """Say that this Python was not set up; a traceback would tell nobody what to do."""
    from intake_app.localization.catalogs import gettext as _

    what = _("Packages that this program needs are missing in this Python.")
    how = _("Set them up once, with this command:")
    sys.stderr.write(f"{what}\n{how}\nbash resources/setup.sh install\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
