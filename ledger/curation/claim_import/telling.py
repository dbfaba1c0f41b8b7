"""What is worth a look in a file that was imported, in a few sentences however long the file is."""

from collections import defaultdict
from collections.abc import Iterable

from ledger.curation.claim_import.drafts import Draft
from ledger.curation.claim_import.ledger_index import Book
from ledger.curation.recording import fold_statement
from ledger.errors import quoted
from ledger.model.likelihood import is_hedge
from ledger.model.scales import load_hedges
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


class Teller:
    """Gathers what was seen, claim by claim."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known = len(book.names)
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
        names = self._book.names
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
