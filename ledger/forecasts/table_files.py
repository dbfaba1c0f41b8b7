"""Scoring a file of forecasts: open it, see that it is sound, score it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ledger.errors import InputError, NoSuch, quoted
from ledger.forecasts import faults
from ledger.forecasts.columns import Layout, lay_out
from ledger.forecasts.csv_cache import as_text, hold, refused
from ledger.forecasts.duck import DuckEngine, Keep
from ledger.forecasts.faults import Check, TableRejected, Tally
from ledger.forecasts.opening import FileAsk, begin
from ledger.forecasts.queries import POLICIES
from ledger.forecasts.scores import LARGE, SPOT_COLUMNS, Ask, Scored, score
from ledger.model.dates import edge
from ledger.text.folding import fold_text


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
    layout = lay_out(engine.sheet.names, given.maps, given.sets)
    found, counts = _FORMS.get(layout.form.name, _score_long)(engine, layout, ask, given)
    return found, _table(engine, counts)


def _score_binary(engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:
    tally, given = ready(engine, layout, ask, given)
    questions = None if given.topic or given.since or given.until else tally.questions
    counts = {"rows": tally.rows, "questions": tally.questions, "skipped": tally.skipped, "states": dict(tally.states)}
    return score(engine, _only(ask, given), questions), counts


def _score_long(engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk) -> tuple[Scored, dict[str, Any]]:
    from ledger.forecasts.long_scores import refuse, score_long

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


def ready(engine: DuckEngine, layout: Layout, ask: Ask, given: FileAsk) -> tuple[Tally, FileAsk]:
    """Look for faults, make the relation that is scored; names then stand as the file has them."""
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
    engine.define(layout, numbered=ask.policy.source == "standing" or spot, keep=_keep(given), sound=sound)
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
    names = [str(row[0]) for row in rows if row[0] is not None]
    if word in names:
        return word
    folded = {fold_text(name): name for name in names}
    if fold_text(word) in folded:
        return folded[fold_text(word)]
    near = [folded[key] for key in get_close_matches(fold_text(word), folded, n=3)]
    raise NoSuch(what, word, near, f"ledger score {engine.sheet.path.name} --by {what}")


def _first_missing(needs: Sequence[str], present: frozenset[str]) -> list[str]:
    """Of what is needed, the columns that are missing; of two that would do, the first."""
    return [need.split("|")[0] for need in needs if not present.intersection(need.split("|"))]


def _keep(given: FileAsk) -> Keep:
    """Topics by name, and days: from the first moment of one, to the last of another."""

    def midnight(option: str, words: str | None, days: int) -> int | None:
        if words is None:
            return None
        day = edge(option, words, given.today) + timedelta(days)
        return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000

    topics = (("topic", (given.topic,)),) if given.topic else ()
    return Keep(topics, midnight("since", given.since, 0), midnight("until", given.until, 1))


def _table(engine: DuckEngine, counts: dict[str, Any]) -> dict[str, Any]:
    """What the file holds, for machines."""
    return {
        "file": engine.sheet.path.name,
        "form": engine.layout.form.name,
        **counts,
        "columns": {name: engine.layout.taken[name] for name in engine.layout.taken},
        "set": dict(engine.layout.fixed),
        "ignored": list(engine.layout.ignored),
    }
