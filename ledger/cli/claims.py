"""Commands that record: add, revise, withdraw, amend. Words in, a claim on the record, and the answer."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.errors import InputError

if TYPE_CHECKING:
    from ledger.curation.anchoring import Given
    from ledger.curation.recording import Recorded
    from ledger.journal.writer import Writer

app = LedgerTyper()

Stated = dict[str, Any]
"""What is said of a claim, or of an episode, under the names of its fields."""

_Occurrence = Annotated[
    int | None, typer.Option("--occurrence", help="Which, where the quote stands more than once in the document: 2.")
]
_Document = Annotated[
    str | None, typer.Option("--document", help="The document the quote stands in, of several the episode has: d3.")
]
_AsHeard = Annotated[
    bool, typer.Option("--as-heard", help="Keep the quote though it does not stand in the episode's document.")
]
_Episode = Annotated[str | None, typer.Option("--episode", help="A known episode: e2, or its title.")]


class Missing(InputError):
    """Options a claim cannot do without, where nobody can be asked; all of them at once."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Missing: {', '.join(missing)}.", "On a terminal they are asked for. See: ledger add --help")


@app.command()
@options.stating(
    "add",
    "statement analyst stated_on episode show title published url deadline criteria condition likelihood scale quote "
    "at occurrence document as_heard kind attribution denies question topics note new_analyst key cluster",
)
def add(
    *,
    stated: Stated = options.GIVEN,
    episode: _Episode = None,
    show: Annotated[str | None, typer.Option("--show", help="A new episode's show ...")] = None,
    title: Annotated[str | None, typer.Option("--title", help="... its title ...")] = None,
    published: Annotated[str | None, typer.Option("--published", help="... its date ...")] = None,
    url: Annotated[str | None, typer.Option("--url", help="... and its address.")] = None,
    scale: options.Scale = "icd203",
    occurrence: _Occurrence = None,
    document: _Document = None,
    as_heard: _AsHeard = False,
    new_analyst: Annotated[
        bool, typer.Option("--new-analyst", help="The name is new, though it looks like a known one.")
    ] = False,
) -> None:
    """Record a claim. On a terminal, what is missing is asked for.

    Example: ledger add "China blames the US if the summit fails" --analyst "Tong Zhao" --on 2019-01-17
    --by 2019-12-31 --likelihood likely --show "China in the World" --title "New Summit, Old Issues"
    """
    from ledger.cli.output import answer
    from ledger.curation.anchoring import Given
    from ledger.query.listing import public_claim
    from ledger.reports.cards import claim_fields

    words = {**stated, "scale": scale, "episode": episode}
    where: dict[str, str | None] = {"show": show, "title": title, "published_on": published, "url": url}
    asking = sys.stdin.isatty() and sys.stderr.isatty()
    if asking:
        from ledger.cli.prompts import complete

        complete(words, where)
    _require(words, where)
    if not words["episode"] and any(where.values()):
        words["episode"] = where
    place = Given(occurrence, document, as_heard)
    recorded, row = _record(words, place, asking=asking, new_analyst=new_analyst)
    public = {**public_claim(row), "topics": list(recorded.question.topics), "hints": recorded.hints}
    notes = [f"hint: {message}" for message in recorded.hints.values()]
    answer(public, claim_fields(row, public), [*recorded.warnings, *notes])


def _require(words: Stated, episode: Stated) -> None:
    given = any(episode.values())
    missing = []
    if not words.get("statement") and not words.get("question"):
        missing.append("STATEMENT (or --question)")
    if not words.get("analyst"):
        missing.append("--analyst")
    if not words.get("stated_on") and not words["episode"] and not given:
        missing.append("--on")
    if missing:
        raise Missing(missing)
    for name in ("show", "title"):
        if given and not episode[name]:
            raise InputError(f"A new episode needs {f'--{name}'}.", "Or name a known one with --episode e2.")


def _record(words: Stated, place: "Given", *, asking: bool, new_analyst: bool) -> "tuple[Recorded, dict[str, Any]]":
    from ledger.cli.opening import to_record
    from ledger.curation.catalogue import NearAnalyst
    from ledger.curation.recording import Recorder
    from ledger.model.days import today

    try:
        with to_record() as writer:
            recorder = Recorder(writer, today(), writer.actor)
            recorded = recorder.record(words, new_analyst=new_analyst, place=place)
            return recorded, _judged(writer, recorded.claim.id, recorded.question.id)
    except NearAnalyst as error:
        if not asking:
            raise
        from ledger.cli.prompts import choose_analyst

        meant = choose_analyst(words["analyst"], error.near)
        return _record({**words, "analyst": meant or words["analyst"]}, place, asking=asking, new_analyst=meant is None)


def _judged(writer: "Writer", claim_id: str, question_id: str) -> dict[str, Any]:
    """A claim just recorded, as every listing will see it."""
    from ledger.model.days import today
    from ledger.query.listing import claims_where

    rows = claims_where(writer, str(today()), "q.id = :id", id=question_id)
    return next(row for row in rows if row["claim_id"] == claim_id)


@app.command()
@options.stating("revise", "claim on likelihood scale episode quote at occurrence document as_heard denies note")
def revise(
    *,
    claim: Annotated[str, typer.Argument(help="The claim the analyst has moved on from: 12.")],
    on: Annotated[str, typer.Option("--on", help="The day of the new statement.")],
    stated: Stated = options.GIVEN,
    scale: options.Scale = "icd203",
    episode: _Episode = None,
    occurrence: _Occurrence = None,
    document: _Document = None,
    as_heard: _AsHeard = False,
) -> None:
    """Record a change of mind: a new claim by the same analyst on the same question; the old one stays.

    Example: ledger revise 12 --on 2019-03-01 --likelihood 80%
    """
    from ledger.cli.opening import to_record
    from ledger.cli.output import answer
    from ledger.curation import changing
    from ledger.curation.anchoring import Given
    from ledger.model.days import today
    from ledger.query.listing import public_claim
    from ledger.reports.cards import claim_fields

    words = {**stated, "stated_on": on, "scale": scale, **({} if episode is None else {"episode": episode})}
    with to_record() as writer:
        place = Given(occurrence, document, as_heard)
        _, body, warnings = changing.revise(writer, claim, words, today=today(), actor=writer.actor, place=place)
        row = _judged(writer, body.id, body.question_id)
    public = public_claim(row)
    answer(public, claim_fields(row, public), [f"Revises claim {claim}, which stays on the record.", *warnings])


@app.command()
def withdraw(
    claim: Annotated[str, typer.Argument(help="The claim the analyst took back: 12.")],
    on: Annotated[str, typer.Option("--on", help="The day it was taken back.")],
    note: options.Note = None,
) -> None:
    """Record that the analyst took a claim back. It stays on the record, and its score stays.

    Example: ledger withdraw 12 --on 2019-03-01
    """
    from ledger.cli.opening import to_record
    from ledger.cli.output import answer
    from ledger.curation import changing
    from ledger.model.days import today

    with to_record() as writer:
        number, day = changing.withdraw(writer, claim, on=on, note=note, today=today())
    answer(
        {"number": number, "withdrawn_on": str(day)},
        [("Withdrawn", f"claim {number}, on {day}")],
        ["A forecast at issue still counts. Was it a slip of the curator's? ledger amend --exclude REASON"],
    )


@app.command()
@options.stating(
    "amend",
    "claim analyst stated_on episode likelihood scale quote at occurrence document as_heard kind attribution denies "
    "excluded include cluster note",
)
def amend(
    *,
    claim: Annotated[str, typer.Argument(help="The claim that was coded wrongly: 12.")],
    stated: Stated = options.GIVEN,
    episode: _Episode = None,
    scale: options.Scale = "icd203",
    occurrence: _Occurrence = None,
    document: _Document = None,
    as_heard: _AsHeard = False,
    include: Annotated[bool, typer.Option("--include", help="Take it back in.")] = False,
) -> None:
    """Correct a slip of the curator's: a new entry; the wrong version stays visible in ledger log.

    The statement, deadline and criteria belong to the question: ledger question amend.

    Example: ledger amend 12 --likelihood 70% --note "misheard"
    """
    from ledger.cli.opening import to_record
    from ledger.cli.output import answer
    from ledger.curation.anchoring import Given
    from ledger.curation.changing import amend_claim
    from ledger.model.days import today
    from ledger.query.listing import public_claim
    from ledger.reports.cards import claim_fields

    words = {**stated, "scale": scale, **({} if episode is None else {"episode": episode})}
    if include:
        words["excluded"] = None
    with to_record() as writer:
        place = Given(occurrence, document, as_heard)
        done = amend_claim(writer, claim, words, today=today(), actor=writer.actor, place=place)
        found = writer.rows("SELECT id, question_id FROM claim WHERE number = :number", number=done.number)[0]
        row = _judged(writer, found["id"], found["question_id"])
    public = {**public_claim(row), "amended": list(done.fields)}
    note = f"Amended: {', '.join(done.fields)}. What it said before: ledger log {done.number}"
    late = ["It now counts as coded today."] if done.scored and row["retrospective"] else []
    answer(public, claim_fields(row, public), [note, *late, *done.warnings])
