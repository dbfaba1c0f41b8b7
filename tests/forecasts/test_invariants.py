"""What must hold of any table: the order of rows, the way a question is put, what is open, what was settled anew."""

import random

import effort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.forecasts.queries import POLICIES
from ledger.forecasts.scores import Ask, score_engine
from ledger.forecasts.sqlite_engine import LiteEngine
from ledger.model.vocabulary import Reading
from ledger.scoring.measures.rules import RULES

from .table_kit import scored

MEASURES = ("brier", "brier2", "log", "spherical", "baseline", "hit_rate", "mcb", "dsc", "unc", "auc",
            "peer", "peer_brier", "relative", "stated", "confidence_gap", "skill")  # fmt: skip
NAMES = ("analyst", "question", "probability", "outcome")

questions = st.lists(st.sampled_from([0.0, 1.0, -1.0, -2.0, -3.0, -4.0]), min_size=1, max_size=9)
chances = st.sampled_from([0.01, 0.15, 0.2, 0.35, 0.5, 0.6, 0.85, 0.99]) | st.floats(0.001, 0.999)


@st.composite
def tables(draw):
    """Up to three analysts on up to nine questions, each at most once."""
    outcomes = draw(questions)
    return [
        (analyst, f"q{number}", draw(chances), outcome)
        for number, outcome in enumerate(outcomes)
        for analyst in draw(st.sets(st.sampled_from("abc"), min_size=1))
    ]


def scores(rows, measures=MEASURES, **options):
    with LiteEngine(NAMES, rows) as engine:
        found = score_engine(engine, Ask(measures=measures, policy=POLICIES["each"], **options))
    return {row["analyst"]: row for row in found.rows} | {"total": found.total}


def near(found, expected, names):
    for who, row in expected.items():
        for name in names:
            assert found[who][name] == pytest.approx(row[name], abs=1e-9), (who, name)


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_digit(rows, rng):
    shuffled = rng.sample(rows, len(rows))
    assert scores(shuffled, MEASURES[:10]) == scores(rows, MEASURES[:10])


@given(tables())
def test_cells_give_what_rows_give(rows):
    found = scores(rows)
    for who in {row[0] for row in rows}:
        settled = [(p, y) for analyst, _, p, y in rows if analyst == who and y >= 0]
        for name in ("brier", "brier2", "log", "spherical", "baseline"):
            each = [float(RULES[name].score(p, y)) for p, y in settled]
            expected = sum(each) / len(each) if each else None
            assert found[who][name] == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(tables())
def test_the_split_adds_up(rows):
    for row in scores(rows).values():
        if row["scored"]:
            assert row["mcb"] - row["dsc"] + row["unc"] == pytest.approx(row["brier"], abs=1e-12)
            assert row["mcb"] >= 0
            assert row["dsc"] >= 0


@given(tables(), st.sets(st.integers(0, 8)))
def test_the_way_a_question_is_put_moves_no_score_of_a_forecast(rows, turned):
    other = [
        (who, name, 1 - p, 1 - y if y >= 0 else y) if int(name[1:]) in turned else (who, name, p, y)
        for who, name, p, y in rows
    ]
    near(
        scores(other),
        scores(rows),
        ("brier", "log", "spherical", "baseline", "hit_rate", "peer", "peer_brier", "relative"),
    )


@given(tables(), st.sampled_from([-1.0, -2.0, -3.0, -4.0, 0.4]), chances)
def test_what_is_not_settled_never_moves_a_score(rows, outcome, p):
    more = [*rows, ("a", "new", p, outcome), ("b", "new", 1 - p, outcome)]
    before, after = scores(rows), scores(more)
    near(
        {who: after[who] for who in before}, before, ("brier", "log", "mcb", "dsc", "auc", "peer", "hit_rate", "scored")
    )


@given(tables())
def test_peers_of_a_question_add_up_to_nothing(rows):
    with LiteEngine(NAMES, rows) as engine:
        found = score_engine(engine, Ask(by=("analyst", "question"), measures=("peer", "peer_brier")))
    for name in ("peer", "peer_brier"):
        sums = {}
        for row in found.rows:
            sums[row["question"]] = sums.get(row["question"], 0) + (row[name] or 0)
        assert all(abs(value) < 1e-9 for value in sums.values())


@given(tables(), st.integers(0, 8), st.sampled_from([0.0, 1.0]))
def test_settling_anew_is_as_if_it_had_been_so_from_the_start(rows, number, outcome):
    """Scores are worked out of the record, so there is nothing to take back."""
    anew = [(who, name, p, outcome if name == f"q{number}" else y) for who, name, p, y in rows]
    assert scores(anew) == scores(list(anew))
    assert scores([(w, n, p, y) for w, n, p, y in rows]) == scores(rows)


@given(tables())
def test_saying_everything_twice_counts_twice_only_where_every_row_is_a_trial(rows):
    double = [*rows, *rows]
    near(scores(double), scores(rows), ("brier", "log", "mcb", "unc", "hit_rate"))
    with LiteEngine((*NAMES, "stated_at"), [(*row, at) for at, row in enumerate(double)]) as engine:
        once = score_engine(engine, Ask(measures=("brier",), policy=POLICIES["first"]))
    assert [row["scored"] for row in once.rows] == [row["scored"] for row in score_each(rows)]


def score_each(rows):
    with LiteEngine(NAMES, rows) as engine:
        return score_engine(engine, Ask(measures=("brier",))).rows


@given(tables(), st.sampled_from([2.0, 0.5, 7.0]))
def test_only_the_ratio_of_weights_matters(rows, factor):
    def weighed(by):
        with LiteEngine((*NAMES, "weight"), [(*row, by * (1 + place % 3)) for place, row in enumerate(rows)]) as engine:
            return {row["analyst"]: row for row in score_engine(engine, Ask(measures=MEASURES[:10])).rows}

    near(weighed(factor), weighed(1.0), MEASURES[:10])


@pytest.mark.parametrize(
    ("reading", "brier"),
    [(Reading.CODED, None), (Reading.STRICT, 0.36), (Reading.CHARITABLE, 0.16), (Reading.FRACTION, 0.04)],
)
def test_a_partial_outcome_is_scored_only_on_request(reading, brier):
    found = scores([("a", "q", 0.6, 0.4)], ("brier",), reading=reading)["a"]
    assert found["brier"] == (None if brier is None else pytest.approx(brier))
    assert (found["partial"], found["scored"]) == ((1, 0) if brier is None else (0, 1))


def test_certain_and_wrong_is_infinite_and_counted(tmp_path):
    rows = [{"analyst": "A", "question": f"q{n}", "probability": p, "outcome": 0} for n, p in enumerate((1, 1, 0.5))]
    found = scored(tmp_path, rows, measures="log,baseline,brier")
    assert (found.total["log"], found.total["log_infinite"], found.total["baseline"]) == (None, 2, None)
    assert found.total["brier"] == pytest.approx(2.25 / 3)
    floored = scored(tmp_path, rows, measures="log", log_floor=0.001)
    assert floored.total["log_infinite"] == 0
    assert floored.total["log"] == pytest.approx((2 * 6.907755278982137 + 0.6931471805599453) / 3)


@given(tables(), st.sampled_from([0.1, 0.5, 0.9, 0.99]))
def test_an_interval_holds_its_figure_at_whatever_level(rows, level):
    names = ("brier", "brier2", "spherical", "brier_index", "difference", "confidence_gap", "log")
    for row in scores(rows, names, level=level, log_floor=0.001).values():
        for name in names:
            if row[f"{name}_low"] is not None:
                assert row[f"{name}_low"] <= row[name] <= row[f"{name}_high"]


@settings(max_examples=effort.examples(20))
@given(st.integers(0, 10_000))
def test_a_large_random_table_agrees_with_scikit_learn(seed):
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    rng = random.Random(seed)
    rows = [(rng.choice("ab"), f"q{n}", rng.randrange(1, 100) / 100, float(rng.random() < 0.4)) for n in range(300)]
    found = scores(rows)
    for who in "ab":
        p, y = zip(*((p, y) for name, _, p, y in rows if name == who), strict=True)
        assert found[who]["brier"] == pytest.approx(brier_score_loss(y, p), abs=1e-12)
        assert found[who]["log"] == pytest.approx(log_loss(y, p), abs=1e-12)
        assert found[who]["auc"] == pytest.approx(roc_auc_score(y, p), abs=1e-12)
