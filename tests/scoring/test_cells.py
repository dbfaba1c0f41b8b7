"""Cells hold what rows hold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.cells import PPM, Cell, ClusterSum, cells_from_rows, cluster_sums, merge, side_of
from ledger.scoring.rules import BRIER
from ledger.scoring.summary import summarise

from .builders import cells, row, rows


@pytest.mark.parametrize(
    ("probability", "asserted", "side"),
    [
        (500_001, True, 1),
        (499_999, True, -1),
        (500_000, True, 0),
        (PPM, False, 1),  # the probability says so itself
        (None, True, 1),
        (None, False, -1),
    ],
)
def test_a_claim_speaks_for_a_side(probability, asserted, side):
    assert side_of(probability, asserted=asserted) == side


@pytest.mark.parametrize(
    ("p", "asserted", "y", "hit"),
    [
        (0.6, 1, 1, True),
        (0.6, 1, 0, False),
        (0.4, 1, 0, True),
        (0.5, 1, 1, None),
        (None, 1, 1, True),
        (None, 0, 1, False),
        (None, 0, 0, True),
        (0.9, 1, 0.7, True),
        (0.9, 1, 0.5, None),
    ],
)
def test_a_hit_is_an_outcome_on_the_side_spoken_for(p, asserted, y, hit):
    assert cells([row(p, y, asserted=asserted)])[0].hit is hit


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (("e", -1, 0, 1, -1), "probability -1"),
        (("e", PPM + 1, 0, 1, 1), "probability 1000001"),
        (("e", 1, PPM + 1, 1, -1), "outcome 1000001"),
        (("e", 1, -1, 1, -1), "outcome -1"),
        (("e", 1, 0, 0, -1), "at least one"),
        (("e", 1, 0, 1, 1), "side 1"),
        (("e", None, 0, 1, 0), "side 0"),
    ],
)
def test_an_impossible_cell_is_refused(fields, message):
    with pytest.raises(ValueError, match=message):
        Cell(*fields)


def test_equal_forecasts_are_counted_together_and_others_kept_apart():
    found = cells_from_rows(
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
        ]
    )
    assert found == {
        "a": (
            Cell("e", None, PPM, 3, -1),
            Cell("e", None, PPM, 1, 1),
            Cell("e", 700_000, 0, 1, 1),
            Cell("e", 700_000, PPM, 3, 1),
            Cell("f", 700_000, PPM, 1, 1),
        ),
        "b": (Cell("e", 200_000, PPM, 1, -1),),
        "c": (),
    }


@given(rows, st.randoms())
def test_the_order_of_rows_changes_nothing_to_the_last_bit(given_rows, random):
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    one, other = cells_from_rows(given_rows), cells_from_rows(shuffled)
    assert one == other
    for held in one.values():
        mixed = list(held)
        random.shuffle(mixed)
        assert repr(summarise(held)) == repr(summarise(mixed))


@given(rows)
def test_cells_give_the_brier_score_of_the_rows(given_rows):
    held = merge(*cells_from_rows(given_rows).values())
    scores = [Fraction(p - y, PPM) ** 2 for _, _, p, _, y, count in given_rows if p is not None and y is not None]
    assert BRIER.mean(held) == (sum(scores) / len(scores) if scores else None)
    assert sum(cell.count for cell in held) == sum(y is not None for _, _, _, _, y, _ in given_rows)


@given(rows)
def test_merging_parts_gives_the_cells_of_the_whole(given_rows):
    together = [("all", *rest) for _, *rest in given_rows]
    assert merge(*cells_from_rows(given_rows).values()) == cells_from_rows(together).get("all", ())


@given(rows)
def test_rows_grouped_beforehand_give_the_same_cells(given_rows):
    held = cells_from_rows(given_rows)
    regrouped = [
        (group, c.cluster, c.probability, int(c.side > 0), c.outcome, c.count)
        for group, part in held.items()
        for c in part
    ]
    assert cells_from_rows(regrouped) == {group: part for group, part in held.items() if part}


def test_cluster_sums_leave_flat_assertions_out():
    held = cells([row(0.7, 1), row(0.7, 1), row(0.2, 0), row(None, 1), row(1, 0, "f"), row(None, 0, "g")])
    assert set(cluster_sums(held, lambda p, y: abs(p - y))) == {ClusterSum(800_000, 3), ClusterSum(PPM, 1)}
