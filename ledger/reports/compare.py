"""Two analysts on the questions both answered: whose score is better, how sure that is, and what would settle it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from math import isfinite, nan
from pathlib import Path

from ledger.forecasts import queries
from ledger.forecasts import reduce as reducing
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.queries import Plan
from ledger.forecasts.reduce import Reduced
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import UNSCORED
from ledger.query.listing import Filters
from ledger.reports.compare_ask import Ask, FloorNeeded, SeveralForecasts
from ledger.reports.pairs import Names, PairTable, claims_of_two, file_of_two
from ledger.scoring import comparison as sharing
from ledger.scoring.arrays import Whole
from ledger.scoring.comparison import POWER, Comparison, Shared
from ledger.scoring.comparison import compare as compare_pairs
from ledger.scoring.sequential import OVERLAP, THRESHOLD

__all__ = [
    "A_BETTER", "B_BETTER", "FEWEST", "FEWEST_CLUSTERS", "INFINITE", "OVERLAP", "POWER", "THRESHOLD", "TOO_FEW",
    "UNDECIDED", "Compared", "compare_claims", "compare_file",
]  # fmt: skip

FEWEST, FEWEST_CLUSTERS = 10, 5
"""Shared questions, and clusters of them, below which there is no verdict: t is too sure of itself there."""
TOO_FEW, UNDECIDED, INFINITE = "too few", "undecided", "infinite score"
A_BETTER, B_BETTER = "A better", "B better"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Compared:
    """What the comparison found: one ``row`` of figures, the shared questions, and the mean as these were settled.

    ``beside`` counts forecasts of either that are not scored, by reason, and claims that are none. ``linked`` says that
    clusters are larger than those of either alone; ``undated`` is how many shared questions have no date of resolution,
    ``present`` are the columns of the table.
    """

    names: Names
    row: Record
    questions: list[Record]
    running: list[Record]
    ask: Ask
    table: Record
    beside: Record
    linked: bool
    undated: int
    present: frozenset[str]

    @property
    def enough(self) -> bool:
        """Whether there are enough shared questions for a verdict."""
        return bool(self.row["verdict"] != TOO_FEW)

    @property
    def ordered(self) -> bool:
        """Whether the order is that of resolution, as far as it is known, and not that of the file."""
        return not self.undated or self.undated < int(self.row["shared"])

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        ask = self.ask
        return {
            "policy": ask.policy.name, "measure": ask.measure, "reading": str(ask.reading), "scale": ask.scale,
            "level": ask.level, "log_floor": ask.log_floor,
            "minimum": {"shared": FEWEST, "clusters": FEWEST_CLUSTERS},
            "order": "resolution" if self.ordered else "file",
            "threshold": THRESHOLD if ask.sequential else None,
        }  # fmt: skip


def compare_claims(reader: Reader, names: Names, filters: Filters, ask: Ask) -> Compared:
    """Compare two analysts of a ledger.

    Raises:
        NoSuch: one of them is not there.
        InputError: they are one, or what is asked cannot be worked out.
    """
    with claims_of_two(reader, names, filters, ask.table, ask.scale) as pair:
        return _compared(pair, ask)


def compare_file(path: Path, names: Names, given: FileAsk, ask: Ask) -> Compared:
    """Compare two analysts of a file.

    Raises:
        NoSuch: one of them is not there.
        InputError: they are one, the file has faults, or what is asked cannot be worked out.
    """
    with file_of_two(path, names, ask.table, given) as pair:
        return _compared(pair, ask)


def _compared(pair: PairTable, ask: Ask) -> Compared:
    plan = Plan(("analyst",), ask.policy, ask.reading, pair.engine.present)
    found = reducing.reduce(pair.engine, plan)
    first, second = (found.places.get((name,), -1) for name in pair.names)
    cost = partial(ask.rule.score, log_floor=ask.log_floor)
    both = sharing.shared(reducing.stands(pair.engine, found), first, second, cost)
    known = _questions(pair, plan, both.question.tolist())
    settled = [row["settled"] for row in known]
    block = sharing.in_order(both.cluster, settled, [row["place"] for row in known])
    return Compared(
        names=pair.names,
        row={**_names(pair.names, found, ask), **_figures(both, ask), **_evidence(both, block, settled, ask)},
        questions=_one_by_one(both, block, known),
        running=_running(both, block, ask),
        ask=ask,
        table=pair.told,
        beside=_beside(pair, found, {row["name"] for row in known}),
        linked=both.linked,
        undated=sum(not isfinite(moment) for moment in settled),
        present=pair.engine.present,
    )


def _questions(pair: PairTable, plan: Plan, codes: Sequence[int]) -> list[Record]:
    """Of the questions with these codes: the name, when it was settled, and the place of its first row."""
    listed = pair.engine.run(queries.names(plan, "what"))["name"].tolist()
    rows = pair.engine.run(
        "SELECT question AS name, MAX(COALESCE(resolved_at, closes_at)) AS settled, MIN(place) AS place "
        "FROM forecast GROUP BY question"
    )
    columns = (rows[name].tolist() for name in ("name", "settled", "place"))
    about = {name: (settled, place) for name, settled, place in zip(*columns, strict=True)}
    return [
        {"name": listed[code], "settled": about[listed[code]][0], "place": about[listed[code]][1]} for code in codes
    ]


def _beside(pair: PairTable, found: Reduced, questions: set[str]) -> Record:
    """What was counted and is not in the figures, and how many claims in them (of ``n``) were recorded late."""
    late, n = pair.retrospective(questions)
    states = {name: int(found.counts[name].sum()) for name in ("late", *(outcome.value for outcome in UNSCORED))}
    return {"n": n, "retrospective": late, **states, "left_out": dict(pair.left_out.most_common())}


def _names(names: Names, found: Reduced, ask: Ask) -> Record:
    settled = [int(found.counts["scored"][found.places[name,]]) if (name,) in found.places else 0 for name in names]
    return {"a": names[0], "b": names[1], "measure": ask.measure, "a_settled": settled[0], "b_settled": settled[1]}


def _figures(both: Shared, ask: Ask) -> Record:
    lost = both.infinite
    shared, clusters = int(both.y.size), both.clusters
    paired = Comparison(ask.level, shared, clusters, nan, nan, nan, nan, nan, None)
    if not any(lost):
        paired = compare_pairs(both.difference, both.cluster, ask.level)
    return {
        "shared": shared,
        "clusters": clusters,
        "a_score": _number(both.a.mean),
        "b_score": _number(both.b.mean),
        "a_infinite": lost[0],
        "b_infinite": lost[1],
        "difference": _number(paired.mean),
        "difference_low": _number(paired.low),
        "difference_high": _number(paired.high),
        "p_value": _number(paired.p_value),
        "design_effect": _number(paired.design_effect),
        "needed": paired.needed,
        "verdict": _verdict(paired, ask, lost=any(lost)),
    }


def _verdict(paired: Comparison, ask: Ask, *, lost: bool) -> str:
    if paired.shared < FEWEST or paired.clusters < FEWEST_CLUSTERS:
        return TOO_FEW
    if lost:
        return INFINITE
    if paired.high < 0 or paired.low > 0:
        return A_BETTER if (paired.high < 0) is ask.lower_is_better else B_BETTER
    return UNDECIDED


def _evidence(both: Shared, block: Whole, settled: Sequence[float], ask: Ask) -> Record:
    """Sequential evidence at the end, who was the first to reach the threshold, and when."""
    if not ask.sequential:
        return {}
    if not both.single:
        raise SeveralForecasts
    if ask.measure == "log" and both.certain and ask.log_floor is None:
        raise FloorNeeded
    grown = sharing.evidence(both, block, ask.measure, ask.log_floor)
    few = both.y.size < FEWEST or both.clusters < FEWEST_CLUSTERS
    found: Record = {
        "e_a": float(grown.for_a[-1]) if block.size else 1.0,
        "e_b": float(grown.for_b[-1]) if block.size else 1.0,
        "sequential_verdict": TOO_FEW if few else UNDECIDED,
        "settled_at": None,
        "settled_after": None,
    }
    if grown.settled_at is None or few:
        return found
    until = [moment for moment, at in zip(settled, block.tolist(), strict=True) if at <= grown.settled_at]
    better = A_BETTER if grown.verdict == "A" else B_BETTER
    return found | {"sequential_verdict": better, "settled_at": _day(max(until)), "settled_after": len(until)}


def _one_by_one(both: Shared, block: Whole, known: Sequence[Mapping[str, object]]) -> list[Record]:
    """The shared questions as they were settled, block by block."""
    columns = (
        block.tolist(), both.y.tolist(), both.difference.tolist(),
        *(values.tolist() for side in (both.a, both.b) for values in (side.p, side.score, side.n)),
    )  # fmt: skip
    names = ("cluster", "outcome", "difference", "a_probability", "a_score", "a_forecasts",
             "b_probability", "b_score", "b_forecasts")  # fmt: skip
    rows = [
        {"question": row["name"], "settled": _day(row["settled"]), **dict(zip(names, values, strict=True))}
        for row, *values in zip(known, *columns, strict=True)
    ]
    places = [row["place"] for row in known]
    return [rows[at] for at in sorted(range(len(rows)), key=lambda at: (rows[at]["cluster"], places[at]))]


def _running(both: Shared, block: Whole, ask: Ask) -> list[Record]:
    """The mean difference over the first questions that were settled, at a few hundred places at most."""
    if any(both.infinite) or not block.size:
        return []
    found = sharing.running(both.difference, block, ask.level)
    columns = (found.questions.tolist(), found.blocks.tolist(), found.mean.tolist(),
               map(_number, found.low.tolist()), map(_number, found.high.tolist()))  # fmt: skip
    names = ("shared", "clusters", "difference", "difference_low", "difference_high")
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


def _day(moment: float) -> str | None:
    """An instant in microseconds as a day, or with its time where it has one; None where it is not known."""
    if not isfinite(moment):
        return None
    try:
        found = _EPOCH + timedelta(microseconds=moment)
    except OverflowError:  # a year that has five digits
        return None
    return str(found.date()) if found.time() == _EPOCH.time() else found.isoformat()
