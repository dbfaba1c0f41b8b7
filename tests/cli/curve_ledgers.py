"""Ledgers with enough forecasts for a curve and a slope, made quickly: the records are put in as they are."""

import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import sample

from ledger.storage.location import Location
from ledger.storage.schema import create
from ledger.storage.writer import writing

FIRST_DEADLINE = date(2021, 2, 14)


class Said(NamedTuple):
    """One forecast: how sure, what came of it, in which episode, and when it was due."""

    percent: int
    true: bool
    episode: int
    due: date | None


def calibrated(n: int = 150, seed: int = 5) -> Iterator[Said]:
    """Forecasts that come true as often as they say, in episodes of five, due over three years."""
    chance = random.Random(seed)
    for number in range(n):
        percent = chance.randrange(5, 100, 5)
        yield Said(percent, chance.random() < percent / 100, number // 5, FIRST_DEADLINE + timedelta(days=7 * number))


def learning(n: int = 60) -> Iterator[Said]:
    """Always right, and surer from one forecast to the next, but for a little that goes up and down."""
    for number in range(n):
        percent = 55 + round(40 * number / n + 4 * math.sin(2.4 * number))
        yield Said(percent, True, number // 3, FIRST_DEADLINE + timedelta(days=20 * number))


def made(path: Path, **analysts: Iterator[Said]) -> Path:
    """A ledger of so many analysts, each with questions of their own."""
    location = Location(path=path)
    create(location)
    with writing(location) as writer:
        for name, forecasts in analysts.items():
            who = sample.analyst(name)
            writer.add(who)
            for number, said in enumerate(forecasts):
                due = None if said.due is None else str(said.due)
                what = sample.question(f"{name} is right about {number}", deadline=due)
                words = {
                    "point": said.percent * 10_000,
                    "words": f"{said.percent}%",
                    "cluster": f"{name} {said.episode}",
                }
                settled = {"resolved_on": due or "2024-06-01"}
                for body in (
                    what,
                    sample.claim(who, what, stated_on="2020-05-06", **words),
                    sample.resolution(what, "true" if said.true else "false", **settled),
                ):
                    writer.add(body)
    return path
