"""Scores of a forecast table by every measure there is: of a file, or of a ledger's own claims as one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, log10
from types import MappingProxyType

from ledger.errors import InputError, NotOneOf, quoted
from ledger.forecasts.prefetch import Early, FileAsk
from ledger.forecasts.queries import POLICIES, Policy
from ledger.forecasts.scores import (
    DEFAULT,
    FEW,
    PER_QUESTION,
    Ask,
    Scored,
    read_measures,
    read_policy,
    score_engine,
)
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import UNSCORED, Reading
from ledger.query.listing import Filters
from ledger.query.refs import analyst_meant
from ledger.render.report import Column, Display, Report, Row, interval, number, percent, signed
from ledger.reports.claim_table import claim_table
from ledger.reports.eligible import no_forecasts, notes_on_file
from ledger.reports.options import read_reading, read_reference
from ledger.text.counting import counted

KEYS = ("analyst", "topic", "cluster", "question")
"""What a table can be grouped by."""

_UNITS = {"h": 3_600_000_000, "d": 86_400_000_000, "w": 604_800_000_000}
"""Microseconds in a unit of --at-lead."""
_HEADS = {"analyst": "Analyst", "topic": "Topic", "cluster": "Cluster", "question": "Question"}
_SHARES = frozenset({"hit_rate", "stated"})
_SIGNED = frozenset({"skill", "difference", "confidence_gap", "peer", "spot_peer", "peer_brier", "relative"})
_POINTS = frozenset({"expected", "occurred", "baseline", "peer", "spot_baseline", "spot_peer", "brier_index"})
_DIGITS = 4
"""Of a score in the unit of what was forecast, as far as there is room."""

Progress = Callable[[float], None]
"""Is told how far a step of the work is, in per cent."""
Write = Callable[[str, float | None], str]
"""Writes the figure of a measure for people."""


class UnreadableLead(InputError):
    """A --at-lead that is no length of time."""

    def __init__(self, words: str) -> None:
        super().__init__(f"--at-lead {quoted(words)} is not a length of time.", "Write 30d, 2w or 12h.")


class TwoPolicies(InputError):
    """More than one way to say which forecasts count."""

    def __init__(self) -> None:
        super().__init__("--policy, --at-lead and --gjo-compat each say which forecasts count.", "Give one of them.")


class PerAndBy(InputError):
    """Two ways to say what a row is."""

    def __init__(self) -> None:
        super().__init__(
            "--per question gives a row for each analyst and question, and goes with no other --by.",
            "Give one of them; --by topic,analyst,question names any keys.",
        )


def read_options(
    *,
    by: str | Sequence[str] = "analyst",
    per: str | None = None,
    policy: str | None = None,
    at_lead: str | None = None,
    gjo_compat: bool = False,
    measures: str | None = None,
    level: float = 0.90,
    log_floor: float | None = None,
    reference: str | None = None,
    reading: str = Reading.CODED,
    intervals: bool = False,
    default: str = "each",
) -> Ask:
    """Read every option that says how a table is scored; ``default`` is the policy where none is named.

    Raises:
        InputError: for the first of them that cannot be read.
    """
    if per not in {None, "question"}:
        raise NotOneOf("--per", str(per), ["question"])
    named = _keys(by)
    if per and named != ("analyst",):
        raise PerAndBy
    keys = ("analyst", "question") if per else named
    against = read_reference(reference)
    chosen, lead = _policy(policy, at_lead, gjo_compat=gjo_compat, default=default)
    return Ask(
        by=keys,
        policy=chosen,
        reading=read_reading(reading),
        measures=read_measures(measures, PER_QUESTION if per else DEFAULT),
        level=level,
        log_floor=log_floor,
        reference=against,
        lead=lead,
        intervals=intervals,
        every=(measures or "").strip() == "all",
        words=measures,
    )


def _keys(by: str | Sequence[str]) -> tuple[str, ...]:
    words = by if isinstance(by, str) else ",".join(by)
    keys = [key.strip() for key in words.split(",") if key.strip()]
    for key in keys or [words]:
        if key not in KEYS:
            raise NotOneOf("--by", key, KEYS)
    return tuple(dict.fromkeys(keys))


def _policy(name: str | None, at_lead: str | None, *, gjo_compat: bool, default: str) -> tuple[Policy, int]:
    if sum((name is not None, at_lead is not None, gjo_compat)) > 1:
        raise TwoPolicies
    if gjo_compat:
        return POLICIES["days"], 0
    if at_lead is not None:
        return POLICIES["at-lead"], _lead(at_lead)
    return read_policy(name or default), 0


def _lead(words: str) -> int:
    match = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([hdw])", words.strip().lower())
    if match is None:
        raise UnreadableLead(words)
    return round(float(match[1]) * _UNITS[match[2]])


def file_scores_display(early: Early, ask: Ask, rows: FileAsk, progress: Progress | None = None) -> Display:
    """The scores of a file that is being opened, as they are shown.

    Raises:
        TableRejected: rows have faults, and are not to be skipped.
        InputError: the file, or what is asked of it, cannot be read.
    """
    from ledger.forecasts.score_file import score_opened  # brings DuckDB, which a ledger's claims do without

    found, table = score_opened(early.take(progress), ask, rows)
    return _display(found, table, notes_on_file(table))


def score_claims(reader: Reader, ask: Ask, filters: Filters, scale: str | None = None) -> Display:
    """The scores of the claims that state a probability, as they are shown.

    Raises:
        LedgerError: a filter or a scale that is not known.
    """
    return _display(*_scored_claims(reader, ask, filters, scale), reader.as_of.row())


def _scored_claims(reader: Reader, ask: Ask, filters: Filters, scale: str | None) -> tuple[Scored, Record, list[str]]:
    """The scores, what the table of claims holds, and what to say of it."""
    first, by_topic = ask.policy.name == "first", "topic" in ask.by
    shown = claim_table(reader, filters, topics=by_topic, first=first, scale=scale)
    everybody = shown
    if filters.analyst is not None:  # the others stay, as the peers they are held against
        name = str(analyst_meant(reader, filters.analyst)["name"])
        ask, filters = replace(ask, only=frozenset({name})), replace(filters, analyst=None)
        everybody = claim_table(reader, filters, topics=by_topic, first=first, scale=scale)
    with everybody.engine() as engine:
        found = score_engine(engine, ask)
    if by_topic:  # a claim counts under each of its topics, and once in the total
        with claim_table(reader, filters, first=first, scale=scale).engine() as engine:
            found = replace(found, total=score_engine(engine, replace(ask, by=("analyst",))).total)
    told: Record = {
        "claims": len({row["claim"] for row in shown.rows}) + sum(shown.left_out.values()),
        "rows": len(shown.rows),
        "questions": found.total["questions"],
        "left_out": dict(shown.left_out),
        "scale": scale,
    }
    late = {row["claim"] for row in shown.rows if row["retrospective"]}
    told["retrospective"] = len(late)
    in_table = counted(told["claims"] - sum(shown.left_out.values()), "claim")
    said = f"{len(late)} of {in_table} in the table recorded after being settled; --prospective leaves such out."
    notes = [said] if late else []
    return found, told, [*notes, *_left_out(shown.left_out, scale)]


def _left_out(left_out: Counter[str], scale: str | None) -> list[str]:
    told = no_forecasts(dict(left_out.most_common()))
    notes = [f"Not in the table: {told}."] if told else []
    return [*notes, f"All phrases are read on the scale {scale}."] if scale else notes


def _display(found: Scored, table: Row, notes: Sequence[str], as_of: Row | None = None) -> Display:
    return Display(_report(found, table, notes, as_of), keys=len(found.ask.by) + 1)


def _quantities(found: Scored, _usual: Write) -> Write:
    """Scores in the unit of what was forecast have as many decimals as the largest of a column leaves room for."""

    def write(name: str, value: float | None) -> str:
        if name.startswith("coverage_"):
            return percent(value)
        known = [abs(row[name]) for row in found.rows if row.get(name) is not None and isfinite(row[name])]
        before = int(log10(max([1.0, *known])))
        return number(value, max(0, _DIGITS - before))

    return write


@dataclass(frozen=True)
class _Wording:
    """How forecasts of a form are spoken of: ``trial`` is what one is called, ``help`` says what it is.

    ``writer`` gives what writes a figure.
    """

    trial: str
    help: str = ""
    writer: Callable[[Scored, Write], Write] = lambda _found, usual: usual


_WORDINGS: Mapping[str, _Wording] = MappingProxyType({
    "binary": _Wording("row"),
    "options": _Wording("forecast", "Options: the rows of a forecast give each option its probability."),
    "quantiles": _Wording("forecast", "Quantiles: the rows of a forecast give quantiles of a number.", _quantities),
})  # fmt: skip
"""For each form of a table."""


def _report(found: Scored, table: Row, notes: Sequence[str], as_of: Row | None = None) -> Report:
    ask = found.ask
    extra = {"table": table, "policy": ask.policy.name, "settings": _settings(ask)}
    return Report(
        found.rows,
        list(_columns(ask, found)),
        total={ask.by[0]: "All", **found.total},
        as_of=as_of,
        notes=[*_notes(found), *notes],
        extra=extra,
        empty="No forecast to score.",
    )


def _settings(ask: Ask) -> Row:
    return {
        "by": list(ask.by),
        "reading": str(ask.reading),
        "measures": list(ask.measures),
        "level": ask.level,
        "log_floor": ask.log_floor,
        "reference": ask.reference,
    }


def _columns(ask: Ask, found: Scored) -> Iterator[Column]:
    for key in ask.by:
        yield Column(key, _HEADS[key], flexible=True, wrap=True)
    yield Column("scored", "n", align="right", tone=lambda row: "dim" if row["scored"] < FEW else "")
    if "question" not in ask.by and any(row["questions"] != row["scored"] for row in found.rows):
        yield Column("questions", "Questions", align="right")
    if ask.policy.shares:
        yield Column("coverage", "Coverage", lambda row: percent(row["coverage"]), align="right")
    for name in ask.measures:
        yield from _measure(name, found)


def _measure(name: str, found: Scored) -> Iterator[Column]:
    wording = _WORDINGS[found.form]
    write = wording.writer(found, _shown)

    def ends(row: Row) -> str:
        return interval(row.get(f"{name}_low"), row.get(f"{name}_high"), lambda x: write(name, x))

    def figure(row: Row) -> str:
        lost = row.get(f"{name}_infinite")
        if row.get(name) is None and lost:
            return f"infinite ({lost} {wording.trial}{'' if lost == 1 else 's'})"
        return write(name, row.get(name))

    yield Column(name, found.measures[name].head, figure, align="right")
    if any(row.get(f"{name}_low") is not None for row in found.rows):
        yield Column(f"{name}_low", percent(found.ask.level), ends)
    if len(_components(name, found)) > 1:
        yield Column(f"{name}_component", "Component", align="right")


def _components(name: str, found: Scored) -> set[int]:
    """The components of linked analysts among whom a figure holds."""
    return {row[f"{name}_component"] for row in found.rows if row.get(name) is not None and f"{name}_component" in row}


def _apart(name: str, found: Scored) -> Iterator[str]:
    """A warning where a figure holds among some analysts only, and there are others among whom it does too."""
    if (many := len(_components(name, found))) > 1:
        told = f"{found.measures[name].head}: the analysts fall into {many} components that share no question"
        yield f"{told}; figures of different components are never ranked together."


def _shown(name: str, value: float | None) -> str:
    if name in _SHARES:
        return percent(value)
    if name in _POINTS:
        return signed(value, 1) if name in _SIGNED else number(value, 1)
    return signed(value, 3) if name in _SIGNED else number(value, 4)


def _notes(found: Scored) -> Iterator[str]:
    ask, total, wording = found.ask, found.total, _WORDINGS[found.form]
    if not found.rows:
        return
    if wording.help:
        yield wording.help
    reading = (
        f" Reading of partial outcomes: {ask.reading}." if total["partial"] or ask.reading != Reading.CODED else ""
    )
    yield f"{_policy_named(found)}: {ask.policy.help.replace('row', wording.trial)}.{reading}"
    for name in ask.measures:
        yield found.measures[name].told
        yield from _apart(name, found)
    if ask.reference is not None:
        yield f"Reference: always saying {percent(ask.reference, 1)}."
    yield from found.notes
    yield from _limits(found)
    yield from _uncounted(found)


def _policy_named(found: Scored) -> str:
    policy = found.ask.policy
    return policy.asked.removeprefix("--") if policy.asked else f"Policy {policy.name}"


def _limits(found: Scored) -> Iterator[str]:
    """What the figures do not carry."""
    ask, trial = found.ask, _WORDINGS[found.form].trial
    few = sum(row["scored"] < FEW for row in found.rows)
    if few and "question" not in ask.by:
        rows = "every row" if few == len(found.rows) else f"{few} of {len(found.rows)} rows"
        yield f"Too few to judge by: {rows} with n below {FEW}."
    if found.unbounded:
        yield "No intervals: the table is large, and they take another pass over it; --intervals gives them."
    if any(row.get(f"{name}_infinite") for row in found.rows for name in ask.measures):
        yield "Infinite: what happened had been given no chance at all; --log-floor 0.001 gives it one in a thousand."
    if ask.log_floor is not None:
        ends = f"at least {ask.log_floor:g} and at most {1 - ask.log_floor:g}"
        yield f"Log floor: what happened is given {ends} in log, baseline and peer scores."
    each = ask.policy.name == "each" and "analyst" in ask.by and "question" not in ask.by
    if each and any(row["forecasts"] > row["questions"] for row in found.rows):
        several = f"Some analysts have several {trial}s on one question, and each is a trial here"
        yield f"{several}; --policy first takes one."


def _uncounted(found: Scored) -> Iterator[str]:
    """What was in the table and is in no score."""
    ask, total, trial = found.ask, found.total, _WORDINGS[found.form].trial
    if total["late"]:
        yield (
            f"{counted(total['late'], trial)} {'was' if total['late'] == 1 else 'were'} stated when the question had "
            f"closed or was settled, and {'does' if total['late'] == 1 else 'do'} not count."
        )
    unscored = [f"{total[state]} {state}" for state in UNSCORED if total[state]]
    if unscored:
        yield f"Counted and not scored: {', '.join(unscored)}."
    pairs = sum(row["questions"] for row in found.rows)
    stood = total["scored"] + sum(total[state] for state in UNSCORED)
    missing = pairs - stood - total["late"]  # what came too late has been told
    if ask.policy.source == "in_force" and "analyst" in ask.by and missing > 0:
        yield f"Nothing stood that this policy counts for {counted(missing, 'analyst-question pair')}."
