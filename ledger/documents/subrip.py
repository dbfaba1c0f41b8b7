"""SubRip, the format of ``.srt`` files: a number, two times, and one or two lines; a name and a colon for a speaker."""

import re

from ledger.documents.captions import Grammar, blocks, caption_lines, cues_of
from ledger.documents.cues import Told, page_of
from ledger.documents.html import decode_entities
from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Page, Raw

_HEAD = 4096
_GRAMMAR = Grammar(blank=lambda line: not line.strip(), skipped=lambda _line: False, loose=False)
_OPENING = re.compile(r"\s*(?:[0-9]+[ \t]*\r?\n?\s*)?[0-9]{1,3}:[0-9:]{2,8}(?:[,.][0-9]{1,3})?[ \t]*-{1,3}>")
# The tags players know, and the place on the screen as SubStation writes it; other words in angles are said.
_TAG = re.compile(r"</?(?:b|i|u|s|c|font|span|ruby|rt|lang|v)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\\N", re.IGNORECASE)


def _recognises(raw: Raw) -> bool:
    head = raw.text[:_HEAD].lstrip("\ufeff")
    return _OPENING.match(head) is not None or (raw.name.lower().endswith(".srt") and "-->" in head)


def read(raw: Raw, _on: ReadOn) -> Page:
    """Read a SubRip file.

    A name before a colon speaks until the next. Warnings beside those of ``cues.page_of``: ``bad_times=N`` (cues whose
    times cannot be read, are negative or run backwards: their words are kept), ``duplicate_cues=N``,
    ``rolling_captions=N``.
    """
    found = blocks(caption_lines(raw.text), _GRAMMAR)
    for block in found:
        block.lines = [piece for line in block.lines for piece in _BREAK.split(_bare(line))]
    warnings: list[str] = []
    cues = cues_of(found, warnings)
    return page_of(KIND.name, cues, Told(warnings=warnings))


def _bare(line: str) -> str:
    """The line without tags, entities as characters; a tag that breaks the line is left for later."""
    return decode_entities(_TAG.sub("", line) if "<" in line or "{" in line else line)


KIND = PageKind("subrip", "SubRip transcript", _recognises, read)
