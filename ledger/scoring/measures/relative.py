"""Measures beside others: of forecasts on the same question at the same time, and with the difficulty taken out."""

from collections.abc import Callable

import numpy as np

from ledger.scoring.cells import Array, Cells, Flags, Whole, divided, summed
from ledger.scoring.difficulty import Adjusted, adjust
from ledger.scoring.intervals import UNBOUNDED, intervals
from ledger.scoring.measures.registry import MEASURES, Case, Figures, measure
from ledger.scoring.measures.rules import RULES
from ledger.scoring.peers import ForecastsInForce, Pairs, PeerDifference, beside_mean, beside_median, by_pair

FEWEST_CLUSTERS = 5
"""Student's t over fewer says far more than is known: two alike differences would be certainty."""

_METACULUS = "Metaculus (2023), Scores FAQ"


def log_points(in_force: ForecastsInForce, log_floor: float | None) -> Array:
    """Hundred times the natural logarithm of the probability given to what happened."""
    return -100 * RULES["log"].score(in_force.p, in_force.y, log_floor)


def _figures(case: Case, found: Callable[[ForecastsInForce], PeerDifference], *, alone: bool) -> Figures:
    """The mean of a figure over analyst-question pairs, with Student's t over what resolves together.

    Args:
        case: what is scored; its stands are needed.
        found: the figure of each stand.
        alone: whether a pair that never had company counts, as zero.
    """
    groups = case.cells.groups
    if case.in_force is None:
        nothing = np.full(groups, np.nan)
        return {"": nothing, "_low": nothing, "_high": nothing, "_shared": np.zeros(groups)}
    pairs = by_pair(case.in_force, found(case.in_force))
    accompanied = pairs.shared > 0
    shared = np.bincount(pairs.group[accompanied], minlength=groups).astype(float)
    counted = np.ones(accompanied.size, bool) if alone else accompanied
    if not case.intervals:
        figure = _plain_mean(pairs, counted)
        return {"": figure, "_low": np.full(groups, np.nan), "_high": np.full(groups, np.nan), "_shared": shared}
    cells = _as_cells(pairs, counted)
    values = pairs.figure[counted][_order(pairs, counted)]
    mean = np.where(shared > 0, cells.mean(values), 0.0 if alone else np.nan)
    mean[cells.weight == 0] = np.nan
    low, high = intervals(cells, values, "t", case.level, frame=UNBOUNDED)
    few = cells.clusters < FEWEST_CLUSTERS
    low[few], high[few] = np.nan, np.nan
    return {"": mean, "_low": low, "_high": high, "_shared": shared}


def _plain_mean(pairs: Pairs, counted: Flags) -> Array:
    """The mean without a look at what resolves together, for tables so large that sorting them would take longest."""
    w = np.where(counted, pairs.w, 0.0)
    return divided(summed(pairs.group, w * pairs.figure, pairs.groups), summed(pairs.group, w, pairs.groups))


def _order(pairs: Pairs, counted: Flags) -> Whole:
    return np.lexsort((pairs.figure[counted], pairs.cluster[counted], pairs.group[counted]))


def _as_cells(pairs: Pairs, counted: Flags) -> Cells:
    """Pairs in the form that means and intervals take; probability and outcome play no part in them."""
    order = _order(pairs, counted)
    chosen = np.flatnonzero(counted)[order]
    even, ones = np.full(chosen.size, 0.5), np.ones(chosen.size, np.int64)
    return Cells(pairs.group[chosen], even, even, pairs.w[chosen], ones, pairs.groups, pairs.cluster[chosen])


def _peer(case: Case) -> Figures:
    """The log score in points beside the mean of the others'; infinite scores leave no mean and are counted."""
    lost = np.zeros(case.cells.groups)

    def points(in_force: ForecastsInForce) -> PeerDifference:
        own = log_points(in_force, case.log_floor)
        found = beside_mean(in_force, own)
        endless = (~np.isfinite(own) | np.isnan(found.figure)) & (in_force.group >= 0)
        np.add.at(lost, in_force.group[endless], 1.0)
        return found

    return {**_figures(case, points, alone=True), "_infinite": lost}


_PEER = {
    "formula": "100 (ln q - mean of the others' ln q), q the probability given to what happened; 0 while alone",
    "orientation": "higher is better",
    "range": (float("inf"), -float("inf")),
    "against": "0 is as good as the others",
    "reference": _METACULUS,
    "needs": "in_force",
}
measure("peer", title="Peer", **_PEER)(_peer)  # type: ignore[arg-type]
measure("spot_peer", title="Spot peer", spot=True, **_PEER)(_peer)  # type: ignore[arg-type]


@measure(
    "peer_brier",
    title="Peer Brier",
    formula="mean of the others' (p - y)^2, minus one's own, on questions with company",
    orientation="higher is better",
    range=(1.0, -1.0),
    against="0 is as good as the others",
    reference="Forecasting Research Institute (2025), ForecastBench technical report",
    needs="in_force",
)
def peer_brier(case: Case) -> Figures:
    """The Brier score beside the mean of the others'."""

    def gained(in_force: ForecastsInForce) -> PeerDifference:
        return beside_mean(in_force, -RULES["brier"].score(in_force.p, in_force.y))

    return _figures(case, gained, alone=False)


@measure(
    "relative",
    title="Relative Brier",
    formula="(p - y)^2 minus the median of all who stood, oneself among them, on questions with company",
    orientation="lower is better",
    range=(-1.0, 1.0),
    against="0 is the median analyst; below it better",
    reference="Good Judgment Open (2015), FAQ; Fatebook (2023)",
    needs="in_force",
)
def relative(case: Case) -> Figures:
    """The Brier score beside the median of those who stood with it."""

    def behind(in_force: ForecastsInForce) -> PeerDifference:
        return beside_median(in_force, RULES["brier"].score(in_force.p, in_force.y))

    return _figures(case, behind, alone=False)


measure(
    "spot_baseline",
    title="Spot baseline",
    formula=f"{RULES['baseline'].formula}, of what stood at the spot instant",
    orientation="higher is better",
    range=RULES["baseline"].range,
    against=RULES["baseline"].against,
    reference=_METACULUS,
    spot=True,
)(MEASURES["baseline"].compute)


_BRIER = RULES["brier"]
_SUFFIXES = ("", "_component", "_linking", "_shared")


@measure(
    "difficulty",
    title="Adjusted Brier",
    short="Adj. Brier",
    formula="mean of (p - y)^2 - g_j over an analyst's questions, (p - y)^2 = a_i + g_j + e by least squares over all "
    "analysts i and questions j, the g_j of the questions that link a component having a mean of 0",
    orientation="lower is better",
    range=(0.0, 1.0),
    against="0.25 is always saying 50%; what would be expected on questions of average difficulty",
    reference="Karger et al. (2025), ForecastBench: a dynamic benchmark of AI forecasting capabilities, ICLR",
    needs="in_force",
)
def difficulty(case: Case) -> Figures:
    """The Brier score that would be expected on the average question, by two-way fixed effects: ``difficulty.adjust``.

    A group is given a figure where it is an analyst: one analyst's forecasts, and all of them. A fit of a few scores
    may come out beyond 0 and 1.

    Returns:
        ``_component`` numbers the analysts who hang together by shared questions, from 1; ``_linking`` counts the
        questions that two or more of them answered, ``_shared`` those that the analyst answered with somebody. All are
        NaN where the group is no analyst; the figure also where they share no question, and for everybody where
        analysts hang together by so long a chain that scores do not settle.
    """
    figures = {suffix: np.full(case.cells.groups, np.nan) for suffix in _SUFFIXES}
    if case.in_force is None or not case.in_force.p.size:
        return figures
    group, analyst = _whole(case.in_force)
    if not group.size:  # all together, say
        return figures
    who, what, score, weight = averaged(case.in_force)
    shared = _shared(who, what)
    figures["_shared"][group] = summed(who, shared.astype(float), int(who.max()) + 1)[analyst]
    try:
        found = adjust(who, what, score, weight)
    except ArithmeticError:
        return figures
    figures[""][group] = found.score[analyst]
    figures["_component"][group] = found.component[analyst] + 1
    figures["_linking"][group] = _linking(found, who, what)[found.component[analyst]]
    return figures


def averaged(in_force: ForecastsInForce) -> tuple[Whole, Whole, Array, Array]:
    """The Brier score of each analyst on each question, and its weight; of one moment, each stand is a row of its own.

    Where a question is shared out over time it is the mean over the whole of it, time without a forecast counting as
    one half: the analyst's Brier score on that question.
    """
    score = _BRIER.score(in_force.p, in_force.y)
    if in_force.momentary:
        return in_force.analyst, in_force.question, score, in_force.w
    share = (in_force.stop - in_force.start) / in_force.whole
    key = in_force.question * (int(in_force.analyst.max(initial=-1)) + 1) + in_force.analyst
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    stood = summed(place, share, first.size)
    mean = summed(place, share * score, first.size) + np.maximum(1 - stood, 0.0) * _BRIER.even
    return in_force.analyst[first], in_force.question[first], mean, in_force.w[first]


def _whole(in_force: ForecastsInForce) -> tuple[Whole, Whole]:
    """The groups that are an analyst, and which: one who has no forecast elsewhere, and who shares it with nobody."""
    many = int(in_force.analyst.max()) + 1
    own = np.stack(np.divmod(np.unique(in_force.group * many + in_force.analyst), many))
    groups, analysts = np.bincount(own[1]), np.bincount(own[0] + 1)  # of each analyst; of each group, -1 first
    kept = (groups[own[1]] == 1) & (analysts[own[0] + 1] == 1) & (own[0] >= 0)
    return own[0][kept], own[1][kept]


def _shared(who: Whole, what: Whole) -> Flags:
    """Whether a row is the first of its analyst on a question that others answered too."""
    _, first = np.unique(what * (int(who.max()) + 1) + who, return_index=True)
    answered = np.bincount(what[first])
    found = np.zeros(who.size, bool)
    found[first] = answered[what[first]] > 1
    return found


def _linking(found: Adjusted, who: Whole, what: Whole) -> Array:
    """How many questions link each component."""
    home = np.full(found.difficulty.size, -1)
    home[what] = found.component[who]
    return np.bincount(home[np.isfinite(found.difficulty)], minlength=found.components).astype(float)
