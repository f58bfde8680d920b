-- One person on several networks: codes that link, wrong ones tried, and through which account somebody was last here.

ALTER TABLE accounts ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
UPDATE accounts SET seen_at = (SELECT p.seen_at FROM persons p WHERE p.id = person_id);

CREATE TABLE link_codes (
    person_id  INTEGER PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,  -- a new one takes the place of the last
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,    -- it was made by
    code_hash  TEXT NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    used       INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT;

CREATE TABLE link_tries (
    person_id INTEGER PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    wrong     INTEGER NOT NULL,
    since     INTEGER NOT NULL
) STRICT;
