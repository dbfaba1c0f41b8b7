"""Work that the runner leaves to a process of its own, so that it stays small: ``work.py TASK ARGUMENT...``.

On Linux a process starts with the peak memory of the one that started it, so a large runner would hide what a
command takes.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

from sample import TODAY, make

from ledger.journal.reader import AsOf, Reader
from ledger.reports.summary import summary

# What `ledger list` shows people, under the heads it has there.
DISPLAYED = ("number", "stated_on", "analyst", "statement", "likelihood", "deadline", "state", "denies", "condition")


def make_ledger(path: str, count: str) -> None:
    """A made ledger of so many claims."""
    make(Path(path), int(count))


def plain_tables(listing: str, path: str) -> int:
    """Plain tables for sqlite-utils: ``displayed`` (what people see) and ``listed`` (every field of the JSON)."""
    rows = json.loads(Path(listing).read_text(encoding="utf-8"))["rows"]
    with closing(sqlite3.connect(path)) as file:
        for table, names in (("displayed", DISPLAYED), ("listed", tuple(rows[0]))):
            file.execute(f"CREATE TABLE {table} ({', '.join(names)})")
            values = [[_flat(row[name]) for name in names] for row in rows]
            file.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", values)
        file.commit()
    return len(rows)


def _flat(value: object) -> object:
    return ", ".join(value) if isinstance(value, list) else value


def statements(path: str) -> int:
    """How many SQL statements the summary sends."""
    sent: list[str] = []
    with closing(sqlite3.connect(path)) as connection:
        reader = Reader(connection, "sqlite")
        reader.as_of = AsOf(0, "", "", str(TODAY), provisional=True)
        connection.set_trace_callback(sent.append)
        summary(reader)
    return len(sent)


def hashing(path: str) -> tuple[int, float]:
    """How many bodies a journal has, and how long SHA-256 takes over their bytes."""
    with closing(sqlite3.connect(path)) as file:
        bodies = [body.encode() for (body,) in file.execute("SELECT body FROM entry_body")]
    start = perf_counter()
    for body in bodies:
        hashlib.sha256(body).digest()
    return len(bodies), perf_counter() - start


TASKS: dict[str, Callable[..., object]] = {
    task.__name__: task for task in (make_ledger, plain_tables, statements, hashing)
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
