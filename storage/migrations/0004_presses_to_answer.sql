-- A press whose answer was cut off by a crash can still be answered for some seconds after the restart.

ALTER TABLE inbox ADD COLUMN press TEXT NOT NULL DEFAULT '';  -- the press and its answer; emptied when it is answered
