"""The measurement behind the default interval still runs, and still measures the function that is used."""

import importlib.util
import sys
from pathlib import Path

import pytest

from ledger.scoring.intervals import DEFAULT_METHOD, METHODS

np = pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def benchmark():
    path = Path(__file__).parents[2] / "benchmarks" / "coverage.py"
    if not path.exists():
        pytest.skip("the benchmarks are not here")
    spec = importlib.util.spec_from_file_location("coverage_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_every_registered_method_is_measured(benchmark):
    result = benchmark.measure(np.random.default_rng(1), benchmark.SETTINGS[0], 20, 0.9, "brier")
    assert set(METHODS) <= set(result.coverage)


@pytest.mark.parametrize("figure", ["brier", "gap"])
def test_the_default_covers_where_plain_t_does_not(benchmark, figure):
    rng = np.random.default_rng(2)
    chosen = [s for s in benchmark.SETTINGS if s.clusters in (1, 5) and s.correlation < 0.5]
    results = [benchmark.measure(rng, setting, 400, 0.9, figure) for setting in chosen]
    assert min(min(r.coverage[DEFAULT_METHOD]) for r in results) >= 90
    assert min(min(r.coverage["t"]) for r in results) < 80
