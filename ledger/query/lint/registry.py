"""What the rules of ``ledger lint`` look at, look things up with, and say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ledger.model.scales import Term
from ledger.model.vocabulary import Attribution, Kind, Outcome, Source
from ledger.text.likeness import Alike, Statement, nearly_same
from ledger.text.quotes import Fit


class Severity(StrEnum):
    """How sure a finding is."""

    FAULT = "fault"  # the record contradicts itself or its document
    HINT = "hint"  # words that a reader should look at again


@dataclass(frozen=True)
class CodedClaim:
    """A claim as the rules see it, with its question, its episode and the place of its quote.

    Numbers are those people see. What is not known is "" or None. ``sentence`` is the one the quote stands in, as the
    document has it; ``document`` says whether the episode has a document, ``places`` at how many places of it the quote
    stands, and ``fit`` how well, None where it is not anchored. ``section`` is the kind of section it stands in, and
    ``derived`` whether a machine made that of the rest. ``outcome`` is the verdict in force, void where the condition
    failed. ``low``, ``point`` and ``high`` are in millionths.
    """

    number: int
    question: int
    statement: str
    analyst: str = ""
    episode: int | None = None
    criteria: str = ""
    deadline: str = ""
    condition: str = ""
    outcome: Outcome = Outcome.OPEN
    quote: str = ""
    speaker: str = ""
    """Who the document says speaks where the quote stands, where that is another name than the analyst's."""
    sentence: str = ""
    stated_on: str = ""
    kind: Kind = Kind.PREDICTION
    attribution: Attribution = Attribution.FIRST_PERSON
    source: Source = Source.NONE
    words: str = ""
    low: int | None = None
    point: int | None = None
    high: int | None = None
    denies: bool = False
    excluded: str = ""
    document: bool = False
    section: str = ""
    derived: bool = False
    fit: Fit | None = None
    places: int = 0
    difference: str = ""

    @property
    def scored(self) -> bool:
        """Whether the claim takes part in scores, as far as its coding says."""
        return self.kind.scored and self.attribution.scored and self.source.scored and not self.excluded


@dataclass(frozen=True)
class Aids:
    """What rules look things up with.

    ``term`` reads words on the scale the curator works with, ``hedged`` tells whether a word that cannot be wrong
    stands among words, ``alike`` how alike two statements are, 0 to 1.
    """

    term: Callable[[str], Term | None]
    hedged: Callable[[str], bool]
    alike: Alike


@dataclass(frozen=True)
class Finding:
    """What a rule says of a claim, and what can be done about it."""

    rule: str
    severity: Severity
    claim: int
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Record:
    """All claims together, for rules that look at more than one."""

    claims: Sequence[CodedClaim]
    aids: Aids

    @cached_property
    def by_question(self) -> dict[int, list[CodedClaim]]:
        """The claims on each question, by number."""
        found: dict[int, list[CodedClaim]] = {}
        for claim in sorted(self.claims, key=lambda claim: claim.number):
            found.setdefault(claim.question, []).append(claim)
        return found

    @cached_property
    def nearly_same(self) -> dict[int, int]:
        """For a question that says nearly what an earlier one says, that one."""
        heads = [claims[0] for claims in self.by_question.values()]
        statements = [Statement(head.question, head.statement, head.deadline, head.condition) for head in heads]
        return {later.key: earlier.key for earlier, later in nearly_same(statements, self.aids.alike)}


Look = Callable[[CodedClaim, Record], str]


@dataclass(frozen=True)
class LintRule:
    """A rule: ``look`` says what is wrong with a claim, or "". The hint may name ``{claim}`` and ``{question}``."""

    name: str
    severity: Severity
    look: Look
    hint: str = ""

    def finding(self, claim: CodedClaim, record: Record) -> Finding | None:
        """What the rule finds in a claim, if anything."""
        message = self.look(claim, record)
        if not message:
            return None
        hint = self.hint.format(claim=claim.number, question=claim.question)
        return Finding(self.name, self.severity, claim.number, message, hint)


RULES: dict[str, LintRule] = {}


def rule(name: str, severity: Severity, hint: str = "") -> Callable[[Look], Look]:
    """Enter a function in the list of rules, under the name machines see."""

    def register(look: Look) -> Look:
        RULES[name] = LintRule(name, severity, look, hint)
        return look

    return register
