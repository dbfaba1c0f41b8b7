"""What a benchmark is: a function under a name that gives rows of one table."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from timing import Timed, work


@dataclass(frozen=True)
class Row:
    """One measurement: ours, what it stands beside, their ratio, and the target."""

    what: str
    ours: str
    baseline: str = "-"
    ratio: float | None = None
    target: str = "-"
    met: bool | None = None


@dataclass(frozen=True)
class Setup:
    """How large, how often, and where the made ledgers are kept while the benchmarks run."""

    claims: int
    large: int
    rounds: int
    table: int
    folder: Path
    made: dict[int, Path] = field(default_factory=dict)

    def ledger(self, count: int) -> Path:
        """A made ledger of so many claims; each size is made once."""
        if count not in self.made:
            path = self.folder / f"ledger-{count}.db"
            work("work.py", "make_ledger", path, count)
            self.made[count] = path
        return self.made[count]


Benchmark = Callable[[Setup], list[Row]]
BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(name: str) -> Callable[[Benchmark], Benchmark]:
    """Enter a function in the list of benchmarks."""

    def register(function: Benchmark) -> Benchmark:
        BENCHMARKS[name] = function
        return function

    return register


def compared(what: str, timed: Mapping[str, Timed], ours: str, baseline: str, most: float | None) -> Row:
    """A row of two commands measured side by side; ``most`` is the largest ratio of wall times that is good enough."""
    one, other = timed[ours], timed[baseline]
    ratio = one.wall / other.wall
    return Row(
        what,
        shown(one),
        f"{shown(other)}: {baseline}",
        ratio,
        f"<= {most}" if most else "-",
        ratio <= most if most else None,
    )


def shown(timed: Timed) -> str:
    """Time by the clock, processor time and memory of a command."""
    return f"{timed.wall * 1000:.0f} ms (cpu {timed.cpu * 1000:.0f}, {timed.peak_mb:.0f} MB)"


def temporary() -> Any:  # noqa: ANN401 - the library's own context manager
    """A folder that is gone afterwards."""
    return tempfile.TemporaryDirectory(prefix="ledger-benchmarks-")
