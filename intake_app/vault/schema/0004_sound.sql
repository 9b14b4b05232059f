-- Recordings that are being made, or that a crash cut off: whose they are, and the key of their
-- pieces. The row goes when the sound has become files of the draft; its pieces die with it.

CREATE TABLE recordings (
    recording_id TEXT PRIMARY KEY,
    owner        TEXT NOT NULL REFERENCES drafts (draft_id) ON DELETE CASCADE
                 DEFERRABLE INITIALLY DEFERRED,
    key          BLOB NOT NULL,
    rate         INTEGER NOT NULL,
    started_at   TEXT NOT NULL,
    kept_parts   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX recordings_owner ON recordings (owner);
