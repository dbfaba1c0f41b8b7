"""Documents: the text of an episode as received, where a quote stands in it, what a curator made of the rest."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
CREATE TABLE document (
    id TEXT NOT NULL,
    key TEXT,
    episode_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    encoding TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    url TEXT,
    retrieved_on TEXT,
    replaces TEXT,
    note TEXT,
    sections TEXT NOT NULL,
    speaking TEXT NOT NULL,
    warnings TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT document_pk PRIMARY KEY (id),
    CONSTRAINT document_key_unique UNIQUE (key),
    CONSTRAINT document_number_unique UNIQUE (number),
    CONSTRAINT document_episode_id_known FOREIGN KEY (episode_id) REFERENCES episode (id),
    CONSTRAINT document_replaces_known FOREIGN KEY (replaces) REFERENCES document (id),
    CONSTRAINT document_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT document_hash_size CHECK (length(file_hash) = 64),
    CONSTRAINT document_size_positive CHECK (size >= 0),
    CONSTRAINT document_retrieved_on_day CHECK (length(retrieved_on) = 10)
)""",
    """
CREATE TABLE document_part (
    id TEXT NOT NULL,
    key TEXT,
    document_id TEXT NOT NULL,
    part TEXT NOT NULL,
    place INTEGER NOT NULL,
    content TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT document_part_pk PRIMARY KEY (id),
    CONSTRAINT document_part_key_unique UNIQUE (key),
    CONSTRAINT document_part_number_unique UNIQUE (number),
    CONSTRAINT document_part_document_id_known FOREIGN KEY (document_id) REFERENCES document (id),
    CONSTRAINT document_part_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT document_part_place_positive CHECK (place >= 0)
)""",
    """
CREATE TABLE review (
    id TEXT NOT NULL,
    key TEXT,
    document_id TEXT NOT NULL,
    anchor_start INTEGER NOT NULL,
    anchor_end INTEGER NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT,
    score INTEGER,
    rules TEXT,
    note TEXT,
    claims TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT review_pk PRIMARY KEY (id),
    CONSTRAINT review_key_unique UNIQUE (key),
    CONSTRAINT review_number_unique UNIQUE (number),
    CONSTRAINT review_document_id_known FOREIGN KEY (document_id) REFERENCES document (id),
    CONSTRAINT review_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT review_anchor_order CHECK (anchor_start BETWEEN 0 AND anchor_end)
)""",
)

COLUMNS = (
    "ALTER TABLE episode ADD COLUMN duration_s INTEGER",
    "ALTER TABLE episode ADD COLUMN sampling TEXT",
    "ALTER TABLE episode ADD COLUMN glossary TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE episode ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE claim ADD COLUMN until_seconds INTEGER",
    "ALTER TABLE claim ADD COLUMN document_id TEXT CONSTRAINT claim_document_id_known REFERENCES document (id)",
    "ALTER TABLE claim ADD COLUMN anchor_start INTEGER",
    "ALTER TABLE claim ADD COLUMN anchor_end INTEGER",
    "ALTER TABLE claim ADD COLUMN anchor_exact TEXT",
    "ALTER TABLE claim ADD COLUMN anchor_prefix TEXT",
    "ALTER TABLE claim ADD COLUMN anchor_suffix TEXT",
    "ALTER TABLE claim ADD COLUMN anchor_fit TEXT",
)

INDEXES = (
    "CREATE INDEX document_episode_id_index ON document (episode_id)",
    "CREATE INDEX document_part_document_id_index ON document_part (document_id)",
    "CREATE INDEX review_document_id_index ON review (document_id)",
    "CREATE INDEX claim_document_id_index ON claim (document_id)",
)


def upgrade() -> None:
    """Make the new tables and columns; what is there stays as it is."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        op.execute(table.strip() + " STRICT" if on_sqlite else table.strip().replace(" TEXT", ' TEXT COLLATE "C"'))
    for column in COLUMNS:
        op.execute(column if on_sqlite else column.replace(" TEXT", ' TEXT COLLATE "C"'))
    for statement in INDEXES:
        op.execute(statement)
