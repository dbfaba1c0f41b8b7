"""Scoring a file of forecasts: open it, see that it is sound, score it; probabilities, options or quantiles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ledger.errors import InputError
from ledger.forecasts.asked import name_in_file
from ledger.forecasts.columns import BINARY, Layout, lay_out_table
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.forms import binary, options, quantiles
from ledger.forecasts.prefetch import FileAsk, begin
from ledger.forecasts.scores import Ask, Scored

_FORMS: Mapping[str, Callable[[DuckEngine, Layout, Ask, FileAsk], tuple[Scored, dict[str, Any]]]] = {
    "binary": binary.score,
    "options": options.score,
    "quantiles": quantiles.score,
}
"""How a form is scored."""


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
    found, counts = _FORMS[layout.form.name](engine, layout, ask, given)
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
        tally, _ = binary.ready(engine, engine.layout, ask, given, names, numbered=True)
        yield engine, table_facts(engine, binary.tallied(tally)), names


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
