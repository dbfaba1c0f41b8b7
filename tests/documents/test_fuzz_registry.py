"""Whoever registers a kind of page has it fuzzed: the tests go over the registry and over no list of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REGISTERS = """
import sys, types
from ledger.text.passages import Section
from ledger.documents import kinds
from ledger.documents.page import Page

def read(raw, _on):
    return Page("newcomer", raw.text, sections=(Section("transcript", 0, len(raw.text) + {beyond}),))

module = types.ModuleType("ledger.documents.newcomer")
module.KIND = kinds.PageKind("newcomer", "A new kind", lambda raw: raw.text.startswith("NEWCOMER"), read)
sys.modules[module.__name__] = module
kinds.MODULES = ("newcomer", *kinds.MODULES)
"""
FUZZED = {
    "test_any_text_is_read_or_refused",
    "test_a_damaged_file_of_any_kind_is_read_or_refused",
    "test_every_file_as_it_is_is_read_or_refused",
    "test_lines_in_any_order_are_read_or_refused",
}
TIMED = {"test_time_grows_with_the_size_of_a_file_alone", "test_time_grows_with_the_size_of_a_made_up_file_alone"}


def fuzzed(folder: Path, beyond: int) -> tuple[dict[str, set[str]], str]:
    """The outcomes of the fuzz tests of a kind that is registered, and all that pytest said.

    Args:
        folder: where the plugin that registers it is written.
        beyond: by how much the only section of its pages is too long.
    """
    (folder / "registers.py").write_text(REGISTERS.format(beyond=beyond), encoding="utf-8")
    files = [HERE / "test_fuzz_readers.py", HERE / "test_fuzz_pages.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "registers", "-n", "0", "-rA", "-k", "newcomer", *files],
        capture_output=True, text=True, check=False, cwd=HERE.parents[1],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), os.environ["PYTHONPATH"]])},
    )  # fmt: skip
    found: dict[str, set[str]] = {"PASSED": set(), "FAILED": set()}
    for outcome, name in re.findall(r"^(PASSED|FAILED) \S+::(\w+)\[", done.stdout, re.MULTILINE):
        found[outcome].add(name)
    return found, done.stdout


@pytest.mark.parametrize(("beyond", "outcome"), [(0, "PASSED"), (1, "FAILED")], ids=["sound", "broken"])
def test_a_kind_that_is_registered_is_fuzzed_by_itself(tmp_path, beyond, outcome):
    found, said = fuzzed(tmp_path, beyond)
    assert found[outcome] >= FUZZED, said
    assert found["PASSED"] >= TIMED, said
    assert not (found["PASSED"] & found["FAILED"]), said
