"""How much of each episode was looked at, what became of it, and by what rule claims were taken: the selection audit.

Claims that were picked are a sample of what somebody found memorable; without the frame they were taken from, no score
of theirs says much of the analyst (Lerch et al. 2017, "Forecaster's Dilemma", Statistical Science 32).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ledger.journal.reader import Record, Rows
from ledger.model.vocabulary import Attribution, Decision, Drop, Outcome, Source
from ledger.query.judged import UNKNOWN, all_known
from ledger.query.layout import LaidOut, laid_out
from ledger.query.refs import find_episode
from ledger.query.stored_documents import current_documents, load
from ledger.query.suggestions import reviews_of, suggestions

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
