"""Starts the window and rebuilds it where language, theme or text size change."""

from __future__ import annotations

import locale
import os
import sys
from typing import Any

from intake_app.localization import catalogs, languages
from intake_app.localization.catalogs import gettext as _


def run(argv: list[str], desk: Any = None) -> int:
    """Show the first screen and stay until the window is closed; returns the exit code.

    `desk` answers the screens' questions (see `gui.desk`); without one the services are wired up.
    """
    language = first_language(dict(os.environ))
    catalogs.activate(language)
    if not has_screen(dict(os.environ), argv):
        sys.stderr.write(_("There is no screen to open the window on.") + "\n")
        return 1
    from intake_app.gui.coming_back import call
    from intake_app.gui.privacy import quiet_qt
    from intake_app.services.hardening import harden

    harden()
    quiet_qt()
    if call():
        return 0
    from intake_app.gui.application import Application

    return Application(argv, desk or _wired(), language).exec()


def has_screen(environment: dict[str, str], argv: list[str]) -> bool:
    """Return whether Qt can find a screen: without one it would end the program without a word."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    told = any(environment.get(name) for name in named) or "-platform" in argv
    return told or not sys.platform.startswith("linux")


def first_language(environment: dict[str, str]) -> str:
    """Return the language to begin with: INTAKE_LANG, else the system's, else English."""
    wanted = environment.get("INTAKE_LANG", "")
    if wanted in languages.registry():
        return wanted
    system = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)),
        "",
    )
    if not system and sys.platform == "win32":
        system = locale.getlocale()[0] or ""
    code = system.replace("Persian", "fa").split("_")[0].split(".")[0]
    return code if code in languages.registry() else languages.SOURCE


def _wired() -> Any:
    from intake_app.services.wiring import make_desk

    return make_desk()
