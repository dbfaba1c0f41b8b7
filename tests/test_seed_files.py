"""The curated claims themselves, read with nothing but the standard library's TOML reader.

The loader has its own tests. These protect the data: that every file keeps to the closed words, that quotes are
short and verbatim, that the verdicts are the coded ones, and that the figures README.md states follow from them.
"""

import json
import re
import tomllib
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ledger.model.vocabulary import Attribution, Kind, Outcome, Target

Table = dict[str, Any]

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
FILES = sorted(SEEDS.glob("*.toml"))
MATERIAL = ROOT.parent / "shared" / "data"
PAGES = {
    "china-in-the-world-2019-01-17": "000_5288255dd77e0506.txt",
    "chinapower-2024-12-19": "001_338334296546e3ca.txt",
}
ANALYSTS = {
    "China in the World (page text, unattributed)": "China in the World (publisher)",
    "podquest AI summary (derived)": "podquest.app summary (machine text)",
}

CUTOFF = "2026-04-10"
UNKNOWN = "unknown"
QUOTE_WORDS = 8
COPIED_WORDS = 12
BAND = re.compile(r"(\d{1,2})-(\d{1,2})%")

EPISODE_NEEDS = {"key", "show", "title", "published_on", "url", "language", "people"}
EPISODE_MAY = {"note"}
CLAIM_NEEDS = {"key", "analyst", "statement", "criteria", "quote", "deadline_basis", "kind", "attribution", "topics"}
CLAIM_MAY = {"stated_on", "deadline", "condition", "words", "likelihood", "hedge", "scale", "cluster", "difficulty"}
CLAIM_MAY |= {"note", "resolution"}
RESOLUTION_NEEDS = {"outcome", "on"}
RESOLUTION_MAY = {"target", "evidence", "reason", "note"}
OWN_WORDS = ("statement", "criteria", "condition", "deadline_basis", "note")


@cache
def documents() -> tuple[Table, ...]:
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES)


@cache
def claims() -> tuple[tuple[Table, Table], ...]:
    """Every claim beside the episode it was made in."""
    return tuple((document["episode"], claim) for document in documents() for claim in document["claim"])


KEYS = [claim["key"] for _, claim in claims()]
each_claim = pytest.mark.parametrize("claim", [claim for _, claim in claims()], ids=KEYS)
each_in_its_episode = pytest.mark.parametrize(("episode", "claim"), claims(), ids=KEYS)


def fold(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:'\w+)*", text.casefold().replace("\u2019", "'"))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    folded = words(text)
    return {tuple(folded[start : start + length]) for start in range(len(folded) - length + 1)}


def stated_on(episode: Table, claim: Table) -> str | None:
    day = claim.get("stated_on", episode["published_on"])
    return None if day == UNKNOWN else day


def verdict(claim: Table, target: Target) -> Table | None:
    """The newest verdict on the question or on its condition."""
    found = [each for each in claim.get("resolution", []) if each.get("target", "question") == target]
    return found[-1] if found else None


def effective(claim: Table) -> tuple[Outcome, str | None]:
    """What holds for the claim and from when: a condition that was not met makes the question void."""
    condition = verdict(claim, Target.CONDITION)
    if condition and condition["outcome"] == Outcome.FALSE:
        return Outcome.VOID, condition["on"]
    question = verdict(claim, Target.QUESTION)
    return (Outcome(question["outcome"]), question["on"]) if question else (Outcome.OPEN, None)


def scorable(episode: Table, claim: Table) -> bool:
    return (
        Kind(claim["kind"]).scored
        and Attribution(claim["attribution"]).scored
        and not claim.get("hedge", False)
        and stated_on(episode, claim) is not None
        and effective(claim)[0] is not Outcome.UNRESOLVABLE
    )


def midpoint(claim: Table) -> Fraction:
    low, high = BAND.fullmatch(claim["likelihood"]).groups()
    return Fraction(int(low) + int(high), 200)


def scored(analyst: str, *, easy: bool = True) -> list[tuple[Fraction, int]]:
    """Probability and outcome of each claim that counts: scorable, plainly settled, and not known when it was said."""
    cells = []
    for episode, claim in claims():
        outcome, on = effective(claim)
        counts = claim["analyst"] == analyst and scorable(episode, claim) and (easy or "difficulty" not in claim)
        if counts and outcome in {Outcome.TRUE, Outcome.FALSE} and on > stated_on(episode, claim):
            cells.append((midpoint(claim), int(outcome is Outcome.TRUE)))
    return cells


def brier(cells: list[tuple[Fraction, int]]) -> Fraction:
    return sum(((p - y) ** 2 for p, y in cells), Fraction(0)) / len(cells)


def own_texts(claim: Table) -> list[str]:
    """Every sentence of ours about a claim."""
    texts = [claim[field] for field in OWN_WORDS if field in claim]
    for resolution in claim.get("resolution", []):
        texts += [resolution[field] for field in ("reason", "note") if field in resolution]
        texts += resolution.get("evidence", [])
    return texts


def page(episode: Table) -> str:
    path = MATERIAL / "episodes" / PAGES[episode["key"]]
    if not path.exists():
        pytest.skip("the saved episode pages are not beside this checkout")
    return fold(path.read_text(encoding="utf-8"))


def coded() -> dict[str, Table]:
    """Read the working notes the claims were coded from, by key."""
    path = MATERIAL / "seed_claims.jsonl"
    if not path.exists():
        pytest.skip("the coder's working notes are not beside this checkout")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {row["id"]: row for row in rows}


class TestShape:
    def test_there_are_two_files_and_46_claims(self):
        assert len(FILES) == 2
        assert len(claims()) == 46

    def test_keys_are_unique(self):
        keys = KEYS + [document["episode"]["key"] for document in documents()]
        assert len(keys) == len(set(keys))

    def test_an_episode_has_the_fields_of_the_format(self):
        for document in documents():
            episode = document["episode"]
            assert set(document) == {"episode", "claim"}
            assert set(episode) >= EPISODE_NEEDS
            assert set(episode) <= EPISODE_NEEDS | EPISODE_MAY
            assert date.fromisoformat(episode["published_on"])
            assert episode["url"].startswith("https://")
            assert all(set(person) == {"name", "role"} for person in episode["people"])

    def test_a_file_is_named_after_its_episode(self):
        for path, document in zip(FILES, documents(), strict=True):
            assert path.name.startswith(document["episode"]["published_on"])

    @each_claim
    def test_a_claim_has_the_fields_of_the_format(self, claim):
        assert set(claim) >= CLAIM_NEEDS
        assert set(claim) <= CLAIM_NEEDS | CLAIM_MAY
        assert Kind(claim["kind"])
        assert Attribution(claim["attribution"])
        assert claim.get("difficulty", "low") == "low"
        assert claim.get("hedge", True) is True
        assert claim["topics"]
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic) for topic in claim["topics"])

    @each_claim
    def test_a_likelihood_is_a_band_with_the_words_it_was_read_from(self, claim):
        assert ("likelihood" in claim) == ("scale" in claim)
        assert ("likelihood" in claim) == (claim["kind"] != Kind.NORMATIVE)
        if "likelihood" in claim:
            low, high = map(int, BAND.fullmatch(claim["likelihood"]).groups())
            assert 0 < low < high < 100
            assert claim["words"]

    @each_claim
    def test_a_conditional_names_its_condition_and_nothing_else_does(self, claim):
        assert ("condition" in claim) == (claim["kind"] == Kind.CONDITIONAL)
        assert ("condition" in claim) == (verdict(claim, Target.CONDITION) is not None)

    @each_in_its_episode
    def test_no_deadline_is_before_the_statement(self, episode, claim):
        if "deadline" in claim:
            assert date.fromisoformat(claim["deadline"]) >= date.fromisoformat(stated_on(episode, claim))

    @each_claim
    def test_a_verdict_has_a_date_and_where_needed_a_reason(self, claim):
        for resolution in claim.get("resolution", []):
            assert set(resolution) >= RESOLUTION_NEEDS
            assert set(resolution) <= RESOLUTION_NEEDS | RESOLUTION_MAY
            assert date.fromisoformat(resolution["on"]) <= date.fromisoformat(CUTOFF)
            assert Target(resolution.get("target", "question"))
            assert Outcome(resolution["outcome"]).settled
            if Outcome(resolution["outcome"]).needs_reason:
                assert resolution["reason"]
            if resolution["outcome"] == Outcome.UNRESOLVABLE:
                assert resolution["on"] == CUTOFF
            else:
                assert resolution["evidence"]

    @each_claim
    def test_a_condition_is_settled_before_its_question(self, claim):
        targets = [each.get("target", "question") for each in claim.get("resolution", [])]
        assert targets in ([], ["question"], ["condition"], ["condition", "question"])


class TestQuotes:
    @each_claim
    def test_a_quote_has_at_most_eight_words(self, claim):
        assert 1 <= len(claim["quote"].split()) <= QUOTE_WORDS

    @each_in_its_episode
    def test_a_quote_is_on_the_page(self, episode, claim):
        assert fold(claim["quote"]) in page(episode)

    @each_in_its_episode
    def test_the_likelihood_words_are_on_the_page(self, episode, claim):
        text = page(episode)
        if claim.get("words", "flat") != "flat":
            assert all(piece in text for piece in claim["words"].split(" ... "))

    @each_in_its_episode
    def test_our_sentences_quote_no_more_than_the_quote_does(self, episode, claim):
        text = runs(page(episode), QUOTE_WORDS + 1)
        for ours in own_texts(claim):
            assert not runs(ours, QUOTE_WORDS + 1) & text


class TestWorkingNotes:
    @each_in_its_episode
    def test_a_claim_agrees_with_the_coding(self, episode, claim):
        row = coded()[claim["key"]]
        outcome, on = effective(claim)
        expected = {"not_scored": Outcome.OPEN}.get(row["outcome"], row["outcome"])
        assert claim["analyst"] == ANALYSTS.get(row["analyst"], row["analyst"])
        assert stated_on(episode, claim) == row["made_on"]
        assert claim.get("deadline") == row["deadline"]
        assert claim.get("cluster") == row["cluster"]
        assert claim.get("difficulty", "normal") == row["difficulty"]
        assert outcome == expected
        assert on == (CUTOFF if outcome is Outcome.UNRESOLVABLE else row["outcome_on"])
        assert scorable(episode, claim) == row["scorable"]
        if row["probability_low"] is None:
            assert "likelihood" not in claim
        else:
            band = (row["probability_low"], row["probability_high"])
            assert claim["likelihood"] == "{:.0f}-{:.0f}%".format(*(100 * p for p in band))
        assert claim.get("hedge", False) == (row["band"] or "").startswith("permissive")

    @each_in_its_episode
    def test_what_was_known_when_it_was_said_is_dated_so(self, episode, claim):
        outcome, on = effective(claim)
        settled = outcome in {Outcome.TRUE, Outcome.FALSE}
        known = settled and on <= stated_on(episode, claim)
        assert known == coded()[claim["key"]]["known_before"]

    def test_every_coded_claim_is_here(self):
        assert set(coded()) == set(KEYS)

    @each_claim
    def test_no_sentence_is_copied(self, claim):
        row = coded()[claim["key"]]
        theirs = [value for field, value in row.items() if field != "quote" and isinstance(value, str) and value]
        copied = set().union(*(runs(text, COPIED_WORDS) for text in theirs))
        for ours in own_texts(claim):
            assert ours not in theirs
            assert not runs(ours, COPIED_WORDS) & copied


class TestFigures:
    """The figures README.md states, by hand: the middle of the band, squared error, no code of the package."""

    @pytest.mark.parametrize(
        ("analyst", "n", "right", "score"),
        [
            ("Tong Zhao", 8, 7, "0.1231"),
            ("Feng Zhang", 9, 8, "0.0604"),
            ("China in the World (publisher)", 1, 1, "0.1056"),
        ],
    )
    def test_each_analyst(self, analyst, n, right, score):
        cells = scored(analyst)
        assert len(cells) == n
        assert sum((p > Fraction(1, 2)) == bool(y) for p, y in cells) == right
        assert f"{float(brier(cells)):.4f}" == score
        assert score in (SEEDS / "README.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("analyst", "n", "score"),
        [("Tong Zhao", 4, "0.2256"), ("Feng Zhang", 6, "0.0852")],
    )
    def test_without_the_easy_claims(self, analyst, n, score):
        cells = scored(analyst, easy=False)
        assert len(cells) == n
        assert f"{float(brier(cells)):.4f}" == score
        assert score in (SEEDS / "README.md").read_text(encoding="utf-8")

    def test_28_are_scorable_and_18_of_them_scored(self):
        assert sum(scorable(episode, claim) for episode, claim in claims()) == 28
        assert sum(len(scored(analyst)) for analyst in {claim["analyst"] for _, claim in claims()}) == 18

    def test_nine_are_hedges(self):
        assert sum(claim.get("hedge", False) for _, claim in claims()) == 9

    def test_kinds(self):
        assert Counter(claim["kind"] for _, claim in claims()) == {
            Kind.PREDICTION: 22,
            Kind.CONDITIONAL: 5,
            Kind.ASSESSMENT: 13,
            Kind.CAUSAL: 2,
            Kind.NORMATIVE: 2,
            Kind.FIGURE: 2,
        }

    def test_outcomes(self):
        settled = Counter(effective(claim)[0] for _, claim in claims() if claim["kind"] != Kind.NORMATIVE)
        assert settled == {
            Outcome.TRUE: 19,
            Outcome.FALSE: 7,
            Outcome.PARTIAL: 1,
            Outcome.VOID: 3,
            Outcome.AMBIGUOUS: 4,
            Outcome.UNRESOLVABLE: 5,
            Outcome.OPEN: 5,
        }

    def test_advice_carries_no_verdict(self):
        advice = [claim for _, claim in claims() if claim["kind"] == Kind.NORMATIVE]
        assert [claim["key"] for claim in advice] == ["s0-08", "n-02"]
        assert not any("resolution" in claim for claim in advice)
