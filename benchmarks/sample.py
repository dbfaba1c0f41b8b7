"""A made-up ledger of any size: 40 analysts, 400 episodes, 2,000 sets of topics, six claims in ten settled.

Claims are recorded by the program's own service (``Recorder``), so every column is filled the way a user fills it.
Verdicts are appended through the same writer. Everything follows from the seed: two ledgers of one size differ in
their identifiers and salts alone.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ledger.curation.recording import Recorder
from ledger.curation.validation import checked
from ledger.journal.location import Location
from ledger.journal.schema import create
from ledger.journal.writer import Writer, new_id, writing
from ledger.model.records import ResolutionBody
from ledger.model.vocabulary import Outcome

ANALYSTS, EPISODES, TOPIC_SETS = 40, 400, 2_000
TODAY = date(2026, 11, 1)
ACTOR = "benchmark"
SHARED = 0.1  # claims on a question somebody has spoken on before
SETTLED = 0.6

_FIRST = ("Ada", "Boris", "Chen", "Dalia", "Emeka", "Farah", "Goran", "Hana")
_LAST = ("Abara", "Bellweather", "Castellanos", "Drummond", "Eriksen")
_PLACES = ("Norway", "Chile", "Kenya", "Vietnam", "Poland", "Canada", "Morocco", "Peru", "Oman", "Japan")
_EVENTS = (
    "The central bank of {place} raises its policy rate to {n} basis points or more",
    "{place} and its neighbour sign a trade agreement that covers at least {n} tariff lines",
    "The governing party of {place} loses its majority in parliament; fewer than {n} seats are left to it",
    "Exports from {place} fall below {n} million dollars in a single quarter, by the customs office's own figures",
    "{place} sends no delegation of ministerial rank to conference number {n}",
)
_CRITERIA = (
    "The national statistics office says so in its first release.",
    "Two newspapers of record report it within a week.",
    None,
)
_LIKELIHOODS = (
    "60%", "0.75", "85%", "3:1", "55-80%", "20-45%", "likely", "unlikely", "very likely", "almost certain",
    "should happen=70%", "will likely=55-80%", "might", "none", "none", "90%", "30%", "roughly even chance",
)  # fmt: skip
_VERDICTS = (Outcome.TRUE,) * 9 + (Outcome.FALSE,) * 8 + (Outcome.PARTIAL, Outcome.VOID, Outcome.AMBIGUOUS)
_KINDS = ("prediction",) * 7 + ("conditional", "assessment", "causal", "figure")


def _episode(number: int) -> dict[str, Any]:
    return {
        "show": f"Show {number % 12}",
        "title": f"Conversation {number} on the year ahead",
        "published_on": str(date(2016, 1, 4) + timedelta(days=9 * number)),
        "url": f"https://example.org/episodes/{number}",
        "language": "en",
        "people": [{"name": "Host", "role": "host"}],
    }


def claims(count: int, *, shared: bool) -> Iterator[dict[str, Any]]:
    """So many claims as a user would put them; ``shared`` puts some on a question asked before."""
    chance = random.Random(20190117)
    analysts = [f"{first} {last}" for first in _FIRST for last in _LAST]
    episodes = [_episode(number) for number in range(EPISODES)]
    topics = [
        tuple(chance.sample([f"topic-{i}" for i in range(60)], chance.choice((1, 2, 2, 3)))) for _ in range(TOPIC_SETS)
    ]
    asked: list[str | None] = []  # each question's deadline
    for number in range(1, count + 1):
        episode = chance.choice(episodes)
        common: dict[str, Any] = {
            "analyst": chance.choice(analysts),
            "episode": episode,
            "likelihood": chance.choice(_LIKELIHOODS),
            "quote": f"I would put it this way, and it is number {number}",
            "at": f"00:{chance.randrange(60):02d}:{chance.randrange(60):02d}",
            "denies": chance.random() < 0.1,
        }
        known = chance.randrange(len(asked)) if shared and asked and chance.random() < SHARED else None
        if known is not None and (asked[known] or "9999") >= episode["published_on"]:
            yield {"question": f"q{known + 1}", **common}
            continue
        kind = chance.choice(_KINDS)
        due = date.fromisoformat(episode["published_on"]) + timedelta(days=chance.randrange(400, 2500))
        asked.append(str(due) if chance.random() < 0.9 else None)
        yield dict(
            statement=chance.choice(_EVENTS).format(place=chance.choice(_PLACES), n=number),
            deadline=asked[-1],
            criteria=chance.choice(_CRITERIA),
            condition="the election is held on time" if kind == "conditional" else None,
            kind=kind,
            topics=chance.choice(topics),
            **common,
        )


def make(path: Path, count: int, *, shared: bool = True, settled: bool = True) -> Location:
    """A new ledger of so many claims at ``path``."""
    location = Location(path=path)
    create(location)
    with writing(location, actor=ACTOR) as writer:
        recorder = Recorder(writer, TODAY, ACTOR)
        questions: dict[str, str] = {}
        for new in claims(count, shared=shared):
            done = recorder.record(new, new_analyst=True, once=False)
            questions.setdefault(done.question.id, str(done.claim.stated_on))
        if settled:
            _settle(writer, questions)
    return location


def _settle(writer: Writer, questions: dict[str, str]) -> None:
    chance = random.Random(7)
    for question, stated_on in questions.items():
        if chance.random() >= SETTLED:
            continue
        outcome = chance.choice(_VERDICTS)
        values = {
            "id": new_id(),
            "question_id": question,
            "outcome": outcome,
            "fraction": 400_000 if outcome is Outcome.PARTIAL else None,
            "resolved_on": str(
                min(date.fromisoformat(stated_on) + timedelta(days=chance.randrange(1300, 1900)), TODAY)
            ),
            "evidence": ["https://example.org/report"],
            "reason": "as agreed beforehand" if outcome.needs_reason else None,
            "judged_by": ACTOR,
        }
        writer.add(checked(ResolutionBody, values))
