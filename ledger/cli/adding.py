"""The work behind add, revise and amend: words in, a claim on the record, and the answer."""

import sys
from typing import Any

from ledger.cli.output import answer
from ledger.cli.writer import opened, today
from ledger.curation.anchoring import Given
from ledger.curation.catalogue import NearAnalyst, NewEpisode
from ledger.curation.changing import amend_claim, revise
from ledger.curation.recording import NewClaim, Recorded, Recorder
from ledger.errors import InputError
from ledger.journal.writer import Writer
from ledger.query.listing import claims_where, public_claim
from ledger.reports.cards import claim_fields


class Missing(InputError):
    """Options a claim cannot do without, where nobody can be asked; all of them at once."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Missing: {', '.join(missing)}.", "On a terminal they are asked for. See: ledger add --help")


class HalfAnEpisode(InputError):
    """A new episode needs both its show and its title."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"A new episode needs {missing}.", "Or name a known one with --episode e2.")


Place = tuple[int | None, str | None, bool]
"""Which of several places, in which document, or that the quote was heard and not read."""


def add_claim(words: dict[str, Any], episode: dict[str, str | None], place: Place) -> None:
    """Record a claim from the words given, asking for the rest where somebody is there to answer."""
    words["place"] = Given(*place)
    asking = sys.stdin.isatty() and sys.stderr.isatty()
    if asking:
        from ledger.cli.asking import complete

        complete(words, episode)
    _require(words, episode)
    recorded, row = _record(words, episode, asking=asking)
    public = {**public_claim(row), "topics": list(recorded.question.topics), "hints": recorded.hints}
    notes = [f"hint: {message}" for message in recorded.hints.values()]
    answer(public, claim_fields(row, public), [*recorded.warnings, *notes])


def _require(words: dict[str, Any], episode: dict[str, str | None]) -> None:
    given = any(episode.values())
    missing = []
    if not words["statement"] and not words["question"]:
        missing.append("STATEMENT (or --question)")
    if not words["analyst"]:
        missing.append("--analyst")
    if not words["on"] and not words["episode"] and not episode["published"] and not given:
        missing.append("--on")
    if missing:
        raise Missing(missing)
    for name in ("show", "title"):
        if given and not episode[name]:
            raise HalfAnEpisode(f"--{name}")


def _record(words: dict[str, Any], episode: dict[str, str | None], *, asking: bool) -> tuple[Recorded, dict[str, Any]]:
    new_episode = NewEpisode(**episode) if any(episode.values()) else None  # type: ignore[arg-type]
    try:
        with opened() as writer:
            recorder = Recorder(writer, today(), writer.actor)
            recorded = recorder.record(NewClaim(**words, new_episode=new_episode))
            return recorded, judged_claim(writer, recorded.claim.id, recorded.question.id)
    except NearAnalyst as error:
        if not asking:
            raise
        from ledger.cli.asking import choose_analyst

        words |= choose_analyst(words["analyst"], error.near)
        return _record(words, episode, asking=asking)


def judged_claim(writer: Writer, claim_id: str, question_id: str) -> dict[str, Any]:
    """A claim just recorded, as every listing will see it."""
    rows = claims_where(writer, str(today()), "q.id = :id", id=question_id)
    return next(row for row in rows if row["claim_id"] == claim_id)


def revise_claim(ref: str, *, on: str, likelihood: str | None, scale: str, more: dict[str, Any], place: Place) -> None:
    """Record a change of mind and answer with the new claim."""
    with opened() as writer:
        _, body, warnings = revise(
            writer,
            ref,
            on=on,
            likelihood=likelihood,
            scale=scale,
            today=today(),
            actor=writer.actor,
            more=more,
            place=Given(*place),
        )
        row = judged_claim(writer, body.id, body.question_id)
    public = public_claim(row)
    answer(public, claim_fields(row, public), [f"Revises claim {ref}, which stays on the record.", *warnings])


def amend_claim_words(ref: str, changes: dict[str, Any], scale: str, place: Place) -> None:
    """Correct a claim and answer with it as it now stands."""
    with opened() as writer:
        done = amend_claim(writer, ref, changes, today=today(), actor=writer.actor, scale=scale, place=Given(*place))
        found = writer.rows("SELECT id, question_id FROM claim WHERE number = :number", number=done.number)[0]
        row = judged_claim(writer, found["id"], found["question_id"])
    public = {**public_claim(row), "amended": list(done.fields)}
    note = f"Amended: {', '.join(done.fields)}. What it said before: ledger log {done.number}"
    late = ["It now counts as coded today."] if done.scored and row["retrospective"] else []
    answer(public, claim_fields(row, public), [note, *late, *done.warnings])
