"""The tables as the journal makes them: for a report on the past, and to prove the tables of the present."""

import json
import re
import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from ledger.errors import StorageError
from ledger.journal.location import Location
from ledger.journal.projector import PROJECTED, Change, Projector, Values, apply
from ledger.journal.reader import Reader

_CHUNK = 5_000
_NAME = re.compile(r"[a-z_]+")
# What a replay leaves out: references, which would need the journal's own rows as well, and the uniqueness of
# names, which held after each transaction but need not half-way through many of them taken at once.
_CONSTRAINT = re.compile(
    r",\s*CONSTRAINT \w+ (?:FOREIGN KEY \(\w+\) REFERENCES \w+ \(\w+\)|UNIQUE \((?:key|match_key)\))"
)


class UnreadableEntry(StorageError):
    """The body of an entry is not what any version wrote."""

    def __init__(self, seq: int, detail: str) -> None:
        what = f"Entry {seq}" if seq else "The journal"
        super().__init__(f"{what} cannot be replayed: {detail}.", "See: ledger verify")
        self.seq = seq


def replayed(source: Reader, location: Location, until: str | None = None, *, name: str = ":memory:") -> Reader:
    """A new in-memory ledger holding what the journal had by the instant ``until`` (all of it if None).

    Raises:
        UnreadableEntry: a body is damaged or was not written by Ledger.
    """
    memory = sqlite3.connect(name, isolation_level=None)
    try:
        _fill(memory, source, location, until)
    except BaseException:
        memory.close()
        raise
    return Reader(memory, "sqlite")


def _fill(memory: sqlite3.Connection, source: Reader, location: Location, until: str | None) -> None:
    memory.execute("PRAGMA synchronous=OFF")
    for statement in _definitions(source, location):
        memory.execute(statement)
    memory.execute("BEGIN")
    projector = Projector()
    with closing(changes(source, until)) as found:
        for count, change in enumerate(found, start=1):
            try:
                projector.project(change)
            except (KeyError, TypeError, AttributeError) as error:
                raise UnreadableEntry(change.seq, f"{type(error).__name__} {error}") from error
            if count % _CHUNK == 0:
                _apply(memory, projector)
    _apply(memory, projector)
    memory.execute("COMMIT")
    memory.execute("PRAGMA query_only=ON")


def changes(source: Reader, until: str | None = None) -> Generator[Change, None, None]:
    """The entries in order, without those whose body has been redacted."""
    where = "WHERE e.recorded_at <= :until " if until is not None else ""
    query = (
        "SELECT e.seq, e.kind, e.subject, e.recorded_at, b.body FROM entry e JOIN entry_body b ON b.seq = e.seq "
        f"{where}ORDER BY e.seq"
    )
    with source.stream(query, {"until": until} if until is not None else {}) as rows:
        for seq, kind, subject, recorded_at, body in rows:
            try:
                values = json.loads(body)
            except (ValueError, RecursionError) as error:
                raise UnreadableEntry(seq, "its body is not JSON") from error
            yield Change(seq, kind, subject, recorded_at, values)


def _definitions(source: Reader, location: Location) -> list[str]:
    """The tables' own definitions: an SQLite file carries them, for PostgreSQL the revisions make a model."""
    if location.path is not None:
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        found = {row["name"]: row["sql"] for row in source.rows(query)}
        return [_CONSTRAINT.sub("", found[table]) for table in PROJECTED if table in found]
    from ledger.journal.model import definitions

    return [_CONSTRAINT.sub("", definitions()[table]) for table in PROJECTED]


def _apply(memory: sqlite3.Connection, projector: Projector) -> None:
    def insert(table: str, rows: Sequence[Values]) -> None:
        for names, group in _by_columns(rows):
            holes = ", ".join(f":{name}" for name in names)
            memory.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", group)

    def update(table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        _check_names(columns)
        changed = ", ".join(f"{name} = :{name}" for name in columns)
        memory.executemany(f"UPDATE {table} SET {changed} WHERE id = :id", rows)

    def clear(child: str, parent: str, identifier: str) -> None:
        memory.execute(f"DELETE FROM {child} WHERE {parent} = :id", {"id": identifier})

    try:
        apply(projector.take(), insert, update, clear)
    except (sqlite3.Error, OverflowError, ValueError) as error:
        raise UnreadableEntry(0, str(error)) from error


def _by_columns(rows: Sequence[Values]) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    groups: dict[tuple[str, ...], list[Any]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    for names, group in groups.items():
        _check_names(names)
        yield names, group


def _check_names(names: Sequence[str]) -> None:
    """A body comes from a file that may be hostile: its keys become SQL only if they look like columns."""
    for name in names:
        if not _NAME.fullmatch(name):
            raise StorageError(f"The journal names a column {name!a}, which no version wrote.", "See: ledger verify")
