"""The closed sets of words a record may use, each member saying what it does.

Members are plain strings in the record and in every output; their order is the order people see.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of statement a claim is."""

    PREDICTION = "prediction"
    CONDITIONAL = "conditional"
    ASSESSMENT = "assessment"
    CAUSAL = "causal"
    NORMATIVE = "normative"
    FIGURE = "figure"
    ABSTENTION = "abstention"

    @property
    def scored(self) -> bool:
        """Whether such a statement can be right or wrong about what will be found.

        A wish or a recommendation cannot; a figure quoted is a check of fact; an abstention is a count.
        """
        return self not in {Kind.NORMATIVE, Kind.FIGURE, Kind.ABSTENTION}


class Attribution(StrEnum):
    """Who holds the view, from the analyst's own words down to a machine's summary."""

    FIRST_PERSON = "first-person"  # "I think ..."
    REPORTED = "reported"  # "Zhao said ..."
    CONTEXT = "context"  # the sentence after one with a speech verb
    ENDORSED = "endorsed"  # picks one of two options the host offers
    RELAYED = "relayed"  # "the latest news is ..."
    SECOND_ORDER = "second-order"  # what somebody else is said to hope or think
    NARRATOR = "narrator"  # the publisher's own text
    HOST = "host"  # a question or a restatement by the host
    MACHINE = "machine"  # a summary nobody said

    @property
    def level(self) -> int:
        """Place on the ladder, 1 (the analyst's own words) to 9."""
        return list(Attribution).index(self) + 1

    @property
    def scored(self) -> bool:
        """Whether the view is the analyst's own (levels 1 to 4)."""
        return self.level <= Attribution.ENDORSED.level


class Outcome(StrEnum):
    """What the world made of a question; ``open`` is the state without a verdict."""

    TRUE = "true"
    FALSE = "false"
    PARTIAL = "partial"
    VOID = "void"  # the condition was not met, or the question was annulled
    AMBIGUOUS = "ambiguous"  # evidence both ways
    UNRESOLVABLE = "unresolvable"  # nobody could ever settle it
    OPEN = "open"

    @property
    def settled(self) -> bool:
        """Whether a verdict is in force."""
        return self is not Outcome.OPEN

    @property
    def needs_reason(self) -> bool:
        """Whether the verdict is refused without a reason: all that is neither plainly true nor plainly false."""
        return self in {Outcome.PARTIAL, Outcome.VOID, Outcome.AMBIGUOUS, Outcome.UNRESOLVABLE}


class Source(StrEnum):
    """Where a claim's likelihood comes from; figures of different sources are never mixed unseen."""

    NUMBER = "number"  # a number the analyst said
    RANGE = "range"  # a range of numbers the analyst said
    PHRASE = "phrase"  # words read on a named scale
    INFERRED = "inferred"  # words read by the curator as a number or a range
    HEDGE = "hedge"  # words that cannot be wrong: may, might, could
    NONE = "none"  # a flat assertion: counts for the hit rate, has no probability

    @property
    def scored(self) -> bool:
        """Whether the claim takes part in scores by default."""
        return self is not Source.HEDGE


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


class Fit(StrEnum):
    """How the quote of a claim agrees with what stands in the document."""

    EXACT = "exact"  # to the letter
    FOLDED = "folded"  # but for the form of quotation marks, dashes and white space
    FUZZY = "fuzzy"  # nearly
    HEARD = "heard"  # it stands nowhere, and was kept as somebody heard it


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


class Reading(StrEnum):
    """How a partial outcome is counted in a score."""

    CODED = "coded"  # shown apart, not scored
    STRICT = "strict"  # counts as false
    CHARITABLE = "charitable"  # counts as true
    FRACTION = "fraction"  # counts as the fraction recorded; without one, shown apart
