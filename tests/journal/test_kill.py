"""What was acknowledged survives a kill, and a kill leaves the old or the new, never what lies between."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import effort
import killing
import pytest
import sample

from ledger.journal.location import Location
from ledger.journal.schema import create
from ledger.journal.writer import writing

KILLS = effort.of(20, 8)


def harness(what: str, address: object, kills: int = 0, seed: int = 1, **environment: str) -> dict[str, Any]:
    found = subprocess.run(
        [sys.executable, killing.__file__, what, str(address), str(kills), str(seed)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, **environment},
    )
    assert found.returncode == 0, found.stderr
    tally: dict[str, Any] = json.loads(found.stdout)
    return tally


def address(location: Location) -> str:
    return str(location.path or location.url)


@pytest.mark.long("faults", sample=1)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_writer_killed_at_random_loses_nothing_it_acknowledged(sqlite_ledger: Location, seed: int) -> None:
    tally = harness("while_adding", address(sqlite_ledger), KILLS, seed)
    assert (tally["lost"], tally["broken"]) == ([], [])
    assert tally["landed"] == KILLS
    assert tally["acknowledged"] >= KILLS


@pytest.mark.long("faults")
@pytest.mark.postgres
def test_a_client_of_a_server_killed_at_random_loses_nothing_it_acknowledged(postgres_ledger: Location) -> None:
    tally = harness("while_adding", address(postgres_ledger), effort.of(10, 4))
    assert (tally["lost"], tally["broken"]) == ([], [])
    assert tally["acknowledged"] >= effort.of(10, 4)


@pytest.mark.long("faults")
def test_a_load_killed_at_random_is_there_whole_or_not_at_all(sqlite_ledger: Location) -> None:
    tally = harness("while_loading", address(sqlite_ledger), KILLS)
    assert (tally["lost"], tally["broken"]) == ([], [])


@pytest.mark.long("faults")
def test_making_a_ledger_when_killed_leaves_none_or_a_good_one(tmp_path: Path) -> None:
    tally = harness("while_making", tmp_path, KILLS)
    assert (tally["lost"], tally["broken"]) == ([], [])
    assert tally["states"]["none"] >= KILLS // 4


@pytest.mark.long("faults")
def test_a_writer_killed_at_each_of_its_statements_loses_nothing_it_acknowledged(location: Location) -> None:
    step = effort.of(1, 3)
    tally = harness("at_statements_of_adding", address(location), step)
    assert (tally["lost"], tally["broken"]) == ([], [])
    assert tally["landed"] == tally["kills"] - 1 >= 20 // step


@pytest.mark.long("faults", sample=1)
def test_the_harness_catches_a_writer_that_acknowledges_before_it_commits(location: Location) -> None:
    tally = harness("at_statements_of_adding_wrongly", address(location), 1)
    assert tally["broken"] == []
    assert len(tally["lost"]) >= 2


def test_a_journal_left_by_a_kill_is_rolled_back_by_whoever_reads_next(sqlite_ledger: Location) -> None:
    """The victim dies with half a transaction in the file: its cache is too small to hold it back."""
    sample.fill(sqlite_ledger, 2)
    assert sqlite_ledger.path is not None
    before = sqlite_ledger.path.read_bytes()
    code = (
        "import os, signal, sys, sample\n"
        "from pathlib import Path\n"
        "from ledger.journal import engine\n"
        "from ledger.journal.location import Location\n"
        "from ledger.journal.writer import writing\n"
        "engine._PRAGMAS = tuple('cache_size=5' if p.startswith('cache') else p for p in engine._PRAGMAS)\n"
        "with writing(Location(path=Path(sys.argv[1]))) as writer:\n"
        "    for number in range(200):\n"
        "        writer.add(sample.analyst(f'Analyst {number + 10}', note='x' * 1000))\n"
        "    writer.rows('SELECT 1')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    dead = subprocess.run([sys.executable, "-c", code, str(sqlite_ledger.path)], check=False, timeout=60)
    assert dead.returncode == -9
    journal = sqlite_ledger.path.with_name("ledger.db-journal")
    assert sqlite_ledger.path.read_bytes() != before  # half of it is in the file
    assert journal.stat().st_size > 0
    assert len(sample.tables(sqlite_ledger)["analyst"]) == 2
    assert journal.stat().st_size == 0 if journal.exists() else True
    assert sample.findings(sqlite_ledger) == []
    with writing(sqlite_ledger) as writer:
        assert writer.add(sample.analyst("Next")) == 3


def test_a_ledger_is_made_again_where_a_kill_left_none(tmp_path: Path) -> None:
    (tmp_path / ".making-left-over").mkdir()
    create(Location(path=tmp_path / "new.db"))
    assert sample.findings(Location(path=tmp_path / "new.db")) == []
