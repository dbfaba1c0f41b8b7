"""What a curator sets about a transcript: who speaks where, and the words that its slips stand for.

Slips are mended in what is stated; a quote keeps them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.curation.changing import NothingToChange
from ledger.curation.validation import changed, latest_body
from ledger.errors import InputError, NotFoundError, quoted
from ledger.journal.reader import Record, Rows
from ledger.journal.writer import Writer
from ledger.model.records import DocumentBody, EpisodeBody
from ledger.query.layout import LaidOut
from ledger.query.refs import find_episode
from ledger.text.clean import clean_text

TAKE_BACK = "-"


class WhoSays(InputError):
    """Sentences without a speaker."""

    def __init__(self) -> None:
        super().__init__("Who says them?", 'Name a speaker, as in: ledger episode speakers e2 86-93 "Feng Zhang"')


class WhatIsMeant(InputError):
    """A slip without what was meant."""

    def __init__(self, heard: str) -> None:
        super().__init__(
            f"What does {quoted(heard)} mean?", "Give what was meant, or - to take an entry out of the glossary."
        )


class NoGloss(NotFoundError):
    """Nothing to take out."""

    def __init__(self, heard: str) -> None:
        super().__init__(f"{quoted(heard)} is not in the glossary.", "See: ledger episode glossary e2")


@dataclass(frozen=True)
class Speaking:
    """Who was set to say which sentences; no name: what was set is taken back."""

    document: int
    first: int
    last: int
    name: str | None


def say_who(writer: Writer, laid: LaidOut, sentences: str, name: str | None) -> Speaking:
    """Set the speaker of a range of sentences (``86-93``); what was set within it before goes.

    Raises:
        WhoSays, NoSuchSentence, NothingToChange: as they say.
    """
    if not (name or "").strip():
        raise WhoSays
    first, last = laid.within(sentences)
    speaker = None if name == TAKE_BACK else clean_text(name or "", "name")
    kept = [{"start": first.start, "end": last.end, "name": speaker}] if speaker else []
    body: DocumentBody = latest_body(writer, "document", laid.document.record["id"])
    speaking = sorted(
        [*(piece for old in body.speaking for piece in _outside(old, first.start, last.end)), *kept],
        key=lambda stretch: int(stretch["start"]),
    )
    after, fields = changed(body, {"speaking": speaking})
    if not fields:
        raise NothingToChange(f"document d{laid.document.number}", "Its speakers are so already.")
    writer.change(after, "spoken")
    return Speaking(laid.document.number, first.number, last.number, speaker)


def _outside(stretch: Mapping[str, Any], start: int, end: int) -> list[dict[str, Any]]:
    """What of a stretch lies before and after another."""
    pieces = [(stretch["start"], min(stretch["end"], start)), (max(stretch["start"], end), stretch["end"])]
    return [{"start": first, "end": last, "name": stretch["name"]} for first, last in pieces if first < last]


def enter_gloss(
    writer: Writer, ref: str, heard: str, meant: str | None, *, name: bool
) -> tuple[int, list[dict[str, str]]]:
    """Enter what a transcript has and what was meant, of a word or of a speaker's ``name``; - takes an entry out.

    Raises:
        WhatIsMeant, NoGloss, NothingToChange: as they say.
    """
    if not (meant or "").strip():
        raise WhatIsMeant(heard)
    field = "aliases" if name else "glossary"
    episode = find_episode(writer, ref)
    body: EpisodeBody = latest_body(writer, "episode", episode["id"])
    others = [entry for entry in getattr(body, field) if entry["heard"] != clean_text(heard, "heard")]
    if meant == TAKE_BACK and len(others) == len(getattr(body, field)):
        raise NoGloss(heard)
    entered = [] if meant == TAKE_BACK else [{"heard": heard, "meant": meant}]
    after, fields = changed(body, {field: [*others, *entered]})
    if not fields:
        raise NothingToChange(f"episode e{episode['number']}", "It is in the glossary as it is.")
    writer.change(after, "glossed")
    return episode["number"], getattr(after, field)


def glosses_of(rows: Rows, ref: str) -> list[Record]:
    """The slips of an episode: words first, then names."""
    episode = find_episode(rows, ref)
    return [
        {"of": kind, **entry}
        for kind, field in (("word", "glossary"), ("name", "aliases"))
        for entry in json.loads(episode[field])
    ]


def mended(episode: Record, words: str) -> str:
    """Words with what the episode's glossary says was meant; the longest entries go first."""
    entries = {
        entry["heard"]: entry["meant"] for field in ("glossary", "aliases") for entry in json.loads(episode[field])
    }
    if not entries:
        return words
    longest = sorted(entries, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(heard)}(?!\w)" for heard in longest))
    return pattern.sub(lambda found: entries[found[0]], words)
