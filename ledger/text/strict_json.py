"""JSON from outside, read strictly: one value a key, no number that is none, no nesting without end."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from ledger.errors import InputError, quoted

DEEPEST = 100
_LONGEST_NUMBER = 400
_OPENING = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\]))')
_DEPTH = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class BadJson(InputError):
    """Text that begins like JSON and is none, or has what JSON from outside may not have."""

    def __init__(self, name: str, why: str) -> None:
        """Say what is wrong; where the place is known it is part of it."""
        super().__init__(f"{quoted(name)} cannot be read as JSON: {why}.", "Get the file again from where it came.")


def looks_like_json(text: str) -> bool:
    """Whether a text begins as an object, or a list of objects, does: a bracketed time or remark does not."""
    return _OPENING.match(text.removeprefix("\ufeff")) is not None


def read_json(text: str, name: str, *, lenient: bool = False) -> Any:  # noqa: ANN401 - any value there is
    """The value of a JSON text; if ``lenient``, texts in it may run over lines, as people write them into pages.

    Raises:
        BadJson: on anything but strict JSON: a key that comes twice, NaN or infinity, a number of more than 400 digits,
            nesting of more than a hundred levels.
    """
    text = text.removeprefix("\ufeff")
    _refuse_depth(text, name)
    strict = _Strict(name)
    try:
        return json.loads(
            text,
            strict=not lenient,
            object_pairs_hook=strict.once,
            parse_constant=strict.constant,
            parse_int=strict.whole,
            parse_float=strict.number,
        )
    except json.JSONDecodeError as error:
        raise BadJson(name, f"{error.msg.lower()} in line {error.lineno}, column {error.colno}") from error


class _Strict:
    """What the standard library lets through and we do not."""

    def __init__(self, name: str) -> None:
        self._name = name

    def once(self, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        """The object, if no key comes twice."""
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            raise BadJson(self._name, f"the key {quoted(max(keys, key=keys.count))} comes twice in an object")
        return found

    def constant(self, word: str) -> NoReturn:
        """NaN and the infinities are no JSON."""
        raise BadJson(self._name, f"{word} is no number")

    def whole(self, digits: str) -> int:
        """A whole number."""
        return int(self._short(digits))

    def number(self, digits: str) -> float:
        """A number; one too large to hold is infinite, which no reader takes for a time."""
        return float(self._short(digits))

    def _short(self, digits: str) -> str:
        if len(digits) > _LONGEST_NUMBER:
            raise BadJson(self._name, f"a number has {len(digits)} digits")
        return digits


def _refuse_depth(text: str, name: str) -> None:
    depth = 0
    for found in _DEPTH.finditer(text):
        sign = found[0][0]
        depth += (sign in "[{") - (sign in "]}")
        if depth > DEEPEST:
            line = text.count("\n", 0, found.start()) + 1
            raise BadJson(name, f"lists or objects are nested more than {DEEPEST} deep in line {line}")


def text_at(found: object, *keys: str) -> str:
    """The text under the first of the keys that has some, outer white space removed; "" if none has."""
    values = (found.get(key) for key in keys) if isinstance(found, Mapping) else ()
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def list_at(found: object, key: str) -> Sequence[Any]:
    """The list under a key; an empty one if there is none."""
    value = found.get(key) if isinstance(found, Mapping) else None
    return value if isinstance(value, list) else ()
