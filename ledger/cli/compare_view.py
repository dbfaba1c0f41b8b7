"""How a comparison looks: the drawing, each one's score on the shared questions, and what may be said of the gap."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ledger.cli.charts import draw_or_save
from ledger.cli.output import emit, say, several_tables
from ledger.cli.reader import opened
from ledger.errors import InputError
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.scores import counted
from ledger.query.listing import Filters
from ledger.render import Column, Report
from ledger.render.chart import CompareChart, Lead
from ledger.render.report import difference, number, p_value, percent
from ledger.render.tables import as_of_sentence
from ledger.reports.compare import (
    A_BETTER,
    B_BETTER,
    FEWEST,
    FEWEST_CLUSTERS,
    INFINITE,
    OVERLAP,
    POWER,
    THRESHOLD,
    TOO_FEW,
    UNDECIDED,
    Compared,
    compare_claims,
    compare_file,
)
from ledger.reports.compare_ask import Ask
from ledger.reports.counted import note_on_hindsight, notes_on_claims
from ledger.reports.listings import without_claims
from ledger.reports.pairs import Names

Row = Mapping[str, Any]
_LITTLE, _MUCH = 0.005, 1000
"""E-values below the one and above the other are only said to be so."""
_MOST = 1_000_000
"""Numbers of questions above this are only said to be so."""


class FileOnly(InputError):
    """An option that is about a file where no file is named."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} is about a file of forecasts.", "Name it: --file forecasts.csv")


class LedgerOnly(InputError):
    """An option about a ledger's claims beside a file."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} is about a ledger's claims and does not go with --file.", "Leave one of them out.")


def refuse_with_file(given: Mapping[str, object]) -> None:
    """Refuse options that a file has nothing for.

    Raises:
        LedgerOnly: one of them has a value.
    """
    for option, value in given.items():
        if value not in {None, False}:
            raise LedgerOnly(option)


def compare_in_ledger(names: Names, filters: Filters, ask: Ask, standing_at: str | None, plot: Path | None) -> None:
    """Compare two analysts of the ledger and print what was found."""
    with opened(standing_at) as reader:
        found = compare_claims(reader, names, filters, ask)
        _print(found, plot, "episode", without_claims(reader), reader.standing.as_of())


def compare_in_file(path: Path, names: Names, given: FileAsk, ask: Ask, plot: Path | None) -> None:
    """Compare two analysts of a file and print what was found."""
    found = compare_file(path, names, given, ask)
    _print(found, plot, "cluster", _on_the_file(found))


def _print(found: Compared, plot: Path | None, bundle: str, more: list[str], standing: Row | None = None) -> None:
    told = _said(found, bundle)
    if found.enough and found.running:
        under = [told, *note_on_hindsight(found.beside), *as_of_sentence(standing)] if standing else [told]
        draw_or_save(_chart(found, under), plot)
    elif plot is not None:
        say(f"No picture is made: {_too_few(found.row, bundle) if not found.enough else 'a score is infinite'}.")
    extra = {
        "questions": found.questions, "running": found.running, "table": found.table, "counted": found.beside,
        "settings": found.settings,
    }  # fmt: skip
    if not several_tables():
        columns = [Column(name, name) for name in found.row]
        emit(Report([found.row], columns, as_of=standing, extra=extra))
        return
    notes = [told, *_notes(found, bundle), *more]
    emit(Report(_each(found), _columns(found), as_of=standing, notes=notes))


def _each(found: Compared) -> list[Row]:
    row, names = found.row, dict(zip("ab", found.names, strict=True))
    keys = ("settled", "score", "infinite")
    return [
        {"analyst": name, "shared": row["shared"], **{key: row[f"{side}_{key}"] for key in keys}}
        for side, name in names.items()
    ]


def _columns(found: Compared) -> list[Column]:
    def score(row: Row) -> str | None:
        if not found.enough:
            return None
        return f"infinite ({row['infinite']})" if row["infinite"] else _score(found.ask, row["score"])

    return [
        Column("analyst", "Analyst", flexible=True, wrap=True),
        Column("settled", "Settled", align="right"),
        Column("shared", "Shared", align="right"),
        Column("score", found.ask.rule.title, score, align="right"),
    ]


def _score(ask: Ask, value: float | None) -> str:
    return number(value, 1 if ask.measure == "baseline" else 4)


def _score_name(ask: Ask) -> str:
    """What a score is called in a sentence; Brier goes by his name."""
    return ask.rule.title if ask.rule.title.startswith("Brier") else f"{ask.rule.title.lower()} score"


def _digits(ask: Ask) -> int:
    """Decimals of a gap."""
    return 1 if ask.measure == "baseline" else 3


def _chart(found: Compared, notes: Sequence[str]) -> CompareChart:
    ask = found.ask
    leads = [
        Lead(row["shared"], row["difference"], row["difference_low"], row["difference_high"]) for row in found.running
    ]
    first, second = found.names
    order = "in order of resolution" if found.ordered else "in the order of the file"
    return CompareChart(
        first,
        second,
        leads,
        measure=f"{ask.rule.title} score",
        lower_is_better=ask.lower_is_better,
        interval_label=f"{percent(ask.level)} interval",
        title=f"{first} and {second} on the same questions, {order}",
        digits=_digits(ask),
        notes=notes,
    )


def _said(found: Compared, bundle: str) -> str:
    """What may be said of the gap, in a sentence or two."""
    row, (first, second) = found.row, found.names
    on = f"On the {row['shared']} questions both answered (from {counted(row['clusters'], bundle)})"
    if row["verdict"] == TOO_FEW:
        return f"{first} and {second}: {_too_few(row, bundle)}."
    if row["verdict"] == INFINITE:
        lost = " and ".join(
            f"{name} has {counted(row[f'{side}_infinite'], 'infinite score')}"
            for side, name in zip("ab", found.names, strict=True)
            if row[f"{side}_infinite"]
        )
        return f"{on}, {lost}: what was certain did not happen. With --log-floor 0.001 there is a comparison."
    better = {A_BETTER: f"{first} is better", B_BETTER: f"{second} is better", UNDECIDED: "undecided"}[row["verdict"]]
    told = f"{on}, {first}'s {_score_name(found.ask)} is {_difference(found)}: {better}."
    if row["verdict"] == UNDECIDED and row["needed"]:
        told += f" {_needed(row['needed'])} would settle a gap of this size (with {percent(POWER)} power)."
    return told


def _too_few(row: Row, bundle: str) -> str:
    have = f"{row['shared']} in {counted(row['clusters'], bundle)}" if row["shared"] else "0"
    return f"too few shared questions to compare ({have}; {FEWEST} in {FEWEST_CLUSTERS} {bundle}s are needed)"


def _difference(found: Compared) -> str:
    """The gap as an amount with its direction, and signed with its interval, as the drawing has it."""
    row, second, digits = found.row, found.names[1], _digits(found.ask)
    gap, low, high = (row[f"difference{end}"] for end in ("", "_low", "_high"))
    least, size = 10.0**-digits, abs(gap)
    amount = number(size, digits) if size >= least / 2 else f"less than {number(least, digits)}"
    told = f"{amount} {'lower' if gap < 0 else 'higher'} than {second}'s" if gap else f"the same as {second}'s"
    signed = difference(gap, low, high, f"{percent(found.ask.level)} interval", digits)
    return f"{told} ({signed}{': the differences show no spread' if low is None else ''})"


def _needed(n: int) -> str:
    if n > _MOST:
        return "More than a million shared questions"
    rounded = round(n, -max(len(str(n)) - 2, 0))
    return f"About {rounded} shared questions"


def _notes(found: Compared, bundle: str) -> Iterator[str]:
    row, ask = found.row, found.ask
    if found.enough:
        yield from _sureness(row, bundle)
        if ask.sequential:
            yield from _sequential(found, bundle)
    if found.linked:
        yield f"Questions that one {bundle} of either analyst connects, directly or in turn, count as one {bundle}."
    yield (
        f"Policy {ask.policy.name}: {ask.policy.help}. Reading of partial outcomes: {ask.reading}. "
        f"{ask.rule.title}: {ask.rule.against}."
    )
    if ask.scale is not None:
        yield f"All phrases are read on the scale {ask.scale}."
    if ask.log_floor is not None and not ask.rule.bounded:
        yield f"Log floor: what happened is given at least {ask.log_floor:g}."
    yield from notes_on_claims(found.beside)


def _sureness(row: Row, bundle: str) -> Iterator[str]:
    if row["p_value"] is not None:
        p = p_value(row["p_value"])
        yield f"Interval and p {p} are Student's t over {row['clusters']} {bundle}s, for one look at these questions."
    effect = row["design_effect"]
    if effect is not None and round(row["shared"] / effect) < row["shared"]:  # below 1 it is noise
        yield (
            f"Design effect {number(effect)}: the {row['shared']} questions tell as much as "
            f"{number(row['shared'] / effect, 0)} that have nothing to do with each other."
        )


def _sequential(found: Compared, bundle: str) -> Iterator[str]:
    """The evidence of either side, what it settles, and what it is worth."""
    row, (first, second) = found.row, found.names
    better = {A_BETTER: first, B_BETTER: second}.get(row["sequential_verdict"])
    verdict = "undecided so far"
    if better is not None:
        on = f" ({row['settled_at']})" if row["settled_at"] else ""
        verdict = f"{better} is better, settled after {row['settled_after']} shared questions{on}"
    values = f"{_e_value(row['e_a'])} that {first} is better, {_e_value(row['e_b'])} that {second} is"
    yield f"Sequential evidence, settled at {THRESHOLD:g}: {values}: {verdict}."
    order = "in order of resolution" if found.ordered else "in the order of the file, which has no dates of resolution"
    yield f"It goes {bundle} by {bundle}, {order}, and may be looked at after each."
    if found.undated and found.ordered:
        yield f"{counted(found.undated, 'shared question')} without a date of resolution come last."
    yield OVERLAP


def _e_value(value: float) -> str:
    if value > _MUCH:
        return f"more than {_MUCH}"
    return "less than 0.01" if 0 < value < _LITTLE else number(value)


def _on_the_file(found: Compared) -> list[str]:
    """What else a reader must know of a file."""
    notes, told = [], found.table
    if "cluster" not in found.present:
        notes.append("The file has no column cluster: every question stands alone.")
    if "weight" in found.present:
        notes.append("Weights are not used: every shared question counts once.")
    if any(row["a_forecasts"] > 1 or row["b_forecasts"] > 1 for row in found.questions):
        notes.append("Several forecasts of an analyst on a question count as one, the mean of their scores.")
    if told["skipped"]:
        notes.append(f"{told['skipped']} of {counted(told['rows'], 'row')} left out for a fault.")
    return notes
