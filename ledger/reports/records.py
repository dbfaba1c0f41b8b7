"""A record whole, on one page: a claim, a question, an episode, a document, an analyst."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Union

from ledger.errors import NoSuch
from ledger.journal.reader import Reader, Record
from ledger.model.instants import show_timecode
from ledger.model.probabilities import show_outcome
from ledger.query.history import history
from ledger.query.listing import claims_where, fate_of, public_claim, topics_of
from ledger.query.refs import analyst_meant, find_any, find_claim, find_episode, find_question
from ledger.query.stored_documents import context_of, documents_of
from ledger.render.report import Column, Report
from ledger.reports.cards import Fields, claim_fields, verdicts_on
from ledger.reports.listings import CLAIMS, DOCUMENTS, LOG, people_told

if TYPE_CHECKING:
    from ledger.reports.analyst import AnalystPage


@dataclass(frozen=True)
class RecordPage:
    """What there is to show of a record: its row for machines, its card for people, and tables under both."""

    row: Record
    card: Fields
    as_of: Record
    sections: Sequence[tuple[str, Report]]

    @property
    def for_machines(self) -> Report:
        """The row, and beside it what stands in the tables, each under the name of its title."""
        extra = {title.lower().replace(" ", "_"): list(report.rows) for title, report in self.sections}
        return Report([self.row], [Column(name, name) for name in self.row], as_of=self.as_of, extra=extra)


def _grounds(row: Mapping[str, Any]) -> str:
    """What a verdict rests on: the reason, the evidence and the note."""
    return "; ".join(part for part in (row["reason"], *row["evidence"], row["note"]) if part)


_READ = frozenset({"day", "span", "phrase"})
"""How a deadline was read; what the curator wrote of it is more."""
VERDICTS = (
    Column("number", "#", lambda row: f"r{row['number']}", align="right"),
    Column("resolved_on", "Settled"),
    Column("outcome", "Verdict", lambda row: show_outcome(row["outcome"], row["fraction"])),
    Column("target", "Of"),
    Column("judged_by", "By"),
    Column("reason", "Why", _grounds, flexible=True, wrap=True),
)


def record_page(reader: Reader, ref: str) -> Union[RecordPage, "AnalystPage"]:
    """The page of the record that a reference names: 12, q7, e2, d4, a3, a key; else the beginning of a name.

    Raises:
        NoSuch: it names none.
    """
    return _PAGES[_table_of(reader, ref)](reader, ref)


def _table_of(reader: Reader, ref: str) -> str:
    """The table of the record that is meant; where nothing goes by the reference, it may begin an analyst's name."""
    try:
        return find_any(reader, ref)[0]
    except NoSuch as nothing:
        try:
            analyst_meant(reader, ref)
        except NoSuch:
            raise nothing from None
        return "analyst"


def _claim(reader: Reader, ref: str) -> RecordPage:
    found = find_claim(reader, ref)
    claim_id, question_id = found["id"], found["question_id"]
    on_question = claims_where(reader, reader.as_of.today, "q.id = :id", id=question_id)
    claim = next(row for row in on_question if row["claim_id"] == claim_id)
    public = {**public_claim(claim), "topics": topics_of(reader, question_id), "criteria": claim["criteria"]}
    others = [public_claim(row) for row in on_question if row["claim_id"] != claim_id]
    place = context_of(reader, found)
    return RecordPage(
        {**public, "anchor": place},
        [*claim_fields(claim, public), *_place_fields(place)],
        reader.as_of.row(),
        [
            ("Verdicts", Report(verdicts_on(reader, question_id), VERDICTS)),
            ("Other claims on this question", Report(others, CLAIMS)),
            ("History", Report(history(reader, ref), LOG)),
        ],
    )


def _place_fields(place: Record | None) -> Fields:
    """Where a quote stands, in the words around it."""
    if place is None:
        return []
    where = f"d{place['document']}{', since corrected' if place['replaced'] else ''}"
    made = ", in machine-made text" if place["derived"] else ""
    ends = [show_timecode(place[name] // 1000) for name in ("from_ms", "until_ms") if place[name] is not None]
    return [
        ("In context", f"... {place['before']} [{place['exact']}] {place['after']} ..."),
        ("Stands", f"{where}, characters {place['start']}-{place['end']} ({place['fit']}{made})"),
        ("Time", " to ".join(ends) or None),
    ]


def _question(reader: Reader, ref: str) -> RecordPage:
    question = find_question(reader, ref)
    claims = [public_claim(row) for row in claims_where(reader, reader.as_of.today, "q.id = :id", id=question["id"])]
    outcome, on = fate_of(reader, question["id"])
    row = {**question, "outcome": outcome, "topics": topics_of(reader, question["id"])}
    fields: Fields = [
        ("Question", f"q{question['number']}" + (f" ({question['key']})" if question["key"] else "")),
        ("Statement", question["statement"]),
        ("If", question["condition"]),
        ("Condition", question["condition_verdict"] if question["condition"] else None),
        ("Criteria", question["criteria"]),
        ("Due", question["deadline"] or "no deadline"),
        ("Basis", question["deadline_basis"] if question["deadline_basis"] not in _READ else None),
        ("Topics", ", ".join(row["topics"])),
        ("Outcome", show_outcome(outcome, question["verdict_fraction"]) + (f" on {on}" if on else "")),
        ("Note", question["note"]),
    ]
    return RecordPage(
        row,
        fields,
        reader.as_of.row(),
        [
            ("Verdicts", Report(verdicts_on(reader, question["id"]), VERDICTS)),
            ("Claims", Report(claims, CLAIMS)),
            ("History", Report(history(reader, f"q{question['number']}"), LOG)),
        ],
    )


def episode_page(reader: Reader, ref: str) -> RecordPage:
    """An episode and the claims from it.

    Raises:
        NoSuch: there is none of that name or number.
    """
    episode = find_episode(reader, ref)
    people = json.loads(episode["people"])
    claims = [public_claim(row) for row in claims_where(reader, reader.as_of.today, "e.id = :id", id=episode["id"])]
    fields: Fields = [
        ("Episode", f"e{episode['number']}"),
        ("Show", episode["show"]),
        ("Title", episode["title"]),
        ("Published", episode["published_on"]),
        ("Length", show_timecode(episode["duration_s"]) if episode["duration_s"] else None),
        ("Address", episode["url"]),
        ("People", people_told(people)),
        ("Language", episode["language"]),
        ("Claims taken", episode["sampling"]),
        ("Note", episode["note"]),
    ]
    documents = documents_of(reader, episode["id"])
    row = {**episode, "people": people, **{name: json.loads(episode[name]) for name in ("glossary", "aliases")}}
    sections = [("Documents", Report(documents, DOCUMENTS)), ("Claims", Report(claims, CLAIMS))]
    return RecordPage(row, fields, reader.as_of.row(), sections)


def _analyst(reader: Reader, ref: str) -> "AnalystPage":
    from ledger.reports.analyst import analyst_page  # brings NumPy, which a claim does without

    return analyst_page(reader, ref)


def _document(reader: Reader, ref: str) -> RecordPage:
    from ledger.query.layout import lay_out
    from ledger.reports.cards import page_fields, page_row

    laid = lay_out(reader, ref)
    own = "c.document_id = :id"
    claims = [public_claim(row) for row in claims_where(reader, reader.as_of.today, own, id=laid.document.record["id"])]
    row = page_row(laid)
    fields = [*page_fields(row), ("Lacks", ", ".join(laid.document.record["warnings"]))]
    return RecordPage(row, fields, reader.as_of.row(), [("Claims", Report(claims, CLAIMS))])


_PAGES: Mapping[str, Callable[[Reader, str], Union[RecordPage, "AnalystPage"]]] = MappingProxyType({
    "claim": _claim, "question": _question, "episode": episode_page, "analyst": _analyst, "document": _document,
})  # fmt: skip
"""The page of a record by its table."""
