"""Who says each sentence of a page and whose view it gives, as far as can be told, always with the reason.

A guess is never a fact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ledger.model.vocabulary import Attribution
from ledger.suggest.dialogue import ByHand, known_speakers, talked
from ledger.suggest.people import GUEST, HOST, Cast, People, cast_of, name_after, name_before, named_in
from ledger.suggest.signals import NEIGHBOURS
from ledger.suggest.word_lists import Hits, WordLists, load_rules
from ledger.text.passages import Mark, Passages, Said, Sentence

_ANSWER = 2  # sentences at the beginning of an answer in which an option is taken up


def attributed(passages: Passages, said: Sequence[Said], rules: WordLists) -> list[Said]:
    """Everybody's sentences with whose view each seems to be, where that is not yet said."""
    found = []
    offered = since = 0  # whether the last question offered options, and how many sentences were said since
    for sentence, its in zip(passages.sentences, said, strict=True):
        read = rules.find(sentence.text)
        if its.role == HOST:
            offered, since = (int("or" in read.said.words) if "?" in sentence.text else offered), 0
        else:
            since += 1
        view = its.attribution or _view(its, read, taken_up=bool(offered) and since <= _ANSWER)
        found.append(replace(its, attribution=view))
    return found


def _view(said: Said, found: Hits, *, taken_up: bool) -> str:
    if said.role == HOST:
        return Attribution.HOST
    if taken_up and found.has("endorsed"):
        return Attribution.ENDORSED
    if found.has("relayed") and not found.has("belief"):
        return Attribution.RELAYED
    if found.has("second order"):
        return Attribution.SECOND_ORDER
    return Attribution.FIRST_PERSON


NARRATOR = "narrator"
OWN = Said("", "publisher's text", NARRATOR, Attribution.NARRATOR)
_PAIR = 2


@dataclass(frozen=True)
class _Speech:
    """Somebody who is said to have said something; ``known`` if he takes part, so that more of his may follow."""

    name: str
    words: str
    known: bool


def told(sentences: Sequence[Sentence], cast: Cast, rules: WordLists, by: str = "") -> Iterator[Said]:
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


def _speech(found: Hits, cast: Cast, rules: WordLists, full: dict[str, str], before: _Speech | None) -> _Speech | None:
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


def _apart(found: Hits, start: int, end: int) -> bool:
    """Whether a verb of speech with the name after it is set off: ", said Zhao", "according to Zhao"."""
    words = found.said.words
    return words[end - 1] == "to" or (start > 0 and words[start - 1] in {",", "\u2014"})


def _remember(found: Hits, full: dict[str, str]) -> None:
    """Keep the whole names a text has, by their last word, for when it goes on with that word alone."""
    said, at = found.said, 0
    while at < len(said.words):
        name, end = name_after(said, at, frozenset())
        if len(name.split()) >= _PAIR:
            full.setdefault(name.split()[-1].casefold(), name)
        at = max(at + 1, end)


MACHINE = Said("", "machine text", "machine", Attribution.MACHINE)
_TOLD = NEIGHBOURS | {"description", "article"}
_INTRODUCTION = 15  # sentences at the beginning of a talk, in which people are introduced


def guess(  # noqa: PLR0913 - a page, and what is known of it from four sides
    _text: str,
    passages: Passages,
    people: People,
    marks: Sequence[Mark],
    set_by_hand: ByHand = (),
    aliases: Mapping[str, str] | None = None,
    *,
    rules: WordLists | None = None,
) -> list[Said]:
    """Who says each sentence, with the reason and whose view it seems to be.

    What was set by hand holds, then what the format marks; the rest is guessed from the course of the talk.

    Args:
        _text: the document's reading text; sentences carry what they read.
        passages: the text laid out.
        people: names with their roles (``host``, ``guest`` or "").
        marks: what the format says of who speaks.
        set_by_hand: stretches of the text, the end exclusive, and the name of who speaks there.
        aliases: other names the text has for people ("Dr. Dong": "Feng Zhang").
        rules: the word lists, all there are unless given.
    """
    rules, aliases = rules or load_rules(), aliases or {}
    known = known_speakers(passages.sentences, marks, set_by_hand)
    said: dict[int, Said] = {}
    for section, group in groupby(passages.sentences, key=lambda one: passages.sections[one.section]):
        sentences = list(group)
        if section.derived:
            continue
        if section.kind in _TOLD:
            introduced = named_in((one.text for one in sentences), rules)
            here = () if section.kind in NEIGHBOURS else people  # another episode has other people
            speak = told(sentences, cast_of(here, aliases, introduced, more=True), rules, by=_author(here))
        else:
            introduced = named_in((one.text for one in sentences[:_INTRODUCTION]), rules)
            speak = talked(sentences, passages, cast_of(people, aliases, introduced), known, rules)
        said |= {one.number: its for one, its in zip(sentences, speak, strict=True)}
    return attributed(passages, [said.get(one.number, MACHINE) for one in passages.sentences], rules)


def _author(people: People) -> str:
    """The one who wrote a text, if the page says so."""
    authors = [name for name, role in people if role == "author"]
    return authors[0] if len(authors) == 1 else ""
