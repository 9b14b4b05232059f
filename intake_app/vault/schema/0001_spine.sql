-- What every vault needs: its own facts, its secrets, its log, and the work of a field device.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- The custody log: added to, never changed, without gaps.
CREATE TABLE custody (
    seq  INTEGER PRIMARY KEY,
    line BLOB NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER custody_no_gap BEFORE INSERT ON custody
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM custody)
BEGIN SELECT raise(ABORT, 'custody: gap'); END;
CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody
BEGIN SELECT raise(ABORT, 'custody: fixed'); END;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody
BEGIN SELECT raise(ABORT, 'custody: fixed'); END;

-- Heads of this log that others confirmed: a log that lacks one of them was put back.
CREATE TABLE anchors (
    source   TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    head     TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (source, seq, head)
) STRICT, WITHOUT ROWID;

CREATE TABLE trust (
    version     INTEGER PRIMARY KEY,
    sha256      TEXT NOT NULL,
    files       BLOB NOT NULL,
    accepted_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER trust_newer BEFORE INSERT ON trust
WHEN NEW.version <= (SELECT max(version) FROM trust)
BEGIN SELECT raise(ABORT, 'trust: older'); END;
CREATE TRIGGER trust_no_update BEFORE UPDATE ON trust
BEGIN SELECT raise(ABORT, 'trust: fixed'); END;
CREATE TRIGGER trust_no_delete BEFORE DELETE ON trust
BEGIN SELECT raise(ABORT, 'trust: fixed'); END;

-- A draft is readable only with its own key, which goes when the draft goes.
CREATE TABLE drafts (
    draft_id   TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    body       BLOB NOT NULL,
    identity   BLOB NOT NULL
) STRICT;
CREATE TABLE draft_keys (
    draft_id TEXT PRIMARY KEY REFERENCES drafts (draft_id) ON DELETE CASCADE,
    wrapped  BLOB NOT NULL
) STRICT;

-- Recordings and exhibits of drafts: the files lie in media/, their one-time keys lie here.
CREATE TABLE media (
    media_id     TEXT PRIMARY KEY,
    owner        TEXT NOT NULL REFERENCES drafts (draft_id) ON DELETE CASCADE
                 DEFERRABLE INITIALLY DEFERRED,
    sha256       TEXT NOT NULL,
    size         INTEGER NOT NULL,
    stored_bytes INTEGER NOT NULL,
    identity     TEXT NOT NULL
) STRICT;
CREATE INDEX media_owner ON media (owner);

-- What was sealed: enough to hand it over and to match receipts, nothing that it says.
CREATE TABLE sealed (
    bundle_id          TEXT PRIMARY KEY,
    statement_id       TEXT NOT NULL,
    kind               TEXT NOT NULL,
    outer_name         TEXT NOT NULL UNIQUE,
    outer_sha256       TEXT NOT NULL,
    outer_size         INTEGER NOT NULL,
    tagmanifest_sha256 TEXT NOT NULL,
    sealed_at          TEXT NOT NULL,
    state              TEXT NOT NULL DEFAULT 'waiting'
                       CHECK (state IN ('waiting', 'handed_over', 'received', 'deleted')),
    handed_over_at     TEXT NOT NULL DEFAULT '',
    deleted_at         TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX sealed_outer ON sealed (outer_sha256);
CREATE TRIGGER sealed_fixed BEFORE UPDATE OF
    bundle_id, statement_id, kind, outer_name, outer_sha256, outer_size, tagmanifest_sha256,
    sealed_at
ON sealed
BEGIN SELECT raise(ABORT, 'sealed: fixed'); END;
CREATE TRIGGER sealed_end BEFORE UPDATE ON sealed WHEN OLD.state = 'deleted'
BEGIN SELECT raise(ABORT, 'sealed: ended'); END;
CREATE TRIGGER sealed_no_delete BEFORE DELETE ON sealed
BEGIN SELECT raise(ABORT, 'sealed: fixed'); END;

CREATE TABLE receipts (
    receipt_sha256 TEXT PRIMARY KEY,
    bundle_id      TEXT NOT NULL,
    coordinator    TEXT NOT NULL,
    verdict        TEXT NOT NULL,
    received_at    TEXT NOT NULL,
    imported_at    TEXT NOT NULL,
    content        BLOB NOT NULL
) STRICT;
CREATE INDEX receipts_bundle ON receipts (bundle_id);
CREATE TRIGGER receipts_no_update BEFORE UPDATE ON receipts
BEGIN SELECT raise(ABORT, 'receipts: fixed'); END;
CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts
BEGIN SELECT raise(ABORT, 'receipts: fixed'); END;
