"""Whether a short English sentence denies: by its words of negation, two of which undo each other.

The cues are those of BioScope (Vincze et al. 2008, BMC Bioinformatics 9, supplement 11), parted into words that negate
and words that say no by their meaning, with the turns of speech that only look like them.
"""

import re

from ledger.text.folding import fold_words
from ledger.text.stems import key_words

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
