"""Scores of quantiles: published values, other libraries, and what must hold of any of them."""

from math import inf, isnan, nan

import effort
import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.scoring.forms.long_form import Fault
from ledger.scoring.forms.quantile import (
    QUANTILE_RULES,
    central_interval,
    covered,
    crps_from_quantiles,
    interval_coverage,
    interval_score,
    pinball,
    quantile_faults,
    wis,
)

NEAR = 1e-12
LEVELS = np.array([0.025, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.975])
WHOLE = [name for name, rule in QUANTILE_RULES.items() if rule.of == "forecast"]


def long(levels, values):
    """Rows of values, one row of them a forecast, in long form: forecast, level, value."""
    values = np.atleast_2d(np.asarray(values, float))
    forecast = np.repeat(np.arange(len(values)), len(levels))
    return forecast, np.tile(levels, len(values)), values.ravel()


@pytest.fixture
def many():
    """Quantiles of 200 forecasts at ``LEVELS``, and what was observed."""
    random = np.random.default_rng(20190601)
    return np.sort(random.normal(0, 3, (200, LEVELS.size)), axis=1), random.normal(0, 3, 200)


def test_pinball_gives_the_documented_value_of_scoringrules():
    assert pinball([0.2], [0.5], [0.3]) == pytest.approx([0.16], abs=1e-15)


@pytest.mark.parametrize(
    ("interval", "alpha", "observed", "score", "source"),
    [
        (([0.0], [0.4]), 0.5, [0.1], [0.4], "scoringrules documentation"),
        (([0, 0.1, 0.2], [0.4, 0.3, 0.5]), 0.5, [0.1, 0.2, 0.3], [0.4, 0.2, 0.3], "scoringrules documentation"),
        (([10, 15, 21], [20, 25, 30]), 0.2, [12, 14, 32], [10, 20, 29], "nci/scores test data"),
    ],
)
def test_interval_score_gives_its_published_value(interval, alpha, observed, score, source):
    assert interval_score(*interval, alpha, observed) == pytest.approx(score, abs=NEAR), source


def test_weighted_interval_score_weighs_an_interval_by_half_of_alpha():
    """By hand: the 50% interval [0, 0.4] about 0.2, seen 0.1: (0.1/2 + 0.25 x 0.4) / 1.5; with 2/alpha it were 1.1."""
    table = long([0.25, 0.5, 0.75], [0, 0.2, 0.4])
    assert wis(*table, [0.1]) == pytest.approx([0.1], abs=1e-15)


def test_weighted_interval_score_of_two_intervals_by_hand():
    """80% [1, 9] and 50% [3, 6] about 4, seen 10: (6/2 + 0.1 (8 + 10 x 1) + 0.25 (3 + 4 x 4)) / 2.5."""
    table = long([0.1, 0.25, 0.5, 0.75, 0.9], [1, 3, 4, 6, 9])
    assert wis(*table, [10]) == pytest.approx([(3 + 1.8 + 4.75) / 2.5], abs=NEAR)


def test_crps_from_quantiles_by_hand():
    """Quantiles 1, 2, 4 at 0.25, 0.5, 0.75, seen 3: 2/3 (0.25 x 2 + 0.5 x 1 + 0.25 x 1)."""
    assert crps_from_quantiles(*long([0.25, 0.5, 0.75], [1, 2, 4]), [3]) == pytest.approx([2 / 3 * 1.25], abs=NEAR)


def test_pinball_agrees_with_scoringrules(many):
    values, observed = many
    expected = scoringrules.quantile_score(observed[:, None], values, LEVELS)
    assert pinball(LEVELS, values, observed[:, None]) == pytest.approx(expected, abs=NEAR)


def test_crps_from_quantiles_agrees_with_scoringrules(many):
    values, observed = many
    for levels in (LEVELS, LEVELS[:6]):  # about the median, and not
        expected = scoringrules.crps_quantile(observed, values[:, : levels.size], levels)
        found = crps_from_quantiles(*long(levels, values[:, : levels.size]), observed)
        assert found == pytest.approx(expected, abs=NEAR)


def test_interval_score_agrees_with_scoringrules(many):
    values, observed = many
    alpha = 2 * LEVELS[:4]
    lower, upper = values[:, :4], values[:, :4:-1]
    expected = scoringrules.interval_score(observed, lower, upper, alpha)
    assert interval_score(lower, upper, alpha, observed[:, None]) == pytest.approx(expected, abs=NEAR)


def test_weighted_interval_score_agrees_with_scoringrules(many):
    """The median apart: its numpy version weighs the median m where the formula has |x - m|."""
    values, observed = many
    lower, upper, median = values[:, :4], values[:, :4:-1], values[:, 4]
    intervals = scoringrules.weighted_interval_score(observed, median, lower, upper, 2 * LEVELS[:4], w_median=0.0)
    expected = intervals + np.abs(observed - median) / 2 / 4.5
    assert wis(*long(LEVELS, values), observed) == pytest.approx(expected, abs=NEAR)


def test_weighted_interval_score_is_the_crps_from_symmetric_quantiles(many):
    """An identity of Bracher et al. (2021): a/2 IS is the quantile score of both bounds."""
    values, observed = many
    table = long(LEVELS, values)
    assert wis(*table, observed) == pytest.approx(crps_from_quantiles(*table, observed), abs=NEAR)


def test_a_median_alone_scores_its_absolute_error():
    table = long([0.5], [[3], [5], [-1]])
    for rule in (wis, crps_from_quantiles):
        assert rule(*table, [4, 1, -1]).tolist() == [1, 4, 0]


def test_equal_quantiles_score_their_absolute_error(many):
    _, observed = many
    table = long(LEVELS, np.full((200, LEVELS.size), 1.25))
    for rule in (wis, crps_from_quantiles):
        assert rule(*table, observed) == pytest.approx(np.abs(observed - 1.25), abs=NEAR)


def test_many_quantiles_come_near_the_crps_of_the_distribution():
    """Of a uniform distribution from 0 to 1, seen 0.3: (0.3^3 + 0.7^3) / 3."""
    levels = np.arange(1, 2000) / 2000
    assert crps_from_quantiles(*long(levels, levels), [0.3]) == pytest.approx([(0.027 + 0.343) / 3], abs=1e-3)


@pytest.mark.parametrize("level", [0.1, 0.25, 0.5, 0.8])
def test_pinball_is_least_in_expectation_at_the_quantile_of_what_is_believed(level):
    believed = np.arange(1, 200)  # equally likely; a quantile that lies between two of them would be a tie
    expected = [pinball(level, value, believed).mean() for value in believed]
    assert believed[np.argmin(expected)] == np.quantile(believed, level, method="inverted_cdf")
    assert np.sum(np.isclose(expected, min(expected), rtol=0, atol=1e-9)) == 1


@pytest.mark.parametrize("rule", [wis, crps_from_quantiles])
def test_a_whole_forecast_scores_best_in_expectation_by_saying_what_is_believed(rule):
    believed = np.arange(1, 20)  # equally likely: the quartiles are 5, 10 and 15
    grid = [(a, b, c) for a in range(2, 9) for b in range(max(a, 7), 14) for c in range(max(b, 12), 19)]
    forecast, level, value = long([0.25, 0.5, 0.75], grid)
    expected = np.mean([rule(forecast, level, value, np.full(len(grid), x)) for x in believed], axis=0)
    order = np.argsort(expected)
    assert grid[order[0]] == (5, 10, 15)
    assert expected[order[1]] > expected[order[0]] + 1e-6


def test_central_intervals_are_found_by_what_they_hold():
    table = long([0.1, 0.25, 0.5, 0.75, 0.9], [[1, 3, 4, 6, 9], [0, 1, 2, 3, 4]])
    low, high = central_interval(*table, 0.8)
    assert (low.tolist(), high.tolist()) == ([1, 0], [9, 4])
    low, high = central_interval(*table, 0.5)
    assert (low.tolist(), high.tolist()) == ([3, 1], [6, 3])
    assert interval_score(low, high, 0.5, [2, 2]).tolist() == [3 + 4 * 1, 2]


def test_a_central_interval_that_is_not_stated_is_none():
    forecast, level, value = [0, 0, 1, 1, 1, 3, 3], [0.1, 0.9, 0.1, 0.5, 0.8, 0.1, 0.9], [1, 2, 1, 2, 3, 5, 4]
    low, high = central_interval(forecast, level, value, 0.8, forecasts=5)
    assert low[0] == 1
    assert high[0] == 2
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [False, True, True, True, True]
    assert np.isnan(interval_score(low, high, 0.2, [1, 1, 1, 1, 1])).tolist() == np.isnan(low).tolist()


@pytest.mark.parametrize("share", [0, 1, -0.5, 1.5, nan])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        central_interval([0], [0.5], [1], share)


def test_coverage_is_the_share_that_was_inside_with_the_bounds():
    low, high, seen = [0, 0, 0, 0, nan, 0], [1, 1, 1, 1, 1, 1], [0, 1, 0.5, 1.5, 0.5, nan]
    assert interval_coverage(low, high, seen) == 0.75
    assert covered(low, high, seen)[:4].tolist() == [1, 1, 1, 0]
    assert np.isnan(covered(low, high, seen)[4:]).all()
    assert isnan(interval_coverage([], [], []))
    assert isnan(interval_coverage([nan], [1], [0]))


def test_what_is_open_has_no_score():
    table = long([0.25, 0.5, 0.75], [[1, 2, 3], [1, 2, 3], [1, 2, 3]])
    for rule in (wis, crps_from_quantiles):
        assert np.isnan(rule(*table, [2, nan, inf])).tolist() == [False, True, True]
    assert isnan(pinball(0.5, 1, nan))
    assert quantile_faults(*table, symmetric=True) == []


def test_a_score_too_large_for_a_number_is_infinite():
    table = long([0.25, 0.5, 0.75], [-1.7e308, -1.7e308, 1.7e308])
    assert wis(*table, [1.7e308])[0] == crps_from_quantiles(*table, [1.7e308])[0] == inf


@pytest.mark.parametrize("level", [0, 1, 1.5, nan])
def test_single_scores_refuse_what_is_no_level(level):
    with pytest.raises(ValueError, match="level is not strictly between 0 and 1"):
        pinball([0.5, level], [1, 1], [1, 1])
    with pytest.raises(ValueError, match="alpha is not strictly between 0 and 1"):
        interval_score([1, 1], [1, 1], [0.5, level], [1, 1])


def test_an_interval_that_is_upside_down_is_refused():
    with pytest.raises(ValueError, match="lower bound is above"):
        interval_score([1, 2], [1, 1], 0.5, [1, 1])


@pytest.mark.parametrize("rule", QUANTILE_RULES.values(), ids=QUANTILE_RULES)
def test_every_rule_says_what_it_is(rule):
    assert QUANTILE_RULES[rule.name] is rule
    assert all((rule.title, rule.formula, rule.against, rule.score.__doc__))
    assert any(character.isdigit() for character in rule.reference), "a reference has a year"
    assert rule.orientation == "lower is better"
    assert rule.range == (0, inf)


@pytest.mark.parametrize("name", WHOLE)
class TestEveryRuleOfWholeForecasts:
    def test_scores_nothing_at_all(self, name):
        assert QUANTILE_RULES[name].score([], [], [], []).shape == (0,)
        assert np.isnan(QUANTILE_RULES[name].score([], [], [], [1, 2])).tolist() == [True, True]

    def test_leaves_a_place_for_forecasts_without_rows(self, name):
        found = QUANTILE_RULES[name].score([1, 1, 1], [0.1, 0.5, 0.9], [1, 2, 3], [0, 2, 0])
        assert np.isnan(found).tolist() == [True, False, True]

    def test_refuses_columns_that_are_no_table(self, name):
        with pytest.raises(ValueError, match="shape"):
            QUANTILE_RULES[name].score([0, 0], [0.5], [1, 2], [1])
        with pytest.raises(ValueError, match="not within 0 to 0"):
            QUANTILE_RULES[name].score([1], [0.5], [1], [1])
        with pytest.raises(ValueError, match="not a whole number"):
            QUANTILE_RULES[name].score([0.5], [0.5], [1], [1])


# What is wrong, levels, values.
BAD = [
    ("level 0 is not strictly between 0 and 1", [0, 0.5, 1], [1, 2, 3]),
    ("level 1 is not strictly between 0 and 1", [0, 0.5, 1], [1, 2, 3]),
    ("level 50 is not strictly between 0 and 1", [50], [1]),
    ("level nan is not strictly between 0 and 1", [0.5, nan], [1, 2]),
    ("the value at level 0.5 is not a finite number", [0.5], [nan]),
    ("the value at level 0.9 is not a finite number", [0.1, 0.5, 0.9], [1, 2, inf]),
    ("level 0.5 stands twice", [0.5, 0.5], [1, 1]),
    ("level 0.1 stands twice", [0.1, 1 - 0.9, 0.5, 0.9], [1, 2, 3, 4]),
    ("the value falls from 4 at level 0.5 to 3 at level 0.9", [0.9, 0.1, 0.5], [3, 1, 4]),
]
LOPSIDED = [
    ("there is no median", [0.1, 0.9], [1, 2]),
    ("level 0.9 has no mirror image, 0.1", [0.5, 0.9], [1, 2]),
    ("level 0.2 has no mirror image, 0.8", [0.1, 0.2, 0.5, 0.9], [1, 2, 3, 4]),
]


def among_good_ones(levels, values):
    """The forecast 1 among 0 and 2 that are good."""
    forecast = np.array([0] * 3 + [1] * len(levels) + [2] * 3)
    good = [0.1, 0.5, 0.9]
    return forecast, np.array([*good, *levels, *good]), np.array([1, 2, 4, *values, 1, 1, 1.0])


@pytest.mark.parametrize(("problem", "levels", "values"), BAD)
def test_a_fault_is_named_and_costs_its_own_forecast_alone_the_score(problem, levels, values):
    table = among_good_ones(levels, values)
    faults = quantile_faults(*table)
    assert Fault(1, problem) in faults
    assert {fault.forecast for fault in faults} == {1}
    for name in WHOLE:
        assert np.isnan(QUANTILE_RULES[name].score(*table, [2, 2, 2])).tolist() == [False, True, False]


@pytest.mark.parametrize(("problem", "levels", "values"), LOPSIDED)
def test_what_is_not_symmetric_has_a_crps_but_no_weighted_interval_score(problem, levels, values):
    table = among_good_ones(levels, values)
    assert quantile_faults(*table) == []
    assert Fault(1, problem) in quantile_faults(*table, symmetric=True)
    assert not np.isnan(crps_from_quantiles(*table, [2, 2, 2])).any()
    assert np.isnan(wis(*table, [2, 2, 2])).tolist() == [False, True, False]


def test_faults_come_by_forecast_and_a_forecast_may_have_several():
    table = [5, 5, 5, 2], [0.9, 0.2, 1.0, 0.3], [1, 2, 3, 1]
    assert quantile_faults(*table, symmetric=True) == [
        Fault(2, "there is no median"),
        Fault(2, "level 0.3 has no mirror image, 0.7"),
        Fault(5, "the value falls from 2 at level 0.2 to 1 at level 0.9"),
        Fault(5, "level 1 is not strictly between 0 and 1"),
        Fault(5, "there is no median"),
        Fault(5, "level 0.2 has no mirror image, 0.8"),
        Fault(5, "level 0.9 has no mirror image, 0.1"),
    ]


@pytest.mark.parametrize("part", [3, 7, 9, 40])
def test_levels_are_matched_with_their_mirror_images_however_they_were_computed(part):
    half = [k / (2 * part) for k in range(1, part)]
    levels = [*half, 0.5, *(1 - level for level in half)]
    values = np.argsort(np.argsort(levels))
    assert quantile_faults(*long(levels, values), symmetric=True) == []


levels = st.sampled_from([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0])


@st.composite
def any_table(draw):
    """Tables sound and unsound, rows in any order, with what was observed."""
    kinds = [[0.5], [0.25, 0.5, 0.75], [0.1, 0.25, 0.5, 0.75, 0.9], [0.1, 0.9]]
    rows = []
    observed = draw(st.lists(st.floats(-9, 9), min_size=1, max_size=8))
    for code in range(len(observed)):
        stated = draw(st.sampled_from(kinds) | st.lists(levels, max_size=4))
        values = draw(st.lists(st.floats(-9, 9), min_size=len(stated), max_size=len(stated)))
        tidy = sorted(values) if draw(st.booleans()) else values
        rows += zip([code] * len(stated), stated, tidy, strict=True)
    rows = draw(st.permutations(rows))
    forecast, level, value = zip(*rows, strict=True) if rows else ((), (), ())
    return [np.array(forecast, int), np.array(level, float), np.array(value, float)], np.array(observed)


@pytest.mark.parametrize("name", WHOLE)
@given(any_table(), st.randoms(use_true_random=False))
@settings(max_examples=effort.examples(60))
def test_no_score_depends_on_the_order_of_the_rows(name, drawn, random):
    table, observed = drawn
    rows = list(range(table[0].size))
    random.shuffle(rows)
    shuffled = [values[rows] for values in table]
    score = QUANTILE_RULES[name].score
    assert score(*table, observed).tobytes() == score(*shuffled, observed).tobytes()
    assert quantile_faults(*table, symmetric=True) == quantile_faults(*shuffled, symmetric=True)


@pytest.mark.parametrize("name", WHOLE)
@given(any_table())
@settings(max_examples=effort.examples(60))
def test_a_forecast_has_a_score_exactly_if_it_has_rows_and_no_fault(name, drawn):
    table, observed = drawn
    faulty = {fault.forecast for fault in quantile_faults(*table, symmetric=name == "wis")}
    empty = set(range(observed.size)) - set(table[0].tolist())
    assert set(np.flatnonzero(np.isnan(QUANTILE_RULES[name].score(*table, observed)))) == faulty | empty


@pytest.mark.parametrize("name", WHOLE)
@given(any_table())
@settings(max_examples=effort.examples(60))
def test_a_forecast_scores_the_same_alone_as_among_others_and_never_below_zero(name, drawn):
    table, observed = drawn
    score = QUANTILE_RULES[name].score
    found = score(*table, observed)
    assert not (found < 0).any()
    for code, x in enumerate(observed):
        rows = table[0] == code
        alone = score(np.zeros(rows.sum(), int), *(values[rows] for values in table[1:]), [x])
        assert alone.tobytes() == found[code].tobytes()
