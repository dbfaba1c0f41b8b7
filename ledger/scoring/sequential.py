"""Two analysts compared again after every resolution, without the false alarms that looking often brings.

A p-value looked at after each resolution fires far more often than it says. An e-value does not: it is what a stake of
one becomes when betting against a hypothesis at its own odds; so if the hypothesis holds it is one on average at most,
and the chance that it ever reaches 40 is 1/40 at most.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ledger.scoring.cells import Array, Whole

THRESHOLD = 40.0  # one-sided; both sides together are wrong in one case of twenty at most
STAKE = 0.75  # at 1 a single certainty that fails ends all evidence for that analyst for good
OVERLAP = (
    "Sequential evidence holds at any time only if each block is resolved before the forecasts of the next are made; "
    "where horizons overlap it is approximate (Henzi & Ziegel, corrigendum, Biometrika 2022)."
)
_EQUAL = 1e-12  # probabilities closer than this are one, differently rounded
_MOST = 700.0  # the logarithm of what a figure can hold

Verdict = Literal["A", "B", "undecided"]


def _brier_boundary(p: Array, q: Array) -> Array:
    """The chance at which p and q expect the same Brier score."""
    return (p + q) / 2


def _log_boundary(p: Array, q: Array) -> Array:
    """The chance at which p and q expect the same log score; p and q differ."""
    low, high = np.minimum(p, q), np.maximum(p, q)
    if low.size and not (low.min() > 0 and high.max() < 1):
        raise ValueError("the log score of a certainty that fails is infinite: no bet on it has odds")
    gain: Array = np.log1p(-low) - np.log1p(-high)
    return gain / (gain + np.log(high) - np.log(low))


BOUNDARIES: Mapping[str, Callable[[Array, Array], Array]] = MappingProxyType(
    {"brier": _brier_boundary, "log": _log_boundary}
)
"""For each scoring rule, the chance at which two probabilities are worth the same. To add a rule, add its function."""


def e_values(
    p: ArrayLike, q: ArrayLike, y: ArrayLike, rule: Literal["brier", "log"] = "brier", stake: float = 1.0
) -> Array:
    """The evidence of each question that q is better than p: above one for, below one against.

    (1 - y - a) / (1 - y - r) at an outcome y of 0 or 1, in between by their mix; r is the chance at which p and q
    expect the same score, a = r + stake (q - r) the chance bet on. Its expectation is at most one wherever p expects to
    score at least as well as q, and one at r. Where p equals q it is one. Henzi & Ziegel (2022), Valid sequential
    inference on probability forecast performance, Biometrika 109, 647-663.

    Args:
        p: probabilities of the analyst who is held to be as good, 0 to 1.
        q: those of the analyst who may be better, 0 to 1.
        y: outcomes, 0 to 1.
        rule: what "better" is measured by.
        stake: how much of the way from r to q the bet goes, above 0 up to 1.

    Raises:
        ValueError: a value outside its range; under the log rule also a probability of exactly 0 or 1.
    """
    prob, rival, out = np.broadcast_arrays(np.asarray(p, float), np.asarray(q, float), np.asarray(y, float))
    for name, values in (("probability", prob), ("probability", rival), ("outcome", out)):
        if values.size and not (values.min() >= 0 and values.max() <= 1):
            raise ValueError(f"a {name} is not within 0 to 1")
    if not 0 < stake <= 1:
        raise ValueError(f"a stake of {stake} is not above 0 and up to 1")
    found = np.ones(prob.shape)
    apart = np.abs(prob - rival) > _EQUAL
    found[apart] = _bet(prob[apart], rival[apart], out[apart], BOUNDARIES[rule], stake)
    return found


def _bet(p: Array, q: Array, y: Array, boundary: Callable[[Array, Array], Array], stake: float) -> Array:
    # Rounding may carry the boundary past p and q where these are close.
    r = np.clip(boundary(p, q), np.minimum(p, q), np.maximum(p, q))
    alternative = r + stake * (q - r)
    if_false = (1 - alternative) / (1 - r)
    return if_false + y * (alternative / r - if_false)


@dataclass(frozen=True)
class Evidence:
    """How the evidence grew, block by block: ``for_a`` that A is better than B, ``for_b`` that B is better than A.

    ``block`` names the blocks in their order, ``questions`` says how many each holds. ``verdict`` is the first to reach
    ``threshold``, at the block in place ``settled_at``; what comes after it changes nothing, which is what makes
    looking at any time permissible.
    """

    block: Whole
    questions: Whole
    for_a: Array
    for_b: Array
    threshold: float
    verdict: Verdict
    settled_at: int | None


def sequential(  # noqa: PLR0913 - two analysts, what came of it, and how to look at it
    a: ArrayLike,
    b: ArrayLike,
    y: ArrayLike,
    block: ArrayLike,
    *,
    rule: Literal["brier", "log"] = "brier",
    stake: float = STAKE,
    threshold: float = THRESHOLD,
) -> Evidence:
    """Follow the evidence between two analysts over blocks of shared questions.

    Within a block, whose questions hang together, the e-values are averaged, which leaves an e-value whatever the
    dependence; over blocks they are multiplied: Vovk & Wang (2021), E-values: calibration, combination and
    applications, Annals of Statistics 49, 1736-1754. By Ville's inequality either product passes the threshold with a
    chance of at most 1 / threshold if its hypothesis holds. See ``OVERLAP`` for when it is only approximate.

    Args:
        a: probabilities of A on each shared question.
        b: probabilities of B.
        y: outcomes, 0 to 1.
        block: what resolves together, a whole number that grows with the date of resolution.
        rule: what "better" is measured by.
        stake: as in ``e_values``.
        threshold: evidence at which a side is settled; 40 each way is 5% in all.

    Raises:
        ValueError: as in ``e_values``, or a threshold that is not above one.
    """
    if not threshold > 1:
        raise ValueError(f"a threshold of {threshold} is not above 1")
    names, place, questions = np.unique(np.asarray(block, np.int64), return_inverse=True, return_counts=True)
    for_a = _grown(e_values(b, a, y, rule, stake), place, questions)
    for_b = _grown(e_values(a, b, y, rule, stake), place, questions)
    first = {"A": _reached(for_a, threshold), "B": _reached(for_b, threshold)}
    when = min(first.values())
    if when == names.size:
        return Evidence(names, questions, for_a, for_b, threshold, "undecided", None)
    return Evidence(names, questions, for_a, for_b, threshold, "A" if first["A"] == when else "B", when)


def _grown(values: Array, place: NDArray[np.intp], questions: Whole) -> Array:
    """The product of the block means up to each block."""
    # Sorted, so that no digit of a mean depends on the order of the questions in a block.
    order = np.lexsort((values, place))
    means = np.bincount(place[order], values[order], questions.size) / questions
    with np.errstate(divide="ignore"):  # the logarithm of nothing is what is meant
        logarithm = np.cumsum(np.log(means))
    grown: Array = np.exp(np.minimum(logarithm, _MOST))
    return grown


def _reached(evidence: Array, threshold: float) -> int:
    """The first place at the threshold; one past the end if there is none."""
    reached = np.flatnonzero(evidence >= threshold)
    return int(reached[0]) if reached.size else evidence.size
