"""A word in the record that this program does not know is an error wherever it would have to mean something.

A newer version may have recorded it. It is never scored, never false, and never left out without a word.
"""

import sqlite3
from contextlib import closing

import pytest
from cli_kit import Cli, copy_ledger

# Where such a word stands, and what the error calls it.
WORDS = {
    "outcome": "UPDATE question SET verdict = 'disputed' WHERE number = 2",
    "condition": "UPDATE question SET condition = 'It thaws.', condition_verdict = 'disputed' WHERE number = 2",
    "kind": "UPDATE claim SET kind = 'disputed' WHERE number = 2",
    "attribution": "UPDATE claim SET attribution = 'disputed' WHERE number = 2",
    "source": "UPDATE claim SET source = 'disputed' WHERE number = 2",
}
EVERYWHERE = (
    "list", "list --format json", "list --state scored", "list --state true", "list --state open", "list --kind causal",
    "list --attribution host", "list --text rain", "list --since 2026", "show 2", "show q2", "analyst show Ann",
    "summary", "summary --format json", "summary --by topic", "summary --by kind", "summary --by attribution",
    "summary --prospective", "score", "score --policy each", "score --topic rain", "calibration",
    "trend Ann", "compare Ann Bo", "readings", "readings --include-hedges", "lint", "lint 2",
)  # fmt: skip
OF_QUESTIONS = ("question list", "question list --format json")
OF_EPISODES = ("coverage",)


@pytest.fixture(scope="module")
def settled_file(empty_file, tmp_path_factory):
    """A ledger of three claims that are settled."""
    path = tmp_path_factory.mktemp("settled") / "ledger.db"
    copy_ledger(empty_file, path)
    cli = Cli()
    cli.ok("--db", path, "episode", "add", "--title", "Rain", "--show", "Weather", "--published", "2026-01-10")
    for number, (analyst, outcome) in enumerate((("Ann", "true"), ("Ann", "true"), ("Bo", "false")), start=1):
        cli.ok("--db", path, "add", f"It will rain on day {number}", "--likelihood", "80%", "--topic", "rain",
               "--episode", "e1", "--analyst", analyst, "--on", "2026-01-10")  # fmt: skip
        cli.ok("--db", path, "resolve", number, outcome, "--on", "2026-06-01", "--evidence", "https://example.org/")
    return path


@pytest.fixture
def ledger(settled_file, db_path):
    """That ledger, and a way to put a word into its tables."""

    def spoil(change):
        copy_ledger(settled_file, db_path)
        with closing(sqlite3.connect(db_path)) as connection, connection:
            connection.execute(change)
        return Cli()

    return spoil


@pytest.mark.parametrize("line", EVERYWHERE)
@pytest.mark.parametrize("word", WORDS)
def test_an_unknown_word_is_an_error_that_names_it(ledger, word, line):
    done = ledger(WORDS[word]).run(*line.split())
    assert done.code == 5, done.out + done.err
    assert "'disputed'" in done.err
    assert word in done.err
    assert "claim 2" in done.err or "q2" in done.err
    assert not done.out


@pytest.mark.parametrize("line", OF_QUESTIONS)
@pytest.mark.parametrize("word", ["outcome", "condition"])
def test_a_listing_of_questions_stops_at_a_verdict_it_does_not_know(ledger, word, line):
    done = ledger(WORDS[word]).run(*line.split())
    assert (done.code, done.out) == (5, "")
    assert "'disputed'" in done.err
    assert "q2" in done.err


@pytest.mark.parametrize("line", OF_EPISODES)
@pytest.mark.parametrize("word", ["outcome", "attribution", "source"])
def test_coverage_stops_at_a_word_it_counts_by(ledger, word, line):
    done = ledger(WORDS[word]).run(*line.split())
    assert (done.code, done.out) == (5, "")
    assert "'disputed'" in done.err
    assert "claim 2" in done.err


@pytest.mark.parametrize(
    ("word", "change"),
    [(word, WORDS[word]) for word in ("kind", "attribution", "source")]
    + [("outcome", "UPDATE resolution SET outcome = 'disputed' WHERE number = 2")],
)
def test_a_file_of_claims_is_not_written_with_a_word_nobody_knows(ledger, word, change):
    done = ledger(change).run("export", "-", "--as", "csv")
    assert done.code == 5
    assert "'disputed'" in done.err
    assert word in done.err
    assert "disputed" not in done.out


def test_what_falls_due_stops_at_a_verdict_it_does_not_know(ledger):
    done = ledger(WORDS["outcome"]).run("due")
    assert (done.code, done.out) == (5, "")
    assert "The outcome of claim 2 is 'disputed'" in done.err


@pytest.mark.parametrize("line", [*EVERYWHERE, *OF_QUESTIONS, *OF_EPISODES, "export - --as csv", "due"])
def test_the_same_commands_run_where_every_word_is_known(ledger, line):
    assert ledger("UPDATE claim SET note = 'as it was'").run(*line.split()).code in {0, 1}


@pytest.mark.parametrize("line", ["summary --analyst Bo", "show 3", "list --analyst Bo"])
def test_what_was_said_by_others_and_of_other_things_is_still_shown(ledger, line):
    done = ledger(WORDS["outcome"]).run(*line.split())
    assert done.code == 0, done.err
    assert "Bo" in done.out
