"""Where quotes stand: the ways of looking, the choice among places, what an anchor keeps, and corrected texts."""

import base64
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from growth import grows_straight
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.text.anchors import CONTEXT, Anchor, AnchorChange, re_anchor, selectors, w3c
from ledger.text.folding import fold_words, folded, within_character
from ledger.text.passages import Paragraph
from ledger.text.quotes import (
    MOST_PLACES,
    REACH,
    AmbiguousQuote,
    Chosen,
    Fit,
    NoSuchOccurrence,
    Place,
    QuoteNotFound,
    QuoteTooFar,
    choose,
    find_quote,
)
from ledger.text.similarity import Near, nearest

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "data" / "episodes"
NOTES = PAGES.parent / "seed_claims.jsonl"
SEEDS = {
    "china-in-the-world-2019-01-17": "000_5288255dd77e0506.txt",
    "chinapower-2024-12-19": "001_338334296546e3ca.txt",
}
TEXT = (
    "The council met on Monday. Ms Orr said the \u201cgrey plan\u201d does not mean a return to rationing \u2014 at "
    "least not this\u00a0year.\n\nPrices, she added, may fall by spring. The council will\nvote in June. It may rain."
)


def stands(text, quote, **more):
    """What a quote is found as, and how."""
    found = find_quote(text, quote, **more)
    return [text[place.start : place.end] for place in found.places], found.fit


class TestFinding:
    @pytest.mark.parametrize(
        ("quote", "stretch", "fit"),
        [
            ("does not mean a return", "does not mean a return", Fit.EXACT),
            ("  does not mean a return\n", "does not mean a return", Fit.EXACT),
            ("\u201cgrey plan\u201d", "\u201cgrey plan\u201d", Fit.EXACT),
            ('"grey plan"', "\u201cgrey plan\u201d", Fit.FOLDED),
            ("rationing - at least", "rationing \u2014 at least", Fit.FOLDED),
            ("not this year. Prices", "not this\u00a0year.\n\nPrices", Fit.FOLDED),
            ("council will vote", "council will\nvote", Fit.FOLDED),
            ("prices, she added", "Prices, she added", Fit.FUZZY),
            ("not mean ... this year", "not mean a return to rationing \u2014 at least not this\u00a0year", Fit.FOLDED),
            (
                "not mean [...] this year",
                "not mean a return to rationing \u2014 at least not this\u00a0year",
                Fit.FOLDED,
            ),
            ("... does not mean a return \u2026", "does not mean a return", Fit.FOLDED),
            ("\u201cMs Orr said\u201d", "Ms Orr said", Fit.FOLDED),
            ("council ... june", "council will\nvote in June", Fit.FUZZY),
        ],
    )
    def test_a_quote_is_found_by_the_strictest_way_that_finds_it(self, quote, stretch, fit):
        assert stands(TEXT, quote) == ([stretch], fit)

    @pytest.mark.parametrize("quote", ["does mean a return", "", " ", "\u200b", "...", "''", "return ... Monday"])
    def test_what_does_not_stand_there_is_not_found(self, quote):
        assert stands(TEXT, quote) == ([], None)

    def test_words_that_are_elided_are_a_stretch_from_the_first_part_to_the_last(self):
        assert stands("x a b y c d y c d z", "a b ... c d") == (["a b y c d"], Fit.FOLDED)
        assert stands("a b, a b y c d", "a b ... c d") == (["a b y c d"], Fit.FOLDED)

    def test_every_part_must_follow_the_one_before(self):
        assert stands("three two one", "one ... two ... three") == ([], None)
        assert stands("one two three", "one ... two ... three") == (["one two three"], Fit.FOLDED)

    def test_a_part_farther_on_is_taken_where_the_nearest_leads_nowhere(self):
        text = "one two " + "x" * (REACH - 100) + " two " + "x" * (REACH - 100) + " three"
        assert stands(text, "one ... two ... three")[1] is Fit.FOLDED

    @pytest.mark.parametrize(("between", "fit"), [(REACH - 2, Fit.FOLDED), (REACH + 1, None)])
    def test_parts_must_be_within_reach(self, between, fit):
        found = find_quote("one " + "x" * between + " two", "one ... two")
        assert found.fit is fit
        assert found.apart == (None if fit else between + 2)

    def test_three_full_stops_that_stand_in_the_text_are_no_elision(self):
        assert stands("he paused... and went", "paused... and") == (["paused... and"], Fit.EXACT)
        assert stands("he paused\u2026 and went", "paused... and") == (["paused\u2026 and"], Fit.FOLDED)

    def test_two_printings_of_the_same_words_are_two_places(self):
        assert stands("he may go, and he\nmay go", "he may go") == (["he may go", "he\nmay go"], Fit.EXACT)
        found = find_quote("he may go, and he\nmay go", "he may go")
        assert [choose(found, occurrence).fit for occurrence in (1, 2)] == [Fit.EXACT, Fit.FOLDED]

    def test_a_word_within_a_longer_one_counts_only_where_there_is_no_other(self):
        assert stands("the mayor may go", "may") == (["may"], Fit.EXACT)
        assert find_quote("the mayor may go", "may").places == (Place(10, 13),)
        assert stands("the mayor goes", "mayo") == (["mayo"], Fit.EXACT)
        assert len(find_quote("\u4e2d\u56fd\u5e0c\u671b\uff0c\u4e2d\u56fd", "\u4e2d\u56fd").places) == 2

    def test_a_letter_is_not_parted_from_its_accent(self):
        assert stands("a resume\u0301 here", "resume") == ([], None)
        assert stands("a resume\u0301 here", "resum\u00e9") == (["resume\u0301"], Fit.FOLDED)

    def test_places_come_in_order_overlapping_or_not(self):
        assert find_quote("that that that", "that that").places == (Place(0, 9), Place(5, 14))

    def test_of_very_many_places_some_are_told(self):
        found = find_quote("no " * (MOST_PLACES + 5), "no")
        assert len(found.places) == MOST_PLACES
        assert found.more
        assert not find_quote("no " * MOST_PLACES, "no").more

    def test_what_is_near_is_found_with_its_difference(self):
        found = find_quote(TEXT, "does not mean the return to rationing", nearest)
        assert found.fit is Fit.FUZZY
        assert [TEXT[place.start : place.end] for place in found.places] == ["does not mean a return to rationing"]
        assert found.difference == "mean the return -> mean a return"

    def test_every_copy_of_what_is_near_is_found(self):
        text = "Rates will rise by the summer. " * 2
        assert len(find_quote(text, "rates will fall by the summer", nearest).places) == 2

    def test_what_is_not_near_enough_is_shown_and_not_taken(self):
        found = find_quote("They will certainly leave.", "will certainly", lambda *_: Near(5, 14, 0.7, close=False))
        assert (found.places, found.fit, found.nearest) == ((Place(5, 19),), Fit.EXACT, None)
        found = find_quote("They will certainly leave.", "it never will", lambda *_: Near(5, 19, 0.7, close=False))
        assert (found.places, found.fit, found.nearest) == ((), None, Place(5, 19))

    def test_a_near_stretch_is_kept_out_of_the_middle_of_a_character(self):
        text = "o\ufb03ces"
        found = find_quote(text, "xyz", lambda *_: Near(2, 4, 0.9, close=True))
        assert found.places == (Place(1, 2),)


def paragraphs(text, *same):
    """A paragraph a line; ``same`` are pairs of a copy and its original."""
    found, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        found.append(Paragraph(number, start, start + len(line), 0, dict(same).get(number)))
        start += len(line) + 1
    return found


class TestChoosing:
    def test_the_only_place_is_taken(self):
        assert choose(find_quote(TEXT, "grey plan")) == Chosen(Place(44, 53), Fit.EXACT)

    def test_several_places_are_refused_with_what_stands_around_each(self):
        with pytest.raises(AmbiguousQuote) as caught:
            choose(find_quote(TEXT, "The council"))
        assert "stands at 2 places" in caught.value.message
        assert "  1  ...  [The council] met on Monday." in caught.value.hint
        assert "  2  ... Prices, she added, may fall by spring. [The council] will vote in June." in caught.value.hint
        assert "--occurrence N" in caught.value.hint

    def test_many_places_are_counted_and_the_first_listed(self):
        with pytest.raises(AmbiguousQuote) as caught:
            choose(find_quote("no " * 50, "no"))
        assert "stands at 50 places" in caught.value.message
        assert caught.value.hint.endswith("and 41 more")
        with pytest.raises(AmbiguousQuote, match=f"stands at more than {MOST_PLACES} places"):
            choose(find_quote("no " * (MOST_PLACES + 1), "no"))

    def test_the_occurrence_named_is_taken(self):
        assert choose(find_quote("no, no", "no"), 2).place == Place(4, 6)

    @pytest.mark.parametrize("occurrence", [0, -1, 3])
    def test_an_occurrence_that_is_not_there_is_refused(self, occurrence):
        with pytest.raises(NoSuchOccurrence, match="it stands at 2 places"):
            choose(find_quote("no, no", "no"), occurrence)

    def test_copies_of_a_paragraph_are_one_place(self):
        text = "It falls.\nIt rises.\nIt falls.\nIt falls."
        found = find_quote(text, "It falls")
        assert choose(found, copies=paragraphs(text, (3, 1), (4, 3))) == Chosen(Place(0, 8), Fit.EXACT, copies=3)
        assert choose(found, 1, copies=paragraphs(text, (3, 1), (4, 3))).copies == 3
        with pytest.raises(NoSuchOccurrence, match="copies of a paragraph are counted once"):
            choose(found, 2, copies=paragraphs(text, (3, 1), (4, 3)))

    def test_one_place_elsewhere_makes_copies_ambiguous(self):
        text = "It falls.\nIt falls, they say.\nIt falls."
        found = find_quote(text, "It falls")
        with pytest.raises(AmbiguousQuote, match="stands at 2 places"):
            choose(found, copies=paragraphs(text, (3, 1)))
        assert choose(found, 2, copies=paragraphs(text, (3, 1))).place == Place(10, 18)

    def test_two_places_in_a_paragraph_stay_two_in_its_copy(self):
        text = "No, no.\nNo, no."
        found = find_quote(text.lower(), "no")
        with pytest.raises(AmbiguousQuote, match="stands at 2 places"):
            choose(found, copies=paragraphs(text, (2, 1)))
        assert choose(found, 2, copies=paragraphs(text, (2, 1))) == Chosen(Place(4, 6), Fit.EXACT, copies=2)

    def test_a_quote_over_two_paragraphs_is_a_copy_only_if_both_are(self):
        text = "a b\nc d\na b\nc d\na b\nc d too"
        found = find_quote(text, "b c")
        with pytest.raises(AmbiguousQuote, match="stands at 2 places"):
            choose(found, copies=paragraphs(text, (3, 1), (4, 2), (5, 1)))

    def test_what_is_not_found_is_shown_beside_what_is_nearest(self):
        flat = folded(TEXT, case=True).text
        near = Near(flat.index("will"), flat.index("june") + 4, 0.7, close=False)
        with pytest.raises(QuoteNotFound) as caught:
            choose(find_quote(TEXT, "will vote in May", lambda *_: near))
        assert "'will vote in May' does not stand in the text" in caught.value.message
        assert caught.value.hint == "Nearest (70% alike): will vote in June\nDifference: in May -> in June"
        with pytest.raises(QuoteNotFound, match="Copy the words as they stand"):
            choose(find_quote(TEXT, "nothing of it"))

    def test_parts_too_far_apart_are_refused_with_the_distance(self):
        with pytest.raises(QuoteTooFar, match=r"stand 5,002 characters apart") as caught:
            choose(find_quote("one " + "x" * 5_000 + " two", "one ... two"))
        assert f"at most {REACH:,}" in caught.value.hint

    def test_hostile_words_are_shown_in_one_line(self):
        with pytest.raises(QuoteNotFound) as caught:
            choose(find_quote("text", "a\x1b[31m\nb"))
        assert "\x1b" not in str(caught.value)
        assert caught.value.message.count("\n") == 0


class TestAnchors:
    def test_an_anchor_keeps_the_words_and_32_characters_on_either_side(self):
        place = choose(find_quote(TEXT, "does not mean")).place
        anchor = selectors(TEXT, place)
        assert (len(anchor.prefix), len(anchor.suffix)) == (CONTEXT, CONTEXT)
        assert TEXT[anchor.start - CONTEXT : anchor.end + CONTEXT] == anchor.prefix + anchor.exact + anchor.suffix

    def test_at_the_ends_of_a_text_there_is_less(self):
        assert selectors("one two", Place(0, 7)) == Anchor(0, 7, "one two", "", "")

    def test_no_character_is_cut_in_two(self):
        text = "e\u0301" * 40
        anchor = selectors(text, Place(33, 35) if within_character(text, 32) else Place(34, 36))
        assert not within_character(text, anchor.start - len(anchor.prefix))
        text = "x" + "e\u0301" * 20 + "Q" + "e\u0301" * 20
        anchor = selectors(text, Place(41, 42))
        assert anchor.prefix == "e\u0301" * 16
        text = "e\u0301" * 16 + "yQy" + "e\u0301" * 16
        anchor = selectors(text, Place(33, 34))
        assert anchor.prefix == "e\u0301" * 15 + "y"
        assert anchor.suffix == "y" + "e\u0301" * 15

    def test_the_three_selectors_and_the_state_are_those_of_the_recommendation(self):
        sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        target = w3c(
            Anchor(3, 7, "will", "it ", " be"), source="https://example.org/1", sha256=sha256, from_ms=123_400,
            until_ms=131_000,
        )  # fmt: skip
        assert json.loads(json.dumps(target)) == {
            "type": "SpecificResource",
            "source": "https://example.org/1",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "will", "prefix": "it ", "suffix": " be"},
                {"type": "TextPositionSelector", "start": 3, "end": 7},
                {
                    "type": "FragmentSelector",
                    "conformsTo": "http://www.w3.org/TR/media-frags/",
                    "value": "t=123.4,131",
                },
            ],
            "state": {"type": "TimeState", "cached": "ni:///sha-256;n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"},
        }
        digest = target["state"]["cached"].removeprefix("ni:///sha-256;")
        assert base64.urlsafe_b64decode(digest + "=").hex() == sha256

    @pytest.mark.parametrize(
        ("from_ms", "until_ms", "value"),
        [
            (0, 1, "t=0,0.001"),
            (1_050, None, "t=1.05"),
            (None, 60_000, "t=,60"),
            (3_600_000, 3_600_010, "t=3600,3600.01"),
        ],
    )
    def test_times_are_seconds(self, from_ms, until_ms, value):
        target = w3c(Anchor(0, 1, "a"), source="x", from_ms=from_ms, until_ms=until_ms)
        assert target["selector"][2]["value"] == value

    def test_without_times_and_hash_there_is_no_more_than_the_text(self):
        target = w3c(Anchor(0, 1, "a"), source="x")
        assert [selector["type"] for selector in target["selector"]] == ["TextQuoteSelector", "TextPositionSelector"]
        assert "state" not in target


OLD = "We met in May. The bank, she thinks, will cut rates twice before the summer is over. Nobody knows more."
QUOTE = "will cut rates twice"
ANCHOR = selectors(OLD, choose(find_quote(OLD, QUOTE)).place)


class TestReanchoring:
    @pytest.mark.parametrize(
        ("new", "change", "told"),
        [
            (OLD, AnchorChange.NONE, ""),
            ("A preface.\n\n" + OLD, AnchorChange.MOVED, ""),
            (OLD.replace("in May", "in early June"), AnchorChange.MOVED, ""),
            (OLD.replace("Nobody knows more.", ""), AnchorChange.NONE, ""),
            (OLD.replace("she thinks, ", "she thinks,\n      "), AnchorChange.MOVED, ""),
            (
                OLD.replace("she thinks, ", "she thinks, not, "),
                AnchorChange.AROUND,
                "thinks, will -> thinks, not, will",
            ),
            (OLD.replace("before", "or not before"), AnchorChange.AROUND, "twice before -> twice or not before"),
            (OLD.replace("May. The", "May. Perhaps the"), AnchorChange.AROUND, "The bank, -> Perhaps the bank,"),
            (OLD.replace("cut rates", "not cut rates"), AnchorChange.EDITED, "will cut -> will not cut"),
            (OLD.replace("twice", "thrice"), AnchorChange.EDITED, "rates twice -> rates thrice"),
            ("A preface. " + OLD.replace("will", "Will"), AnchorChange.EDITED, "will cut -> Will cut"),
        ],
    )
    def test_what_was_edited_is_told_from_what_only_moved(self, new, change, told):
        again = re_anchor(ANCHOR, new, nearest)
        assert (again.change, again.difference) == (change, told)
        assert fold_words(new[again.place.start : again.place.end], case=True)[:8] == "will not" or change

    @pytest.mark.parametrize(
        ("new", "stretch", "fit"),
        [
            (OLD, QUOTE, Fit.EXACT),
            (OLD.replace("cut rates", "cut\r\n  rates"), "will cut\r\n  rates twice", Fit.FOLDED),
            (OLD.replace("will cut", "will not cut"), "will not cut rates twice", Fit.FUZZY),
        ],
    )
    def test_the_new_place_holds_the_words(self, new, stretch, fit):
        again = re_anchor(ANCHOR, new, nearest)
        assert (new[again.place.start : again.place.end], again.fit) == (stretch, fit)

    def test_words_that_are_gone_are_not_found(self):
        assert re_anchor(ANCHOR, "Something else altogether was printed here.", nearest) is None
        assert re_anchor(ANCHOR, OLD.replace("twice", "thrice")) is None
        assert re_anchor(ANCHOR, "", nearest) is None
        assert re_anchor(Anchor(0, 0, ""), OLD, nearest) is None

    def test_of_several_places_the_one_among_the_same_words_is_taken(self):
        other = "The Fed will cut rates twice as well. "
        again = re_anchor(ANCHOR, other * 3 + OLD + other * 3, nearest)
        assert again.place.start == len(other * 3) + ANCHOR.start
        assert again.change is AnchorChange.MOVED

    def test_the_same_words_at_the_old_place_do_not_win_over_the_same_neighbours(self):
        filler = "x" * (ANCHOR.start - 1) + " " + QUOTE + " y. "
        again = re_anchor(ANCHOR, filler + OLD, nearest)
        assert again.place.start == len(filler) + ANCHOR.start

    def test_of_copies_the_nearest_to_the_old_place_is_taken(self):
        again = re_anchor(ANCHOR, OLD + "\n" + OLD + "\n" + OLD, nearest)
        assert (again.place.start, again.change) == (ANCHOR.start, AnchorChange.NONE)

    def test_an_elision_in_the_words_stands_for_nothing_else(self):
        text = "He said one ... two and left."
        anchor = selectors(text, choose(find_quote(text, "one ... two")).place)
        assert re_anchor(anchor, "He said one or perhaps two and left.") is None

    def test_the_end_of_a_quoted_sentence_ends_what_is_compared(self):
        anchor = selectors(OLD, choose(find_quote(OLD, "summer is over.")).place)
        assert re_anchor(anchor, OLD.replace("Nobody", "Somebody")).change is AnchorChange.NONE


WORDS = st.lists(st.sampled_from(["it", "will", "not", "r\u00e9sum\u00e9", "don't", '"new path"', "well-known", "U.S.",
                                  "\u4e2d\u56fd", "10%", "a"]), min_size=1, max_size=12)  # fmt: skip
GAPS = ["\n", "\r\n", "  ", "\u00a0", "\n\n", " \t", "\u2009", " \u200b", "\r\n    "]


@st.composite
def reprinted(draw):
    """A text, a run of its words, and the same text otherwise wrapped, with other quotation marks and dashes."""
    words = draw(WORDS)
    start = draw(st.integers(0, len(words) - 1))
    end = draw(st.integers(start + 1, len(words)))
    gaps = draw(st.lists(st.sampled_from([" ", *GAPS]), min_size=len(words), max_size=len(words)))
    apostrophe, opening, closing = draw(
        st.sampled_from(
            [
                ("'", '"', '"'),
                ("\u2019", "\u201c", "\u201d"),
                ("\u2032", "\u201e", "\u201c"),
                ("\u2018", "\u00ab", "\u00bb"),
            ]
        )
    )
    dash = draw(st.sampled_from(["-", "\u2010", "\u2011", "\u2013", "\u2212", "-\u00ad"]))
    form = draw(st.sampled_from([str, lambda word: word.replace("\u00e9", "e\u0301")]))
    printed = ""
    for word, gap in zip(words, gaps, strict=True):
        other = word.replace("'", apostrophe).replace('"n', opening + "n").replace('h"', "h" + closing)
        printed += form(other.replace("-", dash)) + gap
    return words, start, end, printed


class TestAnyPrinting:
    @given(reprinted())
    def test_a_quote_is_found_however_the_text_is_printed(self, drawn):
        words, start, end, printed = drawn
        quote = " ".join(words[start:end])
        found = find_quote(printed, quote)
        assert found.fit in {Fit.EXACT, Fit.FOLDED}
        before = fold_words(" ".join(words[:start]))
        befores = [fold_words(printed[: place.start]) for place in found.places]
        assert before in befores
        for place in found.places:
            assert fold_words(printed[place.start : place.end]) == fold_words(quote)
            assert not within_character(printed, place.start)
            assert not within_character(printed, place.end)

    @given(reprinted())
    def test_an_anchor_is_one_piece_of_the_text(self, drawn):
        words, start, end, printed = drawn
        for place in find_quote(printed, " ".join(words[start:end])).places:
            anchor = selectors(printed, place)
            whole = anchor.prefix + anchor.exact + anchor.suffix
            assert printed[anchor.start : anchor.end] == anchor.exact
            assert printed[anchor.start - len(anchor.prefix) :].startswith(whole)
            assert max(len(anchor.prefix), len(anchor.suffix)) <= CONTEXT

    @given(reprinted(), st.sampled_from(["", "Foreword.\n\n", "One more line, \u201clonger\u201d than the first. "]))
    def test_an_anchor_survives_another_printing_of_the_text(self, drawn, before):
        words, start, end, printed = drawn
        plain = " ".join(words)
        place = next(place for place in find_quote(plain, " ".join(words[start:end])).places)
        again = re_anchor(selectors(plain, place), before + printed)
        assert again is not None
        assert again.fit in {Fit.EXACT, Fit.FOLDED}
        assert again.change in {AnchorChange.NONE, AnchorChange.MOVED}
        assert fold_words((before + printed)[slice(*again.place)]) == fold_words(" ".join(words[start:end]))

    @given(reprinted(), st.sampled_from(["unless", "hardly"]))
    def test_a_word_put_into_the_quote_is_no_mere_move(self, drawn, word):
        words, start, end, _ = drawn
        assume(end - start > 1)
        plain = " ".join(words)
        anchor = selectors(plain, find_quote(plain, " ".join(words[start:end])).places[0])
        inside = anchor.start + anchor.exact.index(" ")
        edited = plain[:inside] + " " + word + plain[inside:]
        again = re_anchor(anchor, edited, nearest)
        assume(fold_words(anchor.exact) not in fold_words(edited))
        assert again is None or again.change is AnchorChange.EDITED


class TestGrowth:
    @pytest.mark.long("growth", sample=3)
    @pytest.mark.parametrize(
        ("text", "quote"),
        [
            (lambda size: "a" * size, lambda size: "a" * (size // 50)),
            (lambda size: "a" * size, lambda size: "a" * (size // 50) + "b"),
            (lambda size: "a " * (size // 2), lambda size: "a " * (size // 100) + "b"),
            (lambda size: "a b " * (size // 4), lambda _: "a ... b ... a"),
            (lambda size: "a " * (size // 2), lambda _: "a ... a ... c"),
            (lambda size: "it\u2019s  \u2014 " * (size // 9), lambda size: "it's - " * (size // 400)),
            (lambda size: "one two three " * (size // 14), lambda size: "two ONE three " * (size // 700)),
        ],
    )  # fmt: skip
    def test_looking_takes_time_in_proportion(self, text, quote):
        def work(size):
            folded.cache_clear()
            return find_quote(text(size), quote(size), nearest)

        assert grows_straight(work, 60_000)

    def test_the_largest_quote_is_found_in_a_large_text(self):
        sentence = "Number {} will, they say, be \u201cfar\u201d \u2014 or not. "
        text = "".join(sentence.format(number) for number in range(60_000))
        start = len(text) // 2
        quote = text[start : start + 200_000].strip().replace("\u2014", "-").replace(". ", ".\n")
        (place,) = find_quote(text, quote).places
        assert fold_words(text[slice(*place)]) == fold_words(quote)


@cache
def page(name):
    path = PAGES / name
    if not path.exists():
        pytest.skip("the saved episode pages are not beside this checkout")
    return path.read_text(encoding="utf-8")


@cache
def lines(name):
    """The paragraphs of a page, copies marked, a line each: as the page's own layout has them."""
    found, first, start = [], {}, 0
    for number, line in enumerate(page(name).split("\n"), start=1):
        found.append(Paragraph(number, start, start + len(line), 0, first.get(line)))
        if line.strip():
            first.setdefault(line, number)
        start += len(line) + 1
    return found


def quoted_on_pages():
    for path in sorted((ROOT / "seeds").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for claim in content["claim"]:
            yield pytest.param(SEEDS[content["episode"]["key"]], claim["quote"], id=claim["key"])


def quoted_in_notes():
    if not NOTES.exists():
        return [
            pytest.param(
                "", "", marks=pytest.mark.skip(reason="the coder's working notes are not beside this checkout")
            )
        ]
    rows = [json.loads(line) for line in NOTES.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [pytest.param(row["seed_file"], row["quote"], id=row["id"]) for row in rows]


class TestPages:
    @pytest.mark.parametrize(("name", "quote"), [*quoted_on_pages()])
    def test_every_pointer_of_the_seeds_anchors_where_it_stands(self, name, quote):
        check_anchored(name, quote)

    @pytest.mark.parametrize(("name", "quote"), quoted_in_notes())
    def test_every_quote_of_the_notes_anchors_where_it_stands(self, name, quote):
        check_anchored(name, quote)

    def test_the_doubled_sentences_are_seen_as_copies(self):
        name = SEEDS["china-in-the-world-2019-01-17"]
        counts = [choose(find_quote(page(name), quote), copies=lines(name)).copies for quote in pointers(name)]
        assert sorted(set(counts)) == [1, 2]
        assert counts.count(2) == 18  # all but the two from the summary of the episode before


def pointers(name):
    return [param.values[1] for param in quoted_on_pages() if param.values[0] == name]


def check_anchored(name, quote):
    """The place found without our code: the words in order, with anything but a word between them."""
    text = page(name)
    chosen = choose(find_quote(text, quote), copies=lines(name))
    signs = re.compile(r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", quote))))
    first = signs.search(text)
    inner = re.search(r"[^\W_].*[^\W_]", text[slice(*chosen.place)], re.DOTALL)
    assert chosen.place.start + inner.start() == first.start()
    assert chosen.place.start + inner.end() == first.end()
    assert chosen.fit in {Fit.EXACT, Fit.FOLDED}
    assert len(signs.findall(text)) == chosen.copies
    again = re_anchor(selectors(text, chosen.place), "Corrected.\n\n" + text.replace("\u2019", "'"))
    assert again.change is AnchorChange.MOVED
