"""An item's fields, and the channel's, read."""

from collections.abc import Sequence
from dataclasses import replace

from ledger.sources.feed import podcast
from ledger.sources.feed.days import read_published
from ledger.sources.feed.plain import line, plain
from ledger.sources.feed.shape import Credited, Feed, Item
from ledger.sources.feed.tree import Field, Fields
from ledger.sources.feed.values import read_address, read_duration, read_number

# Of several names the first that is not empty counts.
_TITLES = ("title", "atom:title", "itunes:title", "dc:title")
_DATES = ("pubdate", "dc:date", "atom:published", "atom:issued", "atom:updated", "atom:modified")
_DESCRIPTIONS = (
    "description", "atom:summary", "itunes:summary", "dc:description", "atom:subtitle", "atom:tagline",
    "itunes:subtitle",
)  # fmt: skip
_CONTENTS = ("content:encoded", "atom:content")
_GUIDS = ("guid", "atom:id", "dc:identifier")
_LANGUAGES = ("language", "dc:language")
_SEASONS = ("itunes:season", "podcast:season")
_EPISODES = ("itunes:episode", "podcast:episode")
_LINKS = ("link", "atom:link")
_ENCLOSED, _DURATION, _TYPE, _SHOW_ID = "enclosure", "itunes:duration", "itunes:episodetype", "podcast:guid"

WANTED = frozenset({
    *_TITLES, *_DATES, *_DESCRIPTIONS, *_CONTENTS, *_GUIDS, *_LANGUAGES, *_SEASONS, *_EPISODES, *_LINKS,
    _ENCLOSED, _DURATION, _TYPE, _SHOW_ID, *podcast.ELEMENTS,
})  # fmt: skip
"""The elements that are read."""


def read_item(fields: Fields, number: int) -> Item:
    """An item by itself; who speaks where it does not say comes with ``read_channel``."""
    warnings: list[str] = []
    printed = line(fields.text(*_DATES))
    published_on, date_doubts = read_published(printed)
    duration_s, length_doubts = read_duration(fields.text(_DURATION))
    guid = line(fields.text(*_GUIDS) or fields.attributes.get("rdf:about", ""))
    title = line(fields.text(*_TITLES))
    warnings += [f"no_{word}" for word, value in (("guid", guid), ("title", title)) if not value]
    warnings += [*date_doubts, *length_doubts]
    audio_url, audio_type, audio_length = _audio(fields, warnings)
    return Item(
        number=number,
        guid=guid,
        title=title,
        published_on=published_on,
        date_words=printed,
        link=_link(fields, warnings),
        description=plain(fields.text(*_DESCRIPTIONS)),
        content=plain(fields.text(*_CONTENTS)),
        duration_s=duration_s,
        season=read_number(fields.text(*_SEASONS), "season", warnings),
        episode=read_number(fields.text(*_EPISODES), "episode", warnings),
        episode_type=line(fields.text(_TYPE)).lower(),
        audio_url=audio_url,
        audio_type=audio_type,
        audio_length=audio_length,
        people=tuple(podcast.credited(fields) or podcast.author(fields)),
        transcripts=tuple(podcast.transcripts(fields, warnings)),
        chapters_url=podcast.chapters(fields, warnings),
        warnings=tuple(warnings),
    )


def read_channel(fields: Fields, items: Sequence[Item], warnings: Sequence[str]) -> Feed:
    """The feed: its own fields, and its items with the people whom only the channel names."""
    doubts = list(warnings)
    cast, author = podcast.credited(fields), podcast.author(fields)
    guids = [item.guid for item in items if item.guid]
    repeated = len(guids) - len(set(guids))
    doubts += ([] if items else ["no_items"]) + ([f"duplicate_guids={repeated}"] if repeated else [])
    return Feed(
        show=line(fields.text(*_TITLES)),
        link=_link(fields, doubts),
        language=line(fields.text(*_LANGUAGES) or fields.attributes.get("xml:lang", "")),
        description=plain(fields.text(*_DESCRIPTIONS)),
        items=tuple(_credited(item, cast, author) for item in items),
        warnings=tuple(doubts),
        show_id=line(fields.text(_SHOW_ID)),
    )


def _credited(item: Item, cast: Sequence[Credited], author: Sequence[Credited]) -> Item:
    """Whom an item credits replaces whom the channel does; an author stands in where neither credits anybody."""
    credited = any(person.group for person in item.people)
    others = () if credited else cast or (() if item.people else author)
    return replace(item, people=tuple(others)) if others else item


def _link(fields: Fields, warnings: list[str]) -> str:
    """RSS's link, Atom's link to the same thing for people, or a guid that is an address."""
    for element in fields.all(*_LINKS):
        printed = element.attributes.get("href", "") or element.text
        if element.attributes.get("rel", "alternate") == "alternate" and printed.strip():
            return read_address(printed, "link", warnings)
    for element in fields.all("guid"):
        lasting = element.attributes.get("ispermalink", "true").strip().lower() != "false"
        if lasting and element.text.strip().lower().startswith(("http://", "https://")):
            return read_address(element.text, "link", warnings)
    return ""


def _audio(fields: Fields, warnings: list[str]) -> tuple[str, str, int | None]:
    """Address, media type and bytes of the recording: the first file said to be one, else the first file."""
    files = [element for element in fields.all(_ENCLOSED, "atom:link") if _encloses(element)]
    files.sort(key=lambda element: not element.attributes.get("type", "").lower().startswith(("audio/", "video/")))
    if not files:
        warnings.append("no_audio")
        return "", "", None
    attributes = files[0].attributes
    url = read_address(attributes.get("url", "") or attributes.get("href", ""), "audio", warnings)
    length = read_number(attributes.get("length", ""), "audio_length", warnings)
    return url, line(attributes.get("type", "")).lower(), length


def _encloses(element: Field) -> bool:
    return element.name == _ENCLOSED or element.attributes.get("rel") == _ENCLOSED
