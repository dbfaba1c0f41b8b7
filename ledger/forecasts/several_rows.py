"""Forecasts of several rows, such as options and quantiles: read, found sound, and scored, one row a forecast.

The shared policies choose among those rows which forecasts count, as among any others. What is wrong with a file is
looked for in grouped passes, and named row by row only where something is known to be wrong: then the file is read once
more, for the numbers of its rows. A row that cannot be read comes first, then rows that say different things where they
must agree, then forecasts; of a forecast that has a fault of one sort the next is not looked for, because it would
mostly follow from the first.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

import numpy as np

from ledger.errors import InputError, Problem, quoted
from ledger.forecasts.asked import as_written, first_missing, kept_rows, only_asked
from ledger.forecasts.columns import COLUMNS, ForecastType, Layout, Per
from ledger.forecasts.conversions import identifier, literal, state_of
from ledger.forecasts.duckdb_engine import DuckEngine, Keep
from ledger.forecasts.engine import Columns
from ledger.forecasts.faults import Check, Shift, TableRejected, bad, rejected, row_problems
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.queries import CLUSTER, LATE, Plan
from ledger.forecasts.reduce import Key
from ledger.forecasts.scores import Ask, Scored, UnknownMeasure, value_of
from ledger.model.vocabulary import UNSCORED, Outcome, Reading
from ledger.scoring.cells import Array, Whole, summed
from ledger.scoring.forms.long_form import Fault, LongFormSettings, LongMeasure, LongTable, Trials

Figures = dict[str, list[float]]
"""A figure of each group under its public name."""
OPEN = Outcome.OPEN.code

FORECAST = ("analyst", "question", "stated_at")
"""What tells forecasts apart."""

KEYS: Mapping[Per, tuple[str, ...]] = MappingProxyType({
    "forecast": FORECAST, "question": ("question",), "option": ("question", "option")
})  # fmt: skip
"""By what rows are grouped that must say the same in a column."""
JOINED = """entries JOIN wholes ON entries.analyst = wholes.analyst AND entries.question = wholes.question
     AND entries.stated_at IS NOT DISTINCT FROM wholes.stated_at AND NOT wholes.faulty"""
"""SQL for the rows of the forecasts that nothing was found wrong with."""
_NOTHING = {"text": "CAST(NULL AS VARCHAR)"}
_SHOWN = 1_000
"""So many faults are written out; the rest is counted."""
NAMED = 8
"""So many rows of one fault are named."""


class NotOfThisForm(InputError):
    """An option that has no meaning for such forecasts."""

    def __init__(self, option: str, form: ForecastType, instead: str) -> None:
        super().__init__(f"{option} is not for {form.title}.", instead)


@dataclass(frozen=True)
class LongForm:
    """What is a form's own, of those whose forecasts have several rows.

    ``made`` are columns made of others, ``grouped`` makes the tables by group (``asked`` among them, a row a question),
    ``table`` gives the arrays and what repeats in them, ``disagreements`` names faults of its own. ``defaults`` are the
    measures worked out where none are named, as far as a table has them; ``needs`` are columns that a measure needs;
    ``families`` are names for all measures that begin so.
    """

    made: Callable[[DuckEngine], Mapping[str, str]]
    grouped: Callable[[Check], tuple[str, ...]]
    table: Callable[[DuckEngine], tuple[LongTable, list[Fault]]]
    defaults: tuple[str, ...]
    disagreements: Callable[["Naming"], Iterable[Problem]] = lambda _: ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    families: tuple[str, ...] = ()

    def meant(self, word: str, there: Mapping[str, LongMeasure]) -> Iterator[str]:
        """A measure's name, or those of a family of which there are some."""
        family = [name for name in there if word in self.families and name.startswith(f"{word}_")]
        yield from family or ([word] if word else [])


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


def _counted(engine: DuckEngine, plan: Plan, only: Collection[str]) -> LongTrials:
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


def _read(form: LongForm, engine: DuckEngine, check: Check) -> LongFile:
    """Read a file whose form has forecasts of several rows, and look for everything that can be wrong with it."""
    for query in (_entries(form, engine, check), *form.grouped(check), _wholes(check)):
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


def _entries(form: LongForm, engine: DuckEngine, check: Check, *, numbered: bool = False) -> str:
    """SQL that reads the file's rows; with ``numbered``, also their numbers and what stands in them word for word."""
    layout = check.layout
    columns = {name: engine.read(name) for name in layout.form.columns if name in layout}
    columns |= {"stated_at": engine.read("stated_at"), **form.made(engine)}
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


def torn_rows(check: Check, per: Per, *more: str) -> str:
    """SQL that says whether the rows of a group disagree, or anything ``more`` is wrong with it."""
    told = [disagree(name) for name in same(check, per)]
    return " OR ".join(f"({condition})" for condition in (*told, *more)) or "FALSE"


def kept_columns(check: Check, per: Per) -> str:
    """SQL for columns of a group, each said once."""
    return "".join(
        f", MIN({name}) AS {name}" for name, column in check.layout.form.columns.items()
        if column.per == per and name in check.layout
    )  # fmt: skip


def _wholes(check: Check) -> str:
    """SQL that makes one row a forecast; ``faulty`` are those that something was found wrong with so far."""
    keys = ", ".join(FORECAST)
    sound = "FILTER (WHERE NOT bad)"
    torn = [f"MIN({name}) {sound} IS DISTINCT FROM MAX({name}) {sound} OR COUNT({name}) NOT IN (0, COUNT(*))"
            for name in same(check, "forecast")]  # fmt: skip
    return f"""
CREATE OR REPLACE TEMP TABLE wholes AS
SELECT ROW_NUMBER() OVER (ORDER BY {keys}) - 1 AS code, found.*, found.bad OR found.torn OR COALESCE(asked.torn, TRUE)
       AS faulty
FROM (SELECT {keys}, COUNT(*) AS n, BOOL_OR(bad) AS bad{kept_columns(check, "forecast")},
             NOT BOOL_OR(bad) AND ({" OR ".join(torn) or "FALSE"}) AS torn
      FROM entries WHERE analyst IS NOT NULL AND question IS NOT NULL GROUP BY {keys}) found
LEFT JOIN asked USING (question)"""


def _define(engine: DuckEngine, found: LongFile, keep: Keep) -> int:
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


def _problems(form: LongForm, engine: DuckEngine, check: Check, found: LongFile) -> tuple[list[Problem], int]:
    """The faults of a file that has been read, and how many more there are than are written out."""
    engine.fetch(_entries(form, engine, check, numbered=True))
    shift = Shift(sorted(rejected(engine)))
    naming = Naming(form, engine, check, shift)
    listed = [*row_problems(engine, check, shift, most=_SHOWN), *naming.disagreements(), *naming.forecasts(found)]
    known = found.bad + found.torn + len(found.faults)
    return listed[:_SHOWN], max(0, max(known, len(listed)) - _SHOWN)


@dataclass(frozen=True)
class Naming:
    """Says of each fault where it stands."""

    form: "LongForm"
    engine: DuckEngine
    check: Check
    shift: Shift

    def problem(self, field: str, message: str) -> Problem:
        """A fault of what is named."""
        return Problem(self.engine.sheet.path.name, 0, field, message)

    def disagreements(self) -> Iterator[Problem]:
        """Groups of rows that must agree and do not."""
        for name in same(self.check):
            yield from self._different(name)
        yield from self.form.disagreements(self)

    def _different(self, name: str) -> Iterator[Problem]:
        keys = KEYS[self.check.layout.form.columns[name].per]
        listed, join = ", ".join(keys), " AND ".join(f"e.{key} IS NOT DISTINCT FROM t.{key}" for key in keys)
        query = f"""
SELECT {", ".join(f"e.{key}" for key in keys)}, said_{name}, MIN(place) AS first, COUNT(*)
FROM (SELECT * FROM entries WHERE NOT bad) e
JOIN (SELECT {listed} FROM entries WHERE NOT bad GROUP BY {listed} HAVING {disagree(name)} LIMIT {_SHOWN}) t ON {join}
GROUP BY ALL ORDER BY {", ".join(f"e.{key}" for key in keys)}, first"""
        for key, rows in groupby(self.engine.fetch(query), key=lambda row: tuple(row[: len(keys)])):
            told = [
                f"{quoted(said) if said else 'empty'} in row {self.shift(int(place))}{f' and {n - 1} more' * (n > 1)}"
                for *_, said, place, n in rows
            ]
            yield self.problem(f"{_who(dict(zip(keys, key, strict=True)))}, {name}", f"is {', '.join(told)}")

    def forecasts(self, found: LongFile) -> Iterator[Problem]:
        """Forecasts that cannot be scored."""
        faults = found.faults[:_SHOWN]
        if not faults:
            return
        codes = ", ".join(str(code) for code in sorted({fault.forecast for fault in faults}))
        where = {
            code: (places[0], f"{self._rows(places)}, {quoted(analyst)} on {quoted(question)}")
            for code, analyst, question, places in self.engine.fetch(f"""
SELECT code, wholes.analyst, wholes.question, LIST(place ORDER BY place)
FROM entries JOIN wholes ON entries.analyst = wholes.analyst AND entries.question = wholes.question
     AND entries.stated_at IS NOT DISTINCT FROM wholes.stated_at
WHERE code IN ({codes}) GROUP BY ALL""")
        }
        for fault in sorted(faults, key=lambda fault: where[fault.forecast]):
            yield self.problem(where[fault.forecast][1], fault.problem)

    def _rows(self, places: Sequence[int]) -> str:
        """Rows as they are spoken of: by their ends where they stand together."""
        rows = [self.shift(int(place)) for place in places]
        said = self.engine.sheet.said
        if len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1:
            return f"{said(rows[0])} to {said(rows[-1])}"
        more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
        return f"{', '.join(said(row) for row in rows[:NAMED])}{more}"


def _who(key: dict[str, Any]) -> str:
    """A group of rows in words."""
    if "option" in key:
        return f"question {quoted(key['question'])}, option {quoted(key['option'])}"
    if "analyst" in key:
        return f"{quoted(key['analyst'])} on {quoted(key['question'])}"
    return f"question {quoted(key['question'])}"


def score_rows(
    form: LongForm, engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk
) -> tuple[Scored, dict[str, Any]]:
    """Score a file of such forecasts; also what was counted in it.

    Raises:
        TableRejected: rows have faults, and are not to be skipped.
        InputError: what is asked is not for such forecasts.
    """
    _refuse(ask, layout)
    layout.require(first_missing(ask.policy.needs, layout.present), ask.policy.option, engine.sheet.names)
    engine.layout = layout
    given = as_written(engine, given)
    ask = only_asked(ask, given)
    check = Check(layout, ask.policy.needs)
    found = _read(form, engine, check)
    if not found.sound and not given.skip_bad:
        raise TableRejected(*_problems(form, engine, check, found))
    kept = _define(engine, found, kept_rows(given))
    measures = _measures(form, ask, layout, engine.sheet.names, found.table)
    plan = Plan(ask.by, ask.policy, ask.reading, layout.present, ask.lead)
    chosen = _counted(engine, plan, ask.only)
    named = replace(ask, measures=tuple(measure.name for measure in measures))
    scored = _scored(layout.form.name, named, chosen, measures)
    told = {"forecasts": found.forecasts, "skipped": found.rows - kept, "states": dict(found.states)}
    return scored, {"rows": found.rows, "questions": found.questions, **told}


def _refuse(ask: Ask, layout: Layout) -> None:
    """Refuse what has no meaning for such forecasts.

    Raises:
        InputError: for the first that has none.
    """
    form = layout.form
    if ask.policy.shares:
        option = "--gjo-compat" if ask.policy.name == "days" else f"--policy {ask.policy.name}"
        raise NotOfThisForm(option, form, "Choose --policy each, first or last, or --at-lead.")
    if ask.reading in {Reading.STRICT, Reading.CHARITABLE}:
        raise NotOfThisForm(f"--reading {ask.reading}", form, "Choose coded, or fraction for shares that add up to 1.")
    if ask.reference is not None:
        raise NotOfThisForm("--reference", form, "It is a probability for forecasts of yes or no; leave it out.")


def _measures(form: LongForm, ask: Ask, layout: Layout, found: Sequence[str], table: LongTable) -> list[LongMeasure]:
    """The measures that are wanted, in the order in which they were named."""
    there = table.measures
    if ask.every:
        return list(there.values())
    named = dict.fromkeys(name for word in (ask.words or "").split(",") for name in form.meant(word.strip(), there))
    if not named:
        return [there[name] for name in form.defaults if name in there]
    for name in named:
        layout.require(form.needs.get(name, ()), name, found)
    for name in named:
        if name not in there:
            raise UnknownMeasure(name, list(there), f" of this {layout.form.title.removeprefix('a ')}")
    return [there[name] for name in named]


def _scored(form: str, ask: Ask, chosen: LongTrials, measures: Sequence[LongMeasure]) -> Scored:
    settings = LongFormSettings(ask.level, ask.log_floor)
    figures = chosen.figures(measures, settings)
    rows = [
        dict(zip(ask.by, key, strict=True))
        | {name: int(values[place]) for name, values in chosen.counts.items()}
        | {name: value_of(name, values[place]) for name, values in figures.items()}
        for place, key in enumerate(chosen.keys)
    ]
    counts = {name: int(values.sum()) for name, values in chosen.counts.items()} | {"questions": chosen.questions}
    together = chosen.figures(measures, settings, as_one=True)
    total = counts | {name: value_of(name, values[0]) for name, values in together.items()}
    notes = [f"{measure.title} {measure.needs}." for measure in measures if measure.needs and _lacking(measure, rows)]
    return Scored(rows, total, ask, notes, form, {measure.name: measure for measure in measures})


def _lacking(measure: LongMeasure, rows: Sequence[dict[str, Any]]) -> bool:
    """Whether a row has forecasts that are scored and no figure."""
    return any(row["scored"] and row[measure.name] is None for row in rows)
