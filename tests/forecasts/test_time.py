"""Forecasts over time: published examples of each platform, and a reckoning by hand on random histories."""

from itertools import pairwise
from math import log, log2
from statistics import median

import effort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.forecasts.forms.binary import UnequalWeights

from .table_kit import figure, on, scored

TIME = {"policy": "time"}


def history(*said, question="q", analyst="A", **window):
    return [on(question, analyst, when, p, **window) for when, p in said]


class TestPublishedExamples:
    def test_metaculus_five_days(self, tmp_path):
        """Metaculus Scores FAQ: nothing, then 40 %, 70 %, 70 %, 80 %, and yes: +27."""
        rows = history((1, 0.4), (2, 0.7), (4, 0.8), closes=5)
        found = scored(tmp_path, rows, measures="baseline", **TIME)
        assert figure(found, "baseline") == pytest.approx(26.539949291315175, abs=1e-9)
        assert figure(found, "coverage") == pytest.approx(0.8)

    @pytest.mark.parametrize(
        ("said", "resolved", "expected"),
        [
            ([(0, 0.9)], 5, 0.5 * 100 * (log2(0.9) + 1)),
            ([(0, 0.9)], None, 100 * (log2(0.9) + 1)),
            ([(0, 0.9)], 20, 100 * (log2(0.9) + 1)),
        ],
    )
    def test_what_resolves_early_keeps_the_declared_window(self, tmp_path, said, resolved, expected):
        """Metaculus divides by the scheduled length, or being bold early would pay (scoring rules FAQ, truncation)."""
        found = scored(tmp_path, history(*said, resolved=resolved), measures="baseline", **TIME)
        assert figure(found, "baseline") == pytest.approx(expected, abs=1e-9)

    def test_good_judgment_project_nine_days(self, tmp_path):
        """80 % for six days, 40 % for three, and it does not happen: .48 (an example of the project's rule)."""
        rows = history((0, 0.8), (6, 0.4), closes=9, outcome=0)
        for option in ({"policy": "time"}, {"gjo_compat": True}):
            assert figure(scored(tmp_path, rows, measures="brier", **option), "brier") == pytest.approx(0.48, abs=1e-12)

    def test_withdrawn_stops_standing(self, tmp_path):
        """.6 for three tenths, .9 for five tenths, then withdrawn, yes: 50.29 at coverage .8."""
        rows = [on("q", "A", 0, 0.6), on("q", "A", 3, 0.9, withdrawn=8)]
        found = scored(tmp_path, rows, measures="baseline,brier", **TIME)
        assert figure(found, "baseline") == pytest.approx(50.29087750276132, abs=1e-9)
        assert figure(found, "coverage") == pytest.approx(0.8)
        assert figure(found, "brier") == pytest.approx(0.3 * 0.16 + 0.5 * 0.01 + 0.2 * 0.25)

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            (
                {"A": 0.1, "B": 0.5, "C": 0.9},
                {"A": -190.33312448851598, "B": 51.08256237659907, "C": 139.2505621119169},
            ),
            ({"A": 0.7, "B": 0.4}, {"A": 55.96157879354227, "B": -55.96157879354227}),
            (
                {"A": 0.7, "B": 0.4, "C": 0.9},
                {"A": 15.415067982725823, "B": -68.52730020758756, "C": 53.11223222486174},
            ),
        ],
    )
    @pytest.mark.parametrize("policy", ["each", "first", "last", "time"])
    def test_metaculus_peer(self, tmp_path, said, expected, policy):
        """Metaculus test_score_math.py; the values are of its formula."""
        found = scored(tmp_path, [on("q", who, 0, p) for who, p in said.items()], measures="peer", policy=policy)
        assert {row["analyst"]: row["peer"] for row in found.rows} == pytest.approx(expected, abs=1e-9)

    def test_a_spot_score_reads_what_stood_at_the_instant(self, tmp_path):
        rows = [on("q", "A", 0, 0.5, spot=4), on("q", "A", 3, 0.9, spot=4), on("q", "A", 5, 0.1, spot=4),
                on("q", "B", 1, 0.6, spot=4)]  # fmt: skip
        for policy in ("each", "first", "last", "time"):
            found = scored(tmp_path, rows, measures="spot_baseline,spot_peer", policy=policy)
            assert figure(found, "spot_baseline", analyst="A") == pytest.approx(100 * (log2(0.9) + 1))
            assert figure(found, "spot_peer", analyst="A") == pytest.approx(100 * (log(0.9) - log(0.6)))

    def test_a_spot_after_the_end_is_read_at_the_end(self, tmp_path):
        rows = [on("q", "A", 0, 0.5, spot=8, resolved=5), on("q", "A", 4, 0.9, spot=8, resolved=5)]
        found = scored(tmp_path, rows, measures="spot_baseline", **TIME)
        assert figure(found, "spot_baseline") == pytest.approx(100 * (log2(0.9) + 1))

    def test_what_did_not_stand_at_the_spot_has_no_spot_score(self, tmp_path):
        rows = [on("q", "A", 5, 0.9, spot=4), on("q", "B", 0, 0.9, spot=4, withdrawn=4), on("q", "C", 0, 0.6, spot=4)]
        found = scored(tmp_path, rows, measures="spot_baseline", **TIME)
        assert [row["spot_baseline"] is None for row in found.rows] == [True, True, False]


class TestWindow:
    def test_a_forecast_before_opening_counts_from_opening(self, tmp_path):
        rows = history((-5, 0.2), (-1, 0.8))
        found = scored(tmp_path, rows, measures="brier", **TIME)
        assert figure(found, "brier") == pytest.approx(0.04)
        assert figure(found, "coverage") == 1

    @pytest.mark.parametrize("policy", ["each", "first", "last", "time"])
    def test_what_comes_at_the_end_or_later_does_not_count_and_is_reported(self, tmp_path, policy):
        rows = [*history((0, 0.8), (10, 0.1), (12, 0.1)), *history((0, 0.8), (4, 0.1), resolved=4, question="r")]
        found = scored(tmp_path, rows, measures="brier", policy=policy)
        assert figure(found, "brier") == pytest.approx(
            0.04 if policy != "time" else (0.04 + 0.4 * 0.04 + 0.6 * 0.25) / 2
        )
        assert figure(found, "late") == 3

    def test_entering_late_does_not_pay(self, tmp_path):
        """The same forecast entered late scores better under an average of active days; here it does not."""
        early = scored(tmp_path, history((0, 0.7)), measures="brier", **TIME)
        late = scored(tmp_path, history((9, 0.7)), measures="brier", **TIME)
        assert figure(late, "brier") > figure(early, "brier")
        assert figure(late, "brier") == pytest.approx(0.9 * 0.25 + 0.1 * 0.09)

    def test_lead_reads_what_stood_so_long_before_the_end(self, tmp_path):
        rows = [*history((0, 0.2), (5, 0.6), (9, 0.9)), *history((6, 0.9), question="r")]
        found = scored(tmp_path, rows, at_lead="5d", measures="brier")
        assert (figure(found, "brier"), figure(found, "scored")) == (pytest.approx(0.16), 1)

    def test_days_are_those_on_whose_end_a_forecast_stood(self, tmp_path):
        """A forecast changed within a day counts as it stands at the day's end; an unfinished day has no score."""
        rows = history((0.2, 0.9), (0.6, 0.5), (3.5, 0.1), (9.2, 0.0), closes=9.8)
        found = scored(tmp_path, rows, gjo_compat=True, measures="brier")
        assert figure(found, "brier") == pytest.approx((3 * 0.25 + 6 * 0.81) / 9)

    def test_an_average_of_days_holds_each_day_against_its_own_company(self, tmp_path):
        """Ann stands four days, Bo three, Cy one: each day is held against that day's others."""
        rows = [on("q", "Ann", 0, 0.2, outcome=0, resolved=4), on("q", "Bo", 1, 0.4, outcome=0, resolved=4),
                on("q", "Cy", 3, 0.7, outcome=0, resolved=4)]  # fmt: skip
        found = scored(tmp_path, rows, gjo_compat=True, measures="relative,peer_brier")
        ann, bo, cy = 0.04, 0.16, 0.49
        days = [[ann], [ann, bo], [ann, bo], [ann, bo, cy]]
        for who, own in {"Ann": ann, "Bo": bo, "Cy": cy}.items():
            mine = [day for day in days if own in day]
            behind = [own - median(day) for day in mine if len(day) > 1]
            gained = [
                sum(other for other in day if other != own) / (len(day) - 1) - own for day in mine if len(day) > 1
            ]
            assert figure(found, "relative", analyst=who) == pytest.approx(sum(behind) / len(mine), abs=1e-12)
            assert figure(found, "peer_brier", analyst=who) == pytest.approx(sum(gained) / len(mine), abs=1e-12)


class TestWeights:
    @pytest.mark.parametrize("option", [{"policy": "time"}, {"gjo_compat": True}])
    def test_revisions_that_share_a_question_out_must_weigh_the_same(self, tmp_path, option):
        rows = [{**on("q", "A", 0, 0.9), "weight": 1}, {**on("q", "A", 5, 0.5), "weight": 3}]
        with pytest.raises(UnequalWeights, match="those of 'A' on 'q' do not"):
            scored(tmp_path, rows, measures="brier", **option)
        assert figure(scored(tmp_path, rows, measures="brier", policy="last"), "scored") == 1

    def test_an_empty_weight_is_one(self, tmp_path):
        rows = [{**on("q", "A", 0, 0.9), "weight": ""}, {**on("r", "A", 0, 0.4), "weight": 3}]
        found = scored(tmp_path, rows, measures="brier", **TIME)
        assert figure(found, "brier") == pytest.approx((0.01 + 3 * 0.36) / 4)

    def test_coverage_is_never_more_than_all(self, tmp_path):
        rows = history(*((at / 7, 0.5) for at in range(70)))
        for option in (TIME, {"gjo_compat": True}):
            found = scored(tmp_path, rows, measures="brier", **option)
            assert figure(found, "coverage") <= 1
            assert found.total["coverage"] <= 1


class TestSaidAgain:
    """Saying it again is no second forecast."""

    @pytest.mark.parametrize("policy", ["first", "last", "time"])
    @pytest.mark.parametrize("measures", ["brier,log,mcb,dsc,unc", "peer,peer_brier,relative"])
    def test_restating_moves_nothing(self, tmp_path, policy, measures):
        others = [on("q", "B", 0, 0.4), on("r", "B", 2, 0.3, outcome=0)]
        once = [*others, *history((0, 0.7)), *history((1, 0.2), question="r", outcome=0)]
        often = [*once, *history((3, 0.7), (5, 0.7), (7, 0.7)), *history((4, 0.2), question="r", outcome=0)]
        plain, again = (scored(tmp_path, rows, measures=measures, policy=policy) for rows in (once, often))
        for name in measures.split(","):
            assert figure(again, name, analyst="A") == pytest.approx(figure(plain, name, analyst="A"), abs=1e-12)
        assert figure(again, "scored", analyst="A") == 2

    def test_each_counts_every_row_because_it_says_so(self, tmp_path):
        found = scored(tmp_path, history((0, 0.7), (1, 0.7)), policy="each", measures="brier")
        assert figure(found, "scored") == 2


# A reckoning by hand: cut every question at every instant that matters, and look at each piece.

times = st.integers(-3, 13)
moments = st.tuples(
    st.sampled_from("AB"), st.sampled_from("abc"), times, st.sampled_from([0.05, 0.2, 0.5, 0.8, 0.99]),
    st.none() | st.integers(-3, 14),
)  # fmt: skip
histories = st.lists(moments, min_size=1, max_size=14)


def by_hand(rows, ends, outcomes):
    """Time-weighted baseline, peer, relative and Brier of each analyst and question, with what it covered."""
    found = {}
    for question in {row[0] for row in rows}:
        end = min(10, ends[question])
        in_force = {}
        for _, who, said, p, gone in (row for row in rows if row[0] == question and row[2] < end):
            in_force.setdefault(who, []).append((said, p, gone))
        cuts = sorted(
            {
                0,
                end,
                *(t for mine in in_force.values() for said, _, gone in mine for t in (said, gone) if t is not None),
            }
        )
        for start, stop in pairwise(cuts):
            if start < 0 or stop > end:
                continue
            now = {}
            for who, mine in in_force.items():
                # stable: of two at one instant the later row stands
                last = [entry for entry in sorted(mine, key=lambda entry: entry[0]) if entry[0] <= start]
                if last and (last[-1][2] is None or last[-1][2] > start):
                    now[who] = last[-1][1]
            piece(found, question, now, outcomes[question], (stop - start) / 10)
    return found


def piece(found, question, now, outcome, part):
    given = {who: p if outcome else 1 - p for who, p in now.items()}
    squares = {who: (p - outcome) ** 2 for who, p in now.items()}
    ordered = sorted(squares.values())
    n = len(ordered)
    for who, q in given.items():
        entry = found.setdefault(
            (who, question), {"coverage": 0, "baseline": 0, "peer": 0, "relative": 0, "brier": 0.25, "shared": 0}
        )
        others = [log(given[other]) for other in given if other != who]
        entry["coverage"] += part
        entry["baseline"] += part * 100 * (log2(q) + 1)
        entry["brier"] += part * (squares[who] - 0.25)
        if others:
            entry["shared"] += part
            entry["peer"] += part * 100 * (log(q) - sum(others) / len(others))
            entry["relative"] += part * (squares[who] - (ordered[(n - 1) // 2] + ordered[n // 2]) / 2)


@settings(max_examples=effort.examples(60), deadline=None)
@given(histories, st.fixed_dictionaries({"A": st.integers(1, 14), "B": st.integers(1, 14)}),
       st.fixed_dictionaries({"A": st.sampled_from([0, 1]), "B": st.sampled_from([0, 1])}))  # fmt: skip
def test_time_weighted_scores_are_what_a_reckoning_by_hand_gives(tmp_path_factory, told, ends, outcomes):
    rows = [
        on(question, who, said, p, resolved=ends[question], outcome=outcomes[question],
           withdrawn=None if gone is None or gone <= said else gone)
        for question, who, said, p, gone in told
    ]  # fmt: skip
    kept = [(q, who, said, p, None if gone is None or gone <= said else gone) for q, who, said, p, gone in told]
    expected = by_hand(kept, ends, outcomes)
    found = scored(tmp_path_factory.mktemp("t"), rows, per="question", policy="time",
                   measures="baseline,peer,relative,brier")  # fmt: skip
    seen = {(row["analyst"], row["question"]): row for row in found.rows if row["scored"]}
    assert set(seen) == set(expected)
    for key, values in expected.items():
        for name in ("coverage", "baseline", "peer", "brier"):
            assert seen[key][name] == pytest.approx(values[name], abs=1e-9)
        relative = values["relative"] if values["shared"] else None
        assert seen[key]["relative"] == (None if relative is None else pytest.approx(relative, abs=1e-9))
