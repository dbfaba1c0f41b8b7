"""A file of forecasts that is being read while the rest of the program is still being loaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread
from types import TracebackType
from typing import Self

from ledger.forecasts.columns import BINARY, lay_out_table
from ledger.forecasts.csv_cache import hold
from ledger.forecasts.duckdb_engine import DuckEngine, Progress


class Early:
    """Opens a file in the background, and reads it if it is short text. Use it as a context: it closes the file.

    In place of the path of a file there may be a table that the program holds (see ``files.table_sheet``).
    """

    def __init__(self, given: object, maps: Sequence[str] = (), sets: Sequence[str] = ()) -> None:
        """Begin at once; faults are told by ``take``."""
        self._engine: DuckEngine | None = None
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._read, args=(given, maps, sets), daemon=True)
        self._thread.start()

    def _read(self, given: object, maps: Sequence[str], sets: Sequence[str]) -> None:
        try:
            self._engine = DuckEngine(given)
            self._engine.layout = lay_out_table(self._engine.sheet.names, maps, sets)
            if self._engine.layout.form is BINARY:
                hold(self._engine)
        except BaseException as fault:  # noqa: BLE001 - it is raised where somebody is there to hear it
            self._fault = fault

    def take(self, progress: Progress | None = None) -> DuckEngine:
        """The open file, once it is.

        Raises:
            LedgerError: the file, or a column that is named, cannot be found or read.
        """
        self._thread.join()
        if self._fault is not None:
            raise self._fault
        assert self._engine is not None  # noqa: S101 - there was no fault
        self._engine.progress = progress
        return self._engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.join()
        if self._engine is not None:
            self._engine.close()


@dataclass(frozen=True)
class FileAsk:
    """Which rows of a file are looked at, and how they are read; all in a user's words."""

    maps: Sequence[str] = ()
    sets: Sequence[str] = ()
    skip_bad: bool = False
    analyst: str | None = None
    topic: str | None = None
    since: str | None = None
    until: str | None = None
    today: str = field(default_factory=lambda: str(datetime.now(UTC).date()))


def begin(table: object, given: FileAsk) -> Early:
    """Begin to read a file, or a table that the program holds; it is closed with the context that this is."""
    return Early(table, given.maps, given.sets)
