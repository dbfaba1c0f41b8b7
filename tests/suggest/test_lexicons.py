"""The word lists load, say where they come from and hang together; phrases find what they say and nothing else."""

import pytest

from ledger.model.probabilities import PPM
from ledger.model.scales import load_hedges
from ledger.model.vocabulary import Kind
from ledger.suggest import patterns
from ledger.suggest.lexicons import UnknownLexicon, UnknownPoints, lexicon_names, load_lexicon
from ledger.suggest.patterns import BadPhrase, PhraseMatcher, tokens
from ledger.suggest.signals import SIGNALS
from ledger.suggest.word_lists import WordLists, load_rules

LEXICONS = [load_lexicon(name) for name in lexicon_names()]
by_language = pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda lexicon: lexicon.language)
SETS = {"be": frozenset({"is", "are"})}


def test_the_lexicons_are_the_files_there_are():
    assert lexicon_names() == ("en", "zh")


@pytest.mark.parametrize("name", ["", "EN", "fr", "../en", "en.toml", "\x1b[31m", "\ud800"])
def test_an_unknown_language_is_refused_naming_the_known(name):
    with pytest.raises(UnknownLexicon) as caught:
        load_lexicon(name)
    assert "en, zh" in caught.value.hint
    assert caught.value.message.isascii()
    assert "\x1b" not in caught.value.message


@by_language
def test_a_lexicon_is_named_like_its_file_and_has_a_version(lexicon):
    assert load_lexicon(lexicon.language) is lexicon
    assert lexicon.version
    assert lexicon.title


@by_language
def test_every_list_says_where_it_comes_from(lexicon):
    assert [one.name for one in lexicon.lists if len(one.source) < len("As in English.")] == []


@by_language
def test_lists_have_names_of_their_own_and_phrases_once(lexicon):
    names = [one.name for one in lexicon.lists]
    assert len(names) == len(set(names))
    assert [one.name for one in lexicon.lists if not one.phrases or len(one.phrases) != len(set(one.phrases))] == []


@by_language
def test_lists_name_only_what_there_is(lexicon):
    names = {one.name for one in lexicon.lists}
    assert {name for one in lexicon.lists for name in one.hides} <= names | {"*"}
    assert {one.kind for one in lexicon.lists} - {""} <= set(Kind)


@by_language
def test_no_list_holds_a_sentence(lexicon):
    """A list is words and set phrases: nobody's sentence of eight words fits in."""
    lists = [*(one.phrases for one in lexicon.lists), *(one.phrases for one in lexicon.bands)]
    needed = [[word for word in phrase.split() if not word.endswith("?")] for phrases in lists for phrase in phrases]
    assert max(map(len, needed)) < 8


@by_language
def test_bands_lie_within_nought_and_one(lexicon):
    assert all(0 < band.low < band.high < PPM for band in lexicon.bands)
    assert sum(band.flat for band in lexicon.bands) == 1


def test_every_signal_has_its_points_and_every_point_its_signal():
    rules = load_rules()
    assert all(rules.points(name) for name in SIGNALS)
    assert {name for lexicon in LEXICONS for name in lexicon.points} == set(SIGNALS)


def test_points_nobody_gives_are_refused():
    with pytest.raises(UnknownPoints):
        load_rules().points("luck")


def test_who_browses_sees_no_less():
    assert load_rules().browse_cut <= load_rules().default_cut


def test_the_version_names_every_language_and_the_scale():
    assert load_rules().version == "en 2, zh 1, icd203"
    assert load_rules("phia").version.endswith("phia")


@pytest.mark.parametrize(
    "sentence",
    ["It may fall.", "It might even fall.", "It could well fall.", "Perhaps it falls.", "It is possible.",
     "Maybe it falls.", "It might be able to stand."],
)  # fmt: skip
def test_a_hedge_of_the_coders_table_is_one_the_record_knows(sentence):
    """What the form is filled with can be recorded as it stands."""
    found = load_rules().find(sentence)
    hedges = [found.said.said(one.hit.start, one.hit.end) for one in found.bands if one.band.hedge]
    assert hedges
    assert [words for words in hedges if load_hedges().find(words) is None] == []


def hits(phrase: str, sentence: str) -> list[str]:
    said = tokens(sentence)
    found = PhraseMatcher([("list", [phrase])], SETS, frozenset({"and", "but"})).hits(said)
    return [said.said(hit.start, hit.end) for hit in found]


@pytest.mark.parametrize(
    ("phrase", "sentence", "found"),
    [
        ("going to", "It is going to rain.", ["going to"]),
        ("going to", "Going, to begin with, is hard.", []),
        ("rain|snow", "Rain or snow?", ["Rain", "snow"]),
        ("very? cold", "Cold, very cold.", ["Cold", "very cold", "cold"]),
        ("rain{,s,ed}", "It rains. It rained. Rainy.", ["rains", "rained"]),
        ("<be> .. falling", "Prices are by now falling.", ["are by now falling"]),
        ("<be> .. falling", "Prices are as everybody can see falling.", []),
        ("if ... then", "If it rains in the north, then we stay.", ["If it rains in the north, then"]),
        ("if ... then", "If it rains. And then we stay.", []),
        ("^ prices", "But prices fall.", ["prices"]),
        ("^ prices", "Here prices fall.", []),
        ("=May <num>", "On May 3 they may.", ["May 3"]),
        ("=May", "They may.", []),
        ("<cap> said", "Zhao said so, he said.", ["Zhao said"]),
        ("by <year>", "By 2030, by 30.", ["By 2030"]),
        ("soft landing", "A soft-landing.", ["soft-landing"]),
        ("i 'd say", "I\u2019d say so.", ["I\u2019d say"]),
        ("won't", "It won\u2019t.", ["won\u2019t"]),
        ("可能|或许", "这可能发生,或许不会。", ["可能", "或许"]),
        ("很可能 .. 会", "他们很可能还会来。", ["很可能还会"]),
        ("<num> %", "约90%的贸易", ["90%"]),
        ("up ?", "What is up?", ["up?"]),
    ],
)
def test_a_phrase_finds_what_it_says(phrase, sentence, found):
    assert hits(phrase, sentence) == found


@pytest.mark.parametrize("phrase", ["", "^", "..", "if ...", ".. then", "<nobody> said", "a <be", "|"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase):
    with pytest.raises(BadPhrase) as caught:
        PhraseMatcher([("list", [phrase])], SETS, frozenset())
    assert "patterns" in caught.value.hint


def test_tokens_keep_their_places():
    sentence = "It\u2019s the U.S. \u2014 long-term, 1,000 won't 会."
    said = tokens(sentence)
    assert said.words == (
        "it", "'s", "the", "u.s.", "\u2014", "long", "term", ",", "1,000", "won't", "会", ".",
    )  # fmt: skip
    assert [sentence[start:end] for start, end in said.places][5:7] == ["long", "term"]
    assert said.said(5, 7) == "long-term"
    assert said.said(3, 3) == ""


def test_of_a_text_without_end_only_the_beginning_is_looked_at():
    assert len(tokens("may " * 5_000).words) == 1_000
    assert len(tokens("may " * 5_000, longest=7).words) == 7


def tries(monkeypatch, work) -> int:
    """How often a phrase is tried at a token."""
    counted = []
    whole = patterns._end

    def counting(*arguments):
        counted.append(1)
        return whole(*arguments)

    monkeypatch.setattr(patterns, "_end", counting)
    work()
    monkeypatch.setattr(patterns, "_end", whole)
    return len(counted)


def test_the_work_grows_with_the_words(monkeypatch):
    """Counted, not timed: four times the text, four times the phrases tried; and few for each word."""
    matcher = load_rules()._matcher
    text = "It is likely that the bank will cut rates if prices keep falling, because they are going down. "
    once = tries(monkeypatch, lambda: list(matcher.hits(tokens(text * 4))))
    four = tries(monkeypatch, lambda: list(matcher.hits(tokens(text * 16))))
    assert four <= 4 * once + 50
    assert four / (18 * 16) < 40


def test_two_lexicons_of_one_name_for_points_keep_the_first():
    english, chinese = LEXICONS
    assert WordLists([english, chinese], load_hedges()).points("question") == english.points["question"]


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("他们明天会来。", True), ("央行将降息。", True), ("他不会辞职。", True),
        ("央行明年会降息。", True), ("双方会同意。", True), ("他们会考虑。", True), ("市场上将出现短缺。", True),
        ("两国举行会谈。", False), ("社会需要时间。", False), ("这是一个机会。", False),
        ("他往往会忽视这一点。", False),
        ("这位将军很有名。", False), ("委员会发表声明。", False),
    ],
)  # fmt: skip
def test_hui_and_jiang_are_of_the_future_only_as_verbs(sentence, ahead):
    assert load_rules().find(sentence).has("future") is ahead


@pytest.mark.parametrize(
    ("sentence", "name", "there"),
    [
        ("The bank will cut.", "future", True), ("They lack the political will.", "future", False),
        ("He did it against his will.", "future", False), ("It may rain.", "may", True),
        ("In May this year they met.", "may", False), ("It ended on May 3.", "may", False),
        ("They met as soon as possible.", "perhaps", False), ("I don't know if it rains.", "condition", False),
        ("If it rains, they stay.", "condition", True), ("Profits were higher than expected.", "outlook", False),
        ("It is expected to fall.", "outlook", True), ("Let me say what will happen.", "future", False),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_word_of_a_list_is_not_found(sentence, name, there):
    assert load_rules().find(sentence).has(name) is there
