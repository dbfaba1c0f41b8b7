"""The claims that come with the program: one file an episode, loaded once however often they are loaded."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ledger.domain.figures import read_figure
from ledger.domain.likelihood import Likelihood
from ledger.domain.phrases import fold
from ledger.domain.vocabulary import Source
from ledger.errors import ImportRejected, InputError, LedgerError, Problem
from ledger.resources import data_dir
from ledger.services.anchoring import Given
from ledger.services.catalogue import NewEpisode
from ledger.services.recording import NewClaim, Recorder
from ledger.services.resolving import Verdict, resolve
from ledger.storage.writer import Writer

ACTOR = "seed"
_EPISODE = ("url", "language", "note", "key")


@dataclass(frozen=True)
class Seeded:
    """What a load put on the record, and what was there before."""

    claims: int
    resolutions: int
    known: int


def seed(writer: Writer, today: date, folder: Path | None = None) -> Seeded:
    """Load every seed file; claims whose key is known already are left as they are.

    Raises:
        ImportRejected: a file has faults; all of them are named and nothing is stored.
    """
    paths = sorted((folder or data_dir("seeds")).glob("*.toml"))
    known = {row["key"] for row in writer.rows("SELECT key FROM claim WHERE key IS NOT NULL")}
    recorder = Recorder(writer, today, ACTOR)
    problems: list[Problem] = []
    claims = resolutions = skipped = 0
    for path in paths:
        for episode, entry in _entries(path, problems):
            if entry.get("key") in known:
                skipped += 1
                continue
            try:
                resolutions += _load(writer, recorder, episode, entry, today)
                claims += 1
            except (LedgerError, TypeError) as error:
                message = error.message if isinstance(error, LedgerError) else f"unknown field: {error}"
                problems.append(Problem(path.name, 0, str(entry.get("key", "?")), message))
    if problems:
        raise ImportRejected(problems)
    return Seeded(claims, resolutions, skipped)


def _entries(path: Path, problems: list[Problem]) -> list[tuple[NewEpisode, dict[str, Any]]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        episode = _episode(content["episode"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        problems.append(Problem(path.name, 0, "", f"cannot be read: {error}"))
        return []
    return [(episode, entry) for entry in content.get("claim", ())]


def _episode(table: Mapping[str, Any]) -> NewEpisode:
    people = [{"name": str(person["name"]), "role": str(person["role"])} for person in table.get("people", ())]
    optional: dict[str, Any] = {name: table.get(name) for name in _EPISODE}
    return NewEpisode(table["show"], table["title"], table.get("published_on"), people=people, **optional)


def _load(writer: Writer, recorder: Recorder, episode: NewEpisode, entry: Mapping[str, Any], today: date) -> int:
    fields = dict(entry)
    verdicts = fields.pop("resolution", [])
    new = NewClaim(
        likelihood=_likelihood(fields),
        new_episode=episode,
        on=fields.pop("stated_on", None) or episode.published,
        by=fields.pop("deadline", None),
        topics=fields.pop("topics", ()),
        new_analyst=True,
        read_by=ACTOR,
        place=Given(as_heard=True),
        **fields,
    )
    recorder.record(new, once=False)
    for place, verdict in enumerate(verdicts, start=1):
        given = dict(verdict)
        target = given.pop("target", "question")
        key = f"{new.key}/{place}"
        asked = Verdict(**given, by=ACTOR, condition=target == "condition", key=key)
        resolve(writer, str(new.key), asked, today=today, actor=ACTOR)
    return len(verdicts)


def _likelihood(fields: dict[str, Any]) -> Likelihood:
    """The coder's figures for the words on the page; without figures nothing was read into them."""
    words, band = str(fields.pop("words", "")), fields.pop("likelihood", None)
    hedge, scale = fields.pop("hedge", False), fields.pop("scale", None)
    if band is None:
        return Likelihood(Source.NONE, words)
    figure = read_figure(fold(str(band)))
    if figure is None:
        raise InputError(f"likelihood {band!a} is not a number or a range.")
    point = None if hedge else figure.point
    return Likelihood(Source.HEDGE if hedge else Source.INFERRED, words, figure.low, point, figure.high, scale)
