"""Every quote held against the documents anew: found where none was, followed where a document was corrected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ledger.curation.anchoring import Anchorer, columns_at
from ledger.curation.validation import changed, latest_body
from ledger.errors import InputError
from ledger.journal.reader import Record, Rows
from ledger.journal.writer import Writer
from ledger.model.records import ClaimBody
from ledger.query.documents import Document
from ledger.query.refs import find_claim, find_document, find_episode
from ledger.text.anchors import Fit
from ledger.text.choosing import AmbiguousQuote
from ledger.text.differences import difference
from ledger.text.near import nearest
from ledger.text.reanchoring import Change, re_anchor
from ledger.text.selectors import Anchor
from ledger.text.telling import differs_in_sense

STANDS = "stands"
GONE = "gone"
ANCHORED = "anchored"
DIFFERS = "differs"
NOT_FOUND = "not-found"
AMBIGUOUS = "ambiguous"
STATES: dict[str, tuple[bool, str]] = {
    STANDS: (True, "stands where it stood"),
    Change.MOVED: (True, "stands elsewhere in the corrected document"),
    DIFFERS: (True, "stands there, in other words"),
    ANCHORED: (True, "was found, and is anchored now"),
    Change.AROUND: (False, "stands, but its sentence reads otherwise now"),
    Change.EDITED: (False, "reads otherwise in the corrected document"),
    Fit.HEARD: (True, "was kept as heard, and stands in no document"),
    GONE: (False, "stands nowhere in the corrected document"),
    NOT_FOUND: (False, "stands in no document of its episode"),
    AMBIGUOUS: (False, "stands at several places: say which with ledger amend --occurrence"),
}
"""What can come of a quote: whether all is well with it, and what it means."""


@dataclass(frozen=True)
class Checked:
    """What came of the quote of one claim."""

    claim: int
    analyst: str
    state: str
    quote: str
    document: int | None
    difference: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing needs to be looked at."""
        return STATES[self.state][0]


_QUOTED = (
    "SELECT c.id, c.number, c.episode_id, c.document_id, c.quote, c.anchor_start, c.anchor_end, c.anchor_exact, "
    "c.anchor_fit, c.anchor_prefix, c.anchor_suffix, a.name AS analyst "
    "FROM claim c JOIN analyst a ON a.id = c.analyst_id "
    "WHERE c.quote IS NOT NULL AND c.episode_id IN (SELECT episode_id FROM document) ORDER BY c.number"
)


_Keep = Callable[[Record, Mapping[str, Any]], None]
"""What is done with the place that was found for the quote of a claim: its columns."""


def check_quotes(rows: Rows, ref: str | None = None) -> list[Checked]:
    """Hold every quote, or those that ``ref`` names, against the documents of its episode; nothing is recorded.

    An anchor in a document that was corrected is followed into the corrected one. What reads otherwise there is
    followed too, and reported; what stands nowhere keeps its anchor in the old document, which stays on the record.
    """
    return _checked(rows, ref, _forget)


def anchor_quotes(writer: Writer, ref: str | None = None) -> list[Checked]:
    """The same as ``check_quotes``, and the places that are found are recorded."""
    return _checked(writer, ref, partial(_record, writer))


def _checked(rows: Rows, ref: str | None, keep: _Keep) -> list[Checked]:
    check = _Check(rows, keep)
    column, wanted = _narrowed(rows, ref)
    claims = [row for row in rows.rows(_QUOTED) if wanted in {None, row[column]}]
    return [check.claim(claim) for claim in claims]


def _forget(_claim: Record, _columns: Mapping[str, Any]) -> None:
    return


def _record(writer: Writer, claim: Record, columns: Mapping[str, Any]) -> None:
    body: ClaimBody = latest_body(writer, "claim", claim["id"])
    # What a curator heard is finer than what a format says.
    kept = {name: value for name, value in columns.items() if name != "at_seconds" or body.at_seconds is None}
    after, fields = changed(body, kept)
    if fields:
        writer.change(after, "anchored")


def _narrowed(rows: Rows, ref: str | None) -> tuple[str, str | None]:
    """The column by which claims are chosen, and what it must be: one claim (12), or those of an episode."""
    if ref is None:
        return "id", None
    if ref.strip().isdecimal():
        return "id", find_claim(rows, ref)["id"]
    document = find_document(rows, ref)
    return "episode_id", document["episode_id"] if document else find_episode(rows, ref)["id"]


class _Check:
    """One pass over the claims of a ledger."""

    def __init__(self, rows: Rows, keep: _Keep) -> None:
        self._rows = rows
        self._anchorer = Anchorer(rows)
        self._keep = keep

    def claim(self, claim: Record) -> Checked:
        """What comes of the quote of one claim."""
        current = {document.record["id"]: document for document in self._anchorer.documents(claim["episode_id"])}
        if claim["document_id"] is None:
            return self._find(claim, current)
        if claim["document_id"] in current:
            differs = claim["anchor_fit"] == Fit.FUZZY
            told = difference(claim["quote"], claim["anchor_exact"] or claim["quote"]) if differs else ""
            state = STANDS
            if differs:
                exact = claim["anchor_exact"] or claim["quote"]
                state = Change.EDITED if differs_in_sense(claim["quote"], exact) else DIFFERS
            return _told(claim, state, current[claim["document_id"]], told)
        heir = self._heir(claim["document_id"], current)
        return _told(claim, GONE, None) if heir is None else self._follow(claim, heir)

    def _find(self, claim: Record, current: dict[str, Document]) -> Checked:
        try:
            found = self._anchorer.anchor(claim["episode_id"], claim["quote"])
        except InputError as error:
            missing = AMBIGUOUS if isinstance(error, AmbiguousQuote) else NOT_FOUND
            return _told(claim, Fit.HEARD if claim["anchor_fit"] == Fit.HEARD else missing, None)
        self._keep(claim, found.columns)
        return _told(claim, ANCHORED, current[found.columns["document_id"]], "; ".join(found.warnings))

    def _heir(self, document_id: str, current: dict[str, Document]) -> Document | None:
        """The document in force that a corrected one led to, over however many versions."""
        while document_id not in current:
            query = "SELECT id FROM document WHERE replaces = :id ORDER BY number DESC"
            found = self._rows.rows(query, id=document_id)
            if not found:
                return None
            document_id = found[0]["id"]
        return current[document_id]

    def _follow(self, claim: Record, heir: Document) -> Checked:
        exact = claim["anchor_exact"] or claim["quote"]
        around = claim["anchor_prefix"] or "", claim["anchor_suffix"] or ""
        found = re_anchor(Anchor(claim["anchor_start"], claim["anchor_end"], exact, *around), heir.text, nearest)
        if found is None:
            return _told(claim, GONE, heir)
        self._keep(claim, columns_at(heir, found.place.start, found.place.end, found.fit, claim["quote"]))
        state = STANDS if found.change is Change.NONE else found.change
        told = found.difference
        if found.change is Change.EDITED:  # against what was quoted, however many versions ago
            told = difference(claim["quote"], heir.text[found.place.start : found.place.end])
        return _told(claim, state, heir, told)


def _told(claim: Record, state: str, document: Document | None, difference: str = "") -> Checked:
    number = document.number if document else None
    return Checked(claim["number"], claim["analyst"], state, claim["quote"], number, difference)
