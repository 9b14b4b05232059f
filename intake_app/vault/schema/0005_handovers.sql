-- What was handed over to courts and mechanisms, to whom, and what stayed here and why. The log
-- tells that it happened; it travels, so names and reasons stand here alone.

CREATE TABLE court_handovers (
    handover_id TEXT PRIMARY KEY,
    use         TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    to_salt     TEXT NOT NULL,
    began_at    TEXT NOT NULL,
    plan        TEXT NOT NULL
) STRICT;
CREATE TRIGGER court_handovers_no_update BEFORE UPDATE ON court_handovers
BEGIN SELECT raise(ABORT, 'court_handovers: fixed'); END;
CREATE TRIGGER court_handovers_no_delete BEFORE DELETE ON court_handovers
BEGIN SELECT raise(ABORT, 'court_handovers: fixed'); END;
