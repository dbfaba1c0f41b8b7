"""Ledger as a Python library: a ledger that is open, and what it and a forecast table give.

What is done here is done by the same functions as on the command line, and gives the same rows as ``--format json``.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache, wraps
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypedDict, TypeVar, Unpack, get_args

from ledger.errors import ConflictError, InputError, NotOneOf

if TYPE_CHECKING:
    from ledger.journal.location import Location
    from ledger.journal.reader import Reader
    from ledger.journal.writer import Writer
    from ledger.query.listing import Filters
    from ledger.render.report import Report

Row = dict[str, Any]
Day = str | int | date
"""A day, or a span of days such as 2019."""
_Options = TypeVar("_Options")
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class Among(TypedDict, total=False):
    """Which claims a report is about, in the words of the command line's filters."""

    topic: str
    kind: str
    since: Day
    until: Day
    show: str
    attribution: str
    text: str
    prospective: bool


class Which(Among, total=False):
    """The same of a listing or a summary."""

    analyst: str
    state: str


class Read(Among, total=False):
    """How claims are read for a report: what becomes of partial outcomes, and the scale that reads all phrases."""

    reading: str
    scale: str
    level: float


class CalibrationWords(Read, total=False):
    """What is asked of ``Book.calibration``."""

    draws: int
    seed: int


class TrendWords(Read, total=False):
    """What is asked of ``Book.trend``: ``by`` is quarter or year."""

    by: str
    measure: str
    log_floor: float


class CompareWords(Read, total=False):
    """What is asked of ``Book.compare``."""

    measure: str
    policy: str
    log_floor: float
    sequential: bool


class ScoreWords(TypedDict, total=False):
    """How a table is scored, in the words of the options of ``ledger score``."""

    measures: str | Sequence[str]
    by: str | Sequence[str]
    per: str
    policy: str
    at_lead: str
    gjo_compat: bool
    level: float
    log_floor: float
    reference: str | float
    reading: str
    intervals: bool
    analyst: str
    topic: str
    since: Day
    until: Day


class TableWords(ScoreWords, total=False):
    """The same of a table that is no ledger's; ``maps`` and ``sets`` give a column, or one value for all rows."""

    maps: Mapping[str, str]
    sets: Mapping[str, str]
    skip_bad: bool


class ClaimScoreWords(ScoreWords, total=False):
    """The same of a ledger's own claims."""

    scale: str
    prospective: bool


def _checked(function: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """A function that refuses a keyword it does not have, and names those it has.

    Raises:
        NotOneOf: (when it is called) there is no such keyword.
    """

    @wraps(function)
    def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        known = _keywords(function)
        for name in kwargs:
            if known and name not in known:
                raise NotOneOf("The keyword", name, known)
        return function(*args, **kwargs)

    return call


@cache
def _keywords(function: Callable[..., Any]) -> tuple[str, ...]:
    """What a function can be given by name; nothing where it takes whatever it is given."""
    found: list[str] = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            words = get_args(parameter.annotation)
            if not words:
                return ()
            found += inspect.get_annotations(words[0])
        elif parameter.kind is not parameter.VAR_POSITIONAL and name != "self":
            found.append(name)
    return tuple(found)


_KEYS = 5
"""So many keys of a row are named where results are shown at a prompt."""


@dataclass(frozen=True, repr=False)
class Results:
    """What a listing or a report found: the rows that ``--format json`` prints, and what stands beside them there."""

    rows: list[Row]
    total: Row | None = None
    as_of: Row | None = None
    """The entry of the journal that the figures speak of; None of a table that is no ledger's."""
    notes: tuple[str, ...] = ()
    """The sentences that stand under the table for people: how far the figures carry."""
    more: Row = field(default_factory=dict)
    """Further keys of the JSON object, such as ``table`` and ``policy`` of a score."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, place: int) -> Row:
        return self.rows[place]

    def __repr__(self) -> str:
        names = ", ".join([*self.rows[0]][:_KEYS]) + (", ..." if len(self.rows[0]) > _KEYS else "") if self.rows else ""
        count = "1 row" if len(self.rows) == 1 else f"{len(self.rows):,} rows"
        told = [f"{count} of {names}" if names else count]
        told += ["a total"] if self.total is not None else []
        told += [f"as of entry {self.as_of['entry']}"] if self.as_of is not None else []
        return f"<Results: {'; '.join(told)}>"

    def to_frame(self) -> Any:  # noqa: ANN401 - of whichever library is installed
        """The rows as a data frame of pandas, else of Polars.

        Raises:
            InputError: neither is installed.
        """
        try:
            import pandas as pd  # type: ignore[import-untyped, unused-ignore]
        except ImportError:
            try:
                import polars as pl
            except ImportError:
                raise InputError("There is nothing to make a data frame with.", "pip install pandas") from None
            return pl.DataFrame(self.rows, infer_schema_length=None)
        return pd.DataFrame(self.rows)


class Book:
    """A ledger that is open. Every call is a transaction of its own, and sees what was recorded before it.

    As of a moment of the past it is for reading alone, and what it read is kept until it is closed.
    """

    def __init__(self, location: "Location", as_of: datetime | None, actor: str) -> None:
        self._location = location
        self._as_of = as_of
        self._actor = actor
        self._open = ExitStack()
        self._reader: Reader | None = None

    def __repr__(self) -> str:
        then = f" as of {self._as_of.isoformat()}" if self._as_of else ""
        return f"<Book {self._location}{then}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of a ledger that was read as of a moment. A ledger of today holds nothing open."""
        self._open.close()
        self._reader = None

    @_checked
    def summary(  # noqa: PLR0913 - the options of the command
        self, *analysts: str, by: str = "analyst", reading: str = "coded", reference: str | float | None = None,
        peers: bool = False, difficulty: bool = False, shrunk: bool = False, unresolved: str | None = None,
        **which: Unpack[Which],
    ) -> Results:  # fmt: skip
        """Accuracy by analyst, or another grouping, as ``ledger summary``; the options are explained in its help.

        Raises:
            LedgerError: an analyst who is not there, a word that is not known, a date that cannot be read.
        """
        from ledger.reports.options import read_reading
        from ledger.reports.summary import SummaryOptions, summary_display

        against = None if reference is None else str(reference)
        options = SummaryOptions(
            by, _filters(which, analysts), read_reading(reading), against, False, peers, difficulty, shrunk, unresolved
        )
        extras = None
        if options.extras:
            from ledger.reports.summary_extras import with_extras  # NumPy is theirs alone

            extras = with_extras
        with self._reading() as reader:
            return _results(summary_display(reader, options, extras).report)

    @_checked
    def calibration(self, *analysts: str, **options: Unpack[CalibrationWords]) -> Results:
        """How often what was said came true, by how sure it was said, as ``ledger calibration``.

        Args:
            analysts: names, their beginnings, or a3; a row each. None is all together.
            options: see ``CalibrationWords``.

        Raises:
            LedgerError: an analyst who is not there, a word that is not known.
        """
        from ledger.reports.calibration import CalibrationOptions, calibration
        from ledger.reports.eligible import LedgerSource

        scale = options.pop("scale", None)
        chosen, which = _split(CalibrationOptions, options)
        with self._reading() as reader:
            return _results(calibration(LedgerSource(reader, _filters(which), scale), analysts, chosen).report)

    @_checked
    def trend(self, analyst: str, **options: Unpack[TrendWords]) -> Results:
        """An analyst's score by quarter or year of the deadline, as ``ledger trend``.

        Args:
            analyst: a name, its beginning, or a3.
            options: see ``TrendWords``.

        Raises:
            LedgerError: the analyst is not there, a word is not known.
        """
        from ledger.reports.eligible import LedgerSource
        from ledger.reports.trend import TrendOptions, trend

        scale = options.pop("scale", None)
        chosen, which = _split(TrendOptions, options)
        with self._reading() as reader:
            return _results(trend(LedgerSource(reader, _filters(which), scale), analyst, chosen).report)

    @_checked
    def compare(self, a: str, b: str, **options: Unpack[CompareWords]) -> Results:
        """Two analysts on the questions both answered, as ``ledger compare``.

        Args:
            a: a name, its beginning, or a3.
            b: the same of the other.
            options: see ``CompareWords``.

        Raises:
            LedgerError: one of them is not there, a word is not known.
        """
        from ledger.reports.compare import CompareOptions, compare_claims, read_compare_policy

        policy = read_compare_policy(options.pop("policy", None), in_file=False)
        chosen, which = _split(CompareOptions, {**options, "policy": policy})
        with self._reading() as reader:
            return _results(compare_claims(reader, (a, b), _filters(which), chosen).report)

    @_checked
    def score(self, **options: Unpack[ClaimScoreWords]) -> Results:
        """The ledger's own claims scored as a forecast table, as ``ledger score`` without a file.

        Args:
            options: see ``ClaimScoreWords``.

        Raises:
            LedgerError: a measure, a policy, a word that is not known.
        """
        from ledger.reports.score import score_claims

        scale = options.pop("scale", None)
        asked, which = _scoring(options, default="first")
        with self._reading() as reader:
            return _results(score_claims(reader, asked, _filters(which), scale).report)

    @_checked
    def claims(self, *analysts: str, limit: int | None = None, **which: Unpack[Which]) -> Results:
        """Claims in the order they were recorded, as ``ledger list``; ``limit`` is how many of the first.

        Raises:
            LedgerError: an analyst who is not there, a word that is not known, a date that cannot be read.
        """
        from ledger.query.listing import list_claims

        with self._reading() as reader:
            return Results(list_claims(reader, _filters(which, analysts), limit), None, reader.as_of.row())

    @_checked
    def due(self, *, within: str | None = None, overdue: bool = False) -> Results:
        """Open questions by deadline, as ``ledger due``; ``within`` is 30d, 6w, 3m."""
        from ledger.query.listing import due

        with self._reading() as reader:
            return Results(due(reader, within=within, overdue=overdue), None, reader.as_of.row())

    @_checked
    def history(self, ref: str | None = None, *, last: int | None = None) -> Results:
        """Who changed what, and when, of one record (12, q7, e2, a3) or of all, as ``ledger log``."""
        from ledger.query.history import history

        with self._reading() as reader:
            return Results(history(reader, ref, last), None, reader.as_of.row())

    @_checked
    def show(self, ref: str | int) -> Results:
        """A record whole (12, q7, e2, d4, a3, a key), as ``ledger show``.

        Returns:
            One row, and in ``more`` what belongs to it, such as ``verdicts``, ``claims`` and ``history``; of an analyst
            every claim, with the figures as the total.

        Raises:
            LedgerError: nothing goes by that name.
        """
        from ledger.reports.records import record_page

        with self._reading() as reader:
            return _results(record_page(reader, str(ref)).for_machines)

    def record(
        self, *, new_analyst: bool = False, occurrence: int | None = None, document: str | None = None,
        as_heard: bool = False, **stated: Any,  # noqa: ANN401 - as the fields declare
    ) -> Row:  # fmt: skip
        """Record a claim, as ``ledger add`` does, and give it as ``ledger list`` has it.

        Args:
            new_analyst: the name is new, though it looks like a known one.
            occurrence: which, where the quote stands more than once in the episode's document.
            document: the document the quote stands in, of several the episode has: ``d3``.
            as_heard: keep the quote though it does not stand in the document.
            stated: the claim under the names of a claim's fields: ``statement``, ``analyst``, ``stated_on``,
                ``deadline``, ``criteria``, ``condition``, ``likelihood``, ``quote``, ``topics`` ...; ``episode`` is a
                known one (``e2``, or its title) or a mapping with ``show``, ``title``, ``published_on``, ``url``.
                Days may be dates; a likelihood may be a number.

        Returns:
            The claim, with ``hints`` (what will make it hard to settle, by name) and ``warnings``.

        Raises:
            LedgerError: what cannot be read or contradicts the record; nothing is then recorded.
        """
        from ledger.curation.anchoring import Given
        from ledger.curation.recording import Recorder
        from ledger.model.days import today
        from ledger.model.fields import EPISODE, FIELDS
        from ledger.query.listing import claims_where, public_claim

        known = [*FIELDS, EPISODE, "new_analyst", "occurrence", "document", "as_heard"]
        for name in stated:
            if name not in known:
                raise NotOneOf("The keyword", name, known)
        needed = [name for name, one in FIELDS.items() if one.required and not stated.get(name)]
        if missing := [name for name in needed if name != "statement" or not stated.get("question")]:
            raise InputError(f"A claim needs {' and '.join(missing)}.", "Give them by name: statement=..., analyst=...")
        with self._writing() as writer:
            place = Given(occurrence, document, as_heard)
            recorder = Recorder(writer, today(), writer.actor)
            recorded = recorder.record(_in_words(stated), new_analyst=new_analyst, place=place)
            row = claims_where(writer, str(today()), "c.id = :id", id=recorded.claim.id)[0]
        topics = list(recorded.question.topics)
        return {**public_claim(row), "topics": topics, "hints": recorded.hints, "warnings": list(recorded.warnings)}

    @_checked
    def resolve(  # noqa: PLR0913 - the options of the command
        self, ref: str | int, outcome: str, *, on: Day | None = None, evidence: str | Sequence[str] = (),
        reason: str | None = None, judged_by: str | None = None, note: str | None = None, target: str = "question",
        key: str | None = None,
    ) -> Row:  # fmt: skip
        """Record what the world made of a question (q7, or a claim on it), as ``ledger resolve``.

        Args:
            ref: the question, or a claim on it.
            outcome: true, false, partial=0.4 ...; open takes the verdict in force back, for a reason.
            on: the day the world settled it.
            evidence: what shows it: addresses or short references.
            reason: why, where the outcome is neither plainly true nor plainly false.
            judged_by: who judged it; else whoever records.
            note: the curator's note.
            target: question, or condition where the verdict is on what the question hangs on.
            key: the verdict's key outside the ledger.

        Returns:
            The row that ``ledger resolve --format json`` gives: the verdict, the ``earlier`` ones, and the ``claims``
            on the question as they now stand.

        Raises:
            LedgerError: there is no such question, or the verdict lacks its day or what it rests on.
        """
        from ledger.curation.resolving import Verdict, reopen, resolve
        from ledger.model.days import today
        from ledger.model.vocabulary import Outcome, Target
        from ledger.query.listing import claims_where

        if target not in set(Target):
            raise NotOneOf("target", target, Target)
        shown = (evidence,) if isinstance(evidence, str) else tuple(evidence)
        day = None if on is None else str(on)
        verdict = Verdict(outcome, day, shown, reason, judged_by, note, target == Target.CONDITION, key)
        settle = reopen if outcome == Outcome.OPEN else resolve
        with self._writing() as writer:
            done = settle(writer, str(ref), verdict, today=today(), actor=writer.actor)
            return done.row(claims_where(writer, str(today()), "q.id = :id", id=done.question["id"]))

    @contextmanager
    def _reading(self) -> Iterator["Reader"]:
        from ledger.journal.reader import reading

        if self._as_of is None:
            with reading(self._location) as reader:
                yield reader
            return
        if self._reader is None:  # replaying the journal takes long: what it gave is kept
            self._reader = self._open.enter_context(reading(self._location, self._as_of))
        yield self._reader

    @contextmanager
    def _writing(self) -> Iterator["Writer"]:
        from ledger.journal.writer import writing

        if self._as_of is not None:
            raise ConflictError("A ledger as of a moment of the past is for reading.", "Open it without as_of.")
        with writing(self._location, actor=self._actor) as writer:
            yield writer


@_checked
def open(  # noqa: A001 - read as ledger.open
    path: str | PathLike[str] | None = None, *, as_of: str | date | None = None, create: bool = False, actor: str = "",
) -> Book:  # fmt: skip
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
    from ledger.journal.identity import NoLedger
    from ledger.journal.location import locate
    from ledger.journal.reader import reading
    from ledger.model.instants import read_instant

    moment = None if as_of is None else read_instant(str(as_of), "as-of")
    location = locate(None if path is None else str(path))
    try:
        with reading(location):  # so that what is wrong with it is told here
            pass
    except NoLedger:
        if not create:
            raise
        from ledger.journal.schema import create as make

        make(location)
    return Book(location, moment, actor)


@_checked
def score(table: object, **options: Unpack[TableWords]) -> Results:
    """Score a table of forecasts, as ``ledger score FILE`` does.

    Args:
        table: the path of a CSV, JSONL or Parquet file; or a data frame of pandas or Polars, or an Arrow table, with
            the same columns (``analyst``, ``question``, ``probability``, ``outcome`` ...).
        options: see ``TableWords``. ``measures`` are names, one text with commas, or "all"; ``by`` is "analyst", or
            several names; ``policy`` is "each", "first", "last" or "time".

    Returns:
        A row a group; ``more`` has ``table``, ``policy`` and the other keys of the JSON.

    Raises:
        TableRejected: rows have faults; all of them stand in it.
        LedgerError: a file, a column, a measure or a word that is not known.
    """
    from ledger.forecasts.prefetch import FileAsk, begin
    from ledger.reports.score import file_scores_display

    maps, sets = (
        [f"{name}={value}" for name, value in (given or {}).items()]
        for given in (options.pop("maps", None), options.pop("sets", None))
    )
    skip_bad = options.pop("skip_bad", False)
    asked, which = _scoring(options, default="each")
    words = {name: str(value) for name, value in which.items() if value is not None}
    rows = FileAsk(maps, sets, skip_bad, **words)
    with begin(Path(table) if isinstance(table, str | PathLike) else table, rows) as early:
        return _results(file_scores_display(early, asked, rows).report)


def _scoring(options: Mapping[str, Any], default: str) -> tuple[Any, dict[str, Any]]:
    """How a table is scored, read as the command line's options are; and the options that are about something else."""
    from ledger.reports.score import read_options

    known = inspect.signature(read_options).parameters
    given = {name: value for name, value in options.items() if name in known and value is not None}
    if not isinstance(given.get("measures", ""), str):
        given["measures"] = ",".join(given["measures"])
    if "reference" in given:
        given["reference"] = str(given["reference"])
    return read_options(**given, default=default), {name: options[name] for name in options if name not in known}


def _filters(which: Mapping[str, Any], analysts: Sequence[str] = ()) -> "Filters":
    from ledger.query.listing import Filters

    words: dict[str, Any] = {name: str(one) if isinstance(one, date | int) and not isinstance(one, bool) else one
                             for name, one in which.items()}  # fmt: skip
    return Filters(**words, analysts=tuple(analysts))


def _split(kind: type[_Options], options: Mapping[str, Any]) -> tuple[_Options, dict[str, Any]]:
    """The options of a report, and those that say which claims it is about."""
    from ledger.reports.options import read_reading

    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    own = {name: value for name, value in options.items() if name in names}
    if "reading" in own:
        own["reading"] = read_reading(own["reading"])
    return kind(**own), {name: value for name, value in options.items() if name not in names}


def _results(report: "Report") -> Results:
    """What programs get of a report: JSON has no figure that is not finite, and neither have these rows."""
    from ledger.render.machine import finite

    rows, total, as_of, more = (finite(part) for part in (report.rows, report.total, report.as_of, report.extra))
    return Results(rows, total, as_of, tuple(report.notes), more)


def _in_words(stated: Mapping[str, Any]) -> dict[str, Any]:
    """What is stated as files of claims have it: a day as it is written."""
    return {
        name: str(value) if isinstance(value, date) else _in_words(value) if isinstance(value, Mapping) else value
        for name, value in stated.items()
    }
