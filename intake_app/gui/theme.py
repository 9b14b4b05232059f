"""The look of the window: tokens become a palette, fonts and one style sheet.

`apply` sets language, direction, colours and sizes together, for all of them decide the layout.
Widgets read `current()` for what a style sheet cannot say (icons, painting, column widths).
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from intake_app.assets import read_text, resource
from intake_app.localization import catalogs

THEMES = ("light", "dark")
SCALES = (100, 125, 150, 175, 200)
FAMILY = "Vazirmatn"
CODE_FAMILIES = ("DejaVu Sans Mono", "Consolas", "Menlo", "monospace")


@dataclass(frozen=True)
class Look:
    """What a person chose for their eyes: language, theme and text size in per cent."""

    language: str = "en"
    theme: str = "light"
    scale: int = 100


class Theme:
    """Tokens resolved for one look."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.rtl = catalogs.active().is_rtl
        tokens = _tokens()
        self._colours: Mapping[str, str] = tokens["colour"][look.theme]
        self._space: Mapping[str, int] = tokens["space"]
        self._type: Mapping[str, Mapping[str, float]] = tokens["type"]
        self._measure: Mapping[str, int] = tokens["measure"]
        self._radius: Mapping[str, int] = tokens["radius"]
        self._persian: Mapping[str, float] = tokens["persian"]

    def colour(self, name: str) -> QColor:
        """Return a colour token."""
        return QColor(self._colours[name])

    def space(self, step: int) -> int:
        """Return step 1 to 7 of the space scale in px: 4, 8, 12, 16, 24, 32, 48."""
        return self._space[f"s{step}"]

    def size(self, kind: str) -> int:
        """Return the letter height in px of a kind of text, in this language and enlargement."""
        token = self._type[kind]
        grown = 1 + (self.look.scale - 100) / 100 * token["growth"]
        return round(token["px"] * grown * (self._persian["size"] if self.rtl else 1))

    def measure(self, name: str) -> int:
        """Return a width or height token in px; grows with the text, half as fast."""
        return round(self._measure[name] * (1 + (self.look.scale - 100) / 200))

    @property
    def leading(self) -> int:
        """Line height of running text in per cent of what the font gives by itself."""
        return round(100 * self._persian["leading"] / self._persian["natural"]) if self.rtl else 100

    def font(self, kind: str) -> QFont:
        """Return the font of a kind of text."""
        font = QFont()
        font.setFamilies(list(CODE_FAMILIES) if kind in {"code", "digits"} else [FAMILY])
        font.setPixelSize(self.size(kind))
        font.setWeight(QFont.Weight(int(self._type[kind]["weight"])))
        return font

    def palette(self) -> QPalette:
        """Return the palette for what Fusion paints by itself."""
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        palette = QPalette()
        for which, token in (
            (role.Window, "page"), (role.WindowText, "text"), (role.Base, "surface"),
            (role.AlternateBase, "sunk"), (role.Text, "text"), (role.Button, "surface"),
            (role.ButtonText, "text"), (role.BrightText, "fault"), (role.Highlight, "select"),
            (role.HighlightedText, "text"), (role.PlaceholderText, "text_soft"),
            (role.ToolTipBase, "surface"), (role.ToolTipText, "text"), (role.Link, "primary_text"),
            (role.LinkVisited, "primary_text"), (role.Accent, "primary"), (role.Light, "surface"),
            (role.Midlight, "sunk"), (role.Mid, "line_strong"), (role.Dark, "line_strong"),
            (role.Shadow, "line_strong"),
        ):  # fmt: skip
            palette.setColor(which, self.colour(token))
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, which, self.colour("text_off"))
        return palette

    def style_sheet(self) -> str:
        """Return the style sheet of a window with every token filled in."""
        values: dict[str, object] = dict(self._colours)
        values |= {f"radius_{name}": f"{px}px" for name, px in self._radius.items()}
        values |= {name: f"{px}px" for name, px in self._space.items()}
        values |= {f"type_{kind}": f"{self.size(kind)}px" for kind in self._type}
        values |= {f"weight_{kind}": int(each["weight"]) for kind, each in self._type.items()}
        values |= {f"measure_{name}": f"{self.measure(name)}px" for name in self._measure}
        values["code_family"] = ", ".join(f'"{family}"' for family in CODE_FAMILIES)
        values["icons"] = resource("icons").as_posix()
        values["theme"] = self.look.theme
        return string.Template(read_text("styles", "app.qss")).substitute(values)


class _State:
    theme: Theme | None = None


def current() -> Theme:
    """Return the theme that was applied last."""
    if _State.theme is None:
        _State.theme = Theme(Look())
    return _State.theme


def apply(look: Look) -> Theme:
    """Set language, direction, fonts and palette for the whole application.

    A window takes the style sheet itself (`style_sheet`): one of the application's own would be
    looked up again for every part each time a part is put into another, seconds for a long form.
    """
    catalogs.activate(look.language)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError
    theme = _State.theme = Theme(look)
    language = catalogs.active()
    _load_fonts()
    # Digits and calendars of Qt's own widgets; our texts never depend on it.
    QLocale.setDefault(QLocale(language.qt_locale))
    rtl, ltr = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    app.setLayoutDirection(rtl if theme.rtl else ltr)
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(theme.font("body"))
    app.setPalette(theme.palette())
    return theme


@cache
def _tokens() -> dict[str, Any]:
    return tomllib.loads(read_text("styles", "tokens.toml"))


@cache
def _load_fonts() -> None:
    for weight in ("Regular", "Medium", "Bold"):
        path = resource("fonts", "vazirmatn", f"Vazirmatn-{weight}.ttf")
        QFontDatabase.addApplicationFont(str(path))
