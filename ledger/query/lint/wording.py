"""Rules that hold the coding of a claim against the words it was coded from. They read English, and only hint."""

import re
from collections.abc import Iterator

from ledger.errors import quoted
from ledger.model.probabilities import PPM, show_band
from ledger.model.vocabulary import Kind, Source
from ledger.query.lint.registry import CodedClaim, Record, Severity, rule
from ledger.text.folding import fold_words
from ledger.text.negation import denies, key_words

FIRM = (
    "certainly", "definitely", "undoubtedly", "inevitably", "inevitable", "unquestionably", "surely", "no doubt",
    "without a doubt", "without doubt", "bound to", "sure to", "certain to", "guaranteed", "for sure",
)  # fmt: skip
"""Words of one who is sure."""
_FIRM = re.compile(rf"(?<!not )(?<!almost )(?<!nearly )\b(?:{'|'.join(FIRM)})\b")
_FIRM_FROM = 800_000
"""The least high end of a band for words of one who is sure."""
_PERMISSIVE_TO = 500_000
"""The most low end of a band for words that cannot be wrong."""
_ABOUT_THE_SAME = 0.5
"""The share of the words of a quote, or of a statement, that the other must have before their denials are compared."""
_IMPOSSIBLE = re.compile(r"\b(?:could|can)(?:n't| not)\b|\bcannot\b")  # denials, not hedges
_CLAUSE = re.compile(
    r"[,;:()]|\s-\s|-|\b(?:because|although|though|while|whereas|which|who|but|and|so|if|unless|when|that)\b"
)
_AMEND = "ledger amend {claim}"


@rule("band-and-hedge-at-odds", Severity.HINT, f"Read the words again: {_AMEND} --likelihood WORDS=BAND")
def band_and_hedge_at_odds(claim: CodedClaim, record: Record) -> str:
    """The words say one thing and the band another."""
    if claim.low is None or claim.high is None or claim.source.numeric:
        return ""
    pieces, band = list(_pieces(claim.words)), show_band(claim.low, claim.high, both=False)
    shown = quoted(claim.words)
    if pieces and all(record.aids.hedged(_IMPOSSIBLE.sub(" ", piece)) for piece in pieces):
        return f"{shown} cannot be wrong, and is coded {band}" if claim.low > _PERMISSIVE_TO else ""
    if _FIRM.search(fold_words(claim.words, case=True)) and claim.high < _FIRM_FROM:
        return f"{shown} are words of one who is sure, and coded {band}"
    if claim.source is Source.INFERRED:
        return _off_the_scale(claim, record, pieces, band)
    return ""


def _off_the_scale(claim: CodedClaim, record: Record, pieces: list[str], band: str) -> str:
    """Where a phrase of the scale was read as something else. Of a denial the band is turned."""
    turned = claim.denies or denies(claim.statement)
    for piece in [claim.words, *pieces]:
        term = record.aids.term(piece)
        if term is None or term.hedge:
            continue
        bands = [(term.low, term.high), *([(PPM - term.high, PPM - term.low)] if turned else [])]
        if not any(low <= (claim.high or 0) and (claim.low or 0) <= high for low, high in bands):
            return f"{quoted(piece)} means {show_band(term.low, term.high, both=False)}, and is coded {band}"
        return ""
    return ""


def _pieces(words: str) -> Iterator[str]:
    """Words that stand apart in the text: joined by three full stops where they are recorded."""
    yield from (piece.strip(" ,") for piece in re.split(r"\s*(?:\.\.\.|\u2026)\s*|,\s", words) if piece.strip(" ,"))


@rule("permissive-modal-scored", Severity.HINT, f"Record the hedge: {_AMEND} --likelihood MODAL, or --exclude REASON")
def permissive_modal_scored(claim: CodedClaim, record: Record) -> str:
    """What may, might or could happen cannot be wrong, so it must not be scored as if it could."""
    if not claim.scored or not claim.source.stated:
        return ""
    clause = _IMPOSSIBLE.sub(" ", _clause(claim))
    if any(map(str.isdigit, clause)) and claim.source.numeric:
        return ""
    if not record.aids.hedged(clause):
        return ""
    return f"the words {quoted(clause.strip())} cannot be wrong, and the claim is scored"


def _clause(claim: CodedClaim) -> str:
    """The clause of the sentence that the quote stands in; where the sentence is not known, the quote."""
    quote, sentence = fold_words(claim.quote), fold_words(claim.sentence)
    at = sentence.find(quote) if quote else -1
    if at < 0:
        return quote
    before = [found.end() for found in _CLAUSE.finditer(sentence, 0, at)]
    after = _CLAUSE.search(sentence, at + len(quote))
    return sentence[before[-1] if before else 0 : after.start() if after else len(sentence)]


@rule(
    "polarity",
    Severity.HINT,
    f"{_AMEND} --denies or --affirms, or ledger question amend q{{question}} --statement TEXT",
)
def polarity(claim: CodedClaim, _: Record) -> str:
    """A denial taken for its opposite turns a hit into a miss.

    The quote, with the words of likelihood, and the statement must be about the same in the same words, else nothing
    can be told from a missing "not". A causal claim is settled by something else that follows from it.
    """
    if claim.kind is Kind.CAUSAL or not claim.quote or not _about_the_same(claim):
        return ""
    said, asked = _said_denies(claim), denies(claim.statement, key_words(claim.quote))
    if said == (asked != claim.denies):
        return ""
    coded = "denies" if claim.denies else "affirms"
    stated = "a denial" if asked else "no denial"
    return f"the quote {'denies' if said else 'affirms'}; the statement is {stated}, which the claim {coded}"


def _said_denies(claim: CodedClaim) -> bool:
    """Whether what was said denies; the words of likelihood may stand outside a short quote."""
    if denies(claim.quote):
        return True
    outside = fold_words(claim.words, case=True) not in fold_words(claim.quote, case=True)
    return outside and denies(claim.words)


def _about_the_same(claim: CodedClaim) -> bool:
    quote, statement = key_words(claim.quote), key_words(claim.statement)
    fewest = min(len(quote), len(statement))
    return fewest > 0 and len(quote & statement) >= _ABOUT_THE_SAME * fewest
