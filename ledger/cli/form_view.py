"""What is said otherwise of forecasts that are more than one probability: how a figure is written, what a trial is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite, log10
from types import MappingProxyType

from ledger.forecasts.scores import Scored
from ledger.render.report import number, percent

Write = Callable[[str, float | None], str]
"""Writes the figure of a measure for people."""

_DIGITS = 4


def _quantities(found: Scored, _usual: Write) -> Write:
    """Scores in the unit of what was forecast have as many decimals as the largest of a column leaves room for."""

    def write(name: str, value: float | None) -> str:
        if name.startswith("coverage_"):
            return percent(value)
        known = [abs(row[name]) for row in found.rows if row.get(name) is not None and isfinite(row[name])]
        before = int(log10(max([1.0, *known])))
        return number(value, max(0, _DIGITS - before))

    return write


@dataclass(frozen=True)
class View:
    """``trial`` is what a forecast of the form is called; ``help`` says what it is; ``writer`` gives what writes it."""

    trial: str
    help: str = ""
    writer: Callable[[Scored, Write], Write] = lambda _found, usual: usual


VIEWS: Mapping[str, View] = MappingProxyType({
    "binary": View("row"),
    "options": View("forecast", "Options: the rows of a forecast give each option its probability."),
    "quantiles": View("forecast", "Quantiles: the rows of a forecast give quantiles of a number.", _quantities),
})  # fmt: skip
"""For each form of a table."""
