-- A server that takes no event is asked again after a while, and its page says so meanwhile.

ALTER TABLE events ADD COLUMN refused_at INTEGER;  -- when it was refused last; NULL: it was not
