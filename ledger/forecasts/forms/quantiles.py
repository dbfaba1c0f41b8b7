"""Forecasts of a number: the rows of a forecast give quantiles of it."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from ledger.forecasts.conversions import unsettled
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.faults import Check
from ledger.forecasts.several_rows import JOINED, OPEN, LongForm, kept_columns, score_rows, torn_rows
from ledger.scoring.forms.long_form import Fault, LongTable
from ledger.scoring.forms.quantile import QuantileTable


def _made(engine: DuckEngine) -> Mapping[str, str]:
    """Whether a number has been observed, or why there is none."""
    if "observed" not in engine.layout:
        return {"state": f"{OPEN}.0"}
    raw = f"NULLIF(TRIM(CAST({engine.raw('observed')} AS VARCHAR)), '')"
    known = f"COALESCE(isfinite({engine.read('observed')}), FALSE)"
    return {"state": f"CAST(CASE WHEN {known} THEN 1 ELSE {unsettled(raw, str(OPEN))} END AS DOUBLE)"}


def _grouped(check: Check) -> tuple[str]:
    return (
        f"""
CREATE OR REPLACE TEMP TABLE asked AS
SELECT question{kept_columns(check, "question")}, MIN(state) AS state, {torn_rows(check, "question")} AS torn
FROM entries WHERE NOT bad GROUP BY question""",
    )


def _table(engine: DuckEngine) -> tuple[LongTable, list[Fault]]:
    rows = engine.run(f"SELECT code, quantile, value FROM {JOINED} ORDER BY code, quantile, value")
    observed = "observed" if "observed" in engine.layout else "CAST(NULL AS DOUBLE)"
    known = engine.run(f"SELECT {observed} AS observed FROM wholes LEFT JOIN asked USING (question) ORDER BY code")
    return QuantileTable(rows["code"].astype(np.int64), rows["quantile"], rows["value"], known["observed"]), []


score = partial(
    score_rows,
    LongForm(
        _made,
        _grouped,
        _table,
        ("crps", "wis", "coverage_50", "coverage_80", "coverage_90", "coverage_95"),
        families=("interval", "coverage"),
    ),
)
"""As ``score_rows``."""
