"""The command that settles: the verdict appended, the earlier ones shown, and how each claim now stands."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.errors import InputError
from ledger.model.vocabulary import VERDICT_WORDS, VERDICTS, Outcome, listed

if TYPE_CHECKING:
    from ledger.curation.resolving import Resolved, Verdict

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
    from ledger.curation.resolving import Verdict

    verdict = Verdict(outcome or "", on, tuple(evidence or ()), reason, by, note, condition)
    resolve_words(ref, verdict, reopening=reopen)


def resolve_words(ref: str, verdict: "Verdict", *, reopening: bool) -> None:
    """Append a verdict and answer with what it changed."""
    from ledger.cli.opening import to_record
    from ledger.curation.resolving import reopen, resolve
    from ledger.model.days import today
    from ledger.query.listing import claims_where

    if bool(verdict.outcome) == reopening:
        raise InputError("Give either an OUTCOME or --reopen.", f"Outcomes: {VERDICT_WORDS}.")
    with to_record() as writer:
        if reopening:
            done = reopen(writer, ref, verdict, today=today(), actor=writer.actor)
        else:
            done = resolve(writer, ref, verdict, today=today(), actor=writer.actor)
        claims = claims_where(writer, str(today()), "q.id = :id", id=done.question["id"])
    _answer(done, claims)


def _answer(done: "Resolved", claims: list[dict[str, Any]]) -> None:
    from ledger.cli.output import answer
    from ledger.model.probabilities import show_outcome

    question, body = done.question, done.body
    of = "condition" if body.target == "condition" else "question"
    fields = [
        ("Verdict", f"r{done.number} on {of} q{question['number']}"),
        ("Question", question["statement"]),
        ("Condition", question["condition"]),
        (
            "Outcome",
            show_outcome(body.outcome, body.fraction) + (f" on {body.resolved_on}" if body.resolved_on else ""),
        ),
        ("Evidence", "\n".join(body.evidence)),
        ("Reason", body.reason),
        ("Note", body.note),
        ("Judged by", body.judged_by),
    ]
    answer(done.row(claims), fields, [*(_was(old) for old in done.earlier[:1]), *_hangs(done), *map(_stands, claims)])


def _hangs(done: "Resolved") -> list[str]:
    """A word on a condition nobody has settled, when its question is."""
    question = done.question
    if done.body.target == "condition" or not question["condition"] or question["condition_verdict"] != Outcome.OPEN:
        return []
    name = f"q{question['number']}"
    advice = f"ledger resolve {name} true|false --condition --on DATE --evidence URL"
    return [f"{name} hangs on a condition without a verdict. Was it met? {advice}"]


def _was(old: dict[str, Any]) -> str:
    from ledger.model.probabilities import show_outcome

    when = f" on {old['resolved_on']}" if old["resolved_on"] else ""
    said = show_outcome(old["outcome"], old["fraction"])
    return f"Before: {said}{when} (r{old['number']}, by {old['judged_by']}), which stays on the record."


def _stands(claim: dict[str, Any]) -> str:
    from ledger.query.judged import right_or_wrong, why_not_scored

    told = right_or_wrong(claim) or f"not scored ({why_not_scored(claim)})"
    late = "; recorded after it was settled" if claim["retrospective"] else ""
    return f"Claim {claim['number']}, {claim['analyst']}: {told}{late}."
