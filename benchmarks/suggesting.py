"""How well the suggestions find what people marked as worth showing: the figures beside ``ledger/suggest/lexicons``.

Labelled files are JSON Lines, a sentence a line: ``sentence``, ``should_surface``, ``label`` (its kind), ``seed_file``
(the page it is of), ``section``, ``speaker`` and ``derived``. The whole pipeline runs on the pages that are in the
folder of pages; of a page that is not there the labelled sentences themselves, in their order, are the text. A sentence
is found again by its words, whatever the signs and however sentences were cut.

Run ``python benchmarks/suggesting.py FILE.jsonl --episodes FOLDER`` (a second). Precision is the share of shown
sentences that should be shown, recall the share of a class that is shown.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from ledger.documents.decoding import decode
from ledger.documents.kinds import ReadOn, kind_of
from ledger.suggest.candidates import Candidate, suggest
from ledger.suggest.speakers import guess
from ledger.suggest.word_lists import load_rules
from ledger.text.paragraphs import passages
from ledger.text.passages import Mark, Paragraph, Passages, Said, Section, Sentence

FIRST = ("forecast", "conditional", "risk")
SECOND = ("assessment", "causal", "figure")
DATA = Path(__file__).parents[1].parent / "shared" / "data"
LABELLED = DATA / "candidates_train.jsonl"
SECTIONS = {
    "previous_episode": "previous",
    "next_episode": "next",
    "key_insights": "insights",
    "shownotes": "description",
}
OTHER_EPISODES = {"previous_episode", "next_episode", "previous", "next"}
_NEVER = -1_000  # points of a sentence that is not even looked at
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_HOST, _NARRATED = "(host)", "(narrated)"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """A labelled sentence with what the pipeline made of it."""

    row: Row
    score: int
    said: Said
    reasons: tuple[str, ...] = ()
    matched: bool = True

    @property
    def wanted(self) -> bool:
        """Whether it should be shown."""
        return bool(self.row["should_surface"])

    @property
    def language(self) -> str:
        """Chinese or English, by its script."""
        return "zh" if _HAN.search(self.row["sentence"]) else "en"


@dataclass(frozen=True)
class Group:
    """Labelled sentences that are measured together."""

    name: str
    judged: Sequence[Judged] = field(repr=False)

    def precision(self, cut: int) -> tuple[int, int]:
        """Of the sentences shown, those that should be."""
        shown = [one for one in self.judged if one.score >= cut]
        return sum(one.wanted for one in shown), len(shown)

    def recall(self, labels: Iterable[str], cut: int) -> tuple[int, int]:
        """Of the sentences of some kinds that should be shown, those that are."""
        kinds = set(labels)
        wanted = [one for one in self.judged if one.wanted and one.row["label"] in kinds]
        return sum(one.score >= cut for one in wanted), len(wanted)

    def speakers(self, section: str = "") -> tuple[int, int]:
        """Of the sentences whose speaker is labelled, those of which it is guessed."""
        known = [one for one in self.judged if one.row.get("speaker") and section in {"", one.row["section"]}]
        return sum(right_speaker(one) for one in known), len(known)


def fold(text: str) -> str:
    """The words of a sentence, whatever the signs, the letter case and the spaces; of Chinese its characters."""
    return " ".join(_WORD.findall(_HAN.sub(lambda sign: f" {sign[0]} ", text.casefold())))


def right_speaker(one: Judged) -> bool:
    """Whether the guess fits the label: its role, and where both give a name, the last word of that name."""
    label = one.row["speaker"]
    name = label.split("(")[0].strip()
    if one.row["derived"]:
        return one.said.role == "machine"
    if name in {"narrator", ""}:
        return one.said.role == "narrator"
    if _NARRATED in label:
        return bool(one.said.speaker) and _last(one.said.speaker) == _last(name)
    role = "host" if _HOST in label else "guest"
    return one.said.role == role and (not one.said.speaker or _last(one.said.speaker) == _last(name))


def _last(name: str) -> str:
    return (fold(name).split() or [""])[-1]


def read_rows(paths: Iterable[Path]) -> list[Row]:
    """The labelled sentences of files."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def judge(rows: Sequence[Row], folder: Path) -> list[Judged]:
    """Run the pipeline on every page that rows are of, and find the rows among its sentences."""
    pages: dict[str, list[Row]] = {}
    for row in rows:
        pages.setdefault(row["seed_file"], []).append(row)
    return [one for name, own in pages.items() for one in _judged(folder / name, own)]


def _judged(path: Path, rows: Sequence[Row]) -> Iterator[Judged]:
    text, found, people, marks = _page(path) if path.is_file() else _of_rows(rows)
    rules = load_rules()
    said = guess(text, found, people, marks, rules=rules)
    shown = {
        one.sentence.number: one
        for one in suggest(text, found, said, rules=rules, derived=True, cut=_NEVER)
    }  # fmt: skip
    find = _finder(found.sentences)
    for row in rows:
        numbers = find(row["sentence"])
        best = max((shown[number] for number in numbers if number in shown), key=_points, default=None)
        speaker = said[numbers[0] - 1] if numbers else Said()
        yield Judged(row, best.score if best else _NEVER, speaker, best.reasons if best else (), bool(numbers))


def _points(candidate: Candidate) -> int:
    return candidate.score


def _page(path: Path) -> tuple[str, Passages, list[tuple[str, str]], Sequence[Mark]]:
    """A page as the program reads it."""
    raw = decode(path.name, path.read_bytes())
    page = kind_of(raw).read(raw, ReadOn())
    people = [(person.name, person.role) for person in page.people]
    return page.text, passages(page.text, page.sections, page.marks), people, page.marks


def _of_rows(rows: Sequence[Row]) -> tuple[str, Passages, list[tuple[str, str]], Sequence[Mark]]:
    """Labelled sentences as a text of their own, a section for each run of rows of one section."""
    text, sections, paragraphs, sentences = "", [], [], []
    for (kind, derived), run in groupby(rows, key=lambda row: (row["section"], row["derived"])):
        start = len(text)
        for row in run:
            words = " ".join(row["sentence"].split())
            place = (len(text), len(text) + len(words))
            sentences.append(Sentence(len(sentences) + 1, *place, len(paragraphs) + 1, len(sections), words))
            text += words + "\n"
        paragraphs.append(Paragraph(len(paragraphs) + 1, start, len(text) - 1, len(sections)))
        sections.append(Section(SECTIONS.get(kind, kind), start, len(text), derived=derived))
    return text, Passages(sections, paragraphs, sentences), [], ()


def _finder(sentences: Sequence[Sentence]) -> Callable[[str], list[int]]:
    """Which sentences a labelled one is: the same words, else all that lie in it or hold it."""
    folded = [(one.number, f" {fold(one.text)} ") for one in sentences]
    whole = {words: number for number, words in reversed(folded)}

    def find(text: str) -> list[int]:
        words = f" {fold(text)} "
        if words in whole:
            return [whole[words]]
        return [number for number, own in folded if own.strip() and (own in words or words in own)]

    return find


def groups(judged: Sequence[Judged]) -> list[Group]:
    """What is measured together: what people said and publishers wrote, by language and page; what machines wrote."""
    said = [one for one in judged if not one.row["derived"] and one.row["section"] not in OTHER_EPISODES]
    derived = [one for one in judged if one.row["derived"]]
    found = [Group("said", said)]
    for language in ("en", "zh"):
        found.append(Group(f"said, {language}", [one for one in said if one.language == language]))
        found.append(Group(f"machine, {language}", [one for one in derived if one.language == language]))
    pages = sorted({one.row["seed_file"] for one in said})
    found += [Group(page, [one for one in said if one.row["seed_file"] == page]) for page in pages if len(pages) > 1]
    return [group for group in found if group.judged]


def table(found: Sequence[Group]) -> Iterator[str]:
    """The figures as lines."""
    rules = load_rules()
    yield f"lists {rules.version}; shown unasked from {rules.default_cut} points, to browsers from {rules.browse_cut}"
    yield f"{'':28}{'cut':>4}{'shown':>7}{'precision':>11}{'priority 1':>13}{'priority 2':>13}"
    for group in found:
        for cut in (rules.default_cut, rules.browse_cut):
            right, shown = group.precision(cut)
            figures = [_share(group.recall(kinds, cut)) for kinds in (FIRST, SECOND)]
            yield f"{group.name[:27]:28}{cut:>4}{shown:>7}{_share((right, shown)):>11}{figures[0]:>13}{figures[1]:>13}"
    lost = {id(one) for group in found for one in group.judged if not one.matched}
    yield from (f"not found in the pages: {len(lost)}",) if lost else ()
    yield ""
    yield f"{'recall by kind':28}" + "".join(f"{kind:>13}" for kind in (*FIRST, *SECOND))
    for cut in (rules.default_cut, rules.browse_cut):
        shares = "".join(f"{_share(found[0].recall([kind], cut)):>13}" for kind in (*FIRST, *SECOND))
        yield f"{'  from ' + str(cut):28}{shares}"
    yield ""
    for section in sorted({one.row["section"] for one in found[0].judged}):
        yield f"speakers right, {section:12}{_share(found[0].speakers(section)):>13}"


def _share(part: tuple[int, int]) -> str:
    right, of = part
    return f"{right}/{of} {right / of:.2f}" if of else "-"


def misses(judged: Sequence[Judged]) -> Iterator[str]:
    """What should be shown and is not, what is shown and should not be, and whose speaker is guessed wrong."""
    rules = load_rules()
    for one in sorted(judged, key=_score, reverse=True):
        says = f"{one.score:>5}  {one.row['label']:12}{one.row['sentence'][:100]}  {'; '.join(one.reasons)}"
        if not one.matched:
            yield f"not found    {says}"
        elif one.wanted and one.score < rules.default_cut:
            yield f"missed       {says}"
        elif not one.wanted and one.score >= rules.browse_cut:
            yield f"false alarm  {says}"
        if one.row.get("speaker") and not right_speaker(one):
            taken = f"{one.row['speaker']} taken for {one.said.role} {one.said.speaker}"
            yield f"speaker      {taken}: {one.row['sentence'][:80]}"


def _score(one: Judged) -> int:
    return one.score


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table for the labelled files named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[LABELLED], help="labelled sentences (JSON Lines)")
    parser.add_argument("--episodes", type=Path, default=DATA / "episodes", help="the folder of the pages themselves")
    parser.add_argument("--misses", action="store_true", help="list misses, false alarms and wrong speakers")
    asked = parser.parse_args(arguments)
    judged = judge(read_rows(asked.files), asked.episodes)
    sys.stdout.writelines(f"{line}\n" for line in table(groups(judged)))
    if asked.misses:
        sys.stdout.writelines(f"{line}\n" for line in misses(judged))
    return 0


if __name__ == "__main__":
    sys.exit(main())
