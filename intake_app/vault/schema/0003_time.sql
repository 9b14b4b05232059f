-- Proof of time: what was asked of time services about this vault's log, what they answered, and
-- whose certificates they are checked with.

CREATE TABLE time_authorities (
    sha256    TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    pem       TEXT NOT NULL,
    pinned_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER time_authorities_no_update BEFORE UPDATE ON time_authorities
BEGIN SELECT raise(ABORT, 'time_authorities: fixed'); END;
CREATE TRIGGER time_authorities_no_delete BEFORE DELETE ON time_authorities
BEGIN SELECT raise(ABORT, 'time_authorities: fixed'); END;

CREATE TABLE time_requests (
    query_sha256 TEXT PRIMARY KEY,
    seq          INTEGER NOT NULL,
    head         BLOB NOT NULL,
    signature    BLOB NOT NULL,
    query        BLOB NOT NULL,
    nonce        TEXT NOT NULL,
    made_at      TEXT NOT NULL
) STRICT;
CREATE TRIGGER time_requests_no_update BEFORE UPDATE ON time_requests
BEGIN SELECT raise(ABORT, 'time_requests: fixed'); END;
CREATE TRIGGER time_requests_no_delete BEFORE DELETE ON time_requests
BEGIN SELECT raise(ABORT, 'time_requests: fixed'); END;

CREATE TABLE time_proofs (
    response_sha256 TEXT PRIMARY KEY,
    query_sha256    TEXT NOT NULL REFERENCES time_requests (query_sha256),
    seq             INTEGER NOT NULL,
    response        BLOB NOT NULL,
    authorities     TEXT NOT NULL,
    service         TEXT NOT NULL,
    gen_time        TEXT NOT NULL,
    accuracy_ms     INTEGER NOT NULL,
    taken_in_at     TEXT NOT NULL
) STRICT;
CREATE INDEX time_proofs_seq ON time_proofs (seq);
CREATE TRIGGER time_proofs_no_update BEFORE UPDATE ON time_proofs
BEGIN SELECT raise(ABORT, 'time_proofs: fixed'); END;
CREATE TRIGGER time_proofs_no_delete BEFORE DELETE ON time_proofs
BEGIN SELECT raise(ABORT, 'time_proofs: fixed'); END;
