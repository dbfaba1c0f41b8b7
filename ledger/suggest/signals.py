"""What counts for or against a sentence as a whole, and the phrase of time by which it can be settled.

Each signal is an entry of one registry beside its peers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.model.deadlines import NeedsStatedDay, VagueDate, read_deadline
from ledger.model.spans import DateError
from ledger.model.vocabulary import Attribution, Kind
from ledger.suggest.lexicons import WordList
from ledger.suggest.word_lists import Hits
from ledger.text.passages import Said, Section


def deadline_phrase(found: Hits, stated_on: date | None) -> str:
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


def is_dated_ahead(found: Hits, stated_on: date | None) -> bool:
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


_FEWEST_WORDS, _FEWEST_HAN = 4, 6
_PERSONAL = frozenset({"i", "you", "let", "my", "your", "i'm"})
_QUESTION_MARKS = frozenset("?\uff1f")
_REPORTED = frozenset({Attribution.REPORTED, Attribution.CONTEXT, Attribution.NARRATOR})
NEIGHBOURS = frozenset({"previous", "next"})


@dataclass(frozen=True)
class Seen:
    """A sentence with what is known of it."""

    text: str
    found: Hits
    said: Said
    section: Section
    stated_on: date | None = None

    @property
    def reported(self) -> bool:
        """Whether it reports what somebody said, so that "would" stands for "will"."""
        return self.said.attribution in _REPORTED and self.found.has("speech")

    @property
    def conditional(self) -> bool:
        """Whether it says on what something hangs."""
        return self.found.has("condition")


Signal = Callable[[Seen], bool]
SIGNALS: dict[str, Signal] = {}


def signal(name: str) -> Callable[[Signal], Signal]:
    """Enter a function in the registry, under the name that the lexicon gives points for and people see."""

    def register(function: Signal) -> Signal:
        SIGNALS[name] = function
        return function

    return register


@signal("question")
def question(seen: Seen) -> bool:
    """It asks."""
    return asks(seen.text, seen.found)


@signal("host")
def host(seen: Seen) -> bool:
    """Whoever leads the talk says it."""
    return seen.said.role == "host"


@signal("host's plans")
def hosts_plans(seen: Seen) -> bool:
    """Whoever leads the talk says what they will do next in it."""
    found = seen.found
    return host(seen) and found.said.words[found.begins : found.begins + 1] in {("we",), ("i",)} and found.has("future")


@signal("past")
def past(seen: Seen) -> bool:
    """It tells of what was and of nothing to come."""
    return seen.found.tense.gone and not ahead(seen) and not _subjunctive(seen)


@signal("fragment")
def fragment(seen: Seen) -> bool:
    """It is too short to state anything, and foretells nothing."""
    words = [word for word in seen.found.said.words if word[0].isalnum()]
    fewest = _FEWEST_HAN if words and not words[0].isascii() else _FEWEST_WORDS
    return len(words) < fewest and not ahead(seen)


@signal("another episode")
def another_episode(seen: Seen) -> bool:
    """It stands in the blurb of the episode before or after."""
    return seen.section.kind in NEIGHBOURS


@signal("implied")
def implied(seen: Seen) -> bool:
    """It says what would come of a supposed event, without an if."""
    return seen.found.has("implicit condition") and not seen.conditional and not seen.found.tense.gone


@signal("states")
def states(seen: Seen) -> bool:
    """It says how something is, and nothing speaks against it."""
    found = seen.found
    if not found.tense.present or found.tense.past or seen.said.role == "host" or ahead(seen) or question(seen):
        return False
    if found.said.words[found.begins] in _PERSONAL and not found.has("belief"):
        return False
    return not fragment(seen) and not any(one.points < 0 and counts(one, seen) for one in found.lists)


@signal("foretells")
def foretells(seen: Seen) -> bool:
    """Its "should" says what is expected by some time."""
    return _expected(seen) and any(one.norm for one in seen.found.lists)


@signal("date ahead")
def date_ahead(seen: Seen) -> bool:
    """It says in the present tense what is in a month or year to come."""
    found = seen.found
    told = found.tense.past or found.has("usual", "habit") or question(seen)
    foretold = any(one.forward and one.kind == Kind.PREDICTION for one in found.lists)
    tells = found.tense.present > 0 or found.has("event")
    return tells and not (told or foretold) and is_dated_ahead(found, seen.stated_on)


def asks(text: str, found: Hits) -> bool:
    """Whether a sentence is a question, with its mark or without."""
    return text.rstrip("\"'\u201d\u2019) ")[-1:] in _QUESTION_MARKS or found.has("asks")


def _subjunctive(seen: Seen) -> bool:
    """The past form of its verb supposes: "if it had not, I would imagine"."""
    return seen.conditional and not {"would", "'d"}.isdisjoint(seen.found.said.words)


def ahead(seen: Seen) -> bool:
    """Whether a word of it foretells; an "if" or a time alone does not."""
    return any(one.forward and one.kind == Kind.PREDICTION and counts(one, seen) for one in seen.found.lists)


def counts(one: WordList, seen: Seen) -> bool:
    """Whether a list's words count in this sentence."""
    return not any(one_flag(seen) for flag, one_flag in _EXCEPTIONS.items() if getattr(one, flag))


def _backshifted(seen: Seen) -> bool:
    """In a sentence of the past "could" tells of what was, but not after "if" or "she said", nor of a time ahead."""
    return seen.found.tense.gone and not (seen.conditional or seen.reported or seen.found.has("time ahead"))


def _guest_speaks(seen: Seen) -> bool:
    return seen.said.role == "guest"


def _expected(seen: Seen) -> bool:
    """Beside a time ahead "should" foretells."""
    return seen.found.has("time ahead")


def _tells_of_more(seen: Seen) -> bool:
    """A mark of the past counts less than a plain word of what is to come, or a date ahead."""
    return seen.found.has("future", "outlook", "condition") or date_ahead(seen)


_EXCEPTIONS: Mapping[str, Signal] = {
    "backshift": _backshifted, "host": _guest_speaks, "norm": _expected, "past": _tells_of_more,
}  # fmt: skip
