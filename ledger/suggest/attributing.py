"""Whose view a sentence seems to give, on the ladder of ``vocabulary.Attribution``."""

from collections.abc import Sequence
from dataclasses import replace

from ledger.model.vocabulary import Attribution
from ledger.suggest.people import HOST
from ledger.suggest.word_lists import Found, Rules
from ledger.text.passages import Passages, Said

_ANSWER = 2  # sentences at the beginning of an answer in which an option is taken up


def attributed(passages: Passages, said: Sequence[Said], rules: Rules) -> list[Said]:
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


def _view(said: Said, found: Found, *, taken_up: bool) -> str:
    if said.role == HOST:
        return Attribution.HOST
    if taken_up and found.has("endorsed"):
        return Attribution.ENDORSED
    if found.has("relayed") and not found.has("belief"):
        return Attribution.RELAYED
    if found.has("second order"):
        return Attribution.SECOND_ORDER
    return Attribution.FIRST_PERSON
