"""A text file read once into memory, numbers as numbers: all that comes after looks there, and not at the file again.

Numbers are read as such by the parser of the file, which is quicker than to read text and then the text. If one cell
cannot be read so, everything is read as text, so that each fault can be shown as it was written.
"""

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.forecasts.conversions import Type, identifier
from ledger.forecasts.files import Sheet

if TYPE_CHECKING:
    from ledger.forecasts.duckdb_engine import DuckEngine

MOST_BYTES = 512 * 2**20
"""A larger file stays where it is, and is read anew by each query. So large a file takes 700 MB, or spills to disk."""
_TABLE = "held"
_TYPED = frozenset({"parquet", "table"})
"""What has types and is read as it stands."""
_NUMBERS = frozenset({"probability", "weight", "outcome"})


def hold(engine: "DuckEngine") -> None:
    """Read the columns that the layout takes, if the file is text and not too large to hold."""
    sheet = engine.sheet
    if sheet.source == _TABLE or sheet.format in _TYPED:
        return
    engine.sheet = typed(engine)
    if sheet.path.stat().st_size > MOST_BYTES:
        return
    _read(engine)
    if refused(engine):
        as_text(engine)
        _read(engine)
    types: dict[str, Type] = {**engine.sheet.types, **dict.fromkeys(_clean_names(engine), "text")}
    # A table that was filled from a file keeps the file's order.
    engine.sheet = replace(engine.sheet, source=_TABLE, types=types, place="rowid + 1")


def typed(engine: "DuckEngine") -> Sheet:
    """The file with its numbers read as such; whether all could be is known when it has been read: see ``refused``."""
    numbers = _numbers(engine)
    if not numbers:
        return engine.sheet
    types: dict[str, Type] = {**engine.sheet.types, **dict.fromkeys(numbers, "number")}
    return replace(engine.sheet, source=engine.sheet.source_with(numbers), types=types)


def as_text(engine: "DuckEngine") -> None:
    """Go back to the file as text, where a cell was no number: faults are shown as they were written."""
    engine.sheet = engine.text
    engine.fetch(f"DROP TABLE {Sheet.REFUSED}")


def refused(engine: "DuckEngine") -> bool:
    """Whether the parser met a cell that it could not read as the number it was to be."""
    noted = engine.fetch(f"SELECT 1 FROM duckdb_tables() WHERE table_name = '{Sheet.REFUSED}'")
    return bool(noted) and bool(engine.fetch(f"SELECT COUNT(*) FROM {Sheet.REFUSED}")[0][0])


def _read(engine: "DuckEngine") -> None:
    columns = ", ".join(map(identifier, dict.fromkeys(engine.layout.taken.values())))
    engine.fetch(
        f"CREATE OR REPLACE TEMP TABLE {_TABLE} AS SELECT {columns or '1 AS nothing'} FROM {engine.sheet.source}"
    )


def _numbers(engine: "DuckEngine") -> frozenset[str]:
    """The columns of the file that hold numbers, as far as their place in the table and the first row tell."""
    taken = engine.layout.taken
    wanted = {source for name, source in taken.items() if name in _NUMBERS}
    wanted -= {source for name, source in taken.items() if name not in _NUMBERS}
    if engine.sheet.delimiter is None:
        return frozenset()
    with engine.sheet.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.DictReader(file, delimiter=engine.sheet.delimiter)
        first = next(rows, {})
    return frozenset(name for name in wanted if _is_number(first.get(name) or ""))


def _is_number(cell: str) -> bool:
    try:
        float(cell or "0")
    except ValueError:
        return False
    return True


def _clean_names(engine: "DuckEngine") -> list[str]:
    """The columns of names in which no cell begins or ends with a space, so that none needs a second look."""
    layout = engine.layout
    names = [source for name, source in layout.taken.items() if layout.form.columns[name].sort == "text"]
    if not names:
        return []
    spaced = (
        f"COUNT(CASE WHEN starts_with({name}, ' ') OR ends_with({name}, ' ') THEN 1 END)"
        for name in map(identifier, names)
    )
    counts = engine.fetch(f"SELECT {', '.join(spaced)} FROM {_TABLE}")[0]
    return [name for name, count in zip(names, counts, strict=True) if not count]
