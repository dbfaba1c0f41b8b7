"""How calibration looks: the drawing where there is enough to draw, else what can be said, and the figures."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ledger.cli.charts import draw_or_save
from ledger.cli.output import emit, say, several_tables, write
from ledger.forecasts.scores import counted
from ledger.journal.reader import Reader
from ledger.render import Column, Report
from ledger.render.chart import Bounded, CalibrationChart, Curve, CurvePoint
from ledger.render.report import brier, p_value, percent, ratio, signed
from ledger.render.tables import as_of_sentence
from ledger.reports.calibration import FEWEST, FEWEST_EACH, TOGETHER, Calibration
from ledger.reports.counted import note_on_hindsight, note_on_reading, notes_on_claims
from ledger.reports.listings import without_claims

Row = Mapping[str, Any]
_BAR = 30


def print_calibration(reader: Reader, found: Calibration, plot: Path | None) -> None:
    """Print the curves that there is enough for, what can be said of the others, and every figure for machines."""
    standing = reader.standing.as_of()
    drawn = [row for row in found.rows if row["drawn"]]
    if drawn:
        draw_or_save(_chart(found, drawn, standing), plot)
    elif plot is not None:
        say("No picture is made: there are too few forecasts for a curve.")
    if several_tables():
        for row in found.rows:
            if row["n"] and not row["drawn"]:
                emit(_histogram(row))
                write("\n")
    notes = [*_notes(found), *without_claims(reader)]
    report = Report(found.rows, _COLUMNS, as_of=standing, notes=notes, extra={"settings": found.settings})
    emit(report)


def _enough(show: Any) -> Any:  # noqa: ANN401 - a column's show, either way
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


def _chart(found: Calibration, rows: Sequence[Row], standing: Row) -> CalibrationChart:
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
    label = f"{percent(found.ask.level)} consistency band"
    late = [told for row in rows for told in note_on_hindsight(row, _who(row) if len(rows) > 1 else "")]
    notes = [*map(_parts, rows), *late, *as_of_sentence(standing)]
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
        yield from () if row["drawn"] else (refusal(row),)
        if row["n"]:
            yield _said(row)
        if row["drawn"]:
            yield from _tests(row)
    if any(row["n"] for row in found.rows):
        yield note_on_reading(found.settings)
    alone = len(found.rows) == 1
    for row in found.rows:
        yield from notes_on_claims(row, "" if alone else _who(row))
    if any(row["drawn"] for row in found.rows):
        yield from _explained(found)


def _who(row: Row) -> str:
    return "All together" if row["analyst"] == TOGETHER else str(row["analyst"])


def refusal(row: Row) -> str:
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


def _said(row: Row) -> str:
    """How sure the analyst was on average, and how often right on the same claims."""
    right = row["stated"] - row["confidence_gap"]
    return (
        f"{_who(row)} said {percent(row['stated'])} on average when right {percent(right)} of the time "
        f"({_verdict(row)}; {counted(row['n'], 'claim')})."
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


def _tests(row: Row) -> Iterator[str]:
    """What chance alone would show, and the test that holds with few forecasts."""
    yield _parts(row)
    if row["spiegelhalter"] is not None:
        z, p = signed(row["spiegelhalter"]), p_value(row["spiegelhalter_p"])
        told = f"{_who(row)}: Spiegelhalter's Z {z}, p {p}"
        yield f"{told}; above 0 the Brier score is worse than what was said implies."
    if row["shared"]:
        told = "several analysts answered the same questions"
        yield f"{_who(row)}: {told}, so that no p-value holds and the band is too narrow."


def _explained(found: Calibration) -> Iterator[str]:
    ask = found.ask
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
        f"Band: where {percent(ask.level)} of {ask.draws} perfectly calibrated analysts lie who had said the same "
        f"(seed {ask.seed}). It and p take outcomes as independent; where claims resolve together, chance shows more."
    )
