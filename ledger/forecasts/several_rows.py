"""Forecasts of several rows, such as options and quantiles: arrays of the rows, and one row a forecast.

The shared policies choose among those rows which forecasts count, as among any others.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ledger.errors import quoted
from ledger.forecasts.columns import COLUMNS, Per
from ledger.forecasts.conversions import identifier, literal, state_of, unsettled
from ledger.forecasts.duckdb_engine import DuckEngine, Keep
from ledger.forecasts.engine import Columns
from ledger.forecasts.faults import Check, bad, rejected
from ledger.forecasts.queries import CLUSTER, LATE, Plan
from ledger.forecasts.reduce import Key
from ledger.model.vocabulary import UNSCORED, Outcome
from ledger.scoring.cells import Array, Whole, summed
from ledger.scoring.forms.categorical import SUM_TOLERANCE, OptionTable
from ledger.scoring.forms.long_form import Fault, LongFormSettings, LongMeasure, LongTable, Trials, places
from ledger.scoring.forms.quantile import QuantileTable

Figures = dict[str, list[float]]
"""A figure of each group under its public name."""


@dataclass(frozen=True)
class LongTrials:
    """The groups by name, what was counted in each, and the forecasts that are scored."""

    keys: Sequence[Key]
    counts: dict[str, Array]
    questions: int
    trials: Trials

    def figures(self, measures: Sequence[LongMeasure], settings: LongFormSettings, *, as_one: bool = False) -> Figures:
        """Work out measures for each group, or for all of them together."""
        trials = self.trials.as_one() if as_one else self.trials
        found: Figures = {}
        for measure in measures:
            figures = measure.figures(trials, settings)
            found |= {f"{measure.name}{suffix}": values.tolist() for suffix, values in figures.items()}
        return found


def counted_forecasts(engine: DuckEngine, plan: Plan, only: Collection[str]) -> LongTrials:
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


OPEN = Outcome.OPEN.code

FORECAST = ("analyst", "question", "stated_at")
"""What tells forecasts apart."""

KEYS: Mapping[Per, tuple[str, ...]] = MappingProxyType({
    "forecast": FORECAST, "question": ("question",), "option": ("question", "option")
})  # fmt: skip
"""By what rows are grouped that must say the same in a column."""


@dataclass(frozen=True)
class LongFile:
    """A file that has been read. ``bad`` are rows, ``torn`` groups of rows with a fault; ``states`` counts questions.

    ``table`` are the rows of the forecasts without such faults, ``faults`` what is wrong with them.
    """

    rows: int
    bad: int
    torn: int
    forecasts: int
    questions: int
    states: Counter[str]
    table: LongTable
    faults: list[Fault]

    @property
    def sound(self) -> bool:
        """Whether there is nothing wrong with it."""
        return not (self.bad or self.torn or self.faults)


def read_long_file(engine: DuckEngine, check: Check) -> LongFile:
    """Read a file whose form has forecasts of several rows, and look for everything that can be wrong with it."""
    form = LONG_FORMS[check.layout.form.name]
    for query in (entries(engine, check), *form.grouped(check), wholes(check)):
        engine.fetch(query)
    table, again = form.table(engine)
    told = {fault.forecast for fault in again}
    faults = sorted([*again, *(fault for fault in table.faults() if fault.forecast not in told)])
    rows, faulty = engine.fetch("SELECT COUNT(*), COALESCE(SUM(CASE WHEN bad THEN 1 ELSE 0 END), 0) FROM entries")[0]
    states = {
        state_of(state): int(n)
        for state, n in engine.fetch("SELECT state, COUNT(*) FROM asked GROUP BY state ORDER BY state")
    }
    lost = len(rejected(engine))
    torn = sum(int(engine.fetch(f"SELECT COUNT(*) FROM {name} WHERE torn")[0][0]) for name in ("wholes", "asked"))
    forecasts = int(engine.fetch("SELECT COUNT(*) FROM wholes")[0][0])
    settled = Counter({"settled" if state == Outcome.TRUE.value else state: n for state, n in states.items()})
    return LongFile(rows + lost, faulty + lost, torn, forecasts, sum(states.values()), settled, table, faults)


def entries(engine: DuckEngine, check: Check, *, numbered: bool = False) -> str:
    """SQL that reads the file's rows; with ``numbered``, also their numbers and what stands in them word for word."""
    layout = check.layout
    columns = {name: engine.read(name) for name in layout.form.columns if name in layout}
    columns |= {"stated_at": engine.read("stated_at"), **LONG_FORMS[layout.form.name].made(engine)}
    columns["bad"] = bad(engine, check)
    if numbered:
        columns["place"] = identifier("place")
        columns |= {f"said_{name}": f"CAST({engine.raw(name)} AS VARCHAR)" for name in same(check)}
    listed = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    return f"CREATE OR REPLACE TEMP TABLE entries AS SELECT {listed} FROM ({engine.rows(numbered=numbered)})"


def same(check: Check, *per: Per) -> list[str]:
    """The columns of the file that must say the same in several rows; of one sort of group, if one is named."""
    columns = check.layout.form.columns
    wanted = per or tuple(KEYS)
    return [name for name in columns if name in check.layout.taken and columns[name].per in wanted]


def disagree(name: str) -> str:
    """SQL that says whether the rows of a group say different things in a column, or only some of them anything."""
    words = " OR MIN(state) <> MAX(state)" if name == "observed" else ""  # which are all NaN in the column itself
    return f"COALESCE(MIN({name}) <> MAX({name}), FALSE) OR COUNT({name}) NOT IN (0, COUNT(*)){words}"


def _torn(check: Check, per: Per, *more: str) -> str:
    told = [disagree(name) for name in same(check, per)]
    return " OR ".join(f"({condition})" for condition in (*told, *more)) or "FALSE"


def _kept(check: Check, per: Per) -> str:
    """SQL for columns of a group, each said once."""
    return "".join(
        f", MIN({name}) AS {name}" for name, column in check.layout.form.columns.items()
        if column.per == per and name in check.layout
    )  # fmt: skip


def wholes(check: Check) -> str:
    """SQL that makes one row a forecast; ``faulty`` are those that something was found wrong with so far."""
    keys = ", ".join(FORECAST)
    sound = "FILTER (WHERE NOT bad)"
    torn = [f"MIN({name}) {sound} IS DISTINCT FROM MAX({name}) {sound} OR COUNT({name}) NOT IN (0, COUNT(*))"
            for name in same(check, "forecast")]  # fmt: skip
    return f"""
CREATE OR REPLACE TEMP TABLE wholes AS
SELECT ROW_NUMBER() OVER (ORDER BY {keys}) - 1 AS code, found.*, found.bad OR found.torn OR COALESCE(asked.torn, TRUE)
       AS faulty
FROM (SELECT {keys}, COUNT(*) AS n, BOOL_OR(bad) AS bad{_kept(check, "forecast")},
             NOT BOOL_OR(bad) AND ({" OR ".join(torn) or "FALSE"}) AS torn
      FROM entries WHERE analyst IS NOT NULL AND question IS NOT NULL GROUP BY {keys}) found
LEFT JOIN asked USING (question)"""


_JOINED = """entries JOIN wholes ON entries.analyst = wholes.analyst AND entries.question = wholes.question
     AND entries.stated_at IS NOT DISTINCT FROM wholes.stated_at AND NOT wholes.faulty"""


def _made_options(engine: DuckEngine) -> Mapping[str, str]:
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


MIXED = "low < 0 AND low <> high"
"""Whether a question is settled for some of its options only, or not settled in more than one way."""
UNSURE = f"(low >= 0 AND ABS(total - 1) > {SUM_TOLERANCE} + 1e-12)"
"""Whether none of a question's options came about, or more than one."""
GAPS = "ranks NOT IN (0, options)"
"""Whether only some of a question's options have a rank."""


def _grouped_options(check: Check) -> tuple[str, str]:
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
SELECT found.*, came.* EXCLUDE (question, torn), found.split OR came.torn OR {MIXED} OR {UNSURE} OR {GAPS} AS torn,
       CASE WHEN high < 0 THEN low WHEN parts > 0 THEN 0.5 ELSE 1 END AS state
FROM (SELECT question{_kept(check, "question")}, {_torn(check, "question")} AS split
      FROM entries WHERE NOT bad GROUP BY question) found
JOIN (SELECT question, MIN(outcome) AS low, MAX(outcome) AS high, SUM(outcome) AS total, COUNT(*) AS options,
             COUNT(CASE WHEN outcome > 0 AND outcome < 1 THEN 1 END) AS parts, COUNT(rank) AS ranks,
             BOOL_OR(torn) AS torn
      FROM choices GROUP BY question) came USING (question)""",
    )


def _table_options(engine: DuckEngine) -> tuple[LongTable, list[Fault]]:
    rows = engine.run(f"""
SELECT code, choice, probability, choices.outcome AS outcome, rank
FROM {_JOINED}
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


def _made_quantiles(engine: DuckEngine) -> Mapping[str, str]:
    """Whether a number has been observed, or why there is none."""
    if "observed" not in engine.layout:
        return {"state": f"{OPEN}.0"}
    raw = f"NULLIF(TRIM(CAST({engine.raw('observed')} AS VARCHAR)), '')"
    known = f"COALESCE(isfinite({engine.read('observed')}), FALSE)"
    return {"state": f"CAST(CASE WHEN {known} THEN 1 ELSE {unsettled(raw, str(OPEN))} END AS DOUBLE)"}


def _grouped_quantiles(check: Check) -> tuple[str]:
    return (
        f"""
CREATE OR REPLACE TEMP TABLE asked AS
SELECT question{_kept(check, "question")}, MIN(state) AS state, {_torn(check, "question")} AS torn
FROM entries WHERE NOT bad GROUP BY question""",
    )


def _table_quantiles(engine: DuckEngine) -> tuple[LongTable, list[Fault]]:
    rows = engine.run(f"SELECT code, quantile, value FROM {_JOINED} ORDER BY code, quantile, value")
    observed = "observed" if "observed" in engine.layout else "CAST(NULL AS DOUBLE)"
    known = engine.run(f"SELECT {observed} AS observed FROM wholes LEFT JOIN asked USING (question) ORDER BY code")
    return QuantileTable(rows["code"].astype(np.int64), rows["quantile"], rows["value"], known["observed"]), []


@dataclass(frozen=True)
class LongForm:
    """How a form is read: the columns made of others, the tables by group, and the arrays with what repeats in them."""

    made: Callable[[DuckEngine], Mapping[str, str]]
    grouped: Callable[[Check], tuple[str, ...]]
    table: Callable[[DuckEngine], tuple[LongTable, list[Fault]]]


LONG_FORMS: Mapping[str, LongForm] = MappingProxyType({
    "options": LongForm(_made_options, _grouped_options, _table_options),
    "quantiles": LongForm(_made_quantiles, _grouped_quantiles, _table_quantiles),
})  # fmt: skip
"""The forms whose forecasts have several rows, by name."""


def define(engine: DuckEngine, found: LongFile, keep: Keep) -> int:
    """Make the relation ``forecast``, one row a forecast without a fault, and say how many rows of the file it holds.

    Beside the columns of ``queries`` it has ``code``, that of the forecast's rows.
    """
    faulty = ", ".join(str(code) for code in sorted({fault.forecast for fault in found.faults}))
    sound = f"NOT faulty{f' AND code NOT IN ({faulty})' if faulty else ''}"
    own = {"place": "code", "probability": "CAST(NULL AS DOUBLE)", "outcome": "state"}
    own |= {"weight": "1.0"} if "weight" not in engine.layout else {}
    there = {"analyst", "question", "stated_at", *engine.layout.present}
    nothing = {name: _NOTHING.get(column.sort, "CAST(NULL AS BIGINT)") for name, column in COLUMNS.items()}
    columns = {name: own.get(name) or (name if name in there else nothing[name]) for name in ("place", *COLUMNS)}
    listed = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    engine.fetch(f"""
CREATE OR REPLACE TEMP TABLE forecast AS
SELECT * FROM (SELECT code, n, {listed} FROM wholes JOIN asked USING (question) WHERE {sound})
WHERE {keep.condition}""")
    return int(engine.fetch(f"SELECT COALESCE(SUM(n), 0) FROM wholes WHERE {sound}")[0][0])


_NOTHING = {"text": "CAST(NULL AS VARCHAR)"}
