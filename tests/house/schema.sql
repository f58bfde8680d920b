CREATE TABLE accounts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    network   TEXT NOT NULL CHECK (network IN ('telegram', 'discord')),
    native_id INTEGER NOT NULL,
    language  TEXT,                                   -- as the client says
    reach     TEXT NOT NULL CHECK (reach IN ('never', 'yes', 'blocked')), chat_id INTEGER NOT NULL DEFAULT 0, seen_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (network, native_id)
) STRICT;

CREATE INDEX accounts_of_person ON accounts (person_id);

CREATE TABLE calendars (
    organisation_id INTEGER NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    network         TEXT NOT NULL CHECK (network IN ('telegram', 'discord')),
    server_id       INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, network, server_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_organisations (
    channel_id      INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    organisation_id INTEGER NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    PRIMARY KEY (channel_id, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_questions (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    person_id  INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    PRIMARY KEY (channel_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE channels (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    network    TEXT NOT NULL CHECK (network IN ('telegram', 'discord')),
    native_id  INTEGER NOT NULL,
    topic      INTEGER NOT NULL DEFAULT 0,
    kind       TEXT NOT NULL CHECK (kind IN ('channel', 'group')),
    title      TEXT NOT NULL,
    language   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('asked', 'connected', 'lost')),
    greeted    INTEGER NOT NULL DEFAULT 0 CHECK (greeted IN (0, 1)),  -- the one line said to an unconnected chat
    created_at INTEGER NOT NULL, server_id INTEGER NOT NULL DEFAULT 0, server_name TEXT NOT NULL DEFAULT '', asked_in INTEGER,
    UNIQUE (network, native_id, topic)
) STRICT;

CREATE INDEX channels_of_server ON channels (network, server_id);

CREATE TABLE claims (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id       INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    slot_id       INTEGER NOT NULL REFERENCES slots (id),
    person_id     INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    state         TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'offered', 'released', 'removed', 'lapsed')),
    turn          INTEGER NOT NULL,                          -- the place in line, given in the transaction
    offered_until INTEGER,                                   -- set when the offer is delivered
    created_at    INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    was           TEXT,                                      -- the live state before a release: what undo restores
    asked_at      INTEGER                                    -- asked whether they keep the place after a move
, became INTEGER) STRICT;

CREATE INDEX claims_in_line ON claims (slot_id) WHERE state IN ('waiting', 'offered');

CREATE INDEX claims_of_person ON claims (person_id, state);

CREATE INDEX claims_of_slot ON claims (slot_id, state, turn);

CREATE TRIGGER never_oversold_by_change BEFORE UPDATE OF state, slot_id ON claims
WHEN NEW.state IN ('held', 'offered') AND NOT (OLD.state IN ('held', 'offered') AND OLD.slot_id = NEW.slot_id)
BEGIN
    SELECT RAISE (ABORT, 'oversold') WHERE
        (SELECT COUNT(*) FROM claims WHERE slot_id = NEW.slot_id AND state IN ('held', 'offered'))
        >= (SELECT capacity FROM slots WHERE id = NEW.slot_id);
END;

CREATE TRIGGER never_oversold_by_claim BEFORE INSERT ON claims
WHEN NEW.state IN ('held', 'offered')
BEGIN
    SELECT RAISE (ABORT, 'oversold') WHERE
        (SELECT COUNT(*) FROM claims WHERE slot_id = NEW.slot_id AND state IN ('held', 'offered'))
        >= (SELECT capacity FROM slots WHERE id = NEW.slot_id);
END;

CREATE INDEX offers_by_deadline ON claims (offered_until) WHERE state = 'offered';

CREATE UNIQUE INDEX one_live_claim ON claims (task_id, person_id) WHERE state IN ('held', 'waiting', 'offered');

CREATE VIEW coordinating AS
SELECT organisation_id, person_id, MIN(created_at) AS since FROM (
    SELECT organisation_id, person_id, created_at FROM coordinators
    UNION ALL
    SELECT r.organisation_id, a.person_id, h.since FROM role_holders h
    JOIN roles r ON r.id = h.role_id JOIN accounts a ON a.id = h.account_id
) GROUP BY organisation_id, person_id;

CREATE TABLE coordinators (
    organisation_id INTEGER NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    person_id       INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX coordinators_by_person ON coordinators (person_id);

CREATE TABLE drafts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    task_id    INTEGER REFERENCES tasks (id) ON DELETE CASCADE,
    step       TEXT NOT NULL,
    fields     TEXT NOT NULL,
    active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),  -- typed words go to this one
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX drafts_of_person ON drafts (person_id, active);

CREATE TABLE events (
    task_id   INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    network   TEXT NOT NULL CHECK (network IN ('telegram', 'discord')),
    server_id INTEGER NOT NULL,
    native_id INTEGER,                                       -- NULL while there is none
    shown     TEXT NOT NULL DEFAULT '',                      -- fingerprint of what it shows, or was refused
    revision  INTEGER NOT NULL DEFAULT 0,                    -- of the task, when that was
    gone      INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)), refused_at INTEGER,  -- deleted by somebody: not made again
    PRIMARY KEY (task_id, network, server_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    network     TEXT NOT NULL,
    bot_id      INTEGER NOT NULL,
    number      INTEGER NOT NULL,                            -- the network's own, unique for a bot
    lane        TEXT NOT NULL,                               -- who must be answered in order
    raw         TEXT NOT NULL,                               -- emptied in the transaction that ends the row
    state       TEXT NOT NULL CHECK (state IN ('new', 'done', 'answered', 'failed')),
    tries       INTEGER NOT NULL DEFAULT 0,
    person_id   INTEGER,
    answer      TEXT NOT NULL DEFAULT '',                    -- the screen that shows the answer again
    trouble     TEXT,
    received_at INTEGER NOT NULL,
    ended_at    INTEGER, press TEXT NOT NULL DEFAULT '',
    UNIQUE (bot_id, number)
) STRICT;

CREATE INDEX inbox_unfinished ON inbox (id) WHERE state IN ('new', 'done');

CREATE TABLE invitations (
    token_hash      TEXT PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    invited_by      INTEGER REFERENCES persons (id) ON DELETE SET NULL,
    expires_at      INTEGER NOT NULL,
    used_by         INTEGER REFERENCES persons (id) ON DELETE SET NULL,
    used_at         INTEGER
) STRICT, WITHOUT ROWID;

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

CREATE TABLE messages (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id    INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    sender     INTEGER REFERENCES persons (id) ON DELETE SET NULL,
    text       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX messages_of_task ON messages (task_id);

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE notices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT NOT NULL UNIQUE,                         -- a second promise of the same thing is one promise
    kind       TEXT NOT NULL,
    person_id  INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    task_id    INTEGER REFERENCES tasks (id) ON DELETE CASCADE,
    claim_id   INTEGER REFERENCES claims (id) ON DELETE CASCADE,
    facts      TEXT NOT NULL DEFAULT '{}',                   -- never personal, never a sentence of ours
    urgency    INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('owed', 'sent', 'dropped', 'missed', 'unreachable', 'trouble')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    trouble    TEXT,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;

CREATE INDEX notices_of_claim ON notices (claim_id);

CREATE INDEX notices_of_person ON notices (person_id);

CREATE INDEX notices_of_task ON notices (task_id);

CREATE INDEX notices_owed ON notices (due_at) WHERE state = 'owed';

CREATE TABLE organisations (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL COLLATE NOCASE UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE persons (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    language   TEXT,                                  -- chosen; NULL: as the client says
    offsets    TEXT NOT NULL DEFAULT '[1440,120]',    -- reminders, minutes before the time to be there
    quiet_from INTEGER NOT NULL DEFAULT 1260 CHECK (quiet_from BETWEEN 0 AND 1439),  -- minutes after midnight
    quiet_to   INTEGER NOT NULL DEFAULT 480  CHECK (quiet_to BETWEEN 0 AND 1439),
    guest_of   INTEGER REFERENCES tasks (id) ON DELETE CASCADE,  -- added by hand, has no account
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE posts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id    INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    message_id INTEGER,                                      -- NULL until it is sent
    shown      TEXT NOT NULL DEFAULT '',                     -- fingerprint of the card shown
    revision   INTEGER NOT NULL DEFAULT 0,                   -- of the task, when it was shown
    state      TEXT NOT NULL CHECK (state IN ('live', 'gone')),
    trouble    TEXT, stale INTEGER NOT NULL DEFAULT 1 CHECK (stale IN (0, 1)), round INTEGER NOT NULL DEFAULT 0,
    UNIQUE (channel_id, message_id)
) STRICT;

CREATE INDEX posts_of_task ON posts (task_id);

CREATE INDEX posts_stale ON posts (channel_id) WHERE stale = 1 AND state = 'live';

CREATE TABLE role_holders (
    role_id    INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    since      INTEGER NOT NULL,
    PRIMARY KEY (role_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX role_holders_by_account ON role_holders (account_id);

CREATE TABLE roles (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    network         TEXT NOT NULL CHECK (network IN ('telegram', 'discord')),
    server_id       INTEGER NOT NULL,
    native_id       INTEGER NOT NULL,
    name            TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    UNIQUE (organisation_id, network, server_id, native_id)
) STRICT;

CREATE INDEX roles_of_server ON roles (network, server_id);

CREATE TABLE slots (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id     INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL DEFAULT '',
    capacity    INTEGER NOT NULL CHECK (capacity BETWEEN 0 AND 1000),  -- 0: taken away, kept for its old claims
    starts_at   INTEGER NOT NULL,                            -- the task's, unless the slot has a time of its own
    ends_at     INTEGER NOT NULL CHECK (ends_at > starts_at),
    be_there_at INTEGER NOT NULL,
    UNIQUE (task_id, position)
) STRICT;

CREATE TRIGGER never_oversold_by_capacity BEFORE UPDATE OF capacity ON slots
WHEN NEW.capacity < OLD.capacity
BEGIN
    SELECT RAISE (ABORT, 'oversold') WHERE
        (SELECT COUNT(*) FROM claims WHERE slot_id = NEW.id AND state IN ('held', 'offered')) > NEW.capacity;
END;

CREATE INDEX slots_by_be_there ON slots (be_there_at);

CREATE INDEX slots_by_start ON slots (starts_at);

CREATE TABLE task_counts (
    task_id    INTEGER PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    held       INTEGER NOT NULL,                             -- came, as far as anybody said
    given_back INTEGER NOT NULL
) STRICT;

CREATE TABLE tasks (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,       -- the short number shown on the card
    organisation_id INTEGER NOT NULL REFERENCES organisations (id),
    posted_by       INTEGER REFERENCES persons (id) ON DELETE SET NULL,
    title           TEXT NOT NULL,
    benefit         TEXT NOT NULL,
    place           TEXT NOT NULL,
    details         TEXT NOT NULL DEFAULT '',
    contact         TEXT NOT NULL DEFAULT '',                -- whom to meet; empty: the poster
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL CHECK (ends_at > starts_at),
    be_there_at     INTEGER NOT NULL CHECK (be_there_at <= starts_at),
    afbud_by        INTEGER NOT NULL CHECK (afbud_by <= starts_at),  -- later than this the coordinator is told at once
    only_channel    INTEGER NOT NULL DEFAULT 0 CHECK (only_channel IN (0, 1)),
    state           TEXT NOT NULL CHECK (state IN ('open', 'closed', 'cancelled', 'ended')),
    state_at        INTEGER NOT NULL,
    was             TEXT,                                    -- the state before: what undo restores
    revision        INTEGER NOT NULL DEFAULT 1,              -- grows with everything a card shows
    moved_at        INTEGER,
    short_told      INTEGER NOT NULL DEFAULT 0 CHECK (short_told IN (0, 1)),
    created_at      INTEGER NOT NULL
, key TEXT NOT NULL DEFAULT '') STRICT;

CREATE TRIGGER cards_become_stale AFTER UPDATE OF revision ON tasks
WHEN NEW.revision != OLD.revision
BEGIN
    UPDATE posts SET stale = 1 WHERE task_id = NEW.id;
END;

CREATE INDEX tasks_not_over ON tasks (ends_at) WHERE state IN ('open', 'closed');

CREATE INDEX tasks_of_organisation ON tasks (organisation_id, starts_at);

CREATE INDEX tasks_of_poster ON tasks (posted_by);

CREATE INDEX tasks_open ON tasks (starts_at, id) WHERE state = 'open';
