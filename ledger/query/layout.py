"""A document laid out for reading: its sentences, and who says each as far as known."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ledger.errors import InputError, quoted
from ledger.journal.reader import Record, Rows
from ledger.model.vocabulary import SPEAKER
from ledger.query.stored_documents import StoredDocument, document_of
from ledger.suggest.speakers import guess
from ledger.text.paragraphs import passages
from ledger.text.passages import Passages, Said, Sentence

_NEIGHBOURS = frozenset({"previous", "next"})
"""Parts that tell of other episodes."""
_RANGE = re.compile(r"(\d{1,9})(?:\s*(?:-|\.\.)\s*(\d{1,9}))?")


class NoSuchSentence(InputError):
    """A number beyond the text, or no number at all."""

    def __init__(self, words: str, last: int) -> None:
        super().__init__(
            f"{quoted(words)} names no sentence of this document.", f"Sentences are numbered 1 to {last}: 12, or 86-93."
        )


@dataclass(frozen=True)
class LaidOut:
    """A document with its sentences and their speakers; ``episode`` is the record of where it was said."""

    document: StoredDocument
    episode: Record
    passages: Passages
    said: Sequence[Said]

    @cached_property
    def sentences(self) -> Sequence[Sentence]:
        """All sentences, numbered from 1."""
        return self.passages.sentences

    @cached_property
    def starts(self) -> list[int]:
        """Where each sentence begins."""
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def words(self) -> int:
        """How many words are said: without what machines made or is of other episodes, and copies counted once."""
        return sum(count_words(sentence.text) for sentence in self.sentences if self.is_said(sentence))

    def is_said(self, sentence: Sentence) -> bool:
        """Whether a sentence is of this episode, and neither a machine's nor a copy."""
        section = self.passages.sections[sentence.section]
        return sentence.same_as is None and not section.derived and section.kind not in _NEIGHBOURS

    def within(self, words: str) -> tuple[Sentence, Sentence]:
        """The first and last sentence of a range such as ``12`` or ``86-93``.

        Raises:
            NoSuchSentence: it is no range, or beyond the text.
        """
        found = _RANGE.fullmatch(words.strip())
        first = int(found[1]) if found else 0
        last = int(found[2] or found[1]) if found else 0
        if not 1 <= first <= last <= len(self.sentences):
            raise NoSuchSentence(words, len(self.sentences))
        return self.sentences[first - 1], self.sentences[last - 1]

    def chosen(self, words: str) -> Sequence[Sentence]:
        """The sentences of a range.

        Raises:
            NoSuchSentence: it is no range, or beyond the text.
        """
        first, last = self.within(words)
        return self.sentences[first.number - 1 : last.number]

    def row(self, sentence: Sentence) -> dict[str, Any]:
        """A sentence for people and machines."""
        said = self.said[sentence.number - 1]
        section = self.passages.sections[sentence.section]
        from_ms, until_ms = self.document.time_of(sentence.start, sentence.end)
        return {
            "number": sentence.number,
            "speaker": said.speaker or None,
            "role": said.role or None,
            "basis": said.basis or None,
            "sentence": sentence.text,
            "start": sentence.start,
            "end": sentence.end,
            "paragraph": sentence.paragraph,
            "section": section.kind,
            "derived": section.derived,
            "joined": sentence.joined,
            "same_as": sentence.same_as,
            "from_ms": from_ms,
            "until_ms": until_ms,
        }


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_][\w'\u2019-]*")


def count_words(text: str) -> int:
    """How many words a text has; two Han characters make one, as Chinese words mostly have two."""
    han = len(_HAN.findall(text))
    return len(_WORD.findall(_HAN.sub(" ", text))) + (han + 1) // 2


def _role(role: str) -> str:
    return "" if role == SPEAKER else role


def lay_out(rows: Rows, ref: str) -> LaidOut:
    """The document that a reference names (``d3``, or an episode with one document), laid out."""
    return laid_out(rows, document_of(rows, ref))


def laid_out(rows: Rows, document: StoredDocument) -> LaidOut:
    """Lay a document out; who speaks is guessed from the text where nobody has set it."""
    episode = rows.rows("SELECT * FROM episode WHERE id = :id", id=document.record["episode_id"])[0]
    found = passages(document.text, document.sections, document.marks)
    people = [(one["name"], _role(one.get("role", SPEAKER))) for one in json.loads(episode["people"])]
    aliases = {alias["heard"]: alias["meant"] for alias in json.loads(episode["aliases"])}
    said = guess(document.text, found, people, document.marks, document.speaking, aliases)
    return LaidOut(document, episode, found, said)
