"""The figures the shipped claims must give, whatever else changes."""

import pytest

from ledger.cli.options import DIMENSIONS

COUNTS = ("claims", "scorable", "due", "resolved_of_due", "true", "false", "partial", "void", "ambiguous")
COUNTS += ("unresolvable", "open", "overdue", "hedged", "judged", "right", "scored")


def without(row, names):
    return {name: value for name, value in row.items() if name not in names}


def test_all_claims_are_there(seeded):
    total = seeded.total()
    assert (total["claims"], total["scorable"]) == (46, 28)
    assert len(seeded.rows("list")) == 46


@pytest.mark.parametrize(
    ("analyst", "n", "right", "brier"),
    [("Tong Zhao", 8, 7, 0.1231), ("Feng Zhang", 9, 8, 0.0604), ("China in the World (publisher)", 1, 1, 0.1056)],
)
def test_the_scores_of_each_analyst_are_the_golden_ones(seeded, analyst, n, right, brier):
    found = seeded.figures(analyst)
    assert (found["judged"], found["right"], found["scored"]) == (n, right, n)
    assert found["brier"] == pytest.approx(brier, abs=0.00005)
    assert found["brier_low"] <= found["brier"] <= found["brier_high"]


def test_the_total_is_the_sum_of_the_analysts(seeded):
    whole = seeded.json("summary")
    for name in (*COUNTS, "known_before", "restated", "retrospective"):
        assert whole["total"][name] == sum(row[name] for row in whole["rows"]), name
    assert whole["total"]["scored"] == 18
    mean = sum(row["brier"] * row["scored"] for row in whole["rows"] if row["scored"]) / 18
    assert whole["total"]["brier"] == pytest.approx(mean)


def test_seeding_twice_changes_nothing(seeded):
    before = seeded.head()
    again = seeded.json("seed")["rows"][0]
    assert (again["claims"], again["resolutions"], again["known"]) == (0, 0, 46)
    assert seeded.head() == before


@pytest.mark.parametrize("reading", ["strict", "charitable"])
def test_the_readings_of_partial_touch_only_the_analyst_with_a_partial_outcome(seeded, reading):
    coded = {row["analyst"]: row for row in seeded.rows("summary")}
    other = {row["analyst"]: row for row in seeded.rows("summary", "--reading", reading)}
    zhao = other.pop("Tong Zhao")
    was = coded.pop("Tong Zhao")
    assert other == coded
    assert zhao["scored"] == was["scored"] + 1
    assert zhao["right"] == was["right"] + (reading == "charitable")


def test_nothing_in_the_seeds_was_recorded_before_it_was_settled(seeded):
    total = seeded.total("--prospective")
    assert (total["scored"], total["judged"], total["brier"], total["hit_rate"]) == (0, 0, None, None)
    assert seeded.total()["retrospective"] == 18


@pytest.mark.parametrize("by", DIMENSIONS.split(", "))
def test_every_grouping_has_the_same_total(seeded, by):
    whole = seeded.json("summary", "--by", by)
    named = {by, "analyst"}
    assert without(whole["total"], named) == without(seeded.total(), named)
    assert all(by in row for row in whole["rows"])
    if by != "topic":  # a claim counts under each of its topics
        for name in COUNTS:
            assert sum(row[name] for row in whole["rows"]) == whole["total"][name], name


@pytest.mark.parametrize("filters", [["--analyst", "Tong Zhao"], ["--topic", "china"], ["--kind", "assessment"],
                                     ["--show", "ChinaPower"], ["--since", "2020-01-01"], ["--until", "2020-01-01"],
                                     ["--attribution", "first-person"], ["--text", "Beijing"]])  # fmt: skip
def test_a_filter_keeps_the_claims_that_list_shows(seeded, filters):
    listed = seeded.rows("list", *filters)
    total = seeded.total(*filters)
    assert 0 < total["claims"] == len(listed) < 46
    assert total["judged"] == sum(row["standing"] == "scored" for row in listed)


def test_the_summary_says_what_it_was_made_with(seeded):
    assert seeded.json("summary", "--reading", "strict")["settings"] == {
        "by": "analyst", "reading": "strict", "level": 0.9, "policy": "first", "reference": None,
    }  # fmt: skip


def test_too_few_to_judge_is_said_beside_a_score_and_its_interval(seeded):
    zhao = seeded.figures("Tong Zhao")
    assert zhao["verdict"].startswith("too few to judge")
    shown = next(line for line in seeded.ok("summary").out.splitlines() if "too few" in line and "Tong Zhao" in line)
    assert "0.1231  [0.00, 0.88]" in shown


def test_a_figure_of_fewer_than_three_is_no_score_in_the_table(seeded):
    assert seeded.figures("China in the World (publisher)")["brier"] is not None
    shown = next(line for line in seeded.ok("summary").out.splitlines() if "China in the World" in line)
    assert shown.split()[-5:] == ["-", "too", "few", "to", "judge"]
    assert shown.split()[-6] == "-"


def test_the_page_of_an_analyst_has_every_claim_with_quote_and_outcome(seeded):
    whole = seeded.json("analyst", "show", "Tong Zhao")
    assert len(whole["rows"]) == whole["total"]["claims"] == 16
    assert whole["total"]["brier"] == seeded.figures("Tong Zhao")["brier"]
    results = [row["result"] for row in whole["rows"]]
    assert results.count("right") == 7
    assert results.count("wrong") == 1
    assert all(results)
    assert sum(bool(row["quote"]) for row in whole["rows"]) == 16
