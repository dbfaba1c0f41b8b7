"""The adjusted Brier score: by hand, over time, which groups have one, and through a file."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cli.display import show
from ledger.forecasts.prefetch import FileAsk, begin
from ledger.forecasts.score_file import score_file
from ledger.forecasts.scores import Ask
from ledger.reports import score
from ledger.scoring import difficulty as solver
from ledger.scoring.cells import cells_of
from ledger.scoring.difficulty import adjust
from ledger.scoring.measures import MEASURES, Case
from ledger.scoring.measures.relative import averaged
from ledger.scoring.peers import ForecastsInForce

ONCE = {"start": 0, "stop": 1, "whole": 1.0}


def in_force(*rows, groups=None, momentary=True, times=None):
    """Stands of (group, analyst, question, p, y); a moment each, or from, to and of how much."""
    group, analyst, question, p, y = (np.array(column) for column in zip(*rows, strict=True))
    start, stop, whole = (np.array(column) for column in zip(*(times or [(0, 1, 1.0)] * len(rows)), strict=True))
    return ForecastsInForce(
        group, analyst, question, question, p.astype(float), y.astype(float), np.ones(len(rows)), start, stop,
        whole.astype(float), groups or int(group.max()) + 1, momentary,
    )  # fmt: skip


def figures(held):
    """What the measure says of each group; the cells play no part."""
    cells = cells_of([], [], [], groups=held.groups)
    found = MEASURES["difficulty"].compute(Case(cells, cells, in_force=held))
    return {suffix.removeprefix("_"): values.tolist() for suffix, values in found.items()}


# Analysts 0 and 1 answered question 0 (scores .04 and .16), 1 and 2 question 1 (.36 and .64), which by analyst 1 is .2
# harder. Analysts 3 and 4 share question 2 (.01 and .09); 4 answered question 3 alone, and 5 question 4.
TWO_COMPONENTS = (
    (0, 0, 0, 0.8, 1), (1, 1, 0, 0.6, 1), (1, 1, 1, 0.6, 0), (2, 2, 1, 0.8, 0),
    (3, 3, 2, 0.9, 1), (4, 4, 2, 0.7, 1), (4, 4, 3, 0.0, 1), (5, 5, 4, 0.5, 1),
)  # fmt: skip


def test_two_components_by_hand():
    """Question 1 is .2 harder than 0; each component has the mean difficulty of its linking questions taken as 0."""
    found = figures(in_force(*TWO_COMPONENTS))
    assert found[""] == pytest.approx([0.14, 0.26, 0.54, 0.01, 0.09, np.nan], nan_ok=True)
    assert found["component"] == [1, 1, 1, 2, 2, 3]
    assert found["linking"] == [2, 2, 2, 1, 1, 0]
    assert found["shared"] == [1, 2, 1, 1, 1, 0]


def test_who_always_says_one_half_keeps_a_quarter():
    rows = [
        (who, who, what, 0.5 if who == 0 else (what + who) % 10 / 10, what % 2) for who in range(4) for what in range(9)
    ]
    assert figures(in_force(*rows))[""][0] == pytest.approx(0.25, abs=1e-12)


def test_company_that_is_not_shown_still_takes_part():
    shown = [(0 if who == 1 else -1, who, *rest) for _, who, *rest in TWO_COMPONENTS]
    found = figures(in_force(*shown))
    assert found[""] == pytest.approx([0.26])
    assert (found["component"], found["linking"], found["shared"]) == ([1], [2], [2])


@pytest.mark.parametrize(
    ("groups", "analysts"),
    [
        pytest.param([0] * 8, [], id="all analysts as one"),
        pytest.param([0, 0, 0, 0, 1, 1, 1, 2], [2], id="several analysts in a group"),
        pytest.param([0, 1, 2, 3, 4, 5, 6, 7], [0, 3, 4, 7], id="an analyst in several groups"),
        pytest.param([0, 1, -1, 2, 3, 4, 4, 5], [0, 2, 3, 4, 5], id="an analyst partly shown"),
    ],
)
def test_a_group_that_is_no_analyst_has_none(groups, analysts):
    held = in_force(*((group, *rest) for group, (_, *rest) in zip(groups, TWO_COMPONENTS, strict=True)))
    found = figures(held)
    for suffix in ("component", "linking", "shared"):
        assert [place for place, number in enumerate(found[suffix]) if not np.isnan(number)] == analysts
    whole = {place for place, number in enumerate(found[""]) if not np.isnan(number)}
    assert whole == {place for place in analysts if found["shared"][place]}


def test_nothing_to_go_by_is_no_figure():
    cells = cells_of([0], [0.5], [1], groups=2)
    for held in (None, ForecastsInForce(*[np.zeros(0, np.int64)] * 4, *[np.zeros(0)] * 3, *[np.zeros(0, np.int64)] * 2,
                              np.zeros(0), 2, True)):  # fmt: skip
        found = MEASURES["difficulty"].compute(Case(cells, cells, in_force=held))
        assert {suffix: np.isnan(values).all() for suffix, values in found.items()} == dict.fromkeys(found, True)


def test_scores_that_do_not_settle_are_no_figures(monkeypatch):
    monkeypatch.setattr(solver, "_MOST_ROUNDS", 1)
    found = figures(in_force(*TWO_COMPONENTS))
    assert np.isnan(found[""]).all()
    assert found["shared"] == [1, 2, 1, 1, 1, 0]


def test_over_time_a_pair_has_the_mean_over_the_whole_question():
    """.8 for 3 of 10 days, .6 for 2, nothing for 5, of what came true: (3 x .04 + 2 x .16 + 5 x .25) / 10 = .169."""
    rows = [(0, 0, 0, 0.8, 1), (0, 0, 0, 0.6, 1), (1, 1, 0, 0.9, 1)]
    held = in_force(*rows, momentary=False, times=[(5, 8, 10.0), (8, 10, 10.0), (0, 10, 10.0)])
    who, what, score, weight = averaged(held)
    assert (who.tolist(), what.tolist(), weight.tolist()) == ([0, 1], [0, 0], [1, 1])
    assert score == pytest.approx([0.169, 0.01])
    assert figures(held)[""] == pytest.approx([0.169, 0.01])


pairs = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10), st.integers(0, 1)), min_size=1, max_size=25
)


@given(pairs, st.randoms(use_true_random=False))
def test_it_is_the_fit_of_the_scores_and_the_order_of_rows_cannot_show(rows, chance):
    told = [(who, who, what, p / 10, y) for who, what, p, y in rows]
    found = figures(in_force(*told, groups=5))
    who, what, p, y = (np.array(column) for column in zip(*rows, strict=True))
    exact = adjust(who, what, (p / 10 - y) ** 2, analysts=5)
    assert found[""] == pytest.approx(exact.score, nan_ok=True, abs=1e-12)
    assert [0 if np.isnan(number) else number for number in found["component"]] == (exact.component + 1).tolist()
    known = {(a, q) for a, q, *_ in rows}
    lonely = {q: sum(q == other for _, other in known) == 1 for _, q in known}
    for analyst, shared in enumerate(found["shared"]):
        mine = [q for a, q in known if a == analyst]
        assert np.isnan(shared) if not mine else shared == sum(not lonely[q] for q in mine)
    shuffled = chance.sample(told, len(told))
    assert str(figures(in_force(*shuffled, groups=5))) == str(found)


def table(folder, rows, name="table.csv"):
    path = folder / name
    heads = "analyst,question,probability,outcome,topic\n"
    path.write_text(heads + "".join(f"{','.join(map(str, row))}\n" for row in rows), encoding="utf-8")
    return path


FILE = [
    ("Ann", "q0", 0.8, 1, "t"), ("Bob", "q0", 0.6, 1, "t"), ("Bob", "q1", 0.6, 0, "u"), ("Cat", "q1", 0.8, 0, "u"),
    ("Dan", "q2", 0.9, 1, "t"), ("Eve", "q2", 0.7, 1, "t"), ("Eve", "q3", 0.0, 1, "t"), ("Fay", "q4", 0.5, 1, "t"),
]  # fmt: skip


def scored(path, analyst=None, **options):
    found, _ = score_file(path, Ask(measures=("difficulty",), **options), FileAsk(analyst=analyst))
    return found


def test_through_a_file_with_two_disconnected_components(tmp_path):
    found = scored(table(tmp_path, FILE))
    assert [row["difficulty"] for row in found.rows] == [*map(pytest.approx, (0.14, 0.26, 0.54, 0.01, 0.09)), None]
    assert [row["difficulty_component"] for row in found.rows] == [1, 1, 1, 2, 2, 3]
    assert [row["difficulty_linking"] for row in found.rows] == [2, 2, 2, 1, 1, 0]
    assert [row["difficulty_shared"] for row in found.rows] == [1, 2, 1, 1, 1, 0]
    assert all(type(row["difficulty_component"]) is int for row in found.rows)
    assert [value for name, value in found.total.items() if name.startswith("difficulty")] == [None] * 4


def test_one_analyst_of_a_file_is_held_against_all(tmp_path):
    path = table(tmp_path, FILE)
    assert scored(path, "Bob").rows[0]["difficulty"] == scored(path).rows[1]["difficulty"]


def test_by_topic_or_question_there_is_none(tmp_path):
    path = table(tmp_path, FILE)
    assert [row["difficulty"] for row in scored(path, by=("topic",)).rows] == [None, None]
    rows = scored(path, by=("analyst", "question")).rows
    assert {row["analyst"] for row in rows if row["difficulty"] is not None} == {"Ann", "Cat", "Dan"}


def test_people_are_told_of_components_and_not_of_one(tmp_path, capsys):
    ask = Ask(measures=("difficulty",))
    with begin(table(tmp_path, FILE), FileAsk()) as early:
        show(score.file_scores_display(early, ask, FileAsk()))
    told = " ".join(capsys.readouterr().out.split())
    assert "Component" in told
    assert "fall into 2 components that share no question; figures of different components are never ranked" in told
    with begin(table(tmp_path, FILE[:4]), FileAsk()) as early:
        show(score.file_scores_display(early, ask, FileAsk()))
    assert "omponent" not in capsys.readouterr().out.partition("average question")[0]


def test_through_a_file_over_time(tmp_path):
    """Ann stood half of ten days at .8, before that nothing counts as one half; Bob stood all of it at .9."""
    first = datetime(2020, 1, 1, tzinfo=UTC)
    heads = "analyst,question,probability,outcome,stated_at,opens_at,closes_at\n"
    days = [f"{first + timedelta(days=day):%Y-%m-%d}" for day in (0, 5, 10)]
    path = tmp_path / "time.csv"
    rows = [f"Ann,q,0.8,1,{days[1]},{days[0]},{days[2]}", f"Bob,q,0.9,1,{days[0]},{days[0]},{days[2]}"]
    path.write_text(heads + "\n".join(rows) + "\n", encoding="utf-8")
    from ledger.forecasts.queries import POLICIES

    found = scored(path, policy=POLICIES["time"])
    assert [row["difficulty"] for row in found.rows] == [pytest.approx((0.04 + 0.25) / 2), pytest.approx(0.01)]
