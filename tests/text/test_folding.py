"""Folding, the way back from it, the places of one string in another, and the differences of two wordings."""

import sys
import unicodedata

import pytest
from growth import grows_straight, timed
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ledger.text.folding import QUOTES, fold_words, folded, within_character
from ledger.text.quotes import occurrences
from ledger.text.similarity import changes, difference

ALIKE = {
    "it's a \"new path\"": [
        "it\u2019s a \u201cnew path\u201d", "it\u2018s a \u201enew path\u201c", "it\u2032s a \u2033new path\u2033",
        "it\u02bcs a \u00abnew path\u00bb", "it's a ''new path''", "it`s a 'new path'",
        "it\u00b4s a \u2039new path\u203a",
    ],
    "a long-term plan - or none": [
        "a long\u2010term plan \u2013 or none", "a long\u2011term plan\u2014or none",
        "a long\u2212term plan -- or none",
        "a long\ufe63term plan \u2015or none", "a long-\nterm plan \u2014 or none",
    ],
    "it will happen": [
        "it  will\thappen", "it\u00a0will\u202fhappen", "it\r\nwill\n\n  happen ", "\ufeffit wi\u00adll hap\u200bpen",
        "it \u2060will\u2028happen", "it\u3000will\u2003happen",
    ],
    "the office... \u00e9tude 2": ["the o\ufb03ce\u2026 e\u0301tude \uff12", "the office... \u00e9tude \u00b2"],
    "\u4e2d\u56fd2016\u5e74,\u671d": ["\u4e2d\u56fd 2016 \u5e74\uff0c\u671d", "\u4e2d\n\u56fd2016\u5e74, \u671d"],
    "\ud55c\uad6d \uc815\ubd80": ["\u1112\u1161\u11ab\u1100\u116e\u11a8 \u110c\u1165\u11bc\u1107\u116e"],
}  # fmt: skip
APART = [
    ("It will", "it will"), ("will not", "will now"), ("resume", "r\u00e9sum\u00e9"), ("it will", "itwill"),
    ("\ud55c\uad6d \uc815\ubd80", "\ud55c\uad6d\uc815\ubd80"), ("a, b", "a b"), ("5 per cent", "-5 per cent"),
]  # fmt: skip

# Letters with and without accents, in one piece and in two; what folds to more, to less and to nothing.
WRITING = st.text(
    st.sampled_from("ab AB.'\u2019\u201c-\u2014\u00a0\n\r\t\u200b\u00ad\u200de\u00e9\u0301\ufb03\u2026"
        "\u4e2d\uff0c\u1112\u1161\u11ab\u00df\u0130\u2764\ufe0f"),
    max_size=30,
)  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "written"), [(plain, written) for plain, ways in ALIKE.items() for written in ways]
)  # fmt: skip
def test_ways_of_writing_the_same_words_fold_alike(plain, written):
    assert fold_words(written) == fold_words(plain)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_says_something_else_does_not_fold_alike(one, other):
    assert fold_words(one) != fold_words(other)


def test_letter_case_goes_only_when_asked():
    assert fold_words("The STRASSE", case=True) == fold_words("the stra\u00dfe", case=True)
    assert fold_words("The") != fold_words("the")


@given(WRITING)
def test_folding_twice_is_folding_once(text):
    assume("\u00b4" not in text)
    assert fold_words(fold_words(text)) == fold_words(text)


@given(WRITING)
def test_the_two_ways_to_code_an_accent_are_one(text):
    """A canonical form is the same text; a mark that a joiner parts from its letter is no part of it."""
    for form in ("NFC", "NFD"):
        assert fold_words(unicodedata.normalize(form, text)) == fold_words(text)


@given(WRITING, st.booleans())
@example("o\ufb03ce", False)
@example("\u0130x", True)
def test_every_place_of_folded_text_leads_back_to_what_folds_to_it(text, case):
    flat = folded(text, case=case)
    for start in range(len(flat.text)):
        for end in range(start + 1, len(flat.text) + 1):
            place = flat.place(start, end)
            if place and text[place.start : place.end]:
                back = text[place.start : place.end]
                assert fold_words(back, case=case) == flat.text[start:end].strip()
                assert not within_character(text, place.start)
                assert not within_character(text, place.end)


@given(WRITING)
def test_a_stretch_that_cuts_a_sequence_is_made_longer(text):
    flat = folded(text)
    for start in range(len(flat.text)):
        place = flat.around(start, start + 1)
        assert not within_character(text, place.start)
        assert not within_character(text, place.end)
        assert flat.text[start].strip() in fold_words(text[place.start : place.end])


def test_the_middle_of_a_ligature_is_no_place():
    flat = folded("the o\ufb03ce")
    assert flat.text == "the office"
    assert flat.place(6, 10) is None
    assert flat.around(6, 10) == (5, 8)


def test_a_place_leaves_out_what_nobody_sees_at_its_ends():
    text = "a\u200b\u2009\u2014\u00a0b"
    assert folded(text).place(1, 2) == (3, 4)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("e\u0301", 1), ("\r\n", 1), ("\U0001f469\u200d\U0001f4bb", 1), ("\U0001f469\u200d\U0001f4bb", 2),
        ("\U0001f44d\U0001f3fd", 1), ("\u2764\ufe0f", 1), ("\u1112\u1161", 1),
    ],
)  # fmt: skip
def test_what_is_seen_as_one_character_is_not_cut(text, inside):
    assert within_character(text, inside)
    assert not within_character(text, 0)
    assert not within_character(text, len(text))


@pytest.mark.parametrize(("text", "between"), [("ab", 1), ("a\u200d b", 1), ("\n\r", 1), ("\u4e2d\u56fd", 1)])
def test_two_characters_are_two(text, between):
    assert not within_character(text, between)


def test_every_mark_that_joins_the_letter_before_is_known():
    """Whatever Unicode composes of two characters: the second must not be taken for a character by itself."""
    single = []
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        parts = unicodedata.normalize("NFD", character)
        if len(parts) > 1 and unicodedata.normalize("NFC", parts) == character:
            single += [part for part in parts[1:] if not within_character("x" + part, 1)]
    assert set(single) == set()


def test_every_quotation_mark_is_one_character_and_listed_once():
    assert len(QUOTES) == len(set(QUOTES))
    pairs = {character for character in map(chr, range(0x3000)) if unicodedata.category(character) in {"Pi", "Pf"}}
    assert pairs - set(QUOTES) <= set("\u2e02\u2e03\u2e04\u2e05\u2e09\u2e0a\u2e0c\u2e0d\u2e1c\u2e1d\u2e20\u2e21")


@pytest.mark.long("growth", sample=3)
@pytest.mark.parametrize(
    "piece",
    ["plain words ", "a  b\u00a0\u2014 'c\u2019", "a", " ", "e\u0301", "\ufb03", "\u200b", "\u4e2d \u56fd\uff0c"],
)  # fmt: skip
def test_folding_takes_time_in_proportion(piece):
    assert grows_straight(lambda size: len(folded.__wrapped__(piece * (size // len(piece))).text), 150_000)


SMALL = st.text(st.sampled_from("ab"), max_size=25)


@given(SMALL, st.text(st.sampled_from("ab"), min_size=1, max_size=6), st.integers(1, 4))
@example("abaababaabaab", "abaab", 1)
@example("aabaaabaa", "aabaa", 1)
def test_every_occurrence_is_found_overlapping_or_not(text, words, times):
    text, words = text + words * times + text, words * times
    want = [place for place in range(len(text)) if text.startswith(words, place)]
    groups = list(occurrences(text, words))
    assert [place for group in groups for place in group] == want
    for group in groups:  # the members of a group have the same neighbours
        assert (
            len({(text[place - 1 : place], text[place + len(words) : place + len(words) + 1]) for place in group}) == 1
        )


def test_there_is_nothing_to_find_of_nothing():
    assert list(occurrences("abc", "")) == []


@pytest.mark.parametrize(
    "words",
    [
        lambda size: ("a" * size, "a" * (size // 50)),
        lambda size: ("a" * size, "a" * (size // 50) + "b"),
        lambda size: (("a" * (size // 100) + "b") * 99, "a" * (size // 100 - 1)),
        lambda size: (("abcd e" * (size // 600) + "x") * 99, "abcd e" * (size // 600)),
        lambda size: ("ab" * (size // 2), "ab" * (size // 80)),
    ],
)
def test_finding_takes_time_in_proportion(words):
    def work(size):
        text, wanted = words(size)
        return sum(len(group) for group in occurrences(text, wanted))

    assert grows_straight(work, 500_000)


@timed
def test_a_search_that_starts_anew_at_every_place_is_caught():
    """The broken control of the growth tests: the usual way to find what overlaps."""

    def work(size):
        text, words, found = "a" * size, "a" * (size // 2), 0
        while (found := text.find(words, found) + 1) > 0:
            pass

    assert not grows_straight(work, 5_000)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("raged up", "ramped up", "raged up -> ramped up"),
        ("They have raged up production", "They have ramped up production", "have raged up -> have ramped up"),
        ("it will encourage them", "it will not encourage them", "will encourage -> will not encourage"),
        ("it will not encourage them", "it will encourage them", "will not encourage -> will encourage"),
        ("It will", "it will", "It will -> it will"),
        ("a \u201cnew path\u201d \u2014 or none", 'a "new  path" - or none', ""),
        ("", "tests", "(nothing) -> tests"),
        ("tests", "", "tests -> (nothing)"),
        ("\u4e2d\u56fd\u5e0c\u671b", "\u4e2d\u56fd\u671f\u671b", "\u56fd\u5e0c\u671b -> \u56fd\u671f\u671b"),
        ("a b c d e", "X b Y d e", "a b c d -> X b Y d"),
        ("a b c d e f g h", "a X c d e Y g h", "a b c -> a X c; e f g -> e Y g"),
        ("0 a 1 2 b 3 4 c 5 6 d 7 8 e 9", "0 A 1 2 B 3 4 C 5 6 D 7 8 E 9",
         "0 a 1 -> 0 A 1; 2 b 3 -> 2 B 3; 4 c 5 -> 4 C 5; and 2 more"),
    ],
)  # fmt: skip
def test_a_difference_is_told_in_words(before, after, told):
    assert difference(before, after) == told


WORDS = st.sampled_from(["a", "b", "c", "\u2019d", "e-f"])


@given(st.lists(WORDS), st.lists(WORDS))
def test_there_is_a_difference_just_where_the_words_differ(before, after):
    one, other = " ".join(before), " ".join(after)
    assert bool(difference(one, other)) == (fold_words(one) != fold_words(other))


def test_a_long_change_is_cut_in_the_telling():
    told = difference("so " + "word " * 80 + "it is", "so it is")
    assert len(told) < 150
    assert " ... -> so it" in told


@pytest.mark.long("growth", sample=1)
@pytest.mark.parametrize("piece", ["a b ", "one two three four "])
def test_telling_takes_time_in_proportion(piece):
    assert grows_straight(
        lambda size: len(changes(piece * (size // len(piece)), "x " + piece * (size // len(piece)) + " y")), 200_000
    )
