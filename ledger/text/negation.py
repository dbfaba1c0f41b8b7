"""What turns a sentence round: words of negation, two of which undo each other, and what else may not differ.

Another number or a "not" makes another claim; the stems of the words that carry a sentence say what it is about.
"""

import re
from functools import cache

from ledger.text.folding import fold, fold_words, words
from ledger.text.sentences import HAN
from ledger.text.similarity import changes

STOP = frozenset({
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "from", "into", "as", "than", "and", "or",
    "but", "so", "if", "then", "that", "which", "who", "this", "these", "those", "it", "its", "he", "she", "they",
    "them", "his", "her", "their", "our", "we", "you", "your", "i", "is", "are", "was", "were", "be", "been", "being",
    "has", "have", "had", "do", "does", "did", "will", "would", "shall", "should", "may", "might", "can", "could",
    "there", "here", "out", "about", "not", "no", "nor", "never", "s", "t", "d", "ll", "re", "ve",
})  # fmt: skip
"""Words that carry nothing of what a sentence is about; with them what an apostrophe cuts off."""
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "e")
_SHORTEST = 3


@cache
def stem(word: str) -> str:
    """A word without its commonest endings: what its forms have in common, roughly."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def key_words(text: str) -> frozenset[str]:
    """The words of a sentence that carry what it is about, by their stems."""
    found = (word[0] for word in words(fold_words(text, case=True)))
    return frozenset(stem(word) for word in found if word not in STOP)


NEGATING = (
    r"not", r"\w+n't", r"cannot", r"never", r"no(?![-.])", r"nor", r"neither", r"none", r"nobody", r"nothing",
    r"nowhere", r"no one", r"hardly", r"scarcely",
)  # fmt: skip
"""Words that turn round what they stand beside."""
REFUSING = (
    r"unlikely", r"improbabl[ey]", r"implausible", r"impossible", r"inconceivable", r"unthinkable", r"unable",
    r"doubt(?:s|ed|ful)?", r"remote (?:\w+ )?(?:prospect|chance|possibility)s?", r"fail(?:s|ed|ing)? to",
    r"refus(?:e|es|ed|ing) to", r"declin(?:e|es|ed|ing) to", r"reject(?:s|ed|ing)?", r"rul(?:e|es|ed|ing) (?:\w+ )?out",
    r"far from", r"refrain(?:s|ed|ing)? from", r"(?:stay|keep|hold)s? (?:out|back|away)", r"avoid(?:s|ed|ing)?",
    r"unwilling", r"reluctant", r"(?:little|slim|no|zero) (?:chance|prospect|likelihood)",
)  # fmt: skip
"""Words that deny by what they mean, so that one of the others beside them affirms."""
APPARENT = (
    r"no (?:doubt|question|matter|wonder)", r"(?:no|not) (?:less|fewer|more|later|sooner|earlier) than",
    r"not (?:only|just|merely|simply|solely|least|necessarily)", r"nothing but", r"whether or not", r"or not",
    r"if not", r"never ?mind", r"without (?:a |any )?(?:doubt|question)", r"not to mention", r"(?:can't|cannot) help",
    r"not because", r"not so much", r"no sooner", r"out of the question",
    r"undoubted(?:ly)?", r"no small",
)  # fmt: skip
"""Turns of speech that hold such a word and deny nothing of the whole."""
_ASIDE = r",\s*(?:and |but )?not (?:\S+ ){0,3}\S+(?=\s*[,;.]|\s*$)"  # "stability, not disarmament, is the aim"
_HANGING = (
    r"\b(?:if|unless|because|although|though|while|when|whenever|since|until|before|after|which|who|whom|whose|where)\b"
)
_BREAKS = re.compile(r"[,;:]|\b(?:and|but|or|nor|yet)\b")
_DASHED = re.compile(r"\s+[-\u2013\u2014]+\s+|\s*\u2014\s*")


def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{'|'.join(phrases)})(?![\w'])")


_WITHOUT = re.compile(r"\bwithout\b")
_APPARENT, _REFUSING, _NEGATING = _any(APPARENT), _any(REFUSING), _any(NEGATING)
_HANGING_PART = re.compile(rf"{_HANGING}[^,;:]*(?:[,;:]|$)")


def denies(text: str, about: frozenset[str] = frozenset()) -> bool:
    """Whether the main clause of a sentence, or a piece of one, denies.

    What hangs on a condition, a reason or a relative pronoun is left aside, unless nothing else is there. Words of
    denial in one part undo each other ("not unlikely"); in parts joined by a comma or by "and", "or", "nor" they say
    the same again ("no treaty and no summit"). A language other than English denies nothing.

    Args:
        text: the sentence.
        about: stems (``key_words``) of what is asked about: of several parts those count that hold the most of them.
    """
    folded = re.sub(_ASIDE, " ", fold_words(_DASHED.sub(", ", text), case=True))
    plain = _APPARENT.sub(" ", folded)
    main = _HANGING_PART.sub(" ", plain)
    parts = _BREAKS.split(main if main.strip(" .,;:'") else plain)
    shared = [len(key_words(part) & about) for part in parts]
    most = max(shared)
    return any(_odd(part) for part, common in zip(parts, shared, strict=True) if common == most)


def _odd(part: str) -> bool:
    refused = _REFUSING.sub(" ", part)
    negations = [found.end() for found in _NEGATING.finditer(refused)]
    undone = negations and _WITHOUT.search(refused, negations[0])  # "not lifted without consent": lifted with it
    return (len(_REFUSING.findall(part)) + len(negations) + bool(undone)) % 2 == 1


_NUMBER = re.compile(r"\d[\d.,:]*")
_HAN = re.compile(f"[{HAN}]")
_TURNING = re.compile(
    r"(?<![\w'])(?:not|\w+n't|cannot|no|never|nor|neither|none|nobody|nothing|nowhere|hardly|scarcely|without|unless|"
    r"(?:un|im)?(?:likely|probabl[ey]|possibl[ey])|certain(?:ly)?|uncertain|may|might|could|will|would|must|should|can|"
    r"perhaps|maybe|surely|doubt\w*|always|rarely|seldom|if|more|less|fewer|above|below|over|under|before|after|up|down|"
    r"ris(?:e|es|ing)|fall(?:s|ing)?|increase[sd]?|decrease[sd]?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|half|twice|double)(?![\w'])"
)


def differs_in_sense(quote: str, stands: str) -> bool:
    """Whether two wordings differ in a number, a negation, a word of likelihood or of direction, or a Han character.

    Such words are few and short, so wordings that turn a statement round are nearly the same by any measure of letters.
    """
    for one, other in changes(quote, stands):
        both = (fold(one), fold(other))
        if any(_HAN.search(words) for words in both):
            return True
        if any(sorted(_found(pattern, both[0])) != sorted(_found(pattern, both[1])) for pattern in (_NUMBER, _TURNING)):
            return True
    return denies(fold_words(quote)) != denies(fold_words(stands))


def _found(pattern: re.Pattern[str], words: str) -> list[str]:
    return [found[0].rstrip(".,:") for found in pattern.finditer(words)]
