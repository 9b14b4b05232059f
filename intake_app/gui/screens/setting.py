"""C2: who is here, in which language and in what kind of place; then the interview begins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QWidget

from intake_app.domain.statement import Present, Statement
from intake_app.gui.context import Context, Params
from intake_app.gui.screens.screen import Screen
from intake_app.gui.widgets.answers import Answers
from intake_app.gui.widgets.coded_combo import CodedCombo
from intake_app.gui.widgets.field_grid import FieldGrid
from intake_app.gui.widgets.form import Field, Section
from intake_app.gui.widgets.line_edit import LineEdit
from intake_app.gui.widgets.present_edit import PresentEdit
from intake_app.gui.widgets.text import mark_data
from intake_app.gui.widgets.tone_line import ToneLine
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.numbers import digits
from intake_app.localization.times import clock_time
from intake_app.services import beginning as beginnings
from intake_app.services.beginning import Beginning, same_twice, start_moment
from intake_app.services.overview import free_pseudonym
from intake_app.services.wiring import Desk


class Setting(Screen):
    """Nothing is stored before «Start interview»; what is typed here is carried in memory."""

    screen_id = "setting"
    measure: ClassVar = "text"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk = context.desk
        self.beginning = Beginning()
        self.pseudonym = LineEdit(script="free")
        self._asked_twice = False

    def title(self) -> str:
        """Return the place's name."""
        return _("Who is here")

    def state_word(self) -> str:
        """Return that nothing is kept yet."""
        return _("Nothing stored yet")

    def enter(self, params: Params) -> None:
        """Show what is known, with a neutral name for the witness."""
        self.beginning = params.get("beginning") or Beginning()
        now = self.beginning
        if not now.sheet.may_go_on:
            self._ask_consent_first()
            return
        now.language = now.language or now.sheet.language
        if not now.present:
            roles = ["interviewer", *(["interpreter"] if now.interpreted else [])]
            now.present = tuple(Present(role=role) for role in roles)
        self.add_title(
            _("Who is here, and where"),
            _("Write nothing that shows who or where somebody is, unless the witness wants it."),
        )
        self.add(self._witness(), self._people(), self._words_and_place())
        self.body.addStretch(1)
        self.set_saved(None)
        self.set_primary(_("Start interview"), self._start, icon="forward")
        if not now.pseudonym:
            self.run(
                lambda: free_pseudonym(self.desk.session, _("Witness {number}")), self._propose
            )

    def stores_nothing(self) -> bool:
        """Say that what is typed here is only carried on."""
        return True

    def first_focus(self) -> QWidget | None:
        """Return the pseudonym, or the way to the consent where that comes first."""
        return self.pseudonym if self.beginning.sheet.may_go_on else self.primary_button

    # -- filling ----------------------------------------------------------------------------

    def _ask_consent_first(self) -> None:
        self.add_title(
            _("Consent comes first"),
            _("Nothing can be written down before every question about consent has its answer."),
        )
        self.body.addStretch(1)
        self.set_saved(None)
        self.set_primary(
            _("Go to the consent"),
            partial(self.go, "consent", beginning=self.beginning, _replace=True),
        )

    def _witness(self) -> Section:
        now = self.beginning
        mark_data(self.pseudonym)
        self.pseudonym.setText(now.pseudonym)
        self.pseudonym.textEdited.connect(self._put("pseudonym"))
        self._pseudonym_field = Field(
            _("Pseudonym"),
            self.pseudonym,
            name="pseudonym",
            hint=_("Not the real name, and no part of it."),
        )
        self.relation = CodedCombo("witness_relations")
        self.relation.set_value(now.relation)
        self.relation.picked.connect(self._put("relation"))
        self.relation_text = LineEdit(script="free")
        mark_data(self.relation_text)
        self.relation_text.setText(now.relation_text)
        self.relation_text.textEdited.connect(self._put("relation_text"))
        grid = FieldGrid()
        grid.add(self._pseudonym_field)
        grid.add(Field(_("Relation to what is told"), self.relation, name="relation"))
        grid.add(
            Field(_("The same in the witness's words"), self.relation_text, name="relation_text")
        )
        return Section(_("The witness"), "", grid)

    def _people(self) -> Section:
        self.present = PresentEdit()
        self.present.set_value(self.beginning.present)
        self.present.changed.connect(self._put_present)
        self.twice = ToneLine(
            "warning",
            _("Two people here have the same role and the same pseudonym."),
            _("If that is right, press «Start interview» once more."),
        )
        self.twice.hide()
        return Section(_("Who else is here"), "", self.present, self.twice)

    def _words_and_place(self) -> Section:
        now = self.beginning
        self.language = CodedCombo("languages")
        self.language.set_value(now.language)
        self.language.picked.connect(self._put("language"))
        self.calendar = Answers(
            [("persian", _("Iranian")), ("gregorian", _("Gregorian"))], may_clear=False
        )
        self.calendar.choose(now.calendar)
        self.calendar.chosen.connect(self._put("calendar"))
        self.place_type = CodedCombo("place_types")
        self.place_type.set_value(now.place_type)
        self.place_type.picked.connect(self._put("place_type"))
        self.started = LineEdit(script="free")
        self.started.setText(clock_time(now.started_at or self.context.clock.local_now()))
        mark_data(self.started)
        self._started_field = Field(_("Began at"), self.started, name="started")
        self.exact = QCheckBox(_("Note the exact place too"))
        self.exact.setObjectName("exact")
        self.exact.setChecked(bool(now.place))
        self.exact.toggled.connect(self._show_place)
        self.place = LineEdit(script="free")
        mark_data(self.place)
        self.place.setText(now.place)
        self.place.textEdited.connect(self._put("place"))
        self._place_field = Field(
            _("Exact place"),
            self.place,
            name="place",
            hint=_("Only where it is needed: it can show where the witness lives."),
        )
        if not now.place:
            self._place_field.hide()
        grid = FieldGrid()
        grid.add(Field(_("Language that is spoken"), self.language, name="language"))
        grid.add(Field(_("Dates are told in the calendar"), self.calendar, name="calendar"))
        grid.add(Field(_("Kind of place"), self.place_type, name="place_type"))
        grid.add(self._started_field)
        return Section(_("Language, place and time"), "", grid, self.exact, self._place_field)

    def _propose(self, pseudonym: str) -> None:
        if not self.pseudonym.text():
            shown = digits(pseudonym)
            self.pseudonym.setText(shown)
            self.beginning.pseudonym = shown
            self.pseudonym.selectAll()

    # -- typing -----------------------------------------------------------------------------

    def _put(self, key: str) -> Callable[[object], None]:
        def put(value: object) -> None:
            setattr(self.beginning, key, value)
            self._pseudonym_field.set_error("")

        return put

    def _put_present(self) -> None:
        self.beginning.present = self.present.value()
        self._asked_twice = False
        self.twice.hide()

    def _show_place(self, shown: bool) -> None:
        self._place_field.setVisible(shown)
        if shown:
            self.place.setFocus()
        else:
            self.place.clear()
            self.beginning.place = ""

    # -- going on ---------------------------------------------------------------------------

    def _start(self) -> None:
        if not self.pseudonym.text().strip():
            self._pseudonym_field.set_error(_("Choose a name that is not the real one."))
            self.pseudonym.setFocus()
            return
        started = start_moment(self.started.text(), self.context.clock.local_now())
        if started is None:
            self._started_field.set_error(_("Type the time of day as hours and minutes, as 14:05."))
            self.started.setFocus()
            return
        self._started_field.set_error("")
        if same_twice(self.beginning.present) and not self._asked_twice:
            self._asked_twice = True
            self.twice.show()
            self.scroll_area.ensureWidgetVisible(self.twice)
            return
        self.beginning.started_at = started
        beginning = self.beginning
        self.run(lambda: beginnings.begin(self.desk.session, beginning), self._begun)

    def _begun(self, statement: Statement) -> None:
        self.go("interview", statement_id=statement.statement_id, _replace=True)
