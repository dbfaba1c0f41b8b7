"""The kinds of file that claims come in: found by name or by what stands in a file, opened, and shown by example.

To add one, write its module and its entry in ``FORMATS``.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from ledger.claimfiles.csv import read_csv, write_claims_csv
from ledger.claimfiles.journal import is_journal
from ledger.claimfiles.jsonl import read_jsonl, write_jsonl
from ledger.claimfiles.rows import ClaimRow, UnreadableClaims, Value
from ledger.claimfiles.toml import read_toml, write_toml
from ledger.errors import InputError, NotFoundError, NotOneOf, quoted
from ledger.model.fields import CONDITION, EPISODE_FIELDS, FIELDS, QUESTION, RESOLUTION_FIELDS, Field
from ledger.plugins import Registry, registering, told_by_name

_LATER = frozenset({"revises", "withdrawn_on", "excluded", "repeat"})
"""Fields that say nothing of a claim of its own kind."""
_SOURCE = "template"


def template_rows() -> list[ClaimRow]:
    """Three claims: one that says all it can, a change of mind on the same question, and one that says the least."""
    full = {name: field.example for name, field in FIELDS.items() if name not in _LATER}
    episode = {name: field.example for name, field in EPISODE_FIELDS.items()}
    verdict = {name: field.example for name, field in RESOLUTION_FIELDS.items() if name != "key"}
    condition = {**verdict, "target": CONDITION, "on": "2025-06-01", "note": "June's figure was 3.0%."}
    changed: dict[str, Value] = {
        "key": "norges-doubts",
        "analyst": full["analyst"],
        "question": full["question"],
        "stated_on": "2025-03-10",
        "likelihood": "40%",
        "revises": str(full["key"]),
    }
    least: dict[str, Value] = {
        "analyst": "Cem Ergin",
        "statement": "The lira ends 2025 above 45 to the dollar.",
        "stated_on": "2024-11-12",
        "likelihood": "70%",
    }
    verdicts = [condition, {**verdict, "target": QUESTION}]
    return [
        ClaimRow(_SOURCE, 1, full, episode, verdicts),
        ClaimRow(_SOURCE, 2, changed),
        ClaimRow(_SOURCE, 3, least),
    ]


def commented(pieces: Iterator[str]) -> Iterator[str]:
    """TOML with what each field holds beside it, the first time it occurs."""
    told: set[tuple[str, str]] = set()
    table = ""
    for line in "".join(pieces).splitlines():
        if line.startswith("["):
            table = line.strip("[]").rpartition(".")[2]
        name = line.partition(" = ")[0]
        field = _TABLES.get(table, {}).get(name)
        if field is not None and (table, name) not in told:
            told.add((table, name))
            yield f"# {'required: ' if field.required else ''}{field.help}\n"
        yield f"{line}\n"


_TABLES: dict[str, dict[str, Field]] = {
    "claim": FIELDS,
    "episode": EPISODE_FIELDS,
    "resolution": RESOLUTION_FIELDS,
}


STANDARD = "-"
"""The name of standard input, or output."""
_LOOKED_AT = 2_000
"""Bytes at a file's beginning that tell a journal from other JSON lines."""

Lines = Iterator[str]


class UnknownKind(InputError):
    """A file whose name ends in nothing we know, or that has no name."""

    def __init__(self, path: str) -> None:
        known = ", ".join(FORMATS)
        if path == STANDARD:
            super().__init__("In what format?", f"Name a file such as claims.csv, or say --as with one of: {known}.")
        else:
            super().__init__(f"The format of {quoted(path)} is not known.", f"Say it with --as: {known}.")


@dataclass(frozen=True)
class FileFormat:
    """A kind of file, what help says of it, and how names of such files end."""

    name: str
    help: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True)
class ClaimFormat(FileFormat):
    """A kind of file that lists claims: how they are read from it and written to it, and an example of it."""

    read: Callable[[BinaryIO, str], Iterator[ClaimRow]]
    write: Callable[[Iterable[ClaimRow]], Lines]
    example: Callable[[Lines], Lines] = iter


JOURNAL = FileFormat("journal", "a whole ledger with its history, entry by entry", (".journal",))
FORMATS: Registry[FileFormat] = Registry("ledger.claim_formats", "claim format")
for _format in (
    ClaimFormat("csv", "one row a claim, for spreadsheets; the newest verdict", (".csv",), read_csv, write_claims_csv),
    ClaimFormat(
        "jsonl", "one JSON object a claim, with all its verdicts", (".jsonl", ".ndjson"), read_jsonl, write_jsonl
    ),
    ClaimFormat(
        "toml", "the format of the shipped seeds, for writing by hand", (".toml",), read_toml, write_toml, commented
    ),
    JOURNAL,
):
    FORMATS.enter(_format.name, _format, __name__)


def claim_formats() -> dict[str, ClaimFormat]:
    """The formats that list claims, by name; all but the journal."""
    return {name: format_ for name, format_ in FORMATS.items() if isinstance(format_, ClaimFormat)}


def claim_format(
    name: str,
    *,
    help: str,  # noqa: A002 - the word of the field
    suffixes: tuple[str, ...],
    read: Callable[[BinaryIO, str], Iterator[ClaimRow]],
    write: Callable[[Iterable[ClaimRow]], Lines],
) -> ClaimFormat:
    """Register a kind of file that lists claims.

    Args:
        name: what ``--as`` says.
        help: what help says of it.
        suffixes: how names of such files end, the full stop included.
        read: the claims of an open file, given how faults call it.
        write: the lines of a file of claims.

    Raises:
        ConflictError: a format has that name.
    """
    format_ = ClaimFormat(name, help, suffixes, told_by_name(read), told_by_name(write))
    FORMATS.enter(name, format_, registering())
    return format_


def find_format(name: str | None, path: str) -> FileFormat:
    """The format that is named, else the one that a file's name ends in.

    Raises:
        NotOneOf, UnknownKind: as they say.
    """
    if name is not None:
        if name not in FORMATS:
            raise NotOneOf("--as", name, FORMATS)
        return FORMATS[name]
    suffix = Path(path).suffix.lower()
    found = next((format_ for format_ in FORMATS.values() if suffix in format_.suffixes), None)
    if found is None:
        raise UnknownKind(path)
    return found


def first_bytes(stream: BufferedReader, path: str) -> bytes:
    """The first bytes of a file, which stay to be read.

    Raises:
        UnreadableClaims: the system does not hand them over.
    """
    try:
        return stream.peek(_LOOKED_AT)[:_LOOKED_AT]
    except OSError as error:
        raise UnreadableClaims(path, error.strerror or str(error)) from error


def look_again(found: FileFormat, first_bytes: bytes) -> FileFormat:
    """A journal is JSON lines too: a file that begins like one is one, whatever its name ends in."""
    if found.name != "jsonl":
        return found
    first = first_bytes.split(b"\n")[0].decode("utf-8", "replace")
    return JOURNAL if is_journal(first) else found


def open_file(path: str) -> BufferedReader:
    """Open a file for reading.

    Raises:
        NotFoundError: there is none.
        UnreadableClaims: it is a folder, or may not be read.
    """
    try:
        return Path(path).open("rb")
    except FileNotFoundError as error:
        raise NotFoundError(
            f"There is no file {quoted(path)}.", "For an example: ledger import --template csv"
        ) from error
    except IsADirectoryError as error:
        raise UnreadableClaims(path, "it is a folder") from error
    except (OSError, ValueError) as error:
        raise UnreadableClaims(path, str(getattr(error, "strerror", None) or error)) from error


def template(name: str) -> str:
    """An example of a format, which can be imported as it stands.

    Raises:
        NotOneOf: nobody fills such a file in.
    """
    formats = claim_formats()
    if name not in formats:
        raise NotOneOf("--template", name, formats)
    format_ = formats[name]
    return "".join(format_.example(format_.write(template_rows())))


class NotOneByOne(InputError):
    """A journal of which some entries were to be left out."""

    def __init__(self) -> None:
        super().__init__(
            "A journal is taken whole or not at all.", "Leave --skip-bad out; for single claims, export them as jsonl."
        )


@dataclass(frozen=True)
class Incoming:
    """A file that is open: ``name`` is what faults call it."""

    format: FileFormat
    stream: BinaryIO
    name: str

    @property
    def is_journal(self) -> bool:
        """Whether it holds a whole ledger instead of a list of claims."""
        return not isinstance(self.format, ClaimFormat)

    def rows(self) -> Iterator[ClaimRow]:
        """The claims of the file.

        Raises:
            NotOneByOne: it holds none, but a journal.
        """
        if not isinstance(self.format, ClaimFormat):
            raise NotOneByOne
        return self.format.read(self.stream, self.name)


@contextmanager
def incoming(path: str, format_name: str | None, standard: BufferedReader) -> Iterator[Incoming]:
    """Open a file, or standard input where that is its name.

    Args:
        path: the file; ``-`` for what comes through ``standard``.
        format_name: its format, where its name does not say.
        standard: standard input.

    Raises:
        NotOneOf, UnknownKind, NotFoundError, UnreadableClaims: as they say.
    """
    piped = path == STANDARD
    stream = standard if piped else open_file(path)
    try:
        found = find_format(format_name, path)
        kind = look_again(found, first_bytes(stream, path))
        yield Incoming(kind, stream, "standard input" if piped else path)
    finally:
        if not piped:
            stream.close()
