"""The kinds of file an episode comes in. To add one, write its module and name it in ``MODULES``.

Another package registers its own with ``page_kind``; those are asked first, as the last of ours takes everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from ledger.documents.page import Page, Raw
from ledger.plugins import Registry, registering, told_by_name


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


_ADDED: Registry[PageKind] = Registry("ledger.page_kinds", "page kind", MODULES)
"""The kinds that are not ours, by their names."""


def page_kind(
    name: str, *, title: str, recognises: Callable[[Raw], bool], read: Callable[[Raw, ReadOn], Page]
) -> PageKind:
    """Register a kind of file that episodes come in.

    Args:
        name: its name, which pages of it and answers give.
        title: what people see.
        recognises: whether a file is of this kind; asked of every file, with its name and text. A plugin's that fails
            is told of, and the file is of another kind.
        read: makes the page of such a file; it raises a ``LedgerError`` where it cannot.

    Raises:
        ConflictError: a kind has that name.
    """
    kind = PageKind(name, title, told_by_name(recognises, otherwise=False), told_by_name(read))
    _ADDED.enter(name, kind, registering())
    return kind


def kinds() -> tuple[PageKind, ...]:
    """Every kind of file, in the order in which they are asked."""
    return (*_ADDED.values(), *(import_module(f"ledger.documents.{module}").KIND for module in MODULES))


def kind_of(raw: Raw) -> PageKind:
    """The first kind that recognises a file."""
    return next(kind for kind in kinds() if kind.recognises(raw))
