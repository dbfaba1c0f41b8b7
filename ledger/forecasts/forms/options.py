"""Forecasts of which of several options comes about: the rows of a forecast give a probability to each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from ledger.errors import InputError, Problem, quoted
from ledger.forecasts.columns import Layout
from ledger.forecasts.conversions import unsettled
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.faults import Check
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.scores import Ask, Scored
from ledger.forecasts.several_rows import (
    JOINED,
    NAMED,
    OPEN,
    LongForm,
    Naming,
    disagree,
    kept_columns,
    same,
    score_rows,
    torn_rows,
)
from ledger.scoring.cells import Array, Whole
from ledger.scoring.forms.categorical import OPTION_RULES, SUM_TOLERANCE, OptionTable
from ledger.scoring.forms.long_form import Fault, LongTable, places

_MIXED = "low < 0 AND low <> high"
"""Whether a question is settled for some of its options only, or not settled in more than one way."""
_UNSURE = f"(low >= 0 AND ABS(total - 1) > {SUM_TOLERANCE} + 1e-12)"
"""Whether none of a question's options came about, or more than one."""
_GAPS = "ranks NOT IN (0, options)"
"""Whether only some of a question's options have a rank."""


class TwoAnswers(InputError):
    """A table that says in two ways which option came about."""

    def __init__(self) -> None:
        super().__init__(
            "The table has both columns, outcome and answer.",
            "Keep the one that says what came about, and give the other a name of its own.",
        )


def score(engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:
    """As ``score_rows``."""
    if {"outcome", "answer"} <= layout.present:
        raise TwoAnswers
    return score_rows(_FORM, engine, layout, ask, given)


def _made(engine: DuckEngine) -> Mapping[str, str]:
    """The outcome of an option, said outright or by the name of the one that came about."""
    if "outcome" in engine.layout:
        return {"outcome": engine.read("outcome")}
    if "answer" not in engine.layout:
        return {"outcome": f"{OPEN}.0"}
    answer, option = (f"NULLIF(TRIM(CAST({engine.read(name)} AS VARCHAR)), '')" for name in ("answer", "option"))
    came = f"{option} = {answer}"
    kinds = {engine.sheet.types.get(engine.layout.taken.get(name, "")) for name in ("answer", "option")}
    if kinds <= {"whole", "number"}:
        # Programs that have no whole number for what is missing write 3 as 3.0, and what is missing as NaN.
        answer, came = f"NULLIF({answer}, 'nan')", f"{engine.raw('option')} = {engine.raw('answer')}"
    return {"outcome": f"CAST(CASE WHEN {came} THEN 1 ELSE {unsettled(answer, '0')} END AS DOUBLE)"}


def _grouped(check: Check) -> tuple[str, str]:
    ranks = "option_order" if "option_order" in check.layout else "CAST(NULL AS DOUBLE)"
    torn = [name for name in same(check, "option") if name in {"outcome", "option_order"}]
    split = " OR ".join(f"({disagree(name)})" for name in torn) or "FALSE"
    return (
        f"""
CREATE OR REPLACE TEMP TABLE choices AS
SELECT ROW_NUMBER() OVER (ORDER BY question, rank, option) AS choice, found.*
FROM (SELECT question, option, MIN({ranks}) AS rank, MIN(outcome) AS outcome, {split} AS torn
      FROM entries WHERE NOT bad GROUP BY question, option) found""",
        f"""
CREATE OR REPLACE TEMP TABLE asked AS
SELECT found.*, came.* EXCLUDE (question, torn), found.split OR came.torn OR {_MIXED} OR {_UNSURE} OR {_GAPS} AS torn,
       CASE WHEN high < 0 THEN low WHEN parts > 0 THEN 0.5 ELSE 1 END AS state
FROM (SELECT question{kept_columns(check, "question")}, {torn_rows(check, "question")} AS split
      FROM entries WHERE NOT bad GROUP BY question) found
JOIN (SELECT question, MIN(outcome) AS low, MAX(outcome) AS high, SUM(outcome) AS total, COUNT(*) AS options,
             COUNT(CASE WHEN outcome > 0 AND outcome < 1 THEN 1 END) AS parts, COUNT(rank) AS ranks,
             BOOL_OR(torn) AS torn
      FROM choices GROUP BY question) came USING (question)""",
    )


def _table(engine: DuckEngine) -> tuple[LongTable, list[Fault]]:
    rows = engine.run(f"""
SELECT code, choice, probability, choices.outcome AS outcome, rank
FROM {JOINED}
JOIN choices ON choices.question = entries.question AND choices.option = entries.option
ORDER BY code, choice""")
    code, outcome = rows["code"].astype(np.int64), rows["outcome"]
    forecasts = int(engine.fetch("SELECT COUNT(*) FROM wholes")[0][0])
    first = (places(code) == 0).astype(float)
    y = np.where(outcome < 0, first, outcome)
    rank = None if np.isnan(rows["rank"]).all() else rows["rank"]
    return OptionTable(code, rows["probability"], y, rank, forecasts), _repeated(code, rows["choice"], engine)


def _repeated(code: Whole, choice: Array, engine: DuckEngine) -> list[Fault]:
    """Options that a forecast has more than once."""
    at = np.flatnonzero((code[1:] == code[:-1]) & (choice[1:] == choice[:-1]))
    pairs = dict.fromkeys(zip(code[at].tolist(), choice[at].astype(int).tolist(), strict=True))
    if not pairs:
        return []
    listed = ", ".join(map(str, sorted({place for _, place in pairs})))
    names = {place: quoted(name) for place, name in engine.fetch(
        f"SELECT choice, option FROM choices WHERE choice IN ({listed})"
    )}  # fmt: skip
    return [Fault(forecast, f"the option {names[place]} stands more than once") for forecast, place in pairs]


def _disagreements(naming: Naming) -> Iterator[Problem]:
    yield from _settled(naming)
    yield from _unranked(naming)


def _choices(naming: Naming, condition: str) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    """The options of questions for which something is so, each with what was said of it and its first row."""
    said = next((f"said_{name}" for name in ("outcome", "answer") if name in naming.check.layout.taken), "NULL")
    query = f"""
SELECT question, choices.option, choices.outcome, rank, MIN({said}), MIN(place) AS first
FROM choices JOIN asked USING (question) JOIN entries USING (question, option)
WHERE NOT asked.split AND ({condition}) AND NOT bad AND question NOT IN (SELECT question FROM choices WHERE torn)
  AND question NOT IN (SELECT question FROM entries WHERE bad AND question IS NOT NULL)
GROUP BY ALL ORDER BY question, first"""
    yield from ((name, list(rows)) for name, rows in groupby(naming.engine.fetch(query), key=lambda row: row[0]))


def _settled(naming: Naming) -> Iterator[Problem]:
    name = "answer" if "answer" in naming.check.layout else "outcome"
    for question, rows in _choices(naming, f"({_MIXED}) OR {_UNSURE}"):
        yield naming.problem(f"question {quoted(question)}, {name}", _unsure(naming, name, rows))


def _unsure(naming: Naming, name: str, rows: Sequence[Sequence[Any]]) -> str:
    at = {option: f"{quoted(option)} in row {naming.shift(int(place))}" for _, option, _, _, _, place in rows}
    if any(outcome < 0 for _, _, outcome, *_ in rows):
        told = (f"{quoted(said) if said else 'empty'} for {at[option]}" for _, option, _, _, said, _ in rows[:NAMED])
        return f"is settled for some options only: {', '.join(told)}"
    parts = [(option, outcome) for _, option, outcome, *_ in rows if outcome > 0]
    if name == "answer":
        return f"{quoted(rows[0][4])} is none of the options: {', '.join(list(at.values())[:NAMED])}"
    if not parts:
        return f"says of no option that it came about: {', '.join(list(at.values())[:NAMED])}"
    if any(outcome < 1 for _, outcome in parts):
        return f"has shares that add up to {sum(outcome for _, outcome in parts):.9g}, not to 1"
    listed = ", ".join(at[option] for option, _ in parts[:NAMED])
    return f"says of {len(parts)} options that they came about, where one can: {listed}"


def _unranked(naming: Naming) -> Iterator[Problem]:
    for question, rows in _choices(naming, _GAPS):
        told = [f"{quoted(row[1])} in row {naming.shift(int(row[5]))}" for row in rows if row[3] is None]
        listed = ", ".join(told[:NAMED])
        yield naming.problem(f"question {quoted(question)}, option_order", f"is missing for {listed}")


_FORM = LongForm(
    _made,
    _grouped,
    _table,
    ("brier", "log", "rps"),
    disagreements=_disagreements,
    needs={name: ("option_order",) for name, rule in OPTION_RULES.items() if rule.ordered},
)
