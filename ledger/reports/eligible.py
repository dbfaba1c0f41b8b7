"""The forecasts that a report looks at one by one, of a ledger or of a file.

Of a ledger they are what ``ledger score`` scores under the policy "first": the analyst's first claim on each question
that states a probability, was made in time, and is settled. Of a file they are its rows under a policy.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ledger.errors import InputError, NotOneOf, quoted
from ledger.forecasts import queries
from ledger.forecasts import reduce as reducing
from ledger.forecasts.engine import Engine
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.queries import POLICIES, Plan, Policy
from ledger.forecasts.reduce import Reduced
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import UNSCORED, Outcome, Reading
from ledger.query.listing import Filters, judged_claims
from ledger.query.refs import analyst_meant
from ledger.reports.claim_table import claim_table
from ledger.reports.options import without_claims
from ledger.scoring.cells import Cells, regrouped
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
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_MOST_NAMED, _MOST_IGNORED = 5, 8
FILE_POLICIES = ("each", "first", "last")
"""What --policy can name for a report that needs forecasts of their own."""


@dataclass(frozen=True)
class Eligible:
    """Forecasts in groups: a group is an analyst, or an analyst on a question, and is empty where nothing is scored.

    ``cells`` know what resolves together. ``counts`` says how many forecasts there are (``forecasts``), how many of
    them are scored, came too late, or are not scored and why. ``shared`` says that one question was answered twice, so
    that forecasts are not drawn apart. Where it was asked for, ``deadlines`` has the day on which each group's question
    is due, and ``still_open`` counts the days of forecasts whose question has no verdict. Of a ledger,
    ``retrospective`` were recorded when they were settled already, and ``left_out`` counts claims that are no
    forecasts, by reason.
    """

    keys: Sequence[tuple[str, ...]]
    cells: Cells
    counts: Record
    shared: bool
    deadlines: Sequence[str | None] = ()
    still_open: Counter[str | None] = field(default_factory=Counter)
    retrospective: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def beside(self) -> Record:
        """What a report says beside its score: scored with hindsight, counted and not scored, and no forecasts."""
        states = {name: count for name, count in self.counts.items() if name not in {"forecasts", "scored"}}
        return {"retrospective": self.retrospective, **states, "left_out": dict(self.left_out.most_common())}


@dataclass(frozen=True)
class LedgerSource:
    """The claims of a ledger that pass the filters, phrases read on a scale or as they were coded.

    ``trial`` and ``bundle`` are what people call a forecast and what resolves together, ``when`` is the period that a
    forecast belongs to; ``table`` is what a file holds, for machines.
    """

    reader: Reader
    filters: Filters = field(default_factory=Filters)
    scale: str | None = None
    policy: Policy = POLICIES["first"]
    trial: str = "claim"
    bundle: str = "episode"
    when: str = "that of the deadline"
    table: Record | None = None

    def __post_init__(self) -> None:
        """Refuse the name of a scale that is none also where no phrase is to be read."""
        if self.scale is not None:
            from ledger.model.scales import load_scale

            load_scale(self.scale)

    @property
    def as_of(self) -> Record | None:
        """The moment that the ledger is read at."""
        return self.reader.as_of.row()

    def named(self, words: Sequence[str]) -> list[str]:
        """Analysts by the names the ledger has for them, each once.

        Raises:
            NoSuch: one is not there.
        """
        return named(self.reader, words)

    def only_analyst(self) -> str:
        """The one analyst there is: of a ledger one must be named.

        Raises:
            SeveralAnalysts: always.
        """
        raise SeveralAnalysts([])

    def eligible(self, analyst: str | None, reading: Reading, *, dated: bool = True) -> Eligible:  # noqa: ARG002
        """The forecasts of an analyst, or of all together; a ledger is small enough to be always asked for days.

        Raises:
            LedgerError: a filter that is not known.
        """
        filters = self.filters if analyst is None else replace(self.filters, analyst=analyst)
        table = claim_table(self.reader, filters, scale=self.scale)
        with table.engine() as engine:
            made = _eligible(engine, self.policy, reading, dated=True)
        scored = {made.keys[group] for group in set(made.cells.group.tolist())}
        claims = {row["claim"] for row in table.rows if (row["analyst"], row["question"]) in scored}
        after = judged_claims(self.reader, filters, columns="number, retrospective")
        late = sum(row["number"] in claims and bool(row["retrospective"]) for row in after)
        return replace(made, retrospective=late, left_out=table.left_out)

    def notes(self) -> Sequence[str]:
        """What is to be said of the source itself: that it holds nothing at all."""
        return without_claims(self.reader)

    def counting(self, reading: Reading) -> str:
        """Which forecasts count, and how partial outcomes and phrases are read, in a sentence."""
        scale = f" All phrases are read on the scale {self.scale}." if self.scale else ""
        return f"The first statement on a question counts; reading of partial outcomes: {reading}.{scale}"


@dataclass(frozen=True)
class FileSource:
    """The rows of a file, which an engine holds as they are to be looked at; ``names`` are its analysts.

    For the rest see ``LedgerSource``.
    """

    engine: Engine
    policy: Policy
    table: Record
    names: Sequence[str]
    when: str
    trial: str = "forecast"
    bundle: str = "cluster"
    as_of: Record | None = None
    scale: str | None = None

    def named(self, words: Sequence[str]) -> list[str]:
        """Analysts as the file writes them, each once.

        Raises:
            NoSuch: one is not there.
        """
        from ledger.forecasts.asked import known_name

        where = f"ledger score {self.table['file']} --by analyst"
        return list(dict.fromkeys(known_name("analyst", word, self.names, where) for word in words))

    def only_analyst(self) -> str:
        """The one analyst there is.

        Raises:
            SeveralAnalysts: there is none, or more than one.
        """
        if len(self.names) != 1:
            raise SeveralAnalysts(self.names, str(self.table["file"]))
        return self.names[0]

    def eligible(self, analyst: str | None, reading: Reading, *, dated: bool = False) -> Eligible:
        """The forecasts of an analyst, or of all together; ``dated``: by question, with the days they are due."""
        return _eligible(self.engine, self.policy, reading, analyst, dated=dated)

    def notes(self) -> Sequence[str]:
        """What is to be said of the file itself: columns not used, rows left out, that it holds nothing at all."""
        empty = [] if self.table["rows"] else [f"{self.table['file']} has no forecast."]
        return [*notes_on_file(self.table), *empty]

    def counting(self, reading: Reading) -> str:
        """Which forecasts count, and how partial outcomes are read, in a sentence."""
        return f"Policy {self.policy.name}: {self.policy.help}; reading of partial outcomes: {reading}."


Source = LedgerSource | FileSource
"""Where the forecasts of a report come from."""


class SeveralAnalysts(InputError):
    """A report on one analyst where none is named."""

    def __init__(self, names: Sequence[str], file: str = "") -> None:
        listed = ", ".join(quoted(name) for name in names[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        held = f"{file} has forecasts of {listed}{more}." if names else f"{file} has no forecast." if file else ""
        super().__init__(f"No analyst is named. {held}".rstrip(), "Name one analyst.")


def read_file_policy(name: str | None) -> Policy:
    """The policy a user named for a file; where none is, each row of it.

    Raises:
        NotOneOf: there is none of that name, or it gives no forecasts of their own.
    """
    if name is not None and name not in FILE_POLICIES:
        raise NotOneOf("--policy", name, FILE_POLICIES)
    return POLICIES[name or FILE_POLICIES[0]]


@contextmanager
def file_source(
    path: Path, rows: FileAsk, policy: Policy, analysts: Sequence[str] = (), *, dated: str = ""
) -> Iterator[FileSource]:
    """The forecasts of a file.

    Args:
        path: CSV, JSONL or Parquet.
        rows: how it is read, and which rows are looked at.
        policy: which of its rows count.
        analysts: whose rows alone are looked at; none: everybody's.
        dated: what needs a day on which questions are due, as an error names it; "" needs none.

    Raises:
        NoSuch: an analyst is not there.
        TableRejected: rows have faults, and are not to be skipped.
        InputError: the file, or what is asked of it, cannot be read.
    """
    from ledger.forecasts.score_file import open_table
    from ledger.forecasts.scores import Ask

    with open_table(path, rows, Ask(policy=policy), analysts, verb="shown so") as (engine, table, _):
        day = _due(engine)
        if dated and day not in engine.present:
            engine.layout.require(("closes_at",), dated, engine.sheet.names)
        listed = engine.fetch("SELECT DISTINCT analyst FROM forecast ORDER BY analyst")
        when = f"that in which the question {'closed' if day == 'closes_at' else 'was resolved'} ({day})"
        yield FileSource(engine, policy, table, [str(name) for (name,) in listed], when)


def _eligible(engine: Engine, policy: Policy, reading: Reading, analyst: str | None = None, *, dated: bool) -> Eligible:
    """The forecasts that an engine holds, of one analyst or of all."""
    plan = Plan(("analyst", "question") if dated else ("analyst",), policy, reading, engine.present)
    found = reducing.reduce(engine, plan)
    cells = reducing.clustered(engine, found)
    if analyst is not None:
        mine = [key[0] == analyst for key in found.keys]
        places = accumulate(mine, initial=0)
        cells = regrouped(cells, [place if own else -1 for own, place in zip(mine, places, strict=False)], sum(mine))
        found = found.only("analyst", {analyst})
    twice = engine.run(queries.repeated(plan, analyst))
    made = Eligible(found.keys, cells, _counts(found), bool(twice["n"][0] > twice["questions"][0]))
    return _dated(made, engine, analyst) if dated else made


def _dated(made: Eligible, engine: Engine, analyst: str | None) -> Eligible:
    """The same with the days on which questions are due."""
    day = _due(engine)
    asked = engine.run(f"SELECT question, MAX({day}) AS due FROM forecast GROUP BY question")
    due = dict(zip(asked["question"].tolist(), map(_last_day, asked["due"].tolist()), strict=True))
    waits = engine.run(
        f"SELECT analyst, {day} AS due, COUNT(*) AS n FROM forecast WHERE outcome = {Outcome.OPEN.code} "
        f"GROUP BY analyst, {day}"
    )
    still_open = Counter[str | None]()
    for who, until, n in zip(*(waits[name].tolist() for name in ("analyst", "due", "n")), strict=True):
        if analyst in {None, who}:
            still_open[_last_day(until)] += int(n)
    return replace(made, deadlines=[due[question] for _, question in made.keys], still_open=still_open)


def _due(engine: Engine) -> str:
    """The column that says when a question is due: where a table says nothing of closing, when it was resolved."""
    return "closes_at" if "closes_at" in engine.present else "resolved_at"


def _last_day(moment: float) -> str | None:
    """The day that ends with an instant, in microseconds since 1970; None where it is not known."""
    if not isfinite(moment):
        return None
    try:
        return str((_EPOCH + timedelta(microseconds=moment - 1)).date())
    except OverflowError:  # a year that has five digits
        return None


def no_forecasts(left_out: Mapping[str, int]) -> str:
    """How many claims are no rows of the table, by reason: ``1 hedge, 3 said before``."""
    return ", ".join(f"{n} {WHY[why][n != 1]}" for why, n in left_out.items())


def recorded_late(late: int, n: int, what: str = "scored claim") -> str:
    """How many were recorded with hindsight: ``1 of 8 scored claims was recorded after it was settled``."""
    told = "was recorded after it was settled" if late == 1 else "were recorded after they were settled"
    return f"{late} of {counted(n, what)} {told}"


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


def notes_on_file(table: Mapping[str, Any]) -> list[str]:
    """Which columns of a file were not used, and how many of its rows were left out; ``table`` is what it holds."""
    notes = []
    if table["ignored"]:
        more = ", ..." if len(table["ignored"]) > _MOST_IGNORED else ""
        notes.append(f"Columns not used: {', '.join(table['ignored'][:_MOST_IGNORED])}{more}.")
    if table["skipped"]:
        notes.append(f"{table['skipped']} of {counted(table['rows'], 'row')} left out for a fault.")
    return notes


def _counts(found: Reduced) -> Record:
    names = ("forecasts", "scored", "late", *(outcome.value for outcome in UNSCORED))
    return {name: int(found.counts[name].sum()) for name in names}


def named(reader: Reader, names: Sequence[str]) -> list[str]:
    """Analysts by the names the ledger has for them, each once.

    Raises:
        NoSuch: one is not there.
    """
    return list(dict.fromkeys(str(analyst_meant(reader, name)["name"]) for name in names))
