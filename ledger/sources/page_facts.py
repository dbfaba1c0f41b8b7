"""What a web page says of itself for machines: JSON-LD (schema.org), Open Graph, Dublin Core and plain meta names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from ledger.sources.addresses import web_address
from ledger.sources.html_text import Html
from ledger.sources.json_text import BadJson, read_json
from ledger.sources.languages import language_tag
from ledger.sources.page import Person

_TYPES = (
    "podcastepisode", "radioepisode", "episode", "newsarticle", "reportagenewsarticle", "opinionnewsarticle",
    "blogposting", "article", "report", "scholarlyarticle", "interview", "audioobject", "videoobject", "webpage",
)  # fmt: skip
_MOST, _LONGEST = 500, 1_000_000
_WITHIN = ("@graph", "mainEntity")
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
class Facts:
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


def facts_of(html: Html) -> Facts:
    """Everything the page says of itself.

    Warnings: ``bad_json_ld=N`` (blocks of JSON-LD that are not JSON).
    """
    things, bad = _things(html)
    main = min(things, key=_rank, default={})
    found = {name: list(_values(main, html, places)) for name, places in _PLACES.items()}
    first = {name: values[0] if values else "" for name, values in found.items()}
    return Facts(
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
            for key in _WITHIN:
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
    return next(filter(None, map(web_address, values)), "")


def _people(main: Mapping[str, Any], html: Html) -> Iterator[Person]:
    """Everybody who is named, once, under the first role in which he is; an address is no name."""
    seen: set[str] = set()
    for role, places in _ROLES.items():
        for place in places:
            for name in _values(main, html, (place,)):
                if "://" not in name and name.casefold() not in seen and len(seen) < _MOST:
                    seen.add(name.casefold())
                    yield Person(name, role)
