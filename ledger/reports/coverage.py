"""How much of each episode was looked at, what became of it, and by what rule claims were taken: the selection audit.

Claims that were picked are a sample of what somebody found memorable; without the frame they were taken from, no score
of theirs says much of the analyst (Lerch et al. 2017, "Forecaster's Dilemma", Statistical Science 32).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledger.journal.reader import Reader, Record, Rows
from ledger.model.vocabulary import Attribution, Decision, Drop, Outcome, Source
from ledger.query.judged import UNKNOWN, all_known
from ledger.query.layout import LaidOut, laid_out
from ledger.query.refs import find_episode
from ledger.query.stored_documents import current_documents, load
from ledger.query.suggestions import reviews_of, suggestions
from ledger.render.report import Column, Display, percent
from ledger.reports.listings import listing

Row = Mapping[str, Any]
_THOUSAND = 1_000


def coverage(rows: Rows, ref: str | None = None) -> list[Record]:
    """A row for each episode (or for one): its claims, and what of its documents was seen, kept and dropped.

    ``sentences`` are those that are said: no machine's, no other episode's, and copies once. ``suggested`` are those at
    the default cut; of the ``waiting`` ones nothing was decided. ``seen`` were decided of or quoted; ``kept`` are those
    that claims quote or that were kept in a review. ``claims`` are without those left out of scores and those of
    machines. ``unfalsifiable`` is the share, of all that was recorded or dropped as vague, that cannot come out wrong:
    hedges, what was resolved as unresolvable, and what was dropped as vague.
    """
    chosen = [find_episode(rows, ref)] if ref else rows.rows("SELECT * FROM episode ORDER BY number")
    return [_row(rows, episode) for episode in chosen]


def coverage_report(reader: Reader, ref: str | None) -> Display:
    """How much of each episode, or of one, was looked at, and what is not known of it."""
    rows = coverage(reader, ref)
    notes = [
        "Seen: sentences kept or dropped. Waiting: suggested, and nothing decided. Soft: claims that cannot be wrong."
    ]
    if any(row["documents"] == 0 for row in rows):
        notes.append("A dash: no document, so nobody knows what was left out. See: ledger episode import --help")
    open_frame = [row["episode"] for row in rows if row["sampling"] is None]
    if open_frame:
        notes.append(f"By what rule were claims taken? ledger episode amend e{open_frame[0]} --sampling all")
    return Display(listing(reader, rows, COVERAGE, empty="No episodes yet.", notes=notes if rows else ()))


def _row(rows: Rows, episode: Record) -> Record:
    claims = all_known(
        rows,
        rows.rows(
            "SELECT c.id, c.source, c.attribution, c.excluded, c.document_id, c.anchor_start, c.anchor_end, q.verdict, "
            f"{UNKNOWN} AS unknown "
            "FROM claim c JOIN question q ON q.id = c.question_id WHERE c.episode_id = :id ORDER BY c.number",
            id=episode["id"],
        ),
    )
    counted = [claim for claim in claims if claim["excluded"] is None and claim["attribution"] != Attribution.MACHINE]
    found = [
        _seen(rows, laid_out(rows, load(rows, record)), counted) for record in current_documents(rows, episode["id"])
    ]
    total: Counter[str] = sum((one["counts"] for one in found), Counter())
    drops: Counter[str] = sum((one["drops"] for one in found), Counter())
    vague = sum(claim["source"] == Source.HEDGE or not Outcome(claim["verdict"]).testable for claim in counted)
    looked_at = len(counted) + drops[Drop.VAGUE]
    names = ("sentences", "suggested", "waiting", "seen", "kept", "dropped", "words")
    return {
        "episode": episode["number"],
        "show": episode["show"],
        "title": episode["title"],
        "sampling": episode["sampling"],
        "documents": len(found),
        "claims": len(counted),
        **{name: total[name] if found else None for name in names},
        "dropped_as": dict(drops.most_common()),
        "claims_per_1000_words": len(counted) * _THOUSAND / total["words"] if total["words"] else None,
        "unfalsifiable": (vague + drops[Drop.VAGUE]) / looked_at if looked_at else None,
    }


def _seen(rows: Rows, laid: LaidOut, claims: Sequence[Record]) -> dict[str, Any]:
    """What of one document was looked at."""
    said = {sentence.number for sentence in laid.sentences if laid.is_said(sentence)}
    own = [claim for claim in claims if claim["document_id"] == laid.document.record["id"]]
    kept = _touched(laid, [(claim["anchor_start"], claim["anchor_end"]) for claim in own])
    reviews = reviews_of(rows, laid.document.record["id"])
    dropped: set[int] = set()
    drops: Counter[str] = Counter()
    for place, review in reviews.items():
        touched = _touched(laid, [place])
        if review["decision"] == Decision.KEPT:
            kept |= touched
        else:
            dropped |= touched
            drops[review["reason"]] += len(touched & said)
    kept, dropped = kept & said, dropped & said
    suggested = {one.sentence.number for one in suggestions(laid)}
    seen = kept | dropped
    counts = Counter({
        "sentences": len(said), "suggested": len(suggested), "waiting": len(suggested - seen), "seen": len(seen),
        "kept": len(kept), "dropped": len(dropped - kept), "words": laid.words,
    })  # fmt: skip
    return {"counts": counts, "drops": drops}


def _touched(laid: LaidOut, places: Sequence[tuple[int, int]]) -> set[int]:
    """The numbers of the sentences that some stretches touch; of copies, the first."""
    starts = laid.starts
    numbers: set[int] = set()
    for start, end in places:
        first = max(bisect_right(starts, start) - 1, 0)
        for sentence in laid.sentences[first : bisect_left(starts, end)]:
            if sentence.end > start:
                numbers.add(sentence.same_as or sentence.number)
    return numbers


def _drops_told(row: Row) -> str:
    if row["dropped"] is None:
        return "-"
    why = ", ".join(f"{count} {reason}" for reason, count in row["dropped_as"].items())
    return f"{row['dropped']}: {why}" if why else "0"


def _seen_told(row: Row) -> str:
    return "-" if row["sentences"] is None else f"{row['seen']} of {row['sentences']}"


def _count(name: str) -> Callable[[Row], str]:
    return lambda row: "-" if row[name] is None else f"{row[name]:,}"


def _density(row: Row) -> str:
    density = row["claims_per_1000_words"]
    return "-" if density is None else f"{density:.1f}"


def _soft(row: Row) -> str:
    return "-" if row["unfalsifiable"] is None else percent(row["unfalsifiable"], 0)


COVERAGE = (
    Column("episode", "#", lambda row: f"e{row['episode']}", align="right"),
    Column("title", "Episode", flexible=True),
    Column("sampling", "Taken", lambda row: row["sampling"] or "-"),
    Column("seen", "Seen", _seen_told, align="right"),
    Column("kept", "Kept", _count("kept"), align="right"),
    Column("dropped", "Dropped", _drops_told, flexible=True, wrap=True),
    Column("waiting", "Waiting", _count("waiting"), align="right"),
    Column("claims", "Claims", align="right"),
    Column("claims_per_1000_words", "per 1,000", _density, align="right"),
    Column("unfalsifiable", "Soft", _soft, align="right"),
)
