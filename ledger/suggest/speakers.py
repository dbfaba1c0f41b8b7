"""Who says each sentence of a page, as far as it can be told, always with the reason: a guess is never a fact."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from ledger.model.vocabulary import Attribution
from ledger.suggest.attributing import attributed
from ledger.suggest.known import ByHand, known_speakers
from ledger.suggest.people import People, cast_of, named_in
from ledger.suggest.reported import told
from ledger.suggest.signals import NEIGHBOURS
from ledger.suggest.talking import talked
from ledger.suggest.word_lists import Rules, load_rules
from ledger.text.passages import Mark, Passages, Said

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
    rules: Rules | None = None,
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
