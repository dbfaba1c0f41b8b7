"""Rules on claims that say again what another one says."""

from ledger.query.lint.registry import CodedClaim, Record, Severity, rule


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
