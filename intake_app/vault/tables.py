"""Frozen dataclasses as rows: a field is a column of the same name, in the same order.

Table and column names come from the code, never from outside; values are always bound.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Generic, TypeVar

from intake_app.vault.connection import Database

Row = TypeVar("Row")


class Table(Generic[Row]):
    """Reads and adds rows of one table."""

    def __init__(self, name: str, row: type[Row]) -> None:
        self._name = name
        self._row = row
        self._names = [field.name for field in fields(row)]  # type: ignore[arg-type]
        self._columns = ", ".join(f'"{column}"' for column in self._names)

    def add(self, db: Database, row: Row) -> None:
        """Insert one row."""
        marks = ", ".join("?" * len(self._names))
        sql = f"INSERT INTO {self._name} ({self._columns}) VALUES ({marks})"  # noqa: S608
        db.run(sql, *(getattr(row, name) for name in self._names))

    def find(self, db: Database, *, order: str = "", **equal: object) -> list[Row]:
        """Return the rows whose columns equal what is given, ordered by `order`."""
        return self._find(db, order, equal)

    def _find(self, db: Database, order: str, equal: dict[str, object]) -> list[Row]:
        where = " AND ".join(f'"{column}" = ?' for column in equal)
        sql = f"SELECT {self._columns} FROM {self._name}"  # noqa: S608
        sql += f" WHERE {where}" * bool(where) + f" ORDER BY {order}" * bool(order)
        return [self._make(values) for values in db.rows(sql, *equal.values())]

    def one(self, db: Database, **equal: object) -> Row | None:
        """Return the first such row, or None."""
        found = self._find(db, "", equal)
        return found[0] if found else None

    def _make(self, values: tuple[Any, ...]) -> Row:
        return self._row(*values)
