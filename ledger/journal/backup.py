"""A copy of a ledger that is whole even while somebody writes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ledger.errors import ConflictError, InputError
from ledger.journal.database_errors import translated
from ledger.journal.files import made_whole
from ledger.journal.identity import open_sqlite
from ledger.journal.location import Location


class BackupExists(ConflictError):
    """The backup's name is taken."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is there already; it has not been touched.", "Name another file.")


class NoBackupHere(InputError):
    """PostgreSQL has tools of its own for this."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is not a file.", "Back a PostgreSQL ledger up with pg_dump.")


def copy_database(location: Location, target: Path) -> None:
    """Copy a ledger file to ``target``: complete or not at all, mode 0600.

    SQLite's online backup waits for writers; the copy is synced before it gets its name.

    Raises:
        BackupExists: ``target`` is there already.
        NoBackupHere: the ledger is not a file.
    """
    if location.path is None:
        raise NoBackupHere(str(location))
    try:
        with (
            made_whole(target) as making,
            translated(location),
            closing(open_sqlite(location, checked=False)) as source,
            closing(sqlite3.connect(making, isolation_level=None)) as copy,
        ):
            copy.execute("PRAGMA synchronous=EXTRA")
            source.backup(copy)
    except FileExistsError as error:
        raise BackupExists(str(target)) from error
    except OSError as error:
        raise InputError(f"{target} cannot be made: {error.strerror}.", "Name another file.") from error
