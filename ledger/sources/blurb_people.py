"""Who talks with whom, from the sentence of a blurb that says so: "Paul Host spoke with Ann Guest, a fellow at ...".

Only such sentences count, and only names of two words and more: a name that is merely mentioned takes no part.
"""

import re
from collections.abc import Iterator

from ledger.sources.page import Person

_TITLES = (
    "Dr|Prof|Professor|Mr|Mrs|Ms|Amb|Ambassador|Gen|General|Sen|Senator|Rep|Representative|Congressman|Congresswoman|"
    "Gov|Governor|President|Secretary|Minister|Adm|Admiral|Col|Colonel|Lt|Lieutenant|Sir|Dame|Lord|Lady|Judge|Justice"
)
_TITLE = rf"(?:{_TITLES})\.?"
_PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|bin|ibn|al|el|la|le|ter|dos)"
_CAPITAL = "[A-Z\u00c0-\u00de\u0100-\u017f]"
_WORD = rf"(?:(?:{_CAPITAL}\.)+|{_CAPITAL}[\w\u2019'-]++)"
_NAME = rf"(?:{_TITLE} ){{0,3}}{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{1,4}}"
_NOUN = (
    "experts?|historians?|economists?|professors?|authors?|journalists?|correspondents?|analysts?|scholars?|fellows?|"
    "researchers?|founders?|directors?|colleagues?|columnists?|reporters?|editors?|ambassadors?|guests?"
)
_BEFORE = rf"(?:(?:[\w\u2019'-]+ ){{0,4}}(?:{_NOUN}),? )?"
_APPOSITION = r", (?!(?:on|about|to|for|in|as|at|who|and|of|with|from) )[a-z][^,.;]{1,120}"
_MORE = re.compile(rf"(?:(?:{_APPOSITION})?, and | and |, (?=[^.;]{{1,120}} and ))({_NAME})(?=[,.;:!?]| [a-z(]|\Z)")
_FIRST = re.compile(rf"({_NAME})|{_BEFORE}({_NAME})")
_LEFT = rf"(?P<left>{_NAME})(?:,[^,.;]{{1,80}},)? (?:also |recently |again )?"
# A kind of sentence: its pattern, and who stands left and right of the words that make it.
_TALKED = "(?:spoke|speaks|talked|talks|chatted|chats|sat down|sits down"
_SENTENCES = (
    (re.compile(_LEFT + _TALKED + "|met|catches up|caught up) with "), "host", "guest"),
    (re.compile(_LEFT + "(?:interviews|interviewed|welcomes|welcomed|hosts|hosted) "), "host", "guest"),
    (re.compile(_LEFT + "(?:is|are|was|were) joined by "), "host", "guest"),
    (re.compile(_LEFT + "(?:joins|joined) "), "guest", "host"),
    (re.compile(rf"\b{_TALKED}|joined) (?:with|by) "), "", "guest"),
    (re.compile(r"\b[Hh]osted by |\bHosts?: |\b[Hh]osts? (?=[A-Z])"), "", "host"),
    (re.compile(r"\bGuests?: |\b(?:[Oo]ur|[Tt]oday[\u2019']s|special) guests? (?:is |are )?"), "", "guest"),
)
_PLACES_AND_HOUSES = (
    "north south east west united states kingdom union korea china america europe university institute center centre "
    "council college school house project podcast show times post journal party department ministry republic bank"
)
_NOT_PEOPLE = frozenset(_PLACES_AND_HOUSES.split())
_OPENING = frozenset(("today", "host", "hosts", "on", "in", "this", "then", "later", "and", "join", "while", "when",
                      "our", "guest", "guests", "here"))  # fmt: skip
_FEWEST_WORDS, _LOOKED_AT = 2, 20_000


def people_of(blurb: str) -> tuple[Person, ...]:
    """The hosts, then the guests, of the talk a blurb tells of; each once, with the name as printed."""
    text = " ".join(blurb[:_LOOKED_AT].split())
    found: dict[str, Person] = {}
    for pattern, left, right in _SENTENCES:
        for sentence in pattern.finditer(text):
            parts = [(sentence["left"], left)] if left else []
            parts += [(name, right) for name in _names_at(text, sentence.end())]
            for printed, role in parts:
                person = _person(printed, role)
                if person:
                    found.setdefault(person.name, person)
    return tuple(sorted(found.values(), key=lambda person: person.role != "host"))


def _names_at(text: str, place: int) -> Iterator[str]:
    """The name that stands there, and those that a list goes on with."""
    found = _FIRST.match(text, place)
    while found:
        yield next(name for name in found.groups() if name)
        found = _MORE.match(text, found.end())


def _person(printed: str, role: str) -> Person | None:
    words = printed.rstrip(".").split()
    while words and words[0].casefold() in _OPENING:
        words.pop(0)
    owners = [place for place, word in enumerate(words[:-1]) if word.endswith(("\u2019s", "'s"))]
    words = words[owners[-1] + 1 :] if owners else words
    bare = list(words)
    while bare and re.fullmatch(_TITLE, bare[0]):
        bare.pop(0)
    if len(bare) < _FEWEST_WORDS or any(word.casefold() in _NOT_PEOPLE for word in bare):
        return None
    return Person(" ".join(bare), role, " ".join(words))
