"""What a user asks of a table, from words to values."""

import re
from collections.abc import Sequence

from ledger.errors import InputError, NotOneOf, quoted
from ledger.forecasts.queries import POLICIES, Policy
from ledger.forecasts.scores import DEFAULT, PER_QUESTION, Ask, read_measures, read_policy
from ledger.model.vocabulary import Reading
from ledger.reports.options import read_reading, read_reference
from ledger.scoring.cells import PPM

KEYS = ("analyst", "topic", "cluster", "question")
"""What a table can be grouped by."""

_UNITS = {"h": 3_600_000_000, "d": 86_400_000_000, "w": 604_800_000_000}


class UnreadableLead(InputError):
    """A --at-lead that is no length of time."""

    def __init__(self, words: str) -> None:
        super().__init__(f"--at-lead {quoted(words)} is not a length of time.", "Write 30d, 2w or 12h.")


class TwoPolicies(InputError):
    """More than one way to say which forecasts count."""

    def __init__(self) -> None:
        super().__init__("--policy, --at-lead and --gjo-compat each say which forecasts count.", "Give one of them.")


class PerAndBy(InputError):
    """Two ways to say what a row is."""

    def __init__(self) -> None:
        super().__init__(
            "--per question gives a row for each analyst and question, and goes with no other --by.",
            "Give one of them; --by topic,analyst,question names any keys.",
        )


def read_ask(
    *,
    by: str | Sequence[str],
    per: str | None,
    policy: str | None,
    at_lead: str | None,
    gjo_compat: bool,
    measures: str | None,
    level: float,
    log_floor: float | None,
    reference: str | None,
    reading: str,
    intervals: bool,
    default: str = "each",
) -> Ask:
    """Read every option that says how a table is scored; ``default`` is the policy where none is named.

    Raises:
        InputError: for the first of them that cannot be read.
    """
    if per not in {None, "question"}:
        raise NotOneOf("--per", str(per), ["question"])
    named = _keys(by)
    if per and named != ("analyst",):
        raise PerAndBy
    keys = ("analyst", "question") if per else named
    against = read_reference(reference)
    chosen, lead = _policy(policy, at_lead, gjo_compat=gjo_compat, default=default)
    return Ask(
        by=keys,
        policy=chosen,
        reading=read_reading(reading) if reading else Reading.CODED,
        measures=read_measures(measures, PER_QUESTION if per else DEFAULT),
        level=level,
        log_floor=log_floor,
        reference=None if against is None else against / PPM,
        lead=lead,
        intervals=intervals,
        every=(measures or "").strip() == "all",
        words=measures,
    )


def _keys(by: str | Sequence[str]) -> tuple[str, ...]:
    words = by if isinstance(by, str) else ",".join(by)
    keys = [key.strip() for key in words.split(",") if key.strip()]
    for key in keys or [words]:
        if key not in KEYS:
            raise NotOneOf("--by", key, KEYS)
    return tuple(dict.fromkeys(keys))


def _policy(name: str | None, at_lead: str | None, *, gjo_compat: bool, default: str) -> tuple[Policy, int]:
    if sum((name is not None, at_lead is not None, gjo_compat)) > 1:
        raise TwoPolicies
    if gjo_compat:
        return POLICIES["days"], 0
    if at_lead is not None:
        return POLICIES["at-lead"], _lead(at_lead)
    return read_policy(name or default), 0


def _lead(words: str) -> int:
    match = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([hdw])", words.strip().lower())
    if match is None:
        raise UnreadableLead(words)
    return round(float(match[1]) * _UNITS[match[2]])
