"""From a saved file to claims, as somebody does it: import, read, suggest, record, check, lint, coverage."""

import json
import subprocess
import sys

import pytest
from pages_kit import PARTICULARS, TALK, talk
from terminal_kit import Terminal


@pytest.fixture
def told(cli, tmp_path):
    """A ledger with one talk in it."""
    cli.ok("episode", "import", talk(tmp_path), *PARTICULARS)
    return cli


# Importing.


def test_an_import_says_what_it_understood(cli, tmp_path):
    row = cli.rows("episode", "import", talk(tmp_path), *PARTICULARS, "--url", "https://example.org/1")[0]
    assert (row["episode"], row["document"], row["new_episode"], row["new_document"]) == (1, 1, True, True)
    assert (row["show"], row["title"], row["published_on"]) == ("Money Talks", "Spring", "2026-01-10")
    assert row["page_kind"] == "webvtt"
    assert {person["name"] for person in row["people"]} == {"Ada Brandt", "Tom Reyes"}
    assert row["sentences"] == 5
    assert row["source_url"] == "https://example.org/1"
    shown = cli.ok("episode", "import", talk(tmp_path)).out
    assert "on the record already; nothing was changed" in shown
    assert "ledger episode suggest d1" in shown


def test_the_same_file_twice_adds_nothing(told, tmp_path):
    before = told.head()
    row = told.rows("episode", "import", talk(tmp_path), *PARTICULARS)[0]
    assert (row["new_episode"], row["new_document"]) == (False, False)
    assert told.head() == before


def test_what_is_missing_is_named_at_once_with_the_options_that_give_it(cli, tmp_path):
    done = cli.run("episode", "import", talk(tmp_path, "Just some words that somebody said.", "a.txt"))
    assert done.code == 2
    assert all(option in done.err for option in ("--show", "--title", "--published"))
    assert cli.rows("episode", "list") == []


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("missing.txt", None, "There is no file"),
        ("empty.txt", b"", "no text"),
        ("space.txt", b" \n\n ", "no text"),
        ("binary.txt", b"GIF89a\x00\x01", ""),
        ("zip.vtt", b"PK\x03\x04 a zip file", ""),
        ("latin.txt", "caf\u00e9".encode("latin-1"), "--encoding"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(cli, tmp_path, name, data, says):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    done = cli.run("episode", "import", path, *PARTICULARS)
    assert done.code in {2, 3}
    assert says in done.err
    assert "Traceback" not in done.err
    assert cli.rows("episode", "list") == []


def test_a_folder_is_no_page(cli, tmp_path):
    assert "cannot be read" in cli.run("episode", "import", tmp_path).err


def test_an_encoding_can_be_named_and_the_file_comes_back_to_the_letter(cli, tmp_path):
    path = tmp_path / "latin.txt"
    path.write_bytes("Le caf\u00e9 restera ouvert demain.".encode("windows-1252"))
    cli.ok("episode", "import", path, *PARTICULARS, "--encoding", "windows-1252")
    assert cli.rows("episode", "read", "d1")[0]["sentence"] == "Le caf\u00e9 restera ouvert demain."


def test_standard_input_is_a_file_too(cli, db_path):
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "episode", "import", "-", *PARTICULARS, "--format", "json"],
        input=TALK, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["page_kind"] == "webvtt"


def test_options_for_feeds_are_refused_for_other_files(cli, tmp_path):
    assert "is not a feed" in cli.run("episode", "import", talk(tmp_path), *PARTICULARS, "--all").err


def test_on_a_terminal_what_is_missing_is_asked_for(cli, tmp_path):
    path = talk(tmp_path, "Rates will rise in the spring, and nobody doubts it.", "a.txt")
    terminal = Terminal("episode", "import", path, "--title", "Spring")
    terminal.answer("The show", "Money Talks").answer("The date", "2026-01-10")
    code, shown = terminal.end()
    assert code == 0, shown
    assert "Money Talks" in shown


# Reading, and who speaks.


def test_a_document_is_read_with_numbers_speakers_and_times(told):
    rows = told.rows("episode", "read", "e1")
    assert [row["speaker"] for row in rows] == ["Ada Brandt"] * 2 + ["Tom Reyes"] * 3
    assert rows[1]["sentence"] == "Will the central bank raise its rate this year?"
    assert (rows[2]["from_ms"], rows[2]["until_ms"]) == (7500, 12000)
    shown = told.ok("episode", "read", "e1", "2-3").out
    assert "Ada Brandt" in shown
    assert "   3  I think it will probably" in shown
    assert "Welcome" not in shown


@pytest.mark.parametrize("words", ["0", "6", "3-2", "x", "-1"])
def test_a_sentence_that_is_not_there_is_named(told, words):
    done = told.run("episode", "read", "e1", "--", words)
    assert done.code == 2
    assert "numbered 1 to 5" in done.err


def test_a_part_that_is_not_there_is_named(told):
    assert "It has: transcript" in told.run("episode", "read", "e1", "--section", "blurb").err


def test_speakers_are_set_by_range(told):
    told.ok("episode", "speakers", "e1", "2", "Bob")
    assert told.rows("episode", "read", "e1", "2")[0]["basis"] == "set by hand"
    assert {row["speaker"] for row in told.rows("episode", "speakers", "e1")} == {"Ada Brandt", "Bob", "Tom Reyes"}
    told.ok("episode", "speakers", "e1", "2", "-")
    assert told.rows("episode", "read", "e1", "2")[0]["speaker"] == "Ada Brandt"
    assert "Who says them?" in told.run("episode", "speakers", "e1", "2").err


def test_a_glossary_is_kept(told):
    told.ok("episode", "glossary", "e1", "Brant", "Brandt")
    told.ok("episode", "glossary", "e1", "Dr. Reis", "Tom Reyes", "--name")
    assert [row["meant"] for row in told.rows("episode", "glossary", "e1")] == ["Brandt", "Tom Reyes"]
    assert told.run("episode", "glossary", "e1", "x", "-").code == 3


# Suggestions and claims.


def test_suggestions_have_the_fields_that_programs_read(told):
    rows = told.rows("episode", "suggest", "e1", "--browse")
    assert {"sentence", "score", "reasons", "speaker", "start", "end"} <= set(rows[0])
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    found = {row["number"] for row in rows}
    assert {3, 4} <= found
    assert not {1, 2, 5} & found
    raised = next(row for row in rows if row["number"] == 3)
    assert raised["kind"] == "prediction"
    assert raised["speaker"] == "Tom Reyes"
    assert "2026" in raised["deadline"]
    waits = next(row for row in rows if row["number"] == 4)
    assert (waits["kind"], waits["hedge"]) == ("conditional", True)


def test_a_claim_with_a_quote_is_anchored_and_shown_in_its_context(told):
    told.ok("add", "The bank raises its rate in 2026", "--analyst", "Tom Reyes", "--episode", "e1",
            "--quote", "probably raise the rate", "--by", "2026", "--likelihood", "likely")  # fmt: skip
    shown = told.ok("show", "1").out
    assert "[probably raise the rate]" in shown
    assert "00:00:07 to 00:00:12" in shown
    anchor = told.rows("show", "1")[0]["anchor"]
    kinds = {one["type"] for one in anchor["selector"]["selector"]}
    assert kinds == {"TextQuoteSelector", "TextPositionSelector", "FragmentSelector"}
    assert "Documents" in told.ok("show", "e1").out


def test_a_quote_that_nobody_said_is_refused_and_kept_only_on_request(told):
    words = ("add", "It rains", "--analyst", "Tom Reyes", "--episode", "e1", "--quote", "it never rains here in June")
    done = told.run(*words)
    assert done.code == 2
    assert "does not stand in the text" in done.err
    assert "kept as heard" in told.ok(*words, "--as-heard").out
    assert "1 heard" in told.ok("check").out
    assert "quote-not-found" not in {row["rule"] for row in told.run("lint", "--format", "json").rows}


def test_a_quote_from_before_the_document_is_found_or_told(cli, tmp_path):
    cli.ok("episode", "add", *PARTICULARS)
    for quote in ("probably raise the rate", "it never rains here in June"):
        cli.ok(
            "add", f"{quote}, they say", "--analyst", "Tom Reyes", "--episode", "e1", "--quote", quote, "--by", "2026"
        )
    cli.ok("episode", "import", talk(tmp_path), "--episode", "e1")
    done = cli.run("check", "e1", "--format", "json")
    assert done.code == 1
    assert [row["state"] for row in done.rows] == ["anchored", "not-found"]
    assert "not-found" in cli.run("check").out
    found = cli.run("lint", "2", "--format", "json")
    assert found.code == 1
    assert "quote-not-found" in {row["rule"] for row in found.rows}
    assert cli.run("lint", "1", "--format", "json").rows != found.rows


def test_a_corrected_document_is_followed(told, tmp_path):
    told.ok("add", "The bank raises its rate in 2026", "--analyst", "Tom Reyes", "--episode", "e1",
            "--quote", "probably raise the rate", "--by", "2026")  # fmt: skip
    better = talk(tmp_path, TALK.replace("I think it will", "Well, I think that it will"), "talk2.vtt")
    told.ok("episode", "import", better, "--episode", "e1", "--corrects", "d1")
    done = told.run("check", "--format", "json")
    assert [row["document"] for row in done.rows] == [2]
    assert "d2" in told.ok("show", "1").out
    assert told.ok("verify").code == 0


def test_a_sentence_that_a_claim_quotes_cannot_be_dropped_and_a_drop_is_taken_back(told):
    told.ok("add", "The bank raises its rate in 2026", "--analyst", "Tom Reyes", "--episode", "e1",
            "--quote", "probably raise the rate", "--by", "2026")  # fmt: skip
    done = told.run("episode", "drop", "e1", "2-4")
    assert done.code == 4
    assert "Claim 1 quotes these sentences" in done.err
    told.ok("episode", "drop", "e1", "4-5", "--reason", "fact")
    assert told.rows("coverage")[0]["dropped"] == 2
    assert "1 sentence" in told.ok("episode", "drop", "e1", "5", "--undo").out
    assert told.rows("coverage")[0]["dropped_as"] == {"fact": 1}


def test_coverage_says_what_was_left_out(told):
    told.ok("episode", "drop", "e1", "5", "--reason", "history")
    told.ok("episode", "amend", "e1", "--sampling", "notable")
    row = told.rows("coverage")[0]
    assert (row["dropped"], row["dropped_as"], row["sampling"]) == (1, {"history": 1}, "notable")
    assert "1 history" in told.ok("coverage").out
    assert "Choose one of" in told.run("episode", "drop", "e1", "4", "--reason", "bored").err


def test_an_empty_ledger_is_no_trouble(cli):
    for words in (("coverage",), ("lint",), ("check",)):
        assert cli.ok(*words).out
    assert cli.run("episode", "suggest", "e1").code == 3
    assert cli.run("episode", "read", "d1").code == 3


# The review, on a terminal.


def test_a_review_needs_somebody_at_a_terminal(told):
    done = told.run("episode", "review", "e1")
    assert done.code == 2
    assert "ledger episode suggest e1 --format json" in done.err


def test_a_review_ends_in_claims_and_reasons_and_goes_on_where_it_was_left(told, tmp_path):
    terminal = Terminal("episode", "review", "e1", "--browse")
    terminal.expect("1 of 2").expect("q quit").type("r").expect("Why?").type("o")
    terminal.expect("Dropped: opinion").type("u").expect("Taken back").type("s")
    terminal.expect("2 of 2").expect("q quit").type("]").expect("q quit").type("a")
    terminal.answer("Who said it [Tom Reyes]").answer("Whose view").answer("Kind")
    terminal.answer("can be settled", "The bank decides").answer("If what").answer("How sure (- for none) [might]")
    terminal.answer("By when").answer("What settles it", "the bank says so").answer("Topics", "rates, banks")
    terminal.expect("All 2 have been gone through").expect("Recorded claim 1").type("q")
    code, shown = terminal.end()
    assert code == 0, shown
    told.today = "2027-01-01"
    row = told.claim(1)
    assert (row["analyst"], row["statement"]) == ("Tom Reyes", "The bank decides")
    assert not row["quote"].endswith(".")
    assert [row["kept"] for row in told.rows("coverage")] == [1]
    terminal = Terminal("episode", "review", "e1", "--browse")
    terminal.expect("1 of 1").expect("q quit").type("q")
    assert "1 left" in terminal.end()[1]
