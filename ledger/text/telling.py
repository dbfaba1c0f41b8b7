"""Words that may not differ between a quote and what a document has: another number or a "not" is another claim."""

import re

from ledger.text.denials import denies
from ledger.text.differences import changes
from ledger.text.folding import fold, fold_words
from ledger.text.punctuation import HAN

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
