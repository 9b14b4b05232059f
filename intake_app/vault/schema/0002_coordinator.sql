-- What a coordinator keeps: bundles that were accepted, each attempt to bring one, and requests.

CREATE TABLE bundles (
    bundle_id          TEXT PRIMARY KEY,
    outer_name         TEXT NOT NULL UNIQUE,
    outer_sha256       TEXT NOT NULL,
    outer_size         INTEGER NOT NULL,
    tagmanifest_sha256 TEXT NOT NULL,
    device             TEXT NOT NULL,
    interviewer        TEXT NOT NULL,
    kind               TEXT NOT NULL,
    statement_id       TEXT NOT NULL,
    sealed_at          TEXT NOT NULL,
    received_at        TEXT NOT NULL,
    trust_version      INTEGER NOT NULL,
    notes              TEXT NOT NULL,
    description        BLOB NOT NULL,
    statement          BLOB NOT NULL,
    tag_files          BLOB NOT NULL
) STRICT;
CREATE INDEX bundles_outer ON bundles (outer_sha256);
CREATE INDEX bundles_statement ON bundles (statement_id);
CREATE INDEX bundles_device ON bundles (device);
CREATE TRIGGER bundles_no_update BEFORE UPDATE ON bundles
BEGIN SELECT raise(ABORT, 'bundles: fixed'); END;
CREATE TRIGGER bundles_no_delete BEFORE DELETE ON bundles
BEGIN SELECT raise(ABORT, 'bundles: fixed'); END;

CREATE TABLE bundle_files (
    bundle_id  TEXT NOT NULL REFERENCES bundles (bundle_id),
    path       TEXT NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    role       TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    "offset"   INTEGER NOT NULL,
    PRIMARY KEY (bundle_id, path)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bundle_files_no_update BEFORE UPDATE ON bundle_files
BEGIN SELECT raise(ABORT, 'bundle_files: fixed'); END;
CREATE TRIGGER bundle_files_no_delete BEFORE DELETE ON bundle_files
BEGIN SELECT raise(ABORT, 'bundle_files: fixed'); END;

CREATE TABLE links (
    bundle_id        TEXT NOT NULL REFERENCES bundles (bundle_id),
    rel              TEXT NOT NULL,
    target_bundle_id TEXT NOT NULL,
    PRIMARY KEY (bundle_id, rel, target_bundle_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_target ON links (target_bundle_id);

-- The custody lines of each device, as its bundles brought them.
CREATE TABLE device_log (
    device TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    line   BLOB NOT NULL,
    hash   TEXT NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER device_log_no_update BEFORE UPDATE ON device_log
BEGIN SELECT raise(ABORT, 'device_log: fixed'); END;
CREATE TRIGGER device_log_no_delete BEFORE DELETE ON device_log
BEGIN SELECT raise(ABORT, 'device_log: fixed'); END;

CREATE TABLE inbox (
    item_id         TEXT PRIMARY KEY,
    arrived_at      TEXT NOT NULL,
    outer_sha256    TEXT NOT NULL,
    outer_size      INTEGER NOT NULL,
    verdict         TEXT NOT NULL CHECK (verdict IN ('accepted', 'duplicate', 'held', 'refused')),
    code            TEXT NOT NULL DEFAULT '',
    bundle_id       TEXT NOT NULL DEFAULT '',
    device          TEXT NOT NULL DEFAULT '',
    quarantine_name TEXT NOT NULL DEFAULT '',
    decision        TEXT NOT NULL DEFAULT '',
    reason          TEXT NOT NULL DEFAULT '',
    decided_at      TEXT NOT NULL DEFAULT '',
    file_gone       INTEGER NOT NULL DEFAULT 0 CHECK (file_gone IN (0, 1))
) STRICT;
CREATE INDEX inbox_outer ON inbox (outer_sha256);
CREATE TRIGGER inbox_fixed BEFORE UPDATE OF
    item_id, arrived_at, outer_sha256, outer_size, verdict, code, device, quarantine_name
ON inbox
BEGIN SELECT raise(ABORT, 'inbox: fixed'); END;
CREATE TRIGGER inbox_decided_once BEFORE UPDATE OF decision, reason, decided_at ON inbox
WHEN OLD.decision <> ''
BEGIN SELECT raise(ABORT, 'inbox: decided'); END;
CREATE TRIGGER inbox_no_delete BEFORE DELETE ON inbox
BEGIN SELECT raise(ABORT, 'inbox: fixed'); END;

CREATE TABLE issued_receipts (
    bundle_id    TEXT NOT NULL,
    outer_sha256 TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    content      BLOB NOT NULL,
    issued_at    TEXT NOT NULL,
    PRIMARY KEY (bundle_id, outer_sha256)
) STRICT;
CREATE TRIGGER issued_receipts_no_update BEFORE UPDATE ON issued_receipts
BEGIN SELECT raise(ABORT, 'issued_receipts: fixed'); END;
CREATE TRIGGER issued_receipts_no_delete BEFORE DELETE ON issued_receipts
BEGIN SELECT raise(ABORT, 'issued_receipts: fixed'); END;

CREATE TABLE requests (
    sha256    TEXT PRIMARY KEY,
    principal TEXT NOT NULL,
    content   BLOB NOT NULL,
    state     TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX requests_principal ON requests (principal);
