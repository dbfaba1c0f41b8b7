"""How often an interval holds the truth: the measurement behind the choice in ``ledger/scoring/intervals.py``.

Forecasters who are calibrated by construction make claims; the true mean of their scores is known exactly; each
method makes its interval, many times over. Episodes make claims right or wrong together: latent normals that share a
part. Run ``python benchmarks/coverage.py`` (two minutes) or with ``--quick`` (seconds) where the package and numpy
are installed; the result is in ``coverage.md``.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ledger.scoring.intervals import DEFAULT_METHOD, METHODS, Clusters, Frame, wilson
from ledger.scoring.measures.discrimination import GAP
from ledger.scoring.measures.rules import RULES, difference_frame

Array = np.ndarray
SEED = 20190117
BATCH = 2_000
GRID = np.arange(1, 100)  # probabilities in percent
BRIER = RULES["brier"].frame()
FRAMES = {"brier": BRIER, "gap": GAP}


def _beta(shape: float) -> Array:
    """Weights of a symmetric beta distribution on the grid."""
    weights = (GRID / 100 * (1 - GRID / 100)) ** (shape - 1)
    return weights / weights.sum()


# How often each forecaster says each probability. The last says 95% of everything: scores with next to no spread.
FORECASTERS = {"vague": _beta(4), "middling": _beta(1), "sharp": _beta(0.3), "always 95%": (GRID == 95).astype(float)}


@dataclass(frozen=True)
class Setting:
    """How many clusters, how large, and how strongly their claims hang together."""

    label: str
    clusters: int
    sizes: Callable[[np.random.Generator, int, int], Array]
    correlation: float = 0.3


def _single(_rng: np.random.Generator, runs: int, clusters: int) -> Array:
    return np.ones((runs, clusters), int)


def _even(rng: np.random.Generator, runs: int, clusters: int) -> Array:
    return rng.integers(2, 11, (runs, clusters))


def _twenty(_rng: np.random.Generator, runs: int, clusters: int) -> Array:
    return np.full((runs, clusters), 20)


def _uneven(rng: np.random.Generator, runs: int, clusters: int) -> Array:
    return np.clip(np.rint(np.exp(rng.normal(np.log(3), 0.9, (runs, clusters)))), 1, 30).astype(int)


def _dominated(rng: np.random.Generator, runs: int, clusters: int) -> Array:
    sizes = rng.integers(1, 4, (runs, clusters))
    sizes[:, 0] = 12
    return sizes


SETTINGS = [
    *(Setting("claims alone", n, _single, 0) for n in (5, 10, 20, 30, 50, 100)),
    *(Setting("episodes of 2-10", g, _even) for g in (1, 2, 3, 4, 5, 8, 15, 30)),
    *(Setting("episodes of 20", g, _twenty) for g in (1, 2, 3, 5, 10)),
    *(Setting("episodes of 1-30, uneven", g, _uneven) for g in (2, 3, 5, 10, 30)),
    *(Setting("one of 12, others of 1-3", g, _dominated) for g in (2, 4, 6, 10, 20)),
    *(Setting("episodes of 2-10, correlation .8", g, _even, 0.8) for g in (1, 3, 5, 15, 30)),
    *(Setting("one of 12, correlation .8", g, _dominated, 0.8) for g in (4, 10, 20)),
]


@dataclass(frozen=True)
class Draw:
    """Simulated clusters: claims in each, and their sums of scores, confidence gaps and hits."""

    sizes: Array
    brier: Array
    gap: Array
    hits: Array


def draw(rng: np.random.Generator, setting: Setting, weights: Array, runs: int) -> Draw:
    """Let a calibrated forecaster speak, and the world decide."""
    sizes = setting.sizes(rng, runs, setting.clusters)
    longest = int(sizes.max())
    there = np.arange(longest) < sizes[:, :, None]
    said = np.searchsorted(weights.cumsum(), rng.random((runs, setting.clusters, longest)) * weights.sum())
    sure = np.maximum(GRID, 100 - GRID)[np.minimum(said, 98)] / 100
    bar = np.array([NormalDist().inv_cdf(max(p, 100 - p) / 100) for p in GRID])[np.minimum(said, 98)]
    shared = rng.standard_normal((runs, setting.clusters, 1)) * setting.correlation**0.5
    # The shared part pushes all claims of an episode towards right, or all towards wrong: the hardest case.
    right = shared + rng.standard_normal(sure.shape) * (1 - setting.correlation) ** 0.5 < bar
    score = np.where(right, 1 - sure, sure) ** 2
    return Draw(sizes.astype(float), *((there * part).sum(2) for part in (score, sure - right, right.astype(float))))


Bounds = tuple[Array, Array]
MeanMethod = Callable[[Array, Array, float, Frame], Bounds]


def registered(name: str) -> MeanMethod:
    """A method of the package, for many runs at once: each run is a group."""

    def method(sizes: Array, totals: Array, level: float, frame: Frame) -> Bounds:
        runs, clusters = sizes.shape
        group, ones = np.repeat(np.arange(runs), clusters), np.ones(sizes.size)
        found = METHODS[name].spread(Clusters(group, totals.ravel(), sizes.ravel(), ones, sizes.sum(1)), frame)
        low, high = found.ends(level, frame)
        return np.where(np.isnan(low), frame.low, low), np.where(np.isnan(high), frame.high, high)

    return method


def enlarged(weigh: Callable[[Array], Array]) -> MeanMethod:
    """The t interval of all clusters and two imagined ones, which weigh as told: what the default was chosen over."""

    def method(sizes: Array, totals: Array, level: float, frame: Frame) -> Bounds:
        weight = weigh(sizes)
        imagined = weight[:, None] * np.array([[frame.coin, frame.disaster]])
        every = np.column_stack([sizes, weight, weight]), np.column_stack([totals, imagined])
        return registered("t")(*every, level, frame)

    return method


MEASURED: dict[str, MeanMethod] = {
    **{name: registered(name) for name in METHODS},
    "+2, one claim": enlarged(lambda sizes: np.ones(len(sizes))),
    "+2, whole episode": enlarged(lambda sizes: sizes.mean(1)),
}


@dataclass(frozen=True)
class Result:
    """Coverage by method and forecaster in percent, and the mean half-width by method."""

    setting: Setting
    coverage: dict[str, list[float]]
    half: dict[str, float]


def _batches(runs: int) -> Iterator[int]:
    yield from (min(BATCH, runs - done) for done in range(0, runs, BATCH))


def measure(rng: np.random.Generator, setting: Setting, runs: int, level: float, figure: str) -> Result:
    """Cover one setting: every forecaster, every method."""
    frame = FRAMES[figure]
    coverage: dict[str, list[float]] = {name: [] for name in MEASURED}
    widths: dict[str, list[float]] = {name: [] for name in MEASURED}
    for weights in FORECASTERS.values():
        truth = float(weights @ (GRID * (100 - GRID))) / 1e4 if figure == "brier" else 0.0
        held = dict.fromkeys(MEASURED, 0)
        wide = dict.fromkeys(MEASURED, 0.0)
        for size in _batches(runs):
            made = draw(rng, setting, weights, size)
            for name, method in MEASURED.items():
                low, high = method(made.sizes, getattr(made, figure), level, frame)
                held[name] += int(((low <= truth + 1e-12) & (truth - 1e-12 <= high)).sum())
                wide[name] += float((high - low).sum()) / 2
        for name in MEASURED:
            coverage[name].append(100 * held[name] / runs)
            widths[name].append(wide[name] / runs)
    return Result(setting, coverage, {name: float(np.mean(values)) for name, values in widths.items()})


def wilson_coverage(rng: np.random.Generator, setting: Setting, runs: int, level: float) -> list[float]:
    """Cover the hit rate by Wilson, which takes claims as independent, in percent by forecaster."""
    found = []
    for weights in FORECASTERS.values():
        truth = float(weights @ np.maximum(GRID, 100 - GRID)) / 100
        made = draw(rng, setting, weights, runs)
        n, k = made.sizes.sum(1), made.hits.sum(1)
        low, high = wilson(k / n, n, level)
        found.append(100 * float(((low <= truth) & (truth <= high)).mean()))
    return found


def no_better_no_worse(rng: np.random.Generator, base: float, n: int, runs: int) -> list[float]:
    """Count verdicts, in percent, on analysts exactly as good as a declared base rate: all of them are false.

    Chances are beta distributed about the base rate; the analyst sees each and moves it towards one half by so much
    that knowledge and timidity cancel. Returns worse and better by the Brier interval set against the reference's
    score, then by the interval of the difference.
    """
    spread = base * (1 - base) / 5
    moved = (spread / (spread + (base - 0.5) ** 2)) ** 0.5
    chance = rng.beta(4 * base, 4 * (1 - base), (runs, n))
    happened = rng.random((runs, n)) < chance
    own, theirs = ((1 - moved) * chance + moved / 2 - happened) ** 2, (base - happened) ** 2
    mean, alone = theirs.mean(1), np.ones((runs, n))
    default = registered(DEFAULT_METHOD)
    low, high = default(alone, own, 0.9, BRIER)
    found = [low > mean, high < mean]
    low, high = default(alone, own - theirs, 0.9, difference_frame(base))
    found += [low > 0, high < 0]
    return [100 * float(each.mean()) for each in found]


def _row(*columns: str) -> str:
    return f"| {' | '.join(columns)} |"


def _print_table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    print(f"\n### {title}\n")
    print(_row(*heads))
    print(_row(*("---" for _ in heads)))
    for row in rows:
        print(_row(*row))


def _cover(values: list[float]) -> str:
    return " / ".join(f"{value:.0f}" for value in values)


def report(runs: int) -> None:
    """Print every table, as Markdown."""
    rng = np.random.default_rng(SEED)
    print(f"Seed {SEED}, {runs} runs per setting and forecaster. Coverage in percent for {', '.join(FORECASTERS)};")
    print("then the mean half-width.")
    for figure, title in (("brier", "Mean Brier score"), ("gap", "Confidence gap")):
        for level in (0.9, 0.95):
            rows = []
            for setting in SETTINGS:
                result = measure(rng, setting, runs, level, figure)
                cells = [f"{_cover(result.coverage[name])}, {result.half[name]:.3f}" for name in MEASURED]
                rows.append([setting.label, str(setting.clusters), *cells])
            _print_table(f"{title}, nominal {level:.0%}", ["claims come as", "clusters", *MEASURED], rows)
    chosen = [setting for setting in SETTINGS if setting.label in {"claims alone", "episodes of 2-10"}]
    rows = [[s.label, str(s.clusters), _cover(wilson_coverage(rng, s, min(runs, BATCH), 0.9))] for s in chosen]
    _print_table("Hit rate by Wilson, nominal 90%", ["claims come as", "clusters", "Wilson"], rows)
    rows = []
    for base in (0.1, 0.2, 0.3, 0.4):
        for n in (10, 30, 100):
            false = [f"{value:.0f}" for value in no_better_no_worse(rng, base, n, runs)]
            rows.append([f"{base:.0%}", str(n), " / ".join(false[:2]), " / ".join(false[2:])])
    heads = ["base rate", "claims", "by the Brier interval", "by the difference"]
    _print_table("False verdicts, worse / better than the base rate, nominal 5% each", heads, rows)


def main() -> None:
    """Read the options and report."""
    parser = argparse.ArgumentParser(description="Measure how often each interval holds the truth.")
    parser.add_argument("--quick", action="store_true", help="a fortieth of the runs")
    report(500 if parser.parse_args().quick else 20_000)


if __name__ == "__main__":
    main()
