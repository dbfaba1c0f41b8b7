"""Hit rate, confidence and skill: by hand, and whatever the order."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.cells import Cells, cells_of
from ledger.scoring.intervals import wilson
from ledger.scoring.measures.registry import MEASURES, Case

NAMES = ["hit_rate", "stated", "confidence_gap", "skill", "difference"]


def found(name, *pairs, w=None, **options):
    """The figures of forecasts (p, y), each standing alone."""
    p, y = np.array(pairs, float).reshape(-1, 2).T
    held = cells_of(np.zeros(p.size, int), p, y, w, groups=1)
    figures = MEASURES[name].compute(Case(held, held, **options))
    return {suffix: values.tolist()[0] for suffix, values in figures.items()}


FEW = ((0.8, 1), (0.8, 0), (0.3, 0), (0.5, 1))  # two right, one wrong, one on neither side

VALUES = [
    ("hit_rate", FEW, {}, 2 / 3),
    ("hit_rate", ((0.9, 0.6), (0.9, 0.5), (0.1, 0.6)), {}, 1 / 2),
    ("stated", FEW, {}, (0.8 + 0.8 + 0.7 + 0.5) / 4),
    ("confidence_gap", FEW, {}, 0.7 - 2.5 / 4),
    ("confidence_gap", ((0.9, 1),), {}, -0.1),
    ("confidence_gap", ((0.2, 1),), {}, 0.8),
    ("confidence_gap", ((0.8, 0.6),), {}, 0.2),
    ("skill", ((0.8, 1), (0.6, 0)), {}, 1 - 0.2 / 0.25),
    ("skill", ((0.8, 1), (0.6, 0)), {"reference": 0.7}, 1 - 0.2 / 0.29),
    ("difference", ((0.8, 1), (0.6, 0)), {}, 0.2 - 0.25),
    ("difference", ((0.8, 1), (0.6, 0)), {"reference": 0.7}, 0.2 - 0.29),
]


@pytest.mark.parametrize(("name", "pairs", "options", "value"), VALUES)
def test_a_figure_by_hand(name, pairs, options, value):
    assert found(name, *pairs, **options)[""] == pytest.approx(value, abs=1e-15)


def test_every_measure_has_a_hand_computed_value():
    assert {name for name, *_ in VALUES} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
class TestEveryMeasure:
    def test_says_what_a_reader_must_know(self, name):
        entry = MEASURES[name]
        assert entry.name == name
        assert all((entry.title, entry.formula, entry.against, entry.reference, entry.compute.__doc__))
        assert any(character.isdigit() for character in entry.reference), "a reference has a year"
        best, worst = entry.range
        assert entry.orientation == "neither" or (best < worst) == (entry.orientation == "lower is better")

    def test_keeps_to_its_range(self, name):
        low, high = sorted(MEASURES[name].range)
        grid = np.arange(11) / 10
        values = [found(name, (p, y), reference=0.3)[""] for p in grid for y in (0, 0.4, 1)]
        known = np.array(values)[np.isfinite(values)]
        assert known.size
        assert (low <= known).all()
        assert (known <= high).all()

    def test_has_nothing_to_say_of_nothing(self, name):
        figures = found(name)
        counts = {suffix: figures.pop(suffix) for suffix in ("_n", "_ties") if suffix in figures}
        assert set(counts.values()) <= {0}
        assert np.isnan(list(figures.values())).all()

    def test_gives_no_interval_where_it_may_not(self, name):
        """A share takes forecasts as drawn apart; a mean needs to know what resolves together."""
        barred = {"single": False} if name == "hit_rate" else {"intervals": False}
        free, bound = found(name, *FEW), found(name, *FEW, **barred)
        assert bound[""] == free[""]
        ends = [suffix for suffix in ("_low", "_high") if suffix in free]
        assert len(ends) == (0 if name in {"stated", "skill"} else 2)
        assert np.isfinite([free[suffix] for suffix in ends]).all()
        assert np.isnan([bound[suffix] for suffix in ends]).all()


@pytest.mark.parametrize("name", ["hit_rate", "stated", "confidence_gap", "difference"])
@given(st.lists(st.tuples(st.integers(0, 64), st.integers(0, 4)), min_size=1, max_size=20))
def test_a_figure_does_not_depend_on_how_questions_are_put(name, pairs):
    given_pairs = [(p / 64, y / 4) for p, y in pairs]
    turned = [(1 - p, 1 - y) for p, y in given_pairs]
    assert found(name, *turned) == pytest.approx(found(name, *given_pairs), abs=1e-12, nan_ok=True)


tables = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 20).map(lambda p: p / 20), st.booleans(), st.integers(1, 4)),
    min_size=1,
    max_size=30,
)


@given(tables, st.randoms())
def test_cells_say_what_rows_say_whatever_their_order_and_the_unit_of_weights(table, random):
    def figures(held):
        return [MEASURES[name].compute(Case(held, held, reference=0.3)) for name in NAMES]

    def reduced(some, unit=1.0):
        g, p, y, w = np.array(some, float).T
        return figures(cells_of(g, p, y, w * unit, groups=3))

    g, p, y, w = np.array(sorted(table), float).T
    rows = figures(Cells(g.astype(int), p, y, w, np.ones(g.size, int), 3))
    first, scaled = reduced(table), reduced(table, 0.37)
    random.shuffle(table)
    again = reduced(table)
    for place in range(len(NAMES)):
        assert first[place][""] == pytest.approx(rows[place][""], abs=1e-12, nan_ok=True)
        for suffix, values in first[place].items():
            assert scaled[place][suffix] == pytest.approx(values, abs=1e-12, nan_ok=True)
            assert np.array_equal(again[place][suffix], values, equal_nan=True)


@given(tables)
def test_the_interval_of_cells_is_that_of_rows(table):
    g, p, y, _ = np.array(sorted(table), float).T
    held = cells_of(g, p, y, groups=3)
    kept = Cells(g.astype(int), p, y, np.ones(g.size), np.ones(g.size, int), 3)
    for name in NAMES:
        ours, theirs = (MEASURES[name].compute(Case(some, some, reference=0.3)) for some in (held, kept))
        for suffix, values in ours.items():
            assert values == pytest.approx(theirs[suffix], abs=1e-12, nan_ok=True)


# Hit rate ---------------------------------------------------------------------------------------------------------


def test_ties_are_counted_and_not_judged():
    figures = found("hit_rate", (0.5, 1), (0.5, 0), (0.8, 0.5), (0.6, 1))
    assert (figures[""], figures["_n"], figures["_ties"]) == (1, 1, 3)
    assert (figures["_low"], figures["_high"]) == pytest.approx(
        tuple(end[0] for end in wilson(np.ones(1), np.ones(1), 0.9)), abs=1e-12
    )


def test_ties_alone_have_no_hit_rate():
    figures = found("hit_rate", (0.5, 1))
    assert (figures["_n"], figures["_ties"]) == (0, 1)
    assert np.isnan([figures[suffix] for suffix in ("", "_low", "_high")]).all()


def test_wilson_of_the_hit_rate_is_the_published_one():
    """R binom: 18 of 20 at 95%."""
    figures = found("hit_rate", *[(0.9, 1)] * 18, *[(0.9, 0)] * 2, level=0.95)
    assert (figures["_low"], figures["_high"]) == pytest.approx((0.6989664, 0.9721335), abs=6e-8)


def test_unequal_weights_count_as_fewer_forecasts():
    """Weights 1, 1 and 2 say as much as 16 / 6 equal ones."""
    figures = found("hit_rate", (0.9, 1), (0.8, 1), (0.7, 0), w=[1, 1, 2])
    assert figures[""] == 0.5
    assert figures["_n"] == 3
    z, n = 1.6448536269514722, 16 / 6
    half = z * sqrt(n / 4 + z * z / 4) / (n + z * z)
    assert (figures["_low"], figures["_high"]) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-12)


# Confidence and skill ---------------------------------------------------------------------------------------------


def test_confidence_that_is_not_borne_out_is_over_and_shyness_is_under():
    boastful = found("confidence_gap", *[(0.9, 1)] * 20, *[(0.9, 0)] * 20)
    bashful = found("confidence_gap", *[(0.6, 1)] * 40)
    assert boastful["_low"] > 0 > bashful["_high"]


def test_skill_is_a_ratio_of_means_and_never_a_mean_of_ratios():
    """Against 90%, a mean of ratios would give (1 - 0.25 / 0.01 + 1 - 0.25 / 0.81) / 2 = -11.7."""
    assert found("skill", (0.5, 1), (0.5, 0), reference=0.9)[""] == pytest.approx(1 - 0.25 / 0.41, abs=1e-12)


def test_there_is_no_skill_against_a_reference_that_is_never_wrong():
    assert np.isnan(found("skill", (0.9, 1), (0.8, 1), reference=1.0)[""])
    assert found("difference", (0.9, 1), (0.7, 1), reference=1.0)[""] == pytest.approx(0.05)


@pytest.mark.parametrize("name", ["skill", "difference"])
def test_a_reference_is_a_probability(name):
    with pytest.raises(ValueError, match="reference"):
        found(name, (0.9, 1), reference=30.0)


def test_against_one_half_the_interval_of_the_difference_is_that_of_the_score():
    pairs = ((0.9, 1), (0.7, 0), (0.2, 0), (0.6, 1))
    score, difference = found("brier", *pairs), found("difference", *pairs)
    for suffix in ("", "_high"):
        assert difference[suffix] == pytest.approx(score[suffix] - 0.25, abs=1e-12)
