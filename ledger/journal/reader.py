"""Reading the tables, now or as of a moment: plain SQL text over a bare driver, with no library to load.

For a moment of the past, and to prove the tables of the present, the tables are made anew from the journal.
"""

import json
import re
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from ledger.errors import StorageError
from ledger.journal.chain import stamp
from ledger.journal.database_errors import MissingDriver, translated
from ledger.journal.identity import BROKEN_TEXT, ON_POSTGRESQL, NoLedger, check_version, open_sqlite
from ledger.journal.location import Location
from ledger.journal.projector import PROJECTED, ProjectedEntry, Projector, Values, apply

_AT_ONCE = 2_000
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")

Record = dict[str, Any]
"""A row: its columns by name."""


class Rows(Protocol):
    """Anything that answers SQL: a reader, or a writer in the middle of its work."""

    def rows(self, sql: str, **parameters: object) -> list[Record]:
        """Run a query with bound parameters."""


@dataclass(frozen=True)
class AsOf:
    """As of which entry an answer speaks. ``today`` is the day deadlines are held against."""

    entry: int
    hash: str
    recorded_at: str
    today: str
    provisional: bool
    """Whether entries may still be added that would belong to this instant."""

    def row(self) -> Record:
        """The same for the footer of a report and for machines; None where there is no entry yet."""
        return {
            "entry": self.entry,
            "recorded_at": self.recorded_at or None,
            "hash": self.hash or None,
            "today": self.today,
            "provisional": self.provisional,
        }


class Reader:
    """A ledger open for reading, at one moment of its history."""

    def __init__(self, connection: Any, dialect: str) -> None:  # noqa: ANN401 - either driver's connection
        self._connection = connection
        self._dialect = dialect
        self.as_of = AsOf(0, "", "", "", provisional=True)
        self.journal = self
        """Where the entries themselves are: a replayed ledger holds the tables alone."""

    def tuples(self, sql: str, parameters: Mapping[str, object] | None = None) -> tuple[list[str], list[Sequence[Any]]]:
        """Run a query and give its column names and its rows."""
        try:
            cursor = self._connection.execute(self._spelt(sql), dict(parameters or {}))
            return [column[0] for column in cursor.description], cursor.fetchall()
        except UnicodeDecodeError as error:  # in what SQLite says of a broken schema
            raise sqlite3.DatabaseError(BROKEN_TEXT) from error

    @contextmanager
    def stream(self, sql: str, parameters: Mapping[str, object] | None = None) -> Iterator[Iterator[Sequence[Any]]]:
        """Run a query whose rows come one by one: what it finds may be larger than memory."""
        if self._dialect == "postgresql":
            cursor = self._connection.cursor("stream")
            cursor.itersize = _AT_ONCE
        else:
            cursor = self._connection.cursor()
        with closing(cursor):
            yield iter(cursor.execute(self._spelt(sql), dict(parameters or {})))

    def _spelt(self, sql: str) -> str:
        if self._dialect != "postgresql":
            return sql
        return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Let what fails in the block not spoil what comes after it: PostgreSQL gives a whole transaction up."""
        if self._dialect != "postgresql":
            yield
            return
        self._connection.execute("SAVEPOINT attempt")
        try:
            yield
        except Exception:
            self._connection.execute("ROLLBACK TO SAVEPOINT attempt")
            raise

    def accept_broken_text(self) -> None:
        """Hand over text that is not UTF-8 (a file can be damaged so) with a mark in it, instead of failing."""
        if self._dialect == "sqlite":
            self._connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def rows(self, sql: str, **parameters: object) -> list[Record]:
        """Run a query and give each row as a mapping."""
        names, found = self.tuples(sql, parameters)
        return [dict(zip(names, row, strict=True)) for row in found]


def connect(location: Location, *, checked: bool = True) -> Reader:
    """Open the journal and tables as they are now; ``checked=False`` leaves the version to the caller."""
    if location.path is not None:
        connection: Any = open_sqlite(location, checked=checked)
        connection.execute("BEGIN")
        return Reader(connection, "sqlite")
    try:
        import psycopg
    except ImportError as error:
        raise MissingDriver from error
    connection = psycopg.connect(location.conninfo, autocommit=True)
    connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    reader = Reader(connection, "postgresql")
    try:
        _check_postgresql(reader, location, checked=checked)
    except BaseException:
        reader.close()
        raise
    return reader


def _check_postgresql(reader: Reader, location: Location, *, checked: bool) -> None:
    if not reader.rows(ON_POSTGRESQL):
        raise NoLedger(str(location))
    if checked:
        check_version(str(location), str(reader.rows("SELECT version_num FROM alembic_version")[0]["version_num"]))


@contextmanager
def reading(location: Location, as_of: datetime | None = None) -> Iterator[Reader]:
    """Open a ledger for one report, now or as it stood at ``as_of`` (an aware instant).

    Raises:
        NoLedger, NotALedger, OlderLedger, NewerLedger: as the file says.
    """
    with translated(location):
        reader = connect(location)
        source = reader
        try:
            if as_of is not None:
                reader = replayed(source, location, stamp(as_of))
            reader.as_of = _as_of(source, as_of)
            reader.journal = source
            yield reader
        finally:
            source.close()
            if reader is not source:
                reader.close()


def _as_of(source: Reader, as_of: datetime | None) -> AsOf:
    newest = source.rows("SELECT seq, hash, recorded_at FROM entry ORDER BY seq DESC LIMIT 1")
    until = stamp(as_of) if as_of is not None else stamp(datetime.now(UTC))
    if as_of is None or not newest or newest[0]["recorded_at"] <= until:
        last, provisional = newest, True
    else:
        last = source.rows(
            "SELECT seq, hash, recorded_at FROM entry WHERE recorded_at <= :until ORDER BY seq DESC LIMIT 1",
            until=until,
        )
        provisional = False
    if not last:
        return AsOf(0, "", "", until[:10], provisional)
    return AsOf(last[0]["seq"], last[0]["hash"], last[0]["recorded_at"], until[:10], provisional)


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
    with closing(projected_entries(source, until)) as found:
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


def projected_entries(source: Reader, until: str | None = None) -> Generator[ProjectedEntry, None, None]:
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
            yield ProjectedEntry(seq, kind, subject, recorded_at, values)


def _definitions(source: Reader, location: Location) -> list[str]:
    """The tables' own definitions: an SQLite file carries them, for PostgreSQL the revisions make a model."""
    if location.path is not None:
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        found = {row["name"]: row["sql"] for row in source.rows(query)}
        return [_CONSTRAINT.sub("", found[table]) for table in PROJECTED if table in found]
    from ledger.journal.schema import definitions

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
