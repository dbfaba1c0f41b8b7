"""WebVTT (https://www.w3.org/TR/webvtt1/): cues with voices, as players, podcast hosts and YouTube write them."""

import re
from collections.abc import Sequence

from ledger.documents.captions import Grammar, blocks, caption_lines, cues_of, voiced
from ledger.documents.cues import Told, page_of
from ledger.documents.html import decode_entities
from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Page, Raw
from ledger.text.languages import language_tag

_HEAD = 4096
_SIGN = "WEBVTT"
_SKIPPED = re.compile(r"(?:NOTE|WEBVTT)(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*", re.DOTALL)
_GRAMMAR = Grammar(blank=lambda line: not line, skipped=lambda line: _SKIPPED.fullmatch(line) is not None, loose=True)
# What stands between < and > is a tag whatever it is; a < that opens none is left to be read.
_TAG = re.compile(r"</?(?:[A-Za-z][^<>]*|[0-9][0-9:.]*)?>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?\s++(?P<name>[^\s<>][^<>]*+)>", re.IGNORECASE)
_LANGUAGE = re.compile(r"language\s*[:=]\s*(\S+)\s*", re.IGNORECASE)


def _recognises(raw: Raw) -> bool:
    head = raw.text[:_HEAD].lstrip("\ufeff \t\r\n")
    return head.startswith(_SIGN) or (raw.name.lower().endswith(".vtt") and "-->" in head)


def read(raw: Raw, _on: ReadOn) -> Page:
    """Read a WebVTT file.

    A voice (``<v Name>``) goes on until the next; so does a name before a colon, with which some files mix them.
    Warnings beside those of ``cues.page_of``: ``no_header``, ``bad_times=N`` (cues whose times cannot be read, are
    negative or run backwards: their words are kept), ``duplicate_cues=N``, ``rolling_captions=N``.
    """
    lines = caption_lines(raw.text)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    headed = lines[first].lstrip().startswith(_SIGN)
    warnings = [] if headed else ["no_header"]
    found = blocks([lines[first].lstrip(), *lines[first + 1 :]] if headed else lines, _GRAMMAR)
    for block in found:
        block.lines = _bare("\n".join(block.lines)).split("\n")
    cues = cues_of(found, warnings)
    language = _language(lines[first:]) if headed else ""
    return page_of(KIND.name, cues, Told(language, warnings))


def _language(lines: Sequence[str]) -> str:
    """What the header says of the language: ``Language: en``."""
    for line in lines:
        if not line.strip() or "-->" in line:
            break
        found = _LANGUAGE.fullmatch(line)
        if found:
            return language_tag(found[1])
    return ""


def _bare(text: str) -> str:
    """The text without tags but those of voices, and with entities as characters."""
    if "<" in text:
        text = _TAG.sub("", _VOICE.sub(lambda tag: voiced(tag["name"]), text))
    return decode_entities(text)


KIND = PageKind("webvtt", "WebVTT transcript", _recognises, read)
