"""A suggestion on one screen: its sentence in context, the words quoted, why it is suggested, what can be done."""

import re
from collections.abc import Sequence

from ledger.cli.output import colours
from ledger.curation.review import ReviewSession
from ledger.render.report import percent
from ledger.render.width import fold_lines
from ledger.suggest.candidates import Candidate
from ledger.text.escape import safe_term

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_IF = re.compile(r"^if\s+", re.IGNORECASE)
_PPM = 1_000_000
_RULE = "-"


def screen(session: ReviewSession, *, counts: str, keys: Sequence[tuple[str, str]], width: int) -> str:
    """The suggestion that is looked at, as lines of at most ``width`` columns."""
    one = session.candidate
    text = session.laid.document.text
    before, after = session.before(), session.after()
    stretch = session.stretch
    first, last = min(stretch[0], session.start), max(stretch[1], session.end)
    parts = [
        (_DIM, before.text if before else ""),
        ("", text[first : session.start]),
        (_BOLD, f"[{text[session.start : session.end]}]"),
        ("", text[session.end : last]),
        (_DIM, after.text if after else ""),
    ]
    lines = [
        _head(session, counts, width),
        _RULE * width,
        *_wrapped("", f"{_speaker(one)}   {one.score} points: {', '.join(one.reasons)}", width),
        "",
        *_context(parts, width),
        "",
        *_wrapped(_BOLD, f"Form: {'; '.join(_form(one))}", width),
        _RULE * width,
    ]
    return "".join(f"{line}\n" for line in lines) + key_lines(keys, width)


def key_lines(keys: Sequence[tuple[str, str]], width: int) -> str:
    """The keys with what they do, none of them broken at the end of a line."""
    lines = [""]
    for key, what in keys:
        told = f"{key} {what}"
        if lines[-1] and len(lines[-1]) + len(told) + 3 > width:
            lines.append("")
        lines[-1] += f" | {told}" if lines[-1] else told
    return "".join(f"{_DIM}{line}{_PLAIN}\n" if colours() else f"{line}\n" for line in lines)


def _head(session: ReviewSession, counts: str, width: int) -> str:
    title = safe_term(f"d{session.laid.document.number}  {session.laid.episode['title']}")
    told = f"{session.place + 1} of {len(session.waiting)}, {counts}"
    room = max(width - len(told) - 2, 10)
    shown = title if len(title) <= room else f"{title[: room - 3]}..."
    return f"{shown:<{room}}  {told}"


def _speaker(one: Candidate) -> str:
    who = one.said.speaker or "nobody known"
    return f"{who} ({one.said.basis})" if one.said.basis else who


def _context(parts: Sequence[tuple[str, str]], width: int) -> list[str]:
    """The sentence between its neighbours; the words that would be quoted stand in brackets."""
    (_, before), *own, (_, after) = parts
    lines = _wrapped(_DIM, before, width)
    told = "".join(" ".join(["", *part.split(), ""]) if part.strip() else " " for _, part in own)
    lines += ["", *_wrapped("", " ".join(told.split()).replace("[ ", "[").replace(" ]", "]"), width), ""]
    return [*lines, *_wrapped(_DIM, after, width)]


def _form(one: Candidate) -> list[str]:
    """What the form would be filled with."""
    sure = one.words or "flat"
    if one.hedge:
        sure = f'"{one.words}", a hedge: counted, not scored'
    elif one.low is not None and one.high is not None:
        sure = f'"{one.words}" {percent(one.low / _PPM, 0)} to {percent(one.high / _PPM, 0)}' if one.words else sure
    told = [one.kind, "denies" if one.denies else "affirms", sure]
    told += [f"time: {one.deadline}"] if one.deadline else []
    return [*told, f"if {hinge(one)}"] if one.condition else told


def hinge(one: Candidate) -> str:
    """What a suggestion hangs on, without the word that says so; "unless" turns it round, and stays."""
    return _IF.sub("", one.condition)


def _wrapped(style: str, text: str, width: int) -> list[str]:
    lines = fold_lines(safe_term(" ".join(text.split())), width) if text.strip() else []
    return [f"{style}{line}{_PLAIN}" if style and colours() else line for line in lines]
