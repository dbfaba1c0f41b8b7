"""How scores of a table look: one line a group for people, every figure for machines, and what goes with them."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ledger.cli.form_view import VIEWS
from ledger.cli.output import emit_wide
from ledger.cli.reader import opened
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.score_file import score_opened
from ledger.forecasts.scores import FEW, Ask, Scored, counted
from ledger.model.vocabulary import UNSCORED, Reading
from ledger.query.listing import Filters
from ledger.render import Column, Report
from ledger.render.report import interval, number, percent, signed

Row = Mapping[str, Any]

_HEADS = {"analyst": "Analyst", "topic": "Topic", "cluster": "Cluster", "question": "Question"}
_SHARES = frozenset({"hit_rate", "stated"})
_SIGNED = frozenset({"skill", "difference", "confidence_gap", "peer", "spot_peer", "peer_brier", "relative"})
_POINTS = frozenset({"expected", "occurred", "baseline", "peer", "spot_baseline", "spot_peer", "brier_index"})


def print_scores(early: Any, ask: Ask, given: FileAsk) -> None:  # noqa: ANN401 - a file that is being opened
    """Score a file and print what was found."""
    with _progress() as progress:
        found, table = score_opened(early.take(progress), ask, given)
    emit_wide(_report(found, table, _file_notes(table)), len(ask.by) + 1)


def _report(found: Scored, table: Row, notes: Sequence[str], standing: Row | None = None) -> Report:
    ask = found.ask
    extra = {"table": table, "policy": ask.policy.name, "settings": _settings(ask)}
    return Report(
        found.rows,
        list(_columns(ask, found)),
        total={ask.by[0]: "All", **found.total},
        as_of=standing,
        notes=[*_notes(found), *notes],
        extra=extra,
        empty="No forecast to score.",
    )


def _settings(ask: Ask) -> Row:
    return {
        "by": list(ask.by),
        "reading": str(ask.reading),
        "measures": list(ask.measures),
        "level": ask.level,
        "log_floor": ask.log_floor,
        "reference": ask.reference,
    }


def _columns(ask: Ask, found: Scored) -> Iterator[Column]:
    for key in ask.by:
        yield Column(key, _HEADS[key], flexible=True, wrap=True)
    yield Column("scored", "n", align="right", tone=lambda row: "dim" if row["scored"] < FEW else "")
    if "question" not in ask.by and any(row["questions"] != row["scored"] for row in found.rows):
        yield Column("questions", "Questions", align="right")
    if ask.policy.shares:
        yield Column("coverage", "Coverage", lambda row: percent(row["coverage"]), align="right")
    for name in ask.measures:
        yield from _measure(name, found)


def _measure(name: str, found: Scored) -> Iterator[Column]:
    view = VIEWS[found.form]
    write = view.writer(found, _shown)

    def ends(row: Row) -> str:
        return interval(row.get(f"{name}_low"), row.get(f"{name}_high"), lambda x: write(name, x))

    def figure(row: Row) -> str:
        lost = row.get(f"{name}_infinite")
        if row.get(name) is None and lost:
            return f"infinite ({lost} {view.trial}{'' if lost == 1 else 's'})"
        return write(name, row.get(name))

    yield Column(name, found.measures[name].head, figure, align="right")
    if any(row.get(f"{name}_low") is not None for row in found.rows):
        yield Column(f"{name}_low", percent(found.ask.level), ends)
    if len(_components(name, found)) > 1:
        yield Column(f"{name}_component", "Component", align="right")


def _components(name: str, found: Scored) -> set[int]:
    """The components of linked analysts among whom a figure holds."""
    return {row[f"{name}_component"] for row in found.rows if row.get(name) is not None and f"{name}_component" in row}


def _apart(name: str, found: Scored) -> Iterator[str]:
    """A warning where a figure holds among some analysts only, and there are others among whom it does too."""
    if (many := len(_components(name, found))) > 1:
        told = f"{found.measures[name].head}: the analysts fall into {many} components that share no question"
        yield f"{told}; figures of different components are never ranked together."


def _shown(name: str, value: float | None) -> str:
    if name in _SHARES:
        return percent(value)
    if name in _POINTS:
        return signed(value, 1) if name in _SIGNED else number(value, 1)
    return signed(value, 3) if name in _SIGNED else number(value, 4)


def _notes(found: Scored) -> Iterator[str]:
    ask, total, view = found.ask, found.total, VIEWS[found.form]
    if not found.rows:
        return
    if view.help:
        yield view.help
    reading = (
        f" Reading of partial outcomes: {ask.reading}." if total["partial"] or ask.reading != Reading.CODED else ""
    )
    yield f"{_policy(found)}: {ask.policy.help.replace('row', view.trial)}.{reading}"
    for name in ask.measures:
        yield found.measures[name].told
        yield from _apart(name, found)
    if ask.reference is not None:
        yield f"Reference: always saying {percent(ask.reference, 1)}."
    yield from found.notes
    yield from _limits(found)
    yield from _uncounted(found)


def _policy(found: Scored) -> str:
    policy = found.ask.policy
    return policy.asked.removeprefix("--") if policy.asked else f"Policy {policy.name}"


def _limits(found: Scored) -> Iterator[str]:
    """What the figures do not carry."""
    ask, trial = found.ask, VIEWS[found.form].trial
    few = sum(row["scored"] < FEW for row in found.rows)
    if few and "question" not in ask.by:
        rows = "every row" if few == len(found.rows) else f"{few} of {len(found.rows)} rows"
        yield f"Too few to judge by: {rows} with n below {FEW}."
    if found.unbounded:
        yield "No intervals: the table is large, and they take another pass over it; --intervals gives them."
    if any(row.get(f"{name}_infinite") for row in found.rows for name in ask.measures):
        yield "Infinite: what happened had been given no chance at all; --log-floor 0.001 gives it one in a thousand."
    if ask.log_floor is not None:
        ends = f"at least {ask.log_floor:g} and at most {1 - ask.log_floor:g}"
        yield f"Log floor: what happened is given {ends} in log, baseline and peer scores."
    each = ask.policy.name == "each" and "analyst" in ask.by and "question" not in ask.by
    if each and any(row["forecasts"] > row["questions"] for row in found.rows):
        several = f"Some analysts have several {trial}s on one question, and each is a trial here"
        yield f"{several}; --policy first takes one."


def _uncounted(found: Scored) -> Iterator[str]:
    """What was in the table and is in no score."""
    ask, total, trial = found.ask, found.total, VIEWS[found.form].trial
    if total["late"]:
        yield (
            f"{counted(total['late'], trial)} {'was' if total['late'] == 1 else 'were'} stated when the question had "
            f"closed or was settled, and {'does' if total['late'] == 1 else 'do'} not count."
        )
    unscored = [f"{total[state]} {state}" for state in UNSCORED if total[state]]
    if unscored:
        yield f"Counted and not scored: {', '.join(unscored)}."
    pairs = sum(row["questions"] for row in found.rows)
    stood = total["scored"] + sum(total[state] for state in UNSCORED)
    missing = pairs - stood - total["late"]  # what came too late has been told
    if ask.policy.source == "standing" and "analyst" in ask.by and missing > 0:
        yield f"Nothing stood that this policy counts for {counted(missing, 'analyst-question pair')}."


def _file_notes(table: Row) -> list[str]:
    notes = []
    if table["ignored"]:
        listed = ", ".join(table["ignored"][:8]) + (", ..." if len(table["ignored"]) > 8 else "")  # noqa: PLR2004
        notes.append(f"Columns not used: {listed}.")
    if table["skipped"]:
        notes.append(f"{table['skipped']} of {counted(table['rows'], 'row')} left out for a fault.")
    return notes


@contextmanager
def _progress() -> Iterator[Any]:
    """Tell on a terminal how far a long file is; say nothing anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    shown, step, last = False, 1, 0.0

    def tell(percentage: float) -> None:
        nonlocal shown, step, last
        step, last, shown = step + (percentage < last), percentage, True
        sys.stderr.write(f"\rreading and counting, step {step}: {percentage:3.0f} %")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write("\r" + " " * 44 + "\r")


def print_ledger_scores(ask: Ask, filters: Filters, standing_at: str | None, scale: str | None) -> None:
    """Score the ledger's own claims as a table."""
    from ledger.reports.score import score_claims

    with opened(standing_at) as reader:
        found, table, notes = score_claims(reader, ask, filters, scale)
        emit_wide(_report(found, table, notes, reader.standing.as_of()), len(ask.by) + 1)
