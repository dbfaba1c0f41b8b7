"""What a card shows of a claim, a question and a document, whoever prints it; for people and for machines."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ledger.journal.reader import Reader, Record
from ledger.model.fields import PUBLIC, Field, Keeps
from ledger.model.instants import show_timecode
from ledger.model.probabilities import show_outcome
from ledger.model.vocabulary import Outcome
from ledger.query.judged import right_or_wrong, why_not_scored
from ledger.reports.listings import people_told
from ledger.text.passages import CERTAIN

if TYPE_CHECKING:
    from ledger.query.layout import LaidOut

Row = Mapping[str, Any]
Fields = list[tuple[str, str | None]]
"""The lines of a card: label and text, None where there is nothing to say."""


def verdicts_on(reader: Reader, question_id: str) -> list[Record]:
    """Every verdict on a question and its condition, oldest first."""
    rows = reader.rows("SELECT * FROM resolution WHERE question_id = :id ORDER BY number", id=question_id)
    for row in rows:
        row["evidence"] = json.loads(row["evidence"])
    return rows


def claim_fields(claim: Record, public: Row) -> Fields:
    """A claim as a card."""
    place = f" at {show_timecode(claim['at_seconds'])}" if claim["at_seconds"] is not None else ""
    where = f"{claim['show']}: {claim['episode_title']} (e{claim['episode']})" if claim["episode"] else ""
    due = public["deadline"] or "no deadline"
    words = claim["deadline_words"]
    return [
        ("Claim", f"{claim['number']}" + (f" ({claim['key']})" if claim["key"] else "")),
        ("Analyst", f"{claim['analyst']} (a{claim['analyst_number']})"),
        ("Statement", f"{'DENIES: ' if claim['denies'] else ''}{claim['statement']}"),
        ("If", claim["condition"]),
        ("Quote", f'"{claim["quote"]}"' if claim["quote"] else None),
        ("Said", f"{claim['stated_on'] or 'nobody knows when'}{place}"),
        ("Where", where),
        ("Kind", f"{claim['kind']}, {claim['attribution']}"),
        ("Likelihood", public["likelihood"]),
        ("Criteria", claim["criteria"]),
        ("Due", f'{due} ("{words}")' if words and words != due else due),
        ("Topics", ", ".join(public.get("topics", []))),
        ("Question", f"q{claim['question']}"),
        ("Revises", f"claim {claim['revised']}" if claim["revised"] else None),
        ("Cluster", claim["cluster_named"]),
        ("Outcome", _outcome(claim)),
        ("Left out", claim["excluded"]),
        ("Withdrawn", claim["withdrawn_on"]),
        *((field.label, _plain(field, claim[field.fills])) for field in PUBLIC if field.label),
        ("Coded", f"{claim['recorded_at']}{', after it was settled' if claim['retrospective'] else ''}"),
    ]


def _plain(field: Field, value: Any) -> str | None:  # noqa: ANN401 - a value of any column
    """What a column keeps, on a line of its own; None where there is nothing to say."""
    if field.kept is Keeps.FLAG:
        return "yes" if value else None
    return show_timecode(value) if field.kept is Keeps.SECONDS and value is not None else value


def _outcome(claim: Record) -> str:
    fraction = claim["fraction"] if Outcome(claim["outcome"]).graded else None
    told = show_outcome(claim["state"], fraction)
    if claim["resolved_on"]:
        told += f" on {claim['resolved_on']}"
    because = right_or_wrong(claim) or (f"not scored: {why_not_scored(claim)}" if why_not_scored(claim) else "")
    return f"{told} ({because})" if because and claim["scoring_status"] not in {"open", "overdue"} else told


def who(row: Row) -> str:
    """A speaker as far as known: a guess has a question mark."""
    if not row["speaker"]:
        return f"({row['role']})" if row["role"] else ""
    return str(row["speaker"]) if row["basis"] in CERTAIN else f"{row['speaker']}?"


def page_row(laid: "LaidOut", **more: Any) -> Record:  # noqa: ANN401 - what else came of an import
    """All that was understood of a file, for machines."""
    document, facts = laid.document, dict(laid.document.facts)
    episode = laid.episode
    return {
        "episode": episode["number"],
        "document": document.number,
        **more,
        "page_kind": document.record["kind"],
        **{name: episode[name] for name in ("show", "title", "published_on", "duration_s", "language")},
        "source_url": document.record["url"],
        "retrieved_on": document.record["retrieved_on"],
        "raw_sha256": document.record["file_hash"],
        "bytes": document.record["size"],
        "encoding": document.record["encoding"],
        **facts,
        "people": json.loads(episode["people"]),
        "sections": _sections(laid),
        "paragraphs": len(laid.passages.paragraphs),
        "sentences": len(laid.sentences),
        "words": laid.words,
        "warnings": document.record["warnings"],
    }


def _sections(laid: "LaidOut") -> list[Record]:
    paragraphs = Counter(paragraph.section for paragraph in laid.passages.paragraphs)
    sentences = Counter(sentence.section for sentence in laid.sentences)
    return [
        {
            "kind": section.kind,
            "start": section.start,
            "end": section.end,
            "language": section.language or None,
            "derived": section.derived,
            "paragraphs": paragraphs[place],
            "sentences": sentences[place],
        }
        for place, section in enumerate(laid.passages.sections)
    ]


def page_fields(row: Row, *, new: bool = False) -> Fields:
    """A row of ``page_row`` for people; ``new`` says that the episode was not there before."""
    length = show_timecode(row["duration_s"]) if row["duration_s"] else None
    people = people_told(row["people"])
    parts = [_part(section) for section in row["sections"]]
    neighbours = "; ".join(f"{one['relation']}: {one['title']}" for one in row.get("neighbours", ()))
    return [
        ("Episode", f"e{row['episode']}{' (new)' if new else ''}"),
        ("Show", row["show"]),
        ("Title", row["title"]),
        ("Published", _dated(row)),
        ("Length", length),
        ("People", people),
        ("Language", row["language"]),
        ("Address", row["source_url"]),
        ("Document", f"d{row['document']}: {row['page_kind']}, {row['bytes']:,} bytes, {row['encoding']}"),
        ("Parts", "\n".join(parts)),
        ("Chapters", str(len(row["chapters"])) if row.get("chapters") else None),
        ("Neighbours", neighbours),
        ("Said", f"{row['words']:,} words"),
    ]


def _dated(row: Row) -> Any:  # noqa: ANN401 - text or nothing
    printed = row.get("date_words")
    if not row["published_on"] or not printed or printed == row["published_on"]:
        return row["published_on"] or None
    return f"{row['published_on']} (printed {printed})"


def _part(section: Row) -> str:
    counts = ", ".join(_counted(section[name], name) for name in ("paragraphs", "sentences"))
    told = f"{section['kind']}: {counts}"
    return f"{told} (machine-made: never scored)" if section["derived"] else told


def _counted(count: int, things: str) -> str:
    return f"{count:,} {things if count != 1 else things.removesuffix('s')}"
