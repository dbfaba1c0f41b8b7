"""What the shell offers when TAB is pressed."""

import os
import re
from collections.abc import Callable

_ASKED = ("_LEDGER_COMPLETE", "_CLAIM_LEDGER_COMPLETE")
"""The variables through which a shell asks, one for each name of the program."""
_SPECIAL = re.compile(r"([^\w@%+=:,./-])")


def choices(listed: str, group: str = "") -> Callable[[str], list[str]]:
    """Complete from a list, written as it stands in the help, and from the plugins of a group."""
    words = listed.split(", ")

    def complete(incomplete: str) -> list[str]:
        from ledger.plugins import points

        added = [point.name for point in points(group)] if group else []
        return [word for word in (*words, *added) if word.startswith(incomplete)]

    return complete


def analysts(incomplete: str) -> list[str]:
    """Complete an analyst's name from the ledger in use; silent where there is none."""
    from ledger.errors import LedgerError
    from ledger.journal.location import locate
    from ledger.journal.reader import reading

    try:
        with reading(locate(None)) as reader:
            names = [row["name"] for row in reader.rows("SELECT name FROM analyst ORDER BY name")]
    except LedgerError:
        return []
    found = [name for name in names if name.lower().startswith(incomplete.lower())]
    return [_ForBash(name) for name in found] if _bash_takes_it_as_it_is() else found


class _ForBash(str):
    """A name that is compared as it is, which Typer does, and written as bash needs it outside quotes."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return format(_SPECIAL.sub(r"\\\1", str(self)), spec)


def _bash_takes_it_as_it_is() -> bool:
    """Whether bash asks, and the word under the cursor has no opening quote: bash then adds no quoting of its own."""
    if not any("bash" in os.environ.get(name, "") for name in _ASKED):
        return False
    words, place = os.environ.get("COMP_WORDS", "").split("\n"), os.environ.get("COMP_CWORD", "")
    typed = words[int(place)] if place.isdecimal() and int(place) < len(words) else ""
    return not typed.startswith(("'", '"'))
