"""Scores over several options: published values, other libraries, and what must hold of any of them."""

from math import inf, isnan, log, nan

import effort
import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from ledger.scoring.forms.categorical import (
    OPTION_RULES,
    given_to_truth,
    option_faults,
    options_baseline,
    options_brier,
    options_log,
    options_spherical,
    ordered_brier,
    rps,
)
from ledger.scoring.forms.long_form import Fault

NEAR = 1e-12


def long(*forecasts):
    """Forecasts as (probabilities, place of the true option), in long form: forecast, p, true, order."""
    rows = [
        (code, p, float(place == true), place + 1)
        for code, (probabilities, true) in enumerate(forecasts)
        for place, p in enumerate(probabilities)
    ]
    return tuple(np.array(values) for values in zip(*rows, strict=True))


def scores(name, forecast, p, true, order, **given_by_name):
    """The scores by a rule of the registry."""
    rule = OPTION_RULES[name]
    return rule.score(forecast, p, true, *([order] if rule.ordered else []), **given_by_name)


@pytest.fixture
def tables():
    """Many forecasts over four options, and over two to seven."""
    random = np.random.default_rng(20190601)
    sizes = random.integers(2, 8, 300)
    mixed = [(random.dirichlet(np.ones(size)), int(random.integers(size))) for size in sizes]
    return [(random.dirichlet(np.ones(4)), int(random.integers(4))) for _ in range(200)], mixed


# Rule, probabilities, place of the true option, score, source.
VALUES = [
    ("brier2", [0.4, 0.6], 0, 0.72, "predictionscorer README"),
    ("brier2", [0.65, 0.35], 0, 0.245, "predictionscorer README"),
    ("brier2", [0.2, 0.8], 0, 1.28, "predictionscorer tests"),
    ("brier2", [0.5, 0.5], 0, 0.5, "predictionscorer tests"),
    ("brier2", [0.8, 0.2], 0, 0.08, "predictionscorer tests"),
    ("brier2", [0.0, 1.0], 0, 2.0, "predictionscorer tests"),
    ("brier", [0.2, 0.8], 0, 0.64, "scoringrules documentation, binary"),
    ("ordered_brier", [0.25, 0.25, 0.30, 0.20], 1, 0.235, "predictionscorer README, the rule of Good Judgment Open"),
    ("rps", [0.1, 0.2, 0.3, 0.4], 2, 0.26, "scoringrules documentation"),
    ("baseline", [0.9, 0.1], 0, 84.79969066, "Metaculus test_score_math"),
    ("baseline", [0.9, 0.1], 1, -232.19280949, "Metaculus test_score_math"),
    ("baseline", [2**-0.5, 1 - 2**-0.5], 0, 50.0, "Metaculus test_score_math"),
    ("baseline", [2**-1.5, 1 - 2**-1.5], 0, -50.0, "Metaculus test_score_math"),
    ("baseline", [0.001, *[0.999 / 7] * 7], 0, -232.19280949, "Metaculus scores FAQ, worst of eight, printed as -232"),
    ("log", [0.25, 0.75], 0, 1.3862943611198906, "ln 4"),
    ("spherical", [0.6, 0.8 - 0.4, 0.0], 0, 1 - 0.6 / 0.52**0.5, "by hand"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "p", "true", "score", "source"), VALUES)
def test_a_rule_gives_its_published_value(name, p, true, score, source):
    assert scores(name, *long((p, true))) == pytest.approx([score], abs=6e-9), source


def test_every_rule_has_a_value():
    assert {name for name, *_ in VALUES} == set(OPTION_RULES)


def test_brier_of_the_documented_example_of_scikit_learn():
    """Three classes (eggs, ham, spam), printed as 0.146 with the rest left out: the form from 0 to 2."""
    table = long(([0.8, 0.1, 0.1], 0), ([0.2, 0.7, 0.1], 1), ([0.2, 0.2, 0.6], 2))
    assert options_brier(*table[:3]).mean() == pytest.approx(0.44 / 3, abs=1e-15)
    assert options_brier(*table[:3], halved=True).mean() == pytest.approx(0.22 / 3, abs=1e-15)


def test_brier_and_log_agree_with_scikit_learn(tables):
    forecast, p, true, _ = long(*tables[0])
    stated, outcome = p.reshape(-1, 4), np.array([true for _, true in tables[0]])
    for halved in (True, False):
        found = options_brier(forecast, p, true, halved=halved).mean()
        expected = brier_score_loss(outcome, stated, labels=range(4), scale_by_half=halved)
        assert found == pytest.approx(expected, abs=NEAR)
    assert options_log(forecast, p, true).mean() == pytest.approx(log_loss(outcome, stated, labels=range(4)), abs=NEAR)


def test_ranked_probability_score_agrees_with_scoringrules(tables):
    for table in tables:
        expected = [float(scoringrules.rps_score(true + 1, p)) for p, true in table]
        assert rps(*long(*table)) == pytest.approx(expected, abs=NEAR)


def test_two_options_score_as_one_yes_or_no_of_scoringrules():
    p = np.linspace(0.01, 0.99, 99)
    for outcome in (0, 1):
        table = long(*([[stated, 1 - stated], 1 - outcome] for stated in p))
        binary = scoringrules.brier_score(outcome, p)
        assert options_brier(*table[:3], halved=True) == pytest.approx(binary, abs=NEAR)
        assert rps(*table) == pytest.approx(binary, abs=NEAR)
        assert ordered_brier(*table) == pytest.approx(2 * binary, abs=NEAR)
        assert options_log(*table[:3]) == pytest.approx(scoringrules.log_score(outcome, p), abs=NEAR)


def test_ordered_brier_is_the_mean_over_splits_of_the_brier_of_two_halves(tables):
    expected = []
    for p, true in tables[1]:
        lower = [sum(p[:cut]) for cut in range(1, len(p))]
        split = [(below, 1 - below) for below in lower]
        halves = long(*((pair, int(true >= cut)) for cut, pair in enumerate(split, start=1)))
        expected.append(options_brier(*halves[:3]).mean())
    assert ordered_brier(*long(*tables[1])) == pytest.approx(expected, abs=NEAR)


@pytest.mark.parametrize("rule", OPTION_RULES.values(), ids=OPTION_RULES)
class TestEveryRule:
    def test_says_what_it_is(self, rule):
        assert OPTION_RULES[rule.name] is rule
        assert all((rule.title, rule.formula, rule.against, rule.score.__doc__ or rule.name == "brier"))
        assert any(character.isdigit() for character in rule.reference), "a reference has a year"

    def test_is_strictly_proper_for_three_options(self, rule):
        """Whatever one believes, saying it is the only best thing to say."""
        grid = [(a / 10, b / 10, (10 - a - b) / 10) for a in range(11) for b in range(11 - a)]
        by_truth = np.array([scores(rule.name, *long(*((p, true) for p in grid))) for true in range(3)])
        sign = 1 if rule.orientation == "lower is better" else -1
        for place, belief in enumerate(grid):
            # What is believed impossible costs nothing in expectation, though its score may be infinite.
            expected = sum(sign * b * by_truth[true] for true, b in enumerate(belief) if b > 0)
            rest = np.delete(expected, place)
            assert expected[place] < rest.min() - 1e-6

    def test_reaches_both_ends_of_its_range_and_keeps_to_it(self, rule):
        certain, two = long(([1, 0, 0], 0), ([1, 0, 0], 2)), long(([0.2, 0.3, 0.5], 1))
        best, worst = scores(rule.name, *certain)
        assert best == rule.range[0]
        assert worst == (2 if rule.name == "rps" else rule.range[1])
        assert min(rule.range) < scores(rule.name, *two)[0] < max(rule.range)

    def test_scores_nothing_at_all(self, rule):
        empty = np.zeros(0, int)
        assert scores(rule.name, empty, empty, empty, empty).shape == (0,)
        assert np.isnan(scores(rule.name, empty, empty, empty, empty, forecasts=2)).tolist() == [True, True]

    def test_leaves_a_place_for_forecasts_without_rows(self, rule):
        forecast, p, true, order = long(([0.2, 0.8], 0), ([0.5, 0.5], 1))
        found = scores(rule.name, 2 * forecast + 1, p, true, order, forecasts=6)
        alone = scores(rule.name, forecast, p, true, order)
        assert found[[1, 3]].tolist() == alone.tolist()
        assert np.isnan(found[[0, 2, 4, 5]]).all()

    def test_refuses_columns_that_are_no_table(self, rule):
        with pytest.raises(ValueError, match="shape"):
            scores(rule.name, [0, 0], [1.0], [1, 0], [1, 2])
        with pytest.raises(ValueError, match="not within 0 to 0"):
            scores(rule.name, [0, 1], [0.5, 0.5], [1, 0], [1, 2], forecasts=1)
        with pytest.raises(ValueError, match="not within"):
            scores(rule.name, [0, -1], [0.5, 0.5], [1, 0], [1, 2])
        with pytest.raises(ValueError, match="not a whole number"):
            scores(rule.name, [0.0, 0.5], [0.5, 0.5], [1, 0], [1, 2])


@pytest.mark.parametrize(
    ("name", "expected"),
    [("brier2", lambda n: 1 - 1 / n), ("brier", lambda n: (1 - 1 / n) / 2), ("log", log),
     ("spherical", lambda n: 1 - n**-0.5), ("baseline", lambda _: 0)],
)  # fmt: skip
def test_equal_odds_score_as_the_registry_says(name, expected):
    found = scores(name, *long(*(([1 / n] * n, 0) for n in range(2, 30))))
    assert found == pytest.approx([expected(n) for n in range(2, 30)], abs=NEAR)


def test_what_was_held_impossible_costs_without_limit_unless_there_is_a_floor():
    table = long(([0, 1], 0), ([0.5, 0.5], 0))[:3]
    assert options_log(*table)[0] == inf
    assert options_baseline(*table)[0] == -inf
    assert options_log(*table, floor=0.001).tolist() == [-log(0.001), log(2)]
    assert options_baseline(*table, floor=0.001) == pytest.approx([100 * (1 + log(0.001) / log(2)), 0], abs=NEAR)


@pytest.mark.parametrize("floor", [0, 1, -0.1, 1.5, nan])
@pytest.mark.parametrize("rule", [options_log, options_baseline, given_to_truth])
def test_a_floor_that_is_none_is_refused(rule, floor):
    with pytest.raises(ValueError, match="floor"):
        rule([0, 0], [0.5, 0.5], [1, 0], floor=floor)


def test_the_probability_given_to_what_happened_is_that_of_the_true_option_to_the_last_bit(tables):
    found = given_to_truth(*long(*tables[1])[:3])
    assert found.tolist() == [p[true] for p, true in tables[1]]


def test_what_happened_in_part_counts_in_part():
    """An outcome of 0.7 and 0.3 costs by log what the two outcomes cost on average."""
    forecast, p, shares = [0, 0, 0], [0.5, 0.3, 0.2], [0.7, 0.3, 0]
    mean = -0.7 * log(0.5) - 0.3 * log(0.3)
    assert options_log(forecast, p, shares) == pytest.approx([mean], abs=NEAR)
    assert given_to_truth(forecast, p, shares) == pytest.approx([0.5**0.7 * 0.3**0.3], abs=NEAR)
    assert options_baseline(forecast, p, shares) == pytest.approx([100 * (log(3) - mean) / log(3)], abs=NEAR)
    assert options_brier(forecast, p, shares) == pytest.approx([0.04 + 0 + 0.04], abs=NEAR)
    assert options_spherical(forecast, p, shares) == pytest.approx([1 - 0.44 / 0.38**0.5], abs=NEAR)
    assert rps(forecast, p, shares, [1, 2, 3]) == pytest.approx([0.04 + 0.04], abs=NEAR)
    assert option_faults(forecast, p, shares, [1, 2, 3]) == []


def test_a_long_table_does_not_cost_a_forecast_its_digits():
    """The millionth forecast scores as it does alone: sums do not run on from one forecast to the next."""
    forecast, p, true, order = long(([0.1, 0.2, 0.3, 0.4], 2))
    many = np.repeat(np.arange(100_000), 4)
    found = rps(many, np.tile(p, 100_000), np.tile(true, 100_000), np.tile(order, 100_000))
    assert set(found.tolist()) == set(rps(forecast, p, true, order).tolist())


# What is wrong, then the columns without the first.
BAD = [
    ("there is only one option", [1], [1], [1]),
    ("the probabilities sum to 0.9, not to 1", [0.5, 0.4], [1, 0], [1, 2]),
    ("the probabilities sum to 1.00001, not to 1", [0.5, 0.50001], [1, 0], [1, 2]),
    ("no option is true", [0.5, 0.5], [0, 0], [1, 2]),
    ("2 options are true, not one", [0.5, 0.3, 0.2], [1, 0, 1], [1, 2, 3]),
    ("the true shares sum to 0.5, not to 1", [0.5, 0.5], [0.25, 0.25], [1, 2]),
    ("a probability of 1.2 is not within 0 to 1", [1.2, -0.2], [1, 0], [1, 2]),
    ("a probability of -0.2 is not within 0 to 1", [1.2, -0.2], [1, 0], [1, 2]),
    ("a probability of nan is not within 0 to 1", [nan, 0.5], [1, 0], [1, 2]),
    ("a true share of 2 is not within 0 to 1", [0.5, 0.5], [2, 0], [1, 2]),
    ("rank 2 is missing", [0.5, 0.3, 0.2], [1, 0, 0], [4, 1, 3]),
    ("rank 1 is missing", [0.5, 0.5], [1, 0], [3, 2]),
    ("rank 2 stands twice", [0.5, 0.3, 0.2], [1, 0, 0], [2, 1, 2]),
    ("the lowest rank is 0, not 1", [0.5, 0.5], [1, 0], [0, 1]),
    ("a rank of 1.5 is not a whole number", [0.5, 0.5], [1, 0], [1, 1.5]),
    ("a rank of nan is not a whole number", [0.5, 0.5], [1, 0], [nan, 1]),
    ("a rank of inf is not a whole number", [0.5, 0.5], [1, 0], [inf, inf]),
]


@pytest.mark.parametrize(("problem", "p", "true", "order"), BAD)
def test_a_fault_is_named_and_costs_its_own_forecast_alone_the_score(problem, p, true, order):
    good = long(([0.2, 0.8], 0), ([0.5, 0.5], 1))
    added = (np.ones(len(p), int), p, true, order)
    table = [np.concatenate([kept, more]) for kept, more in zip(good, added, strict=True)]
    table[0][2:4] = 2
    faults = option_faults(*table)
    assert Fault(1, problem) in faults
    assert {fault.forecast for fault in faults} == {1}
    alone = scores("rps", *good)
    assert scores("rps", *table)[[0, 2]].tolist() == alone.tolist()
    for name in OPTION_RULES:
        faulty = OPTION_RULES[name].ordered or "rank" not in problem
        assert np.isnan(scores(name, *table)).tolist() == [False, faulty, False]


def test_faults_come_by_forecast_and_a_forecast_may_have_several():
    assert option_faults([7, 3, 3], [0.4, 0.5, 0.6], [0, 1, 1]) == [
        Fault(3, "the probabilities sum to 1.1, not to 1"),
        Fault(3, "2 options are true, not one"),
        Fault(7, "there is only one option"),
        Fault(7, "the probabilities sum to 0.4, not to 1"),
        Fault(7, "no option is true"),
    ]


def test_probabilities_may_be_off_by_the_last_of_six_decimals():
    third = [0.333333, 0.333333, 0.333333]
    assert option_faults([0, 0, 0], third, [1, 0, 0]) == []
    assert not isnan(options_brier([0, 0, 0], third, [1, 0, 0])[0])


@st.composite
def any_table(draw):
    """Tables sound and unsound, rows in any order."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=8))
    forecast, p, true, order = [], [], [], []
    for code, size in enumerate(sizes):
        weights = draw(st.lists(st.integers(0, 20), min_size=size, max_size=size).filter(any))
        happened = draw(st.integers(0, size - 1 + draw(st.integers(0, 1))))
        ranks = draw(st.permutations(range(1, size + 1)) | st.lists(st.integers(0, 6), min_size=size, max_size=size))
        forecast += [code] * size
        p += [weight / (sum(weights) + draw(st.sampled_from([0, 0, 0, 1]))) for weight in weights]
        true += [float(place == happened) for place in range(size)]
        order += ranks
    rows = draw(st.permutations(range(len(p))))
    return [np.array(values)[list(rows)] for values in (forecast, p, true, order)]


@pytest.mark.parametrize("name", OPTION_RULES)
@given(any_table(), st.randoms(use_true_random=False))
@settings(max_examples=effort.examples(30))
def test_no_score_depends_on_the_order_of_the_rows(name, table, random):
    rows = list(range(table[0].size))
    random.shuffle(rows)
    shuffled = [values[rows] for values in table]
    assert scores(name, *table).tobytes() == scores(name, *shuffled).tobytes()
    assert option_faults(*table) == option_faults(*shuffled)


@pytest.mark.parametrize("name", OPTION_RULES)
@given(any_table())
@settings(max_examples=effort.examples(30))
def test_a_forecast_has_a_score_exactly_if_it_has_no_fault(name, table):
    ordered = OPTION_RULES[name].ordered
    faulty = {fault.forecast for fault in option_faults(*table[: 4 if ordered else 3])}
    assert set(np.flatnonzero(np.isnan(scores(name, *table)))) == faulty


@given(any_table())
@settings(max_examples=effort.examples(30))
def test_a_forecast_scores_the_same_alone_as_among_others(table):
    for name in OPTION_RULES:
        found = scores(name, *table)
        for code, score in enumerate(found):
            rows = table[0] == code
            alone = scores(name, np.zeros(rows.sum(), int), *(values[rows] for values in table[1:]))
            assert alone.tobytes() == score.tobytes()
