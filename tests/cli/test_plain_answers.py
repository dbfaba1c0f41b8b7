"""Sentences that say what is wrong in the user's own words, and warnings about what a command leads to."""

import os
import shutil
import subprocess
import sys

import pytest


def told(cli, code, *words):
    """What a command that is refused says; the record is as before."""
    before = cli.head()
    done = cli.run(*words)
    assert (done.code, done.out) == (code, ""), done
    assert cli.head() == before
    return done.err


@pytest.fixture
def rain(cli):
    cli.add("It rains", "--likelihood", "80%")
    return cli


class TestValues:
    @pytest.mark.parametrize(
        ("words", "phrase"),
        [(("--kind", "figur"), "kind 'figur' is not known; choose one of: prediction, conditional, assessment,"),
         (("--kind", "figur"), ", figure, abstention."),
         (("--kind", "f'x"), "choose one of: prediction"),
         (("--attribution", ""), "attribution '' is not known; choose one of: first-person"),
         (("--quote", "x" * 200_001), "quote is longer than 200,000 characters."),
         (("--cluster", "x" * 501), "cluster is longer than 500 characters."),
         (("--exclude", "x" * 20_001), "--exclude is longer than 20,000 characters.")],
    )  # fmt: skip
    def test_a_value_that_does_not_fit_a_claim(self, rain, words, phrase):
        said = told(rain, 2, "amend", 1, *words)
        assert phrase in said
        assert "should" not in said.lower()

    @pytest.mark.parametrize(
        ("words", "phrase"),
        [(("question", "amend", "q1", "--statement", " "), "statement is empty."),
         (("question", "amend", "q1", "--statement", "\u200b"), "statement: nothing in it can be seen."),
         (("question", "amend", "q1", "--topic", "a", "--topic", " "), "topics: an entry is empty."),
         (("question", "amend", "q1", "--topic", "x" * 501), "topics: an entry is longer than 500 characters."),
         (("analyst", "add", "x" * 501), "name is longer than 500 characters."),
         (("analyst", "alias", "Ann", "x" * 501), "aliases: an entry is longer than 500 characters."),
         (("episode", "add", "--show", " ", "--title", "T"), "show is empty.")],
    )  # fmt: skip
    def test_a_value_that_does_not_fit_another_record(self, rain, words, phrase):
        said = told(rain, 2, *words)
        assert said.splitlines() == [phrase]

    def test_every_fault_is_named_at_once(self, rain):
        said = told(rain, 2, "amend", 1, "--kind", "x", "--attribution", "y")
        assert "kind 'x'" in said
        assert "; attribution 'y'" in said

    @pytest.mark.parametrize("key", ["12", "c12", "q1", "E2", "a3", "R4", " Q7 ", "", "  "])
    def test_a_key_that_reads_as_a_number_is_refused(self, rain, key):
        why = "reads as" if key.strip() else "blank"
        assert why in told(rain, 2, "add", "It snows", "--analyst", "Ann", "--on", "2026-01-10", "--key", key)
        assert why in told(rain, 2, "episode", "add", "--show", "S", "--title", "T", "--key", key)

    @pytest.mark.parametrize("key", ["k12", "12-a", "q", "qa1"])
    def test_any_other_key_is_free(self, rain, key):
        assert rain.add("It snows", "--key", key)["number"] == 2
        assert rain.rows("episode", "add", "--show", "S", "--title", "T", "--key", key)[0]["key"] == key

    @pytest.mark.parametrize(
        ("fraction", "phrase"),
        [("1.4", "between 0 and 1, for instance partial=0.4"), ("140%", "between 0 and 1"), ("-1", "between 0 and 1"),
         ("2", "between 0 and 1"), ("0.1-0.2", "between 0 and 1"), ("half", "between 0 and 1"), ("", "between 0 and 1"),
         ("0", "false"), ("0%", "false"), ("0.0", "false"), ("1", "true"), ("1.0", "true"), ("100%", "true")],
    )  # fmt: skip
    def test_a_share_that_is_no_part(self, rain, fraction, phrase):
        words = ("--on", "2026-06-01", "--evidence", "x", "--reason", "r")
        said = told(rain, 2, "resolve", 1, f"partial={fraction}", *words)
        assert phrase in said
        assert "likelihood" not in said

    def test_a_phrase_of_another_scale_names_the_scales(self, rain):
        said = told(rain, 2, "amend", 1, "--likelihood", "Highly  likely")
        assert "is not a phrase of" in said
        assert "Scales that have it: nato, phia, survey; choose with --scale." in said
        assert "Nearest" in told(rain, 2, "amend", 1, "--likelihood", "very very likely")


class TestRefusals:
    def test_an_alias_given_twice(self, cli):
        cli.add("It rains", analyst="Li Wei")
        cli.ok("analyst", "alias", "Li Wei", "Lee Way")
        assert "'Lee Way' already leads to Li Wei (a1)." in told(cli, 4, "analyst", "alias", "Li Wei", "Lee Way")

    def test_merging_twice_says_that_it_is_done(self, rain):
        rain.add("It snows", analyst="Bob")
        assert "(1 claim)" in rain.ok("analyst", "merge", "Bob", "Ann").out
        assert "'Bob' is already merged into Ann" in told(rain, 4, "analyst", "merge", "Bob", "Ann")
        assert "'Bob' is already merged into Ann" in told(rain, 4, "analyst", "merge", "Ann", "Bob")
        assert "the same person" in told(rain, 4, "analyst", "merge", "Ann", "Ann")

    def test_claims_are_counted_in_the_plural(self, rain):
        rain.add("It hails")
        rain.add("It snows", analyst="Bob")
        assert "(2 claims)" in rain.ok("analyst", "merge", "Ann", "Bob").out

    @pytest.mark.parametrize("words", [("question", "amend", "q1"), ("question", "link", "q1", "1")])
    def test_advice_names_no_option_that_the_command_lacks(self, rain, words):
        said = told(rain, 2, *words)
        options = [word.strip(",.") for word in said.split() if word.startswith("--")]
        shown = rain.ok(*words[:2], "--help").out
        assert all(option in shown for option in options)

    def test_a_folder_is_no_ledger_to_be_made(self, nothing, tmp_path):
        folder = tmp_path / "here"
        folder.mkdir()
        done = nothing.run("--db", folder, "init")
        assert done.code == 4
        assert f"{folder} is a folder, not a ledger; it has not been touched." in done.err
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize(("on", "code"), [("2026-02-10", 4), ("2026-03-01", 4), ("2026-03-02", 0)])
    def test_a_change_of_mind_comes_after_all_that_was_said(self, rain, on, code):
        rain.ok("revise", 1, "--on", "2026-03-01", "--likelihood", "20%")
        rain.add(None, "--question", "q1", on="2026-06-01", analyst="Bob")
        done = rain.run("revise", 1, "--on", on, "--likelihood", "50%")
        assert done.code == code, done
        assert code == 0 or "not after 2026-03-01, when claim 2 was made" in done.err

    def test_what_was_said_under_a_merged_name_counts_too(self, rain):
        rain.add(None, "--question", "q1", on="2026-03-01", analyst="Bob")
        rain.ok("analyst", "merge", "Bob", "Ann")
        assert "claim 2" in told(rain, 4, "revise", 1, "--on", "2026-02-01")

    def test_a_claim_left_out_is_no_bar(self, rain):
        rain.ok("revise", 1, "--on", "2026-03-01", "--likelihood", "20%")
        rain.ok("amend", 2, "--exclude", "a slip")
        assert rain.rows("revise", 1, "--on", "2026-02-01", "--likelihood", "20%")[0]["number"] == 3


class TestWarnings:
    @pytest.mark.parametrize("statement", ["It rains", "IT  RAINS.", "\uff29t rains", "It rains ."])
    def test_a_statement_that_is_there_is_pointed_out(self, rain, statement):
        done = rain.ok("add", statement, "--analyst", "Bob", "--on", "2026-01-11", "--format", "json")
        assert "q1 says the same; to compare analysts, record it with --question q1" in done.err
        assert "ledger question link q1 2" in done.err
        rain.ok("question", "link", "q1", "2")

    def test_another_statement_is_not(self, rain):
        done = rain.ok("add", "It pours", "--analyst", "Bob", "--on", "2026-01-11", "--format", "json")
        assert "says the same" not in done.err
        done = rain.ok("add", "--question", "q1", "--analyst", "Bob", "--on", "2026-01-11", "--format", "json")
        assert "says the same" not in done.err

    def test_linking_says_what_it_leads_to(self, rain):
        rain.add("Rain will fall", analyst="Bob")
        rain.add("it rains.", analyst="Cy")
        rain.resolve("q1")
        done = rain.run("question", "link", "q1", 2, 3, "--format", "json")
        assert done.rows[0]["claims"] == [2, 3]
        assert done.err.splitlines() == [
            "claim 2 was recorded as: Rain will fall",
            "q1 was settled (true) on 2026-06-01: claims 2, 3 now count with that verdict",
            "q2, q3 now carry no claim",
        ]

    def test_linking_one_to_an_open_question(self, rain):
        rain.add("Rain will fall", analyst="Bob")
        rain.add(None, "--question", "q2", analyst="Cy")
        assert rain.run("question", "link", "q1", 2, "--format", "json").err.splitlines() == [
            "claim 2 was recorded as: Rain will fall"
        ]
        assert "q2 now carries no claim" in rain.run("question", "link", "q1", 3).out
        assert rain.run("question", "link", "q1", 3, "--denies", "--format", "json").err == ""


class TestCompletion:
    def complete(self, words, name="_LEDGER_COMPLETE", shell="bash"):
        """What is offered for the last of the words, written as they stand on the command line."""
        typed = words.split("\n")
        env = {name: f"complete_{shell}", "COMP_WORDS": words, "COMP_CWORD": str(len(typed) - 1),
               "_TYPER_COMPLETE_ARGS": " ".join(typed), "_TYPER_COMPLETE_FISH_ACTION": "get-args"}  # fmt: skip
        program = "ledger" if name == "_LEDGER_COMPLETE" else "claim-ledger"
        code = f"import sys; sys.argv = [{program!r}]; from ledger.cli import app; app(prog_name={program!r})"
        done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True,
                              check=False)  # fmt: skip
        return [line for line in done.stdout.splitlines() if line]

    @pytest.fixture(autouse=True)
    def named(self, cli):
        for name in ("Tong Zhao", "Tom O'Neil (Bath)", "Zo\u00eb"):
            cli.ok("analyst", "add", name)

    @pytest.mark.parametrize(
        ("typed", "offered"),
        [("To", ["Tom\\ O\\'Neil\\ \\(Bath\\)", "Tong\\ Zhao"]), ("Tong\\ Z", ["Tong\\ Zhao"]), ("Zo", ["Zo\u00eb"]),
         ('"Tong Z', ["Tong Zhao"]), ("'Tong", ["Tong Zhao"]), ("Nobody", [])],
    )  # fmt: skip
    def test_bash_gets_names_it_can_use(self, typed, offered):
        assert self.complete(f"ledger\nlist\n--analyst\n{typed}") == offered

    def test_the_other_name_of_the_program_does_so_too(self):
        assert self.complete("claim-ledger\nlist\n--analyst\nTong", "_CLAIM_LEDGER_COMPLETE") == ["Tong\\ Zhao"]

    def test_other_shells_get_them_plain(self):
        assert any("Tong Zhao" in line for line in self.complete("ledger\nlist\n--analyst\nTong", shell="fish"))

    @pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
    def test_what_bash_is_offered_reads_back_as_one_word(self):
        for offered in self.complete("ledger\nlist\n--analyst\nT"):
            done = subprocess.run(["bash", "-c", f"printf '%s|' {offered}"], capture_output=True, text=True, check=True)
            assert done.stdout in {"Tong Zhao|", "Tom O'Neil (Bath)|"}
