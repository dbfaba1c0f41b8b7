"""What a summary says besides when it is asked: by hand, in every format, and refused where it makes no sense."""

import re

import pytest
from cli_kit import Cli
from more_ledgers import FLAT, Said, answered, sure

from ledger.cli.reports import UNRESOLVED
from ledger.reports import summary as summary_report

PARTS = ("--peers", "--difficulty", "--shrunk", "--unresolved bounds")
KEYS = {
    "--peers": ["peer_brier", "peer_brier_low", "peer_brier_high", "peer_brier_shared"],
    "--difficulty": ["difficulty", "difficulty_component", "difficulty_linking", "difficulty_shared"],
    "--shrunk": ["brier_shrunk", "brier_shrunk_weight", "tier_p", "tier_p_adjusted", "tier"],
    "--unresolved bounds": [
        "unresolved", "unresolved_scored", "brier_bound_low", "brier_bound_high", "hit_rate_bound_low",
        "hit_rate_bound_high",
    ],
}  # fmt: skip
TITLES = {
    "--peers": "Against others on the same questions",
    "--difficulty": "Adjusted for difficulty",
    "--shrunk": "Shrunken score (empirical Bayes)",
    "--unresolved bounds": "Bounds, however what is overdue turns out",
}
each_part = pytest.mark.parametrize("part", PARTS)

# Ann and Bob on twelve questions, of scores .04 and .16; Cat and Dan on twelve others, .01 and .09; Eve alone.
SHARED = [
    *(Said(who, f"Q{n}", sure(p)) for n in range(12) for who, p in (("Ann", 80), ("Bob", 60))),
    *(Said(who, f"R{n}", sure(p)) for n in range(12) for who, p in (("Cat", 90), ("Dan", 70))),
    *(Said("Eve", f"S{n}", sure(50)) for n in range(12)),
    Said("Ann", "late", sure(90), None),
    Said("Ann", "flat and late", FLAT, None),
]


@pytest.fixture
def shared(db_path):
    """Five analysts in two components, and one of no company."""
    answered(db_path, SHARED)
    return Cli()


def by_analyst(cli, *args):
    return {row["analyst"]: row for row in cli.rows("summary", *args)}


def squashed(text):
    return " ".join(text.split())


@each_part
def test_a_flag_adds_its_keys_and_changes_nothing_else(shared, part):
    plain, more = shared.json("summary"), shared.json("summary", *part.split())
    place = {row["analyst"]: row for row in more["rows"]}
    assert len(place) == len(plain["rows"])
    for row in plain["rows"]:
        assert list(place[row["analyst"]]) == [*row, *KEYS[part]]
        assert {key: place[row["analyst"]][key] for key in row} == row
    assert list(more["total"]) == [*plain["total"], *KEYS[part]]
    assert {key: more["total"][key] for key in plain["total"]} == plain["total"]
    assert more["settings"].items() >= plain["settings"].items()
    assert len(more["settings"]) == len(plain["settings"]) + 1


@each_part
def test_a_flag_adds_one_table_for_people(shared, part):
    plain, more = shared.ok("summary").out, shared.ok("summary", *part.split()).out
    assert TITLES[part] not in plain
    assert more.count(TITLES[part]) == 1
    if part != "--shrunk":
        before, after = more.split(TITLES[part])
        assert plain.startswith(before)
        assert after.endswith(plain[len(before) :])


def test_against_peers_by_hand(shared):
    rows = by_analyst(shared, "--peers")
    expected = {"Ann": 0.12, "Bob": -0.12, "Cat": 0.08, "Dan": -0.08}
    for name, gap in expected.items():
        assert rows[name]["peer_brier"] == pytest.approx(gap)
        assert rows[name]["peer_brier_shared"] == 12
        assert rows[name]["peer_brier_low"] == pytest.approx(rows[name]["peer_brier_high"]) == pytest.approx(gap)
    assert [rows["Eve"][key] for key in KEYS["--peers"]] == [None, None, None, 0]
    text = squashed(shared.ok("summary", "--peers").out)
    assert "Ann 12 12 +0.120 [+0.12, +0.12]" in text
    assert "Eve 12 0 - -" in text


def test_difficulty_by_hand(shared):
    rows = by_analyst(shared, "--difficulty")
    assert {name: row["difficulty_component"] for name, row in rows.items() if row["difficulty"] is not None} == {
        "Ann": 1, "Bob": 1, "Cat": 2, "Dan": 2,
    }  # fmt: skip
    for name, score in {"Ann": 0.04, "Bob": 0.16, "Cat": 0.01, "Dan": 0.09}.items():
        assert rows[name]["difficulty"] == pytest.approx(score)
        assert (rows[name]["difficulty_linking"], rows[name]["difficulty_shared"]) == (12, 12)
    assert rows["Eve"]["difficulty"] is None
    assert rows["Eve"]["difficulty_shared"] == 0
    text = squashed(shared.ok("summary", "--difficulty").out)
    assert "Ann 12 12 1 0.0400 0.0400" in text
    assert "Eve 12 0 - 0.2500 -" in text
    assert "2 components that share no question" in text


def test_the_scores_are_those_of_ledger_score(shared):
    summary = by_analyst(shared, "--peers", "--difficulty")
    for row in shared.rows("score", "--measures", "peer_brier,difficulty"):
        for key in (*KEYS["--peers"], *KEYS["--difficulty"]):
            assert row[key] == summary[row["analyst"]][key]


def test_bounds_by_hand(shared):
    """Ann has 12 x .04 and one at 90% to come, .01 or .81; and a flat assertion, which is a hit or none."""
    whole = shared.json("summary", "--unresolved", "bounds")
    ann = next(row for row in whole["rows"] if row["analyst"] == "Ann")
    assert (ann["unresolved"], ann["unresolved_scored"]) == (2, 1)
    assert (ann["brier_bound_low"], ann["brier_bound_high"]) == pytest.approx((0.49 / 13, 1.29 / 13))
    assert (ann["hit_rate_bound_low"], ann["hit_rate_bound_high"]) == pytest.approx((12 / 14, 1))
    bob = next(row for row in whole["rows"] if row["analyst"] == "Bob")
    assert bob["unresolved"] == 0
    assert bob["brier_bound_low"] == bob["brier_bound_high"] == pytest.approx(bob["brier"])
    eve = next(row for row in whole["rows"] if row["analyst"] == "Eve")
    assert (eve["brier_bound_high"], eve["hit_rate_bound_high"]) == (0.25, None)
    settled, total = 12 * (0.04 + 0.16 + 0.01 + 0.09 + 0.25), whole["total"]
    assert (total["brier_bound_low"], total["brier_bound_high"]) == pytest.approx(
        ((settled + 0.01) / 61, (settled + 0.81) / 61)
    )
    assert "Ann 2 12/12 [86%, 100%] 0.0400 [0.04, 0.10]" in squashed(shared.ok("summary", "--unresolved", "bounds").out)


def test_what_is_not_yet_due_moves_no_bound(cli):
    cli.add("It rains", "--likelihood", "80%", "--by", "2030-12-31")
    assert cli.figures("Ann", "--unresolved", "bounds")["unresolved"] == 0


def test_a_hedge_and_a_restatement_move_no_bound(cli):
    cli.add("It rains", "--likelihood", "80%", "--by", "2026-02-01")
    cli.add("It snows", "--likelihood", "might", "--by", "2026-02-01")
    cli.add(None, "--question", "q1", "--likelihood", "90%", on="2026-01-20")
    row = cli.figures("Ann", "--unresolved", "bounds")
    assert (row["overdue"], row["unresolved"]) == (2, 1)
    assert (row["brier_bound_low"], row["brier_bound_high"]) == pytest.approx((0.04, 0.64))


@pytest.mark.parametrize("by", ["topic", "kind", "horizon", "show", "year", "attribution"])
def test_bounds_go_with_every_grouping(shared, by):
    whole = shared.json("summary", "--by", by, "--unresolved", "bounds")
    assert sum(row["unresolved"] for row in whole["rows"]) == 2 == whole["total"]["unresolved"]
    assert TITLES["--unresolved bounds"] in shared.ok("summary", "--by", by, "--unresolved", "bounds").out


def test_a_claim_under_two_topics_is_bounded_once_in_the_total(cli):
    cli.add("It rains", "--likelihood", "80%", "--by", "2026-02-01", "--topic", "rain", "--topic", "weather")
    whole = cli.json("summary", "--by", "topic", "--unresolved", "bounds")
    assert [row["unresolved"] for row in whole["rows"]] == [1, 1]
    assert whole["total"]["unresolved"] == 1


# Forty at 90% that come true, thirty that do not, thirty-two at 50%; ten at 95% would head the raw table.
LUCKY = [
    *(Said("Good", f"G{n}", sure(90)) for n in range(40)),
    *(Said("Poor", f"P{n}", sure(90), "false") for n in range(30)),
    *(Said("Even", f"E{n}", sure(50)) for n in range(32)),
    *(Said("Lucky", f"L{n}", sure(95)) for n in range(10)),
    *(Said("Few", f"F{n}", sure(99)) for n in range(3)),
]


@pytest.fixture
def lucky(db_path):
    answered(db_path, LUCKY)
    return Cli()


def test_shrunk_scores_are_the_order_and_the_raw_ones_stay(lucky):
    whole = lucky.json("summary", "--shrunk")
    rows = {row["analyst"]: row for row in whole["rows"]}
    assert [row["analyst"] for row in whole["rows"]] == ["Good", "Lucky", "Even", "Poor", "Few"]
    assert rows["Lucky"]["brier"] < rows["Good"]["brier"] == pytest.approx(0.01)
    grand = whole["settings"]["shrunk"]["grand"]
    for row in rows.values():
        drawn = grand + row["brier_shrunk_weight"] * (row["brier"] - grand)
        assert row["brier_shrunk"] == pytest.approx(drawn)
    assert (
        rows["Few"]["brier_shrunk_weight"] < rows["Lucky"]["brier_shrunk_weight"] < rows["Good"]["brier_shrunk_weight"]
    )
    assert whole["total"]["brier_shrunk"] is None


def test_the_mean_that_scores_are_drawn_towards_is_not_that_of_all_claims(lucky):
    whole, text = lucky.json("summary", "--shrunk"), squashed(lucky.ok("summary", "--shrunk").out)
    grand = f"{whole['settings']['shrunk']['grand']:.4f}"
    assert grand != f"{whole['total']['brier']:.4f}"
    assert f"drawn towards the mean of analysts, {grand}, by how little is known of it" in text
    assert "a score weighs by how much is known of it; in All every claim weighs the same" in text


def test_who_is_clearly_better_and_who_worse(lucky):
    whole = lucky.json("summary", "--shrunk")
    tiers = {row["analyst"]: row["tier"] for row in whole["rows"]}
    assert tiers == {
        "Good": "clearly better", "Poor": "clearly worse", "Even": "not distinguishable", "Lucky": None, "Few": None,
    }  # fmt: skip
    settings = whole["settings"]["shrunk"]
    assert (settings["tested"], settings["rate"]) == (3, 0.1)
    assert settings["minimum"] == {"claims": 30, "episodes": 5}
    text = squashed(lucky.ok("summary", "--shrunk").out)
    assert "10% are expected to be false (Benjamini-Hochberg over the 3 with 30 claims from 5 episodes" in text
    assert re.search(r"Lucky 10 10 0.0025 0\.\d{4} \d+% -", text)
    assert "Few 3 3 0.0001 - - -" in text  # a score from three on, and no place among others


def test_a_declared_reference_is_what_tiers_are_held_against(lucky):
    rows = by_analyst(lucky, "--shrunk", "--reference", "90%")
    assert rows["Good"]["tier"] == "not distinguishable"
    assert "the base rate (90.0%)" in squashed(lucky.ok("summary", "--shrunk", "--reference", "90%").out)


@each_part
def test_one_analyst_has_the_figures_he_has_among_all(shared, part):
    """Company stays company, and what is drawn together is drawn from all, whoever is shown."""
    among, alone = by_analyst(shared, *part.split()), by_analyst(shared, "--analyst", "Bob", *part.split())
    assert list(alone) == ["Bob"]
    assert {key: alone["Bob"][key] for key in KEYS[part]} == {key: among["Bob"][key] for key in KEYS[part]}


@pytest.mark.parametrize("by", ["topic", "year"])
@pytest.mark.parametrize("part", ["--peers", "--difficulty", "--shrunk"])
def test_what_holds_analysts_against_each_other_needs_analysts(shared, by, part):
    done = shared.run("summary", "--by", by, part)
    assert (done.code, done.out) == (2, "")
    assert f"{part} holds analysts against each other, and cannot go with --by {by}." in done.err
    assert "use --by analyst" in done.err


def test_a_word_that_is_no_way_to_treat_the_unresolved_is_refused(shared):
    done = shared.run("summary", "--unresolved", "guess")
    assert (done.code, done.out) == (2, "")
    assert "bounds" in done.err
    assert UNRESOLVED.split(", ") == list(summary_report.UNRESOLVED)


def test_an_unknown_grouping_is_refused_as_ever(shared):
    plain, more = shared.run("summary", "--by", "age"), shared.run("summary", "--by", "age", "--peers")
    assert (more.code, more.err) == (plain.code, plain.err)


@each_part
def test_an_empty_ledger_has_nothing_to_show(cli, part):
    done = cli.ok("summary", *part.split())
    assert "No claims yet" in done.out
    assert TITLES[part] not in done.out
    assert cli.rows("summary", *part.split()) == []


@each_part
def test_without_a_verdict_figures_do_not_exist(cli, part):
    cli.add("It rains", "--likelihood", "80%", "--by", "2030-12-31")
    row = cli.figures("Ann", *part.split())
    assert {row[key] for key in KEYS[part]} <= {None, 0}
    assert TITLES[part] in cli.ok("summary", *part.split()).out


def test_where_nobody_shares_a_question_the_way_to_it_is_named(seeded):
    for part in ("--peers", "--difficulty"):
        assert "ledger question link" in squashed(seeded.ok("summary", part).out)


def test_the_seeds_keep_their_golden_scores(seeded):
    rows = by_analyst(seeded, "--shrunk", "--unresolved", "bounds")
    for name, score in (("Tong Zhao", 0.1231), ("Feng Zhang", 0.0604)):
        assert round(rows[name]["brier"], 4) == score
        assert rows[name]["brier_bound_low"] == pytest.approx(rows[name]["brier"])
        assert rows[name]["tier"] is None
    assert "nobody has the 30 claims" in squashed(seeded.ok("summary", "--shrunk").out)


ALL = " ".join(PARTS).split()


@pytest.mark.parametrize("width", [60, 80, 100])
def test_every_line_fits(shared, width):
    out = shared.ok("summary", *ALL, env={"COLUMNS": str(width)}).out
    tables = out.partition(TITLES["--peers"])[2].rpartition("Analyst")[0]
    assert max(map(len, tables.splitlines())) <= width


def test_csv_carries_every_key_and_tsv_every_column(shared):
    heads = shared.ok("summary", *ALL, "--format", "csv").out.splitlines()[0].split(",")
    assert heads[-sum(map(len, KEYS.values())) :] == [key for part in PARTS for key in KEYS[part]]
    lines = shared.ok("summary", *ALL, "--format", "tsv").out.splitlines()
    assert {"Vs peers", "Adj. Brier", "Shrunk", "Tier", "Brier could be"} <= set(lines[0].split("\t"))
    assert len({line.count("\t") for line in lines}) == 1


@pytest.mark.parametrize("name", ["md", "html", "rst", "latex"])
def test_every_format_for_people_has_the_tables(shared, name):
    out = shared.ok("summary", *ALL, "--format", name).out
    assert all(title in out for title in TITLES.values())


@each_part
def test_a_moment_before_the_record_has_nothing(shared, part):
    assert shared.rows("summary", "--as-of", "2020-01-01", *part.split()) == []


def test_as_of_a_moment_what_was_settled_later_is_waiting(cli):
    cli.today = "2026-03-01"
    cli.add("It rains", "--likelihood", "80%", "--by", "2026-02-01")
    cli.today = "2026-04-01"
    cli.resolve("q1", "true", on="2026-02-01")
    now, then = (cli.figures("Ann", "--unresolved", "bounds", *when) for when in ((), ("--as-of", "2026-03-15")))
    assert (now["unresolved"], then["unresolved"]) == (0, 1)
    assert now["brier_bound_high"] == pytest.approx(0.04)
    assert (then["brier_bound_low"], then["brier_bound_high"]) == pytest.approx((0.04, 0.64))
