"""Tables of forecasts that a program holds: data frames of pandas and Polars, and whatever gives a stream of Arrow.

A table is taken over whole, with its types, before it is looked at; nothing of it is guessed from its first rows.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from ledger.errors import InputError
from ledger.forecasts.conversions import identifier, type_of
from ledger.forecasts.files import Sheet, UnreadableFile

NAME = Path("the table")
"""What it is called where a file has its name."""
HELD = "given_table"


class NoTable(InputError):
    """Something that is no table, or holds values that no table of ours has."""

    def __init__(self, table: object, why: str) -> None:
        """Say what it is, and what would do."""
        kind = type(table).__qualname__
        super().__init__(
            f"What is given, of the type {kind}, is no table that can be read: {why.rstrip('.')}.",
            "Give a path, a data frame of pandas or Polars, or an Arrow table.",
        )


def table_sheet(table: Any, connection: Any) -> Sheet:  # noqa: ANN401 - of any library, and DuckDB's own class
    """Take a table over into DuckDB.

    Columns keep their types; categories are the texts they stand for. A pandas column of ``object`` is taken as text,
    as a file has it: DuckDB would guess its type from the first rows, and "001" among numbers would become 1. The index
    of a pandas frame is no column.

    Args:
        table: a data frame, or anything that has ``__arrow_c_stream__`` (https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html).
        connection: to DuckDB.

    Raises:
        NoTable: it is none.
        UnreadableFile: it has a column twice.
    """
    import duckdb

    library = type(table).__module__.partition(".")[0]
    pandas = library == "pandas" and hasattr(table, "columns")
    if library == "polars":
        table = _without_nulls(table.collect() if hasattr(table, "collect") else table)
    if not pandas and not hasattr(table, "__arrow_c_stream__"):
        raise NoTable(table, "it is no data frame and gives no stream of Arrow")
    _refuse_twice(table)
    try:
        connection.execute("SET pandas_analyze_sample = 0")
        connection.register("given", table if pandas else _Stream(table))
        found = connection.execute("DESCRIBE given").fetchall()
        enums = [identifier(name) for name, kind, *_ in found if kind.startswith("ENUM")]
        texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in enums)
        columns = f"* REPLACE ({texts})" if texts else "*"
        connection.execute(f"CREATE TEMP TABLE {HELD} AS SELECT {columns} FROM given")
        connection.unregister("given")
    except (duckdb.Error, TypeError, ValueError) as error:
        raise NoTable(table, str(error).splitlines()[0]) from error
    described = connection.execute(f"DESCRIBE {HELD}").fetchall()
    types = {str(name): type_of(str(kind)) for name, kind, *_ in described}
    return Sheet(NAME, "table", types, HELD, "rowid + 1", lambda row: f"row {row}")


class _Stream:
    """A table as nothing but a stream of Arrow: as what it is DuckDB would want PyArrow to read it with."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401 - of any library
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def _without_nulls(table: Any) -> Any:  # noqa: ANN401 - a data frame of Polars, and the same
    """The frame with columns that hold nothing as text: as they are, DuckDB cannot read what Polars hands on."""
    import polars as pl

    return table.cast({pl.Null: pl.String}) if isinstance(table, pl.DataFrame) else table


def _refuse_twice(table: Any) -> None:  # noqa: ANN401 - of any library
    """Refuse a table with two columns of one name, of which DuckDB would give one another."""
    listed: Any = getattr(table, "column_names", None)
    names = [str(name) for name in (getattr(table, "columns", ()) if listed is None else listed)]
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice:
        raise UnreadableFile(NAME, f"it has the column {twice[0]!a} twice")
