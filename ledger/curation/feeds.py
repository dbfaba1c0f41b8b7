"""Episodes from a feed: listed, or put on the record one by one or all together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.curation.importing import Imported, Particulars, import_page
from ledger.documents.feed import Feed, Item, find_item, item_page, read_feed
from ledger.documents.page import Page, Raw
from ledger.errors import ImportRejected, InputError, LedgerError, Problem
from ledger.journal.reader import Record, Rows
from ledger.journal.writer import Writer
from ledger.text.clean import match_key

__all__ = ["Brought", "OneForAll", "find_item", "import_all", "item_file", "item_rows", "read_feed"]


class OneForAll(InputError):
    """Particulars of one episode, given for all of a feed."""

    def __init__(self, options: Sequence[str]) -> None:
        super().__init__(
            f"{', '.join(options)} would be the same for every item of the feed.", "Import one item with --item."
        )


@dataclass(frozen=True)
class Brought:
    """What came of importing a whole feed; ``left_out`` are the items that could not be."""

    imported: tuple[Imported, ...]
    left_out: tuple[Problem, ...]


def item_rows(rows: Rows, feed: Feed) -> list[Record]:
    """The items of a feed as rows; ``known`` is the number of the episode that has been recorded of one."""
    known = {
        (match_key(row["show"]), match_key(row["title"])): row["number"]
        for row in rows.rows("SELECT number, show, title FROM episode")
    }
    return [
        {
            "item": item.number,
            "published_on": item.published_on or None,
            "title": item.title,
            "duration_s": item.duration_s,
            "guid": item.guid or None,
            "link": item.link or None,
            "people": [{"name": person.name, "role": person.role} for person in item.people],
            "transcripts": [{"url": one.url, "type": one.type, "language": one.language} for one in item.transcripts],
            "chapters_url": item.chapters_url or None,
            "known": known.get((match_key(feed.show), match_key(item.title))),
            "warnings": list(item.warnings),
        }
        for item in feed.items
    ]


def item_file(name: str, feed: Feed, item: Item) -> tuple[Raw, Page]:
    """An item as a file of its own: its text is what the feed says of the episode."""
    page = item_page(feed, item)
    if not page.text.strip():
        page = replace(page, text=item.title)
    return Raw(f"{name}#{item.guid or item.number}"[-500:], page.text, "utf-8", page.text.encode()), page


def import_all(writer: Writer, name: str, feed: Feed, given: Particulars, today: date, *, skip_bad: bool) -> Brought:
    """Put every item of a feed on the record; those that are there already change nothing.

    Raises:
        OneForAll: a title, a date or the like is given for all of them.
        ImportRejected: items lack a title or a date, and are not to be left out; nothing is then stored.
    """
    own = {"--episode": given.episode, "--title": given.title, "--published": given.published, "--url": given.url,
           "--corrects": given.corrects, "--key": given.key}  # fmt: skip
    if any(own.values()):
        raise OneForAll([option for option, value in own.items() if value])
    done: list[Imported] = []
    problems: list[Problem] = []
    for item in feed.items:
        raw, page = item_file(name, feed, item)
        try:
            done.append(import_page(writer, raw, page, given, today))
        except LedgerError as error:
            problems.append(Problem(name, 0, f"item {item.number}", error.message))
    if problems and not skip_bad:
        raise ImportRejected(problems)
    return Brought(tuple(done), tuple(problems))
