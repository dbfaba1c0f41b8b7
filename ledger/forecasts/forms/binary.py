"""Forecasts of yes or no, each of one row: the probability that a question's outcome is true."""

from collections.abc import Sequence
from typing import Any

from ledger.errors import InputError, quoted
from ledger.forecasts import faults
from ledger.forecasts.asked import as_written, first_missing, kept_rows, only_asked
from ledger.forecasts.columns import Layout
from ledger.forecasts.csv_cache import as_text, hold, refused
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.faults import Check, QuestionTally, TableRejected
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.queries import POLICIES
from ledger.forecasts.scores import LARGE, SPOT_COLUMNS, Ask, Scored, score_engine


def score(engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:
    """Score a file of such forecasts; also what was counted in it."""
    tally, given = ready(engine, layout, ask, given)
    questions = None if given.topic or given.since or given.until else tally.questions
    return score_engine(engine, only_asked(ask, given), questions), tallied(tally)


def tallied(tally: QuestionTally) -> dict[str, Any]:
    """What was counted, for machines."""
    return {
        "rows": tally.rows, "questions": tally.questions, "skipped": tally.skipped, "states": dict(tally.states)
    }  # fmt: skip


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
    layout.require(first_missing(needs, layout.present), ask.policy.option, found)
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
    given = as_written(engine, given)
    if ask.policy.shares and "weight" in layout:
        _check_weights(engine, ask, sound)
    engine.define(
        layout,
        numbered=numbered or ask.policy.source == "in_force" or spot,
        keep=kept_rows(given, analysts),
        sound=sound,
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
