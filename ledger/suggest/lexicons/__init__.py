"""Word lists as data: one TOML file a language, found by listing this folder. Adding a language is adding a file.

A file gives ``language, title, version``, the ``openers`` that may stand before a sentence's beginning, ``sets`` of
words that phrases name in angle brackets, and any number of lists and bands. A list has a ``name``, its ``source``, the
``points`` a sentence gets once where a phrase of it stands (0 where the list serves another end), and what else is true
of such a sentence, see ``WordList``. A band is a row of the coder's table: what words of likelihood mean, in percent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from ledger.errors import InputError, quoted

_SUFFIX = ".toml"
_PPM_PER_PERCENT = 10_000


class UnknownLexicon(InputError):
    """No file of that language."""

    def __init__(self, language: str) -> None:
        """Name the languages there are."""
        known = ", ".join(lexicon_names())
        super().__init__(f"There are no word lists for the language {quoted(language)}.", f"Known: {known}.")


class UnknownPoints(InputError):
    """A lexicon does not say how much something counts."""

    def __init__(self, name: str) -> None:
        """Name it."""
        super().__init__(f"No lexicon gives points for {quoted(name)}.")


@dataclass(frozen=True)
class WordList:
    """A list.

    ``hides`` names lists whose phrases only look as if they stood where one of this list stands, ``*`` all that give
    points but ``firm`` ones. ``forward``: speaks of what is to come. ``backshift``: does so only in a sentence of the
    present ("could" is past in "he could not go"). ``past``: tells of what was. ``norm``: tells what ought to be,
    unless a time ahead stands beside it. ``host``: counts only where the guest does not speak. ``kind`` is the kind of
    claim. ``publisher``: in a publisher's text the sentence is the publisher's own. ``turn`` is how strongly it tells
    that the host speaks (less than 0: the guest), on the scale of a logarithm of odds, and ``basis`` the reason given.
    """

    name: str
    source: str
    phrases: tuple[str, ...]
    points: int = 0
    hides: tuple[str, ...] = ()
    firm: bool = False
    forward: bool = False
    backshift: bool = False
    past: bool = False
    norm: bool = False
    host: bool = False
    kind: str = ""
    publisher: bool = False
    turn: int = 0
    basis: str = ""


@dataclass(frozen=True)
class WordBand:
    """Words of likelihood and what the coder takes them to mean, in millionths.

    A ``hedge`` cannot be wrong; a ``flat`` statement is sure without saying so.
    """

    phrases: tuple[str, ...]
    low: int
    high: int
    hedge: bool = False
    flat: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The lists of a language."""

    language: str
    title: str
    version: str
    lists: tuple[WordList, ...]
    bands: tuple[WordBand, ...]
    sets: Mapping[str, frozenset[str]]
    openers: frozenset[str]
    points: Mapping[str, int] = field(default_factory=dict)
    cuts: Mapping[str, int] = field(default_factory=dict)


@lru_cache(maxsize=1)
def lexicon_names() -> tuple[str, ...]:
    """The languages there are lists for (BCP 47), in alphabetical order."""
    from importlib.resources import files

    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def load_lexicon(language: str) -> Lexicon:
    """The lists of a language (``en``).

    Raises:
        UnknownLexicon: if there are none.
    """
    if language not in lexicon_names():
        raise UnknownLexicon(language)
    return _read(language)


@cache
def _read(language: str) -> Lexicon:
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files(__name__).joinpath(language + _SUFFIX).read_text(encoding="utf-8"))
    return Lexicon(
        language=data["language"],
        title=data["title"],
        version=data["version"],
        lists=tuple(_list(entry) for entry in data["list"]),
        bands=tuple(_band(entry) for entry in data["band"]),
        sets={name: frozenset(words) for name, words in data["sets"].items()},
        openers=frozenset(data["openers"]),
        points=data.get("points", {}),
        cuts=data.get("cuts", {}),
    )


def _list(entry: dict[str, Any]) -> WordList:
    read: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in entry.items()}
    return WordList(**read)


def _band(entry: dict[str, Any]) -> WordBand:
    low, high = (entry[end] * _PPM_PER_PERCENT for end in ("low", "high"))
    return WordBand(tuple(entry["phrases"]), low, high, entry.get("hedge", False), entry.get("flat", False))
