"""The parts of a sentence that a form asks for apart: what it hangs on, and what it says of the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.suggest.patterns import Hit
from ledger.suggest.word_lists import Found

_ENDS_CONDITION = frozenset({",", ";", "then", "\u2014", ".", "?", "!"})
_NOTHING = (0, 0)
_SUPPOSES = "implicit condition"


@dataclass(frozen=True)
class Clauses:
    """The tokens of the condition, the end exclusive, (0, 0) if there is none, and where the main clause ends."""

    condition: tuple[int, int]
    main_end: int

    def in_main(self, hit: Hit) -> bool:
        """Whether a phrase stands in what the sentence itself says."""
        start, end = self.condition
        return hit.start < self.main_end and not start <= hit.start < end


def clauses(found: Found, sets: Mapping[str, frozenset[str]]) -> Clauses:
    """Where the condition of a sentence stands, and where its main clause ends.

    That is before the first word of the set ``asides``, or before "that" where one of ``modal`` follows it: "people
    that might leave".
    """
    condition = _stated(found) or _supposed(found) or _NOTHING
    words = found.said.words
    beyond = max(condition[1], _first_verb(found)) if condition[0] <= found.begins else _first_verb(found)
    ends = (
        at for at, word in enumerate(words) if at > beyond and (word in sets["asides"] or _relates(words, at, sets))
    )
    return Clauses(condition, next(ends, len(words)))


def _relates(words: Sequence[str], at: int, sets: Mapping[str, frozenset[str]]) -> bool:
    return words[at] == "that" and at + 1 < len(words) and words[at + 1] in sets["modal"]


def _stated(found: Found) -> tuple[int, int] | None:
    hits = found.hits.get("condition")
    if not hits:
        return None
    start = min(hit.start for hit in hits)
    end = _end_of_clause(found.said.words, start)
    return (start, end) if start <= found.begins or _speaks(found, range(start, end)) else None


def _speaks(found: Found, but: range) -> bool:
    """Whether the sentence has a verb outside some tokens, so that it can hang on them."""
    ahead = {hit.start for one in found.lists if one.forward for hit in found.hits[one.name]}
    reporting = {at for hit in found.hits.get("speech", ()) for at in range(hit.start, hit.end)}
    return any(at not in but for at in ahead | (set(found.tense.finite) - reporting))


def _supposed(found: Found) -> tuple[int, int] | None:
    """The subject of "any probe would elicit": what is supposed stands before the verb."""
    hits = found.hits.get(_SUPPOSES)
    if not hits:
        return None
    first = min(hits, key=lambda hit: (hit.start, hit.end))
    return (first.start, first.end - 1) if first.end - 1 - first.start > 1 else None


def relates(found: Found, at: int) -> bool:
    """Whether a token stands in a relative clause, right after its pronoun: "people who might leave"."""
    words = found.said.words
    before = words[at - 1] if at > found.begins + 1 else ""
    if before != "that":
        return before in {"who", "which"}
    told = [hit for one in found.lists if one.forward for hit in found.hits[one.name]]
    told += [hit for name in ("belief", "speech", "certainty") for hit in found.hits.get(name, ())]
    return all(hit.end not in {at - 1, at} for hit in told)  # "I think that might help" is none


def _end_of_clause(words: Sequence[str], start: int) -> int:
    """Where the clause that begins at a token ends, a word put in after its first aside: "unless, say, it rains"."""
    if words[start + 1 : start + 2] == (",",):
        start = next((at for at in range(start + 2, len(words)) if words[at] == ","), start)
    return next((at for at in range(start + 1, len(words)) if words[at] in _ENDS_CONDITION), len(words))


def _first_verb(found: Found) -> int:
    """The token of the first word that tells how the sentence speaks of what is to come or of what is."""
    hits = [hit.end for one in found.lists if one.forward for hit in found.hits[one.name]]
    return min(hits, default=found.begins)
