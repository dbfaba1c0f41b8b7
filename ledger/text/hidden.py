r"""Text that goes into a file people may look at on a terminal: what a terminal obeys, or hides, is escaped.

Only inside strings, and only as the format itself escapes characters (``\u001b``), so it reads back as it was.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def escape_hidden(text: str, escape: Callable[[str], str]) -> str:
    """Escape the characters of a text that a terminal would act on or not show; its line ends are left alone."""
    if text.isprintable():
        return text
    hidden = "".join(sorted(character for character in set(text) if character != "\n" and _is_hidden(character)))
    return re.sub(f"[{re.escape(hidden)}]", lambda found: escape(found[0]), text) if hidden else text


@lru_cache(maxsize=4096)
def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def json_escape(character: str) -> str:
    r"""A character as JSON escapes it: one ``\uXXXX``, or two beyond the basic plane."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def toml_escape(character: str) -> str:
    r"""A character as TOML escapes it: ``\uXXXX`` or ``\UXXXXXXXX``."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the basic plane
