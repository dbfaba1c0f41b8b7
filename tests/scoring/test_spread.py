"""Intervals over arrays are those of the plain code, for every group at once and without keeping equal forecasts."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.arrays import Cells, cells_of
from ledger.scoring.cells import PPM, cells_from_rows, cluster_sums
from ledger.scoring.estimates import GAP, excess_over, scored_by
from ledger.scoring.grouped_intervals import ARRAY_METHODS, UNBOUNDED, intervals, share_intervals
from ledger.scoring.intervals import MEAN_METHODS, wilson
from ledger.scoring.rules import BRIER

from .builders import ppm

FIGURES = {"brier": scored_by(BRIER), "gap": GAP, "difference": excess_over(BRIER, 300_000)}
GROUPS = "abc"
rows = st.lists(
    st.tuples(
        st.sampled_from(GROUPS),
        st.integers(0, 5),
        st.sampled_from([0, 300_000, 500_000, 900_000, PPM]) | ppm,
        st.sampled_from([0, PPM]) | ppm,
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=40,
)
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99])


def plainly(data, figure, level, method, *, apart):
    """Both ends for each group by the plain code, which sees every forecast."""
    kept = [
        (g, f"{c}-{i}-{j}" if apart else str(c), p, 1, y, 1 if apart else n)
        for i, (g, c, p, y, n) in enumerate(data)
        for j in range(n if apart else 1)
    ]
    held = cells_from_rows(kept)
    found = [
        MEAN_METHODS[method].compute(cluster_sums(held.get(g, ()), figure.value), level, figure.frame) for g in GROUPS
    ]
    return [tuple(interval or (np.nan, np.nan)) for interval in found]


def by_arrays(data, figure, level, method, *, apart):
    """The same from arrays, where equal forecasts are counted."""
    g, c, p, y, n = zip(*data, strict=True)
    held = cells_of(
        [GROUPS.index(name) for name in g],
        np.array(p) / PPM,
        np.array(y) / PPM,
        n=n,
        groups=len(GROUPS),
        cluster=None if apart else c,
    )
    pairs = zip(np.rint(held.p * PPM).astype(int).tolist(), np.rint(held.y * PPM).astype(int).tolist(), strict=True)
    values = np.array([figure.value(*pair) for pair in pairs]) / figure.frame.unit
    return np.array(intervals(held, values, method, level, frame=figure.frame)).T


@pytest.mark.parametrize("apart", [True, False], ids=["apart", "clustered"])
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("method", MEAN_METHODS)
@given(rows, levels)
def test_a_method_gives_what_its_plain_form_gives(method, name, apart, data, level):
    expected = plainly(data, FIGURES[name], level, method, apart=apart)
    assert by_arrays(data, FIGURES[name], level, method, apart=apart) == pytest.approx(
        np.array(expected), abs=1e-12, nan_ok=True
    )


def test_every_method_of_a_mean_has_an_array_form():
    assert set(ARRAY_METHODS) == set(MEAN_METHODS)
    assert all(compute.__doc__ for compute in ARRAY_METHODS.values())


def scores(*values, group=None, **columns):
    """Cells whose probability stands for a score."""
    return cells_of(np.zeros(len(values), int) if group is None else group, values, np.zeros(len(values)), **columns)


def ends(held, method="plus-two", level=0.9, values=None, frame=BRIER.frame):
    return intervals(held, held.p if values is None else values, method, level, frame=frame)


def test_ten_million_forecasts_are_counted_not_kept():
    held = scores(0.04, 0.36, n=[6_000_000, 4_000_000])
    spread = sqrt(0.6 * 0.4 * 0.32**2 / (10_000_000 - 1))
    half = stats.t.ppf(0.95, 10_000_000 - 1) * spread
    (low,), (high,) = ends(held, "t")
    assert (low, high) == pytest.approx((0.168 - half, 0.168 + half), abs=1e-12)


def test_students_t_of_an_unbounded_figure_is_the_textbook_one():
    values = [-120.0, 40.0, 300.0, -5.5]
    (low,), (high,) = ends(scores(0.1, 0.2, 0.3, 0.4), "t", values=np.array(values), frame=UNBOUNDED)
    expected = stats.t.interval(0.9, 3, np.mean(values), stats.sem(values))
    assert low < 0
    assert (low, high) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("method", ARRAY_METHODS)
def test_a_group_that_has_nothing_or_an_infinite_figure_has_no_interval(method):
    held = scores(0.1, 0.2, 0.3, 0.4, group=[0, 0, 2, 2], groups=4)
    low, high = ends(held, method, values=np.array([0.1, np.inf, 0.3, 0.4]))
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, False, True]
    assert ends(scores(0.3, 0.4), method) == ([low[2]], [high[2]])


@pytest.mark.parametrize("method", ARRAY_METHODS)
def test_no_groups_and_no_forecasts_have_no_interval(method):
    assert [end.tolist() for end in ends(scores(groups=0), method)] == [[], []]
    assert np.isnan(ends(scores(groups=2), method)).all()
    assert np.isnan(ends(scores(groups=2, cluster=[]), method)).all()


def test_one_cluster_shows_no_spread_to_students_t():
    assert np.isnan(ends(scores(0.1, 0.5, cluster=[7, 7]), "t")).all()
    assert np.isfinite(ends(scores(0.1, 0.5, cluster=[7, 7]), "plus-two")).all()


def test_a_cluster_belongs_to_its_group():
    """The last cluster of one group and the first of the next may bear one number."""
    held = scores(0.1, 0.3, 0.5, 0.7, group=[0, 0, 1, 1], cluster=[1, 2, 2, 3])
    low, high = ends(held)
    alone = [ends(scores(*values, cluster=[0, 1])) for values in ((0.1, 0.3), (0.5, 0.7))]
    assert low.tolist() == [one[0][0] for one in alone]
    assert high.tolist() == [one[1][0] for one in alone]


weighted = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), ppm, st.sampled_from([0.25, 0.3, 1.0, 7.0])),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize("method", ARRAY_METHODS)
@given(weighted, st.sampled_from([2.0**-9, 0.37, 86_400.0]), st.randoms(), st.booleans())
def test_neither_the_unit_of_weights_nor_the_order_of_rows_shows(method, data, unit, random, apart):
    def of(some, unit=1.0):
        g, c, p, w = zip(*some, strict=True)
        return ends(
            scores(*np.array(p) / PPM, group=g, groups=3, w=np.array(w) * unit, cluster=None if apart else c), method
        )

    first = of(data)
    assert np.array(of(data, unit)) == pytest.approx(np.array(first), abs=1e-12, nan_ok=True)
    random.shuffle(data)
    assert np.array_equal(of(data), first, equal_nan=True)


def test_heavy_forecasts_widen_an_interval():
    """Forecasts of unequal weight say less than as many equal ones."""
    even, uneven = (ends(scores(0.1, 0.2, 0.3, 0.4, w=w)) for w in ([1, 1, 1, 1], [1, 1, 1, 50]))
    assert uneven[1] - uneven[0] > even[1] - even[0]


@given(weighted, levels)
def test_an_interval_holds_the_mean_and_stays_in_range(data, level):
    g, c, p, w = zip(*data, strict=True)
    held = scores(*np.array(p) / PPM, group=g, w=w, cluster=c, groups=3)
    low, high = ends(held, "t", level)
    known = np.isfinite(low)
    mean = held.mean(held.p)[known]
    assert (low[known] >= 0).all()
    assert (low[known] <= mean + 1e-12).all()
    assert (mean - 1e-12 <= high[known]).all()
    assert (high[known] <= 1).all()


def test_an_unknown_method_or_an_impossible_level_is_refused():
    with pytest.raises(KeyError):
        ends(scores(0.1), "bootstrap")
    with pytest.raises(ValueError, match="level"):
        ends(scores(0.1), level=1.5)


def test_cells_of_one_group_are_the_same_with_others_beside_them():
    held = scores(0.1, 0.2, 0.9, group=[0, 0, 1])
    first = held.where(held.group == 0)
    assert isinstance(first, Cells)
    assert ends(first)[0][0] == ends(held)[0][0]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # R binom, as kept in the tests of statsmodels
        (18, 20, 0.6989664, 0.9721335),
        (4, 20, 0.0806577, 0.4160174),
        (4, 200, 0.0078044, 0.0502871),
        (190, 200, 0.9104219, 0.9726174),
        (1, 30, 0.0059086, 0.1667039),
        (0, 30, 0, 0.1135134),
        (30, 30, 0.8864866, 1),
        # statsmodels
        (19, 38, 0.348499283643951, 0.651500716356049),
    ],
)
def test_wilson_gives_its_published_values(k, n, low, high):
    found = share_intervals(np.array([k / n]), np.array([float(n)]), 0.95)
    assert np.ravel(found) == pytest.approx([low, high], abs=6e-8)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1), levels)
def test_wilson_over_arrays_is_the_plain_one(pairs, level):
    counts = [(min(pair), max(pair)) for pair in pairs]
    k, n = np.array(counts, float).T
    share = np.divide(k, n, out=np.full(n.size, np.nan), where=n > 0)
    expected = [tuple(wilson(*pair, level) or (np.nan, np.nan)) for pair in counts]
    found = np.array(share_intervals(share, n, level)).T
    assert found == pytest.approx(np.array(expected), abs=1e-12, nan_ok=True)
    assert (found[(k == 0) & (n > 0), 0] == 0).all()
    assert (found[(k == n) & (n > 0), 1] == 1).all()
