"""Corrections to who spoke and where: an analyst's name, an episode's particulars. The wrong version stays readable."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.curation.catalogue import EpisodeExists, name_key, read_published, refuse_taken_name
from ledger.curation.changing import Changed, NothingToChange
from ledger.curation.validation import changed, latest_body, told_fields
from ledger.journal.reader import Record
from ledger.journal.writer import Writer
from ledger.model.records import AnalystBody, EpisodeBody
from ledger.query.refs import find_episode, find_name
from ledger.text.clean import match_key


def amend_analyst(writer: Writer, ref: str, changes: Mapping[str, Any]) -> Changed:
    """Correct an analyst: ``name`` (which must not lead to anybody else) and ``note``.

    A name that is one of his own aliases stops being an alias. The name given up no longer leads to him.

    Raises:
        NameTaken: the new name is somebody else's.
        NothingToChange: it is all so already.
    """
    old = find_name(writer, ref)
    body: AnalystBody = latest_body(writer, "analyst", old["id"])
    values = dict(changes)
    if "name" in values:
        key = name_key(values["name"], "name")
        refuse_taken_name(writer, values["name"], key, besides=old["id"])
        aliases = [alias for alias in body.aliases if alias["match_key"] != key]
        values |= {"match_key": key, "aliases": aliases}
    after, fields = changed(body, values)
    if not fields:
        raise NothingToChange(f"analyst a{old['number']}", "Name what is wrong: --name or --note.")
    writer.change(after, "amended")
    return Changed(old["number"], told_fields(fields))


def amend_episode(writer: Writer, ref: str, changes: Mapping[str, Any], *, today: date) -> Changed:
    """Correct an episode: ``show, title, published, url, language, people, note``. Its claims keep their own dates.

    Raises:
        EpisodeExists: the show has another episode of that title.
        PublishedInFuture: the day lies after today.
        NothingToChange: it is all so already.
    """
    old = find_episode(writer, ref)
    body: EpisodeBody = latest_body(writer, "episode", old["id"])
    values = dict(changes)
    if "published" in values:
        values["published_on"] = read_published(values.pop("published"), today)
    after, fields = changed(body, values)
    if not fields:
        raise NothingToChange(f"episode e{old['number']}", "Name what is wrong, for instance --title or --published.")
    _refuse_twin(writer, old["id"], after)
    writer.change(after, "amended")
    return Changed(old["number"], told_fields(fields))


def _refuse_twin(writer: Writer, identifier: str, after: EpisodeBody) -> None:
    def place(episode: Record) -> tuple[str, str]:
        return match_key(episode["show"]), match_key(episode["title"])

    others = writer.rows("SELECT id, number, show, title FROM episode ORDER BY number")
    for other in others:
        if other["id"] != identifier and place(other) == place(after.model_dump()):
            raise EpisodeExists(other["number"], other["title"])
