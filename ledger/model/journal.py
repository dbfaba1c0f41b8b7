"""The journal itself, and what a ledger says of itself."""

from sqlmodel import Field, SQLModel

from ledger.model.base import text


class Entry(SQLModel, table=True):
    """One change to the ledger; only ever added to."""

    seq: int = Field(primary_key=True)
    id: str = text(unique=True)
    kind: str = text()
    subject: str = text(index=True)
    recorded_at: str = text()
    actor: str = text()
    digest: str = text()
    hash: str = text()


class EntryBody(SQLModel, table=True):
    """The record after a change, apart from the chain, so that one body can be redacted."""

    __tablename__ = "entry_body"
    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    salt: str = text()
    body: str = text()


class LedgerMeta(SQLModel, table=True):
    """What the ledger says of itself: its identifier and the format of its chain."""

    __tablename__ = "ledger_meta"
    key: str = text(primary_key=True)
    value: str = text()
