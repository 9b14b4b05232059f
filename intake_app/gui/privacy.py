"""Keeps Qt from writing anything about this session to the person's own folders.

Qt remembers visited folders in QtProject.conf, asks the desktop for native dialogs with recent
lists, and prints to the terminal. `quiet_qt` must run before the first QApplication.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QLoggingCategory,
    QSettings,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication

from intake_app.gui.lasting import keep_constants
from intake_app.localization.catalogs import gettext as _

# A path below a device file can never become a folder: every write fails, nothing is left behind.
_NOWHERE = os.devnull + "/none"
_RULES = "*.debug=false;*.info=false;qt.*=false;*.warning=false"


def quiet_qt(*, messages: bool = False) -> None:
    """Turn off every file that Qt would write by itself, and its printing unless `messages`."""
    keep_constants()
    if sys.platform.startswith("linux"):
        _keep_input_method()
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = _NOWHERE
    os.environ["QT_LOGGING_RULES"] = "qt.*=false" if messages else _RULES
    os.environ["QML_DISABLE_DISK_CACHE"] = "1"
    for shape in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(shape, scope, _NOWHERE)
    # Native dialogs put what was opened into the desktop's own history.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, on=True)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeMenuBar, on=True)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DisableSessionManager, on=True)
    if not messages:
        QLoggingCategory.setFilterRules(_RULES.replace(";", "\n"))
        qInstallMessageHandler(_swallow)


def _keep_input_method() -> None:
    """Tell Qt where IBus listens, which it would look for in the folder that is turned off."""
    configured = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "").partition(".")[0]
    host, _, number = display.rpartition(":")
    try:
        machine = Path("/etc/machine-id").read_text("ascii").strip()
    except (OSError, ValueError):
        return
    name = f"{machine}-{host or 'unix'}-{number}"
    address = Path(configured, "ibus", "bus", name)
    if "IBUS_ADDRESS_FILE" not in os.environ and address.is_file():
        os.environ["IBUS_ADDRESS_FILE"] = str(address)


def _swallow(kind: QtMsgType, *_said: object) -> None:
    """Messages of Qt may quote what is on the screen: they go nowhere.

    After its last one Qt aborts, which looks like a crash and may leave a picture of the memory.
    Where there is no screen yet it only means that none answers: a plain end is enough for that.
    """
    if kind == QtMsgType.QtFatalMsg:
        sys.stderr.write(_("The window could not be opened on this screen.") + "\n")
        sys.stderr.flush()
        if not QGuiApplication.screens():
            os._exit(1)
