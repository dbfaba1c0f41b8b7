"""The kinds of file an episode comes in. To add one, write its module and name it in ``MODULES``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from ledger.documents.page import Page, Raw


@dataclass(frozen=True)
class ReadOn:
    """What a user says of a file beside the file: the order of a printed date's numbers, the day it is today (ISO)."""

    date_order: str = ""
    today: str = ""


@dataclass(frozen=True)
class PageKind:
    """A kind of file. ``recognises`` looks at the first few thousand characters and the name; it must be quick."""

    name: str
    title: str
    recognises: Callable[[Raw], bool]
    read: Callable[[Raw, ReadOn], Page]


MODULES = (
    "goodpods", "podquest", "webvtt", "subrip", "transcript_json", "chapters_json", "transcript_html", "article",
    "plain",
)  # fmt: skip
"""In the order in which they are asked; the last takes everything. Each has its entry under the name ``KIND``."""


@cache
def kinds() -> tuple[PageKind, ...]:
    """Every kind of file, in the order in which they are asked."""
    return tuple(import_module(f"ledger.documents.{module}").KIND for module in MODULES)


def kind_of(raw: Raw) -> PageKind:
    """The first kind that recognises a file."""
    return next(kind for kind in kinds() if kind.recognises(raw))
