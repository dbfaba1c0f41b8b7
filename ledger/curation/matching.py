"""Which claim of the ledger a claim of a file is - the same, an older version of it or none - and where they differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ledger.claimfiles.rows import Spot
from ledger.curation.ledger_index import Asked, LedgerIndex, Made, asked_of, told_apart
from ledger.curation.stated import Columns, Draft
from ledger.journal.reader import Record
from ledger.model.fields import CLAIM, EPISODE, QUESTION, RESOLUTION, STATED_IN
from ledger.model.likelihood import Likelihood
from ledger.model.vocabulary import SPEAKER, Source, Target
from ledger.query.stored_claims import part_of

_LIKELIHOOD = ("source", "words", "scale", "low", "point", "high")
_ONLY_IF_STATED = {"at_seconds": "at", "until_seconds": "until", "read_by": "read_by"}
"""Columns that the ledger fills itself, and the fields that state them."""
_SHOWN = 60
_BEFORE = 12


class Difference(NamedTuple):
    """A field in which a file and the ledger differ; ``older``: the ledger had it so once, and was corrected since."""

    spot: Spot
    message: str
    older: bool


def compare_claim(draft: Draft, record: Record, index: LedgerIndex) -> Iterator[Difference]:
    """In what a claim of a file differs from the one of the ledger, which is never overwritten."""
    held, what = part_of(record, "c"), f"claim {record['c_number']}"
    own, counted = index.analyst(draft.folded) or (None, None)
    if counted != record["analyst_id"]:
        older = _was(index, held["id"], {"analyst_id": own})
        yield Difference(("analyst",), _apart(draft.analyst, record["analyst"], what), older)
    for name, value in draft.claim.items():
        field = _ONLY_IF_STATED.get(name)
        if name in _LIKELIHOOD or (field is not None and field not in draft.row.claim):
            continue
        yield from _compare(index, held, (name, value), spot=(STATED_IN[CLAIM, name],), what=what)
    likelihood, known = ({name: columns[name] for name in _LIKELIHOOD} for columns in (draft.claim, held))
    if likelihood != known:
        told = _apart(_likelihood(likelihood), _likelihood(known), what)
        yield Difference(("likelihood",), told, _was(index, held["id"], likelihood))


def compare_question(draft: Draft, asked: Asked, index: LedgerIndex, *, whole: bool) -> Iterator[Difference]:
    """In what the question of a claim differs from that of the ledger; ``whole``: also by what is not stated."""
    held = {**asked.columns, "topics": sorted(index.topics(asked))}
    for name, value in draft.asked.items():
        if name in draft.given or whole:
            stated = sorted(value) if name == "topics" else value
            yield from _compare(index, held, (name, stated), spot=(STATED_IN[QUESTION, name],), what=asked.what)


def compare_episode(draft: Draft, known: Record, index: LedgerIndex) -> Iterator[Difference]:
    """In what the episode of a claim differs from the one of the ledger, in what is stated of it and known there."""
    missing = lacking(draft, known)
    for name, value in (draft.episode or {}).items():
        if name in missing:
            continue
        spot = (EPISODE, STATED_IN[EPISODE, name])
        yield from _compare(index, known, (name, value), spot=spot, what=f"episode e{known['number']}")


def lacking(draft: Draft, known: Record) -> dict[str, Any]:
    """What is stated of an episode and the ledger does not know of it; of people it may lack just the roles."""
    stated = draft.episode or {}
    found = {name: value for name, value in stated.items() if value and known[name] in (None, "", [])}
    people = stated.get("people") or []
    same = [one.get("name") for one in people] == [one["name"] for one in known["people"]]
    if same and all(one.get("role", SPEAKER) == SPEAKER for one in known["people"]):
        found |= {"people": people} if people != known["people"] else {}
    return found


def _compare(
    index: LedgerIndex, held: Mapping[str, Any], stated: tuple[str, object], *, spot: Spot, what: str
) -> Iterator[Difference]:
    name, value = stated
    if _plain(value) != _plain(held[name]):
        yield Difference(spot, _apart(value, held[name], what), _was(index, held["id"], {name: value}))


def _was(index: LedgerIndex, subject: str, wanted: Columns) -> bool:
    """Whether some version of a record was as a file has it."""

    def so(body: Mapping[str, Any]) -> bool:
        return all(_plain(body.get(name)) == _plain(value) for name, value in wanted.items())

    return index.had(subject, so)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    """A value as it can be compared: a flag is stored as a number, and topics have no order."""
    if isinstance(value, bool):
        return int(value)
    return sorted(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else value


def new_verdicts(draft: Draft, asked: Asked, known: Sequence[Columns]) -> tuple[dict[int, Columns], list[Difference]]:
    """Of the verdicts that a file states those the ledger has not got, by their place, and what contradicts it.

    The ledger may hold more of them than the file, and the file may go on where the ledger ends; anything else is a
    contradiction.
    """
    fresh: dict[int, Columns] = {}
    differences: list[Difference] = []
    for target in Target:
        held = [verdict for verdict in known if verdict["target"] == target]
        stated = [place for place, verdict in enumerate(draft.verdicts) if verdict["target"] == target]
        if _within(draft, stated, held):
            continue
        pairs = zip(stated, held, strict=False)
        place, other = next(((place, one) for place, one in pairs if not _same(draft, place, one)), (None, {}))
        if place is None:
            fresh |= {place: draft.verdicts[place] for place in stated[len(held) :]}
        else:
            told = f"is {_verdict(draft.verdicts[place])} here and {_verdict(other)} in {asked.what}"
            differences.append(Difference((RESOLUTION, place, "outcome"), told, older=False))
    return {place: fresh[place] for place in sorted(fresh)}, differences


def _within(draft: Draft, stated: Iterable[int], held: Iterable[Columns]) -> bool:
    """Whether all that is stated is held, in that order."""
    left = iter(held)
    return all(any(_same(draft, place, one) for one in left) for place in stated)


def _same(draft: Draft, place: int, held: Columns) -> bool:
    """Whether a verdict is one that is held; who judged it counts only where the file says so."""
    stated, skipped = draft.verdicts[place], set() if "judged_by" in draft.row.resolutions[place] else {"judged_by"}
    return all(stated[name] == value for name, value in held.items() if name not in skipped)


def _verdict(verdict: Mapping[str, Any]) -> str:
    return f"{verdict['outcome']} on {verdict['resolved_on']}" if verdict["resolved_on"] else str(verdict["outcome"])


def _likelihood(columns: Mapping[str, Any]) -> str:
    words, source = columns["words"] or "", Source(columns["source"])
    return Likelihood(source, words, columns["low"], None, columns["high"], columns["scale"]).describe()


def _apart(here: object, there: object, what: str) -> str:
    """Two values that differ, from a little before where they part."""
    one, other = _words(here), _words(there)
    pairs = enumerate(zip(one, other, strict=False))
    start = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    return f"is {_piece(one, start)} here and {_piece(other, start)} in {what}"


def _words(value: object) -> str:
    if isinstance(value, list):
        told = (f"{one['name']} ({one.get('role', '')})" if isinstance(one, dict) else str(one) for one in value)
        return ", ".join(told)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _piece(text: str, start: int) -> str:
    if not text:
        return "nothing"
    first = start - _BEFORE if start > _BEFORE and len(text) > _SHOWN else 0
    return f"{'...' if first else ''}{text[first : first + _SHOWN]!a}{'...' if len(text) > first + _SHOWN else ''}"


def note(draft: Draft, differences: Iterable[Difference]) -> None:
    """Count as faults what contradicts the ledger."""
    for difference in differences:
        if not difference.older:
            draft.fault(difference.spot, difference.message)


class Matcher:
    """Holds claims of a file against those of a ledger."""

    def __init__(self, index: LedgerIndex) -> None:
        self._index = index
        self._said: dict[int, str] = {}

    def alike(self, draft: Draft, asked: Asked | None, revised: Made | None) -> Record | None:
        """The claim without a key that this one is: the same analyst, day and statement, and all else alike."""
        statement = asked.columns["statement"] if asked else draft.asked["statement"]
        own, counted = self._index.analyst(draft.folded) or ("", draft.folded)
        if draft.problems:
            return None
        candidates = self._index.said(counted, draft.claim["stated_on"], str(statement)) if own else []
        differing = [(record, self.differences(draft, record, revised)[1]) for record in candidates]
        found = next((record for record, differences in differing if _older(differences)), None)
        if found is None and not draft.repeat:
            if differing:
                note(draft, differing[0][1])
            elif before := self._said.get(told_apart(counted, draft.claim["stated_on"], str(statement))):
                draft.fault((), f"says what {before} says; give both a key, or say repeat = yes")
        return found

    def remember(self, draft: Draft, asked: Asked) -> None:
        """A claim of the file is on the record now: another like it would say the same again."""
        counted = self._index.counted_as(draft.folded)
        place = told_apart(counted, draft.claim["stated_on"], asked.columns["statement"])
        self._said.setdefault(place, draft.where)

    def differences(self, draft: Draft, record: Record, revised: Made | None) -> tuple[Asked, list[Difference]]:
        """In what a claim differs from one of the ledger; and its question, now or when it was as the file has it."""
        found = [*compare_claim(draft, record, self._index), *self._elsewhere(draft, record)]
        if revised is not None and record["c_revises"] != revised.claim_id:
            told = f"is not the one that claim {record['c_number']} takes the place of"
            found.append(Difference(("revises",), told, older=False))
        asked = asked_of(record)
        now = self._on(draft, asked)
        if not _older(now):
            for earlier in self._index.earlier_questions(record["c_id"]):
                if _older(self._on(draft, earlier)):
                    return earlier, [*found, *(one._replace(older=True) for one in now)]
        return asked, found + now

    def _on(self, draft: Draft, asked: Asked) -> list[Difference]:
        """In what a claim differs as to its question."""
        worded = bool(draft.asked["statement"])
        named = self._index.question(draft.question, worded=worded) if draft.question else None
        if named is not None and named.id != asked.id:
            return [Difference(("question",), f"is {named.what} here and {asked.what} in the ledger", older=False)]
        whole = draft.question is None and draft.revises is None
        return list(compare_question(draft, asked, self._index, whole=whole))

    def _elsewhere(self, draft: Draft, record: Record) -> Iterator[Difference]:
        """In what a claim differs as to where it was said."""
        if draft.episode is None:
            return
        known = self._index.episode(draft.episode)
        identifier = known["id"] if known else None
        if identifier != record["c_episode_id"] or known is None:
            older = known is not None and self._index.had(
                record["c_id"], lambda body: body.get("episode_id") == identifier
            )
            yield Difference((EPISODE,), f"is not the one of claim {record['c_number']}", older)
        if known is not None:
            yield from compare_episode(draft, known, self._index)


def _older(differences: Iterable[Difference]) -> bool:
    """Whether a file is no more than older than the ledger."""
    return all(one.older for one in differences)
