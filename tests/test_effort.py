"""A run tries a sample of what is long, evenly taken, and the whole when asked."""

import subprocess
import sys
from pathlib import Path

import effort

LONG = """
import effort
import pytest
from hypothesis import given, strategies as st

tried = []

@pytest.mark.long("faults", sample=3)
@pytest.mark.parametrize("n", range(12))
def test_many(n):
    assert n >= 0

@pytest.mark.long("growth")
def test_one():
    assert True

@given(st.integers())
def test_property(n):
    tried.append(n)

def test_count():
    print("tried", len(tried), effort.of(20, 8))
"""
HERE = Path(__file__).parent


def outcome(folder, *options):
    (folder / "test_long.py").write_text(LONG, encoding="utf-8")
    (folder / "conftest.py").write_text((HERE / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(HERE.parent / "pyproject.toml"),
        "--rootdir",
        str(folder),
        "-n0",
    ]
    done = subprocess.run([*command, "-sv", "-v", *options, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_run_tries_a_sample(tmp_path):
    said = outcome(tmp_path)
    assert said.count("test_many[") == 3, said
    assert "tried 20 8" in said


def test_a_whole_run_tries_all_and_writes_its_table(tmp_path):
    said = outcome(tmp_path, "--whole")
    assert said.count("test_many[") == 12, said
    assert "tried 100 20" in said
    outcome(tmp_path, "--whole", "-m", "long_faults", "--table", str(tmp_path / "faults.md"))
    table = (tmp_path / "faults.md").read_text(encoding="utf-8")
    assert "test_many | 12 | 0 |" in table
    assert "test_one" not in table


def test_a_sample_is_taken_evenly_and_the_first_is_in_it():
    assert effort.sampled(range(12), 3) == [0, 4, 8]
    assert effort.sampled([1, 2], 5) == [1, 2]
