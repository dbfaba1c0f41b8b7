"""From a saved file or a feed to an episode with a document: recognise, read, ask for what is missing, store."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from ledger.curation.catalogue import Catalogue, read_published
from ledger.curation.drafts import read_episode_alone
from ledger.curation.stated import Columns
from ledger.curation.validation import changed, checked, latest_body, number_of
from ledger.documents.decoding import decode
from ledger.documents.feed import Feed, Item, item_page, looks_like_feed
from ledger.documents.kinds import ReadOn, kind_of
from ledger.documents.page import Page, Raw
from ledger.documents.printed_dates import ORDERS
from ledger.errors import ConflictError, ImportRejected, InputError, LedgerError, NotOneOf, Problem, quoted
from ledger.journal.reader import Record, Rows
from ledger.journal.writer import Writer, new_id
from ledger.model.records import PART_LIMIT, DocumentBody, DocumentPartBody, EpisodeBody
from ledger.model.vocabulary import SPEAKER, Part
from ledger.query.refs import find_document, find_episode
from ledger.query.stored_documents import current_documents, known_document
from ledger.text.clean import match_key

_MOST_WRITTEN = 900_000
"""Characters that a piece may take once it is written as JSON."""
_FACTS = ("date_words", "date_order", "description", "show_slug", "show_id", "episode_id", "audio_url", "people",
          "chapters", "neighbours", "answers")  # fmt: skip
"""What of a page is kept beside its text."""


def hash_of(raw: Raw) -> str:
    """By what a file is known again: the SHA-256 of its bytes."""
    return hashlib.sha256(raw.data).hexdigest()


def store(
    writer: Writer,
    episode_id: str,
    raw: Raw,
    page: Page,
    *,
    url: str | None,
    retrieved_on: str | None,
    replaces: str | None = None,
) -> tuple[DocumentBody, int]:
    """Put a file on the record: what is known of it, and its text in pieces; gives the record and its number."""
    values: dict[str, Any] = {
        "id": new_id(),
        "episode_id": episode_id,
        "name": raw.name,
        "kind": page.kind,
        "encoding": raw.encoding,
        "file_hash": hash_of(raw),
        "size": len(raw.data),
        "url": url,
        "retrieved_on": retrieved_on,
        "replaces": replaces,
        "sections": [asdict(section) for section in page.sections],
        "warnings": list(page.warnings),
    }
    body = checked(DocumentBody, values)
    number = writer.add(body)
    for part, content in _contents(raw, page):
        for place, piece in enumerate(_pieces(content)):
            given = {"id": new_id(), "document_id": body.id, "part": part, "place": place, "content": piece}
            writer.add(checked(DocumentPartBody, given))
    return body, number


def _contents(raw: Raw, page: Page) -> Iterator[tuple[Part, str]]:
    """What is kept of a file: its text is kept twice only where people read something else."""
    yield Part.RAW, raw.text
    if page.text != raw.text:
        yield Part.TEXT, page.text
    if page.marks:
        yield (
            Part.MARKS,
            _written([[mark.start, mark.end, mark.from_ms, mark.until_ms, mark.speaker] for mark in page.marks]),
        )
    facts = facts_of(page)
    if facts:
        yield Part.PAGE, _written(facts)


def facts_of(page: Page) -> dict[str, Any]:
    """What a page says of its episode beside its text, as plain values; what it does not say is left out."""
    told = {name: getattr(page, name) for name in _FACTS}
    plain = {name: [asdict(item) for item in value] if isinstance(value, tuple | list) else value
             for name, value in told.items()}  # fmt: skip
    return {name: value for name, value in plain.items() if value}


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pieces(content: str) -> Iterator[str]:
    """Pieces that an entry of the journal can hold; what JSON escapes takes up to six times its room."""
    if not content:
        yield content  # that people read nothing of a file is not that they read the file
    start = 0
    while start < len(content):
        size = PART_LIMIT
        while len(_written(content[start : start + size])) > _MOST_WRITTEN:
            size //= 2
        yield content[start : start + size]
        start += size


FEED = "feed"


class MissingParticulars(InputError):
    """What an episode cannot do without and the file does not say; all of it at once."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        """``missing`` are the options that give it, each with why it is missing."""
        self.missing = dict(missing)
        told = "; ".join(f"{what} ({option})" for option, what in missing.items())
        super().__init__(f"The file does not say: {told}.", f"Give it: {' '.join(missing)} ...")


class KnownElsewhere(ConflictError):
    """The same file, imported for another episode."""

    def __init__(self, document: int, episode: int) -> None:
        super().__init__(
            f"This file is on the record already, as document d{document} of episode e{episode}.",
            f"See: ledger episode show e{episode}",
        )


class NotOfEpisode(ConflictError):
    """A corrected version for a document of another episode."""

    def __init__(self, document: str, episode: int) -> None:
        super().__init__(
            f"{quoted(document)} is not a document in force of episode e{episode}.",
            f"See: ledger episode show e{episode}",
        )


@dataclass(frozen=True)
class Particulars:
    """What a user says of the episode beside the file; it goes before what the file says."""

    episode: str | None = None
    show: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    people: Sequence[Mapping[str, str]] = ()
    date_order: str = ""
    corrects: str | None = None
    retrieved_on: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class ImportedEpisode:
    """What came of an import: the episode and the document by number, what was understood, and whether it was new."""

    episode: int
    document: int
    page: Page
    new_episode: bool
    new_document: bool
    filled: tuple[str, ...] = ()
    """Fields of a known episode that were empty and are now filled."""


def feed_of(name: str, data: bytes) -> Raw | None:
    """The file if it is a feed: those are often not in the encoding they say they are in, which is theirs to mend."""
    unread = Raw(name, "", "", data)
    return unread if looks_like_feed(unread) else None


def opened(name: str, data: bytes, encoding: str) -> Raw:
    """Any other file, decoded.

    Raises:
        InputError: it is not text, or not in that encoding (UTF-8 unless said).
    """
    return decode(name, data, encoding=encoding)


def fetched(url: str, *, loopback: bool) -> tuple[str, str, bytes, str]:
    """Fetch a page: the address it came from in the end, a name for it, its bytes, and its encoding as far as said.

    Raises:
        LedgerError: the address may not be fetched, or does not answer as it should.
    """
    from ledger.documents.fetch import fetch

    found = fetch(url, allow_loopback=loopback)
    name = found.final_url.rstrip("/").rsplit("/", 1)[-1] or found.final_url
    return found.final_url, name, found.data, found.encoding


def read_page(raw: Raw, given: Particulars, today: date) -> Page:
    """Recognise a file and read what it says.

    Raises:
        InputError: there is nothing in it.
    """
    if given.date_order not in {"", *ORDERS}:
        raise NotOneOf("--date-order", given.date_order, ORDERS)
    page = kind_of(raw).read(raw, ReadOn(given.date_order, str(today)))
    if not page.text.strip() and not page.chapters:
        raise InputError(f"{quoted(raw.name)} holds no text.", "Save the page or the transcript again, as text.")
    return page


def import_page(writer: Writer, raw: Raw, page: Page, given: Particulars, today: date) -> ImportedEpisode:
    """Put a file on the record, with its episode where that is new. The same file a second time changes nothing.

    Raises:
        MissingParticulars: the show, the title or the date; a date with two readings is missing.
        KnownElsewhere, NotOfEpisode, EpisodeDiffers: as they say.
    """
    # Two episodes of a feed may be described in the same words, so their documents are known by the episode as well.
    known = None if page.kind == FEED else known_document(writer, hash_of(raw))
    wanted = _wanted(writer, given)
    if known is not None:
        number = number_of(writer, "episode", known["episode_id"])
        if wanted is not None and wanted["number"] != number:
            raise KnownElsewhere(known["number"], number)
        if given.corrects and not known["replaces"]:
            return _corrects_now(writer, known, number, page, given.corrects)
        return ImportedEpisode(number, known["number"], page, new_episode=False, new_document=False)
    record, new, filled = _episode(writer, page, given, wanted, today)
    known = known_document(writer, hash_of(raw), record["id"])
    if known is not None:
        return ImportedEpisode(
            record["number"], known["number"], page, new_episode=new, new_document=False, filled=filled
        )
    replaces = _corrected(writer, record, given.corrects)
    url = given.url or page.source_url or None
    _, number = store(
        writer, record["id"], raw, page, url=url, retrieved_on=_day(given.retrieved_on, today), replaces=replaces
    )
    return ImportedEpisode(record["number"], number, page, new_episode=new, new_document=True, filled=filled)


def _wanted(writer: Writer, given: Particulars) -> Record | None:
    """The episode that a user names, by itself or by the document that is corrected."""
    if given.episode:
        return find_episode(writer, given.episode)
    document = find_document(writer, given.corrects) if given.corrects else None
    if document is None:
        return None
    return writer.rows("SELECT * FROM episode WHERE id = :id", id=document["episode_id"])[0]


def _corrects_now(writer: Writer, known: Record, episode: int, page: Page, ref: str) -> ImportedEpisode:
    """Say of a document that is there already which one it corrects."""
    record = writer.rows("SELECT * FROM episode WHERE id = :id", id=known["episode_id"])[0]
    replaces = _corrected(writer, record, ref)
    if replaces == known["id"]:
        raise NotOfEpisode(ref, episode)
    body: DocumentBody = latest_body(writer, "document", known["id"])
    after, _ = changed(body, {"replaces": replaces})
    writer.change(after, "amended")
    return ImportedEpisode(episode, known["number"], page, new_episode=False, new_document=True)


def _day(words: str | None, today: date) -> str | None:
    return read_published(words, today)


def _corrected(writer: Writer, episode: Record, ref: str | None) -> str | None:
    """The identifier of the document that a corrected version takes the place of."""
    if ref is None:
        return None
    found = find_document(writer, ref)
    current = {record["id"] for record in current_documents(writer, episode["id"])}
    if found is None or found["id"] not in current:
        raise NotOfEpisode(ref, episode["number"])
    return str(found["id"])


def _episode(
    writer: Writer, page: Page, given: Particulars, wanted: Record | None, today: date
) -> tuple[Record, bool, tuple[str, ...]]:
    """The episode a file is of, whether it is new, and what was filled in of a known one."""
    stated = _stated(page, given)
    if wanted is None:
        _refuse_missing(page, stated)
        columns = _columns(stated, page, today)
        before = writer.rows("SELECT COUNT(*) AS n FROM episode")[0]["n"]
        wanted = Catalogue(writer).episode(columns)
        if wanted["number"] > before:
            return wanted, True, ()
    else:
        columns = _columns({**stated, "show": wanted["show"], "title": wanted["title"]}, page, today)
    return wanted, False, _fill(writer, wanted, columns)


def _stated(page: Page, given: Particulars) -> dict[str, Any]:
    """What is said of an episode, under the names of its fields: by who imports, else by the file."""
    people = given.people or [{"name": person.name, "role": person.role or SPEAKER} for person in page.people]
    return {
        "show": given.show or page.show,
        "title": given.title or page.title,
        "published_on": given.published or page.published_on,
        "url": given.url or page.source_url,
        "language": given.language or page.language,
        "people": [dict(person) for person in people],
        "key": given.key,
    }


def _columns(stated: Mapping[str, Any], page: Page, today: date) -> Columns:
    read = read_episode_alone(stated, today)
    return read if page.duration_s is None else {**read, "duration_s": page.duration_s}


def _refuse_missing(page: Page, stated: Mapping[str, Any]) -> None:
    missing = {}
    if not stated["show"]:
        missing["--show"] = "the show"
    if not stated["title"]:
        missing["--title"] = "the title"
    if not stated["published_on"] and page.date_words:
        missing["--published"] = f"the date: {quoted(page.date_words)} has two readings, or --date-order mdy or dmy"
    elif not stated["published_on"]:
        missing["--published"] = "the date"
    if missing:
        raise MissingParticulars(missing)


def _fill(writer: Writer, known: Record, columns: Columns) -> tuple[str, ...]:
    """Fill what a known episode lacks; what it has is never changed by an import."""
    body: EpisodeBody = latest_body(writer, "episode", known["id"])
    empty = {name: value for name, value in columns.items() if name != "key" and value and not getattr(body, name)}
    after, fields = changed(body, empty)
    if fields:
        writer.change(after, "amended")
    return tuple(fields)


@dataclass(frozen=True)
class Brought:
    """What came of importing a whole feed; ``left_out`` are the items that could not be."""

    imported: tuple[ImportedEpisode, ...]
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


def import_all(
    writer: Writer, name: str, files: Sequence[tuple[Raw, Page]], given: Particulars, today: date, *, skip_bad: bool
) -> Brought:
    """Put every item of a feed on the record; those that are there already change nothing.

    Args:
        writer: an open transaction.
        name: the feed's file, as faults call it.
        files: what ``item_file`` makes of each item, in the order of the feed.
        given: what a user says of all of them.
        today: no date lies after it.
        skip_bad: leave out the items that lack something, and tell which.

    Raises:
        InputError: a title, a date or the like is given for all of them.
        ImportRejected: items lack a title or a date, and are not to be left out; nothing is then stored.
    """
    own = {"--episode": given.episode, "--title": given.title, "--published": given.published, "--url": given.url,
           "--corrects": given.corrects, "--key": given.key}  # fmt: skip
    if any(own.values()):
        options = ", ".join(option for option, value in own.items() if value)
        raise InputError(f"{options} would be the same for every item of the feed.", "Import one item with --item.")
    done: list[ImportedEpisode] = []
    problems: list[Problem] = []
    for number, (raw, page) in enumerate(files, 1):
        try:
            done.append(import_page(writer, raw, page, given, today))
        except LedgerError as error:
            problems.append(Problem(name, 0, f"item {number}", error.message))
    if problems and not skip_bad:
        raise ImportRejected(problems)
    return Brought(tuple(done), tuple(problems))
