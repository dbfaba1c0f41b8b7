"""How sure a claim is: exact numbers, honest ranges, words on a named scale, and hedges kept apart."""

from fractions import Fraction

import effort
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.errors import InputError
from ledger.model.likelihood import Likelihood, UnknownPhrase, UnreadableLikelihood, is_hedge, read_likelihood
from ledger.model.probabilities import (
    PPM,
    BareNumber,
    ImpossibleProbability,
    TooFineProbability,
    UnclearRange,
    midpoint,
    show_probability,
)
from ledger.model.scales import Scale, Term
from ledger.model.vocabulary import Source
from ledger.text.clean import UnstorableText

SCALE = Scale(
    name="toy",
    title="Toy Scale",
    citation="made up for these tests",
    terms=(
        Term(("likely", "probable", "probably"), 550_000, 675_000, 800_000),
        Term(("very likely",), 800_000, 875_000, 950_000),
        Term(("remote", "remote chance"), 10_000, 30_000, 50_000),
        Term(("about as likely as not",), 330_000, 495_000, 660_000),
    ),
)
HEDGES = Scale(
    name="hedges",
    title="Hedges",
    citation="made up for these tests",
    terms=(
        Term(("may",), 300_000, 400_000, 510_000, hedge=True),
        Term(("might", "could"), 250_000, 400_000, 500_000, hedge=True),
        Term(("realistic possibility",), 400_000, 600_000, 750_000, hedge=True),
    ),
    exceptions=("in May", "as soon as possible"),
)
MILLIONTHS = st.integers(0, PPM)
ANY_TEXT = (
    st.text(max_size=60)
    | st.text(alphabet="0123456789.%/:-=<>~ ,e_+", max_size=12)
    | st.lists(
        st.sampled_from(
            ["likely", "might", "at least", "60%", "0.6", "-", "=", "to", "and", "between", "about", "will"]
        ),
        max_size=5,
    ).map(" ".join)
)


def read(text: str) -> Likelihood:
    return read_likelihood(text, SCALE, HEDGES)


@pytest.mark.parametrize(
    ("text", "ppm"),
    [
        # a decimal or a percentage is kept to the last digit
        ("0.6", 600_000),
        (".6", 600_000),
        ("0.60", 600_000),
        ("60%", 600_000),
        ("60 %", 600_000),
        ("60 per cent", 600_000),
        ("60 percent", 600_000),
        ("87.5%", 875_000),
        ("0.1%", 1_000),
        ("0.000001", 1),
        ("0.6000000000", 600_000),
        ("33.3333%", 333_333),
        # a spoken approximation is still a spoken number
        ("about 60%", 600_000),
        ("~60%", 600_000),
        # fractions and odds for; these alone are rounded
        ("3/4", 750_000),
        ("1/3", 333_333),
        ("2 / 3", 666_667),
        ("3:1", 750_000),
        ("1:3", 250_000),
        ("2:1", 666_667),
        ("1.5:1", 600_000),
        # never and always are kept as said
        ("0%", 0),
        ("0.0", 0),
        ("0/5", 0),
        ("100%", PPM),
        ("1.0", PPM),
        ("1/1", PPM),
        ("1:0", PPM),
    ],
)
def test_a_number_is_exact(text, ppm):
    likelihood = read(text)
    assert likelihood == Likelihood(Source.NUMBER, text, ppm, ppm, ppm)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("55-80%", 550_000, 800_000),
        ("55%-80%", 550_000, 800_000),
        ("55\u201380%", 550_000, 800_000),
        ("55 - 80 %", 550_000, 800_000),
        ("0.55-0.8", 550_000, 800_000),
        (".55 to .8", 550_000, 800_000),
        ("between 55% and 80%", 550_000, 800_000),
        ("from 55 to 80%", 550_000, 800_000),
        ("0-5%", 0, 50_000),
        ("1.5-3%", 15_000, 30_000),
        ("60-60%", 600_000, 600_000),
        # one end said: the other is never or always, and the middle is scored
        ("at least 80%", 800_000, PPM),
        ("more than 0.8", 800_000, PPM),
        (">= 80%", 800_000, PPM),
        (">80%", 800_000, PPM),
        ("at most 20%", 0, 200_000),
        ("less than 20%", 0, 200_000),
        ("up to 20%", 0, 200_000),
        ("<=20%", 0, 200_000),
    ],
)
def test_a_range_is_scored_at_its_middle(text, low, high):
    likelihood = read(text)
    assert likelihood == Likelihood(Source.RANGE, text, low, (low + high) // 2, high)


def test_the_middle_between_two_millionths_is_the_even_one():
    assert (midpoint(1, 2), midpoint(2, 3), midpoint(0, PPM)) == (2, 2, 500_000)


@pytest.mark.parametrize(
    ("text", "error", "hint"),
    [
        # no unit: two readings
        ("60", BareNumber, "60% or 0.6"),
        ("1", BareNumber, "1% or 1.0"),
        ("0", BareNumber, "0% or 0.0"),
        ("100", BareNumber, "100% or 1.0"),
        ("101", BareNumber, "between 0% and 100%"),
        ("at least 80", BareNumber, "80% or 0.8"),
        ("55-80", UnclearRange, "55%-80%"),
        ("3 to 1", UnclearRange, "3:1"),
        ("0.5-1%", UnclearRange, "both ends"),
        ("55%-0.8", UnclearRange, "both ends"),
        # out of bounds or backwards
        ("101%", ImpossibleProbability, "between 0 and 1"),
        ("1.5", ImpossibleProbability, "between 0 and 1"),
        ("4/3", ImpossibleProbability, "between 0 and 1"),
        ("1/0", ImpossibleProbability, "between 0 and 1"),
        ("0:0", ImpossibleProbability, "between 0 and 1"),
        ("55-180%", ImpossibleProbability, "between 0 and 1"),
        ("80-55%", UnclearRange, "lower end first"),
        ("more than 100%", UnclearRange, "Write 100%"),
        ("less than 0%", UnclearRange, "Write 0%"),
        # finer than the record
        ("0.0000001", TooFineProbability, "0.000001"),
        ("33.33333%", TooFineProbability, "0.0001%"),
        ("1/10000000", TooFineProbability, "0.000001"),
        ("10000000:1", TooFineProbability, "0.000001"),
        # what a float would have taken
        ("0,6", UnreadableLikelihood, "not a comma"),
        ("1e-3", UnreadableLikelihood, "out"),
        ("1_0", UnreadableLikelihood, "underscores"),
        ("-5%", UnreadableLikelihood, "no sign"),
        ("+0.6", UnreadableLikelihood, "no sign"),
        ("nan", UnreadableLikelihood, "60%"),
        ("inf", UnreadableLikelihood, "60%"),
        ("\uff16\uff10%", UnreadableLikelihood, "plain digits"),
        ("60\uff05", UnreadableLikelihood, "plain digits"),
        ("\u0660.\u0665", UnreadableLikelihood, "plain digits"),
        ("\u00bd", UnreadableLikelihood, "plain digits"),
        ("0.6.1", UnreadableLikelihood, "60%"),
        ("60%%", UnreadableLikelihood, "60%"),
        ("", UnreadableLikelihood, "none"),
        (" ", UnreadableLikelihood, "none"),
        ("likely " * 50, UnreadableLikelihood, "none"),
        # half of words=band
        ("=60%", UnreadableLikelihood, "60%"),
        ("likely=", UnreadableLikelihood, "60%"),
        ("likely=probable", UnreadableLikelihood, "60%"),
        ("likely=60", BareNumber, "60% or 0.6"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_advice(text, error, hint):
    with pytest.raises(error) as caught:
        read(text)
    assert hint in caught.value.hint
    assert str(caught.value).isascii()


def test_a_nul_is_refused_as_text():
    with pytest.raises(UnstorableText):
        read("likely\0")


@pytest.mark.parametrize(
    "text", ["likely", "Probably", "  LIKELY ", "will likely", "is  likely to", "a remote chance that"]
)
def test_a_phrase_is_read_on_the_scale_and_kept_as_entered(text):
    likelihood = read(text)
    assert likelihood.source is Source.PHRASE
    assert likelihood.words == text.strip()
    assert likelihood.scale == "toy"
    assert likelihood.low < likelihood.point < likelihood.high


@pytest.mark.parametrize("text", ["very remote", "most likely", "not likely", "will", "perhaps not", "as likely"])
def test_a_phrase_the_scale_does_not_define_is_never_guessed(text):
    with pytest.raises(UnknownPhrase, match="Toy Scale"):
        read(text)


def test_the_nearest_phrases_are_named():
    with pytest.raises(UnknownPhrase) as caught:
        read("wery likely")
    assert caught.value.hint.startswith("Nearest: very likely, likely")


@pytest.mark.parametrize("text", ["may", "Might", "it could", "a realistic possibility"])
def test_a_hedge_keeps_its_range_and_has_no_point(text):
    likelihood = read(text)
    assert likelihood.source is Source.HEDGE
    assert likelihood.point is None
    assert likelihood.low < likelihood.high
    assert likelihood.scale == "hedges"


def test_a_scale_may_call_its_own_term_a_hedge():
    survey = Scale("survey", "Survey", "-", (Term(("may",), 1, 2, 3, hedge=True),))
    likelihood = read_likelihood("may", survey, HEDGES)
    assert (likelihood.source, likelihood.scale, likelihood.point) == (Source.HEDGE, "survey", None)


def test_a_scale_may_define_what_elsewhere_is_a_hedge():
    phia = Scale("phia", "PHIA", "-", (Term(("realistic possibility",), 400_000, 450_000, 500_000),))
    assert read_likelihood("realistic possibility", phia, HEDGES).source is Source.PHRASE
    assert read_likelihood("realistic possibility=45%", phia, HEDGES).source is Source.INFERRED
    assert read("realistic possibility=45%").source is Source.HEDGE


@pytest.mark.parametrize(
    ("text", "source", "point"),
    [
        ("will likely=55-80%", Source.INFERRED, 675_000),
        ("will likely = 0.7", Source.INFERRED, 700_000),
        ("I'd say=at least 80%", Source.INFERRED, 900_000),
        ("I'd say=>=80%", Source.INFERRED, 900_000),
        ("in May, surely=95%", Source.INFERRED, 950_000),
        ("maybes and mights=95%", Source.INFERRED, 950_000),
        ("as soon as possible=95%", Source.INFERRED, 950_000),
        ("might even=10-45%", Source.HEDGE, None),
        ("real hope that it could=20-60%", Source.HEDGE, None),
        ("in May it may=20-60%", Source.HEDGE, None),
    ],
)
def test_words_with_a_band_are_the_curators_reading_unless_they_hedge(text, source, point):
    likelihood = read(text)
    assert (likelihood.source, likelihood.point) == (source, point)
    assert likelihood.words == text.partition("=")[0].strip()
    assert likelihood.scale is None


@pytest.mark.parametrize("text", ["none", "None", "unstated", "-"])
def test_a_flat_assertion_has_no_probability(text):
    assert read(text) == Likelihood(Source.NONE)


def test_hedges_are_whole_words():
    assert is_hedge("it MIGHT happen", HEDGES)
    assert not is_hedge("almighty, dismay, couldn", HEDGES)
    assert not is_hedge("likely", Scale("empty", "Empty", "-", ()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3/5", "60%"),
        ("1/3", "33.3333%"),
        ("0.55-0.8", "55-80%"),
        ("at least 80%", "80-100%"),
        ("likely", "likely (55-80%, Toy Scale)"),
        ("will likely=0.7", "will likely (70%, read by the curator)"),
        ("might", "might (a hedge, not scored)"),
        ("none", "none stated"),
    ],
)
def test_a_likelihood_is_described_with_its_figures(text, shown):
    assert read(text).describe() == shown


def test_without_a_title_the_short_name_of_the_scale_is_shown():
    assert Likelihood(Source.PHRASE, "likely", 1, 1, 1, "toy").describe() == "likely (0.0001%, toy)"


@pytest.mark.parametrize(
    ("ppm", "shown"),
    [(0, "0%"), (1, "0.0001%"), (1_000, "0.1%"), (875_000, "87.5%"), (333_333, "33.3333%"), (PPM, "100%")],
)
def test_a_probability_is_shown_without_idle_zeros(ppm, shown):
    assert show_probability(ppm) == shown


@given(MILLIONTHS)
def test_a_probability_shown_reads_back(ppm):
    assert read(show_probability(ppm)).point == ppm
    assert read(f"{ppm // PPM}.{ppm % PPM:06}").point == ppm


@given(MILLIONTHS, MILLIONTHS)
def test_a_range_shown_reads_back(one, other):
    low, high = sorted((one, other))
    likelihood = read(f"{show_probability(low)}-{show_probability(high)}")
    assert (likelihood.low, likelihood.high) == (low, high)
    assert abs(Fraction(low + high, 2) - likelihood.point) <= Fraction(1, 2)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_odds_and_the_fraction_they_mean_agree(ahead, against):
    try:
        fraction = read(f"{ahead}/{ahead + against}")
    except TooFineProbability:
        return
    assert read(f"{ahead}:{against}").point == fraction.point
    assert abs(Fraction(ahead, ahead + against) - Fraction(fraction.point, PPM)) <= Fraction(1, 2 * PPM)


@settings(max_examples=effort.examples(500))
@given(ANY_TEXT)
@example("\ud800")
@example("{words}")
def test_nothing_but_a_sentence_escapes_and_what_is_read_is_a_probability(text):
    try:
        likelihood = read(text)
    except InputError:
        return
    figures = [likelihood.low, likelihood.point, likelihood.high]
    if likelihood.source is Source.NONE:
        assert figures == [None] * 3
    else:
        known = [figure for figure in figures if figure is not None]
        assert known == sorted(known)
        assert 0 <= known[0] <= known[-1] <= PPM
        assert (likelihood.point is None) == (likelihood.source is Source.HEDGE)
    assert read(likelihood.entry()) == likelihood
    assert likelihood.describe()
