-- What was heard is reckoned by the service: of what it handed out (served) what the player says it
-- played (told). NULL: from before this, or nothing yet. heard and heard_ms follow from the two.
ALTER TABLE listening ADD COLUMN served TEXT; -- JSON array of [from_ms,to_ms) of the call's clock
ALTER TABLE listening ADD COLUMN told TEXT;   -- likewise; NULL: a client that never said
