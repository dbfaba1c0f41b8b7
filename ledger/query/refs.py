"""Finding what a user means: a short number, a prefix and a number, an outside key, or a name.

``12`` is a claim, ``q7`` a question, ``e2`` an episode, ``d4`` a document, ``a3`` an analyst, ``r5`` a verdict.
Anything else is taken for the key a record was imported under, and for analysts and episodes for a name.
"""

import difflib
import re
from collections.abc import Callable, Sequence

from ledger.errors import ConflictError, NoSuch, quoted
from ledger.journal.reader import Record, Rows
from ledger.text.clean import UnstorableText, clean_text, match_key


def _numbered(rows: Rows, table: str, ref: str, prefix: str) -> Record | None:
    found = re.fullmatch(rf"{prefix}(\d{{1,9}})", ref.strip().lower())
    try:
        known = clean_text(ref)
    except UnstorableText:  # what cannot be kept is not there, and no database would even look for it
        return None
    if found:
        records = rows.rows(f"SELECT * FROM {table} WHERE number = :number", number=int(found[1]))
    else:
        records = rows.rows(f"SELECT * FROM {table} WHERE key = :ref OR id = :ref", ref=known)
    return records[0] if records else None


def find_claim(rows: Rows, ref: str) -> Record:
    """The claim numbered ``12`` (or ``c12``), or imported under a key."""
    record = _numbered(rows, "claim", ref, "c?")
    if record is None:
        raise NoSuch("claim", ref, listing="ledger list")
    return record


def find_question(rows: Rows, ref: str) -> Record:
    """The question ``q7``, or the one a claim or a verdict (``r3``) is about."""
    record = _numbered(rows, "question", ref, "q")
    if record is None:
        about = _numbered(rows, "claim", ref, "c?") or _numbered(rows, "resolution", ref, "r")
        if about is None:
            raise NoSuch("question", ref, listing="ledger list, ledger question list")
        record = rows.rows("SELECT * FROM question WHERE id = :id", id=about["question_id"])[0]
    return record


def find_name(rows: Rows, ref: str) -> Record:
    """The analyst ``a3``, or of that name or alias, merged into another or not."""
    record = _numbered(rows, "analyst", ref, "a") or _named_analyst(rows, ref)
    if record is None:
        names = [row["name"] for row in rows.rows("SELECT name FROM analyst ORDER BY number")]
        raise NoSuch("analyst", ref, near_names(ref, names, parts=True))
    return record


def find_analyst(rows: Rows, ref: str) -> Record:
    """The analyst ``a3``, or of that name or alias; who was merged into another is that other."""
    record = find_name(rows, ref)
    if record["merged_into"]:
        record = rows.rows("SELECT * FROM analyst WHERE id = :id", id=record["merged_into"])[0]
    return record


def analyst_meant(rows: Rows, ref: str) -> Record:
    """The analyst whom a reader means: as ``find_analyst`` finds them, else the one whose name begins so.

    For reading alone: what is recorded is recorded of somebody who was named in full.

    Raises:
        NoSuch: nobody's name begins so.
        ConflictError: the names of several do.
    """
    try:
        return find_analyst(rows, ref)
    except NoSuch:
        begun = _begun(rows, match_key(ref))
        if not begun:
            raise
    if len(begun) > 1:
        named = ", ".join(f"{one['name']} (a{one['number']})" for one in begun)
        raise ConflictError(f"The names of {len(begun)} analysts begin with {quoted(ref)}.", f"Name one: {named}")
    return begun[0]


def _begun(rows: Rows, key: str) -> list[Record]:
    """The analysts who have a name or an alias that begins so; who was merged into another is that other."""
    if not key:
        return []
    ids = rows.rows(
        "SELECT id AS analyst_id, match_key FROM analyst UNION SELECT analyst_id, match_key FROM analyst_alias"
    )
    begun = {row["analyst_id"] for row in ids if row["match_key"].startswith(key)}
    analysts = {row["id"]: row for row in rows.rows("SELECT * FROM analyst ORDER BY number")}
    meant = {analysts[one]["merged_into"] or one for one in begun}
    return [row for row in analysts.values() if row["id"] in meant]


def _named_analyst(rows: Rows, name: str) -> Record | None:
    found = rows.rows(
        "SELECT * FROM analyst WHERE match_key = :key "
        "OR id IN (SELECT analyst_id FROM analyst_alias WHERE match_key = :key) ORDER BY number",
        key=match_key(name),
    )
    return found[0] if found else None


def find_episode(rows: Rows, ref: str) -> Record:
    """The episode ``e2`` (or ``2``), or of that title."""
    record = _numbered(rows, "episode", ref, "e?")
    if record is not None:
        return record
    episodes = rows.rows("SELECT * FROM episode ORDER BY number")
    named = [episode for episode in episodes if match_key(episode["title"]) == match_key(ref)]
    if len(named) > 1:
        numbers = ", ".join(f"e{episode['number']}" for episode in named)
        raise ConflictError(f"More than one episode is called {quoted(ref)}.", f"Name one by its number: {numbers}")
    if not named:
        raise NoSuch("episode", ref, near_names(ref, [episode["title"] for episode in episodes], parts=True))
    return named[0]


def find_document(rows: Rows, ref: str) -> Record | None:
    """The document ``d3``; None where the reference is of another shape.

    Raises:
        NoSuch: there is no document of that number.
    """
    if not re.fullmatch(r"d\d{1,9}", ref.strip().lower()):
        return None
    record = _numbered(rows, "document", ref, "d")
    if record is None:
        raise NoSuch("document", ref, listing="ledger episode list, ledger episode show e2")
    return record


_MOST_NEAR = 3


def near_names(name: str, known: Sequence[str], cutoff: float = 0.72, *, parts: bool = False) -> list[str]:
    """Known names that a slip of the pen could turn into ``name``: letters changed, or words in another order.

    With ``parts`` also those in which its words stand, for who looks somebody up: ``ada`` is near to ``Ada Brandt``.
    """
    wanted = match_key(name)
    keys = {match_key(other): other for other in known}
    turned = {" ".join(sorted(key.split())): other for key, other in keys.items()}
    words = set(wanted.split())
    reordered = difflib.get_close_matches(" ".join(sorted(wanted.split())), turned, n=_MOST_NEAR, cutoff=0.85)
    close = [keys[key] for key in difflib.get_close_matches(wanted, keys, n=_MOST_NEAR, cutoff=cutoff)]
    close += [turned[key] for key in reordered]
    if parts and words:
        close += [other for key, other in keys.items() if words <= set(key.split())][:_MOST_NEAR]
    return list(dict.fromkeys(close))


_FINDERS: dict[str, Callable[[Rows, str], Record]] = {
    "claim": find_claim,
    "question": find_question,
    "episode": find_episode,
    "analyst": find_name,
    "document": lambda rows, ref: find_document(rows, ref) or {},
}
_LETTERS = {"q": "question", "e": "episode", "a": "analyst", "r": "question", "d": "document"}


def find_any(rows: Rows, ref: str) -> tuple[str, Record]:
    """What a reference names, with the table it is in: a short number, a key, or an analyst's or episode's name.

    Raises:
        NoSuch: nothing goes by it.
    """
    numbered = re.fullmatch(r"([qeard])\d+", ref.strip().lower())
    if numbered:
        table = _LETTERS[numbered[1]]
        return table, _FINDERS[table](rows, ref)
    try:
        return "claim", find_claim(rows, ref)
    except NoSuch:
        if ref.strip().isdecimal():  # a bare number is a claim's, never an episode's
            raise
        for table in ("analyst", "episode"):
            try:
                return table, _FINDERS[table](rows, ref)
            except NoSuch:
                continue
        raise
