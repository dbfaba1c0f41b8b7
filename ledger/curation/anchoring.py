"""Where the quote of a claim stands in its episode's documents.

It is found as a claim is recorded, followed where a document is corrected, and held against the documents anew by
``ledger check``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Any

from ledger.curation.validation import changed, latest_body
from ledger.errors import InputError
from ledger.journal.reader import Record, Rows
from ledger.journal.writer import Writer
from ledger.model.records import ClaimBody
from ledger.query.refs import find_claim, find_document, find_episode
from ledger.query.stored_documents import StoredDocument, current_documents, derived, load
from ledger.text.anchors import Anchor, AnchorChange, re_anchor, selectors
from ledger.text.negation import differs_in_sense
from ledger.text.quotes import AmbiguousQuote, Chosen, Fit, Found, choose, elided, find_quote
from ledger.text.similarity import difference, nearest

UNANCHORED: Mapping[str, Any] = {
    "document_id": None,
    "anchor_start": None,
    "anchor_end": None,
    "anchor_exact": None,
    "anchor_prefix": None,
    "anchor_suffix": None,
    "anchor_fit": None,
    "until_seconds": None,
}
"""The columns of a claim whose quote stands in no document."""
_SECOND = 1_000


class NotThatDocument(InputError):
    """A document that is not one of the episode's."""

    def __init__(self, ref: str, known: Sequence[int]) -> None:
        listed = ", ".join(f"d{number}" for number in known)
        super().__init__(
            f"{ref} is no document in force of that episode.", f"It has: {listed}." if known else "It has none."
        )


@dataclass(frozen=True)
class Anchored:
    """The columns that an anchor fills, and what to say of it; without a place only what to say."""

    columns: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Given:
    """What a user says of a quote's place: which of several, in which document, or that it was heard and not read.

    ``at`` is the place itself, in code points of the document's text, where it has been pointed at. ``later`` leaves a
    quote that has no one place for ``ledger check``: a load of many claims does not stop for it.
    """

    occurrence: int | None = None
    document: str | None = None
    as_heard: bool = False
    at: tuple[int, int] | None = None
    later: bool = False


ANYWHERE = Given()


class Anchorer:
    """Finds quotes in the documents of one ledger; each document is read once."""

    def __init__(self, rows: Rows, *, many: bool = False) -> None:
        """``many`` claims will ask: which episodes have documents is then learned at once, for few do."""
        self._rows = rows
        self._many = many
        self.documents = cache(self._documents)

    @cached_property
    def _texted(self) -> frozenset[str]:
        """The episodes that have documents."""
        return frozenset(row["id"] for row in self._rows.rows("SELECT DISTINCT episode_id AS id FROM document"))

    @cached_property
    def _any(self) -> bool:
        """Whether any episode has documents: a ledger of claims alone is not asked about each of its episodes."""
        return bool(self._rows.rows("SELECT 1 AS one FROM document LIMIT 1"))

    def _documents(self, episode_id: str | None) -> tuple[StoredDocument, ...]:
        """The documents in force of an episode."""
        return tuple(load(self._rows, record) for record in current_documents(self._rows, str(episode_id)))

    def anchor(
        self, episode_id: str | None, quote: str | None, *, occurrence: int | None = None, document: str | None = None
    ) -> Anchored:
        """Find a quote in the documents of an episode, in the one where it fits best.

        Args:
            episode_id: where it was said; None, or an episode without documents, anchors nothing.
            quote: the words.
            occurrence: which of several places, from 1.
            document: the only one to look in (``d3``).

        Raises:
            QuoteNotFound, QuoteTooFar, AmbiguousQuote, NoSuchOccurrence, NotThatDocument: as they say.
        """
        documents = self._among(episode_id, document)
        if not documents or not quote:
            return Anchored(UNANCHORED)
        searched = [(_look(one, quote), one) for one in documents]
        found, where = min(searched, key=lambda pair: _worse(pair[0]))
        found = _strict(found)
        return anchored(where, found, choose(found, occurrence, copies=_copies(where, found)))

    def anchor_or_tell(self, episode_id: str | None, quote: str | None, given: Given) -> Anchored:
        """The same, as a user asked for it: a quote that was heard and not read is kept where it stands nowhere.

        Raises:
            InputError: the quote has no one place, and was neither heard nor left for later.
        """
        if given.at is not None:
            return self._pointed_at(episode_id, quote or "", given.document, given.at)
        try:
            return self.anchor(episode_id, quote, occurrence=given.occurrence, document=given.document)
        except InputError as error:
            if given.as_heard:
                return Anchored({**UNANCHORED, "anchor_fit": Fit.HEARD}, (f"kept as heard: {error.message}",))
            if given.later:
                return Anchored(UNANCHORED, (error.message,))
            raise

    def _pointed_at(self, episode_id: str | None, quote: str, document: str | None, at: tuple[int, int]) -> Anchored:
        """The anchor of a place that somebody has pointed at."""
        where = self._among(episode_id, document)[0]
        fit = Fit.EXACT if where.text[slice(*at)] == quote else Fit.FOLDED
        return Anchored(columns_at(where, *at, fit, quote))

    def _among(self, episode_id: str | None, document: str | None) -> tuple[StoredDocument, ...]:
        texted = episode_id in self._texted if self._many else episode_id is not None and self._any
        documents = self.documents(episode_id) if texted else ()
        if document is None:
            return documents
        wanted = find_document(self._rows, document)
        chosen = tuple(one for one in documents if wanted and one.record["id"] == wanted["id"])
        if not chosen:
            raise NotThatDocument(document, [one.number for one in documents])
        return chosen


def _strict(found: Found) -> Found:
    """The same, without a place that nearly fits and says something else, or lacks the words after those left out."""
    if found.fit is not Fit.FUZZY:
        return found
    place = found.places[0]
    stands = found.text[place.start : place.end]
    if not elided(found.quote) and not differs_in_sense(found.quote, stands):
        return found
    return replace(found, places=(), fit=None, nearest=place, difference=difference(found.quote, stands))


def _look(document: StoredDocument, quote: str) -> Found:
    """Look for a quote in what is said, and in what machines made of it where that has it more nearly to the letter."""
    found = find_quote(document.said, quote, _nearest())
    if document.said == document.text or _ORDER[found.fit] < _ORDER[Fit.FUZZY]:
        return found
    return min(found, find_quote(document.text, quote, _nearest()), key=_worse)


_ORDER: Mapping[Fit | None, int] = {Fit.EXACT: 0, Fit.FOLDED: 1, Fit.FUZZY: 2, None: 3}


def _worse(found: Found) -> tuple[int, float]:
    return _ORDER[found.fit], -found.similarity


def _copies(document: StoredDocument, found: Found) -> Any:  # noqa: ANN401 - paragraphs
    """The paragraphs of a document, where there are several places to choose from."""
    if len(found.places) < 2:  # noqa: PLR2004 - several
        return ()
    from ledger.text.paragraphs import passages

    return passages(document.text, document.sections, document.marks).paragraphs


def _nearest() -> Any:  # noqa: ANN401 - a function of the fuzzy matcher
    from ledger.text.similarity import nearest

    return nearest


def anchored(document: StoredDocument, found: Found, chosen: Chosen) -> Anchored:
    """The columns of a claim whose quote stands at a place, and what to say of a quote that reads otherwise."""
    warnings = []
    if chosen.fit is Fit.FUZZY:
        warnings.append(f"the quote is not as the document has it: {chosen.difference}")
    if derived(document, chosen.place.start):
        warnings.append("the quote stands in text that a machine made of the talk: nobody said it")
    return Anchored(
        columns_at(document, chosen.place.start, chosen.place.end, chosen.fit, found.quote), tuple(warnings)
    )


def columns_at(document: StoredDocument, start: int, end: int, fit: Fit, quote: str | None) -> dict[str, Any]:
    """The columns of an anchor at a place; its text is kept where the quote is not that to the letter."""
    from ledger.text.folding import Place

    anchor = selectors(document.text, Place(start, end))
    from_ms, until_ms = document.time_of(start, end)
    columns: dict[str, Any] = {
        "document_id": document.record["id"],
        "anchor_start": start,
        "anchor_end": end,
        "anchor_exact": None if anchor.exact == quote else anchor.exact,
        "anchor_prefix": anchor.prefix,
        "anchor_suffix": anchor.suffix,
        "anchor_fit": fit,
        "until_seconds": None if until_ms is None else -(-until_ms // _SECOND),
    }
    if from_ms is not None:
        columns["at_seconds"] = from_ms // _SECOND
    return columns


STANDS = "stands"
GONE = "gone"
ANCHORED = "anchored"
DIFFERS = "differs"
NOT_FOUND = "not-found"
AMBIGUOUS = "ambiguous"
STATES: dict[str, tuple[bool, str]] = {
    STANDS: (True, "stands where it stood"),
    AnchorChange.MOVED: (True, "stands elsewhere in the corrected document"),
    DIFFERS: (True, "stands there, in other words"),
    ANCHORED: (True, "was found, and is anchored now"),
    AnchorChange.AROUND: (False, "stands, but its sentence reads otherwise now"),
    AnchorChange.EDITED: (False, "reads otherwise in the corrected document"),
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
        self._anchorer = Anchorer(rows, many=True)
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
                state = AnchorChange.EDITED if differs_in_sense(claim["quote"], exact) else DIFFERS
            return _told(claim, state, current[claim["document_id"]], told)
        heir = self._heir(claim["document_id"], current)
        return _told(claim, GONE, None) if heir is None else self._follow(claim, heir)

    def _find(self, claim: Record, current: dict[str, StoredDocument]) -> Checked:
        try:
            found = self._anchorer.anchor(claim["episode_id"], claim["quote"])
        except InputError as error:
            missing = AMBIGUOUS if isinstance(error, AmbiguousQuote) else NOT_FOUND
            return _told(claim, Fit.HEARD if claim["anchor_fit"] == Fit.HEARD else missing, None)
        self._keep(claim, found.columns)
        return _told(claim, ANCHORED, current[found.columns["document_id"]], "; ".join(found.warnings))

    def _heir(self, document_id: str, current: dict[str, StoredDocument]) -> StoredDocument | None:
        """The document in force that a corrected one led to, over however many versions."""
        while document_id not in current:
            query = "SELECT id FROM document WHERE replaces = :id ORDER BY number DESC"
            found = self._rows.rows(query, id=document_id)
            if not found:
                return None
            document_id = found[0]["id"]
        return current[document_id]

    def _follow(self, claim: Record, heir: StoredDocument) -> Checked:
        exact = claim["anchor_exact"] or claim["quote"]
        around = claim["anchor_prefix"] or "", claim["anchor_suffix"] or ""
        found = re_anchor(Anchor(claim["anchor_start"], claim["anchor_end"], exact, *around), heir.text, nearest)
        if found is None:
            return _told(claim, GONE, heir)
        self._keep(claim, columns_at(heir, found.place.start, found.place.end, found.fit, claim["quote"]))
        state = STANDS if found.change is AnchorChange.NONE else found.change
        told = found.difference
        if found.change is AnchorChange.EDITED:  # against what was quoted, however many versions ago
            told = difference(claim["quote"], heir.text[found.place.start : found.place.end])
        return _told(claim, state, heir, told)


def _told(claim: Record, state: str, document: StoredDocument | None, difference: str = "") -> Checked:
    number = document.number if document else None
    return Checked(claim["number"], claim["analyst"], state, claim["quote"], number, difference)
