"""From an engine's answers to the arrays that are scored: the interface between where rows are and what they say."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ledger.domain.vocabulary import Outcome
from ledger.scoring.arrays import Array, Cells, Whole, cells_of, divided, summed
from ledger.scoring.company import Stands
from ledger.tables import queries
from ledger.tables.engine import Columns, Engine
from ledger.tables.outcomes import state_of
from ledger.tables.queries import Plan

Key = tuple[str, ...]

UNSCORED = (Outcome.OPEN, Outcome.PARTIAL, Outcome.VOID, Outcome.AMBIGUOUS, Outcome.UNRESOLVABLE)
"""The states a forecast is counted under when it is not scored."""


@dataclass(frozen=True)
class Reduced:
    """A table under a plan: the groups by name, their cells, and what was counted, an array each.

    ``coverage`` is the mean part of a question in which a forecast stood.
    """

    plan: Plan
    keys: Sequence[Key]
    cells: Cells
    counts: dict[str, Array]
    coverage: Array

    @property
    def covered(self) -> float | None:
        """The coverage of all groups together."""
        weight = float(self.cells.weight.sum())
        return float(np.nansum(self.coverage * self.cells.weight)) / weight if weight else None

    @property
    def single(self) -> bool:
        """Whether no analyst has two forecasts on one question among those that are scored."""
        if self.plan.policy.shares or self.plan.policy.source == "standing":
            return not self.plan.policy.shares
        return "analyst" in self.plan.keys and bool((self.counts["forecasts"] == self.counts["questions"]).all())

    @property
    def places(self) -> dict[Key, int]:
        """Which group a key is."""
        return {key: place for place, key in enumerate(self.keys)}

    def only(self, key: str, wanted: Collection[str]) -> "Reduced":
        """The groups whose key of that name is wanted; all of them where they are not grouped by it."""
        if key not in self.plan.keys:
            return self
        at = self.plan.keys.index(key)
        kept = np.array([place for place, names in enumerate(self.keys) if names[at] in wanted], np.int64)
        new = np.full(len(self.keys), -1, np.int64)
        new[kept] = np.arange(kept.size)
        cells = self.cells.where(new[self.cells.group] >= 0)
        moved = replace(cells, group=new[cells.group], groups=int(kept.size))
        counts = {name: values[kept] for name, values in self.counts.items()}
        return Reduced(self.plan, [self.keys[place] for place in kept], moved, counts, self.coverage[kept])


def reduce(engine: Engine, plan: Plan) -> Reduced:
    """Reduce a table to the cells of each group, and count what is beside them."""
    known = engine.questions() if plan.keys == ("analyst",) else None
    counted = engine.run(queries.counts(plan, questions=known is None))
    keys = sorted(set(_keys(counted, plan.keys)), key=_order)
    places = {key: place for place, key in enumerate(keys)}
    at = _places(counted, plan.keys, places)
    counts = {name: np.zeros(len(keys)) for name in ("forecasts", "questions", "late")}
    for name, values in counts.items():
        values[at] = counted[name]
    if known is not None:
        counts["questions"] = np.array([known[name] for (name,) in keys], float)
    trials = engine.run(queries.cells(plan))
    cells, scored = _cells(engine, plan, trials, places)
    covered = summed(scored[0], scored[1] * scored[2], len(keys))
    states = engine.run(queries.pairs(plan)) if plan.policy.shares else trials
    counts |= _states(states, _places(states, plan.keys, places), len(keys))
    return Reduced(plan, keys, cells, counts, divided(covered, cells.weight))


def as_one(cells: Cells) -> Cells:
    """All groups as one; what resolves together still does."""
    zero = np.zeros(cells.p.size, np.int64)
    return cells_of(zero, cells.p, cells.y, cells.w, cells.n, groups=1, cluster=cells.cluster)


def stands_as_one(stands: Stands) -> Stands:
    """All groups as one; those who are company only stay so."""
    return replace(stands, group=np.minimum(stands.group, 0), groups=1)


def clustered(engine: Engine, found: Reduced) -> Cells:
    """The cells of each group by what resolves together."""
    rows = engine.run(queries.cells(found.plan, cluster=True))
    return _cells(engine, found.plan, rows, found.places, cluster=True)[0]


def stands(engine: Engine, found: Reduced) -> Stands:
    """Who stood where, from when to when."""
    plan = found.plan
    rows = engine.run(queries.stands(plan))
    codes = [rows[f"key_{key}"].astype(np.int64) for key in plan.keys]
    listed = [list(engine.run(queries.names(plan, f"key_{key}"))["name"]) for key in plan.keys]
    together = np.zeros(rows["who"].size, np.int64)
    for code, known in zip(codes, listed, strict=True):
        together = together * len(known) + code
    distinct, place = np.unique(together, return_inverse=True)
    groups = np.array([found.places.get(_named(int(code), listed), -1) for code in distinct], np.int64)
    whole = {name: rows[name].astype(np.int64) for name in ("who", "what", "bundle", "start", "stop")}
    return Stands(
        group=groups[place] if groups.size else place.astype(np.int64),
        analyst=whole["who"],
        question=whole["what"],
        cluster=whole["bundle"],
        p=rows["probability"],
        y=rows["worth"],
        w=rows["weight"],
        start=whole["start"],
        stop=whole["stop"],
        whole=rows["whole"],
        groups=len(found.keys),
        momentary=not plan.policy.shares,
    )


def _named(code: int, listed: Sequence[Sequence[str]]) -> Key:
    parts: list[str] = []
    for known in reversed(listed):
        code, place = divmod(code, len(known))
        parts.insert(0, known[place])
    return tuple(parts)


def _order(key: Key) -> tuple[Key, Key]:
    return tuple(part.casefold() for part in key), key


def _keys(rows: Columns, names: Iterable[str]) -> list[Key]:
    return list(zip(*(rows[f"key_{name}"].tolist() for name in names), strict=True))


def _places(rows: Columns, names: Iterable[str], places: dict[Key, int]) -> Whole:
    """Which group each row of an answer belongs to; -1 for one that is not wanted."""
    return np.fromiter((places.get(key, -1) for key in _keys(rows, names)), np.int64)


def _cells(
    engine: Engine, plan: Plan, trials: Columns, places: dict[Key, int], *, cluster: bool = False
) -> tuple[Cells, tuple[Whole, Array, Array]]:
    """The cells of an answer, with the time that nothing stood in where the policy fills it.

    Besides, for the coverage: the group, weight and part of each row that is scored.
    """
    found = _places(trials, plan.keys, places)
    kept = ~np.isnan(trials["worth"]) & (found >= 0)
    rows, group = {name: values[kept] for name, values in trials.items()}, found[kept]
    part = rows["part"] / rows["whole"]
    columns = [group, rows["probability"], rows["worth"], rows["weight"] * part, rows["n"]]
    bundles = [rows["key_together"]] if cluster else []
    if plan.policy.fills:
        empty = engine.run(queries.gaps(plan, cluster=cluster))
        wanted = _places(empty, plan.keys, places) >= 0
        empty = {name: values[wanted] for name, values in empty.items()}
        nothing = np.zeros(empty["part"].size)
        more = [_places(empty, plan.keys, places), nothing + 0.5, empty["worth"],
                empty["weight"] * (empty["part"] / empty["whole"]), nothing]  # fmt: skip
        columns = [np.concatenate(both) for both in zip(columns, more, strict=True)]
        bundles += [empty["key_together"]] if cluster else []
    codes = _codes(np.concatenate(bundles)) if cluster else None
    return cells_of(*columns, groups=len(places), cluster=codes), (group, rows["weight"], part)


def _codes(names: NDArray[Any]) -> Whole:
    """A whole number for each name, in the order of the names, so that it hangs on nothing else."""
    listed = names.tolist()
    codes = {name: code for code, name in enumerate(sorted(set(listed)))}
    return np.fromiter((codes[name] for name in listed), np.int64, len(listed))


def _states(rows: Columns, at: Whole, groups: int) -> dict[str, Array]:
    """How many are scored, and how many not for each reason there is."""
    unscored = np.isnan(rows["worth"])
    counts = {"scored": summed(at[~unscored], rows["n"][~unscored], groups)}
    words = {state: state_of(state) for state in set(rows["state"][unscored].tolist())}
    for outcome in UNSCORED:
        codes = [state for state, word in words.items() if word == outcome]
        held = unscored & np.isin(rows["state"], codes)
        counts[outcome.value] = summed(at[held], rows["n"][held], groups)
    return counts
