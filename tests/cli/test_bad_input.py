"""Whatever is typed wrong ends in a sentence on standard error, the right exit code, and an untouched record."""

from pathlib import Path

import pytest
from cli_kit import Cli, copy_ledger

NUL, SURROGATE = "a\0b", "a\udcffb"
SAID = ("add", "It hails", "--analyst", "Ann", "--on", "2026-01-10")
SETTLE = ("resolve", "1", "true", "--on", "2026-06-01", "--evidence", "x")


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two analysts, an episode, four claims: one settled, one conditional, one withdrawn."""
    path = tmp_path_factory.mktemp("small") / "ledger.db"
    for command in (
        ["init"],
        ["add", "It rains", "--analyst", "Ann", "--show", "Skies", "--title", "Clouds", "--published", "2026-01-10",
         "--url", "https://example.org/1", "--by", "2026-12-31", "--likelihood", "80%", "--key", "k1"],
        ["add", "It snows", "--analyst", "Robert Smith", "--on", "2026-01-11", "--if", "it freezes"],
        ["resolve", "2", "false", "--on", "2026-02-01", "--evidence", "x"],
        ["add", "It thaws", "--analyst", "Ann", "--on", "2026-01-12"],
        ["withdraw", "3", "--on", "2026-02-01"],
        ["add", "It clears", "--analyst", "Ann", "--on", "2026-01-13"],
    ):  # fmt: skip
        Cli().ok("--db", path, *command)
    return path


@pytest.fixture
def small(small_file, db_path):
    copy_ledger(small_file, db_path)
    return Cli()


def said(**words):
    """An ``add`` with some options changed or more."""
    given = {"analyst": "Ann", "on": "2026-01-10", **words}
    statement = given.pop("statement", "It hails")
    return ("add", statement, *(part for name, value in given.items() for part in (f"--{name}", value)))


USAGE = {
    "nul in the statement": (said(statement=NUL), "NUL"),
    "nul in the quote": (said(quote=NUL), "NUL"),
    "nul in a new name": (said(analyst=NUL), "NUL"),
    "nul in a topic": (said(topic=NUL), "NUL"),
    "nul in a date": (said(on="2026-01-1\0"), "on"),
    "surrogate in the statement": (said(statement=SURROGATE), "surrogate"),
    "surrogate in the quote": (said(quote=SURROGATE), "surrogate"),
    "surrogate in a name": (said(analyst=SURROGATE), "surrogate"),
    "surrogate in the note": (said(note=SURROGATE), "surrogate"),
    "surrogate in a topic": (said(topic=SURROGATE), "surrogate"),
    "surrogate in the criteria": (said(criteria=SURROGATE), "surrogate"),
    "surrogate in the evidence": ((*SETTLE, "--evidence", SURROGATE), "surrogate"),
    "surrogate in a likelihood": (said(likelihood=SURROGATE), "surrogate"),
    "surrogate in a deadline": (said(by=SURROGATE), "deadline"),
    "overlong statement": (said(statement="x" * 20_001), "20,000"),
    "overlong quote": (said(quote="x" * 200_001), "200,000"),
    "overlong name": (said(analyst="x" * 501), "500"),
    "overlong note": (said(note="x" * 20_001), "20,000"),
    "overlong topic": (said(topic="x" * 501), "500"),
    "overlong likelihood": (said(likelihood="x" * 501), "likelihood"),
    "overlong evidence": ((*SETTLE, "--evidence", "x" * 20_001), "evidence"),
    "overlong alias": (("analyst", "alias", "Ann", "x" * 501), "500"),
    "overlong person": (("episode", "add", "--show", "S", "--title", "T", "--person", "x" * 501 + "=host"), "500"),
    "empty statement": (said(statement=""), "STATEMENT"),
    "statement of spaces": (said(statement="   "), "statement"),
    "statement nobody can see": (said(statement="\u200b\u2060"), "statement"),
    "empty name": (said(analyst=""), "--analyst"),
    "name of spaces": (said(analyst="  "), "not a name"),
    "name nobody can see": (said(analyst="\u200b"), "not a name"),
    "empty topic": (said(topic=" "), "topic"),
    "date with two readings": (said(on="01/05/19"), "2019-01-05 or 2019-05-01"),
    "deadline with two readings": (said(by="01/05/2027"), "2027-01-05 or 2027-05-01"),
    "no such day": (said(on="2023-02-29"), "not a leap year"),
    "no such day in a deadline": (said(by="2027-02-29"), "not a leap year"),
    "month thirteen": (said(on="2026-13-01"), "no month 13"),
    "year nought": (said(on="0000-01-01"), "1900"),
    "year ten thousand": (said(by="10000-01-01"), "deadline"),
    "a bare number as a date": (said(on="10"), "on"),
    "a span as a day": (said(on="2025"), "one day"),
    "no date at all": (("add", "It hails", "--analyst", "Ann"), "--on"),
    "stated in the future": (said(on="2026-07-02"), "after today"),
    "a deadline in words nobody can read": (said(by="when pigs fly"), "within six months"),
    "60": (said(likelihood="60"), "60% or 0.6"),
    "101%": (said(likelihood="101%"), "not a probability"),
    "1.5": (said(likelihood="1.5"), "not a probability"),
    "0,6": (said(likelihood="0,6"), "0.6"),
    "1e-3": (said(likelihood="1e-3"), "0.001"),
    "1_0%": (said(likelihood="1_0%"), "underscores"),
    "nan": (said(likelihood="nan"), "likelihood"),
    "inf": (said(likelihood="inf"), "likelihood"),
    "full width": (said(likelihood="\uff16\uff10\uff05"), "plain digits"),
    "arabic digits": (said(likelihood="\u0660.\u0665"), "plain digits"),
    "range reversed": (said(likelihood="80-55%"), "backwards"),
    "range without a unit": (said(likelihood="55-80"), "55%-80%"),
    "minus": (said(likelihood="-5%"), "sign"),
    "unknown phrase": (said(likelihood="as sure as eggs"), "ICD 203"),
    "unknown scale": (said(likelihood="likely", scale="astrology"), "icd203"),
    "unknown kind": (said(kind="prophecy"), "prediction"),
    "unknown attribution": (said(attribution="overheard"), "first-person"),
    "unknown kind to list": (("list", "--kind", "prophecy"), "prediction"),
    "unknown attribution to list": (("list", "--attribution", "overheard"), "first-person"),
    "unknown state": (("list", "--state", "maybe"), "overdue"),
    "unknown grouping": (("summary", "--by", "shoe-size"), "horizon"),
    "unknown reading": (("summary", "--reading", "kind"), "charitable"),
    "unknown reading of a page": (("analyst", "show", "Ann", "--reading", "kind"), "charitable"),
    "unknown format": (("list", "--format", "papyrus"), "papyrus"),
    "unknown format, near": (("list", "--format", "jsn"), "json"),
    "unknown format before a write": ((*SAID, "--format", "papyrus"), "papyrus"),
    "unknown command": (("remember",), "remember"),
    "unknown option": (("list", "--sideways"), "--sideways"),
    "one argument too many": (("show", "1", "2"), "2"),
    "no ref": (("show",), "ref"),
    "unreadable since": (("list", "--since", "01/05/19"), "2019-01-05 or 2019-05-01"),
    "unreadable within": (("due", "--within", "soon"), "within"),
    "unreadable as-of": (("summary", "--as-of", "yesterweek"), "as-of"),
    "as-of with two readings": (("list", "--as-of", "01/05/19"), "2019-01-05 or 2019-05-01"),
    "no newest entries": (("log", "--last", "0"), "--last"),
    "half an episode: no title": (said(show="S"), "--title"),
    "half an episode: no show": (said(title="T"), "--show"),
    "a statement and a question": (said(question="q1"), "statement"),
    "a question and a deadline": (("add", "--question", "q1", "--analyst", "Ann", "--on", "2026-01-10", "--by", "2027"),
                                  "--by"),
    "unreadable time": (said(at="half past"), "00:12:30"),
    "outcome nobody knows": (("resolve", "1", "sort-of", "--on", "2026-06-01", "--evidence", "x"), "ambiguous"),
    "open is no verdict": (("resolve", "1", "open", "--on", "2026-06-01", "--evidence", "x"), "not an outcome"),
    "partial=2": (("resolve", "1", "partial=2", "--on", "2026-06-01", "--evidence", "x", "--reason", "r"), "2"),
    "partial=": (("resolve", "1", "partial=", "--on", "2026-06-01", "--evidence", "x", "--reason", "r"), "partial"),
    "partial=half": (("resolve", "1", "partial=half", "--on", "2026-06-01", "--evidence", "x", "--reason", "r"),
                     "outcome"),
    "true=0.4": (("resolve", "1", "true=0.4", "--on", "2026-06-01", "--evidence", "x"), "outcome"),
    "verdict without a date": (("resolve", "1", "true", "--evidence", "x"), "--on"),
    "verdict without evidence": (("resolve", "1", "true", "--on", "2026-06-01"), "--evidence"),
    "verdict with blank evidence": (("resolve", "1", "true", "--on", "2026-06-01", "--evidence", " "), "--evidence"),
    "void without a reason": (("resolve", "1", "void", "--on", "2026-06-01"), "--reason"),
    "void with a blank reason": (("resolve", "1", "void", "--on", "2026-06-01", "--reason", " "), "--reason"),
    "ambiguous without a reason": (("resolve", "1", "ambiguous", "--on", "2026-06-01"), "--reason"),
    "unresolvable without a reason": (("resolve", "1", "unresolvable", "--on", "2026-06-01"), "--reason"),
    "partial without a reason": (("resolve", "1", "partial", "--on", "2026-06-01", "--evidence", "x"), "--reason"),
    "all that is missing at once": (("resolve", "1", "partial"), "--on DATE and --evidence URL and --reason"),
    "settled in the future": (("resolve", "1", "true", "--on", "2026-07-02", "--evidence", "x"), "after today"),
    "neither outcome nor reopen": (("resolve", "1"), "OUTCOME"),
    "both outcome and reopen": (("resolve", "1", "true", "--reopen"), "OUTCOME"),
    "reopen without a reason": (("resolve", "2", "--reopen"), "--reason"),
    "revise in the future": (("revise", "1", "--on", "2026-07-02"), "after today"),
    "withdraw on no day": (("withdraw", "1", "--on", "one day"), "on"),
    "amend nothing": (("amend", "1"), "Nothing"),
    "amend to what it is": (("amend", "1", "--likelihood", "80%"), "Nothing"),
    "amend to an unknown kind": (("amend", "1", "--kind", "prophecy"), "prediction"),
    "amend a question's nothing": (("question", "amend", "q1"), "Nothing"),
    "amend a statement away": (("question", "amend", "q1", "--statement", " "), "statement"),
    "link what is linked": (("question", "link", "q1", "1"), "Nothing"),
    "merge with nobody": (("analyst", "merge", "Ann"), "--undo"),
    "merge and undo": (("analyst", "merge", "Ann", "Robert Smith", "--undo"), "--undo"),
    "a person without a role": (("episode", "add", "--show", "S", "--title", "T", "--person", "Ann"), "NAME=ROLE"),
    "an episode's day": (("episode", "add", "--show", "S", "--title", "T", "--published", "01/05/19"), "2019-01-05"),
    "an unknown database": (("--db", "mysql://u:secret@h/x", "list"), "not a database"),
    "an unclear address": (("--db", "postgresql://u:se@cret@h/x", "list"), "%40"),
}  # fmt: skip
NOT_FOUND = {
    "show": ("show", "99"),
    "show a question": ("show", "q99"),
    "show an episode": ("show", "e99"),
    "show an analyst": ("show", "a99"),
    "show a key": ("show", "k99"),
    "show nothing": ("show", ""),
    "show a surrogate": ("show", SURROGATE),
    "show a nul": ("show", NUL),
    "show a control sequence": ("show", "\x1b]0;pwned\x07"),
    "show a number too long": ("show", "9" * 400),
    "show a text too long": ("show", "x" * 100_000),
    "resolve": ("resolve", "99", "true", "--on", "2026-06-01", "--evidence", "x"),
    "resolve hostile text": ("resolve", "'; DROP TABLE claim; --", "true", "--on", "2026-06-01", "--evidence", "x"),
    "revise": ("revise", "99", "--on", "2026-06-01"),
    "withdraw": ("withdraw", "99", "--on", "2026-06-01"),
    "amend": ("amend", "99", "--note", "x"),
    "amend to nobody": ("amend", "1", "--analyst", "Nobody"),
    "log": ("log", "99"),
    "analyst show": ("analyst", "show", "Nobody"),
    "analyst show a surrogate": ("analyst", "show", SURROGATE),
    "analyst alias": ("analyst", "alias", "Nobody", "Noone"),
    "analyst merge": ("analyst", "merge", "Nobody", "Ann"),
    "analyst merge into": ("analyst", "merge", "Ann", "Nobody"),
    "analyst merge undo": ("analyst", "merge", "Nobody", "--undo"),
    "list of nobody": ("list", "--analyst", "Nobody"),
    "list of an empty name": ("list", "--analyst", ""),
    "summary of nobody": ("summary", "--analyst", "Nobody"),
    "episode show": ("episode", "show", "Nowhere"),
    "claim in an unknown episode": ("add", "It hails", "--analyst", "Ann", "--episode", "e99"),
    "claim on an unknown question": ("add", "--question", "q99", "--analyst", "Ann", "--on", "2026-01-10"),
    "question amend": ("question", "amend", "q99", "--note", "x"),
    "question link": ("question", "link", "q99", "1"),
    "question link a claim": ("question", "link", "q1", "99"),
}
CONFLICT = {
    "deadline before the statement": (said(by="2026-01-09"), "2026-01-09"),
    "a near name": (("add", "It hails", "--analyst", "Robert Smyth", "--on", "2026-01-10"), "Robert Smith"),
    "a name turned round": (("add", "It hails", "--analyst", "Smith Robert", "--on", "2026-01-10"), "--new-analyst"),
    "a near name to add": (("analyst", "add", "Robert Smyth"), "Robert Smith"),
    "a name that is there": (("analyst", "add", "Ann"), "a1"),
    "a variant of a name that is there": (("analyst", "add", "ROBERT\u00a0SMITH"), "already known as analyst a2"),
    "a name that is there, insisted on": (("analyst", "add", "\uff21nn", "--new-analyst"), "a1"),
    "an alias that is a name": (("analyst", "alias", "Ann", "Robert Smith"), "a2"),
    "merge into oneself": (("analyst", "merge", "Ann", "Ann"), "same"),
    "undo no merge": (("analyst", "merge", "Ann", "--undo"), "not merged"),
    "the same claim again": (said(statement="It rains"), "claim 1"),
    "the same claim on its question": (("add", "--question", "q1", "--analyst", "Ann", "--on", "2026-01-10"), "1"),
    "a key that is taken": (said(key="k1"), "k1"),
    "an episode that is there": (("episode", "add", "--show", "skies", "--title", "CLOUDS"), "--episode e1"),
    "an episode with another day": (
        ("add", "It hails", "--analyst", "Ann", "--show", "Skies", "--title", "Clouds", "--published", "2026-01-09"),
        "published_on 2026-01-10, not 2026-01-09"),
    "an episode with another address": (
        ("add", "It hails", "--analyst", "Ann", "--show", "Skies", "--title", "Clouds", "--url", "https://x"), "url"),
    "revise before it was said": (("revise", "1", "--on", "2026-01-10"), "2026-01-10"),
    "withdraw before it was said": (("withdraw", "1", "--on", "2026-01-09"), "2026-01-10"),
    "withdraw twice": (("withdraw", "3", "--on", "2026-03-01"), "2026-02-01"),
    "amend the day past the deadline": (("amend", "1", "--on", "2027-01-01"), "today"),
    "amend the deadline before the day": (("question", "amend", "q1", "--by", "2026-01-09"), "2026-01-09"),
    "reopen what is open": (("resolve", "1", "--reopen", "--reason", "r"), "q1"),
    "a verdict on no condition": ((*SETTLE, "--condition"), "--if"),
}  # fmt: skip
CONFLICT["amend the day past the deadline"] = (("question", "amend", "q1", "--by", "2025"), "2025-12-31")


def check(cli, arguments, code, phrase):
    before = cli.head()
    done = cli.run(*arguments)
    assert done.code == code, done
    assert done.out == ""
    assert phrase in done.err
    assert done.err.count("\n") <= 8
    assert len(done.err) < 2_000
    assert all(character == "\n" or character.isprintable() for character in done.err)
    assert "Traceback" not in done.err
    assert cli.head() == before


@pytest.mark.parametrize(("arguments", "phrase"), USAGE.values(), ids=USAGE)
def test_what_cannot_be_read_ends_with_2(small, arguments, phrase):
    check(small, arguments, 2, phrase)


@pytest.mark.parametrize("arguments", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_is_not_there_ends_with_3(small, arguments):
    check(small, arguments, 3, "There is no")


@pytest.mark.parametrize(("arguments", "phrase"), CONFLICT.values(), ids=CONFLICT)
def test_what_contradicts_the_record_ends_with_4(small, arguments, phrase):
    check(small, arguments, 4, phrase)


def test_a_duplicate_key_is_a_conflict_for_an_episode_too(small):
    small.ok("episode", "add", "--show", "S", "--title", "T", "--key", "e-key")
    check(small, ("episode", "add", "--show", "S", "--title", "U", "--key", "e-key"), 4, "e-key")


def test_a_name_that_mixes_alphabets_is_recorded_with_a_warning(small):
    done = small.ok("add", "It hails", "--analyst", "F\u0435ng Zhang", "--on", "2026-01-10")
    assert "mixes CYRILLIC and LATIN" in done.out
    small.ok("add", "It hails", "--analyst", "Feng Zhang", "--on", "2026-01-10", "--new-analyst")
    assert len(small.rows("analyst", "list")) == 4


@pytest.mark.parametrize("words", ["0.6", "60%", ".6", "3/5", "3:2", "60 percent"])
def test_the_same_number_in_every_form_is_kept_exactly(cli, words):
    assert cli.add("It rains", "--likelihood", words)["probability"] == 0.6


@pytest.mark.parametrize(
    ("words", "shown"),
    [("likely", "likely (55-80%, ICD 203)"), ("55-80%", "55-80%"), ("87.5%", "87.5%"), ("0%", "0%"), ("100%", "100%")],
)
def test_the_answer_says_the_likelihood_as_understood(cli, words, shown):
    assert cli.add("It rains", "--likelihood", words)["likelihood"] == shown


@pytest.mark.parametrize(
    ("words", "day"),
    [("2027", "2027-12-31"), ("2026-Q3", "2026-09-30"), ("2026-02", "2026-02-28"), ("within six months", "2026-07-10"),
     ("by end of 2026", "2026-12-31"), ("2026-01-10", "2026-01-10")],
)  # fmt: skip
def test_the_answer_says_the_deadline_as_understood(cli, words, day):
    row = cli.add("It rains", "--by", words)
    assert row["deadline"] == day
    if words.isalpha() or " " in words:
        assert words in cli.ok("show", 1).out


@pytest.mark.parametrize(
    ("statement", "options", "hint"),
    [("It rains", [], "no-deadline"), ("It rains", [], "no-criteria"), ("It rains and snows", [], "compound"),
     ("It rains significantly", [], "vague"), ("It rains", ["--likelihood", "might"], "hedge"),
     ("It rains", ["--kind", "conditional"], "no-condition")],
)  # fmt: skip
def test_a_claim_that_will_be_hard_to_settle_gets_a_hint(cli, statement, options, hint):
    assert hint in cli.add(statement, *options)["hints"]


def test_a_well_made_claim_gets_no_hint(cli):
    row = cli.add("It rains in Bath", "--by", "2026-12-31", "--criteria", "as the weather service reports")
    assert row["hints"] == {}


def test_free_dashes_and_quotes_are_only_text(cli):
    row = cli.add("It's 100% -- 'sure' \"so\" %s {x} $HOME", "--note", "%(a)s :b ?")
    assert row["statement"] == "It's 100% -- 'sure' \"so\" %s {x} $HOME"
