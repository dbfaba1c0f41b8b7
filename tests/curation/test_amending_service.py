"""Corrections to names, episodes and questions as a program makes them, on both databases, proved by replay."""

from datetime import date

import pytest

from ledger.curation.catalogue import Catalogue
from ledger.curation.changing import NothingToChange, amend_analyst, amend_episode, amend_question, link_claims, revise
from ledger.curation.drafts import read_episode_alone
from ledger.curation.recording import Recorder, fold_statement
from ledger.curation.stated import AfterToday
from ledger.errors import ConflictError, InputError
from ledger.journal.reader import reading
from ledger.journal.verify import verify
from ledger.journal.writer import writing
from ledger.query.refs import find_analyst

TODAY = date(2026, 7, 1)


def record(writer, statement, analyst, on="2026-01-10", *, once=True, **words):
    stated = {"statement": statement, "analyst": analyst, "stated_on": on, **words}
    return Recorder(writer, TODAY, "tester").record(stated, new_analyst=True, once=once)


def test_names_pass_from_one_to_another_in_one_transaction(location):
    with writing(location) as writer:
        record(writer, "It rains", "Ann")
        record(writer, "It snows", "Bob")
        amend_analyst(writer, "Ann", {"name": "Cy"})
        amend_analyst(writer, "Bob", {"name": "Ann", "note": "was Bob"})
        amend_analyst(writer, "Cy", {"name": "Bob"})
        with pytest.raises(ConflictError, match=r"Ann \(a2\)"):
            amend_analyst(writer, "Bob", {"name": "ANN"})
        Catalogue(writer).add_analyst("Cy")
    with reading(location) as reader:
        assert [find_analyst(reader, name)["number"] for name in ("Bob", "Ann", "Cy")] == [1, 2, 3]
    assert not verify(location).findings


def test_an_episode_is_amended_on_both_databases(location):
    with writing(location) as writer:
        stated = {"show": "Skies", "title": "Clouds", "published_on": "2026-01-10"}
        Catalogue(writer).add_episode(read_episode_alone(stated, TODAY))
        done = amend_episode(writer, "e1", {"published_on": "2026-01-09", "url": " "}, today=TODAY)
        assert (done.number, done.fields) == (1, ("published",))
        with pytest.raises(AfterToday):
            amend_episode(writer, "e1", {"published_on": "2026-07-02"}, today=TODAY)
        with pytest.raises(NothingToChange):
            amend_episode(writer, "e1", {"note": ""}, today=TODAY)
    assert not verify(location).findings


def test_the_same_words_are_pointed_out_one_at_a_time_only(location):
    with writing(location) as writer:
        record(writer, "It rains", "Ann")
        assert "q1 says the same" in record(writer, "It  RAINS.", "Bob").warnings[0]
        assert record(writer, "It rains", "Cy", once=False).warnings == ()
        linked = link_claims(writer, ["2", "3"], "q1")
        assert (linked.moved, linked.warnings) == ((2, 3), ("q2, q3 now carry no claim",))
        with pytest.raises(ConflictError, match="claim 1"):
            revise(writer, "1", {"stated_on": "2026-01-10"}, today=TODAY, actor="t")


def test_a_key_that_nobody_could_ask_for_is_refused_in_bulk_too(location):
    with pytest.raises(InputError, match="reads as"), writing(location) as writer:
        record(writer, "It rains", "Ann", once=False, key="q1")


def test_a_condition_is_taken_away_on_both_databases(location):
    with writing(location) as writer:
        record(writer, "It rains", "Ann", condition="it freezes", deadline="2026-12-31")
        assert amend_question(writer, "q1", {"condition": "", "deadline": " "}, today=TODAY).fields == (
            "condition",
            "deadline",
        )
    assert not verify(location).findings


@pytest.mark.parametrize("other", ["it rains", "It  rains.", " It rains . ", "\uff29t rains"])
def test_what_two_ways_to_write_a_statement_share(other):
    assert fold_statement(other) == fold_statement("It rains")


def test_a_topic_named_twice_is_one_however_it_is_written(location):
    twice = ["Z\u00fcrich", "Zu\u0308rich ", "rain", "rain"]
    with writing(location) as writer:
        record(writer, "It rains", "Ann", topics=tuple(twice))
        record(writer, "It snows", "Ann")
        amend_question(writer, "q2", {"topics": twice}, today=TODAY)
    with reading(location) as reader:
        found = reader.rows("SELECT question_id, topic FROM question_topic ORDER BY question_id, topic")
    assert [row["topic"] for row in found] == 2 * ["Z\u00fcrich", "rain"]
    assert verify(location).findings == ()
