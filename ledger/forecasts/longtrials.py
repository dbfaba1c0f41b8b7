"""Which forecasts of several rows count, by group: the shared policies choose among them as among any others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ledger.forecasts.conversions import literal
from ledger.forecasts.duck import DuckEngine
from ledger.forecasts.engine import Columns
from ledger.forecasts.outcomes import state_of
from ledger.forecasts.queries import CLUSTER, LATE, Plan
from ledger.forecasts.reduce import Key
from ledger.model.vocabulary import UNSCORED
from ledger.scoring.arrays import Array, Whole, summed
from ledger.scoring.forms.longmeans import LongMeasure, Settings, Trials

Figures = dict[str, list[float]]
"""A figure of each group under its public name."""


@dataclass(frozen=True)
class LongTrials:
    """The groups by name, what was counted in each, and the forecasts that are scored."""

    keys: Sequence[Key]
    counts: dict[str, Array]
    questions: int
    trials: Trials

    def figures(self, measures: Sequence[LongMeasure], settings: Settings, *, as_one: bool = False) -> Figures:
        """Work out measures for each group, or for all of them together."""
        trials = self.trials.as_one() if as_one else self.trials
        found: Figures = {}
        for measure in measures:
            figures = measure.figures(trials, settings)
            found |= {f"{measure.name}{suffix}": values.tolist() for suffix, values in figures.items()}
        return found


def choose(engine: DuckEngine, plan: Plan, only: Collection[str]) -> LongTrials:
    """Choose among the forecasts of the relation ``forecast``; of analysts beside ``only`` none is scored, if any is.

    The others stay as company.
    """
    shown = f"analyst IN ({', '.join(map(literal, sorted(only)))})" if only else "TRUE"
    named = [f"{expression} AS key_{key}" for key, expression in zip(plan.keys, plan.groups, strict=True)]
    counted = engine.run(f"""
SELECT {", ".join(named)}, COUNT(*) AS forecasts, COUNT(DISTINCT question) AS questions,
       SUM(CASE WHEN {LATE} THEN 1 ELSE 0 END) AS late
FROM forecast WHERE {shown} GROUP BY {", ".join(plan.groups)}""")
    keys = sorted(_keys(counted, plan), key=lambda key: (tuple(part.casefold() for part in key), key))
    places = {key: place for place, key in enumerate(keys)}
    at = _places(counted, plan, places)
    counts = {name: np.zeros(len(keys)) for name in ("forecasts", "questions", "late")}
    for name, values in counts.items():
        values[at] = counted[name]
    rows = engine.run(f"""
{plan.opening}
SELECT {", ".join(named)}, code, worth, outcome AS state, weight, {shown} AS shown,
       {_code("analyst")} AS who, {_code("question")} AS what, {_code(CLUSTER)} AS bundle
FROM trial""")
    group = np.where(rows["shown"] > 0, _places(rows, plan, places), -1)
    questions = engine.fetch(f"SELECT COUNT(DISTINCT question) FROM forecast WHERE {shown}")[0][0]
    counts |= _states(rows, group, len(keys))
    return LongTrials(keys, counts, int(questions), _trials(rows, group, len(keys)))


def _code(expression: str) -> str:
    return f"DENSE_RANK() OVER (ORDER BY {expression}) - 1"


def _keys(rows: Columns, plan: Plan) -> list[Key]:
    return list(zip(*(rows[f"key_{key}"].tolist() for key in plan.keys), strict=True))


def _places(rows: Columns, plan: Plan, places: dict[Key, int]) -> Whole:
    return np.fromiter((places.get(key, -1) for key in _keys(rows, plan)), np.int64)


def _trials(rows: Columns, group: Whole, groups: int) -> Trials:
    scored = ~np.isnan(rows["worth"])
    codes = {name: rows[name][scored].astype(np.int64) for name in ("code", "who", "what", "bundle")}
    return Trials(
        codes["code"], group[scored], codes["who"], codes["what"], codes["bundle"], rows["weight"][scored], groups
    )


def _states(rows: Columns, group: Whole, groups: int) -> dict[str, Array]:
    """How many are scored, and how many not for each reason there is."""
    mine, scored = group >= 0, ~np.isnan(rows["worth"])

    def count(wanted: Array) -> Array:
        return summed(group[mine], wanted[mine].astype(float), groups)

    words = {state: state_of(state) for state in set(rows["state"][~scored].tolist())}
    counts = {"scored": count(scored.astype(float))}
    for outcome in UNSCORED:
        codes = [state for state, word in words.items() if word == outcome]
        counts[outcome.value] = count((~scored & np.isin(rows["state"], codes)).astype(float))
    return counts
