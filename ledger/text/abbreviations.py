"""Full stops of English that end a word and not a sentence.

The lists hold what is said and written of politics, trade and war; a word that is missing costs one cut too many.
"""

import re
from collections.abc import Callable, Mapping

Holds = Callable[[str, str], bool]
"""Says of a word with a full stop, and of the word after it, whether the sentence goes on."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "dr mr mrs ms mx prof gen sen rep gov lt col capt sgt cpl maj brig adm cmdr cdr pres amb sec hon rev fr st mt ft "
    "messrs mme mlle supt insp det asst assoc"
)
_NEVER_LAST = _words("e.g i.e eg ie vs v cf viz approx incl esp")
_BEFORE_NUMBERS = _words(
    "no nos art arts fig figs vol vols pp p ch chap para paras ver eq ca c est sec "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_SOMETIMES_LAST = _words(
    "inc ltd co corp bros plc llc jr sr al ph.d m.d b.a m.a univ dept assn govt ave blvd rd dist natl intl"
)
_STARTERS = _words(
    "the a an this that these those it he she we they you i there here in on at by for from with as if when while "
    "after before since because although though unless until but and or so yet nor then now what who whom whose how "
    "why where which whether however instead meanwhile moreover also still even both some many most no not yes well my "
    "our his her its their your today is are was were do does did can could would should let thank thanks mr mrs ms "
    "perhaps maybe nobody nothing everyone other others"
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def begins(word: str) -> bool:
    """Whether a word with a capital is more likely the first of a sentence than a name."""
    return word[:1].isupper() and word.replace("\u2019", "'").split("'")[0].casefold() in _STARTERS


def _title(word: str, _: str) -> bool:
    return word[0].isupper()


def _always(_: str, __: str) -> bool:
    return True


def _number(_: str, follower: str) -> bool:
    return follower[:1].isdigit()


def _name(_: str, follower: str) -> bool:
    return not begins(follower)


_RULES: Mapping[str, tuple[Holds, ...]] = {
    word: tuple(rule for listed, rule in (
        (_TITLES, _title), (_NEVER_LAST, _always), (_BEFORE_NUMBERS, _number), (_SOMETIMES_LAST, _name),
    ) if word in listed)
    for word in _TITLES | _NEVER_LAST | _BEFORE_NUMBERS | _SOMETIMES_LAST
}  # fmt: skip


def holds(earlier: str, word: str, follower: str, *, capitals: bool = True) -> bool:
    """Whether the sentence goes on after ``word`` and its full stop.

    Args:
        earlier: the word before, "" at the start of the sentence.
        word: the word without the full stop, opening brackets and quotes.
        follower: the word after, "" where a sign stands there.
        capitals: whether this text begins its sentences with capitals; if not, every short form counts.
    """
    rules = _RULES.get(word.casefold())
    if rules:
        return not capitals or any(rule(word, follower) for rule in rules)
    if _ACRONYM.fullmatch(word):
        return _name(word, follower)
    return len(word) == 1 and word.isupper() and _initial(earlier, word, follower)


def is_never_last(word: str) -> bool:
    """Whether no sentence ends in this word with its full stop: a title, ``e.g.``, ``vs.``."""
    folded = word.casefold()
    return folded in _NEVER_LAST or (folded in _TITLES and word[0].isupper())


def _initial(earlier: str, letter: str, follower: str) -> bool:
    """``by J. Smith``, ``John F. Kennedy`` and ``J. A. Lee``, not ``so do I. China`` nor ``plan B. The``."""
    if len(follower) == 1 and follower != "I":
        return follower.isupper()
    if not follower[:1].isupper() or begins(follower):
        return False
    return letter != "I" or not earlier[:1].islower()
