"""What was copied does not stay: cleared after 15 seconds and whenever the vault is locked."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEEP_S = 15
# Clipboard managers of KDE and GNOME, and of Windows, leave out what carries these marks.
_MARK = "x-kde-passwordManagerHint"
_HINTS = {
    _MARK: b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
}


class Clipboard(QObject):
    """The one way by which text of a record reaches the clipboard."""

    def __init__(self, parent: QObject | None = None, *, keep_s: float = KEEP_S) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=int(keep_s * 1000))
        self._timer.timeout.connect(self.clear)
        self._ours = False

    def guard(self) -> None:
        """From now on mark and count down whatever any field of the window copies."""
        board = QGuiApplication.clipboard()
        board.dataChanged.connect(self._mark)
        # X11 offers every selection to every program at once: it is withdrawn as it arises.
        board.selectionChanged.connect(clear_selection)

    def put(self, text: str) -> None:
        """Put plain text there for a short time."""
        QGuiApplication.clipboard().setMimeData(private(text))
        self.watch()

    def watch(self) -> None:
        """Start counting down: something of ours was just copied."""
        self._ours = True
        self._timer.start()

    def _mark(self) -> None:
        board = QGuiApplication.clipboard()
        held = board.mimeData() if _is_ours(board) else None
        if held is not None and held.hasText() and not held.hasFormat(_MARK):
            self.put(held.text())

    def clear(self) -> None:
        """Take away what was put there, and any selection that X11 offers to other programs."""
        board = QGuiApplication.clipboard()
        if self._ours and _is_ours(board):
            board.clear(QClipboard.Mode.Clipboard)
        self._ours = False
        clear_selection()


def _is_ours(board: QClipboard) -> bool:
    """Return whether this program put there what is there; without a screen there is no other."""
    return board.ownsClipboard() or QGuiApplication.platformName() == "offscreen"


def clear_selection() -> None:
    """Withdraw the primary selection, which X11 gives to every program at once."""
    board = QGuiApplication.clipboard()
    if board.supportsSelection() and board.ownsSelection():
        board.clear(QClipboard.Mode.Selection)


def private(text: str) -> QMimeData:
    """Return plain text only, marked so that clipboard histories leave it out."""
    data = QMimeData()
    data.setText(text)
    for name, value in _HINTS.items():
        data.setData(name, value)
    return data


class _State:
    clipboard: Clipboard | None = None


def shared() -> Clipboard:
    """Return the process's clipboard: there is only one, as there is only one desktop."""
    if _State.clipboard is None:
        _State.clipboard = Clipboard(QGuiApplication.instance())
    return _State.clipboard
