"""One exhibit: its picture from memory, its name as text, what is told of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from intake_app.domain.exhibits import SHOWABLE, Exhibit
from intake_app.gui import icons, theme
from intake_app.gui.exhibit_words import ENTRIES, shown_name, type_word
from intake_app.gui.widgets.buttons import icon_button
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.elided import Elided
from intake_app.gui.widgets.fold import Fold
from intake_app.gui.widgets.record_form import RecordForm
from intake_app.gui.widgets.text import Label, mark_data
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import size


class ExhibitRow(Card):
    """`changed` tells that what is told of it changed, `removed` that it is to go."""

    changed = Signal(str)
    removed = Signal(str)
    large_wanted = Signal(str)

    def __init__(self, exhibit: Exhibit, number: int, *, opened: bool) -> None:
        super().__init__()
        now = theme.current()
        self.exhibit = exhibit
        self.setObjectName(f"exhibit_{number}")
        self.side = now.measure("target") * 2
        self.thumb = QLabel()
        self.thumb.setFixedSize(self.side, self.side)
        self.thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show_icon()
        name = Elided(shown_name(exhibit.name), "label", mode=Qt.TextElideMode.ElideMiddle)
        mark_data(name)
        about = _("{type}, {size}", type=type_word(exhibit.media_type), size=size(exhibit.size))
        texts = QVBoxLayout()
        texts.setSpacing(now.space(1))
        texts.addStretch(1)
        texts.addWidget(name)
        texts.addWidget(Label(about, "soft"))
        texts.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(now.space(4))
        top.addWidget(self.thumb)
        top.addLayout(texts, 1)
        self.large_button = icon_button(
            "show", _("Show it large"), self._toggle_large, name=f"large_{number}"
        )
        self.large_button.setAccessibleName(_("Show file {number} large", number=number))
        self.remove_button = icon_button(
            "trash", _("Take this file out"), self._remove, name=f"remove_{number}"
        )
        self.remove_button.setAccessibleName(_("Take file {number} out", number=number))
        top.addWidget(self.large_button)
        top.addWidget(self.remove_button)
        self.column.addLayout(top)
        self.large = QLabel()
        self.large.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.large.setAccessibleName(_("Picture of file {number}", number=number))
        self.add(self.large)
        self.large.hide()
        self.form = RecordForm(
            ENTRIES, name=f"exhibit_{number}", part=_("File {number}", number=number)
        )
        self.form.show_record(exhibit)
        self.fold = Fold(_("What is told of it"), self.form, name=f"told_{number}", opened=opened)
        self.fold.button.setAccessibleName(_("What is told of file {number}", number=number))
        self.add(self.fold)
        self.form.changed.connect(self._tell)
        self._summarise()
        if exhibit.media_type not in SHOWABLE:
            self.large_button.hide()

    def show_picture(self, image: QImage | None) -> None:
        """Show the picture small; a picture that cannot be shown says so."""
        if image is None:
            self.large_button.hide()
            self.thumb.setToolTip(_("This picture cannot be shown here; it is kept as it is."))
            return
        self.thumb.setPixmap(_fitted(image, QSize(self.side, self.side), self.devicePixelRatio()))
        self.thumb.setAccessibleName(_("Small picture"))

    def show_large(self, image: QImage | None) -> None:
        """Show the picture as large as the page allows."""
        if image is not None:
            room = QSize(self.width() - 2 * theme.current().space(6), self.window().height() - 160)
            self.large.setPixmap(_fitted(image, room, self.devicePixelRatio()))
            self.large.show()

    def told(self) -> dict[str, str]:
        """Return what is told of it, by field."""
        told = self.form.applied_to(self.exhibit)
        return {entry.key: getattr(told, entry.key) for entry in ENTRIES}

    def _show_icon(self) -> None:
        kind = self.exhibit.media_type.partition("/")[0]
        name = {"image": "picture", "audio": "microphone", "video": "play"}.get(kind, "file")
        self.thumb.setPixmap(icons.pixmap(name, "text_soft", px=self.side // 2))

    def _toggle_large(self) -> None:
        if self.large.isHidden():
            self.large_wanted.emit(self.exhibit.id)
        else:
            self.large.hide()
            self.large.clear()

    def _remove(self) -> None:
        self.removed.emit(self.exhibit.id)

    def _tell(self) -> None:
        self.exhibit = self.form.applied_to(self.exhibit)
        self._summarise()
        self.changed.emit(self.exhibit.id)

    def _summarise(self) -> None:
        caption, _newline, _rest = self.exhibit.caption.partition("\n")
        self.fold.button.summarise(caption)


def _fitted(image: QImage, room: QSize, ratio: float) -> QPixmap:
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(ratio)
    smooth = Qt.TransformationMode.SmoothTransformation
    if picture.width() > room.width() * ratio or picture.height() > room.height() * ratio:
        picture = picture.scaled(room * ratio, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        picture.setDevicePixelRatio(ratio)
    return picture
