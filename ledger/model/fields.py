"""What can be said of a claim: every field declared once, whatever way it comes in or goes out.

From a field's declaration are made its column of the record, its reader, the options of ``ledger add``, ``amend``,
``revise`` and ``question amend``, what files of claims may say of it and what they are written from, the key machines
see it under, its line on a claim's card, and its row in the documentation.

A claim has fields of its own (some are of its question), at most one ``episode`` and any number of verdicts
(``resolution``). CSV is flat: there the episode's fields begin with ``episode_``, and of the verdicts there is the
newest on the question and the newest on its condition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ledger.model.vocabulary import VERDICT_WORDS, Attribution, Kind, Sampling, either, listed

ANALYST, CLAIM, EPISODE, RESOLUTION = "analyst", "claim", "episode", "resolution"
QUESTION, CONDITION = "question", "condition"
LOCAL = "#"
"""A name that begins so holds within its file only; a key that really does is written with the sign twice."""
UNKNOWN = "unknown"
"""What ``stated_on`` says where nobody knows when it was said."""

STATEMENT_LIMIT = 20_000
QUOTE_LIMIT = 200_000
NAME_LIMIT = 500
ADDRESS_LIMIT = 2_000
LANGUAGE_LIMIT = 35
"""Characters of a text, by what it is."""

KINDS = listed(Kind)
LEVELS = listed(Attribution)
_LIKELIHOOD = (
    "0.6, 60%, 3/4, 3:1 (odds for), 55-80%, a phrase of the scale (likely), a hedge (might), "
    "words=BAND (the curator's figures for words), or none."
)


def is_local(name: str | None) -> bool:
    """Whether a name holds within its file only."""
    return name is not None and name.startswith(LOCAL) and not name.startswith(2 * LOCAL)


def real_name(name: str) -> str:
    """The key that a name stands for: one that begins like a local name is written with the sign twice."""
    return name[1:] if name.startswith(2 * LOCAL) else name


def file_name(key: str) -> str:
    """A key as a file writes it, so that ``real_name`` gives it back."""
    return f"{LOCAL}{key}" if key.startswith(LOCAL) else key


class Takes(StrEnum):
    """What a field holds in a file."""

    TEXT = "text"
    FIGURE = "text or number"
    FLAG = "yes or no"
    LIST = "list"
    PEOPLE = "list of people"


class Keeps(StrEnum):
    """How a column keeps what its field states: each has one reader (``curation``) and one writer (``query``)."""

    TEXT = "text"
    DAY = "a day that is not still to come"
    SECONDS = "a place in a recording, or a length"
    FLAG = "yes or no"
    LIST = "list"
    PEOPLE = "list of people"


Example = str | bool | tuple[str, ...] | tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Option:
    """The option through which a field is given, with its help in each of the commands that have it.

    A ``flag`` in capitals is no option but an argument. A flag that can be left open has another that says ``no``.
    ``choices`` are the words that TAB offers.
    """

    flag: str
    add: str = ""
    amend: str = ""
    revise: str = ""
    question: str = ""
    """Its help in ``question amend``."""
    no: str = ""
    choices: str = ""


def _everywhere(flag: str, help_: str) -> Option:
    """The option of a field that every command on claims has, with the same help."""
    return Option(flag, add=help_, amend=help_, revise=help_)


@dataclass(frozen=True)
class Field:
    """A field of a claim, of its question, of an episode or of a verdict.

    A field with ``kept`` fills the one column it is declared with, and is read and written by that alone. The others
    are read together with what they hang on (the likelihood with its words, the deadline with the day it was said),
    or name another record; ``columns`` then says which columns a fault of theirs may show itself in.
    """

    name: str
    """Its name in files and in calls."""
    help: str
    example: Example
    takes: Takes = Takes.TEXT
    required: bool = False
    like: tuple[str, ...] = ()
    """Names people may look for it under; they are advised, never taken silently."""
    of: str = CLAIM
    """The table of the record it is of."""
    kept: Keeps | None = None
    column: str = ""
    """The column it fills; its own name, if that is not said."""
    columns: tuple[str, ...] = ()
    limit: int = STATEMENT_LIMIT
    """The most characters that are kept of a text."""
    option: Option | None = None
    public: bool = False
    """Whether machines see it of a claim, under the name of its column."""
    label: str = ""
    """What begins its line on the card of a claim; "" where it has none, or the card words it otherwise."""
    carried: bool = False
    """Whether a change of mind keeps it, unless it says otherwise."""

    @property
    def fills(self) -> str:
        """The column it fills."""
        return self.column or self.name


def _table(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


FIELDS = _table(
    Field("key", "The claim's key outside the ledger, unique. A claim whose key is known is not recorded again.",
          "norges-cut", like=("id", "ref", "claim_id"),
          option=Option("--key", add="An outside key, unique in the ledger.")),
    Field("analyst", "Who holds the view.", "Ada Brandt", required=True,
          of=ANALYST, columns=("name", "match_key"),
          like=("person", "author", "speaker", "name", "expert", "forecaster", "pundit", "who", "user"),
          option=Option("--analyst", add="Who said it.", amend="Who really said it.")),
    Field("statement", "What is claimed, as something that can be settled. May be left out where `question` or "
          "`revises` names what has one.", "Norges Bank lowers its policy rate before the end of 2025.", required=True,
          like=("claim", "prediction", "forecast", "text", "question_title", "proposition"),
          of=QUESTION, kept=Keeps.TEXT,
          option=Option("STATEMENT", add="What was said would happen (or is so), so that it can be settled.")),
    Field("stated_on", "The day it was said, or `unknown`. Else the day its episode came out.", "2024-11-05",
          like=("date", "on", "made_on", "said_on", "day", "when", "stated_at", "forecast_date", "created"),
          option=Option("--on", add="The day it was said; else the episode's day; or: unknown.",
                        amend="The day it was said.")),
    Field("likelihood", "How sure: 60%, 0.6, 3/4, 3:1, 55-80%, a phrase of the scale, or none. With `words`, the "
          "figures that somebody read them as.", "55-80%", Takes.FIGURE,
          like=("probability", "confidence", "p", "odds", "chance", "forecast_value"),
          columns=("source", "low", "point", "high"),
          option=_everywhere("--likelihood", f"How sure: {_LIKELIHOOD}")),
    Field("words", "The words of likelihood as they were said, where `likelihood` is somebody's reading of them.",
          "will likely", like=("hedge_words", "wording", "phrase", "likelihood_words")),
    Field("hedge", "Whether the words cannot be wrong (may, might, could); such a claim is counted and not scored.",
          False, Takes.FLAG),
    Field("scale", "The scale that reads a phrase (icd203 if left out); with `words`, whose reading it is.", "coder"),
    Field("read_by", "Who read the words; whoever imports, if left out.", "Kim Lund", like=("coder", "coded_by")),
    Field("quote", "What was said, word for word.", "rates will likely come down next year", like=("quotation",),
          kept=Keeps.TEXT, limit=QUOTE_LIMIT, public=True, option=_everywhere("--quote", "The words as spoken.")),
    Field("at", "Where in the recording it begins.", "00:12:30", Takes.FIGURE,
          like=("time", "timecode", "timestamp", "start", "at_seconds"), kept=Keeps.SECONDS, column="at_seconds",
          public=True, option=_everywhere("--at", "Where in the recording: 00:12:30.")),
    Field("until", "Where in the recording it ends.", "00:12:41", Takes.FIGURE, like=("end", "until_seconds"),
          kept=Keeps.SECONDS, column="until_seconds"),
    Field("kind", f"{either(Kind)}; conditional if there is a condition, else prediction.", "conditional",
          like=("type", "claim_type"), kept=Keeps.TEXT, public=True, carried=True,
          option=Option("--kind", add=f"{KINDS}.", amend=f"{KINDS}.", choices=KINDS)),
    Field("attribution", f"{either(Attribution)}; first-person if left out.", "reported", like=("level",),
          kept=Keeps.TEXT, public=True, carried=True,
          option=Option("--attribution", add=f"Whose view: {LEVELS}.", amend=f"{LEVELS}.", choices=LEVELS)),
    Field("denies", "Whether the analyst says that the statement is false.", False, Takes.FLAG,
          like=("negative", "polarity", "direction"), kept=Keeps.FLAG, public=True, carried=True,
          option=Option("--denies", no="--affirms",
                        add="The analyst denies the statement; --likelihood is how sure of that.",
                        amend="Whether the analyst denies the statement.",
                        revise="Whether the analyst now denies it.")),
    Field("deadline", "By when, in any form that is read on the command line.", "2025-12-31", Takes.FIGURE,
          like=("by", "due", "due_on", "close_date", "closes_at", "resolve_by", "resolves_by", "target_date"),
          of=QUESTION,
          option=Option("--by", add="Deadline: 2026-12-31, 2026-Q4, 2027, within six months ...",
                        question="The deadline.")),
    Field("deadline_words", "The deadline as it was said, where `deadline` is a reading of it.", "next year",
          of=QUESTION),
    Field("deadline_basis", "Where the deadline comes from.", "the year after the statement", of=QUESTION),
    Field("criteria", "What settles it, and who reports that.",
          "True if the bank's own website shows a lower rate by then.", like=("resolution_criteria", "rules", "test"),
          of=QUESTION, kept=Keeps.TEXT,
          option=Option("--criteria", add="What settles it, and who reports that.",
                        question="What settles it, and who reports that.")),
    Field("condition", "What it hangs on.", "Inflation stays below 4% until the summer of 2025.",
          like=("if", "conditional", "given"), of=QUESTION, kept=Keeps.TEXT, public=True,
          option=Option("--if", add="What it hangs on.", question="What it hangs on.")),
    Field("topics", "What it is about.", ("norway", "interest-rates"), Takes.LIST,
          like=("topic", "tags", "tag", "categories", "category", "subjects", "keywords"), of=QUESTION,
          option=Option("--topic", add="A topic; again for more.", question="All its topics; again for more.")),
    Field("difficulty", "`low` for an easy call.", "low", like=("easy",), of=QUESTION, kept=Keeps.TEXT,
          limit=NAME_LIMIT),
    Field("question", "A name for the question, where several claims share one: its key, or `#` and anything for a "
          "name within the file. `q7` is question 7 of the ledger.", "norges-cut-by-2025",
          like=("question_id", "question_key"), of=QUESTION, columns=("key",),
          option=Option("--question", add="A known question (q7), instead of a statement.")),
    Field("question_note", "The curator's note on the question.", "The 2026 meeting is out of scope.", of=QUESTION,
          kept=Keeps.TEXT, column="note", option=Option("--note", question="The curator's note.")),
    Field("cluster", "A name for claims that resolve together and are not independent.", "norges", like=("group",),
          kept=Keeps.TEXT, limit=NAME_LIMIT, carried=True,
          option=Option("--cluster", add="What resolves together, if not the episode.",
                        amend="What resolves together, if not the episode.")),
    Field("revises", "The key of the claim that this one takes the place of: a change of mind.", "norges-cut",
          like=("replaces", "updates", "supersedes")),
    Field("withdrawn_on", "The day the analyst took the claim back.", "2025-02-01", like=("withdrawn", "retracted_on"),
          kept=Keeps.DAY, public=True),
    Field("excluded", "Why the claim is left out of scores.", "Said in jest.", like=("exclude", "left_out"),
          kept=Keeps.TEXT, public=True, option=Option("--exclude", amend="Leave it out of scores, for this reason.")),
    Field("repeat", "yes, where the same analyst said the same twice that day; without it a claim that has no key "
          "and says what another says is refused.", True, Takes.FLAG, like=("duplicate", "again")),
    Field("note", "The curator's note.", "Asked about the autumn meeting.",
          like=("notes", "comment", "comments", "remark"), kept=Keeps.TEXT, public=True, label="Note",
          option=_everywhere("--note", "The curator's note.")),
)  # fmt: skip

EPISODE_FIELDS = _table(
    Field("key", "The episode's key outside the ledger.", "rates-2024-11-05", like=("id", "guid"), of=EPISODE),
    Field("show", "The show, or the publication.", "Rates and Prices", required=True,
          like=("podcast", "programme", "source"), of=EPISODE, kept=Keeps.TEXT),
    Field("title", "The episode's title.", "The year ahead", required=True, like=("episode", "name"), of=EPISODE,
          kept=Keeps.TEXT),
    Field("published_on", "The day it came out.", "2024-11-05", like=("date", "published", "pubdate"), of=EPISODE,
          kept=Keeps.DAY),
    Field("url", "Its address.", "https://example.org/rates/41", like=("link", "address"), of=EPISODE,
          kept=Keeps.TEXT, limit=ADDRESS_LIMIT),
    Field("language", "en, zh ...", "en", like=("lang",), of=EPISODE, kept=Keeps.TEXT, limit=LANGUAGE_LIMIT),
    Field("duration", "How long it is.", "00:43:00", Takes.FIGURE, like=("length", "duration_s"), of=EPISODE,
          kept=Keeps.SECONDS, column="duration_s"),
    Field("sampling", f"By what rule claims were taken from it: {either(Sampling)}.", "notable", of=EPISODE,
          kept=Keeps.TEXT),
    Field("people", "Who speaks, each with a role.",
          ({"name": "Bo Dahl", "role": "host"}, {"name": "Ada Brandt", "role": "guest"}), Takes.PEOPLE,
          like=("persons", "speakers", "guests"), of=EPISODE, kept=Keeps.PEOPLE),
    Field("note", "The curator's note.", "Heard, not read.", like=("notes",), of=EPISODE, kept=Keeps.TEXT),
)  # fmt: skip

RESOLUTION_FIELDS = _table(
    Field("target", "question (if left out) or condition.", "question", of=RESOLUTION),
    Field("outcome", f"{VERDICT_WORDS}; open takes a verdict back.", "true", required=True,
          like=("resolution", "verdict", "result", "answer"), of=RESOLUTION, columns=("outcome", "fraction")),
    Field("on", "The day the world settled it.", "2025-06-19", like=("date", "resolved_on", "resolved_at"),
          of=RESOLUTION, kept=Keeps.DAY, column="resolved_on"),
    Field("evidence", "What shows it: addresses or short references.", ("https://example.org/rate-decision",),
          Takes.LIST, like=("source", "sources", "url", "proof"), of=RESOLUTION, kept=Keeps.LIST),
    Field("reason", "Why, where the outcome is neither plainly true nor plainly false.", "The bank's own announcement.",
          like=("why",), of=RESOLUTION, kept=Keeps.TEXT),
    Field("judged_by", "Who judged it; whoever imports, if left out.", "Kim Lund", like=("by", "judge"),
          of=RESOLUTION, kept=Keeps.TEXT, limit=NAME_LIMIT),
    Field("note", "The curator's note.", "Announced at ten in the morning.", like=("notes", "comment"),
          of=RESOLUTION, kept=Keeps.TEXT),
    Field("key", "The verdict's key outside the ledger.", "norges-cut/1", like=("id",), of=RESOLUTION),
)  # fmt: skip


@cache
def kept_of(table: str) -> tuple[Field, ...]:
    """The fields of a record that fill a column by themselves, in the order they are declared."""
    return tuple(field for field in _ALL if field.of == table and field.kept)


def columns_of(table: str) -> tuple[str, ...]:
    """The columns that the fields of a record fill by themselves."""
    return tuple(field.fills for field in kept_of(table))


_ALL = (*FIELDS.values(), *EPISODE_FIELDS.values(), *RESOLUTION_FIELDS.values())
STATED_IN = {(field.of, column): field.name for field in _ALL for column in (field.columns or (field.fills,))}
"""The field that states a column, by the table and the column."""
PUBLIC = tuple(field for field in FIELDS.values() if field.public)
"""What machines see of a claim under the names of its columns."""

_FLAT_NAMES = {"on": "resolved_on", "note": "verdict_note"}
_NOT_FLAT = frozenset({"target", "key"})


@dataclass(frozen=True)
class CsvColumn:
    """A column of CSV: the field it holds, and of what: "" (the claim), ``episode``, or the target of a verdict."""

    name: str
    part: str
    field: Field


def _columns() -> Iterable[CsvColumn]:
    yield from (CsvColumn(field.name, "", field) for field in FIELDS.values())
    yield from (CsvColumn(f"{EPISODE}_{field.name}", EPISODE, field) for field in EPISODE_FIELDS.values())
    for target, prefix in ((QUESTION, ""), (CONDITION, f"{CONDITION}_")):
        for field in RESOLUTION_FIELDS.values():
            if field.name not in _NOT_FLAT:
                yield CsvColumn(prefix + _FLAT_NAMES.get(field.name, field.name), target, field)


COLUMNS: dict[str, CsvColumn] = {column.name: column for column in _columns()}
"""The columns of CSV, in the order they are written."""
FLAT: dict[tuple[str, str], str] = {(column.part, column.field.name): column.name for column in COLUMNS.values()}
"""The name of a column by its part and its field."""


def advise(name: str, known: Mapping[str, Field], names: Iterable[str] = ()) -> str:
    """What to say of a field that is not there: the one that was probably meant, or else nothing but that.

    Args:
        name: as it stands in the file.
        known: the fields there are.
        names: other names to look among, such as the columns of CSV.
    """
    from difflib import get_close_matches  # a command that only shows its options does without

    folded = name.strip().casefold().replace(" ", "_").replace("-", "_")
    meant = [field.name for field in known.values() if folded in field.like]
    near = meant or get_close_matches(folded, {*known, *names}, n=1, cutoff=0.75)
    return f"is not a field; did you mean {near[0]}?" if near else "is not a field"
