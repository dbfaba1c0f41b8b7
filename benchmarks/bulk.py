"""One bulk load in a process of its own: ``bulk.py ours|bare COUNT FOLDER`` prints rows and seconds.

``ours`` records claims, each with its own question, through ``Recorder`` in one transaction. ``bare`` puts the very
rows that ``ours`` made, kept in memory, into another new ledger with SQLAlchemy Core and nothing else: same file
settings, same tables, triggers and references, and one journal row (entry and body) for each record.
"""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from sample import ACTOR, TODAY, claims
from sqlalchemy import insert
from sqlmodel import SQLModel

from ledger.curation.recording import Recorder
from ledger.journal.engine import write_engine
from ledger.journal.location import Location
from ledger.journal.schema import create
from ledger.journal.writer import FLUSH_AT, writing

TABLES = ("entry", "entry_body", "analyst", "episode", "question", "claim", "question_topic")


def ours(count: int, folder: Path) -> tuple[int, float]:
    """Record so many claims into ``made.db``; give the rows that makes, and the seconds."""
    location = _fresh(folder / "made.db")
    wanted = list(claims(count, shared=False))
    start = perf_counter()
    with writing(location, actor=ACTOR) as writer:
        recorder = Recorder(writer, TODAY, ACTOR)
        for new in wanted:
            recorder.record(new, new_analyst=True, once=False)
    seconds = perf_counter() - start
    return sum(map(len, _rows(folder / "made.db").values())), seconds


def bare(_count: int, folder: Path) -> tuple[int, float]:
    """Insert the rows of ``made.db`` into another ledger."""
    rows = _rows(folder / "made.db")
    engine = write_engine(_fresh(folder / "copy.db"))
    start = perf_counter()
    with engine.begin() as connection:
        for table, found in rows.items():
            statement = insert(SQLModel.metadata.tables[table])
            for first in range(0, len(found), FLUSH_AT):
                connection.execute(statement, found[first : first + FLUSH_AT])
    seconds = perf_counter() - start
    engine.dispose()
    return sum(map(len, rows.values())), seconds


def _fresh(path: Path) -> Location:
    path.unlink(missing_ok=True)
    location = Location(path=path)
    create(location)
    return location


def _rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        return {table: [dict(row) for row in file.execute(f"SELECT * FROM {table}")] for table in TABLES}


if __name__ == "__main__":
    way, count, folder = sys.argv[1:]
    print(json.dumps({"ours": ours, "bare": bare}[way](int(count), Path(folder))))
