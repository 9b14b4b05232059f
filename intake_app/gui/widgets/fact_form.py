"""The form of one fact, in parts that fold where there are several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.domain.facts import DeathCertificate
from intake_app.domain.record import Record
from intake_app.gui import theme
from intake_app.gui.fact_forms import FactSection, FormPart
from intake_app.gui.widgets.cards import Card
from intake_app.gui.widgets.course_edit import CourseEdit
from intake_app.gui.widgets.fold import Fold
from intake_app.gui.widgets.record_form import RecordForm
from intake_app.gui.widgets.text import Label
from intake_app.localization.catalogs import gettext as _

_SEVERAL = 2  # with more parts than this they fold


class FactForm(QWidget):
    """`changed` tells the fact as it stands after a change by hand."""

    changed = Signal(object)

    def __init__(self, section: FactSection, fact: Record) -> None:
        super().__init__()
        now = theme.current()
        self._fact = fact
        self._readers: list[Callable[[Any], Any]] = []
        self._forms: list[RecordForm] = []
        self.folds: dict[str, Fold] = {}
        self.course: CourseEdit | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.space(3))
        if section.said:
            column.addWidget(Label(_(section.said), "soft"))
        folds = len(section.parts) > _SEVERAL
        for part in section.parts:
            content = self._content(part)
            if folds:
                opened = part.starts_open or self._is_filled(part)
                fold = Fold(_(part.heading), content, name=part.name, opened=opened)
                self.folds[part.name] = fold
                column.addWidget(fold)
            else:
                column.addWidget(Card(content))
        column.addStretch(1)

    @property
    def fact(self) -> Any:
        """The fact as it stands."""
        return self._fact

    def focus_first(self) -> None:
        """Go to the field that is filled in first."""
        self._forms[0].focus_first()

    def _content(self, part: FormPart) -> QWidget:
        if part.is_course:
            self.course = course = CourseEdit()
            course.set_value(self._fact.course)  # type: ignore[attr-defined]
            self._readers.append(lambda fact: msgspec.structs.replace(fact, course=course.value()))
            course.changed.connect(self._tell)
            return course
        form = RecordForm(part.entries, name=part.name)
        inner = getattr(self._fact, part.inside) if part.inside else self._fact
        form.show_record(inner)
        if part.inside:
            self._readers.append(lambda fact: _inside(fact, part.inside, form))
        else:
            self._readers.append(form.applied_to)
        form.changed.connect(self._tell)
        self._forms.append(form)
        return form

    def _is_filled(self, part: FormPart) -> bool:
        if part.inside:
            return bool(getattr(self._fact, part.inside) != DeathCertificate())
        return any(getattr(self._fact, entry.key) for entry in part.entries)

    def _tell(self) -> None:
        fact = self._fact
        for read in self._readers:
            fact = read(fact)
        self._fact = fact
        self.changed.emit(fact)


def _inside(fact: Any, key: str, form: RecordForm) -> Any:
    return msgspec.structs.replace(fact, **{key: form.applied_to(getattr(fact, key))})
