-- Buttons of a claim that became one with another act on that one.

ALTER TABLE claims ADD COLUMN became INTEGER;  -- no foreign key: each claim forgotten would have all the others read
