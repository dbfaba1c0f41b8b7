"""Two analysts on the questions both answered: whose score is better, how sure that is, and what would settle it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from math import isfinite, nan
from pathlib import Path

from ledger.errors import InputError, NotOneOf, quoted
from ledger.forecasts import queries
from ledger.forecasts import reduce as reducing
from ledger.forecasts.engine import Engine
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.queries import POLICIES, Plan, Policy
from ledger.forecasts.reduce import Reduced
from ledger.forecasts.scores import LEVEL
from ledger.forecasts.scores import Ask as TableAsk
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import UNSCORED, Reading
from ledger.query.listing import Filters, judged_claims
from ledger.render.chart import CompareChart, Lead
from ledger.render.report import Column, Display, Report, Row, number, p_value, percent, show_difference
from ledger.render.tables import as_of_sentence
from ledger.reports.claim_table import ClaimTable, claim_table
from ledger.reports.eligible import named, note_on_hindsight, notes_on_claims
from ledger.reports.options import without_claims
from ledger.scoring import comparison as sharing
from ledger.scoring.cells import Whole
from ledger.scoring.comparison import POWER, Comparison, Shared
from ledger.scoring.comparison import compare as compare_pairs
from ledger.scoring.measures.rules import RULES, Rule
from ledger.scoring.sequential import BOUNDARIES, OVERLAP, THRESHOLD
from ledger.text.counting import counted

FEWEST, FEWEST_CLUSTERS = 10, 5
"""Shared questions, and clusters of them, below which there is no verdict: t is too sure of itself there."""
TOO_FEW, UNDECIDED, INFINITE = "too few", "undecided", "infinite score"
A_BETTER, B_BETTER = "A better", "B better"
IN_LEDGER, IN_FILE = ("first", "last"), ("each", "first", "last")
"""What --policy can name."""
_LITTLE, _MUCH = 0.005, 1000
"""E-values below the one and above the other are only said to be so."""
_MOST = 1_000_000
"""Numbers of questions above this are only said to be so."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


Names = tuple[str, str]


class SameAnalystTwice(InputError):
    """An analyst held against themselves."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{quoted(first)} and {quoted(second)} are the same analyst.", "Name two.")


class NoOdds(InputError):
    """A measure that sequential evidence is not worked out for."""

    def __init__(self, measure: str) -> None:
        listed = " or ".join(f"--measure {name}" for name in BOUNDARIES)
        super().__init__(f"--sequential is not worked out for {measure}.", f"Give {listed}.")


class FloorNeeded(InputError):
    """Sequential evidence by the log score where something was called certain."""

    def __init__(self) -> None:
        super().__init__(
            "--sequential by the log score has no odds for a probability of 0 or 1, and a shared question has one.",
            "Give --log-floor 0.001 or another floor.",
        )


class SeveralForecasts(InputError):
    """Sequential evidence where an analyst has several forecasts on a question."""

    def __init__(self) -> None:
        super().__init__(
            "--sequential needs one forecast an analyst and question, and here some question has several.",
            "Choose one of them: --policy first or --policy last.",
        )


@dataclass(frozen=True)
class CompareOptions:
    """What is asked of a comparison."""

    measure: str = "brier"
    policy: Policy = POLICIES["first"]
    reading: Reading = Reading.CODED
    scale: str | None = None
    level: float = LEVEL
    log_floor: float | None = None
    sequential: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be worked out."""
        if self.measure not in RULES:
            raise NotOneOf("--measure", self.measure, RULES)
        if self.sequential and self.measure not in BOUNDARIES:
            raise NoOdds(self.measure)
        _ = self.table  # refuses its own

    @property
    def table(self) -> TableAsk:
        """What is asked of the table."""
        return TableAsk(policy=self.policy, reading=self.reading, level=self.level, log_floor=self.log_floor)

    @property
    def rule(self) -> Rule:
        """The rule that scores."""
        return RULES[self.measure]

    @property
    def lower_is_better(self) -> bool:
        """Which way a score is better."""
        return self.rule.orientation == "lower is better"


def read_compare_policy(name: str | None, *, in_file: bool) -> Policy:
    """The policy a user named; where none is, each row of a file and the first claim of a ledger.

    Raises:
        NotOneOf: there is none of that name, or it gives no one forecast to compare.
    """
    known = IN_FILE if in_file else IN_LEDGER
    if (name or known[0]) not in known:
        raise NotOneOf("--policy", str(name), known)
    return POLICIES[name or known[0]]


@dataclass(frozen=True)
class PairTable:
    """Two analysts by their full names, and an engine that holds their rows.

    ``told`` is what the table holds, for machines. Of a ledger, ``left_out`` counts claims that are no forecasts, by
    reason, ``claims`` are the rows, and ``late_records`` the numbers of claims recorded after they were settled.
    """

    names: Names
    engine: Engine
    told: Record
    left_out: Counter[str] = field(default_factory=Counter)
    claims: Sequence[Record] = ()
    late_records: frozenset[int] = frozenset()

    def retrospective(self, questions: set[str]) -> tuple[int, int]:
        """How many claims on these questions were recorded when they were settled already, and of how many."""
        about = [row["claim"] for row in self.claims if row["question"] in questions]
        return sum(claim in self.late_records for claim in about), len(about)


@dataclass(frozen=True)
class Compared:
    """What the comparison found: one ``row`` of figures, the shared questions, and the mean as these were settled.

    ``beside`` counts forecasts of either that are not scored, by reason, and claims that are none. ``linked`` says that
    clusters are larger than those of either alone; ``undated`` is how many shared questions have no date of resolution,
    ``present`` are the columns of the table.
    """

    names: Names
    row: Record
    questions: list[Record]
    running: list[Record]
    options: CompareOptions
    table: Record
    beside: Record
    linked: bool
    undated: int
    present: frozenset[str]

    @property
    def enough(self) -> bool:
        """Whether there are enough shared questions for a verdict."""
        return bool(self.row["verdict"] != TOO_FEW)

    @property
    def ordered(self) -> bool:
        """Whether the order is that of resolution, as far as it is known, and not that of the file."""
        return not self.undated or self.undated < int(self.row["shared"])

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        options = self.options
        return {
            "policy": options.policy.name, "measure": options.measure, "reading": str(options.reading),
            "scale": options.scale, "level": options.level, "log_floor": options.log_floor,
            "minimum": {"shared": FEWEST, "clusters": FEWEST_CLUSTERS},
            "order": "resolution" if self.ordered else "file",
            "threshold": THRESHOLD if options.sequential else None,
        }  # fmt: skip


def compare_claims(reader: Reader, names: Names, filters: Filters, options: CompareOptions) -> Display:
    """Two analysts of a ledger compared, as it is shown.

    Raises:
        NoSuch: one of them is not there.
        InputError: they are one, or what is asked cannot be worked out.
    """
    with _claims_of_two(reader, names, filters, options.table, options.scale) as pair:
        return _display(_compared(pair, options), "episode", without_claims(reader), reader.as_of.row())


def compare_file(path: Path, names: Names, rows: FileAsk, options: CompareOptions) -> Display:
    """Two analysts of a file compared, as it is shown.

    Raises:
        NoSuch: one of them is not there.
        InputError: they are one, the file has faults, or what is asked cannot be worked out.
    """
    with _file_of_two(path, names, options.table, rows) as pair:
        found = _compared(pair, options)
        return _display(found, "cluster", _on_the_file(found))


@contextmanager
def _claims_of_two(
    reader: Reader, names: Names, filters: Filters, ask: TableAsk, scale: str | None
) -> Iterator[PairTable]:
    """The claims of two analysts in a ledger.

    Raises:
        NoSuch: one of them is not there.
        SameAnalyst: they are one.
        LedgerError: a filter or a scale that is not known.
    """
    if scale is not None:
        from ledger.model.scales import load_scale

        load_scale(scale)  # a wrong name is refused also where no phrase is to be read
    (first,), (second,) = (named(reader, [name]) for name in names)
    if first == second:
        raise SameAnalystTwice(*names)
    each = [replace(filters, analyst=name) for name in (first, second)]
    tables = [claim_table(reader, one, first=ask.policy.name == "first", scale=scale) for one in each]
    # In the order of the record, so that it means nothing who is named first.
    rows = sorted((row for table in tables for row in table.rows), key=lambda row: int(row["claim"]))
    after = [row for one in each for row in judged_claims(reader, one, columns="number, retrospective")]
    late = frozenset(row["number"] for row in after if row["retrospective"])
    missed = sum((table.left_out for table in tables), Counter[str]())
    told = {"claims": len(rows) + sum(missed.values()), "rows": len(rows), "left_out": dict(missed)}
    with ClaimTable(rows, missed).engine() as engine:
        yield PairTable((first, second), engine, told, missed, rows, late)


@contextmanager
def _file_of_two(path: Path, names: Names, ask: TableAsk, given: FileAsk) -> Iterator[PairTable]:
    """The forecasts of two analysts in a file.

    Raises:
        NoSuch: one of them is not there.
        SameAnalystTwice: they are one.
        NotOneProbability, TableRejected, InputError: as ``open_table``.
    """
    from ledger.forecasts.score_file import open_table  # brings DuckDB, which a ledger's claims do without

    with open_table(path, given, ask, names, verb="compared") as (engine, table, (first, second)):
        if first == second:
            raise SameAnalystTwice(*names)
        yield PairTable((first, second), engine, table)


def _display(found: Compared, bundle: str, more: Sequence[str], as_of: Row | None = None) -> Display:
    """One row of figures for machines; for people the drawing, a row for each analyst, and what may be said.

    ``bundle`` is what resolves together: an episode of a ledger, a cluster of a file.
    """
    verdict = _sentence(found, bundle)
    charts, undrawn = [], ""
    if found.enough and found.running:
        under = [verdict, *note_on_hindsight(found.beside), *as_of_sentence(as_of)] if as_of else [verdict]
        charts = [_chart(found, under)]
    else:
        undrawn = "a score is infinite" if found.enough else _too_few(found.row, bundle)
    extra = {
        "questions": found.questions, "running": found.running, "table": found.table, "counted": found.beside,
        "settings": found.settings,
    }  # fmt: skip
    report = Report([found.row], [Column(name, name) for name in found.row], as_of=as_of, extra=extra)
    notes = [verdict, *_notes(found, bundle), *more]
    return Display(
        report, charts, undrawn=undrawn, page=Report(_each(found), _columns(found), as_of=as_of, notes=notes)
    )


def _compared(pair: PairTable, options: CompareOptions) -> Compared:
    plan = Plan(("analyst",), options.policy, options.reading, pair.engine.present)
    found = reducing.reduce(pair.engine, plan)
    first, second = (found.places.get((name,), -1) for name in pair.names)
    cost = partial(options.rule.score, log_floor=options.log_floor)
    both = sharing.shared(reducing.in_force(pair.engine, found), first, second, cost)
    known = _questions(pair, plan, both.question.tolist())
    settled = [row["settled"] for row in known]
    block = sharing.in_order(both.cluster, settled, [row["place"] for row in known])
    return Compared(
        names=pair.names,
        row={
            **_names(pair.names, found, options),
            **_figures(both, options),
            **_evidence(both, block, settled, options),
        },
        questions=_one_by_one(both, block, known),
        running=_running(both, block, options),
        options=options,
        table=pair.told,
        beside=_beside(pair, found, {row["name"] for row in known}),
        linked=both.linked,
        undated=sum(not isfinite(moment) for moment in settled),
        present=pair.engine.present,
    )


def _questions(pair: PairTable, plan: Plan, codes: Sequence[int]) -> list[Record]:
    """Of the questions with these codes: the name, when it was settled, and the place of its first row."""
    listed = pair.engine.run(queries.names(plan, "what"))["name"].tolist()
    rows = pair.engine.run(
        "SELECT question AS name, MAX(COALESCE(resolved_at, closes_at)) AS settled, MIN(place) AS place "
        "FROM forecast GROUP BY question"
    )
    columns = (rows[name].tolist() for name in ("name", "settled", "place"))
    about = {name: (settled, place) for name, settled, place in zip(*columns, strict=True)}
    return [
        {"name": listed[code], "settled": about[listed[code]][0], "place": about[listed[code]][1]} for code in codes
    ]


def _beside(pair: PairTable, found: Reduced, questions: set[str]) -> Record:
    """What was counted and is not in the figures, and how many claims in them (of ``n``) were recorded late."""
    late, n = pair.retrospective(questions)
    states = {name: int(found.counts[name].sum()) for name in ("late", *(outcome.value for outcome in UNSCORED))}
    return {"n": n, "retrospective": late, **states, "left_out": dict(pair.left_out.most_common())}


def _names(names: Names, found: Reduced, options: CompareOptions) -> Record:
    settled = [int(found.counts["scored"][found.places[name,]]) if (name,) in found.places else 0 for name in names]
    return {"a": names[0], "b": names[1], "measure": options.measure, "a_settled": settled[0], "b_settled": settled[1]}


def _figures(both: Shared, options: CompareOptions) -> Record:
    lost = both.infinite
    shared, clusters = int(both.y.size), both.clusters
    paired = Comparison(options.level, shared, clusters, nan, nan, nan, nan, nan, None)
    if not any(lost):
        paired = compare_pairs(both.difference, both.cluster, options.level)
    return {
        "shared": shared,
        "clusters": clusters,
        "a_score": _number(both.a.mean),
        "b_score": _number(both.b.mean),
        "a_infinite": lost[0],
        "b_infinite": lost[1],
        "difference": _number(paired.mean),
        "difference_low": _number(paired.low),
        "difference_high": _number(paired.high),
        "p_value": _number(paired.p_value),
        "design_effect": _number(paired.design_effect),
        "needed": paired.needed,
        "verdict": _verdict(paired, options, lost=any(lost)),
    }


def _verdict(paired: Comparison, options: CompareOptions, *, lost: bool) -> str:
    if paired.shared < FEWEST or paired.clusters < FEWEST_CLUSTERS:
        return TOO_FEW
    if lost:
        return INFINITE
    if paired.high < 0 or paired.low > 0:
        return A_BETTER if (paired.high < 0) is options.lower_is_better else B_BETTER
    return UNDECIDED


def _evidence(both: Shared, block: Whole, settled: Sequence[float], options: CompareOptions) -> Record:
    """Sequential evidence at the end, who was the first to reach the threshold, and when."""
    if not options.sequential:
        return {}
    if not both.single:
        raise SeveralForecasts
    if options.measure == "log" and both.certain and options.log_floor is None:
        raise FloorNeeded
    grown = sharing.evidence(both, block, options.measure, options.log_floor)
    few = both.y.size < FEWEST or both.clusters < FEWEST_CLUSTERS
    found: Record = {
        "e_a": float(grown.for_a[-1]) if block.size else 1.0,
        "e_b": float(grown.for_b[-1]) if block.size else 1.0,
        "sequential_verdict": TOO_FEW if few else UNDECIDED,
        "settled_at": None,
        "settled_after": None,
    }
    if grown.settled_at is None or few:
        return found
    until = [moment for moment, at in zip(settled, block.tolist(), strict=True) if at <= grown.settled_at]
    better = A_BETTER if grown.verdict == "A" else B_BETTER
    return found | {"sequential_verdict": better, "settled_at": _day(max(until)), "settled_after": len(until)}


def _one_by_one(both: Shared, block: Whole, known: Sequence[Mapping[str, object]]) -> list[Record]:
    """The shared questions as they were settled, block by block."""
    columns = (
        block.tolist(), both.y.tolist(), both.difference.tolist(),
        *(values.tolist() for side in (both.a, both.b) for values in (side.p, side.score, side.n)),
    )  # fmt: skip
    names = ("cluster", "outcome", "difference", "a_probability", "a_score", "a_forecasts",
             "b_probability", "b_score", "b_forecasts")  # fmt: skip
    rows = [
        {"question": row["name"], "settled": _day(row["settled"]), **dict(zip(names, values, strict=True))}
        for row, *values in zip(known, *columns, strict=True)
    ]
    places = [row["place"] for row in known]
    return [rows[at] for at in sorted(range(len(rows)), key=lambda at: (rows[at]["cluster"], places[at]))]


def _running(both: Shared, block: Whole, options: CompareOptions) -> list[Record]:
    """The mean difference over the first questions that were settled, at a few hundred places at most."""
    if any(both.infinite) or not block.size:
        return []
    found = sharing.running(both.difference, block, options.level)
    columns = (found.questions.tolist(), found.blocks.tolist(), found.mean.tolist(),
               map(_number, found.low.tolist()), map(_number, found.high.tolist()))  # fmt: skip
    names = ("shared", "clusters", "difference", "difference_low", "difference_high")
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


def _day(moment: float) -> str | None:
    """An instant in microseconds as a day, or with its time where it has one; None where it is not known."""
    if not isfinite(moment):
        return None
    try:
        found = _EPOCH + timedelta(microseconds=moment)
    except OverflowError:  # a year that has five digits
        return None
    return str(found.date()) if found.time() == _EPOCH.time() else found.isoformat()


def _each(found: Compared) -> list[Row]:
    row, names = found.row, dict(zip("ab", found.names, strict=True))
    keys = ("settled", "score", "infinite")
    return [
        {"analyst": name, "shared": row["shared"], **{key: row[f"{side}_{key}"] for key in keys}}
        for side, name in names.items()
    ]


def _columns(found: Compared) -> list[Column]:
    def score(row: Row) -> str | None:
        if not found.enough:
            return None
        return f"infinite ({row['infinite']})" if row["infinite"] else _score(found.options, row["score"])

    return [
        Column("analyst", "Analyst", flexible=True, wrap=True),
        Column("settled", "Settled", align="right"),
        Column("shared", "Shared", align="right"),
        Column("score", found.options.rule.title, score, align="right"),
    ]


def _score(options: CompareOptions, value: float | None) -> str:
    return number(value, 1 if options.measure == "baseline" else 4)


def _score_name(options: CompareOptions) -> str:
    """What a score is called in a sentence; Brier goes by his name."""
    return options.rule.title if options.rule.title.startswith("Brier") else f"{options.rule.title.lower()} score"


def _digits(options: CompareOptions) -> int:
    """Decimals of a gap."""
    return 1 if options.measure == "baseline" else 3


def _chart(found: Compared, notes: Sequence[str]) -> CompareChart:
    options = found.options
    leads = [
        Lead(row["shared"], row["difference"], row["difference_low"], row["difference_high"]) for row in found.running
    ]
    first, second = found.names
    order = "in order of resolution" if found.ordered else "in the order of the file"
    return CompareChart(
        first,
        second,
        leads,
        measure=f"{options.rule.title} score",
        lower_is_better=options.lower_is_better,
        interval_label=f"{percent(options.level)} interval",
        title=f"{first} and {second} on the same questions, {order}",
        digits=_digits(options),
        notes=notes,
    )


def _sentence(found: Compared, bundle: str) -> str:
    """What may be said of the gap, in a sentence or two."""
    row, (first, second) = found.row, found.names
    on = f"On the {row['shared']} questions both answered (from {counted(row['clusters'], bundle)})"
    if row["verdict"] == TOO_FEW:
        return f"{first} and {second}: {_too_few(row, bundle)}."
    if row["verdict"] == INFINITE:
        lost = " and ".join(
            f"{name} has {counted(row[f'{side}_infinite'], 'infinite score')}"
            for side, name in zip("ab", found.names, strict=True)
            if row[f"{side}_infinite"]
        )
        return f"{on}, {lost}: what was certain did not happen. With --log-floor 0.001 there is a comparison."
    better = {A_BETTER: f"{first} is better", B_BETTER: f"{second} is better", UNDECIDED: "undecided"}[row["verdict"]]
    told = f"{on}, {first}'s {_score_name(found.options)} is {_difference(found)}: {better}."
    if row["verdict"] == UNDECIDED and row["needed"]:
        told += f" {_needed(row['needed'])} would settle a gap of this size (with {percent(POWER)} power)."
    return told


def _too_few(row: Row, bundle: str) -> str:
    have = f"{row['shared']} in {counted(row['clusters'], bundle)}" if row["shared"] else "0"
    return f"too few shared questions to compare ({have}; {FEWEST} in {FEWEST_CLUSTERS} {bundle}s are needed)"


def _difference(found: Compared) -> str:
    """The gap as an amount with its direction, and signed with its interval, as the drawing has it."""
    row, second, digits = found.row, found.names[1], _digits(found.options)
    gap, low, high = (row[f"difference{end}"] for end in ("", "_low", "_high"))
    least, size = 10.0**-digits, abs(gap)
    amount = number(size, digits) if size >= least / 2 else f"less than {number(least, digits)}"
    told = f"{amount} {'lower' if gap < 0 else 'higher'} than {second}'s" if gap else f"the same as {second}'s"
    signed = show_difference(gap, low, high, f"{percent(found.options.level)} interval", digits)
    return f"{told} ({signed}{': the differences show no spread' if low is None else ''})"


def _needed(n: int) -> str:
    if n > _MOST:
        return "More than a million shared questions"
    rounded = round(n, -max(len(str(n)) - 2, 0))
    return f"About {rounded} shared questions"


def _notes(found: Compared, bundle: str) -> Iterator[str]:
    row, options = found.row, found.options
    if found.enough:
        yield from _sureness(row, bundle)
        if options.sequential:
            yield from _sequential(found, bundle)
    if found.linked:
        yield f"Questions that one {bundle} of either analyst connects, directly or in turn, count as one {bundle}."
    yield (
        f"Policy {options.policy.name}: {options.policy.help}. Reading of partial outcomes: {options.reading}. "
        f"{options.rule.title}: {options.rule.against}."
    )
    if options.scale is not None:
        yield f"All phrases are read on the scale {options.scale}."
    if options.log_floor is not None and not options.rule.bounded:
        yield f"Log floor: what happened is given at least {options.log_floor:g}."
    yield from notes_on_claims(found.beside)


def _sureness(row: Row, bundle: str) -> Iterator[str]:
    if row["p_value"] is not None:
        p = p_value(row["p_value"])
        yield f"Interval and p {p} are Student's t over {row['clusters']} {bundle}s, for one look at these questions."
    effect = row["design_effect"]
    if effect is not None and round(row["shared"] / effect) < row["shared"]:  # below 1 it is noise
        yield (
            f"Design effect {number(effect)}: the {row['shared']} questions tell as much as "
            f"{number(row['shared'] / effect, 0)} that have nothing to do with each other."
        )


def _sequential(found: Compared, bundle: str) -> Iterator[str]:
    """The evidence of either side, what it settles, and what it is worth."""
    row, (first, second) = found.row, found.names
    better = {A_BETTER: first, B_BETTER: second}.get(row["sequential_verdict"])
    verdict = "undecided so far"
    if better is not None:
        on = f" ({row['settled_at']})" if row["settled_at"] else ""
        verdict = f"{better} is better, settled after {row['settled_after']} shared questions{on}"
    values = f"{_e_value(row['e_a'])} that {first} is better, {_e_value(row['e_b'])} that {second} is"
    yield f"Sequential evidence, settled at {THRESHOLD:g}: {values}: {verdict}."
    order = "in order of resolution" if found.ordered else "in the order of the file, which has no dates of resolution"
    yield f"It goes {bundle} by {bundle}, {order}, and may be looked at after each."
    if found.undated and found.ordered:
        yield f"{counted(found.undated, 'shared question')} without a date of resolution come last."
    yield OVERLAP


def _e_value(value: float) -> str:
    if value > _MUCH:
        return f"more than {_MUCH}"
    return "less than 0.01" if 0 < value < _LITTLE else number(value)


def _on_the_file(found: Compared) -> list[str]:
    """What else a reader must know of a file."""
    notes, told = [], found.table
    if "cluster" not in found.present:
        notes.append("The file has no column cluster: every question stands alone.")
    if "weight" in found.present:
        notes.append("Weights are not used: every shared question counts once.")
    if any(row["a_forecasts"] > 1 or row["b_forecasts"] > 1 for row in found.questions):
        notes.append("Several forecasts of an analyst on a question count as one, the mean of their scores.")
    if told["skipped"]:
        notes.append(f"{told['skipped']} of {counted(told['rows'], 'row')} left out for a fault.")
    return notes
