"""Web pages in general: the main text as paragraphs, and what the page says of itself for machines.

trafilatura was left aside: it drops a paragraph that comes twice, and brings thirty megabytes with it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ledger.domain.passages import Mark, Section
from ledger.sources.cues import people_of, warnings_of
from ledger.sources.html_text import Block, Html, read_html
from ledger.sources.kinds import PageKind, ReadOn
from ledger.sources.page import Page, Raw
from ledger.sources.page_facts import facts_of
from ledger.sources.printed_dates import dated
from ledger.sources.turns import turns

_HEAD = 8192
_OPENING = re.compile(
    r"\s*(?:<\?xml\b[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"<(?:p|div|h[1-6]|br|span|section|article|body|meta|title|table|ul|ol)\b[^<>]{0,2000}>", re.IGNORECASE
)
_NAMES = (".html", ".htm", ".xhtml")

_HOLDS = ("body", "article", "main")  # elements for the main text, the one that says it best first
_SHARE = 0.5  # of a page's words that the main text has at least
_MENU, _LINKED = 3, 0.9  # so many items in a row that are nothing but links are a menu
_DURATION = re.compile(
    r"P(?:T(?:(?P<h>[0-9]{1,3})H)?(?:(?P<m>[0-9]{1,4})M)?(?:(?P<s>[0-9]{1,6})(?:\.[0-9]+)?S)?)", re.IGNORECASE
)
_MINUTE, _HOUR = 60, 3600


def _recognises(raw: Raw) -> bool:
    head = raw.text[:_HEAD].removeprefix("\ufeff")
    return _OPENING.match(head) is not None or (raw.name.lower().endswith(_NAMES) and _TAG.search(head) is not None)


def read(raw: Raw, on: ReadOn) -> Page:
    """Read a web page.

    The main text is what its ``articleBody``, ``article`` or ``main`` holds if that is half of the words, else all;
    navigation, asides, footers, controls, menus and scripts are left out. A paragraph that comes twice stays twice.
    Names before a colon are marked where they come back; then the text counts as a transcript.

    Warnings beside ``no_text``: ``left_out=N`` (paragraphs outside the main text), ``duplicate_paragraphs=N``,
    ``no_source_url``, ``bad_json_ld=N``, those of ``printed_dates.dated``, and of a transcript those of
    ``cues.warnings_of``.

    Raises:
        TooMuchHtml: on HTML nested, or of paragraphs, without end.
    """
    html = read_html(raw.text, raw.name)
    facts = facts_of(html)
    paragraphs = [block.text for block in main_text(html)]
    text = "\n".join(paragraphs)
    marks = tuple(turns(text))
    day, words, order, odd = dated(facts.date, on)
    speakers = people_of(marks)
    known = {person.name.casefold() for person in facts.people}
    kind = "transcript" if any(mark.speaker for mark in marks) else "article"
    return Page(
        kind=KIND.name,
        text=text,
        title=facts.title,
        show=facts.show,
        published_on=day,
        date_words=words,
        date_order=order,
        duration_s=_seconds(facts.duration),
        description=facts.description,
        source_url=facts.url,
        audio_url=facts.audio,
        language=facts.language,
        people=(*facts.people, *(person for person in speakers if person.name.casefold() not in known)),
        sections=(Section(kind, 0, len(text), facts.language),) if text else (),
        marks=marks,
        warnings=(*_missing(text, marks), *facts.warnings, *odd, *_noticed(html, paragraphs, url=facts.url)),
    )


def _missing(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """What a transcript lacks; an article need not have speakers and times."""
    yield from warnings_of(text, marks) if marks or not text else ()


def _noticed(html: Html, paragraphs: Sequence[str], *, url: str) -> Iterator[str]:
    left = len(html.blocks) - len(paragraphs)
    twice = sum(times - 1 for times in Counter(paragraphs).values())
    yield from (f"left_out={left}",) if left else ()
    yield from (f"duplicate_paragraphs={twice}",) if twice else ()
    yield from () if url else ("no_source_url",)


def main_text(html: Html) -> Sequence[Block]:
    """The blocks of the main text, in order."""
    sizes = _sizes(html)
    whole = sum(len(block.text) for block in html.blocks)
    for kind in _HOLDS:
        of_kind = [number for number, holder in enumerate(html.holders) if holder.kind == kind]
        largest = max(of_kind, key=sizes.__getitem__, default=-1)
        if largest >= 0 and sizes[largest] >= _SHARE * whole:
            within = _within(html, largest)
            return [block for block in html.blocks if within[block.holder]]
    return list(_without_menus(html.blocks))


def _sizes(html: Html) -> list[int]:
    """The signs of text that each holder has, those of the holders in it too."""
    sizes = [0] * len(html.holders)
    for block in html.blocks:
        if block.holder >= 0:
            sizes[block.holder] += len(block.text)
    for number in range(len(sizes) - 1, -1, -1):  # what is inside comes after what is around it
        parent = html.holders[number].parent
        if parent >= 0:
            sizes[parent] += sizes[number]
    return sizes


def _within(html: Html, outermost: int) -> dict[int, bool]:
    """For each holder, and for -1, whether it is the outermost or in it."""
    within = {-1: False}
    for number, holder in enumerate(html.holders):
        within[number] = number == outermost or within[holder.parent]
    return within


def _without_menus(blocks: Sequence[Block]) -> Iterator[Block]:
    for linked, run in groupby(
        blocks, key=lambda block: block.tag == "li" and block.linked >= _LINKED * len(block.text)
    ):
        items = list(run)
        if not linked or len(items) < _MENU:
            yield from items


def _seconds(duration: str) -> int | None:
    """Seconds of an ISO 8601 length (``PT43M``); None for what is none, or for nothing."""
    found = _DURATION.fullmatch(duration)
    hours, minutes, seconds = (int(found[unit] or 0) for unit in "hms") if found else (0, 0, 0)
    return hours * _HOUR + minutes * _MINUTE + seconds or None


KIND = PageKind("article", "Web page", _recognises, read)
