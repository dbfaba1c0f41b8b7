"""Cells hold what rows hold."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from ledger.scoring.cells import ALONE, as_one, cells_of, regrouped, taken_off
from ledger.scoring.measures import MEASURES, Case

from .builders import assessed, assessed_alone, cells, row, rows


def listed(held):
    """Every cell as a tuple."""
    columns = (held.group, held.p, held.y, held.w, held.n, *([] if held.cluster is None else [held.cluster]))
    return list(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize(
    ("p", "asserted", "y", "right", "judged"),
    [
        (0.6, 1, 1, 1, 1),
        (0.6, 1, 0, 0, 1),
        (0.4, 1, 0, 1, 1),
        (0.5, 1, 1, 0, 0),
        (0.500001, 0, 1, 1, 1),  # the probability says so itself
        (0.499999, 1, 0, 1, 1),
        (None, 1, 1, 1, 1),
        (None, 0, 1, 0, 1),
        (None, 0, 0, 1, 1),
        (0.9, 1, 0.7, 1, 1),
        (0.9, 1, 0.5, 0, 0),
    ],
)
def test_right_is_an_outcome_on_the_side_spoken_for(p, asserted, y, right, judged):
    found = assessed_alone([row(p, y, asserted=asserted)])
    assert (found.right, found.judged, found.ties) == (right, judged, 1 - judged)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (([0], [-0.1], [0]), "probability"),
        (([0], [1.000001], [0]), "probability"),
        (([0], [0.1], [1.000001]), "outcome"),
        (([0], [0.1], [-1]), "outcome"),
        (([0], [float("nan")], [1]), "probability"),
        (([0], [0.1], [0], [0.0]), "weight"),
    ],
)
def test_an_impossible_cell_is_refused(fields, message):
    with pytest.raises(ValueError, match=message):
        cells_of(*fields)


def test_equal_forecasts_are_counted_together_and_others_kept_apart():
    held = cells(
        [
            row(0.7, 1),
            row(0.7, 1),
            row(0.7, 1, asserted=0),  # with a probability, how it was put makes no difference
            row(0.7, 0),
            row(0.7, 1, "f"),
            row(None, 1),
            row(None, 1, asserted=0, count=3),
            row(0.2, 1, group="b"),
            row(0.2, None, group="c"),
        ],
        flat=True,
    )
    assert listed(held) == [
        (0, 0.0, 1.0, 3.0, 3, 0),
        (0, 0.7, 0.0, 1.0, 1, 0),
        (0, 0.7, 1.0, 3.0, 3, 0),
        (0, 1.0, 1.0, 1.0, 1, 0),
        (0, 0.7, 1.0, 1.0, 1, 1),
        (1, 0.2, 1.0, 1.0, 1, 0),
    ]
    assert (held.groups, held.count.tolist(), held.clusters.tolist()) == (3, [9, 1, 0], [2, 1, 0])


@given(rows, rows)
def test_the_order_of_rows_changes_nothing_to_the_last_bit(given_rows, others):
    shuffled = [*reversed(given_rows)]
    assert listed(cells(given_rows, flat=True)) == listed(cells(shuffled, flat=True))
    for one, other in zip(assessed(given_rows).values(), assessed(shuffled).values(), strict=True):
        assert repr(one) == repr(other)
    # Nor do groups beside it, though their clusters change the codes of a group's own.
    beside = [("z", f"{cluster}-", *rest) for _, cluster, *rest in others]
    found = assessed([*given_rows, *beside])
    assert {name: repr(found[name]) for name in assessed(given_rows)} == {
        name: repr(one) for name, one in assessed(given_rows).items()
    }


@given(rows)
def test_cells_give_the_brier_score_of_the_rows(given_rows):
    for name, found in assessed(given_rows).items():
        mine = [item for item in given_rows if item[0] == name and item[4] is not None]
        scores = [(Fraction(p) - Fraction(y)) ** 2 for _, _, p, _, y, _ in mine if p is not None]
        assert found.brier == (pytest.approx(float(sum(scores) / len(scores)), abs=1e-14) if scores else None)
        assert (found.resolved, found.scored) == (len(mine), len(scores))


@given(rows)
def test_groups_put_together_are_the_cells_of_the_whole(given_rows):
    held = cells(given_rows, flat=True)
    together = cells([("a", *rest) for _, *rest in given_rows], flat=True)
    assert listed(as_one(held)) == listed(together)
    assert listed(as_one(held).apart) == listed(together.apart)
    assert listed(regrouped(held, [-1] * held.groups, 1)) == []


@given(rows)
def test_rows_grouped_beforehand_give_the_same_cells(given_rows):
    held = cells(given_rows, flat=True)
    again = cells_of(held.group, held.p, held.y, held.w, held.n, groups=held.groups, cluster=held.cluster)
    assert listed(again) == listed(held)


def test_what_stands_alone_is_a_cluster_of_its_own():
    held = cells_of([0, 0, 0, 1], [0.1, 0.2, 0.3, 0.4], [0, 1, 1, 0], n=[5, 1, 1, 1], cluster=[ALONE, 2, 2, ALONE])
    assert held.clusters.tolist() == [6, 1]
    assert held.apart.clusters.tolist() == [7, 1]


def test_forecasts_are_taken_off():
    held = cells_of([0, 0, 1], [0.1, 0.2, 0.3], [0, 1, 1], n=[5, 1, 2])
    off = cells_of([0, 0], [0.1, 0.2], [0, 1], n=[2, 1], groups=2)
    assert listed(taken_off(held, off)) == [(0, 0.1, 0.0, 3.0, 3), (1, 0.3, 1.0, 2.0, 2)]


def test_a_mean_is_right_where_one_cell_is_most_of_it():
    held = cells([row(0.1, 0, count=10**15), row(0.3, 1)], flat=False)
    expected = (10**15 * Fraction(0.1) ** 2 + Fraction(0.7) ** 2) / (10**15 + 1)
    assert MEASURES["brier"].compute(Case(held, held))[""] == pytest.approx(np.array([float(expected)]), rel=1e-15)
