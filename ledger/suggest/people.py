"""Who takes part in a talk, and in which part: from what a page says of people, else from the text itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.suggest.patterns import Hit, Tokens
from ledger.suggest.word_lists import Hits, WordLists
from ledger.text.clean import match_key

People = Sequence[tuple[str, str]]
HOST, GUEST = "host", "guest"
_LONGEST_NAME = 5
_PAIR = 2
_MOST = 50  # people: whoever else a text names takes no part in a talk


@dataclass(frozen=True)
class Cast:
    """Who takes part: names with their roles (``host``, ``guest`` or ""), and other names that mean one of them."""

    roles: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    def named(self, role: str) -> list[str]:
        """The names of everybody of a role."""
        return [name for name, own in self.roles.items() if own == role]

    def only(self, role: str) -> str:
        """The one name of a role, "" if there is none or more than one."""
        names = self.named(role)
        return names[0] if len(names) == 1 else ""

    def find(self, printed: str) -> str:
        """Whom a printed name means: the whole name, an alias, or a part of just one name; "" if nobody is known so."""
        key = match_key(printed)
        by_alias = next((name for other, name in self.aliases.items() if match_key(other) == key), "")
        if by_alias:
            return by_alias
        whole = [name for name in self.roles if match_key(name) == key]
        parts = set(key.split())
        near = whole or [name for name in self.roles if parts and parts <= set(match_key(name).split())]
        return near[0] if len(near) == 1 else ""


def name_after(said: Tokens, at: int, titles: frozenset[str]) -> tuple[str, int]:
    """The name that begins at a token, titles aside, and the token it ends before; "" if none does."""
    while at < len(said.words) and (said.words[at] in titles or said.words[at] == "."):
        at += 1
    end = at
    while end < len(said.words) and end - at < _LONGEST_NAME and _of_name(said, end):
        end += 1
    return said.said(at, end), end


def name_before(said: Tokens, at: int, titles: frozenset[str]) -> tuple[str, int]:
    """The name that ends before a token, titles aside, and the token it begins at."""
    start = at
    while start > 0 and at - start < _LONGEST_NAME and _of_name(said, start - 1):
        start -= 1
    while start < at and said.words[start] in titles:
        start += 1
    return said.said(start, at), start


def _of_name(said: Tokens, at: int) -> bool:
    return said.printed[at][:1].isupper() and said.words[at] not in _NO_NAMES


_NO_NAMES = frozenset(
    {"i", "the", "in", "on", "and", "but", "so", "this", "that", "today", "however", "if", "as", "instead"}
)

Reader = Callable[[Hits, Hit, frozenset[str]], list[tuple[str, str]]]
_READERS: Mapping[str, Reader] = {
    "names a host": lambda found, hit, titles: [(name_after(found.said, hit.end, titles)[0], HOST)],
    "names a guest": lambda found, hit, titles: [(name_after(found.said, hit.end, titles)[0], GUEST)],
    "joins": lambda found, hit, titles: [(name_before(found.said, hit.start, titles)[0], GUEST)],
    "talks with": lambda found, hit, titles: [
        (name_before(found.said, hit.start, titles)[0], HOST), (name_after(found.said, hit.end, titles)[0], GUEST),
    ],
}  # fmt: skip
"""How each list that names somebody is read."""


def named_in(sentences: Iterable[str], rules: WordLists) -> dict[str, str]:
    """Everybody whom a text introduces, with the role in which it does, in the order of the text."""
    titles = rules.sets["title"]
    roles: dict[str, str] = {}
    for text in sentences:
        found = rules.find(text)
        for name, reader in _READERS.items():
            for hit in found.hits.get(name, ()):
                for person, role in reader(found, hit, titles):
                    if len(person.split()) >= _PAIR and len(roles) < _MOST:
                        roles.setdefault(person, role)
    return roles


def cast_of(people: People, aliases: Mapping[str, str], introduced: Mapping[str, str], *, more: bool = False) -> Cast:
    """Everybody who takes part.

    A role the page gives holds; else the one in which the text introduces who has that name. Of two of whom one is
    known to be the host the other is the guest. If the page names nobody, or ``more`` may take part than it names,
    those whom the text introduces do.
    """
    roles = {name: role if role in {HOST, GUEST} else "" for name, role in people}
    cast = Cast(roles, aliases)
    for printed, role in introduced.items():
        name = cast.find(printed)
        if name:
            roles[name] = roles[name] or role
        elif more or not people:
            roles[printed] = role
    open_names = [name for name, role in roles.items() if not role]
    if len(open_names) == 1 and HOST in roles.values():
        roles[open_names[0]] = GUEST
    elif len(open_names) == 1 and GUEST in roles.values():
        roles[open_names[0]] = HOST
    return cast
