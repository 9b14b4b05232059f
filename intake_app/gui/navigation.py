"""The screen registry: one row a screen. A new screen is one module and one row here.

`fixtures` names the states in which tests and the contact sheet show the screen; their data are
in tests/gui/fixtures. Factories import late: the first screen is up before the others are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from intake_app.gui.context import Context
from intake_app.gui.screens.screen import Screen

ANYONE = frozenset({"", "interviewer", "witness", "coordinator"})
INSIDE = frozenset({"interviewer", "witness", "coordinator"})
INTERVIEWER = frozenset({"interviewer"})
WITNESS = frozenset({"witness"})
COORDINATOR = frozenset({"coordinator"})


@dataclass(frozen=True)
class Row:
    """One screen: where its class is (`module:Class` below gui.screens), who may open it."""

    screen_id: str
    where: str
    roles: frozenset[str]
    fixtures: tuple[str, ...] = ("normal",)

    def make(self, context: Context) -> Screen:
        """Return a new screen."""
        module, _, name = self.where.partition(":")
        factory = getattr(import_module(f"intake_app.gui.screens.{module}"), name)
        made: Screen = factory(context)
        return made


ROWS: tuple[Row, ...] = (
    Row("welcome", "welcome:Welcome", ANYONE, ("normal", "vault_found")),
    Row("passphrase", "passphrase:MakePassphrase", ANYONE, ("words", "own_weak", "own_strong")),
    Row("passphrase_confirm", "passphrase_confirm:ConfirmPassphrase", ANYONE, ("normal", "wrong")),
    Row("forgotten", "forgotten:IfForgotten", ANYONE, ("normal",)),
    Row("safety", "safety:SafetyCheck", INSIDE, ("normal", "all_well")),
    Row("unlock", "unlock:Unlock", ANYONE, ("normal", "wrong", "locked")),
    Row("crash", "crash:Crash", ANYONE, ("normal",)),
    Row("settings", "settings:Settings", ANYONE, ("normal",)),
    Row("read_back", "read_back:ReadBack", INTERVIEWER | WITNESS),
)
REGISTRY: Mapping[str, Row] = {row.screen_id: row for row in ROWS}

# Where each role begins; before a role's own home exists its settings are shown.
HOME: Mapping[str, str] = {
    "interviewer": "home",
    "witness": "home",
    "coordinator": "inbox",
}


def home_of(role: str) -> str:
    """Return the screen that a role begins with."""
    wanted = HOME.get(role, "welcome")
    return wanted if wanted in REGISTRY else "settings"
