"""Tags of languages (BCP 47), as files name theirs."""

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


def language_tag(printed: object) -> str:
    """The tag in its usual form (``en``, ``zh-Hans``, ``en-US``); "" for what is no tag. ``en_US`` is one too."""
    folded = printed.strip().replace("_", "-").split(".")[0] if isinstance(printed, str) else ""
    if not _TAG.fullmatch(folded):
        return ""
    first, *rest = folded.split("-")
    return "-".join((first.lower(), *map(_part, rest)))


def _part(part: str) -> str:
    """A country in capitals, a script with one, all else small (RFC 5646, 2.1.1)."""
    forms = {2: str.upper, 4: str.title}
    return forms.get(len(part), str.lower)(part)
