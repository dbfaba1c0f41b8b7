"""What the ledger holds, one class a record: the one place where a column is declared.

``XFields`` declares the columns. ``XBody`` is what the journal keeps: validated, with its lists, and written out
whole after every change. ``X`` is the row people query: the same columns plus those that replaying the journal
adds (``number``, ``entry``, ``recorded_at`` and, for a question, the verdicts in force). Columns are TEXT and
INTEGER only, which SQLite and PostgreSQL hold alike; probabilities are integers in millionths, so that sums are
exact everywhere.
"""

from sqlmodel import SQLModel

from ledger.model.base import ADDRESS_LIMIT, NAME_LIMIT, PART_LIMIT, PPM, QUOTE_LIMIT, STATEMENT_LIMIT, Body
from ledger.model.documents import (
    Document,
    DocumentBody,
    DocumentPart,
    DocumentPartBody,
    Review,
    ReviewBody,
)
from ledger.model.journal import Entry, EntryBody, LedgerMeta
from ledger.model.statements import (
    Analyst,
    AnalystAlias,
    AnalystBody,
    Claim,
    ClaimBody,
    Episode,
    EpisodeBody,
    Question,
    QuestionBody,
    QuestionTopic,
    Resolution,
    ResolutionBody,
)

__all__ = [
    "ADDRESS_LIMIT", "BODIES", "NAME_LIMIT", "PART_LIMIT", "PPM", "QUOTE_LIMIT", "STATEMENT_LIMIT", "Analyst",
    "AnalystAlias", "AnalystBody", "Body", "Claim", "ClaimBody", "Document", "DocumentBody", "DocumentPart",
    "DocumentPartBody", "Entry", "EntryBody", "Episode", "EpisodeBody", "LedgerMeta", "Question", "QuestionBody",
    "QuestionTopic", "Resolution", "ResolutionBody", "Review", "ReviewBody", "SQLModel",
]  # fmt: skip

BODIES: dict[str, type[Body]] = {
    body.table: body
    for body in (
        AnalystBody,
        EpisodeBody,
        DocumentBody,
        DocumentPartBody,
        QuestionBody,
        ClaimBody,
        ResolutionBody,
        ReviewBody,
    )
}
