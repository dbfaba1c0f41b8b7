"""Analysts who answered different questions, on one footing: what each question did to everybody's score is taken out.

Score b of analyst i on question j is taken as a_i + g_j + chance. That can be told apart only where analysts share
questions, directly or through others: analysts and questions fall into components, and a figure of one component says
nothing beside one of another.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ledger.scoring.cells import Array, Whole, divided, summed

_SETTLED = 1e-13  # what one more round would still change of a score
_TINY = 1e-100  # scores this small beside one are none, and their squares are no numbers
_MOST_ROUNDS = 20_000


@dataclass(frozen=True)
class Adjusted:
    """Scores with the difficulty of the questions taken out.

    ``score`` of each analyst is what would be expected on the average question that links their component, asked once
    each; NaN for who shares no question with anybody. ``component`` of each analyst counts from 0 in the order of their
    first analysts, and is -1 for who answered nothing. ``difficulty`` of each question is how much higher a score it
    gives than the average question of its component; NaN where fewer than two analysts answered. ``linking`` counts
    the questions that two or more answered, ``lone`` the rows on questions with a single analyst, which say nothing
    about the others. ``rounds`` is how many passes over the rows it took.
    """

    score: Array
    component: Whole
    components: int
    difficulty: Array
    linking: int
    lone: int
    rounds: int


@dataclass(frozen=True)
class _Pairs:
    """Who answered what, one place for each analyst and question that go together, sorted by question."""

    analyst: Whole
    question: Whole
    score: Array
    weight: Array
    analysts: int
    questions: int

    def where(self, kept: NDArray[np.bool_]) -> "_Pairs":
        if kept.all():
            return self
        columns = (self.analyst[kept], self.question[kept], self.score[kept], self.weight[kept])
        return _Pairs(*columns, self.analysts, self.questions)

    def by_analyst(self, values: Array) -> Array:
        return summed(self.analyst, self.weight * values, self.analysts)

    def by_question(self, values: Array) -> Array:
        return summed(self.question, self.weight * values, self.questions)


def adjust(  # noqa: PLR0913 - the columns of a table
    analyst: ArrayLike,
    question: ArrayLike,
    score: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    analysts: int | None = None,
    questions: int | None = None,
) -> Adjusted:
    """Take the difficulty of the questions out of everybody's scores.

    Weighted least squares of b_ij = a_i + g_j + e, and then the mean of b_ij - g_j moved by the mean of g over the
    questions of the component, so that always scoring the same on every question keeps that score: who always says one
    half has .25 under the Brier rule. After ForecastBench: Karger et al. (2025), ForecastBench: a dynamic benchmark of
    AI forecasting capabilities, ICLR. Skill is taken as the same on all questions.

    The equations of the questions are solved within those of the analysts, and these by conjugate gradients: Hestenes &
    Stiefel (1952), Methods of conjugate gradients for solving linear systems, J. Research NBS 49, 409-436. Rows in
    another order give the same digits.

    Args:
        analyst: who, a whole number from 0, one a row.
        question: which question, a whole number from 0.
        score: what it scored; several rows of one analyst on one question count by their mean.
        weight: of a row, above zero; None is one each.
        analysts: how many analysts there are; None is as many as are named.
        questions: how many questions there are; None is as many as are named.

    Raises:
        ValueError: arrays of several lengths, a score that is not finite, a weight that is not above zero.
        ArithmeticError: analysts hang together by so long and thin a chain that the scores do not settle.
    """
    who, what, found, heavy = _read(analyst, question, score, weight)
    pairs = _paired(who, what, found, heavy, analysts, questions)
    company = np.bincount(pairs.question, minlength=pairs.questions)
    component, components = _components(pairs)
    shared = pairs.where(company[pairs.question] > 1)
    home = np.full(pairs.questions, -1)
    home[shared.question] = component[shared.analyst]
    effect, difficulty, rounds = _effects(shared)
    linking = home >= 0
    level = divided(
        summed(home[linking], difficulty[linking], components), np.bincount(home[linking], minlength=components)
    )
    return Adjusted(
        score=effect + _at(level, component),
        component=component,
        components=components,
        difficulty=difficulty - _at(level, home),
        linking=int(linking.sum()),
        lone=int(np.bincount(what, minlength=company.size)[company == 1].sum()),
        rounds=rounds,
    )


def _at(level: Array, component: Whole) -> Array:
    """The level of each one's component; NaN where there is none."""
    return np.append(level, np.nan)[component]


def _read(
    analyst: ArrayLike, question: ArrayLike, score: ArrayLike, weight: ArrayLike | None
) -> tuple[Whole, Whole, Array, Array]:
    who, what, found = np.asarray(analyst, np.int64), np.asarray(question, np.int64), np.asarray(score, float)
    heavy = np.ones(found.size) if weight is None else np.asarray(weight, float)
    if not who.shape == what.shape == found.shape == heavy.shape or who.ndim != 1:
        raise ValueError("analysts, questions, scores and weights are lists of one length")
    if not np.isfinite(found).all():
        raise ValueError("a score is not finite")
    if found.size and not (heavy.min() > 0 and np.isfinite(heavy).all()):
        raise ValueError("a weight is not above zero")
    return who, what, found, heavy


def _paired(  # noqa: PLR0913, PLR0917 - the columns of a table
    who: Whole, what: Whole, found: Array, heavy: Array, analysts: int | None, questions: int | None
) -> _Pairs:
    """Sort the rows, and put those of one analyst on one question together: least squares sees only their mean."""
    many = analysts if analysts is not None else int(who.max(initial=-1)) + 1
    asked = questions if questions is not None else int(what.max(initial=-1)) + 1
    if who.max(initial=-1) >= many or what.max(initial=-1) >= asked:
        raise ValueError(f"an analyst or a question is not one of {many} and {asked}")
    key = what * max(many, 1) + who
    order = np.argsort(key)
    key = key[order]
    starts = _starts(key)
    sizes = np.diff(starts, append=key.size)
    if starts.size < key.size:
        # Rows of one pair are sorted by what they hold, so that their order cannot show.
        again = np.flatnonzero(np.repeat(sizes > 1, sizes))
        order[again] = (rows := order[again])[np.lexsort((heavy[rows], found[rows], key[again]))]
    found, heavy = found[order], heavy[order]
    if starts.size < key.size:
        total = np.add.reduceat(heavy, starts)
        found, heavy, order = np.add.reduceat(heavy * found, starts) / total, total, order[starts]
    return _Pairs(who[order], what[order], found, heavy, many, asked)


def _starts(key: Whole) -> Whole:
    """Where a run of equal keys begins."""
    return np.flatnonzero(np.append(True, key[1:] != key[:-1])) if key.size else np.zeros(0, np.int64)


def _components(pairs: _Pairs) -> tuple[Whole, int]:
    """Number the groups of analysts that hang together by questions; -1 for who answered nothing.

    Each question ties its analysts to its first one. Over the ties that still join two groups, every group takes the
    least name it is tied to, and names are followed to their end: Shiloach & Vishkin (1982), An O(log n) parallel
    connectivity algorithm, J. Algorithms 3, 57-67.
    """
    starts = _starts(pairs.question)
    sizes = np.diff(starts, append=pairs.question.size)
    one, other = pairs.analyst, np.repeat(pairs.analyst[starts], sizes)
    name = np.arange(pairs.analysts)
    while True:
        left, right = name[one], name[other]
        apart = left != right
        if not apart.any():
            break
        one, other, left, right = one[apart], other[apart], left[apart], right[apart]
        np.minimum.at(name, np.maximum(left, right), np.minimum(left, right))
        while not np.array_equal(name, further := name[name]):
            name = further
    answered = np.bincount(pairs.analyst, minlength=pairs.analysts) > 0
    component = np.full(pairs.analysts, -1)
    names, component[answered] = np.unique(name[answered], return_inverse=True)
    return component, names.size


def _effects(pairs: _Pairs) -> tuple[Array, Array, int]:
    """The effect of each analyst and question, each component free by a constant; NaN without a shared question."""
    per_analyst, per_question = pairs.by_analyst(np.ones(1)), pairs.by_question(np.ones(1))

    def questions_of(values: Array) -> Array:
        return _over(pairs.by_question(values), per_question)

    def analysts_of(values: Array) -> Array:
        return _over(pairs.by_analyst(values), per_analyst)

    def less_questions(effect: Array) -> Array:
        """What is left of the effects when the mean of each question is taken out: the equations to solve."""
        return effect - analysts_of(questions_of(effect[pairs.analyst])[pairs.question])

    plain = questions_of(pairs.score)
    wanted = analysts_of(pairs.score - plain[pairs.question])
    effect, rounds = _solved(
        less_questions, wanted, per_analyst, _SETTLED * float(np.abs(pairs.score).max(initial=_TINY))
    )
    difficulty = plain - questions_of(effect[pairs.analyst])
    effect = analysts_of(pairs.score - difficulty[pairs.question])
    missing = np.where(per_analyst > 0, 0, np.nan)
    return effect + missing, difficulty + np.where(per_question > 0, 0, np.nan), rounds


def _solved(apply: Callable[[Array], Array], wanted: Array, per_analyst: Array, settled: float) -> tuple[Array, int]:
    """Solve apply(x) = wanted by conjugate gradients; ``apply`` is symmetric when weighed by ``per_analyst``."""
    found, rest = np.zeros(wanted.size), wanted
    way, size = rest, float(per_analyst @ (rest * rest))
    for rounds in range(_MOST_ROUNDS):
        if not np.abs(rest).max(initial=0) > settled:
            return found, rounds
        image = apply(way)
        step = size / float(per_analyst @ (way * image))
        found, rest = found + step * way, rest - step * image
        before, size = size, float(per_analyst @ (rest * rest))
        way = rest + size / before * way
    raise ArithmeticError(f"scores did not settle in {_MOST_ROUNDS} rounds")


def _over(above: Array, below: NDArray[np.generic]) -> Array:
    """A quotient; zero where there is nothing to divide by."""
    return np.nan_to_num(divided(above, below), nan=0.0)
