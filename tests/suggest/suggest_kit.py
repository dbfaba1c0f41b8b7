"""What the tests of suggestions share: small texts laid out by the program itself, and invented sentences."""

import importlib.util
import sys
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from ledger.suggest.candidates import Candidate, suggest, weigh
from ledger.suggest.signals import Seen
from ledger.suggest.speakers import guess
from ledger.suggest.word_lists import load_rules
from ledger.text.paragraphs import passages
from ledger.text.passages import Mark, Passages, Said, Section

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
NO_DATA = "the folder of real data lies beside a development checkout only"
FIRST = {"forecast", "conditional", "risk"}
SECOND = {"assessment", "causal", "figure"}


def laid(text: str, kind: str = "transcript", *, derived: bool = False) -> Passages:
    """A text of one section."""
    return passages(text, [Section(kind, 0, len(text), derived=derived)])


def sections(*parts: tuple[str, str, bool]) -> tuple[str, Passages]:
    """A text of several sections: kind, words, and whether a machine wrote it."""
    text, found = "", []
    for kind, words, derived in parts:
        found.append(Section(kind, len(text), len(text) + len(words), derived=derived))
        text += words + "\n"
    return text, passages(text, found)


def spoken(text: str, people: Sequence[tuple[str, str]] = (), marks: Sequence[Mark] = (), **known) -> list[Said]:
    return guess(text, laid(text), people, marks, **known)


def seen(
    sentence: str, role: str = "guest", attribution: str = "", kind: str = "transcript", stated_on: date | None = None
) -> Seen:
    said = Said(role=role, attribution=attribution)
    return Seen(sentence, load_rules().find(sentence), said, Section(kind, 0, len(sentence)), stated_on)


def points(sentence: str, role: str = "guest", attribution: str = "", **more) -> int:
    return weigh(seen(sentence, role, attribution, **more), load_rules())[0]


def reasons(sentence: str, role: str = "guest") -> dict[str, int]:
    """The reasons of a sentence by name, as they are printed."""
    printed = weigh(seen(sentence, role), load_rules())[1]
    return {name: int(number) for name, number in (reason.rsplit(" ", 1) for reason in printed)}


def suggested(text: str, role: str = "guest", **asked) -> list[Candidate]:
    found = laid(text)
    return suggest(text, found, [Said(role=role)] * len(found.sentences), **asked)


@cache
def invented() -> dict[str, list[dict[str, str]]]:
    """The two halves of the invented sentences."""
    halves = tomllib.loads((Path(__file__).parent / "invented.toml").read_text(encoding="utf-8"))["half"]
    return {half["name"]: half["sentence"] for half in halves}


def measured(sentences: Iterable[dict[str, str]], cut: int) -> dict[str, float]:
    """Precision over all kinds, and the recall of both classes."""
    judged = [(one["kind"], points(one["text"], one.get("role", "guest")) >= cut) for one in sentences]
    shown = [kind in FIRST | SECOND for kind, is_shown in judged if is_shown]
    recalls = {
        name: [is_shown for kind, is_shown in judged if kind in kinds]
        for name, kinds in (("first", FIRST), ("second", SECOND))
    }
    return {"precision": sum(shown) / len(shown)} | {name: sum(got) / len(got) for name, got in recalls.items()}


@cache
def harness() -> ModuleType:
    """The benchmark of suggestions, as a module."""
    path = ROOT / "benchmarks" / "suggesting.py"
    if not path.exists():
        pytest.skip("the benchmarks are not here")
    spec = importlib.util.spec_from_file_location("suggesting_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
