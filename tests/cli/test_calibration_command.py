"""``ledger calibration``: the curve where there is enough for one, and what is said where there is not."""

import csv
import io
import json
import math
import re
from pathlib import Path

import pytest
from cli_kit import Cli, copy_ledger
from curve_ledgers import Said, calibrated, learning, made
from sklearn.isotonic import IsotonicRegression

from ledger.render.width import display_width

FORMATS = ["table", "json", "csv", "md", "ndjson", "tsv", "html", "grid"]


@pytest.fixture(scope="module")
def curve_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("curves") / "ledger.db"
    return made(path, Ann=calibrated(), Bob=calibrated(120, seed=9), Cy=learning())


@pytest.fixture
def curves(curve_file, db_path):
    """Ann and Bob have enough for a curve; Cy has been right sixty times and never wrong."""
    copy_ledger(curve_file, db_path)
    return Cli()


def settled(cli, analyst):
    """Probability and outcome of every claim that is scored, straight from the listing."""
    rows = [row for row in cli.rows("list", "--analyst", analyst) if row["standing"] == "scored"]
    told = [(row["probability"], row["outcome"] == "true", row["denies"]) for row in rows if row["probability"]]
    return [(1 - p if denies else p, float(true)) for p, true, denies in told]


def brier(pairs):
    return sum((p - y) ** 2 for p, y in pairs) / len(pairs)


def recalibrated(pairs):
    """Brier score after isotonic regression, by scikit-learn."""
    p, y = zip(*pairs, strict=True)
    return brier(list(zip(IsotonicRegression().fit(p, y).predict(p), y, strict=True)))


@pytest.mark.parametrize(("analyst", "n", "score"), [("Feng Zhang", 9, 0.0604), ("Tong Zhao", 8, 0.1231)])
def test_figures_of_the_seeds_are_those_of_their_claims(seeded, analyst, n, score):
    row = seeded.rows("calibration", analyst)[0]
    pairs = settled(seeded, analyst)
    rate = sum(y for _, y in pairs) / n
    assert (row["analyst"], row["n"], len(pairs)) == (analyst, n, n)
    assert (row["n_true"], row["n_false"]) == (sum(y for _, y in pairs), sum(1 - y for _, y in pairs))
    assert row["brier"] == pytest.approx(brier(pairs), abs=1e-12)
    assert round(row["brier"], 4) == score
    assert row["mcb"] == pytest.approx(brier(pairs) - recalibrated(pairs), abs=1e-12)
    assert row["unc"] == pytest.approx(rate * (1 - rate), abs=1e-12)
    assert row["mcb"] - row["dsc"] + row["unc"] == pytest.approx(row["brier"], abs=1e-12)
    z = sum((y - p) * (1 - 2 * p) for p, y in pairs) / math.sqrt(sum((1 - 2 * p) ** 2 * p * (1 - p) for p, _ in pairs))
    assert row["spiegelhalter"] == pytest.approx(z, abs=1e-12)
    assert row["stated"] == pytest.approx(sum(max(p, 1 - p) for p, _ in pairs) / n, abs=1e-12)


def test_too_few_forecasts_are_refused_with_how_many_more_are_needed(seeded):
    told = " ".join(seeded.ok("calibration", "Feng Zhang").out.split())
    assert (
        "Feng Zhang: 9 forecasts with a probability are settled; a calibration curve needs 100, 91 more, and at least "
        "5 of each outcome (1 did not come true: 4 more)."
    ) in told
    assert "Feng Zhang said 89% on average when right 89% of the time" in told
    assert "share that came true" not in told


def test_machines_get_every_figure_of_what_is_refused(seeded):
    row = seeded.rows("calibration", "Feng Zhang")[0]
    assert (row["drawn"], row["needed"], len(row["histogram"])) == (False, 91, 10)
    assert sum(part["n"] for part in row["histogram"]) == sum(point["n"] for point in row["curve"]) == 9
    assert set(row["curve"][0]) == {"probability", "share", "low", "high", "n"}
    assert 0 < row["mcb_p"] <= 1
    assert row["mcb_expected"] > 0


def test_the_histogram_of_what_is_refused_is_printed(seeded):
    told = seeded.ok("calibration", "Feng Zhang").out
    counts = dict(re.findall(r"^ *(\d+%-\d+%) +(\d+)", told, re.MULTILINE))
    pairs = settled(seeded, "Feng Zhang")
    assert counts["80%-90%"] == str(sum(0.8 <= p < 0.9 for p, _ in pairs))
    assert counts["0%-10%"] == "0"


def test_without_a_name_all_analysts_are_one_curve(seeded):
    rows = seeded.rows("calibration")
    assert [row["analyst"] for row in rows] == ["All"]
    assert rows[0]["n"] == seeded.json("score")["total"]["scored"]
    assert rows[0]["brier"] == pytest.approx(seeded.json("score")["total"]["brier"], abs=1e-12)


def test_several_names_are_a_row_each_and_nobody_is_named_twice(seeded):
    rows = seeded.rows("calibration", "Tong Zhao", "feng zhang", "Tong Zhao")
    assert [row["analyst"] for row in rows] == ["Tong Zhao", "Feng Zhang"]


def test_enough_forecasts_are_drawn_with_band_and_histogram(curves):
    told = curves.ok("calibration", "Ann").out
    assert told.startswith("Calibration of Ann\n")
    assert all(words in told for words in ("share that came true", "90% consistency band", "Ann  n 150", "░", "█"))
    row = curves.rows("calibration", "Ann")[0]
    assert (row["drawn"], row["needed"], row["n"], row["clusters"]) == (True, 0, 150, 30)
    for point in row["curve"]:
        assert point["low"] <= point["probability"] <= point["high"]
    shares = [point["share"] for point in row["curve"]]
    assert shares == sorted(shares)


def test_the_curve_is_the_isotonic_regression(curves):
    row = curves.rows("calibration", "Bob")[0]
    p, y = zip(*settled(curves, "Bob"), strict=True)
    fitted = IsotonicRegression().fit(p, y).predict([point["probability"] for point in row["curve"]])
    assert [point["share"] for point in row["curve"]] == pytest.approx(list(fitted), abs=1e-12)
    assert sum(point["n"] for point in row["curve"]) == 120


def test_a_hundred_forecasts_of_one_outcome_are_no_curve(db_path):
    made(db_path, Di=[Said(70, 1.0, number) for number in range(120)])
    row = Cli().rows("calibration", "Di")[0]
    assert (row["drawn"], row["needed"], row["n_false"]) == (False, 5, 0)
    told = " ".join(Cli().ok("calibration", "Di").out.split())
    assert "are settled; a calibration curve needs at least 5 of each outcome (0 did not come true: 5 more)." in told
    assert "underconfident" in told


def test_only_what_is_missing_is_asked_for(db_path):
    made(db_path, Di=[Said(70, float(number % 5 > 0), number) for number in range(35)])
    told = " ".join(Cli().ok("calibration", "Di").out.split())
    assert "35 forecasts with a probability are settled; a calibration curve needs 100, 65 more. " in told


def test_small_p_values_are_only_said_to_be_so(db_path):
    said = [Said(95, float(number % 3 > 0), number) for number in range(90)]
    made(db_path, Di=[*said, *(Said(60, 1.0, number) for number in range(90, 130))])
    out = Cli().ok("calibration", "Di").out
    told = " ".join(out.split())
    assert re.search(r"Spiegelhalter's Z \+\d+\.\d\d, p < 0\.001;", told)
    assert "(median), p < 0.001." in told
    assert re.search(r"^Di .* < 0\.001 ", out, re.MULTILINE)
    assert "p 0.000" not in told


def test_one_is_said_as_one(cli):
    cli.add("It rains", "--likelihood", "80%", "--by", "2026-02-01")
    cli.add("It snows", "--likelihood", "might", "--by", "2026-02-01")
    cli.add("It hails", "--by", "2026-02-01")
    cli.resolve("q1", on="2026-02-01")
    told = " ".join(cli.ok("calibration").out.split())
    assert "1 of 1 scored claim was recorded after it was settled; --prospective leaves it out." in told
    assert "No forecasts: 1 hedge, 1 flat assertion, which states no probability." in told
    cli.add("It blows", "--likelihood", "might", "--by", "2026-02-01")
    assert "2 hedges" in cli.ok("calibration").out


@pytest.mark.parametrize(("n", "drawn"), [(99, False), (100, True)])
def test_a_hundred_are_enough_and_one_less_is_not(db_path, n, drawn):
    made(db_path, Di=[Said(50 + number % 40, float(number % 3 > 0), number) for number in range(n)])
    row = Cli().rows("calibration", "Di")[0]
    assert (row["drawn"], row["needed"]) == (drawn, 100 - n)


def test_who_has_too_few_beside_one_who_has_enough_is_refused_alone(curves):
    told = " ".join(curves.ok("calibration", "Ann", "Bob", "Cy").out.split())
    assert "Ann n 150" in told
    assert "Bob n 120" in told
    assert "Cy: 60 forecasts with a probability are settled; a calibration curve needs 100, 40 more" in told
    assert "Stated probabilities: Cy" in told
    assert "Cy n 60" not in told


def test_the_same_seed_gives_the_same_band_and_another_seed_another(curves):
    def band(*options):
        row = curves.rows("calibration", "Ann", *options)[0]
        return [(point["low"], point["high"]) for point in row["curve"]], row["mcb_p"]

    assert band() == band()
    assert band("--seed", 1) == band("--seed", 1) != band("--seed", 2)


def test_a_wider_level_makes_a_wider_band(curves):
    wide, narrow = (curves.rows("calibration", "Ann", "--level", level)[0]["curve"] for level in (0.95, 0.5))
    spread = [sum(point["high"] - point["low"] for point in points) for points in (wide, narrow)]
    assert spread[0] > spread[1]
    assert "50% consistency band" in curves.ok("calibration", "Ann", "--level", 0.5).out


def test_analysts_on_the_same_questions_get_no_p_value_together(db_path):
    said = [*calibrated(80)]
    made(db_path, shared=True, Ann=said, Bob=said)
    row = Cli().rows("calibration")[0]
    assert (row["n"], row["shared"], row["mcb_p"], row["spiegelhalter"]) == (160, True, None, None)
    assert row["mcb_expected"] > 0
    told = " ".join(Cli().ok("calibration").out.split())
    assert "several analysts answered the same questions, so that no p-value holds" in told
    assert Cli().rows("calibration", "Ann")[0]["shared"] is False


def test_outcomes_in_part_are_read_as_asked_and_have_no_band(db_path):
    made(db_path, Ann=[*calibrated(110), Said(80, 0.4, 99)])
    cli = Cli()
    coded, strict, part = (cli.rows("calibration", "--reading", word)[0] for word in ("coded", "strict", "fraction"))
    assert (coded["n"], coded["partial"], coded["n_in_part"]) == (110, 1, 0)
    assert (strict["n"], strict["n_false"]) == (111, coded["n_false"] + 1)
    assert (part["n"], part["n_in_part"], part["mcb_p"], part["curve"][0]["low"]) == (111, 1, None, None)
    told = cli.ok("calibration", "--reading", "fraction").out
    assert "There is no band where outcomes count in part" in told
    assert "consistency band" not in told


def test_filters_narrow_what_is_counted(seeded):
    assert seeded.rows("calibration", "--prospective")[0]["n"] == 0
    assert seeded.rows("calibration", "Feng Zhang", "--until", "2010")[0]["n"] == 0
    narrowed = seeded.rows("calibration", "--kind", "prediction")[0]["n"]
    assert narrowed == sum(
        row["standing"] == "scored" and row["probability"] is not None
        for row in seeded.rows("list", "--kind", "prediction")
    )


def test_phrases_are_read_on_the_scale_asked_for(cli):
    cli.resolve(cli.add("It rains", "--likelihood", "likely", "--by", "2026-05-01")["number"], on="2026-05-01")
    coded, read = cli.rows("calibration")[0], cli.rows("calibration", "--scale", "nato")[0]
    assert (coded["curve"][0]["probability"], read["curve"][0]["probability"]) == (0.675, 0.75)
    assert "All phrases are read on the scale nato." in cli.ok("calibration", "--scale", "nato").out


def test_an_earlier_ledger_has_fewer_forecasts(seeded):
    seeded.today = "2026-08-01"
    seeded.add("It rains", "--by", "2026-07-20", "--likelihood", "80%", analyst="Feng Zhang", on="2026-07-10")
    number = seeded.rows("list", "--analyst", "Feng Zhang")[-1]["number"]
    seeded.resolve(number, on="2026-07-20")
    assert seeded.rows("calibration", "Feng Zhang")[0]["n"] == 10
    before = seeded.json("calibration", "Feng Zhang", "--as-of", "2026-07-02")
    assert (before["rows"][0]["n"], before["rows"][0]["retrospective"]) == (9, 9)


def test_an_empty_ledger_says_what_to_do(cli):
    told = cli.ok("calibration").out
    assert "a calibration curve needs 100, 100 more" in told
    assert "Record one with: ledger add" in told
    row = cli.rows("calibration")[0]
    assert (row["n"], row["needed"], row["brier"], row["curve"]) == (0, 100, None, [])


@pytest.mark.parametrize("word", FORMATS)
@pytest.mark.parametrize("names", [["Ann"], ["Cy"], ["Ann", "Cy"], []])
def test_every_format_is_written(curves, word, names):
    done = curves.ok("calibration", *names, "--draws", 100, "--format", word)
    assert done.out.endswith("\n")
    assert done.err == ""
    assert ("share that came true" in done.out) is (word == "table" and names != ["Cy"])


def test_json_csv_and_lines_say_the_same(curves):
    rows = curves.rows("calibration", "Ann", "Cy")
    lines = curves.ok("calibration", "Ann", "Cy", "--format", "ndjson").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    cells = list(csv.DictReader(io.StringIO(curves.ok("calibration", "Ann", "Cy", "--format", "csv").out)))
    assert [json.loads(cell["curve"]) for cell in cells] == [row["curve"] for row in rows]
    assert [float(cell["brier"]) for cell in cells] == [row["brier"] for row in rows]


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("names", [["Ann"], ["Ann", "Bob", "Cy"]])
def test_no_line_is_wider_than_the_terminal(curves, columns, names):
    told = curves.ok("calibration", *names, env={"COLUMNS": str(columns)}).out
    assert max(display_width(line) for line in told.splitlines()) <= columns


def test_a_stream_without_unicode_gets_a_drawing_in_ascii(curves, monkeypatch):
    monkeypatch.setattr("ledger.cli.display.speaks_unicode", lambda: False)
    drawing = curves.ok("calibration", "Ann").out.partition("Analyst")[0]
    assert drawing.isascii()
    assert "consistency band" in drawing


@pytest.mark.parametrize("suffix", ["png", "svg", "PNG"])
def test_a_picture_is_written_beside_the_drawing(curves, tmp_path, suffix):
    path = tmp_path / f"curve.{suffix}"
    done = curves.ok("calibration", "Ann", "--plot", path, "--draws", 100)
    assert path.read_bytes().startswith(b"\x89PNG" if suffix.lower() == "png" else b"<?xml")
    assert done.err == f"Drawn into {path}\n"
    assert "share that came true" in done.out


def test_a_picture_goes_with_json_and_says_n(curves, tmp_path):
    path = tmp_path / "curve.svg"
    done = curves.ok("calibration", "Ann", "Cy", "--plot", path, "--format", "json", "--draws", 100)
    assert [row["drawn"] for row in done.rows] == [True, False]
    text = path.read_text(encoding="utf-8")
    assert "Ann, n 150" in text
    assert "MCB" in text
    assert "150 of 150 scored claims were recorded after they were settled." in text
    assert "As of entry " in text
    assert "Cy, n" not in text


def test_no_picture_is_made_of_too_few(seeded, tmp_path):
    done = seeded.ok("calibration", "--plot", tmp_path / "curve.png")
    assert "No picture is made" in done.err
    assert not (tmp_path / "curve.png").exists()


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["Feng Zang"], 3, "Did you mean: Feng Zhang?"),
        (["Feng Zhang", "Nobody"], 3, "There is no analyst 'Nobody'."),
        (["--plot", "curve.pdf"], 2, "ends in .png or .svg"),
        (["--plot", "nowhere/at/all/curve.png"], 2, "there is no folder"),
        (["--level", "1"], 2, "--level 1 is not between 0 and 1"),
        (["--draws", "1"], 2, "--draws 1 is not between 100 and 10000"),
        (["--seed", "-1"], 2, "--seed"),
        (["--scale", "nobody"], 2, "No likelihood scale is called 'nobody'"),
        (["--reading", "kind"], 2, "--reading 'kind' is not known"),
        (["--topic", "cooking"], 3, "There is no topic 'cooking'"),
        (["--as-of", "yesterdy"], 2, "as-of"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(seeded, options, code, words):
    done = seeded.run("calibration", *options)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_picture_without_the_library_for_it_is_refused_before_any_work(nothing, monkeypatch):
    """Before the ledger is even looked for: there is none here."""
    monkeypatch.setattr("ledger.cli.display.find_spec", lambda _: None)
    done = nothing.run("calibration", "--plot", "curve.png")
    assert (done.code, done.out) == (2, "")
    assert "claim-ledger[plot]" in done.err


def test_a_folder_is_no_picture(nothing, tmp_path):
    (tmp_path / "a.png").mkdir()
    done = nothing.run("calibration", "--plot", Path(tmp_path / "a.png"))
    assert (done.code, "it is a folder" in done.err) == (2, True)
