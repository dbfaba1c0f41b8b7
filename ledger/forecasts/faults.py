"""What is wrong with a file of forecasts: looked for in one grouped pass, named row by row only if there is something.

Two sorts of fault are told apart. A row has one if a value cannot be read or is missing; a question has one if its rows
do not agree on what must be the same for all of them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger.errors import InputError, Problem, quoted
from ledger.forecasts.columns import PER_QUESTION, Layout
from ledger.forecasts.conversions import ADVICE, UNREADABLE, state_of
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.queries import NEVER
from ledger.text.counting import counted

_SHOWN = 1_000
"""So many faults are written out; the rest is counted."""


class TableRejected(InputError):
    """A forecast table has faults: says every one of them; nothing was scored."""

    def __init__(self, problems: Sequence[Problem], more: int = 0) -> None:
        """Write one line a fault, under a count."""
        self.problems = tuple(problems)
        count = len(self.problems) + more
        lines = [str(problem) for problem in self.problems]
        lines += [f"... and {more} more"] if more else []
        listed = "\n".join(lines)
        super().__init__(
            f"{counted(count, 'fault')} found, nothing scored:\n{listed}",
            "Mend them, or leave such rows out with --skip-bad.",
        )


@dataclass(frozen=True)
class Check:
    """What is asked of the rows: the columns that a policy needs ("a|b": one of them), and whether it has a window."""

    layout: Layout
    needs: tuple[str, ...] = ()
    windowed: bool = False

    def conditions(self, engine: DuckEngine) -> Iterator[tuple[str, str, str]]:
        """For each thing that can be wrong with a row: the column it is shown under, the condition, what is said."""
        for name in self.layout.form.columns:
            if name in self.layout:
                yield from self._unreadable(engine, name)
        for need in self.needs:
            either = need.split("|")
            missing = " AND ".join(f"{engine.raw(name)} IS NULL" for name in either if name in self.layout)
            yield either[0], missing, f"is missing, which this policy needs{_or(either)}"
        if "stated_at" in self.layout and "withdrawn_at" in self.layout:
            gone, said = engine.read("withdrawn_at"), engine.read("stated_at")
            yield "withdrawn_at", f"{gone} < {said}", "is before it was stated"
        if self.windowed:
            closes = f"COALESCE({engine.read('closes_at')}, {engine.read('resolved_at')})"
            yield "opens_at", f"{engine.read('opens_at')} >= {closes}", "is not before the question closes"

    def _unreadable(self, engine: DuckEngine, name: str) -> Iterator[tuple[str, str, str]]:
        column, value, raw = self.layout.form.columns[name], engine.read(name), engine.raw(name)
        if column.sort == "outcome":
            yield name, f"{value} = {UNREADABLE}", ADVICE["outcome"]
        elif column.required and column.sort == "text":
            # Only what begins with a space can be nothing but spaces, and the beginning is quick to look at.
            yield name, f"{value} IS NULL OR ({value} < '!' AND TRIM({value}) = '')", ADVICE["text"]
        elif column.required or column.sort == "weight":
            yield name, f"{value} IS NULL", ADVICE[column.sort]
        elif column.sort != "text":
            yield name, f"{value} IS NULL AND {raw} IS NOT NULL", ADVICE[column.sort]


def _or(either: Sequence[str]) -> str:
    return f" ({' or '.join(either)})" if len(either) > 1 else ""


@dataclass(frozen=True)
class QuestionTally:
    """What the pass over the questions found. ``states`` counts questions, ``skipped`` rows left out for a fault."""

    rows: int
    questions: int
    bad: int
    torn: int
    states: Counter[str] = field(default_factory=Counter)
    skipped: int = 0


def bad(engine: DuckEngine, check: Check) -> str:
    """SQL that says whether a row has a fault."""
    told = [f"({condition})" for _, condition, _ in check.conditions(engine)]
    return f"COALESCE({' OR '.join(told)}, FALSE)"


def tally(engine: DuckEngine, check: Check) -> QuestionTally:
    """Go over the rows and the questions: how many there are, in what state, and how many have a fault."""
    read = f"SELECT COUNT(*), COUNT(CASE WHEN {bad(engine, check)} THEN 1 END) FROM ({engine.rows(numbered=False)})"
    total, faulty = engine.fetch(read)[0]
    told = bad(engine, check) if faulty else "FALSE"  # looking at each row once is enough where nothing is wrong
    split = _torn(check)
    found = engine.fetch(f"""
SELECT state, COUNT(*), SUM(n), SUM(CASE WHEN torn THEN 1 ELSE 0 END), SUM(CASE WHEN torn THEN n ELSE 0 END)
FROM (SELECT question, MIN(outcome) AS state, COUNT(*) AS n, {" OR ".join(split) or "FALSE"} AS torn
      FROM ({_read(engine, check, told)}) WHERE NOT bad GROUP BY question)
GROUP BY state""")
    states: Counter[str] = Counter()
    for state, asked, *_ in found:  # questions that came about in part have fractions of their own
        states[state_of(state)] += int(asked)
    torn, held = (sum(int(row[place]) for row in found) for place in (3, 4))
    lost = len(rejected(engine))
    questions = sum(states.values())
    return QuestionTally(int(total) + lost, questions, int(faulty) + lost, torn, states, int(faulty) + lost + held)


def _same(check: Check) -> list[str]:
    return [name for name in PER_QUESTION if name in check.layout.taken]


def _torn(check: Check) -> list[str]:
    """Conditions on a question's rows, one for each column that must be the same in all of them and is not."""
    never = {"outcome": "outcome"}
    told = {name: never.get(name, f"COALESCE({name}, -{NEVER})") for name in _same(check)}
    return [f"MIN({value}) <> MAX({value})" for value in told.values()]


def _read(engine: DuckEngine, check: Check, told: str) -> str:
    """A row's question, whether it has a fault, and what must be the same in all rows of the question."""
    names = dict.fromkeys([*_same(check), "outcome"])
    columns = [f"{engine.read('question')} AS question", f"{told} AS bad"]
    columns += [f"{engine.read(name)} AS {name}" for name in names]
    return f"SELECT {', '.join(columns)} FROM ({engine.rows(numbered=False)})"


def torn_questions(engine: DuckEngine, check: Check) -> str:
    """SQL that gives the questions whose rows do not agree."""
    read = _read(engine, check, bad(engine, check))
    return (
        f"SELECT question FROM ({read}) WHERE NOT bad GROUP BY question HAVING {' OR '.join(_torn(check)) or 'FALSE'}"
    )


def problems(engine: DuckEngine, check: Check, *, most: int = _SHOWN) -> list[Problem]:
    """Every fault, row by row and then question by question; at most so many."""
    shift = Shift(sorted(rejected(engine)))
    listed = row_problems(engine, check, shift, most=most)
    return [*listed, *_disagreements(engine, check, shift, most)][:most]


def row_problems(engine: DuckEngine, check: Check, shift: "Shift", *, most: int = _SHOWN) -> list[Problem]:
    """Every fault of a single row, row by row; at most so many under each column."""
    broken = rejected(engine)
    broken |= _empty(engine)
    found = [(row, "", message) for row, message in broken.items()]
    for name, condition, message in check.conditions(engine):
        query = (
            f"SELECT place, CAST({engine.raw(name)} AS VARCHAR) FROM ({engine.rows(numbered=True)}) "
            f"WHERE {condition} ORDER BY place LIMIT {most}"
        )
        found += [
            (
                shift(int(place)),
                name,
                _missing(message) if said is None else f"{quoted(said)} {message}{_hint(name, said)}",
            )
            for place, said in engine.fetch(query)
        ]
    return [
        Problem(engine.sheet.path.name, 0, f"{engine.sheet.said(row)}{', ' if name else ''}{name}", message)
        for row, name, message in sorted(found)
        if not name or row not in broken
    ]


_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?) ?%|([0-9]{1,3}(?:\.[0-9]+)?)|0,([0-9]+)")


def _hint(name: str, said: str) -> str:
    """How a probability that was written as a percentage, or with a comma, is to be written."""
    match = _PERCENT.fullmatch(said) if name == "probability" else None
    if match is None:
        return ""
    if match[3]:
        return f"; write 0.{match[3]}"
    value = float((match[1] or match[2]).replace(",", ".")) / 100
    return f"; write {value:g}" if value <= 1 else ""


def _missing(message: str) -> str:
    """What is not there has not been said wrongly."""
    return message if message.startswith("is missing") else "is missing"


def _disagreements(engine: DuckEngine, check: Check, shift: "Shift", most: int) -> Iterator[Problem]:
    """Questions whose rows say different things, with the first rows that say each."""
    for name in _same(check):
        query = f"""
SELECT question, value, MIN(place), COUNT(*), MIN(said)
FROM (SELECT {engine.read("question")} AS question, COALESCE(CAST({engine.read(name)} AS VARCHAR), '') AS value,
             CAST({engine.raw(name)} AS VARCHAR) AS said, place
      FROM ({engine.rows(numbered=True)}) WHERE NOT {bad(engine, check)})
WHERE question IN ({torn_questions(engine, check)})
GROUP BY question, value ORDER BY question, 3"""
        told: dict[str, list[str]] = {}
        for question, _, place, n, said in engine.fetch(query)[: 2 * most]:
            also = f" and {n - 1} more" if n > 1 else ""
            value = quoted(str(said).removesuffix(".0")) if said else "empty"
            told.setdefault(question, []).append(f"{value} in row {shift(int(place))}{also}")
        for question, values in told.items():
            if len(values) > 1:
                yield Problem(
                    engine.sheet.path.name, 0, f"question {quoted(question)}, {name}", f"is {', '.join(values)}"
                )


def rejected(engine: DuckEngine) -> dict[int, str]:
    """Rows of a CSV file that cannot be cut into cells, by their number, as DuckDB found them in its passes so far."""
    if not engine.fetch("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'"):
        return {}
    query = "SELECT DISTINCT line, error_type, error_message FROM reject_errors ORDER BY ALL"
    told: dict[int, str] = {}
    for line, kind, message in engine.fetch(query):
        told.setdefault(int(line) - 1, _BROKEN.get(kind) or str(message).rstrip("."))
    return told


def _empty(engine: DuckEngine) -> dict[int, str]:
    """Lines of a JSON file that hold nothing we know, by their number."""
    if engine.sheet.format != "jsonl":
        return {}
    nothing = " AND ".join(f"{engine.raw(name)} IS NULL" for name in engine.layout.taken) or "FALSE"
    found = engine.fetch(f"SELECT place FROM ({engine.rows(numbered=True)}) WHERE {nothing} LIMIT {_SHOWN}")
    return {int(place): "is not a JSON object with any of the columns" for (place,) in found}


_BROKEN = {
    "MISSING COLUMNS": "has fewer cells than the first line",
    "TOO MANY COLUMNS": "has more cells than the first line",
    "UNQUOTED VALUE": "has a quotation mark that is not closed",
    "INVALID ENCODING": "is not UTF-8",
    "LINE SIZE OVER MAXIMUM": "is too long",
}


class Shift:
    """From the number of a row among those that could be read to its number in the file."""

    def __init__(self, rejected: Sequence[int]) -> None:
        self._rejected = rejected

    def __call__(self, place: int) -> int:
        """The number in the file."""
        for row in self._rejected:
            if row > place:
                break
            place += 1
        return place
