"""Addresses on the web, as pages give their own."""

import re

_ADDRESS = re.compile(r"https?://[^\s/?#@\\\"<>]+(?:[/?#][^\s\\\"<>\x00-\x1f\x7f]*)?", re.IGNORECASE)
_LONGEST = 2_000


def web_address(printed: object) -> str:
    """The address if it is a whole one, by http or https; "" for anything else, a script or a local file too."""
    folded = printed.strip() if isinstance(printed, str) else ""
    return folded if len(folded) <= _LONGEST and _ADDRESS.fullmatch(folded) else ""
