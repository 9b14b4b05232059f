"""What no module of the program may reach for, whatever the reason."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = sorted((ROOT / "intake_app").rglob("*.py"))

# Networks, other programs, temporary files, records of what was done, code out of data.
FORBIDDEN_MODULES = frozenset(
    """
    socket ssl http urllib asyncio ftplib smtplib poplib imaplib nntplib telnetlib xmlrpc
    socketserver select selectors webbrowser wsgiref cgi multiprocessing subprocess pty
    tempfile logging syslog pickle shelve marshal dbm code codeop faulthandler traceback readline
    """.split()
)
FORBIDDEN_QT: dict[str, frozenset[str]] = dict.fromkeys(
    "QtNetwork QtNetworkAuth QtWebEngineCore QtWebEngineWidgets QtWebEngineQuick QtWebSockets"
    " QtWebChannel QtWebView QtHttpServer QtRemoteObjects QtDBus QtBluetooth QtNfc QtPositioning"
    " QtLocation QtSerialPort QtSerialBus QtQml QtQuick QtSql QtPrintSupport".split(),
    frozenset(),
) | {"QtDBus": frozenset({"gui/suspend.py"})}  # hears that the computer goes to sleep, says nothing
# Names of the program's own use; the place that may use one is named with the reason.
FORBIDDEN_NAMES: dict[str, frozenset[str]] = {
    "QSettings": frozenset({"gui/privacy.py"}),  # turns it off
    "QFileDialog": frozenset(),  # remembers what was visited
    "QTemporaryFile": frozenset(),
    "QTemporaryDir": frozenset(),
    "QDesktopServices": frozenset(),  # hands files to other programs
    "QProcess": frozenset(),
    "QNetworkAccessManager": frozenset(),
    "QSystemTrayIcon": frozenset(),  # notifications are kept by the desktop
    "QPrinter": frozenset(),
    "eval": frozenset(),
    "exec": frozenset(),
    "compile": frozenset(),
    "__import__": frozenset(),
    "breakpoint": frozenset(),
}
FORBIDDEN_OF_OS = frozenset(
    "system popen fork forkpty startfile posix_spawn posix_spawnp execv execve execvp execl execle"
    " execlp spawnv spawnve spawnl".split()
)
# Other people's code that the program runs; a new one is a decision (pyproject says why).
KNOWN_OTHERS = frozenset(
    "PySide6 shiboken6 sqlcipher3 cryptography bcrypt babel msgspec jdatetime segno zxingcpp"
    " zxcvbn rfc3161_client soundfile numpy".split()
)


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and dotted name of everything that is imported, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{each.name}") for each in node.names)


def faults_of(source: str, place: str) -> list[str]:
    """Return what a module reaches for and may not."""
    tree = ast.parse(source)
    found = []
    for line, name in imported(tree):
        root = name.partition(".")[0]
        if root in FORBIDDEN_MODULES:
            found.append(f"{place}:{line} imports {name}")
        for module, allowed in FORBIDDEN_QT.items():
            if name.startswith(f"PySide6.{module}") and place not in allowed:
                found.append(f"{place}:{line} imports {name}")
        known = root in KNOWN_OTHERS or root in sys.stdlib_module_names or root == "intake_app"
        if not known:
            found.append(f"{place}:{line} imports {name}, which nobody decided on")
    for node in ast.walk(tree):
        name = ""
        if isinstance(node, ast.Name):
            name = node.id
        elif isinstance(node, ast.Attribute):
            name = node.attr if node.attr.startswith("Q") else ""
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner == "os" and node.attr in FORBIDDEN_OF_OS:
                found.append(f"{place}:{node.lineno} calls os.{node.attr}")
        if name in FORBIDDEN_NAMES and place not in FORBIDDEN_NAMES[name]:
            found.append(f"{place}:{node.lineno} uses {name}")  # type: ignore[attr-defined]
    return found


def test_no_module_reaches_for_what_is_forbidden() -> None:
    assert len(PROGRAM) > 100
    found = []
    for path in PROGRAM:
        place = path.relative_to(ROOT / "intake_app").as_posix()
        found += faults_of(path.read_text("utf-8"), place)
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "import socket",
        "from urllib.request import urlopen",
        "from PySide6.QtNetwork import QTcpSocket",
        "from PySide6 import QtNetwork",
        "import os; os.system('x')",
        "def f():\n    import tempfile",
        "import requests",
        "from PySide6.QtWidgets import QFileDialog\nQFileDialog()",
        "from PySide6 import QtWidgets\nQtWidgets.QFileDialog()",
        "eval('1')",
    ],
)
def test_the_rule_sees(line: str) -> None:
    assert faults_of(line, "gui/some.py")


def test_starting_loads_no_network_of_qt() -> None:
    program = (
        "import sys\n"
        "from intake_app.gui.app import run\n"
        "code = run(['--ready'])\n"
        "bad = [m for m in sys.modules if m.startswith('PySide6.') and 'Network' in m]\n"
        "sys.exit(code or int(bool(bad)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"ready\n", b"")
