"""The claims of a ledger that are scored, one by one, for reports that look at more than their mean.

They are what ``ledger score`` scores under the policy "first": the analyst's first claim on each question that states a
probability, was made in time, and is settled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ledger.forecasts import reduce as reducing
from ledger.forecasts.queries import POLICIES, Plan
from ledger.forecasts.reduce import Reduced
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import UNSCORED, Outcome, Reading
from ledger.query.listing import Filters, judged_claims
from ledger.query.refs import analyst_meant
from ledger.reports.claim_table import ClaimTable, claim_table
from ledger.scoring.cells import Cells
from ledger.text.counting import counted

WHY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "excluded": ("left out by the curator",) * 2,
        "kind": ("nothing to be right about",) * 2,
        "attribution": ("somebody else's view",) * 2,
        "undated": ("undated",) * 2,
        "hedge": ("hedge", "hedges"),
        "restated": ("said before",) * 2,
        "flat": ("flat assertion, which states no probability", "flat assertions, which state no probability"),
        "phrase": ("phrase that this scale does not have", "phrases that this scale does not have"),
    }
)
"""Why a claim is no row of the table, in a few words: for one, and for several."""

_UNSCORED = {
    **{outcome.value: outcome.value for outcome in UNSCORED},
    "late": "said when it was settled or past its deadline",
}

Pair = tuple[str, str]
"""An analyst and a question."""


@dataclass(frozen=True)
class EligibleClaims:
    """Forecasts in groups of one: a group is an analyst on a question, and is empty where nothing is scored.

    ``cells`` know what resolves together. ``table`` is what the claims are as rows. ``counts`` says how many rows there
    are (``forecasts``), how many of them are scored, came too late, or are not scored and why.
    """

    table: ClaimTable
    pairs: Sequence[Pair]
    cells: Cells
    counts: Record
    retrospective: int

    @property
    def scored(self) -> set[Pair]:
        """The analysts and questions that have a forecast which is scored."""
        return {self.pairs[group] for group in set(self.cells.group.tolist())}

    @property
    def shared(self) -> bool:
        """Whether two analysts answered one question, so that forecasts are not drawn apart."""
        scored = self.scored
        return len({question for _, question in scored}) < len(scored)

    @property
    def deadlines(self) -> list[str | None]:
        """The deadline of each group's question."""
        known: dict[str, str | None] = {row["question"]: row["deadline"] for row in self.table.rows}
        return [known[question] for _, question in self.pairs]

    @property
    def still_open(self) -> list[str | None]:
        """The deadlines of the forecasts whose question has no verdict."""
        return [row["deadline"] for row in self.table.rows if row["outcome"] == Outcome.OPEN.code]

    @property
    def beside(self) -> Record:
        """What a report says beside its score: scored with hindsight, counted and not scored, and no forecasts."""
        states = {name: count for name, count in self.counts.items() if name not in {"forecasts", "scored"}}
        return {"retrospective": self.retrospective, **states, "left_out": dict(self.table.left_out.most_common())}


def eligible_claims(reader: Reader, filters: Filters, reading: Reading, scale: str | None) -> EligibleClaims:
    """Count a ledger's claims one by one.

    Raises:
        LedgerError: a filter or a scale that is not known.
    """
    if scale is not None:
        from ledger.model.scales import load_scale

        load_scale(scale)  # a wrong name is refused also where no phrase is to be read
    table = claim_table(reader, filters, scale=scale)
    with table.engine() as engine:
        plan = Plan(("analyst", "question"), POLICIES["first"], reading, engine.present)
        found = reducing.reduce(engine, plan)
        cells = reducing.clustered(engine, found)
    pairs = [(analyst, question) for analyst, question in found.keys]
    made = EligibleClaims(table, pairs, cells, _counts(found), 0)
    return replace(made, retrospective=_retrospective(reader, filters, made))


def no_forecasts(left_out: Mapping[str, int]) -> str:
    """How many claims are no rows of the table, by reason: ``1 hedge, 3 said before``."""
    return ", ".join(f"{n} {WHY[why][n != 1]}" for why, n in left_out.items())


def recorded_late(late: int, n: int, what: str = "scored claim") -> str:
    """How many were recorded with hindsight: ``1 of 8 scored claims was recorded after it was settled``."""
    told = "was recorded after it was settled" if late == 1 else "were recorded after they were settled"
    return f"{late} of {counted(n, what)} {told}"


def note_on_reading(asked: Mapping[str, Any]) -> str:
    """Which claims count, and how partial outcomes and phrases are read; ``asked`` are the settings of a report."""
    scale = f" All phrases are read on the scale {asked['scale']}." if asked["scale"] else ""
    return f"The first statement on a question counts; reading of partial outcomes: {asked['reading']}.{scale}"


def notes_on_claims(row: Mapping[str, Any], about: str = "") -> Iterator[str]:
    """What was counted and not scored, what was scored with hindsight, and what is no forecast.

    Args:
        row: ``n``, counts under the names of the outcomes, ``late``, ``retrospective``, ``left_out`` (by reason).
        about: whose claims they are, where several are spoken of.
    """
    whose = f"{about}: " if about else ""
    unscored = [f"{row[state]} {words}" for state, words in _UNSCORED.items() if row[state]]
    if unscored:
        yield f"{whose}Counted and not scored: {', '.join(unscored)}."
    if row["retrospective"]:
        told = recorded_late(row["retrospective"], row["n"])
        yield f"{whose}{told}; --prospective leaves {'it' if row['retrospective'] == 1 else 'them'} out."
    if row["left_out"]:
        yield f"{whose}No forecasts: {no_forecasts(row['left_out'])}."


def note_on_hindsight(row: Mapping[str, Any], about: str = "") -> Iterator[str]:
    """What was scored with hindsight, as a picture says it, which travels without the command that made it."""
    if row["retrospective"]:
        yield f"{f'{about}: ' if about else ''}{recorded_late(row['retrospective'], row['n'])}."


def _counts(found: Reduced) -> Record:
    names = ("forecasts", "scored", "late", *(outcome.value for outcome in UNSCORED))
    return {name: int(found.counts[name].sum()) for name in names}


def _retrospective(reader: Reader, filters: Filters, made: EligibleClaims) -> int:
    """How many of the scored claims were recorded when they were settled already."""
    scored = made.scored
    claims = {row["claim"] for row in made.table.rows if (row["analyst"], row["question"]) in scored}
    after = judged_claims(reader, filters, columns="number, retrospective")
    return sum(row["number"] in claims and bool(row["retrospective"]) for row in after)


def named(reader: Reader, names: Sequence[str]) -> list[str]:
    """Analysts by the names the ledger has for them, each once.

    Raises:
        NoSuch: one is not there.
    """
    return list(dict.fromkeys(str(analyst_meant(reader, name)["name"]) for name in names))
