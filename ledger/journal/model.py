"""The tables' definitions as the revisions make them, where no SQLite file is at hand to be asked."""

import sqlite3
import tempfile
from functools import cache
from pathlib import Path

from ledger.journal.location import Location
from ledger.journal.schema import create


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
