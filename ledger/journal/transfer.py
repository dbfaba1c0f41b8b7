"""A journal from elsewhere, entry by entry, into a ledger: into none yet, which is then made, or on from where it ends.

What is recorded are the very entries: identifiers, instants, names, salts, bodies and hashes. Every one is checked
against the one before, and none is there unless all are.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import column as sql_column
from sqlalchemy import insert, text
from sqlalchemy import table as sql_table
from sqlalchemy.engine import Connection

from ledger.errors import ConflictError, LedgerError
from ledger.journal.chain import genesis
from ledger.journal.database_errors import driver_error, translated
from ledger.journal.entries import ENTRIES, Chain, Kept
from ledger.journal.identity import NoLedger
from ledger.journal.location import Location
from ledger.journal.projector import REDACTION, TABLES, ProjectedEntry, Values
from ledger.journal.reader import connect
from ledger.journal.schema import creating
from ledger.journal.writer import FLUSH_AT, UnsafeCommit, Writer, locked, rehearsed
from ledger.model.records import BODIES
from ledger.text.clean import refuse_unstorable

Fault = Callable[[int, str], Exception]
"""Makes the error for a line of the file."""
_AT_ONCE = 5_000
_OF_THE_ROWS = frozenset({"IntegrityError", "DataError"})


class OtherLedger(ConflictError):
    """The journal is not of the ledger it was to go into."""

    def __init__(self, place: str, theirs: str, ours: str, *, empty: bool) -> None:
        super().__init__(
            f"The journal is of ledger {theirs}; the one at {place} is another ({ours}). Nothing was changed.",
            f"{'It is empty, but has its own identifier. ' if empty else ''}"
            "Name a place where no ledger is yet, for instance: ledger --db copy.db import FILE",
        )


class Diverged(ConflictError):
    """Two ledgers that were one and have gone different ways."""

    def __init__(self, place: str, seq: int) -> None:
        super().__init__(
            f"The journal and {place} went different ways: entry {seq} is not the same in both. Nothing was changed.",
            "A journal can only take a ledger further that ends somewhere in it. Name another place with --db.",
        )


class RedactsHere(ConflictError):
    """A redaction elsewhere of what this ledger still holds."""

    def __init__(self, place: str, seq: int) -> None:
        super().__init__(
            f"Entry {seq} of the journal redacts what {place} still holds. Nothing was changed.",
            "Import the journal to a new place, and keep that: ledger --db copy.db import FILE",
        )


@dataclass(frozen=True)
class Transferred:
    """What came of it: how many entries the journal has, how many were new here, and the ledger's last hash."""

    ledger_id: str
    created: bool
    entries: int
    added: int
    head: str


class _Undone(Exception):
    """Ends a transaction that was only to be tried."""


def _undo() -> None:
    raise _Undone


def transfer(
    location: Location, ledger_id: str, entries: Iterable[tuple[int, Kept]], fault: Fault, *, keep: bool = True
) -> Transferred:
    """Record the entries of a journal that a ledger has not got; where no ledger is, make it, with its identifier.

    Args:
        location: where the ledger is, or is to be.
        ledger_id: which ledger the journal is of.
        entries: all of its entries with their lines; an error it raises leaves the ledger as it was.
        fault: makes the error for what is wrong on a line.
        keep: or else do it all, and leave everything as it was.

    Raises:
        OtherLedger, Diverged, RedactsHere: as they say.
        StorageError: the ledger cannot be opened, or could not take it.
    """
    with suppress(_Undone), _place(location, ledger_id, keep=keep) as (connection, created):
        ours = connection.exec_driver_sql("SELECT value FROM ledger_meta WHERE key = 'ledger_id'").scalar()
        copier = Copier(connection, fault)
        if ours != ledger_id:
            raise OtherLedger(str(location), ledger_id, str(ours), empty=not copier.first)
        chain = _follow(copier, location, Chain(genesis(ledger_id)), entries)
        copier.seal()
        done = Transferred(ledger_id, created, chain.seq, copier.seq - copier.first, copier.head)
        if not keep:
            _undo()
    return done


@contextmanager
def _place(location: Location, ledger_id: str, *, keep: bool) -> Iterator[tuple[Connection, bool]]:
    if _is_there(location):
        with (locked if keep else rehearsed)(location) as connection:
            yield connection, False
    else:
        with creating(location, ledger_id) as (connection, _):
            yield connection, True


def _is_there(location: Location) -> bool:
    with translated(location):
        try:
            connect(location).close()
        except NoLedger:
            return False
    return True


def _follow(copier: "Copier", location: Location, chain: Chain, entries: Iterable[tuple[int, Kept]]) -> Chain:
    """Walk along the journal: what the ledger has is held against it, what comes after is taken."""
    gone: dict[int, int] = {}
    for line, entry in entries:
        found = chain.fault(entry)
        if found:
            raise copier.fault(line, found)
        if entry.body is None:
            gone[entry.seq] = line
        if entry.seq > copier.first:
            if entry.kind == REDACTION and copier.holds(entry.subject):
                raise RedactsHere(str(location), entry.seq)
            copier.take(line, entry)
        elif copier.held(entry.seq) != entry.hash:
            raise Diverged(str(location), entry.seq)
    if chain.unexplained:
        seq = chain.unexplained
        raise copier.fault(gone[seq], f"the body of entry {seq} is gone, and no redaction says why")
    return chain


class Copier(Writer):
    """A transaction that takes entries as they were written elsewhere."""

    def __init__(self, connection: Connection, fault: Fault) -> None:
        super().__init__(connection, "", datetime(1970, 1, 1, tzinfo=UTC))
        self.fault = fault
        self._line = self._taken = 0
        self._hashes: dict[int, str] = {}

    @property
    def head(self) -> str:
        """The hash of the newest entry."""
        return self._head

    def held(self, seq: int) -> str:
        """The hash of an entry that was here before."""
        if seq not in self._hashes:
            query = "SELECT seq, hash FROM entry WHERE seq >= :start AND seq < :stop"
            rows = self.rows_now(query, start=seq, stop=seq + _AT_ONCE)
            self._hashes = {row["seq"]: row["hash"] for row in rows}
        return self._hashes.get(seq, "")

    def holds(self, entry_id: str) -> bool:
        """Whether the body of an entry is here."""
        query = "SELECT 1 AS one FROM entry e JOIN entry_body b ON b.seq = e.seq WHERE e.id = :id"
        return bool(self.rows(query, id=entry_id))

    def take(self, line: int, entry: Kept) -> None:
        """Record the next entry, as it is."""
        self._line = line
        table, _, action = entry.kind.partition(".")
        if not action or (table not in TABLES and entry.kind != REDACTION):
            raise self.fault(line, f"entry {entry.seq} is of a kind that this version does not know: {entry.kind!a}")
        self.seq, self._head = entry.seq, entry.hash
        self._entries.append({name: value for name, value in entry._asdict().items() if name not in {"salt", "body"}})
        if entry.body is not None:
            self._taken += 1
            self._bodies.append({"seq": entry.seq, "salt": entry.salt, "body": entry.body})
            self._project(entry, self._read(entry, table))
        if len(self._entries) >= FLUSH_AT or (table == "analyst" and action != "added"):
            self._flush()

    def _read(self, entry: Kept, table: str) -> dict[str, Any]:
        """The record in a body, which must be one that some version wrote."""
        try:
            for words in (entry.id, entry.kind, entry.subject, entry.actor):
                refuse_unstorable(words)
            values = json.loads(str(entry.body))
            if table in BODIES:
                BODIES[table].model_validate(values)
        except (LedgerError, ValueError, TypeError, RecursionError) as error:
            told = error.message if isinstance(error, LedgerError) else "not what any version wrote"
            raise self.fault(self._line, f"entry {entry.seq} cannot be taken: {told}") from error
        if not isinstance(values, dict) or (table in BODIES and values["id"] != entry.subject):
            raise self.fault(self._line, f"entry {entry.seq} cannot be taken: its body is of another record")
        return values

    def _project(self, entry: Kept, values: dict[str, Any]) -> None:
        try:
            self._projector.project(ProjectedEntry(entry.seq, entry.kind, entry.subject, entry.recorded_at, values))
        except (KeyError, TypeError, AttributeError) as error:
            raise self.fault(self._line, f"entry {entry.seq} cannot be taken: its body lacks {error}") from error

    def _flush(self) -> None:
        """Send what waits; what the tables refuse is a fault of the file, what the disk refuses is not."""
        waiting = len(self._entries)
        try:
            super()._flush()
        except Exception as error:
            cause = driver_error(error)
            if cause is None or not _OF_THE_ROWS & {kind.__name__ for kind in type(cause).__mro__}:
                raise
            told = (str(cause).strip().splitlines() or ["no reason given"])[0]
            raise self.fault(self._line, f"one of the last {waiting} entries up to here is refused: {told}") from error

    def _insert(self, table: str, rows: Sequence[Values]) -> None:
        """Rows of one kind may have fewer columns where an earlier version wrote them; the tables fill the rest."""
        for names, group in groupby(rows, key=tuple):
            target = sql_table(table, *map(sql_column, names))
            self._connection.execute(insert(target), list(group))

    def seal(self) -> None:
        """Read the new entries back and check them again; last thing before the commit.

        Raises:
            UnsafeCommit: memory, driver or disk changed a byte on the way.
        """
        self._flush()
        chain, bodies = Chain(self._before, self.first), 0
        for row in self._connection.execute(text(ENTRIES), {"after": self.first, "until": self.seq}):
            entry = Kept(*row)
            bodies += entry.body is not None
            if chain.fault(entry):
                raise UnsafeCommit(chain.seq + 1)
        if (chain.seq, chain.head, bodies) != (self.seq, self._head, self._taken):
            raise UnsafeCommit(chain.seq + 1)
