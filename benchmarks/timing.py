"""Timing whole processes, side by side.

A process is timed from its start to its end, its output read through a pipe to the last byte. What is compared runs
in turn, A B A B, so that a busy machine slows both; the figures are medians, and a ratio is one median by the other.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

Command = Sequence[str]


@dataclass(frozen=True)
class Run:
    """One process: seconds by the clock, seconds of processor time, most memory held, and what it printed."""

    wall: float
    cpu: float
    peak_mb: float
    output: bytes


@dataclass(frozen=True)
class Timed:
    """The medians of several runs of one command."""

    wall: float
    cpu: float
    peak_mb: float


def script(name: str) -> str:
    """The path of a command installed beside the Python that runs this."""
    found = shutil.which(name, path=sysconfig.get_path("scripts"))
    if found is None:
        sys.exit(f'{name} is not installed beside {sys.executable}. Run: pip install -e ".[bench]"')
    return found


_BARE = """
import sys
sys.modules |= {"numpy": None, "pandas": None}
from sqlite_utils.cli import cli
sys.exit(cli())
"""


def rival() -> Command:
    """sqlite-utils as it is installed by itself: it would load pandas and NumPy, which are here for other baselines."""
    script("sqlite-utils")  # says what to do where it is missing
    return (sys.executable, "-c", _BARE)


def environment() -> dict[str, str]:
    """The environment of every measured process: compiled modules are kept and used, output is buffered."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LEDGER", "COLUMNS"))}


def run(command: Command) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed, so that its time says nothing.
    """
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, output)


def work(file: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever JSON says
    """Have a script of this folder do something in a process of its own, and give its answer."""
    script_path = str(Path(__file__).with_name(file))
    return json.loads(run((sys.executable, script_path, *map(str, arguments))).output)


def interleaved(commands: Mapping[str, Command], rounds: int) -> dict[str, Timed]:
    """Run each command once unmeasured, then all in turn, ``rounds`` times."""
    for command in commands.values():
        run(command)
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(replace(run(command), output=b""))  # memory held here would show in what comes next
    return {name: _medians(found) for name, found in runs.items()}


def _medians(runs: Sequence[Run]) -> Timed:
    wall, cpu, peak = (median(getattr(one, name) for one in runs) for name in ("wall", "cpu", "peak_mb"))
    return Timed(wall, cpu, peak)
