-- First contact: whether the same number called in again within seven days. Found while the number's
-- keyed hash is there, by triggers, whatever the program; kept when the caller is erased, for it
-- says neither who nor when: one bit on the call that was answered, none on the call that came.

CREATE TABLE contact (                       -- a call in, whose number was known
  interaction  ID   PRIMARY KEY REFERENCES interaction (id),
  again        BOOL NOT NULL,
  erased_ms    MS                            -- the number could be compared until then; NULL: still
);
INSERT INTO contact SELECT i.id, EXISTS (SELECT 1 FROM interaction r WHERE r.caller_hash = i.caller_hash
  AND r.direction = 'in' AND r.started_ms > i.started_ms AND r.started_ms <= i.started_ms + 604800000), NULL
FROM interaction i WHERE i.direction = 'in' AND i.caller_hash IS NOT NULL;

-- @sqlite
CREATE TRIGGER contact_begins AFTER INSERT ON interaction
WHEN NEW.direction = 'in' AND NEW.caller_hash IS NOT NULL BEGIN
  UPDATE contact SET again = TRUE WHERE interaction IN (SELECT id FROM interaction
    WHERE caller_hash = NEW.caller_hash AND started_ms < NEW.started_ms AND started_ms >= NEW.started_ms - 604800000);
  INSERT INTO contact SELECT NEW.id, EXISTS (SELECT 1 FROM interaction r WHERE r.caller_hash = NEW.caller_hash
    AND r.direction = 'in' AND r.started_ms > NEW.started_ms AND r.started_ms <= NEW.started_ms + 604800000), NULL;
END;
-- @postgres
CREATE FUNCTION contact_begun() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     UPDATE contact SET again = TRUE WHERE interaction IN (SELECT id FROM interaction
       WHERE caller_hash = NEW.caller_hash AND started_ms < NEW.started_ms AND started_ms >= NEW.started_ms - 604800000);
     INSERT INTO contact SELECT NEW.id, EXISTS (SELECT 1 FROM interaction r WHERE r.caller_hash = NEW.caller_hash
       AND r.direction = ''in'' AND r.started_ms > NEW.started_ms AND r.started_ms <= NEW.started_ms + 604800000), NULL;
     RETURN NEW;
   END';
CREATE TRIGGER contact_begins AFTER INSERT ON interaction FOR EACH ROW
WHEN (NEW.direction = 'in' AND NEW.caller_hash IS NOT NULL) EXECUTE FUNCTION contact_begun();
-- @end
