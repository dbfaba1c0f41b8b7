"""Forecast tables in files, read and grouped by DuckDB, which takes the shared SQL as it is and spills to disk.

How many questions an analyst has is counted across with a bit for each analyst in each question.
"""

import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ledger.errors import LedgerError
from ledger.forecasts.columns import COLUMNS, Layout
from ledger.forecasts.conversions import Convert, convert, convert_sound, identifier, literal
from ledger.forecasts.engine import Columns, as_column
from ledger.forecasts.files import Sheet, UnreadableFile, find_sheet, table_sheet

MOST = 4_096
"""More analysts than this, and their bits take more room than the pairs would."""
_AT_ONCE = 16_384

Fetch = Callable[[str], Sequence[Sequence[Any]]]


def questions_by_analyst(fetch: Fetch, relation: str = "forecast") -> dict[str, int] | None:
    """The number of questions of each analyst in a relation; None where there are too many analysts for this way."""
    names = [row[0] for row in fetch(f"SELECT DISTINCT analyst FROM {relation} ORDER BY analyst")]
    if not 0 < len(names) <= MOST:
        return None
    bits = fetch(f"""
WITH who AS MATERIALIZED (
    SELECT analyst, ROW_NUMBER() OVER (ORDER BY analyst) - 1 AS code FROM (SELECT DISTINCT analyst FROM {relation})
)
SELECT CAST(BITSTRING_AGG(CAST(code AS INTEGER), 0, {len(names) - 1}) AS BLOB)
FROM {relation} JOIN who USING (analyst) GROUP BY question""")
    counts = _column_sums([row[0] for row in bits], len(names))
    return dict(zip(names, counts, strict=True))


def _column_sums(rows: Sequence[bytes], width: int) -> list[int]:
    """How many rows have each bit set; what pads a row to whole bytes stands before its bits."""
    import numpy as np

    total = np.zeros(width, np.int64)
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        held = np.frombuffer(b"".join(part), np.uint8).reshape(len(part), -1)
        total += np.unpackbits(held, axis=1).sum(axis=0, dtype=np.int64)[-width:]
    return [int(count) for count in total]


Progress = Callable[[float], None]
"""Told how much of a query is done, 0 to 100."""

_MEMORY = "700MB"
"""What DuckDB may hold; beyond it, it writes to disk."""
_LOOK_EVERY = 0.25  # seconds between two looks at the progress


@dataclass(frozen=True)
class Keep:
    """Which rows to look at: equal to one of the values, not before, before (in microseconds)."""

    equal: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: int | None = None
    until: int | None = None

    @property
    def condition(self) -> str:
        """As SQL."""
        parts = [f"{name} IN ({', '.join(map(literal, values))})" for name, values in self.equal if values]
        parts += [f"stated_at >= {self.since}"] if self.since is not None else []
        parts += [f"stated_at < {self.until}"] if self.until is not None else []
        return " AND ".join(parts) or "TRUE"


class DuckEngine:
    """A file, or a table that the program holds, as the relation ``forecast``.

    Use it as a context: it keeps a folder for what does not fit into memory.
    """

    def __init__(self, given: object) -> None:
        """Open a file, of which nothing is read yet, or take over a table that the program holds.

        Args:
            given: the path of a file, or a table (see ``table_sheet``).

        Raises:
            NoSuchTable, UnknownTableFormat, UnreadableFile: as the file is.
            NoTable: what is no path is no table.
        """
        import duckdb

        self.progress: Progress | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="ledger-")
        self.layout = Layout({}, {})
        self.large = False
        """Whether the file is known to have so many rows that quicker ways are worth their trouble."""
        try:
            self._connection = duckdb.connect(":memory:", config={
                "memory_limit": _MEMORY,
                "temp_directory": self._folder.name,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            })  # fmt: skip
            self._connection.execute("SET TimeZone = 'UTC'")
            self._connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
            if isinstance(given, Path):
                with self._legible(given):
                    self.text: Sheet = find_sheet(given, self._plain(given), self._connection)
            else:
                self.text = table_sheet(given, self._connection)
            self.sheet = self.text
            """The file as it is looked at, perhaps as a table that was filled from it; ``text`` is the file itself."""
        except BaseException:
            self._folder.cleanup()
            raise

    def _plain(self, path: Path) -> str:
        """The file under a name without the signs that DuckDB takes for a pattern."""
        absolute = path.resolve()
        if not any(sign in str(absolute) for sign in "*?[]{}"):
            return str(absolute)
        link = Path(self._folder.name, f"table{absolute.suffix}")
        link.symlink_to(absolute)
        return str(link)

    @property
    def present(self) -> frozenset[str]:
        """The columns of the table that have values."""
        return self.layout.present

    def define(self, layout: Layout, *, numbered: bool, keep: Keep | None = None, sound: str = "TRUE") -> None:
        """Make the relation ``forecast`` of rows that have been found to be sound.

        Args:
            layout: where each column comes from.
            numbered: whether rows need their numbers, which costs time.
            keep: which rows to look at.
            sound: a condition on what has been read, for leaving out rows with faults.
        """
        self.layout = layout
        place = "place" if numbered else "0 AS place"
        wanted = [place, *(f"{self.read(name, convert_sound)} AS {name}" for name in COLUMNS)]
        view = f"SELECT {', '.join(wanted)} FROM ({self.rows(numbered=numbered)}) WHERE {sound}"
        condition = (keep or Keep()).condition
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW forecast AS SELECT * FROM ({view}) WHERE {condition}")

    def rows(self, *, numbered: bool) -> str:
        """A query for the file's rows as they are, under the file's own names."""
        place = f", {self.sheet.place} AS place" if numbered else ""
        columns = ", ".join(f"{identifier(name)}" for name in dict.fromkeys(self.layout.taken.values()))
        return f"SELECT {columns or '1 AS nothing'}{place} FROM {self.sheet.source}"

    def raw(self, name: str) -> str:
        """SQL for what stands in the file where a column is taken from; NULL where a cell is empty."""
        if name not in self.layout.taken:
            return literal(self.layout.fixed[name])
        source = self.layout.taken[name]
        return f"NULLIF(TRIM({identifier(source)}), '')" if self.sheet.types[source] == "cell" else identifier(source)

    def read(self, name: str, convert: Convert = convert) -> str:
        """SQL that reads a column of the table from the file's row."""
        column = self.layout.form.columns[name]
        if name in self.layout.taken:
            source = self.layout.taken[name]
            return convert(column.sort, identifier(source), self.sheet.types[source])
        if name in self.layout.fixed:
            return convert(column.sort, literal(self.layout.fixed[name]), "cell")
        return _ABSENT.get(column.sort, "CAST(NULL AS BIGINT)")

    def run(self, sql: str) -> Columns:
        """Run a query and give each column of its answer.

        Raises:
            UnreadableFile: the file turns out not to be what it seemed.
        """
        with self._legible(self.sheet.path), self._watched():
            found = self._connection.execute(sql).fetchnumpy()
        return {name: as_column(values) for name, values in found.items()}

    def fetch(self, sql: str) -> list[Sequence[Any]]:
        """Run a query whose answer is small and give its rows."""
        with self._legible(self.sheet.path), self._watched():
            return list(self._connection.execute(sql).fetchall())

    def questions(self) -> dict[str, int] | None:
        """How many questions each analyst has, in a file so large that counting them in SQL would take longest."""
        return questions_by_analyst(self.fetch) if self.large else None

    @contextmanager
    def _legible(self, path: Path) -> Iterator[None]:
        """Turn DuckDB's errors about a file into a sentence."""
        import duckdb

        try:
            yield
        except LedgerError:
            raise
        except duckdb.Error as error:
            first = str(error).strip().splitlines()[0]
            raise UnreadableFile(path, first.rstrip(".")) from error

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Tell how far a query is while it runs."""
        if self.progress is None:
            yield
            return
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(done, self.progress), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _watch(self, done: threading.Event, tell: Progress) -> None:
        while not done.wait(_LOOK_EVERY):
            tell(max(0.0, float(self._connection.query_progress())))

    def close(self) -> None:
        """Let go of the file and of what was kept of it."""
        self._connection.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_ABSENT = {
    "text": "CAST(NULL AS VARCHAR)",
    "outcome": convert("outcome", "CAST(NULL AS VARCHAR)", "cell"),
    "weight": "1.0",
}
"""What stands for a column that is not there: no text, an open outcome, the weight of one."""
