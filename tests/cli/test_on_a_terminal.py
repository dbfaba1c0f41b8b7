"""What only happens where somebody looks: questions, colour, the terminal's own width."""

import json
import os
import re
import subprocess
import sys

import pytest
from terminal_kit import Terminal
from test_output_formats import width

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class TestAsking:
    def test_what_is_missing_is_asked_for_and_recorded(self, cli):
        terminal = Terminal("add")
        terminal.answer("What was said", "It rains in Bath")
        terminal.answer("Who said it", "Ann")
        terminal.answer("Where", "Skies").answer("Title", "Clouds").answer("Published", "2026-01-10")
        terminal.answer("Address", "https://example.org/1")
        terminal.answer("[2026-01-10]", "")
        terminal.answer("words as spoken", "rain it will")
        terminal.answer("How sure", "likely")
        terminal.answer("By when", "within six months")
        terminal.answer("What settles it", "the weather service")
        code, shown = terminal.end()
        assert code == 0, shown
        assert "likely (55-80%, ICD 203)" in shown
        cli.today = "2027-01-01"
        row = cli.claim(1)
        assert (row["statement"], row["analyst"], row["quote"]) == ("It rains in Bath", "Ann", "rain it will")
        assert (row["stated_on"], row["deadline"], row["show"]) == ("2026-01-10", "2026-07-10", "Skies")

    def test_the_last_claim_gives_the_answers_that_are_offered(self, cli):
        cli.ok(
            "add", "It rains", "--analyst", "Ann", "--show", "Skies", "--title", "Clouds", "--published", "2026-01-10"
        )
        terminal = Terminal("add")
        terminal.answer("What was said", "It snows")
        terminal.answer("[Ann]").answer("[e1]").answer("[2026-01-10]")
        for question in ("words as spoken", "How sure", "By when", "What settles it"):
            terminal.answer(question)
        assert terminal.end()[0] == 0
        cli.today = "2027-01-01"
        row = cli.claim(2)
        assert (row["analyst"], row["episode"], row["stated_on"]) == ("Ann", 1, "2026-01-10")
        assert (row["source"], row["deadline"], row["quote"]) == ("none", None, None)

    def test_a_known_episode_offers_its_own_day(self, cli):
        for number in (1, 2):
            cli.ok("episode", "add", "--show", "Skies", "--title", f"T{number}", "--published", f"2026-01-1{number}")
        cli.ok("add", "It rains", "--analyst", "Ann", "--episode", "e2")
        terminal = Terminal("add", "It snows", "--analyst", "Ann", "--episode", "e1")
        terminal.answer("[2026-01-11]")
        assert terminal.end()[0] == 0
        cli.today = "2027-01-01"
        assert cli.claim(2)["stated_on"] == "2026-01-11"

    def test_a_day_nobody_knows_is_left_out_and_today_offered_for_the_claim(self, cli):
        terminal = Terminal("add", "It rains", "--analyst", "Ann")
        terminal.answer("Where", "Skies").answer("Title", "Clouds")
        terminal.answer("Published (YYYY-MM-DD; Enter if not known):", "").answer("Address")
        terminal.answer("When (YYYY-MM-DD) [20", "")
        assert terminal.end()[0] == 0
        assert cli.rows("episode", "list")[0]["published_on"] is None
        cli.today = "2099-01-01"
        assert cli.claim(1)["stated_on"]

    def test_nothing_is_asked_where_nothing_is_missing(self, cli):
        code, shown = Terminal("add", "It rains", "--analyst", "Ann", "--on", "2026-01-10").end()
        assert code == 0
        assert "Where" not in shown
        assert cli.claim(1)["episode"] is None

    def test_an_answer_that_cannot_be_read_is_asked_for_again(self, cli):
        terminal = Terminal("add", "It rains", "--analyst", "Ann")
        terminal.answer("Where", "e99").expect("There is no episode")
        terminal.answer("Where", "-")
        terminal.answer("When", "01/05/19").expect("2019-01-05 or 2019-05-01")
        terminal.answer("When", "2026-01-10")
        assert terminal.end()[0] == 0
        assert cli.claim(1)["stated_on"] == "2026-01-10"

    def test_a_needed_answer_is_asked_for_until_it_is_given(self, cli):
        terminal = Terminal("add", "--on", "2026-01-10")
        terminal.answer("What was said", "").expect("An answer is needed")
        terminal.answer("What was said", "It rains").answer("Who said it", "")
        assert terminal.expect("An answer is needed").interrupt()[0] == 130
        assert cli.rows("list") == []

    @pytest.mark.parametrize(("reply", "analysts"), [("", 1), ("y", 1), ("n", 2)])
    def test_a_near_name_is_asked_about(self, cli, reply, analysts):
        cli.add("It rains", analyst="Feng Zhang")
        terminal = Terminal("add", "It snows", "--analyst", "Feng Zheng", "--on", "2026-01-10")
        terminal.answer("Do you mean Feng Zhang?", reply)
        assert terminal.end()[0] == 0
        assert len(cli.rows("analyst", "list")) == analysts

    @pytest.mark.parametrize("interrupted", [True, False])
    def test_giving_up_ends_quietly_with_nothing_recorded(self, cli, interrupted):
        before = cli.head()
        terminal = Terminal("add").expect("What was said")
        code, shown = terminal.interrupt() if interrupted else terminal.type("\x04").end()
        assert code == 130
        assert "Traceback" not in shown
        assert "Aborted." in shown
        assert cli.head() == before

    @pytest.mark.usefixtures("cli")
    def test_questions_go_to_standard_error(self):
        read, write = os.pipe()
        terminal = Terminal("add", "It rains", "--analyst", "Ann", "--format", "json", out=write)
        os.close(write)
        terminal.answer("Where", "-").answer("When", "2026-01-10")
        assert terminal.end()[0] == 0
        with os.fdopen(read, encoding="utf-8") as out:
            text = out.read()
        assert text.startswith("{")
        assert "Where" not in text

    def test_in_a_pipe_all_that_is_missing_is_named_at_once(self, cli, run):
        done = run("add")
        assert (done.returncode, done.stdout) == (2, "")
        assert "STATEMENT (or --question), --analyst, --on" in done.stderr
        done = run("add", input="It rains\nAnn\n")
        assert (done.returncode, done.stdout) == (2, "")
        assert cli.rows("list") == []

    def test_a_hostile_name_in_a_question_is_shown_escaped(self, cli):
        cli.add("It rains", analyst="Ann \x1b]0;x\x07\u202eB")
        code, shown = Terminal("add", "It snows").expect("Who said it").interrupt()
        assert code == 130
        assert "\x1b]" not in shown
        assert "\u202e" not in shown


@pytest.mark.usefixtures("seeded")
class TestColour:
    def test_a_terminal_gets_colour(self):
        code, shown = Terminal("list", env={"NO_COLOR": ""}).end()
        assert code == 0
        assert COLOUR.search(shown)

    @pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"NO_COLOR": "", "TERM": "dumb"}])
    def test_one_that_wants_none_gets_none(self, env):
        assert "\x1b" not in Terminal("list", env=env).end()[1]

    def test_a_pipe_gets_none(self, run):
        for command in (["list"], ["summary"], ["analyst", "show", "Tong Zhao"]):
            assert "\x1b" not in run(*command, env={"NO_COLOR": "", "TERM": "xterm"}).stdout

    def test_json_on_a_terminal_has_none(self):
        assert "\x1b" not in Terminal("list", "--format", "json", env={"NO_COLOR": ""}).end()[1]


@pytest.mark.parametrize("command", [["list"], ["due"], ["summary"], ["log"], ["analyst", "show", "Tong Zhao"]])
def test_no_line_is_wider_than_the_terminal(seeded, command):
    code, shown = Terminal(*command, columns=90, env={"NO_COLOR": ""}).end()
    assert code == 0
    lines = [COLOUR.sub("", line) for line in shown.splitlines()]
    assert 60 < max(map(width, lines)) <= 90


def test_a_reader_who_has_seen_enough_is_no_error(seeded):
    for command in ("list", "log", "list --format json", "summary", "analyst show 'Tong Zhao'", "demo"):
        line = f"{sys.executable} -m ledger {command} | head -n 1; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
        assert done.stderr == "", command
        assert done.stdout.splitlines()[-1] == "0", command


def test_a_closed_standard_output_is_no_traceback(seeded):
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m ledger list >&-"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0",
                                 "PYTHONCOERCECLOCALE": "0"}])  # fmt: skip
def test_a_narrow_encoding_is_no_error_and_json_stays_exact(cli, run, env):
    statement = "\u5bcc\u58eb rains \U0001f600 \u00e9"
    cli.add(statement, analyst="Zo\u00e9")
    for command in (["list"], ["show", "1"], ["list", "--format", "csv"], ["list", "--format", "md"], ["log"]):
        done = run(*command, env=env)
        assert (done.returncode, done.stderr) == (0, "")
    done = run("list", "--format", "json", env=env)
    assert json.loads(done.stdout)["rows"][0]["statement"] == statement
    done = run("show", "\u5bcc\u58eb", env=env)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
