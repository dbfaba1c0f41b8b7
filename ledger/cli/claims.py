"""Commands that record: add, revise, withdraw, amend."""

from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices

app = LedgerTyper()

_Likelihood = Annotated[str | None, typer.Option("--likelihood", help=f"How sure: {options.LIKELIHOOD_HELP}")]
_Quote = Annotated[str | None, typer.Option("--quote", help="The words as spoken.")]
_Occurrence = Annotated[
    int | None, typer.Option("--occurrence", help="Which, where the quote stands more than once in the document: 2.")
]
_Document = Annotated[
    str | None, typer.Option("--document", help="The document the quote stands in, of several the episode has: d3.")
]
_AsHeard = Annotated[
    bool, typer.Option("--as-heard", help="Keep the quote though it does not stand in the episode's document.")
]
_At = Annotated[str | None, typer.Option("--at", help="Where in the recording: 00:12:30.")]
_Episode = Annotated[str | None, typer.Option("--episode", help="A known episode: e2, or its title.")]


@app.command()
def add(
    statement: Annotated[
        str | None, typer.Argument(help="What was said would happen (or is so), so that it can be settled.")
    ] = None,
    analyst: Annotated[str | None, typer.Option("--analyst", help="Who said it.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="The day it was said; else the episode's day; or: unknown.")
    ] = None,
    episode: _Episode = None,
    show: Annotated[str | None, typer.Option("--show", help="A new episode's show ...")] = None,
    title: Annotated[str | None, typer.Option("--title", help="... its title ...")] = None,
    published: Annotated[str | None, typer.Option("--published", help="... its date ...")] = None,
    url: Annotated[str | None, typer.Option("--url", help="... and its address.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Deadline: 2026-12-31, 2026-Q4, 2027, within six months ...")
    ] = None,
    criteria: Annotated[str | None, typer.Option("--criteria", help="What settles it, and who reports that.")] = None,
    condition: Annotated[str | None, typer.Option("--if", help="What it hangs on.")] = None,
    likelihood: _Likelihood = None,
    scale: options.Scale = "icd203",
    quote: _Quote = None,
    at: _At = None,
    occurrence: _Occurrence = None,
    document: _Document = None,
    as_heard: _AsHeard = False,
    kind: Annotated[
        str | None, typer.Option("--kind", help=f"{options.KINDS}.", autocompletion=choices(options.KINDS))
    ] = None,
    attribution: Annotated[
        str | None,
        typer.Option("--attribution", help=f"Whose view: {options.LEVELS}.", autocompletion=choices(options.LEVELS)),
    ] = None,
    denies: Annotated[
        bool, typer.Option("--denies", help="The analyst denies the statement; --likelihood is how sure of that.")
    ] = False,
    question: Annotated[
        str | None, typer.Option("--question", help="A known question (q7), instead of a statement.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option("--topic", help="A topic; again for more.")] = None,
    note: options.Note = None,
    new_analyst: Annotated[
        bool, typer.Option("--new-analyst", help="The name is new, though it looks like a known one.")
    ] = False,
    key: Annotated[str | None, typer.Option("--key", help="An outside key, unique in the ledger.")] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", help="What resolves together, if not the episode.")
    ] = None,
) -> None:
    """Record a claim. On a terminal, what is missing is asked for.

    Example: ledger add "China blames the US if the summit fails" --analyst "Tong Zhao" --on 2019-01-17
    --by 2019-12-31 --likelihood likely --show "China in the World" --title "New Summit, Old Issues"
    """
    from ledger.cli.adding import add_claim

    words: dict[str, Any] = {
        "statement": statement, "analyst": analyst, "on": on, "episode": episode, "by": by, "criteria": criteria,
        "condition": condition, "likelihood": likelihood, "scale": scale, "quote": quote, "at": at, "kind": kind,
        "attribution": attribution, "denies": denies, "question": question, "topics": tuple(topic or ()), "note": note,
        "new_analyst": new_analyst, "key": key, "cluster": cluster,
    }  # fmt: skip
    add_claim(
        words, {"show": show, "title": title, "published": published, "url": url}, (occurrence, document, as_heard)
    )


@app.command()
def revise(
    claim: Annotated[str, typer.Argument(help="The claim the analyst has moved on from: 12.")],
    on: Annotated[str, typer.Option("--on", help="The day of the new statement.")],
    likelihood: _Likelihood = None,
    scale: options.Scale = "icd203",
    episode: _Episode = None,
    quote: _Quote = None,
    at: _At = None,
    occurrence: _Occurrence = None,
    document: _Document = None,
    as_heard: _AsHeard = False,
    denies: Annotated[
        bool | None, typer.Option("--denies/--affirms", help="Whether the analyst now denies it.")
    ] = None,
    note: options.Note = None,
) -> None:
    """Record a change of mind: a new claim by the same analyst on the same question; the old one stays.

    Example: ledger revise 12 --on 2019-03-01 --likelihood 80%
    """
    from ledger.cli.adding import revise_claim

    more = {"episode": episode, "quote": quote, "at": at, "denies": denies, "note": note}
    given = {name: value for name, value in more.items() if value is not None}
    place = (occurrence, document, as_heard)
    revise_claim(claim, on=on, likelihood=likelihood, scale=scale, more=given, place=place)


@app.command()
def withdraw(
    claim: Annotated[str, typer.Argument(help="The claim the analyst took back: 12.")],
    on: Annotated[str, typer.Option("--on", help="The day it was taken back.")],
    note: options.Note = None,
) -> None:
    """Record that the analyst took a claim back. It stays on the record, and its score stays.

    Example: ledger withdraw 12 --on 2019-03-01
    """
    from ledger.cli.output import answer
    from ledger.cli.writer import opened, today
    from ledger.curation.changing import withdraw as withdraw_claim

    with opened() as writer:
        number, day = withdraw_claim(writer, claim, on=on, note=note, today=today())
    answer(
        {"number": number, "withdrawn_on": str(day)},
        [("Withdrawn", f"claim {number}, on {day}")],
        ["A forecast at issue still counts. Was it a slip of the curator's? ledger amend --exclude REASON"],
    )


@app.command()
def amend(
    claim: Annotated[str, typer.Argument(help="The claim that was coded wrongly: 12.")],
    analyst: Annotated[str | None, typer.Option("--analyst", help="Who really said it.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day it was said.")] = None,
    episode: _Episode = None,
    likelihood: _Likelihood = None,
    scale: options.Scale = "icd203",
    quote: _Quote = None,
    at: _At = None,
    occurrence: _Occurrence = None,
    document: _Document = None,
    as_heard: _AsHeard = False,
    kind: Annotated[str | None, typer.Option("--kind", help=f"{options.KINDS}.")] = None,
    attribution: Annotated[str | None, typer.Option("--attribution", help=f"{options.LEVELS}.")] = None,
    denies: Annotated[
        bool | None, typer.Option("--denies/--affirms", help="Whether the analyst denies the statement.")
    ] = None,
    exclude: Annotated[str | None, typer.Option("--exclude", help="Leave it out of scores, for this reason.")] = None,
    include: Annotated[bool, typer.Option("--include", help="Take it back in.")] = False,
    cluster: Annotated[
        str | None, typer.Option("--cluster", help="What resolves together, if not the episode.")
    ] = None,
    note: options.Note = None,
) -> None:
    """Correct a slip of the curator's: a new entry; the wrong version stays visible in ledger log.

    The statement, deadline and criteria belong to the question: ledger question amend.

    Example: ledger amend 12 --likelihood 70% --note "misheard"
    """
    from ledger.cli.adding import amend_claim_words

    words = {"analyst": analyst, "on": on, "episode": episode, "likelihood": likelihood, "quote": quote, "at": at,
             "kind": kind, "attribution": attribution, "denies": denies, "excluded": exclude, "cluster": cluster,
             "note": note}  # fmt: skip
    given: dict[str, Any] = {name: value for name, value in words.items() if value is not None}
    if include:
        given["excluded"] = None
    amend_claim_words(claim, given, scale, (occurrence, document, as_heard))
