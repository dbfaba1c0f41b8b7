"""What a file of claims can say: every field once, the same in all formats, with its help and an example.

A claim has fields of its own, at most one ``episode`` and any number of verdicts (``resolution``). CSV is flat: there
the episode's fields begin with ``episode_``, and of the verdicts there is the newest on the question and the newest on
its condition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from ledger.model.vocabulary import VERDICT_WORDS, Attribution, Kind, Sampling, either

EPISODE, RESOLUTION = "episode", "resolution"
QUESTION, CONDITION = "question", "condition"
LOCAL = "#"
"""A name that begins so holds within its file only; a key that really does is written with the sign twice."""
UNKNOWN = "unknown"
"""What ``stated_on`` says where nobody knows when it was said."""


class Takes(StrEnum):
    """What a field holds."""

    TEXT = "text"
    FIGURE = "text or number"
    FLAG = "yes or no"
    LIST = "list"
    PEOPLE = "list of people"


Example = str | bool | tuple[str, ...] | tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Field:
    """A field: ``like`` are names people may look for it under; they are advised, never taken silently."""

    name: str
    help: str
    example: Example
    takes: Takes = Takes.TEXT
    required: bool = False
    like: tuple[str, ...] = ()


def _table(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


FIELDS = _table(
    Field("key", "The claim's key outside the ledger, unique. A claim whose key is known is not recorded again.",
          "norges-cut", like=("id", "ref", "claim_id")),
    Field("analyst", "Who holds the view.", "Ada Brandt", required=True,
          like=("person", "author", "speaker", "name", "expert", "forecaster", "pundit", "who", "user")),
    Field("statement", "What is claimed, as something that can be settled. May be left out where `question` or "
          "`revises` names what has one.", "Norges Bank lowers its policy rate before the end of 2025.", required=True,
          like=("claim", "prediction", "forecast", "text", "question_title", "proposition")),
    Field("stated_on", "The day it was said, or `unknown`. Else the day its episode came out.", "2024-11-05",
          like=("date", "on", "made_on", "said_on", "day", "when", "stated_at", "forecast_date", "created")),
    Field("likelihood", "How sure: 60%, 0.6, 3/4, 3:1, 55-80%, a phrase of the scale, or none. With `words`, the "
          "figures that somebody read them as.", "55-80%", Takes.FIGURE,
          like=("probability", "confidence", "p", "odds", "chance", "forecast_value")),
    Field("words", "The words of likelihood as they were said, where `likelihood` is somebody's reading of them.",
          "will likely", like=("hedge_words", "wording", "phrase", "likelihood_words")),
    Field("hedge", "Whether the words cannot be wrong (may, might, could); such a claim is counted and not scored.",
          False, Takes.FLAG),
    Field("scale", "The scale that reads a phrase (icd203 if left out); with `words`, whose reading it is.", "coder"),
    Field("read_by", "Who read the words; whoever imports, if left out.", "Kim Lund", like=("coder", "coded_by")),
    Field("quote", "What was said, word for word.", "rates will likely come down next year", like=("quotation",)),
    Field("at", "Where in the recording it begins.", "00:12:30", Takes.FIGURE,
          like=("time", "timecode", "timestamp", "start", "at_seconds")),
    Field("until", "Where in the recording it ends.", "00:12:41", Takes.FIGURE, like=("end", "until_seconds")),
    Field("kind", f"{either(Kind)}; conditional if there is a condition, else prediction.", "conditional",
          like=("type", "claim_type")),
    Field("attribution", f"{either(Attribution)}; first-person if left out.", "reported", like=("level",)),
    Field("denies", "Whether the analyst says that the statement is false.", False, Takes.FLAG,
          like=("negative", "polarity", "direction")),
    Field("deadline", "By when, in any form that is read on the command line.", "2025-12-31", Takes.FIGURE,
          like=("by", "due", "due_on", "close_date", "closes_at", "resolve_by", "resolves_by", "target_date")),
    Field("deadline_words", "The deadline as it was said, where `deadline` is a reading of it.", "next year"),
    Field("deadline_basis", "Where the deadline comes from.", "the year after the statement"),
    Field("criteria", "What settles it, and who reports that.",
          "True if the bank's own website shows a lower rate by then.", like=("resolution_criteria", "rules", "test")),
    Field("condition", "What it hangs on.", "Inflation stays below 4% until the summer of 2025.",
          like=("if", "conditional", "given")),
    Field("topics", "What it is about.", ("norway", "interest-rates"), Takes.LIST,
          like=("topic", "tags", "tag", "categories", "category", "subjects", "keywords")),
    Field("difficulty", "`low` for an easy call.", "low", like=("easy",)),
    Field("question", "A name for the question, where several claims share one: its key, or `#` and anything for a "
          "name within the file. `q7` is question 7 of the ledger.", "norges-cut-by-2025",
          like=("question_id", "question_key")),
    Field("question_note", "The curator's note on the question.", "The 2026 meeting is out of scope."),
    Field("cluster", "A name for claims that resolve together and are not independent.", "norges", like=("group",)),
    Field("revises", "The key of the claim that this one takes the place of: a change of mind.", "norges-cut",
          like=("replaces", "updates", "supersedes")),
    Field("withdrawn_on", "The day the analyst took the claim back.", "2025-02-01", like=("withdrawn", "retracted_on")),
    Field("excluded", "Why the claim is left out of scores.", "Said in jest.", like=("exclude", "left_out")),
    Field("repeat", "yes, where the same analyst said the same twice that day; without it a claim that has no key "
          "and says what another says is refused.", True, Takes.FLAG, like=("duplicate", "again")),
    Field("note", "The curator's note.", "Asked about the autumn meeting.",
          like=("notes", "comment", "comments", "remark")),
)  # fmt: skip

EPISODE_FIELDS = _table(
    Field("key", "The episode's key outside the ledger.", "rates-2024-11-05", like=("id", "guid")),
    Field("show", "The show, or the publication.", "Rates and Prices", required=True,
          like=("podcast", "programme", "source")),
    Field("title", "The episode's title.", "The year ahead", required=True, like=("episode", "name")),
    Field("published_on", "The day it came out.", "2024-11-05", like=("date", "published", "pubdate")),
    Field("url", "Its address.", "https://example.org/rates/41", like=("link", "address")),
    Field("language", "en, zh ...", "en", like=("lang",)),
    Field("duration", "How long it is.", "00:43:00", Takes.FIGURE, like=("length", "duration_s")),
    Field("sampling", f"By what rule claims were taken from it: {either(Sampling)}.", "notable"),
    Field("people", "Who speaks, each with a role.",
          ({"name": "Bo Dahl", "role": "host"}, {"name": "Ada Brandt", "role": "guest"}), Takes.PEOPLE,
          like=("persons", "speakers", "guests")),
    Field("note", "The curator's note.", "Heard, not read.", like=("notes",)),
)  # fmt: skip

RESOLUTION_FIELDS = _table(
    Field("target", "question (if left out) or condition.", "question"),
    Field("outcome", f"{VERDICT_WORDS}; open takes a verdict back.", "true", required=True,
          like=("resolution", "verdict", "result", "answer")),
    Field("on", "The day the world settled it.", "2025-06-19", like=("date", "resolved_on", "resolved_at")),
    Field("evidence", "What shows it: addresses or short references.", ("https://example.org/rate-decision",),
          Takes.LIST, like=("source", "sources", "url", "proof")),
    Field("reason", "Why, where the outcome is neither plainly true nor plainly false.", "The bank's own announcement.",
          like=("why",)),
    Field("judged_by", "Who judged it; whoever imports, if left out.", "Kim Lund", like=("by", "judge")),
    Field("note", "The curator's note.", "Announced at ten in the morning.", like=("notes", "comment")),
    Field("key", "The verdict's key outside the ledger.", "norges-cut/1", like=("id",)),
)  # fmt: skip

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
    folded = name.strip().casefold().replace(" ", "_").replace("-", "_")
    meant = [field.name for field in known.values() if folded in field.like]
    near = meant or get_close_matches(folded, {*known, *names}, n=1, cutoff=0.75)
    return f"is not a field; did you mean {near[0]}?" if near else "is not a field"
