"""The podcast namespace (Podcasting 2.0) and what stood in for it before: people, transcripts, chapters.

https://github.com/Podcastindex-org/podcast-namespace: a transcript may come in several kinds and languages, each an
element of its own; the people of an item replace those of its channel.
"""

import re
from collections.abc import MutableSequence, Sequence
from html import unescape

from ledger.sources.feed.plain import line
from ledger.sources.feed.shape import Credited, Transcript
from ledger.sources.feed.tree import Field, Fields
from ledger.sources.feed.values import read_address

_AUTHORS = ("itunes:author", "dc:creator", "author", "atom:author", "managingeditor")
_PERSON, _TRANSCRIPT, _CHAPTERS = "podcast:person", "podcast:transcript", "podcast:chapters"
ELEMENTS = frozenset({*_AUTHORS, _PERSON, _TRANSCRIPT, _CHAPTERS})
"""The elements that are read here."""

_MAILBOX = re.compile(r"[^\s@()]+@[^\s@()]+\s*\((?P<name>[^()]+)\)")  # RSS: lois@example.com (Lois Lane)


def credited(fields: Fields) -> list[Credited]:
    """The people an item or a channel names, in its order; without a role a host, without a group of the cast."""
    found = (_person(element) for element in fields.all(_PERSON))
    return [person for person in found if person.name]


def _person(element: Field) -> Credited:
    role, group = (line(element.attributes.get(key, "")).lower() for key in ("role", "group"))
    return Credited(line(element.text), role or "host", element.text.strip(), group or "cast")


def author(fields: Fields) -> list[Credited]:
    """Who is named as the author, where nobody is credited."""
    for name in _AUTHORS:
        for element in fields.all(name):
            printed = _printed_name(element)
            if printed:
                return [Credited(printed, "author", element.text.strip(), "")]
    return []


def _printed_name(element: Field) -> str:
    _, named, within = element.text.partition("<name>")  # Atom
    if named:
        return line(unescape(within.partition("</name>")[0]))
    mailbox = _MAILBOX.fullmatch(element.text.strip())
    return line(mailbox["name"] if mailbox else element.text)


def transcripts(fields: Fields, warnings: MutableSequence[str]) -> list[Transcript]:
    """Every transcript that has an address."""
    found = []
    for element in fields.all(_TRANSCRIPT):
        url = read_address(element.attributes.get("url", "") or element.text, "transcript", warnings)
        told = (line(element.attributes.get(key, "")) for key in ("type", "language", "rel"))
        found += [Transcript(url, *told)] if url else []
    return found


def chapters(fields: Fields, warnings: MutableSequence[str]) -> str:
    """Where the chapters lie, as JSON."""
    addresses: Sequence[str] = [element.attributes.get("url", "") for element in fields.all(_CHAPTERS)]
    return next((read_address(address, "chapters", warnings) for address in addresses if address.strip()), "")
