"""Scores over time: what is put together by period, the test of a slope, and how often it sees what is not there."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.cells import cells_of, regrouped
from ledger.scoring.trends import Change, Slope, slope, up_to

# Five questions, a group each; the third is empty.
CELLS = cells_of([0, 1, 3, 4], [0.9, 0.8, 0.8, 0.6], [1, 1, 1, 0], groups=5, cluster=[7, 7, 2, 5])


def test_groups_are_put_into_periods_and_some_are_left_out():
    found = regrouped(CELLS, [0, 0, 1, 1, -1], 2)
    assert (found.group.tolist(), found.p.tolist(), found.cluster.tolist()) == ([0, 0, 1], [0.8, 0.9, 0.8], [7, 7, 2])
    assert found.clusters.tolist() == [1, 1]


def test_without_clusters_equal_forecasts_are_one_cell():
    found = regrouped(CELLS, [0] * 5, 1).apart
    assert (found.p.tolist(), found.n.tolist(), found.cluster) == ([0.6, 0.8, 0.9], [1, 2, 1], None)
    assert found.clusters.tolist() == [4]


def test_every_period_holds_what_came_before_it():
    found = up_to(regrouped(CELLS, [0, 1, 1, 2, 2], 3))
    assert found.count.tolist() == [1, 2, 4]
    scores = (found.p - found.y) ** 2
    assert found.mean(scores).tolist() == pytest.approx([0.01, 0.025, (0.01 + 0.04 + 0.04 + 0.36) / 4])
    assert found.clusters.tolist() == [1, 1, 3]  # an episode of two periods is one


def test_nothing_at_all_stays_nothing():
    none = regrouped(cells_of([], [], [], groups=0, cluster=[]), [], 0)
    assert (up_to(none).count.size, none.clusters.size) == (0, 0)
    empty = regrouped(CELLS, [-1] * 5, 2)
    assert (up_to(empty).count.tolist(), empty.clusters.tolist()) == ([0, 0], [0, 0])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10), st.booleans(), st.integers(0, 4)), max_size=30))
def test_up_to_is_what_a_loop_over_periods_finds(rows):
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    group, p, y, cluster = (np.array(column, float) for column in columns)
    found = up_to(cells_of(group, p / 10, y, groups=4, cluster=cluster))
    for period in range(4):
        held = group <= period
        assert found.count[period] == held.sum()
        assert found.clusters[period] == len(set(cluster[held]))
        if held.any():
            assert found.mean((found.p - found.y) ** 2)[period] == pytest.approx(((p[held] / 10 - y[held]) ** 2).mean())


def test_a_slope_by_hand():
    """Scores 0, 0, 1 in years 0, 1, 2: slope 1/2; without each 1, 1/2, 0, so se^2 = 2/3 * 1/2 = 1/3."""
    found = slope([0, 1, 2], [0, 0, 1], [0, 1, 2], 0.5)
    assert (found.per_year, found.n, found.clusters) == (pytest.approx(0.5), 3, 3)
    assert found.p_value == pytest.approx(2 * stats.t.sf(0.5 * sqrt(3), 2))
    half = stats.t.ppf(0.75, 2) / sqrt(3)
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half))


def test_a_slope_is_that_of_least_squares_and_its_error_leaves_out_a_cluster_at_a_time():
    random = np.random.default_rng(11)
    x, s, code = random.uniform(2015, 2025, 40), random.uniform(size=40), random.integers(0, 7, 40)
    found = slope(x, s, code, 0.9)
    without = [stats.linregress(x[code != left], s[code != left]).slope for left in range(7)]
    error = sqrt(6 / 7 * sum((b - found.per_year) ** 2 for b in without))
    assert found.per_year == pytest.approx(stats.linregress(x, s).slope, abs=1e-12)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(found.per_year) / error, 6), abs=1e-9)


def test_the_order_of_forecasts_changes_no_digit():
    random = np.random.default_rng(2)
    x, s, code = random.uniform(0, 5, 60), random.uniform(size=60), random.integers(0, 9, 60)
    mixed = random.permutation(60)
    assert slope(x, s, code, 0.9) == slope(x[mixed], s[mixed], code[mixed], 0.9)


@given(st.floats(-3000, 3000), st.floats(-5, 5), st.floats(0.1, 10))
def test_the_p_value_hangs_on_no_unit_and_no_beginning(start, lift, stretch):
    x, s, code = np.array([0.0, 1, 2, 3, 5, 8]), np.array([0.1, 0.3, 0.2, 0.5, 0.4, 0.9]), np.array([0, 0, 1, 2, 3, 3])
    plain, moved = slope(x, s, code, 0.9), slope(start + stretch * x, lift + s, code, 0.9)
    assert moved.p_value == pytest.approx(plain.p_value, rel=1e-6)
    assert moved.per_year * stretch == pytest.approx(plain.per_year, rel=1e-6)


@pytest.mark.parametrize(
    ("years", "scores", "clusters"),
    [
        ([], [], []),
        ([2.0, 2.0, 2.0], [0.1, 0.2, 0.3], [0, 1, 2]),  # all due at one time
        ([0.0, 1.0, 2.0], [0.1, np.inf, 0.3], [0, 1, 2]),
    ],
)
def test_there_is_no_slope_without_time_or_with_an_infinite_score(years, scores, clusters):
    found = slope(years, scores, clusters, 0.9)
    assert all(isnan(value) for value in (found.per_year, found.low, found.high, found.p_value))
    assert found.n == len(years)


@pytest.mark.parametrize(
    ("years", "scores", "clusters"),
    [
        ([0.0, 1.0, 2.0], [0.1, 0.2, 0.5], [4, 4, 4]),  # one cluster
        ([0.0, 0.0, 1.0], [0.1, 0.2, 0.5], [0, 1, 2]),  # the last alone makes the slope
        ([0.0, 1.0, 2.0], [0.3, 0.3, 0.3], [0, 1, 2]),  # no spread
        ([0.0, 1.0, 2.0, 3.0], [0.1, 0.2, 0.3, 0.4], [0, 1, 2, 3]),  # no spread about the line
    ],
)
def test_there_is_no_test_where_nothing_varies_about_the_line(years, scores, clusters):
    found = slope(years, scores, clusters, 0.9)
    assert found.per_year == pytest.approx(stats.linregress(years, scores).slope, abs=1e-12)
    assert all(isnan(value) for value in (found.low, found.high, found.p_value))


@pytest.mark.parametrize(
    ("arrays", "level"), [(([1, 2], [1], [1, 2]), 0.9), (([1], [1], [[1]]), 0.9), (([1], [1], [1]), 1.0)]
)
def test_what_is_no_list_of_forecasts_is_refused(arrays, level):
    with pytest.raises(ValueError, match=r"one length|level"):
        slope(*arrays, level)


@pytest.mark.parametrize(
    ("n", "clusters", "per_year", "p_value", "change"),
    [
        (9, 9, -1, 0.001, Change.TOO_FEW),
        (90, 4, -1, 0.001, Change.TOO_FEW),
        (10, 5, -1, float("nan"), Change.UNTESTABLE),
        (10, 5, -1, 0.05, Change.UNDECIDED),
        (10, 5, -1, 0.049, Change.IMPROVING),
        (10, 5, +1, 0.049, Change.WORSENING),
    ],
)
def test_a_direction_is_told_only_when_a_test_finds_one(n, clusters, per_year, p_value, change):
    found = Slope(0.95, n, clusters, per_year, per_year - 1, per_year + 1, p_value)
    assert found.change(lower_is_better=True) is change
    turned = {Change.IMPROVING: Change.WORSENING, Change.WORSENING: Change.IMPROVING}.get(change, change)
    assert found.change(lower_is_better=False) is turned


@pytest.mark.parametrize(("n", "clusters"), [(10, 5), (20, 6), (60, 12)])
def test_a_change_that_is_not_there_is_seldom_seen(n, clusters):
    """Scores of an episode hang together (correlation .3), deadlines spread about the episode's own.

    The usual variance from residuals calls 12 to 14% of such trials a change at the fewest forecasts allowed; its
    share is worked out here too, so that the test shows what the jackknife is for.
    """
    random = np.random.default_rng(20240607)
    trials, seen, naive = 1000, 0, 0
    for _ in range(trials):
        code = np.concatenate([np.arange(clusters), random.integers(0, clusters, n - clusters)])
        x = random.uniform(0, 5, clusters)[code] + random.exponential(1, n)
        s = random.normal(size=clusters)[code] * sqrt(0.3) + random.normal(size=n) * sqrt(0.7)
        found = slope(x, s, code, 0.95)
        seen += found.p_value < 0.05
        pull = (x - x.mean()) * (s - s.mean() - found.per_year * (x - x.mean()))
        usual = sqrt(clusters / (clusters - 1) * (np.bincount(code, pull) ** 2).sum()) / ((x - x.mean()) ** 2).sum()
        naive += 2 * stats.t.sf(abs(found.per_year) / usual, clusters - 1) < 0.05
    assert seen / trials < 0.075
    assert naive > seen
