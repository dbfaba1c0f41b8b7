"""An item of a feed as a page like any other."""

import re

from ledger.domain.folding import fold
from ledger.domain.passages import Section
from ledger.sources.feed.shape import Feed, Item
from ledger.sources.page import Page, Person

_CUT = re.compile(r"\s*(?:\[?(?:\.\.\.|\u2026)\]?|\[\s*&?hellip;?\s*\])\s*$")
# What befell the file as a whole and may show in any item's words.
_OF_THE_TEXT = ("encoding_", "undecodable_bytes", "control_characters", "not_well_formed")


def item_page(feed: Feed, item: Item) -> Page:
    """The item as a page: what people read is its description, and its longer content where that says more.

    The text has no title in it. Of those credited only the cast speaks, so only they are the page's people.
    """
    text = _text(item)
    warnings = [word for word in feed.warnings if word.startswith(_OF_THE_TEXT)] + list(item.warnings)
    warnings += [word for word, value in (("no_text", text), ("no_source_url", item.link)) if not value]
    return Page(
        kind="feed",
        text=text,
        title=item.title,
        show=feed.show,
        published_on=item.published_on,
        date_words=item.date_words,
        duration_s=item.duration_s,
        description=item.description,
        show_id=feed.show_id,
        episode_id=item.guid,
        source_url=item.link,
        audio_url=item.audio_url,
        language=feed.language,
        people=tuple(
            Person(person.name, person.role, person.printed) for person in item.people if person.group in {"cast", ""}
        ),
        sections=(Section("description", 0, len(text), feed.language),) if text else (),
        warnings=tuple(warnings),
    )


def _text(item: Item) -> str:
    """Description and content one after the other, unless the one is the beginning of the other, or all of it."""
    description, content = _untitled(item.description, item.title), _untitled(item.content, item.title)
    if not description or not content:
        return description or content
    if fold(_CUT.sub("", description)) in fold(content):
        return content
    return description if fold(content) in fold(description) else f"{description}\n{content}"


def _untitled(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if fold(first) == fold(title) else text
