-- On Telegram the private chat has the person's own number; on Discord it is opened, and has one of its own.

ALTER TABLE accounts ADD COLUMN chat_id INTEGER NOT NULL DEFAULT 0;  -- 0: not opened yet
UPDATE accounts SET chat_id = native_id WHERE network = 'telegram';
