"""Calibration of analysts: the curve, the band that chance allows, and the figures that go with them.

Everything is worked out however few forecasts there are: ``drawn`` says whether there are enough to show a curve to
people, ``needed`` how many are missing at least.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any

from ledger.forecasts.scores import LEVEL, OutOfRange
from ledger.journal.reader import Record
from ledger.model.vocabulary import Reading
from ledger.render.chart import Bounded, CalibrationChart, Curve, CurvePoint
from ledger.render.report import Column, Display, Report, Row, brier, p_value, percent, ratio, signed
from ledger.render.tables import as_of_sentence
from ledger.reports.eligible import Eligible, Source, note_on_hindsight, notes_on_claims
from ledger.scoring import recalibration
from ledger.scoring.cells import Cells, Steps, as_one
from ledger.scoring.measures import MEASURES, Case
from ledger.scoring.measures.calibration import one_by_one
from ledger.scoring.recalibration import curve
from ledger.text.counting import counted

FEWEST, FEWEST_EACH = 100, 5
"""Forecasts, and those of either outcome, below which a curve is mostly noise: a perfectly calibrated analyst shows a
miscalibration of about 0.05 at 30 forecasts and 0.02 at 100."""
BINS = 10
"""Of the histogram, from 0 to 1."""
DRAWS, SEED = 1000, recalibration.SEED
_DRAWS_FROM, _DRAWS_TO = 100, 10_000
_BAR = 30
"""Signs of the longest bar of a histogram."""
TOGETHER = "All"
"""What all analysts as one are called."""

_FIGURES = (
    "brier", "mcb", "dsc", "unc", "spiegelhalter", "stated", "hit_rate", "confidence_gap",
)  # fmt: skip


@dataclass(frozen=True)
class CalibrationOptions:
    """What is asked of a calibration."""

    reading: Reading = Reading.CODED
    level: float = LEVEL
    draws: int = DRAWS
    seed: int = SEED

    def __post_init__(self) -> None:
        """Refuse what no band can be made with."""
        if not 0 < self.level < 1:
            raise OutOfRange("--level", self.level, 0, 1)
        if not _DRAWS_FROM <= self.draws <= _DRAWS_TO:
            raise OutOfRange("--draws", self.draws, _DRAWS_FROM, _DRAWS_TO)


@dataclass(frozen=True)
class Calibration:
    """A row for each analyst, where their forecasts are from, and what was asked."""

    rows: list[Record]
    source: Source
    options: CalibrationOptions

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        options = self.options
        minimum = {"forecasts": FEWEST, "each_outcome": FEWEST_EACH}
        return {
            "policy": self.source.policy.name, "reading": str(options.reading), "scale": self.source.scale,
            "level": options.level,
            "draws": options.draws, "seed": options.seed, "minimum": minimum,
        }  # fmt: skip


def calibration(source: Source, analysts: Sequence[str], options: CalibrationOptions) -> Display:
    """The calibration of some analysts, or of all together as one, as it is shown.

    Args:
        source: where the forecasts come from.
        analysts: names or numbers; none is all together.
        options: how.

    Raises:
        LedgerError: an analyst who is not there, a filter or a scale that is not known.
    """
    names: list[str | None] = [*source.named(analysts)]
    rows = [_row(name or TOGETHER, source.eligible(name, options.reading), options) for name in names or [None]]
    return _display(Calibration(rows, source, options))


def _display(found: Calibration) -> Display:
    """The curves that there is enough for, the histograms of the others, and every figure for machines."""
    drawn = [row for row in found.rows if row["drawn"]]
    source = found.source
    extra = {"settings": found.settings} | ({} if source.table is None else {"table": source.table})
    notes = [*_notes(found), *source.notes()]
    return Display(
        Report(found.rows, _COLUMNS, as_of=source.as_of, notes=notes, extra=extra),
        before=[
            *([_chart(found, drawn)] if drawn else []),
            *(_histogram(row) for row in found.rows if row["n"] and not row["drawn"]),
        ],
        undrawn="" if drawn else "there are too few forecasts for a curve",
    )


def _row(name: str, claims: Eligible, options: CalibrationOptions) -> Record:
    clustered = as_one(claims.cells)
    cells = clustered.apart
    n, outcomes = int(cells.count[0]), _outcomes(cells)
    missing = sum(max(FEWEST_EACH - outcomes[side], 0) for side in ("n_true", "n_false"))
    needed = max(FEWEST - n, missing, 0)
    figures = _figures(Case(cells, clustered, options.level, single=not claims.shared))
    points, chance = _curve(cells, options, shared=claims.shared)
    return {
        "analyst": name,
        "n": n,
        **outcomes,
        "clusters": int(clustered.clusters[0]),
        "drawn": needed == 0,
        "needed": needed,
        **figures,
        **chance,
        "shared": claims.shared,
        **claims.beside,
        "curve": points,
        "histogram": histogram(cells),
    }


def _outcomes(cells: Cells) -> Record:
    """How many forecasts came true, how many did not, and how many did in part."""
    found = Counter[str]()
    for worth, n in zip(cells.y.tolist(), cells.n.tolist(), strict=True):
        found["n_true" if worth == 1 else "n_false" if worth == 0 else "n_in_part"] += n
    return {side: found[side] for side in ("n_true", "n_false", "n_in_part")}


def _figures(case: Case) -> Record:
    found: dict[str, Any] = {}
    for name in _FIGURES:
        for suffix, values in MEASURES[name].compute(case).items():
            value = _number(float(values[0]))
            found[f"{name}{suffix}"] = int(value or 0) if suffix in {"_n", "_ties"} else value
    return found


def _curve(cells: Cells, options: CalibrationOptions, *, shared: bool) -> tuple[list[Record], Record]:
    """The points of the curve with their band, and what chance alone would show.

    There is no band where outcomes came about in part, for they cannot be drawn; and no p-value where two analysts
    answered one question, for their outcomes are not drawn apart.
    """
    found = curve(cells.steps)
    size = len(found.p.tolist())
    low, high, expected, p_value = [nan] * size, [nan] * size, nan, nan
    if size and bool(one_by_one(cells)[0]):
        low, high, expected, p_value = _band(cells.steps, options)
    columns = (found.p.tolist(), found.rate.tolist(), low, high, found.n.tolist())
    points = [
        {"probability": p, "share": share, "low": _number(lower), "high": _number(upper), "n": int(n)}
        for p, share, lower, upper, n in zip(*columns, strict=True)
    ]
    return points, {"mcb_expected": _number(expected), "mcb_p": None if shared else _number(p_value)}


def _band(steps: Steps, options: CalibrationOptions) -> tuple[list[float], list[float], float, float]:
    found = recalibration.consistency_band(steps, options.level, options.draws, options.seed)
    return found.low.tolist(), found.high.tolist(), found.mcb_expected, found.mcb_p


def histogram(cells: Cells) -> list[Record]:
    """How many forecasts state a probability in each tenth: from ``low``, and below ``high`` but for the last."""
    found = Counter[int]()
    for p, n in zip(cells.p.tolist(), cells.n.tolist(), strict=True):
        found[min(int(p * BINS + 1e-9), BINS - 1)] += n  # what is stated as 30% belongs to the fourth, rounded or not
    return [{"low": place / BINS, "high": (place + 1) / BINS, "n": found[place]} for place in range(BINS)]


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


def _enough(show: Callable[[Row], str]) -> Callable[[Row], str | None]:
    """Shown where there are enough forecasts."""
    return lambda row: show(row) if row["drawn"] else None


_COLUMNS = (
    Column("analyst", "Analyst", flexible=True, wrap=True),
    Column("n", "n", align="right"),
    Column("n_true", "True", lambda row: ratio(row["n_true"], row["n"]), align="right"),
    Column("brier", "Brier", lambda row: brier(row["brier"]), align="right"),
    Column("mcb", "MCB", _enough(lambda row: brier(row["mcb"])), align="right"),
    Column("mcb_p", "p", _enough(lambda row: p_value(row["mcb_p"])), align="right"),
    Column("dsc", "DSC", _enough(lambda row: brier(row["dsc"])), align="right"),
    Column("unc", "UNC", _enough(lambda row: brier(row["unc"])), align="right"),
)


def _chart(found: Calibration, rows: Sequence[Row]) -> CalibrationChart:
    curves = [
        Curve(
            row["analyst"],
            row["n"],
            [CurvePoint(point["probability"], point["share"], point["n"]) for point in row["curve"]],
            [
                Bounded(point["probability"], point["low"], point["high"])
                for point in row["curve"]
                if point["low"] is not None
            ],
            [part["n"] for part in row["histogram"]],
        )
        for row in rows
    ]
    whose = "all analysts together" if rows[0]["analyst"] == TOGETHER else rows[0]["analyst"]
    title = f"Calibration of {whose}" if len(rows) == 1 else "Calibration"
    label = f"{percent(found.options.level)} consistency band"
    hindsight = [told for row in rows for told in note_on_hindsight(row, _who(row) if len(rows) > 1 else "")]
    notes = [*map(_parts, rows), *hindsight, *as_of_sentence(found.source.as_of)]
    return CalibrationChart(curves, band_label=label, title=title, notes=notes)


def _histogram(row: Row) -> Report:
    """How often each probability was stated, where there is no drawing to show it under."""
    most = max(part["n"] for part in row["histogram"])
    columns = (
        Column("low", "Stated", lambda part: f"{percent(part['low'])}-{percent(part['high'])}", align="right"),
        Column("n", "n", align="right"),
        Column("high", "", lambda part: "#" * (-(-part["n"] * min(_BAR, most) // most)), flexible=True),
    )
    return Report(row["histogram"], columns, title=f"Stated probabilities: {_who(row)}")


def _notes(found: Calibration) -> Iterator[str]:
    for row in found.rows:
        yield from () if row["drawn"] else (_refusal(row),)
        if row["n"]:
            yield _said(row, found.source.trial)
        if row["drawn"]:
            yield from _tests(row, found.source)
    if any(row["n"] for row in found.rows):
        yield found.source.counting(found.options.reading)
    alone = len(found.rows) == 1
    for row in found.rows:
        yield from notes_on_claims(row, "" if alone else _who(row))
    if any(row["drawn"] for row in found.rows):
        yield from _explained(found)


def _who(row: Row) -> str:
    return "All together" if row["analyst"] == TOGETHER else str(row["analyst"])


def _refusal(row: Row) -> str:
    """That there are too few forecasts for a curve, and how many more are needed."""
    n = row["n"]
    have = f"{counted(n, 'forecast')} with a probability {'is' if n == 1 else 'are'} settled"
    sides = ", ".join(
        f"{row[key]} {did}: {FEWEST_EACH - row[key]} more"
        for key, did in (("n_true", "came true"), ("n_false", "did not come true"))
        if row[key] < FEWEST_EACH
    )
    wanted = [f"{FEWEST}, {FEWEST - n} more"] if n < FEWEST else []
    wanted += [f"at least {FEWEST_EACH} of each outcome ({sides})"] if sides else []
    return f"{_who(row)}: {have}; a calibration curve needs {', and '.join(wanted)}."


def _said(row: Row, trial: str) -> str:
    """How sure the analyst was on average, and how often right on the same claims."""
    right = row["stated"] - row["confidence_gap"]
    return (
        f"{_who(row)} said {percent(row['stated'])} on average when right {percent(right)} of the time "
        f"({_verdict(row)}; {counted(row['n'], trial)})."
    )


def _verdict(row: Row) -> str:
    if row["confidence_gap_low"] is not None and row["confidence_gap_low"] > 0:
        return "overconfident"
    if row["confidence_gap_high"] is not None and row["confidence_gap_high"] < 0:
        return "underconfident"
    return "over- or underconfidence unclear"


def _parts(row: Row) -> str:
    """The Brier score in its parts, in one sentence."""
    parts = f"MCB {brier(row['mcb'])} - DSC {brier(row['dsc'])} + UNC {brier(row['unc'])}"
    return f"{_who(row)}: Brier {brier(row['brier'])} = {parts}. {_by_chance(row)}".rstrip()


def _by_chance(row: Row) -> str:
    """How much miscalibration chance alone would show; nothing where it cannot be drawn."""
    if row["mcb_expected"] is None:
        return ""
    p = "" if row["mcb_p"] is None else f", p {p_value(row['mcb_p'])}"
    return f"Chance alone would show an MCB of {brier(row['mcb_expected'])} (median){p}."


def _tests(row: Row, source: Source) -> Iterator[str]:
    """What chance alone would show, and the test that holds with few forecasts."""
    yield _parts(row)
    if row["spiegelhalter"] is not None:
        z, p = signed(row["spiegelhalter"]), p_value(row["spiegelhalter_p"])
        told = f"{_who(row)}: Spiegelhalter's Z {z}, p {p}"
        yield f"{told}; above 0 the Brier score is worse than what was said implies."
    if row["shared"]:
        told = "several analysts answered the same questions"
        if source.table is not None:
            told = "questions were answered more than once"
        yield f"{_who(row)}: {told}, so that no p-value holds and the band is too narrow."


def _explained(found: Calibration) -> Iterator[str]:
    options = found.options
    yield (
        "Brier = MCB - DSC + UNC: miscalibration, discrimination (higher is better), and the uncertainty of the "
        "questions. DSC and UNC move when questions are put the other way round."
    )
    banded = [row["mcb_expected"] is not None for row in found.rows if row["drawn"]]
    if not all(banded):
        yield "There is no band where outcomes count in part: they cannot be drawn."
    if not any(banded):
        return
    yield (
        f"Band: where {percent(options.level)} of {options.draws} perfectly calibrated analysts lie who had said the "
        f"same (seed {options.seed}). It and p take outcomes as independent; where {found.source.trial}s resolve "
        "together, chance shows more."
    )
