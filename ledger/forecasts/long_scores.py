"""Scores of a file whose forecasts have several rows each: probabilities of options, or quantiles of a number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ledger.errors import InputError
from ledger.forecasts import longforms, several_rows_faults
from ledger.forecasts.columns import Form, Layout
from ledger.forecasts.duck import DuckEngine, Keep
from ledger.forecasts.faults import Check, TableRejected
from ledger.forecasts.longtrials import LongTrials, choose
from ledger.forecasts.queries import Plan
from ledger.forecasts.scores import Ask, Scored, UnknownMeasure, value_of
from ledger.model.vocabulary import Reading
from ledger.scoring.forms.categorical import OPTION_RULES
from ledger.scoring.forms.longmeans import LongMeasure, LongTable, Settings

DEFAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "options": ("brier", "log", "rps"),
    "quantiles": ("crps", "wis", "coverage_50", "coverage_80", "coverage_90", "coverage_95"),
})  # fmt: skip
"""The measures of a form that are worked out where none are named, as far as a table has them."""

FAMILIES = ("interval", "coverage")
"""Names for one measure of each central interval there is."""


class NotOfThisForm(InputError):
    """An option that has no meaning for such forecasts."""

    def __init__(self, option: str, form: Form, instead: str) -> None:
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
    found = longforms.read(engine, check)
    if not found.sound and not skip_bad:
        raise TableRejected(*several_rows_faults.problems(engine, check, found))
    kept = longforms.define(engine, found, keep)
    measures = _measures(ask, layout, engine.sheet.names, found.table)
    plan = Plan(ask.by, ask.policy, ask.reading, layout.present, ask.lead)
    chosen = choose(engine, plan, ask.only)
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
    settings = Settings(ask.level, ask.log_floor)
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
