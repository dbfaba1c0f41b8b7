"""What a curator made of sentences: the walk through suggestions, decisions on the record, how much was looked at."""

import pytest
import sample
from document_kit import PARTICULARS, TODAY, WHOLE, claim, store

from ledger.curation.review import (
    ClaimForm,
    ReviewDecision,
    ReviewSession,
    UnknownReason,
    decide,
    drop_current,
    keep,
    undo,
)
from ledger.curation.transcripts import NoGloss, WhatIsMeant, WhoSays, enter_gloss, glosses_of, mended, say_who
from ledger.journal.reader import reading
from ledger.journal.writer import writing
from ledger.model.vocabulary import TAKEN_BACK, Decision, Drop
from ledger.query.layout import NoSuchSentence, count_words, lay_out
from ledger.query.suggestions import reviews_of, touched
from ledger.reports.coverage import coverage
from ledger.suggest.candidates import Candidate
from ledger.text.passages import Section

FORM = ClaimForm(
    "Ann", "first-person", "prediction", "The bank waits", "likely", "2026-06-30", criteria="The bank says so"
)


def session_on(rows, *numbers):
    """A walk through sentences of the document, all of them unless numbered."""
    laid = lay_out(rows, "d1")
    chosen = [laid.sentences[number - 1] for number in numbers] if numbers else laid.sentences
    waiting = [Candidate(one, laid.said[one.number - 1], 5, ("future +5",), "en-1") for one in chosen]
    return ReviewSession(laid, waiting)


@pytest.fixture
def talk(location):
    with writing(location) as writer:
        store(writer)
    return location


@pytest.fixture
def session(talk):
    with reading(talk) as reader:
        return session_on(reader, 2)


# The words that are quoted.


@pytest.mark.parametrize(
    ("moves", "quote"),
    [
        ([], "The bank may wait, though."),
        ([("start", 1)], "bank may wait, though."),
        ([("end", -1)], "The bank may wait,"),
        ([("start", 1), ("start", -1)], "The bank may wait, though."),
        ([("start", -1)], "spring. The bank may wait, though."),
        ([("end", 1), ("end", 1)], "The bank may wait, though. Nobody expects"),
        ([("end", -1)] * 4, "The"),
        ([("end", -1)] * 9, "The"),
        ([("start", 1)] * 9, "though."),
        ([("start", -1)] * 99 + [("end", -1)] * 11, "Rates"),
    ],
)
def test_a_quote_grows_and_shrinks_by_the_word(session, moves, quote):
    for edge, step in moves:
        session.move(edge, step)
    assert session.quote == quote
    assert " ".join(WHOLE[session.start : session.end].split()) == quote


def test_a_quote_keeps_to_its_part_of_the_document(talk):
    with reading(talk) as reader:
        session = session_on(reader, 4)
    assert not all(session.move("end", 1) for _ in range(99))
    assert session.quote == "Rates will rise in the spring."


def test_chinese_is_trimmed_by_the_character(location):
    text = "\u5317\u4eac\u4e0d\u4f1a\u6539\u53d8\u7acb\u573a\u3002\u4e13\u5bb6\u6000\u7591\u3002"
    with writing(location) as writer:
        store(writer, text, sections=(Section("transcript", 0, len(text), "zh"),))
    with reading(location) as reader:
        session = session_on(reader, 1)
    assert session.move("start", 1)
    assert session.move("start", 1)
    assert session.quote == "\u4e0d\u4f1a\u6539\u53d8\u7acb\u573a\u3002"
    assert count_words(text) == 6


def test_the_next_sentence_is_joined_and_the_last_has_none(session):
    assert session.join()
    assert session.quote.startswith("The bank may wait, though. Nobody expects")
    assert session.join()
    assert session.quote.endswith("spring.")
    assert not session.join()
    assert session.stretch == (WHOLE.index("The bank"), WHOLE.index("A summary") - 1)
    assert session.before().text == "Rates will rise in the spring."
    assert session.after() is None


# What is decided.


def decisions(location):
    with reading(location) as reader:
        return [(row["decision"], row["reason"]) for row in reader.rows("SELECT * FROM review ORDER BY number")]


def test_a_kept_sentence_is_a_claim_anchored_where_it_was_pointed_at(talk):
    with reading(talk) as reader:
        session = session_on(reader, 4, 2)
    with writing(talk) as writer:
        recorded, decided = keep(writer, session, FORM, (), today=TODAY, actor="t")
        session.go(1)
        keep(writer, session, FORM.__class__(**{**vars(FORM), "statement": "Other"}), (), today=TODAY, actor="t")
        rows = writer.rows("SELECT * FROM claim ORDER BY number")
    assert rows[0]["anchor_start"] == WHOLE.rindex("Rates")  # the sentence stands twice, and this is the second
    assert (rows[0]["quote"], rows[0]["anchor_fit"]) == ("Rates will rise in the spring.", "exact")
    assert (rows[0]["stated_on"], rows[1]["anchor_start"]) == ("2026-01-10", WHOLE.index("The bank"))
    assert decided.claims == (recorded.claim.id,)
    assert decisions(talk) == [("kept", None), ("kept", None)]
    assert sample.findings(talk) == []


def test_what_nobody_could_settle_is_resolved_so_at_once(talk):
    with reading(talk) as reader:
        session = session_on(reader, 2)
    form = ClaimForm(**{**vars(FORM), "criteria": "", "unresolvable": "vague"})
    with writing(talk) as writer:
        keep(writer, session, form, (), today=TODAY, actor="t")
        assert writer.rows("SELECT verdict FROM question")[0]["verdict"] == "unresolvable"


def test_limbs_of_one_sentence_are_one_decision_with_several_claims(talk):
    with reading(talk) as reader:
        session = session_on(reader, 2)
    with writing(talk) as writer:
        _, first = keep(writer, session, FORM, (), today=TODAY, actor="t")
        other = ClaimForm(**{**vars(FORM), "statement": "The bank says why"})
        _, both = keep(writer, session, other, first.claims, today=TODAY, actor="t")
        undo(writer, both)
        excluded = [row["excluded"] for row in writer.rows("SELECT excluded FROM claim ORDER BY number")]
    assert len(both.claims) == 2
    assert excluded == [TAKEN_BACK, TAKEN_BACK]
    assert decisions(talk) == [("open", None)]


def test_a_dropped_sentence_keeps_its_reason_and_can_be_taken_back(talk):
    with reading(talk) as reader:
        session = session_on(reader, 3)
    with writing(talk) as writer:
        decided = drop_current(writer, session, Drop.HISTORY)
    assert decisions(talk) == [("dropped", "history")]
    with reading(talk) as reader:
        row = next(iter(reviews_of(reader, session.laid.document.record["id"]).values()))
    assert (row["score"], row["rules"]) == (5, "en-1")
    with writing(talk) as writer:
        undo(writer, decided)
        assert reviews_of(writer, session.laid.document.record["id"]) == {}
    with writing(talk) as writer:
        drop_current(writer, session, Drop.FACT)
    assert decisions(talk) == [("dropped", "fact")]
    assert [kind for kind, _ in sample.bodies(talk) if kind.startswith("review")] == [
        "review.added", "review.reopened", "review.decided"
    ]  # fmt: skip
    assert sample.findings(talk) == []


def test_a_reason_that_is_not_counted_is_refused(talk):
    with writing(talk) as writer:
        laid = lay_out(writer, "d1")
        with pytest.raises(UnknownReason, match="history"):
            decide(writer, laid.document, 0, 5, ReviewDecision(Decision.DROPPED, "because"))


def test_a_decision_on_part_of_a_stretch_touches_it():
    reviews = {(10, 20): {"decision": "kept"}}
    assert touched(reviews, 19, 30) == {"decision": "kept"}
    assert touched(reviews, 20, 30) is touched(reviews, 0, 10) is None


# Who speaks, and what slips mean.


def speakers(location):
    with reading(location) as reader:
        return [said.speaker for said in lay_out(reader, "d1").said]


def test_speakers_are_set_by_range_and_taken_back(talk):
    with writing(talk) as writer:
        say_who(writer, lay_out(writer, "e1"), "1-3", "Ann")
        assert say_who(writer, lay_out(writer, "d1"), "2", "Bob").name == "Bob"
    assert speakers(talk)[:3] == ["Ann", "Bob", "Ann"]
    with writing(talk) as writer:
        say_who(writer, lay_out(writer, "d1"), "1-2", "-")
    assert speakers(talk)[1:3] != ["Bob", "Ann"]
    assert speakers(talk)[2] == "Ann"
    with writing(talk) as writer:
        for words in ("0", "99", "3-2", "x"):
            with pytest.raises(NoSuchSentence):
                say_who(writer, lay_out(writer, "d1"), words, "Ann")
        with pytest.raises(WhoSays):
            say_who(writer, lay_out(writer, "d1"), "1", None)
    assert sample.findings(talk) == []


def test_a_glossary_mends_statements_and_not_quotes(talk):
    with writing(talk) as writer:
        enter_gloss(writer, "e1", "bank", "central bank", name=False)
        enter_gloss(writer, "e1", "The bank", "The Bank of England", name=False)
        enter_gloss(writer, "e1", "Anne", "Ann", name=True)
        with pytest.raises(WhatIsMeant):
            enter_gloss(writer, "e1", "x", " ", name=False)
        with pytest.raises(NoGloss):
            enter_gloss(writer, "e1", "x", "-", name=False)
        episode = writer.rows("SELECT * FROM episode")[0]
        assert [one["of"] for one in glosses_of(writer, "e1")] == ["word", "word", "name"]
        enter_gloss(writer, "e1", "bank", "-", name=False)
        assert len(glosses_of(writer, "e1")) == 2
    assert mended(episode, "The bank and the bank of bankers, Anne") == (
        "The Bank of England and the central bank of bankers, Ann"
    )


# How much was looked at.


def test_coverage_counts_what_was_seen_kept_and_dropped(talk):
    with reading(talk) as reader:
        session = session_on(reader, 2, 3)
    with writing(talk) as writer:
        keep(writer, session, FORM, (), today=TODAY, actor="t")
        session.go(1)
        drop_current(writer, session, Drop.VAGUE)
        claim(writer, "A summary that a machine made", "Machine's", attribution="machine")
    with reading(talk) as reader:
        row = coverage(reader)[0]
    assert (row["sentences"], row["kept"], row["dropped"], row["dropped_as"]) == (4, 1, 1, {"vague": 1})
    assert row["claims"] == 1  # what a machine wrote is nobody's claim
    assert row["words"] == count_words(WHOLE[: WHOLE.index("A summary")])
    assert row["claims_per_1000_words"] == pytest.approx(1000 / row["words"])
    assert row["unfalsifiable"] == pytest.approx(1 / 2)


def test_an_episode_without_a_document_has_no_frame(location):
    with writing(location) as writer:
        writer.add(sample.episode("Spring", show="Money", published_on="2026-01-10", sampling="notable"))
        claim(writer, "x", likelihood="might")
    with reading(location) as reader:
        row = coverage(reader, "e1")[0]
    assert (row["sampling"], row["sentences"], row["claims_per_1000_words"], row["unfalsifiable"]) == (
        "notable", None, None, 1.0
    )  # fmt: skip


def test_an_empty_ledger_has_nothing_to_cover(location):
    with reading(location) as reader:
        assert coverage(reader) == []
    assert PARTICULARS.show == "Money"
