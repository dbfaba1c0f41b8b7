"""Run the benchmarks and print a table: ``python benchmarks/run.py [NAME...] [--claims N]``.

Needs the extra ``bench``; the commands measured are those installed beside the Python that runs this.
"""

import argparse
import os
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import cases  # noqa: F401 - enters the benchmarks
import document_cases  # noqa: F401 - enters more of them
import table_cases  # noqa: F401 - enters more of them
from registry import BENCHMARKS, Row, Setup, temporary
from tabulate import tabulate

_HEADS = ("What", "Ours", "Baseline", "Ratio", "Target", "Met")
_PACKAGES = (
    "claim-ledger",
    "sqlite-utils",
    "typer",
    "pydantic",
    "sqlmodel",
    "sqlalchemy",
    "duckdb",
    "numpy",
    "pandas",
    "scikit-learn",
    "pyfixest",
)


def _read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all if none is named: {', '.join(BENCHMARKS)}")
    parser.add_argument("--claims", type=int, default=10_000, help="size of the ledger that is listed")
    parser.add_argument("--large", type=int, default=100_000, help="size of the bulk load and of the largest ledger")
    parser.add_argument("--table", type=int, default=10_000_000, help="rows of the largest forecast table")
    parser.add_argument("--rounds", type=int, default=11, help="how often each command is run")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return given


def _where() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{datetime.now(UTC).date()}, {os.cpu_count()} CPUs ({platform.machine()}), "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"
    )


def _cells(row: Row) -> list[str]:
    ratio = "-" if row.ratio is None else f"{row.ratio:.2f}" if row.ratio >= 0.1 else f"{row.ratio:.2g}"
    met = {None: "-", True: "yes", False: "NO"}[row.met]
    return [row.what, row.ours, row.baseline, ratio, row.target, met]


def main() -> int:
    """Run what was asked for; exit code 1 if a target was missed."""
    given = _read()
    print(_where())
    missed = 0
    table: list[list[str]] = []
    with temporary() as folder:
        setup = Setup(given.claims, given.large, given.rounds, given.table, Path(folder))
        for name in given.names or BENCHMARKS:
            print(f"{name} ...", file=sys.stderr)
            rows = BENCHMARKS[name](setup)
            missed += sum(row.met is False for row in rows)
            table += map(_cells, rows)
    print()
    print(tabulate(table, headers=_HEADS, tablefmt="pipe", disable_numparse=True))
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
