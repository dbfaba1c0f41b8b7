"""How far scores hang on readings: by hand, in step with the other commands, in every format, and refused."""

import pytest
from cli_kit import Cli
from more_ledgers import FLAT, Said, answered, phrase, sure

from ledger.cli.reports import VERBAL_RULES
from ledger.model.scales import scale_names
from ledger.reports import verbal_sensitivity
from ledger.reports.verbal_sensitivity import partition

LIKELY = phrase("likely", 55, 80)
HEDGE = phrase("might", 20, 60, source="hedge")

# Ann says likely four times (three true) and 60% once (true); Bob says 56.7% once, true.
# On ICD 203 (67.5%) she scores (3 x .105625 + .455625 + .16) / 5 = .1865, on PHIA (65%) .19; he .187489.
SAID = [
    *(Said("Ann", f"Q{n}", LIKELY, "true" if n else "false", f"e{n}") for n in range(4)),
    Said("Ann", "number", sure(60)),
    Said("Bob", "other", sure(56.7)),
    Said("Ann", "hedged", HEDGE),
    Said("Ann", "hedged and open", HEDGE, None),
    Said("Bob", "flat", FLAT, "false"),
]
POINTS = {"icd203": 0.675, "phia": 0.65, "nato": 0.75, "ipcc": 0.78, "efsa": 0.78, "survey": 0.75}


@pytest.fixture
def said(db_path):
    answered(db_path, SAID)
    return Cli()


def of(cli, name="Ann", *args):
    return next(row for row in cli.rows("readings", *args) if row["analyst"] == name)


def squashed(text):
    return " ".join(text.split())


def ends(row, name):
    return row[f"{name}_low"], row[f"{name}_high"]


@pytest.mark.parametrize("scale", POINTS)
def test_a_score_on_each_scale_by_hand(said, scale):
    miss, hit = POINTS[scale] ** 2, (1 - POINTS[scale]) ** 2
    row = of(said)
    assert row[f"brier_{scale}"] == pytest.approx((3 * hit + miss + 0.16) / 5)
    assert row[f"unread_{scale}"] == 0


def test_a_scale_without_the_phrase_leaves_its_claims_out(said):
    row = of(said)
    assert (row["brier_kent"], row["unread_kent"]) == (pytest.approx(0.16), 4)
    assert "0.1600 (4)" in said.ok("readings").out
    assert "left out of its score" in squashed(said.ok("readings").out)


def test_every_scale_has_its_figures(said):
    row = of(said)
    assert {f"brier_{name}" for name in scale_names()} | {f"unread_{name}" for name in scale_names()} <= set(row)


def test_bounds_by_hand(said):
    """Any one reading of likely: from .75 (three of four) to the far end, .55; the number is what it is."""
    row = of(said)
    assert row["brier"] == pytest.approx(0.1865)
    assert ends(row, "brier_word") == pytest.approx(((0.75 + 0.16) / 5, (3 * 0.45**2 + 0.55**2 + 0.16) / 5))
    assert ends(row, "brier_claim") == pytest.approx(
        ((3 * 0.2**2 + 0.55**2 + 0.16) / 5, (3 * 0.45**2 + 0.8**2 + 0.16) / 5)
    )
    bob = of(said, "Bob")
    assert ends(bob, "brier_word") == ends(bob, "brier_claim") == pytest.approx((0.187489, 0.187489))


def test_a_word_by_itself(said):
    whole = said.json("readings")
    (word,) = whole["words"]
    assert (word["words"], word["source"], word["scale"], word["n"], word["true"]) == (
        "likely",
        "phrase",
        "icd203",
        4,
        3,
    )
    assert (word["low"], word["point"], word["high"]) == (0.55, 0.675, 0.8)
    assert (word["brier"], word["brier_low"], word["brier_high"]) == pytest.approx((0.193125, 0.1875, 0.2275))
    told = "'Likely' read as 67.5% (ICD 203: 55-80%) in 4 claims. Any fixed reading in that range gives 0.19-0.23."
    assert told in squashed(said.ok("readings").out)


def test_the_order_that_a_scale_turns_round_is_named(said):
    order = said.json("readings")["order"]
    assert order == {"same": False, "compared": ["Ann", "Bob"], "swaps": [["Ann", "Bob"]]}
    assert "does not survive every scale. Which of two is ahead hangs on it: Ann and Bob." in squashed(
        said.ok("readings").out
    )


def test_an_order_that_survives_is_said_to(db_path):
    answered(db_path, [*SAID[:5], Said("Bob", "other", sure(90))])
    assert Cli().json("readings")["order"] == {"same": True, "compared": ["Ann", "Bob"], "swaps": []}
    assert "The order of the 2 analysts with a score on every scale is the same on all" in squashed(
        Cli().ok("readings").out
    )


def test_one_analyst_has_no_order(said):
    assert [row["analyst"] for row in said.rows("readings", "--analyst", "Ann")] == ["Ann"]
    assert "no order to look at" in squashed(said.ok("readings", "--analyst", "Ann").out)


def test_hedges_are_counted_and_move_bounds_alone(said):
    plain, more = of(said), of(said, "Ann", "--include-hedges")
    assert (plain["hedged"], plain["claims"]) == (2, 7)
    assert {key: more[key] for key in plain} == plain
    assert more["hedges_settled"] == 1
    low, high = (5 * end for end in ends(plain, "brier_word"))
    assert ends(more, "brier_word_hedges") == pytest.approx(((low + 0.16) / 6, (high + 0.64) / 6))
    low, high = (5 * end for end in ends(plain, "brier_claim"))
    assert ends(more, "brier_claim_hedges") == pytest.approx(((low + 0.16) / 6, (high + 0.64) / 6))
    assert "2 of 9 claims were hedges and are not scored; --include-hedges" in squashed(said.ok("readings").out)
    assert "where the 1 that are settled" in squashed(said.ok("readings", "--include-hedges").out)


@pytest.mark.parametrize(
    ("extra", "settled"),
    [
        pytest.param(Said("Ann", "Q1", HEDGE), 0, id="of what was also said plainly"),
        pytest.param(Said("Ann", "new", HEDGE, "void"), 0, id="of a void question"),
        pytest.param(Said("Ann", "new", HEDGE, more={"stated_on": "2021-01-01"}), 0, id="of what was known"),
        pytest.param(Said("Ann", "new", HEDGE, more={"attribution": "host"}), 0, id="of somebody else"),
        pytest.param(Said("Ann", "new", HEDGE, "partial"), 0, id="of what came about in part"),
        pytest.param(Said("Ann", "new", HEDGE, "false"), 1, id="made in time and settled"),
    ],
)
def test_a_hedge_that_settles_nothing_is_in_no_bound(db_path, extra, settled):
    answered(db_path, [*SAID[:5], extra])
    assert of(Cli(), "Ann", "--include-hedges")["hedges_settled"] == settled


def test_a_hedge_said_twice_counts_once(db_path):
    answered(db_path, [Said("Ann", "new", HEDGE), Said("Ann", "new", HEDGE, more={"stated_on": "2020-06-01"})])
    row = of(Cli(), "Ann", "--include-hedges")
    assert (row["hedges_settled"], row["brier"]) == (1, None)
    assert ends(row, "brier_word_hedges") == pytest.approx((0.16, 0.64))


@pytest.mark.parametrize("words", ["0.97", "97%"])
def test_a_flat_assertion_read_as_a_number_by_hand(said, words):
    """Bob asserted flatly what proved false: .97 squared beside his .187489."""
    bob, ann = of(said, "Bob", "--bare", words), of(said, "Ann", "--bare", words)
    assert (bob["n_flat"], bob["brier_bare"]) == (1, pytest.approx((0.187489 + 0.9409) / 2))
    assert bob["brier"] == pytest.approx(0.187489)
    assert ann["brier_bare"] == pytest.approx(ann["brier"])
    assert "brier_bare" not in of(said, "Bob")
    assert "Flat 97%" in said.ok("readings", "--bare", words).out


def test_a_flat_denial_asserts_the_other_side(db_path):
    answered(db_path, [Said("Ann", "Q", FLAT, "false", more={"denies": True})])
    assert of(Cli(), "Ann", "--bare", "97%")["brier_bare"] == pytest.approx(0.0009)


@pytest.mark.parametrize("words", ["0", "1", "0.0", "1.0", "100%", "0%", "40%", "55-80%", "likely", "", "97", "nan"])
def test_a_flat_assertion_is_never_certain_nor_anything_else(said, words):
    done = said.run("readings", "--bare", words)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 2


def test_the_interval_rule_by_hand(said):
    """Likely costs .4404 if false and .0904 if true on ICD 203; scales whose bands do not meet have no such rule."""
    row = of(said, "Ann", "--verbal-rule", "interval")
    assert row["brier_icd203"] == pytest.approx((3 * 0.0904 + 0.4404 + 0.16) / 5, abs=2e-5)
    whole = said.json("readings", "--verbal-rule", "interval")
    assert whole["settings"]["scales"] == ["icd203", "efsa", "nato"]
    assert "brier_phia" not in row
    assert row["brier"] == of(said)["brier"]
    told = squashed(said.ok("readings", "--verbal-rule", "interval").out)
    assert "Only scales whose bands lie side by side have one: ICD 203, EFSA, NATO AJP-2.1." in told


def test_which_scales_are_partitions():
    assert [name for name in scale_names() if partition(name)] == ["efsa", "icd203", "nato"]


def test_a_rule_that_is_none_is_refused(said):
    done = said.run("readings", "--verbal-rule", "median")
    assert (done.code, done.out) == (2, "")
    assert "midpoint, interval" in done.err
    assert VERBAL_RULES.split(", ") == list(verbal_sensitivity.RULES)


def test_a_denial_means_its_word_of_what_it_asserts(db_path):
    """To deny with "likely" what proves false is to be right with "likely": the same word as any other likely."""
    denied = Said("Ann", "Q9", LIKELY, "false", "e9", {"denies": True})
    answered(db_path, [*SAID[1:4], denied])
    row = of(Cli())
    assert ends(row, "brier_word") == pytest.approx((0.2**2, 0.45**2))
    assert row["brier_icd203"] == pytest.approx(0.105625)
    assert Cli().json("readings")["words"][0]["true"] == 4


def test_ranges_and_the_curators_readings_have_their_own_band(db_path):
    wide = {"source": "range", "words": "60-90%", "low": 600_000, "point": 750_000, "high": 900_000, "scale": None}
    answered(
        db_path, [Said("Ann", "Q", wide), Said("Ann", "R", phrase("surely", 90, 99, source="inferred", scale=None))]
    )
    row = of(Cli())
    assert ends(row, "brier_word") == pytest.approx(((0.01 + 0.0001) / 2, (0.16 + 0.01) / 2))
    assert [(word["words"], word["source"]) for word in Cli().json("readings")["words"]] == [
        ("60-90%", "range"), ("surely", "inferred"),
    ]  # fmt: skip
    assert (row["n_range"], row["n_inferred"]) == (1, 1)
    assert len({row[f"brier_{name}"] for name in scale_names()}) == 1
    text = squashed(Cli().ok("readings").out)
    assert "every scale gives the same scores" in text
    assert "1 of 2 scored claims is in words that the curator read; its band" in text


def test_the_same_words_with_another_band_are_another_word(db_path):
    """The curator read them differently each time: one true at 55-80%, one false at 20-30%, each at its own best."""
    low, high = (phrase("fairly", *band, source="inferred", scale=None) for band in ((20, 30), (55, 80)))
    answered(db_path, [Said("Ann", "Q", high), Said("Ann", "R", low, "false")])
    assert ends(of(Cli()), "brier_word") == pytest.approx(((0.04 + 0.04) / 2, (0.45**2 + 0.09) / 2))
    assert len(Cli().json("readings")["words"]) == 2


@pytest.mark.parametrize(("reading", "n"), [("coded", 3), ("strict", 4), ("charitable", 4), ("fraction", 4)])
def test_what_came_about_in_part_counts_as_the_reading_says(db_path, reading, n):
    answered(db_path, [*SAID[1:4], Said("Ann", "part", LIKELY, "partial", "p")])
    row = of(Cli(), "Ann", "--reading", reading)
    figures = Cli().figures("Ann", "--reading", reading)
    assert row["n"] == figures["scored"] == n
    assert row["brier"] == pytest.approx(figures["brier"])
    assert row["brier_word_low"] <= row["brier"] <= row["brier_word_high"]


def test_the_scores_are_those_of_the_summary_and_of_ledger_score(seeded):
    rows = {row["analyst"]: row for row in seeded.rows("readings")}
    for row in seeded.rows("summary"):
        mine = rows[row["analyst"]]
        assert (mine["n"], mine["hedged"], mine["claims"]) == (row["scored"], row["hedged"], row["claims"])
        assert mine["retrospective"] == row["retrospective"]
        assert mine["brier"] == (None if row["brier"] is None else pytest.approx(row["brier"]))
    assert round(rows["Tong Zhao"]["brier"], 4) == 0.1231
    assert round(rows["Feng Zhang"]["brier"], 4) == 0.0604
    assert "18 of 18 scored claims were recorded after they were settled" in squashed(seeded.ok("readings").out)


@pytest.mark.parametrize("scale", scale_names())
def test_a_score_on_a_scale_is_that_of_ledger_score(said, scale):
    theirs = {row["analyst"]: row["brier"] for row in said.rows("score", "--scale", scale, "--measures", "brier")}
    for row in said.rows("readings"):
        assert row[f"brier_{scale}"] == pytest.approx(theirs[row["analyst"]])


def test_all_together_each_analyst_has_a_number_of_his_own_for_a_word(db_path):
    answered(db_path, [*SAID[1:4], Said("Bob", "Q9", LIKELY, "false")])
    total = Cli().json("readings")["total"]
    assert total["n"] == 4
    assert ends(total, "brier_word") == pytest.approx(((3 * 0.2**2 + 0.55**2) / 4, (3 * 0.45**2 + 0.8**2) / 4))


def test_an_empty_ledger_and_filters_that_leave_nothing(cli):
    assert "No claims yet" in cli.ok("readings").out
    assert cli.rows("readings") == []
    cli.add("It rains", "--likelihood", "likely", "--by", "2030-12-31")
    assert "No claim passes" in cli.ok("readings", "--until", "2000").out
    row = of(cli, "Ann", "--include-hedges", "--bare", "97%")
    assert (row["claims"], row["n"], row["brier"], row["brier_word_low"], row["brier_bare"]) == (1, 0, None, None, None)


def test_one_analyst_and_the_other_filters(said):
    assert said.run("readings", "--analyst", "Nobody").code == 3
    assert said.rows("readings", "--kind", "causal") == []
    assert said.run("readings", "--kind", "guess").code == 2
    assert {row["n"] for row in said.rows("readings", "--prospective")} <= {0}


def test_as_of_a_moment_later_verdicts_are_unknown(cli):
    cli.today = "2026-03-01"
    cli.add("It rains", "--likelihood", "likely", "--by", "2026-02-01")
    cli.today = "2026-04-01"
    cli.resolve("q1", "true", on="2026-02-01")
    assert (of(cli)["n"], of(cli, "Ann", "--as-of", "2026-03-15")["n"]) == (1, 0)
    assert cli.rows("readings", "--as-of", "2026-01-01") == []


EVERYTHING = ("--include-hedges", "--bare", "97%")


@pytest.mark.parametrize("width", [60, 80, 100])
def test_every_line_fits(said, width):
    out = said.ok("readings", *EVERYTHING, env={"COLUMNS": str(width)}).out
    assert max(map(len, out.splitlines())) <= width


def test_csv_has_the_keys_of_json_and_tsv_is_one_table(said):
    heads = said.ok("readings", *EVERYTHING, "--format", "csv").out.splitlines()[0].split(",")
    assert heads == list(of(said, "Ann", *EVERYTHING))
    lines = said.ok("readings", *EVERYTHING, "--format", "tsv").out.splitlines()
    assert {"Word bounds", "icd203", "Flat 97%"} <= set(lines[0].split("\t"))
    assert len({line.count("\t") for line in lines}) == 1


@pytest.mark.parametrize("name", ["md", "html", "latex"])
def test_every_format_for_people_has_the_tables(said, name):
    out = said.ok("readings", *EVERYTHING, "--format", name).out
    assert all(title in out for title in ("On every scale", "Word by word", "With hedges"))


def test_what_was_said_cannot_drive_a_terminal(db_path):
    answered(db_path, [Said("Ann", "Q", phrase("sure\x1b[31m\u202e", 80, 90, source="inferred", scale=None))])
    for name in ("table", "json", "md"):
        out = Cli().ok("readings", "--format", name).out
        assert "\x1b" not in out
        assert "\u202e" not in out
