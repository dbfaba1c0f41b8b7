"""Ledgers with enough forecasts for a curve and a slope, made quickly: the records are put in as they are."""

import math
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import sample

from ledger.journal.location import Location
from ledger.journal.schema import create
from ledger.journal.writer import Writer, writing
from ledger.model.records import QuestionBody

FIRST_DEADLINE = date(2021, 2, 14)


class Said(NamedTuple):
    """One forecast: how sure, what part of it came true, in which episode, and when it was due."""

    percent: int
    true: float
    episode: int = 0
    due: date | None = FIRST_DEADLINE


def calibrated(n: int = 150, seed: int = 5) -> Iterator[Said]:
    """Forecasts that come true as often as they say, in episodes of five, due over three years."""
    chance = random.Random(seed)
    for number in range(n):
        percent = chance.randrange(5, 100, 5)
        due = FIRST_DEADLINE + timedelta(days=7 * number)
        yield Said(percent, float(chance.random() < percent / 100), number // 5, due)


def learning(n: int = 60) -> Iterator[Said]:
    """Always right, and surer from one forecast to the next, but for a little that goes up and down."""
    for number in range(n):
        percent = 55 + round(40 * number / n + 4 * math.sin(2.4 * number))
        yield Said(percent, 1.0, number // 3, FIRST_DEADLINE + timedelta(days=20 * number))


def made(path: Path, *, shared: bool = False, **analysts: Iterable[Said]) -> Path:
    """A ledger of so many analysts, on questions of their own or on the same ones."""
    location = Location(path=path)
    create(location)
    with writing(location) as writer:
        asked: dict[object, QuestionBody] = {}
        for name, forecasts in analysts.items():
            who = sample.analyst(name)
            writer.add(who)
            for number, said in enumerate(forecasts):
                key = number if shared else (name, number)
                if key not in asked:
                    asked[key] = _question(writer, f"What was said comes true, {key}", said)
                words = {"point": said.percent * 10_000, "words": f"{said.percent}%"}
                cluster = f"{name} {said.episode}"
                writer.add(sample.claim(who, asked[key], stated_on="2020-05-06", cluster=cluster, **words))
    return path


def _question(writer: Writer, statement: str, said: Said) -> QuestionBody:
    due = None if said.due is None else str(said.due)
    what = sample.question(statement, deadline=due)
    verdict: dict[str, Any] = {"resolved_on": due or "2024-06-01"}
    outcome = {0.0: "false", 1.0: "true"}.get(said.true, "partial")
    if outcome == "partial":
        verdict["fraction"] = round(said.true * 1_000_000)
    writer.add(what)
    writer.add(sample.resolution(what, outcome, **verdict))
    return what
