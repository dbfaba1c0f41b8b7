"""Death at every single write, sync and cut of the file that one append consists of, by way of strace.

Random kills seldom meet these moments, and a kill between two statements never does: SQLite writes at the commit.
"""

import shutil
import subprocess
import sys

import effort
import pytest
import sample

from ledger.journal.location import Location

CALLS = {"pwrite64": effort.of(3, 9), "fdatasync": effort.of(1, 2), "ftruncate": effort.of(1, 2)}
"""The calls to die at, and at which of them: every one, or every third where there are some forty."""
ENOUGH = 100
APPEND = """
import os, sys, sample
from pathlib import Path
from ledger.journal.location import Location
from ledger.journal.writer import writing
path, honest = Path(sys.argv[1]), sys.argv[2] == "honest"
body = sample.analyst(sample.new_id())
with writing(Location(path=path)) as writer:
    writer.add(body)
    if not honest:
        os.write(1, body.id.encode())
if honest:
    os.write(1, body.id.encode())
"""


def traced(*options: str) -> list[str]:
    return [str(shutil.which("strace")), "-f", "-qq", "-o", "/dev/null", *options]


@pytest.fixture
def strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    if subprocess.run(traced("true"), capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine does not let strace trace")


def deaths(ledger: Location, call: str, how: str) -> tuple[int, list[str], list[str]]:
    """Kill at the first such call, then further and further on, until the append lives: kills, lost, broken."""
    lost, broken = [], []
    for kills, when in enumerate(range(1, ENOUGH, CALLS[call])):
        command = traced("-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={when}")
        done = subprocess.run(
            [*command, sys.executable, "-c", APPEND, str(ledger.path), how], capture_output=True, text=True, check=False
        )
        acknowledged = {done.stdout} - {""}
        lost += acknowledged - {row["id"] for row in sample.tables(ledger)["analyst"]}
        broken += sample.findings(ledger)
        if done.returncode == 0:
            return kills, lost, broken
        assert not done.stderr, done.stderr
    raise AssertionError("an append never came to its end")


@pytest.mark.long("faults")
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("call", CALLS)
def test_a_writer_killed_at_every_write_to_the_disk_loses_nothing_it_acknowledged(
    sqlite_ledger: Location, call: str
) -> None:
    kills, lost, broken = deaths(sqlite_ledger, call, "honest")
    assert (lost, broken) == ([], [])
    assert kills >= 1


@pytest.mark.usefixtures("strace")
def test_the_same_kills_catch_a_writer_that_acknowledges_before_it_commits(sqlite_ledger: Location) -> None:
    kills, lost, broken = deaths(sqlite_ledger, "fdatasync", "wrong")
    assert broken == []
    assert 1 <= len(lost) <= kills
