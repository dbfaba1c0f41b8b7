"""Who says each sentence of a page and whose view it gives, as far as can be told, always with the reason.

As set by hand or marked by the format, else the likeliest course of turns. A guess is never a fact.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ledger.model.vocabulary import Attribution
from ledger.suggest.people import GUEST, HOST, Cast, People, cast_of, name_after, name_before, named_in
from ledger.suggest.signals import NEIGHBOURS, asks
from ledger.suggest.word_lists import Hits, WordLists, load_rules
from ledger.text.passages import BY_HAND, MARKED, Mark, Passages, Said, Sentence

ByHand = Sequence[tuple[int, int, str]]


@dataclass(frozen=True)
class Known:
    """A name and how it is known."""

    name: str
    basis: str


def known_speakers(sentences: Sequence[Sentence], marks: Sequence[Mark], set_by_hand: ByHand) -> Mapping[int, Known]:
    """Who says which sentence, by its number: of several stretches the one that covers most of it, hands first."""
    marked = _covering(sentences, [(mark.start, mark.end, mark.speaker) for mark in marks if mark.speaker])
    by_hand = _covering(sentences, set_by_hand)
    found = {number: Known(name, MARKED) for number, name in marked.items()}
    return found | {number: Known(name, BY_HAND) for number, name in by_hand.items()}


def _covering(sentences: Sequence[Sentence], stretches: ByHand) -> dict[int, str]:
    """For each sentence on which any stretch lies, the name of the one it shares most with, the first of equals.

    Both are gone through once, side by side, in the order of the text.
    """
    waiting = sorted(stretches, reverse=True)
    under_way: list[tuple[int, int, str]] = []
    found = {}
    for sentence in sorted(sentences, key=lambda one: one.start):
        while waiting and waiting[-1][0] < sentence.end:
            under_way.append(waiting.pop())
        under_way = [stretch for stretch in under_way if stretch[1] > sentence.start]
        shared = [(min(sentence.end, end) - max(sentence.start, start), name) for start, end, name in under_way]
        most, name = max(shared, key=lambda one: one[0], default=(0, ""))
        if most > 0 and name:
            found[sentence.number] = name
    return found


BEGINS, CHANGE, HANDED_OVER, NEW_PARAGRAPH, UNANSWERED = 20, 30, 2, -7, 25
"""In tenths of a logarithm of odds: what it costs that the guest begins; what a change costs, what where the turn is
handed over, and how much less at a new paragraph; what a question left without an answer costs."""
LED, GUESTS = True, False


@dataclass(frozen=True)
class Turn:
    """What a sentence tells of who says it.

    ``host`` is how strongly it tells that the host does, in tenths of a logarithm of odds (below 0: the guest).
    """

    host: int = 0
    asks: bool = False
    hands_over: bool = False  # by thanks for coming, say: an answer may follow or not
    begins: bool = False  # a paragraph


def course(turns: Sequence[Turn]) -> list[bool]:
    """For each sentence, whether the host says it."""
    if not turns:
        return []
    costs = {LED: 0, GUESTS: 0}
    steps: list[dict[bool, bool]] = []
    before: Turn | None = None
    for turn in turns:
        reached = {state: _cheapest(costs, state, before, turn) for state in (LED, GUESTS)}
        steps.append({state: come for state, (come, _) in reached.items()})
        costs = {state: cost + _unlike(state, turn) for state, (_, cost) in reached.items()}
        before = turn
    return _back(costs, steps)


def _cheapest(costs: dict[bool, int], state: bool, before: Turn | None, turn: Turn) -> tuple[bool, int]:
    """The state to come from, and the cost of having come to a state by way of it."""
    ways = [(costs[come] + _change(come, state, before, turn), come is not state, come) for come in (LED, GUESTS)]
    cost, _, come = min(ways)
    return come, cost


def _change(come: bool, state: bool, before: Turn | None, turn: Turn) -> int:
    if before is None:
        return BEGINS if state is GUESTS else 0
    if come is state:
        return UNANSWERED if come is LED and before.asks and not turn.asks else 0
    if come is LED and (before.asks or before.hands_over):
        return HANDED_OVER
    return CHANGE + (NEW_PARAGRAPH if turn.begins else 0)


def _unlike(state: bool, turn: Turn) -> int:
    """What a sentence costs in a state that it speaks against."""
    return max(0, -turn.host) if state is LED else max(0, turn.host)


def _back(costs: dict[bool, int], steps: Sequence[dict[bool, bool]]) -> list[bool]:
    state = min((cost, is_host is GUESTS, is_host) for is_host, cost in costs.items())[2]
    found = []
    for step in reversed(steps):
        found.append(state)
        state = step[state]
    return found[::-1]


_TENTH = 10
_ASKS, _STATES, _NAMES, _SURE = 40, -6, 30, 1_000  # what a question, a statement, a name, knowledge tell, in tenths
_PLAIN = 3  # the turn of words that only a talk of two has; of a programme speaks who is alone too
_ASKER = 3  # of those who are marked, the host asks so many times as often as anybody else
_BEFORE = re.compile(r"([^\W\d_][\w .'\u2019-]{0,40}?) ?[:\uff1a](?=\s|[^\x00-\x7f])")


@dataclass(frozen=True)
class _Line:
    """A sentence of a talk: what stands in it, whom it speaks to by name, and the role of who says it, if known."""

    sentence: Sentence
    found: Hits
    to: str
    role: str
    asks: bool


def talked(
    sentences: Sequence[Sentence], passages: Passages, cast: Cast, known: Mapping[int, Known], rules: WordLists
) -> Iterator[Said]:
    """Who says each sentence of a talk: known, or guessed from the course of the talk.

    Nobody is guessed where next to nothing tells that there is a host: somebody then speaks alone.
    """
    known = {**_named_before(sentences, cast), **known}
    cast = _with_roles(cast, sentences, known, rules)
    lines = [_line(one, cast, known, rules) for one in sentences]
    cast = _with_addressed(cast, lines)
    turns = [_turn(line, cast, passages) for line in lines]
    alone = not known and HOST not in cast.roles.values() and not _is_talk(lines)
    asked = ""
    for line, turn, led in zip(lines, turns, course(turns), strict=True):
        asked = line.to if line.to and led is LED else asked
        if line.sentence.number in known:
            yield _as_known(known[line.sentence.number], cast)
        elif alone:
            name = next(iter(cast.roles)) if len(cast.roles) == 1 else ""
            yield Said(name, "carries on" if name else "", cast.roles.get(name, ""))
        elif led is LED:
            yield Said(cast.only(HOST), _basis(line, turn, led), HOST)
        else:
            yield Said(cast.only(GUEST) or asked, _basis(line, turn, led), GUEST)


def _is_talk(lines: Sequence[_Line]) -> bool:
    """Whether somebody leads: a sentence tells so plainly, or a question gets an answer."""
    telling = (entry for line in lines for entry in line.found.lists)
    plain = any(abs(entry.turn) >= _PLAIN and not (entry.publisher and entry.turn == _PLAIN) for entry in telling)
    return plain or any(line.asks and after.found.has("replies") for line, after in pairwise(lines))


def _with_addressed(cast: Cast, lines: Sequence[_Line]) -> Cast:
    """The cast with roles, where none is known: who is spoken to by name most often in questions is the guest."""
    if any(cast.roles.values()):
        return cast
    named = Counter(line.to for line in lines if line.to and line.asks)
    guest = max(cast.roles, key=lambda name: named[name], default="")
    if not named[guest]:
        return cast
    others = [name for name in cast.roles if name != guest]
    return Cast({guest: GUEST, **{name: HOST if len(others) == 1 else "" for name in others}}, cast.aliases)


def _line(one: Sentence, cast: Cast, known: Mapping[int, Known], rules: WordLists) -> _Line:
    found = rules.find(one.text)
    role = _as_known(known[one.number], cast).role if one.number in known else ""
    return _Line(one, found, _addressed(found, cast, rules), role, asks(one.text, found))


def _named_before(sentences: Sequence[Sentence], cast: Cast) -> dict[int, Known]:
    """Who speaks where names with a colon stand before what is said; one name alone may be part of a sentence."""
    named = {}
    for one in sentences:
        found = _BEFORE.match(one.text)
        name = cast.find(found[1]) if found else ""
        if name:
            named[one.number] = name
    if len(set(named.values())) < len("ab"):
        return {}
    known, name = {}, ""
    for one in sentences:
        name = named.get(one.number, name)
        if name:
            known[one.number] = Known(name, MARKED)
    return known


def _with_roles(cast: Cast, sentences: Sequence[Sentence], known: Mapping[int, Known], rules: WordLists) -> Cast:
    """The cast with those who are marked; if no host is known, whoever asks far more often than anybody else is."""
    names = {number: cast.find(one.name) or one.name for number, one in known.items()}
    roles = {**cast.roles, **{name: cast.roles.get(name, "") for name in names.values()}}
    if HOST in roles.values() or not names:
        return Cast(roles, cast.aliases)
    asking = (one for one in sentences if one.number in names and asks(one.text, rules.find(one.text)))
    asked = Counter(names[one.number] for one in asking)
    (first, most), (_, second) = [*asked.most_common(2), ("", 0), ("", 0)][:2]
    if most >= _ASKER and most >= _ASKER * second:
        roles = {name: role or (HOST if name == first else GUEST) for name, role in roles.items()}
    return Cast(roles, cast.aliases)


def _as_known(known: Known, cast: Cast) -> Said:
    name = cast.find(known.name) or known.name
    return Said(name, known.basis, cast.roles.get(name, ""))


def _addressed(found: Hits, cast: Cast, rules: WordLists) -> str:
    """Who is spoken to by name: a name that stands between commas, or between one and an end of the sentence."""
    said = found.said
    for at in range(len(said.words)):
        if not said.printed[at][:1].isupper() or (at > found.begins and said.words[at - 1] not in _PAUSES):
            continue
        printed, end = name_after(said, at, rules.sets["title"])
        if printed and (end >= len(said.words) or said.words[end] in _PAUSES):
            name = cast.find(said.said(at, end)) or cast.find(printed)
            if name:
                return name
    return ""


_PAUSES = frozenset({",", "?", ".", "!", ";", "\u2014", "\u2013"})


def _turn(line: _Line, cast: Cast, passages: Passages) -> Turn:
    """What a sentence tells of who says it."""
    host = sum(entry.turn * _TENTH for entry in line.found.lists) + (_ASKS if line.asks else _STATES)
    host += {GUEST: _NAMES, HOST: -_NAMES}.get(cast.roles.get(line.to, ""), 0)
    host = {HOST: _SURE, GUEST: -_SURE}.get(line.role, host)
    begins = passages.paragraphs[line.sentence.paragraph - 1].start == line.sentence.start
    return Turn(host, line.asks, line.found.has("thanks of a host"), begins)


def _basis(line: _Line, turn: Turn, led: bool) -> str:
    """The reason that tells most for the guess."""
    sign = 1 if led is LED else -1
    reasons = [(entry.turn * _TENTH * sign, entry.basis) for entry in line.found.lists if entry.basis]
    reasons += [(_ASKS, "asks")] if turn.asks and led is LED else []
    reasons += [(_NAMES, "is addressed by name")] if line.to and led is LED else []
    most, basis = max(reasons, default=(0, ""))
    return basis if most > 0 else "carries on"


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
    """Somebody who is said to have said something; ``known`` if they take part, so that more of theirs may follow."""

    name: str
    words: str
    known: bool


def told(sentences: Sequence[Sentence], cast: Cast, rules: WordLists, by: str = "") -> Iterator[Said]:
    """Whose view each sentence of a publisher's text is; of one that ``by`` wrote, all is theirs that is not reported.

    A sentence in which a name stands beside a verb of speech is that person's. Those that follow it in the paragraph
    are theirs too, by context, if they take part, up to one that speaks of the programme or of somebody else.
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
