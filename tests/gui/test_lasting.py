"""The window outlives any number of calls into Qt."""

from __future__ import annotations

import subprocess
import sys

_CALLS = """
import sys
from intake_app.gui.privacy import quiet_qt
quiet_qt()
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    sent = Signal(object)
sender = Sender()
sender.sent.connect(lambda value: value)
for count in range(200_000):
    sender.setObjectName("x")
    sender.sent.emit(None)
    sender.parent()
print("alive")
"""


def test_two_hundred_thousand_calls_without_a_result_do_not_end_the_process() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _CALLS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "alive"), ran.stderr
