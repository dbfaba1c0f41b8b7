"""Intervals: published values, by hand, and what must hold of any of them, for every group at once."""

from fractions import Fraction
from math import floor, sqrt
from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.cells import Cells, cells_of
from ledger.scoring.intervals import METHODS, UNBOUNDED, intervals, wilson
from ledger.scoring.measures.discrimination import GAP, gap
from ledger.scoring.measures.rules import RULES, difference_frame

from .builders import probabilities

BRIER = RULES["brier"]
FRAME = BRIER.frame()
FIGURES = {
    "brier": (BRIER.score, FRAME),
    "gap": (gap, GAP),
    "difference": (lambda p, y: BRIER.score(p, y) - BRIER.score(0.3, y), difference_frame(0.3)),
}
GROUPS = 3
tables = st.lists(
    st.tuples(
        st.integers(0, GROUPS - 1),
        st.integers(0, 5),
        st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0]) | probabilities,
        st.sampled_from([0.0, 1.0]) | probabilities,
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=40,
)
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99])


def t_by_the_book(clusters, frame):
    """The plain mean, its cluster-robust variance and the degrees of freedom, from lists of scores."""
    count, whole = len(clusters), sum(map(len, clusters))
    middle = sum(map(sum, clusters)) / whole
    squares = sum((sum(scores) - middle * len(scores)) ** 2 for scores in clusters)
    return None if count < 2 else (middle, Fraction(count, count - 1) * squares / whole**2, count - 1)


def plus_two_by_the_book(clusters, frame):
    """The same after adding two imagined clusters."""
    squares, whole = sum(len(scores) ** 2 for scores in clusters), sum(map(len, clusters))
    weight = Fraction(sqrt(Fraction(squares, whole)))
    parts = [(sum(scores), Fraction(len(scores))) for scores in clusters]
    parts += [(weight * Fraction(value), weight) for value in (frame.coin, frame.disaster)]
    count = whole + 2 * weight
    middle = sum(total for total, _ in parts) / count
    pulls = sum(((total - middle * size) / (count - size)) ** 2 for total, size in parts)
    freedom = max(1, floor(count**2 / (squares + 2 * weight**2) - 1 + Fraction(1, 10**9)))
    return middle, Fraction(len(parts) - 1, len(parts)) * pulls, freedom


BY_THE_BOOK = {"t": t_by_the_book, "plus-two": plus_two_by_the_book}


def by_the_book(method, clusters, frame, level):
    """Both ends by a method that keeps every score, in fractions."""
    found = BY_THE_BOOK[method]([list(map(Fraction, scores)) for scores in clusters], frame) if clusters else None
    if found is None:
        return np.nan, np.nan
    middle, variance, freedom = found
    half = stats.t.ppf((1 + level) / 2, freedom) * sqrt(variance)
    return max(frame.low, float(middle) - half), min(frame.high, float(middle) + half)


@pytest.mark.parametrize("apart", [True, False], ids=["apart", "clustered"])
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("method", METHODS)
@given(tables, levels)
def test_a_method_gives_what_it_gives_by_the_book(method, name, apart, data, level):
    figure, frame = FIGURES[name]
    g, c, p, y, n = zip(*data, strict=True)
    held = cells_of(g, p, y, n=n, groups=GROUPS, cluster=None if apart else c)
    found = np.array(intervals(held, figure(held.p, held.y), method, level, frame=frame)).T
    scores = figure(np.array(p), np.array(y)).tolist()
    expected = []
    for group in range(GROUPS):
        mine = [(c[i], score) for i, score in enumerate(scores) if g[i] == group for _ in range(n[i])]
        bundles = {i if apart else code: [] for i, (code, _) in enumerate(mine)}
        for i, (code, score) in enumerate(mine):
            bundles[i if apart else code].append(score)
        expected.append(by_the_book(method, list(bundles.values()), frame, level))
    assert found == pytest.approx(np.array(expected), abs=1e-11, nan_ok=True)


def test_every_method_is_held_to_the_book_and_says_what_it_is():
    assert set(BY_THE_BOOK) == set(METHODS)
    for name, method in METHODS.items():
        assert method.name == name
        assert method.title
        assert any(character.isdigit() for character in method.reference), "a reference has a year"
        assert method.spread.__doc__


def scores(*values, group=None, **columns):
    """Cells whose probability stands for a score."""
    return cells_of(np.zeros(len(values), int) if group is None else group, values, np.zeros(len(values)), **columns)


def ends(held, method="plus-two", level=0.9, values=None, frame=FRAME):
    return intervals(held, held.p if values is None else values, method, level, frame=frame)


def of_clusters(*clusters, method="plus-two", level=0.9):
    """The interval of one group of clusters of plain scores."""
    code = [place for place, cluster in enumerate(clusters) for _ in cluster]
    low, high = ends(scores(*(score for cluster in clusters for score in cluster), cluster=code), method, level)
    return float(low[0]), float(high[0])


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
def test_plus_two_is_the_t_interval_of_the_scores_and_two_imagined_ones(level):
    said = [0.04, 0.09, 0.01, 0.49, 0.16, 0.25]
    enlarged = [*said, 0.25, 1]
    half = stats.t.ppf((1 + level) / 2, len(enlarged) - 1) * stdev(enlarged) / sqrt(len(enlarged))
    expected = (max(0, mean(enlarged) - half), mean(enlarged) + half)
    assert of_clusters(*([s] for s in said), level=level) == pytest.approx(expected, abs=1e-12)


def test_plus_two_of_clusters_by_hand():
    """Two episodes of 4 claims: the imagined ones weigh sqrt(32 / 8) = 2, there are 12 claims, 144/40 - 1 = 2.6 df."""
    middle = (0.4 + 1.2 + 2 * 0.25 + 2 * 1) / 12
    pulls = [(0.4 - 4 * middle) / 8, (1.2 - 4 * middle) / 8, (0.5 - 2 * middle) / 10, (2 - 2 * middle) / 10]
    half = stats.t.ppf(0.75, 2) * sqrt(3 / 4 * sum(pull * pull for pull in pulls))
    found = of_clusters([0.1] * 4, [0.3] * 4, level=0.5)
    assert found == pytest.approx((middle - half, middle + half), abs=1e-12)


def test_t_interval_of_single_claims_is_the_textbook_one():
    said = [0.36, 0.49, 0.25, 0.4]
    half = stats.t.ppf(0.95, 3) * stdev(said) / 2
    expected = (mean(said) - half, mean(said) + half)
    assert of_clusters(*([s] for s in said), method="t") == pytest.approx(expected, abs=1e-12)


def test_one_episode_gets_a_wide_interval_however_many_claims_it_holds():
    low, high = of_clusters([0.04] * 100)
    assert high - low > 0.75


def test_equal_scores_do_not_look_like_certainty():
    few, many = (of_clusters(*([0.01] for _ in range(n))) for n in (10, 100))
    assert few[1] - few[0] > 0.2
    assert 0.02 < many[1] - many[0] < 0.05


def test_one_large_episode_among_small_ones_widens_the_interval():
    even = of_clusters(*([0.1, 0.3] for _ in range(15)))
    uneven = of_clusters([0.1, 0.3] * 10, *([0.1], [0.3]) * 5)
    assert uneven[1] - uneven[0] > 2 * (even[1] - even[0])


def test_the_confidence_gap_may_go_below_zero():
    held = scores(*[0.1] * 30, cluster=range(30))
    assert ends(held, values=np.full(30, -0.4), frame=GAP)[0] < -0.3


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


@pytest.mark.parametrize("method", METHODS)
def test_a_group_that_has_nothing_or_an_infinite_figure_has_no_interval(method):
    held = scores(0.1, 0.2, 0.3, 0.4, group=[0, 0, 2, 2], groups=4)
    low, high = ends(held, method, values=np.array([0.1, np.inf, 0.3, 0.4]))
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, False, True]
    assert ends(scores(0.3, 0.4), method) == ([low[2]], [high[2]])


@pytest.mark.parametrize("method", METHODS)
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
    st.tuples(st.integers(0, 2), st.integers(0, 3), probabilities, st.sampled_from([0.25, 0.3, 1.0, 7.0])),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize("method", METHODS)
@given(weighted, st.sampled_from([2.0**-9, 0.37, 86_400.0]), st.randoms(), st.booleans())
def test_neither_the_unit_of_weights_nor_the_order_of_rows_shows(method, data, unit, random, apart):
    def of(some, unit=1.0):
        g, c, p, w = zip(*some, strict=True)
        return ends(scores(*p, group=g, groups=3, w=np.array(w) * unit, cluster=None if apart else c), method)

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
    held = scores(*p, group=g, w=w, cluster=c, groups=3)
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
    found = wilson(np.array([k / n]), np.array([float(n)]), 0.95)
    assert np.ravel(found) == pytest.approx([low, high], abs=6e-8)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1), levels)
def test_wilson_holds_the_share_and_reaches_the_ends_exactly(pairs, level):
    k, n = np.array([(min(pair), max(pair)) for pair in pairs], float).T
    share = np.divide(k, n, out=np.full(n.size, np.nan), where=n > 0)
    low, high = wilson(share, n, level)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == (n == 0).tolist()
    some = n > 0
    assert (low[some] <= share[some]).all()
    assert (share[some] <= high[some]).all()
    assert (low[(k == 0) & some] == 0).all()
    assert (high[(k == n) & some] == 1).all()
