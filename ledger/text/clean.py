"""Text that comes from outside: what is stored, and what two spellings of a name have in common.

What was said is kept as said, in Unicode normal form C. Only what the databases cannot both hold is refused.
"""

import re
import unicodedata

from ledger.errors import InputError

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class UnstorableText(InputError):
    """A character no database of ours can keep."""

    def __init__(self, field: str, what: str, position: int) -> None:
        """Name the field and the place, not the text: it may not be printable."""
        super().__init__(
            f"{field}: character {position + 1} is {what}, which cannot be stored.",
            "Remove that character and try again.",
        )


def clean_text(text: str, field: str = "text") -> str:
    """Make text fit to store: normal form C, outer white space removed, nothing else touched.

    Raises:
        UnstorableText: on a NUL or a lone surrogate, which SQLite and PostgreSQL do not both accept.
    """
    if text.isascii() and "\0" not in text:
        return text.strip()
    refuse_unstorable(text, field)
    return unicodedata.normalize("NFC", text).strip()


def refuse_unstorable(text: str, field: str = "text") -> None:
    """Refuse what the databases cannot both hold.

    Raises:
        UnstorableText: on a NUL or a lone surrogate.
    """
    found = _UNSTORABLE.search(text)
    if found:
        what = "a NUL" if found[0] == "\0" else "half of a surrogate pair"
        raise UnstorableText(field, what, found.start())


_INVISIBLE = {"Cc", "Cf", "Cs"}


def match_key(name: str) -> str:
    """Fold a name to what its variants share: compatibility form, no invisible characters, one case, one space.

    Two names with the same key are the same name written twice. Look-alikes of other scripts keep other keys.
    """
    if name.isascii() and name.isprintable():  # the common case, for which all that follows comes to this
        return " ".join(name.casefold().split())
    folded = unicodedata.normalize("NFKC", name)
    seen = "".join(
        " " if c.isspace() else c for c in folded if c.isspace() or unicodedata.category(c) not in _INVISIBLE
    )
    return " ".join(seen.casefold().split())


def scripts(name: str) -> set[str]:
    """The scripts a name's letters belong to, by the first word of each letter's Unicode name."""
    return {unicodedata.name(c, "UNKNOWN").split()[0] for c in set(name) if c.isalpha()}
