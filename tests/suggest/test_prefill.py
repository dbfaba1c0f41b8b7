"""What a sentence says of itself is in the form before anybody types."""

from dataclasses import replace
from datetime import date

import pytest
from suggest_kit import DATA, NO_DATA, laid, seen, suggested

from ledger.model.vocabulary import Kind
from ledger.suggest.candidates import KINDS, prefill, sentences_before
from ledger.suggest.word_lists import load_rules
from ledger.text.passages import Said

RULES = load_rules()
PERCENT = 10_000


def filled(sentence, **asked):
    return prefill(seen(sentence), RULES, **asked)


def band(sentence):
    one = filled(sentence)
    return one.words, one.low and one.low // PERCENT, one.high and one.high // PERCENT


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Prices will fall.", "prediction"), ("The minister may resign.", "prediction"),
        ("If it rains, the dam will break.", "conditional"), ("The dam will break if it rains.", "conditional"),
        ("Any leak would end the talks.", "conditional"), ("Should the dam break, the town is lost.", "conditional"),
        ("It might turn them into enemies.", "prediction"), ("They must build a new dam.", "normative"),
        ("I don't know whether it holds.", "abstention"), ("The town relies on one road.", "assessment"),
        ("The town is cut off because the road is gone.", "causal"), ("About 90% of the trade is by sea.", "figure"),
        ("It is getting worse because of the drought.", "assessment"), ("Rates should be lower by next year.",
        "prediction"),
        ("如果下雨,大坝会垮。", "conditional"), ("央行将降息。", "prediction"), ("政府应该修坝。", "normative"),
    ],
)  # fmt: skip
def test_the_kind(sentence, kind):
    assert filled(sentence).kind == kind


def test_kinds_are_kinds_of_claims():
    assert set(KINDS) < set(Kind)


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [
        ("Prices will fall.", False), ("Prices won't fall.", True), ("Prices will never fall.", True),
        ("The plan does not mean a return to rationing.", True), ("I don't think they will sign.", True),
        ("A deal is unlikely.", True), ("It's a very remote prospect.", True), ("A deal is not unlikely.", False),
        ("If they do not sign, prices will fall.", False), ("Prices will fall if they do not sign.", False),
        ("If they sign, prices will not fall.", True), ("No doubt prices will fall.", False),
        ("It will hurt not only farmers.", False), ("Rates, not taxes, will decide it.", False),
        ("They will leave because there is no work.", False), ("I wouldn't be surprised if it fell.", False),
        ("I doubt that they will sign.", True), ("The treaty has little chance of passing.", True),
        ("They cannot hold the town.", True), ("Nobody will sign.", True), ("他不会辞职。", True),
        ("局势不断恶化。", False), ("I very much doubt that they will sign.", True),
        ("I seriously doubt they won't sign.", False), ("I'd be surprised if he is still in office.", True),
        ("I would be very surprised if they signed.", True), ("It would surprise me if rates fell.", True),
        ("I'd be surprised if it doesn't rain.", False), ("I wouldn't be surprised if he resigns.", False),
        ("It wouldn't really surprise me if he resigns.", False),
    ],
)  # fmt: skip
def test_a_denial(sentence, denies):
    assert filled(sentence).denies is denies


@pytest.mark.parametrize(
    ("sentence", "words", "low", "high"),
    [
        ("They are likely to sign.", "are likely to", 55, 80), ("They will probably sign.", "will probably", 55, 80),
        ("They are very likely to sign.", "very likely", 80, 95), ("It is almost certain to fall.",
        "almost certain", 95, 99),
        ("It will certainly fall.", "will certainly", 95, 99), ("The chances are roughly even.",
        "roughly even", 45, 55),
        ("They may sign.", "may", 20, 60), ("They might even sign.", "might even", 10, 45),
        ("They might be able to sign.", "might be able to", 10, 45), ("It appears to hold.", "appears", 60, 85),
        ("I think they will sign.", "I think", 70, 95), ("It's going to rain.", "going to", 70, 95),
        ("Prices will fall.", "", 90, 99), ("The town relies on one road.", "", 90, 99),
        ("Clearly, the pact is dead.", "Clearly", 90, 99), ("That is more plausible.", "more plausible", 55, 80),
        ("It does not mean war.", "does not mean", 80, 95), ("There is a 70 percent chance of rain.",
        "70 percent", 70, 70),
        ("I see a sixty to seventy percent chance of rain.", "sixty to seventy percent", 60, 70),
        ("The odds are between 55% and 60% likely, I hear.", "between 55% and 60%", 55, 60),
        ("It is 80% likely.", "80%", 80, 80), ("央行很可能会降息。", "很可能", 55, 80), ("他必将失败。",
        "必将", 95, 99),
    ],
)  # fmt: skip
def test_how_sure_it_is(sentence, words, low, high):
    assert band(sentence) == (words, low, high)


@pytest.mark.parametrize(
    ("sentence", "words", "low", "high"),
    [
        ("A deal is unlikely.", "unlikely", 55, 80), ("A deal is a very remote prospect.",
        "very remote prospect", 95, 99),
        ("I doubt that they will sign.", "I doubt", 55, 80), ("A deal is very unlikely.", "very unlikely", 80, 95),
    ],
)  # fmt: skip
def test_words_under_one_half_turn_the_band_round_and_deny(sentence, words, low, high):
    """The band is that of what is asserted: "unlikely" asserts that it will not be."""
    assert band(sentence) == (words, low, high)
    assert filled(sentence).denies


@pytest.mark.parametrize(
    ("sentence", "words", "low", "high"),
    [
        ("I doubt the union will sign.", "I doubt", 55, 80),
        ("I very much doubt that they will sign.", "I very much doubt", 55, 80),
        ("I'd be surprised if he is still in office.", "'d be surprised if", 55, 80),
        ("I would be quite surprised if it holds.", "would be quite surprised if", 55, 80),
        ("I wouldn't be surprised if he resigns.", "wouldn't be surprised if", 55, 80),
        ("I wouldn't be at all surprised if he resigns.", "wouldn't be at all surprised if", 55, 80),
        ("The vote is a coin flip.", "coin flip", 45, 55), ("I think it's a toss-up.", "toss-up", 45, 55),
        ("It is fifty-fifty.", "fifty-fifty", 45, 55), ("It's 50-50 whether they sign.", "50-50", 45, 55),
    ],
)  # fmt: skip
def test_spoken_odds_and_surprise(sentence, words, low, high):
    assert band(sentence) == (words, low, high)


@pytest.mark.parametrize("sentence", ["I'd be surprised if it holds.", "It wouldn't surprise me if rates fall."])
def test_surprise_is_no_conditional(sentence):
    assert (filled(sentence).kind, filled(sentence).condition) == ("prediction", "")


def test_a_month_is_no_hedge():
    assert band("By May, prices will be lower.") == ("", 90, 99)
    assert filled("They may sign in May.").words == "may"


def test_a_number_that_was_said_comes_before_words():
    assert band("I think it will probably rain, with a 90% chance of hail.") == ("90%", 90, 90)


def test_the_scale_can_be_another():
    rules = load_rules("phia")
    one = prefill(replace(seen("It is highly unlikely."), found=rules.find("It is highly unlikely.")), rules)
    assert (one.words, one.low, one.high, one.denies) == ("highly unlikely", 800_000, 900_000, True)


@pytest.mark.parametrize(
    ("sentence", "hedge"),
    [
        ("They may sign.", True), ("Perhaps they will sign.", True), ("They will sign.", False),
        ("They will sign because rates may fall.", False), ("They are likely to sign, which could help.", False),
        ("It's going to do more harm than the gains that it may bring.", False),
        ("It's going to hurt those that might stay.", False), ("People who may stay are going to lose.", False),
        ("I think that might help.", True), ("They say that may happen.", True),
    ],
)  # fmt: skip
def test_a_hedge_is_one_of_the_main_clause(sentence, hedge):
    assert filled(sentence).hedge is hedge


@pytest.mark.parametrize("sentence", ["They must build a new dam.", "I don't know whether it will hold."])
def test_what_is_never_scored_has_no_band(sentence):
    one = filled(sentence)
    assert (one.low, one.high) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("However, if it rains, the dam will break.", "if it rains"), ("The dam will break unless it rains.",
        "unless it rains"),
        ("If it rains then the dam will break.", "If it rains"), ("Any new leak would end the talks.", "Any new leak"),
        ("Should the dam break, the town is lost.", "Should the dam break"), ("The dam will break.", ""),
        ("I don't know if it rains.", ""), ("They must sign if it rains.", ""), ("如果下雨,大坝会垮。", "如果下雨"),
        ("As long as it rains, they will stay.", "As long as it rains"),
        ("Unless the rain stops, the dam will break.", "Unless the rain stops"),
        ("Unless, of course, the rain stops, the dam will break.", "Unless, of course, the rain stops"),
        ("I think, unless the rain stops, it will break.", "unless the rain stops"),
    ],
)  # fmt: skip
def test_the_condition_is_what_a_conditional_hangs_on(sentence, condition):
    assert filled(sentence).condition == condition


@pytest.mark.parametrize(
    ("sentence", "stated", "deadline"),
    [
        ("Prices will fall by the end of 2019.", None, "by the end of 2019"),
        ("They will meet in the near future.", None, "in the near future"),
        ("They will sign within six months.", None, "within six months"),
        ("They will sign within six months.", date(2019, 1, 17), "within six months"),
        ("It will end soon, by the end of 2019.", None, "by the end of 2019"),
        ("They won't sign anytime soon.", None, "anytime soon"),
        ("They will sign next year.", date(2019, 1, 17), "next year"),
        ("The pact of 2019 will hold, as it did in 2015.", date(2019, 1, 17), ""),
        ("They signed in 2015.", None, ""), ("Prices will fall.", None, ""), ("央行明年会降息。", None, "明年"),
    ],
)  # fmt: skip
def test_the_deadline_is_the_phrase_of_time(sentence, stated, deadline):
    assert filled(sentence, stated_on=stated).deadline == deadline


def context(*lines, at, roles=None):
    text = " ".join(lines)
    found = laid(text)
    assert len(found.sentences) == len(lines)
    roles = roles or ["guest"] * len(lines)
    return sentences_before(at - 1, found, [Said(role=role) for role in roles], RULES)


def test_a_pronoun_takes_the_sentence_before_along():
    assert context("The pact is old.", "It will not last another winter.", at=2) == (1,)
    assert context("The pact is old.", "I think it will not last another winter.", at=2) == (1,)
    assert context("The pact is old.", "It is weak.", "This will end it before long.", at=3) == (1, 2)
    assert context("The pact is old.", "The union will not last another winter.", at=2) == ()
    assert context("It will not last another winter.", at=1) == ()


def test_a_short_answer_takes_its_question_along():
    lines = (
        "The pact is old.",
        "Could they attack in the spring?",
        "I think it's a very remote prospect.",
        "They will wait.",
    )
    roles = ["guest", "host", "guest", "guest"]
    assert context(*lines, at=3, roles=roles) == (2,)
    assert context(*lines, at=4, roles=roles) == (2, 3)


def test_a_candidate_carries_what_was_filled_in():
    one = suggested("If wages fall, the union will probably strike by the end of 2019.", stated_on=date(2019, 1, 17))[0]
    assert (one.kind, one.condition, one.words, one.deadline) == (
        "conditional", "If wages fall", "will probably", "by the end of 2019",
    )  # fmt: skip
    assert (one.low, one.high, one.hedge, one.denies, one.context) == (550_000, 800_000, False, False, ())


@pytest.mark.skipif(not DATA.exists(), reason=NO_DATA)
def test_the_curated_claims_are_mostly_filled_in_as_they_were_coded():
    """Of 46 claims: kind, direction and band as the coder set them, from the quote alone."""
    import json

    rows = [json.loads(line) for line in (DATA / "seed_claims.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds = polarities = bands = 0
    for row in rows:
        one = filled(row["quote"])
        kinds += one.kind == row["kind"].removesuffix("_prediction")
        polarities += ("negative" if one.denies else "positive") == row["polarity"]
        coded = [row[end] and round(row[end] * 1_000_000) for end in ("probability_low", "probability_high")]
        bands += coded == [one.low, one.high]
    assert (len(rows), kinds >= 38, polarities >= 40, bands >= 34) == (46, True, True, True)
