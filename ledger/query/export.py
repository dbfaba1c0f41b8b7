"""Claims of a ledger as files state them: what an import of the file makes the same claims of.

A file is written whole or not at all, for its owner alone, and never over another unless asked.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ledger.claimfiles.journal import JournalExport
from ledger.claimfiles.registry import ClaimFormat, find_format
from ledger.claimfiles.rows import ClaimRow, Value
from ledger.errors import ConflictError, InputError, LedgerError
from ledger.journal.files import made_whole
from ledger.journal.location import Location
from ledger.journal.reader import Reader, Record
from ledger.model.fields import (
    CLAIM,
    EPISODE,
    EPISODE_FIELDS,
    FIELDS,
    LOCAL,
    QUESTION,
    RESOLUTION,
    UNKNOWN,
    Keeps,
    file_name,
    kept_of,
)
from ledger.model.instants import show_timecode
from ledger.model.likelihood import read_likelihood
from ledger.model.probabilities import read_figure, show_band, show_probability
from ledger.model.scales import DEFAULT_SCALE, load_hedges, load_scale, scale_names
from ledger.model.vocabulary import Attribution, Kind, Outcome, Source, Target, known
from ledger.query.listing import Filters, judged_claims, topics_by_question
from ledger.query.stored_claims import all_claims, part_of
from ledger.text.folding import fold

Stated = dict[str, Value]
_DAY = "day"
"""The basis of a deadline that is a plain day."""
_WRITERS: dict[Keeps, Callable[[Any], Value | None]] = {
    Keeps.TEXT: lambda text: text or None,
    Keeps.DAY: lambda day: day,
    Keeps.SECONDS: lambda seconds: None if seconds is None else show_timecode(seconds),
    Keeps.FLAG: lambda flag: bool(flag) or None,
    Keeps.LIST: lambda items: tuple(json.loads(items)) or None,
    Keeps.PEOPLE: lambda people: tuple(json.loads(people)) or None,
}
"""How what a column keeps is stated in a file; None where it says nothing."""


@dataclass
class ClaimExport:
    """The claims of a ledger that pass the filters, in the order they were recorded; counted as they go."""

    reader: Reader
    filters: Filters
    format: ClaimFormat
    claims: int = 0
    _unrevised: int = 0
    _reread: int = 0

    def lines(self) -> Iterator[str]:
        """The text of the file, piece by piece."""
        return self.format.write(self.rows())

    def rows(self) -> Iterator[ClaimRow]:
        """Each claim as a file states it."""
        links = self._links()
        topics = topics_by_question(self.reader)
        verdicts = self._verdicts()
        said: set[int] = set()
        for record in all_claims(self.reader):
            if record["c_id"] not in links.chosen:
                continue
            claim = self._claim(record, links, topics.get(record["q_id"], ()))
            place = hash((record["analyst"], record["c_stated_on"], record["q_statement"]))
            if place in said and not record["c_key"]:
                claim["repeat"] = True
            said.add(place)
            self.claims += 1
            yield ClaimRow("", 0, _in_order(claim), _episode(record), verdicts.get(record["q_id"], ()))

    def notes(self) -> list[str]:
        """What the file does not hold as the ledger does."""
        told = (
            (self._unrevised, "{} a claim that is not in the file, which does not say so.", "revises", "revise"),
            (self._reread, "{} written as a reading: the scale reads the words otherwise today.", "is", "are"),
        )
        return [
            words.format(f"1 claim {one}" if count == 1 else f"{count:,} claims {many}")
            for count, words, one, many in told
            if count
        ]

    def _links(self) -> "_Links":
        """What hangs together: looked at before the first claim is written."""
        chosen = None
        if self.filters != Filters():
            chosen = {row["claim_id"] for row in judged_claims(self.reader, self.filters, columns="claim_id")}
        links = _Links({}, Counter(), set())
        for row in self.reader.rows("SELECT id, key, number, question_id, revises FROM claim ORDER BY number"):
            if chosen is None or row["id"] in chosen:
                links.chosen[row["id"]] = _named(row["key"]) or f"{LOCAL}{row['number']}"
                links.sharing[row["question_id"]] += 1
                links.revised.add(row["revises"])
        return links

    def _claim(self, record: Record, links: "_Links", topics: Any) -> Stated:  # noqa: ANN401 - a list of texts
        claim, question = part_of(record, "c"), part_of(record, "q")
        for words in (Kind, Attribution, Source):
            known(words, claim[words.__name__.lower()], f"claim {claim['number']}")
        stated: Stated = {"analyst": record["analyst"], "stated_on": claim["stated_on"] or UNKNOWN}
        if claim["key"] or claim["id"] in links.revised:
            stated["key"] = links.chosen[claim["id"]]
        stated |= _kept(CLAIM, claim) | _kept(QUESTION, question) | self._likelihood(claim) | _deadline(question)
        if topics:
            stated["topics"] = tuple(topics)
        if links.sharing[question["id"]] > 1 or question["key"] != claim["key"]:
            stated["question"] = _named(question["key"]) or f"{LOCAL}{question['number']}"
        return stated | self._revision(claim, links)

    def _revision(self, claim: Record, links: "_Links") -> Stated:
        if claim["revises"] is None:
            return {}
        if claim["revises"] not in links.chosen:
            self._unrevised += 1
            return {}
        return {"revises": links.chosen[claim["revises"]]}

    def _likelihood(self, claim: Record) -> Stated:
        columns = tuple(claim[name] for name in ("source", "words", "scale", "low", "point", "high"))
        stated = dict(_likelihood(columns))
        if claim["read_by"]:
            stated["read_by"] = claim["read_by"]
        self._reread += claim["source"] == Source.PHRASE and "words" in stated
        return stated

    def _verdicts(self) -> dict[str, list[Stated]]:
        found: dict[str, list[Stated]] = {}
        for row in self.reader.rows("SELECT * FROM resolution ORDER BY number"):
            found.setdefault(row["question_id"], []).append(_verdict(row))
        return found


@dataclass(frozen=True)
class _Links:
    """The claims in the file with the names they go by, how many of them share a question, and which are revised."""

    chosen: dict[str, str]
    sharing: Counter[str]
    revised: set[str | None]


def _named(key: str | None) -> str | None:
    return None if key is None else file_name(key)


def _kept(table: str, record: Mapping[str, Any]) -> Stated:
    """What the columns of a record state that its fields fill by themselves."""
    stated = {field.name: _WRITERS[field.kept](record[field.fills]) for field in kept_of(table) if field.kept}
    return {name: value for name, value in stated.items() if value is not None}


def _in_order(stated: Stated) -> Stated:
    return {name: stated[name] for name in FIELDS if name in stated}


def _deadline(question: Record) -> Stated:
    """How the deadline was said, and what it comes from, where that is more than its day."""
    words, basis, deadline = (question[name] for name in ("deadline_words", "deadline_basis", "deadline"))
    stated: Stated = {"deadline": deadline} if deadline else {}
    if deadline and words and words != deadline:
        stated["deadline_words"] = words
    if basis and (basis != _DAY or not deadline):
        stated["deadline_basis"] = basis
    return stated


def _episode(record: Record) -> Stated | None:
    if record["e_id"] is None:
        return None
    episode = part_of(record, "e")
    stated = _kept(EPISODE, episode)
    if episode["key"]:
        stated["key"] = file_name(episode["key"])
    return {name: stated[name] for name in EPISODE_FIELDS if name in stated}


def _verdict(row: Record) -> Stated:
    stated: Stated = {"target": row["target"]} if row["target"] != Target.QUESTION else {}
    share = "" if row["fraction"] is None else f"={show_probability(row['fraction'])}"
    stated["outcome"] = known(Outcome, row["outcome"], f"verdict r{row['number']}") + share
    stated |= _kept(RESOLUTION, row)
    return stated | ({"key": row["key"]} if row["key"] else {})


@lru_cache(maxsize=4096)
def _likelihood(kept: tuple[Any, ...]) -> tuple[tuple[str, Value], ...]:
    """A likelihood as it was said, if it is read so again; else its words with the figures they were read as."""
    source, words, scale, low, _, high = kept
    if source != Source.INFERRED and words:
        reading = scale if scale in scale_names() else DEFAULT_SCALE
        if _read(words, str(reading)) == kept:
            return (("likelihood", words), *((("scale", scale),) if scale == reading and scale else ()))
    stated: list[tuple[str, Value]] = [("words", words)] if words else []
    if low is not None and high is not None:
        stated.append(("likelihood", _band(low, high)))
    if source == Source.HEDGE:
        stated.append(("hedge", True))
    return (*stated, *((("scale", scale),) if scale else ()))


def _read(words: str, scale: str) -> tuple[Any, ...] | None:
    try:
        found = read_likelihood(words, load_scale(scale), load_hedges())
    except LedgerError:
        return None
    return found.source, found.words, found.scale, found.low, found.point, found.high


def _band(low: int, high: int) -> str:
    """Figures in the shortest form that is read as they are."""
    shortest = show_band(low, high)
    try:
        read = read_figure(fold(shortest))
    except LedgerError:
        read = None
    return shortest if read and (read.low, read.high) == (low, high) else show_band(low, high, both=True)


def outgoing(reader: Reader, path: str, format_name: str | None, filters: Filters) -> ClaimExport | JournalExport:
    """What is to be written to a file: the claims that pass the filters, or the whole ledger.

    Raises:
        InputError: the format is not known, or filters are given beside a whole ledger.
    """
    found = find_format(format_name, path)
    if isinstance(found, ClaimFormat):
        return ClaimExport(reader, filters, found)
    if filters != Filters():
        raise InputError("A journal is the whole ledger.", "Leave the filters out, or export claims: --as jsonl")
    return JournalExport(reader)


def write_whole(path: Path, pieces: Iterable[str], *, replace: bool, ledger: Location) -> None:
    """Write a file in UTF-8 that is there whole when this returns, and only then.

    Args:
        path: its name.
        pieces: its text; an error they raise leaves everything as it was.
        replace: take the place of a file of that name.
        ledger: the ledger in use, which is never replaced.

    Raises:
        ConflictError: the file is there, or is the ledger itself.
        InputError: it cannot be made.
    """
    if ledger.path is not None and path.exists() and path.samefile(ledger.path):
        raise ConflictError(f"{path} is the ledger itself; it has not been touched.", "Name another file.")
    try:
        with made_whole(path, replace=replace) as making, making.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        plain = path.is_file() and not path.is_symlink()
        what = "is there already" if plain else "is a link" if path.is_symlink() else "is no plain file"
        hint = "Name another file, or replace it with --force." if plain else "Name another file."
        raise ConflictError(f"{path} {what}; it has not been touched.", hint) from error
    except OSError as error:
        raise InputError(f"{path} cannot be made: {error.strerror or str(error)}.", "Name another file.") from error
