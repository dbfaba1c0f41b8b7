"""A ledger's own claims as a forecast table, in the SQLite that comes with Python."""

import sqlite3
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ledger.forecasts.columns import COLUMNS
from ledger.forecasts.engine import Columns

_TYPES = {"text": "TEXT", "probability": "REAL", "outcome": "REAL", "instant": "INTEGER", "weight": "REAL"}


class LiteEngine:
    """Rows made by us, held in memory; nothing in them is checked again."""

    def __init__(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Hold rows of the columns named; ``place`` is their number."""
        self.present = frozenset(names)
        self._connection = sqlite3.connect(":memory:")
        declared = ", ".join(f"{column.name} {_TYPES[column.sort]}" for column in COLUMNS.values())
        self._connection.execute(f"CREATE TABLE forecast (place INTEGER PRIMARY KEY, {declared})")
        marks = ", ".join("?" for _ in names)
        statement = f"INSERT INTO forecast ({', '.join(names)}) VALUES ({marks})"
        self._connection.executemany(statement, rows)
        if "weight" not in self.present:
            self._connection.execute("UPDATE forecast SET weight = 1")

    def run(self, sql: str) -> Columns:
        """Run a query and give each column of its answer."""
        cursor = self._connection.execute(sql)
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        return {name: _column([row[place] for row in rows]) for place, name in enumerate(names)}

    def questions(self) -> None:
        """A ledger is small: SQL is quick enough."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()


def _column(values: list[Any]) -> NDArray[Any]:
    if any(isinstance(value, str) for value in values):
        found = np.empty(len(values), object)
        found[:] = values
        return found
    return np.array([np.nan if value is None else value for value in values], float)
