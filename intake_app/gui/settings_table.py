"""Every setting, one row each: the settings screen is made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from intake_app.gui.theme import SCALES, Look
from intake_app.localization import languages
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.localization.marking import N_
from intake_app.localization.numbers import digits

Page = Literal["computer", "safety"]
PAGES: tuple[tuple[Page, str], ...] = (
    ("computer", N_("This computer")),
    ("safety", N_("Safety")),
)


@dataclass(frozen=True)
class Setting:
    """One setting: its key, what it may be (as text) and how it is called."""

    key: str
    page: Page
    label: str
    detail: str
    choices: tuple[str, ...]
    default: str
    redraws: bool = False  # the window is rebuilt when it changes


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "language",
        "computer",
        N_("Language"),
        N_("The language of the program. What people say is kept in their own language."),
        tuple(languages.registry()),
        "en",
        redraws=True,
    ),
    Setting(
        "theme",
        "computer",
        N_("Light or dark"),
        N_("A dark window draws less attention in a dark room."),
        ("light", "dark"),
        "light",
        redraws=True,
    ),
    Setting(
        "scale",
        "computer",
        N_("Text size"),
        N_("Larger letters are easier to read from a distance and in bad light."),
        tuple(str(scale) for scale in SCALES),
        "100",
        redraws=True,
    ),
    Setting(
        "idle_minutes",
        "safety",
        N_("Lock by itself"),
        N_("Locks when nobody has touched the computer for this long."),
        ("2", "5", "10", "20"),
        "5",
    ),
)


def choice_label(setting: Setting, choice: str) -> str:
    """Return how one choice of a setting is called."""
    if setting.key == "language":
        return languages.language(choice).endonym
    if setting.key == "theme":
        return _("Dark") if choice == "dark" else _("Light")
    if setting.key == "scale":
        return _("{amount} percent", amount=digits(choice))
    return ngettext("{n} minute", "{n} minutes", int(choice))


def value(settings: Mapping[str, str], key: str) -> str:
    """Return what is set, or the default where nothing valid is set."""
    row = next(each for each in SETTINGS if each.key == key)
    found = settings.get(key, row.default)
    return found if found in row.choices else row.default


def look_of(settings: Mapping[str, str], now: Look) -> Look:
    """Return the look that the settings ask for; what they leave out stays as it is."""
    return Look(
        language=value(settings, "language") if "language" in settings else now.language,
        theme=value(settings, "theme") if "theme" in settings else now.theme,
        scale=int(value(settings, "scale")) if "scale" in settings else now.scale,
    )
