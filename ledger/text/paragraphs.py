"""Sections cut into paragraphs, copies found, and paragraphs joined that were cut in the middle of a sentence.

Transcripts made by machines break off anywhere, with a full stop or a capital that is not one; what is a cut and what
is a heading, a list or a new speaker is told by the shape of the lines alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ledger.text.cuts import Joint, is_item, opens_turn, runs_on
from ledger.text.passages import Mark, Paragraph, Section
from ledger.text.punctuation import Habits

_LONG, _ONE_IN = 100, 8  # where so few paragraphs are that long, they are captions, and a short one is no heading
_LONGEST_LABEL = 200


def changes_of_speaker(marks: Sequence[Mark]) -> list[int]:
    """The places at which a format names another speaker than before, in order."""
    named = [mark for mark in marks if mark.speaker]
    return [later.start for earlier, later in pairwise(named) if later.speaker != earlier.speaker]


def labels(text: str, sections: Sequence[Section], marks: Sequence[Mark]) -> Mapping[int, int]:
    """Where labels begin, and where each ends: who speaks, or when, right before a mark and outside every mark.

    A label is a line, or the beginning of one, of a section with marks: ``Ann Lee:``, ``Ann Lee  0:37``, ``[0:37]``.
    """
    starts = [section.start for section in sections]
    found: dict[int, int] = {}
    marked = 0  # where the marks so far end
    for mark in marks:
        place = bisect_right(starts, mark.start) - 1
        if place >= 0 and mark.start <= sections[place].end:
            after = max(marked, sections[place].start)
            found |= dict(_labels_before(text, after, mark))
        marked = max(marked, mark.end)
    return found


def _labels_before(text: str, after: int, mark: Mark) -> Iterator[tuple[int, int]]:
    """Each line between a place and a mark that says who speaks from here, the last first."""
    end = mark.start
    while True:
        begun = max(after, end - _LONGEST_LABEL)
        lines = text[begun:end].rstrip().splitlines(keepends=True)
        line = lines[-1] if lines else ""
        start = begun + sum(map(len, lines[:-1])) + len(line) - len(line.lstrip())
        whole = len(lines) > 1 or begun == after
        if not whole or not line.strip() or not opens_turn(" ".join(line.split()), mark.speaker):
            return
        yield start, start + len(line.strip())
        end = start


def cut(text: str, sections: Sequence[Section], usual: Sequence[Habits], changes: Sequence[int]) -> list[Paragraph]:
    """The paragraphs of every section, numbered from 1 over the text.

    Args:
        text: the document's reading text.
        sections: its parts, in order and apart.
        usual: the habits of punctuation of each section.
        changes: the places over which no sentence runs, in order: another speaker begins, or a label.
    """
    first: dict[tuple[bool, str], int] = {}
    found: list[Paragraph] = []
    for place, (section, habit) in enumerate(zip(sections, usual, strict=True)):
        spoken = section.kind == "transcript"
        spans = list(_blocks(text, section) if section.wrapped else _lines(text, section))
        reads = [" ".join(text[start:end].split()) for start, end in spans]
        joined = _continuing(reads, spans, changes, habit, spoken=spoken)
        for (start, end), read, continues in zip(spans, reads, joined, strict=True):
            number = len(found) + 1
            same = number
            if not spoken or len(read) > _LONG:  # short things are said again, and are no copy of each other
                same = first.setdefault((section.derived, read), number)
            found.append(Paragraph(number, start, end, place, same if same < number else None, continues))
    return found


def _lines(text: str, section: Section) -> Iterator[tuple[int, int]]:
    """Where each line that is not blank begins and ends, the space around it aside."""
    place = section.start
    for line in text[section.start : section.end].splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = place + len(line) - len(line.lstrip())
            yield start, start + len(bare)
        place += len(line)


def _blocks(text: str, section: Section) -> Iterator[tuple[int, int]]:
    """Lines up to a blank one; in a block that begins with an item of a list, every item is a block of its own."""
    begun = ended = -1
    listed = False
    for start, end in _lines(text, section):
        blank = begun >= 0 and len((text[ended:start] + "x").splitlines()) > 2  # noqa: PLR2004 - the ends of two lines
        if begun >= 0 and (blank or (listed and is_item(text[start:end]))):
            yield begun, ended
            begun = -1
        if begun < 0:
            listed = is_item(text[start:end])
            begun = start
        ended = end
    if begun >= 0:
        yield begun, ended


def _continuing(
    reads: Sequence[str], spans: Sequence[tuple[int, int]], changes: Sequence[int], usual: Habits, *, spoken: bool
) -> Iterator[bool]:
    """For each paragraph, whether it goes on with the sentence of the one before."""
    prose = sum(len(read) > _LONG for read in reads) * _ONE_IN >= len(reads)
    continues = False
    for place, read in enumerate(reads):
        if place and usual.marked:
            ended, start = spans[place - 1][1], spans[place][0]
            joint = Joint(reads[place - 1], read, spoken, prose, fresh=not continues, capitals=usual.capitals)
            continues = bisect_left(changes, ended) == bisect_right(changes, start) and runs_on(joint)
        yield continues
