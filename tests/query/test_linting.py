"""The rules of lint, each with claims that break it and claims that keep it, and what they say of those shipped."""

import random
import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from growth import grows_straight

from ledger.model.probabilities import read_figure
from ledger.model.scales import load_hedges, load_scale
from ledger.model.vocabulary import Attribution, Kind, Outcome, Source
from ledger.query.lint.hints import HINTS
from ledger.query.lint.registry import RULES
from ledger.query.lint.rules import Aids, CodedClaim, Severity, lint
from ledger.text.likeness import OPPOSITES, Statement, nearly_same
from ledger.text.negation import APPARENT, NEGATING, REFUSING, denies, key_words
from ledger.text.passages import Paragraph
from ledger.text.quotes import Fit, choose, find_quote
from ledger.text.similarity import alike

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "data" / "episodes"
AIDS = Aids(load_scale("icd203").find, load_hedges().occurs_in, alike)
PLAIN = CodedClaim(
    number=1,
    question=1,
    statement="The bank cuts its main rate in 2031.",
    analyst="Ada Orr",
    episode=1,
    criteria="True if the bank announces it.",
    deadline="2031-12-31",
    quote="the bank will cut its main rate",
    sentence="I think the bank will cut its main rate next year.",
    stated_on="2030-11-05",
    source=Source.INFERRED,
    words="will",
    low=900_000,
    point=945_000,
    high=990_000,
    document=True,
    fit=Fit.EXACT,
    places=1,
    section="transcript",
)


def found(*claims, only=None):
    """The rules that find something, by claim."""
    return [(finding.claim, finding.rule) for finding in lint(claims, AIDS, only)]


def rules(claim):
    return [name for _, name in found(claim)]


def band(low, high):
    return {"low": low * 10_000, "point": (low + high) * 5_000, "high": high * 10_000}


BROKEN = {
    "quote-not-found": [{"fit": None, "places": 0}],
    "quote-ambiguous": [{"fit": None, "places": 2}, {"fit": None, "places": 7}],
    "quote-differs": [{"fit": Fit.FUZZY, "difference": "will cut -> will not cut"}],
    "no-quote": [{"quote": "", "fit": None, "places": 0, "sentence": ""}],
    "no-criteria": [{"criteria": ""}, {"criteria": "", "outcome": Outcome.TRUE}],
    "no-deadline": [{"deadline": ""}],
    "deadline-before-statement": [{"deadline": "2030-11-04"}, {"deadline": "1999-12-31"}],
    "no-condition": [{"kind": Kind.CONDITIONAL}],
    "compound": [{"statement": "The bank cuts its main rate and the minister resigns in 2031."}],
    "vague": [{"statement": "The bank cuts its main rate significantly in 2031."}],
    "machine-section": [{"derived": True, "section": "insights"}],
    "other-speaker": [{"speaker": "Bob"}],
    "band-and-hedge-at-odds": [
        {"words": "might", "source": Source.HEDGE, **band(70, 90)},
        {"words": "it may ... could", "source": Source.INFERRED, "quote": "", "document": False, **band(80, 95)},
        {"words": "will certainly", **band(20, 60)},
        {"words": "there is no doubt", **band(45, 55)},
        {"words": "bound to", **band(55, 79)},
        {"words": "is likely to", **band(90, 99)},
        {"words": "will probably", **band(20, 45)},
        {"words": "I think ... very unlikely", **band(55, 80)},
    ],
    "permissive-modal-scored": [
        {"sentence": "The bank may cut its main rate.", "quote": "may cut its main rate"},
        {"sentence": "In spring, the bank might cut its main rate, they say.", "quote": "cut its main rate"},
        {"sentence": "", "quote": "could well cut its main rate", "source": Source.PHRASE, "words": "likely"},
        {"sentence": "Perhaps the bank will cut its main rate.", "quote": "will cut its main rate"},
    ],
    "polarity": [
        {"quote": "the bank will not cut its main rate"},
        {"quote": "the bank won\u2019t be cutting its main rate"},
        {"quote": "It is unlikely that the bank cuts its main rate", "words": "unlikely", **band(20, 45)},
        {"quote": "a cut of the main rate", "words": "does not mean"},
        {"denies": True},
        {"denies": True, "quote": "it is not unlikely that the bank cuts its rate", "words": "not unlikely"},
        {"statement": "The bank does not cut its main rate in 2031."},
        {"statement": "No cut of the main rate by the bank.", "quote": "it will not cut the main rate", "denies": True},
    ],
}  # fmt: skip
KEPT = {
    "quote-not-found": [{}, {"document": False, "fit": None, "places": 0}, {"fit": None, "places": 3}, {"quote": ""}],
    "quote-ambiguous": [{}, {"places": 2}, {"fit": None, "places": 1}],
    "quote-differs": [{}, {"fit": Fit.FOLDED}, {"fit": None}],
    "no-quote": [{}, {"quote": "", "document": False}],
    "no-criteria": [{}, {"criteria": "", "outcome": Outcome.UNRESOLVABLE}, {"criteria": "", "kind": Kind.NORMATIVE}],
    "no-deadline": [{}, {"deadline": "", "outcome": Outcome.TRUE}, {"deadline": "", "kind": Kind.FIGURE}],
    "deadline-before-statement": [{}, {"deadline": "2030-11-05"}, {"deadline": ""}, {"stated_on": ""}],
    "no-condition": [{}, {"kind": Kind.CONDITIONAL, "condition": "Prices fall."}],
    "compound": [
        {"statement": "The Bank and the Fed agree on a rate in 2031."},
        {"statement": "The bank cuts its main rate and the minister resigns.", "outcome": Outcome.FALSE},
    ],
    "vague": [{}, {"statement": "Rates fall significantly.", "outcome": Outcome.TRUE}],
    "machine-section": [{}, {"derived": True, "attribution": Attribution.MACHINE}],
    "other-speaker": [{}, {"speaker": "Bob", "attribution": Attribution.RELAYED}],
    "band-and-hedge-at-odds": [
        {},
        {"words": "might", "source": Source.HEDGE, **band(20, 60)},
        {"words": "will ... may be", **band(55, 90)},
        {"words": "could not", **band(90, 99)},
        {"words": "will certainly", **band(95, 99)},
        {"words": "not certain to", **band(20, 60)},
        {"words": "is likely to", **band(55, 80)},
        {"words": "will probably", **band(60, 90)},
        {"words": "very remote prospect", **band(1, 5)},
        {"words": "remote", "statement": "The bank cuts no rate.", "quote": "", "document": False, **band(95, 99)},
        {"words": "unlikely", "quote": "", "document": False, "denies": True, **band(55, 80)},
        {"words": "70%", "source": Source.NUMBER, **band(70, 70)},
        {"words": "may, 70%", "source": Source.NUMBER, **band(70, 70)},
        {"words": "flat", "source": Source.NONE, "low": None, "point": None, "high": None},
    ],
    "permissive-modal-scored": [
        {},
        {"quote": "may cut its main rate", "words": "may", "source": Source.HEDGE, **band(20, 60)},
        {"quote": "may cut its main rate", "excluded": "a hedge"},
        {"quote": "may cut its main rate", "attribution": Attribution.RELAYED},
        {"quote": "may cut its main rate", "kind": Kind.NORMATIVE},
        {"quote": "may cut its main rate", "source": Source.NONE},
        {"quote": "may cut its main rate, 60%", "source": Source.NUMBER, "words": "60%", **band(60, 60)},
        {"sentence": "In May the bank will cut its main rate."},
        {"sentence": "Wages may fall, but the bank will cut its main rate."},
        {"sentence": "The minister might say that the bank will cut its main rate."},
        {"sentence": "The bank could not cut its main rate.", "quote": "could not cut its main rate", "denies": True},
    ],
    "polarity": [
        {},
        {"quote": "the bank will not cut its main rate", "denies": True},
        {"quote": "the bank won't cut its main rate", "statement": "The bank does not cut its main rate."},
        {"quote": "it is not impossible that the bank cuts its main rate"},
        {"quote": "it cannot be ruled out that the bank cuts its rate"},
        {"quote": "not only will the bank cut its main rate"},
        {"quote": "a cut of the main rate", "words": "does not mean", "denies": True},
        {"quote": "a very remote prospect", "statement": "No missile is fired in 2031.", "words": "very remote"},
        {"quote": "if inflation does not fall, the bank will cut its main rate"},
        {"quote": "rates, not wages, will be cut by the bank"},
        {"quote": "support of the bank is key to any cut of the rate", "kind": Kind.CAUSAL,
         "statement": "No cut of the rate without support of the bank."},
        {"quote": "no cut without the bank", "statement": "The bank decides on each cut."},
        {"quote": "the bank will cut its rate", "statement": "The bank cuts its rate, and does not leave the union."},
        {"quote": ""},
    ],
}  # fmt: skip


def cases(table):
    return [
        pytest.param(name, fields, id=f"{name}-{n}") for name, rows in table.items() for n, fields in enumerate(rows)
    ]


class TestRules:
    def test_a_sound_claim_keeps_every_rule(self):
        assert found(PLAIN) == []

    @pytest.mark.parametrize(("name", "fields"), cases(BROKEN))
    def test_a_claim_that_breaks_a_rule_is_found(self, name, fields):
        assert name in rules(replace(PLAIN, **fields))

    @pytest.mark.parametrize(("name", "fields"), cases(KEPT))
    def test_a_claim_that_keeps_a_rule_is_not_found(self, name, fields):
        assert name not in rules(replace(PLAIN, **fields))

    def test_every_rule_has_claims_that_break_it_and_claims_that_keep_it(self):
        across = {"near-duplicate", "restatement"}
        assert set(BROKEN) == set(KEPT) == set(RULES) - across

    def test_what_is_meant_by_a_hint_is_what_the_hint_says(self):
        for name in ("no-criteria", "no-deadline", "no-condition", "compound", "vague"):
            claim = replace(PLAIN, **BROKEN[name][0])
            (finding,) = [finding for finding in lint([claim], AIDS) if finding.rule == name]
            assert name in HINTS
            assert finding.message.startswith(("no ", name, "conditional without"))

    @pytest.mark.parametrize(("name", "fields"), cases(BROKEN))
    def test_a_finding_says_what_is_wrong_and_what_to_do(self, name, fields):
        claim = replace(PLAIN, number=12, question=7, **fields)
        (finding,) = [finding for finding in lint([claim], AIDS) if finding.rule == name]
        assert finding.claim == 12
        assert finding.severity in Severity
        assert finding.message
        assert re.search(r"ledger (amend 12|question amend q7) --", finding.hint)
        assert "{" not in finding.hint

    def test_rules_can_be_chosen(self):
        claim = replace(PLAIN, deadline="", criteria="")
        assert found(claim, only={"no-deadline"}) == [(1, "no-deadline")]

    def test_findings_come_by_claim(self):
        claims = [replace(PLAIN, number=number, question=number, deadline="") for number in (3, 1, 2)]
        assert [number for number, name in found(*claims) if name == "no-deadline"] == [1, 2, 3]

    def test_hostile_words_are_escaped(self):
        claim = replace(PLAIN, quote="the \x1b[31mbank\n\u202e", fit=None, places=0)
        (finding,) = lint([claim], AIDS, {"quote-not-found"})
        assert finding.message.isascii()
        assert finding.message.isprintable()

    @pytest.mark.parametrize(
        "statement", ["", "\u4e2d\u56fd\u4e0d\u4f1a\u8fdb\u653b", "?!", "a" * 20_000, "not " * 5_000]
    )
    def test_no_wording_is_too_odd(self, statement):
        fields = {"statement": statement, "quote": statement, "words": statement[:500], "sentence": statement}
        claim = replace(PLAIN, **fields)
        assert {name for _, name in found(claim)} <= set(RULES)


SAME = [
    ("The bank cuts its main rate in 2031.", "In 2031 the bank cuts its main rate"),
    ("The bank cuts its main rate in 2031.", "the Bank cuts its main rate in 2031"),
    ("China blames the United States for the failed talks.", "China blames the United States for talks that failed."),
    ("Brent crude closes above 90 dollars a barrel.", "Brent closes above 90 dollars a barrel"),
]  # fmt: skip
OTHER = [
    ("The bank cuts its main rate in 2031.", "The bank cuts its main rate in 2032."),
    ("The bank cuts its main rate in 2031.", "The bank does not cut its main rate in 2031."),
    ("The bank cuts its main rate in 2031.", "The bank raises its main rate in 2031."),
    ("Today China blames the United States.", "Today Russia blames the United States."),
    ("Growth is above three per cent next year.", "Growth is below three per cent next year."),
    ("Growth is above three per cent.", "Prices in shops double within a year."),
]  # fmt: skip


def pair(one, other, **second):
    return [
        replace(PLAIN, statement=one),
        replace(PLAIN, **{"number": 2, "question": 2, "analyst": "Bo Li", "statement": other, **second}),
    ]


class TestAcross:
    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_another_question_that_asks_the_same_is_found_once(self, one, other):
        assert found(*pair(one, other), only={"near-duplicate", "restatement"}) == [(2, "near-duplicate")]
        (finding,) = lint(pair(one, other), AIDS, {"near-duplicate"})
        assert finding.message.endswith("ledger question link q1 2")

    @pytest.mark.parametrize(("one", "other"), OTHER)
    def test_a_question_that_asks_something_else_is_left_alone(self, one, other):
        assert found(*pair(one, other), only={"near-duplicate", "restatement"}) == []

    def test_another_deadline_or_condition_asks_something_else(self):
        one, other = SAME[0]
        assert found(*pair(one, other, deadline="2031-06-30"), only={"near-duplicate"}) == []
        assert found(*pair(one, other, condition="Prices fall."), only={"near-duplicate"}) == []
        assert found(*pair(one, other, deadline=""), only={"near-duplicate"}) == [(2, "near-duplicate")]

    def test_every_question_but_the_first_of_a_family_is_named(self):
        claims = [replace(PLAIN, number=n, question=n, analyst=f"A{n}") for n in range(1, 6)]
        assert found(*claims, only={"near-duplicate"}) == [(n, "near-duplicate") for n in range(2, 6)]

    def test_claims_on_one_question_are_no_duplicates(self):
        claims = [replace(PLAIN, number=n, analyst=f"A{n}") for n in range(1, 4)]
        assert found(*claims) == []

    @pytest.mark.parametrize(
        ("second", "names"),
        [
            ({"analyst": "Ada Orr", "question": 1}, ["restatement"]),
            ({"analyst": "Ada Orr"}, ["restatement"]),
            ({"analyst": "Ada Orr", "episode": 2, "question": 1}, []),
            ({"analyst": "Ada Orr", "episode": 2}, ["near-duplicate"]),
            ({"analyst": "Ada Orr", "episode": None}, ["near-duplicate"]),
            ({"analyst": "Ada Orr", "question": 1, "denies": True}, []),
            ({"analyst": "Ada Orr", "question": 1, "excluded": "said before"}, []),
            ({"analyst": "Bo Li", "question": 1}, []),
        ],
    )
    def test_what_is_said_twice_in_an_episode_is_one_forecast(self, second, names):
        claims = pair(*SAME[0], **second)
        assert [name for _, name in found(*claims, only={"near-duplicate", "restatement"})] == names

    def test_a_claim_left_out_is_not_restated(self):
        first, second = pair(*SAME[0], analyst="Ada Orr")
        first = replace(first, excluded="not his own view")
        assert found(first, second, only={"near-duplicate", "restatement"}) == [(2, "near-duplicate")]

    def test_the_order_in_which_claims_come_is_nothing(self):
        claims = pair(*SAME[1], analyst="Ada Orr")
        assert found(*claims) == found(*reversed(claims))

    @pytest.mark.parametrize("family", ["scattered", "copies", "shuffled", "series"])
    def test_ten_thousand_claims_are_held_against_each_other_in_proportion(self, family):
        assert grows_straight(lambda size: found(*many(size, family), only={"near-duplicate", "restatement"}), 600)

    def test_holding_each_against_each_is_caught(self):
        """The broken control of the growth test."""

        def work(size):
            words = [frozenset({place}) for place in range(size)]
            return sum(one == other for one in words for other in words)

        assert not grows_straight(work, 400)

    def test_of_very_many_statements_the_planted_pairs_are_found(self):
        claims = many(2_000, "scattered")
        again = [
            replace(claim, number=5_000 + claim.number, question=5_000 + claim.question, analyst="Bo Li",
                    statement="It is said that " + claim.statement.removesuffix("."))
            for claim in claims[::100]
        ]  # fmt: skip
        assert [number for number, _ in found(*claims, *again, only={"near-duplicate"})] == [c.number for c in again]


def many(count, family):
    draw = random.Random(5)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(draw.choices(syllables, k=3)) for _ in range(3_000)]
    start = draw.sample(words, 9)
    texts = {
        "scattered": lambda _: " ".join(draw.choices(words, k=9)) + ".",
        "copies": lambda _: " ".join(start) + ".",
        "shuffled": lambda _: " ".join(draw.sample(start, 9)) + ".",
        "series": lambda n: " ".join(start) + f" by {n}.",
    }
    return [
        replace(PLAIN, number=n, question=n, analyst=f"A{n}", statement=texts[family](n)) for n in range(1, count + 1)
    ]


DENYING = [
    "it will not happen", "the North won\u2019t resume tests", "does not mean a return to tests", "never again",
    "there is no coherent bloc", "it\u2019s a very remote prospect", "they are unlikely to agree", "he doubts it",
    "they hold no summit and sign no treaty", "neither lifts nor eases", "the council fails to agree",
    "it no longer asks for it", "the matter is not solved", "rates cannot rise", "it refuses to sign", "nobody pays",
    "if they meet, they will not sign", "there is little chance of a deal", "it stays out of the talks",
    "form no bloc: they sign no treaty", "there will be growth \u2014 it will not last",
]  # fmt: skip
AFFIRMING = [
    "it will happen", "no doubt it will rise", "not only rates but taxes rise", "it is not unlikely that they meet",
    "that does not rule out a deal", "it cannot be ruled out", "not impossible",
    "if they do not lift the ban, tests resume", "calm, not disarmament, is its aim", "no less than five per cent",
    "whether or not they meet, it rises", "a no-fly zone is set up", "nobody doubts that it will rise",
    "unless they fail to agree, it rises", "it will not fail to sign", "rates rise, not fall", "the notable note",
    "it is not lifted without consent", "\u4e2d\u56fd\u4e0d\u4f1a\u8fdb\u653b", "",
]  # fmt: skip


class TestDenials:
    @pytest.mark.parametrize("text", DENYING)
    def test_a_denial_denies(self, text):
        assert denies(text)

    @pytest.mark.parametrize("text", AFFIRMING)
    def test_what_affirms_does_not_deny(self, text):
        assert not denies(text)

    @pytest.mark.parametrize("text", ["it will happen", "they sign the treaty"])
    def test_one_not_turns_a_sentence_round_and_two_turn_it_back(self, text):
        assert denies(f"it is not so that {text}")
        assert not denies(f"it is not impossible that {text}")

    def test_of_several_parts_the_one_asked_about_counts(self):
        text = "Talks come first, and he does not close the door"
        assert denies(text)
        assert not denies(text, key_words("talks come first"))
        assert denies(text, key_words("the door is closed"))

    @pytest.mark.parametrize("phrases", [NEGATING, REFUSING, APPARENT])
    def test_the_lists_are_patterns_each_once(self, phrases):
        assert len(set(phrases)) == len(phrases)
        assert all(re.compile(phrase) for phrase in phrases)

    @pytest.mark.parametrize("piece", ["not ", "not, ", "if ", "- ", "no more "])
    def test_reading_takes_time_in_proportion(self, piece):
        assert grows_straight(lambda size: denies(piece * size), 1_500)


class TestLikeness:
    @pytest.mark.parametrize(("one", "other"), OPPOSITES)
    def test_opposites_part_statements_that_are_alike_otherwise(self, one, other):
        texts = [f"Prices of the main kinds of wheat {word} this year." for word in (one, other)]
        assert list(nearly_same([Statement(1, texts[0]), Statement(2, texts[1])], lambda *_: 1.0)) == []
        assert len(list(nearly_same([Statement(1, texts[0]), Statement(2, texts[0] + " too")], lambda *_: 1.0))) == 1

    def test_forms_of_a_word_share_a_stem(self):
        assert key_words("The tests resumed") == key_words("It resumes testing")
        assert key_words("Kim\u2019s visit") == key_words("a visit of Kim")

    def test_pairs_come_with_the_earlier_first(self):
        texts = ["The bank cuts its rate.", "Prices double in shops.", "the bank cuts its rate"]
        statements = [Statement(number, text) for number, text in enumerate(texts)]
        assert [(a.key, b.key) for a, b in nearly_same(statements, alike)] == [(0, 2)]


SEEDS = {
    "china-in-the-world-2019-01-17": "000_5288255dd77e0506.txt",
    "chinapower-2024-12-19": "001_338334296546e3ca.txt",
}


def sentence_of(text, place):
    """The sentence around a place, roughly: from one full stop to the next."""
    before = [found.end() for found in re.finditer(r"[.?!]\s|\n", text[: place.start])]
    after = re.compile(r"[.?!]\s|\n").search(text, place.end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def paragraphs(text):
    found, first, start = [], {}, 0
    for number, line in enumerate(text.split("\n"), start=1):
        found.append(Paragraph(number, start, start + len(line), 0, first.get(line)))
        start += len(line) + 1
        if line.strip():
            first.setdefault(line, number)
    return found


def coded(number, episode, entry):
    """A claim of a seed file as lint sees it, its quote anchored in the page if that is there."""
    figure = read_figure(entry["likelihood"]) if "likelihood" in entry else None
    verdicts = [
        Outcome.VOID if each["outcome"] == Outcome.FALSE and "target" in each else each["outcome"]
        for each in entry.get("resolution", [])
        if "target" not in each or each["outcome"] == Outcome.FALSE
    ]
    source = Source.HEDGE if entry.get("hedge") else Source.INFERRED if figure else Source.NONE
    path, anchored = PAGES / SEEDS[episode["key"]], {}
    if path.exists():
        text = path.read_text(encoding="utf-8")
        chosen = choose(find_quote(text, entry["quote"]), copies=paragraphs(text))
        anchored = {"document": True, "fit": chosen.fit, "places": 1, "sentence": sentence_of(text, chosen.place)}
    return CodedClaim(
        number, number, entry["statement"], entry["analyst"], len(episode["key"]), entry["criteria"],
        entry.get("deadline", ""), entry.get("condition", ""), Outcome(verdicts[-1]) if verdicts else Outcome.OPEN,
        quote=entry["quote"], stated_on=entry.get("stated_on", episode["published_on"]).replace("unknown", ""),
        kind=Kind(entry["kind"]), attribution=Attribution(entry["attribution"]), source=source,
        words=entry.get("words", ""), low=figure and figure.low, point=figure and figure.point,
        high=figure and figure.high, **anchored,
    )  # fmt: skip


@cache
def seeds():
    found = []
    for path in sorted((ROOT / "seeds").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for entry in content["claim"]:
            found.append((entry["key"], coded(len(found) + 1, content["episode"], entry)))
    return found


class TestSeeds:
    def test_the_shipped_claims_keep_the_rules(self):
        """But for statements that join two things: of open claims, and each judged by one set of criteria."""
        keys = {claim.number: key for key, claim in seeds()}
        found = lint([claim for _, claim in seeds()], AIDS)
        assert [(keys[finding.claim], finding.rule) for finding in found] == [
            ("s1-07", "compound"), ("s1-19", "compound"), ("s1-24", "compound"),
        ]  # fmt: skip

    @pytest.mark.parametrize("key", ["s0-03", "s0-04", "s0-15", "s1-07", "s1-12", "s1-19", "s1-21", "s1-22"])
    def test_a_shipped_claim_turned_round_is_found(self, key):
        claim = dict(seeds())[key]
        assert "polarity" in rules(replace(claim, denies=True)) or not said_in_the_same_words(claim)

    def test_a_shipped_hedge_taken_for_a_forecast_is_found(self):
        hedges = [claim for _, claim in seeds() if claim.source is Source.HEDGE and claim.attribution.scored]
        turned = [replace(claim, source=Source.INFERRED) for claim in hedges]
        missed = [claim.quote for claim in turned if "permissive-modal-scored" not in rules(claim)]
        quoted_without = [claim.quote for claim in hedges if not AIDS.hedged(claim.sentence or claim.quote)]
        assert set(missed) <= set(quoted_without)


def said_in_the_same_words(claim):
    quote, statement = key_words(claim.quote), key_words(claim.statement)
    return len(quote & statement) * 2 >= min(len(quote), len(statement))
