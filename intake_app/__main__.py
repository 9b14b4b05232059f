"""`intake` opens the window; `intake VERB …` is the command line. Only the chosen one is loaded."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the window or one command and return the exit code."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] == "window":
        from intake_app.gui.app import run as run_window

        return run_window(arguments[1:])
    from intake_app.cli.command_line import run as run_command

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
