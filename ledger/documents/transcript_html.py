"""Podcasting 2.0 transcripts in HTML: ``<cite>`` for who speaks, ``<time>`` for when, ``<p>`` for the words."""

import re
from collections.abc import Iterator, Sequence

from ledger.documents.cues import Cue, Told, page_of
from ledger.documents.html import TextBlock, read_html
from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Page, Raw
from ledger.model.instants import read_clock
from ledger.text.languages import language_tag

_HEAD = 8192
_CLOCK = r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?"
_CITE = r"<cite\b[^<>]{0,200}>[^<>]{1,100}</cite>\s{0,50}(?:<br ?/?>\s{0,50})?"
_TIMED = re.compile(
    rf"(?:{_CITE})?<time\b[^<>]{{0,200}}>\s{{0,9}}[\[(]?{_CLOCK}[\])]?\s{{0,9}}</time>\s{{0,50}}<p\b", re.IGNORECASE
)
_CITED = re.compile(rf"{_CITE}<(?:p\b|time\b[^<>]{{0,200}}>\s{{0,9}}[\[(]?{_CLOCK})", re.IGNORECASE)
_SIGNS = frozenset({"cite", "time"})


def _recognises(raw: Raw) -> bool:
    head = raw.text[:_HEAD]
    return "<" in head and (_TIMED.search(head) or _CITED.search(head)) is not None


def read(raw: Raw, _on: ReadOn) -> Page:
    """Read an HTML transcript.

    Paragraphs stay as they are, put together only where one breaks off in the middle of a sentence. A speaker goes on
    until the next. Warnings beside those of ``cues.page_of``: ``bad_times=N`` (times that cannot be read).

    Raises:
        TooMuchHtml: on HTML nested, or of paragraphs, without end.
    """
    html = read_html(raw.text, raw.name, apart=_SIGNS)
    warnings: list[str] = []
    cues = list(_cues(html.blocks, warnings))
    return page_of(KIND.name, cues, Told(language_tag(html.language), warnings), whole=True)


def _cues(blocks: Sequence[TextBlock], warnings: list[str]) -> Iterator[Cue]:
    speaker = ""
    begun: int | None = None
    bad = 0
    for block in blocks:
        if block.tag == "cite":
            speaker = block.text.strip().removesuffix(":").strip()
        elif block.tag == "time":
            begun = read_clock(block.text.strip("[]() "))
            bad += begun is None
        else:
            yield Cue(block.text, speaker, begun)
            begun = None
    warnings += [f"bad_times={bad}"] if bad else []


KIND = PageKind("transcript_html", "Transcript (Podcasting 2.0 HTML)", _recognises, read)
