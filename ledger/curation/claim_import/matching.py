"""Which claim of the ledger a claim of a file is, and in what the two differ."""

from collections.abc import Iterable, Iterator

from ledger.curation.claim_import.comparing import Difference, compare_claim, compare_episode, compare_question, note
from ledger.curation.claim_import.drafts import Draft
from ledger.curation.claim_import.ledger_index import Asked, Book, Made, asked_of, told_apart
from ledger.journal.reader import Record
from ledger.model.fields import EPISODE


class Matcher:
    """Holds claims of a file against those of a ledger."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._said: dict[int, str] = {}

    def alike(self, draft: Draft, asked: Asked | None, revised: Made | None) -> Record | None:
        """The claim without a key that this one is: the same analyst, day and statement, and all else alike."""
        statement = asked.columns["statement"] if asked else draft.asked["statement"]
        own, counted = self._book.analysts.get(draft.folded, ("", draft.folded))
        if draft.problems:
            return None
        candidates = self._book.said(counted, draft.claim["stated_on"], str(statement)) if own else []
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
        counted = self._book.analysts[draft.folded][1]
        place = told_apart(counted, draft.claim["stated_on"], asked.columns["statement"])
        self._said.setdefault(place, draft.where)

    def differences(self, draft: Draft, record: Record, revised: Made | None) -> tuple[Asked, list[Difference]]:
        """In what a claim differs from one of the ledger; and its question, now or when it was as the file has it."""
        found = [*compare_claim(draft, record, self._book), *self._elsewhere(draft, record)]
        if revised is not None and record["c_revises"] != revised.claim_id:
            told = f"is not the one that claim {record['c_number']} takes the place of"
            found.append(Difference(("revises",), told, older=False))
        asked = asked_of(record)
        now = self._on(draft, asked)
        if not _older(now):
            for earlier in self._book.earlier_questions(record["c_id"]):
                if _older(self._on(draft, earlier)):
                    return earlier, [*found, *(one._replace(older=True) for one in now)]
        return asked, found + now

    def _on(self, draft: Draft, asked: Asked) -> list[Difference]:
        """In what a claim differs as to its question."""
        worded = bool(draft.asked["statement"])
        named = self._book.question(draft.question, worded=worded) if draft.question else None
        if named is not None and named.id != asked.id:
            return [Difference(("question",), f"is {named.what} here and {asked.what} in the ledger", older=False)]
        whole = draft.question is None and draft.revises is None
        return list(compare_question(draft, asked, self._book, whole=whole))

    def _elsewhere(self, draft: Draft, record: Record) -> Iterator[Difference]:
        """In what a claim differs as to where it was said."""
        if draft.episode is None:
            return
        known = self._book.episode(draft.episode)
        identifier = known["id"] if known else None
        if identifier != record["c_episode_id"] or known is None:
            older = known is not None and self._book.had(
                record["c_id"], lambda body: body.get("episode_id") == identifier
            )
            yield Difference((EPISODE,), f"is not the one of claim {record['c_number']}", older)
        if known is not None:
            yield from compare_episode(draft, known, self._book)


def _older(differences: Iterable[Difference]) -> bool:
    """Whether a file is no more than older than the ledger."""
    return all(one.older for one in differences)
