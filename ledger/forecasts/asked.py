"""What a user asks of a file of forecasts, as the file has it: names as it writes them, days as moments."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches

from ledger.errors import NoSuch
from ledger.forecasts.duckdb_engine import DuckEngine, Keep
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.scores import Ask
from ledger.model.instants import edge
from ledger.text.folding import fold_text


def as_written(engine: DuckEngine, given: FileAsk) -> FileAsk:
    """The same with names as the file has them."""
    return replace(
        given, analyst=name_in_file(engine, "analyst", given.analyst), topic=name_in_file(engine, "topic", given.topic)
    )


def only_asked(ask: Ask, given: FileAsk) -> Ask:
    """The same of the one analyst that is asked for, if one is."""
    return replace(ask, only=frozenset({given.analyst} if given.analyst else ()))


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


def first_missing(needs: Sequence[str], present: frozenset[str]) -> list[str]:
    """Of what is needed, the columns that are missing; of two that would do, the first."""
    return [need.split("|")[0] for need in needs if not present.intersection(need.split("|"))]


def kept_rows(given: FileAsk, analysts: Sequence[str] = ()) -> Keep:
    """Topics and analysts by name, and days: from the first moment of one, to the last of another."""

    def midnight(option: str, words: str | None, days: int) -> int | None:
        if words is None:
            return None
        day = edge(option, words, given.today) + timedelta(days)
        return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000

    equal = (("topic", (given.topic,) if given.topic else ()), ("analyst", tuple(analysts)))
    return Keep(equal, midnight("since", given.since, 0), midnight("until", given.until, 1))
