"""Podcasting 2.0 JSON chapters 1.2 (https://github.com/Podcastindex-org/podcast-namespace): no words that were said."""

import re
from collections.abc import Iterator, Mapping

from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Chapter, Page, Person, Raw
from ledger.errors import InputError, quoted
from ledger.model.instants import read_seconds
from ledger.text.clean import refuse_unstorable
from ledger.text.strict_json import list_at, looks_like_json, read_json, text_at

_HEAD = 8192
_LISTED = re.compile(r'"chapters"\s*:\s*\[\s*(?:\]|\{[^{}]*"(?:startTime|start|toc|title)"\s*:)')
_SEGMENTS = re.compile(r'"(?:segments|utterances|words|transcription|events)"\s*:\s*\[')


class NoChapters(InputError):
    """JSON without a list of chapters."""

    def __init__(self, name: str) -> None:
        """Say what is looked for."""
        super().__init__(
            f"{quoted(name)} has no list of chapters.", 'It is looked for as {"chapters": [{"startTime": 0, ...}]}.'
        )


def _recognises(raw: Raw) -> bool:
    head = raw.text[:_HEAD]
    return looks_like_json(head) and _LISTED.search(head) is not None and not _SEGMENTS.search(head)


def read(raw: Raw, _on: ReadOn) -> Page:
    """Read a file of chapters: titles and times, the episode's title and show; ``text`` is empty.

    Warnings: ``no_text``, ``hidden_chapters=N`` (meant for machines alone, left out), ``bad_times=N`` (chapters whose
    time cannot be read, kept without it).

    Raises:
        BadJson, NoChapters: as it says.
        UnstorableText: on a NUL or half of a surrogate pair.
    """
    found = read_json(raw.text, raw.name)
    if not isinstance(found, Mapping) or not isinstance(found.get("chapters"), list):
        raise NoChapters(raw.name)
    listed = [entry for entry in list_at(found, "chapters") if isinstance(entry, Mapping)]
    shown = [entry for entry in listed if entry.get("toc") is not False]
    chapters = tuple(_chapter(entry) for entry in shown)
    author = _line(found, "author")
    bad = sum(chapter.from_ms is None for chapter in chapters)
    return Page(
        kind=KIND.name,
        text="",
        title=_line(found, "title"),
        show=_line(found, "podcastName"),
        description=_line(found, "description"),
        people=(Person(author, "author"),) if author else (),
        chapters=chapters,
        warnings=("no_text", *_counted({"hidden_chapters": len(listed) - len(shown), "bad_times": bad})),
    )


def _counted(numbers: Mapping[str, int]) -> Iterator[str]:
    yield from (f"{name}={number}" for name, number in numbers.items() if number)


def _chapter(entry: Mapping[str, object]) -> Chapter:
    begun, until = read_seconds(entry.get("startTime")), read_seconds(entry.get("endTime"))
    late = until is not None and begun is not None and until >= begun
    return Chapter(title=_line(entry, "title"), from_ms=begun, until_ms=until if late else None)


def _line(found: object, key: str) -> str:
    """The text under a key on one line."""
    text = " ".join(text_at(found, key).split())
    refuse_unstorable(text, key)
    return text


KIND = PageKind("chapters_json", "Chapters (Podcasting 2.0 JSON)", _recognises, read)
