-- The question in the chat itself comes to rest when it is answered in private.

ALTER TABLE channels ADD COLUMN asked_in INTEGER;  -- the message that asks; NULL: none that we know of
