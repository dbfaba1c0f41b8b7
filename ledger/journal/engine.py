"""The one way to a database for writing: settings measured to lose nothing and never to fork the chain.

SQLite: journal TRUNCATE with synchronous EXTRA survives a power cut where the defaults lose the last record;
BEGIN IMMEDIATE takes the write lock before anything is read, where the defaults let two writers read one head.
PostgreSQL: an advisory lock, held to the end of the transaction, does the same.
"""

import sqlite3
import sys
from typing import Any, Literal

from sqlalchemy import Engine, NullPool, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError

from ledger.journal.database_errors import MissingDriver
from ledger.journal.identity import LOCK, WAIT, refuse_foreign_file
from ledger.journal.location import Location, UnknownDatabase

_PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=EXTRA",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cache_size=-262144",
    *(("fullfsync=ON", "checkpoint_fullfsync=ON") if sys.platform == "darwin" else ()),
)


def write_engine(location: Location, *, foreign_keys: bool = True) -> Engine:
    """An engine whose every transaction holds the write lock from its first statement.

    Args:
        location: an existing file or a database address.
        foreign_keys: off only while revisions run (they check all references before they commit).
    """
    if location.path is None:
        engine = server_engine(location, "READ COMMITTED")
        event.listen(engine, "begin", _lock)
        return engine
    refuse_foreign_file(location.path)
    return sqlite_engine(str(location.path), foreign_keys=foreign_keys)


def sqlite_engine(path: str, *, foreign_keys: bool = True) -> Engine:
    """The SQLite half of ``write_engine``, for a file that may still be empty."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path, foreign_keys=foreign_keys),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _connect(path: str, *, foreign_keys: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=WAIT)
    try:
        for pragma in (*_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    return connection


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def server_engine(location: Location, isolation: Literal["READ COMMITTED", "REPEATABLE READ"]) -> Engine:
    """The PostgreSQL half of ``write_engine``, without its lock.

    Args:
        location: an address of a database.
        isolation: whatever the server's default is. READ COMMITTED where the lock is taken: the head must be read
            after it was got, not before. REPEATABLE READ where nothing but one moment of the ledger may be seen.
    """
    try:
        return create_engine(location.url, poolclass=NullPool, isolation_level=isolation, hide_parameters=True)
    except ImportError as error:
        raise MissingDriver from error
    except (ArgumentError, ValueError) as error:
        raise UnknownDatabase(str(location)) from error


def _lock(connection: Connection) -> None:
    connection.execute(text("SET LOCAL synchronous_commit TO on"))
    connection.execute(text(f"SET LOCAL lock_timeout TO '{WAIT * 1000:.0f}ms'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def driver_connection(connection: Connection) -> Any:  # noqa: ANN401 - a driver's own class
    """The bare driver's connection under SQLAlchemy's."""
    return connection.connection.driver_connection
