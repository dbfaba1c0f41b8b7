"""Where the sentences of a stretch of text end, in time linear in the text.

Written here because no library fits: those that were tried take "me." for a state of America or want a space after a
Chinese question. Rules go by the kind of sign, the word before it and the word after it.
"""

import re
from collections.abc import Iterator

from ledger.text.abbreviations import holds
from ledger.text.punctuation import BULLETS, CLOSERS, DASHES, FULL_MARKS, HAN, MARKS, OPENERS

_CANDIDATE = re.compile(rf"(?:[{MARKS}]++[{re.escape(CLOSERS)}]*+)++|(?<=\s)[{BULLETS}](?=\s)")
_SPACE = re.compile(r"\s*+")
_OPENERS = re.escape(OPENERS)
_NEXT = re.compile(rf"[{_OPENERS}]{{0,4}}(?:[{DASHES}]{{1,2}}\s*+[{_OPENERS}]{{0,2}})?(\w[\w'\u2019-]{{0,30}})?")
_HAN_BEFORE = re.compile(f"[{HAN}%\uff05”\u2019」』\uff09》]")
_GOES_ON = ",\uff0c、;\uff1b:\uff1a)\uff09"
_LABEL = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{2,4})")
_WORD_ENDED = re.compile(r"[a-z][a-z\u2019'-]{2,}+")
_NEW_WORD = re.compile(r"[A-Z][a-z\u2019']*(?:\s|\Z)")
_LONGEST_LABEL, _LOOK_BACK = 5, 60
_FULL_MARKS = frozenset(FULL_MARKS)


def sentence_spans(text: str, start: int, end: int, *, capitals: bool = True) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` in order, as places in ``text`` without the space around them.

    ``capitals`` says whether sentences begin with capitals there, so that a small letter carries one on.
    """
    stretch = _Stretch(text, end, capitals)
    begun = stretch.skip(start)
    for found in _CANDIDATE.finditer(text, begun, end):
        at, ended = found.span()
        if found[0] in BULLETS:
            ended = begun + len(text[begun:at].rstrip())
        elif not stretch.ends(begun, at, ended):
            continue
        if ended > begun:
            yield begun, ended
            begun = stretch.skip(ended)
    if begun < end:
        yield begun, begun + len(text[begun:end].rstrip())


class _Stretch:
    """A stretch of text up to ``limit``, and the questions that are asked at each sign in it.

    In what follows a sentence has ``begun``, the signs stand ``at`` a place and ``stop`` at another, and the next sign
    that is no space is ``after``.
    """

    def __init__(self, text: str, limit: int, capitals: bool) -> None:
        self.text = text
        self.limit = limit
        self.capitals = capitals

    def skip(self, place: int) -> int:
        """The next place that is no white space."""
        found = _SPACE.match(self.text, place, self.limit)
        return found.end() if found else place

    def ends(self, begun: int, at: int, stop: int) -> bool:
        """Whether the sentence ends with these signs."""
        after = self.skip(stop)
        if after == self.limit:
            return True
        text = self.text
        signs, following = text[at:stop], text[after]
        if signs[0] in FULL_MARKS or not _FULL_MARKS.isdisjoint(signs):
            return following not in _GOES_ON
        if after == stop:
            return self._ends_without_space(begun, at, signs, after)
        if following in MARKS:
            return False  # the sign after it decides
        found = _NEXT.match(text, after, self.limit)
        return self._ends_before(begun, at, signs, (found and found[1]) or "")

    def _words(self, begun: int, at: int) -> list[str]:
        """The last two words of the sentence so far, and what stands before them in a few dozen signs."""
        return self.text[max(begun, at - _LOOK_BACK) : at].rsplit(None, 2)

    def _ends_without_space(self, begun: int, at: int, signs: str, after: int) -> bool:
        """After Han no space is needed; after Latin letters it may have got lost between two lines."""
        text, following = self.text, self.text[after]
        if following in _GOES_ON or "…" in signs or ".." in signs or at == begun:
            return False
        if _HAN_BEFORE.match(text, at - 1):
            return "." not in signs or not (following.isascii() and following.isalnum())
        if not (text[at - 1].islower() and _NEW_WORD.match(text, after, self.limit)):
            return False
        return _WORD_ENDED.fullmatch(self._words(begun, at)[-1]) is not None

    def _ends_before(self, begun: int, at: int, signs: str, follower: str) -> bool:
        """Whether the sentence ends where a space and this word come after the signs, "" for no word."""
        if self.capitals and follower[:1].islower() and not any(letter.isupper() for letter in follower[1:3]):
            return False
        if "?" in signs or "!" in signs:
            return True
        words = self._words(begun, at)
        if "…" in signs or ".." in signs:
            return not words or not follower or words[-1].casefold() != follower.casefold()  # "I... I think"
        if at - begun < _LONGEST_LABEL and _LABEL.fullmatch(self.text, begun, at):
            return False  # "1. The first"
        word = words[-1].lstrip(OPENERS + DASHES) if words and not self.text[at - 1].isspace() else ""
        earlier = words[-2].lstrip(OPENERS) if len(words) > 1 else ""
        return not holds(earlier, word, follower, capitals=self.capitals)
