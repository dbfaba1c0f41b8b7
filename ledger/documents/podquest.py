"""Episode pages of PodQuest, saved as text: a transcript without speakers or times, under texts that a machine made.

Topics are in Chinese, insights are questions with answers, chapters have points; none of them is what anybody said.
Later pages have a banner and a menu above; any part may be missing, but they keep their order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Answer, Chapter, Page, Person, Raw
from ledger.documents.printed_dates import dated
from ledger.documents.saved_pages import Line, copies, lines_of, numbered_warning, sections_of
from ledger.model.instants import read_timecode
from ledger.text.paragraphs import stops_short
from ledger.text.passages import Section
from ledger.text.sentences import BULLETS, is_closed

_HEAD = 4_000
_COVER = re.compile(r"cover of episode (.+)", re.IGNORECASE)
_LOGO = re.compile(r"logo of podcast (.+)", re.IGNORECASE)
_TAB = "shownotes transcript"
# The line that opens each part, in the order in which they stand, and the kind of section it makes ("" for none).
_PARTS = {
    "people": "", "topics": "topics", "deep dive": "insights", "key insights": "insights", "chapters": "chapters",
    _TAB: "transcript",
}  # fmt: skip
_TRANSLATIONS = re.compile(r"translations:\s*(.*)", re.IGNORECASE)
_LANGUAGE_SIGNS = 30
_ADDRESS = re.compile(
    r"https?://(?:www\.)?podquest(?:ai)?\.(?:app|com)/s/p/([^/\s]+)/e/[^/\s]+_([0-9a-f]{4,8})(?:/transcript(?:/\w+)?)?"
)
_LINK = re.compile(r"https?://")  # nobody says one, so no transcript has one
_BULLET = re.compile(rf"[{BULLETS}*-]\s+")
_TIME = re.compile(r"[\[(]?((?:\d{1,2}:)?\d{1,2}:\d{2})[\])]?(?:\s*[-\u2013—:]?\s+(.*))?")
_QUESTION = ("?", "\uff1f")
_TITLE_SIGNS = 80
_MS = 1_000


@dataclass
class _Open:
    """A chapter while its lines are read."""

    title: str = ""
    from_ms: int | None = None
    said: list[str] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)


def _recognises(raw: Raw) -> bool:
    """By the captions of its two pictures."""
    head = [line.text for line in lines_of(raw.text[:_HEAD])]
    return any(map(_COVER.fullmatch, head)) and any(map(_LOGO.fullmatch, head))


def _read(raw: Raw, on: ReadOn) -> Page:
    text = raw.text
    head, parts = _parts(lines_of(text))
    title, show, date_words = _of_head(head)
    published_on, date_words, date_order, date_warnings = dated(date_words, on)
    under_tab = _without_languages(parts[_TAB])
    noted = len(under_tab) == len(parts[_TAB]) and any(_LINK.search(line.text) for line in under_tab)
    parts[_TAB] = under_tab
    sections = tuple(_sections(text, parts, noted=noted))
    spoken = [] if noted else parts[_TAB]
    address = _ADDRESS.search(text[:_HEAD]) or _ADDRESS.search(text[-_HEAD:])
    return Page(
        kind="podquest", text=text, title=title, show=show, published_on=published_on, date_words=date_words,
        date_order=date_order, description="\n".join(line.text for line in parts[_TAB]) if noted else "",
        show_id=address[1] if address else "", episode_id=address[2] if address else "",
        source_url=address[0] if address else "", language=sections[-1].language if parts[_TAB] else "",
        people=tuple(_people(parts["people"])), sections=sections, chapters=tuple(_chapters(parts["chapters"])),
        answers=tuple(_answers([*parts["deep dive"], *parts["key insights"]])),
        warnings=(
            *numbered_warning(
                "duplicate_paragraphs", copies([line for line in spoken if len(line.text) > _TITLE_SIGNS])
            ),
            *([] if address else ["no_source_url"]), "no_speakers", "no_times",
            *([] if spoken else ["no_transcript"]),
            *numbered_warning("machine_sections", len({section.kind for section in sections if section.derived})),
            *numbered_warning("unjoined_cuts", sum(stops_short(line.text) for line in spoken)), *date_warnings,
        ),
    )  # fmt: skip


def _parts(lines: Sequence[Line]) -> tuple[list[Line], dict[str, list[Line]]]:
    """The lines above all parts, and those of each; a part opens once, and none opens after one that stands later."""
    order = list(_PARTS)
    parts: dict[str, list[Line]] = {name: [] for name in order}
    head: list[Line] = []
    named = next((line.place for line in lines if _LOGO.fullmatch(line.text)), -1)
    into, opened = head, -1
    for line in lines:
        name = line.text.casefold()
        place = order.index(name) if line.place > named and name in parts else -1
        if place > opened:
            into, opened = parts[name], place
        else:
            into.append(line)
    return head, parts


def _without_languages(lines: Sequence[Line]) -> list[Line]:
    """A transcript without the line that offers translations and the names of languages under it."""
    offered = _TRANSLATIONS.fullmatch(lines[0].text) if lines else None
    if not offered:
        return list(lines)
    rest = list(lines[1:])
    while not offered[1] and rest and len(rest[0].text) <= _LANGUAGE_SIGNS and not is_closed(rest[0].text):
        rest.pop(0)
    return rest


def _of_head(head: Sequence[Line]) -> tuple[str, str, str]:
    """The title, the show and the date as printed: between the captions of the two pictures."""
    title = show = date_words = ""
    for line in head:
        cover, logo = _COVER.fullmatch(line.text), _LOGO.fullmatch(line.text)
        if cover and not title:
            title = cover[1].strip()
        elif logo and not show:
            show = logo[1].strip()
        elif title and not show and line.text != title:
            date_words = line.text
    return title, show, date_words


def _sections(text: str, parts: dict[str, list[Line]], *, noted: bool) -> Iterator[Section]:
    for name, kind in _PARTS.items():
        spoken = name == _TAB
        if kind:
            yield from sections_of(text, "description" if spoken and noted else kind, parts[name], derived=not spoken)


def _people(lines: Sequence[Line]) -> Iterator[Person]:
    """Every name once; a line of one letter stands for a missing picture."""
    for name in dict.fromkeys(line.text for line in lines):
        if len(name) > 1:
            yield Person(name, "", name)


def _answers(lines: Sequence[Line]) -> Iterator[Answer]:
    question, said = "", list[str]()
    for line in lines:
        if line.text.endswith(_QUESTION):
            if question:
                yield Answer(question, "\n".join(said))
            question, said = line.text, []
        else:
            said.append(line.text)
    if question:
        yield Answer(question, "\n".join(said))


def _chapters(lines: Sequence[Line]) -> Iterator[Chapter]:
    """A chapter begins with a time, or with the first line of prose after points."""
    current: _Open | None = None
    for line in lines:
        timed, point = _TIME.fullmatch(line.text), _BULLET.match(line.text)
        if current is None or timed or (current.bullets and not point):
            if current:
                yield _closed(current)
            current = _Open()
        if timed:
            current.from_ms, current.title = read_timecode(timed[1]) * _MS, (timed[2] or "").strip()
        elif point:
            current.bullets.append(line.text[point.end() :])
        else:
            current.said.append(line.text)
    if current:
        yield _closed(current)


def _closed(chapter: _Open) -> Chapter:
    """A short first line without a mark at its end, above others, is the title."""
    said = chapter.said
    if not chapter.title and len(said) > 1 and len(said[0]) <= _TITLE_SIGNS and not is_closed(said[0]):
        return Chapter(said[0], "\n".join(said[1:]), tuple(chapter.bullets), chapter.from_ms)
    return Chapter(chapter.title, "\n".join(said), tuple(chapter.bullets), chapter.from_ms)


KIND = PageKind("podquest", "PodQuest episode page", _recognises, _read)
