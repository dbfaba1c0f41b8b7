"""Scores of a forecast table, whichever engine holds it: reduce, work out every measure, give rows of plain numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from math import isnan
from typing import Any

from ledger.errors import InputError, NotOneOf, quoted
from ledger.forecasts import reduce as reducing
from ledger.forecasts.engine import Engine
from ledger.forecasts.queries import POLICIES, Plan, Policy
from ledger.forecasts.reduce import Reduced
from ledger.model.vocabulary import Reading
from ledger.plugins import PluginFailed, warn
from ledger.scoring.cells import Array, Cells, as_one
from ledger.scoring.measures import MEASURES, Case, Measure

__all__ = [
    "DEFAULT",
    "FEW",
    "MEASURES",
    "PER_QUESTION",
    "Ask",
    "Scored",
    "read_measures",
    "read_policy",
    "score_engine",
]

DEFAULT = ("brier", "log", "hit_rate", "mcb", "dsc", "unc", "auc")
"""The measures that are worked out where none are named."""
PER_QUESTION = ("brier", "log")
"""The same for one row an analyst and question, where figures of a group mean nothing."""
LEVEL = 0.90
SMALL = 100_000
"""Rows above which all groups together have an interval only when it is asked for."""
LARGE = 2_000_000
"""Rows above which a group has one only then, if that takes another pass over the table."""
SPOT_COLUMNS = frozenset({"stated_at", "spot_at"})
"""Without these there is nothing that stood at a spot instant."""
FEW = 10
"""Below so many scored forecasts a row is no ground for a judgement."""
_COUNTS = ("_infinite", "_n", "_ties", "_shared", "_component", "_linking")


class UnknownMeasure(InputError):
    """A name that is no measure, or none of such a table."""

    def __init__(self, name: str, known: Iterable[str] = MEASURES, of: str = "") -> None:
        """Name what looks like it, else all there are."""
        listed = list(known)
        near = get_close_matches(name, listed, n=3)
        told = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(listed)}, or all."
        super().__init__(f"{quoted(name)} is not a measure{of}.", told)


NAMED_POLICIES = ("each", "first", "last", "time")
"""What --policy can name; the others have an option of their own."""


class OutOfRange(InputError):
    """An option that must be a number between two ends."""

    def __init__(self, option: str, value: float, low: float, high: float) -> None:
        example = _EXAMPLES.get(option, f"{high / 2:g}")
        super().__init__(
            f"{option} {value:g} is not between {low:g} and {high:g}.", f"Give a number such as {option} {example}."
        )


_EXAMPLES = {"--level": "0.9", "--log-floor": "0.001", "--draws": "1000"}


@dataclass(frozen=True)
class Ask:
    """What is asked of a table."""

    by: tuple[str, ...] = ("analyst",)
    policy: Policy = POLICIES["each"]
    reading: Reading = Reading.CODED
    measures: tuple[str, ...] = DEFAULT
    level: float = LEVEL
    log_floor: float | None = None
    reference: float | None = None
    lead: int = 0
    only: frozenset[str] = frozenset()
    """Analysts to show; the others stay in the company that forecasts are held against."""
    intervals: bool = False
    """Whether intervals are wanted however large the table."""
    every: bool = False
    """Whether every measure is wanted that the table has the columns for."""
    words: str | None = None
    """The measures as a user named them, of whom nobody knows yet which form the table has."""

    def __post_init__(self) -> None:
        """Refuse what cannot be scored with."""
        if not 0 < self.level < 1:
            raise OutOfRange("--level", self.level, 0, 1)
        if self.log_floor is not None and not 0 < self.log_floor < 0.5:  # noqa: PLR2004 - one half
            raise OutOfRange("--log-floor", self.log_floor, 0, 0.5)

    @property
    def spot(self) -> bool:
        """Whether a measure of what stood at the spot instant is wanted."""
        return any(MEASURES[name].spot for name in self.measures)

    def possible(self, present: frozenset[str]) -> "Ask":
        """The same, without measures that were not named one by one and lack their columns.

        Raises:
            UnknownMeasure: one of them is no measure of forecasts of yes or no.
        """
        for name in self.measures:
            if name not in MEASURES:
                raise UnknownMeasure(name)
        if not self.every or present >= SPOT_COLUMNS:
            return self
        return replace(self, measures=tuple(name for name in self.measures if not MEASURES[name].spot))


@dataclass(frozen=True)
class Scored:
    """Rows and total under public names, and what was asked."""

    rows: list[dict[str, Any]]
    total: dict[str, Any]
    ask: Ask
    notes: list[str] = field(default_factory=list)
    form: str = "binary"
    measures: Mapping[str, Any] = field(default_factory=lambda: MEASURES)
    """What is known of each measure by its name, its title before all."""
    unbounded: bool = False
    """Whether intervals were left out because the table is large."""


def read_measures(words: str | None, default: Sequence[str] = DEFAULT) -> tuple[str, ...]:
    """The measures a user named: separated by commas, or "all". Whether there are such is seen with the table."""
    if words is None:
        return tuple(default)
    named = [name.strip() for name in words.split(",") if name.strip()]
    if named == ["all"]:
        return tuple(MEASURES)
    return tuple(dict.fromkeys(named or [words]))


def read_policy(name: str) -> Policy:
    """The policy a user named.

    Raises:
        NotOneOf: there is none of that name.
    """
    if name not in NAMED_POLICIES:
        raise NotOneOf("--policy", name, NAMED_POLICIES)
    return POLICIES[name]


def score_engine(engine: Engine, ask: Ask, questions: int | None = None) -> Scored:
    """Score a table.

    Args:
        engine: holds the table.
        ask: what is wanted.
        questions: how many questions there are in all, if that is known.
    """
    ask = ask.possible(engine.present)
    plan = Plan(ask.by, ask.policy, ask.reading, engine.present, ask.lead)
    found = _reduced(engine, plan, ask)
    spot = _reduced(engine, replace(plan, policy=POLICIES["spot"]), ask) if ask.spot else None
    figures = _figures(engine, ask, found, spot)
    ask = replace(ask, measures=tuple(name for name in ask.measures if name in figures[0]))
    rows = _rows(found, ask, figures[0]) if found.keys else []
    if questions is None or ask.only:
        questions = _questions(engine, ask, found)
    return Scored(rows, _total(found, questions, figures[1]), ask, unbounded=_unbounded(engine, ask, found))


def _reduced(engine: Engine, plan: Plan, ask: Ask) -> Reduced:
    found = reducing.reduce(engine, plan)
    return found.only("analyst", ask.only) if ask.only else found


def _questions(engine: Engine, ask: Ask, found: Reduced) -> int:
    if len(found.keys) == 1:
        return int(found.counts["questions"][0])
    if "question" in ask.by:
        return len({key[ask.by.index("question")] for key in found.keys})
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(ask.only))
    where = f" WHERE analyst IN ({listed})" if ask.only else ""
    return int(engine.run(f"SELECT COUNT(DISTINCT question) AS n FROM forecast{where}")["n"][0])


def _figures(
    engine: Engine, ask: Ask, found: Reduced, spot: Reduced | None
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Every figure of every group, and of all together, under its public name.

    A measure of a plugin that fails is told of and left out, where it was not named but all were wanted.
    """
    groups: dict[str, dict[str, Array]] = {}
    whole: dict[str, Array] = {}
    for wanted, part in ((False, found), (True, spot)):
        named = [MEASURES[name] for name in ask.measures if MEASURES[name].spot is wanted]
        if part is not None and named:
            case, total = _cases(engine, ask, part, named)
            for measure in named:
                try:
                    one, together = _public(measure, case), _public(measure, total)
                except PluginFailed as failure:
                    if not ask.every:
                        raise
                    warn(failure.message)
                else:
                    groups[measure.name] = one
                    whole |= together
    return {key: values for name in ask.measures for key, values in groups.get(name, {}).items()}, whole


def _public(measure: Measure, case: Case) -> dict[str, Array]:
    return {f"{measure.name}{suffix}": values for suffix, values in measure.compute(case).items()}


def _alone(engine: Engine, found: Reduced) -> bool:
    """Whether every forecast of a group resolves by itself."""
    return bool(found.single.all()) and "cluster" not in engine.present


def _unbounded(engine: Engine, ask: Ask, found: Reduced) -> bool:
    return not (_alone(engine, found) or ask.intervals) and float(found.counts["forecasts"].sum()) > LARGE


def _cases(engine: Engine, ask: Ask, found: Reduced, named: Iterable[Measure]) -> tuple[Case, Case]:
    """What the measures are worked out from: for each group, and for all together."""
    rows = float(found.counts["forecasts"].sum())
    alone = _alone(engine, found)
    whole_too = rows <= SMALL or ask.intervals or found.plan.policy.shares or found.plan.weighted
    bundled: Cells | None = None
    if (rows <= LARGE or ask.intervals) and (whole_too or not alone):
        bundled = (reducing.clustered if whole_too else reducing.clustered_apart)(engine, found)
    forces = reducing.in_force(engine, found) if any(measure.needs == "in_force" for measure in named) else None
    whole = as_one(found.cells)
    settings: dict[str, Any] = {
        "level": ask.level, "log_floor": ask.log_floor, "reference": ask.reference
    }  # fmt: skip
    by_group = found.cells if alone or bundled is None else bundled
    together = as_one(bundled) if bundled is not None and whole_too else whole
    bounded = alone or bundled is not None
    case = Case(found.cells, by_group, single=found.single, intervals=bounded, in_force=forces, **settings)
    if len(found.keys) == 1:
        return case, case
    total = Case(
        whole,
        together,
        single=False,
        intervals=bundled is not None and whole_too,
        in_force=None if forces is None else reducing.in_force_as_one(forces),
        **settings,
    )
    return case, total


def _rows(found: Reduced, ask: Ask, figures: dict[str, Array]) -> list[dict[str, Any]]:
    """A row for each group; made by columns, which is many times as quick where groups are many."""
    columns: dict[str, list[Any]] = dict(zip(ask.by, map(list, zip(*found.keys, strict=True)), strict=True))
    columns |= {name: [int(value) for value in values.tolist()] for name, values in found.counts.items()}
    columns["coverage"] = _values("coverage", found.coverage)
    columns |= {name: _values(name, values) for name, values in figures.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(name: str, values: Array) -> list[Any]:
    whole = name.endswith(_COUNTS)
    # A value that is not equal to itself is NaN.
    return [None if value != value else int(value) if whole else value for value in values.tolist()]  # noqa: PLR0124


def _total(found: Reduced, questions: int, figures: dict[str, Array]) -> dict[str, Any]:
    counts = {name: int(values.sum()) for name, values in found.counts.items()} | {"questions": questions}
    return counts | {"coverage": found.covered} | {name: value_of(name, values[0]) for name, values in figures.items()}


def value_of(name: str, number: float) -> float | int | None:
    """A figure as a row has it: counts whole, None for what does not exist."""
    return int(number) if name.endswith(_COUNTS) and not isnan(number) else _number(number)


def _number(number: float) -> float | None:
    return None if isnan(number) else float(number)
