-- Which cards are stale is asked after every commit: a flag with an index of its own, kept by the database.

ALTER TABLE posts ADD COLUMN stale INTEGER NOT NULL DEFAULT 1 CHECK (stale IN (0, 1));
CREATE INDEX posts_stale ON posts (channel_id) WHERE stale = 1 AND state = 'live';
CREATE TRIGGER cards_become_stale AFTER UPDATE OF revision ON tasks
WHEN NEW.revision != OLD.revision
BEGIN
    UPDATE posts SET stale = 1 WHERE task_id = NEW.id;
END;
