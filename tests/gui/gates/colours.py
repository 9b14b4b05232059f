"""Contrast of what stands on what (WCAG 2.2, 1.4.3 and 1.4.11), from the tokens themselves."""

from __future__ import annotations

from PySide6.QtGui import QColor

from intake_app.gui.theme import Theme

TEXT, GRAPHIC = 4.5, 3.0
# (what is drawn, what it stands on, the ratio it must have)
PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (ink, ground, TEXT)
        for ink in ("text", "text_soft")
        for ground in ("page", "surface", "sunk")
    ),
    *((ink, ground, TEXT) for ink in ("primary_text", "fault") for ground in ("page", "surface")),
    ("text", "primary_soft", TEXT),
    ("primary_text", "primary_soft", TEXT),
    ("text", "select", TEXT),
    ("text_soft", "primary_soft", TEXT),
    ("on_primary", "primary", TEXT),
    ("on_primary", "primary_hover", TEXT),
    ("text", "line", TEXT),
    *(("text", f"{tone}_soft", TEXT) for tone in ("info", "success", "fault", "accent")),
    ("success", "success_soft", TEXT),
    ("accent_text", "accent_soft", TEXT),
    ("fault", "fault_soft", TEXT),
    ("info", "info_soft", GRAPHIC),
    ("success", "surface", TEXT),
    ("accent_text", "surface", TEXT),
    ("info", "surface", GRAPHIC),
    *(
        (mark, ground, GRAPHIC)
        for mark in ("focus", "line_strong")
        for ground in ("page", "surface")
    ),
    ("focus", "sunk", GRAPHIC),
    ("text_off", "page", GRAPHIC),
    ("text_off", "surface", GRAPHIC),
    ("text_off", "sunk", GRAPHIC),
    ("primary", "surface", GRAPHIC),
    ("primary", "sunk", GRAPHIC),
    ("accent", "sunk", 2.0),  # the bar of a strength: its meaning stands in words beside it
)


def faults(theme: Theme) -> list[str]:
    """Return a complaint for each pair that is too faint."""
    return [
        f"{ink} on {ground} is {ratio:.2f}, needs {least}"
        for ink, ground, least in PAIRS
        if (ratio := contrast(theme.colour(ink), theme.colour(ground))) < least
    ]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
