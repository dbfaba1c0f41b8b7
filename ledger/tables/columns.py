"""The columns of a forecast table, and which column of a file each is taken from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from ledger.domain.quoting import quoted
from ledger.errors import InputError

Sort = Literal["text", "probability", "outcome", "instant", "weight"]


@dataclass(frozen=True)
class Column:
    """A column of the table: its name, what sort of value it holds, and what it is for."""

    name: str
    sort: Sort
    help: str
    required: bool = False


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("analyst", "text", "who stated it", required=True),
        Column("question", "text", "what it was about", required=True),
        Column("probability", "probability", "that the question's outcome is true, 0 to 1", required=True),
        Column("outcome", "outcome", "true, false, a fraction, void, ambiguous; empty is open; one per question"),
        Column("stated_at", "instant", "when it was stated"),
        Column("withdrawn_at", "instant", "when it was taken back: it stands no longer from then on"),
        Column("opens_at", "instant", "when the question opened; one per question"),
        Column("closes_at", "instant", "when it was to close; one per question"),
        Column("spot_at", "instant", "when spot scores are read; one per question"),
        Column("resolved_at", "instant", "when the world settled it; one per question"),
        Column("cluster", "text", "what resolves together, an episode or an event; else the question"),
        Column("topic", "text", "what --by topic groups by"),
        Column("weight", "weight", "of a row, above zero; else 1"),
    )
}
"""Every column there is, in the order in which they are explained."""

PER_QUESTION = ("outcome", "opens_at", "closes_at", "spot_at", "resolved_at")
"""Columns that say the same in every row of a question."""


class NoSuchColumn(InputError):
    """A name that is no column of a forecast table, or of the file."""

    def __init__(self, name: str, known: Iterable[str], where: str) -> None:
        """Name what looks like it, else all there are."""
        listed = list(known)
        near = get_close_matches(name, listed, n=3)
        told = f"Did you mean {' or '.join(map(quoted, near))}?" if near else f"There are: {', '.join(listed)}."
        super().__init__(f"{quoted(name)} is not a column of {where}.", told)


class MissingColumns(InputError):
    """Columns that are needed and are not in the file."""

    def __init__(self, names: Sequence[str], found: Iterable[str], needed_by: str) -> None:
        """Say what needs them, what is there, and how to name them."""
        listed = ", ".join(found) or "none"
        first = names[0]
        super().__init__(
            f"{needed_by} needs the column{'s' if len(names) > 1 else ''} {', '.join(names)}. The file has: {listed}.",
            f"Name the column that holds it: --map {first}=COLUMN, or give all rows one value: --set {first}=VALUE.",
        )


class UnreadablePair(InputError):
    """A --map or --set that is not NAME=VALUE."""

    def __init__(self, option: str, words: str) -> None:
        super().__init__(f"{option} {quoted(words)} is not NAME=VALUE.", f"Write it as in {_EXAMPLES[option]}.")


class NamedTwice(InputError):
    """One column asked for in two ways."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The column {name} is named twice.", "Give it once, by --map or by --set.")


_EXAMPLES = {"--map": "--map question=date", "--set": "--set analyst=EMOS"}


@dataclass(frozen=True)
class Layout:
    """Where each column of the table comes from: a column of the file, or one value for all rows."""

    taken: Mapping[str, str]
    fixed: Mapping[str, str]
    ignored: Sequence[str] = field(default=())

    def __contains__(self, name: str) -> bool:
        return name in self.taken or name in self.fixed

    @property
    def present(self) -> frozenset[str]:
        """The columns of the table that have values."""
        return frozenset(self.taken) | frozenset(self.fixed)

    def require(self, names: Iterable[str], needed_by: str, found: Iterable[str]) -> None:
        """Refuse to go on without the columns named.

        Raises:
            MissingColumns: naming all that are missing.
        """
        missing = [name for name in names if name not in self]
        if missing:
            raise MissingColumns(missing, found, needed_by)


def lay_out(found: Sequence[str], maps: Sequence[str] = (), sets: Sequence[str] = ()) -> Layout:
    """Say where each column comes from.

    A column of the file is taken by its own name (letter case and spaces around it aside); ``maps`` ("question=date")
    take one by another name, ``sets`` ("analyst=EMOS") give all rows one value.

    Raises:
        UnreadablePair, NoSuchColumn, NamedTwice: a pair that cannot be followed.
        MissingColumns: a required column is not there.
    """
    mapped = _pairs("--map", maps)
    fixed = _pairs("--set", sets)
    for name in mapped:
        if name in fixed:
            raise NamedTwice(name)
        if mapped[name] not in found:
            raise NoSuchColumn(mapped[name], found, "the file")
    by_name = {name.strip().casefold(): name for name in reversed(found)}
    own = {name: by_name[name] for name in COLUMNS if name in by_name and name not in mapped and name not in fixed}
    taken = {name: mapped.get(name) or own[name] for name in COLUMNS if name in mapped or name in own}
    used = set(taken.values())
    layout = Layout(taken, fixed, [name for name in found if name not in used])
    required = [column.name for column in COLUMNS.values() if column.required]
    layout.require(required, "A forecast table", found)
    return layout


def _pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for words in given:
        name, sign, value = words.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UnreadablePair(option, words)
        if name.strip() not in COLUMNS:
            raise NoSuchColumn(name.strip(), COLUMNS, "a forecast table")
        if name.strip() in pairs:
            raise NamedTwice(name.strip())
        pairs[name.strip()] = value.strip()
    return pairs
