-- Once seen, never blind again: who has read what somebody else answered about a call, and when first.
-- Kept by the service when it tells answers or a score; an evaluation handed in after that says so.
CREATE TABLE evaluation_seen (
  viewer       ID   NOT NULL REFERENCES person (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  at_ms        MS   NOT NULL,
  PRIMARY KEY (viewer, interaction)
)
-- @sqlite
WITHOUT ROWID
-- @end
;
-- @sqlite
CREATE TRIGGER seen_stays BEFORE UPDATE ON evaluation_seen
BEGIN SELECT RAISE(ABORT, 'what was seen is not unseen'); END;
CREATE TRIGGER seen_remains BEFORE DELETE ON evaluation_seen
BEGIN SELECT RAISE(ABORT, 'what was seen is not unseen'); END;
-- @end
