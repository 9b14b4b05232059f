"""Writes a picture of every screen in every state, and one sheet of them, for a person to look at.

python -m tests.gui.contact_sheet OUT [--only ID…] [--lang fa en] [--theme dark] [--scale 200]
[--size 1024x600]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from intake_app.gui.privacy import quiet_qt
from intake_app.gui.theme import Look

_COLUMNS = 4
_THUMB = QSize(590, 380)


def main(argv: list[str]) -> int:
    """Write the pictures and say how many."""
    parser = argparse.ArgumentParser(prog="python -m tests.gui.contact_sheet")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", default=[], metavar="ID", help="screens by id")
    parser.add_argument("--lang", nargs="*", default=["fa", "en"])
    parser.add_argument("--theme", nargs="*", default=["light"])
    parser.add_argument("--scale", nargs="*", type=int, default=[100])
    parser.add_argument("--size", default="1180x760")
    asked = parser.parse_args(argv)
    quiet_qt()
    application = QApplication([])
    looks = [
        Look(lang, theme, scale)
        for lang in asked.lang
        for theme in asked.theme
        for scale in asked.scale
    ]
    width, _, height = asked.size.partition("x")
    pictures = _take(asked.out, asked.only, looks, QSize(int(width), int(height)))
    _sheet(pictures).save(str(asked.out / "sheet.png"))
    sys.stdout.write(f"{len(pictures)} pictures\n")
    del application
    return 0


def _take(out: Path, only: list[str], looks: list[Look], size: QSize) -> list[tuple[str, QPixmap]]:
    from tests.gui.fixtures import fixtures_of
    from tests.gui.stage import Stage, temporary_world

    out.mkdir(parents=True, exist_ok=True)
    taken = []
    with temporary_world() as world:
        for look in looks:
            stage = Stage(world, look)
            for fixture in fixtures_of(*only):
                with stage.showing(fixture, size) as shown:
                    name = f"{fixture.label}-{look.language}-{look.theme}-{look.scale}"
                    picture = shown.surface.grab()
                    picture.save(str(out / f"{name}.png"))
                    taken.append((name, picture))
            stage.close()
    return taken


def _sheet(pictures: list[tuple[str, QPixmap]]) -> QPixmap:
    rows = -(-len(pictures) // _COLUMNS)
    cell = QSize(_THUMB.width() + 10, _THUMB.height() + 30)
    sheet = QPixmap(cell.width() * _COLUMNS, max(1, cell.height() * rows))
    sheet.fill(QColor("#888888"))
    painter = QPainter(sheet)
    for at, (name, picture) in enumerate(pictures):
        left = cell.width() * (at % _COLUMNS)
        top = cell.height() * (at // _COLUMNS)
        small = picture.scaled(
            _THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawText(QRect(left + 5, top, _THUMB.width(), 24), 0, name)
        painter.drawPixmap(left + 5, top + 25, small)
    painter.end()
    return sheet


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
