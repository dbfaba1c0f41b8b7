"""What programs read: JSON and JSON lines in full precision, and CSV that no spreadsheet takes for formulas."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain
from math import isfinite
from typing import Any

from ledger.render.report import Report
from ledger.text.escape import guard, is_hidden


def _code_units(match: re.Match[str]) -> str:
    r"""A character as JSON escapes it: one ``\uXXXX``, or two beyond the basic plane."""
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def _show_hidden(text: str) -> str:
    """Escape what a terminal would act on. Such characters occur only inside strings, so this changes no value."""
    if text.isascii() and "\x7f" not in text:
        return text  # the encoder has escaped the ASCII control characters
    hidden = "".join(c for c in set(text) if c != "\n" and is_hidden(c))
    return re.sub(f"[{re.escape(hidden)}]", _code_units, text) if hidden else text


def finite(value: Any) -> Any:  # noqa: ANN401 - any JSON value in, the same kind out
    """The value as JSON has it: nothing for every number that is not finite."""
    if isinstance(value, Mapping):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value


@cache
def _encoder() -> Callable[[object], str]:
    """Making an encoder costs as much as encoding a row; one is enough."""
    import json

    return json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(value: object) -> str:
    """One JSON value on one line, valid in every reader."""
    encode = _encoder()
    try:
        return encode(value)
    except ValueError:  # rare, so the walk that finds it is made only then
        return encode(finite(value))


def write_json(report: Report, _width: int | None, _colour: bool) -> str:
    """The report as one object: what else belongs to it, then rows, and total and as_of where they exist.

    A row is one line: the encoder is three times as fast without indents, and lines can be searched and compared.
    """
    parts: dict[str, Any] = {**report.extra, "rows": list(report.rows)}
    parts |= {name: dict(part) for name, part in (("total", report.total), ("as_of", report.as_of)) if part is not None}
    members = ",\n".join(f"  {json_text(name)}: {_lines_of(part)}" for name, part in parts.items())
    return _show_hidden(f"{{\n{members}\n}}")


def _lines_of(part: object) -> str:
    """A member of the report: a list has an item a line, anything else is one line."""
    if not isinstance(part, list | tuple) or not part:
        return json_text(part)
    items = ",\n    ".join(json_text(dict(item) if isinstance(item, Mapping) else item) for item in part)
    return f"[\n    {items}\n  ]"


def write_lines(report: Report, _width: int | None, _colour: bool) -> str:
    """The rows, one object a line."""
    return _show_hidden("\n".join(json_text(dict(row)) for row in report.rows))


_FIGURE = re.compile(r"[+-]?\d[\d.,]*%?|-")


def guard_shown(text: str) -> str:
    """Guard a cell written for people: there a signed figure and the dash are text, and harmless."""
    return text if _FIGURE.fullmatch(text) else guard(text)


def _cell(value: object) -> str:
    """One value in full precision; lists and dictionaries as JSON."""
    if isinstance(value, str):
        return guard(value)
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    return guard(json_text(value))


class _Lines(list[str]):
    """What the csv module writes its rows to."""

    def write(self, line: str) -> None:
        self.append(line[:-2])


def _keys(report: Report) -> list[str]:
    """Every key of any row, the first seen first. Without rows, the keys that people would have seen."""
    if not report.rows:
        return [column.key for column in report.columns]
    return list(dict.fromkeys(chain.from_iterable(report.rows)))


def write_csv(report: Report, _width: int | None, _colour: bool) -> str:
    """The rows as CSV under one line of heads; lines end in a newline alone."""
    import csv

    keys = _keys(report)
    lines = _Lines()
    # The module quotes a lone carriage return only if it belongs to the line ending; so ask for one, and cut it.
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(map(guard, keys))
    writer.writerows([_cell(row.get(key)) for key in keys] for row in report.rows)
    return "\n".join(lines)
