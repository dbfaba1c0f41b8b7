"""A sentence that looks like a claim, with why, and what the form for recording it can be filled with beforehand."""

from dataclasses import dataclass

from ledger.text.passages import Said, Sentence


@dataclass(frozen=True)
class Candidate:
    """A suggestion.

    ``score`` is whole points, the sum of what ``reasons`` name ("future +2", "question -6"). ``words`` is the
    phrase that says how sure it is, as said; ``low`` and ``high`` the band of the statement in millionths, None where
    none belongs to it. ``denies`` says that the sentence denies something. ``deadline`` is the phrase of time in it, as
    said ("in the near future", "in 2019"). ``context`` are the numbers of sentences needed to understand it.
    ``rules`` is the version of the lists and rules it was found with.
    """

    sentence: Sentence
    said: Said
    score: int
    reasons: tuple[str, ...]
    rules: str
    kind: str = "prediction"
    denies: bool = False
    hedge: bool = False
    words: str = ""
    low: int | None = None
    high: int | None = None
    deadline: str = ""
    condition: str = ""
    context: tuple[int, ...] = ()
