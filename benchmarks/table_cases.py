"""Benchmarks of forecast tables: ``ledger score`` beside DuckDB, pandas, scikit-learn and pyfixest on the same file."""

import sys
from pathlib import Path
from statistics import median
from typing import Any

from registry import Row, Setup, benchmark, compared, shown
from timing import interleaved, run, script, work

_FILE = "table_work.py"
_COUNT = "SELECT {columns}, COUNT(*) FROM '{path}' GROUP BY ALL"
SLOWEST_REDUCTION = 1.5
LEAST_RIVALS = 20
MOST_MEASURES = 0.050
MOST_MB = 1024


def _table(setup: Setup, rows: int, kind: str = "parquet") -> Path:
    """A made table of so many rows; each is made once."""
    path = setup.folder / f"table-{rows}.{kind}"
    if not path.exists():
        work(_FILE, "make_table", path, rows)
    return path


def _bare(path: Path, columns: str) -> tuple[str, ...]:
    query = _COUNT.format(columns=columns, path=path)
    return (sys.executable, "-c", f"import duckdb; duckdb.sql({query!r}).fetchnumpy()")


def _score(path: Path, *options: str) -> tuple[str, ...]:
    return (script("ledger"), "score", str(path), "--format", "csv", *options)


@benchmark("score")
def score(setup: Setup) -> list[Row]:
    """The scores of every analyst from a Parquet file, beside counting the same columns and beside scikit-learn."""
    path = _table(setup, setup.table)
    found = work(_FILE, "reduction", path, max(3, setup.rounds // 2))
    ratio = found["ours"] / found["bare"]
    rows = [
        Row(
            f"Brier, log, MCB/DSC, AUC of 500 analysts, {setup.table:,} rows",
            f"{found['ours'] * 1000:.0f} ms",
            f"{found['bare'] * 1000:.0f} ms: DuckDB counting by analyst, probability, outcome",
            ratio,
            f"<= {SLOWEST_REDUCTION}",
            ratio <= SLOWEST_REDUCTION,
        )
    ]
    seconds = work(_FILE, "rivals", path)
    gain = seconds / found["ours"]
    rows.append(
        Row(
            "the same, times as fast as scikit-learn",
            f"{found['ours'] * 1000:.0f} ms",
            f"{seconds:.1f} s: scikit-learn, analyst by analyst, rows sorted beforehand",
            gain,
            f">= {LEAST_RIVALS}",
            gain >= LEAST_RIVALS,
        )
    )
    options = ("--measures", "brier,log,mcb,dsc,unc,auc")
    name = "DuckDB counting by analyst, question, probability, outcome"
    timed = interleaved(
        {"score": _score(path, *options), name: _bare(path, "analyst, question, probability, outcome")}, 3
    )
    rows.append(compared(f"ledger score, the whole command, {setup.table:,} rows", timed, "score", name, None))
    peak = timed["score"].peak_mb
    rows.append(Row("... its peak memory", f"{peak:.0f} MB", target=f"< {MOST_MB} MB", met=peak < MOST_MB))
    return rows


@benchmark("score-csv")
def score_csv(setup: Setup) -> list[Row]:
    """A CSV file, read and checked and scored, beside pandas reading and grouping it."""
    rows = setup.table // 10
    path = _table(setup, rows, "csv")
    taken: dict[str, list[float]] = {"csv_cells": [], "csv_scores": [], "csv_pandas": []}
    for _ in range(max(3, setup.rounds // 2)):
        for task, seconds in taken.items():
            seconds.append(work(_FILE, task, path))
    cells, scores, theirs = (median(seconds) for seconds in taken.values())
    told = f"{theirs * 1000:.0f} ms: pandas reading and grouping"
    found = [
        Row("... once both are loaded", f"{cells * 1000:.0f} ms", told, cells / theirs),
        Row("... with a look for faults in every row, and scores", f"{scores * 1000:.0f} ms", told, scores / theirs),
    ]
    code = f"import pandas; pandas.read_csv({str(path)!r}).groupby(['analyst', 'probability', 'outcome']).size()"
    name = "pandas reading and grouping, with its start"
    grouping = (sys.executable, str(Path(__file__).with_name(_FILE)), "csv_cells", str(path))
    ways = {"cells": grouping, "score": _score(path), name: (sys.executable, "-c", code)}
    timed = interleaved(ways, max(3, setup.rounds // 2))
    what = f"a process that reads and groups {rows:,} rows of CSV"
    whole = "ledger score, the whole command: with counts of questions and intervals"
    return [compared(what, timed, "cells", name, 1.0), *found, compared(whole, timed, "score", name, None)]


@benchmark("score-cells")
def score_cells(setup: Setup) -> list[Row]:
    """Every measure that cells suffice for."""
    found = work(_FILE, "all_measures", setup.rounds)
    seconds = found["seconds"]
    what = f"all {found['measures']} measures of 500 analysts from 99,000 cells"
    return [Row(what, f"{seconds * 1000:.0f} ms", target="< 50 ms", met=seconds < MOST_MEASURES)]


@benchmark("score-company")
def score_company(setup: Setup) -> list[Row]:
    """Peers and difficulty: everybody on a question at once."""
    rows = []
    for count in (setup.table // 10, setup.table):
        path = _table(setup, count)
        for names in ("peer", "difficulty"):
            found = work(_FILE, "company", path, names)
            rows.append(Row(f"{names}, {count:,} rows", _told(found)))
    other = work(_FILE, "fixest", _table(setup, setup.table // 10))
    ours = work(_FILE, "company", _table(setup, setup.table // 10), "difficulty")
    ratio = ours["seconds"] / other["seconds"]
    told = f"{_told(other)}: pyfixest, the fit alone"
    rows.append(Row(f"difficulty with reading, {setup.table // 10:,} rows", _told(ours), told, ratio))
    return rows


def _told(found: dict[str, Any]) -> str:
    return f"{found['seconds']:.2f} s ({found['peak_mb']:.0f} MB)"


@benchmark("score-growth")
def score_growth(setup: Setup) -> list[Row]:
    """How time and memory grow with the rows."""
    sizes = [setup.table // 1000, setup.table // 100, setup.table // 10, setup.table]
    rows: list[Row] = []
    for size in sizes:
        path = _table(setup, size)
        timed = interleaved({"score": _score(path, "--measures", "brier,log,mcb,dsc,auc")}, 3)["score"]
        user = f"{timed.cpu / size * 1e9:.0f} ns of processor time a row"
        rows.append(Row(f"ledger score, {size:,} rows", shown(timed), user))
    return rows


@benchmark("score-start")
def score_start(setup: Setup) -> list[Row]:
    """A short file: what a user waits for before anything is scored."""
    path = _table(setup, 100)
    run(_score(path))
    timed = interleaved({"score": _score(path), "bare": _bare(path, "analyst, probability, outcome")}, setup.rounds)
    return [compared("ledger score, 100 rows", timed, "score", "bare", None)]
