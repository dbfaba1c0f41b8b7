"""The Brier score with the difficulty of the questions taken out: analysts with different questions on one footing.

It can be told only of a whole analyst: what is left when his questions are taken out is the analyst.
"""

import numpy as np

from ledger.scoring.arrays import Array, Flags, Whole, summed
from ledger.scoring.difficulty import Adjusted, adjust
from ledger.scoring.measures.registry import Case, Figures, measure
from ledger.scoring.measures.rules import RULES
from ledger.scoring.peers import Stands

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
    needs="stands",
)
def difficulty(case: Case) -> Figures:
    """The Brier score that would be expected on the average question, by two-way fixed effects: ``difficulty.adjust``.

    A group is given a figure where it is an analyst: one analyst's forecasts, and all of them. A fit of a few scores
    may come out beyond 0 and 1.

    Returns:
        ``_component`` numbers the analysts who hang together by shared questions, from 1; ``_linking`` counts the
        questions that two or more of them answered, ``_shared`` those that the analyst answered with somebody. All are
        NaN where the group is no analyst; the figure also where he shares no question, and for everybody where analysts
        hang together by so long a chain that scores do not settle.
    """
    figures = {suffix: np.full(case.cells.groups, np.nan) for suffix in _SUFFIXES}
    if case.stands is None or not case.stands.p.size:
        return figures
    group, analyst = _whole(case.stands)
    if not group.size:  # all together, say
        return figures
    who, what, score, weight = averaged(case.stands)
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


def averaged(stands: Stands) -> tuple[Whole, Whole, Array, Array]:
    """The Brier score of each analyst on each question, and its weight; of one moment, each stand is a row of its own.

    Where a question is shared out over time it is the mean over the whole of it, time without a forecast counting as
    one half: the analyst's Brier score on that question.
    """
    score = _BRIER.score(stands.p, stands.y)
    if stands.momentary:
        return stands.analyst, stands.question, score, stands.w
    share = (stands.stop - stands.start) / stands.whole
    key = stands.question * (int(stands.analyst.max(initial=-1)) + 1) + stands.analyst
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    stood = summed(place, share, first.size)
    mean = summed(place, share * score, first.size) + np.maximum(1 - stood, 0.0) * _BRIER.even
    return stands.analyst[first], stands.question[first], mean, stands.w[first]


def _whole(stands: Stands) -> tuple[Whole, Whole]:
    """The groups that are an analyst, and which: one who has no forecast elsewhere, and who shares it with nobody."""
    many = int(stands.analyst.max()) + 1
    own = np.stack(np.divmod(np.unique(stands.group * many + stands.analyst), many))
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
