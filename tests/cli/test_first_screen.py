"""The first screen: one table in 100 columns, four lines under it, and whoever is named by the beginning of a name."""

import pytest
from cli_kit import Cli
from terminal_kit import Terminal

HEADS = ["Analyst", "Claims", "Of due", "Right", "90%", "Brier", "90%", "Verdict"]


def heads(line):
    """The heads of a plain table, which stand at least two columns apart."""
    return [head.strip() for head in line.replace("Of due", "Of_due").replace("_", " ").split("  ") if head.strip()]


@pytest.mark.parametrize("columns", ["100", "", "not a number"])
def test_the_summary_is_one_table_of_eight_columns(seeded, columns):
    """Also through a pipe, where nobody says how wide the page is."""
    lines = seeded.ok("summary", env={"COLUMNS": columns}).out.splitlines()
    assert heads(lines[0]) == HEADS
    assert max(map(len, lines)) <= 100
    assert len(lines) <= 20
    assert lines.count("") == 1
    assert len(lines[lines.index("") + 1 :]) <= 4


def test_on_eighty_columns_the_intervals_are_left_out(seeded):
    lines = seeded.ok("summary", env={"COLUMNS": "80"}).out.splitlines()
    assert heads(lines[0]) == [head for head in HEADS if head != "90%"]
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 20
    assert len(lines[lines.index("") + 1 :]) <= 4


@pytest.mark.parametrize("columns", [80, 100])
def test_a_terminal_gets_the_same_screen(seeded, columns):
    code, shown = Terminal("summary", columns=columns, env={"NO_COLOR": "1"}).end()
    assert code == 0
    shown = shown.splitlines()
    told = seeded.ok("summary", env={"COLUMNS": str(columns)}).out.splitlines()
    assert shown[:-1] == told[:-1]  # the last line says of which moment it speaks
    assert "\x1b" not in "".join(shown)


def test_the_lines_under_the_table_say_what_must_be_said(seeded):
    out = seeded.ok("summary", env={"COLUMNS": "100"}).out
    told = out.partition("\n\n")[2]
    for words in (
        "0 is perfect",
        "0.25 is always saying 50%, the reference",
        "Scored: 18 of 46 claims, 18 retrospective. Not scored: 28, of them 5 hedged.",
        "--details",
        "As of entry 141",
    ):
        assert words in told
    assert "always saying 30.0%" in seeded.ok("summary", "--reference", "30%").out


def test_details_give_the_rest(seeded):
    plain, full = seeded.ok("summary").out, seeded.ok("summary", "--details").out
    for words in ("Counted, and not scored", "How sure", "Likelihoods from", "--prospective leaves them out"):
        assert words not in plain
        assert words in full
    assert seeded.rows("summary", "--details") == seeded.rows("summary")


def test_a_score_is_shown_from_three_resolved_claims_on(cli):
    for n in range(3):
        assert " 0.0400 " not in cli.ok("summary").out
        cli.add(f"It rains on day {n}", "--likelihood", "80%", "--by", "2026-02-01")
        cli.resolve(f"q{n + 1}", "true", on="2026-02-01")
    assert " 0.0400 " in cli.ok("summary").out
    assert "too few to judge" in cli.ok("summary").out


def test_an_empty_ledger_says_how_to_begin(cli):
    out = cli.ok("summary").out
    assert "ledger add" in out
    assert len(out.splitlines()) <= 3


@pytest.fixture
def named(cli):
    for name in ("Feng Zhang", "Tong Zhao", "Tom Reyes"):
        cli.add(f"It rains on {name}", "--likelihood", "80%", "--by", "2026-02-01", analyst=name)
    return cli


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["Feng Zhang"], ["Feng Zhang"]),
        (["feng"], ["Feng Zhang"]),
        (["TONG", "a1"], ["Feng Zhang", "Tong Zhao"]),
        (["--analyst", "tom"], ["Tom Reyes"]),
    ],
)
def test_the_summary_of_those_who_are_named(named, given, names):
    assert [row["analyst"] for row in named.rows("summary", *given)] == names


@pytest.mark.parametrize(
    "command",
    [["list", "--analyst"], ["show"], ["analyst", "show"], ["trend"], ["calibration"], ["score", "--analyst"]],
    ids=" ".join,
)
class TestBeginnings:
    def test_the_beginning_of_a_name_is_enough_to_read(self, named, command):
        assert named.ok(*command, "Fen").out == named.ok(*command, "Feng Zhang").out

    def test_a_beginning_of_several_names_them(self, named, command):
        done = named.run(*command, "to")
        assert (done.code, done.out) == (4, "")
        assert "Tong Zhao (a2), Tom Reyes (a3)" in done.err


def test_nothing_is_recorded_of_somebody_who_is_half_named(named):
    """Who records a half name records it of somebody else, or of nobody; never of the one whose name begins so."""
    named.run("add", "It snows", "--analyst", "Feng", "--on", "2026-01-10")
    assert named.figures("Feng Zhang")["claims"] == 1
    assert named.run("analyst", "alias", "Ton", "T. Zhao").code == 3
    assert named.run("amend", "1", "--analyst", "Ton").code == 3


def test_the_demo_fits_a_small_terminal(cli):
    lines = Cli().ok("demo", env={"COLUMNS": "80"}).out.splitlines()
    assert heads(lines[0])[0] == "Analyst"
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("Tong Zhao: 7 of 8 ") for line in lines)
