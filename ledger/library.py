"""Ledger as a Python library: a ledger that is open, and what it and a forecast table give.

What is done here is done by the same functions as on the command line, and gives the same rows as ``--format json``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypedDict, TypeVar, Unpack

from ledger.errors import ConflictError, InputError, NotOneOf
from ledger.model.vocabulary import Reading

if TYPE_CHECKING:
    from ledger.journal.location import Location
    from ledger.journal.reader import Reader
    from ledger.journal.writer import Writer
    from ledger.query.listing import Filters
    from ledger.render.report import Display, Report

Row = Mapping[str, Any]
Day = str | int | date
"""A day, or a span of days such as 2019."""
_Options = TypeVar("_Options")


class Which(TypedDict, total=False):
    """Which claims to look at, in the words of the command line's filters."""

    topic: str
    kind: str
    state: str
    since: Day
    until: Day
    show: str
    attribution: str
    text: str
    prospective: bool


@dataclass(frozen=True)
class Results:
    """What a listing or a report found: the rows that ``--format json`` prints, and what stands beside them there."""

    rows: Sequence[Row]
    total: Row | None = None
    as_of: Row | None = None
    """The entry of the journal that the figures speak of; None of a table that is no ledger's."""
    more: Row = field(default_factory=dict)
    """Further keys of the JSON object, such as ``table`` and ``policy`` of a score."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, place: int) -> Row:
        return self.rows[place]

    def to_frame(self) -> Any:  # noqa: ANN401 - of whichever library is installed
        """The rows as a data frame of pandas, else of Polars.

        Raises:
            InputError: neither is installed.
        """
        rows = [dict(row) for row in self.rows]
        try:
            import pandas as pd  # type: ignore[import-untyped, unused-ignore]
        except ImportError:
            try:
                import polars as pl
            except ImportError:
                raise InputError("There is nothing to make a data frame with.", "pip install pandas") from None
            return pl.DataFrame(rows, infer_schema_length=None)
        return pd.DataFrame(rows)


class Book:
    """A ledger that is open. Every call is a transaction of its own, and sees what was recorded before it.

    As of a moment of the past it is for reading alone, and what it read is kept until it is closed.
    """

    def __init__(self, location: "Location", as_of: str | None, actor: str) -> None:
        self._location = location
        self._as_of = as_of
        self._actor = actor
        self._past: Any = None
        self._reader: Reader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of a ledger that was read as of a moment. A ledger of today holds nothing open."""
        if self._past is not None:
            self._past.__exit__(None, None, None)
            self._past = self._reader = None

    def summary(  # noqa: PLR0913 - the options of the command
        self, *analysts: str, by: str = "analyst", reading: str = "coded", reference: str | None = None,
        peers: bool = False, difficulty: bool = False, shrunk: bool = False, unresolved: str | None = None,
        **which: Unpack[Which],
    ) -> Results:  # fmt: skip
        """Accuracy by analyst, or another grouping, as ``ledger summary``; the options are explained in its help.

        Raises:
            LedgerError: an analyst who is not there, a word that is not known, a date that cannot be read.
        """
        from ledger.reports.options import read_reading
        from ledger.reports.summary import SummaryOptions, summary_display

        options = SummaryOptions(
            by, _filters(which, analysts), read_reading(reading), reference, False, peers, difficulty, shrunk,
            unresolved,
        )  # fmt: skip
        extras = None
        if options.extras:
            from ledger.reports.summary_extras import with_extras  # NumPy is theirs alone

            extras = with_extras
        with self._reading() as reader:
            return _results(summary_display(reader, options, extras))

    def calibration(self, *analysts: str, **options: Any) -> Results:  # noqa: ANN401 - of two declarations
        """How often what was said came true, by how sure it was said, as ``ledger calibration``.

        Args:
            analysts: names, their beginnings, or a3; a row each. None is all together.
            options: ``reading``, ``scale``, ``level``, ``draws``, ``seed``, and the filters (``Which``).

        Raises:
            LedgerError: an analyst who is not there, a word that is not known.
        """
        from ledger.reports.calibration import CalibrationOptions, calibration
        from ledger.reports.eligible import LedgerSource

        scale = options.pop("scale", None)
        chosen, which = _split(CalibrationOptions, options)
        with self._reading() as reader:
            return _results(calibration(LedgerSource(reader, _filters(which), scale), analysts, chosen))

    def trend(self, analyst: str, **options: Any) -> Results:  # noqa: ANN401 - of two declarations
        """An analyst's score by quarter or year of the deadline, as ``ledger trend``.

        Args:
            analyst: a name, its beginning, or a3.
            options: ``by``, ``measure``, ``reading``, ``scale``, ``level``, ``log_floor``, and the filters (``Which``).

        Raises:
            LedgerError: the analyst is not there, a word is not known.
        """
        from ledger.reports.eligible import LedgerSource
        from ledger.reports.trend import TrendOptions, trend

        scale = options.pop("scale", None)
        chosen, which = _split(TrendOptions, options)
        with self._reading() as reader:
            return _results(trend(LedgerSource(reader, _filters(which), scale), analyst, chosen))

    def compare(self, a: str, b: str, **options: Any) -> Results:  # noqa: ANN401 - of two declarations
        """Two analysts on the questions both answered, as ``ledger compare``.

        Args:
            a: a name, its beginning, or a3.
            b: the same of the other.
            options: ``measure``, ``policy``, ``reading``, ``scale``, ``level``, ``log_floor``, ``sequential``, and the
                filters (``Which``).

        Raises:
            LedgerError: one of them is not there, a word is not known.
        """
        from ledger.reports.compare import CompareOptions, compare_claims, read_compare_policy

        policy = read_compare_policy(options.pop("policy", None), in_file=False)
        chosen, which = _split(CompareOptions, {**options, "policy": policy})
        with self._reading() as reader:
            return _results(compare_claims(reader, (a, b), _filters(which), chosen))

    def score(self, **options: Any) -> Results:  # noqa: ANN401 - of two declarations
        """The ledger's own claims scored as a forecast table, as ``ledger score`` without a file.

        Args:
            options: those of ``ledger.score``, ``scale``, and the filters (``Which``).

        Raises:
            LedgerError: a measure, a policy, a word that is not known.
        """
        from ledger.reports.score import score_claims

        scale = options.pop("scale", None)
        asked, which = _scoring(options, default="first")
        with self._reading() as reader:
            return _results(score_claims(reader, asked, _filters(which), scale))

    def claims(self, *analysts: str, limit: int | None = None, **which: Unpack[Which]) -> Results:
        """Claims in the order they were recorded, as ``ledger list``; ``limit`` is how many of the first.

        Raises:
            LedgerError: an analyst who is not there, a word that is not known, a date that cannot be read.
        """
        from ledger.query.listing import list_claims

        with self._reading() as reader:
            return Results(list_claims(reader, _filters(which, analysts), limit), None, reader.as_of.row())

    def due(self, *, within: str | None = None, overdue: bool = False) -> Results:
        """Open questions by deadline, as ``ledger due``; ``within`` is 30d, 6w, 3m."""
        from ledger.query.listing import due

        with self._reading() as reader:
            return Results(due(reader, within=within, overdue=overdue), None, reader.as_of.row())

    def history(self, ref: str | None = None, *, last: int | None = None) -> Results:
        """Who changed what, and when, of one record (12, q7, e2, a3) or of all, as ``ledger log``."""
        from ledger.query.history import history

        with self._reading() as reader:
            return Results(history(reader, ref, last), None, reader.as_of.row())

    def record(self, *, new_analyst: bool = False, **stated: Any) -> Row:  # noqa: ANN401 - as the fields declare
        """Record a claim, as ``ledger add`` does, and give it as ``ledger list`` has it.

        Args:
            new_analyst: the name is new, though it looks like a known one.
            stated: the claim under the names of a claim's fields: ``statement``, ``analyst``, ``stated_on``,
                ``deadline``, ``criteria``, ``condition``, ``likelihood``, ``quote``, ``topics`` ...; ``episode`` is a
                known one (``e2``, or its title) or a mapping with ``show``, ``title``, ``published_on``, ``url``.
                Days may be dates; a likelihood may be a number.

        Returns:
            The claim, with ``hints`` (what will make it hard to settle, by name) and ``warnings``.

        Raises:
            LedgerError: what cannot be read or contradicts the record; nothing is then recorded.
        """
        from ledger.curation.recording import Recorder
        from ledger.model.fields import EPISODE, FIELDS
        from ledger.query.listing import claims_where, public_claim

        known = [*FIELDS, EPISODE]
        for name in stated:
            if name not in known:
                raise NotOneOf("The field", name, known)
        needed = [name for name, one in FIELDS.items() if one.required and not stated.get(name)]
        if missing := [name for name in needed if name != "statement" or not stated.get("question")]:
            raise InputError(f"A claim needs {' and '.join(missing)}.", "Give them by name: statement=..., analyst=...")
        with self._writing() as writer:
            recorded = Recorder(writer, _today(), writer.actor).record(_in_words(stated), new_analyst=new_analyst)
            row = claims_where(writer, str(_today()), "c.id = :id", id=recorded.claim.id)[0]
        topics = list(recorded.question.topics)
        return {**public_claim(row), "topics": topics, "hints": recorded.hints, "warnings": list(recorded.warnings)}

    def resolve(  # noqa: PLR0913 - the options of the command
        self, ref: str | int, outcome: str, *, on: Day | None = None, evidence: str | Sequence[str] = (),
        reason: str | None = None, by: str | None = None, note: str | None = None, condition: bool = False,
        key: str | None = None,
    ) -> Row:  # fmt: skip
        """Record what the world made of a question (q7, or a claim on it), as ``ledger resolve``.

        Returns:
            ``question`` (its number), ``outcome``, ``resolved_on``, and the ``claims`` on it as they now stand.

        Raises:
            LedgerError: there is no such question, or the verdict lacks its day or what it rests on.
        """
        from ledger.curation.resolving import Verdict, resolve
        from ledger.query.listing import claims_where, public_claim

        shown = (evidence,) if isinstance(evidence, str) else tuple(evidence)
        verdict = Verdict(outcome, None if on is None else str(on), shown, reason, by, note, condition, key)
        with self._writing() as writer:
            done = resolve(writer, str(ref), verdict, today=_today(), actor=writer.actor)
            claims = claims_where(writer, str(_today()), "q.id = :id", id=done.question["id"])
        return {
            "question": done.question["number"],
            "outcome": outcome,
            "resolved_on": None if on is None else str(on),
            "claims": [public_claim(claim) for claim in claims],
        }

    @contextmanager
    def _reading(self) -> Iterator["Reader"]:
        from ledger.journal.reader import reading

        if self._as_of is None:
            with reading(self._location) as reader:
                yield reader
            return
        if self._reader is None:  # replaying the journal takes long: what it gave is kept
            from ledger.model.instants import read_instant

            self._past = reading(self._location, read_instant(self._as_of, "as-of"))
            self._reader = self._past.__enter__()
        yield self._reader

    @contextmanager
    def _writing(self) -> Iterator["Writer"]:
        from ledger.journal.writer import writing

        if self._as_of is not None:
            raise ConflictError("A ledger as of a moment of the past is for reading.", "Open it without as_of.")
        with writing(self._location, actor=self._actor) as writer:
            yield writer


def open(  # noqa: A001 - read as ledger.open
    path: str | Path | None = None, *, as_of: str | datetime | date | None = None, create: bool = False, actor: str = ""
) -> Book:
    """Open a ledger.

    Args:
        path: a file, or an address (``postgresql://HOST/NAME``). None is ``LEDGER_DB``, else the one in the user's
            data folder, as on the command line.
        as_of: look at it as it stood then: an instant, or a date (its end, UTC).
        create: make a new, empty one where there is none yet.
        actor: who records; else ``LEDGER_ACTOR``, else the user's name.

    Raises:
        LedgerError: there is no ledger there, or it cannot be read.
    """
    from ledger.journal.location import locate
    from ledger.journal.reader import reading

    location = locate(None if path is None else str(path))
    if create and location.path is not None and not location.path.exists():
        from ledger.journal.schema import create as make

        make(location)
    else:
        with reading(location):  # so that what is wrong with it is told here
            pass
    return Book(location, None if as_of is None else str(as_of), actor)


def score(table: object, **options: Any) -> Results:  # noqa: ANN401 - named below
    """Score a table of forecasts, as ``ledger score FILE`` does.

    Args:
        table: the path of a CSV, JSONL or Parquet file; or a data frame of pandas or Polars, or an Arrow table, with
            the same columns (``analyst``, ``question``, ``probability``, ``outcome`` ...).
        options: ``measures`` (names, or one text with commas, or "all"), ``by`` ("analyst", or several names), ``per``
            ("question"), ``policy`` ("each", "first", "last", "time"), ``at_lead``, ``gjo_compat``, ``level``,
            ``log_floor``, ``reference``, ``reading``, ``intervals``, ``skip_bad``; ``maps`` and ``sets`` (mappings
            from a name to a column, or to one value for all rows); ``analyst``, ``topic``, ``since``, ``until``.

    Returns:
        A row a group; ``more`` has ``table``, ``policy`` and the other keys of the JSON.

    Raises:
        TableRejected: rows have faults; all of them stand in it.
        LedgerError: a file, a column, a measure or a word that is not known.
    """
    from ledger.forecasts.prefetch import FileAsk, begin
    from ledger.reports.score import file_scores_display

    maps, sets = (
        [f"{name}={value}" for name, value in dict(options.pop(what, None) or {}).items()] for what in ("maps", "sets")
    )
    skip_bad = bool(options.pop("skip_bad", False))
    asked, which = _scoring(options, default="each")
    for name in which:
        if name not in {"analyst", "topic", "since", "until"}:
            raise NotOneOf("The option", name, _SCORE_OPTIONS)
    words = {name: str(value) for name, value in which.items() if value is not None}
    rows = FileAsk(maps, sets, skip_bad, today=str(datetime.now(UTC).date()), **words)
    with begin(Path(table) if isinstance(table, str | PathLike) else table, rows) as early:
        return _results(file_scores_display(early, asked, rows))


_SCORE_OPTIONS = (
    "measures", "by", "per", "policy", "at_lead", "gjo_compat", "level", "log_floor", "reference", "reading",
    "intervals", "skip_bad", "maps", "sets", "analyst", "topic", "since", "until",
)  # fmt: skip


def _scoring(options: Mapping[str, Any], default: str) -> tuple[Any, dict[str, Any]]:
    """How a table is scored, read as the command line's options are; and the options that are about something else."""
    from ledger.reports.score import read_options

    given: dict[str, Any] = {
        "by": "analyst", "per": None, "policy": None, "at_lead": None, "gjo_compat": False, "measures": None,
        "level": 0.90, "log_floor": None, "reference": None, "reading": "coded", "intervals": False,
    }  # fmt: skip
    given |= {name: value for name, value in options.items() if name in given}
    for name in ("measures", "by"):
        if given[name] is not None and not isinstance(given[name], str):
            given[name] = ",".join(given[name])
    if given["reference"] is not None:
        given["reference"] = str(given["reference"])
    return read_options(**given, default=default), {name: options[name] for name in options if name not in given}


def _filters(which: Mapping[str, Any], analysts: Sequence[str] = ()) -> "Filters":
    from ledger.query.listing import Filters

    known = [one.name for one in fields(Filters) if one.name != "analysts"]
    for name in which:
        if name not in known:
            raise NotOneOf("The option", name, known)
    words: dict[str, Any] = {name: str(one) if isinstance(one, date | int) and not isinstance(one, bool) else one
                             for name, one in which.items()}  # fmt: skip
    return Filters(**words, analysts=tuple(analysts))


def _split(kind: type[_Options], options: Mapping[str, Any]) -> tuple[_Options, dict[str, Any]]:
    """The options of a report, and those that say which claims it is about."""
    from ledger.reports.options import read_reading

    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    own = {name: value for name, value in options.items() if name in names}
    if "reading" in own and not isinstance(own["reading"], Reading):
        own["reading"] = read_reading(own["reading"])
    return kind(**own), {name: value for name, value in options.items() if name not in names}


def _results(display: "Display") -> Results:
    report: Report = display.report
    return Results(report.rows, report.total, report.as_of, report.extra)


def _in_words(stated: Mapping[str, Any]) -> dict[str, Any]:
    """What is stated as files of claims have it: a day as it is written."""
    return {
        name: str(value) if isinstance(value, date) else _in_words(value) if isinstance(value, Mapping) else value
        for name, value in stated.items()
    }


def _today() -> date:
    """The day it is where the curator is."""
    return datetime.now().astimezone().date()
