"""The columns of a forecast table, and which column of a file each is taken from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from ledger.errors import InputError, quoted
from ledger.model.vocabulary import NEVER_SCORED, listed

Sort = Literal["text", "probability", "outcome", "instant", "weight", "level", "number", "observed", "rank"]
Per = Literal["row", "forecast", "option", "question"]


@dataclass(frozen=True)
class TableColumn:
    """A column of the table: its name, what sort of value it holds, and what it is for.

    In a form whose forecasts have several rows, ``per`` is what it must say the same of in every row.
    """

    name: str
    sort: Sort
    help: str
    required: bool = False
    per: Per = "row"


COLUMNS: dict[str, TableColumn] = {
    column.name: column
    for column in (
        TableColumn("analyst", "text", "who stated it", required=True),
        TableColumn("question", "text", "what it was about", required=True),
        TableColumn("probability", "probability", "that the question's outcome is true, 0 to 1", required=True),
        TableColumn(
            "outcome", "outcome", f"true, false, a fraction, {listed(NEVER_SCORED)}; empty is open; one per question"
        ),
        TableColumn("stated_at", "instant", "when it was stated"),
        TableColumn("withdrawn_at", "instant", "when it was taken back: it stands no longer from then on"),
        TableColumn("opens_at", "instant", "when the question opened; one per question"),
        TableColumn("closes_at", "instant", "when it was to close; one per question"),
        TableColumn("spot_at", "instant", "when spot scores are read; one per question"),
        TableColumn("resolved_at", "instant", "when the world settled it; one per question"),
        TableColumn("cluster", "text", "what resolves together, an episode or an event; else the question"),
        TableColumn("topic", "text", "what --by topic groups by"),
        TableColumn("weight", "weight", "of a row, above zero; else 1"),
    )
}
"""Every column there is, in the order in which they are explained."""

PER_QUESTION = ("outcome", "opens_at", "closes_at", "spot_at", "resolved_at")
"""Columns that say the same in every row of a question."""


@dataclass(frozen=True)
class ForecastType:
    """A form that forecasts come in: known by its ``marks``, columns that no other form has.

    ``title`` is what such a table is called; ``help`` says what a row of it is.
    """

    name: str
    title: str
    help: str
    marks: tuple[str, ...]
    columns: Mapping[str, TableColumn]


BINARY = ForecastType(
    "binary", "a forecast table", "a row is the probability that a question's outcome is true", (), COLUMNS
)


def _long(*own: TableColumn) -> Mapping[str, TableColumn]:
    """The columns of a form whose forecasts have several rows: its own, and those that all such forms have."""
    shared: dict[str, Per] = {
        "stated_at": "row",
        "withdrawn_at": "forecast",
        "closes_at": "question",
        "resolved_at": "question",
        "cluster": "forecast",
        "topic": "forecast",
        "weight": "forecast",
    }
    first = (COLUMNS["analyst"], COLUMNS["question"])
    rest = (replace(COLUMNS[name], per=per) for name, per in shared.items())
    return MappingProxyType({column.name: column for column in (*first, *own, *rest)})


_OPTIONS = _long(
    TableColumn("option", "text", "what the question may come to", required=True),
    TableColumn("probability", "probability", "that it comes to this option; together 1", required=True),
    TableColumn("outcome", "outcome", "true for the option that came about, false for the others", per="option"),
    TableColumn("answer", "text", "instead of outcome, in every row: the option that came about", per="question"),
    TableColumn("option_order", "rank", "the option's place, 1, 2, 3, where options have an order", per="option"),
)
_QUANTILES = _long(
    TableColumn("quantile", "level", "a probability strictly between 0 and 1", required=True),
    TableColumn("value", "number", "what the number is at most with that probability", required=True),
    TableColumn(
        "observed", "observed", f"what it turned out to be; {listed(NEVER_SCORED)}; empty is open", per="question"
    ),
)
FORMS: Mapping[str, ForecastType] = MappingProxyType({
    form.name: form
    for form in (
        ForecastType(
            "options",
            "a table of options",
            "the rows of a forecast give a probability to each option, of which one comes about",
            ("option",),
            _OPTIONS,
        ),
        ForecastType(
            "quantiles",
            "a table of quantiles",
            "the rows of a forecast give quantiles of a number",
            ("quantile", "value"),
            _QUANTILES,
        ),
        BINARY,
    )
})  # fmt: skip
"""Every form, in the order in which they are looked for; the last has no marks."""

KNOWN: Mapping[str, TableColumn] = MappingProxyType(
    {name: column for form in (BINARY, *FORMS.values()) for name, column in form.columns.items()}
)
"""The columns of all forms."""


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
            f"{needed_by} needs the column{'s' if len(names) > 1 else ''} {', '.join(names)}. The table has: {listed}.",
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
    """Which form a table has, and where each column comes from: a column of the file, or one value for all rows."""

    taken: Mapping[str, str]
    fixed: Mapping[str, str]
    ignored: Sequence[str] = field(default=())
    form: ForecastType = BINARY

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


def lay_out_table(found: Sequence[str], maps: Sequence[str] = (), sets: Sequence[str] = ()) -> Layout:
    """Say which form the table has, and where each column comes from.

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
            raise NoSuchColumn(mapped[name], found, "the table")
    by_name = {name.strip().casefold(): name for name in reversed(found)}
    form = _form({*by_name, *mapped, *fixed})
    for name in (*mapped, *fixed):
        if name not in form.columns:
            raise NoSuchColumn(name, form.columns, form.title)
    own = {name: by_name[name] for name in form.columns if name in by_name and name not in {*mapped, *fixed}}
    taken = {name: mapped.get(name) or own[name] for name in form.columns if name in mapped or name in own}
    used = set(taken.values())
    layout = Layout(taken, fixed, [name for name in found if name not in used], form)
    required = [column.name for column in form.columns.values() if column.required]
    layout.require(required, form.title.capitalize(), found)
    return layout


def _form(names: set[str]) -> ForecastType:
    """The first form whose marks are all there."""
    return next(form for form in FORMS.values() if names.issuperset(form.marks))


def _pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for words in given:
        name, sign, value = words.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UnreadablePair(option, words)
        if name.strip() not in KNOWN:
            raise NoSuchColumn(name.strip(), KNOWN, "a forecast table")
        if name.strip() in pairs:
            raise NamedTwice(name.strip())
        pairs[name.strip()] = value.strip()
    return pairs
