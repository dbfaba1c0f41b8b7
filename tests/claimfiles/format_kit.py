"""Claims of any text, and how a file of them is read in a test."""

import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hypothesis import strategies as st

from ledger.claimfiles.rows import ClaimRow
from ledger.model.fields import EPISODE_FIELDS, FIELDS, RESOLUTION_FIELDS, Field, Takes
from ledger.text.clean import clean_text

SOURCE = "claims"
HOSTILE = (
    "=cmd()|' /C calc'!A0 \x1b[31m\x9b2J \x7f \u202e59.0 \u200b\u2066\ufeff\u2028 \U000e0041 \U0001f600 \u5bcc \\u{1b} "
    '; a\\;b \\ , " \'\'\' """ # [[claim]] [x] = {}\nsecond\r\nthird\rfourth\tend'
)
TRICKY = "=+-@\t\r\n\uff1d'\";,\\[]{}#= a\u202e\x1b\U0001f600\u0301"
_any = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_tricky = st.text(TRICKY, max_size=8)
STORED = (_any | _tricky | st.just(HOSTILE)).map(clean_text).filter(bool)
"""Text as a ledger holds it: whatever was said, without white space at its ends."""
_person = st.fixed_dictionaries({"name": STORED, "role": STORED})
_OF: dict[Takes, st.SearchStrategy[Any]] = {
    Takes.TEXT: STORED,
    Takes.FIGURE: STORED,
    Takes.FLAG: st.just(value=True),
    Takes.LIST: st.lists(STORED, min_size=1, max_size=3).map(tuple),
    Takes.PEOPLE: st.lists(_person, min_size=1, max_size=2).map(tuple),
}


def _tables(fields: dict[str, Field], **needed: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Tables in which any of the fields stand, in order."""
    optional = {name: _OF[field.takes] for name, field in fields.items() if name not in needed}
    found = st.fixed_dictionaries(dict(needed), optional=optional)
    return found.map(lambda table: {name: table[name] for name in fields if name in table})


_outcome = STORED.filter(lambda text: text.casefold() != "open")
VERDICTS = _tables(RESOLUTION_FIELDS, outcome=_outcome, target=st.sampled_from(["question", "condition"]))
ROWS = st.builds(
    ClaimRow,
    source=st.just(SOURCE),
    line=st.just(0),
    claim=_tables(FIELDS, statement=STORED),
    episode=st.none() | _tables(EPISODE_FIELDS, show=STORED),
    resolutions=st.lists(VERDICTS, max_size=3),
)

Read = Callable[[Any, str], Iterator[ClaimRow]]


def rows_of(read: Read, text: str | bytes) -> list[ClaimRow]:
    """The claims of a file."""
    data = text.encode() if isinstance(text, str) else text
    return list(read(io.BytesIO(data), SOURCE))


def stated(rows: Iterable[ClaimRow]) -> list[tuple[Any, ...]]:
    """What claims state, apart from where."""
    return [(dict(row.claim), row.episode and dict(row.episode), list(map(dict, row.resolutions))) for row in rows]


def faults(rows: Iterable[ClaimRow]) -> list[str]:
    """Every fault as people see it."""
    return [str(problem) for row in rows for problem in row.faults]


def hidden(text: str) -> set[str]:
    """The characters a terminal obeys or does not show, line ends aside."""
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
