"""The word lists of every language put together, and what they find in a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ledger.model.scales import DEFAULT_SCALE, Scale, load_scale
from ledger.suggest.lexicons import Lexicon, UnknownPoints, WordBand, WordList, lexicon_names, load_lexicon
from ledger.suggest.patterns import Hit, PhraseMatcher, Tokens, tokens

_ALL = "*"
_BESIDE = "/"  # between a language and the name of a list
_READ_AT_ONCE = 4_096  # sentences: a long talk, read once for who speaks and once for what is said


@dataclass(frozen=True)
class Tense:
    """How many finite verbs are plainly of the past, how many of the present, and the tokens where any stands."""

    past: int = 0
    present: int = 0
    finite: tuple[int, ...] = ()

    @property
    def gone(self) -> bool:
        """Whether the sentence tells of what was and of nothing that is."""
        return self.past > 0 and self.present == 0


@dataclass(frozen=True)
class Banded:
    """Words of likelihood in a sentence, and the row they stand in: the less ``weight``, the earlier it counts."""

    hit: Hit
    band: WordBand
    weight: int


@dataclass(frozen=True)
class Hits:
    """What stands in a sentence: hits by the name of their list, and the lists in the order of the lexicons."""

    said: Tokens
    begins: int
    hits: Mapping[str, Sequence[Hit]]
    lists: Sequence[WordList]
    bands: Sequence[Banded]
    tense: Tense

    def has(self, *names: str) -> bool:
        """Whether a phrase of one of the lists stands in the sentence."""
        return any(name in self.hits for name in names)

    def words(self, name: str) -> str:
        """The first phrase of a list, as said; of those that begin there the longest, "" if there is none."""
        hits = self.hits.get(name)
        if not hits:
            return ""
        first = min(hits, key=lambda hit: (hit.start, -hit.end))
        return self.said.said(first.start, first.end)


class WordLists:
    """Lexicons put together, with a scale of likelihood. Two of the same version find the same in the same text.

    ``version`` is what a suggestion was found with (``en 2, zh 1, icd203``); ``default_cut`` are the points from which
    a sentence is shown unasked, ``browse_cut`` those from which it is shown to who wants to see more; ``flat`` is the
    row of the coder's table for what is said flatly.
    """

    def __init__(self, lexicons: Sequence[Lexicon], scale: Scale) -> None:
        """Put them together; where two lexicons give points for the same, the first counts."""
        names = [f"{lexicon.language} {lexicon.version}" for lexicon in lexicons]
        self.version = ", ".join([*names, scale.name])
        self._points = _joined(lexicon.points for lexicon in lexicons)
        cuts = _joined(lexicon.cuts for lexicon in lexicons)
        self.default_cut, self.browse_cut = cuts["default"], cuts["browse"]
        self.sets = _sets(lexicons)
        self._bands = _rows(lexicons, scale)
        self.flat = next(row.band for row in self._bands.values() if row.band.flat)
        self._lists = {lexicon.language + _BESIDE + one.name: one for lexicon in lexicons for one in lexicon.lists}
        openers = frozenset[str]().union(*(lexicon.openers for lexicon in lexicons))
        phrases = [(key, one.phrases) for key, one in self._lists.items()]
        phrases += [(key, row.band.phrases) for key, row in self._bands.items()]
        self._matcher = PhraseMatcher(phrases, self.sets, openers)
        self.find = lru_cache(maxsize=_READ_AT_ONCE)(self._find)

    def points(self, name: str) -> int:
        """What something seen of the whole sentence counts.

        Raises:
            UnknownPoints: if no lexicon says.
        """
        if name not in self._points:
            raise UnknownPoints(name)
        return self._points[name]

    def _find(self, text: str) -> Hits:
        said = tokens(text)
        by_key: dict[str, list[Hit]] = {}
        bands = []
        for hit in self._matcher.hits(said):
            if hit.name in self._bands:
                row = self._bands[hit.name]
                if not self._is_month(said, hit.start):
                    bands.append(Banded(hit, row.band, row.weight))
            else:
                by_key.setdefault(hit.name, []).append(hit)
        seen = self._unhidden(by_key)
        hits: dict[str, list[Hit]] = {}
        for key, found in seen.items():
            hits.setdefault(self._lists[key].name, []).extend(found)
        lists = tuple(one for key, one in self._lists.items() if key in seen)
        return Hits(said, self._matcher.begins(said), hits, lists, bands, self._tense(said))

    def _is_month(self, said: Tokens, at: int) -> bool:
        """Whether a word is a month by its capital ("by May"), where it does not begin the sentence."""
        return at > self._matcher.begins(said) and said.printed[at].istitle() and said.words[at] in self.sets["month"]

    def _unhidden(self, by_key: Mapping[str, list[Hit]]) -> dict[str, list[Hit]]:
        """The hits that do not lie where another list says that they only look like it."""
        hidden: dict[str, set[int]] = {}
        for key, hits in by_key.items():
            for name in self._lists[key].hides:
                hidden.setdefault(name, set()).update(at for hit in hits for at in range(hit.start, hit.end))
        if not hidden:
            return dict(by_key)
        kept = {}
        for key, hits in by_key.items():
            one = self._lists[key]
            places = hidden.get(one.name, set())
            if one.points > 0 and not one.firm:
                places = places | hidden.get(_ALL, set())
            open_hits = [hit for hit in hits if places.isdisjoint(range(hit.start, hit.end))]
            if open_hits:
                kept[key] = open_hits
        return kept

    def _tense(self, said: Tokens) -> Tense:
        sets, words = self.sets, said.words
        past, present, modal = [], [], []
        for at, word in enumerate(words):
            if word in sets["present"] or (word == "'s" and at and words[at - 1] in sets["carries-is"]):
                present.append(at)
            elif word in sets["modal"]:
                modal.append(at)
            elif word in sets["past"] or (word.endswith("ed") and len(word) > len("need")):
                beside = modal and not sets["subordinators"].isdisjoint(words[max(0, at - 3) : at])
                if not beside and not self._participle(words, at):
                    past.append(at)
        return Tense(len(past), len(present), (*past, *present, *modal))

    def _participle(self, words: Sequence[str], at: int) -> bool:
        """Whether a form that could be of the past follows "is" or "have", or stands before a noun."""
        if words[at] in self.sets["finite-past"]:
            return False
        before = words[max(0, at - 2) : at]
        if any(word in self.sets["before-participle"] for word in before):
            return True
        nouns = self.sets["det"] | self.sets["prep"]
        while before and before[-1].endswith("ly"):
            before = before[:-1]
        subject = at <= len(before) and bool(before) and before[-1] in self.sets["points-back"]  # "that sparked a war"
        return words[at].endswith("ed") and not subject and (not before or before[-1] in nouns)


@dataclass(frozen=True)
class _Row:
    band: WordBand
    weight: int


def _rows(lexicons: Sequence[Lexicon], scale: Scale) -> dict[str, _Row]:
    """The rows of the scale and of the coder's tables, the scale's first."""
    bands = [WordBand(term.phrases, term.low, term.high, term.hedge) for term in scale.terms]
    rows = {f"{scale.name}{_BESIDE}{place}": _Row(band, 0) for place, band in enumerate(bands)}
    for lexicon in lexicons:
        for place, band in enumerate(lexicon.bands, 1):
            rows[f"{lexicon.language}{_BESIDE}band {place}"] = _Row(band, place)
    return rows


def _joined(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    joined: dict[str, int] = {}
    for part in parts:
        joined = {**part, **joined}
    return joined


def _sets(lexicons: Sequence[Lexicon]) -> dict[str, frozenset[str]]:
    """The sets of words of all languages, those of one name joined."""
    joined: dict[str, frozenset[str]] = {}
    for lexicon in lexicons:
        for name, words in lexicon.sets.items():
            joined[name] = joined.get(name, frozenset()) | words
    return joined


@cache
def load_rules(scale: str = DEFAULT_SCALE) -> WordLists:
    """The rules of every language there are lists for, with a scale that reads words of likelihood.

    Raises:
        UnknownScale: if there is no scale of that name.
    """
    return WordLists([load_lexicon(language) for language in lexicon_names()], load_scale(scale))
