"""Is this file a ledger of ours, and of this version? Asked before anything is read or written."""

import shlex
import sqlite3
from pathlib import Path

from ledger.errors import NotFoundError, StorageError
from ledger.journal.location import Location

APPLICATION_ID = 0x4C444752  # "LDGR"
HEAD = "0002"
"""The newest revision in ``migrations``; ``user_version`` holds it as a number."""
LOCK = APPLICATION_ID
"""The advisory lock PostgreSQL writers take."""
BROKEN_TEXT = "malformed: it holds text that is not UTF-8"
WAIT = 30
"""Seconds to wait for another writer before giving up."""
ON_POSTGRESQL = "SELECT 1 AS one FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'ledger_meta'"
"""Whether a PostgreSQL database holds a ledger; many a program has an ``alembic_version``."""
_MAGIC = b"SQLite format 3\0"
_HEADER_SIZE = 100
_APPLICATION = slice(68, 72)


class NoLedger(NotFoundError):
    """Nothing is there yet."""

    def __init__(self, place: str) -> None:
        super().__init__(f"There is no ledger at {place}.", "Make one with: ledger init")


class NotALedger(StorageError):
    """Something is there, but it is not ours, so it is left alone."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"{place} is {what}, not a ledger; it has not been touched.",
            "Name another file with --db, or move this one away and run: ledger init",
        )


class Unreadable(StorageError):
    """The system does not let the file be read."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} cannot be read: {reason}.", "Check the permissions of the file and of its folder.")


class OlderLedger(StorageError):
    """Made by an earlier version."""

    def __init__(self, place: str, found: str) -> None:
        super().__init__(
            f"{place} has schema {found}; this version needs {HEAD}.",
            f"A backup is taken first. Run: ledger --db {shlex.quote(place)} upgrade",
        )


class NewerLedger(StorageError):
    """Made by a later version."""

    def __init__(self, place: str, found: str) -> None:
        super().__init__(
            f"{place} has schema {found}; this version knows none after {HEAD}. Nothing was written.",
            "Update the program: pip install --upgrade claim-ledger",
        )


def refuse_foreign_file(path: Path) -> None:
    """Refuse what is not a ledger before SQLite gets to see it.

    SQLite takes an empty file for a new database, and merely opening one may write to it (a log is folded in).

    Raises:
        NoLedger: nothing is there.
        NotALedger: a folder, an empty file or a foreign one.
        Unreadable: it may not be looked at.
    """
    try:
        what = _other_kind(path)
    except OSError as error:
        raise Unreadable(str(path), error.strerror or "the system refuses") from error
    if what:
        raise NotALedger(str(path), what)


def _other_kind(path: Path) -> str:
    """What stands at ``path`` if it is no ledger; nothing if it looks like one."""
    if not path.exists():
        raise NoLedger(str(path))
    if not path.is_file():
        return "a folder" if path.is_dir() else "a device or a pipe"
    with path.open("rb") as file:
        header = file.read(_HEADER_SIZE)
    signs = (
        (not header, "an empty file"),
        (not header.startswith(_MAGIC), "a file of another kind"),
        (len(header) < _HEADER_SIZE, "a file that was cut off"),
        (int.from_bytes(header[_APPLICATION], "big") != APPLICATION_ID, "a database of another program"),
    )
    return next((kind for found, kind in signs if found), "")


def check_version(place: str, revision: str) -> None:
    """Refuse a schema other than this version's, saying which way out there is."""
    if revision < HEAD:
        raise OlderLedger(place, revision)
    if revision > HEAD:
        raise NewerLedger(place, revision)


def sqlite_revision(connection: sqlite3.Connection, place: str) -> str:
    """The revision an SQLite ledger carries in its header.

    Raises:
        NotALedger: the header names another application.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotALedger(place, "a database of another program")
    return f"{connection.execute('PRAGMA user_version').fetchone()[0]:04d}"


def open_sqlite(location: Location, *, checked: bool = True) -> sqlite3.Connection:
    """Open a ledger file for reading over the bare driver.

    The file is opened for writing where it may be, with writing switched off: a journal left by a killed writer
    must be rolled back before anything can be read, and a read-only connection cannot do that.
    """
    path = location.path
    assert path is not None  # noqa: S101 - the dialect was looked at by the caller
    refuse_foreign_file(path)
    address = path.resolve().as_uri()
    try:
        connection = _open(f"{address}?mode=rw")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise
        connection = _open(f"{address}?mode=ro")
    try:
        if checked:
            check_version(str(location), sqlite_revision(connection, str(location)))
    except BaseException:
        connection.close()
        raise
    return connection


def _open(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT)
    try:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA application_id").fetchone()
    except UnicodeDecodeError as error:  # Python could not even read SQLite's complaint about a broken schema
        connection.close()
        raise sqlite3.DatabaseError(BROKEN_TEXT) from error
    except BaseException:
        connection.close()
        raise
    return connection
