"""The work behind importing from a feed."""

from ledger.cli.document_work import store_asking, tell
from ledger.cli.output import answer, emit, say
from ledger.cli.reader import opened as reading
from ledger.cli.writer import opened, today
from ledger.curation.episode_import import Particulars, import_all, item_file, item_rows
from ledger.documents.feed import find_item, read_feed
from ledger.documents.page import Raw
from ledger.documents.warnings import told_warning
from ledger.errors import InputError
from ledger.model.instants import show_timecode
from ledger.render import Column
from ledger.reports.listings import listing


class OneOrAll(InputError):
    """One item of a feed, and all of them."""

    def __init__(self) -> None:
        super().__init__("--item names one item, --all means every one.", "Give one of the two.")


ITEMS = (
    Column("item", "#", align="right"),
    Column("published_on", "Published", lambda row: row["published_on"] or "-"),
    Column("duration_s", "Length", lambda row: show_timecode(row["duration_s"]) if row["duration_s"] else "-"),
    Column("title", "Title", flexible=True),
    Column("transcripts", "Transcripts", lambda row: str(len(row["transcripts"]) or "-"), align="right"),
    Column("known", "Episode", lambda row: f"e{row['known']}" if row["known"] else "-"),
)


def import_feed(raw: Raw, given: Particulars, *, item: str | None, every: bool, skip_bad: bool) -> None:
    """List the items of a feed, or import one or all of them."""
    feed = read_feed(raw)
    if item and every:
        raise OneOrAll
    if item:
        one = find_item(feed, item)
        done, laid = store_asking(*item_file(raw.name, feed, one), given)
        tell(done, laid, given, [f"Transcript ({words.type}): {words.url}" for words in one.transcripts])
        return
    if not every:
        with reading() as reader:
            notes = [told_warning(warning) for warning in feed.warnings]
            notes.append(f"Import one: ledger episode import {raw.name} --item 1; all of them: --all")
            emit(listing(reader, item_rows(reader, feed), ITEMS, empty="The feed has no items.", notes=notes))
        return
    files = [item_file(raw.name, feed, one) for one in feed.items]
    with opened() as writer:
        brought = import_all(writer, raw.name, files, given, today(), skip_bad=skip_bad)
    for problem in brought.left_out:
        say(f"left out: {problem}")
    new = sum(one.new_episode for one in brought.imported)
    row = {"show": feed.show, "items": len(feed.items), "new_episodes": new, "left_out": len(brought.left_out)}
    told = f"{new} new episodes of {len(feed.items)} items"
    answer(row, [("Show", feed.show), ("Imported", told), ("Left out", str(len(brought.left_out) or ""))])
