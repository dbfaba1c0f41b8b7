"""The ledger as it stood: the same report then, and the same bytes for ever after."""

import pytest

FORMATS = ("table", "json", "csv", "md", "ndjson")
REPORTS = {
    "list": ["list"],
    "show": ["show", "1"],
    "find": ["find", "rain"],
    "due": ["due"],
    "log": ["log"],
    "log of one": ["log", "1"],
    "summary": ["summary"],
    "summary by year": ["summary", "--by", "year"],
    "analyst list": ["analyst", "list"],
    "analyst show": ["analyst", "show", "Ann"],
    "episode list": ["episode", "list"],
    "episode show": ["episode", "show", "e1"],
    "question list": ["question", "list"],
}
LISTINGS = {name: command for name, command in REPORTS.items() if "show" not in name and name != "log of one"}
each_report = pytest.mark.parametrize("command", REPORTS.values(), ids=REPORTS)
each_listing = pytest.mark.parametrize("command", LISTINGS.values(), ids=LISTINGS)


@pytest.fixture
def story(cli):
    """Said in January, true in March, false in May, each recorded at noon of the first of the month."""
    cli.today = "2026-01-01"
    episode = ["--show", "Skies", "--title", "Clouds", "--published", "2026-01-01"]
    cli.ok("add", "It rains", "--analyst", "Ann", *episode, "--likelihood", "80%", "--by", "2026-02-01")
    cli.today = "2026-03-01"
    cli.resolve(1, on="2026-02-01")
    cli.today = "2026-05-01"
    cli.resolve(1, "false", on="2026-02-01")
    cli.today = "2026-05-02"
    return cli


def more(cli):
    """Touch everything there is."""
    cli.today = "2026-06-01"
    cli.add("It snows", "--likelihood", "60%", analyst="Bob")
    cli.ok("amend", 1, "--likelihood", "10%", "--note", "misheard")
    cli.ok("question", "amend", "q1", "--statement", "Rain falls", "--topic", "weather")
    cli.resolve(1, "ambiguous", "--reason", "two gauges")
    cli.ok("withdraw", 1, "--on", "2026-05-01")
    cli.ok("analyst", "alias", "Ann", "Anna B.")
    cli.ok("analyst", "merge", "Ann", "Bob")


@each_report
def test_a_report_between_two_verdicts_is_the_one_of_then(story, command):
    story.today = "2026-05-02"
    then = story.json(*command, "--as-of", "2026-04-01")
    assert then["as_of"]["recorded_at"] == "2026-03-01T12:00:00.000000Z"
    assert then["as_of"]["today"] == "2026-04-01"


@pytest.mark.parametrize("command", [["summary"], ["summary", "--peers"], ["readings"], ["calibration"]])
def test_before_the_first_record_nothing_is_said_to_be_missing(story, command):
    """There are claims; none had been recorded by then."""
    told = " ".join(story.ok(*command, "--as-of", "2019-06-01").out.split())
    assert "No claim had been recorded by then; the first was recorded at 2026-01-01T12:00:00.000000Z." in told
    assert "No claims yet" not in told


def test_a_summary_between_two_verdicts_counts_the_first(story):
    assert story.figures()["right"] == 0
    (row,) = story.rows("summary", "--as-of", "2026-04-01")
    assert (row["right"], row["true"], row["brier"]) == (1, 1, pytest.approx(0.04))
    (row,) = story.rows("summary", "--as-of", "2026-02-15")
    assert (row["scored"], row["overdue"]) == (0, 1)
    (row,) = story.rows("summary", "--as-of", "2026-01-15")
    assert (row["scored"], row["overdue"], row["open"]) == (0, 0, 1)


@each_report
def test_what_a_report_says_of_the_past_never_changes_by_a_byte(story, command):
    first = {name: story.ok(*command, "--as-of", "2026-04-01", "--format", name).out for name in FORMATS}
    more(story)
    assert {name: story.ok(*command, "--as-of", "2026-04-01", "--format", name).out for name in FORMATS} == first


@each_report
def test_the_past_is_what_the_present_was(story, command):
    story.today = "2026-05-01"
    now = story.json(*command)
    more(story)
    then = story.json(*command, "--as-of", "2026-05-01")
    assert then.pop("as_of") == {**now.pop("as_of"), "provisional": False}
    assert then == now


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2026-03-01", "true"), ("2026-02-28", "overdue"), ("2026-02", "overdue"), ("2026-Q1", "true"),
     ("2026-03", "true"), ("2026-03-01T12:00:00Z", "true"), ("2026-03-01T11:59:59Z", "overdue"),
     ("2026-03-01T12:00", "true"), ("2026-03-01T13:59:59+02:00", "overdue"),
     ("2026-03-01T14:00:00+02:00", "true"), ("2030-01-01", "false"), ("2026-04-30", "true"),
     ("2026-05-01", "false"), ("2026-02-01", "open"), ("2026", "false")],
)  # fmt: skip
def test_a_day_means_its_end_in_utc_and_an_instant_itself(story, moment, state):
    assert story.rows("list", "--as-of", moment)[0]["state"] == state


@each_listing
def test_before_the_first_entry_there_is_nothing_and_that_is_no_error(story, command):
    whole = story.json(*command, "--as-of", "2019-06-01")
    assert whole["rows"] == []
    assert whole["as_of"]["entry"] == 0
    assert story.ok(*command, "--as-of", "2019-06-01").out


@pytest.mark.parametrize(
    "command", [["show", "1"], ["analyst", "show", "Ann"], ["episode", "show", "e1"], ["log", "1"]]
)
def test_what_was_not_there_yet_is_not_found(story, command):
    done = story.run(*command, "--as-of", "2019-06-01")
    assert (done.code, done.out) == (3, "")


def test_due_counts_the_days_from_then(story):
    (row,) = story.rows("due", "--as-of", "2026-01-02")
    assert (row["days"], row["when"]) == (30, "soon")
    (row,) = story.rows("due", "--as-of", "2026-02-11")
    assert (row["days"], row["when"]) == (-10, "overdue")
    assert story.rows("due", "--as-of", "2026-03-01") == []


def test_the_past_of_the_seeds_is_empty_before_they_were_loaded(seeded):
    assert seeded.rows("summary", "--as-of", "2025-06-30") == []
    assert len(seeded.rows("summary", "--as-of", "2026-07-01")) == 5


def test_a_report_of_today_says_that_the_day_is_not_over(story):
    assert story.json("summary")["as_of"]["provisional"] is True
    assert story.json("summary", "--as-of", "2026-04-01")["as_of"]["provisional"] is False
    assert "rovisional" not in story.ok("summary", "--as-of", "2026-04-01").out


class TestTheLog:
    def test_it_tells_who_did_what_and_when(self, story):
        story.today = "2026-06-01"
        story.ok("analyst", "alias", "Ann", "Anna B.", env={"LEDGER_ACTOR": "Grace"})
        rows = story.rows("log")
        assert [row["what"].split(":")[0] for row in rows] == [
            "added episode e1", "added analyst a1", "added question q1", "recorded claim 1",
            "resolved q1 as true on 2026-02-01", "resolved q1 as false on 2026-02-01", "aliased analyst a1",
        ]  # fmt: skip
        assert rows[-1]["actor"] == "Grace"
        assert {row["actor"] for row in rows[:-1]} == {"tester"}
        assert rows[-1]["recorded_at"] == "2026-06-01T12:00:00.000000Z"
        assert [row["entry"] for row in rows] == list(range(1, 8))
        table = story.ok("log").out
        assert "Grace" in table
        assert "2026-06-01 12:00:00" in table

    def test_of_one_record_it_tells_that_record_alone(self, story):
        story.add("It snows", analyst="Bob")
        assert len(story.rows("log", 1)) == 4
        assert [row["ref"] for row in story.rows("log", "a1")] == ["a1"]
        assert [row["ref"] for row in story.rows("log", 1)] == ["q1", "1", "r1", "r2"]
        assert [row["ref"] for row in story.rows("log", "q1")] == ["q1", "r1", "r2"]

    def test_the_newest_entries_alone(self, story):
        assert [row["entry"] for row in story.rows("log", "--last", 2)] == [5, 6]
