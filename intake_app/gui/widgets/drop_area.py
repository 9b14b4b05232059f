"""Where files are dropped on the window; a button beside it does the same for the keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from intake_app.gui import icons, theme
from intake_app.gui.widgets.text import Label, restyle


class DropArea(QFrame):
    """Takes local files and folders; `dropped` tells their paths. Nothing is opened here."""

    dropped = Signal(object)  # list[Path]

    def __init__(self, text: str, detail: str = "", *, tall: bool, name: str = "drop") -> None:
        super().__init__()
        now = theme.current()
        self.setObjectName(name)
        self.setProperty("kind", "drop")
        self.setProperty("over", "false")
        self.setAcceptDrops(True)
        way = QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight
        box = QBoxLayout(way, self)
        edge = now.space(6 if tall else 3)
        box.setContentsMargins(now.space(5), edge, now.space(5), edge)
        box.setSpacing(now.space(3))
        picture = QLabel()
        side = now.measure("icon") + (20 if tall else 4)
        picture.setPixmap(icons.pixmap("inbox", "primary_text", px=side))
        self.text = Label(text, "heading" if tall else "label")
        self.detail = Label(detail, "soft")
        if not detail:
            self.detail.hide()
        centre = Qt.AlignmentFlag.AlignHCenter
        if tall:
            box.addStretch(1)
            box.addWidget(picture, 0, centre)
            for label in (self.text, self.detail):
                label.setAlignment(centre)
                box.addWidget(label)
            box.addStretch(1)
        else:
            box.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
            box.addWidget(self.text, 1)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end, such as the button that does the same."""
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            layout.addWidget(widget)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say that files are welcome."""
        if paths_of(event.mimeData()):
            self._show_over(True)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on welcoming them."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Be as before."""
        self._show_over(False)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the paths; the originals stay where they are."""
        self._show_over(False)
        paths = paths_of(event.mimeData())
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths)

    def _show_over(self, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        restyle(self)


def paths_of(data: QMimeData) -> list[Path]:
    """Return the local files and folders that are dragged; links elsewhere are passed over."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
