"""The benchmarks run: what they measure is called as it is called today."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


def run(*words):
    done = subprocess.run([sys.executable, *map(str, words)], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_bulk_load_and_its_baseline_make_the_same_rows(tmp_path):
    rows = [json.loads(run("bulk.py", way, 60, tmp_path))[0] for way in ("ours", "bare")]
    assert rows[0] == rows[1] > 120


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in {"run", "coverage"})
)
def test_what_a_benchmark_imports_is_there(name):
    for module in ("pandas", "pyfixest"):  # of the extra bench alone
        if module in (FOLDER / f"{name}.py").read_text(encoding="utf-8"):
            pytest.importorskip(module)
    run("-c", f"import {name}")
