"""What is wrong with a file whose forecasts have several rows, in sentences that name the rows.

It is asked for only where something is known to be wrong, and reads the file once more, for the numbers of its rows. A
row that cannot be read comes first, then rows that say different things where they must agree, then forecasts; of a
forecast that has a fault of one sort the next is not looked for, because it would mostly follow from the first.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ledger.errors import Problem, quoted
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.faults import Check, Shift, rejected, row_problems
from ledger.forecasts.several_rows import GAPS, KEYS, MIXED, UNSURE, LongFile, disagree, entries, same

SHOWN = 1_000
"""So many faults are written out; the rest is counted."""
_NAMED = 8
"""So many rows of one fault are named."""


def long_problems(engine: DuckEngine, check: Check, found: LongFile) -> tuple[list[Problem], int]:
    """The faults of a file that has been read, and how many more there are than are written out."""
    engine.fetch(entries(engine, check, numbered=True))
    shift = Shift(sorted(rejected(engine)))
    naming = _Naming(engine, check, shift)
    listed = [*row_problems(engine, check, shift, most=SHOWN), *naming.disagreements(), *naming.forecasts(found)]
    known = found.bad + found.torn + len(found.faults)
    return listed[:SHOWN], max(0, max(known, len(listed)) - SHOWN)


class _Naming:
    """Says of each fault where it stands."""

    def __init__(self, engine: DuckEngine, check: Check, shift: Shift) -> None:
        self._engine, self._check, self._shift = engine, check, shift

    def _problem(self, field: str, message: str) -> Problem:
        return Problem(self._engine.sheet.path.name, 0, field, message)

    def disagreements(self) -> Iterator[Problem]:
        """Groups of rows that must agree and do not."""
        for name in same(self._check):
            yield from self._different(name)
        if self._check.layout.form.name == "options":
            yield from self._settled()
            yield from self._unranked()

    def _different(self, name: str) -> Iterator[Problem]:
        keys = KEYS[self._check.layout.form.columns[name].per]
        listed, join = ", ".join(keys), " AND ".join(f"e.{key} IS NOT DISTINCT FROM t.{key}" for key in keys)
        query = f"""
SELECT {", ".join(f"e.{key}" for key in keys)}, said_{name}, MIN(place) AS first, COUNT(*)
FROM (SELECT * FROM entries WHERE NOT bad) e
JOIN (SELECT {listed} FROM entries WHERE NOT bad GROUP BY {listed} HAVING {disagree(name)} LIMIT {SHOWN}) t ON {join}
GROUP BY ALL ORDER BY {", ".join(f"e.{key}" for key in keys)}, first"""
        for key, rows in groupby(self._engine.fetch(query), key=lambda row: tuple(row[: len(keys)])):
            told = [
                f"{quoted(said) if said else 'empty'} in row {self._shift(int(place))}{f' and {n - 1} more' * (n > 1)}"
                for *_, said, place, n in rows
            ]
            yield self._problem(f"{_who(dict(zip(keys, key, strict=True)))}, {name}", f"is {', '.join(told)}")

    def _choices(self, condition: str) -> Iterator[tuple[str, list[Sequence[Any]]]]:
        """The options of questions for which something is so, each with what was said of it and its first row."""
        said = next((f"said_{name}" for name in ("outcome", "answer") if name in self._check.layout.taken), "NULL")
        query = f"""
SELECT question, choices.option, choices.outcome, rank, MIN({said}), MIN(place) AS first
FROM choices JOIN asked USING (question) JOIN entries USING (question, option)
WHERE NOT asked.split AND NOT choices.torn AND ({condition}) AND NOT bad
      AND question NOT IN (SELECT question FROM entries WHERE bad AND question IS NOT NULL)
GROUP BY ALL ORDER BY question, first"""
        yield from ((name, list(rows)) for name, rows in groupby(self._engine.fetch(query), key=lambda row: row[0]))

    def _settled(self) -> Iterator[Problem]:
        name = "answer" if "answer" in self._check.layout else "outcome"
        for question, rows in self._choices(f"({MIXED}) OR {UNSURE}"):
            yield self._problem(f"question {quoted(question)}, {name}", self._unsure(name, rows))

    def _unsure(self, name: str, rows: Sequence[Sequence[Any]]) -> str:
        at = {option: f"{quoted(option)} in row {self._shift(int(place))}" for _, option, _, _, _, place in rows}
        if any(outcome < 0 for _, _, outcome, *_ in rows):
            told = (
                f"{quoted(said) if said else 'empty'} for {at[option]}" for _, option, _, _, said, _ in rows[:_NAMED]
            )
            return f"is settled for some options only: {', '.join(told)}"
        parts = [(option, outcome) for _, option, outcome, *_ in rows if outcome > 0]
        if name == "answer":
            return f"{quoted(rows[0][4])} is none of the options: {', '.join(list(at.values())[:_NAMED])}"
        if not parts:
            return f"says of no option that it came about: {', '.join(list(at.values())[:_NAMED])}"
        if any(outcome < 1 for _, outcome in parts):
            return f"has shares that add up to {sum(outcome for _, outcome in parts):.9g}, not to 1"
        listed = ", ".join(at[option] for option, _ in parts[:_NAMED])
        return f"says of {len(parts)} options that they came about, where one can: {listed}"

    def _unranked(self) -> Iterator[Problem]:
        for question, rows in self._choices(GAPS):
            told = [f"{quoted(row[1])} in row {self._shift(int(row[5]))}" for row in rows if row[3] is None]
            listed = ", ".join(told[:_NAMED])
            yield self._problem(f"question {quoted(question)}, option_order", f"is missing for {listed}")

    def forecasts(self, found: LongFile) -> Iterator[Problem]:
        """Forecasts that cannot be scored."""
        faults = found.faults[:SHOWN]
        if not faults:
            return
        codes = ", ".join(str(code) for code in sorted({fault.forecast for fault in faults}))
        where = {
            code: (places[0], f"{self._rows(places)}, {quoted(analyst)} on {quoted(question)}")
            for code, analyst, question, places in self._engine.fetch(f"""
SELECT code, wholes.analyst, wholes.question, LIST(place ORDER BY place)
FROM entries JOIN wholes ON entries.analyst = wholes.analyst AND entries.question = wholes.question
     AND entries.stated_at IS NOT DISTINCT FROM wholes.stated_at
WHERE code IN ({codes}) GROUP BY ALL""")
        }
        for fault in sorted(faults, key=lambda fault: where[fault.forecast]):
            yield self._problem(where[fault.forecast][1], fault.problem)

    def _rows(self, places: Sequence[int]) -> str:
        """Rows as they are spoken of: by their ends where they stand together."""
        rows = [self._shift(int(place)) for place in places]
        said = self._engine.sheet.said
        if len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1:
            return f"{said(rows[0])} to {said(rows[-1])}"
        more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
        return f"{', '.join(said(row) for row in rows[:_NAMED])}{more}"


def _who(key: dict[str, Any]) -> str:
    """A group of rows in words."""
    if "option" in key:
        return f"question {quoted(key['question'])}, option {quoted(key['option'])}"
    if "analyst" in key:
        return f"{quoted(key['analyst'])} on {quoted(key['question'])}"
    return f"question {quoted(key['question'])}"
