"""Claims by the words they are in: what they assert, the band of their word, what came of it, and what that costs.

Every claim is looked at from the side of what its analyst asserts, so that a word means the same in a denial.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ledger.journal.reader import Record
from ledger.model.probabilities import PPM
from ledger.model.scales import load_scale
from ledger.model.vocabulary import Reading, Source
from ledger.query.judged import COUNTING
from ledger.reports.claim_table import point_on
from ledger.scoring.bounds import partition_costs
from ledger.scoring.readings import score_outcome
from ledger.text.folding import fold

WANTED = (
    "number, analyst, question_id, source, words, scale, low, point, high, denies, outcome, fraction, stated_on, "
    "resolved_on, standing, eligible, retrospective"
)
"""The columns of a judged claim that are needed here."""

Costs = tuple[float, float]
"""What a claim scores if true, and if false."""


@dataclass(frozen=True)
class Said:
    """A claim with what it asserts: how likely that is, from ``low`` to ``high``, and what came of it (``true``)."""

    analyst: str
    source: Source
    words: str
    scale: str | None
    low: float
    point: float
    high: float
    true: float
    retrospective: bool

    @property
    def word(self) -> tuple[str, str, float, float]:
        """What must be alike for two claims to be said in the same word: also the band it was given."""
        return fold(self.words), self.scale or "", self.low, self.high


def settled(claims: Iterable[Record], reading: Reading) -> list[Said]:
    """The claims with a probability that are scored."""
    return [
        _said(row, worth) for row in claims if row["point"] is not None and (worth := _worth(row, reading)) is not None
    ]


def flat(claims: Iterable[Record], reading: Reading, bare: int) -> list[Said]:
    """The flat assertions that are settled, each read as ``bare``, in millionths."""
    return [
        _said({**row, "words": "", "low": None, "high": None, "point": bare}, worth)
        for row in claims
        if row["source"] == Source.NONE and (worth := _worth(row, reading)) is not None
    ]


def hedges(claims: Sequence[Record], reading: Reading) -> list[Said]:
    """The hedges that are settled: an analyst's first on a question that he said nothing else on, made in time."""
    taken = {(row["analyst"], row["question_id"]) for row in claims if row["eligible"]}
    found = []
    for row in sorted(claims, key=lambda row: (row["stated_on"] or "", row["number"])):
        place = (row["analyst"], row["question_id"])
        if row["standing"] != "hedge" or place in taken:
            continue
        taken.add(place)
        worth = score_outcome(row["outcome"], row["fraction"], reading)
        known = row["resolved_on"] is not None and row["resolved_on"] <= row["stated_on"]
        if worth is not None and not known:
            found.append(_said({**row, "point": row["point"] or 0}, worth))
    return found


def _worth(row: Record, reading: Reading) -> int | None:
    return score_outcome(row["outcome"], row["fraction"], reading) if row["standing"] in COUNTING else None


def _said(row: Record, worth: int) -> Said:
    hedged = row["source"] == Source.HEDGE
    point = row["point"] / PPM
    low, high = (
        (end if hedged else point) if row[name] is None else row[name] / PPM
        for name, end in (("low", 0.0), ("high", 1.0))
    )
    true = (PPM - worth if row["denies"] else worth) / PPM
    return Said(
        row["analyst"],
        Source(row["source"]),
        row["words"] or "",
        row["scale"],
        low,
        point,
        high,
        true,
        bool(row["retrospective"]),
    )


def point_costs(one: Said) -> Costs:
    """What a claim costs by the Brier score where it is read as it was coded."""
    return _costs_of(one.point)


def _costs_of(p: float) -> Costs:
    return (1 - p) ** 2, p**2


def on_scale(scale: str, rule: str) -> Callable[[Said], Costs | None]:
    """What a claim costs where phrases are read on a scale; None for a phrase that the scale cannot read."""
    by_word = partition(scale) if rule == "interval" else None

    def costs(one: Said) -> Costs | None:
        if one.source is not Source.PHRASE:
            return point_costs(one)
        point = point_on(scale, one.words)
        if point is None:
            return None
        return _costs_of(point / PPM) if by_word is None else by_word[point]

    return costs


def partition(scale: str) -> dict[int, Costs] | None:
    """What each word of a scale costs by the interval rule, under its point; None where its bands are no partition."""
    terms = sorted((term for term in load_scale(scale).terms if not term.hedge), key=lambda term: term.low)
    ends = ([getattr(term, name) / PPM for term in terms] for name in ("low", "point", "high"))
    found = partition_costs(*ends)
    if found is None:
        return None
    pairs = zip(*(costs.tolist() for costs in found), strict=True)
    return {term.point: (true, false) for term, (true, false) in zip(terms, pairs, strict=True)}
