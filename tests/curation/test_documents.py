"""Files in the record: to the letter, in pieces, once; and the quotes of claims in them."""

import dataclasses
import json

import effort
import pytest
import sample
from document_kit import PARTICULARS, SECTIONS, TEXT, TODAY, WHOLE, claim, page, raw, store, timed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.curation.anchoring import Given, NotThatDocument, anchor_quotes, check_quotes
from ledger.curation.catalogue import EpisodeDiffers
from ledger.curation.changing import amend_claim, revise
from ledger.curation.episode_import import (
    KnownElsewhere,
    MissingParticulars,
    NotOfEpisode,
    Particulars,
    _pieces,
    import_page,
)
from ledger.documents.page import Raw
from ledger.errors import NoSuch
from ledger.journal.reader import reading
from ledger.journal.writer import writing
from ledger.model.records import PART_LIMIT
from ledger.query.stored_documents import DamagedDocument, NoDocument, SeveralDocuments, document_of, whole
from ledger.text.quotes import AmbiguousQuote, NoSuchOccurrence, QuoteNotFound


def columns(location, *names):
    with reading(location) as reader:
        return [tuple(row[name] for name in names) for row in reader.rows("SELECT * FROM claim ORDER BY number")]


# What is stored.


def test_a_file_comes_back_byte_for_byte_and_the_ledger_stays_whole(location):
    with writing(location) as writer:
        done = store(writer, marks=timed(), description="About rates")
    assert (done.episode, done.document, done.new_episode, done.new_document) == (1, 1, True, True)
    with reading(location) as reader:
        document = document_of(reader, "e1")
    assert whole(document) == WHOLE.encode()
    assert (document.text, document.sections, document.marks) == (WHOLE, SECTIONS, timed())
    assert document.facts == {"description": "About rates"}
    assert sample.findings(location) == []


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xef\xbb\xbfone\r\ntwo\r", "utf-8-sig"),
        ("e\u0301 \u00e9 \u212b \u00a0 trailing \n\n".encode(), "utf-8"),
        ("\u201cquoted\u201d caf\u00e9".encode("windows-1252"), "windows-1252"),
        ("\ufeff\u5317\u4eac".encode("utf-16-le"), "utf-16-le"),
        (b"\x1b[31m \x7f \x01 'x', \"y\" \\ ", "utf-8"),
    ],
)
def test_nothing_of_a_file_is_changed(location, data, encoding):
    given = Raw("file", data.decode(encoding), encoding, data)
    with writing(location) as writer:
        import_page(writer, given, page(given.text, sections=()), PARTICULARS, TODAY)
    with reading(location) as reader:
        assert whole(document_of(reader, "d1")) == data
    assert sample.findings(location) == []


def test_a_long_file_lies_in_several_entries_and_reads_as_one(location):
    text = "".join(f"Sentence {number} says something. " for number in range(40_000))
    with writing(location) as writer:
        store(writer, text, sections=())
    with reading(location) as reader:
        pieces = reader.rows("SELECT content FROM document_part")
        assert len(pieces) == -(-len(text) // PART_LIMIT) > 1
        assert whole(document_of(reader, "d1")) == text.encode()
    assert sample.findings(location) == []


@settings(max_examples=effort.examples(50))
@given(st.text(min_size=0, max_size=300), st.integers(1, 4000))
def test_every_piece_fits_an_entry_and_together_they_are_the_text(text, times):
    content = text * times
    pieces = list(_pieces(content))
    assert "".join(pieces) == content
    assert all(len(json.dumps(piece, ensure_ascii=False)) <= 900_000 for piece in pieces)


def test_control_characters_take_six_times_their_room_and_still_fit(location):
    text = "\x01" * 500_000
    with writing(location) as writer:
        store(writer, text, sections=())
    with reading(location) as reader:
        assert whole(document_of(reader, "d1")) == text.encode()


def test_a_document_whose_text_is_another_keeps_both(location):
    given = raw("WEBVTT\n\n00:00.000 --> 00:02.000\nHello there", "a.vtt")
    with writing(location) as writer:
        import_page(writer, given, page("Hello there", sections=()), PARTICULARS, TODAY)
    with reading(location) as reader:
        document = document_of(reader, "d1")
    assert document.text == "Hello there"
    assert whole(document) == given.data


def test_a_file_of_which_people_read_nothing_is_not_read_as_it_is(location):
    with writing(location) as writer:
        import_page(writer, raw('{"chapters": []}'), page("", sections=()), PARTICULARS, TODAY)
    with reading(location) as reader:
        assert document_of(reader, "d1").text == ""


def test_a_text_that_is_not_what_was_stored_is_seen(sqlite_ledger):
    with writing(sqlite_ledger) as writer:
        store(writer)
    with reading(sqlite_ledger) as reader:
        document = document_of(reader, "d1")
    changed = dataclasses.replace(
        document, parts={**document.parts, "raw": document.parts["raw"].replace("rise", "fall")}
    )
    with pytest.raises(DamagedDocument, match="ledger verify"):
        whole(changed)


# The same file, another file, a corrected one.


def test_the_same_file_a_second_time_changes_nothing(location):
    with writing(location) as writer:
        store(writer)
    before = sample.bodies(location)
    with writing(location) as writer:
        again = store(writer)
    assert (again.new_episode, again.new_document, again.document) == (False, False, 1)
    assert sample.bodies(location) == before


def test_the_same_file_for_another_episode_is_refused(location):
    with writing(location) as writer:
        store(writer)
        store(writer, "Another text.", Particulars(show="Money", title="Summer", published="2026-06-10"), sections=())
        with pytest.raises(KnownElsewhere, match="d1 of episode e1"):
            store(writer, given=Particulars(episode="e2"))


def test_two_items_of_a_feed_may_be_described_in_the_same_words(location):
    with writing(location) as writer:
        for title in ("One", "Two"):
            given = Particulars(show="Money", title=title, published="2026-01-10")
            store(writer, "New every week.", given, kind="feed", sections=())
        again = store(writer, "New every week.", given, kind="feed", sections=())
    assert (again.episode, again.document, again.new_document) == (2, 2, False)


def test_what_the_file_does_not_say_is_asked_for_all_at_once(location):
    with writing(location) as writer, pytest.raises(MissingParticulars) as caught:
        store(writer, given=Particulars(), date_words="01/05/19")
    assert list(caught.value.missing) == ["--show", "--title", "--published"]
    assert "01/05/19" in str(caught.value)
    assert "--date-order" in str(caught.value)


def test_a_known_episode_is_filled_where_it_is_empty_and_never_changed(location):
    with writing(location) as writer:
        writer.add(sample.episode("Spring", show="Money", language="de"))
        done = store(writer, duration_s=1800, source_url="https://example.org/1")
    assert (done.episode, done.new_episode) == (1, False)
    assert set(done.filled) == {"published_on", "url", "duration_s"}
    with reading(location) as reader:
        row = reader.rows("SELECT * FROM episode")[0]
    assert (row["language"], row["duration_s"], row["url"]) == ("de", 1800, "https://example.org/1")
    with writing(location) as writer, pytest.raises(EpisodeDiffers):
        store(writer, "Other.", dataclasses.replace(PARTICULARS, published="2026-01-11"), sections=())


def test_a_corrected_version_takes_the_place_of_the_old_one(location):
    with writing(location) as writer:
        store(writer)
        assert store(writer, WHOLE.replace("spring", "autumn"), Particulars(episode="e1", corrects="d1")).document == 2
    with reading(location) as reader:
        assert document_of(reader, "e1").number == 2
    for ref in ("d1", "d9", "x"):
        with writing(location) as writer, pytest.raises((NotOfEpisode, NoSuch)):
            store(writer, "More.", Particulars(episode="e1", corrects=ref), sections=())


def test_which_of_several_documents_is_asked_for(location):
    with writing(location) as writer:
        writer.add(sample.episode("Spring", show="Money", published_on="2026-01-10"))
        with pytest.raises(NoDocument, match="ledger episode import"):
            document_of(writer, "e1")
        store(writer)
        store(writer, "A blurb.", sections=(), name="blurb.txt")
        with pytest.raises(SeveralDocuments, match=r"d1 \(talk.txt\), d2 \(blurb.txt\)"):
            document_of(writer, "Spring")
        assert document_of(writer, "d2").text == "A blurb."


# Quotes.


@pytest.fixture
def talk(location):
    with writing(location) as writer:
        store(writer, marks=timed())
    return location


JUNE = "a cut \u201cbefore June\u201d \u2013 not even the\nminister"
QUOTES = (
    ("The bank may wait", "The bank may wait", "exact", None),
    ("a cut 'before June' - not even the minister", JUNE, "folded", JUNE),
    ("The banks may wait", "The bank may wait", "fuzzy", "The bank may wait"),
)


@pytest.mark.parametrize(("quote", "stands", "fit", "kept"), QUOTES)
def test_a_quote_is_anchored_where_it_stands(talk, quote, stands, fit, kept):
    with writing(talk) as writer:
        recorded = claim(writer, quote)
    start = WHOLE.index(stands)
    assert columns(talk, "quote", "anchor_start", "anchor_end", "anchor_exact", "anchor_fit") == [
        (quote, start, start + len(stands), kept, fit)
    ]
    body = recorded.claim
    assert WHOLE[start - len(body.anchor_prefix) : start] == body.anchor_prefix
    assert WHOLE[start + len(stands) :].startswith(body.anchor_suffix)
    assert (body.at_seconds, body.until_seconds is not None) == (start // 20 * 10, True)
    assert any("not as the document has it" in warning for warning in recorded.warnings) == (fit == "fuzzy")
    assert sample.findings(talk) == []


def test_a_time_that_was_heard_goes_before_the_files(talk):
    with writing(talk) as writer:
        claim(writer, "The bank may wait", at="01:00:00")
    assert columns(talk, "at_seconds") == [(3600,)]


@pytest.mark.parametrize(
    "quote",
    [
        "The bank might wait", "The bank may not wait", "Rates will fall in the spring", "Rates may rise in the spring",
        "Nobody expects a cut before May 5", "Everybody expects a cut", "The bank may ... in June of next year",
    ],
)  # fmt: skip
def test_a_quote_that_says_something_else_is_not_nearly_the_same(talk, quote):
    with writing(talk) as writer, pytest.raises(QuoteNotFound):
        claim(writer, quote)


def test_a_quote_that_stands_nowhere_is_refused_with_the_nearest_words(talk):
    with writing(talk) as writer:
        with pytest.raises(QuoteNotFound):
            claim(writer, "something nobody ever said here at all")
        assert writer.rows("SELECT number FROM claim") == []
        recorded = claim(writer, "something nobody ever said here at all", place=Given(as_heard=True))
    assert "kept as heard" in recorded.warnings[0]
    assert columns(talk, "document_id", "anchor_fit") == [(None, "heard")]


def test_a_quote_kept_as_heard_is_not_asked_about_again_and_found_when_it_can_be(talk):
    with writing(talk) as writer:
        claim(writer, "what the tape has and the text has not", place=Given(as_heard=True))
        assert states(anchor_quotes(writer)) == [(1, "heard", True)]
        store(
            writer, "So what the tape has and the text has not.", Particulars(episode="e1"), sections=(), name="b.txt"
        )
        assert states(anchor_quotes(writer)) == [(1, "anchored", True)]


def test_a_load_of_many_claims_leaves_a_quote_for_later(talk):
    with writing(talk) as writer:
        recorded = claim(writer, "something nobody ever said here at all", place=Given(later=True))
        assert "does not stand in the text" in recorded.warnings[0]
        assert states(anchor_quotes(writer)) == [(1, "not-found", False)]


def test_of_several_places_one_must_be_named(talk):
    with writing(talk) as writer:
        with pytest.raises(AmbiguousQuote, match="--occurrence"):
            claim(writer, "Rates will rise in the spring")
        claim(writer, "Rates will rise in the spring", place=Given(occurrence=2))
        with pytest.raises(NoSuchOccurrence):
            claim(writer, "Rates will rise in the spring", "Again", place=Given(occurrence=3))
    assert columns(talk, "anchor_start") == [(TEXT.rindex("Rates"),)]


def test_a_quote_in_machine_made_text_is_told(talk):
    with writing(talk) as writer:
        assert "machine" in claim(writer, "the bank will wait").warnings[0]


def test_the_document_where_the_quote_fits_best_is_taken(talk):
    with writing(talk) as writer:
        store(writer, "The banks may wait.", Particulars(episode="e1"), sections=(), name="blurb.txt")
        claim(writer, "The banks may wait")
        claim(writer, "The banks may wait", "Again", place=Given(document="d1"))
        with pytest.raises(NotThatDocument, match="d1, d2"):
            claim(writer, "The banks may wait", "More", place=Given(document="e1"))
    assert columns(talk, "anchor_fit") == [("exact",), ("fuzzy",)]


def test_a_changed_quote_is_looked_for_anew_and_a_revision_has_its_own(talk):
    with writing(talk) as writer:
        claim(writer, "The bank may wait")
        amend_claim(writer, "1", {"quote": "Nobody expects a cut"}, today=TODAY, actor="t")
        more = {"episode": "e1", "quote": "The bank may wait"}
        revise(writer, "1", {"stated_on": "2026-02-01", "likelihood": "60%", **more}, today=TODAY, actor="t")
        revise(writer, "2", {"stated_on": "2026-03-01", "likelihood": "70%"}, today=TODAY, actor="t")
    starts = (WHOLE.index("Nobody"), WHOLE.index("The bank"), None)
    assert [start for (start,) in columns(talk, "anchor_start")] == list(starts)


def test_a_claim_without_a_document_is_as_it_was(location):
    with writing(location) as writer:
        writer.add(sample.episode("Spring", show="Money", published_on="2026-01-10"))
        assert claim(writer, "anything").warnings == ()
    assert columns(location, "document_id", "quote") == [(None, "anything")]


# Holding them against the documents anew.


def states(found):
    return [(one.claim, one.state, one.well) for one in found]


def test_quotes_recorded_before_the_document_are_found_when_it_comes(location):
    with writing(location) as writer:
        writer.add(sample.episode("Spring", show="Money", published_on="2026-01-10"))
        for number, quote in enumerate(("The bank may wait", "Rates will rise in the spring", "never said")):
            claim(writer, quote, f"Statement {number}")
        store(writer)
        found = check_quotes(writer)
        assert states(found) == [(1, "anchored", True), (2, "ambiguous", False), (3, "not-found", False)]
        assert writer.rows("SELECT number FROM claim WHERE document_id IS NOT NULL") == []
        anchor_quotes(writer)
        assert states(anchor_quotes(writer))[0] == (1, "stands", True)
    assert sample.findings(location) == []


def test_a_corrected_document_is_followed_and_what_no_longer_stands_is_told(talk):
    with writing(talk) as writer:
        for number, quote in enumerate(("The bank may wait", "Nobody expects a cut", "though", "minister")):
            claim(writer, quote, f"Statement {number}")
        text = WHOLE.replace("The bank may wait, though.", "Then again the bank might wait a little.").replace(
            "Nobody", "So nobody at all", 1
        )
        longer = "A word before. " + text
        sections = (dataclasses.replace(SECTIONS[0], end=len(longer)),)
        store(writer, longer, Particulars(episode="e1", corrects="d1"), sections=sections)
        found = {one.claim: one for one in anchor_quotes(writer)}
    assert {number: one.state for number, one in found.items() if number != 2} == {1: "edited", 3: "gone", 4: "moved"}
    assert "may" in found[1].difference
    assert not found[3].well
    with reading(talk) as reader:
        rows = reader.rows("SELECT c.number, d.number AS document FROM claim c JOIN document d ON d.id = c.document_id")
    assert {row["number"]: row["document"] for row in rows} == {1: 2, 2: 2, 3: 1, 4: 2}
    assert sample.findings(talk) == []


@settings(max_examples=effort.examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["\n", "\r\n", "  ", "\u00a0", " "]), min_size=40, max_size=40))
def test_an_anchor_survives_any_wrapping_of_a_corrected_text(sqlite_ledger, breaks):
    words = WHOLE.split()
    wrapped = "".join(word + breaks[place % len(breaks)] for place, word in enumerate(words))
    with writing(sqlite_ledger) as writer:
        known = writer.rows("SELECT number FROM document")
        if not known:
            store(writer)
            claim(writer, "The bank may wait")
        newest = len(known) or 1
        store(writer, wrapped, Particulars(episode="e1", corrects=f"d{newest}"), sections=())
        found = anchor_quotes(writer)
        place = writer.rows("SELECT anchor_start, anchor_end FROM claim")[0]
    assert found[0].well
    assert wrapped[place["anchor_start"] : place["anchor_end"]].split() == ["The", "bank", "may", "wait"]
