"""A ledger's own claims as a forecast table, so that the same queries and measures score them.

A day of the record is an instant of the table: a claim stands from the beginning of the day it was said, a question
closes at the end of its deadline, and is settled at the beginning of the day that settled it, so that what was said on
that day was no forecast. A question opens when the first claim on it was made.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from ledger.forecasts.sqlite_engine import LiteEngine
from ledger.journal.reader import Reader, Record
from ledger.model.probabilities import PPM
from ledger.model.vocabulary import Outcome, Source, known
from ledger.query.listing import Filters, judged_claims, topics_by_question

NAMES = (
    "analyst", "question", "probability", "outcome", "cluster", "topic", "stated_at", "withdrawn_at", "opens_at",
    "closes_at", "resolved_at",
)  # fmt: skip
"""The columns that a ledger fills."""

_NOT_FORECASTS = frozenset({"excluded", "kind", "attribution", "undated", "hedge"})
_WANTED = (
    "number, analyst, question, question_id, point, denies, source, words, outcome, fraction, cluster, stated_on, "
    "withdrawn_on, deadline, resolved_on, scoring_status, retrospective"
)


@dataclass(frozen=True)
class ClaimTable:
    """The claims that can be scored as rows of a table, and how many were left out for which reason."""

    rows: list[Record]
    left_out: Counter[str]

    def engine(self) -> LiteEngine:
        """Hold the rows where the shared queries can be run on them."""
        return LiteEngine(NAMES, (tuple(row[name] for name in NAMES) for row in self.rows))


def claim_table(
    reader: Reader,
    filters: Filters,
    *,
    topics: bool = False,
    first: bool = True,
    scale: str | None = None,
) -> ClaimTable:
    """Make a table of a ledger's claims.

    Args:
        reader: an open ledger, now or as of an instant.
        filters: which claims to look at.
        topics: a row for each topic of a claim's question, each a question of its own, instead of one row.
        first: leave out what the analyst had said before.
        scale: read all phrases on this scale, instead of each on the one it was coded with.

    Raises:
        LedgerError: a filter or a scale that is not known.
    """
    left_out: Counter[str] = Counter()
    claims = []
    for row in judged_claims(reader, filters, order="stated_on, number", columns=_WANTED):
        if (why := _why_not(row, first=first)) is None:
            point = _point(row, scale)
            why = None if point is not None else ("phrase" if row["point"] is not None else "flat")
            row["point"] = point
        if why is None:
            claims.append(row)
        else:
            left_out[why] += 1
    opened = _openings(claims)
    known = topics_by_question(reader) if topics else {}
    rows = [row for claim in claims for row in _by_topic(_row(claim, opened), known.get(claim["question_id"], []))]
    return ClaimTable(rows, left_out)


def _why_not(row: Record, *, first: bool) -> str | None:
    status = str(row["scoring_status"])
    if status in _NOT_FORECASTS or (first and status == "restated"):
        return status
    return None


def _point(row: Record, scale: str | None) -> int | None:
    """The probability of what the claim asserts, in millionths; None for a flat assertion or an unknown phrase."""
    if scale is None or row["source"] != Source.PHRASE:
        return row["point"] if row["point"] is None else int(row["point"])
    return point_on(scale, row["words"])


@lru_cache(maxsize=4096)
def point_on(scale: str, words: str) -> int | None:
    """What a phrase is read as on a scale, in millionths; None where the scale lacks it or calls it a hedge."""
    from ledger.model.scales import load_scale

    term = load_scale(scale).find(words)
    return None if term is None or term.hedge else term.point


def _by_topic(row: Record, topics: Sequence[str]) -> list[Record]:
    """A row under each topic of its question: the whole question stands under each, so that its peers do too."""
    if len(topics) < 2:  # noqa: PLR2004 - more than one
        return [{**row, "topic": topic} for topic in topics or (None,)]
    return [{**row, "topic": topic, "question": f"{row['question']} ({topic})"} for topic in topics]


def _openings(claims: Iterable[Record]) -> Mapping[str, int]:
    """When the first claim on each question was made."""
    opened: dict[str, int] = {}
    for row in claims:
        said = _midnight(row["stated_on"])
        opened[row["question_id"]] = min(said, opened.get(row["question_id"], said))
    return opened


def _row(row: Record, opened: Mapping[str, int]) -> Record:
    point = row["point"]
    return {
        "claim": row["number"],
        "analyst": row["analyst"],
        "question": f"q{row['question']}",
        "probability": (PPM - point if row["denies"] else point) / PPM,
        "outcome": _outcome(row),
        "cluster": row["cluster"],
        "stated_at": _midnight(row["stated_on"]),
        "withdrawn_at": _midnight(row["withdrawn_on"]) if row["withdrawn_on"] else None,
        "opens_at": opened[row["question_id"]],
        "closes_at": _midnight(row["deadline"], 1) if row["deadline"] else None,
        "resolved_at": _midnight(row["resolved_on"]) if row["resolved_on"] else None,
        "deadline": row["deadline"],
        "retrospective": bool(row["retrospective"]),
        "source": row["source"],
        "words": row["words"],
    }


def _outcome(row: Record) -> float:
    outcome = known(Outcome, row["outcome"], f"claim {row['number']}")
    if outcome.graded and row["fraction"] is not None:
        return float(row["fraction"] / PPM)
    return float(outcome.code)


def _midnight(day: str, later: int = 0) -> int:
    """The beginning of a day, or of one some days later, in microseconds since 1970."""
    moment = datetime.combine(date.fromisoformat(day) + timedelta(later), time(), UTC)
    return int(moment.timestamp()) * 1_000_000
