"""The shipped scales: every file loads, cites its source and holds the figures of that source."""

import pytest

from ledger.model import scales
from ledger.model.likelihood import is_hedge, read_likelihood
from ledger.model.probabilities import PPM
from ledger.model.scales import DEFAULT_SCALE, UnknownScale, load_hedges, load_scale, scale_names
from ledger.model.vocabulary import Source
from ledger.text.folding import fold

ALL = [*map(load_scale, scale_names()), load_hedges()]
PERCENT = PPM // 100
by_name = pytest.mark.parametrize("scale", ALL, ids=lambda scale: scale.name)


def test_the_scales_are_the_files_there_are():
    assert scale_names() == ("efsa", "icd203", "ipcc", "kent", "nato", "phia", "survey")
    assert DEFAULT_SCALE in scale_names()


def test_the_hedges_are_no_scale_to_choose():
    with pytest.raises(UnknownScale):
        load_scale("hedges")


@pytest.mark.parametrize("name", ["", "ICD203", "../icd203", "icd203.toml", "\x1b[31m", "\ud800"])
def test_an_unknown_scale_is_refused_naming_the_known(name):
    with pytest.raises(UnknownScale) as caught:
        load_scale(name)
    assert "icd203" in caught.value.hint
    assert caught.value.message.isascii()
    assert "\x1b" not in caught.value.message


@pytest.mark.parametrize(("percent", "error"), [(0.1, TypeError), ("12.34", ValueError)])
def test_a_figure_is_a_whole_number_or_text_with_one_decimal(percent, error):
    with pytest.raises(error):
        scales._ppm(percent)


@pytest.mark.parametrize("name", scale_names())
def test_a_scale_is_named_like_its_file(name):
    assert load_scale(name).name == name


@by_name
def test_a_scale_says_where_it_comes_from(scale):
    assert scale.title
    assert len(scale.citation) > 20
    assert 1960 <= scale.year <= 2100
    assert scale.licence
    assert scale.note
    assert scale.url is None or scale.url.startswith("https://")


@by_name
def test_every_term_holds_its_point_between_its_ends(scale):
    assert all(0 <= term.low <= term.point <= term.high <= PPM for term in scale.terms)


@by_name
def test_no_phrase_stands_twice_and_all_are_written_folded(scale):
    phrases = [phrase for term in scale.terms for phrase in term.phrases]
    assert len(phrases) == len(set(phrases))
    assert phrases == [fold(phrase) for phrase in phrases]


@pytest.mark.parametrize("name", scale_names())
def test_terms_stand_in_order(name):
    points = [term.point for term in load_scale(name).terms]
    assert points == sorted(points) or points == sorted(points, reverse=True)


@pytest.mark.parametrize("name", scale_names())
def test_every_phrase_reads_as_what_its_scale_says(name):
    scale = load_scale(name)
    for term in scale.terms:
        for phrase in term.phrases:
            likelihood = read_likelihood(phrase, scale, load_hedges())
            assert likelihood.source is (Source.HEDGE if term.hedge else Source.PHRASE)
            assert (likelihood.low, likelihood.high, likelihood.scale) == (term.low, term.high, name)


@pytest.mark.parametrize(
    ("name", "phrase", "low", "point", "high"),
    [
        # ICD 203: bands that meet, scored at their middle
        ("icd203", "remote", 1, 3, 5),
        ("icd203", "very unlikely", 5, 12.5, 20),
        ("icd203", "unlikely", 20, 32.5, 45),
        ("icd203", "roughly even odds", 45, 50, 55),
        ("icd203", "likely", 55, 67.5, 80),
        ("icd203", "highly probable", 80, 87.5, 95),
        ("icd203", "nearly certain", 95, 97, 99),
        # PHIA: gaps on purpose; a realistic possibility is a band
        ("phia", "remote chance", 0, 2.5, 5),
        ("phia", "highly unlikely", 10, 15, 20),
        ("phia", "unlikely", 25, 30, 35),
        ("phia", "realistic possibility", 40, 45, 50),
        ("phia", "probable", 55, 65, 75),
        ("phia", "highly likely", 80, 85, 90),
        ("phia", "almost certain", 95, 97.5, 100),
        ("nato", "highly unlikely", 0, 5, 10),
        ("nato", "unlikely", 10, 25, 40),
        ("nato", "even chance", 40, 50, 60),
        ("nato", "likely", 60, 75, 90),
        ("nato", "highly likely", 90, 95, 100),
        # Kent: a figure, give or take
        ("kent", "certain", 100, 100, 100),
        ("kent", "almost certain", 87, 93, 99),
        ("kent", "probable", 63, 75, 87),
        ("kent", "about even", 40, 50, 60),
        ("kent", "probably not", 20, 30, 40),
        ("kent", "almost certainly not", 2, 7, 12),
        ("kent", "impossible", 0, 0, 0),
        # IPCC: nested, so the point is not the middle
        ("ipcc", "virtually certain", 99, 99.5, 100),
        ("ipcc", "extremely likely", 95, 97, 100),
        ("ipcc", "very likely", 90, 92.5, 100),
        ("ipcc", "likely", 66, 78, 100),
        ("ipcc", "more likely than not", 50, 58, 100),
        ("ipcc", "about as likely as not", 33, 49.5, 66),
        ("ipcc", "unlikely", 0, 21.5, 33),
        ("ipcc", "very unlikely", 0, 7.5, 10),
        ("ipcc", "extremely unlikely", 0, 3, 5),
        ("ipcc", "exceptionally unlikely", 0, 0.5, 1),
        ("efsa", "almost impossible", 0, 0.5, 1),
        ("efsa", "extremely unlikely", 1, 3, 5),
        ("efsa", "very unlikely", 5, 7.5, 10),
        ("efsa", "unlikely", 10, 21.5, 33),
        ("efsa", "as likely as not", 33, 49.5, 66),
        ("efsa", "likely", 66, 78, 90),
        ("efsa", "very likely", 90, 92.5, 95),
        ("efsa", "extremely likely", 95, 97, 99),
        ("efsa", "almost certain", 99, 99.5, 100),
        # the survey: quartiles around the median
        ("survey", "will happen", 99, 100, 100),
        ("survey", "almost certain", 90, 95, 98),
        ("survey", "highly likely", 80, 90, 90),
        ("survey", "very good chance", 75, 80, 85),
        ("survey", "likely", 67, 75, 80),
        ("survey", "probably", 65, 75, 80),
        ("survey", "better than even", 55, 60, 60),
        ("survey", "about even", 50, 50, 50),
        ("survey", "realistic possibility", 40, 60, 75),
        ("survey", "may", 30, 40, 51),
        ("survey", "might", 25, 40, 50),
        ("survey", "could", 25, 40, 50),
        ("survey", "unlikely", 10, 20, 25),
        ("survey", "improbable", 5, 10, 20),
        ("survey", "little chance", 5, 10, 15),
        ("survey", "chances are slight", 5, 10, 15),
        ("survey", "highly unlikely", 5, 5, 10),
        ("survey", "remote chance", 3, 5, 10),
        ("survey", "almost no chance", 1, 2, 5),
    ],
)
def test_figures_are_those_of_the_source(name, phrase, low, point, high):
    term = load_scale(name).find(phrase)
    assert [term.low, term.point, term.high] == [low * PERCENT, point * PERCENT, high * PERCENT]


@pytest.mark.parametrize("name", scale_names())
@pytest.mark.parametrize("word", ["may", "might", "could", "possible", "possibly", "maybe", "perhaps"])
def test_a_hedge_is_a_hedge_on_every_scale(name, word):
    likelihood = read_likelihood(word, load_scale(name), load_hedges())
    assert likelihood.source is Source.HEDGE
    assert likelihood.point is None
    assert is_hedge(f"they {word} well do it", load_hedges())


@pytest.mark.parametrize("name", scale_names())
def test_a_realistic_possibility_is_a_band_in_the_united_kingdom_only(name):
    likelihood = read_likelihood("realistic possibility", load_scale(name), load_hedges())
    assert (likelihood.source is Source.PHRASE) == (name == "phia")


def test_every_term_of_the_hedges_is_one():
    assert all(term.hedge for term in load_hedges().terms)


@pytest.mark.parametrize(
    "words", ["will likely", "in May", "as soon as possible", "cannot possibly", "dismay", "is not possible"]
)
def test_what_only_looks_like_a_hedge_is_none(words):
    assert not is_hedge(words, load_hedges())
