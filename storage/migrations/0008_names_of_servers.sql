-- Who stands behind a channel of a server is called after the server: there every second channel is called the same.

ALTER TABLE channels ADD COLUMN server_name TEXT NOT NULL DEFAULT '';  -- '': a chat that is of no server, or not known
