-- What was settled stays so, whoever asks: a version of the agreement never ends before it begins and is
-- never prolonged (one that never came into force ends as it begins); whether a score fell in a load
-- window is settled as it is released, and a revision's by the one it replaces.
-- @sqlite
CREATE TRIGGER agreement_ends BEFORE UPDATE OF from_ms, to_ms ON agreement
WHEN NEW.from_ms <> OLD.from_ms OR NEW.to_ms < NEW.from_ms OR NEW.to_ms > OLD.to_ms
BEGIN SELECT RAISE(ABORT, 'a version of the agreement is closed once, and never before it begins'); END;
CREATE TRIGGER evaluation_load_settled BEFORE UPDATE OF load_mark ON evaluation
WHEN NEW.load_mark IS NOT OLD.load_mark AND (OLD.released_ms IS NOT NULL OR OLD.replaces IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'whether a score fell in a load window is settled as it is released'); END;
-- @postgres
CREATE TRIGGER agreement_ends BEFORE UPDATE OF from_ms, to_ms ON agreement FOR EACH ROW
WHEN (NEW.from_ms <> OLD.from_ms OR NEW.to_ms < NEW.from_ms OR NEW.to_ms > OLD.to_ms)
EXECUTE FUNCTION handed_in();
CREATE TRIGGER evaluation_load_settled BEFORE UPDATE OF load_mark ON evaluation FOR EACH ROW
WHEN (NEW.load_mark IS DISTINCT FROM OLD.load_mark AND (OLD.released_ms IS NOT NULL OR OLD.replaces IS NOT NULL))
EXECUTE FUNCTION handed_in();
-- @end

-- How much was heard grows while one listens, and not any more once that is over: it is closed into the
-- chain then (schemas/kept.def), and stays.
ALTER TABLE listening ADD COLUMN closed_ms MS; -- NULL: its session may yet tell what it heard
UPDATE listening SET used_ms = at_ms WHERE used_ms IS NULL;
CREATE INDEX listening_open ON listening (used_ms) WHERE closed_ms IS NULL;
-- @sqlite
CREATE TRIGGER listening_closed BEFORE UPDATE OF heard_ms, heard, served, told, closed_ms ON listening
WHEN OLD.closed_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was heard is settled once the listening is over'); END;
-- @postgres
CREATE TRIGGER listening_closed BEFORE UPDATE OF heard_ms, heard, served, told, closed_ms ON listening FOR EACH ROW
WHEN (OLD.closed_ms IS NOT NULL) EXECUTE FUNCTION handed_in();
-- @end
