"""Who says which sentence of a talk."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.suggest.known import Known
from ledger.suggest.people import GUEST, HOST, Cast, name_after
from ledger.suggest.signals import asks
from ledger.suggest.turns import LED, Turn, course
from ledger.suggest.word_lists import Found, Rules
from ledger.text.passages import MARKED, Passages, Said, Sentence

_TENTH = 10
_ASKS, _STATES, _NAMES, _SURE = 40, -6, 30, 1_000  # what a question, a statement, a name, knowledge tell, in tenths
_PLAIN = 3  # the turn of words that only a talk of two has; of a programme speaks who is alone too
_ASKER = 3  # of those who are marked, the host asks so many times as often as anybody else
_BEFORE = re.compile(r"([^\W\d_][\w .'\u2019-]{0,40}?) ?[:\uff1a](?=\s|[^\x00-\x7f])")


@dataclass(frozen=True)
class _Line:
    """A sentence of a talk: what stands in it, whom it speaks to by name, and the role of who says it, if known."""

    sentence: Sentence
    found: Found
    to: str
    role: str
    asks: bool


def talked(
    sentences: Sequence[Sentence], passages: Passages, cast: Cast, known: Mapping[int, Known], rules: Rules
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


def _line(one: Sentence, cast: Cast, known: Mapping[int, Known], rules: Rules) -> _Line:
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


def _with_roles(cast: Cast, sentences: Sequence[Sentence], known: Mapping[int, Known], rules: Rules) -> Cast:
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


def _addressed(found: Found, cast: Cast, rules: Rules) -> str:
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
