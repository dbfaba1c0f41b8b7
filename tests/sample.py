"""Small records for the storage tests, and the operations they are put into a ledger with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ledger.journal.location import Location
from ledger.journal.projector import PROJECTED, TABLES
from ledger.journal.reader import reading, replayed
from ledger.journal.verify import verify
from ledger.journal.writer import Writer, new_id, writing
from ledger.model.records import (
    AnalystBody,
    ClaimBody,
    DocumentBody,
    DocumentPartBody,
    EpisodeBody,
    QuestionBody,
    ResolutionBody,
    ReviewBody,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
HOSTILE = "Zürich 北京 \u202e59.0 \x1b[31m'); DROP TABLE claim; -- %s :name"


def analyst(name: str = "Tong Zhao", **more: Any) -> AnalystBody:
    return AnalystBody(id=new_id(), **{"name": name, "match_key": name.casefold(), **more})


def episode(title: str = "New summit", **more: Any) -> EpisodeBody:
    return EpisodeBody(id=new_id(), **{"show": "China in the World", "title": title, **more})


def question(statement: str = "A second summit takes place in 2019", **more: Any) -> QuestionBody:
    return QuestionBody(id=new_id(), **{"statement": statement, "deadline": "2019-12-31", **more})


def claim(by: AnalystBody, on: QuestionBody, **more: Any) -> ClaimBody:
    given = {"stated_on": "2019-01-17", "source": "number", "point": 600_000, "words": "60%", **more}
    return ClaimBody(id=new_id(), analyst_id=by.id, question_id=on.id, **given)


def resolution(on: QuestionBody, outcome: str = "true", **more: Any) -> ResolutionBody:
    return ResolutionBody(id=new_id(), question_id=on.id, outcome=outcome, **{"resolved_on": "2019-02-27", **more})


def document(of: EpisodeBody, **more: Any) -> DocumentBody:
    given = {"name": "page.txt", "kind": "plain", "encoding": "utf-8", "file_hash": "0" * 64, "size": 3, **more}
    return DocumentBody(id=new_id(), episode_id=of.id, **given)


def part(of: DocumentBody, content: str = HOSTILE, **more: Any) -> DocumentPartBody:
    return DocumentPartBody(id=new_id(), document_id=of.id, **{"part": "raw", "place": 0, "content": content, **more})


def review(of: DocumentBody, **more: Any) -> ReviewBody:
    return ReviewBody(id=new_id(), document_id=of.id, **{"anchor_start": 0, "anchor_end": 3, **more})


def one_of_each(writer: Writer) -> None:
    """Eight records, two lists in tables of their own, a revision and a second verdict: ten kinds of row."""
    who = analyst(aliases=[{"name": "赵通", "match_key": "赵通"}])
    what = question(topics=["summit", "北京"], condition="Talks go on")
    where = episode(people=[{"name": "Paul Haenle", "role": "host"}])
    page = document(where, sections=[{"kind": "text", "start": 0, "end": 3}], warnings=["no_times"])
    said = claim(who, what, episode_id=where.id, quote=HOSTILE, denies=True, document_id=page.id, anchor_exact=" \n ")
    for body in (who, where, page, part(page), what, said):
        writer.add(body)
    writer.add(review(page, decision="kept", claims=[said.id]))
    writer.add(review(page, decision="dropped", reason="question", score=-3, rules="en-1"))
    writer.change(said.model_copy(update={"point": 700_000}), "recoded")
    writer.add(resolution(what, "false"))
    writer.add(resolution(what, evidence=["https://example.org/a?b=c"], reason="It took place in Hanoi"))
    writer.add(resolution(what, target="condition"))


def fill(location: Location, count: int = 3) -> None:
    """A ledger with ``count`` claims by as many analysts, a transaction each, a day apart."""
    for number in range(count):
        with writing(location, now=lambda number=number: START + timedelta(days=number)) as writer:
            who, what = analyst(f"Analyst {number}"), question(f"Statement {number}", topics=[f"topic {number}"])
            for body in (who, what, claim(who, what, quote=f"quote {number} {HOSTILE}")):
                writer.add(body)


def tables(location: Location, as_of: datetime | None = None) -> dict[str, list[dict[str, Any]]]:
    """Every row of every projected table."""
    with reading(location, as_of) as reader:
        return {
            table: sorted(reader.rows(f"SELECT * FROM {table}"), key=lambda row: repr(sorted(row.items())))
            for table in PROJECTED
        }


def replay(location: Location) -> dict[str, list[dict[str, Any]]]:
    """The same, made from the journal alone."""
    with reading(location) as source:
        memory = replayed(source, location)
        try:
            return {
                table: sorted(memory.rows(f"SELECT * FROM {table}"), key=lambda row: repr(sorted(row.items())))
                for table in PROJECTED
            }
        finally:
            memory.close()


def bodies(location: Location) -> list[tuple[str, str]]:
    """What the journal keeps, in order: kind and body."""
    with reading(location) as reader:
        found = reader.rows("SELECT e.kind, b.body FROM entry e JOIN entry_body b ON b.seq = e.seq ORDER BY e.seq")
    return [(row["kind"], row["body"]) for row in found]


def findings(location: Location) -> list[str]:
    """What ``verify`` has to say: nothing, if all is well."""
    return [f"{finding.check}: {finding.entry}: {finding.message}" for finding in verify(location).findings]


def numbers(location: Location) -> dict[str, list[int]]:
    with reading(location) as reader:
        return {
            table: [row["number"] for row in reader.rows(f"SELECT number FROM {table} ORDER BY number")]
            for table in TABLES
        }


def fill_more(location: Location, count: int) -> None:
    """``count`` more analysts in one transaction."""
    with writing(location) as writer:
        for number in range(count):
            writer.add(analyst(f"One more {number}"))
