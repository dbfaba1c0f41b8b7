"""The summary: how good each analyst is, or each group of claims, and how sure one can be of that.

One grouped pass over the claims counts them; everything else is arithmetic on the cells these make. ``summary`` works
the figures out, ``summary_display`` says how they are shown; what can be asked for besides is in ``summary_extras``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ledger.errors import InputError, NotOneOf
from ledger.journal.reader import Reader, Record
from ledger.model.probabilities import PPM
from ledger.model.spans import HORIZON_LABELS, horizon_bucket
from ledger.model.vocabulary import UNSCORED, Attribution, Kind, Outcome, Reading, Source
from ledger.query.judged import BRIEFLY, COUNTING, SCORING_STATUSES, all_known, judged, where, worth_of
from ledger.query.listing import Filters, judged_claims
from ledger.render.report import Column, Display, Report, Row, brier, interval, percent, ratio, signed
from ledger.reports.options import nothing_passes, read_reference
from ledger.scoring.assessment import MEASURED, MIN_CLUSTERS, MIN_RESOLVED, Assessment, assess
from ledger.scoring.cells import Cells, cells_of
from ledger.text.counting import counted

if TYPE_CHECKING:  # they hold tables, which a summary of a ledger does without
    from ledger.forecasts.scores import Ask
    from ledger.reports.eligible import FileSource

LEVEL = 0.90
FEWEST_SHOWN = 3
"""Resolved claims with a probability from which on people are shown a Brier score."""
UNRESOLVED = ("bounds",)
"""What --unresolved can name."""
EXTRAS = ("peers", "difficulty", "shrunk", "unresolved")
"""What can be asked for besides, in the order it is shown; ``summary_extras`` has each."""


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
SELECT {group} AS grouped, cluster, source, scoring_status, state, outcome, fraction, restated, retrospective, eligible,
       MIN(unknown) AS unknown,
       CASE WHEN denies = 1 THEN 1000000 - point ELSE point END AS probability, 1 - denies AS asserted, COUNT(*) AS n
FROM judged{join}{where}
GROUP BY {group}, cluster, source, scoring_status, state, outcome, fraction, restated, retrospective, eligible,
         CASE WHEN denies = 1 THEN 1000000 - point ELSE point END, 1 - denies"""


@dataclass
class Tally:
    """What was counted in one group, and the claims its score is made of.

    ``settled`` is what is scored: cluster, probability (None for a flat assertion), whether asserted, what came of it,
    how many. ``waiting`` is what is overdue and will be scored once it is settled: probability, whether asserted, how
    many.
    """

    counts: Counter[str] = field(default_factory=Counter)
    settled: list[tuple[str, float | None, int, float, int]] = field(default_factory=list)
    waiting: list[tuple[float | None, int, int]] = field(default_factory=list)


def settled(tallies: Sequence[Tally], *, flat: bool) -> Cells:
    """What is scored of each group, with what resolves together.

    Args:
        tallies: of each group.
        flat: also flat assertions, which count for the share right alone: there they are sure of their side.
    """
    codes = {name: code for code, name in enumerate(sorted({row[0] for tally in tallies for row in tally.settled}))}
    rows = [
        (group, asserted if probability is None else probability, worth, n, codes[cluster])
        for group, tally in enumerate(tallies)
        for cluster, probability, asserted, worth, n in tally.settled
        if flat or probability is not None
    ]
    group, p, y, n, cluster = zip(*rows, strict=True) if rows else ((),) * 5
    return cells_of(group, p, y, n=n, groups=len(tallies), cluster=cluster)


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
    ordered = sorted(groups.items(), key=_order(dimension))
    every = [*(tally for _, tally in ordered), whole]
    assessed = assess(settled(every, flat=False), settled(every, flat=True), level=level, reference=against)
    figures = [_figures(tally, one) for tally, one in zip(every, assessed, strict=True)]
    rows = [{by: name, **row} for (name, _), row in zip(ordered, figures, strict=False)]
    settings = {"by": by, "reading": str(reading), "level": level, "policy": "first", "reference": against}
    return Summary(rows, figures[-1], settings, groups, whole)


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
    return all_known(reader, reader.rows(query, today=reader.as_of.today, **bound))


_state = itemgetter("source", "scoring_status", "state", "outcome", "fraction", "restated", "retrospective", "eligible")


def _tallies(rows: Iterable[Record], name: Callable[[str], str], reading: Reading) -> dict[str, Tally]:
    groups: dict[str, Tally] = {}
    known: dict[object, tuple[list[str], float | None]] = {}  # claims are many, and the states they are in few
    for row in rows:
        state = _state(row)
        if state not in known:
            known[state] = _counted_as(row, reading)
        names, worth = known[state]
        tally, n = groups.setdefault(name(row["grouped"]), Tally()), row["n"]
        for counted_as in names:
            tally.counts[counted_as] += n
        probability = None if row["probability"] is None else row["probability"] / PPM
        if worth is not None:
            tally.settled.append((row["cluster"], probability, row["asserted"], worth, n))
        if row["scoring_status"] == "overdue":
            tally.waiting.append((probability, row["asserted"], n))
    return groups


def _counted_as(row: Record, reading: Reading) -> tuple[list[str], float | None]:
    """What a claim is counted under, and what it is worth to the score."""
    status, state, verdict = row["scoring_status"], row["state"], row["outcome"] != Outcome.OPEN
    names = ["claims", f"source_{row['source']}", f"status_{status}"]
    if status not in {"excluded", "kind", "restated"}:
        names += [state]
        names += ["due"] if verdict or state == "overdue" else []
        names += ["resolved_of_due"] if verdict else []
        names += ["open"] if state == "overdue" else []
    if row["eligible"] and Outcome(row["outcome"]).testable and not row["restated"]:
        names.append("scorable")
    worth = worth_of(row, reading)
    if worth is not None and row["retrospective"]:
        names.append("retrospective")
    return names, worth


def _together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.counts.update(tally.counts)
        whole.settled.extend(tally.settled)
        whole.waiting.extend(tally.waiting)
    return whole


def _figures(tally: Tally, assessed: Assessment) -> Record:
    """The counts and the figures of one group under their public names."""
    counts = tally.counts
    states = [outcome.value for outcome in Outcome]
    return {
        "claims": counts["claims"],
        "scorable": counts["scorable"],
        "due": counts["due"],
        "resolved_of_due": counts["resolved_of_due"],
        **{state: counts[state] for state in states},
        "overdue": counts["overdue"],
        "hedged": counts["status_hedge"],
        "known_before": counts["status_known"],
        "restated": counts["status_restated"],
        "retrospective": counts["retrospective"],
        **{f"source_{source.value}": counts[f"source_{source.value}"] for source in Source},
        **assessed.figures,
    }


class OnlyAnalysts(InputError):
    """A figure that only analysts have."""

    def __init__(self, option: str, by: str) -> None:
        super().__init__(
            f"--{option} holds analysts against each other, and cannot go with --by {by}.",
            f"Leave out --{option}, or use --by analyst.",
        )


@dataclass(frozen=True)
class SummaryOptions:
    """What a user asks of a summary: the grouping, the claims, how they are read, and what else to show."""

    by: str = "analyst"
    filters: Filters = field(default_factory=Filters)
    reading: Reading = Reading.CODED
    reference: str | None = None
    details: bool = False
    """Also what is counted and not scored, how sure people were, and every note."""
    peers: bool = False
    difficulty: bool = False
    shrunk: bool = False
    unresolved: str | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            NotOneOf: a word for --unresolved that is none.
            OnlyAnalysts: analysts are to be held against each other, and groups are something else.
        """
        if self.unresolved is not None and self.unresolved not in UNRESOLVED:
            raise NotOneOf("--unresolved", self.unresolved, UNRESOLVED)
        if self.by in DIMENSIONS and self.by != "analyst":
            for option in ("peers", "difficulty", "shrunk"):
                if getattr(self, option):
                    raise OnlyAnalysts(option, self.by)

    @property
    def extras(self) -> list[str]:
        """Which of ``EXTRAS`` are asked for."""
        return [name for name in EXTRAS if getattr(self, name)]


Extras = Callable[[Reader, Summary, SummaryOptions], tuple[Summary, Sequence[Report], Sequence[Column]]]
"""Adds to a summary what else is asked for; also gives the tables that show it, and columns for one table of all."""


def summary_display(reader: Reader, options: SummaryOptions, extras: Extras | None = None) -> Display:
    """A summary as it is shown: for people one table and what they asked for above it, for machines every figure.

    Raises:
        LedgerError: a dimension or a filter that cannot be read.
    """
    found = summary(
        reader, by=options.by, filters=options.filters, reading=options.reading, reference=options.reference
    )
    before: list[Report] = _side_tables(found) if options.details else []
    columns: Sequence[Column] = ()
    if extras is not None:
        found, tables, columns = extras(reader, found, options)
        before += tables
    by, total = options.by, total_row(found)
    notes = _all_notes(reader, found) if options.details else _notes(reader, found)
    report = Report(
        found.rows,
        _scores(by),
        total=total,
        as_of=reader.as_of.row(),
        notes=list(notes) if found.rows else [],
        extra={"settings": found.settings},
        empty=nothing_passes(reader),
    )
    every = [*_said_apart(_scores(by)), *_counts(by)[1:], *_sureness(by)[1:], *columns]
    return Display(report, before, keys=1, single=Report(found.rows, every, total=total), fitted=True)


FILE_DIMENSIONS = ("analyst", "topic")
"""What ``--by`` can name for a file."""
_LEDGERS_OWN = (
    "scorable", "due", "resolved_of_due", "overdue", "hedged", "known_before", "restated", "retrospective",
    *(f"source_{source.value}" for source in Source),
)  # fmt: skip
"""What is counted in a ledger and is not to be known of a file."""


def summary_of_file(source: "FileSource", options: SummaryOptions) -> Display:
    """A summary of a file of forecasts, as it is shown: the figures are those that ``ledger score`` gives.

    Raises:
        NotOneOf: a dimension that a file does not have.
    """
    from ledger.forecasts import queries
    from ledger.forecasts.queries import Plan
    from ledger.forecasts.scores import Ask, score_engine

    by, against = options.by, read_reference(options.reference)
    if by not in FILE_DIMENSIONS:
        raise NotOneOf("--by", by, FILE_DIMENSIONS)
    ask = Ask((by,), source.policy, options.reading, MEASURED, LEVEL, reference=against)
    scored = score_engine(source.engine, ask)
    plan = Plan((by,), source.policy, options.reading, source.engine.present)
    came = _columns_as_rows(source.engine.run(queries.verdicts(plan)))
    (whole,) = _columns_as_rows(source.engine.run(queries.verdicts(replace(plan, keys=()))))
    of = {row[f"key_{by}"]: row for row in came}
    rows = [{by: row[by], **_file_figures(row, of.get(row[by], _NOTHING_CAME), ask)} for row in scored.rows]
    settings = {
        "by": by, "reading": str(options.reading), "level": LEVEL, "policy": source.policy.name, "reference": against
    }  # fmt: skip
    found = Summary(rows, _file_figures(scored.total, whole, ask), settings, {}, Tally())
    total = total_row(found)
    columns = [replace(column, head="Forecasts") if column.key == "claims" else column for column in _scores(by)]
    known = _of_a_file(columns)
    report = Report(
        rows,
        known,
        total=total,
        notes=[*_file_notes(source, found, details=options.details), *source.notes()] if rows else [],
        extra={"settings": settings, "table": source.table},
        empty=" ".join(source.notes()) or "No forecast passes these filters.",
    )
    before = (
        [replace(side, columns=_of_a_file(side.columns)) for side in _side_tables(found)] if options.details else []
    )
    every = [*_said_apart(known), *_of_a_file([*_counts(by)[1:], *_sureness(by)[1:]])]
    return Display(report, before, keys=1, single=Report(rows, every, total=total), fitted=True)


def _of_a_file(columns: Sequence[Column]) -> list[Column]:
    """The columns without those of what only a ledger knows."""
    return [column for column in columns if column.key not in _LEDGERS_OWN]


_NOTHING_CAME = {"came_true": 0, "did_not": 0, "clusters": 0}


def _columns_as_rows(columns: Mapping[str, Any]) -> list[Record]:
    """The rows of an engine's answer."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*(c.tolist() for c in columns.values()), strict=True)]


def _file_figures(row: Record, came: Record, ask: "Ask") -> Record:
    """The counts and the figures of one group of a file, under the names that a ledger's have."""
    n, clusters = row["scored"], int(came["clusters"])
    figures = {name: value for name, value in row.items() if name.startswith(MEASURED)}
    assessed = Assessment.of(
        figures, resolved=n, clusters=clusters, scored=n, scored_clusters=clusters, level=ask.level,
        reference=ask.reference, trial="forecast", bundle="cluster",
    )  # fmt: skip
    states = {outcome.value: row.get(outcome.value) for outcome in Outcome}
    states |= {Outcome.TRUE.value: int(came["came_true"]), Outcome.FALSE.value: int(came["did_not"])}
    ours = {"claims": row["forecasts"], "questions": row["questions"], **states, "late": row["late"]}
    return {**ours, **dict.fromkeys(_LEDGERS_OWN), **assessed.figures}


def _file_notes(source: "FileSource", found: Summary, *, details: bool) -> Iterator[str]:
    """What must stand under the table of a file."""
    total = found.total
    yield _on_the_scale(found)
    states = [f"{total[outcome.value]} {outcome.value}" for outcome in UNSCORED if total[outcome.value]]
    states += [f"{total['late']} late"] if total["late"] else []
    told = f" Not scored: {', '.join(states)}." if states else ""
    yield f"Scored: {total['scored']} of {counted(total['claims'], 'forecast')}.{told}"
    yield source.counting(Reading(found.settings["reading"]))
    more = "" if details else " The rest: --details"
    yield f"Too few to judge: under {MIN_RESOLVED} forecasts or {MIN_CLUSTERS} clusters.{more}"


def withheld(row: Row) -> bool:
    """Whether there are too few claims for a verdict, and so for a place in an order."""
    return str(row["verdict"]).startswith("too few")


def score_shown(row: Row) -> bool:
    """Whether people are shown the Brier score: from three resolved claims on."""
    return int(row["scored"]) >= FEWEST_SHOWN


def group_column(by: str) -> Column:
    """The column that says whom or what a row is about."""
    return Column(by, DIMENSIONS[by].head, flexible=True, wrap=True, floor=_NAME)


def total_row(found: Summary) -> Row:
    """The figures of all groups together, named as a row."""
    return {str(found.settings["by"]): "All", **found.total}


def sources(row: Row) -> str:
    """Where the likelihoods come from, as shares of all claims."""
    claims = row["claims"]
    parts = [
        f"{source.label} {percent(row[f'source_{source}'] / claims)}" for source in Source if row[f"source_{source}"]
    ]
    return ", ".join(parts) or "-"


_NAME = 20  # a name is not folded into less: sooner the intervals are left out
_CONFIDENCE = {"over": "overconfident", "under": "underconfident", "unclear": "unclear"}
_TONES = {"better": "good", "worse": "bad"}


def _scores(by: str) -> tuple[Column, ...]:
    """The first screen: how good, from how many claims, and how sure that is."""
    return (
        group_column(by),
        Column("claims", "Claims", align="right"),
        Column("resolved_of_due", "Of due", lambda row: ratio(row["resolved_of_due"], row["due"]), align="right"),
        Column("right", "Right", lambda row: ratio(row["right"], row["judged"]), align="right"),
        Column(
            "hit_rate_low",
            "90%",
            lambda row: interval(row["hit_rate_low"], row["hit_rate_high"], percent),
            spare=True,
        ),
        Column("brier", "Brier", lambda row: brier(row["brier"]) if score_shown(row) else None, align="right"),
        Column(
            "brier_low",
            "90%",
            lambda row: interval(row["brier_low"], row["brier_high"]) if score_shown(row) else None,
            spare=True,
        ),
        Column("verdict", "Verdict", _verdict, tone=_tone),
    )


def _said_apart(columns: Iterable[Column]) -> Iterator[Column]:
    """The columns with an interval named after its figure, for tables that are read by their heads."""
    before = ""
    for column in columns:
        yield replace(column, head=f"{before} {column.head}") if column.key.endswith("_low") else column
        before = column.head


def _verdict(row: Row) -> str:
    """The verdict without what the notes say once for all rows."""
    return str(row["verdict"]).split(" (")[0].split(" from ")[0].split(" than ")[0]


def _tone(row: Row) -> str:
    return "dim" if withheld(row) else _TONES.get(str(row["verdict"]).split()[0], "")


def _counts(by: str) -> tuple[Column, ...]:
    return (
        group_column(by),
        *(Column(outcome.value, outcome.head, align="right") for outcome in UNSCORED if not outcome.settled),
        Column("overdue", "Overdue", align="right", tone=lambda row: "warn" if row["overdue"] else ""),
        *(Column(outcome.value, outcome.head, align="right") for outcome in UNSCORED if outcome.settled),
        Column("hedged", "Hedged", align="right"),
        Column("known_before", "Known", align="right"),
        Column("restated", "Restated", align="right"),
    )


def _when_enough(show: Callable[[Row], str]) -> Callable[[Row], str | None]:
    return lambda row: None if withheld(row) else show(row)


def _share_right(row: Row) -> str:
    """How often right on the claims that ``stated`` is the mean of."""
    return percent(None if row["stated"] is None else row["stated"] - row["confidence_gap"])


def _sureness(by: str) -> tuple[Column, ...]:
    return (
        group_column(by),
        Column("scored", "n", align="right"),
        Column("stated", "Said", _when_enough(lambda row: percent(row["stated"])), align="right"),
        Column("confidence_gap", "Was right", _when_enough(_share_right), align="right"),
        Column("confidence", "Confidence", _when_enough(lambda row: _CONFIDENCE.get(row["confidence"], "-"))),
        Column("skill", "Skill", _when_enough(lambda row: signed(row["skill"])), align="right"),
        Column("source_number", "Likelihoods from", sources, flexible=True, wrap=True),
    )


def _side_tables(found: Summary) -> list[Report]:
    """For people: what was counted and never scored, and how sure the analysts were."""
    by = str(found.settings["by"])
    tables = {"Counted, and not scored": _counts(by), "How sure": _sureness(by)}
    return [Report(found.rows, columns, total=total_row(found), title=title) for title, columns in tables.items()]


def _notes(reader: Reader, found: Summary) -> Iterator[str]:
    """What must stand under the first screen: three lines, which are four with the entry it speaks of."""
    total = found.total
    yield _on_the_scale(found)
    told = f"Scored: {total['judged']} of {total['claims']} claims, {total['retrospective']} retrospective."
    others = [f"{total[key]} {word}" for key, word in (("hedged", "hedged"), ("overdue", "overdue")) if total[key]]
    missing = total["claims"] - total["judged"]
    yield f"{told} Not scored: {missing}{', of them ' if others else ''}{', '.join(others)}." if missing else told
    few = f"Too few to judge: under {MIN_RESOLVED} claims or {MIN_CLUSTERS} episodes."
    yield f"{_provisional(reader) or few} The rest: --details"


def _reasons(found: Summary) -> str:
    """How many claims are not scored for each reason; together they are all that are not."""
    counts = found.whole.counts
    told = {
        BRIEFLY.get(status, status): counts[f"status_{status}"] for status in SCORING_STATUSES if status not in COUNTING
    }
    told["partial"] = found.total["claims"] - found.total["judged"] - sum(told.values())  # as the reading has it
    return ", ".join(f"{n} {reason}" for reason, n in told.items() if n)


def _on_the_scale(found: Summary) -> str:
    declared = found.settings["reference"]
    even = "0.25 is always saying 50%, the reference"
    scale = even if declared is None else f"the reference is always saying {percent(declared, 1)}"
    return f"Brier: 0 is perfect, {scale}. 90%: intervals."


def _provisional(reader: Reader) -> str:
    """That a moment in the past, or today, may still get entries."""
    may_grow = reader.as_of.provisional and reader.journal is not reader
    return "Provisional: entries may still be added to this moment." if may_grow else ""


def _all_notes(reader: Reader, found: Summary) -> Iterator[str]:
    """Every sentence that keeps the figures honest."""
    total, reading, declared = found.total, Reading(found.settings["reading"]), found.settings["reference"]
    rival = "always saying 50% (no reference declared)"
    if declared is not None:
        rival = f"always saying {percent(declared, 1)}"
    yield (
        f"Reading: {reading} (true and false are scored; partial {reading.help}). "
        "Policy: first statement on a question."
    )
    yield (
        f"Brier: 0 is perfect, 0.25 is always saying 50%; shown from {FEWEST_SHOWN} resolved claims with a probability "
        f"on. Verdict and skill are against {rival}. Intervals at {percent(LEVEL)}, the Brier score's by episode. "
        "Of due: resolved of those that are due."
    )
    yield f"Too few to judge: under {MIN_RESOLVED} resolved claims or {MIN_CLUSTERS} episodes."
    if total["retrospective"]:
        share = percent(total["retrospective"] / total["resolved"])
        yield (
            f"{total['retrospective']} of {total['resolved']} scored claims ({share}) were recorded after they were "
            "settled; --prospective leaves them out."
        )
    if total["claims"] > total["judged"]:
        yield f"{total['claims'] - total['judged']} of {total['claims']} claims are not scored: {_reasons(found)}."
    if total["restated"]:
        yield f"Said again, and counted once: {total['restated']}. A restatement is no second forecast."
    if total["overdue"]:
        yield f"{total['overdue']} overdue and not settled: ledger due --overdue"
    if told := _provisional(reader):
        yield told
