"""Making and upgrading a ledger: the only user of Alembic while the program runs."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import Connection
from uuid_utils import uuid7

from ledger.errors import ConflictError, StorageError
from ledger.journal.backup import copy_database
from ledger.journal.chain import FORMAT
from ledger.journal.database_errors import translated
from ledger.journal.engine import server_engine, sqlite_engine, write_engine
from ledger.journal.files import data_dir, made_whole
from ledger.journal.fingerprint import OWN_TABLES, refuse_altered
from ledger.journal.identity import (
    APPLICATION_ID,
    HEAD,
    ON_POSTGRESQL,
    NewerLedger,
    NoLedger,
    NotALedger,
    open_sqlite,
    sqlite_revision,
)
from ledger.journal.location import Location


class LedgerExists(ConflictError):
    """There is a ledger (or something else) where a new one was to be made."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} is there already; it has not been touched.", "Use it as it is, or name another with --db."
        )


class FolderThere(LedgerExists):
    """There is a folder where a new ledger was to be made."""

    def __init__(self, place: str) -> None:
        known = NotALedger(place, "a folder")
        ConflictError.__init__(self, known.message, known.hint)


def create(location: Location) -> str:
    """Make a new, empty ledger and give its identifier.

    Raises:
        LedgerExists: something stands there already.
    """
    with creating(location) as (_, ledger_id):
        return ledger_id


@contextmanager
def creating(location: Location, ledger_id: str | None = None) -> Iterator[tuple[Connection, str]]:
    """The transaction in which a new ledger is made, and its identifier: what is added in the block is there with it.

    A file is made whole under another name and then given its own, so that a crash leaves none or a good one; there
    references are not looked at before the block has ended.

    Args:
        location: where nothing stands yet.
        ledger_id: of a ledger that is made again; a new one if None.

    Raises:
        LedgerExists: something stands there already.
        StorageError: what was added points nowhere.
    """
    with translated(location):
        making = _making_in_postgresql(location) if location.path is None else _making_file(location, location.path)
        with making as connection:
            yield connection, _upgrade(connection, location, ledger_id)
            _refuse_broken(connection, location)


@contextmanager
def _making_file(location: Location, path: Path) -> Iterator[Connection]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with made_whole(path) as making:
            engine = sqlite_engine(str(making), foreign_keys=False)
            with _closing(engine), engine.begin() as connection:
                yield connection
    except FileExistsError as error:
        if path.is_dir():
            raise FolderThere(str(location)) from error
        raise LedgerExists(str(location)) from error
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {error.strerror}.", "Name another place with --db.") from error


@contextmanager
def _making_in_postgresql(location: Location) -> Iterator[Connection]:
    engine = write_engine(location)
    with _closing(engine), engine.begin() as connection:
        present = set(inspect(connection).get_table_names())
        if "ledger_meta" in present:
            raise LedgerExists(str(location))
        if not present.isdisjoint({"alembic_version", *OWN_TABLES}):
            raise NotALedger(str(location), "a database of another program")
        yield connection


def upgrade(location: Location) -> tuple[str, str, str]:
    """Bring a ledger to this version's schema, all or nothing, after a backup.

    Returns:
        The revision before, the revision after, and where the backup is ("" if nothing had to be done, or on
        PostgreSQL, whose own tools make backups).
    """
    with translated(location):
        before = _revision(location)
        if before == HEAD:
            return before, HEAD, ""
        if before > HEAD:
            raise NewerLedger(str(location), before)
        backup = _backup(location, before)
        engine = write_engine(location, foreign_keys=False)
        with _closing(engine), engine.begin() as connection:
            if _revision_within(connection, location) == before:  # nobody was quicker
                _carry_over(connection, location, before)
        return before, HEAD, backup


def _carry_over(connection: Connection, location: Location, before: str) -> None:
    """Upgrade what is as its own release left it, and only to what this release makes, with the journal untouched."""

    def ask(sql: str) -> Sequence[Any]:
        return connection.exec_driver_sql(sql).fetchall()

    newest = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"
    refuse_altered(ask, location, before)
    head = ask(newest)
    _upgrade(connection, location)
    refuse_altered(ask, location, HEAD)
    if ask(newest) != head:
        raise StorageError(f"The upgrade of {location!s} was given up: it would have changed the journal.")


@contextmanager
def _closing(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


def _backup(location: Location, revision: str) -> str:
    if location.path is None:
        return ""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    target = location.path.with_name(f"{location.path.name}.before-{HEAD}.{revision}.{stamp}")
    copy_database(location, target)
    return str(target)


def _revision(location: Location) -> str:
    """The revision a ledger is at, read without the write lock."""
    if location.path is not None:
        with closing(open_sqlite(location, checked=False)) as file:
            return sqlite_revision(file, str(location))
    engine = server_engine(location, "REPEATABLE READ")
    with _closing(engine), engine.connect() as connection:
        return postgresql_revision(connection, location)


def _revision_within(connection: Connection, location: Location) -> str:
    if location.path is None:
        return postgresql_revision(connection, location)
    return f"{connection.exec_driver_sql('PRAGMA user_version').scalar_one():04d}"


def postgresql_revision(connection: Connection, location: Location) -> str:
    """The revision a PostgreSQL ledger is at.

    Raises:
        NoLedger: the database holds none.
    """
    if connection.execute(text(ON_POSTGRESQL)).first() is None:
        raise NoLedger(str(location))
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _upgrade(connection: Connection, location: Location, ledger_id: str | None = None) -> str:
    """Run the revisions and everything that belongs to them inside the caller's one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(data_dir("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _refuse_broken(connection, location)
    if location.path is not None:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={int(HEAD)}")
    return _identify(connection, ledger_id)


def _refuse_broken(connection: Connection, location: Location) -> None:
    """PostgreSQL looks at every reference as it is made; an SQLite file is looked at here."""
    if location.path is None:
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StorageError(
            f"The work on {location!s} was given up: {len(broken)} rows would point nowhere. Nothing was changed."
        )


def _identify(connection: Connection, ledger_id: str | None) -> str:
    known = connection.execute(text("SELECT value FROM ledger_meta WHERE key = 'ledger_id'")).scalar()
    if known is not None:
        return str(known)
    ledger_id = ledger_id or str(uuid7())
    connection.execute(
        text("INSERT INTO ledger_meta (key, value) VALUES (:key, :value)"),
        [{"key": "ledger_id", "value": ledger_id}, {"key": "format", "value": FORMAT}],
    )
    return ledger_id


@cache
def definitions() -> dict[str, str]:
    """Each table's CREATE statement in SQLite's words, from a throwaway ledger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.db"
        create(Location(path=path))
        connection = sqlite3.connect(path)
        found = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall())
        connection.close()
    return found
