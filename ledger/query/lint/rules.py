"""The rules of ``ledger lint``: what in the coding of a claim contradicts its document, its words or other claims."""

from collections.abc import Collection, Sequence

from ledger.errors import spoken
from ledger.model.vocabulary import Attribution
from ledger.query.lint import wording
from ledger.query.lint.hints import HINTS, Coded
from ledger.query.lint.registry import RULES, Aids, CodedClaim, Finding, Record, Severity, rule
from ledger.text.quotes import Fit


@rule("near-duplicate", Severity.HINT, "If both ask the same: ledger question link OTHER {claim}")
def near_duplicate(claim: CodedClaim, record: Record) -> str:
    """Two questions that ask the same are settled twice, and their analysts cannot be compared.

    The first claim on the later question is named, and none that is a restatement.
    """
    earlier = record.nearly_same.get(claim.question)
    if earlier is None or record.by_question[claim.question][0] is not claim or _restated(claim, record):
        return ""
    other = record.by_question[earlier][0]
    return f"says nearly what q{earlier} says (claim {other.number}): ledger question link q{earlier} {claim.number}"


@rule("restatement", Severity.HINT, "Keep one: ledger amend {claim} --exclude REASON")
def restatement(claim: CodedClaim, record: Record) -> str:
    """What an analyst says twice in an episode is one forecast."""
    other = _restated(claim, record)
    return f"says again what claim {other.number} says, in the same episode" if other else ""


def _restated(claim: CodedClaim, record: Record) -> CodedClaim | None:
    """An earlier claim by the same analyst in the same episode on the same matter, and the same way round."""
    if claim.episode is None or not claim.analyst or claim.excluded:
        return None
    earlier = record.nearly_same.get(claim.question)
    others = record.by_question.get(earlier, []) if earlier is not None else []
    for other in [*record.by_question[claim.question], *others]:
        same = (other.analyst, other.episode, other.denies) == (claim.analyst, claim.episode, claim.denies)
        if same and other.number < claim.number and not other.excluded:
            return other
    return None


_ENTERED = (wording,)  # its rules enter the list as it is loaded

_AMEND = "ledger amend {claim}"
_QUESTION = "ledger question amend q{question}"


def lint(claims: Sequence[CodedClaim], aids: Aids, only: Collection[str] | None = None) -> list[Finding]:
    """Everything the rules find, by claim, and of a claim in the order of the rules.

    Args:
        claims: all claims of the ledger: some rules hold a claim against the others.
        aids: what the rules look things up with.
        only: the names of the rules to ask, in place of all.
    """
    record = Record(claims, aids)
    asked = [one for name, one in RULES.items() if only is None or name in only]
    found = (one.finding(claim, record) for claim in sorted(claims, key=lambda claim: claim.number) for one in asked)
    return [finding for finding in found if finding]


@rule("quote-not-found", Severity.FAULT, f"Copy the words as they stand there: {_AMEND} --quote WORDS")
def quote_not_found(claim: CodedClaim, _: Record) -> str:
    """The quote stands nowhere in the document of its episode."""
    if not claim.document or not claim.quote or claim.fit is not None or claim.places:
        return ""
    return f"the quote {spoken(claim.quote)} does not stand in the episode's document"


@rule("quote-ambiguous", Severity.FAULT, f"Say which is meant: {_AMEND} --occurrence N")
def quote_ambiguous(claim: CodedClaim, _: Record) -> str:
    """The quote stands at several places, and nobody said which is meant."""
    if claim.fit is not None or claim.places < 2:  # noqa: PLR2004 - several
        return ""
    return f"the quote {spoken(claim.quote)} stands at {claim.places} places of the document"


@rule("quote-differs", Severity.HINT, f"Quote what stands there: {_AMEND} --quote WORDS")
def quote_differs(claim: CodedClaim, _: Record) -> str:
    """The quote is only nearly what the document has."""
    if claim.fit is not Fit.FUZZY:
        return ""
    told = f": {claim.difference}" if claim.difference else ""
    return f"the quote is not as the document has it{told}"


@rule("no-quote", Severity.HINT, f"Quote the words: {_AMEND} --quote WORDS")
def no_quote(claim: CodedClaim, _: Record) -> str:
    """Where there is a document, the words can be shown."""
    return "no quote, though the episode has a document" if claim.document and not claim.quote else ""


@rule("machine-section", Severity.FAULT, f"Quote what was said, or: {_AMEND} --attribution machine")
def machine_section(claim: CodedClaim, _: Record) -> str:
    """Nobody said what a machine wrote of the talk, so it is nobody's claim."""
    if not claim.derived or claim.attribution is Attribution.MACHINE:
        return ""
    part = f" ({claim.section})" if claim.section else ""
    return f"the quote stands in text that a machine made of the talk{part}, and is held to be said by {claim.analyst}"


@rule("other-speaker", Severity.HINT, f"{_AMEND} --analyst NAME, or say who speaks: ledger episode speakers")
def other_speaker(claim: CodedClaim, _: Record) -> str:
    """The document says that somebody else speaks where the quote stands."""
    if not claim.speaker or not claim.attribution.own_voice:
        return ""
    return f"the quote stands where {claim.speaker} speaks, and is held to be said by {claim.analyst}"


@rule("deadline-before-statement", Severity.FAULT, f"{_QUESTION} --by DATE, or {_AMEND} --on DATE")
def deadline_before_statement(claim: CodedClaim, _: Record) -> str:
    """Nothing can come to be by a day that was past when it was said."""
    if not claim.deadline or not claim.stated_on or claim.deadline >= claim.stated_on:
        return ""
    return f"the deadline {claim.deadline} is before the statement of {claim.stated_on}"


def _hinted(name: str, claim: CodedClaim) -> str:
    """What the hints given at entry say of a claim now; a kind that is never scored gets none."""
    question = {name: getattr(claim, name) for name in ("statement", "criteria", "deadline", "condition")}
    coded = Coded(question, {"kind": claim.kind, "source": claim.source, "words": claim.words})
    return HINTS[name](coded) if claim.kind.scored else ""


@rule("no-condition", Severity.FAULT, f"{_QUESTION} --if CONDITION, or {_AMEND} --kind prediction")
def no_condition(claim: CodedClaim, _: Record) -> str:
    """A conditional hangs on something."""
    return _hinted("no-condition", claim)


@rule("no-criteria", Severity.FAULT, f"{_QUESTION} --criteria TEXT")
def no_criteria(claim: CodedClaim, _: Record) -> str:
    """What was called unresolvable has no criteria, and needs none."""
    return _hinted("no-criteria", claim) if claim.outcome.testable else ""


@rule("no-deadline", Severity.HINT, f"{_QUESTION} --by DATE")
def no_deadline(claim: CodedClaim, _: Record) -> str:
    """What is settled needs a deadline no more."""
    return "" if claim.outcome.settled else _hinted("no-deadline", claim)


@rule("compound", Severity.HINT, f"{_QUESTION} --statement TEXT, and ledger add the other")
def compound(claim: CodedClaim, _: Record) -> str:
    """Two limbs can come out two ways, until they have."""
    return "" if claim.outcome.settled else _hinted("compound", claim)


@rule("vague", Severity.HINT, f"{_QUESTION} --statement TEXT")
def vague(claim: CodedClaim, _: Record) -> str:
    """Words nobody could measure, until somebody did."""
    return "" if claim.outcome.settled else _hinted("vague", claim)
