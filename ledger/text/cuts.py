"""Whether one paragraph goes on with the sentence of the one before, told by how both look.

Machines that write down speech break it off after so many seconds: in mid-sentence, after a full stop that is none
("nothing to be drawn to." / "to a venture"), before a capital that is none ("the worry is that" / "If they").
"""

import re
from dataclasses import dataclass

from ledger.text.abbreviations import is_never_last
from ledger.text.punctuation import BULLETS, DASHES, OPENERS, is_closed

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
