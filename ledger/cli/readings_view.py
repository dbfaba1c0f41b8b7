"""How readings look: a score on every scale, each word by itself, and what any reading within the bands could give."""

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.cli.output import emit_wide, several_tables, single_table, write
from ledger.forecasts.scores import counted
from ledger.journal.reader import Reader
from ledger.model.probabilities import PPM, show_probability
from ledger.model.scales import load_scale
from ledger.render import Column, Report
from ledger.render.report import brier, interval, number, ratio
from ledger.reports.counted import recorded_late
from ledger.reports.listings import FILTERED_OUT, without_claims
from ledger.reports.verbal_sensitivity import TOGETHER, Readings

Row = Mapping[str, Any]
_MOST_WORDS, _MOST_TOLD, _MOST_PAIRS = 12, 3, 6
"""How many words are listed, spoken of, and how many pairs that swap are named."""
_FEW = 10
_READ_BY = {"range": "the analyst", "inferred": "curator"}
"""Who read words that no scale did."""


def print_readings(reader: Reader, found: Readings) -> None:
    """Print the tables for people, and every figure for machines."""
    scales, bounds = _on_scales(found), _bounds(found)
    empty = "".join(without_claims(reader)) or FILTERED_OUT
    whole = Report(
        found.rows,
        bounds,
        total={"analyst": TOGETHER, **found.total},
        as_of=reader.standing.as_of(),
        notes=list(_notes(found)) if found.rows else [],
        extra={"words": found.words, "order": found.order, "settings": found.settings},
        empty=empty,
    )
    if single_table():
        emit_wide(Report(found.rows, [*bounds, *scales[1:]], total=whole.total), 1)
        return
    if several_tables() and found.rows:
        if found.total["n_phrase"]:
            emit_wide(Report(found.rows, scales, total=whole.total, title="On every scale"), 1)
            write("\n")
        if found.words:
            emit_wide(Report(found.words[:_MOST_WORDS], _WORDS, title="Word by word"), 1)
            write("\n")
    emit_wide(whole, 2)


def _few(row: Row) -> str:
    return "dim" if row["n"] < _FEW else ""


_ANALYST = Column("analyst", "Analyst", flexible=True, wrap=True)


def _on_scales(found: Readings) -> list[Column]:
    """The score on every scale, and in brackets what it cannot read."""
    columns = [_ANALYST, Column("n_phrase", "Phrases", align="right")]
    for name in found.scales:

        def shown(row: Row, name: str = name) -> str:
            unread = row[f"unread_{name}"]
            return f"{brier(row[f'brier_{name}'])}{f' ({unread})' if unread else ''}"

        columns.append(Column(f"brier_{name}", name, shown, align="right", tone=_few))
    return columns


def _bounds(found: Readings) -> list[Column]:
    columns = [
        _ANALYST,
        Column("n", "n", align="right"),
        Column("brier", "Brier", lambda row: brier(row["brier"]), align="right", tone=_few),
        _range("brier_word", "One reading"),
        _range("brier_claim", "Each time"),
        Column("hedged", "Hedged", lambda row: ratio(row["hedged"], row["claims"]), align="right"),
    ]
    if found.ask.include_hedges:
        columns += [
            Column("hedges_settled", "Settled", align="right"),
            _range("brier_word_hedges", "With hedges"),
            _range("brier_claim_hedges", "Each time"),
        ]
    if found.ask.bare is not None:
        columns += [
            Column("n_flat", "Flat", align="right"),
            Column(
                "brier_bare",
                f"Flat {show_probability(found.ask.bare)}",
                lambda row: brier(row["brier_bare"]),
                align="right",
            ),
        ]
    return columns


def _range(name: str, head: str) -> Column:
    return Column(f"{name}_low", head, lambda row: interval(row[f"{name}_low"], row[f"{name}_high"]), tone=_few)


def _band(row: Row) -> str:
    low, high = (show_probability(round(row[end] * PPM)) for end in ("low", "high"))
    return f"{low.removesuffix('%')}-{high}"


def _read_by(row: Row) -> str:
    return _READ_BY.get(row["source"]) or load_scale(row["scale"]).title


_WORDS = (
    Column("words", "Words", flexible=True, wrap=True),
    Column("source", "Read by", _read_by, flexible=True, wrap=True),
    Column("n", "n", align="right"),
    Column("true", "True", lambda row: number(row["true"], 0 if row["true"] == int(row["true"]) else 1), align="right"),
    Column("point", "As", lambda row: show_probability(round(row["point"] * PPM)), align="right"),
    Column("low", "Band", _band),
    Column("brier", "Brier", lambda row: brier(row["brier"]), align="right", tone=_few),
    Column("brier_low", "One reading", lambda row: interval(row["brier_low"], row["brier_high"]), tone=_few),
)


def _notes(found: Readings) -> Iterator[str]:
    total, ask = found.total, found.ask
    yield f"Reading: {ask.reading}. Policy: first statement on a question."
    yield (
        "Brier: 0 is perfect, 0.25 is always saying 50%. One reading: what it could be if each word of an analyst "
        "means one number throughout, anywhere in its band. Each time: if it may mean another number in every claim. "
        "A number that was said has no band."
    )
    for row in found.words[:_MOST_TOLD]:
        yield word_sentence(row)
    yield from _on_words(found)
    yield from _on_order(found)
    if total["retrospective"]:
        late = total["retrospective"]
        yield f"{recorded_late(late, total['n'])}; --prospective leaves {'it' if late == 1 else 'them'} out."
    were = "was a hedge and is not scored" if total["hedged"] == 1 else "were hedges and are not scored"
    told = f"{total['hedged']} of {counted(total['claims'], 'claim')} {were}"
    if ask.include_hedges:
        yield f"{told}; with hedges are the bounds where the {total['hedges_settled']} that are settled are words too."
    elif total["hedged"]:
        yield f"{told}; --include-hedges adds them to the bounds."
    if ask.bare is not None:
        told = f"read as {show_probability(ask.bare)}: {total['n_flat']} settled"
        yield f"Flat: assertions without a probability, {told}. It shows what they would do to the score, and is none."


def word_sentence(row: Row) -> str:
    """What a word was read as, and what any other reading of it would have given."""
    words = row["words"][:1].upper() + row["words"][1:]
    claims = counted(row["n"], "claim")
    read = show_probability(round(row["point"] * PPM))
    ends = [number(row[end]) for end in ("brier_low", "brier_high")]
    if ends[0] == ends[1]:  # then what they differ by shows in further digits
        ends = [brier(row[end]) for end in ("brier_low", "brier_high")]
    return (
        f"'{words}' read as {read} ({_read_by(row)}: {_band(row)}) in {claims}. Any fixed reading in that range gives "
        f"{'-'.join(ends)}."
    )


def _on_words(found: Readings) -> Iterator[str]:
    """Who read the words, and by which rule."""
    total = found.total
    if len(found.words) > _MOST_WORDS:
        yield f"Of {len(found.words)} words the {_MOST_WORDS} most frequent are shown; JSON has all."
    if total["n_inferred"]:
        of, one = f"{total['n_inferred']} of {counted(total['n'], 'scored claim')}", total["n_inferred"] == 1
        read = "is in words that the curator read; its" if one else "are in words that the curator read; their"
        yield f"{of} {read} band is the curator's on every scale."
    if any(total[f"unread_{name}"] for name in found.scales):
        yield "In brackets: claims in phrases that a scale cannot read, which are left out of its score."
    if found.ask.rule == "interval":
        listed = ", ".join(load_scale(name).title for name in found.scales)
        yield (
            "On a scale, phrases are scored by the interval rule, under which the word that fits a belief is the best "
            f"one to say. Only scales whose bands lie side by side have one: {listed}."
        )


def _on_order(found: Readings) -> Iterator[str]:
    """Whether the order of analysts survives every scale."""
    compared, swaps = found.order["compared"], found.order["swaps"]
    if not found.total["n_phrase"]:
        yield "No scored claim is in a phrase that a scale has read, so every scale gives the same scores."
    elif len(compared) < 2:  # noqa: PLR2004 - an order
        yield "Fewer than two analysts have a score on every scale, so there is no order to look at."
    elif found.order["same"]:
        yield f"The order of the {len(compared)} analysts with a score on every scale is the same on all of them."
    else:
        pairs = "; ".join(f"{one} and {other}" for one, other in swaps[:_MOST_PAIRS])
        more = f"; and {len(swaps) - _MOST_PAIRS} more" if len(swaps) > _MOST_PAIRS else ""
        yield f"The order of analysts does not survive every scale. Which of two is ahead hangs on it: {pairs}{more}."
