"""Slips in analysts, episodes and questions are corrected by new entries, and their pages can be asked for."""

import pytest


@pytest.fixture
def placed(cli):
    """Ann in an episode of Skies, Bob nowhere."""
    cli.ok(
        "episode", "add", "--show", "Skies", "--title", "Clouds", "--published", "2026-01-10", "--person", "Ann=host"
    )
    cli.ok("add", "It rains", "--analyst", "Ann", "--episode", "e1")
    cli.add("It snows", analyst="Bob")
    return cli


def refused(cli, code, phrase, *words):
    before = cli.head()
    done = cli.run(*words)
    assert (done.code, done.out) == (code, ""), done
    assert phrase in done.err
    assert cli.head() == before


class TestEpisodes:
    def test_only_what_is_given_changes(self, placed):
        row = placed.rows("episode", "amend", "e1", "--title", "Rain clouds", "--note", "misheard")[0]
        assert (row["show"], row["title"], row["published_on"]) == ("Skies", "Rain clouds", "2026-01-10")
        assert row["people"] == [{"name": "Ann", "role": "host"}]
        assert row["amended"] == ["title", "note"]
        told = placed.rows("log", "e1")[-1]
        assert told["kind"] == "episode.amended"
        assert "Clouds -> " in told["what"]

    def test_every_field_can_be_amended(self, placed):
        words = ("--show", "Winds", "--title", "T", "--published", "2026-01-09", "--url", "https://example.org",
                 "--language", "en", "--person", "Bob=guest", "--person", "Cy=host", "--note", "n")  # fmt: skip
        row = placed.rows("episode", "amend", "Clouds", *words)[0]
        assert row["amended"] == ["show", "title", "url", "language", "people", "note", "published"]
        shown = placed.json("episode", "show", "e1")["rows"][0]
        assert (shown["published_on"], shown["url"], shown["language"]) == ("2026-01-09", "https://example.org", "en")
        assert [person["name"] for person in shown["people"]] == ["Bob", "Cy"]

    def test_its_claims_keep_their_dates_and_the_answer_says_so(self, placed):
        done = placed.ok("episode", "amend", "e1", "--published", "2026-01-09")
        assert "1 claim from it keeps its own date" in done.out
        assert placed.claim(1)["stated_on"] == "2026-01-10"

    def test_an_empty_text_takes_away(self, placed):
        placed.ok("episode", "amend", "e1", "--url", "https://example.org")
        row = placed.rows("episode", "amend", "e1", "--url", "", "--published", " ", "--person", "")[0]
        assert (row["url"], row["published_on"], row["people"]) == (None, None, [])

    def test_what_cannot_be_is_refused(self, placed):
        placed.ok("episode", "add", "--show", "Skies", "--title", "Winds")
        refused(placed, 2, "after today", "episode", "amend", "e1", "--published", "2026-07-02")
        refused(placed, 2, "after today", "episode", "add", "--show", "S", "--title", "T", "--published", "2026-07-02")
        refused(placed, 2, "after today", "add", "It thaws", "--analyst", "Ann", "--on", "2026-01-10", "--show", "S",
                "--title", "T", "--published", "2027-01-01")  # fmt: skip
        refused(placed, 2, "Nothing of episode e1", "episode", "amend", "e1")
        refused(placed, 2, "Nothing of episode e1", "episode", "amend", "e1", "--title", "Clouds", "--note", "")
        refused(placed, 2, "title is empty", "episode", "amend", "e1", "--title", "")
        refused(placed, 2, "NAME=ROLE", "episode", "amend", "e1", "--person", "Ann")
        refused(placed, 3, "There is no episode", "episode", "amend", "e9", "--title", "x")
        refused(placed, 4, "episode e2", "episode", "amend", "e1", "--title", "WINDS")
        assert "--likelihood" not in placed.run("episode", "amend", "e1").err


class TestAnalysts:
    def test_a_new_name_takes_the_place_of_the_old(self, placed):
        row = placed.rows("analyst", "amend", "Ann", "--name", "Anna Bell")[0]
        assert (row["name"], row["amended"]) == ("Anna Bell", ["name"])
        assert placed.claim(1)["analyst"] == "Anna Bell"
        assert placed.add("It hails", analyst="ANNA BELL")["analyst"] == "Anna Bell"
        told = placed.rows("log", "a1")[-1]
        assert (told["kind"], "Ann -> " in told["what"]) == ("analyst.amended", True)
        assert placed.ok("analyst", "show", "Ann") == placed.ok("analyst", "show", "a1")  # a beginning, for reading
        assert placed.run("analyst", "alias", "Ann", "A. Bell").code == 3
        placed.ok("verify")

    def test_the_same_name_in_other_letters_and_an_own_alias_are_free(self, placed):
        assert placed.rows("analyst", "amend", "Ann", "--name", "ANN")[0]["name"] == "ANN"
        placed.ok("analyst", "alias", "Ann", "Anna B.")
        placed.ok("analyst", "amend", "Ann", "--name", "Anna B.")
        placed.ok("analyst", "alias", "Anna B.", "Ann")
        placed.ok("verify")

    def test_a_name_given_up_is_free_for_somebody_else(self, placed):
        placed.ok("analyst", "amend", "Ann", "--name", "Anna Bell")
        placed.add("It hails", analyst="Ann")
        placed.ok("analyst", "amend", "Bob", "--name", "Cy")
        placed.ok("analyst", "amend", "Anna Bell", "--name", "Bob")
        assert [row["analyst"] for row in placed.rows("list")] == ["Bob", "Cy", "Ann"]
        placed.ok("verify")
        placed.today = "2026-07-02"
        then = placed.rows("list", "--as-of", "2026-07-01")
        assert [row["analyst"] for row in then] == ["Bob", "Cy", "Ann"]

    def test_the_note_alone(self, placed):
        assert placed.rows("analyst", "amend", "a1", "--note", "Bath")[0]["note"] == "Bath"
        refused(placed, 2, "Nothing of analyst a1", "analyst", "amend", "a1", "--note", "Bath")
        assert placed.rows("analyst", "amend", "a1", "--note", "")[0]["note"] is None

    def test_what_cannot_be_is_refused(self, placed):
        placed.ok("analyst", "alias", "Bob", "Robert")
        refused(placed, 4, "Bob (a2)", "analyst", "amend", "Ann", "--name", "bob")
        refused(placed, 4, "Bob (a2)", "analyst", "amend", "Ann", "--name", "Robert")
        refused(placed, 2, "not a name", "analyst", "amend", "Ann", "--name", " ")
        refused(placed, 2, "Nothing of analyst a1", "analyst", "amend", "Ann", "--name", "Ann")
        refused(placed, 2, "Nothing of analyst a1", "analyst", "amend", "Ann")
        refused(placed, 3, "There is no analyst", "analyst", "amend", "Nobody", "--note", "x")


class TestQuestions:
    @pytest.mark.parametrize("ref", ["q2", "2", "c2"])
    def test_a_question_has_a_page(self, placed, ref):
        assert placed.json("question", "show", ref) == placed.json("show", "q2")
        assert "It snows" in placed.ok("question", "show", ref).out

    def test_there_is_none_of_what_is_not_there(self, placed):
        refused(placed, 3, "There is no question", "question", "show", "q9")

    def test_an_empty_text_takes_away(self, placed):
        placed.ok("question", "amend", "q1", "--if", "it freezes", "--by", "2026-12-31")
        row = placed.rows("question", "amend", "q1", "--if", "", "--by", "")[0]
        assert (row["condition"], row["deadline"]) == (None, None)
        assert row["amended"] == ["condition", "deadline"]

    def test_a_condition_that_was_settled_stays_until_that_is_taken_back(self, placed):
        placed.ok("question", "amend", "q1", "--if", "it freezes")
        placed.resolve("q1", "false", "--condition")
        refused(placed, 4, "was settled (false)", "question", "amend", "q1", "--if", "")
        placed.ok("resolve", "q1", "--reopen", "--condition", "--reason", "a slip")
        assert placed.rows("question", "amend", "q1", "--if", "")[0]["condition"] is None


@pytest.mark.parametrize(
    "words", [("amend", 1, "--quote", ""), ("amend", 1, "--cluster", "  "), ("question", "amend", "q1", "--if", "")]
)
def test_nothing_said_where_there_was_nothing_is_no_change(placed, words):
    refused(placed, 2, "Nothing of", *words)


@pytest.mark.parametrize(
    "option", ["--criteria", "--if", "--quote", "--note", "--cluster", "--at", "--by", "--likelihood"]
)
def test_nothing_said_of_a_new_claim_is_none(cli, option):
    row = cli.add("It rains", option, "")
    assert "" not in list(row.values())
    assert "" not in list(cli.json("show", "q1")["rows"][0].values())


@pytest.mark.parametrize(
    ("words", "amended"),
    [(("--likelihood", "likely"), "likelihood"), (("--likelihood", "70%"), "likelihood"),
     (("--analyst", "Bob", "--exclude", "twice"), "analyst, left out"),
     (("--on", "2026-01-09", "--at", "1:00"), "date, time"), (("--episode", ""), "episode"),
     (("--kind", "causal", "--denies"), "kind, denies")],
)  # fmt: skip
def test_the_answer_names_what_was_amended_as_people_do(placed, words, amended):
    done = placed.run("amend", 1, *words, "--format", "json")
    assert done.rows[0]["amended"] == amended.split(", ")
    assert f"Amended: {amended}." in done.err


def test_a_deadline_in_words_is_one_thing_amended(placed):
    done = placed.run("question", "amend", "q1", "--by", "within six months", "--format", "json")
    assert done.rows[0]["amended"] == ["deadline"]
    assert "Amended: deadline." in done.err
