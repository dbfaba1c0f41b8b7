"""Difficulty taken out: by hand, against exact least squares and pyfixest, and what must not change a figure."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.difficulty import adjust


def exact(analyst, question, score, weight):
    """Least squares on a dense matrix, one component: effects of analysts on the level of the shared questions."""
    analyst, question = np.asarray(analyst), np.asarray(question)
    analysts, questions = analyst.max() + 1, question.max() + 1
    design = np.hstack([np.eye(analysts)[analyst], np.eye(questions)[question]])
    root = np.sqrt(weight)
    effects = np.linalg.lstsq(design * root[:, None], np.asarray(score) * root)[0]
    shared = [j for j in range(questions) if len(set(analyst[question == j])) > 1]
    level = effects[analysts + np.array(shared)].mean()
    return effects[:analysts] + level, effects[analysts:] - level, shared


def table(rng, analysts, questions, share):
    """Everybody answers a share of the questions, and one analyst all of them."""
    asked = rng.random((analysts, questions)) < share
    asked[0] = True
    analyst, question = np.nonzero(asked)
    return analyst, question, rng.random(analyst.size), rng.uniform(0.2, 3, analyst.size)


def test_by_hand():
    """Two answered a question of .1 and .3; one went on to a hard one with a third, .6 and .5: it is .3 harder."""
    found = adjust([0, 1, 1, 2], [0, 0, 1, 1], [0.1, 0.3, 0.6, 0.5])
    assert found.difficulty == pytest.approx([-0.15, 0.15])
    assert found.score == pytest.approx([0.25, 0.45, 0.35])
    assert (found.linking, found.lone, found.components) == (2, 0, 1)


def test_the_same_score_on_every_question_is_kept():
    """Always one half scores .25 whatever comes; the others are moved onto that footing."""
    rng = np.random.default_rng(2)
    analyst, question, score, _ = table(rng, 12, 40, 0.5)
    score[analyst == 0] = 0.25
    assert adjust(analyst, question, score).score[0] == pytest.approx(0.25, abs=1e-12)


def test_who_met_the_hard_questions_is_not_the_worse_for_it():
    rng = np.random.default_rng(9)
    skill, hard = np.linspace(-0.05, 0.05, 20), np.linspace(0.1, 0.4, 300)
    analyst = np.repeat(np.arange(20), 60)
    question = np.clip(280 - 12 * analyst + rng.integers(-60, 60, analyst.size), 0, 299)
    score = skill[analyst] + hard[question] + rng.normal(0, 0.02, analyst.size)
    raw = np.bincount(analyst, score) / 60
    assert np.corrcoef(raw, skill)[0, 1] < 0
    assert np.corrcoef(adjust(analyst, question, score).score, skill)[0, 1] > 0.95


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_exact_least_squares_solution(seed):
    rng = np.random.default_rng(seed)
    analyst, question, score, weight = table(rng, 9, 30, 0.3)
    effects, difficulty, shared = exact(analyst, question, score, weight)
    found = adjust(analyst, question, score, weight)
    assert found.score == pytest.approx(effects, abs=1e-8)
    assert found.difficulty[shared] == pytest.approx(difficulty[shared], abs=1e-8)
    assert found.linking == len(shared)
    assert np.isnan(np.delete(found.difficulty, shared)).all()


def test_a_long_chain_of_analysts_is_solved_exactly():
    """Analyst k shares one question with k + 1: no table is harder to settle."""
    rng = np.random.default_rng(1)
    analyst, question = np.repeat(np.arange(150), 2)[1:-1], np.repeat(np.arange(149), 2)
    score = rng.random(analyst.size)
    found = adjust(analyst, question, score)
    assert found.score == pytest.approx(exact(analyst, question, score, np.ones(score.size))[0], abs=1e-8)
    assert found.components == 1


def test_the_rows_of_one_analyst_on_one_question_count_by_their_mean():
    rows = ([0, 0, 1, 1, 2, 0], [0, 0, 0, 1, 1, 1], [0.1, 0.4, 0.2, 0.6, 0.1, 0.3], [1, 2, 1, 1, 3, 1])
    found = adjust(*rows)
    assert found.score == pytest.approx(exact(*rows)[0], abs=1e-10)
    merged = adjust([0, 1, 1, 2, 0], [0, 0, 1, 1, 1], [0.3, 0.2, 0.6, 0.1, 0.3], [3, 1, 1, 3, 1])
    assert merged.score == pytest.approx(found.score, abs=1e-12)


def test_it_agrees_with_pyfixest():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyfixest = pytest.importorskip("pyfixest", reason="pyfixest is not installed")
        pandas = pytest.importorskip("pandas", reason="pandas is not installed")
        analyst, question, score, _ = table(np.random.default_rng(4), 15, 50, 0.4)
        frame = pandas.DataFrame({"analyst": analyst, "question": question, "score": score})
        model = pyfixest.feols("score ~ 1 | analyst + question", frame, fixef_rm="none", fixef_tol=1e-12)
        effects = next(value for name, value in model.fixef(atol=1e-13, btol=1e-13).items() if "analyst" in name)
    other = np.array([effects.get(str(i), 0.0) for i in range(15)])
    found = adjust(analyst, question, score).score
    assert found - found[0] == pytest.approx(other - other[0], abs=1e-7)


def test_components_are_told_apart_and_numbered_by_their_first_analyst():
    """0 and 3 share question 5; 1, 2 and 6 hang together by two; 4 answered alone, 5 nothing."""
    analyst, question = [3, 0, 1, 2, 2, 6, 4], [5, 5, 0, 0, 1, 1, 3]
    found = adjust(analyst, question, [0.2, 0.1, 0.3, 0.4, 0.5, 0.6, 0.7], analysts=7)
    assert found.component.tolist() == [0, 1, 1, 0, 2, -1, 1]
    assert found.components == 3
    assert (found.linking, found.lone) == (3, 1)
    assert np.isnan(found.score).tolist() == [False, False, False, False, True, True, False]
    assert np.isnan(found.difficulty).tolist() == [False, False, True, True, True, False]


def test_a_component_is_not_moved_by_another():
    rng = np.random.default_rng(3)
    analyst, question, score, weight = table(rng, 6, 20, 0.5)
    alone = adjust(analyst, question, score, weight)
    both = adjust(
        np.append(analyst, analyst + 6),
        np.append(question, question + 20),
        np.append(score, score + 3),
        np.tile(weight, 2),
    )
    assert both.components == 2
    assert both.score[:6] == pytest.approx(alone.score, abs=1e-10)
    assert both.score[6:] == pytest.approx(alone.score + 3, abs=1e-10)


triples = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 9), st.floats(0, 1), st.sampled_from([0.5, 1.0, 2.5])), max_size=40
)


@given(triples)
def test_components_are_those_of_a_plain_search(rows):
    ties = {("a", i): {("q", j) for k, j, *_ in rows if k == i} for i in range(8)}
    found = adjust(*(zip(*rows, strict=True) if rows else ([], [], [])), analysts=8)
    seen, expected = {}, []
    for start in range(8):
        if not ties["a", start]:
            expected.append(-1)
            continue
        stack = [start]
        number = len(set(seen.values()))
        while stack:
            i = stack.pop()
            if i not in seen:
                seen[i] = number
                stack += [k for k in range(8) if ties["a", k] & ties["a", i]]
        expected.append(seen[start])
    assert found.component.tolist() == expected


@given(triples, st.randoms())
def test_the_order_of_the_rows_changes_no_digit(rows, random):
    columns = zip(*rows, strict=True) if rows else ([], [], [], [])
    before = adjust(*columns, analysts=8, questions=10)
    random.shuffle(rows)
    after = adjust(*(zip(*rows, strict=True) if rows else ([], [], [], [])), analysts=8, questions=10)
    for name, value in vars(before).items():
        assert np.array_equal(vars(after)[name], value, equal_nan=True), name


def test_the_order_of_many_rows_of_one_analyst_on_one_question_changes_no_digit():
    rng = np.random.default_rng(7)
    analyst, question, score, weight = (
        rng.integers(0, 3, 300),
        rng.integers(0, 4, 300),
        rng.random(300),
        rng.random(300),
    )
    before = adjust(analyst, question, score, weight)
    for _ in range(5):
        order = rng.permutation(300)
        after = adjust(analyst[order], question[order], score[order], weight[order])
        assert after.score.tolist() == before.score.tolist()


@given(triples.filter(len), st.floats(0, 1))
def test_a_question_that_nobody_else_answered_changes_nothing(rows, score):
    before = adjust(*zip(*rows, strict=True))
    after = adjust(*zip(*rows, (rows[0][0], 10, score, 1.0), strict=True))
    assert after.score == pytest.approx(before.score, abs=1e-12, nan_ok=True)
    assert after.component.tolist() == before.component.tolist()
    assert (after.linking, after.lone) == (before.linking, before.lone + 1)


@given(triples.filter(len), st.floats(-2, 2), st.integers(0, 9))
def test_making_a_question_harder_for_all_moves_everybody_alike(rows, harder, which):
    """Only the level moves, by the share of that question in its component."""
    before = adjust(*zip(*rows, strict=True))
    after = adjust(*zip(*((i, j, s + harder * (j == which), w) for i, j, s, w in rows), strict=True))
    moved = after.score - before.score
    for number in range(before.components):
        here = moved[(before.component == number) & np.isfinite(moved)]
        assert here == pytest.approx([here[0]] * here.size if here.size else [], abs=1e-9)


@given(triples.filter(len))
def test_the_unit_of_the_weights_does_not_matter(rows):
    analyst, question, score, weight = zip(*rows, strict=True)
    one, other = adjust(analyst, question, score, weight), adjust(analyst, question, score, np.array(weight) * 64)
    assert other.score == pytest.approx(one.score, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"analyst": [0]}, "one length"),
        ({"score": [0.1, np.nan]}, "not finite"),
        ({"weight": [1, 0]}, "not above zero"),
        ({"weight": [1, np.inf]}, "not above zero"),
        ({"analysts": 1}, "not one of"),
        ({"questions": 1}, "not one of"),
    ],
)
def test_what_is_no_table_is_refused(change, message):
    rows = {"analyst": [0, 1], "question": [0, 1], "score": [0.1, 0.2]}
    with pytest.raises(ValueError, match=message):
        adjust(**rows | change)
