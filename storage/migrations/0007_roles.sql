-- Discord has servers: several chats, and roles that people have in all of them.

ALTER TABLE channels ADD COLUMN server_id INTEGER NOT NULL DEFAULT 0;  -- 0: a chat that is of no server
CREATE INDEX channels_of_server ON channels (network, server_id);

-- Discord takes two messages with one nonce for the same: a card that is posted again has another one.
ALTER TABLE posts ADD COLUMN round INTEGER NOT NULL DEFAULT 0;

-- Whoever has one of these roles coordinates the organisation.
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

-- Who had it at their last gesture.
CREATE TABLE role_holders (
    role_id    INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    since      INTEGER NOT NULL,
    PRIMARY KEY (role_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_holders_by_account ON role_holders (account_id);

-- Who coordinates what, in either way.
CREATE VIEW coordinating AS
SELECT organisation_id, person_id, MIN(created_at) AS since FROM (
    SELECT organisation_id, person_id, created_at FROM coordinators
    UNION ALL
    SELECT r.organisation_id, a.person_id, h.since FROM role_holders h
    JOIN roles r ON r.id = h.role_id JOIN accounts a ON a.id = h.account_id
) GROUP BY organisation_id, person_id;

-- Where an organisation's tasks are events of the server, too.
CREATE TABLE calendars (
    organisation_id INTEGER NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    network         TEXT NOT NULL CHECK (network IN ('telegram', 'discord')),
    server_id       INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, network, server_id)
) STRICT, WITHOUT ROWID;

-- A task as an event of a server: a projection of it, as its cards are.
CREATE TABLE events (
    task_id   INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    network   TEXT NOT NULL CHECK (network IN ('telegram', 'discord')),
    server_id INTEGER NOT NULL,
    native_id INTEGER,                                       -- NULL while there is none
    shown     TEXT NOT NULL DEFAULT '',                      -- fingerprint of what it shows, or was refused
    revision  INTEGER NOT NULL DEFAULT 0,                    -- of the task, when that was
    gone      INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),  -- deleted by somebody: not made again
    PRIMARY KEY (task_id, network, server_id)
) STRICT, WITHOUT ROWID;
