"""Writing: one command, one transaction, and the journal first.

The write lock is taken, the head read, entries and the rows they make inserted, the entries read back and hashed
again, and only then committed.
"""

import getpass
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import bindparam, insert, text
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel
from uuid_utils import uuid7

from ledger.errors import StorageError
from ledger.journal.backup import copy_database
from ledger.journal.chain import Metadata, canonical, digest_of, genesis, link, stamp
from ledger.journal.database_errors import translated
from ledger.journal.engine import server_engine, write_engine
from ledger.journal.fingerprint import OWN_TABLES, refuse_altered
from ledger.journal.identity import HEAD, check_version, open_sqlite
from ledger.journal.location import Location
from ledger.journal.projector import TABLES, ProjectedEntry, Projector, Values, apply
from ledger.model.records import Body
from ledger.text.clean import clean_text

ACTOR_LIMIT = 500
"""Characters of a name that the journal keeps of who wrote."""
FLUSH_AT = 5_000
"""Entries held in memory before they are sent to the database."""
Clock = Callable[[], datetime]


class UnsafeCommit(StorageError):
    """What was read back is not what was written."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"Entry {seq} read back different from what was written; nothing was recorded.")


class BrokenHead(StorageError):
    """What the next entry would build on is not what Ledger wrote."""

    def __init__(self, seq: int) -> None:
        super().__init__(
            f"Entry {seq}, the newest, was changed or damaged; nothing was recorded.", "See: ledger verify"
        )


def new_id() -> str:
    """A fresh identifier (UUID version 7: made anywhere, sorts by time)."""
    return str(uuid7())


def default_actor() -> str:
    """Who is writing: LEDGER_ACTOR, else the name of the user who is logged in."""
    try:
        return os.environ.get("LEDGER_ACTOR", "").strip()[:ACTOR_LIMIT] or getpass.getuser()
    except (KeyError, OSError):  # a machine that has no name for its user
        return "unknown"


class Writer:
    """An open transaction on a ledger. Records go in, numbers come out; queries see what has been recorded."""

    def __init__(self, connection: Connection, actor: str, now: datetime) -> None:
        self._connection = connection
        self.actor = actor
        seq, self._head, before = self._newest()
        self._before = self._head
        self.first = self.seq = seq
        # Time never runs backwards in the record, whatever the clock of this machine says.
        self.recorded_at = max(stamp(now), before)
        numbers = {t: int(self.rows_now(f"SELECT COALESCE(MAX(number), 0) AS n FROM {t}")[0]["n"]) for t in TABLES}
        self._projector = Projector(numbers)
        self._entries: list[Values] = []
        self._bodies: list[Values] = []

    def _newest(self) -> tuple[int, str, str]:
        """Place, hash and instant of the newest entry, which is held against the one before: nothing builds on rot."""
        identity = self.rows_now("SELECT value FROM ledger_meta WHERE key = 'ledger_id'")
        rows = self.rows_now(
            "SELECT e.seq, e.id, e.kind, e.subject, e.recorded_at, e.actor, e.digest, e.hash, b.salt, b.body "
            "FROM entry e LEFT JOIN entry_body b ON b.seq = e.seq ORDER BY e.seq DESC LIMIT 2"
        )
        if not identity:
            raise BrokenHead(0)
        start = genesis(identity[0]["value"])
        if not rows:
            return 0, start, ""
        seq, *metadata, digest, found, salt, body = rows[0].values()
        try:
            head = link(seq, rows[1]["hash"] if len(rows) > 1 else start, Metadata(*metadata), digest)
            sound = head == found and (body is None or digest_of(salt, body) == digest)
        except (ValueError, TypeError, AttributeError):
            sound = False
        if not sound:
            raise BrokenHead(seq)
        return seq, found, metadata[3]

    def add(self, body: Body) -> int:
        """Record something new and give its short number."""
        return self._append(f"{body.table}.added", body)

    def change(self, body: Body, action: str) -> None:
        """Record the whole of something after a change; ``action`` says in a word what was done."""
        self._append(f"{body.table}.{action}", body)
        if body.table == "analyst":  # so that a name given up is free for the next record of this transaction
            self._flush()

    def _append(self, kind: str, record: Body) -> int:
        values = record.model_dump(mode="json")
        body, salt = canonical(values), secrets.token_hex(16)
        metadata = Metadata(new_id(), kind, values["id"], self.recorded_at, self.actor)
        digest = digest_of(salt, body)
        self.seq += 1
        self._head = link(self.seq, self._head, metadata, digest)
        self._entries.append({"seq": self.seq, **metadata._asdict(), "digest": digest, "hash": self._head})
        self._bodies.append({"seq": self.seq, "salt": salt, "body": body})
        number = self._projector.project(ProjectedEntry(self.seq, kind, values["id"], self.recorded_at, values))
        if len(self._entries) >= FLUSH_AT:
            self._flush()
        return number

    def rows(self, sql: str, **parameters: object) -> list[dict[str, Any]]:
        """Ask the ledger as it stands inside this transaction."""
        self._flush()
        return self.rows_now(sql, **parameters)

    def rows_now(self, sql: str, **parameters: object) -> list[dict[str, Any]]:
        """Ask without sending first what is waiting to be written."""
        return [dict(row) for row in self._connection.execute(text(sql), parameters).mappings()]

    def _flush(self) -> None:
        if not self._entries:
            return
        self._insert("entry", self._entries)
        self._insert("entry_body", self._bodies)
        self._entries, self._bodies = [], []
        apply(self._projector.take(), self._insert, self._update, self._clear)

    def _insert(self, table: str, rows: Sequence[Values]) -> None:
        """Send rows of one kind straight to the driver: Core would prepare each row's values anew, to no effect."""
        dialect = self._connection.dialect
        statement = insert(SQLModel.metadata.tables[table]).compile(dialect=dialect, column_keys=list(rows[0]))
        order = statement.positiontup  # None where the driver takes names
        given = list(rows) if order is None else list(map(itemgetter(*order), rows))
        self._connection.exec_driver_sql(str(statement), given)

    def _update(self, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        target = SQLModel.metadata.tables[table]
        statement = target.update().where(target.c.id == bindparam("_id"))
        renamed = [{"_id": row["id"], **{f"_{name}": row[name] for name in columns}} for row in rows]
        self._connection.execute(statement.values({name: bindparam(f"_{name}") for name in columns}), renamed)

    def _clear(self, child: str, parent: str, identifier: str) -> None:
        target = SQLModel.metadata.tables[child]
        self._connection.execute(target.delete().where(target.c[parent] == identifier))

    def seal(self) -> None:
        """Send what waits, read the new entries back and hash them again; last thing before the commit.

        Raises:
            UnsafeCommit: memory, driver or disk changed a byte on the way.
        """
        self._flush()
        query = text(
            "SELECT e.seq, e.id, e.kind, e.subject, e.recorded_at, e.actor, e.hash, b.salt, b.body "
            "FROM entry e JOIN entry_body b ON b.seq = e.seq WHERE e.seq > :first ORDER BY e.seq"
        )
        head, seen = self._before, self.first
        for seq, *metadata, found, salt, body in self._connection.execute(query, {"first": self.first}):
            seen += 1
            head = link(seen, head, Metadata(*metadata), digest_of(salt, body))
            if seq != seen or head != found:
                raise UnsafeCommit(seen)
        if seen != self.seq:
            raise UnsafeCommit(seen + 1)


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def writing(location: Location, *, actor: str | None = None, now: Clock = _now, keep: bool = True) -> Iterator[Writer]:
    """Open a ledger for one transaction: all that is recorded in the block is there afterwards, or none of it.

    Args:
        location: where the ledger is.
        actor: who writes; by default whoever runs the program.
        now: the clock.
        keep: or else do it all and leave everything as it was, without holding up who writes.

    Raises:
        NoLedger, NotALedger, OlderLedger, NewerLedger, AlteredSchema: before anything is written.
        StorageError: the database could not take it.
    """
    with (locked if keep else rehearsed)(location) as connection:
        writer = Writer(connection, clean_text(actor or default_actor(), "actor"), now())
        yield writer
        writer.seal()


@contextmanager
def locked(location: Location) -> Iterator[Connection]:
    """One transaction on a ledger that is as this release made it, with the write lock held.

    Raises:
        NoLedger, NotALedger, OlderLedger, NewerLedger, AlteredSchema: before anything is written.
        StorageError: the database could not take it.
    """
    with translated(location):
        if location.path is not None:
            open_sqlite(location).close()
        engine = write_engine(location)
        try:
            with engine.begin() as connection:
                _check(connection, location)
                yield connection
        finally:
            engine.dispose()


@contextmanager
def rehearsed(location: Location) -> Iterator[Connection]:
    """The same on a copy that is thrown away: what would come of it is seen, and nobody who writes is held up.

    A file is copied into a temporary folder. On a server the tables are copied into temporary ones of the same names,
    which PostgreSQL looks up first; references between them are not looked at, as nothing of them stays.

    Raises:
        NoLedger, NotALedger, OlderLedger, NewerLedger, AlteredSchema: before anything is tried.
        StorageError: the database could not take it.
    """
    with translated(location), ExitStack() as stack:
        if location.path is not None:
            open_sqlite(location).close()
            folder = stack.enter_context(TemporaryDirectory(prefix="ledger-rehearsal-"))
            copy = Path(folder, "copy.db")
            copy_database(location, copy)
            engine = write_engine(Location(path=copy))
        else:
            engine = server_engine(location, "REPEATABLE READ")
        stack.callback(engine.dispose)
        connection = stack.enter_context(engine.connect())
        _check(connection, location)
        if location.path is None:
            _shadow(connection)
        yield connection


def _shadow(connection: Connection) -> None:
    """Put a temporary copy before each table of a ledger on a server; it goes with the transaction."""
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for table in OWN_TABLES:
        shape = f"(LIKE {schema}.{table} INCLUDING ALL) ON COMMIT DROP"
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {table} {shape}")
        connection.exec_driver_sql(f"INSERT INTO pg_temp.{table} SELECT * FROM {schema}.{table}")


def _check(connection: Connection, location: Location) -> None:
    if location.path is None:
        from ledger.journal.schema import postgresql_revision

        check_version(str(location), postgresql_revision(connection, location))
    ask = connection.exec_driver_sql
    refuse_altered(lambda sql: ask(sql).fetchall(), location, HEAD)
