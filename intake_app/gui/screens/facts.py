"""C4: facts as an index to the words: people, places, events, papers, each with how it is known."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from intake_app.domain import fact_lists
from intake_app.domain.fact_lists import Fact
from intake_app.domain.facts import Document, Event, Official, Place, Victim
from intake_app.domain.record import Record
from intake_app.domain.statement import Safety, Statement
from intake_app.gui import fact_words, theme
from intake_app.gui.context import Context, Params
from intake_app.gui.fact_forms import SECTIONS, FactSection
from intake_app.gui.screens.fact_list import FactList
from intake_app.gui.screens.saved_screen import SavedScreen
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.buttons import button
from intake_app.gui.widgets.fact_form import FactForm
from intake_app.gui.widgets.flow import FlowRow
from intake_app.gui.widgets.page import Page
from intake_app.gui.widgets.panes import Panes, padded
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _
from intake_app.services import interviewing, noting
from intake_app.services.wiring import Desk

_BY_KEY = {each.key: each for each in SECTIONS}


class FactsTold(Record, frozen=True, kw_only=True):
    """The lists that changed, each as a whole."""

    victims: tuple[Victim, ...] | msgspec.UnsetType = msgspec.UNSET
    officials: tuple[Official, ...] | msgspec.UnsetType = msgspec.UNSET
    places: tuple[Place, ...] | msgspec.UnsetType = msgspec.UNSET
    events: tuple[Event, ...] | msgspec.UnsetType = msgspec.UNSET
    documents: tuple[Document, ...] | msgspec.UnsetType = msgspec.UNSET
    safety: Safety | msgspec.UnsetType = msgspec.UNSET

    @property
    def fields(self) -> dict[str, Any]:
        """What was told, by field of the statement."""
        told = msgspec.structs.asdict(self)
        return {key: value for key, value in told.items() if value is not msgspec.UNSET}


class Facts(SavedScreen):
    """A list at the start side, the chosen fact's form beside it; saved as it is typed."""

    screen_id = "facts"
    measure: ClassVar = "wide"
    told_as: ClassVar = FactsTold

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self._statement_id = ""
        self._section = SECTIONS[0]
        self._facts: dict[str, tuple[Fact, ...]] = {}
        self._safety = Safety()
        self._chosen: dict[str, str] = {}
        self.form: FactForm | None = None
        self.list = FactList()
        self._holder = QScrollArea()
        self._holder.setWidgetResizable(True)
        self._holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._holder.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panes = Panes(self.list, self._holder, share=(3, 7))

    def title(self) -> str:
        """Return the place's name."""
        return _("Facts")

    def enter(self, params: Params) -> None:
        """Open the draft's facts."""
        self._statement_id = params["statement_id"]
        wanted = str(params.get("section", "") or SECTIONS[0].key)
        self._section = _BY_KEY.get(wanted, SECTIONS[0])
        self.stay(statement_id=self._statement_id, section=self._section.key)
        self.sections = Answers(
            [(each.key, _(each.heading)) for each in SECTIONS],
            name="section",
            may_clear=False,
            rounds=False,
        )
        self.sections.setAccessibleName(_("Kind of facts"))
        self.sections.chosen.connect(self._go_to_section)
        self.fill_with(padded(self.sections), self.panes)
        self.set_primary(_("Back to the interview"), self.back.emit)
        self.list.chosen.connect(self._choose)
        self.list.added.connect(self._add)
        self.list.removed.connect(self._remove)
        self.panes.narrowed.connect(lambda _narrow: self._show_form())
        QShortcut(QKeySequence("F6"), self).activated.connect(self._change_pane)
        self.run(lambda: interviewing.load(self.desk.session, self._statement_id), self._show)

    def first_focus(self) -> QWidget | None:
        """Return the kinds of facts."""
        return self.sections

    # -- filling ----------------------------------------------------------------------------

    def _show(self, statement: Statement) -> None:
        told = (self.again() or FactsTold()).fields
        statement = msgspec.structs.replace(statement, **told)
        self._facts = {
            each.key: tuple(getattr(statement, each.key)) for each in SECTIONS if not each.alone
        }
        self._safety = statement.safety
        self.shown(*told)
        self._count()
        self._go_to_section(self._section.key)

    def _count(self) -> None:
        for section in SECTIONS:
            amount = len(self._facts.get(section.key, ()))
            label = _(section.heading)
            if amount:
                label = _("{section} ({count})", section=label, count=amount)
            self.sections.buttons[section.key].setText(label)

    def _go_to_section(self, key: str) -> None:
        self._section = _BY_KEY[key]
        self.sections.choose(key)
        facts = self._facts.get(key, ())
        if key not in self._chosen and facts and not self.panes.is_narrow:
            self._chosen[key] = facts[0].id
        self.list.undo.settle()
        self._list()
        self.panes.bring("start" if self.panes.is_narrow and not self._section.alone else "main")
        self.panes.set_alone(self._section.alone)
        self._show_form()

    def _list(self) -> None:
        key = self._section.key
        self.list.show_facts(self._section, self._facts.get(key, ()), self._chosen.get(key, ""))

    def _show_form(self) -> None:
        section, fact = self._section, self._fact()
        inside = Page()
        inside.setObjectName("page")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        now = theme.current()
        column = QVBoxLayout(inside)
        edge = now.space(4)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(now.space(3))
        self.form = None
        if self.panes.is_narrow and not section.alone:
            column.addWidget(FlowRow(self._to_list()))
        if fact is None:
            column.addWidget(Label(_("Choose one on the list, or add one."), "soft"))
            column.addStretch(1)
        else:
            self.form = FactForm(section, fact)
            self.form.changed.connect(self._changed)
            self.form.setMaximumWidth(now.measure("form"))
            column.addWidget(self.form, 1)
        self._holder.setWidget(inside)

    def _to_list(self) -> QWidget:
        return button(
            _("To the list"), partial(self.panes.bring, "start"), icon="back", kind="quiet",
            name="to_list",
        )  # fmt: skip

    def _fact(self) -> Fact | Safety | None:
        if self._section.alone:
            return self._safety
        facts = self._facts.get(self._section.key, ())
        at = fact_lists.place_of(facts, self._chosen.get(self._section.key, ""))
        return facts[at] if at >= 0 else None

    # -- changing ---------------------------------------------------------------------------

    def _choose(self, fact_id: str) -> None:
        self._chosen[self._section.key] = fact_id
        self._show_form()
        self.panes.bring("main")

    def _changed(self, fact: Any) -> None:
        key = self._section.key
        if isinstance(fact, Safety):
            self._safety = fact
        else:
            self._facts[key] = fact_lists.replaced(self._facts[key], fact)
            self.list.say(fact, fact_lists.place_of(self._facts[key], fact.id) + 1)
        self.saving.touch(key)

    def _add(self) -> None:
        key = self._section.key
        made = fact_lists.fresh(key, self._facts[key])
        self._facts[key] = (*self._facts[key], made)
        self._after_change(made.id)
        self.panes.bring("main")
        if self.form is not None:
            self.form.focus_first()

    def _remove(self, fact_id: str) -> None:
        key = self._section.key
        at = fact_lists.place_of(self._facts[key], fact_id)
        fact = self._facts[key][at]
        self._facts[key] = fact_lists.without(self._facts[key], fact_id)
        rest = self._facts[key]
        self._after_change(rest[min(at, len(rest) - 1)].id if rest else "")
        self.list.undo.offer(
            _("«{what}» was taken out.", what=fact_words.heading(fact)),
            partial(self._put_back, self._section, fact, at),
        )
        self.list.undo.undo_button.setFocus()

    def _put_back(self, section: FactSection, fact: Fact, at: int) -> None:
        self._facts[section.key] = fact_lists.put_back(self._facts[section.key], fact, at)
        self._after_change(fact.id)
        self.list.rows[fact.id].setFocus()

    def _after_change(self, chosen: str) -> None:
        self._chosen[self._section.key] = chosen
        self.saving.touch(self._section.key)
        self._count()
        self._list()
        self._show_form()

    def _change_pane(self) -> None:
        if self.list.isAncestorOf(self.focusWidget()) and self.form is not None:
            self.panes.bring("main")
            self.form.focus_first()
        else:
            self.panes.bring("start")
            self.list.add_button.setFocus()

    def read(self, parts: frozenset[str]) -> FactsTold:
        """Read the lists that changed."""
        told: dict[str, Any] = {
            key: self._safety if key == "safety" else self._facts[key] for key in parts
        }
        return FactsTold(**told)

    def keep(self, told: FactsTold) -> object:
        """Keep these lists, each in the place of what it was."""
        return noting.note(self.desk.session, self._statement_id, fields=told.fields)
