"""What a sentence is about, as the stems of the words that carry it."""

from functools import cache

from ledger.text.folding import fold_words, words

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
