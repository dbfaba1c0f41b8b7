"""Claims as JSON lines: one object a claim, with its episode and all its verdicts."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from ledger.claimfiles.rows import ClaimRow, text_lines
from ledger.claimfiles.shaping import Number, Shaper
from ledger.errors import Problem, quoted
from ledger.model.fields import EPISODE, RESOLUTION
from ledger.text.escape import escape_hidden, json_escape

_NUMBER_LIMIT = 40
"""Characters of a number; none that means something here is longer."""
_NESTED = 20
"""How deep tables and lists may lie in each other; those of a claim are four deep."""

_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_BRACKET = re.compile(r"[\[\]{}]")


class _FaultyLineError(ValueError):
    """What no line of ours may hold, in the words of the fault."""


def read_jsonl(stream: BinaryIO, source: str) -> Iterator[ClaimRow]:
    """Read claims; what is wrong with one comes with it. Empty lines are none.

    Raises:
        UnreadableClaims: the file is no text.
        ImportRejected: a line is not UTF-8, or too long.
    """
    for number, line in enumerate(text_lines(stream, source), start=1):
        if not line.strip():
            continue
        try:
            table = parse_line(line)
        except ValueError as error:
            yield ClaimRow(source, number, faults=(Problem(source, number, "", str(error)),))
            continue
        yield Shaper(source, number).row(table)


def parse_line(line: str) -> dict[str, Any]:
    """The object of a line, its numbers as they were written.

    Raises:
        ValueError: it is no JSON object, is nested too deeply, says a field twice, or holds what JSON does not have.
    """
    if _depth(line) > _NESTED:
        raise _FaultyLineError("is nested too deeply")
    try:
        value = json.loads(
            line.rstrip("\r\n"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_number,
            parse_int=_number,
        )
    except json.JSONDecodeError as error:
        raise _FaultyLineError(
            f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]} (character {error.pos + 1})"
        ) from None
    if not isinstance(value, dict):
        raise _FaultyLineError("is not a JSON object: a line holds one claim, {...}")
    return value


def _depth(line: str) -> int:
    """How deep brackets lie in each other, outside of strings."""
    if line.count("{") + line.count("[") <= _NESTED:
        return 0
    deepest = depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", line)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _FaultyLineError(f"says {quoted(twice)} twice")
    return table


def _no_number(word: str) -> Any:  # noqa: ANN401 - never returns
    raise _FaultyLineError(f"holds {word}, which is not a number")


def _number(digits: str) -> Number:
    if len(digits) > _NUMBER_LIMIT:
        raise _FaultyLineError(f"holds a number of {len(digits)} characters")
    return Number(digits)


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_jsonl(rows: Iterable[ClaimRow]) -> Iterator[str]:
    """Write claims, each on a line of its own; letters of every script as they are, hidden characters escaped."""
    for row in rows:
        table: dict[str, Any] = dict(row.claim)
        if row.episode:
            table[EPISODE] = dict(row.episode)
        if row.resolutions:
            table[RESOLUTION] = [dict(verdict) for verdict in row.resolutions]
        yield escape_hidden(_encode(table), json_escape) + "\n"
