"""The closed sets of words a record may use, each member carrying its facts.

Members are plain strings in the record and in every output; their order is the order people see. Whatever treats words
of a set differently asks their facts, so that a new word is one member, here. What the record holds and no member says
is an error wherever it is met (``known``), and is counted nowhere.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Self, TypeVar

from ledger.errors import StorageError

Word = TypeVar("Word", bound=StrEnum)
"""A vocabulary."""


class Vocabulary(StrEnum):
    """A closed set of words with facts: a member is written as its word and its facts, and has each under its name."""

    def __new__(cls, word: str, facts: "NamedTuple | None" = None) -> Self:
        """Make a member; type checkers take a look-up, ``Kind("causal")``, for this, which never gets here."""
        if facts is None:
            raise TypeError(f"{word} has no facts")
        member = str.__new__(cls, word)
        member._value_ = word
        vars(member).update(facts._asdict())
        return member


class UnknownWord(StorageError):
    """The record holds a word that this program does not know, so that nothing can be said of what it means."""

    def __init__(self, what: str, word: str, place: str) -> None:
        super().__init__(
            f"The {what} of {place} is {word!a}, which this program does not know.",
            "A newer version may have recorded it: read the ledger with that one. Nothing is counted without it.",
        )


def known(words: type[Word], word: str, place: str) -> Word:
    """The member that a word of the record stands for; ``place`` is what holds it, such as ``claim 12``.

    Raises:
        UnknownWord: there is none.
    """
    try:
        return words(word)
    except ValueError:
        raise UnknownWord(words.__name__.lower(), word, place) from None


def listed(words: Iterable[str]) -> str:
    """Words as help lists them: ``a, b, c``."""
    return ", ".join(words)


def either(words: Iterable[str]) -> str:
    """Words to choose from in a sentence: ``a, b or c``."""
    *most, last = words
    return f"{listed(most)} or {last}" if most else last


class KindFacts(NamedTuple):
    """The facts of a kind."""

    help: str
    scored: bool = True
    settles: bool = True


class Kind(Vocabulary):
    """What sort of statement a claim is."""

    help: str
    scored: bool
    """Whether such a statement can be right or wrong about what will be found."""
    settles: bool
    """Whether somebody is asked for its verdict when it falls due."""

    PREDICTION = "prediction", KindFacts("what will happen")
    CONDITIONAL = "conditional", KindFacts("what will happen if something else does")
    ASSESSMENT = "assessment", KindFacts("how things stand, which will be found out")
    CAUSAL = "causal", KindFacts("what comes of what")
    NORMATIVE = "normative", KindFacts("what ought to be", scored=False, settles=False)
    FIGURE = "figure", KindFacts("a number quoted: a check of fact", scored=False)
    ABSTENTION = "abstention", KindFacts("a refusal to say, which is counted", scored=False, settles=False)


class AttributionFacts(NamedTuple):
    """The facts of an attribution."""

    help: str
    scored: bool = True
    own_voice: bool = True


class Attribution(Vocabulary):
    """Who holds the view, from the analyst's own words down to a machine's summary."""

    help: str
    scored: bool
    """Whether the view is the analyst's own."""
    own_voice: bool
    """Whether it is the analyst who speaks where the quote stands."""

    FIRST_PERSON = "first-person", AttributionFacts('"I think ..."')
    REPORTED = "reported", AttributionFacts('"Zhao said ..."')
    CONTEXT = "context", AttributionFacts("the sentence after one with a speech verb")
    ENDORSED = "endorsed", AttributionFacts("picks one of two options the host offers")
    RELAYED = "relayed", AttributionFacts('"the latest news is ..."', scored=False, own_voice=False)
    SECOND_ORDER = "second-order", AttributionFacts("what somebody else is said to hope or think", scored=False)
    NARRATOR = "narrator", AttributionFacts("the publisher's own text", scored=False, own_voice=False)
    HOST = "host", AttributionFacts("a question or a restatement by the host", scored=False, own_voice=False)
    MACHINE = "machine", AttributionFacts("a summary nobody said", scored=False, own_voice=False)

    @property
    def level(self) -> int:
        """Place on the ladder, 1 (the analyst's own words) to 9."""
        return list(Attribution).index(self) + 1


class OutcomeFacts(NamedTuple):
    """The facts of an outcome; a new one that states no more than it must is settled and never scored."""

    help: str
    head: str
    code: int
    settled: bool = True
    graded: bool = False
    of_condition: bool = True
    testable: bool = True
    also: tuple[str, ...] = ()


class Outcome(Vocabulary):
    """What the world made of a question; ``open`` is the state without a verdict."""

    help: str
    head: str
    """The head of its column, short."""
    code: int
    """What stands for it in the column of outcomes of a forecast table: what is scored is its own score, what is not is
    below zero. Of a graded outcome it stands for one without its fraction; with it, the fraction stands there."""
    settled: bool
    """Whether a verdict is in force."""
    graded: bool
    """Whether it says how far, and is scored only as a reading of partial outcomes says."""
    of_condition: bool
    """Whether it can be the verdict on a condition."""
    testable: bool
    """Whether somebody could settle it, so that criteria are asked for and it could have come out wrong."""
    also: tuple[str, ...]
    """What else a forecast table may call it."""

    TRUE = "true", OutcomeFacts("it came about", "True", 1, also=("yes", "t", "y"))
    FALSE = "false", OutcomeFacts("it did not", "False", 0, also=("no", "f", "n"))
    PARTIAL = "partial", OutcomeFacts("partly came about", "Partial", -5, graded=True, of_condition=False)
    VOID = "void", OutcomeFacts("the condition failed, or the question was annulled", "Void", -1, of_condition=False)
    AMBIGUOUS = "ambiguous", OutcomeFacts("evidence both ways", "Ambig.", -2)
    UNRESOLVABLE = "unresolvable", OutcomeFacts("nobody could settle it", "Unres.", -3, testable=False)
    OPEN = "open", OutcomeFacts("no verdict yet", "Open", -4, settled=False, also=("na", "nan", "null"))

    @property
    def worth(self) -> int | None:
        """What it is worth to a score under every reading: 1, 0, or None where it is not scored as it stands."""
        return self.code if self.code >= 0 else None

    def scored_as(self, reading: "Reading", fraction: float | None = None) -> float | None:
        """What it is worth to a score under a reading of partial outcomes, 0 to 1; None where it is not scored.

        ``fraction`` is how far a graded outcome came about, 0 to 1, where that is known.
        """
        if not self.graded:
            return self.worth
        return fraction if reading.by_fraction else reading.worth

    @property
    def never_scored(self) -> bool:
        """Whether it is a verdict that shows nobody right or wrong, under any reading."""
        return self.settled and self.worth is None and not self.graded

    @property
    def needs_evidence(self) -> bool:
        """Whether the verdict is refused without evidence: all that can be scored."""
        return self.worth is not None or self.graded

    @property
    def needs_reason(self) -> bool:
        """Whether the verdict is refused without a reason: all that is neither plainly true nor plainly false."""
        return self.settled and self.worth is None


VERDICTS = tuple(outcome for outcome in Outcome if outcome.settled)
"""The outcomes that can be given."""
VERDICT_WORDS = either(
    f"{outcome} ({outcome}=0.4 says how far)" if outcome.graded else outcome.value for outcome in VERDICTS
)
"""The same as help says them."""
NEVER_SCORED = tuple(outcome for outcome in Outcome if outcome.never_scored)
"""The verdicts that show nobody right or wrong."""
UNSCORED = (Outcome.OPEN, *(outcome for outcome in VERDICTS if outcome.worth is None))
"""The outcomes a claim is counted under when it is not scored, in the order people see."""


class SourceFacts(NamedTuple):
    """The facts of a likelihood's source."""

    help: str
    label: str
    shown: str
    scored: bool = True
    stated: bool = True
    numeric: bool = False


class Source(Vocabulary):
    """Where a claim's likelihood comes from; figures of different sources are never mixed unseen."""

    help: str
    label: str
    """What a summary calls it, in a word."""
    shown: str
    """How such a likelihood is shown: with ``{words}``, their ``{band}`` and the ``{scale}`` that read them."""
    scored: bool
    """Whether the claim takes part in scores by default."""
    stated: bool
    """Whether it states a probability."""
    numeric: bool
    """Whether the analyst said figures."""

    NUMBER = "number", SourceFacts("a number the analyst said", "number", "{band}", numeric=True)
    RANGE = "range", SourceFacts("a range of numbers the analyst said", "range", "{band}", numeric=True)
    PHRASE = "phrase", SourceFacts("words read on a named scale", "scale", "{words} ({band}, {scale})")
    INFERRED = (
        "inferred",
        SourceFacts(
            "words read by the curator as a number or a range", "curator", "{words} ({band}, read by the curator)"
        ),
    )
    HEDGE = (
        "hedge",
        SourceFacts(
            "words that cannot be wrong: may, might, could", "hedge", "{words} (a hedge, not scored)",
            scored=False, stated=False,
        ),
    )  # fmt: skip
    NONE = (
        "none",
        SourceFacts(
            "a flat assertion: counts for the hit rate, has no probability", "none", "none stated", stated=False
        ),
    )


class Target(StrEnum):
    """What a resolution settles: the question itself or the condition it hangs on."""

    QUESTION = "question"
    CONDITION = "condition"


class Part(StrEnum):
    """What a piece of a document is a piece of."""

    RAW = "raw"  # the file as it came
    TEXT = "text"  # what people read of it, where that is not the file itself
    MARKS = "marks"  # who said which stretch, and when
    PAGE = "page"  # what else the file says of the episode: chapters, neighbours, people ...


class Sampling(StrEnum):
    """By what rule claims were taken from an episode: without one, nobody knows what was left out."""

    ALL = "all"  # every claim that can be found in it
    NOTABLE = "notable"  # those that seemed to matter
    AD_HOC = "ad-hoc"  # as they came to hand


class Decision(StrEnum):
    """What a curator made of a sentence."""

    KEPT = "kept"  # claims were recorded from it
    DROPPED = "dropped"
    OPEN = "open"  # a decision taken back


SPEAKER = "speaker"
"""The role of somebody who takes part, where nothing tells whether as a host or as a guest."""
TAKEN_BACK = "taken back in the review"
"""Why a claim is left out that a curator recorded in a review and took back."""


class Drop(StrEnum):
    """Why a sentence is no claim."""

    QUESTION = "question"
    HISTORY = "history"
    NORMATIVE = "normative"
    OPINION = "opinion"
    DUPLICATE = "duplicate"
    MACHINE = "machine"
    FACT = "fact"
    VAGUE = "vague"  # nobody could ever settle it
    OTHER = "other"


class ReadingFacts(NamedTuple):
    """The facts of a reading."""

    help: str
    worth: int | None = None
    by_fraction: bool = False


class Reading(Vocabulary):
    """How a partial outcome is counted in a score."""

    help: str
    """What becomes of a partial outcome: "partial ..."."""
    worth: int | None
    """What every partial outcome is worth, 1 or 0; None where that is not one thing, or it is not scored."""
    by_fraction: bool
    """Whether it is worth the fraction recorded; without one it is not scored."""

    CODED = "coded", ReadingFacts("is shown apart")
    STRICT = "strict", ReadingFacts("counts as false", worth=0)
    CHARITABLE = "charitable", ReadingFacts("counts as true", worth=1)
    FRACTION = "fraction", ReadingFacts("counts as its fraction", by_fraction=True)
