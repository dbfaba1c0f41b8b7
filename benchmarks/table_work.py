"""Work on forecast tables in a process of its own: ``table_work.py TASK ARGUMENT...``; see ``tables.py``."""

import json
import resource
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import duckdb
import numpy as np

from ledger.forecasts import queries
from ledger.forecasts import reduce as reducing
from ledger.forecasts.columns import lay_out_table
from ledger.forecasts.csv_cache import typed
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.forms.binary import ready
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.queries import POLICIES, Plan
from ledger.forecasts.scores import Ask, score_engine
from ledger.model.vocabulary import Reading
from ledger.scoring.cells import Cells, cells_of
from ledger.scoring.measures import MEASURES, Case

FOUR = ("brier", "log", "mcb", "dsc", "unc", "auc")
ANALYSTS, QUESTIONS = 500, 50_000
_ROWS = """
SELECT 'analyst ' || lpad(CAST(hash(i) % {analysts} AS VARCHAR), 3, '0') AS analyst,
       'question ' || lpad(CAST(q AS VARCHAR), 6, '0') AS question,
       greatest(1, least(99, CAST(round(100 * truth + 30 * (hash(i + 7) % 1000 / 1000.0 - 0.5)) AS INTEGER)))
           / 100.0::DOUBLE AS probability,
       CAST(hash(q + 13) % 1000 / 1000.0 < truth AS TINYINT) AS outcome
FROM (SELECT i, q, hash(q + 5) % 1000 / 1000.0 AS truth
      FROM (SELECT i, hash(i + 1) % {questions} AS q FROM range({rows}) t(i)))"""


def make_table(path: str, rows: str) -> str:
    """A table of so many rows: 500 analysts, up to 50,000 questions, probabilities in whole percents near the truth."""
    query = _ROWS.format(rows=rows, analysts=ANALYSTS, questions=min(QUESTIONS, int(rows)))
    kind = "PARQUET, COMPRESSION zstd" if path.endswith(".parquet") else "CSV, HEADER"
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT {kind})")
    return path


def reduction(path: str, rounds: str) -> dict[str, Any]:
    """Seconds for the bare grouped count of three columns, and for the scores of every analyst from the same file."""
    plain = duckdb.connect()
    bare = f"SELECT analyst, probability, outcome, COUNT(*) FROM '{path}' GROUP BY ALL"
    taken: dict[str, list[float]] = {"bare": [], "ours": []}
    rows = 0
    with DuckEngine(Path(path)) as engine:
        engine.define(lay_out_table(engine.sheet.names), numbered=False)
        plan = Plan(("analyst",), POLICIES["each"], Reading.CODED, engine.present)
        ways: dict[str, Callable[[], Any]] = {
            "bare": lambda: plain.execute(bare).fetchnumpy(),
            "ours": lambda: _scores(reducing.trials(engine, plan)),
        }
        for turn in range(int(rounds) + 1):
            for name, way in ways.items():
                start = perf_counter()
                found = way()
                taken[name] += [perf_counter() - start] if turn else []
                rows = len(found["analyst"]) if name == "bare" else rows
    return {name: median(times) for name, times in taken.items()} | {"cells": rows}


def _scores(cells: Cells) -> list[Any]:
    case = Case(cells, cells, intervals=False)
    return [MEASURES[name].compute(case) for name in FOUR]


def csv_cells(path: str) -> float:
    """Seconds to read a CSV file and group it into cells, which is what pandas is asked for."""
    plan = Plan(("analyst",), POLICIES["each"], Reading.CODED, frozenset())
    start = perf_counter()
    with DuckEngine(Path(path)) as engine:
        engine.layout = lay_out_table(engine.sheet.names)
        engine.sheet = typed(engine)
        engine.define(engine.layout, numbered=False)
        engine.run(queries.cells(plan))
    return perf_counter() - start


def csv_scores(path: str) -> float:
    """Seconds to read a CSV file, look for faults in it, and score every analyst; libraries are loaded before."""
    given = FileAsk()
    ask = Ask(measures=FOUR)
    start = perf_counter()
    with DuckEngine(Path(path)) as engine:
        ready(engine, lay_out_table(engine.sheet.names), ask, given)
        _scores(reducing.trials(engine, Plan(ask.by, ask.policy, ask.reading, engine.present)))
    return perf_counter() - start


def csv_pandas(path: str) -> float:
    """Seconds for pandas to read the same file and group it; libraries are loaded before."""
    import pandas as pd

    start = perf_counter()
    pd.read_csv(path).groupby(["analyst", "probability", "outcome"]).size()
    return perf_counter() - start


def rivals(path: str) -> float:
    """Seconds for scikit-learn to give Brier, log, AUC and the calibration split of every analyst, from his rows."""
    from sklearn.isotonic import IsotonicRegression
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    found = duckdb.sql(f"SELECT analyst, probability, outcome FROM '{path}' ORDER BY analyst").fetchnumpy()
    names, p, y = found["analyst"], found["probability"].astype(float), found["outcome"].astype(float)
    cuts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist(), len(names)]
    start = perf_counter()
    for first, last in pairwise(cuts):
        mine, true = p[first:last], y[first:last]
        brier_score_loss(true, mine)
        log_loss(true, mine)
        roc_auc_score(true, mine)
        fitted = IsotonicRegression(y_min=0, y_max=1).fit_transform(mine, true)
        brier_score_loss(true, np.clip(fitted, 0, 1))
    return perf_counter() - start


def all_measures(rounds: str) -> dict[str, float]:
    """Seconds for every measure that cells suffice for, of 500 analysts with 198 cells each."""
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(500), 198)
    p = np.tile(np.repeat(np.arange(1, 100) / 100, 2), 500)
    y = np.tile([0.0, 1.0], 500 * 99)
    n = rng.integers(1, 200, group.size)
    named = [measure for measure in MEASURES.values() if measure.needs == "cells" and not measure.spot]
    taken = []
    for _ in range(int(rounds)):
        cells = cells_of(group, p, y, n=n)
        start = perf_counter()
        case = Case(cells, cells)
        for measure in named:
            measure.compute(case)
        taken.append(perf_counter() - start)
    return {"seconds": median(taken), "measures": len(named)}


def company(path: str, measures: str) -> dict[str, float]:
    """Seconds and peak memory for measures that look at everybody on a question."""
    start = perf_counter()
    with DuckEngine(Path(path)) as engine:
        engine.define(lay_out_table(engine.sheet.names), numbered=False)
        engine.large = True
        score_engine(engine, Ask(measures=tuple(measures.split(","))), QUESTIONS)
    taken = perf_counter() - start
    return {"seconds": taken, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def fixest(path: str) -> dict[str, float]:
    """Seconds and peak memory for pyfixest to fit the two-way fixed effects of the same scores."""
    import pyfixest

    frame = duckdb.sql(
        f"SELECT analyst, question, (probability - outcome) * (probability - outcome) AS score FROM '{path}'"
    ).df()
    start = perf_counter()
    pyfixest.feols("score ~ 1 | analyst + question", data=frame).fixef()
    taken = perf_counter() - start
    return {"seconds": taken, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


TASKS: dict[str, Callable[..., object]] = {
    task.__name__: task
    for task in (make_table, reduction, csv_cells, csv_scores, csv_pandas, rivals, all_measures, company, fixest)
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
