r"""JSON and JSON lines: full precision, exact text, and safe to look at on a terminal.

Letters of every script are written as they are. Control, bidi and other unseen characters are written ``\u001b``,
which JSON reads back as the same character. A number that is not finite does not exist, and is null.
"""

import re
from math import isfinite
from typing import Any

from ledger.render.escape import is_hidden
from ledger.render.report import Report


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


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON value in, the same kind out
    """The value with null for every number that is not finite."""
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def json_text(value: object, *, indent: int | None = None) -> str:
    """One JSON value, valid in every reader."""
    import json

    try:
        text = json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)
    except ValueError:  # rare, so the walk that finds it is made only then
        text = json.dumps(_finite(value), indent=indent, ensure_ascii=False, allow_nan=False)
    return text


def write_json(report: Report, _width: int | None, _colour: bool) -> str:
    """The report as one object: what else belongs to it, then rows, and total and as_of where they exist."""
    whole: dict[str, Any] = {**report.extra, "rows": list(map(dict, report.rows))}
    for name, part in (("total", report.total), ("as_of", report.as_of)):
        if part is not None:
            whole[name] = dict(part)
    return _show_hidden(json_text(whole, indent=2))


def write_lines(report: Report, _width: int | None, _colour: bool) -> str:
    """The rows, one object a line."""
    return _show_hidden("\n".join(json_text(dict(row)) for row in report.rows))
