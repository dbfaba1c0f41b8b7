"""Many writers at once: no fork, nothing lost, and a naive writer fails the same examination."""

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import crowding
import effort
import psycopg
import pytest
import sample

from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.verify import verify

PROCESSES, APPENDS = 8, effort.of(50, 12)


def crowd(how: str, address: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, crowding.__file__, how, address, str(PROCESSES), str(APPENDS)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    acknowledged: list[str] = json.loads(found.stdout)
    return acknowledged


def examine(acknowledged: list[str], rows: list[tuple[int, str]], wanted: int) -> dict[str, int]:
    """What went wrong; ``rows`` are a place in the chain and what stands there."""
    places = Counter(seq for seq, _ in rows)
    return {
        "refused": wanted - len(acknowledged),
        "lost": len(set(acknowledged) - {name for _, name in rows}),
        "forks": sum(count - 1 for count in places.values()),
        "gaps": max(places, default=0) - len(places),
    }


@pytest.mark.long("faults")
def test_no_entry_is_lost_forked_or_refused_when_eight_processes_write(location: Location) -> None:
    acknowledged = crowd("ledger", str(location.path or location.url))
    with reading(location) as reader:
        rows = [(row["seq"], row["subject"]) for row in reader.rows("SELECT seq, subject FROM entry")]
    assert examine(acknowledged, rows, PROCESSES * APPENDS) == {"refused": 0, "lost": 0, "forks": 0, "gaps": 0}
    assert verify(location).entries == PROCESSES * APPENDS
    assert sample.findings(location) == []
    assert sample.numbers(location)["analyst"] == list(range(1, PROCESSES * APPENDS + 1))


def test_the_examination_catches_a_naive_writer_on_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "naive.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(crowding.NAIVE_TABLE)
    acknowledged = crowd("naive", str(path))
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT seq, id FROM naive").fetchall()
    found = examine(acknowledged, rows, PROCESSES * APPENDS)
    assert found["forks"] + found["refused"] > 0


@pytest.mark.postgres
def test_the_examination_catches_a_naive_writer_on_postgresql(postgres_database: Location) -> None:
    with psycopg.connect(postgres_database.conninfo, autocommit=True) as connection:
        connection.execute(crowding.NAIVE_TABLE)
        acknowledged = crowd("naive", postgres_database.url)
        rows = connection.execute("SELECT seq, id FROM naive").fetchall()
    assert examine(acknowledged, rows, PROCESSES * APPENDS)["forks"] > 0
