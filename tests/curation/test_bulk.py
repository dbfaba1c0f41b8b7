"""Claims by the file: checked whole, stored whole or not at all, and the same claims however often they come."""

import io
import itertools
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

import effort
import pytest
import sample
from hypothesis import HealthCheck, given, settings
from random_ledger import HISTORIES, TODAY, live

from ledger.claimfiles.registry import claim_formats, template
from ledger.claimfiles.rows import ClaimRow
from ledger.curation.catalogue import merge_analysts
from ledger.curation.changing import amend_claim, amend_question, link_claims, revise, withdraw
from ledger.curation.claim_import import ClaimsRejected, import_claims
from ledger.curation.recording import Recorder
from ledger.curation.resolving import Verdict, resolve
from ledger.curation.seeding import seed
from ledger.errors import ImportRejected, InputError
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.schema import create
from ledger.journal.writer import writing
from ledger.model.records import EpisodeBody
from ledger.query.export import ClaimExport
from ledger.query.history import history
from ledger.query.listing import Filters, list_analysts, list_claims, list_episodes, list_questions
from ledger.reports.summary import summary

SLOW = settings(max_examples=effort.examples(40), suppress_health_check=list(HealthCheck))
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.toml"))
each_format = pytest.mark.parametrize("name", claim_formats())


def at(month):
    return lambda: datetime(2026, month, 1, tzinfo=UTC)


def bring(location, text, name="jsonl", **options):
    """Import a file; a list of tables is one in JSON lines."""
    if not isinstance(text, str):
        text = "".join(json.dumps(table) + "\n" for table in text)
    with writing(location, now=at(7)) as writer:
        rows = claim_formats()[name].read(io.BytesIO(text.encode()), "file")
        return import_claims(writer, rows, TODAY, "importer", **options)


def export(location, name="jsonl", filters=Filters(), as_of=None):  # noqa: B008 - nothing changes it
    with reading(location, as_of) as reader:
        return "".join(ClaimExport(reader, filters, claim_formats()[name]).lines())


def public(location):
    """What every listing shows of a ledger, but for when it was recorded; things are numbered as they first occur."""
    with reading(location) as reader:
        rows, figures = list_claims(reader, Filters()), summary(reader)
    ranks = {}
    for row in rows:
        for name in ("question", "episode"):
            if row[name] is not None:
                row[name] = ranks.setdefault((name, row[name]), len(ranks))
        for name in ("recorded_at", "retrospective"):
            del row[name]
    told = [{name: value for name, value in row.items() if not name.startswith(("retro", "prosp"))}
            for row in (*figures.rows, figures.total)]  # fmt: skip
    return rows, told


def entries(location):
    with reading(location) as reader:
        return reader.rows("SELECT COUNT(*) AS n FROM entry")[0]["n"]


def claims(location, *names):
    with reading(location) as reader:
        return [tuple(row[name] for name in names) for row in list_claims(reader, Filters())]


def refused(location, text, name="jsonl", **options):
    """The faults of a file that is refused; nothing may be stored."""
    before = entries(location)
    with pytest.raises(ImportRejected) as caught:
        bring(location, text, name, **options)
    assert entries(location) == before
    return [str(problem).removeprefix("file:") for problem in caught.value.problems]


RAIN = {"analyst": "Ann", "statement": "It rains", "stated_on": "2026-01-10"}


@pytest.fixture
def ledger(db_path):
    location = Location(path=db_path)
    create(location)
    return location


class TestRecording:
    @each_format
    def test_the_example_is_imported_as_it_stands_on_both_databases(self, location, name):
        done = bring(location, template(name), name)
        assert (done.claims, done.known, done.resolutions, done.skipped, done.notes) == (3, 0, 2, 0, ())
        again = bring(location, template(name), name)
        assert (again.claims, again.known, again.resolutions) == (0, 3, 0)
        assert sample.findings(location) == []

    def test_the_least_a_claim_needs_is_who_what_and_when(self, ledger):
        bring(ledger, [RAIN])
        assert claims(ledger, "analyst", "statement", "stated_on", "kind", "attribution", "source") == [
            ("Ann", "It rains", "2026-01-10", "prediction", "first-person", "none")
        ]

    def test_every_field_reaches_its_column(self, ledger):
        bring(ledger, template("jsonl"))
        with reading(ledger) as reader:
            (claim, *_) = reader.rows("SELECT * FROM claim ORDER BY number")
            (question, *_) = reader.rows("SELECT * FROM question ORDER BY number")
            (episode,) = reader.rows("SELECT * FROM episode")
            verdicts = reader.rows("SELECT * FROM resolution ORDER BY number")
        wanted = {"at_seconds": 750, "until_seconds": 761, "low": 550_000, "point": 675_000, "high": 800_000,
                  "scale": "coder", "read_by": "Kim Lund", "words": "will likely", "denies": 0, "cluster": "norges",
                  "note": "Asked about the autumn meeting.", "attribution": "reported"}  # fmt: skip
        assert {name: claim[name] for name in wanted} == wanted
        assert (question["key"], question["deadline"], question["deadline_words"], question["deadline_basis"]) == (
            "norges-cut-by-2025", "2025-12-31", "next year", "the year after the statement")  # fmt: skip
        assert (question["verdict"], question["condition_verdict"]) == ("true", "true")
        assert (episode["duration_s"], episode["sampling"]) == (2580, "notable")
        assert [(row["target"], row["judged_by"]) for row in verdicts] == [
            ("condition", "Kim Lund"), ("question", "Kim Lund")]  # fmt: skip

    def test_who_imports_reads_the_words_and_judges_where_the_file_does_not_say(self, ledger):
        bring(ledger, [{**RAIN, "likelihood": "likely", "resolution": [
            {"outcome": "true", "on": "2026-02-01", "evidence": ["gauge"]}]}])  # fmt: skip
        with reading(ledger) as reader:
            assert reader.rows("SELECT read_by FROM claim") == [{"read_by": "importer"}]
            assert reader.rows("SELECT judged_by FROM resolution") == [{"judged_by": "importer"}]

    def test_the_day_of_the_episode_is_the_day_it_was_said(self, ledger):
        where = {"show": "Skies", "title": "Clouds", "published_on": "2026-01-12"}
        said = {"analyst": "Ann", "statement": "It rains", "episode": where, "deadline": "within six months"}
        bring(ledger, [said, {**said, "statement": "It snows", "stated_on": "unknown", "deadline": None}])
        assert claims(ledger, "stated_on", "deadline", "show") == [
            ("2026-01-12", "2026-07-12", "Skies"), (None, None, "Skies")]  # fmt: skip

    def test_the_same_bodies_are_made_as_by_recording_one_by_one(self, ledger, tmp_path):
        """Two ways into the record, one record: identifiers and keys apart."""
        said = [
            {"key": "k1", "analyst": "Ann", "statement": "It rains", "stated_on": "2026-01-10",
             "deadline": "within six months", "criteria": "gauge", "condition": "clouds", "likelihood": "likely",
             "quote": "q", "at": "12:30", "denies": True, "topics": ["a", "b", "a"], "note": "n", "cluster": "c",
             "attribution": "reported", "difficulty": "low",
             "episode": {"show": "S", "title": "T", "published_on": "2026-01-01"}},
            {"analyst": "Bob", "statement": "It snows", "stated_on": "unknown", "likelihood": "will likely=55-80%"},
            {"analyst": "Bob", "question": "k1", "stated_on": "2026-02-01", "likelihood": "3:1"},
        ]  # fmt: skip
        with writing(ledger, actor="importer") as writer:
            recorder = Recorder(writer, TODAY, "importer")
            for one in said:
                recorder.record(one, new_analyst=True)
        other = Location(path=tmp_path / "other.db")
        create(other)
        bring(other, said)
        assert _without_ids(ledger) == _without_ids(other)

    def test_a_claim_is_put_on_a_question_of_the_ledger_by_its_number(self, ledger):
        bring(ledger, [{**RAIN, "deadline": "2026-12-31"}])
        bring(ledger, [{"analyst": "Bob", "question": "q1", "stated_on": "2026-01-11"}])
        assert claims(ledger, "question", "analyst") == [(1, "Ann"), (1, "Bob")]
        nowhere = "1: question: names no question that is before it in the file or in the ledger; give its statement"
        assert refused(ledger, [{"analyst": "Bob", "question": "q7", "stated_on": "2026-01-11"}]) == [nowhere]
        told = refused(ledger, [{**RAIN, "question": "q7", "analyst": "Cem"}])
        assert told == ["1: question: 'q7' is no question of the ledger"]

    def test_claims_that_name_the_same_question_share_it(self, ledger):
        bring(ledger, [{**RAIN, "question": "#1", "deadline": "2026-12-31"},
                       {"analyst": "Bob", "question": "#1", "stated_on": "2026-01-11"},
                       {**RAIN, "analyst": "Cem", "question": "#1"}, {**RAIN, "analyst": "Dee"}])  # fmt: skip
        assert claims(ledger, "question", "deadline") == [(1, "2026-12-31")] * 3 + [(2, None)]
        with reading(ledger) as reader:
            assert [row["key"] for row in list_questions(reader)] == [None, None]

    def test_a_name_of_a_claim_within_the_file_is_none_of_a_question(self, ledger):
        named = {**RAIN, "key": "#1"}
        (told,) = refused(ledger, [named, {"analyst": "Bob", "question": "#1", "stated_on": "2026-01-11"}])
        assert told.startswith("2: question: names no question")
        bring(ledger, [named, {**RAIN, "analyst": "Bob", "question": "#1"}])
        assert claims(ledger, "question") == [(1,), (2,)]

    def test_nothing_is_said_on_a_question_after_its_deadline(self, ledger):
        asked = {**RAIN, "question": "#1", "deadline": "2026-02-01"}
        told = refused(ledger, [asked, {"analyst": "Bob", "question": "#1", "stated_on": "2026-02-02"}])
        assert told == ["2: stated_on: 2026-02-02 lies after the deadline of the question, 2026-02-01"]

    def test_a_change_of_mind_is_on_the_question_of_what_it_changes(self, ledger):
        bring(ledger, [{**RAIN, "key": "k1"}, {"analyst": "Ann", "stated_on": "2026-02-01", "revises": "k1"}])
        assert claims(ledger, "question", "revises") == [(1, None), (1, 1)]

    def test_a_key_that_begins_like_a_name_within_the_file_is_written_with_the_sign_twice(self, ledger):
        bring(ledger, [{**RAIN, "key": "##k"}, {**RAIN, "statement": "It snows", "key": "#k"},
                       {"analyst": "Ann", "stated_on": "2026-02-01", "revises": "##k"},
                       {"analyst": "Ann", "stated_on": "2026-02-01", "revises": "#k"}])  # fmt: skip
        assert claims(ledger, "key", "revises") == [("#k", None), (None, None), (None, 1), (None, 2)]
        assert json.loads(export(ledger).splitlines()[0])["key"] == "##k"

    def test_known_names_are_the_same_analysts(self, ledger):
        bring(ledger, [RAIN])
        with writing(ledger) as writer:
            Recorder(writer, TODAY, "x").record({**RAIN, "statement": "It snows", "analyst": "Anna"}, new_analyst=True)
            merge_analysts(writer, "Anna", "Ann")
        bring(ledger, [{**RAIN, "analyst": "ANNA", "statement": "It hails"}])
        with reading(ledger) as reader:
            assert [(row["name"], row["claims"]) for row in list_analysts(reader)] == [("Ann", 3), ("Anna", 2)]


def _without_ids(location):
    """Every body of the journal with identifiers as numbers."""
    found, known = [], {}
    for kind, body in sample.bodies(location):
        values = json.loads(body)
        for name in [name for name in values if name == "id" or name.endswith("_id")]:
            values[name] = values[name] and known.setdefault(values[name], len(known))
        found.append((kind, values))
    return sorted(found, key=lambda pair: (pair[0], json.dumps(pair[1], sort_keys=True)))


VERDICT = {"outcome": "true", "on": "2026-02-01", "evidence": ["gauge"]}
SETTLED_HALF = {"target": "condition", "outcome": "partial", "reason": "r"}


class TestFaults:
    @pytest.mark.parametrize(
        ("more", "fault"),
        [
            ({"analyst": None}, "analyst: is missing"),
            ({"analyst": "\u200b"}, "analyst: '\\u200b' is not a name: nothing in it can be seen"),
            ({"analyst": "A\0"}, "analyst: character 2 is a NUL, which cannot be stored"),
            ({"statement": None}, "statement: is missing"),
            ({"statement": "\u200b"}, "statement: nothing in it can be seen"),
            ({"statement": "x" * 20_001}, "statement: is longer than 20,000 characters"),
            ({"stated_on": None}, "stated_on: is missing: give a day, or unknown, or an episode with its day"),
            ({"stated_on": "2026-07-02"}, "stated_on: 2026-07-02 is after today (2026-07-01)"),
            ({"stated_on": "01/05/19"}, "stated_on: '01/05/19' has more than one reading: 2019-01-05 or 2019-05-01"),
            ({"deadline": "2026-01-09"}, "deadline: 2026-01-09 lies before the day it was said, 2026-01-10"),
            ({"deadline": "soon"}, "deadline: 'soon'"),
            ({"deadline_words": "soon"}, "deadline_words: are read as no deadline: give one"),
            ({"likelihood": 60}, "likelihood: '60' alone could be a percentage or a probability. Write 60% or 0.6"),
            ({"likelihood": "quite so"}, "likelihood: 'quite so' is not a phrase of ICD 203"),
            ({"likelihood": "likely", "scale": "coder"}, "likelihood: "),
            ({"likelihood": "likely", "words": "likely"}, "likelihood: 'likely' is not a number or a range"),
            ({"hedge": True, "likelihood": "20-60%"}, "words: are missing: which words cannot be wrong?"),
            ({"kind": "guess"}, "kind: 'guess' is not known; choose one of: prediction, conditional"),
            ({"attribution": "heard"}, "attribution: 'heard' is not known"),
            ({"at": "soon"}, "at: 'soon' is not a place in a recording"),
            ({"key": "12"}, "key: The key '12' reads as a number of the ledger's own"),
            ({"withdrawn_on": "2026-01-09"}, "withdrawn_on: 2026-01-09 lies before the day it was said, 2026-01-10"),
            ({"revises": "k9"}, "revises: names a claim that is neither before it in the file nor in the ledger"),
            ({"topics": ["x" * 501]}, "topics: an entry is longer than 500 characters"),
            ({"quote": "x" * 200_001}, "quote: is longer than 200,000 characters"),
            ({"quote": "\x01" * 170_000}, "holds more than 1,000,000 characters, too many for one record"),
            ({"episode": {"title": "T"}}, "episode.show: is missing"),
            ({"episode": {"show": "S", "title": "T", "published_on": "2027"}}, "episode.published_on: "),
            ({"episode": {"show": "S", "title": "T", "sampling": "some"}}, "episode.sampling: 'some' is not known"),
            ({"episode": {"show": "S" * 501, "title": "T"}}, "episode.show: is longer than 500 characters"),
            ({"resolution": [{}]}, "resolution.outcome: is missing"),
            ({"resolution": [{**VERDICT, "outcome": "maybe"}]}, "resolution.outcome: 'maybe' is not an outcome"),
            ({"resolution": [{**VERDICT, "outcome": "partial=2"}]}, "resolution.outcome: "),
            ({"resolution": [{**VERDICT, "on": None}]}, "resolution.on: is missing: the verdict true needs its day"),
            ({"resolution": [{**VERDICT, "evidence": []}]}, "resolution.evidence: is missing"),
            ({"resolution": [{**VERDICT, "outcome": "void"}]}, "resolution.reason: is missing: the verdict void needs"),
            ({"resolution": [{**VERDICT, "on": "2027-01-01"}]}, "resolution.on: 2027-01-01 is after today"),
            ({"resolution": [{**VERDICT, "target": "x"}]}, "resolution.target: 'x' is not known"),
            ({"resolution": [{**VERDICT, "target": "condition"}]},
             "resolution.outcome: settles a condition, and the question has none"),
            ({"condition": "c", "resolution": [{**VERDICT, **SETTLED_HALF}]},
             "resolution.outcome: a condition cannot be partial"),
            ({"resolution": [{"outcome": "open", "reason": "r"}]}, "resolution.outcome: takes a verdict back, and "),
            ({"resolution": [VERDICT, {"outcome": "open"}]}, "resolution.reason: is missing: why was the verdict"),
            ({"resolution": [{**VERDICT, "key": "v"}, {**VERDICT, "key": "v"}]}, "resolution.key: is that of another"),
        ],
        ids=str,
    )  # fmt: skip
    def test_a_fault_is_named_with_its_line_and_field_and_nothing_is_stored(self, ledger, more, fault):
        (told,) = refused(ledger, [{**RAIN, "statement": "It snows"}, {**RAIN, **more}])
        assert told.startswith(f"2: {fault}"), told

    def test_every_fault_of_every_claim_is_named_at_once(self, ledger):
        told = refused(ledger, [
            {"statement": "x", "likelihood": "60", "stated_on": "2027-01-01", "colour": "red"},
            {**RAIN, "deadline": "2026-01-01", "kind": "guess", "resolution": [{"outcome": "void"}]},
            RAIN,
        ])  # fmt: skip
        assert [line.split(" ")[0] + line.split(" ")[1] for line in told] == [
            "1:colour:", "1:analyst:", "1:stated_on:", "1:likelihood:", "2:deadline:", "2:resolution.on:",
            "2:resolution.reason:", "2:kind:",
        ]  # fmt: skip

    def test_a_broken_line_and_a_broken_record_are_told_together(self, ledger):
        told = refused(ledger, '{"analyst": \n' + json.dumps({**RAIN, "likelihood": "60"}))
        assert [line.partition(": ")[0] for line in told] == ["1", "2"]

    def test_the_names_of_columns_are_those_of_the_file(self, ledger):
        told = refused(ledger, "analyst,statement,stated_on,episode_show,outcome,condition_outcome\n"
                               "Ann,It rains,2026-01-10,S,true,void\n", "csv")  # fmt: skip
        assert [line.split(": ")[1] for line in told] == [
            "episode_title", "condition_outcome", "condition_resolved_on", "condition_reason", "resolved_on", "evidence"
        ]  # fmt: skip

    def test_a_fault_of_the_episode_of_a_file_is_told_once_with_its_line(self, ledger):
        text = (
            '[episode]\nshow = "S"\ntitle = "T"\npublished_on = "soon"\n'
            + 2 * '[[claim]]\nanalyst = "A"\nstatement = "x"\n'
        )
        assert [line.split(" ")[:2] for line in refused(ledger, text, "toml")] == [
            ["4:", "episode.published_on:"], ["5:", "stated_on:"], ["8:", "stated_on:"]]  # fmt: skip

    def test_what_is_wrong_with_the_file_itself_cannot_be_skipped(self, ledger):
        text = '[author]\nname = "x"\n[[claim]]\nanalyst = "Ann"\nstatement = "It rains"\nstated_on = "2026-01-10"\n'
        assert refused(ledger, text, "toml", skip_bad=True)[0].startswith("1: author: does not belong here")

    def test_a_long_list_of_faults_is_cut_and_counted(self, ledger):
        with pytest.raises(ClaimsRejected) as caught:
            bring(ledger, [{"analyst": "Ann"}] * 600)
        lines = str(caught.value).splitlines()
        assert lines[0] == "1,200 faults found, nothing stored:"
        assert lines[1001:] == ["... and 200 more", "Mend them, or leave such claims out with --skip-bad."]
        assert len(caught.value.problems) == 1200


class TestSkipping:
    def test_what_is_sound_is_stored_and_what_is_not_leaves_no_trace(self, location):
        done = bring(location, [
            {**RAIN, "analyst": "Stray", "episode": {"show": "Stray", "title": "T"}, "likelihood": "60", "key": "k1",
             "question": "#1"},
            RAIN,
            {"analyst": "Bob", "question": "#1", "stated_on": "2026-01-11"},
            {"analyst": "Bob", "revises": "k1", "stated_on": "2026-01-11"},
        ], skip_bad=True)  # fmt: skip
        assert (done.claims, done.skipped) == (1, 3)
        assert [problem.line for problem in done.problems] == [1, 3, 4]
        assert [row["name"] for row in sample.tables(location)["analyst"]] == ["Ann"]
        assert sample.tables(location)["episode"] == []
        assert sample.findings(location) == []

    def test_every_claim_that_tells_its_episode_otherwise_is_left_out(self, ledger):
        where = {"show": "S", "title": "T", "url": "u"}
        rows = [{**RAIN, "statement": f"S{number}", "episode": {**where, "url": "u" if number in {0, 3} else "v"}}
                for number in range(5)]  # fmt: skip
        done = bring(ledger, rows, skip_bad=True)
        assert (done.claims, [problem.line for problem in done.problems]) == (2, [2, 3, 5])

    def test_a_bad_claim_by_itself_leaves_no_trace_either(self, ledger):
        """All that a claim makes is found sound before any of it is written, one by one as by the file."""
        where = {"show": "Stray", "title": "T"}
        with writing(ledger) as writer:
            recorder = Recorder(writer, TODAY, "x")
            with pytest.raises(InputError, match="quote is longer"):
                recorder.record({**RAIN, "episode": where, "quote": "x" * 200_001}, new_analyst=True)
            recorder.record({**RAIN, "analyst": "Bob", "statement": "It snows"}, new_analyst=True)
        found = sample.tables(ledger)
        assert [row["name"] for row in found["analyst"]] == ["Bob"]
        assert [row["statement"] for row in found["question"]] == ["It snows"]
        assert found["episode"] == []
        assert sample.findings(ledger) == []


class TestKnown:
    @pytest.mark.parametrize("key", ["k1", None])
    def test_what_is_known_is_counted_and_left_alone(self, ledger, key):
        bring(ledger, [{**RAIN, "key": key, "likelihood": "60%"}])
        before = entries(ledger)
        done = bring(ledger, [{**RAIN, "key": key, "likelihood": "60%"}])
        assert (done.claims, done.known) == (0, 1)
        assert entries(ledger) == before

    @pytest.mark.parametrize("key", ["k1", None])
    @pytest.mark.parametrize(
        ("more", "fault"),
        [
            ({"likelihood": "70%"}, "likelihood: is '70%' here and '60%' in claim 1"),
            ({"note": "n"}, "note: is 'n' here and nothing in claim 1"),
            ({"denies": True}, "denies: is 'yes' here and '0' in claim 1"),
            ({"quote": None}, "quote: is nothing here and 'q' in claim 1"),
            ({"deadline": "2026-12-30"}, "deadline: is '2026-12-30' here and '2026-12-31' in question q1"),
            ({"topics": ["a", "c"]}, "topics: is 'a, c' here and 'a, b' in question q1"),
            ({"episode": {"show": "S", "title": "U"}}, "episode: is not the one of claim 1"),
        ],
        ids=str,
    )
    def test_what_contradicts_the_ledger_is_a_fault_that_names_the_difference(self, ledger, key, more, fault):
        said = {**RAIN, "key": key, "likelihood": "60%", "quote": "q", "deadline": "2026-12-31", "topics": ["b", "a"],
                "episode": {"show": "S", "title": "T"}}  # fmt: skip
        bring(ledger, [said])
        told = refused(ledger, [{**said, **more}])
        assert any(line.startswith(f"1: {fault}") for line in told), told

    def test_what_the_ledger_does_not_know_of_an_episode_is_filled_in_and_nothing_is_changed(self, ledger):
        people = [{"name": "Ann", "role": "speaker"}]
        said = {**RAIN, "key": "k1", "episode": {"show": "S", "title": "T", "people": people}}
        bring(ledger, [said])
        more = {"url": "https://example.org", "people": [{"name": "Ann", "role": "host"}], "note": "n"}
        bring(ledger, [{**said, "key": "k2", "statement": "It snows", "episode": {**said["episode"], **more}}])
        with reading(ledger) as reader:
            (row,) = reader.rows("SELECT url, note, people FROM episode")
        assert (row["url"], row["note"], json.loads(row["people"])) == (more["url"], "n", more["people"])
        told = refused(ledger, [{**said, "key": "k3", "episode": {**said["episode"], "note": "other"}}])
        assert "note" in told[0]

    def test_a_long_text_is_shown_from_where_it_parts(self, ledger):
        bring(ledger, [{**RAIN, "key": "k", "note": "word " * 100 + "old"}])
        (told,) = refused(ledger, [{**RAIN, "key": "k", "note": "word " * 100 + "new"}])
        assert told == "1: note: is ...'d word word new' here and ...'d word word old' in claim 1"

    def test_a_file_older_than_the_ledger_is_known_and_said_to_be(self, ledger):
        said = {**RAIN, "key": "k1", "likelihood": "60%", "deadline": "2026-12-31", "topics": ["a"]}
        bring(ledger, [said, {**RAIN, "key": "k2", "statement": "It snows"}])
        with writing(ledger) as writer:
            amend_claim(writer, "k1", {"likelihood": "70%", "note": "n"}, today=TODAY, actor="x")
            amend_question(writer, "q1", {"deadline": "2027-12-31", "topics": ["b"]}, today=TODAY)
            withdraw(writer, "k1", on="2026-03-01", note=None, today=TODAY)
            link_claims(writer, ["k2"], "q1")
        before = entries(ledger)
        done = bring(ledger, [said, {**RAIN, "key": "k2", "statement": "It snows"}])
        assert (done.claims, done.known, entries(ledger)) == (0, 2, before)
        assert done.notes == ("Lines 1, 2: an older version of what the ledger holds, which was left as it is.",)

    def test_a_verdict_that_has_come_since_is_added(self, location):
        said = {**RAIN, "key": "k1"}
        bring(location, [said])
        done = bring(location, [{**said, "resolution": [VERDICT]}])
        assert (done.known, done.resolutions) == (1, 1)
        again = bring(location, [{**said, "resolution": [VERDICT]}])
        assert (again.known, again.resolutions) == (1, 0)
        more = bring(location, [{**said, "resolution": [VERDICT, {"outcome": "open", "reason": "r"}]}])
        assert (more.known, more.resolutions) == (1, 1)
        assert bring(location, [{**said, "resolution": [VERDICT]}]).known == 1
        assert claims(location, "outcome") == [("open",)]
        assert sample.findings(location) == []

    def test_who_judged_counts_where_the_file_says_it(self, ledger):
        said = {**RAIN, "key": "k1"}
        bring(ledger, [said])
        with writing(ledger) as writer:
            resolve(writer, "k1", Verdict("true", "2026-02-01", ("gauge",), by="Kim"), today=TODAY, actor="x")
        assert bring(ledger, [{**said, "resolution": [VERDICT]}]).known == 1
        assert refused(ledger, [{**said, "resolution": [{**VERDICT, "judged_by": "Lou"}]}]) != []

    def test_a_verdict_on_what_a_claim_was_about_before_is_not_added_to_what_it_is_about_now(self, ledger):
        both = [{**RAIN, "key": "k1"}, {**RAIN, "key": "k2", "statement": "It snows"}]
        bring(ledger, both)
        with writing(ledger) as writer:
            link_claims(writer, ["k2"], "q1")
        done = bring(ledger, [both[0], {**both[1], "resolution": [VERDICT]}])
        assert (done.known, done.resolutions) == (2, 0)
        assert claims(ledger, "outcome") == [("open",), ("open",)]

    def test_a_verdict_that_contradicts_the_ledger_is_a_fault(self, ledger):
        bring(ledger, [{**RAIN, "key": "k1", "resolution": [VERDICT]}])
        told = refused(ledger, [{**RAIN, "key": "k1", "resolution": [{**VERDICT, "outcome": "false"}]}])
        assert told == ["1: resolution.outcome: is false on 2026-02-01 here and true on 2026-02-01 in question q1"]

    def test_a_key_twice_in_a_file_is_a_fault(self, ledger):
        told = refused(ledger, [{**RAIN, "key": "k1"}, {**RAIN, "key": "k1", "statement": "It snows"}])
        assert told == ["2: key: is that of line 1 too"]

    def test_what_is_twice_is_noticed_where_no_line_is_known(self, ledger):
        rows = [ClaimRow("rows", 0, {**RAIN, "key": "k1"})] * 2 + [ClaimRow("rows", 0, RAIN)]
        with pytest.raises(ClaimsRejected) as caught, writing(ledger) as writer:
            import_claims(writer, rows, TODAY, "x")
        assert [problem.message for problem in caught.value.problems] == [
            "is that of another claim too", "says what another claim says; give both a key, or say repeat = yes"
        ]  # fmt: skip

    def test_a_key_is_the_same_in_any_form_of_its_letters(self, ledger):
        bring(
            ledger,
            [{**RAIN, "key": "Zu\u0308rich"}, {"analyst": "Ann", "stated_on": "2026-02-01", "revises": "Z\xfcrich"}],
        )
        assert claims(ledger, "key", "revises") == [("Z\xfcrich", None), (None, 1)]

    def test_the_same_without_a_key_twice_in_a_file_is_a_fault_unless_it_says_so(self, ledger):
        twice = [RAIN, {**RAIN, "likelihood": "60%"}]
        assert refused(ledger, twice) == ["2: says what line 1 says; give both a key, or say repeat = yes"]
        twice[1]["repeat"] = True
        assert bring(ledger, twice).claims == 2
        assert bring(ledger, twice).known == 2

    def test_what_the_ledger_has_once_a_file_that_says_it_twice_adds_to_once(self, ledger):
        bring(ledger, [RAIN])
        twice = [RAIN, {**RAIN, "repeat": True}]
        done = bring(ledger, twice)
        assert (done.claims, done.known) == (1, 1)
        assert bring(ledger, twice).known == 2

    def test_what_a_known_claim_says_is_not_said_again_without_a_word(self, ledger):
        bring(ledger, [{**RAIN, "key": "k1"}])
        told = refused(ledger, [{**RAIN, "key": "k1"}, {**RAIN, "likelihood": "60%"}])
        assert told == ["2: says what line 1 says; give both a key, or say repeat = yes"]

    def test_a_verdict_that_several_claims_of_a_file_state_is_added_once(self, ledger):
        both = [{**RAIN, "question": "q"}, {"analyst": "Bob", "question": "q", "stated_on": "2026-01-11"}]
        bring(ledger, both)
        done = bring(ledger, [{**row, "statement": "It rains", "resolution": [VERDICT]} for row in both])
        assert (done.known, done.resolutions) == (2, 1)

    def test_a_key_of_a_question_is_not_taken_for_another(self, ledger):
        bring(ledger, [{**RAIN, "question": "k1"}])
        (told,) = refused(ledger, [{**RAIN, "statement": "It snows", "key": "k1"}])
        assert told == "1: key: is the key of question q1; to put the claim on it, give it as its question"

    def test_a_claim_key_and_a_question_key_may_be_alike_and_mean_two_things(self, ledger, tmp_path):
        bring(
            ledger, [{**RAIN, "key": "k1"}, {**RAIN, "statement": "It snows", "key": "k2"}, {**RAIN, "analyst": "Bob"}]
        )
        with writing(ledger) as writer:
            link_claims(writer, ["k1"], "q2")
            link_claims(writer, ["3"], "q1")
        copy = Location(path=tmp_path / "copy.db")
        create(copy)
        bring(copy, export(ledger))
        assert claims(copy, "key", "statement") == claims(ledger, "key", "statement")
        with reading(copy) as reader:
            assert [row["key"] for row in list_questions(reader)] == ["k2", "k1"]

    @pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
    def test_the_seeds_are_the_same_whichever_way_they_come(self, ledger, path):
        done = bring(ledger, path.read_text(encoding="utf-8"), "toml")
        with writing(ledger) as writer:
            assert seed(writer, TODAY, path.parent).known == done.claims
        assert bring(ledger, path.read_text(encoding="utf-8"), "toml").known == done.claims


class TestTelling:
    def test_what_is_worth_a_look_is_said_in_a_sentence_however_often_it_occurs(self, ledger):
        done = bring(ledger, [
            *({**RAIN, "analyst": name} for name in ("Ann", "Bob", "Cem", "Dee", "Eve", "Fay", "Guy")),
            {**RAIN, "analyst": "Zhao Tong", "statement": "x", "words": "might well", "likelihood": "20-60%"},
            {**RAIN, "analyst": "Tong Zhao", "statement": "y"},
        ])  # fmt: skip
        assert done.notes == (
            "Line 8: the words cannot be wrong (may, might ...); give hedge = yes, or they are scored.",
            (
                "Lines 2, 3, 4, 5, 6 and 1 more: the same statement as an earlier claim, on a question of its own; "
                "to compare analysts, give both the same question."
            ),
            (
                "New analysts with a name near another: 'Zhao Tong' (there is 'Tong Zhao'); 'Tong Zhao' (there is "
                "'Zhao Tong'). If they are one: ledger analyst merge"
            ),
        )

    def test_a_quote_that_stands_in_no_document_is_kept_as_heard(self, ledger):
        where = {"show": "S", "title": "T", "published_on": "2026-01-01"}
        bring(ledger, [{**RAIN, "episode": where}])
        with writing(ledger) as writer:
            (episode,) = writer.rows("SELECT id FROM episode")
            page = sample.document(EpisodeBody(id=episode["id"], show="S", title="T"), size=35)
            writer.add(page)
            writer.add(sample.part(page, "It will rain before long, she said."))
        done = bring(ledger, [
            {**RAIN, "statement": "a", "episode": where, "quote": "will rain before long"},
            {**RAIN, "statement": "b", "episode": where, "quote": "a hundred elephants dance"},
        ])  # fmt: skip
        assert done.notes == (
            "Line 2: the quote has no one place in the documents of its episode, and was kept as heard.",
        )
        with reading(ledger) as reader:
            assert [row["anchor_start"] for row in reader.rows("SELECT anchor_start FROM claim ORDER BY number")] == [
                None, 3, None]  # fmt: skip


class TestExport:
    def test_only_what_passes_the_filters_is_in_the_file_and_what_it_revises_is_missed(self, ledger):
        bring(ledger, [{**RAIN, "key": "k1"}, {**RAIN, "analyst": "Bob"}])
        with writing(ledger) as writer:
            revise(writer, "k1", {"stated_on": "2026-02-01", "likelihood": "20%"}, today=TODAY, actor="x")
        with reading(ledger) as reader:
            found = ClaimExport(reader, Filters(since="2026-02"), claim_formats()["jsonl"])
            (row,) = map(json.loads, "".join(found.lines()).splitlines())
        assert "revises" not in row
        assert (row["analyst"], row["likelihood"], found.claims) == ("Ann", "20%", 1)
        assert found.notes() == ["1 claim revises a claim that is not in the file, which does not say so."]

    def test_a_past_moment_is_exported_as_it_was(self, ledger):
        bring(ledger, [{**RAIN, "key": "k1", "likelihood": "60%"}])
        with writing(ledger, now=at(9)) as writer:
            amend_claim(writer, "k1", {"likelihood": "70%"}, today=date(2026, 9, 1), actor="x")
        then = export(ledger, as_of=datetime(2026, 8, 1, tzinfo=UTC))
        assert [json.loads(text)["likelihood"] for text in (then, export(ledger))] == ["60%", "70%"]

    def test_a_phrase_that_a_scale_reads_otherwise_today_is_written_as_a_reading(self, ledger):
        with writing(ledger) as writer:
            who, what = sample.analyst(), sample.question()
            writer.add(who)
            writer.add(what)
            writer.add(sample.claim(who, what, source="phrase", words="likely", scale="icd203", low=600_000,
                                    point=700_000, high=800_000, read_by="x"))  # fmt: skip
        with reading(ledger) as reader:
            found = ClaimExport(reader, Filters(), claim_formats()["jsonl"])
            row = json.loads("".join(found.lines()))
        assert (row["words"], row["likelihood"], row["scale"]) == ("likely", "60-80%", "icd203")
        assert found.notes() == ["1 claim is written as a reading: the scale reads the words otherwise today."]

    def test_what_was_said_twice_that_day_is_written_so(self, ledger, tmp_path):
        bring(ledger, [RAIN, {**RAIN, "repeat": True}, {**RAIN, "key": "k1"}])
        assert [json.loads(line).get("repeat") for line in export(ledger).splitlines()] == [None, True, None]
        copy = Location(path=tmp_path / "copy.db")
        create(copy)
        assert bring(copy, export(ledger)).claims == 3

    @pytest.mark.parametrize("band", ["55-80%", "0.5%-1%", "60%", "0%", "100%", "0.0001%-99.9999%"])
    def test_a_reading_keeps_its_figures(self, ledger, tmp_path, band):
        bring(ledger, [{**RAIN, "words": "well", "likelihood": band}])
        copy = Location(path=tmp_path / "copy.db")
        create(copy)
        bring(copy, export(ledger))
        figures = ("source", "words", "probability_low", "probability", "probability_high")
        assert claims(copy, *figures) == claims(ledger, *figures)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """New ledgers, copied from one."""
    folder = tmp_path_factory.mktemp("ledgers")
    model = folder / "model.db"
    create(Location(path=model))
    numbers = itertools.count()

    def make():
        path = folder / f"{next(numbers)}.db"
        shutil.copyfile(model, path)
        return Location(path=path)

    return make


class TestRoundTrip:
    @each_format
    @given(steps=HISTORIES)
    @SLOW
    def test_any_ledger_exported_and_imported_shows_the_same(self, fresh, name, steps):
        first, second = fresh(), fresh()
        live(first, steps)
        text = export(first, name)
        shown = public(first)
        done = bring(second, text, name)
        assert public(second) == shown
        assert (done.claims, done.known, done.skipped) == (len(shown[0]), 0, 0)
        for location in (first, second):
            before = entries(location)
            again = bring(location, text, name)
            assert (again.claims, again.known, again.resolutions) == (0, len(shown[0]), 0)
            assert entries(location) == before

    def test_what_an_export_leaves_out_is_seen(self, fresh):
        """The control: an export that forgets one field does not show the same."""
        first, second = fresh(), fresh()
        bring(first, [{**RAIN, "key": "k1"}, {"analyst": "Ann", "stated_on": "2026-02-01", "revises": "k1"}])
        with patch.object(ClaimExport, "_revision", return_value={}):
            bring(second, export(first))
        assert public(second) != public(first)

    @each_format
    def test_a_ledger_travels_between_the_databases(self, location, fresh, name):
        with writing(location) as writer:
            seed(writer, TODAY)
            resolve(writer, "s0-01", Verdict("void", "2026-01-01", reason="r"), today=TODAY, actor="x")
        copy = fresh()
        assert bring(copy, export(location, name), name).claims == 46
        assert public(copy) == public(location)
        with reading(location) as one, reading(copy) as other:
            assert list_episodes(one) == list_episodes(other)


def test_rows_may_be_made_by_a_program(ledger):
    rows = [ClaimRow("rows", number, {**RAIN, "statement": f"S{number}"}) for number in range(1, 1_203)]
    with writing(ledger) as writer:
        assert import_claims(writer, iter(rows), TODAY, "x").claims == 1202
    with reading(ledger) as reader:
        assert len(history(reader)) == 2 * 1202 + 1
    broken = replace(rows[700], claim={"analyst": "Ann"})
    with pytest.raises(ImportRejected), writing(ledger) as writer:
        import_claims(writer, [*rows[:700], broken], TODAY, "x")
