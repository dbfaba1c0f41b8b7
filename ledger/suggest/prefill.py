"""What the form for recording a claim can be filled with beforehand: everything a sentence says of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.model.vocabulary import Kind
from ledger.suggest.clauses import clauses
from ledger.suggest.signals import Seen, counts, date_ahead, foretells, implied
from ledger.suggest.sureness import sureness
from ledger.suggest.times import deadline_phrase
from ledger.suggest.word_lists import Rules


@dataclass(frozen=True)
class Prefilled:
    """The fields of a candidate that its sentence gives."""

    kind: str
    denies: bool
    hedge: bool
    words: str
    low: int | None
    high: int | None
    condition: str
    deadline: str


def prefill(seen: Seen, rules: Rules, stated_on: date | None = None) -> Prefilled:
    """Fill in kind, condition, how sure, denial and deadline; what cannot be told is empty.

    A condition is kept of conditionals alone, a band not where a claim is never scored.
    """
    found, kind = seen.found, kind_of(seen)
    parts = clauses(found, rules.sets)
    sure = sureness(found, parts, rules)
    banded = kind.scored or kind is Kind.FIGURE
    return Prefilled(
        kind=kind,
        denies=sure.denies,
        hedge=sure.hedge,
        words=sure.words,
        low=sure.low if banded else None,
        high=sure.high if banded else None,
        condition=found.said.said(*parts.condition).strip(" ,;") if kind is Kind.CONDITIONAL else "",
        deadline=deadline_phrase(found, stated_on),
    )


def kind_of(seen: Seen) -> Kind:
    """The first kind of claim, in the order of ``KINDS``, that a sentence looks like; an assessment if of no other."""
    return next((kind for kind, looks in KINDS.items() if looks(seen)), Kind.ASSESSMENT)


def _listed(kind: Kind) -> Callable[[Seen], bool]:
    def looks(seen: Seen) -> bool:
        return any(one.kind == kind and counts(one, seen) for one in seen.found.lists)

    return looks


def _causal(seen: Seen) -> bool:
    """It gives a cause; a trend with its cause is an assessment of the trend."""
    return _listed(Kind.CAUSAL)(seen) and not seen.found.has("trend")


def _conditional(seen: Seen) -> bool:
    return implied(seen) or (_listed(Kind.CONDITIONAL)(seen) and seen.conditional)


def _prediction(seen: Seen) -> bool:
    return foretells(seen) or date_ahead(seen) or _listed(Kind.PREDICTION)(seen)


def _figure(seen: Seen) -> bool:
    return _listed(Kind.FIGURE)(seen) and any(word[0].isdigit() for word in seen.found.said.words)


KINDS: Mapping[Kind, Callable[[Seen], bool]] = {
    Kind.ABSTENTION: _listed(Kind.ABSTENTION),
    Kind.NORMATIVE: _listed(Kind.NORMATIVE),
    Kind.CONDITIONAL: _conditional,
    Kind.PREDICTION: _prediction,
    Kind.FIGURE: _figure,
    Kind.CAUSAL: _causal,
}
