"""How right they were: one grouped pass over the claims, and everything else is arithmetic on its few rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.errors import NotOneOf
from ledger.journal.reader import Reader, Record
from ledger.model.probabilities import PPM
from ledger.model.spans import HORIZON_LABELS, horizon_bucket
from ledger.model.vocabulary import Attribution, Kind, Outcome, Reading, Source
from ledger.query.judged import COUNTING, all_known, judged, where
from ledger.query.listing import Filters, judged_claims
from ledger.reports.options import read_reference
from ledger.scoring.cells import Cell, cells_from_rows
from ledger.scoring.readings import score_outcome
from ledger.scoring.summary import figures, summarise
from ledger.scoring.wording import sentence

LEVEL = 0.90


@dataclass(frozen=True)
class Dimension:
    """A way to group claims: its SQL, how a group is named, and the order groups come in."""

    expression: str
    head: str
    join: str = ""
    name: Callable[[str], str] = str
    order: tuple[str, ...] = ()


UNDATED = "said on an unknown day"


def _horizon(span: str) -> str:
    stated, _, deadline = span.partition("|")
    if not stated or not deadline:
        return UNDATED if deadline else horizon_bucket(None)
    return horizon_bucket((date.fromisoformat(deadline) - date.fromisoformat(stated)).days)


DIMENSIONS = {
    "analyst": Dimension("analyst", "Analyst"),
    "topic": Dimension(
        "COALESCE(topic, '(no topic)')", "Topic", " LEFT JOIN question_topic t ON t.question_id = judged.question_id"
    ),
    "kind": Dimension("kind", "Kind", order=tuple(Kind)),
    "horizon": Dimension(
        "COALESCE(stated_on, '') || '|' || COALESCE(deadline, '')",
        "Horizon",
        name=_horizon,
        order=tuple(HORIZON_LABELS),
    ),
    "show": Dimension("COALESCE(show, '(no show)')", "Show"),
    "year": Dimension("COALESCE(SUBSTR(deadline, 1, 4), '(no deadline)')", "Year due"),
    "attribution": Dimension("attribution", "Attribution", order=tuple(Attribution)),
}
"""What ``--by`` can name."""

_GROUPED = """
SELECT {group} AS grouped, cluster, source, standing, state, outcome, fraction, restated, retrospective, eligible,
       MIN(unknown) AS unknown,
       CASE WHEN denies = 1 THEN 1000000 - point ELSE point END AS probability, 1 - denies AS asserted, COUNT(*) AS n
FROM judged{join}{where}
GROUP BY {group}, cluster, source, standing, state, outcome, fraction, restated, retrospective, eligible,
         CASE WHEN denies = 1 THEN 1000000 - point ELSE point END, 1 - denies"""


@dataclass
class Tally:
    """What was counted in one group, and the cells its score is made of.

    ``waiting`` is what is overdue and will be scored once it is settled: probability, whether asserted, how many.
    """

    counts: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[str, str, int | None, int, int | None, int]] = field(default_factory=list)
    waiting: list[tuple[int | None, int, int]] = field(default_factory=list)

    def cells(self) -> tuple[Cell, ...]:
        """The forecasts that are scored, equal ones counted together."""
        return cells_from_rows(self.rows).get("", ())


@dataclass(frozen=True)
class Summary:
    """A report on every group, and on all together; ``tallies`` and ``whole`` are what they were made of."""

    rows: list[Record]
    total: Record
    settings: Record
    tallies: Mapping[str, Tally]
    whole: Tally


def summary(
    reader: Reader,
    *,
    by: str = "analyst",
    filters: Filters | None = None,
    reading: Reading = Reading.CODED,
    level: float = LEVEL,
    reference: str | None = None,
) -> Summary:
    """Accuracy by group: counts, hit rate, Brier score with its interval, skill, confidence, verdict.

    Args:
        reader: an open ledger, now or as of an instant.
        by: a key of ``DIMENSIONS``. By topic a claim counts under each of its topics, once in the total.
        filters: which claims to look at.
        reading: how a partial outcome is counted.
        level: of every interval.
        reference: a probability in a user's words that the score is held against; None is one half.

    Raises:
        LedgerError: for a dimension or a filter that cannot be read.
    """
    if by not in DIMENSIONS:
        raise NotOneOf("--by", by, DIMENSIONS)
    dimension = DIMENSIONS[by]
    groups = _tallies(_grouped(reader, dimension, filters or Filters()), dimension.name, reading)
    whole = _together(groups.values())
    if dimension.join:
        plain = DIMENSIONS["analyst"]
        whole = _together(_tallies(_grouped(reader, plain, filters or Filters()), plain.name, reading).values())
    against = read_reference(reference)
    rows = [
        {by: name, **_figures(tally, level, against)} for name, tally in sorted(groups.items(), key=_order(dimension))
    ]
    declared = None if against is None else against / PPM
    settings = {"by": by, "reading": str(reading), "level": level, "policy": "first", "reference": declared}
    return Summary(rows, _figures(whole, level, against), settings, groups, whole)


def _order(dimension: Dimension) -> Callable[[tuple[str, Tally]], tuple[int, str]]:
    places = {str(name): place for place, name in enumerate(dimension.order)}
    return lambda item: (places.get(item[0], len(places)), item[0].casefold())


def _grouped(reader: Reader, dimension: Dimension, filters: Filters) -> Iterable[Record]:
    narrow, conditions, bound = filters.conditions(reader)
    if filters.text:  # words are folded as no database folds them, so the claims they stand in are named
        numbers = ", ".join(str(row["number"]) for row in judged_claims(reader, filters)) or "NULL"
        conditions = [f"number IN ({numbers})"]
        bound = {name: value for name, value in bound.items() if f":{name}" in narrow}
    shape = {"group": dimension.expression, "join": dimension.join, "where": where(conditions)}
    query = judged(narrow) + _GROUPED.format(**shape)
    return all_known(reader, reader.rows(query, today=reader.standing.today, **bound))


def _tallies(rows: Iterable[Record], name: Callable[[str], str], reading: Reading) -> dict[str, Tally]:
    groups: dict[str, Tally] = {}
    for row in rows:
        _count(groups.setdefault(name(row["grouped"]), Tally()), row, reading)
    return groups


def _count(tally: Tally, row: Record, reading: Reading) -> None:
    n, standing, outcome = row["n"], row["standing"], row["outcome"]
    settled = outcome != Outcome.OPEN
    can_fall_due = standing not in {"excluded", "kind", "restated"}
    names = ["claims", f"source_{row['source']}", f"standing_{standing}"]
    if can_fall_due:
        names += [row["state"]]
        names += ["due"] if settled or row["state"] == "overdue" else []
        names += ["resolved_of_due"] if settled else []
        names += ["open"] if row["state"] == "overdue" else []
    if row["eligible"] and Outcome(outcome).testable and not row["restated"]:
        names.append("scorable")
    worth = score_outcome(outcome, row["fraction"], reading) if standing in COUNTING else None
    if worth is not None:
        tally.rows.append(("", row["cluster"], row["probability"], row["asserted"], worth, n))
        names += ["retrospective"] if row["retrospective"] else []
    if standing == "overdue":
        tally.waiting.append((row["probability"], row["asserted"], n))
    tally.counts.update(dict.fromkeys(names, n))


def _together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.counts.update(tally.counts)
        whole.rows.extend(tally.rows)
        whole.waiting.extend(tally.waiting)
    return whole


def _figures(tally: Tally, level: float, reference: int | None) -> Record:
    """The counts and the figures of one group under their public names."""
    counts = tally.counts
    result = summarise(tally.cells(), level=level, reference=reference)
    found: dict[str, Any] = figures(result) | {"sentence": sentence(result)}
    states = [outcome.value for outcome in Outcome]
    return {
        "claims": counts["claims"],
        "scorable": counts["scorable"],
        "due": counts["due"],
        "resolved_of_due": counts["resolved_of_due"],
        **{state: counts[state] for state in states},
        "overdue": counts["overdue"],
        "hedged": counts["standing_hedge"],
        "known_before": counts["standing_known"],
        "restated": counts["standing_restated"],
        "retrospective": counts["retrospective"],
        **{f"source_{source.value}": counts[f"source_{source.value}"] for source in Source},
        **found,
    }


def analyst_page(reader: Reader, filters: Filters, reading: Reading = Reading.CODED) -> tuple[Record, list[Record]]:
    """One analyst's figures (the summary's row) and every claim, in the order they were said."""
    claims = judged_claims(reader, filters, order="stated_on, number")
    found = summary(reader, filters=filters, reading=reading)
    return found.total, claims
