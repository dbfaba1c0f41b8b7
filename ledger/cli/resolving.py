"""The command that settles: resolve."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.model.vocabulary import VERDICT_WORDS, VERDICTS, listed

app = LedgerTyper()
_REASONED = listed(outcome for outcome in VERDICTS if outcome.needs_reason)


@app.command()
def resolve(
    ref: Annotated[str, typer.Argument(help="The question (q7), or a claim on it (12).")],
    outcome: Annotated[str | None, typer.Argument(help=f"{VERDICT_WORDS}.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day the world settled it.")] = None,
    evidence: options.Evidence = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", help=f"Why; needed for {_REASONED} and --reopen."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who judged it; else you.")] = None,
    note: options.Note = None,
    condition: Annotated[
        bool, typer.Option("--condition", help="The verdict is on the condition, not the question.")
    ] = False,
    reopen: Annotated[bool, typer.Option("--reopen", help="Set it back to open; it then scores nowhere.")] = False,
) -> None:
    """Record what the world made of a question. A second verdict is appended; the newest is in force.

    A condition that turns out false voids its question.

    Example: ledger resolve 12 false --on 2019-05-04 --evidence https://example.org/report
    """
    from ledger.cli.settling import resolve_words
    from ledger.curation.resolving import Verdict

    verdict = Verdict(outcome or "", on, tuple(evidence or ()), reason, by, note, condition)
    resolve_words(ref, verdict, reopening=reopen)
