"""The whole daily loop, on both databases, as the README tells it."""

import itertools
import json

import pytest
from cli_kit import Cli


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgres)])
def ledger(request, run, monkeypatch):
    """Run commands on a database that is still empty: real processes on a file, one process on a server."""
    if request.param == "server":
        monkeypatch.setenv("LEDGER_DB", request.getfixturevalue("postgres_database").conninfo)
    seconds = itertools.count()

    def ended(*args):
        if request.param == "file":
            done = run(*args)
            return done.returncode, done.stdout, done.stderr
        answer = Cli(f"2026-07-01T12:00:{next(seconds):02}+00:00").run(*args)
        return answer.code, answer.out, answer.err

    def command(*args, code=0):
        found, out, err = ended(*args)
        assert found == code, (args, err)
        assert "Traceback" not in err
        return json.loads(out) if "json" in args else out if code in {0, 1} else err

    return command


def test_from_nothing_to_a_proved_record(ledger):
    ledger("init")
    ledger("seed")
    whole = ledger("summary", "--format", "json")
    figures = {row["analyst"]: row for row in whole["rows"]}
    assert whole["total"]["scorable"] == 28
    assert (figures["Tong Zhao"]["right"], figures["Tong Zhao"]["judged"]) == (7, 8)
    assert figures["Tong Zhao"]["brier"] == pytest.approx(0.1231, abs=0.00005)
    assert figures["Feng Zhang"]["brier"] == pytest.approx(0.0604, abs=0.00005)
    assert "There already:  46 claims" in ledger("seed")

    added = ledger("add", "Kim and Trump meet again", "--analyst", "Tong Zhao", "--episode", "e1", "--likelihood",
                   "likely", "--by", "within six months", "--criteria", "as both governments say", "--quote", "soon",
                   "--topic", "summits", "--if", "the talks go on", "--format", "json")["rows"][0]  # fmt: skip
    assert (added["number"], added["stated_on"], added["deadline"]) == (47, "2019-01-17", "2019-07-17")
    assert added["likelihood"] == "likely (55-80%, ICD 203)"
    assert 47 in [row["first_claim"] for row in ledger("due", "--overdue", "--format", "json")["rows"]]
    ledger("revise", 47, "--on", "2019-02-01", "--likelihood", "80%")
    ledger("amend", 47, "--note", "heard twice")
    ledger("withdraw", 48, "--on", "2019-03-01")
    ledger("resolve", 47, "false", "--on", "2019-02-28", "--evidence", "https://example.org/hanoi")
    first = ledger("log", "--last", 1, "--format", "json")["rows"][0]["recorded_at"]
    assert "Before: false on 2019-02-28" in ledger("resolve", 47, "true", "--on", "2019-06-30", "--evidence", "DMZ")
    then = ledger("summary", "--as-of", first)
    assert ledger("list", "--as-of", first, "--topic", "summits", "--format", "json")["rows"][0]["state"] == "false"
    assert ledger("list", "--topic", "summits", "--format", "json")["rows"][0]["state"] == "true"
    ledger("resolve", 47, "false", "--on", "2019-02-01", "--evidence", "stalled", "--condition")
    assert ledger("show", 47, "--format", "json")["rows"][0]["outcome"] == "void"
    ledger("analyst", "merge", "Graham Allison", "Tong Zhao")
    ledger("analyst", "merge", "Graham Allison", "--undo")
    assert ledger("summary", "--as-of", first) == then
    told = " ".join(row["what"] for row in ledger("log", 47, "--format", "json")["rows"])
    for words in ("recorded claim 47", "resolved q47 as false", "resolved q47 as true", "the condition of q47"):
        assert words in told, words
    assert ledger("verify", "--format", "json")["ok"] is True
    assert "There is no claim '99'" in ledger("show", "99", code=3)
    ledger("resolve", 47, "maybe", code=2)
    ledger("add", "Kim and Trump meet again", "--analyst", "Tong Zhao", "--on", "2019-01-17", code=4)
    ledger("init", code=4)
    assert len(ledger("list", "--format", "json")["rows"]) == 48


@pytest.mark.parametrize("format_name", ["table", "json", "csv"])
def test_the_demo_works_anywhere_and_leaves_nothing(run, db_path, tmp_path, format_name):
    done = run("demo", "--format", format_name, env={"TMPDIR": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "Tong Zhao" in done.stdout
    assert not db_path.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("ledger-demo")] == []
    if format_name == "table":
        assert "ledger init" in done.stdout


def test_bytes_that_are_no_text_are_refused_by_the_real_command_line(run, cli):
    bad = b"a\xffb".decode("utf-8", "surrogateescape")
    done = run("add", bad, "--analyst", "Ann", "--on", "2026-01-10")
    assert (done.returncode, done.stdout) == (2, "")
    assert "statement: character 2 is half of a surrogate pair" in done.stderr
    assert run("show", bad).returncode == 3
    assert run("list", "--topic", bad).returncode == 2
    assert cli.rows("list") == []


def test_the_name_of_who_records_comes_from_the_environment(cli, run):
    assert (
        run("add", "It rains", "--analyst", "Ann", "--on", "2026-01-10", env={"LEDGER_ACTOR": "Grace"}).returncode == 0
    )
    assert {row["actor"] for row in cli.rows("log")} == {"Grace"}
