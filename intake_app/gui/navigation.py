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
    Row("welcome", "welcome:Welcome", ANYONE),
    Row("passphrase", "passphrase:MakePassphrase", ANYONE),
    Row("passphrase_confirm", "passphrase_confirm:ConfirmPassphrase", ANYONE),
    Row("forgotten", "forgotten:IfForgotten", ANYONE),
    Row("safety", "safety:SafetyCheck", INSIDE),
    Row("unlock", "unlock:Unlock", ANYONE),
    Row("crash", "crash:Crash", ANYONE),
    Row("settings", "settings:Settings", INSIDE),
    Row("help", "help:Help", ANYONE),
    # the vault itself
    Row("change_passphrase", "change_passphrase:ChangePassphrase", INSIDE),
    Row("check_vault", "check_vault:CheckVault", INSIDE),
    Row("custody_log", "custody_log:CustodyLog", INSIDE),
    # trust
    Row("organisation", "organisation:OurOrganisation", INSIDE),
    Row("compare_card", "compare_card:CompareCard", INSIDE),
    Row("people", "people:People", COORDINATOR),
    Row("found", "found:FoundOrganisation", COORDINATOR),
    Row("request", "request:CompareRequest", COORDINATOR),
    Row("revoke", "revoke:Revoke", COORDINATOR),
    Row("renew", "renew:Renew", COORDINATOR),
    Row("roots", "roots:Roots", COORDINATOR),
    Row("rotate", "rotate:Rotate", COORDINATOR),
    Row("root_change", "root_change:RootChange", COORDINATOR),
    # the interview
    Row("home", "home:Home", INTERVIEWER | WITNESS),
    Row("consent", "consent:Consent", INTERVIEWER | WITNESS),
    Row("setting", "setting:Setting", INTERVIEWER | WITNESS),
    Row("present", "present:WhoIsHere", INTERVIEWER | WITNESS),
    Row("interview", "interview:Interview", INTERVIEWER | WITNESS),
    Row("facts", "facts:Facts", INTERVIEWER | WITNESS),
    Row("exhibits", "exhibits:Exhibits", INTERVIEWER | WITNESS),
    Row("identity", "identity:Identity", INTERVIEWER | WITNESS),
    # after the words
    Row("read_back", "read_back:ReadBack", INTERVIEWER | WITNESS),
    Row("seal", "seal:Seal", INTERVIEWER | WITNESS),
    Row("sealed", "sealed:Sealed", INTERVIEWER | WITNESS),
    Row("outbox", "outbox:Outbox", INTERVIEWER | WITNESS),
    Row("hand_over", "hand_over:HandOver", INTERVIEWER | WITNESS),
    Row("receipts", "receipts:Receipts", INTERVIEWER | WITNESS),
    Row("delete", "delete:Delete", INTERVIEWER | WITNESS),
    # the coordinator's desk
    Row("inbox", "inbox:Inbox", COORDINATOR),
    Row("report", "report:Report", COORDINATOR),
    Row("record", "record:Record", COORDINATOR),
    Row("court", "court:Court", COORDINATOR),
    Row("time_proofs", "time_proofs:ProofOfTime", COORDINATOR),
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
