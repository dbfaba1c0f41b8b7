"""What a measure is, and what it may use. To add one, write its function under ``@measure`` in a module of this folder.

A measure works out one figure for every group at once, and says of itself what a reader must know: its formula, which
way is better, its range, what it is held against, and where it comes from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Literal

import numpy as np

from ledger.plugins import Registry, is_ours, registering, told_by_name
from ledger.scoring.cells import Array, Cells, Flags
from ledger.scoring.peers import ForecastsInForce

Figures = dict[str, Array]
"""What a measure returns: its figure under "", and under a suffix what goes with it, such as "_low" and "_high"."""


@dataclass(frozen=True)
class Case:
    """What is being scored. All arrays have one place a group.

    ``clustered`` are the same forecasts with what resolves together; where every forecast stands alone it is ``cells``.
    ``single`` says of each group that it is an analyst with one forecast on each question, so that figures which take
    forecasts as drawn apart (a p-value, the interval of a share) may be given. ``intervals`` says whether ``clustered``
    is known, so that intervals of means may be given. ``stands`` are the same forecasts with their times, where a
    measure needs them.
    """

    cells: Cells
    clustered: Cells
    level: float = 0.90
    single: bool | Flags = True
    intervals: bool = True
    log_floor: float | None = None
    reference: float | None = None
    in_force: ForecastsInForce | None = None


@dataclass(frozen=True)
class Measure:
    """An entry of the registry.

    ``range`` is from the best to the worst value that a forecast can get. ``needs`` says what must be read to work it
    out: the cells alone, or who stood where ("stands"). ``spot`` measures are worked out on what stood at the spot
    instant, whatever the policy.
    """

    name: str
    title: str
    formula: str
    orientation: Literal["lower is better", "higher is better", "neither"]
    range: tuple[float, float]
    against: str
    reference: str
    compute: Callable[[Case], Figures]
    needs: Literal["cells", "in_force"] = "cells"
    spot: bool = False
    short: str = ""

    @property
    def head(self) -> str:
        """What stands above its column: the title, or a short form of it."""
        return self.short or self.title

    @property
    def told(self) -> str:
        """In one sentence what its figures are held against."""
        name = f"{self.short} ({self.title})" if self.short else self.title
        return f"{name}: {self.against}."


MEASURES: Registry[Measure] = Registry("ledger.measures", "measure")
"""Every measure by its name, which is also its key in JSON and CSV."""


def measure(  # noqa: PLR0913 - what a reader must know of a measure
    name: str,
    *,
    title: str,
    formula: str,
    orientation: Literal["lower is better", "higher is better", "neither"],
    range: tuple[float, float],  # noqa: A002 - the word of the field
    against: str,
    reference: str,
    needs: Literal["cells", "in_force"] = "cells",
    spot: bool = False,
    short: str = "",
) -> Callable[[Callable[[Case], Figures]], Callable[[Case], Figures]]:
    """Enter a function in the registry of measures; it is given a ``Case`` and gives ``Figures``.

    Args:
        name: its key.
        title: what people see.
        formula: in plain characters, with p, y, n.
        orientation: which way is better.
        range: from the best to the worst value.
        against: what a value is held against, as in "0.25 is always saying 50%".
        reference: paper or standard, with its year.
        needs: what must be read.
        spot: worked out on what stood at the spot instant.
        short: what stands above its column, where the title is long.

    Raises:
        ConflictError: a measure has that name.
    """
    module = registering()

    def register(function: Callable[[Case], Figures]) -> Callable[[Case], Figures]:
        compute = function if is_ours(module) else told_by_name(_checked(function))
        entry = Measure(name, title, formula, orientation, range, against, reference, compute, needs, spot, short)
        MEASURES.enter(name, entry, module)
        return function

    return register


def _checked(function: Callable[[Case], Figures]) -> Callable[[Case], Figures]:
    """Somebody else's measure, which must give a figure under "" and as many values as there are groups."""

    @wraps(function)
    def compute(case: Case) -> Figures:
        figures = function(case)
        if "" not in figures:
            raise ValueError('it gives no figure under ""')
        for suffix, values in figures.items():
            if np.shape(values) != (case.cells.groups,):
                raise ValueError(f"its figure {suffix!r} does not have a value for each of {case.cells.groups} groups")
        return figures

    return compute
