-- Which calls are recorded, as the house has written it down (core/rules.h): versions, never edited; numbers that have
-- refused, as keyed hashes; and of a call that was not recorded by one of them, which (docs/adr/0062).
CREATE TABLE recording_rules (
  version      INT  PRIMARY KEY,
  body         TEXT NOT NULL,                -- a rule a line; agents and queues by their ids
  from_ms      MS   NOT NULL                 -- of calls that begin from then on, until the next version
);

CREATE TABLE refused_number (
  hash         BYTES PRIMARY KEY,            -- keyed, of a key of its own: it finds no caller
  from_ms      MS    NOT NULL
);

CREATE TABLE ruled_call (
  interaction  ID   PRIMARY KEY REFERENCES interaction (id),
  version      INT  NOT NULL,                -- of the rules; 0: of none
  rule         TEXT NOT NULL                 -- its name then; '': a number that has refused
);

-- @sqlite
CREATE TRIGGER rules_stay BEFORE UPDATE ON recording_rules
BEGIN SELECT RAISE(ABORT, 'a version of the recording rules is never changed'); END;
CREATE TRIGGER rules_remain BEFORE DELETE ON recording_rules
BEGIN SELECT RAISE(ABORT, 'a version of the recording rules is never deleted'); END;
-- @postgres
CREATE TRIGGER rules_stay BEFORE UPDATE ON recording_rules FOR EACH ROW EXECUTE FUNCTION handed_in();
CREATE TRIGGER rules_remain BEFORE DELETE ON recording_rules FOR EACH ROW EXECUTE FUNCTION handed_in();
-- @end
