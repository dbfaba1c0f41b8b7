"""Web pages in general: the main text as paragraphs, and what the page says of itself for machines.

That is JSON-LD (schema.org), Open Graph, Dublin Core and plain meta names.

trafilatura was left aside: it drops a paragraph that comes twice, and brings thirty megabytes with it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from typing import Any

from ledger.documents.cues import people_of, warnings_of
from ledger.documents.html import Html, TextBlock, read_html
from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Page, Person, Raw
from ledger.documents.printed_dates import dated
from ledger.documents.turns import turns
from ledger.text.languages import language_tag
from ledger.text.passages import Mark, Section
from ledger.text.strict_json import BadJson, read_json

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
    facts = _facts_of(html)
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


def main_text(html: Html) -> Sequence[TextBlock]:
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


def _without_menus(blocks: Sequence[TextBlock]) -> Iterator[TextBlock]:
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


# What the page says of itself

_TYPES = (
    "podcastepisode", "radioepisode", "episode", "newsarticle", "reportagenewsarticle", "opinionnewsarticle",
    "blogposting", "article", "report", "scholarlyarticle", "interview", "audioobject", "videoobject", "webpage",
)  # fmt: skip
_MOST, _LONGEST = 500, 1_000_000
_PARTS = ("@graph", "mainEntity")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

# Where each fact is looked for, best first: keys of JSON-LD after a dot, names of the head after a colon.
_PLACES: Mapping[str, Sequence[str]] = {
    "title": (
        ".headline", ".name", ":og:title", ":twitter:title", ":dc.title", ":dcterms.title", ":citation_title",
    ),
    "show": (
        ".partOfSeries.name", ".partOfPodcastSeries.name", ".isPartOf.name", ":og:site_name", ".publisher.name",
        ":application-name",
    ),
    "date": (
        ".datePublished", ":article:published_time", ":og:article:published_time", ":itemprop:datepublished",
        ":datepublished", ":dc.date", ":dc.date.issued", ":dcterms.date", ":dcterms.created",
        ":citation_publication_date", ":citation_date", ":parsely-pub-date", ":sailthru.date", ":pubdate",
        ":publish-date", ":publish_date", ":date",
        ".uploadDate", ".dateCreated",
    ),
    "description": (".description", ":og:description", ":description", ":twitter:description", ":dc.description"),
    "url": (".url", ".mainEntityOfPage.@id", ".mainEntityOfPage", ":og:url"),
    "audio": (
        ".associatedMedia.contentUrl", ".audio.contentUrl", ".audio", ".contentUrl", ":og:audio:secure_url",
        ":og:audio", ":twitter:player:stream",
    ),
    "language": (".inLanguage", ":og:locale", ":dc.language", ":language", ":content-language"),
    "duration": (".duration", ".timeRequired", ".associatedMedia.duration", ".audio.duration"),
}  # fmt: skip
_ROLES: Mapping[str, Sequence[str]] = {
    "author": (
        ".author", ":author", ":article:author", ":dc.creator", ":dcterms.creator", ":citation_author",
        ":parsely-author", ":byl",
    ),
    "host": (".host",),
    "guest": (".guest",),
    "actor": (".actor", ".actors"),
}  # fmt: skip


@dataclass(frozen=True)
class _Facts:
    """A page's facts: one text each, "" where it says none; addresses are whole ones by http or https."""

    title: str
    show: str
    date: str
    description: str
    url: str
    audio: str
    language: str
    duration: str
    people: Sequence[Person]
    warnings: Sequence[str]


def _facts_of(html: Html) -> _Facts:
    """Everything the page says of itself.

    Warnings: ``bad_json_ld=N`` (blocks of JSON-LD that are not JSON).
    """
    things, bad = _things(html)
    main = min(things, key=_rank, default={})
    found = {name: list(_values(main, html, places)) for name, places in _PLACES.items()}
    first = {name: values[0] if values else "" for name, values in found.items()}
    return _Facts(
        title=first["title"] or html.title or html.heading,
        show=first["show"],
        date=first["date"] or next(iter(html.times), ""),
        description=first["description"],
        url=_first_address([html.canonical, *found["url"]]),
        audio=_first_address(found["audio"]),
        language=language_tag(html.language) or next(filter(None, map(language_tag, found["language"])), ""),
        duration=first["duration"],
        people=tuple(_people(main, html)),
        warnings=(f"bad_json_ld={bad}",) if bad else (),
    )


def _things(html: Html) -> tuple[list[Mapping[str, Any]], int]:
    """Every thing the JSON-LD describes that has a type, and how many blocks could not be read."""
    things: list[Mapping[str, Any]] = []
    bad = 0
    for text in html.data:
        bare = _bare(text)
        if not bare or len(things) >= _MOST:
            continue
        try:
            things += _described(read_json(bare[:_LONGEST], "JSON-LD", lenient=True))
        except BadJson:
            bad += 1
    return things[:_MOST], bad


def _bare(text: str) -> str:
    """JSON-LD without the comment or section that some pages hide it in."""
    bare = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    return bare.removeprefix("//").strip().removeprefix("<![CDATA[").removesuffix("//]]>").removesuffix("]]>").strip()


def _described(found: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - any value there is
    """The things at the top of a block, and those in its graph."""
    for thing in found if isinstance(found, list) else [found]:
        if isinstance(thing, Mapping):
            yield thing
            for key in _PARTS:
                inner = thing.get(key)
                yield from (
                    part for part in (inner if isinstance(inner, list) else [inner]) if isinstance(part, Mapping)
                )


def _rank(thing: Mapping[str, Any]) -> int:
    """The place of a thing's best type among those that can be an episode or an article; the last for others."""
    types = thing.get("@type")
    named = [each.lower() for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)]
    return min((_TYPES.index(each) for each in named if each in _TYPES), default=len(_TYPES))


def _values(main: Mapping[str, Any], html: Html, places: Sequence[str]) -> Iterator[str]:
    """Whatever stands at the places, in their order; nothing of a thing whose type says nothing of the page."""
    for place in places:
        if place.startswith(":"):
            yield from (content for name, content in html.meta if name == place[1:])
        elif _rank(main) < len(_TYPES):
            yield from _texts(main, place[1:].split("."))


def _texts(value: Any, path: Sequence[str]) -> Iterator[str]:  # noqa: ANN401 - any value there is
    """The texts at the end of a path of keys; a list stands for each of its members, a thing there for its name."""
    if isinstance(value, list):
        for member in value[:_MOST]:
            yield from _texts(member, path)
    elif path and isinstance(value, Mapping):
        yield from _texts(value.get(path[0]), path[1:])
    elif isinstance(value, Mapping):
        yield from _texts(value.get("name"), ())
    elif not path and isinstance(value, str) and value.strip() and not _UNSTORABLE.search(value):
        yield " ".join(unescape(value).split())


def _first_address(values: Sequence[str]) -> str:
    return next(filter(None, map(_web_address, values)), "")


def _people(main: Mapping[str, Any], html: Html) -> Iterator[Person]:
    """Everybody who is named, once, under the first role in which they stand; an address is no name."""
    seen: set[str] = set()
    for role, places in _ROLES.items():
        for place in places:
            for name in _values(main, html, (place,)):
                if "://" not in name and name.casefold() not in seen and len(seen) < _MOST:
                    seen.add(name.casefold())
                    yield Person(name, role)


_ADDRESS = re.compile(r"https?://[^\s/?#@\\\"<>]+(?:[/?#][^\s\\\"<>\x00-\x1f\x7f]*)?", re.IGNORECASE)
_LONGEST_ADDRESS = 2_000


def _web_address(printed: object) -> str:
    """The address if it is a whole one, by http or https; "" for anything else, a script or a local file too."""
    folded = printed.strip() if isinstance(printed, str) else ""
    return folded if len(folded) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(folded) else ""


KIND = PageKind("article", "Web page", _recognises, read)
