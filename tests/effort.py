"""How much is tried of what is long by nature: a sample with every change, the whole of it under ``--whole``.

A test that is long says so: ``@pytest.mark.long(KIND, sample=N)`` leaves about N of its cases to a run that is not
whole, evenly taken; ``effort.of(whole, sample)`` is a count inside a test. ``make long`` tries the whole of each kind.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

_Case = TypeVar("_Case")
_SHARE = 5  # of the examples of a property, one in so many is a sample
_FEWEST = 5

WHOLE = False
"""Whether everything is tried; known before the first test module is imported."""

KINDS = {
    "faults": "processes killed, disks full, writers side by side",
    "fuzz": "generated and damaged input, and properties of what is computed from it",
    "growth": "time in proportion to size",
    "studies": "methods held against simulated truth",
}


def of(whole: int, sample: int) -> int:
    """How often to do something."""
    return whole if WHOLE else sample


def examples(whole: int) -> int:
    """How many generated examples to try of a property."""
    return of(whole, max(whole // _SHARE, _FEWEST))


def begin(*, whole: bool) -> None:
    """Fix the effort of this run. The same examples every time, and no clock in a test."""
    global WHOLE  # noqa: PLW0603 - one run has one effort, and decorators read it while modules are imported
    WHOLE = whole
    settings.register_profile("steady", derandomize=True, deadline=None, max_examples=examples(100))
    settings.load_profile("steady")


def sampled(cases: Sequence[_Case], count: int) -> list[_Case]:
    """So many of the cases, evenly taken, the first among them."""
    if count >= len(cases):
        return [*cases]
    return [cases[place * len(cases) // count] for place in range(count)]


def chosen(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests of a run that is not whole, in their order, and those left out."""
    items = [*items]
    of_one: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if marker := item.get_closest_marker("long"):
            assert marker.args[0] in KINDS, f"{item.nodeid}: {marker.args[0]} is no kind of long test"
            if "sample" in marker.kwargs:
                of_one[item.nodeid.partition("[")[0]].append(item)
    out = set()
    for cases in of_one.values():
        count = cases[0].get_closest_marker("long").kwargs["sample"]  # type: ignore[union-attr]
        out |= {*cases} - {*sampled(cases, count)}
    return [item for item in items if item not in out], [item for item in items if item in out]


class Table:
    """Writes what was tried, by kind and test, when a run ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kinds: dict[str, str] = {}
        self._cases: dict[str, list[float]] = defaultdict(list)
        self._failed: dict[str, int] = defaultdict(int)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of one case."""
        name = report.nodeid.partition("[")[0]
        for kind in KINDS:
            if f"long_{kind}" in report.keywords:
                self._kinds[name] = kind
        if report.when == "call":
            self._cases[name].append(report.duration)
        self._failed[name] += report.failed

    def pytest_sessionfinish(self) -> None:
        """Write the table."""
        lines = ["| kind | test | cases | failed | seconds |", "|---|---|---:|---:|---:|"]
        for name in sorted(self._cases, key=lambda name: (self._kinds.get(name, "fuzz"), name)):
            cells = self._kinds.get(name, "fuzz"), name.removeprefix("tests/"), str(len(self._cases[name]))
            lines.append(f"| {' | '.join(cells)} | {self._failed[name]} | {sum(self._cases[name]):.0f} |")
        total = [len(cases) for cases in self._cases.values()], [sum(cases) for cases in self._cases.values()]
        lines.append(f"| all | | {sum(total[0])} | {sum(self._failed.values())} | {sum(total[1]):.0f} |")
        head = (
            f"# What is long, tried whole\n\n`make long` writes this table: {os.cpu_count()} processors. A run of all\n"
            "tests tries a sample of each. Seconds are the sum over the cases of a test, two at a time.\n\n"
        )
        self._path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
