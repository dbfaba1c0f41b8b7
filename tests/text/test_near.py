"""The stretch most like a quote: found where words were mended, added or lost, and in time that grows with the text."""

import random

import pytest
from growth import grows_straight
from hypothesis import given
from hypothesis import strategies as st

from ledger.text.folding import fold_words
from ledger.text.similarity import RULES, nearest

TEXT = fold_words(
    "The minister opened the session late. North Korea has raged up its output of shells, and readers in the south "
    "took note of it. I think the bank will, in the end, leave its rates where they are until the autumn. "
    "Nobody asked why."
)
SHORT = [
    ("korea has ramped up its output", "korea has raged up its output"),
    ("and leaders in the south took note", "and readers in the south took note"),
    ("the bank will in the end leave its rates", "the bank will, in the end, leave its rates"),
    ("nobody ever asked why", "nobody asked why"),
    ("the minister openned the sesion", "the minister opened the session"),
]
GONE = ["whales sing at night", "qqq", "x"]


@pytest.mark.parametrize(("quote", "stretch"), SHORT)
def test_words_mended_or_misheard_are_found(quote, stretch):
    near = nearest(TEXT.lower(), quote)
    assert TEXT.lower()[near.start : near.end] == stretch
    assert near.close


@pytest.mark.parametrize("quote", GONE)
def test_what_is_like_nothing_is_found_nowhere(quote):
    assert nearest(TEXT.lower(), quote) is None


@pytest.mark.parametrize(("text", "quote"), [("", "a"), ("a", ""), ("", "")])
def test_there_is_nothing_like_nothing(text, quote):
    assert nearest(text, quote) is None


def test_what_is_half_alike_is_told_and_not_close():
    near = nearest(TEXT.lower(), "the bank will leave its rates alone, said everybody")
    assert TEXT.lower()[near.start : near.end].startswith("the bank will")
    assert RULES.alike <= near.similarity < RULES.floor
    assert not near.close


def test_a_quote_too_short_to_tell_is_never_close():
    near = nearest("it will not be", "it wil")
    assert near.similarity > RULES.floor
    assert len("it wil") < RULES.least
    assert not near.close


def test_a_quote_longer_than_the_text_is_held_against_all_of_it():
    near = nearest("the bank will leave its rates", "the bank will leave its rates alone")
    assert (near.start, near.end) == (0, 29)


def sentences(count, seed=7):
    draw = random.Random(seed)
    names = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "lmnrst"]
    return [" ".join(draw.choice(names) for _ in range(12)) for _ in range(count)]


@pytest.mark.parametrize("length", [2, 6, 20, 120])
@pytest.mark.parametrize("change", ["other", "added", "lost"])
def test_a_long_quote_with_a_word_changed_in_every_sentence_is_found(length, change):
    said = sentences(400)
    quoted = []
    for number, sentence in enumerate(said[200 : 200 + length]):
        words, at = sentence.split(), 3 + number % 5
        words[at : at + (change != "added")] = [] if change == "lost" else ["hardly"]
        quoted.append(" ".join(words))
    text, start = " ".join(said), len(" ".join(said[:200])) + 1
    near = nearest(text, " ".join(quoted))
    assert near.close
    assert (near.start, near.end) == (start, start + len(" ".join(said[200 : 200 + length])))


@given(st.lists(st.integers(0, 30), min_size=9, max_size=14, unique=True), st.integers(0, 1_000))
def test_the_stretch_is_made_of_whole_words_and_of_the_quotes_own(places, seed):
    """Words of a sentence in order, a few left out: what is found lies in that sentence or is told not to be close."""
    said = sentences(31, seed)
    text = ". ".join(said)
    quote = " ".join(word for number, word in enumerate(said[places[0]].split()) if number not in {2, 7})
    near = nearest(text, quote)
    assert near is not None
    start = text.index(said[places[0]])
    assert near.similarity >= RULES.floor
    assert start <= near.start < near.end <= start + len(said[places[0]]) + 1
    assert text[near.start - 1 : near.start] in {"", " "}
    assert not text[near.end : near.end + 1].isalnum()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (lambda size: "a" * size, lambda size: "b" + "a" * (size // 40)),
        (lambda size: "ab " * (size // 3), lambda size: "ba " * (size // 120)),
        (lambda size: "a b " * (size // 4), lambda size: "a a b b " * (size // 320)),
        (lambda size: "a b " * (size // 4), lambda _: "a a b b " * 7),
        (lambda size: "ab" * (size // 2), lambda _: "ba" * 16 + "cc" + "ba" * 15),
        (lambda size: " ".join(sentences(size // 50)), lambda size: " ".join(sentences(size // 2_000, seed=8))),
    ],
)
def test_the_search_takes_time_in_proportion(text, quote):
    assert grows_straight(lambda size: nearest(text(size), quote(size)), 200_000)
