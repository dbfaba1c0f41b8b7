"""How far scores hang on what words of likelihood are read as: by scale, within their bands, and with hedges.

Every claim is looked at from the side of what its analyst asserts, so that a word means the same in a denial.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from ledger.errors import InputError, NotOneOf, quoted
from ledger.journal.reader import Reader, Record
from ledger.model.probabilities import PPM, read_figure, show_probability
from ledger.model.scales import DEFAULT_SCALE, load_scale, scale_names
from ledger.model.vocabulary import Reading, Source
from ledger.query.judged import outcome_worth, worth_of
from ledger.query.listing import Filters, judged_claims
from ledger.render.report import Column, Display, Report, Row, brier, interval, number, ratio
from ledger.reports.claim_table import point_on
from ledger.reports.eligible import recorded_late
from ledger.reports.options import FILTERED_OUT, without_claims
from ledger.scoring.bounds import mean_cost, order_survives, partition_costs, reading_bounds
from ledger.text.counting import counted
from ledger.text.folding import fold

RULES = ("midpoint", "interval")
"""What --verbal-rule can name."""
TOGETHER = "All"
_MOST_WORDS, _MOST_TOLD, _MOST_PAIRS = 12, 3, 6
"""How many words are listed, spoken of, and how many pairs that swap are named."""
_FEW = 10
_READ_BY = {"range": "the analyst", "inferred": "curator"}
"""Who read words that no scale did."""
_WANTED = (
    "number, analyst, question_id, source, words, scale, low, point, high, denies, outcome, fraction, stated_on, "
    "resolved_on, scoring_status, eligible, retrospective"
)
"""The columns of a judged claim that are needed here."""

Costs = tuple[float, float]
"""What a claim scores if true, and if false."""

_STATED = (Source.NUMBER, Source.RANGE, Source.PHRASE, Source.INFERRED)


class UnclearBare(InputError):
    """A --bare that is no probability a flat assertion could stand for."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"--bare {quoted(words)} is not a probability between 0 and 1.",
            "Give one number above 50% and below 100%, such as 97%: nobody is always right.",
        )


@dataclass(frozen=True)
class VerbalOptions:
    """How words are to be read; ``bare`` is what a flat assertion is read as, in millionths."""

    reading: Reading = Reading.CODED
    rule: str = "midpoint"
    include_hedges: bool = False
    bare: int | None = None

    def __post_init__(self) -> None:
        """Refuse a rule that is none."""
        if self.rule not in RULES:
            raise NotOneOf("--verbal-rule", self.rule, RULES)


@dataclass(frozen=True)
class Utterance:
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


@dataclass(frozen=True)
class VerbalSensitivity:
    """A row for each analyst, all together, each word by itself, and whether the order hangs on the scale."""

    rows: list[Record]
    total: Record
    words: list[Record]
    order: Record
    scales: tuple[str, ...]
    options: VerbalOptions

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        options = self.options
        return {
            "policy": "first", "reading": str(options.reading), "scales": list(self.scales), "rule": options.rule,
            "include_hedges": options.include_hedges, "bare": None if options.bare is None else options.bare / PPM,
        }  # fmt: skip


def read_bare(words: str | None) -> int | None:
    """What a flat assertion is read as, in millionths: above one half, and never certain.

    Raises:
        LikelihoodError, UnclearBare: it is no such number.
    """
    if words is None:
        return None
    figure = read_figure(fold(words))
    if figure is None or figure.source is not Source.NUMBER or not PPM // 2 < figure.point < PPM:
        raise UnclearBare(words)
    return figure.point


def verbal_sensitivity(reader: Reader, filters: Filters, options: VerbalOptions) -> Display:
    """Every analyst's score on every scale and within the bands of their words, as it is shown.

    The claims are those that a summary scores.

    Raises:
        LedgerError: a filter that cannot be read.
    """
    found = _scored(reader, filters, options)
    scales, bounds = _scale_columns(found), _bound_columns(found)
    report = Report(
        found.rows,
        bounds,
        total={"analyst": TOGETHER, **found.total},
        as_of=reader.as_of.row(),
        notes=list(_notes(found)) if found.rows else [],
        extra={"words": found.words, "order": found.order, "settings": found.settings},
        empty="".join(without_claims(reader)) or FILTERED_OUT,
    )
    before = []
    if found.total["n_phrase"]:
        before.append(Report(found.rows, scales, total=report.total, title="On every scale"))
    if found.words:
        before.append(Report(found.words[:_MOST_WORDS], _WORD_COLUMNS, title="Word by word"))
    return Display(report, before, 2, Report(found.rows, [*bounds, *scales[1:]], total=report.total))


def _scored(reader: Reader, filters: Filters, options: VerbalOptions) -> VerbalSensitivity:
    claims = judged_claims(reader, filters, columns=_WANTED)
    names = sorted({str(row["analyst"]) for row in claims}, key=lambda name: (name.casefold(), name))
    scales = tuple(name for name in _ordered(scale_names()) if options.rule == "midpoint" or partition(name))
    said = _settled(claims, options.reading)
    assertions = _flat(claims, options.reading, PPM // 2 if options.bare is None else options.bare)
    columns = _counts(names, claims, said, assertions) | _scores(names, said, scales, options)
    if options.include_hedges:
        columns |= _with_hedges(names, said, _hedges(claims, options.reading))
    if options.bare is not None:
        columns |= {"brier_bare": _means(names, [*said, *assertions], _point_costs)}
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    found = [{"analyst": name, **row} for name, row in zip(names, rows, strict=False)]
    scores = {name: [_nan(row[f"brier_{name}"]) for row in found] for name in scales}
    return VerbalSensitivity(found, rows[-1], _words(said), _order(scores, names), scales, options)


def _ordered(names: Iterable[str]) -> list[str]:
    """The default scale first, the others by name."""
    return sorted(names, key=lambda name: (name != DEFAULT_SCALE, name))


def _counts(
    names: Sequence[str], claims: Iterable[Record], said: Iterable[Utterance], assertions: Iterable[Utterance]
) -> dict[str, list[Any]]:
    """How many claims there are, how many are scored and from what, and how many hedges and flat assertions."""
    listed = list(claims)

    def tallied(analysts: Iterable[str]) -> list[int]:
        found = Counter(analysts)
        return [*(found[name] for name in names), found.total()]

    said = list(said)
    return {
        "claims": tallied(row["analyst"] for row in listed),
        "hedged": tallied(row["analyst"] for row in listed if row["scoring_status"] == "hedge"),
        "n": tallied(one.analyst for one in said),
        **{f"n_{source}": tallied(one.analyst for one in said if one.source is source) for source in _STATED},
        "retrospective": tallied(one.analyst for one in said if one.retrospective),
        "n_flat": tallied(one.analyst for one in assertions),
    }


def _scores(
    names: Sequence[str], said: Sequence[Utterance], scales: Iterable[str], options: VerbalOptions
) -> dict[str, list[Any]]:
    """The score as coded, within the bands, and on every scale."""
    columns: dict[str, list[Any]] = {"brier": _means(names, said, _point_costs), **_bounds(names, said, "")}
    for scale in scales:
        costs = _on_scale(scale, options.rule)
        read = [one for one in said if costs(one) is not None]
        unread = Counter(one.analyst for one in said if costs(one) is None)
        columns[f"brier_{scale}"] = _means(names, read, costs)
        columns[f"unread_{scale}"] = [*(unread[name] for name in names), unread.total()]
    return columns


def _with_hedges(names: Sequence[str], said: Sequence[Utterance], hedged: Sequence[Utterance]) -> dict[str, list[Any]]:
    """Bounds with the hedges that are settled among the words; a hedge has no score of its own."""
    found = Counter(one.analyst for one in hedged)
    many = [*(found[name] for name in names), found.total()]
    return {"hedges_settled": many, **_bounds(names, [*said, *hedged], "_hedges")}


def _means(
    names: Sequence[str], said: Sequence[Utterance], costs: Callable[[Utterance], Costs | None]
) -> list[float | None]:
    """The mean score of each analyst, and of all together last."""
    known = [(one, found) for one in said if (found := costs(one)) is not None]
    true, if_true, if_false = ([value[at] for value in ((one.true, *found) for one, found in known)] for at in range(3))
    groups = _groups(names, [one for one, _ in known])
    alone = mean_cost(groups, true, if_true, if_false, len(names)).tolist()
    together = mean_cost([0] * len(known), true, if_true, if_false, 1).tolist()
    return [*map(_number, alone), *map(_number, together)]


def _bounds(names: Sequence[str], said: Sequence[Utterance], suffix: str) -> dict[str, list[float | None]]:
    """The bounds of each analyst and of all together, word by word and claim by claim."""
    groups = _groups(names, said)
    # Together, too, each analyst has a number of their own for a word.
    words = _codes((one.analyst, *one.word) for one in said)
    columns = [one.true for one in said], [one.low for one in said], [one.high for one in said]
    alone = reading_bounds(groups, words, *columns, len(names))
    together = reading_bounds([0] * len(said), words, *columns, 1)
    return {
        f"brier_{kind}{suffix}_{end}": [
            _number(value) for found in (alone, together) for value in getattr(found[at], end).tolist()
        ]
        for at, kind in enumerate(("word", "claim"))
        for end in ("low", "high")
    }


def _words(said: Iterable[Utterance]) -> list[Record]:
    """Each word that has a band, over all analysts: the score of its claims as coded, and by any one reading of it."""
    words: dict[Any, list[Utterance]] = {}
    for one in said:
        if one.low < one.high:
            words.setdefault(one.word, []).append(one)
    listed = [one for mine in words.values() for one in mine]
    codes = [code for code, mine in enumerate(words.values()) for _ in mine]
    true = [one.true for one in listed]
    bounds, _ = reading_bounds(
        codes, codes, true, [one.low for one in listed], [one.high for one in listed], len(words)
    )
    if_true, if_false = ([_point_costs(one)[at] for one in listed] for at in range(2))
    means = mean_cost(codes, true, if_true, if_false, len(words)).tolist()
    figures = zip(words.values(), means, bounds.low.tolist(), bounds.high.tolist(), strict=True)
    found: list[Record] = [
        {
            "words": mine[0].words, "source": str(mine[0].source), "scale": mine[0].scale, "n": len(mine),
            "true": sum(one.true for one in mine), "low": mine[0].low, "point": mine[0].point, "high": mine[0].high,
            "brier": mean, "brier_low": low, "brier_high": high,
        }
        for mine, mean, low, high in figures
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row["n"], fold(row["words"]), row["low"]))


def _order(scores: Mapping[str, Sequence[float]], names: Sequence[str]) -> Record:
    """Whether who is ahead of whom is the same on every scale."""
    found = order_survives(scores)
    return {
        "same": found.same,
        "compared": [names[place] for place in found.compared.tolist()],
        "swaps": [[names[one], names[other]] for one, other in found.swaps.tolist()],
    }


def _groups(names: Sequence[str], said: Iterable[Utterance]) -> list[int]:
    places = {name: place for place, name in enumerate(names)}
    return [places[one.analyst] for one in said]


def _codes(keys: Iterable[Any]) -> list[int]:
    """A whole number for each key, in the order of their first."""
    known: dict[Any, int] = {}
    return [known.setdefault(key, len(known)) for key in keys]


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


def _nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _settled(claims: Iterable[Record], reading: Reading) -> list[Utterance]:
    """The claims with a probability that are scored."""
    return [
        _utterance(row, worth)
        for row in claims
        if row["point"] is not None and (worth := worth_of(row, reading)) is not None
    ]


def _flat(claims: Iterable[Record], reading: Reading, bare: int) -> list[Utterance]:
    """The flat assertions that are settled, each read as ``bare``, in millionths."""
    return [
        _utterance({**row, "words": "", "low": None, "high": None, "point": bare}, worth)
        for row in claims
        if row["source"] == Source.NONE and (worth := worth_of(row, reading)) is not None
    ]


def _hedges(claims: Sequence[Record], reading: Reading) -> list[Utterance]:
    """The hedges that are settled: an analyst's first on a question that they said nothing else on, made in time."""
    taken = {(row["analyst"], row["question_id"]) for row in claims if row["eligible"]}
    found = []
    for row in sorted(claims, key=lambda row: (row["stated_on"] or "", row["number"])):
        place = (row["analyst"], row["question_id"])
        if row["scoring_status"] != "hedge" or place in taken:
            continue
        taken.add(place)
        worth = outcome_worth(row, reading)
        known = row["resolved_on"] is not None and row["resolved_on"] <= row["stated_on"]
        if worth is not None and not known:
            found.append(_utterance({**row, "point": row["point"] or 0}, worth))
    return found


def _utterance(row: Record, worth: float) -> Utterance:
    hedged = row["source"] == Source.HEDGE
    point = row["point"] / PPM
    low, high = (
        (end if hedged else point) if row[name] is None else row[name] / PPM
        for name, end in (("low", 0.0), ("high", 1.0))
    )
    true = 1 - worth if row["denies"] else worth
    return Utterance(
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


def _point_costs(one: Utterance) -> Costs:
    """What a claim costs by the Brier score where it is read as it was coded."""
    return _costs_of(one.point)


def _costs_of(p: float) -> Costs:
    return (1 - p) ** 2, p**2


def _on_scale(scale: str, rule: str) -> Callable[[Utterance], Costs | None]:
    """What a claim costs where phrases are read on a scale; None for a phrase that the scale cannot read."""
    by_word = partition(scale) if rule == "interval" else None

    def costs(one: Utterance) -> Costs | None:
        if one.source is not Source.PHRASE:
            return _point_costs(one)
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


def _few(row: Row) -> str:
    return "dim" if row["n"] < _FEW else ""


_ANALYST = Column("analyst", "Analyst", flexible=True, wrap=True)


def _scale_columns(found: VerbalSensitivity) -> list[Column]:
    """The score on every scale, and in brackets what it cannot read."""
    columns = [_ANALYST, Column("n_phrase", "Phrases", align="right")]
    for name in found.scales:

        def shown(row: Row, name: str = name) -> str:
            unread = row[f"unread_{name}"]
            return f"{brier(row[f'brier_{name}'])}{f' ({unread})' if unread else ''}"

        columns.append(Column(f"brier_{name}", name, shown, align="right", tone=_few))
    return columns


def _bound_columns(found: VerbalSensitivity) -> list[Column]:
    columns = [
        _ANALYST,
        Column("n", "n", align="right"),
        Column("brier", "Brier", lambda row: brier(row["brier"]), align="right", tone=_few),
        _range("brier_word", "Word bounds"),
        _range("brier_claim", "Claim bounds"),
        Column("hedged", "Hedged", lambda row: ratio(row["hedged"], row["claims"]), align="right"),
    ]
    if found.options.include_hedges:
        columns += [
            Column("hedges_settled", "Settled", align="right"),
            _range("brier_word_hedges", "With hedges"),
            _range("brier_claim_hedges", "Claim bounds"),
        ]
    if found.options.bare is not None:
        columns += [
            Column("n_flat", "Flat", align="right"),
            Column(
                "brier_bare",
                f"Flat {show_probability(found.options.bare)}",
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


_WORD_COLUMNS = (
    Column("words", "Words", flexible=True, wrap=True),
    Column("source", "Read by", _read_by, flexible=True, wrap=True),
    Column("n", "n", align="right"),
    Column("true", "True", lambda row: number(row["true"], 0 if row["true"] == int(row["true"]) else 1), align="right"),
    Column("point", "As", lambda row: show_probability(round(row["point"] * PPM)), align="right"),
    Column("low", "Band", _band),
    Column("brier", "Brier", lambda row: brier(row["brier"]), align="right", tone=_few),
    Column("brier_low", "Word bounds", lambda row: interval(row["brier_low"], row["brier_high"]), tone=_few),
)


def _notes(found: VerbalSensitivity) -> Iterator[str]:
    total, options = found.total, found.options
    yield f"Reading: {options.reading}. Policy: first statement on a question."
    yield (
        "Brier: 0 is perfect, 0.25 is always saying 50%. Word bounds: what it could be if each word of an analyst "
        "means one number throughout, anywhere in its band. Claim bounds: if it may mean another number in every "
        "claim. A number that was said has no band."
    )
    for row in found.words[:_MOST_TOLD]:
        yield _word_sentence(row)
    yield from _on_words(found)
    yield from _on_order(found)
    if total["retrospective"]:
        late = total["retrospective"]
        yield f"{recorded_late(late, total['n'])}; --prospective leaves {'it' if late == 1 else 'them'} out."
    were = "was a hedge and is not scored" if total["hedged"] == 1 else "were hedges and are not scored"
    told = f"{total['hedged']} of {counted(total['claims'], 'claim')} {were}"
    if options.include_hedges:
        yield f"{told}; with hedges are the bounds where the {total['hedges_settled']} that are settled are words too."
    elif total["hedged"]:
        yield f"{told}; --include-hedges adds them to the bounds."
    if options.bare is not None:
        told = f"read as {show_probability(options.bare)}: {total['n_flat']} settled"
        yield f"Flat: assertions without a probability, {told}. It shows what they would do to the score, and is none."


def _word_sentence(row: Row) -> str:
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


def _on_words(found: VerbalSensitivity) -> Iterator[str]:
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
    if found.options.rule == "interval":
        listed = ", ".join(load_scale(name).title for name in found.scales)
        yield (
            "On a scale, phrases are scored by the interval rule, under which the word that fits a belief is the best "
            f"one to say. Only scales whose bands lie side by side have one: {listed}."
        )


def _on_order(found: VerbalSensitivity) -> Iterator[str]:
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
