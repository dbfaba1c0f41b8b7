"""Scoring a file of forecasts: open it, see that it is sound, score it; probabilities, options or quantiles."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ledger.errors import InputError, NoSuch, quoted
from ledger.forecasts import faults, several_rows, several_rows_faults
from ledger.forecasts.columns import BINARY, ForecastType, Layout, lay_out_table
from ledger.forecasts.csv_cache import as_text, hold, refused
from ledger.forecasts.duckdb_engine import DuckEngine, Keep
from ledger.forecasts.faults import Check, QuestionTally, TableRejected
from ledger.forecasts.prefetch import FileAsk, begin
from ledger.forecasts.queries import POLICIES, Plan
from ledger.forecasts.scores import LARGE, SPOT_COLUMNS, Ask, Scored, UnknownMeasure, score_engine, value_of
from ledger.forecasts.several_rows import LongTrials, counted_forecasts
from ledger.model.instants import edge
from ledger.model.vocabulary import Reading
from ledger.scoring.forms.categorical import OPTION_RULES
from ledger.scoring.forms.long_form import LongFormSettings, LongMeasure, LongTable
from ledger.text.folding import fold_text

DEFAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "options": ("brier", "log", "rps"),
    "quantiles": ("crps", "wis", "coverage_50", "coverage_80", "coverage_90", "coverage_95"),
})  # fmt: skip
"""The measures of a form that are worked out where none are named, as far as a table has them."""

FAMILIES = ("interval", "coverage")
"""Names for one measure of each central interval there is."""


class NotOfThisForm(InputError):
    """An option that has no meaning for such forecasts."""

    def __init__(self, option: str, form: ForecastType, instead: str) -> None:
        super().__init__(f"{option} is not for {form.title}.", instead)


class TwoAnswers(InputError):
    """A table that says in two ways which option came about."""

    def __init__(self) -> None:
        super().__init__(
            "The table has both columns, outcome and answer.",
            "Keep the one that says what came about, and give the other a name of its own.",
        )


def score_long(engine: DuckEngine, ask: Ask, keep: Keep, *, skip_bad: bool) -> tuple[Scored, dict[str, Any]]:
    """Score a file that has been laid out; also what was counted in it.

    Raises:
        TableRejected: rows have faults, and are not to be skipped.
        InputError: what is asked is not for such forecasts.
    """
    layout = engine.layout
    check = Check(layout, ask.policy.needs)
    found = several_rows.read_long_file(engine, check)
    if not found.sound and not skip_bad:
        raise TableRejected(*several_rows_faults.long_problems(engine, check, found))
    kept = several_rows.define(engine, found, keep)
    measures = _measures(ask, layout, engine.sheet.names, found.table)
    plan = Plan(ask.by, ask.policy, ask.reading, layout.present, ask.lead)
    chosen = counted_forecasts(engine, plan, ask.only)
    named = replace(ask, measures=tuple(measure.name for measure in measures))
    scored = _scored(layout.form.name, named, chosen, measures)
    told = {"forecasts": found.forecasts, "skipped": found.rows - kept, "states": dict(found.states)}
    return scored, {"rows": found.rows, "questions": found.questions, **told}


def refuse(ask: Ask, layout: Layout) -> None:
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
    if {"outcome", "answer"} <= layout.present:
        raise TwoAnswers


def _measures(ask: Ask, layout: Layout, found: Sequence[str], table: LongTable) -> list[LongMeasure]:
    """The measures that are wanted, in the order in which they were named."""
    there = table.measures
    if ask.every:
        return list(there.values())
    named = dict.fromkeys(name for word in (ask.words or "").split(",") for name in _meant(word.strip(), there))
    if not named:
        return [there[name] for name in DEFAULTS[layout.form.name] if name in there]
    ordered = [name for name in named if name in OPTION_RULES and OPTION_RULES[name].ordered]
    if layout.form.name == "options" and ordered:
        layout.require(["option_order"], ordered[0], found)
    for name in named:
        if name not in there:
            raise UnknownMeasure(name, list(there), f" of this {layout.form.title.removeprefix('a ')}")
    return [there[name] for name in named]


def _meant(word: str, there: Mapping[str, LongMeasure]) -> Iterator[str]:
    """A name, or those of a family of which there are some."""
    family = [name for name in there if word in FAMILIES and name.startswith(f"{word}_")]
    yield from family or ([word] if word else [])


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


def score_file(path: Path, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:
    """Score a file, and say what was found in it.

    Raises:
        TableRejected: rows have faults, and are not to be skipped.
        InputError: the file, or what is asked of it, cannot be read.
    """
    with begin(path, given) as early:
        return score_opened(early.take(), ask, given)


def score_opened(engine: DuckEngine, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:
    """The same for a file that is open."""
    layout = lay_out_table(engine.sheet.names, given.maps, given.sets)
    found, counts = _FORMS.get(layout.form.name, _score_long)(engine, layout, ask, given)
    return found, table_facts(engine, counts)


class NotOneProbability(InputError):
    """A table whose forecasts are not probabilities that a question's outcome is true."""

    def __init__(self, path: Path, layout: Layout, verb: str) -> None:
        super().__init__(
            f"{path.name} is {layout.form.title}: only {BINARY.title} can be {verb}.",
            f"Score it with: ledger score {path.name}",
        )


@contextmanager
def open_table(
    path: Path, given: FileAsk, ask: Ask, analysts: Sequence[str] = (), *, verb: str
) -> Iterator[tuple[DuckEngine, dict[str, Any], list[str]]]:
    """A file of forecasts of yes or no whose rows are found to be sound, for a report that looks at them one by one.

    Args:
        path: the file.
        given: how it is read, and which rows are looked at.
        ask: under which policy.
        analysts: whose rows alone are looked at; none: everybody's.
        verb: what cannot be done with a table of another form, as its error says it.

    Returns:
        An engine that holds the relation ``forecast``, rows numbered; what the file holds, for machines; and the
        analysts as the file writes them.

    Raises:
        NoSuch: an analyst is not there.
        NotOneProbability: the table is of another form.
        TableRejected: rows have faults, and are not to be skipped.
        InputError: the file, or what is asked of it, cannot be read.
    """
    with DuckEngine(path) as engine:
        engine.layout = lay_out_table(engine.sheet.names, given.maps, given.sets)
        if engine.layout.form is not BINARY:
            raise NotOneProbability(path, engine.layout, verb)
        names = [str(name_in_file(engine, "analyst", name)) for name in analysts]
        tally, _ = ready(engine, engine.layout, ask, given, names, numbered=True)
        yield engine, table_facts(engine, _tallied(tally)), names


def _tallied(tally: QuestionTally) -> dict[str, Any]:
    return {
        "rows": tally.rows, "questions": tally.questions, "skipped": tally.skipped, "states": dict(tally.states)
    }  # fmt: skip


def _score_binary(engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:
    tally, given = ready(engine, layout, ask, given)
    questions = None if given.topic or given.since or given.until else tally.questions
    return score_engine(engine, _only(ask, given), questions), _tallied(tally)


def _score_long(engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:

    refuse(ask, layout)
    needs = _first_missing(ask.policy.needs, layout.present)
    layout.require(needs, ask.policy.option, engine.sheet.names)
    engine.layout = layout
    given = _as_written(engine, given)
    return score_long(engine, _only(ask, given), _keep(given), skip_bad=given.skip_bad)


_FORMS = {"binary": _score_binary}
"""How a form is scored; the forms that are not named have forecasts of several rows."""


def _only(ask: Ask, given: FileAsk) -> Ask:
    return replace(ask, only=frozenset({given.analyst} if given.analyst else ()))


def _as_written(engine: DuckEngine, given: FileAsk) -> FileAsk:
    """The same with names as the file has them."""
    return replace(
        given, analyst=name_in_file(engine, "analyst", given.analyst), topic=name_in_file(engine, "topic", given.topic)
    )


def ready(
    engine: DuckEngine,
    layout: Layout,
    ask: Ask,
    given: FileAsk,
    analysts: Sequence[str] = (),
    *,
    numbered: bool = False,
) -> tuple[QuestionTally, FileAsk]:
    """Look for faults, make the relation that is scored; names then stand as the file has them.

    Of some ``analysts`` alone, where any are named; rows are ``numbered`` where the policy needs it, or if asked for.
    """
    spot = ask.possible(layout.present).spot
    needs = tuple(dict.fromkeys((*ask.policy.needs, *(POLICIES["spot"].needs if spot else ()))))
    found = engine.sheet.names
    layout.require(_first_missing(needs, layout.present), ask.policy.option, found)
    layout.require(sorted(SPOT_COLUMNS) if spot else (), "A spot score", found)
    layout.require(("stated_at",) if given.since or given.until else (), "--since and --until", found)
    engine.layout = layout
    hold(engine)
    check = Check(layout, needs, windowed=ask.policy.fills)
    tally = faults.tally(engine, check)
    if refused(engine):
        as_text(engine)
        tally = faults.tally(engine, check)
    engine.large = tally.rows > LARGE
    sound = "TRUE"
    if tally.bad or tally.torn:
        if not given.skip_bad:
            engine.sheet = engine.text  # faults are shown as they were written
            problems = faults.problems(engine, check)
            raise TableRejected(problems, max(0, tally.bad + tally.torn - len(problems)))
        torn = f"{engine.read('question')} NOT IN ({faults.torn_questions(engine, check)})" if tally.torn else "TRUE"
        sound = f"NOT {faults.bad(engine, check)} AND {torn}"
    given = _as_written(engine, given)
    if ask.policy.shares and "weight" in layout:
        _check_weights(engine, ask, sound)
    engine.define(
        layout, numbered=numbered or ask.policy.source == "in_force" or spot, keep=_keep(given, analysts), sound=sound
    )
    return tally, given


class UnequalWeights(InputError):
    """Rows that share a question out and do not weigh the same."""

    def __init__(self, option: str, analyst: str, question: str, more: int) -> None:
        others = f", and so it is {more} times more" if more else ""
        super().__init__(
            f"Under {option} the rows of an analyst on a question share it out, and must weigh the same: those of "
            f"{quoted(analyst)} on {quoted(question)} do not{others}.",
            "Weigh questions, not rows; or take one row a question: --policy first, or last.",
        )


def _check_weights(engine: DuckEngine, ask: Ask, sound: str) -> None:
    who, what, weight = (engine.read(name) for name in ("analyst", "question", "weight"))
    found = engine.fetch(
        f"SELECT {who} AS who, {what} AS what FROM ({engine.rows(numbered=False)}) WHERE {sound} "
        f"GROUP BY who, what HAVING MIN({weight}) <> MAX({weight}) ORDER BY who, what"
    )
    if found:
        raise UnequalWeights(ask.policy.option, str(found[0][0]), str(found[0][1]), len(found) - 1)


def name_in_file(engine: DuckEngine, what: str, word: str | None) -> str | None:
    """An analyst or a topic as the file writes it, in whatever case it was asked for.

    Raises:
        NoSuch: the file has none of that name.
    """
    if word is None:
        return None
    rows = engine.fetch(f"SELECT DISTINCT {engine.read(what)} FROM ({engine.rows(numbered=False)}) ORDER BY 1")
    return known_name(what, word, [str(row[0]) for row in rows if row[0] is not None],
                      f"ledger score {engine.sheet.path.name} --by {what}")  # fmt: skip


def known_name(what: str, word: str, names: Sequence[str], see: str) -> str:
    """The one of some names that a user means, in whatever case; ``see`` is the command that lists them.

    Raises:
        NoSuch: there is none of that name.
    """
    if word in names:
        return word
    folded = {fold_text(name): name for name in names}
    if fold_text(word) in folded:
        return folded[fold_text(word)]
    near = [folded[key] for key in get_close_matches(fold_text(word), folded, n=3)]
    raise NoSuch(what, word, near, see)


def _first_missing(needs: Sequence[str], present: frozenset[str]) -> list[str]:
    """Of what is needed, the columns that are missing; of two that would do, the first."""
    return [need.split("|")[0] for need in needs if not present.intersection(need.split("|"))]


def _keep(given: FileAsk, analysts: Sequence[str] = ()) -> Keep:
    """Topics and analysts by name, and days: from the first moment of one, to the last of another."""

    def midnight(option: str, words: str | None, days: int) -> int | None:
        if words is None:
            return None
        day = edge(option, words, given.today) + timedelta(days)
        return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000

    equal = (("topic", (given.topic,) if given.topic else ()), ("analyst", tuple(analysts)))
    return Keep(equal, midnight("since", given.since, 0), midnight("until", given.until, 1))


def table_facts(engine: DuckEngine, counts: dict[str, Any]) -> dict[str, Any]:
    """What the file holds, for machines."""
    return {
        "file": engine.sheet.path.name,
        "form": engine.layout.form.name,
        **counts,
        "columns": {name: engine.layout.taken[name] for name in engine.layout.taken},
        "set": dict(engine.layout.fixed),
        "ignored": list(engine.layout.ignored),
    }
