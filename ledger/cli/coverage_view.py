"""Coverage as people and machines see it."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.cli.output import emit
from ledger.journal.reader import Reader
from ledger.render import Column
from ledger.render.report import percent
from ledger.reports.coverage import coverage
from ledger.reports.listings import listing

Row = Mapping[str, Any]


def _dropped(row: Row) -> str:
    if row["dropped"] is None:
        return "-"
    why = ", ".join(f"{count} {reason}" for reason, count in row["dropped_as"].items())
    return f"{row['dropped']}: {why}" if why else "0"


def _seen(row: Row) -> str:
    return "-" if row["sentences"] is None else f"{row['seen']} of {row['sentences']}"


def _count(name: str) -> Callable[[Row], str]:
    return lambda row: "-" if row[name] is None else f"{row[name]:,}"


def _density(row: Row) -> str:
    density = row["claims_per_1000_words"]
    return "-" if density is None else f"{density:.1f}"


def _soft(row: Row) -> str:
    return "-" if row["unfalsifiable"] is None else percent(row["unfalsifiable"], 0)


COVERAGE = (
    Column("episode", "#", lambda row: f"e{row['episode']}", align="right"),
    Column("title", "Episode", flexible=True),
    Column("sampling", "Taken", lambda row: row["sampling"] or "-"),
    Column("seen", "Seen", _seen, align="right"),
    Column("kept", "Kept", _count("kept"), align="right"),
    Column("dropped", "Dropped", _dropped, flexible=True, wrap=True),
    Column("waiting", "Waiting", _count("waiting"), align="right"),
    Column("claims", "Claims", align="right"),
    Column("claims_per_1000_words", "per 1,000", _density, align="right"),
    Column("unfalsifiable", "Soft", _soft, align="right"),
)


def print_coverage(reader: Reader, ref: str | None) -> None:
    """How much of each episode was looked at."""
    rows = coverage(reader, ref)
    notes = [
        "Seen: sentences kept or dropped. Waiting: suggested, and nothing decided. Soft: claims that cannot be wrong."
    ]
    if any(row["documents"] == 0 for row in rows):
        notes.append("A dash: no document, so nobody knows what was left out. See: ledger episode import --help")
    open_frame = [row["episode"] for row in rows if row["sampling"] is None]
    if open_frame:
        notes.append(f"By what rule were claims taken? ledger episode amend e{open_frame[0]} --sampling all")
    emit(listing(reader, rows, COVERAGE, empty="No episodes yet.", notes=notes if rows else ()))
