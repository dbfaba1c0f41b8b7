"""Recalibration is the isotonic regression of outcome on stated probability, exactly, in all groups at once."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from ledger.scoring.cells import Steps, cells_of
from ledger.scoring.recalibration import curve, miscalibration, recalibrated


def steps(*triples, groups=1):
    """Steps of one group, each (p, how many, how many of them true)."""
    p, n, o = (np.array(column, float) for column in zip(*triples, strict=True))
    return Steps(np.zeros(p.size, np.int64), p, n, o, n.astype(np.int64), groups)


def fitted(table):
    """Isotonic regression by its minimax formula: max over i <= k of min over j >= k of the rate of i to j."""

    def rate(i, j):
        return Fraction(sum(o for _, _, o in table[i : j + 1]), sum(n for _, n, _ in table[i : j + 1]))

    size = len(table)
    return [max(min(rate(i, j) for j in range(k, size)) for i in range(k + 1)) for k in range(size)]


counts = st.lists(st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1, max_size=9)
tables = counts.map(lambda pairs: [(k / 10, n, o) for k, (n, o) in enumerate(pairs)])
rows = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 8).map(lambda k: k / 8) | st.floats(0, 1, width=16),
        st.sampled_from([0.0, 1.0, 0.25, 0.6]),
        st.sampled_from([1.0, 2.0, 0.3]),
    ),
    min_size=1,
    max_size=40,
)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([(0.2, 1, 0), (0.8, 1, 1)], [0, 1]),  # rises: nothing to pool
        ([(0.2, 1, 1), (0.8, 1, 0)], [0.5, 0.5]),  # falls: one block
        ([(0.1, 4, 1), (0.5, 4, 1), (0.9, 2, 2)], [0.25, 0.25, 1]),  # level steps are one block, of the same value
        ([(0.1, 1, 0), (0.2, 3, 2), (0.3, 1, 0), (0.9, 1, 1)], [0, 0.5, 0.5, 1]),  # weighed by how many they are
        ([(k / 10, 9, k) for k in range(9)] + [(0.9, 900, 0)], [0] + [36 / 972] * 9),  # one failure undoes all before
    ],
)
def test_falling_steps_are_pooled_until_the_rates_rise(table, expected):
    assert recalibrated(steps(*table)) == pytest.approx(expected, abs=1e-15)


def test_probabilities_may_lie_anywhere():
    """Documented example of model-diagnostics: y 0, 0, 1, 1 and x -1, 1, 1, 2 give MCB 0.625, DSC 0.125, UNC 0.25."""
    held = steps((-1, 1, 0), (1, 2, 1), (2, 1, 1))
    x = recalibrated(held)
    assert x.tolist() == [0, 0.5, 1]
    assert miscalibration(held).tolist() == [0.625]
    recalibrated_score = np.mean((np.array([x[0], x[1], x[1], x[2]]) - [0, 0, 1, 1]) ** 2)
    assert (0.25 - recalibrated_score, 0.625 + recalibrated_score) == (0.125, 0.75)


@given(tables)
def test_counts_give_the_exact_minimax_solution(table):
    assert recalibrated(steps(*table)).tolist() == [float(value) for value in fitted(table)]


@given(rows)
def test_equals_scikit_learn_row_by_row(table):
    group, p, y, w = (np.array(column) for column in zip(*table, strict=True))
    held = cells_of(group, p, y, w, groups=3).steps
    for each in np.unique(group):
        mine = group == each
        theirs = IsotonicRegression().fit(p[mine], y[mine], sample_weight=w[mine])
        ours = held.of(each)
        assert recalibrated(ours) == pytest.approx(theirs.predict(ours.p), abs=1e-12)


@given(rows)
def test_a_group_is_recalibrated_as_if_it_were_alone(table):
    group, p, y, w = (np.array(column) for column in zip(*table, strict=True))
    together = cells_of(group, p, y, w, groups=3)
    apart = [cells_of(np.zeros(int((group == g).sum())), p[group == g], y[group == g], w[group == g]) for g in range(3)]
    assert recalibrated(together.steps).tolist() == [x for one in apart for x in recalibrated(one.steps).tolist()]


@given(rows)
def test_recalibration_rises_keeps_what_came_true_and_changes_nothing_the_second_time(table):
    group, p, y, w = zip(*table, strict=True)
    held = cells_of(group, p, y, w, groups=3).steps
    x = recalibrated(held)
    same = held.group[1:] == held.group[:-1]
    assert (np.diff(x)[same] >= 0).all()
    assert held.sum(held.w * x) == pytest.approx(held.sum(held.o), abs=1e-12)
    again = Steps(held.group, x, held.w, held.w * x, held.n, held.groups)
    assert recalibrated(again) == pytest.approx(x, abs=1e-15)


@given(tables, st.lists(st.floats(0, 1), min_size=9, max_size=9))
def test_no_rising_curve_scores_better(table, other):
    held = steps(*table)

    def score(x):
        return (held.o * (x - 1) ** 2 + (held.w - held.o) * x**2).sum() / held.w.sum()

    best = score(recalibrated(held))
    assert best <= score(np.sort(other[: held.p.size])) + 1e-12
    assert miscalibration(held) == pytest.approx(score(held.p) - best, abs=1e-12)


def test_miscalibration_is_never_below_zero_by_rounding():
    """Thirteen forecasts that weigh a third each: 10/13 said, 10 true, and -2e-32 without care."""
    w = np.array([13 * (1 / 3)])
    held = Steps(np.zeros(1, np.int64), np.array([10 / 13]), w, 10 * w / 13, np.array([13]), 1)
    assert miscalibration(held).tolist() == [0]


def test_groups_may_be_empty_and_there_may_be_none():
    held = cells_of([1, 1], [0.2, 0.8], [1, 0], groups=3).steps
    assert recalibrated(held).tolist() == [0.5, 0.5]
    # (0.2 - 1)^2 and (0.8 - 0)^2 against (0.5 - 1)^2 and (0.5 - 0)^2
    assert miscalibration(held) == pytest.approx([np.nan, 0.64 - 0.25, np.nan], nan_ok=True)
    nothing = cells_of([], [], [], groups=2).steps
    assert recalibrated(nothing).size == 0
    assert np.isnan(miscalibration(nothing)).all()


class TestCurve:
    held = cells_of([0, 0, 0, 0, 0, 2], [0.1, 0.4, 0.4, 0.6, 0.9, 0.3], [0, 1, 0, 0, 1, 1], groups=3).steps

    def test_has_a_point_for_each_stated_probability(self):
        drawn = curve(self.held)
        assert drawn.p.tolist() == [0.1, 0.4, 0.6, 0.9]
        assert drawn.rate == pytest.approx([0, 1 / 3, 1 / 3, 1])
        assert drawn.n.tolist() == drawn.w.tolist() == [1, 2, 1, 1]

    def test_has_blocks_from_one_probability_to_another(self):
        blocks = curve(self.held).blocks
        assert list(zip(blocks.low, blocks.high, blocks.n, strict=True)) == [
            (0.1, 0.1, 1),
            (0.4, 0.6, 3),
            (0.9, 0.9, 1),
        ]
        assert blocks.rate == pytest.approx([0, 1 / 3, 1])
        assert blocks.w.tolist() == [1, 3, 1]

    def test_is_that_of_the_group_asked_for(self):
        assert curve(self.held, 2).p.tolist() == [0.3]
        assert curve(self.held, 2).blocks.rate.tolist() == [1]
        assert curve(self.held, 1).p.size == curve(self.held, 1).blocks.rate.size == 0

    @given(rows)
    def test_has_blocks_that_rise_and_hold_every_step(self, table):
        group, p, y, w = zip(*table, strict=True)
        drawn = curve(cells_of(group, p, y, w, groups=3).steps, group[0])
        blocks = drawn.blocks
        assert (np.diff(blocks.rate) > 0).all()
        assert blocks.n.sum() == drawn.n.sum()
        of = np.searchsorted(blocks.high, drawn.p)
        assert (blocks.low[of] <= drawn.p).all()
        assert blocks.rate[of].tolist() == drawn.rate.tolist()
