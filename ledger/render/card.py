"""One record for people: its fields under each other, labels aligned, long values folded."""

from collections.abc import Sequence

from ledger.render.report import DASH
from ledger.render.width import display_width, fold, pad
from ledger.text.escape import safe_term

_NARROWEST = 20  # a value folded into less than this is harder to read than one that runs over


def render_card(fields: Sequence[tuple[str, str]], width: int | None = None) -> str:
    """Write ``label: value`` lines. A newline in a value is kept; what was said may have several lines."""
    labels = [f"{safe_term(label)}:" for label, _ in fields]
    margin = max(map(display_width, labels), default=0) + 2
    room = None if width is None else max(width - margin, _NARROWEST)
    lines = []
    for label, (_, value) in zip(labels, fields, strict=True):
        shown = safe_term(value, keep_newlines=True) or DASH
        folded = [line for part in shown.split("\n") for line in fold(part, room)]
        heads = [label, *[""] * (len(folded) - 1)]
        lines += [(pad(head, margin) + line).rstrip() for head, line in zip(heads, folded, strict=True)]
    return "".join(f"{line}\n" for line in lines)
