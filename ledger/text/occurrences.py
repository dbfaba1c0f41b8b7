"""Every place at which a string stands in another, those that overlap too, in time linear in both lengths."""

from collections.abc import Iterator

_FIRST_STRIDE = 64


def occurrences(text: str, words: str) -> Iterator[range]:
    """The starts of every occurrence of ``words``, in rising order, as one range after another.

    Where a string repeats itself its occurrences overlap and follow each other at the distance of its period; all but
    the first and the last of such a run are one range, whose members have the same characters on either side. (By Fine
    and Wilf, 1965, an occurrence that overlaps another at any other distance shares less than a period with it, which
    is why the search may go on from there: each search of the built-in kind costs the length of ``words``, and moves on
    by half of it at least.)
    """
    if not words:
        return
    length, period, start = len(words), 0, text.find(words)
    while start >= 0:
        period = period or _period(words)
        last = start + (_run(text, start + length, period) // period) * period
        yield range(start, start + 1)
        if last > start + period:
            yield range(start + period, last, period)
        if last > start:
            yield range(last, last + 1)
        start = text.find(words, last + max(1, length - period + 1))


def _run(text: str, end: int, period: int) -> int:
    """How many characters from ``end`` on repeat the one a period before."""
    at, stride = end, _FIRST_STRIDE
    while at < len(text):
        length = min(stride, len(text) - at)
        if text[at : at + length] == text[at - period : at - period + length]:
            at, stride = at + length, stride * 2
        elif length == 1:
            break
        else:
            stride = length // 2
    return at - end


def _period(words: str) -> int:
    """The least distance at which a string agrees with itself (Knuth, Morris and Pratt, 1977)."""
    borders = [0] * len(words)
    border = 0
    for place in range(1, len(words)):
        while border and words[place] != words[border]:
            border = borders[border - 1]
        border += words[place] == words[border]
        borders[place] = border
    return len(words) - borders[-1]
