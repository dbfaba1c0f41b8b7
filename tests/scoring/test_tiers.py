"""Analysts drawn together: by hand, in step with the interval of the verdict, and what takes no part."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.cells import cells_of
from ledger.scoring.intervals import intervals
from ledger.scoring.measures.rules import RULES, difference_frame
from ledger.scoring.shrinkage import Tier, shrunk, tiers


def forecasts(*rows, groups=None):
    """Cells of (group, p, y, cluster)."""
    group, p, y, cluster = zip(*rows, strict=True) if rows else ((),) * 4
    return cells_of(group, p, y, groups=groups, cluster=cluster)


def repeated(group, p, y, n, per=1):
    return [(group, p, y, 1000 * group + number // per) for number in range(n)]


# One claim scores s; with a coin flip and a disaster the variance of the mean is sum (x - m)^2 / 6 over the three.
# s = .04: m = .43, .5094 / 6 = .0849. s = .16: m = .47, .4254 / 6 = .0709.
ONE_EACH = [(0, 0.8, 1, 0), (1, 0.6, 1, 1)]


def test_shrinking_by_hand():
    found = shrunk(forecasts(*ONE_EACH))
    grand = (0.04 / 0.0849 + 0.16 / 0.0709) / (1 / 0.0849 + 1 / 0.0709)
    assert found.grand == pytest.approx(grand)
    assert found.spread == 0
    assert found.value == pytest.approx([grand, grand])


def test_a_p_value_by_hand():
    """t = (.43 - .25) / sqrt(.0849) with two degrees of freedom, whose p-value is 1 - t / sqrt(2 + t^2)."""
    t = 0.18 / sqrt(0.0849)
    found = tiers(forecasts(*ONE_EACH), 0.5)
    assert found.p_value[0] == pytest.approx(1 - t / sqrt(2 + t * t))
    assert found.tier == [None, None]
    assert found.findings.tested == 0


def test_who_is_clearly_better_and_who_worse():
    rows = [*repeated(0, 0.9, 1, 40), *repeated(1, 0.9, 0, 40), *repeated(2, 0.5, 1, 40), *repeated(3, 0.9, 1, 29)]
    found = tiers(forecasts(*rows), 0.5)
    assert found.tier == [Tier.BETTER, Tier.WORSE, Tier.SAME, None]
    assert found.findings.tested == 3


@pytest.mark.parametrize(("claims", "per", "enough"), [(29, 1, False), (30, 6, True), (30, 8, False), (30, 30, False)])
def test_a_tier_needs_thirty_claims_from_five_episodes(claims, per, enough):
    assert (tiers(forecasts(*repeated(0, 0.9, 1, claims, per)), 0.5).tier != [None]) is enough


def test_a_reference_that_says_more_is_harder_to_beat():
    held = forecasts(*repeated(0, 0.9, 1, 40))
    assert tiers(held, 0.5).tier == [Tier.BETTER]
    assert tiers(held, 0.9).tier == [Tier.SAME]
    assert tiers(held, 1.0).tier == [Tier.SAME]


def test_chance_alone_among_many_is_no_finding():
    """One of thirty with a p-value of a few hundredths is what chance gives; alone it would have been a finding."""
    chance = np.random.default_rng(7)
    rows = [
        (who, 0.7, int(chance.random() < (0.84 if who == 0 else 0.7)), 100 * who + n)
        for who in range(30)
        for n in range(40)
    ]
    among, alone = tiers(forecasts(*rows), 0.54), tiers(forecasts(*[row for row in rows if row[0] == 0]), 0.54)
    assert (alone.tier, alone.p_value[0] < 0.1) == ([Tier.BETTER], True)
    assert among.findings.adjusted[0] > alone.findings.adjusted[0]
    assert among.p_value[0] == alone.p_value[0]
    assert among.tier[0] == Tier.SAME


def test_nothing_is_drawn_from_nothing():
    empty = forecasts(groups=2)
    assert np.isnan([*shrunk(empty).value, *tiers(empty, 0.5).p_value]).all()
    assert tiers(empty, 0.5).tier == [None, None]
    assert np.isnan(shrunk(forecasts((1, 0.5, 1, 0), groups=2)).value).tolist() == [True, False]


tenths = st.integers(0, 10).map(lambda k: k / 10)
tables = st.lists(st.tuples(st.integers(0, 2), tenths, st.integers(0, 1), st.integers(0, 9)), min_size=1, max_size=40)


@given(tables, st.sampled_from([0.5, 0.3, 0.9]))
def test_a_p_value_is_below_a_tenth_where_the_verdicts_interval_leaves_out_zero(rows, reference):
    held = forecasts(*rows, groups=3)
    rule = RULES["brier"]
    gain = rule.score(held.p, held.y) - rule.score(reference, held.y)
    low, high = intervals(held, gain, "plus-two", 0.90, frame=difference_frame(reference))
    found = tiers(held, reference).p_value
    near = np.minimum(np.abs(low), np.abs(high)) < 1e-9
    assert (((found < 0.1) == ((low > 0) | (high < 0))) | near | (held.count == 0)).all()


@given(tables)
def test_a_shrunk_score_lies_between_the_raw_one_and_that_of_all(rows):
    held = forecasts(*rows, groups=3)
    raw, found = held.mean(RULES["brier"].score(held.p, held.y)), shrunk(held)
    some = held.count > 0
    assert (np.isfinite(found.value) == some).all()
    ends = np.sort(np.stack([raw[some], np.full(some.sum(), found.grand)]), axis=0)
    assert ((ends[0] - 1e-12 <= found.value[some]) & (found.value[some] <= ends[1] + 1e-12)).all()


@given(tables)
def test_p_values_agree_with_scipy(rows):
    held = forecasts(*rows, groups=3)
    found = tiers(held, 0.5)
    for group in np.flatnonzero(held.count):
        mine = [(p - y) ** 2 - 0.25 for g, p, y, _ in rows if g == group]
        clusters = {c for g, *_, c in rows if g == group}
        if len(clusters) == len(mine):  # what stands alone is Student's t on the scores and the two imagined ones
            t = stats.ttest_1samp([*mine, 0.0, 0.75], 0)
            assert found.p_value[group] == pytest.approx(t.pvalue, abs=1e-9)
