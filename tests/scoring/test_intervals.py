"""Intervals: published values, and what must hold of any of them."""

from fractions import Fraction
from math import sqrt
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.cells import ClusterSum
from ledger.scoring.estimates import GAP
from ledger.scoring.intervals import MEAN_METHODS, SHARE_METHODS, Frame, plus_two, t_interval, wilson

UNIT = 10_000
FRAME = Frame(UNIT, (Fraction(1, 4), Fraction(1)), 0.0, 1.0)


def sums(*clusters):
    """Clusters of plain scores."""
    return [ClusterSum(round(sum(scores) * UNIT), len(scores)) for scores in clusters]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (18, 20, 0.6989664, 0.9721335),
        (4, 20, 0.0806577, 0.4160174),
        (4, 200, 0.0078044, 0.0502871),
        (190, 200, 0.9104219, 0.9726174),
        (1, 30, 0.0059086, 0.1667039),
        (0, 30, 0, 0.1135134),
        (30, 30, 0.8864866, 1),
    ],
)
def test_wilson_agrees_with_r_binom(k, n, low, high):
    assert wilson(k, n, 0.95) == pytest.approx((low, high), abs=6e-8)


def test_wilson_agrees_with_statsmodels():
    assert wilson(19, 38, 0.95) == pytest.approx((0.348499283643951, 0.651500716356049), abs=1e-14)


def test_wilson_reaches_the_ends_exactly_and_has_nothing_to_say_of_nothing():
    assert wilson(0, 7, 0.9).low == 0
    assert wilson(7, 7, 0.9).high == 1
    assert wilson(0, 0, 0.9) is None


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_wilson_refuses_what_is_no_share(k, n):
    with pytest.raises(ValueError, match="not a share"):
        wilson(k, n, 0.9)


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
def test_plus_two_is_the_t_interval_of_the_scores_and_two_imagined_ones(level):
    scores = [0.04, 0.09, 0.01, 0.49, 0.16, 0.25]
    enlarged = [*scores, 0.25, 1]
    half = stats.t.ppf((1 + level) / 2, len(enlarged) - 1) * stdev(enlarged) / sqrt(len(enlarged))
    expected = (max(0, mean(enlarged) - half), mean(enlarged) + half)
    assert plus_two(sums(*([s] for s in scores)), level, FRAME) == pytest.approx(expected, abs=1e-12)


def test_plus_two_of_clusters_by_hand():
    """Two episodes of 4 claims: the imagined ones weigh sqrt(32 / 8) = 2, there are 12 claims, 144/40 - 1 = 2.6 df."""
    found = plus_two(sums([0.1] * 4, [0.3] * 4), 0.5, FRAME)
    middle = (0.4 + 1.2 + 2 * 0.25 + 2 * 1) / 12
    pulls = [
        (0.4 - 4 * middle) / 8,
        (1.2 - 4 * middle) / 8,
        (0.5 - 2 * middle) / 10,
        (2 - 2 * middle) / 10,
    ]
    half = stats.t.ppf(0.75, 2) * sqrt(3 / 4 * sum(pull * pull for pull in pulls))
    assert found == pytest.approx((middle - half, middle + half), abs=1e-12)


def test_t_interval_of_single_claims_is_the_textbook_one():
    scores = [0.36, 0.49, 0.25, 0.4]
    half = stats.t.ppf(0.95, 3) * stdev(scores) / 2
    expected = (mean(scores) - half, mean(scores) + half)
    assert t_interval(sums(*([s] for s in scores)), 0.9, FRAME) == pytest.approx(expected, abs=1e-12)


def test_t_interval_needs_two_clusters():
    assert t_interval(sums([0.1, 0.2, 0.3]), 0.9, FRAME) is None
    assert t_interval([], 0.9, FRAME) is None


def test_one_episode_gets_a_wide_interval_however_many_claims_it_holds():
    low, high = plus_two(sums([0.04] * 100), 0.9, FRAME)
    assert high - low > 0.75


def test_equal_scores_do_not_look_like_certainty():
    few, many = (plus_two(sums(*([0.01] for _ in range(n))), 0.9, FRAME) for n in (10, 100))
    assert few.high - few.low > 0.2
    assert 0.02 < many.high - many.low < 0.05


def test_one_large_episode_among_small_ones_widens_the_interval():
    even = plus_two(sums(*([0.1, 0.3] for _ in range(15))), 0.9, FRAME)
    uneven = plus_two(sums([0.1, 0.3] * 10, *([0.1], [0.3]) * 5), 0.9, FRAME)
    assert uneven.high - uneven.low > 2 * (even.high - even.low)


def test_nothing_has_no_interval():
    assert plus_two([], 0.9, FRAME) is None


@pytest.mark.parametrize("registry", [SHARE_METHODS, MEAN_METHODS], ids=["share", "mean"])
def test_every_method_says_what_it_is(registry):
    for name, method in registry.items():
        assert method.name == name
        assert method.title
        assert method.reference
        assert method.compute.__doc__


clusters = st.lists(st.lists(st.integers(0, UNIT), min_size=1, max_size=40), min_size=1, max_size=12)


@pytest.mark.parametrize("name", MEAN_METHODS)
@given(clusters, st.sampled_from([0.8, 0.9, 0.95, 0.99]), st.randoms())
def test_an_interval_holds_the_mean_stays_in_range_and_ignores_order(name, groups, level, random):
    given_sums = [ClusterSum(sum(scores), len(scores)) for scores in groups]
    found = MEAN_METHODS[name].compute(given_sums, level, FRAME)
    if found is None:
        assert len(groups) == 1
        return
    middle = sum(s.total for s in given_sums) / UNIT / sum(s.size for s in given_sums)
    assert 0 <= found.low <= middle + 1e-12
    assert middle - 1e-12 <= found.high <= 1
    random.shuffle(given_sums)
    assert MEAN_METHODS[name].compute(given_sums, level, FRAME) == found


@given(clusters)
def test_a_higher_level_gives_a_wider_interval(groups):
    given_sums = [ClusterSum(sum(scores), len(scores)) for scores in groups]
    wide, narrow = (plus_two(given_sums, level, FRAME) for level in (0.95, 0.9))
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


def test_the_confidence_gap_may_go_below_zero():
    assert plus_two([ClusterSum(-400_000, 1)] * 30, 0.9, GAP.frame).low < -0.3
