"""Which sentences look like claims: points for what stands in them, each with its name, and an order that is fixed.

Nothing is learned and nothing is cut away unseen: a sentence under a cut is still there for who browses, and every
point has a reason. The lists and points are data (``ledger/suggest/lexicons``); their version stands in each suggestion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from ledger.suggest.candidates import Candidate
from ledger.suggest.contexts import context_of
from ledger.suggest.prefill import prefill
from ledger.suggest.signals import SIGNALS, Seen, counts
from ledger.suggest.word_lists import Rules, load_rules
from ledger.text.passages import Passages, Said


@dataclass(frozen=True)
class _Laid:
    """A text laid out, who says what in it, and by what it is looked through."""

    passages: Passages
    said: Sequence[Said]
    rules: Rules
    stated_on: date | None


def suggest(  # noqa: PLR0913 - what is asked for is named
    _text: str,
    passages: Passages,
    said: Sequence[Said],
    *,
    rules: Rules | None = None,
    derived: bool = False,
    cut: int | None = None,
    stated_on: date | None = None,
) -> list[Candidate]:
    """The sentences that look like claims, the likeliest first; of equals, the earlier.

    Args:
        _text: the document's reading text; sentences carry what they read.
        passages: the text laid out.
        said: for each sentence, who says it (``speakers.guess``).
        rules: the word lists, all there are unless given.
        derived: whether what a machine wrote is looked at too; it is never a source of scored claims.
        cut: the fewest points shown: ``rules.browse_cut`` unless given, ``rules.default_cut`` for what is worth showing
            unasked. Of repeated sentences the first is taken.
        stated_on: the day it was said, if known: what ended before is no deadline.
    """
    laid = _Laid(passages, said, rules or load_rules(), stated_on)
    fewest = laid.rules.browse_cut if cut is None else cut
    weighed = ((place, seen, *weigh(seen, laid.rules)) for place, seen in _seen(laid, derived=derived))
    found = [_candidate(laid, place, seen, (score, why)) for place, seen, score, why in weighed if score >= fewest]
    return sorted(found, key=lambda one: (-one.score, one.sentence.number))


def _seen(laid: _Laid, *, derived: bool) -> Iterator[tuple[int, Seen]]:
    """The sentences that are looked at, each once, with their places."""
    read = set()
    for place, sentence in enumerate(laid.passages.sentences):
        section = laid.passages.sections[sentence.section]
        if sentence.same_as is not None or sentence.text in read or (section.derived and not derived):
            continue
        read.add(sentence.text)
        yield place, Seen(sentence.text, laid.rules.find(sentence.text), laid.said[place], section, laid.stated_on)


def _candidate(laid: _Laid, place: int, seen: Seen, weighed: tuple[int, tuple[str, ...]]) -> Candidate:
    score, reasons = weighed
    return Candidate(
        sentence=laid.passages.sentences[place],
        said=seen.said,
        score=score,
        reasons=reasons,
        rules=laid.rules.version,
        context=context_of(place, laid.passages, laid.said, laid.rules),
        **asdict(prefill(seen, laid.rules, laid.stated_on)),
    )


def weigh(seen: Seen, rules: Rules) -> tuple[int, tuple[str, ...]]:
    """The points of a sentence and what they are for, as ``future +3``."""
    parts: dict[str, int] = {}
    for one in seen.found.lists:
        if one.points and one.name not in parts and counts(one, seen):
            parts[one.name] = one.points
    for name, function in SIGNALS.items():
        if function(seen):
            parts[name] = rules.points(name)
    return sum(parts.values()), tuple(f"{name} {points:+}" for name, points in parts.items())
