"""Who spoke, and where: analysts and episodes, found or made, each once."""

import json
from collections.abc import Sequence
from datetime import date

from ledger.curation.ledger_index import LedgerIndex
from ledger.curation.stated import Columns, read_past_day
from ledger.curation.validation import changed, checked, latest_body, name_key, read_key
from ledger.errors import ConflictError, quoted
from ledger.journal.reader import Record
from ledger.journal.writer import Writer, new_id
from ledger.model.records import AnalystBody, EpisodeBody
from ledger.query.refs import find_analyst, find_name, near_names
from ledger.text.clean import clean_text, match_key, scripts


class NearAnalyst(ConflictError):
    """A new name that looks like a known one: a slip of the pen, or somebody else?"""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        self.near = tuple(near)
        super().__init__(
            f"There is no analyst {quoted(name)}, but there is {', '.join(near)}.",
            "Use the known name, or say that this is somebody else with --new-analyst.",
        )


class EpisodeExists(ConflictError):
    """The same show and title, recorded before."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__(f"{title!a} is already recorded as episode e{number}.", f"Use it with --episode e{number}.")


class KeyTaken(ConflictError):
    """An outside key that another record came under."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(f"The key {quoted(key)} is already that of {what}.", "A key is unique in the ledger.")


class EpisodeDiffers(ConflictError):
    """The same show and title, but another day or address."""

    def __init__(self, number: int, field: str, known: str, given: str) -> None:
        super().__init__(
            f"Episode e{number} of that show and title has {field} {known}, not {given}.",
            f"Name it with --episode e{number}, or give the other episode its own title.",
        )


class SameAnalyst(ConflictError):
    """Merging somebody into himself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} cannot be merged into the same person.", "Name two analysts.")


class AlreadyMerged(ConflictError):
    """Merging somebody who is merged into that one as it is."""

    def __init__(self, going: str, kept: str) -> None:
        super().__init__(
            f"{going!a} is already merged into {kept}.", f'Take it back with: ledger analyst merge "{going}" --undo'
        )


class Catalogue:
    """Analysts and episodes of one ledger inside one transaction; each is looked up once."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._index = LedgerIndex(writer)

    def knows(self, name: str) -> bool:
        """Whether some analyst goes by that name."""
        return self._index.analyst(match_key(name)) is not None

    def add_analyst(
        self, name: str, note: str | None = None, key: str | None = None, *, new_analyst: bool = False
    ) -> AnalystBody:
        """Make an analyst of a name nobody has yet.

        Raises:
            NearAnalyst: it looks like a known one, and nobody has said that it is ``new_analyst``.
            ConflictError: it is a known one.
        """
        values = {"id": new_id(), "key": read_key(key), "name": name, "match_key": name_key(name, "name"), "note": note}
        body = checked(AnalystBody, values)
        if self._index.analyst(body.match_key) is not None:
            known = find_analyst(self._writer, name)
            raise ConflictError(
                f"{known['name']} is already known as analyst a{known['number']}.",
                f"See: ledger analyst show a{known['number']}",
            )
        if not new_analyst:
            refuse_near_name(body.name, self._index.names)
        self._writer.add(body)
        self._index.keep_analyst(body.id, body.name, body.match_key)
        return body

    def episode(self, columns: Columns) -> Record:
        """The episode of that show and title (``id``, ``number``, ``published_on`` ...), made if there is none.

        Args:
            columns: as ``read_episode`` has read them.

        Raises:
            EpisodeDiffers: it is known under another day or address.
            KeyTaken: it is not known, and another episode came under its key.
        """
        known = self._same_place(columns)
        if known is None:
            return self.add_episode(columns)
        refuse_other_episode(known, columns)
        return known

    def _same_place(self, columns: Columns) -> Record | None:
        return self._index.episode({name: columns.get(name, "") for name in ("show", "title")})

    def add_episode(self, columns: Columns) -> Record:
        """Make an episode.

        Raises:
            EpisodeExists: the show has one of that title.
            KeyTaken: another episode came under its key.
        """
        known = self._same_place(columns)
        if known is not None:
            raise EpisodeExists(known["number"], known["title"])
        key = columns.get("key")
        other = self._index.episode({"key": key}) if key else None
        if other is not None:
            raise KeyTaken(str(key), f"episode e{other['number']}")
        body = checked(EpisodeBody, {"id": new_id(), **columns})
        record = {**body.model_dump(), "number": self._writer.add(body)}
        self._index.keep_episode(record)
        return record


def refuse_other_episode(known: Record, columns: Columns) -> None:
    """Refuse what is said of an episode that was found where it is another: by its name, its day or its address.

    Raises:
        KeyTaken: it was found by its key, and has another show or title.
        EpisodeDiffers: it came out on another day, or has another address.
    """
    if any(match_key(known[name]) != match_key(columns[name]) for name in ("show", "title")):
        raise KeyTaken(columns["key"], f"episode e{known['number']}")
    for field in ("published_on", "url"):
        value = columns.get(field)
        if value and known[field] and known[field] != value:
            raise EpisodeDiffers(known["number"], field, known[field], value)


def refuse_near_name(name: str, known: Sequence[str]) -> None:
    """Refuse a new name that looks like a known one.

    Raises:
        NearAnalyst: it does.
    """
    near = near_names(name, known)
    if near:
        raise NearAnalyst(name, near)


def read_published(words: str | None, today: date) -> str | None:
    """The day an episode came out; None where no day is given.

    Raises:
        AfterToday: it lies after today.
    """
    return str(read_past_day(words or "", today, "published_on")) if (words or "").strip() else None


def alias_analyst(writer: Writer, ref: str, alias: str) -> AnalystBody:
    """Give an analyst another name.

    Raises:
        ConflictError: the name already leads to somebody.
    """
    key = name_key(alias, "alias")
    refuse_taken_name(writer, alias, key)
    body: AnalystBody = latest_body(writer, "analyst", find_analyst(writer, ref)["id"])
    after, _ = changed(body, {"aliases": [*body.aliases, {"name": clean_text(alias, "alias"), "match_key": key}]})
    writer.change(after, "aliased")
    return after


def refuse_taken_name(writer: Writer, name: str, key: str, besides: str = "") -> None:
    """Refuse a name that leads to somebody other than the analyst of the identifier ``besides``.

    Raises:
        ConflictError: it does.
    """
    taken = writer.rows(
        "SELECT name, number FROM analyst WHERE id <> :besides AND (match_key = :key "
        "OR id IN (SELECT analyst_id FROM analyst_alias WHERE match_key = :key))",
        key=key,
        besides=besides,
    )
    if taken:
        raise ConflictError(
            f"{clean_text(name, 'name')!a} already leads to {taken[0]['name']} (a{taken[0]['number']}).",
            f"See: ledger analyst show a{taken[0]['number']}",
        )


def merge_analysts(writer: Writer, loser: str, into: str) -> tuple[str, str, int]:
    """Count what one analyst said as another's; nothing recorded is touched, and it can be undone.

    Returns:
        The name that goes, the name that stays, and how many claims move.
    """
    kept = find_analyst(writer, into)
    going = find_analyst(writer, loser)
    if kept["id"] == going["id"]:
        merged = next((one for one in (find_name(writer, loser), find_name(writer, into)) if one["merged_into"]), None)
        raise AlreadyMerged(merged["name"], kept["name"]) if merged else SameAnalyst(kept["name"])
    claims = 0
    affected = writer.rows("SELECT id FROM analyst WHERE id = :id OR merged_into = :id ORDER BY number", id=going["id"])
    for row in affected:
        after, _ = changed(latest_body(writer, "analyst", row["id"]), {"merged_into": kept["id"]})
        writer.change(after, "merged")
        claims += writer.rows("SELECT COUNT(*) AS n FROM claim WHERE analyst_id = :id", id=row["id"])[0]["n"]
    return going["name"], kept["name"], claims


def split_analyst(writer: Writer, ref: str) -> str:
    """Undo a merge: the analyst stands alone again, and whoever came along with them follows them back.

    Raises:
        ConflictError: there is nothing to undo.
    """
    apart = find_name(writer, ref)
    if not apart["merged_into"]:
        raise ConflictError(f"{apart['name']!a} is not merged into anybody.", "See: ledger analyst list")
    others = writer.rows("SELECT id FROM analyst WHERE merged_into = :id ORDER BY number", id=apart["merged_into"])
    followers = [row["id"] for row in others if _merged_before(writer, row["id"]) == apart["id"]]
    for identifier, into in ((apart["id"], None), *((follower, apart["id"]) for follower in followers)):
        after, _ = changed(latest_body(writer, "analyst", identifier), {"merged_into": into})
        writer.change(after, "split")
    return str(apart["name"])


def _merged_before(writer: Writer, identifier: str) -> str | None:
    """Whom an analyst counted as before counting as whom they do now."""
    bodies = writer.rows(
        "SELECT b.body FROM entry e JOIN entry_body b ON b.seq = e.seq WHERE e.subject = :id ORDER BY e.seq",
        id=identifier,
    )
    merges = [json.loads(row["body"])["merged_into"] for row in bodies]
    return next((into for into in reversed(merges) if into != merges[-1]), None)


def mixed_scripts(name: str) -> str:
    """A warning where a name mixes alphabets, as a look-alike does; "" where it does not."""
    if name.isascii():
        return ""
    mixed = scripts(name) & {"LATIN", "CYRILLIC", "GREEK"}
    return f"The name {name!a} mixes {' and '.join(sorted(mixed))} letters." if len(mixed) > 1 else ""
