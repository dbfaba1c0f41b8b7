"""A document's text laid out: its paragraphs and its sentences, with exact places in the text as it came.

Sections are cut into paragraphs, copies found, and paragraphs joined that were cut in the middle of a sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.text.passages import Mark, Paragraph, Passages, Section, Sentence
from ledger.text.sentences import BULLETS, DASHES, OPENERS, Habits, habits, is_closed, is_never_last, sentence_spans

_ITEM = re.compile(rf"(?:[{BULLETS}*\u2013-]|\(?\d{{1,3}}[.)]|\(?[A-Za-z]\))\s")
_TIME = re.compile(r"[\[(]?\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]?")
_SPEAKER = re.compile(r"([^\s:\uff1a]{1,30}(?: [^\s:\uff1a]{1,30}){0,4}) ?[:\uff1a](?=\s|\Z|[^\x00-\x7f])")
_FIRST_WORD = re.compile(rf"[{re.escape(OPENERS + DASHES)}….\s]{{0,6}}(\S{{1,40}})")
_ADDRESS = re.compile(r"://|@|\w\.\w")
_NO_PRONOUN = "(?!(?:it|he|she|they|we|you|i|this|that|there) )"
_ASKING = re.compile(
    r"(?:(?:and|so|but|or|well|now|then|okay),? )*"
    rf"(?:(?:what|how|why|when|where|who|whom|whose)(?: {_NO_PRONOUN}[a-z]+){{0,2}} |which [a-z]+ )?"
    r"(?:is|are|was|were|do|does|did|can|could|will|would|should|might|has|have|had)\b(?!,)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[\[(][^()\[\]\n]{1,60}[\])]")
_CLOCK = re.compile(r"(?<![\w:])\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d+)?(?![\w:])")
_AROUND = f" {BULLETS}{DASHES}*_>-"
_LAST_END = re.compile(r".*[.?!\u2026][\"'\u201d\u2019)]*\s", re.DOTALL)
_FUNCTION_WORDS = (
    "a an the and or but nor so yet if as than that which who whom whose what when where while whether because "
    "since of in on at by for from with without into onto upon over under between among against about through "
    "during before after until to toward towards is are was were be been being am do does did has have had can "
    "could will would shall should may might must not no my your his her its our their this these those very more "
    "most much many some any called like such rather also even just only really i we he she they it's i'm that's "
    "there's"
)
_DANGLING = frozenset(_FUNCTION_WORDS.split())
"""A sentence does not stop after one of these, so what stops there was cut."""
_HEADING_WORDS, _HEADING_SIGNS, _NAME_WORDS, _TAIL = 8, 80, 6, 400


@dataclass(frozen=True, slots=True)
class Joint:
    """Two paragraphs that follow each other, their white space single.

    ``spoken``: of a transcript. ``prose``: paragraphs are long here, so that a short line may be a heading. ``fresh``:
    the first of the two does not itself go on with a sentence. ``capitals``: sentences begin with capitals here.
    """

    before: str
    here: str
    spoken: bool
    prose: bool
    fresh: bool
    capitals: bool


def runs_on(joint: Joint) -> bool:
    """Whether the second paragraph goes on with the last sentence of the first."""
    if is_item(joint.here) or names_speaker(joint.here):
        return False
    if _is_label(joint.here, joint) or _is_label(joint.before, joint):
        return False
    small = joint.capitals and starts_small(joint.here)
    if small and joint.spoken:
        return True
    if not stops_short(joint.before):
        return False
    whole = is_item(joint.before) or _is_heading(joint) or _asks(joint.before)
    return small or (joint.spoken and not whole)


def is_item(paragraph: str) -> bool:
    """Whether it begins as an item of a list does."""
    return _ITEM.match(paragraph) is not None


def stops_short(paragraph: str) -> bool:
    """Whether it ends without a mark that ends a sentence, or in a word like ``Dr.`` with which none ends."""
    if not is_closed(paragraph):
        return True
    last = paragraph[-20:].rsplit(maxsplit=1)[-1]
    return last.endswith(".") and len(last) > 1 and is_never_last(last[:-1].lstrip(OPENERS) or ".")


def starts_small(paragraph: str) -> bool:
    """Whether it begins with a small letter that is not an address's nor the ``i`` of ``iPhone``."""
    found = _FIRST_WORD.match(paragraph)
    word = found[1] if found else ""
    return word[:1].islower() and not any(letter.isupper() for letter in word[1:3]) and not _ADDRESS.search(word)


def names_speaker(paragraph: str) -> bool:
    """Whether it begins with a name and a colon."""
    found = _SPEAKER.match(paragraph)
    return found is not None and all(_is_name(word) for word in found[1].split())


def opens_turn(line: str, speaker: str) -> bool:
    """Whether a line says who speaks from here, and nothing else: a name with a colon or a time, or a time alone.

    Args:
        line: its white space single.
        speaker: who speaks after it, "" where nobody is named: then only a time opens.
    """
    outside = _IN_BRACKETS.sub(" ", line)
    timed = _CLOCK.search(line) is not None
    rest = _CLOCK.sub(" ", outside).strip(_AROUND)
    name = rest.rstrip(":\uff1a" + _AROUND)
    if not name:
        return timed
    if not speaker or not (timed or rest != name):
        return False
    words = name.split()
    shaped = len(words) <= _NAME_WORDS and all(_is_name(word) and not _ends_sentence(word) for word in words)
    return shaped or " ".join(words).casefold() == speaker.casefold()


def _ends_sentence(word: str) -> bool:
    return word[-1] in ":?!;,\u2026" or (word[-1] == "." and not is_never_last(word[:-1] or "."))


def _is_label(paragraph: str, joint: Joint) -> bool:
    """A line of signs, a time, or of names alone, perhaps with a time: who speaks now, and when."""
    if len(paragraph) > _HEADING_SIGNS:
        return False
    if not any(letter.isalnum() for letter in paragraph) or _TIME.fullmatch(paragraph):
        return True
    words = paragraph.split()
    named = all(_is_name(word) for word in words) and words[-1][-1] not in ",;—"
    return joint.prose and stops_short(paragraph) and named and len(words) <= _NAME_WORDS


def _is_name(word: str) -> bool:
    bare = word.lstrip(OPENERS)
    return not bare[:1].islower() and bare.casefold() not in _DANGLING


def _is_heading(joint: Joint) -> bool:
    line = joint.before
    if not (joint.prose and joint.fresh) or len(line) > _HEADING_SIGNS or starts_small(line):
        return False
    words = line.split()
    return len(words) <= _HEADING_WORDS and words[-1].casefold() not in _DANGLING and line[-1] not in ",;—-"


def _asks(paragraph: str) -> bool:
    """Whether its last sentence is a question that only lacks its mark: "What could they do"."""
    tail = paragraph[-_TAIL:]
    found = _LAST_END.match(tail)
    last = tail[found.end() :] if found else tail
    return last[-1:].isalnum() and last.split()[-1].casefold() not in _DANGLING and _ASKING.match(last) is not None


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


def cut_paragraphs(
    text: str, sections: Sequence[Section], usual: Sequence[Habits], changes: Sequence[int]
) -> list[Paragraph]:
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
    paragraphs = cut_paragraphs(text, sections, usual, changes)
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
