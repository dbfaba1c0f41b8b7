"""Whose turn it is, host's or guest's: the likeliest course of a talk, given what each sentence tells.

A talk is a chain of two states. Every sentence speaks more or less for either (the ``turn`` of the word lists), and a
change costs the more the less it is to be expected: little where the turn is handed over, as by a question, and less at
a new paragraph than within one. The cheapest course is found as Viterbi (1967) does, in time that grows with the number
of sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
