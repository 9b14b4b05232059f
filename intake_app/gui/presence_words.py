"""When somebody came into the room or left it, in words."""

from __future__ import annotations

from intake_app.domain.statement import Present
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.times import moment_as_told


def comings(person: Present) -> str:
    """Return when this person came and left, or nothing for one who was there throughout."""
    came, left = moment_as_told(person.came), moment_as_told(person.left)
    if came and left:
        return _("came {came}, left {left}", came=came, left=left)
    if came:
        return _("came {came}", came=came)
    return _("left {left}", left=left) if left else ""
