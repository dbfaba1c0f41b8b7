"""Whose views a publisher's text tells: its own, those of somebody it says "said", and what follows by context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.model.vocabulary import Attribution
from ledger.suggest.people import GUEST, Cast, name_after, name_before
from ledger.suggest.word_lists import Found, Rules
from ledger.text.passages import Said, Sentence

NARRATOR = "narrator"
OWN = Said("", "publisher's text", NARRATOR, Attribution.NARRATOR)
_PAIR = 2


@dataclass(frozen=True)
class _Speech:
    """Somebody who is said to have said something; ``known`` if he takes part, so that more of his may follow."""

    name: str
    words: str
    known: bool


def told(sentences: Sequence[Sentence], cast: Cast, rules: Rules, by: str = "") -> Iterator[Said]:
    """Whose view each sentence of a publisher's text is; of one that ``by`` wrote, all is his that is not reported.

    A sentence in which a name stands beside a verb of speech is that person's. Those that follow it in the paragraph
    are his too, by context, if he takes part, up to one that speaks of the programme or of somebody else.
    """
    own = Said(by, "by the author", "", Attribution.FIRST_PERSON) if by else OWN
    full: dict[str, str] = {}
    speaking: _Speech | None = None
    paragraph = 0
    for sentence in sentences:
        found = rules.find(sentence.text)
        if sentence.paragraph != paragraph:
            paragraph, speaking = sentence.paragraph, None
        speech = _speech(found, cast, rules, full, speaking)
        if speech:
            speaking = speech if speech.known else None
            role = cast.roles.get(speech.name, GUEST if speech.known else "")
            yield Said(speech.name, f"reported speech: {speech.words}", role, Attribution.REPORTED)
        elif speaking and not any(one.publisher for one in found.lists):
            role = cast.roles.get(speaking.name, GUEST)
            yield Said(speaking.name, "by context", role, Attribution.CONTEXT)
        else:
            speaking = None
            yield own
        _remember(found, full)


def _speech(found: Found, cast: Cast, rules: Rules, full: dict[str, str], before: _Speech | None) -> _Speech | None:
    """Who is said to speak, if a name, or "he" of one who spoke before, stands beside a verb of speech."""
    said, titles = found.said, rules.sets["title"]
    for hit in found.hits.get("speech", ()):
        if said.printed[hit.start][:1].isupper() and hit.start > found.begins:
            continue  # part of a name
        printed, start = name_before(said, hit.start, titles)
        words = said.said(start, hit.end)
        if not printed and _apart(found, hit.start, hit.end):
            printed, end = name_after(said, hit.end, titles)
            words = said.said(hit.start, end)
        known = cast.find(printed)
        name = known or full.get(printed.casefold(), printed)
        if len(name.split()) >= _PAIR or known:
            return _Speech(name, words, bool(known))
        if before and hit.start and said.words[hit.start - 1] in {"he", "she"}:
            return _Speech(before.name, said.said(hit.start - 1, hit.end), before.known)
    return None


def _apart(found: Found, start: int, end: int) -> bool:
    """Whether a verb of speech with the name after it is set off: ", said Zhao", "according to Zhao"."""
    words = found.said.words
    return words[end - 1] == "to" or (start > 0 and words[start - 1] in {",", "\u2014"})


def _remember(found: Found, full: dict[str, str]) -> None:
    """Keep the whole names a text has, by their last word, for when it goes on with that word alone."""
    said, at = found.said, 0
    while at < len(said.words):
        name, end = name_after(said, at, frozenset())
        if len(name.split()) >= _PAIR:
            full.setdefault(name.split()[-1].casefold(), name)
        at = max(at + 1, end)
