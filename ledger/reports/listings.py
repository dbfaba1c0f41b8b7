"""How each listing looks to people: which columns, in which order."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ledger.journal.reader import Reader
from ledger.model.vocabulary import SPEAKER
from ledger.render.report import Column, Report, percent

Row = Mapping[str, Any]
_TONES = {"true": "good", "false": "bad", "overdue": "warn", "open": "dim", "right": "good", "wrong": "bad"}
NO_CLAIMS = "No claims. Record one with: ledger add"


def sure(row: Row) -> str:
    """A likelihood in few letters: 60%, 55-80%, hedge, or a dash for a flat assertion."""
    if row["source"] == "hedge":
        return "hedge"
    if row["probability_low"] is None:
        return "-"
    return _band(row["probability_low"], row["probability_high"])


@lru_cache(maxsize=4096)
def _band(least: float, most: float) -> str:
    low, high = (percent(end, 1).replace(".0%", "%") for end in (least, most))
    return low if low == high else f"{low.rstrip('%')}-{high}"


def _number(key: str = "number", prefix: str = "") -> Column:
    return Column(key, "#", lambda row: f"{prefix}{row[key]}", align="right")


def _statement(row: Row) -> str:
    text = row["statement"] if not row.get("denies") else f"NOT: {row['statement']}"
    return f"{text} [if {row['condition']}]" if row.get("condition") else text


def _analysts(row: Row) -> str:
    return row["analyst"] if row["analysts"] == 1 else f"{row['analyst']} and {row['analysts'] - 1} more"


def people_told(people: Sequence[Mapping[str, str]]) -> str:
    """People with what they do, where that is known."""
    known = ((one["name"], one.get("role", SPEAKER)) for one in people)
    return ", ".join(name if role == SPEAKER else f"{name} ({role})" for name, role in known)


def _also(row: Row) -> str:
    merged = [f"counted as {row['merged_into']}"] if row["merged_into"] else []
    return ", ".join([*row["aliases"], *merged]) or "-"


CLAIMS = (
    _number(),
    Column("stated_on", "Said"),
    Column("analyst", "Analyst", flexible=True),
    Column("statement", "Claim", _statement, flexible=True, floor=16),
    Column("probability", "Sure", sure, align="right"),
    Column("deadline", "Due"),
    Column("state", "Outcome", tone=lambda row: _TONES.get(row["state"], "")),
)
DUE = (
    _number("question", "q"),
    Column("when", "When", tone=lambda row: _TONES.get(row["when"], "")),
    Column("deadline", "Due"),
    Column("days", "Days", align="right"),
    Column("statement", "Question", _statement, flexible=True, floor=16),
    Column("analyst", "Analyst", _analysts, flexible=True),
    Column("claims", "Claims", align="right"),
)
ANALYSTS = (
    _number(prefix="a"),
    Column("name", "Name", flexible=True),
    Column("claims", "Claims", align="right"),
    Column("first", "First"),
    Column("last", "Last"),
    Column("aliases", "Also", _also, flexible=True),
)
EPISODES = (
    _number(prefix="e"),
    Column("published_on", "Published"),
    Column("show", "Show", flexible=True),
    Column("title", "Title", flexible=True),
    Column("claims", "Claims", align="right"),
)
DOCUMENTS = (
    _number(prefix="d"),
    Column("name", "File", flexible=True),
    Column("kind", "Kind"),
    Column("size", "Bytes", lambda row: f"{row['size']:,}", align="right"),
    Column("recorded_at", "Stored", lambda row: row["recorded_at"][:10]),
    Column("replaced_by", "Corrected by", lambda row: f"d{row['replaced_by']}" if row["replaced_by"] else "-"),
)
QUESTIONS = (
    _number(prefix="q"),
    Column("statement", "Question", _statement, flexible=True),
    Column("deadline", "Due"),
    Column("outcome", "Outcome", tone=lambda row: _TONES.get(row["outcome"], "")),
    Column("claims", "Claims", align="right"),
)
LOG = (
    Column("entry", "Entry", align="right"),
    Column("recorded_at", "When", lambda row: f"{row['recorded_at'][:10]} {row['recorded_at'][11:19]}"),
    Column("actor", "Who"),
    Column("what", "What", flexible=True, wrap=True),
)


def listing(
    reader: Reader, rows: Sequence[Row], columns: Sequence[Column], *, empty: str, notes: Sequence[str] = ()
) -> Report:
    """A listing as of the moment the reader stands at."""
    return Report(rows, columns, as_of=reader.as_of.row(), empty=empty, notes=notes)
