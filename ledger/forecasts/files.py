"""What a forecast table comes in: files of several kinds, and tables that a program holds.

To add a kind of file, add its function and its entry in ``FORMATS``. A function looks at a file and says which columns
it has, of what type, and by which SQL its rows are read. A table is a data frame of pandas or Polars, or whatever gives
a stream of Arrow.
"""

import csv
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from ledger.errors import InputError, NotFoundError, quoted
from ledger.forecasts.conversions import Type, identifier, literal, type_of


class NoSuchTable(NotFoundError):
    """No file of that name."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no file {quoted(str(path))}.", "Name a CSV, JSONL or Parquet file.")


class UnreadableFile(InputError):
    """A file that is not what its name says, or cannot be opened."""

    def __init__(self, path: Path, why: str, hint: str = "") -> None:
        super().__init__(f"{quoted(str(path))} cannot be read: {why}.", hint)


class UnknownTableFormat(InputError):
    """A file whose name ends in nothing we know."""

    def __init__(self, path: Path) -> None:
        told = ", ".join(f"{format_.title} ({' '.join(format_.suffixes)})" for format_ in FORMATS.values())
        super().__init__(f"{quoted(str(path))} is of no known kind.", f"A forecast table is one of: {told}.")


@dataclass(frozen=True)
class Sheet:
    """A file as a relation: ``source`` is what stands after FROM, ``place`` the number of a row, from 1."""

    path: Path
    format: str
    types: Mapping[str, Type]
    source: str
    place: str
    said: Callable[[int], str]
    """Where row so-and-so stands in the file, in words."""
    delimiter: str | None = None
    source_with: Callable[[Collection[str]], str] = str
    """The source with some columns read as numbers; what cannot be read so is noted in the table ``REFUSED``."""

    REFUSED: ClassVar[str] = "refused_numbers"

    @property
    def names(self) -> list[str]:
        """The columns of the file, in its order."""
        return list(self.types)


def find_sheet(path: Path, target: str, connection: Any) -> Sheet:  # noqa: ANN401 - DuckDB's own class
    """Look at a file.

    Args:
        path: as the user named it.
        target: the same file under a name that DuckDB takes as it is.
        connection: to DuckDB.

    Raises:
        NoSuchTable, UnknownTableFormat, UnreadableFile: as it says.
    """
    if not path.exists():
        raise NoSuchTable(path)
    if not path.is_file():
        raise UnreadableFile(path, "it is not a file")
    suffix = path.suffix.lower()
    for format_ in FORMATS.values():
        if suffix in format_.suffixes:
            return format_.look(path, target, connection)
    raise UnknownTableFormat(path)


_DELIMITERS = ",;\t|"
_CSV_OPTIONS = "auto_detect=false, header=true, quote='\"', escape='\"', nullstr=''"


def _csv(path: Path, target: str, _connection: Any) -> Sheet:  # noqa: ANN401
    """Every column as text: what a cell means is for us to say, not for a guess from the first rows."""
    delimiter, names = _header(path)
    twice = [name for name, n in Counter(name.strip().casefold() for name in names).items() if n > 1]
    if twice:
        raise UnreadableFile(path, f"its first line has the column {quoted(twice[0])} twice")

    def source(numbers: Collection[str], refused: str) -> str:
        declared = ", ".join(f"{literal(name)}: '{'DOUBLE' if name in numbers else 'VARCHAR'}'" for name in names)
        rejects = f"store_rejects=true, rejects_limit=0, rejects_table='{refused}', rejects_scan='{refused}_scans'"
        cut = f"delim={literal(delimiter)}, columns={{{declared}}}"
        return f"read_csv({literal(target)}, {_CSV_OPTIONS}, {cut}, {rejects})"

    types: dict[str, Type] = dict.fromkeys(names, "cell")
    plain = source((), "reject_errors")
    lines = _Lines(path, delimiter)
    return Sheet(
        path, "csv", types, plain, "ROW_NUMBER() OVER ()", lines, delimiter, partial(source, refused=Sheet.REFUSED)
    )


def _header(path: Path) -> tuple[str, list[str]]:
    """The delimiter and the column names: the first line, cut by whichever delimiter cuts it most."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(1_000_000)
            if "\0" in first:
                raise UnreadableFile(path, "it is not text")
            delimiter = max(_DELIMITERS, key=first.count) if any(sign in first for sign in _DELIMITERS) else ","
            file.seek(0)
            names = next(csv.reader(file, delimiter=delimiter), [])
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "it is not UTF-8", "Save it as UTF-8 and try again.") from error
    except (OSError, csv.Error) as error:
        raise UnreadableFile(path, str(getattr(error, "strerror", None) or error)) from error
    if not any(name.strip() for name in names):
        raise UnreadableFile(path, "it has no first line with the names of its columns")
    return delimiter, names


class _Lines:
    """Says where a row of a CSV file stands: its number, and the line on which it begins (a cell may have several)."""

    def __init__(self, path: Path, delimiter: str) -> None:
        self._path, self._delimiter = path, delimiter

    def __call__(self, row: int) -> str:
        return f"row {row} (line {self._starts[row]})" if row < len(self._starts) else f"row {row}"

    @cached_property
    def _starts(self) -> list[int]:
        """The line of each record; the column names are record 0."""
        starts: list[int] = []
        with self._path.open(encoding="utf-8-sig", errors="replace", newline="") as file, suppress(csv.Error):
            reader = csv.reader(file, delimiter=self._delimiter)
            line = 1
            for record in reader:
                starts += [line] if record else []
                line = reader.line_num + 1
        return starts


def _row(row: int) -> str:
    return f"row {row}"


def _jsonl(path: Path, target: str, connection: Any) -> Sheet:  # noqa: ANN401
    """Every value as text, as it stands; a line that is no object has no values at all."""
    objects = f"read_ndjson_objects({literal(target)}, ignore_errors=true, maximum_object_size=33554432)"
    query = (
        f"SELECT name, MIN(place) FROM (SELECT UNNEST(json_keys(json)) AS name, ROW_NUMBER() OVER () AS place "
        f"FROM {objects} WHERE json_type(json) = 'OBJECT') GROUP BY name ORDER BY 2, 1"
    )
    names = [str(row[0]) for row in connection.execute(query).fetchall()]
    if not names:
        raise UnreadableFile(path, "no line of it is a JSON object", "Write one object a line.")
    declared = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    source = (
        f"read_json({literal(target)}, format='newline_delimited', ignore_errors=true, maximum_object_size=33554432, "
        f"columns={{{declared}}})"
    )
    return Sheet(path, "jsonl", dict.fromkeys(names, "cell"), source, "ROW_NUMBER() OVER ()", _row)


def _parquet(path: Path, target: str, connection: Any) -> Sheet:  # noqa: ANN401
    """Columns as they are typed."""
    plain = f"read_parquet({literal(target)}, hive_partitioning=false)"
    types = {
        str(row[0]): type_of(str(row[1])) for row in connection.execute(f"DESCRIBE SELECT * FROM {plain}").fetchall()
    }
    source = f"read_parquet({literal(target)}, hive_partitioning=false, file_row_number=true)"
    return Sheet(path, "parquet", types, source, f"{identifier('file_row_number')} + 1", _row)


@dataclass(frozen=True)
class TableFormat:
    """A kind of file: its name, how its files end, and the function that looks at one."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    look: Callable[[Path, str, Any], Sheet]


FORMATS: Mapping[str, TableFormat] = MappingProxyType({
    format_.name: format_
    for format_ in (
        TableFormat("csv", "CSV", (".csv", ".tsv", ".txt"), _csv),
        TableFormat("jsonl", "JSON lines", (".jsonl", ".ndjson"), _jsonl),
        TableFormat("parquet", "Parquet", (".parquet", ".pq"), _parquet),
    )
})  # fmt: skip
"""Every kind of file, by its name."""


HELD_NAME = Path("the table")
"""What a table that a program holds is called where a file has its name."""
_HELD = "given_table"


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
    """Take over a table that a program holds: whole and with its types, before it is looked at.

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
        connection.execute(f"CREATE TEMP TABLE {_HELD} AS SELECT {columns} FROM given")
        connection.unregister("given")
    except (duckdb.Error, TypeError, ValueError) as error:
        raise NoTable(table, str(error).splitlines()[0]) from error
    described = connection.execute(f"DESCRIBE {_HELD}").fetchall()
    types = {str(name): type_of(str(kind)) for name, kind, *_ in described}
    return Sheet(HELD_NAME, "table", types, _HELD, "rowid + 1", _row)


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
        raise UnreadableFile(HELD_NAME, f"it has the column {twice[0]!a} twice")
