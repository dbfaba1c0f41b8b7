"""Recording, finding and changing, called as a program would call them, on both databases."""

from datetime import date

import pytest

from ledger.curation.catalogue import alias_analyst, merge_analysts, split_analyst
from ledger.curation.changing import amend_claim, amend_question, link_claims, revise, withdraw
from ledger.curation.recording import Recorder
from ledger.curation.resolving import Verdict, reopen, resolve
from ledger.curation.seeding import seed
from ledger.errors import ConflictError, ImportRejected, InputError, NoSuch, NotFoundError
from ledger.journal.reader import reading
from ledger.journal.verify import verify
from ledger.journal.writer import writing
from ledger.model.vocabulary import Reading
from ledger.query.history import history
from ledger.query.judged import SCORING_STATUSES, judged, right_or_wrong, why_not_scored
from ledger.query.listing import STATES, Filters, due, judged_claims, list_analysts, list_claims, list_questions
from ledger.query.refs import find_analyst, find_claim, find_episode, find_question, near_names
from ledger.reports.summary import DIMENSIONS, summary

TODAY = date(2026, 7, 1)


def record(writer, statement="It rains", analyst="Ann", on="2026-01-10", **words):
    stated = {"statement": statement, "analyst": analyst, "stated_on": on, **words}
    return Recorder(writer, TODAY, "tester").record(stated, new_analyst=True)


def settle(writer, ref, outcome="true", on="2026-06-01", **words):
    verdict = Verdict(outcome, on, ("x",), **{"reason": "because", **words})
    return resolve(writer, ref, verdict, today=TODAY, actor="tester")


@pytest.fixture
def told(location):
    """Two analysts on one question, one of them twice, and a question of their own each."""
    with writing(location) as writer:
        record(writer, likelihood="80%", topics=("weather",), deadline="2026-12-31", key="k1")
        record(writer, None, "Bob", question="q1", likelihood="30%")
        record(writer, None, "Bob", "2026-02-10", question="q1", likelihood="60%")
        record(writer, "It snows", likelihood="might")
        record(writer, "It hails", "Bob", likelihood="55-80%", deadline="2026-02-01")
        settle(writer, "q1")
    return location


def test_the_same_claims_give_the_same_report_on_both_databases(told):
    with reading(told) as reader:
        found = summary(reader)
    rows = {row["analyst"]: row for row in found.rows}
    assert (rows["Ann"]["scored"], rows["Ann"]["hedged"]) == (1, 1)
    assert rows["Ann"]["brier"] == pytest.approx(0.04)
    assert (rows["Bob"]["scored"], rows["Bob"]["restated"], rows["Bob"]["open"]) == (1, 1, 1)
    assert rows["Bob"]["brier"] == pytest.approx(0.49)
    assert found.total["brier"] == pytest.approx((0.04 + 0.49) / 2)
    assert found.total["claims"] == 5


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_grouping_runs_on_both_databases(told, by):
    with reading(told) as reader:
        found = summary(reader, by=by, filters=Filters(text="rains"), reading=Reading.STRICT)
        assert found.total["claims"] == 3
        assert {row[by] for row in found.rows}


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_asked_for_on_both_databases(told, state):
    with reading(told) as reader:
        rows = list_claims(reader, Filters(state=state))
    expected = {"open": 2, "overdue": 1, "resolved": 3, "true": 3, "scored": 2, "unscored": 3, "hedged": 1}
    expected |= {"restated": 1, "retrospective": 3}
    assert len(rows) == expected.get(state, 0)


def test_every_filter_runs_on_both_databases(told):
    with reading(told) as reader:

        def count(**words):
            return len(list_claims(reader, Filters(**words)))

        assert count(analyst="bob") == 3
        assert count(topic="weather") == 3
        assert count(kind="prediction") == 5
        assert count(attribution="first-person", since="2026-02-01") == 1
        assert count(topic="WEATHER", since="2026", until="2026-01") == 2
        with pytest.raises(NoSuch, match="no show 'Skies'"):
            count(show="Skies")
        assert count(text="100% _ ' \" \\ ;") == 0
        assert count(prospective=True) == 2


def test_due_sorts_alike_on_both_databases(told):
    with reading(told) as reader:
        assert [row["statement"] for row in due(reader)] == ["It hails", "It snows"]
        assert [row["when"] for row in due(reader, overdue=True)] == ["overdue"]


def test_every_change_is_told_and_proved_on_both_databases(told):
    with writing(told, actor="Grace") as writer:
        revise(writer, "1", {"stated_on": "2026-03-01", "likelihood": "20%"}, today=TODAY, actor="Grace")
        amend_claim(writer, "1", {"likelihood": "70%"}, today=TODAY, actor="Grace")
        withdraw(writer, "1", on="2026-04-01", note=None, today=TODAY)
        amend_question(writer, "q1", {"statement": "Rain falls", "topics": ["rain", "weather"]}, today=TODAY)
        link_claims(writer, ["4"], "q1", denies=True)
        alias_analyst(writer, "Ann", "Anna B.")
        merge_analysts(writer, "Ann", "Bob")
        split_analyst(writer, "Ann")
        settle(writer, "q1", "partial=0.4")
        reopen(writer, "q1", Verdict("", reason="a slip"), today=TODAY, actor="Grace")
    with reading(told) as reader:
        told_now = [row["what"] for row in history(reader, last=10)]
    assert told_now == [
        "recorded claim 6: Ann said q1 (20%), revising claim 1",
        "recoded claim 1: likelihood 80% -> 70%",
        "withdrawn claim 1: withdrawn_on none -> 2026-04-01",
        'amended question q1: statement "It rains" -> "Rain falls"; topics weather -> rain, weather',
        "recoded claim 4: denies no -> yes; question q2 -> q1",
        "aliased analyst a1: aliases none -> Anna B.",
        "merged analyst a1: merged_into none -> Bob",
        "split analyst a1: merged_into Bob -> none",
        "resolved q1 as partial (40%) on 2026-06-01: because",
        "reopened q1: a slip",
    ]  # fmt: skip
    assert not verify(told).findings


def test_one_transaction_that_fails_records_nothing(told):
    def failing():
        with writing(told) as writer:
            record(writer, "It clears", "Zoe")
            record(writer, "It rains")

    before = len(verify_entries(told))
    with pytest.raises(ConflictError, match="claim 1"):
        failing()
    assert len(verify_entries(told)) == before


def verify_entries(location):
    with reading(location) as reader:
        return reader.rows("SELECT seq FROM entry")


def test_records_are_found_by_number_key_name_and_alias(told):
    with writing(told) as writer:
        alias_analyst(writer, "a1", "Anna B.")
        record(writer, "It thaws", episode={"show": "Skies", "title": "Clouds"})
        record(writer, "It clears", episode={"show": "Winds", "title": "Clouds"})
    with reading(told) as reader:
        assert {find_claim(reader, ref)["number"] for ref in ("1", "c1", "k1", " 1 ")} == {1}
        assert {find_question(reader, ref)["number"] for ref in ("q1", "Q1", "1", "2", "k1")} == {1}
        assert {find_analyst(reader, ref)["name"] for ref in ("a1", "ann", "\uff21nn", "anna b.")} == {"Ann"}
        assert find_episode(reader, "e1")["show"] == "Skies"
        with pytest.raises(ConflictError, match="e1, e2"):
            find_episode(reader, "clouds")
        for finder in (find_claim, find_question, find_analyst, find_episode):
            for ref in ("", "99", "x\0", "x\udcff", "'; --"):
                with pytest.raises(NotFoundError):
                    finder(reader, ref)


@pytest.mark.parametrize(
    ("name", "near"),
    [("Feng Zheng", ["Feng Zhang"]), ("Zhang Feng", ["Feng Zhang"]), ("FENG ZHANG", ["Feng Zhang"]),
     ("Tong Xhao", ["Tong Zhao"]), ("Graham Allison", []), ("", [])],
)  # fmt: skip
def test_near_names_are_those_a_slip_could_make(name, near):
    assert near_names(name, ["Feng Zhang", "Tong Zhao"])[: len(near) or None] == near


@pytest.mark.parametrize(
    ("ref", "near"),
    [("ada", "Ada Brandt"), ("BRANDT", "Ada Brandt"), ("brandt ada", "Ada Brandt"), ("zhao ph", ""), ("rand", "")],
)
def test_a_name_that_is_part_of_another_is_near_to_who_looks_for_it(location, ref, near):
    with writing(location) as writer:
        record(writer, analyst="Ada Brandt")
        record(writer, analyst="Tong Zhao")
        with pytest.raises(NoSuch) as found:
            find_analyst(writer, ref)
    assert found.value.hint == (f"Did you mean: {near}?" if near else "See: ledger analyst list")


def test_part_of_a_name_may_be_recorded_as_another_analyst(location):
    with writing(location) as writer:
        recorder = Recorder(writer, TODAY, "tester")
        said = [
            recorder.record({"statement": name, "analyst": name, "stated_on": "unknown"}).claim.analyst_id
            for name in ("Ada Brandt", "Ada")
        ]
    assert len(set(said)) == 2


def test_an_analyst_is_made_once_however_the_name_is_written(location):
    names = ("Feng Zhang", "feng zhang", "Feng\u00a0Zhang", "Feng\u200bZhang".replace("\u200b", " "))
    with writing(location) as writer:
        recorder = Recorder(writer, TODAY, "tester")
        for place, name in enumerate(names):
            recorder.record({"statement": f"It rains {place}", "analyst": name, "stated_on": "unknown"})
        record(writer, analyst="FENG ZHANG")
    with reading(location) as reader:
        assert [row["name"] for row in list_analysts(reader)] == ["Feng Zhang"]


def test_a_claim_is_recorded_from_values_under_the_names_of_its_fields(location):
    stated = {
        "key": "#k", "statement": "It rains", "analyst": "Ann", "stated_on": date(2026, 1, 10), "likelihood": 0.65,
        "deadline": 2026, "at": 90, "topics": ["weather"], "denies": True, "question_note": "n", "quote": None,
        "episode": {"key": "#e", "show": "Skies", "title": "Clouds", "published_on": "2026-01-09", "duration": 60},
    }  # fmt: skip
    with writing(location) as writer:
        done = Recorder(writer, TODAY, "tester").record(stated, new_analyst=True)
        (episode,) = writer.rows("SELECT key, duration_s FROM episode")
    assert (done.claim.key, done.claim.stated_on, done.claim.point, done.claim.at_seconds) == (
        "#k", "2026-01-10", 650_000, 90)  # fmt: skip
    assert (done.question.deadline, done.question.topics) == ("2026-12-31", ["weather"])
    assert (episode["key"], episode["duration_s"]) == ("#e", 60)
    assert not verify(location).findings


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"author": "Ann"}, "author: is not a field; did you mean analyst?"),
        ({"topics": "weather"}, "topics: must be a list of texts"),
        ({"episode": {"show": "Skies", "title": "Clouds", "date": "2026"}}, "did you mean published_on?"),
        ({"episode": {"show": "Skies"}}, "episode.title: is missing"),
        ({"revises": "k1"}, "ledger revise"),
        ({"resolution": [{"outcome": "true"}]}, "ledger resolve"),
        ({"withdrawn_on": "2026-01-09"}, "withdrawn_on: 2026-01-09 lies before"),
        ({"hedge": True}, "words: are missing"),
        ({"question": "q1", "question_note": "n", "criteria": "c"}, "has its own a statement, --criteria"),
    ],
    ids=str,
)
def test_what_cannot_be_said_of_a_claim_by_itself_is_refused(told_once, more, told):
    with reading(told_once) as reader:
        before = len(reader.rows("SELECT seq FROM entry"))
    with writing(told_once) as writer, pytest.raises(InputError) as found:
        Recorder(writer, TODAY, "tester").record(
            {"statement": "It snows", "analyst": "Ann", "stated_on": "2026-01-10", **more}, new_analyst=True
        )
    assert told in f"{found.value} {found.value.hint}"
    assert len(verify_entries(told_once)) == before


@pytest.fixture
def told_once(sqlite_ledger):
    with writing(sqlite_ledger) as writer:
        record(writer)
    return sqlite_ledger


def test_an_episode_given_with_a_claim_is_the_one_the_ledger_has_and_what_it_lacks_is_filled_in(location):
    with writing(location) as writer:
        record(writer, episode={"show": "Skies", "title": "Clouds", "published_on": "2026-01-10"})
        where = {"show": "SKIES", "title": "clouds", "url": "https://example.org"}
        done = record(writer, "It snows", on=None, episode=where)
        with pytest.raises(ConflictError, match=r"has url https://example.org, not https://example.com"):
            record(writer, "It hails", episode={**where, "url": "https://example.com"})
        found = writer.rows("SELECT number, show, published_on, url FROM episode")
    assert found == [{"number": 1, "show": "Skies", "published_on": "2026-01-10", "url": "https://example.org"}]
    assert done.claim.stated_on == "2026-01-10"
    assert not verify(location).findings


def test_a_field_that_is_not_there_is_not_amended(told):
    with writing(told) as writer:
        for amend, ref, changes in (
            (amend_claim, "1", {"statement": "x"}), (amend_question, "q1", {"by": "2027"}),
        ):  # fmt: skip
            with pytest.raises(InputError, match="is not a field"):
                amend(writer, ref, changes, today=TODAY, **({"actor": "x"} if amend is amend_claim else {}))


def test_a_claim_by_itself_reads_no_more_of_the_ledger_than_it_needs(location):
    """However many analysts, episodes and claims there are: those it names, and what could say the same."""
    where = {"show": "Show", "title": "Title 7", "published_on": "2026-01-10"}
    with writing(location) as writer:
        many = Recorder(writer, TODAY, "tester")
        for number in range(40):
            place = {**where, "title": f"Title {number}"}
            stated = {"statement": f"{'very ' * number}unlike", "analyst": f"Analyst {number}", "episode": place}
            many.record(stated, new_analyst=True, once=False)
        read = _counting(writer)
        for episode in ("e8", where):
            stated = {"statement": "It rains", "analyst": "analyst 7", "stated_on": "unknown", "episode": episode}
            Recorder(writer, TODAY, "tester").record({**stated, "quote": "q"}, once=False)
        assert sum(read.values()) <= 10, read
        Recorder(writer, TODAY, "tester").record({**stated, "analyst": "Zoe"})
        assert max(read.values()) >= 40  # the control: a new name is held against all names


def _counting(writer):
    """How many rows each query of a writer gives, from now on."""
    read, ask = {}, writer.rows

    def rows(sql, **bound):
        found = ask(sql, **bound)
        read[sql] = read.get(sql, 0) + len(found)
        return found

    writer.rows = rows
    return read


def test_merging_counts_analysts_once_on_a_question(told):
    with writing(told) as writer:
        merge_analysts(writer, "Ann", "Bob")
    with reading(told) as reader:
        assert list_questions(reader, "it rains")[0]["analysts"] == 1
        assert summary(reader).rows[0]["claims"] == 5


def test_every_reason_not_to_score_has_words(told):
    with reading(told) as reader:
        claims = judged_claims(reader, Filters())
    assert [claim["standing"] for claim in claims] == ["scored", "scored", "restated", "hedge", "overdue"]
    for claim in claims:
        assert bool(right_or_wrong(claim)) == (claim["standing"] == "scored") == (not why_not_scored(claim))
    for standing in SCORING_STATUSES:
        assert f"'{standing}'" in judged() or standing in {"unresolvable", "void", "ambiguous", "open", "partial"}


SEED = """
[episode]
show = "Skies"
title = "Clouds"
published_on = "2026-01-10"

[[claim]]
key = "w-01"
analyst = "Ann"
statement = "It rains"
likelihood = "55-80%"
words = "likely"
scale = "coder"

[[claim.resolution]]
outcome = "true"
on = "2026-06-01"
evidence = ["gauge"]
"""


def test_a_folder_of_seeds_is_loaded_once(location, tmp_path):
    (tmp_path / "clouds.toml").write_text(SEED)
    with writing(location) as writer:
        done = seed(writer, TODAY, tmp_path)
    assert (done.claims, done.resolutions, done.known) == (1, 1, 0)
    with writing(location) as writer:
        done = seed(writer, TODAY, tmp_path)
    assert (done.claims, done.resolutions, done.known) == (0, 0, 1)


@pytest.mark.parametrize(
    ("change", "fault"),
    [(('"55-80%"', '"60"'), "w-01"), (('"55-80%"', '"certain"'), "w-01"), (('on = "2026-06-01"', ""), "resolution.on"),
     (('key = "w-01"', 'key = "w-01"\ncolour = "red"'), "not a field"), (("[episode]", "[episode"), "cannot be read"),
     (('show = "Skies"', ""), "episode.show"), (('"true"', '"maybe"'), "outcome"),
     (('"It rains"', '""'), "statement")],
)  # fmt: skip
def test_a_faulty_seed_is_named_and_nothing_is_stored(location, tmp_path, change, fault):
    (tmp_path / "good.toml").write_text(SEED.replace("w-01", "v-01"))
    (tmp_path / "wrong.toml").write_text(SEED.replace(*change))
    with pytest.raises(ImportRejected) as caught, writing(location) as writer:
        seed(writer, TODAY, tmp_path)
    assert "wrong.toml" in str(caught.value)
    assert fault in str(caught.value)
    assert verify_entries(location) == []


def test_an_overlong_item_of_a_list_is_refused_like_any_text(location):
    for words in ({"topics": ("x" * 501,)}, {"topics": ("",)}, {"quote": "x" * 200_001}, {"note": "x" * 20_001}):
        with pytest.raises(InputError), writing(location) as writer:
            record(writer, **words)
    assert verify_entries(location) == []
