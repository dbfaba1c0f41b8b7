"""A document's text laid out: its paragraphs and its sentences, with exact places in the text as it came."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ledger.text.endings import sentence_spans
from ledger.text.paragraphs import changes_of_speaker, cut, labels
from ledger.text.passages import Mark, Paragraph, Passages, Section, Sentence
from ledger.text.punctuation import habits


def passages(text: str, sections: Sequence[Section], marks: Sequence[Mark] = ()) -> Passages:
    """Cut sections into paragraphs and sentences.

    A sentence that was cut by a break between paragraphs is one sentence: its place runs over the break. Every sign of
    a section that is not white space is in exactly one sentence, but for labels before a mark (``Ann Lee:``), which are
    in none, as is what stands in no section.

    Args:
        text: the document's reading text.
        sections: its parts, in order and apart.
        marks: where a format says who speaks, in order; no sentence runs from one speaker to the next.

    Raises:
        ValueError: if the sections overlap, are out of order or reach beyond the text.
    """
    _check_order(text, sections)
    apart = labels(text, sections, marks)
    changes = sorted({*changes_of_speaker(marks), *apart, *apart.values()})
    usual = [habits(text[section.start : section.end]) for section in sections]
    paragraphs = cut(text, sections, usual, changes)
    sentences: list[Sentence] = []
    begun_in: dict[int, list[int]] = defaultdict(list)  # the sentences that begin in each paragraph, by their index
    for run in _runs(paragraphs):
        place = 0
        for start, end in _spans(text, run, changes, apart, usual[run[0].section].capitals):
            while run[place].end <= start:
                place += 1
            paragraph = run[place]
            reads = " ".join(text[start:end].split())
            mine = begun_in[paragraph.number]
            same = _copy_of(reads, len(mine), begun_in.get(paragraph.same_as or 0, ()), sentences)
            mine.append(len(sentences))
            number, joined = len(sentences) + 1, end > paragraph.end
            sentences.append(Sentence(number, start, end, paragraph.number, paragraph.section, reads, joined, same))
    return Passages(tuple(sections), tuple(paragraphs), tuple(sentences))


def _check_order(text: str, sections: Sequence[Section]) -> None:
    edges = [edge for section in sections for edge in (section.start, section.end)]
    if edges != sorted(edges) or (edges and not 0 <= edges[0] <= edges[-1] <= len(text)):
        message = "sections must be in order, apart and within the text"
        raise ValueError(message)


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Paragraphs with those that go on in the middle of their last sentence."""
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if run and not paragraph.continues:
            yield run
            run = []
        run.append(paragraph)
    if run:
        yield run


def _spans(
    text: str, run: Sequence[Paragraph], changes: Sequence[int], apart: Mapping[int, int], capitals: bool
) -> Iterator[tuple[int, int]]:
    start, end = run[0].start, run[-1].end
    within = changes[bisect_right(changes, start) : bisect_right(changes, end - 1)]
    edges = [start, *within, end]
    for begun, ended in pairwise(edges):
        if begun not in apart:
            yield from sentence_spans(text, begun, ended, capitals=capitals)


def _copy_of(reads: str, place: int, earlier: Sequence[int], sentences: Sequence[Sentence]) -> int | None:
    """The number of the sentence at the same place of an earlier copy, if it reads the same."""
    if place >= len(earlier) or sentences[earlier[place]].text != reads:
        return None
    return sentences[earlier[place]].number
