"""The record: a journal that only grows, and the tables projected from it.

The statements are written out so that this revision stays what it was whatever SQLModel or Alembic become.
Types are TEXT and INTEGER alone; every CHECK has a name; SQLite tables are STRICT. PostgreSQL sorts and compares
text by code point, as SQLite does, whatever language the database was made for.
"""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
CREATE TABLE ledger_meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT ledger_meta_pk PRIMARY KEY (key)
)""",
    """
CREATE TABLE entry (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    digest TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT entry_pk PRIMARY KEY (seq),
    CONSTRAINT entry_id_unique UNIQUE (id),
    CONSTRAINT entry_seq_positive CHECK (seq > 0),
    CONSTRAINT entry_recorded_at_instant CHECK (length(recorded_at) = 27)
)""",
    """
CREATE TABLE entry_body (
    seq INTEGER NOT NULL,
    salt TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT entry_body_pk PRIMARY KEY (seq),
    CONSTRAINT entry_body_seq_known FOREIGN KEY (seq) REFERENCES entry (seq),
    CONSTRAINT entry_body_size CHECK (length(body) <= 1000000)
)""",
    """
CREATE TABLE analyst (
    id TEXT NOT NULL,
    key TEXT,
    name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    note TEXT,
    merged_into TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT analyst_pk PRIMARY KEY (id),
    CONSTRAINT analyst_key_unique UNIQUE (key),
    CONSTRAINT analyst_number_unique UNIQUE (number),
    CONSTRAINT analyst_match_key_unique UNIQUE (match_key),
    CONSTRAINT analyst_merged_into_known FOREIGN KEY (merged_into) REFERENCES analyst (id),
    CONSTRAINT analyst_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT analyst_name_size CHECK (length(name) BETWEEN 1 AND 500)
)""",
    """
CREATE TABLE analyst_alias (
    analyst_id TEXT NOT NULL,
    match_key TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT analyst_alias_pk PRIMARY KEY (analyst_id, match_key),
    CONSTRAINT analyst_alias_analyst_id_known FOREIGN KEY (analyst_id) REFERENCES analyst (id)
)""",
    """
CREATE TABLE episode (
    id TEXT NOT NULL,
    key TEXT,
    show TEXT NOT NULL,
    title TEXT NOT NULL,
    published_on TEXT,
    url TEXT,
    language TEXT,
    note TEXT,
    people TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT episode_pk PRIMARY KEY (id),
    CONSTRAINT episode_key_unique UNIQUE (key),
    CONSTRAINT episode_number_unique UNIQUE (number),
    CONSTRAINT episode_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT episode_published_on_day CHECK (length(published_on) = 10)
)""",
    """
CREATE TABLE question (
    id TEXT NOT NULL,
    key TEXT,
    statement TEXT NOT NULL,
    criteria TEXT,
    deadline TEXT,
    deadline_words TEXT,
    deadline_basis TEXT,
    condition TEXT,
    difficulty TEXT,
    note TEXT,
    verdict TEXT NOT NULL,
    verdict_fraction INTEGER,
    verdict_on TEXT,
    condition_verdict TEXT NOT NULL,
    condition_on TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT question_pk PRIMARY KEY (id),
    CONSTRAINT question_key_unique UNIQUE (key),
    CONSTRAINT question_number_unique UNIQUE (number),
    CONSTRAINT question_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT question_statement_size CHECK (length(statement) BETWEEN 1 AND 20000),
    CONSTRAINT question_deadline_day CHECK (length(deadline) = 10),
    CONSTRAINT question_verdict_on_day CHECK (length(verdict_on) = 10),
    CONSTRAINT question_condition_on_day CHECK (length(condition_on) = 10),
    CONSTRAINT question_verdict_fraction_range CHECK (verdict_fraction BETWEEN 0 AND 1000000)
)""",
    """
CREATE TABLE question_topic (
    question_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    CONSTRAINT question_topic_pk PRIMARY KEY (question_id, topic),
    CONSTRAINT question_topic_question_id_known FOREIGN KEY (question_id) REFERENCES question (id)
)""",
    """
CREATE TABLE claim (
    id TEXT NOT NULL,
    key TEXT,
    analyst_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    episode_id TEXT,
    stated_on TEXT,
    quote TEXT,
    at_seconds INTEGER,
    kind TEXT NOT NULL,
    attribution TEXT NOT NULL,
    denies INTEGER NOT NULL,
    source TEXT NOT NULL,
    words TEXT,
    scale TEXT,
    low INTEGER,
    point INTEGER,
    high INTEGER,
    read_by TEXT,
    cluster TEXT,
    excluded TEXT,
    revises TEXT,
    withdrawn_on TEXT,
    note TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT claim_pk PRIMARY KEY (id),
    CONSTRAINT claim_key_unique UNIQUE (key),
    CONSTRAINT claim_number_unique UNIQUE (number),
    CONSTRAINT claim_analyst_id_known FOREIGN KEY (analyst_id) REFERENCES analyst (id),
    CONSTRAINT claim_question_id_known FOREIGN KEY (question_id) REFERENCES question (id),
    CONSTRAINT claim_episode_id_known FOREIGN KEY (episode_id) REFERENCES episode (id),
    CONSTRAINT claim_revises_known FOREIGN KEY (revises) REFERENCES claim (id),
    CONSTRAINT claim_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT claim_stated_on_day CHECK (length(stated_on) = 10),
    CONSTRAINT claim_withdrawn_on_day CHECK (length(withdrawn_on) = 10),
    CONSTRAINT claim_quote_size CHECK (length(quote) <= 200000),
    CONSTRAINT claim_denies_flag CHECK (denies IN (0, 1)),
    CONSTRAINT claim_low_range CHECK (low BETWEEN 0 AND point),
    CONSTRAINT claim_point_range CHECK (point BETWEEN 0 AND 1000000),
    CONSTRAINT claim_high_range CHECK (high BETWEEN low AND 1000000)
)""",
    """
CREATE TABLE resolution (
    id TEXT NOT NULL,
    key TEXT,
    question_id TEXT NOT NULL,
    target TEXT NOT NULL,
    outcome TEXT NOT NULL,
    fraction INTEGER,
    resolved_on TEXT,
    evidence TEXT NOT NULL,
    reason TEXT,
    judged_by TEXT,
    note TEXT,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT resolution_pk PRIMARY KEY (id),
    CONSTRAINT resolution_key_unique UNIQUE (key),
    CONSTRAINT resolution_number_unique UNIQUE (number),
    CONSTRAINT resolution_question_id_known FOREIGN KEY (question_id) REFERENCES question (id),
    CONSTRAINT resolution_entry_known FOREIGN KEY (entry) REFERENCES entry (seq),
    CONSTRAINT resolution_resolved_on_day CHECK (length(resolved_on) = 10),
    CONSTRAINT resolution_fraction_range CHECK (fraction BETWEEN 0 AND 1000000)
)""",
)

INDEXES = (
    "CREATE INDEX entry_subject_index ON entry (subject)",
    "CREATE INDEX claim_analyst_id_index ON claim (analyst_id)",
    "CREATE INDEX claim_question_id_index ON claim (question_id)",
    "CREATE INDEX question_topic_topic_index ON question_topic (topic)",
    "CREATE INDEX resolution_question_id_index ON resolution (question_id)",
)

# REPLACE deletes without firing delete triggers, so the insert triggers refuse what is already there.
SQLITE_TRIGGERS = (
    """
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be changed'); END""",
    """
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be deleted'); END""",
    """
CREATE TRIGGER entry_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM entry)
  OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry must be the next one'); END""",
    """
CREATE TRIGGER entry_body_no_update BEFORE UPDATE ON entry_body
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a body cannot be changed'); END""",
    """
CREATE TRIGGER entry_body_no_delete BEFORE DELETE ON entry_body
WHEN NOT EXISTS (SELECT 1 FROM entry AS redacting JOIN entry AS redacted ON redacted.id = redacting.subject
                 WHERE redacting.kind = 'entry.redacted' AND redacted.seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a body cannot be deleted without a redaction entry'); END""",
    """
CREATE TRIGGER entry_body_next BEFORE INSERT ON entry_body
WHEN EXISTS (SELECT 1 FROM entry_body WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a body cannot be replaced'); END""",
    """
CREATE TRIGGER ledger_meta_no_update BEFORE UPDATE ON ledger_meta
BEGIN SELECT RAISE(ABORT, 'what the ledger says of itself cannot be changed'); END""",
    """
CREATE TRIGGER ledger_meta_no_delete BEFORE DELETE ON ledger_meta
BEGIN SELECT RAISE(ABORT, 'what the ledger says of itself cannot be deleted'); END""",
    """
CREATE TRIGGER ledger_meta_next BEFORE INSERT ON ledger_meta
WHEN EXISTS (SELECT 1 FROM ledger_meta WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'what the ledger says of itself cannot be replaced'); END""",
)

POSTGRESQL_TRIGGERS = (
    """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal only grows: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$""",
    """
CREATE FUNCTION ledger_entry_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq IS DISTINCT FROM (SELECT COALESCE(MAX(seq), 0) + 1 FROM entry) THEN
        RAISE EXCEPTION 'the journal only grows: an entry must be the next one';
    END IF;
    RETURN NEW;
END $$""",
    """
CREATE FUNCTION ledger_body_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM entry AS redacting JOIN entry AS redacted ON redacted.id = redacting.subject
                   WHERE redacting.kind = 'entry.redacted' AND redacted.seq = OLD.seq) THEN
        RAISE EXCEPTION 'the journal only grows: a body cannot be deleted without a redaction entry';
    END IF;
    RETURN OLD;
END $$""",
    "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER entry_next BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_next()",
    "CREATE TRIGGER entry_body_no_update BEFORE UPDATE ON entry_body FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    """CREATE TRIGGER entry_body_no_delete BEFORE DELETE ON entry_body
    FOR EACH ROW EXECUTE FUNCTION ledger_body_delete()""",
    """CREATE TRIGGER entry_body_no_truncate BEFORE TRUNCATE ON entry_body
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER ledger_meta_no_change BEFORE UPDATE OR DELETE ON ledger_meta
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER ledger_meta_no_truncate BEFORE TRUNCATE ON ledger_meta
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
)


def upgrade() -> None:
    """Make the journal, its guards and the projections."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        op.execute(table.strip() + " STRICT" if on_sqlite else table.strip().replace(" TEXT", ' TEXT COLLATE "C"'))
    for statement in (*INDEXES, *(SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS)):
        op.execute(statement.strip())
