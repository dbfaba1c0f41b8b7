"""Tables of forecasts that a program holds: data frames of pandas and Polars, and Arrow tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from ledger.errors import InputError


@contextmanager
def as_file(table: object) -> Iterator[Path]:
    """A table as a file: where it is a path, that one; else its columns with their types, in Parquet.

    Args:
        table: a path, a frame that writes Parquet itself as those of Polars do, or anything that DuckDB takes as a
            relation. The index of a pandas frame is no column.

    Raises:
        InputError: it is no table, or has a column that no file can hold.
    """
    if isinstance(table, str | Path):
        yield Path(table)
        return
    with TemporaryDirectory(prefix="ledger-") as folder:
        path = Path(folder) / "the table.parquet"
        try:
            _write(table, path)
        except Exception as error:  # whichever library the table is of has its own
            raise InputError(
                f"What is given, of the type {type(table).__qualname__}, is no table: {str(error).splitlines()[0]}",
                "Give a path, or a table of pandas, Polars or Arrow.",
            ) from error
        yield path


def _write(table: object, path: Path) -> None:
    if hasattr(table, "write_parquet"):  # without PyArrow, through which DuckDB would read it
        table.write_parquet(path)
        return
    with duckdb.connect() as connection:
        connection.register("given", table)
        connection.execute("COPY given TO $path (FORMAT parquet)", {"path": str(path)})
        connection.unregister("given")
