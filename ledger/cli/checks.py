"""Commands that hold the record against itself: how much was looked at, what is hard to settle, which quotes stand."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper, settings
from ledger.cli.display import show
from ledger.cli.output import emit, several_tables, terminal_width, write
from ledger.render.report import Column, Report
from ledger.render.width import fold_lines
from ledger.text.counting import counted
from ledger.text.escape import safe_term

if TYPE_CHECKING:
    from ledger.journal.reader import Reader, Record

app = LedgerTyper()

FINDINGS = (
    Column("claim", "#", align="right"),
    Column("analyst", "Analyst", flexible=True),
    Column("severity", "Sort"),
    Column("rule", "Rule"),
    Column("message", "Finding", flexible=True, wrap=True),
    Column("hint", "What to do", flexible=True, wrap=True),
)
CHECKED = (
    Column("claim", "#", align="right"),
    Column("analyst", "Analyst", flexible=True),
    Column("state", "Quote"),
    Column("quote", "Words", flexible=True),
    Column("difference", "Difference", lambda row: row["difference"] or "-", flexible=True),
)
_MARGIN = 6


@app.command()
def coverage(
    ref: Annotated[str | None, typer.Argument(help="Only this episode: e2.")] = None, as_of: options.AsOf = None
) -> None:
    """Say how much of each episode was looked at: sentences kept, dropped and why, claims per thousand words.

    Example: ledger coverage e2
    """
    from ledger.cli.opening import to_read
    from ledger.reports.coverage import coverage_report

    with to_read(as_of) as reader:
        show(coverage_report(reader, ref))


@app.command()
def lint(
    ref: Annotated[str | None, typer.Argument(help="Only an episode (e2), an analyst (a3) or a claim (12).")] = None,
    as_of: options.AsOf = None,
) -> None:
    """Look for what makes claims hard to settle or wrongly coded. Exit 1 where something is found.

    Example: ledger lint e2
    """
    from ledger.cli.opening import to_read

    with to_read(as_of) as reader:
        _print_findings(reader, ref)


@app.command()
def check(
    ref: Annotated[str | None, typer.Argument(help="Only an episode (e2), or a claim (12).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell, and record nothing.")] = False,
) -> None:
    """Hold every quote against its episode's documents; follow those that moved. Exit 1 where one no longer stands.

    Example: ledger check e2
    """
    if dry_run:
        from ledger.cli.opening import to_read
        from ledger.curation.anchoring import check_quotes

        with to_read() as reader:
            found = check_quotes(reader, ref)
    else:
        from ledger.cli.opening import to_record
        from ledger.curation.anchoring import anchor_quotes

        with to_record() as writer:
            found = anchor_quotes(writer, ref)
    _print_checked(found)


def _print_findings(reader: "Reader", ref: str | None) -> None:
    """Everything the rules find; exit 1 where that is something."""
    from ledger.query.lint.findings import findings
    from ledger.reports.listings import listing

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


def _lines(rows: "list[Record]") -> list[str]:
    """Findings under the claim they are of."""
    width = terminal_width()
    room = None if width is None else max(width - _MARGIN, 20)
    lines: list[str] = []
    before = 0
    for row in rows:
        if row["claim"] != before:
            head = safe_term(f"{row['analyst']}: {row['statement']}")
            first, *rest = fold_lines(head, room) or [""]
            lines += [f"{row['claim']:>{_MARGIN - 2}}  {first}", *(f"{'':{_MARGIN}}{line}" for line in rest)]
        told = f"{row['severity']}, {row['rule']}: {row['message']}. {row['hint'] or ''}"
        lines += [f"{'':{_MARGIN}}{line}" for line in fold_lines(safe_term(f"- {told.strip()}"), room)]
        before = row["claim"]
    return lines


def _summed(rows: "list[Record]", claims: int) -> list[str]:
    from ledger.query.lint.registry import Severity

    if not rows:
        return [f"Nothing found in {claims:,} claims." if claims else "No claims yet."]
    counts = Counter(row["severity"] for row in rows)
    told = ", ".join(counted(counts[sort], sort.value) for sort in Severity if counts[sort])
    found = len({row["claim"] for row in rows})
    return ["", f"{told} in {counted(found, 'claim')}."]


def _print_checked(found: Sequence[Any]) -> None:
    """What came of every quote; exit 1 where one needs to be looked at."""
    from ledger.curation.anchoring import STATES

    rows = [
        {
            "claim": one.claim,
            "analyst": one.analyst,
            "state": one.state,
            "well": one.well,
            "document": one.document,
            "quote": one.quote,
            "difference": one.difference or None,
        }
        for one in found
    ]
    shown = [row for row in rows if not row["well"] or row["state"] == "moved"] if several_tables() else rows
    counts = Counter(row["state"] for row in rows)
    notes = [f"{count} {state}: {STATES[state][1]}" for state, count in counts.items()]
    empty = "Every quote stands." if rows else "No quotes from episodes with documents."
    emit(Report(shown, CHECKED, empty=empty, notes=notes))
    if not all(row["well"] for row in rows):
        raise typer.Exit(1)
