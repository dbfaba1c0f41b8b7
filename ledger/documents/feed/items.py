"""An item's fields and the channel's, read: texts, people, addresses, lengths, the day of publication.

What cannot be read is left out, with a warning. The podcast namespace (Podcasting 2.0,
https://github.com/Podcastindex-org/podcast-namespace) lets a transcript come in several kinds and languages, each an
element of its own; the people of an item replace those of its channel.
"""

import re
from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import replace
from datetime import date
from email.utils import parsedate
from html import unescape

from ledger.documents.feed.shape import Credited, Feed, Item, Transcript
from ledger.documents.feed.tree import FeedField, FeedFields
from ledger.documents.html import decode_entities, plain_line, plain_text
from ledger.model.days import AmbiguousDate, read_day
from ledger.model.instants import UnreadableTimecode, read_timecode
from ledger.model.spans import FIRST_YEAR, LAST_YEAR, DateError

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
_AUTHORS = ("itunes:author", "dc:creator", "author", "atom:author", "managingeditor")
_ENCLOSED, _DURATION, _TYPE, _SHOW_ID = "enclosure", "itunes:duration", "itunes:episodetype", "podcast:guid"
_PERSON, _TRANSCRIPT, _CHAPTERS = "podcast:person", "podcast:transcript", "podcast:chapters"

WANTED = frozenset({
    *_TITLES, *_DATES, *_DESCRIPTIONS, *_CONTENTS, *_GUIDS, *_LANGUAGES, *_SEASONS, *_EPISODES, *_LINKS, *_AUTHORS,
    _ENCLOSED, _DURATION, _TYPE, _SHOW_ID, _PERSON, _TRANSCRIPT, _CHAPTERS,
})  # fmt: skip
"""The elements that are read."""


def read_item(fields: FeedFields, number: int) -> Item:
    """An item by itself; who speaks where it does not say comes with ``read_channel``."""
    warnings: list[str] = []
    printed = plain_line(fields.text(*_DATES))
    published_on, date_doubts = read_feed_day(printed)
    duration_s, length_doubts = read_duration(fields.text(_DURATION))
    guid = plain_line(fields.text(*_GUIDS) or fields.attributes.get("rdf:about", ""))
    title = plain_line(fields.text(*_TITLES))
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
        description=plain_text(fields.text(*_DESCRIPTIONS)),
        content=plain_text(fields.text(*_CONTENTS)),
        duration_s=duration_s,
        season=_number(fields.text(*_SEASONS), "season", warnings),
        episode=_number(fields.text(*_EPISODES), "episode", warnings),
        episode_type=plain_line(fields.text(_TYPE)).lower(),
        audio_url=audio_url,
        audio_type=audio_type,
        audio_length=audio_length,
        people=tuple(_credits(fields) or _author(fields)),
        transcripts=tuple(_transcripts(fields, warnings)),
        chapters_url=_chapters(fields, warnings),
        warnings=tuple(warnings),
    )


def read_channel(fields: FeedFields, items: Sequence[Item], warnings: Sequence[str]) -> Feed:
    """The feed: its own fields, and its items with the people whom only the channel names."""
    doubts = list(warnings)
    cast, author = _credits(fields), _author(fields)
    guids = [item.guid for item in items if item.guid]
    repeated = len(guids) - len(set(guids))
    doubts += ([] if items else ["no_items"]) + ([f"duplicate_guids={repeated}"] if repeated else [])
    return Feed(
        show=plain_line(fields.text(*_TITLES)),
        link=_link(fields, doubts),
        language=plain_line(fields.text(*_LANGUAGES) or fields.attributes.get("xml:lang", "")),
        description=plain_text(fields.text(*_DESCRIPTIONS)),
        items=tuple(_with_people(item, cast, author) for item in items),
        warnings=tuple(doubts),
        show_id=plain_line(fields.text(_SHOW_ID)),
    )


# People


def _with_people(item: Item, cast: Sequence[Credited], author: Sequence[Credited]) -> Item:
    """Whom an item credits replaces whom the channel does; an author stands in where neither credits anybody."""
    credited = any(person.group for person in item.people)
    others = () if credited else cast or (() if item.people else author)
    return replace(item, people=tuple(others)) if others else item


def _credits(fields: FeedFields) -> list[Credited]:
    """The people an item or a channel names, in its order; without a role a host, without a group of the cast."""
    found = (_person(element) for element in fields.all(_PERSON))
    return [person for person in found if person.name]


def _person(element: FeedField) -> Credited:
    role, group = (plain_line(element.attributes.get(key, "")).lower() for key in ("role", "group"))
    return Credited(plain_line(element.text), role or "host", element.text.strip(), group or "cast")


def _author(fields: FeedFields) -> list[Credited]:
    """Who is named as the author, where nobody is credited."""
    for name in _AUTHORS:
        for element in fields.all(name):
            printed = _printed_name(element)
            if printed:
                return [Credited(printed, "author", element.text.strip(), "")]
    return []


_MAILBOX = re.compile(r"[^\s@()]+@[^\s@()]+\s*\((?P<name>[^()]+)\)")  # RSS: lois@example.com (Lois Lane)


def _printed_name(element: FeedField) -> str:
    _, named, within = element.text.partition("<name>")  # Atom
    if named:
        return plain_line(unescape(within.partition("</name>")[0]))
    mailbox = _MAILBOX.fullmatch(element.text.strip())
    return plain_line(mailbox["name"] if mailbox else element.text)


# Addresses


def _link(fields: FeedFields, warnings: list[str]) -> str:
    """RSS's link, Atom's link to the same thing for people, or a guid that is an address."""
    for element in fields.all(*_LINKS):
        printed = element.attributes.get("href", "") or element.text
        if element.attributes.get("rel", "alternate") == "alternate" and printed.strip():
            return _address(printed, "link", warnings)
    for element in fields.all("guid"):
        lasting = element.attributes.get("ispermalink", "true").strip().lower() != "false"
        if lasting and element.text.strip().lower().startswith(("http://", "https://")):
            return _address(element.text, "link", warnings)
    return ""


def _audio(fields: FeedFields, warnings: list[str]) -> tuple[str, str, int | None]:
    """Address, media type and bytes of the recording: the first file said to be one, else the first file."""
    files = [element for element in fields.all(_ENCLOSED, "atom:link") if _encloses(element)]
    files.sort(key=lambda element: not element.attributes.get("type", "").lower().startswith(("audio/", "video/")))
    if not files:
        warnings.append("no_audio")
        return "", "", None
    attributes = files[0].attributes
    url = _address(attributes.get("url", "") or attributes.get("href", ""), "audio", warnings)
    length = _number(attributes.get("length", ""), "audio_length", warnings)
    return url, plain_line(attributes.get("type", "")).lower(), length


def _encloses(element: FeedField) -> bool:
    return element.name == _ENCLOSED or element.attributes.get("rel") == _ENCLOSED


def _transcripts(fields: FeedFields, warnings: MutableSequence[str]) -> list[Transcript]:
    """Every transcript that has an address."""
    found = []
    for element in fields.all(_TRANSCRIPT):
        url = _address(element.attributes.get("url", "") or element.text, "transcript", warnings)
        told = (plain_line(element.attributes.get(key, "")) for key in ("type", "language", "rel"))
        found += [Transcript(url, *told)] if url else []
    return found


def _chapters(fields: FeedFields, warnings: MutableSequence[str]) -> str:
    """Where the chapters lie, as JSON."""
    addresses: Sequence[str] = [element.attributes.get("url", "") for element in fields.all(_CHAPTERS)]
    return next((_address(address, "chapters", warnings) for address in addresses if address.strip()), "")


_SCHEME = re.compile(r"[^/?#:]*:")  # whatever a browser could take for one, well formed or not
_IGNORED = re.compile("[\0-\x1f\x7f]")  # browsers leave them out of an address: ``java\nscript:`` is ``javascript:``


def _address(printed: str, what: str, warnings: MutableSequence[str]) -> str:
    """An address on the web, or one that leaves out where; any other scheme is dropped with ``dropped_WHAT``."""
    folded = _IGNORED.sub("", decode_entities(printed)).strip()
    scheme = _SCHEME.match(folded)
    if scheme and scheme[0].lower() not in {"http:", "https:"}:
        warnings.append(f"dropped_{what}")
        return ""
    return folded


# Numbers and lengths

_WHOLE = re.compile(r"[0-9]{1,12}")


def _number(printed: str, what: str, warnings: MutableSequence[str]) -> int | None:
    """A whole number; adds ``unreadable_WHAT`` to the warnings if something else stands there."""
    folded = printed.strip()
    if _WHOLE.fullmatch(folded):
        return int(folded)
    if folded:
        warnings.append(f"unreadable_{what}")
    return None


_UNITS = (
    (re.compile(r"(?<=[0-9])\s*(?:hours?|hrs?|std)\b\.?,?\s*"), "h "),
    (re.compile(r"(?<=[0-9])\s*(?:minutes?|mins?)\b\.?,?\s*"), "m "),
    (re.compile(r"(?<=[0-9])\s*(?:seconds?|secs?)\b\.?\s*"), "s"),
)
_ISO = re.compile(r"p?t(?=[0-9])")  # PT1H2M3S
_FRACTION = re.compile(r"[.,][0-9]+(?=s?$)")
_LONGEST_LENGTH = 40


def read_duration(printed: str) -> tuple[int | None, list[str]]:
    """Seconds: ``3723``, ``62:03``, ``1:02:03``, ``1h 2m``, ``PT1H2M3S``. Nothing lasts no time, so 0 is none.

    Warnings: ``no_duration``, ``duration_zero``, ``unreadable_duration``.
    """
    folded = printed.strip().casefold()
    if not folded:
        return None, ["no_duration"]
    if len(folded) > _LONGEST_LENGTH:
        return None, ["unreadable_duration"]
    folded = _FRACTION.sub("", _ISO.sub("", folded))
    for pattern, unit in _UNITS:
        folded = pattern.sub(unit, folded)
    try:
        seconds = read_timecode(folded)
    except UnreadableTimecode:
        return None, ["unreadable_duration"]
    return (seconds, []) if seconds else (None, ["duration_zero"])


# Days

_LONGEST_DATE = 100
_CENTURY, _PIVOT = 100, 50  # RFC 2822 section 4.3: 00 to 49 is of this century
_FOUR_DIGITS = 4
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The first three letters of each month in English, German, French, Spanish, Italian, Portuguese, Dutch; no beginning
# stands for two months. "jui" is two months of French, so June and July have four letters there.
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene gen", "feb fév fev", "mar mär mrt maa", "apr avr abr", "may mai maj mag mei", "jun juin giu",
         "jul juil lug", "aug aoû aou ago", "sep set", "oct okt ott out", "nov", "dec dez déc dic"), 1
    )
    for name in names.split()
}  # fmt: skip
_WORD = r"[^\W\d_]{3,12}\.?"
_REST = r"(?:[\sT,].*)?"


def read_feed_day(printed: str) -> tuple[str, list[str]]:
    """The ISO day a printed date means, "" if none can be told, and warnings.

    RSS asks for RFC 2822 dates in English and gets others. The day is the one printed, in the printed zone: the day on
    which people there could hear it. What has two readings, or none, gives no day.
    Warnings: ``no_date``, ``unreadable_date``, ``date_ambiguous``, ``wrong_weekday``, ``date_two_digit_year``.
    """
    words = " ".join(printed.split())
    if not words:
        return "", ["no_date"]
    if len(words) > _LONGEST_DATE:
        return "", ["unreadable_date"]
    try:
        day, warnings = _standard(words) or _of_a_form(words) or (read_day(words, "date"), [])
    except AmbiguousDate:
        return "", ["date_ambiguous"]
    except (DateError, ValueError):
        return "", ["unreadable_date"]
    in_range = FIRST_YEAR <= day.year <= LAST_YEAR
    return (day.isoformat(), warnings) if in_range else ("", ["unreadable_date"])


_Read = tuple[date, list[str]]


def _standard(words: str) -> _Read | None:
    """As RFC 2822 and C's asctime write it. Only a year in full counts: the library takes ``0001`` for 2001."""
    fields = parsedate(words)
    if not fields or str(fields[0]) not in words.split():
        return None
    return _checked(date(*fields[:3]), words[:3])


def _of_a_form(words: str) -> _Read | None:
    for pattern, read in _FORMS:
        found = pattern.fullmatch(words)
        if found:
            return read(found)
    return None


def _numbers(found: re.Match[str]) -> _Read:
    return date(int(found["year"]), int(found["month"]), int(found["day"])), []


def _named(found: re.Match[str]) -> _Read:
    """A month by its name, and perhaps a day of the week, which is only checked."""
    written = found["year"]
    year = int(written)
    short = len(written) < _FOUR_DIGITS
    if short:
        year += 20 * _CENTURY if year < _PIVOT else 19 * _CENTURY
    day, warnings = _checked(date(year, _month(found["month"]), int(found["day"])), (found["weekday"] or "")[:3])
    return day, ["date_two_digit_year"] * short + warnings


def _checked(day: date, weekday: str) -> _Read:
    """The day, and whether the day of the week that is said to be, by its first three letters, is another."""
    folded = weekday.lower()
    return day, ["wrong_weekday"] if folded in _WEEKDAYS and folded != _WEEKDAYS[day.weekday()] else []


def _month(name: str) -> int:
    folded = name.casefold()
    for letters in (4, 3):
        if folded[:letters] in _MONTHS:
            return _MONTHS[folded[:letters]]
    raise ValueError(name)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Read]], ...] = (
    (re.compile(rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}}){_REST}"), _numbers),
    (re.compile(r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日.*"), _numbers),
    (
        re.compile(
            rf"(?:(?P<weekday>[^\W\d_]{{2,12}})\.?,? )?(?P<day>[0-9]{{1,2}})\.?[- ](?:de )?(?P<month>{_WORD})"
            rf"[- ](?:de )?(?P<year>[0-9]{{4}}|[0-9]{{2}}){_REST}"
        ),
        _named,
    ),
    (
        re.compile(
            rf"(?:(?P<weekday>[A-Za-z]{{3,9}})\.?,? )?(?P<month>{_WORD}) (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? "
            rf"(?P<year>[0-9]{{4}}){_REST}"
        ),
        _named,
    ),
)
