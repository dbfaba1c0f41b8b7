"""From an engine's answers to the arrays that are scored: the interface between where rows are and what they say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ledger.forecasts import queries
from ledger.forecasts.conversions import state_of
from ledger.forecasts.engine import Columns, Engine
from ledger.forecasts.queries import Plan
from ledger.model.vocabulary import UNSCORED
from ledger.scoring.cells import ALONE, Array, Cells, Flags, Whole, cells_of, divided, summed, taken_off
from ledger.scoring.peers import ForecastsInForce

Key = tuple[str, ...]


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
        return min(float(np.nansum(self.coverage * self.cells.weight)) / weight, 1.0) if weight else None

    @cached_property
    def single(self) -> Flags:
        """For each group, whether it is of one analyst with no two forecasts on one question."""
        if self.plan.policy.shares or "analyst" not in self.plan.keys:
            return np.zeros(len(self.keys), bool)
        if self.plan.policy.source == "in_force":
            return np.ones(len(self.keys), bool)
        return np.asarray(self.counts["forecasts"] == self.counts["questions"])

    @cached_property
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
    rows = engine.run(queries.cells(plan))
    keys, counts = _counted(engine, plan, rows)
    places = {key: place for place, key in enumerate(keys)}
    cells = _cells(engine, plan, rows, places)
    states = engine.run(queries.pairs(plan)) if plan.policy.shares else rows
    counts |= _states(states, _places(states, plan.keys, places), len(keys))
    coverage = np.minimum(divided(_covered(plan, rows, places, cells), cells.weight), 1.0)  # but for rounding
    return Reduced(plan, keys, cells, counts, coverage)


def trials(engine: Engine, plan: Plan) -> Cells:
    """The cells of each group and nothing else: one grouped pass over the table."""
    rows = engine.run(queries.cells(plan))
    places = {key: place for place, key in enumerate(sorted(_coded(rows, plan.keys)[0], key=_order))}
    return _cells(engine, plan, rows, places)


def _counted(engine: Engine, plan: Plan, rows: Columns) -> tuple[list[Key], dict[str, Array]]:
    """The groups in their order, and how many rows, questions and late rows each has."""
    known = engine.questions() if plan.keys == ("analyst",) else None
    if known is not None and plan.policy.name == "each" and "stated_at" not in engine.present:
        found, at = _coded(rows, plan.keys)  # nothing can be late, so every row is a trial, and counted already
        counted = {"forecasts": summed(at, rows["n"], len(found)), "questions": np.zeros(len(found)),
                   "late": np.zeros(len(found))}  # fmt: skip
    else:
        asked = engine.run(queries.counts_query(plan, questions=known is None))
        found, _ = _coded(asked, plan.keys)
        counted = {name: asked[name] for name in ("forecasts", "questions", "late")}
    order = sorted(range(len(found)), key=lambda place: _order(found[place]))
    keys = [found[place] for place in order]
    counts = {name: values[order] for name, values in counted.items()}
    if known is not None:
        counts["questions"] = np.array([known[name] for (name,) in keys], float)
    return keys, counts


def _covered(plan: Plan, rows: Columns, places: dict[Key, int], cells: Cells) -> Array:
    """The weight of the time, in all questions of a group, in which a forecast stood."""
    if not plan.policy.shares:
        return cells.weight
    group, _, _, weight, _ = _part(plan, rows, places, ~np.isnan(rows["worth"]))
    wanted = group >= 0
    return summed(group[wanted], weight[wanted], len(places))


def in_force_as_one(in_force: ForecastsInForce) -> ForecastsInForce:
    """All groups as one; those who are company only stay so."""
    return replace(in_force, group=np.minimum(in_force.group, 0), groups=1)


def clustered(engine: Engine, found: Reduced) -> Cells:
    """The cells of each group by what resolves together."""
    rows = engine.run(queries.cells(found.plan, cluster=True))
    return _cells(engine, found.plan, rows, found.places, cluster=True)


def clustered_apart(engine: Engine, found: Reduced) -> Cells:
    """The same, quicker where most clusters have one forecast: these are counted together as standing alone.

    It holds within groups only, where all rows weigh the same and under policies that do not share a question out.
    """
    rows = engine.run(queries.several(found.plan))
    shared = _cells(engine, found.plan, rows, found.places, cluster=True)
    alone = taken_off(found.cells, shared)
    assert shared.cluster is not None  # noqa: S101 - it was asked for
    cluster = np.r_[np.full(alone.p.size, ALONE), shared.cluster]
    columns = ((alone.group, shared.group), (alone.p, shared.p), (alone.y, shared.y), (alone.w, shared.w))
    group, p, y, w = (np.concatenate(both) for both in columns)
    return cells_of(group, p, y, w, np.r_[alone.n, shared.n], groups=alone.groups, cluster=cluster)


def in_force(engine: Engine, found: Reduced) -> ForecastsInForce:
    """Who stood where, from when to when."""
    plan = found.plan
    rows = engine.run(queries.stands_query(plan))
    size = rows["who"].size
    nothing = np.zeros(size, np.int64)
    whole = {name: rows[name].astype(np.int64) for name in ("who", "what", "bundle")}
    times = {name: rows[name].astype(np.int64) if plan.policy.shares else nothing for name in ("start", "stop")}
    return ForecastsInForce(
        group=_groups(engine, found, rows),
        analyst=whole["who"],
        question=whole["what"],
        cluster=whole["bundle"],
        p=rows["probability"],
        y=rows["worth"],
        w=rows["weight"] if plan.weighted else np.ones(size),
        start=times["start"],
        stop=times["stop"],
        whole=rows["whole"] if plan.policy.shares else np.ones(size),
        groups=len(found.keys),
        momentary=not plan.policy.shares,
    )


def _groups(engine: Engine, found: Reduced, rows: Columns) -> Whole:
    """Which group each stand belongs to; -1 for one that is company only."""
    plan = found.plan
    listed = [list(engine.run(queries.names(plan, f"key_{key}"))["name"]) for key in plan.keys]
    together = np.zeros(rows["who"].size, np.int64)
    for key, known in zip(plan.keys, listed, strict=True):
        together = together * len(known) + rows[f"key_{key}"].astype(np.int64)
    if len(listed) == 1:  # every code is a name
        distinct, place = np.arange(len(listed[0])), together
    else:
        distinct, place = np.unique(together, return_inverse=True)
    groups = np.array([found.places.get(_named(int(code), listed), -1) for code in distinct], np.int64)
    return groups[place] if groups.size else place


def _named(code: int, listed: Sequence[Sequence[str]]) -> Key:
    parts: list[str] = []
    for known in reversed(listed):
        code, place = divmod(code, len(known))
        parts.insert(0, known[place])
    return tuple(parts)


def _order(key: Key) -> tuple[Key, Key]:
    return tuple(part.casefold() for part in key), key


def _coded(rows: Columns, names: Sequence[str]) -> tuple[list[Key], Whole]:
    """The distinct keys of an answer, in the order met, and which of them each row has."""
    columns = [rows[f"key_{name}"].tolist() for name in names]
    listed = columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
    codes = {key: code for code, key in enumerate(dict.fromkeys(listed))}
    at = np.fromiter(map(codes.__getitem__, listed), np.int64, len(listed))
    return [(key,) for key in codes] if len(columns) == 1 else list(codes), at


def _places(rows: Columns, names: Sequence[str], places: dict[Key, int]) -> Whole:
    """Which group each row of an answer belongs to; -1 for one that is not wanted."""
    keys, at = _coded(rows, names)
    return np.array([places.get(key, -1) for key in keys], np.int64)[at]


def _cells(engine: Engine, plan: Plan, trials: Columns, places: dict[Key, int], *, cluster: bool = False) -> Cells:
    """The cells of an answer, with the time that nothing stood in where the policy fills it."""
    scored = ~np.isnan(trials["worth"])
    parts = [_part(plan, trials, places, scored)]
    bundles = [trials["key_together"][scored]] if cluster else []
    if plan.policy.fills:
        empty = engine.run(queries.gaps(plan, cluster=cluster))
        nothing = np.zeros(empty["part"].size)
        empty = {**empty, "probability": nothing + 0.5, "n": nothing}
        parts.append(_part(plan, empty, places, nothing == 0))
        bundles += [empty["key_together"]] if cluster else []
    group, p, y, w, n = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    codes = _codes(np.concatenate(bundles)) if cluster else None
    if group.min(initial=0) < 0:  # groups that are not wanted
        wanted = group >= 0
        group, p, y, w, n = (values[wanted] for values in (group, p, y, w, n))
        codes = None if codes is None else codes[wanted]
    return cells_of(group, p, y, w, n, groups=len(places), cluster=codes)


def _part(plan: Plan, rows: Columns, places: dict[Key, int], kept: Flags) -> tuple[Whole, Array, Array, Array, Array]:
    """Group, probability, outcome, weight and count of the rows of an answer that are kept."""
    weight = rows["weight"] if plan.weighted else np.ones(kept.size)
    share = rows["part"] / rows["whole"] if plan.policy.shares else rows["n"]
    group = _places(rows, plan.keys, places)
    return group[kept], rows["probability"][kept], rows["worth"][kept], (weight * share)[kept], rows["n"][kept]


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
