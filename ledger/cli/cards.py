"""Whole records on one page: a claim, a question, an episode, an analyst."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.cli.app import settings
from ledger.cli.output import PAGE_WIDTH, colours, emit, emit_card, for_people, several_tables, terminal_width, write
from ledger.errors import NoSuch
from ledger.journal.reader import Reader
from ledger.model.instants import show_timecode
from ledger.model.probabilities import show_outcome
from ledger.query.history import history
from ledger.query.listing import claims_where, fate_of, public_claim, topics_of
from ledger.query.refs import analyst_meant, find_any, find_claim, find_episode, find_question
from ledger.query.stored_documents import context_of, documents_of
from ledger.render.report import Column, Report
from ledger.render.tables import as_of_sentence, paint, render_card
from ledger.render.width import fold_lines
from ledger.reports.cards import Fields, claim_fields, verdicts_on
from ledger.reports.listings import CLAIMS, DOCUMENTS, LOG, people_told, sure
from ledger.text.escape import safe_term

if TYPE_CHECKING:
    from ledger.reports.analyst import AnalystPage

Row = dict[str, Any]
_TONES = {"right": "good", "wrong": "bad"}
_INDENT = 6


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


def show_record(reader: Reader, ref: str) -> None:
    """Print the record a reference names."""
    pages = {"claim": _show_claim, "question": _show_question, "episode": show_episode, "analyst": _show_analyst,
             "document": _show_document}  # fmt: skip
    pages[_table_of(reader, ref)](reader, ref)


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


def _page(reader: Reader, row: Row, fields: Fields, sections: list[tuple[str, Report]]) -> None:
    """A card with tables under it for people; one object with the same content for machines."""
    if settings().format != "table":
        extra = {title.lower().replace(" ", "_"): list(report.rows) for title, report in sections}
        emit_card(row, fields, as_of=reader.as_of.row(), extra=extra)
        for title, report in sections if several_tables() else ():
            if report.rows:
                write("\n")
                emit(replace(report, title=title))
        return
    write(render_card([(label, text) for label, text in fields if text], terminal_width()))
    for title, report in sections:
        if report.rows:
            write(f"\n{title}\n")
            emit(report)


def _show_claim(reader: Reader, ref: str) -> None:
    found = find_claim(reader, ref)
    claim_id, question_id = found["id"], found["question_id"]
    on_question = claims_where(reader, reader.as_of.today, "q.id = :id", id=question_id)
    claim = next(row for row in on_question if row["claim_id"] == claim_id)
    public = {**public_claim(claim), "topics": topics_of(reader, question_id), "criteria": claim["criteria"]}
    others = [public_claim(row) for row in on_question if row["claim_id"] != claim_id]
    place = context_of(reader, found)
    _page(
        reader,
        {**public, "anchor": place},
        [*claim_fields(claim, public), *_place_fields(place)],
        [
            ("Verdicts", Report(verdicts_on(reader, question_id), VERDICTS)),
            ("Other claims on this question", Report(others, CLAIMS)),
            ("History", Report(history(reader, ref), LOG)),
        ],
    )


def _place_fields(place: Row | None) -> Fields:
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


def _show_question(reader: Reader, ref: str) -> None:
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
    _page(
        reader,
        row,
        fields,
        [
            ("Verdicts", Report(verdicts_on(reader, question["id"]), VERDICTS)),
            ("Claims", Report(claims, CLAIMS)),
            ("History", Report(history(reader, f"q{question['number']}"), LOG)),
        ],
    )


def show_episode(reader: Reader, ref: str) -> None:
    """Print an episode and the claims from it."""
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
    _page(reader, row, fields, [("Documents", Report(documents, DOCUMENTS)), ("Claims", Report(claims, CLAIMS))])


def _show_analyst(reader: Reader, ref: str) -> None:
    from ledger.reports.analyst import analyst_page  # brings NumPy, which a claim does without

    show_analyst(analyst_page(reader, ref))


def _show_document(reader: Reader, ref: str) -> None:
    from ledger.query.layout import lay_out
    from ledger.reports.cards import page_fields, page_row

    laid = lay_out(reader, ref)
    own = "c.document_id = :id"
    claims = [public_claim(row) for row in claims_where(reader, reader.as_of.today, own, id=laid.document.record["id"])]
    row = page_row(laid)
    fields = [*page_fields(row), ("Lacks", ", ".join(laid.document.record["warnings"]))]
    _page(reader, row, fields, [("Claims", Report(claims, CLAIMS))])


def show_analyst(page: "AnalystPage") -> None:
    """Print the page: a card and a paragraph a claim for people, one object for machines."""
    if not for_people():
        emit(page.for_machines)
    elif settings().format != "table":
        emit(page.as_table)
    else:
        write(render_card([(label, text or "") for label, text in page.card], terminal_width()))
        write("".join(map(_entry, page.rows)))
        write("".join(f"\n{sentence}\n" for sentence in as_of_sentence(page.as_of)))


def _entry(row: Mapping[str, Any]) -> str:
    """One claim as a short paragraph: how it stands, what was claimed, and the words themselves."""
    width = (terminal_width() or PAGE_WIDTH) - _INDENT
    settled = f" on {row['resolved_on']}" if row["resolved_on"] else ""
    parts = [f"said {row['stated_on'] or 'on an unknown day'}", f"due {row['deadline'] or 'at no set time'}", sure(row)]
    fate = f"{row['state']}{settled}"
    head = fold_lines(f"{', '.join(part for part in parts if part != '-')}: {fate}; {row['result']}", width)
    if colours():
        head[-1] = head[-1].replace(row["result"], paint(row["result"], _TONES.get(row["result"], "dim")))
    texts = [f"{'NOT: ' if row['denies'] else ''}{row['statement']}", f'"{row["quote"]}"' if row["quote"] else ""]
    lines = [*head[1:], *(line for text in texts if text for line in fold_lines(safe_term(text), width))]
    return "\n".join(["", f"{row['number']:>4}  {head[0]}", *(" " * _INDENT + line for line in lines), ""])
