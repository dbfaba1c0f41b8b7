"""Pages saved as text, read line by line: what stands where, and what is only there once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger.text.languages import language_of
from ledger.text.passages import Section


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its place among those lines, where its words begin and end, and the words."""

    place: int
    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """Every line that is not blank, without the space (or a byte order mark) around its words."""
    found: list[Line] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip().lstrip("\ufeff").lstrip()
        if bare:
            start = at + line.index(bare)
            found.append(Line(len(found), start, start + len(bare), bare))
        at += len(line)
    return found


def sections_of(text: str, kind: str, lines: Iterable[Line], *, derived: bool = False) -> Iterator[Section]:
    """A section for each unbroken run of lines."""
    run: list[Line] = []
    for line in lines:
        if run and line.place != run[-1].place + 1:
            yield _section(text, kind, run, derived)
            run = []
        run.append(line)
    if run:
        yield _section(text, kind, run, derived)


def _section(text: str, kind: str, run: Sequence[Line], derived: bool) -> Section:
    start, end = run[0].start, run[-1].end
    return Section(kind, start, end, language_of(text[start:end]), derived)


def once(lines: Iterable[Line]) -> list[str]:
    """What the lines say, copies left out."""
    return list(dict.fromkeys(" ".join(line.text.split()) for line in lines))


def copies(lines: Sequence[Line]) -> int:
    """How many lines say what an earlier one says."""
    return len(lines) - len(once(lines))


def numbered_warning(name: str, number: int) -> list[str]:
    """A warning with its number, none for none."""
    return [f"{name}={number}"] if number else []
