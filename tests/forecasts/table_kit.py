"""Forecast tables for tests: rows in, scores out, and a reckoning by hand to hold them against."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.score_file import score_file
from ledger.forecasts.scores import Scored
from ledger.reports.score import read_options

Row = Mapping[str, Any]
ask = read_options
DATA = Path(__file__).parents[2].parent / "shared" / "data"


def write_csv(path: Path, rows: Iterable[Row], names: Sequence[str] | None = None) -> Path:
    """Rows as a CSV file; a missing value is an empty cell."""
    listed = list(rows)
    heads = names or list(dict.fromkeys(name for row in listed for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(listed)
    return path


def scored(folder: Path, rows: Iterable[Row], given: FileAsk | None = None, **options: Any) -> Scored:
    """Score rows through a file."""
    return score_file(write_csv(folder / "table.csv", rows), ask(**options), given or FileAsk())[0]


def figure(found: Scored, name: str, **keys: str) -> Any:
    """A figure of the one row with these keys."""
    rows = [row for row in found.rows if all(row[key] == value for key, value in keys.items())]
    assert len(rows) == 1, rows
    return rows[0][name]


def day(number: float) -> str:
    """An instant so many days after the beginning of 2020."""
    from datetime import UTC, datetime, timedelta

    return (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number)).isoformat()


def on(
    question: str,
    analyst: str,
    said: float,
    p: float,
    *,
    outcome: object = 1,
    opens: float = 0,
    closes: float = 10,
    resolved: float | None = None,
    withdrawn: float | None = None,
    spot: float | None = None,
) -> dict[str, Any]:
    """A row: all times in days after the beginning of 2020."""
    times = {
        "opens_at": opens,
        "closes_at": closes,
        "resolved_at": resolved,
        "withdrawn_at": withdrawn,
        "spot_at": spot,
    }
    told = {name: "" if value is None else day(value) for name, value in times.items()}
    return {
        "analyst": analyst,
        "question": question,
        "probability": p,
        "outcome": outcome,
        "stated_at": day(said),
        **told,
    }
