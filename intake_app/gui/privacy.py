"""Keeps Qt from writing anything about this session to the person's own folders.

Qt remembers visited folders in QtProject.conf, asks the desktop for native dialogs with recent
lists, and prints to the terminal. `quiet_qt` must run before the first QApplication.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QLoggingCategory, QSettings, Qt, qInstallMessageHandler

# A path below a device file can never become a folder: every write fails, nothing is left behind.
_NOWHERE = os.devnull + "/none"
_RULES = "*.debug=false;*.info=false;qt.*=false;*.warning=false"


def quiet_qt(*, messages: bool = False) -> None:
    """Turn off every file that Qt would write by itself, and its printing unless `messages`."""
    if sys.platform.startswith("linux"):
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


def _swallow(*_: object) -> None:
    """Messages of Qt may quote what is on the screen: they go nowhere."""
