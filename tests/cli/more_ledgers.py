"""Ledgers in which analysts answer the same questions, made quickly: the records are put in as they are."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import sample

from ledger.journal.location import Location
from ledger.journal.schema import create
from ledger.journal.writer import writing
from ledger.model.records import AnalystBody, QuestionBody


class Said(NamedTuple):
    """A claim: who, on which question, how sure, what came of the question (None: open), where it was said."""

    analyst: str
    question: str
    likelihood: dict[str, object]
    outcome: str | None = "true"
    cluster: str | None = None
    more: dict[str, object] = {}  # noqa: RUF012 - never written to


def sure(percent: int) -> dict[str, object]:
    """A number the analyst said."""
    point = percent * 10_000
    return {"source": "number", "words": f"{percent}%", "low": point, "point": point, "high": point}


def phrase(
    words: str, low: int, high: int, *, source: str = "phrase", scale: str | None = "icd203"
) -> dict[str, object]:
    """Words with their band in per cent, read on a scale or by the curator; a hedge has no point."""
    point = None if source == "hedge" else (low + high) * 5_000
    return {
        "source": source,
        "words": words,
        "low": low * 10_000,
        "point": point,
        "high": high * 10_000,
        "scale": scale,
    }


FLAT: dict[str, object] = {"source": "none", "point": None, "words": None}


def answered(path: Path, said: Iterable[Said]) -> Path:
    """A ledger of such claims, said in May 2020, due at the end of that year and settled then."""
    location = Location(path=path)
    create(location)
    analysts: dict[str, AnalystBody] = {}
    questions: dict[str, QuestionBody] = {}
    with writing(location) as writer:
        for number, one in enumerate(said):
            if one.analyst not in analysts:
                analysts[one.analyst] = sample.analyst(one.analyst)
                writer.add(analysts[one.analyst])
            new = one.question not in questions
            if new:
                questions[one.question] = sample.question(f"{one.question} happens", deadline="2020-12-31")
                writer.add(questions[one.question])
            where = one.cluster or f"{one.question} by itself"
            more = {"stated_on": "2020-05-06", "cluster": where, **one.likelihood, **one.more}
            writer.add(sample.claim(analysts[one.analyst], questions[one.question], **more))
            if new and one.outcome is not None:
                verdict = {"reason": f"as coded {number}"} if one.outcome == "partial" else {}
                fraction = {"fraction": 400_000} if one.outcome == "partial" else {}
                writer.add(
                    sample.resolution(
                        questions[one.question], one.outcome, resolved_on="2020-12-31", **verdict, **fraction
                    )
                )
    return path
