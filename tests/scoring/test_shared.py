"""Two analysts' stands as shared questions: what is paired, what hangs together, the order, the running mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ledger.scoring.comparison import FEWEST, PLACES, compare, evidence, in_order, running, shared, together
from ledger.scoring.measures.rules import RULES
from ledger.scoring.peers import ForecastsInForce
from ledger.scoring.sequential import sequential

BRIER = RULES["brier"].score


def in_force(rows):
    """Rows of analyst, question, cluster, probability, outcome; the analyst is also the group."""
    group, question, cluster, p, y = (np.array(column) for column in zip(*rows, strict=True))
    one = np.ones(group.size)
    whole = np.int64
    return ForecastsInForce(
        group.astype(whole), group.astype(whole), question.astype(whole), cluster.astype(whole), p.astype(float),
        y.astype(float), one, np.zeros(group.size, whole), one.astype(whole), one, int(group.max()) + 1, True,
    )  # fmt: skip


ROWS = [(0, 4, 1, 0.8, 1), (1, 4, 2, 0.5, 1), (0, 7, 1, 0.3, 0), (1, 7, 3, 0.1, 0), (0, 9, 5, 0.6, 1), (2, 4, 1, 0, 1)]


def test_only_what_both_answered_is_paired():
    found = shared(in_force(ROWS), 0, 1, BRIER)
    assert found.question.tolist() == [4, 7]
    assert (found.a.p.tolist(), found.b.p.tolist(), found.y.tolist()) == ([0.8, 0.3], [0.5, 0.1], [1, 0])
    assert found.difference == pytest.approx([0.04 - 0.25, 0.09 - 0.01])
    assert (found.single, found.certain, found.infinite) == (True, False, (0, 0))


def test_several_forecasts_on_a_question_count_as_one():
    found = shared(in_force([*ROWS, (0, 4, 1, 0.6, 1)]), 0, 1, BRIER)
    assert found.a.p.tolist() == [0.7, 0.3]
    assert found.a.score == pytest.approx([(0.04 + 0.16) / 2, 0.09])
    assert (found.a.n.tolist(), found.single) == ([2, 1], False)


def test_who_is_not_there_shares_nothing():
    for found in (shared(in_force(ROWS), 0, -1, BRIER), shared(in_force(ROWS), -1, 1, BRIER)):
        assert (found.question.size, found.clusters, found.difference.size) == (0, 0, 0)
        block = in_order(found.cluster, [], [])
        assert running(found.difference, block, 0.9).mean.size == 0
        assert evidence(found, block, "brier").verdict == "undecided"


def test_a_bond_of_either_analyst_makes_one_cluster():
    """Questions 4 and 7 are of one cluster of A's and of two of B's."""
    found = shared(in_force(ROWS), 0, 1, BRIER)
    assert found.cluster.tolist() == [0, 0]
    assert not found.linked
    chain = [(0, 0, 1, 0.5, 1), (0, 1, 1, 0.5, 1), (0, 2, 2, 0.5, 1), (0, 3, 2, 0.5, 1)]
    other = [(1, 0, 7, 0.5, 1), (1, 1, 8, 0.5, 1), (1, 2, 8, 0.5, 1), (1, 3, 9, 0.5, 1)]
    linked = shared(in_force([*chain, *other]), 0, 1, BRIER)
    assert (linked.cluster.tolist(), linked.linked) == ([0, 0, 0, 0], True)


bonds = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 14)), max_size=20)


@given(bonds)
def test_clusters_are_connected_components(rows):
    """Side by side with scipy, on questions that each have a bundle of their own besides."""
    question = np.array([*range(12), *(q for q, _ in rows)])
    bundle = np.array([*range(100, 112), *(b for _, b in rows)])
    nodes = 12 + np.unique(bundle, return_inverse=True)[1]
    graph = coo_array((np.ones(question.size), (question, nodes)), shape=(nodes.max() + 1,) * 2)
    theirs = connected_components(graph, directed=False)[1][:12]
    ours = together(question, bundle, 12)
    assert len(set(zip(ours.tolist(), theirs.tolist(), strict=True))) == len(set(ours.tolist())) == len(set(theirs))


def test_a_long_chain_of_bonds_is_followed_to_its_end():
    question = np.repeat(np.arange(3000), 2)
    bundle = np.r_[question[1:], 3000]
    assert together(question, np.random.default_rng(3).permutation(3001)[bundle], 3000).max() == 0


def test_blocks_follow_when_the_last_of_each_cluster_was_settled():
    cluster = np.array([0, 1, 0, 2, 3])
    settled = [10.0, 20.0, 30.0, 5.0, float("nan")]
    assert in_order(cluster, settled, [0, 1, 2, 3, 4]).tolist() == [2, 1, 2, 0, 3]
    unknown = [float("nan")] * 5
    assert in_order(cluster, unknown, [4, 3, 2, 1, 0]).tolist() == [3, 2, 3, 1, 0]


gaps = st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 12)), min_size=1, max_size=40)


@given(gaps)
def test_the_running_mean_is_the_comparison_of_what_was_settled_by_then(rows):
    difference, cluster = (np.array(column) for column in zip(*rows, strict=True))
    block = np.unique(cluster, return_inverse=True)[1]
    found = running(difference, block, 0.9)
    for at, blocks in enumerate(found.blocks.tolist()):
        kept = block < blocks
        alone = compare(difference[kept], block[kept], 0.9)
        assert (int(found.questions[at]), blocks) == (alone.shared, alone.clusters)
        assert found.mean[at] == pytest.approx(alone.mean, abs=1e-12)
        if blocks >= FEWEST:
            ends = (found.low[at], found.high[at])
            assert ends == pytest.approx((alone.low, alone.high), abs=1e-9, nan_ok=True)
        else:
            assert np.isnan(found.low[at])


def test_a_long_running_mean_is_worked_out_at_some_places_and_at_the_end():
    difference = np.random.default_rng(5).normal(size=5000)
    found = running(difference, np.arange(5000), 0.9)
    assert (found.mean.size, found.questions[0], found.questions[-1]) == (PLACES, 1, 5000)
    end = compare(difference, np.arange(5000), 0.9)
    assert (found.mean[-1], found.low[-1]) == pytest.approx((end.mean, end.low), abs=1e-12)


def test_infinite_scores_are_counted_and_have_no_difference():
    found = shared(in_force([(0, 1, 1, 1, 0), (1, 1, 1, 1, 0), (0, 2, 2, 0.5, 0), (1, 2, 2, 1, 0)]), 0, 1,
                   RULES["log"].score)  # fmt: skip
    assert found.infinite == (1, 2)
    assert found.certain
    assert np.isnan(found.difference[0])
    assert found.difference[1] == -np.inf


def test_evidence_by_the_log_score_needs_a_floor_under_certainties():
    found = shared(in_force([(0, 1, 1, 1, 1), (1, 1, 1, 0.5, 1)]), 0, 1, RULES["log"].score)
    with pytest.raises(ValueError, match="infinite"):
        evidence(found, np.array([0]), "log")
    same = sequential([0.999], [0.5], [1], [0], rule="log")
    assert evidence(found, np.array([0]), "log", 0.001).for_a == pytest.approx(same.for_a)


@given(st.permutations(ROWS))
def test_the_order_of_rows_changes_no_digit(rows):
    before, after = (shared(in_force(some), 0, 1, BRIER) for some in (ROWS, rows))
    assert after.difference.tolist() == before.difference.tolist()
    assert after.cluster.tolist() == before.cluster.tolist()
