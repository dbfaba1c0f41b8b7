"""Episode pages of Goodpods, saved as text: the publisher's blurb, and those of the episodes before and after.

The blurb stands twice, as the page shows it short and in full. The only address is in the badge for other websites.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Neighbour, Page, Person, Raw
from ledger.documents.printed_dates import dated
from ledger.documents.saved_pages import Line, copies, lines_of, numbered_warning, once, sections_of

_HEAD, _TAIL, _HEAD_LINES = 6_000, 3_000, 60
_DATED = re.compile(r"(?P<date>(?=\D{0,12}\d)[^•·∙|]{6,30}?)\s*[•·∙|]\s*(?P<length>.{0,40})")
_LENGTH = re.compile(
    r"(?:(\d{1,3})\s*(?:hours?|hrs?|h)(?![a-z])[\s,]*)?(?:(\d{1,4})\s*(?:minutes?|mins?|m)(?![a-z])[\s,]*)?"
    r"(?:(\d{1,5})\s*(?:seconds?|secs?|s)(?![a-z]))?",
    re.IGNORECASE,
)
_NEIGHBOURS = {"previous episode": "previous", "next episode": "next"}
_END = re.compile(
    r"if you like this episode you|episode comments$|generate a badge$|get a badge for your website|"
    r"featured in these lists$|<a href=\"[^\"]*goodpods\.com/",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"(?:[a-z]+ ){0,4}icon|bookmark(?:ed)?|log ?in|sign ?up|share|play|pause|copy|"
    r"(?:read|show|see|view) (?:more|less|all)|to access all our features|open the goodpods app|"
    r"[\d.,]+[km]? (?:listeners?|comments?|likes?|plays?|reviews?|ratings?|creators?|followers?)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r'https?://(?:www\.)?goodpods\.com/podcasts/([^/"\s?#]+)-(\d+)/([^/"\s?#]+)-(\d+)')
_ALT = re.compile(r'alt="listen to (.*?) on goodpods"', re.IGNORECASE)
_EPISODE_OF = re.compile(r"\bepisodes? of (?:the )?([^,.;:!?]{2,60}?) podcast\b", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}")
_UNITS = (3_600, 60, 1)
_ELLIPSES = ("...", "…")


@dataclass(frozen=True)
class _Address:
    """What the badge tells; every part is "" without one."""

    url: str = ""
    show_slug: str = ""
    show_id: str = ""
    episode_id: str = ""
    title: str = ""


def _recognises(raw: Raw) -> bool:
    """By the line with date and length near the top, and a line of the site's own near the top or the end."""
    head = lines_of(raw.text[:_HEAD])
    near = [*head, *lines_of(raw.text[-_TAIL:])]
    own = any(line.text.casefold() in _NEIGHBOURS or _END.match(line.text) or "goodpods" in line.text for line in near)
    return own and _date_line(head) is not None


def _read(raw: Raw, on: ReadOn) -> Page:
    text = raw.text
    lines = lines_of(text)
    at = _date_line(lines)
    head = [line for line in lines[: at or 0] if not _CHROME.fullmatch(line.text)]
    printed = _DATED.fullmatch(lines[at].text) if at is not None else None
    published_on, date_words, date_order, date_warnings = dated(printed["date"] if printed else "", on)
    address = _address(lines)
    title = _title(head, address)
    zones = {kind: _without_captions(zone) for kind, zone in _zones(lines[at + 1 :] if at is not None else lines)}
    named = _named_show(title, [*head, *zones["description"][:3]], address)
    zones["description"] = _without_shortened(
        [line for line in zones["description"] if line.text != named], once(zones["description"])
    )
    kept = [line for zone in zones.values() for line in zone]
    description = "\n".join(once(zones["description"]))
    show = named or _inferred_show("\n".join(once(kept)), address)
    sections = tuple(section for kind, zone in zones.items() for section in sections_of(text, kind, zone))
    return Page(
        kind="goodpods", text=text, title=title, show=show, published_on=published_on, date_words=date_words,
        date_order=date_order, duration_s=_seconds(printed["length"] if printed else ""), description=description,
        show_slug=address.show_slug, show_id=address.show_id, episode_id=address.episode_id, source_url=address.url,
        language=next((section.language for section in sections), ""), people=_people_of(description),
        sections=sections, neighbours=tuple(_neighbours(zones)),
        warnings=(
            *numbered_warning("duplicate_paragraphs", copies(kept)), *([] if address.url else ["no_source_url"]),
            "no_speakers", "no_times", *date_warnings, *(["podcast_name_inferred"] if show and not named else []),
        ),
    )  # fmt: skip


def _date_line(lines: Sequence[Line]) -> int | None:
    for line in lines[:_HEAD_LINES]:
        found = _DATED.fullmatch(line.text)
        if found and (_seconds(found["length"]) or (not found["length"] and _NUMBERS.fullmatch(found["date"]))):
            return line.place
    return None


def _seconds(printed: str) -> int | None:
    found = _LENGTH.fullmatch(printed.strip())
    if not found or not any(found.groups()):
        return None
    return sum(int(number or 0) * unit for number, unit in zip(found.groups(), _UNITS, strict=True))


def _address(lines: Sequence[Line]) -> _Address:
    """From the badge only: a blurb may link to other episodes."""
    for line in reversed(lines):
        found = _ADDRESS.search(line.text) if line.text.startswith("<a href=") else None
        if found:
            alt = _ALT.search(line.text)
            title = html.unescape(alt[1]) if alt else ""
            return _Address(found[0], found[1], found[2], found[4], title)
    return _Address()


def _title(head: Sequence[Line], address: _Address) -> str:
    """The line that the badge repeats, else the last above the date that is not the show's name."""
    above = [line.text for line in reversed(head)]
    same = [text for text in above if text.casefold() == address.title.casefold()]
    others = [text for text in above if not address.show_slug or _key(text) != _key(address.show_slug)]
    return next(iter([*same, *others, *above]), address.title)


def _zones(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The blurb and those of the neighbours, without the site's own lines, up to the end of all content."""
    markers = dict(_NEIGHBOURS)  # each opens its part once
    kind, zone = "description", list[Line]()
    for line in lines:
        if _END.match(line.text):
            break
        opened = markers.pop(line.text.casefold(), None)
        if opened:
            yield kind, zone
            kind, zone = opened, []
        elif not (_CHROME.fullmatch(line.text) or _date_line([line]) is not None):
            zone.append(line)
    yield kind, zone


def _without_captions(zone: Sequence[Line]) -> list[Line]:
    """Without the caption of a title's picture above the title: "Show - Title"."""
    pairs = pairwise([*zone, None])
    return [line for line, below in pairs if line and not (below and line.text.endswith(f" - {below.text}"))]


def _without_shortened(zone: Sequence[Line], said: Sequence[str]) -> list[Line]:
    """Without lines that break off in an ellipsis and stand in full beside it."""

    def stands_in_full(line: Line) -> bool:
        stem = " ".join(line.text.split()).rstrip(".… ")
        return line.text.endswith(_ELLIPSES) and any(
            other.startswith(stem) and len(other) > len(line.text) for other in said
        )

    return [line for line in zone if not stands_in_full(line)]


def _neighbours(zones: Mapping[str, Sequence[Line]]) -> Iterator[Neighbour]:
    for relation in _NEIGHBOURS.values():
        said = once(zones.get(relation, ()))
        if said:
            yield Neighbour(relation, said[0], "\n".join(said[1:]))


def _key(text: str) -> str:
    """What a name and the form it has in an address share."""
    return _NO_LETTER.sub("", text.casefold())


def _named_show(title: str, lines: Sequence[Line], address: _Address) -> str:
    """The show's name where it has a line of its own, or stands before the title in an image's caption."""
    for line in lines:
        caption = line.text.removesuffix(f" - {title}").strip()
        if title and caption not in {line.text, "undefined"}:
            return caption
        if address.show_slug and _key(line.text) == _key(address.show_slug) and line.text != title:
            return line.text
    return ""


def _inferred_show(blurbs: str, address: _Address) -> str:
    """As a blurb spells the name in the address, or in "this episode of the X podcast"; else from the address."""
    words = [re.escape(word) for word in address.show_slug.split("-") if word]
    if words:
        spelt = re.search(r"\b" + r"[\W_]{1,3}".join(words) + r"\b", blurbs, re.IGNORECASE)
        return spelt[0] if spelt else " ".join(word.capitalize() for word in address.show_slug.split("-"))
    said = _EPISODE_OF.search(blurbs)
    return said[1] if said else ""


# Who talks with whom, from the sentence of a blurb that says so: "Paul Host spoke with Ann Guest, a fellow at ...".
# Only such sentences count, and only names of two words and more: a name that is merely mentioned takes no part.
_TITLES = (
    "Dr|Prof|Professor|Mr|Mrs|Ms|Amb|Ambassador|Gen|General|Sen|Senator|Rep|Representative|Congressman|Congresswoman|"
    "Gov|Governor|President|Secretary|Minister|Adm|Admiral|Col|Colonel|Lt|Lieutenant|Sir|Dame|Lord|Lady|Judge|Justice"
)
_TITLE = rf"(?:{_TITLES})\.?"
_PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|bin|ibn|al|el|la|le|ter|dos)"
_CAPITAL = "[A-Z\u00c0-\u00de\u0100-\u017f]"
# No longer than names are: a run of initials or letters without end would be gone through again from each of its signs.
_WORD = rf"(?:(?:{_CAPITAL}\.){{1,8}}|{_CAPITAL}[\w\u2019'-]{{1,60}}+)"
_NAME = rf"(?:{_TITLE} ){{0,3}}{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{1,4}}"
_NOUN = (
    "experts?|historians?|economists?|professors?|authors?|journalists?|correspondents?|analysts?|scholars?|fellows?|"
    "researchers?|founders?|directors?|colleagues?|columnists?|reporters?|editors?|ambassadors?|guests?"
)
_BEFORE = rf"(?:(?:[\w\u2019'-]+ ){{0,4}}(?:{_NOUN}),? )?"
_APPOSITION = r", (?!(?:on|about|to|for|in|as|at|who|and|of|with|from) )[a-z][^,.;]{1,120}"
_MORE = re.compile(rf"(?:(?:{_APPOSITION})?, and | and |, (?=[^.;]{{1,120}} and ))({_NAME})(?=[,.;:!?]| [a-z(]|\Z)")
_FIRST = re.compile(rf"({_NAME})|{_BEFORE}({_NAME})")
_LEFT = rf"(?P<left>{_NAME})(?:,[^,.;]{{1,80}},)? (?:also |recently |again )?"
# A kind of sentence: its pattern, and who stands left and right of the words that make it.
_TALKED = "(?:spoke|speaks|talked|talks|chatted|chats|sat down|sits down"
_SENTENCES = (
    (re.compile(_LEFT + _TALKED + "|met|catches up|caught up) with "), "host", "guest"),
    (re.compile(_LEFT + "(?:interviews|interviewed|welcomes|welcomed|hosts|hosted) "), "host", "guest"),
    (re.compile(_LEFT + "(?:is|are|was|were) joined by "), "host", "guest"),
    (re.compile(_LEFT + "(?:joins|joined) "), "guest", "host"),
    (re.compile(rf"\b{_TALKED}|joined) (?:with|by) "), "", "guest"),
    (re.compile(r"\b[Hh]osted by |\bHosts?: |\b[Hh]osts? (?=[A-Z])"), "", "host"),
    (re.compile(r"\bGuests?: |\b(?:[Oo]ur|[Tt]oday[\u2019']s|special) guests? (?:is |are )?"), "", "guest"),
)
_PLACES_AND_HOUSES = (
    "north south east west united states kingdom union korea china america europe university institute center centre "
    "council college school house project podcast show times post journal party department ministry republic bank"
)
_NOT_PEOPLE = frozenset(_PLACES_AND_HOUSES.split())
_OPENING = frozenset(("today", "host", "hosts", "on", "in", "this", "then", "later", "and", "join", "while", "when",
                      "our", "guest", "guests", "here"))  # fmt: skip
_FEWEST_WORDS, _LOOKED_AT = 2, 20_000


def _people_of(blurb: str) -> tuple[Person, ...]:
    """The hosts, then the guests, of the talk a blurb tells of; each once, with the name as printed."""
    text = " ".join(blurb[:_LOOKED_AT].split())
    found: dict[str, Person] = {}
    for pattern, left, right in _SENTENCES:
        for sentence in pattern.finditer(text):
            parts = [(sentence["left"], left)] if left else []
            parts += [(name, right) for name in _names_at(text, sentence.end())]
            for printed, role in parts:
                person = _person(printed, role)
                if person:
                    found.setdefault(person.name, person)
    return tuple(sorted(found.values(), key=lambda person: person.role != "host"))


def _names_at(text: str, place: int) -> Iterator[str]:
    """The name that stands there, and those that a list goes on with."""
    found = _FIRST.match(text, place)
    while found:
        yield next(name for name in found.groups() if name)
        found = _MORE.match(text, found.end())


def _person(printed: str, role: str) -> Person | None:
    words = printed.rstrip(".").split()
    while words and words[0].casefold() in _OPENING:
        words.pop(0)
    owners = [place for place, word in enumerate(words[:-1]) if word.endswith(("\u2019s", "'s"))]
    words = words[owners[-1] + 1 :] if owners else words
    bare = list(words)
    while bare and re.fullmatch(_TITLE, bare[0]):
        bare.pop(0)
    if len(bare) < _FEWEST_WORDS or any(word.casefold() in _NOT_PEOPLE for word in bare):
        return None
    return Person(" ".join(bare), role, " ".join(words))


KIND = PageKind("goodpods", "Goodpods episode page", _recognises, _read)
