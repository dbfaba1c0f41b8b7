"""Every scoring rule over arrays is what it says, and proper; so is the mean it makes."""

from dataclasses import replace
from math import inf, isfinite, isinf, log, sqrt

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from ledger.scoring.cells import Cells, cells_of
from ledger.scoring.intervals import DEFAULT_METHOD, intervals
from ledger.scoring.measures.registry import MEASURES, Case
from ledger.scoring.measures.rules import RULES

GRID = np.arange(0, 101) / 100


def score(name, p, y, log_floor=None):
    """The scores that the rule of that name gives."""
    return RULES[name].score(p, y, log_floor)


# (rule, p, y, score, places that the source gives)
VALUES = [
    # competitors' parity vectors
    ("brier", 0.9, 1, 0.01, 12),
    ("brier", 0.9, 0, 0.81, 12),
    ("brier", 0.7, 1, 0.09, 12),
    ("brier", 0.7, 0, 0.49, 12),
    ("brier", 0.2, 1, 0.64, 12),  # scoringrules documentation, too
    ("brier", 0.2, 0, 0.04, 12),
    ("brier", 0.7, 0.4, 0.09, 12),
    ("brier2", 0.9, 1, 0.02, 12),
    ("brier2", 0.9, 0, 1.62, 12),
    ("brier2", 0.7, 1, 0.18, 12),
    ("brier2", 0.7, 0, 0.98, 12),
    ("brier2", 0.2, 0, 0.08, 12),
    ("log", 0.9, 1, 0.1054, 4),
    ("log", 0.9, 0, 2.3026, 4),
    ("log", 0.7, 1, 0.3567, 4),
    ("log", 0.7, 0, 1.2040, 4),
    ("log", 0.2, 1, 1.6094, 4),
    ("log", 0.2, 0, 0.2231, 4),
    ("log", 0.5, 0.3, log(2), 12),
    ("baseline", 0.9, 1, 84.80, 2),
    ("baseline", 0.9, 0, -232.19, 2),
    ("baseline", 0.7, 1, 48.54, 2),
    ("baseline", 0.7, 0, -73.70, 2),
    ("baseline", 0.2, 1, -132.19, 2),
    ("baseline", 0.2, 0, 67.81, 2),
    # the README and tests of predictionscorer
    ("brier2", 0.4, 1, 0.72, 12),
    ("brier2", 0.65, 1, 0.2450, 12),
    ("brier2", 0.2, 1, 1.28, 12),
    ("brier2", 0.5, 1, 0.5, 12),
    ("brier2", 0.8, 1, 0.08, 12),
    ("brier2", 0, 1, 2, 12),
    # Metaculus, test_score_math.py
    ("baseline", 0.9, 1, 84.79969066, 8),
    ("baseline", 0.9, 0, -232.19280949, 8),
    ("baseline", 2**-0.5, 1, 50, 8),
    ("baseline", 2**-1.5, 1, -50, 8),
    # Metaculus, Scores FAQ
    ("baseline", 0.999, 1, 99.9, 1),
    ("baseline", 0.001, 1, -897, 0),
    ("baseline", 0.8, 1, 68, 0),
    ("baseline", 0.8, 0, -132, 0),
    ("baseline", 0.99, 1, 99, 0),
    ("baseline", 0.99, 0, -564, 0),
    # by hand: 0.8^2 + 0.2^2 = 0.68
    ("spherical", 0.8, 1, 1 - 0.8 / sqrt(0.68), 12),
    ("spherical", 0.8, 0, 1 - 0.2 / sqrt(0.68), 12),
    ("spherical", 0.5, 1, 1 - sqrt(0.5), 12),
    ("spherical", 0.8, 0.25, 1 - (0.25 * 0.8 + 0.75 * 0.2) / sqrt(0.68), 12),
]


@pytest.mark.parametrize(("name", "p", "y", "value", "places"), VALUES)
def test_a_rule_gives_its_published_or_hand_computed_value(name, p, y, value, places):
    assert float(score(name, p, y)) == pytest.approx(value, abs=0.5 * 10**-places + 1e-12)


def test_every_rule_has_a_hand_computed_value():
    assert {name for name, *_ in VALUES} == set(RULES)


@pytest.mark.parametrize(
    ("p", "expected"), [(0.7, 24), (0.8, 28), (0.9, 21), (0.99, -34)], ids=["70%", "80%", "90%", "99%"]
)
def test_baseline_expects_what_metaculus_says_of_a_belief_of_80_percent(p, expected):
    """An outcome of 0.8 is scored as its expectation."""
    assert round(float(score("baseline", p, 0.8))) == expected


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
class TestEveryRule:
    def test_says_what_it_is(self, rule):
        assert RULES[rule.name] is rule
        assert all((rule.title, rule.formula, rule.against, rule.reference))
        assert any(character.isdigit() for character in rule.reference), "a reference has a year"

    def test_is_strictly_proper(self, rule):
        """Whatever one believes, saying it is the only best thing to say."""
        sign = 1 if rule.orientation == "lower is better" else -1
        belief = GRID[1:-1, None]
        expected = sign * (belief * score(rule.name, GRID, 1) + (1 - belief) * score(rule.name, GRID, 0))
        assert expected.argmin(axis=1).tolist() == list(range(1, GRID.size - 1))
        assert ((expected == expected.min(axis=1)[:, None]).sum(axis=1) == 1).all()

    def test_scores_an_outcome_in_part_by_what_it_expects_or_by_its_distance(self, rule):
        p, y = GRID[1:-1], 0.3
        expected = y * score(rule.name, p, 1) + (1 - y) * score(rule.name, p, 0)
        distance = {"brier": (p - y) ** 2, "brier2": 2 * (p - y) ** 2}
        assert score(rule.name, p, y) == pytest.approx(distance.get(rule.name, expected), abs=1e-12)

    def test_keeps_to_its_range_and_reaches_both_ends(self, rule):
        scores = score(rule.name, GRID, np.array([[0.0], [0.4], [1.0]]))
        best, worst = rule.range
        assert (scores.min(), scores.max()) == tuple(sorted(rule.range))
        assert (best < worst) == (rule.orientation == "lower is better")
        assert score(rule.name, [1, 0], [1, 0]).tolist() == [best, best]
        assert score(rule.name, [1, 0], [0, 1]).tolist() == [worst, worst]

    def test_does_not_depend_on_how_the_question_is_put(self, rule):
        y = np.array([[0.0], [0.3], [1.0]])
        assert score(rule.name, GRID, y) == pytest.approx(score(rule.name, 1 - GRID, 1 - y), abs=1e-11)

    def test_always_saying_one_half_scores_the_same_be_it_true_or_false(self, rule):
        assert score(rule.name, 0.5, [0, 1]).tolist() == [rule.even] * 2

    def test_imagines_a_coin_flip_and_a_disaster_if_there_is_a_worst(self, rule):
        frame = rule.frame()
        if not rule.bounded:
            assert frame is None
            frame = rule.frame(0.001)
        assert frame.coin == rule.even
        assert frame.disaster == score(rule.name, 1, 0, 0.001)
        best = float(score(rule.name, 1, 1, 0.001))
        assert (frame.low, frame.high) == tuple(sorted((best, frame.disaster)))

    def test_only_an_unbounded_rule_takes_a_floor(self, rule):
        raised = score(rule.name, [0, 0.001, 0.999, 1], 1, 0.01)
        clipped = score(rule.name, [0.01, 0.01, 0.99, 0.99], 1)
        assert (raised.tolist() == clipped.tolist()) == (not rule.bounded)
        assert np.isfinite(raised).all()

    def test_is_a_measure_by_the_same_name(self, rule):
        entry = MEASURES[rule.name]
        assert rule.formula in entry.formula
        assert (entry.title, entry.orientation, entry.range) == (rule.title, rule.orientation, rule.range)


@pytest.mark.parametrize("floor", [0, -0.1, 0.5, 1])
def test_a_floor_is_above_nothing_and_below_one_half(floor):
    with pytest.raises(ValueError, match="floor"):
        score("log", 0.3, 1, floor)


def case(*pairs, group=None, **options):
    """Forecasts (p, y), each standing alone, in one group unless they are told apart."""
    p, y = np.array(pairs, float).reshape(-1, 2).T
    groups = options.pop("groups", None if pairs else 1)
    held = cells_of(np.zeros(p.size, int) if group is None else group, p, y, groups=groups)
    return Case(held, held, **options)


def found(name, *pairs, **options):
    figures = MEASURES[name].compute(case(*pairs, **options))
    return {suffix: values.tolist()[0] for suffix, values in figures.items()}


SKLEARN = ((0.1, 0), (0.9, 1), (0.8, 1), (0.3, 0))  # the documented example of brier_score_loss

MEANS = [
    ("brier", SKLEARN, 0.0375, 12),
    ("brier2", SKLEARN, 0.075, 12),
    ("log", ((0.9, 1), (0.1, 0), (0.2, 0), (0.65, 1)), 0.21616, 5),  # the documented example of log_loss
    ("spherical", ((0.8, 1), (1, 1)), (1 - 0.8 / sqrt(0.68)) / 2, 12),
    ("baseline", ((2**-0.5, 1), (2**-1.5, 1)), 0, 12),
    # ForecastBench
    ("brier_index", ((0.5, 1), (0.5, 0)), 50, 12),
    ("brier_index", ((1, 1), (0, 0)), 100, 12),
    ("brier_index", ((1, 0), (0, 1)), 0, 12),
    ("brier_index", ((0.75, 1),), 75, 12),
    ("brier_index", ((1, 1), (0.5, 1)), 100 * (1 - sqrt(0.125)), 12),
]
NAMES = [*RULES, "brier_index"]


@pytest.mark.parametrize(("name", "pairs", "value", "places"), MEANS)
def test_a_mean_gives_its_published_or_hand_computed_value(name, pairs, value, places):
    assert found(name, *pairs)[""] == pytest.approx(value, abs=0.5 * 10**-places + 1e-12)


def test_every_measure_of_a_rule_has_a_hand_computed_value():
    assert {name for name, *_ in MEANS} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_of_a_rule_says_what_a_reader_must_know(name):
    entry = MEASURES[name]
    assert entry.name == name
    assert all((entry.title, entry.formula, entry.against, entry.reference))
    assert any(character.isdigit() for character in entry.reference), "a reference has a year"
    best, worst = entry.range
    assert (best < worst) == (entry.orientation == "lower is better")


@pytest.mark.parametrize("name", NAMES)
def test_a_group_without_forecasts_has_no_mean_and_no_interval(name):
    figures = found(name)
    assert figures.pop("_infinite", 0) == 0
    assert np.isnan(list(figures.values())).all()


# The mean ---------------------------------------------------------------------------------------------------------

tables = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(1, 999).map(lambda p: p / 1000),
        st.booleans().map(float),
        st.sampled_from([0.25, 0.3, 1.0, 7.0]),
    ),
    min_size=1,
    max_size=40,
)


@given(tables)
def test_means_agree_with_scikit_learn_and_scoringrules(table):
    g, p, y, w = np.array(table).T
    held = cells_of(g, p, y, w, groups=3)
    ours = {name: MEASURES[name].compute(Case(held, held))[""] for name in ("brier", "brier2", "log")}
    for group in np.unique(g).astype(int):
        q, o, v = (column[g == group] for column in (p, y, w))
        found = [ours[name][group] for name in ("brier", "brier2", "log")]
        named = {"pos_label": 1.0, "sample_weight": v}
        theirs = [
            brier_score_loss(o, q, **named),
            brier_score_loss(o, q, scale_by_half=False, **named),
            log_loss(o, q, labels=[0.0, 1.0], sample_weight=v),
        ]
        assert found == pytest.approx(theirs, abs=1e-12)
        again = [np.average(rule(o, q), weights=v) for rule in (scoringrules.brier_score, scoringrules.log_score)]
        assert [found[0], found[2]] == pytest.approx(again, abs=1e-12)


@given(tables, st.randoms())
def test_cells_say_what_rows_say_whatever_their_order_and_the_unit_of_weights(table, random):
    def figures(held):
        return [MEASURES[name].compute(Case(held, held, log_floor=0.001)) for name in NAMES]

    def reduced(some, unit=1.0):
        g, p, y, w = np.array(some).T
        return figures(cells_of(g, p, y, w * unit, groups=3))

    g, p, y, w = np.array(sorted(table)).T
    rows = figures(Cells(g.astype(int), p, y, w, np.ones(g.size, int), 3))
    first, scaled = reduced(table), reduced(table, 86_400.0)
    random.shuffle(table)
    again = reduced(table)
    for place in range(len(NAMES)):
        assert first[place][""] == pytest.approx(rows[place][""], rel=1e-12, abs=1e-11, nan_ok=True)
        for suffix, values in first[place].items():
            assert scaled[place][suffix] == pytest.approx(values, rel=1e-12, abs=1e-11, nan_ok=True)
            assert np.array_equal(again[place][suffix], values, equal_nan=True)


@given(tables)
def test_the_interval_of_cells_is_that_of_rows(table):
    g, p, y, _ = np.array(sorted(table)).T
    held = cells_of(g, p, y, groups=3)
    kept = Cells(g.astype(int), p, y, np.ones(g.size), np.ones(g.size, int), 3)
    for name in NAMES:
        ours, theirs = (MEASURES[name].compute(Case(some, some, log_floor=0.001)) for some in (held, kept))
        for suffix in ("_low", "_high"):
            assert ours[suffix] == pytest.approx(theirs[suffix], rel=1e-11, abs=1e-10, nan_ok=True)


# Infinite scores --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["log", "baseline"])
def test_infinite_scores_are_counted_and_leave_no_mean(name):
    pairs = ((1, 0), (1, 0), (0, 1), (0.9, 1), (0.8, 1))
    figures = MEASURES[name].compute(case(*pairs, group=[0, 0, 0, 0, 1], groups=3))
    assert figures["_infinite"].tolist() == [3, 0, 0]
    assert np.isnan(figures[""]).tolist() == [True, False, True]
    assert figures[""][1] == pytest.approx(float(score(name, 0.8, 1)))


@pytest.mark.parametrize("name", ["log", "baseline"])
def test_an_infinite_score_of_an_outcome_in_part_is_one_too(name):
    assert found(name, (1, 0.9))["_infinite"] == 1
    assert found(name, (1, 1), (0, 0))["_infinite"] == 0


@pytest.mark.parametrize("name", ["log", "baseline"])
def test_a_floor_makes_the_mean_finite_and_gives_it_an_interval(name):
    without, figures = (found(name, (1, 0), (0.9, 1), (1, 1), log_floor=floor) for floor in (None, 0.001))
    assert without["_infinite"] == 1
    assert all(np.isnan(without[suffix]) for suffix in ("", "_low", "_high"))
    assert figures["_infinite"] == 0
    assert figures[""] == pytest.approx(np.mean(score(name, [0.999, 0.9, 0.999], [0, 1, 1])), abs=1e-12)
    assert figures["_low"] < figures[""] < figures["_high"]
    assert RULES[name].frame(0.001).low <= figures["_low"]
    assert figures["_high"] <= RULES[name].frame(0.001).high


@pytest.mark.parametrize("name", ["log", "baseline"])
def test_an_unbounded_score_has_no_interval_though_its_mean_is_finite(name):
    figures = found(name, (0.7, 0), (0.9, 1))
    assert isfinite(figures[""])
    assert np.isnan(figures["_low"])
    assert np.isnan(figures["_high"])


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.bounded], ids=lambda rule: rule.name)
def test_a_bounded_score_counts_no_infinities_and_knows_no_floor(rule):
    pairs = ((1, 0), (0.9, 1))
    assert found(rule.name, *pairs) == found(rule.name, *pairs, log_floor=0.01)
    assert "_infinite" not in found(rule.name, *pairs)


# Intervals --------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 100), st.booleans()), min_size=1, max_size=30))
def test_the_interval_of_a_rule_is_that_of_the_default_method_and_holds_the_mean(rows):
    c, p, y = np.array(rows, int).T
    zero = np.zeros(c.size, int)
    held = cells_of(zero, p / 100, y, cluster=c)
    for rule in (rule for rule in RULES.values() if rule.bounded):
        figures = MEASURES[rule.name].compute(Case(held.apart, held, level=0.5))
        low, high = intervals(held, rule.score(held.p, held.y), DEFAULT_METHOD, 0.5, frame=rule.frame())
        assert figures["_low"] == np.minimum(low, figures[""])
        assert figures["_high"] == np.maximum(high, figures[""])


def test_forms_of_brier_have_the_same_interval_in_their_own_units():
    pairs = ((0.9, 1), (0.7, 0), (0.2, 0), (0.6, 1))
    brier, brier2, index = (found(name, *pairs) for name in ("brier", "brier2", "brier_index"))
    for suffix, other in (("", ""), ("_low", "_high"), ("_high", "_low")):
        assert brier2[suffix] == pytest.approx(2 * brier[suffix], abs=1e-12)
        assert index[suffix] == pytest.approx(100 * (1 - sqrt(brier[other])), abs=1e-9)
    assert index["_low"] < index[""] < index["_high"]


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_mean_and_no_interval_where_it_is_not_known_what_resolves_together(name):
    pairs = ((0.9, 1), (0.7, 0))
    known, unknown = (found(name, *pairs, log_floor=0.001, intervals=known) for known in (True, False))
    assert unknown[""] == known[""]
    assert isfinite(known["_low"])
    assert np.isnan(unknown["_low"])
    assert np.isnan(unknown["_high"])


@pytest.mark.parametrize("name", ["brier", "spherical", "brier_index"])
def test_what_resolves_together_widens_the_interval_and_leaves_the_mean(name):
    apart = case(*[(0.9, 1)] * 12, *[(0.9, 0)] * 4)
    held = apart.cells
    together = replace(apart, clustered=replace(held, cluster=np.zeros(held.p.size, int)))
    one, other = (MEASURES[name].compute(some) for some in (apart, together))
    assert one[""] == other[""]
    assert other["_high"] - other["_low"] > one["_high"] - one["_low"]


def test_a_higher_level_gives_a_wider_interval():
    wide, narrow = (found("brier", (0.9, 1), (0.6, 0), level=level) for level in (0.95, 0.8))
    assert wide["_low"] <= narrow["_low"]
    assert narrow["_high"] < wide["_high"]


def test_scores_have_the_shape_of_what_they_are_given():
    assert score("brier", 0.5, 1).shape == ()
    assert score("log", [0.5, 0.1], 1).shape == (2,)
    assert score("baseline", np.full((2, 1), 0.5), np.ones(3)).shape == (2, 3)
    assert isinf(float(score("log", 0, 1)))
    assert float(score("baseline", 1, 0)) == -inf
