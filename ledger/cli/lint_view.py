"""What lint finds, as people and machines see it."""

from collections import Counter

import typer

from ledger.cli.app import settings
from ledger.cli.output import emit, terminal_width, write
from ledger.journal.reader import Reader, Record
from ledger.query.lint.findings import findings
from ledger.query.lint.registry import Severity
from ledger.render import Column
from ledger.render.width import fold
from ledger.reports.listings import listing
from ledger.text.escape import safe_term

FINDINGS = (
    Column("claim", "#", align="right"),
    Column("analyst", "Analyst", flexible=True),
    Column("severity", "Sort"),
    Column("rule", "Rule"),
    Column("message", "Finding", flexible=True, wrap=True),
    Column("hint", "What to do", flexible=True, wrap=True),
)
_MARGIN = 6


def print_findings(reader: Reader, ref: str | None) -> None:
    """Everything the rules find; exit 1 where that is something."""
    found, claims = findings(reader, ref)
    rows = [
        {
            "claim": one.claim,
            "key": claims[one.claim]["key"],
            "analyst": claims[one.claim]["analyst"],
            "statement": claims[one.claim]["statement"],
            "severity": one.severity.value,
            "rule": one.rule,
            "message": one.message.removeprefix(f"{one.rule}: "),
            "hint": one.hint or None,
        }
        for one in found
    ]
    if settings().format == "table":
        write("".join(f"{line}\n" for line in [*_lines(rows), *_summed(rows, len(claims))]))
    else:
        emit(listing(reader, rows, FINDINGS, empty="Nothing found."))
    if rows:
        raise typer.Exit(1)


def _lines(rows: list[Record]) -> list[str]:
    """Findings under the claim they are of."""
    width = terminal_width()
    room = None if width is None else max(width - _MARGIN, 20)
    lines: list[str] = []
    before = 0
    for row in rows:
        if row["claim"] != before:
            head = safe_term(f"{row['analyst']}: {row['statement']}")
            first, *rest = fold(head, room) or [""]
            lines += [f"{row['claim']:>{_MARGIN - 2}}  {first}", *(f"{'':{_MARGIN}}{line}" for line in rest)]
        told = f"{row['severity']}, {row['rule']}: {row['message']}. {row['hint'] or ''}"
        lines += [f"{'':{_MARGIN}}{line}" for line in fold(safe_term(f"- {told.strip()}"), room)]
        before = row["claim"]
    return lines


def _summed(rows: list[Record], claims: int) -> list[str]:
    if not rows:
        return [f"Nothing found in {claims:,} claims." if claims else "No claims yet."]
    counts = Counter(row["severity"] for row in rows)
    told = ", ".join(
        f"{counts[sort]} {sort.value}{'s' if counts[sort] != 1 else ''}" for sort in Severity if counts[sort]
    )
    found = len({row["claim"] for row in rows})
    return ["", f"{told} in {found} claim{'s' if found != 1 else ''}."]
