"""How far scores hang on what words of likelihood are read as: by scale, within their bands, and with hedges."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from ledger.errors import InputError, NotOneOf, quoted
from ledger.journal.reader import Reader, Record
from ledger.model.probabilities import PPM, read_figure
from ledger.model.scales import DEFAULT_SCALE, scale_names
from ledger.model.vocabulary import Reading, Source
from ledger.query.listing import Filters, judged_claims
from ledger.reports.worded import WANTED, Costs, Said, flat, hedges, on_scale, partition, point_costs, settled
from ledger.scoring.bounds import mean_cost, order_survives, reading_bounds
from ledger.text.folding import fold

RULES = ("midpoint", "interval")
"""What --verbal-rule can name."""
TOGETHER = "All"

_STATED = (Source.NUMBER, Source.RANGE, Source.PHRASE, Source.INFERRED)


class UnclearBare(InputError):
    """A --bare that is no probability a flat assertion could stand for."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"--bare {quoted(words)} is not a probability between 0 and 1.",
            "Give one number above 50% and below 100%, such as 97%: nobody is always right.",
        )


@dataclass(frozen=True)
class Ask:
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
class Readings:
    """A row for each analyst, all together, each word by itself, and whether the order hangs on the scale."""

    rows: list[Record]
    total: Record
    words: list[Record]
    order: Record
    scales: tuple[str, ...]
    ask: Ask

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        bare = None if self.ask.bare is None else self.ask.bare / PPM
        return {
            "policy": "first", "reading": str(self.ask.reading), "scales": list(self.scales), "rule": self.ask.rule,
            "include_hedges": self.ask.include_hedges, "bare": bare,
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


def readings(reader: Reader, filters: Filters, ask: Ask) -> Readings:
    """Score every analyst's words on every scale and within their bands.

    The claims are those that a summary scores.

    Raises:
        LedgerError: a filter that cannot be read.
    """
    claims = judged_claims(reader, filters, columns=WANTED)
    names = sorted({str(row["analyst"]) for row in claims}, key=lambda name: (name.casefold(), name))
    scales = tuple(name for name in _ordered(scale_names()) if ask.rule == "midpoint" or partition(name))
    said = settled(claims, ask.reading)
    assertions = flat(claims, ask.reading, PPM // 2 if ask.bare is None else ask.bare)
    columns = _counts(names, claims, said, assertions) | _scores(names, said, scales, ask)
    if ask.include_hedges:
        columns |= _with_hedges(names, said, hedges(claims, ask.reading))
    if ask.bare is not None:
        columns |= {"brier_bare": _means(names, [*said, *assertions], point_costs)}
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    found = [{"analyst": name, **row} for name, row in zip(names, rows, strict=False)]
    scores = {name: [_nan(row[f"brier_{name}"]) for row in found] for name in scales}
    return Readings(found, rows[-1], _words(said), _order(scores, names), scales, ask)


def _ordered(names: Iterable[str]) -> list[str]:
    """The default scale first, the others by name."""
    return sorted(names, key=lambda name: (name != DEFAULT_SCALE, name))


def _counts(
    names: Sequence[str], claims: Iterable[Record], said: Iterable[Said], assertions: Iterable[Said]
) -> dict[str, list[Any]]:
    """How many claims there are, how many are scored and from what, and how many hedges and flat assertions."""
    listed = list(claims)

    def counted(analysts: Iterable[str]) -> list[int]:
        found = Counter(analysts)
        return [*(found[name] for name in names), found.total()]

    said = list(said)
    return {
        "claims": counted(row["analyst"] for row in listed),
        "hedged": counted(row["analyst"] for row in listed if row["standing"] == "hedge"),
        "n": counted(one.analyst for one in said),
        **{f"n_{source}": counted(one.analyst for one in said if one.source is source) for source in _STATED},
        "retrospective": counted(one.analyst for one in said if one.retrospective),
        "n_flat": counted(one.analyst for one in assertions),
    }


def _scores(names: Sequence[str], said: Sequence[Said], scales: Iterable[str], ask: Ask) -> dict[str, list[Any]]:
    """The score as coded, within the bands, and on every scale."""
    columns: dict[str, list[Any]] = {"brier": _means(names, said, point_costs), **_bounds(names, said, "")}
    for scale in scales:
        costs = on_scale(scale, ask.rule)
        read = [one for one in said if costs(one) is not None]
        unread = Counter(one.analyst for one in said if costs(one) is None)
        columns[f"brier_{scale}"] = _means(names, read, costs)
        columns[f"unread_{scale}"] = [*(unread[name] for name in names), unread.total()]
    return columns


def _with_hedges(names: Sequence[str], said: Sequence[Said], hedged: Sequence[Said]) -> dict[str, list[Any]]:
    """Bounds with the hedges that are settled among the words; a hedge has no score of its own."""
    found = Counter(one.analyst for one in hedged)
    many = [*(found[name] for name in names), found.total()]
    return {"hedges_settled": many, **_bounds(names, [*said, *hedged], "_hedges")}


def _means(names: Sequence[str], said: Sequence[Said], costs: Callable[[Said], Costs | None]) -> list[float | None]:
    """The mean score of each analyst, and of all together last."""
    known = [(one, found) for one in said if (found := costs(one)) is not None]
    true, if_true, if_false = ([value[at] for value in ((one.true, *found) for one, found in known)] for at in range(3))
    groups = _groups(names, [one for one, _ in known])
    alone = mean_cost(groups, true, if_true, if_false, len(names)).tolist()
    together = mean_cost([0] * len(known), true, if_true, if_false, 1).tolist()
    return [*map(_number, alone), *map(_number, together)]


def _bounds(names: Sequence[str], said: Sequence[Said], suffix: str) -> dict[str, list[float | None]]:
    """The bounds of each analyst and of all together, word by word and claim by claim."""
    groups = _groups(names, said)
    # Together, too, each analyst has a number of his own for a word.
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


def _words(said: Iterable[Said]) -> list[Record]:
    """Each word that has a band, over all analysts: the score of its claims as coded, and by any one reading of it."""
    words: dict[Any, list[Said]] = {}
    for one in said:
        if one.low < one.high:
            words.setdefault(one.word, []).append(one)
    listed = [one for mine in words.values() for one in mine]
    codes = [code for code, mine in enumerate(words.values()) for _ in mine]
    true = [one.true for one in listed]
    bounds, _ = reading_bounds(
        codes, codes, true, [one.low for one in listed], [one.high for one in listed], len(words)
    )
    if_true, if_false = ([point_costs(one)[at] for one in listed] for at in range(2))
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


def _groups(names: Sequence[str], said: Iterable[Said]) -> list[int]:
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
