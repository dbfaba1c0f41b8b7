"""The phrase of time in a sentence by which it can be settled."""

from datetime import date

from ledger.model.deadlines import NeedsStatedDay, VagueDate, read_deadline
from ledger.model.spans import DateError
from ledger.suggest.word_lists import Found


def deadline_phrase(found: Found, stated_on: date | None) -> str:
    """The phrase of time that ends a forecast, as said; "" if there is none.

    One that can be read as a deadline comes before one that is vague ("in the near future"), a longer before a shorter.
    What ended before the day of the statement is no deadline.
    """
    if found.tense.gone:
        return ""
    best: tuple[int, int, int] | None = None
    phrase = ""
    for hit in found.hits.get("deadline", ()):
        words = found.said.said(hit.start, hit.end)
        readable = _readable(words, stated_on)
        if readable is None:
            continue
        rank = (not readable, hit.start - hit.end, hit.start)
        if best is None or rank < best:
            best, phrase = rank, words
    return phrase


def is_dated_ahead(found: Found, stated_on: date | None) -> bool:
    """Whether it names a month, or a year after the day of the statement, in which something is to be.

    A month alone is taken for the next one; what a year says is not known without the day.
    """
    months = {hit.start for hit in found.hits.get("month", ())}
    for hit in found.hits.get("deadline", ()):
        words = found.said.words[hit.start : hit.end]
        years = [int(word) for word in words if len(word) == len("2026") and word.isdigit()]
        if years and stated_on and (max(years), 12) >= (stated_on.year, stated_on.month):
            return max(years) > stated_on.year or bool(_readable(found.said.said(hit.start, hit.end), stated_on))
        if not years and not months.isdisjoint(range(hit.start, hit.end)):
            return True
    return False


def _readable(words: str, stated_on: date | None) -> bool | None:
    """Whether a phrase can be read as a deadline; None if it is over."""
    try:
        deadline = read_deadline(words, stated_on)
    except NeedsStatedDay:
        return True
    except VagueDate:
        return False
    except DateError:
        return False
    return None if stated_on and deadline.on < stated_on else True
