"""Two analysts on shared questions: textbook values, published values, and that the interval covers what it says."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.comparison import compare
from ledger.scoring.student import two_sided

GAPS = np.array([0.1, -0.2, 0.05, 0.3, 0.0, -0.1, 0.25, 0.15])


def test_questions_that_stand_alone_give_the_paired_t_test():
    found = compare(GAPS, np.arange(8), 0.9)
    other = stats.ttest_1samp(GAPS, 0)
    interval = other.confidence_interval(0.9)
    assert (found.mean, found.p_value) == pytest.approx((GAPS.mean(), other.pvalue), abs=1e-12)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-12)
    assert (found.shared, found.clusters, found.design_effect) == (8, 8, pytest.approx(1))


def test_clusters_by_hand():
    """Mean .3; sums less their share -.4 and .4, so se^2 = 2/1 * .32 / 16 = .04; t(1) at 50% is 1."""
    found = compare([0.1, 0.1, 0.5, 0.5], [7, 7, 3, 3], 0.5)
    assert (found.mean, found.low, found.high) == pytest.approx((0.3, 0.1, 0.5))
    assert found.design_effect == pytest.approx(0.04 / (4 * 0.04 / 3 / 4))
    assert found.p_value == pytest.approx(2 * stats.t.sf(1.5, 1))


def test_the_number_needed_is_that_of_a_power_of_eighty_per_cent():
    """538 against Vegas: a gap of .00163 with a standard deviation of .0398 takes about 4,700 games."""
    gaps = 0.00163 + 0.0398 * np.tile([-1.0, 1.0], 500) * sqrt(999 / 1000)
    found = compare(gaps, np.arange(1000), 0.95)
    assert found.needed == pytest.approx(((1.959964 + 0.841621) * 0.0398 / 0.00163) ** 2, abs=1.5)
    error = 0.0398 / sqrt(found.needed)
    assert stats.norm.sf(1.959964 - 0.00163 / error) == pytest.approx(0.8, abs=1e-3)


def test_claims_that_hang_together_are_needed_in_greater_number():
    apart = compare(GAPS, np.arange(8), 0.9)
    together = compare(np.repeat(GAPS, 10), np.repeat(np.arange(8), 10), 0.9)
    assert together.design_effect == pytest.approx(10 * 79 / 70)
    assert together.needed == pytest.approx(10 * apart.needed, abs=10)
    assert (together.low, together.high) == pytest.approx((apart.low, apart.high))


def test_clusters_that_even_out_make_no_claim_worth_more_than_one_that_stands_alone():
    """Each pair holds a gap and about its opposite, so that their sums hardly differ: the design effect is under 1."""
    gaps = np.array([0.5, -0.4, 0.45, -0.3, 0.4, -0.35, 0.5, -0.45])
    apart, together = compare(gaps, np.arange(8), 0.9), compare(gaps, np.repeat(np.arange(4), 2), 0.9)
    assert together.design_effect < 0.5
    assert together.needed == apart.needed


@pytest.mark.parametrize(
    ("gaps", "clusters"),
    [([0.1, 0.2, 0.3], [1, 1, 1]), ([0.1] * 6, [1, 2, 3, 4, 5, 6]), ([0.0] * 4, [1, 2, 3, 4]), ([0.7], [0])],
)
def test_without_a_spread_of_clusters_there_is_a_mean_and_nothing_more(gaps, clusters):
    found = compare(gaps, clusters, 0.9)
    assert found.mean == pytest.approx(sum(gaps) / len(gaps))
    assert all(isnan(value) for value in (found.low, found.high, found.p_value, found.design_effect))
    assert found.needed is None


def test_no_shared_question_is_no_comparison():
    found = compare([], [], 0.9)
    assert (found.shared, found.clusters, found.needed) == (0, 0, None)
    assert isnan(found.mean)


def test_no_gap_is_never_settled():
    assert compare([0.5, -0.5, 0.25, -0.25], [1, 2, 3, 4], 0.9).needed is None


@pytest.mark.parametrize(
    ("gaps", "clusters", "level", "message"),
    [
        ([0.1, np.nan], [1, 2], 0.9, "not finite"),
        ([0.1, np.inf], [1, 2], 0.9, "not finite"),
        ([0.1, 0.2], [1], 0.9, "one length"),
        ([0.1, 0.2], [1, 2], 1.0, "not between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(gaps, clusters, level, message):
    with pytest.raises(ValueError, match=message):
        compare(gaps, clusters, level)


scored = st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 9)), min_size=2, max_size=40)


@given(scored, st.randoms())
def test_neither_the_order_nor_the_names_of_clusters_change_a_digit(rows, random):
    before = compare(*zip(*rows, strict=True), 0.9)
    random.shuffle(rows)
    assert repr(compare(*zip(*((d, 3 * c - 5) for d, c in rows), strict=True), 0.9)) == repr(before)


@given(scored)
def test_the_other_way_round_is_the_same_with_its_sign_turned(rows):
    gaps, clusters = zip(*rows, strict=True)
    here, there = compare(gaps, clusters, 0.9), compare([-gap for gap in gaps], clusters, 0.9)
    assert (there.mean, there.low) == pytest.approx((-here.mean, -here.high), nan_ok=True)
    assert there.p_value == pytest.approx(here.p_value, nan_ok=True)


def test_the_interval_over_clusters_covers_and_that_of_single_claims_does_not():
    """Ten claims an episode, latent correlation .3; A's expected loss against always one half is E(p - 1/2)^2."""
    rng = np.random.default_rng(17)
    episode, truth, rounds = np.repeat(np.arange(30), 10), 0.16 / 3, 300
    covered = {"clusters": 0, "single": 0}
    for _ in range(rounds):
        latent = sqrt(0.3) * rng.normal(size=30)[episode] + sqrt(0.7) * rng.normal(size=300)
        p, y = rng.uniform(0.5, 0.9, 300), latent < 0
        gaps = (p - y) ** 2 - 0.25
        for name, clusters in (("clusters", episode), ("single", np.arange(300))):
            found = compare(gaps, clusters, 0.95)
            covered[name] += found.low <= truth <= found.high
    assert covered["clusters"] / rounds == pytest.approx(0.95, abs=0.03)
    assert covered["single"] / rounds < 0.85


@pytest.mark.parametrize("df", [1, 2, 9, 100, 10_000, 10_001, 10**6])
def test_the_two_sided_probability_agrees_with_scipy(df):
    for t in (-3.0, 0.0, 0.5, 2.0, 5.0, 40.0):
        assert two_sided(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), abs=1e-8 if df > 10_000 else 1e-12)
