-- A task that is only for its channel is opened by a key that stands on its card; its number can be guessed.

ALTER TABLE tasks ADD COLUMN key TEXT NOT NULL DEFAULT '';
