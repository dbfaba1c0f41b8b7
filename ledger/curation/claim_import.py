"""Claims of a file on their way into a ledger: checked, every fault named, stored whole or not at all, and told of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from ledger.claimfiles.rows import ClaimRow
from ledger.curation.claim_writing import ClaimWriter, Prepared, remember
from ledger.curation.drafts import DraftReader
from ledger.curation.ledger_index import Asked, LedgerIndex, Made, asked_of
from ledger.curation.matching import Matcher, compare_question, new_verdicts, note
from ledger.curation.recording import fold_statement
from ledger.curation.stated import Draft
from ledger.errors import ImportRejected, Problem, quoted
from ledger.journal.reader import Record
from ledger.journal.writer import Writer
from ledger.model.fields import RESOLUTION
from ledger.model.likelihood import is_hedge
from ledger.model.scales import load_hedges
from ledger.model.vocabulary import Outcome, Target
from ledger.query.refs import near_names

_MOST_COMPARED = 20_000
"""Pairs of names that are held against each other; more would take longer than the import."""

_MOST_TOLD = 5
_NEAR = 0.85
"""How alike new names must be for somebody to look at them: closer than for one that is typed."""
_SENTENCES = {
    "outdated": "{lines}: an older version of what the ledger holds, which was left as it is.",
    "heard": "{lines}: the quote has no one place in the documents of its episode, and was kept as heard.",
    "hedged": "{lines}: the words cannot be wrong (may, might ...); give hedge = yes, or they are scored.",
    "twin": "{lines}: the same statement as an earlier claim, on a question of its own; to compare analysts, give both "
    "the same question.",
}
"""What is said of claims, by what was seen."""


class ImportNotes:
    """Gathers what was seen, claim by claim."""

    def __init__(self, index: LedgerIndex) -> None:
        self._index = index
        self._known = len(index.names)
        self._lines: dict[str, list[int]] = defaultdict(list)
        self._statements: set[int] = set()

    def see(self, what: str, draft: Draft) -> None:
        """Note the line of a claim."""
        self._lines[what].append(draft.row.line)

    def see_recorded(self, draft: Draft, *, own_question: bool) -> None:
        """Look at a claim that was recorded."""
        stated = draft.row.claim
        if "words" in stated and "hedge" not in stated and is_hedge(draft.claim["words"] or "", load_hedges()):
            self.see("hedged", draft)
        if own_question:
            statement = hash(fold_statement(draft.asked["statement"]))
            if statement in self._statements:
                self.see("twin", draft)
            self._statements.add(statement)

    def notes(self) -> tuple[str, ...]:
        """All of it in sentences."""
        told = [
            text.format(lines=line_list(self._lines[what])) for what, text in _SENTENCES.items() if self._lines[what]
        ]
        return tuple(sentence[:1].upper() + sentence[1:] for sentence in [*told, *self._near()])

    def _near(self) -> list[str]:
        names = self._index.names
        new = names[self._known :]
        if not new or len(new) * len(names) > _MOST_COMPARED:
            return []
        pairs = [(name, near_names(name, [other for other in names if other != name], cutoff=_NEAR)) for name in new]
        told = [f"{quoted(name)} (there is {', '.join(map(quoted, near))})" for name, near in pairs if near]
        if not told:
            return []
        more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
        listed = "; ".join(told[:_MOST_TOLD])
        return [f"New analysts with a name near another: {listed}{more}. If they are one: ledger analyst merge"]


def line_list(lines: Iterable[int], most: int = _MOST_TOLD) -> str:
    """Lines of a file in words, the first few of them: ``line 4``, ``lines 4, 9 and 12 more``."""
    found = sorted(set(lines))
    told = ", ".join(map(str, found[:most]))
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return f"line{'s' if len(found) > 1 else ''} {told}{more}"


_AT_ONCE = 500
"""Claims that are looked up together."""
SHOWN = 1_000
"""So many faults are written out; the rest is counted."""


class ClaimsRejected(ImportRejected):
    """A file of claims has faults: says every one of them, and how to do without such claims."""

    def __init__(self, problems: Sequence[Problem], *, skippable: bool = True) -> None:
        """Write one line a fault, under a count; what is wrong with a file as a whole cannot be skipped."""
        super().__init__(problems[:SHOWN])
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        lines += [f"... and {count - SHOWN:,} more"] if count > SHOWN else []
        listed = "\n".join(lines)
        self.message = f"{count:,} fault{'s' if count != 1 else ''} found, nothing stored:\n{listed}"
        self.hint = "Mend them, or leave such claims out with --skip-bad." if skippable else "Mend the file first."


@dataclass
class Imported:
    """What an import put on the record: claims, those that were there already, verdicts, and what was left out."""

    claims: int = 0
    known: int = 0
    resolutions: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def import_claims(
    writer: Writer, rows: Iterable[ClaimRow], today: date, actor: str, *, skip_bad: bool = False, compare: bool = True
) -> Imported:
    """Put the claims of a file on the record; those that are there already, by key or by what they say, are left alone.

    Args:
        writer: an open transaction; where this raises, it must not be committed.
        rows: the claims, in the order they are to be recorded.
        today: nothing was said, or settled, after it.
        actor: who read words and judged outcomes, where the file does not say.
        skip_bad: record what is sound, and tell what was left out.
        compare: hold claims that are known against what the ledger has of them; else their key alone is looked at.

    Raises:
        ClaimsRejected: claims have faults, and are not to be skipped; every fault is named.
        ImportRejected, UnreadableClaims: the file itself has one.
    """
    importer = _Importer(writer, today, actor, compare=compare)
    fatal: list[Problem] = []
    for chunk in _chunks(rows):
        fatal += [problem for row in chunk if row.fatal for problem in row.faults]
        importer.take([row for row in chunk if not row.fatal])
    done = importer.done
    done.problems = list(dict.fromkeys([*fatal, *done.problems]))
    if fatal or (done.problems and not skip_bad):
        raise ClaimsRejected(done.problems, skippable=not fatal)
    done.notes = importer.notes.notes()
    return done


def _chunks(rows: Iterable[ClaimRow]) -> Iterator[list[ClaimRow]]:
    left = iter(rows)
    while chunk := list(islice(left, _AT_ONCE)):
        yield chunk


class _Importer:
    """Places claims one after another: each is known, or recorded, or has faults."""

    def __init__(self, writer: Writer, today: date, actor: str, *, compare: bool) -> None:
        self._index = LedgerIndex(writer, whole=True)
        self._claims = ClaimWriter(self._index)
        self._reader = DraftReader(today, actor)
        self._matcher = Matcher(self._index)
        self._compare = compare
        self._keys: dict[str, str] = {}
        self.notes = ImportNotes(self._index)
        self.done = Imported()

    def take(self, rows: Sequence[ClaimRow]) -> None:
        """Place some claims."""
        drafts = [self._reader.read(row) for row in rows]
        self._index.look_up([draft for draft in drafts if draft.row.claim])
        for draft in drafts:
            if draft.row.claim:
                self._place(draft)
            if draft.problems:
                self.done.skipped += 1
                self.done.problems += draft.problems

    def _place(self, draft: Draft) -> None:
        if draft.key in self._keys:
            draft.fault(("key",), f"is that of {self._keys[draft.key]} too")
            return
        if draft.key:
            self._keys[draft.key] = draft.where
        revised = self._revised(draft)
        asked = self._asked(draft, revised)
        record = self._index.claim(draft.key) if draft.key else self._matcher.alike(draft, asked, revised)
        if record is not None:
            self._known(draft, record, revised)
        else:
            self._new(draft, asked, revised)

    def _revised(self, draft: Draft) -> Made | None:
        if draft.revises is None:
            return None
        found = self._index.revised(draft.revises)
        if found is None:
            draft.fault(("revises",), "names a claim that is neither before it in the file nor in the ledger")
        return found

    def _asked(self, draft: Draft, revised: Made | None) -> Asked | None:
        """The question a claim is on, where that is known by now."""
        if draft.question is not None:
            found = self._index.question(draft.question, worded=bool(draft.asked["statement"]))
        else:
            inherited = revised is not None and not draft.asked["statement"]
            found = self._index.asked(revised.question_id) if revised and inherited else None
        lost = draft.revises is not None and revised is None  # it has been told already
        if found is None and not draft.asked["statement"] and not lost:
            why = "names no question that is before it in the file or in the ledger; give its statement"
            draft.fault(("question",) if draft.question else ("statement",), why if draft.question else "is missing")
        return found

    def _known(self, draft: Draft, record: Record, revised: Made | None) -> None:
        """Leave a claim of the ledger as it is; what the file has of new verdicts is added."""
        if draft.problems:  # what could not be read is no difference
            return
        asked = asked_of(record)
        if self._compare:
            on, differences = self._matcher.differences(draft, record, revised)
            note(draft, differences)
            made = Prepared(asked=asked)
            if on.id == asked.id and not draft.problems:
                self._add_verdicts(draft, made)
            if draft.problems:
                return
            if differences:
                self.notes.see("outdated", draft)
            self._write(made)
            self._matcher.remember(draft, asked)
        self._index.take(record)
        remember(self._index, draft, record["c_id"], asked)
        self.done.known += 1

    def _new(self, draft: Draft, asked: Asked | None, revised: Made | None) -> None:
        """Record a claim, if all of it is sound."""
        if asked is not None:
            note(draft, compare_question(draft, asked, self._index, whole=False))
        made = self._claims.prepare(draft, asked, revised.claim_id if revised else None)
        self._add_verdicts(draft, made, own=asked is None)
        if draft.problems:
            return
        self._write(made)
        assert made.asked is not None  # noqa: S101 - it was prepared
        remember(self._index, draft, made.claim_id, made.asked)
        self._matcher.remember(draft, made.asked)
        self.notes.see_recorded(draft, own_question=asked is None)
        if made.warnings:
            self.notes.see("heard", draft)
        self.done.claims += 1

    def _add_verdicts(self, draft: Draft, made: Prepared, *, own: bool = False) -> None:
        """Prepare the verdicts that the ledger has not got."""
        asked = made.asked
        assert asked is not None  # noqa: S101 - the callers have one
        if not draft.verdicts:
            return
        held = [] if own else self._index.verdicts(asked)
        fresh, differences = new_verdicts(draft, asked, held)
        note(draft, differences)
        standing = {str(verdict["target"]): verdict["outcome"] for verdict in held}
        for place, verdict in fresh.items():
            target = verdict["target"]
            if target == Target.CONDITION and not asked.columns["condition"]:
                draft.fault((RESOLUTION, place, "outcome"), "settles a condition, and the question has none")
            if verdict["outcome"] == Outcome.OPEN and standing.get(target, Outcome.OPEN) == Outcome.OPEN:
                draft.fault((RESOLUTION, place, "outcome"), "takes a verdict back, and there is none")
            if verdict["key"] and not self._index.is_new_verdict_key(verdict["key"]):
                draft.fault((RESOLUTION, place, "key"), "is that of another verdict")
            standing[str(target)] = verdict["outcome"]
            self._claims.verdict(draft, made, place, verdict)

    def _write(self, made: Prepared) -> None:
        self._claims.write(made)
        verdicts = sum(body.table == RESOLUTION for body in made.bodies)
        if verdicts and made.asked is not None:
            self._index.forget(made.asked)
        self.done.resolutions += verdicts
