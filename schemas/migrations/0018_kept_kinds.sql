-- Which kinds of rows are under the chain in this house. A kind that is new to it is taken in once, by
-- medlyss init, in a line of its own (docs/adr/0032); what comes before that is not under it.
CREATE TABLE kept_kind (
  what         INT  PRIMARY KEY,             -- schemas/kept.def
  seq          INT  NOT NULL                 -- the line that took it in; 0: it was under it before there was such a line
);
INSERT INTO kept_kind SELECT what, 0 FROM (SELECT 2 AS what UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7
  UNION SELECT 8 UNION SELECT 9) x WHERE EXISTS (SELECT 1 FROM kept);
CREATE INDEX evaluation_seen_by_call ON evaluation_seen (interaction, viewer);

-- How many heads were signed: a file of them that was cut anywhere is found.
ALTER TABLE audit_signed ADD COLUMN counted INT NOT NULL DEFAULT 0;
ALTER TABLE audit_signed ADD COLUMN counted_from INT NOT NULL DEFAULT 0; -- of heads after this record
UPDATE audit_signed SET counted_from = seq;

-- Words about a call go with its sound: of answers that were handed in the comment alone, once the call is erased.
CREATE VIEW erasable_answer AS
SELECT e.id AS evaluation FROM evaluation e JOIN interaction i ON i.id = e.interaction WHERE i.no_recording = 'erased';
-- @sqlite
DROP TRIGGER answer_stays;
CREATE TRIGGER answer_stays BEFORE UPDATE ON answer
WHEN (SELECT state FROM evaluation WHERE id = OLD.evaluation) <> 'draft' AND NOT (NEW.comment = ''
  AND (NEW.evaluation, NEW.question, NEW.value, NEW.at_ms, NEW.len_ms, NEW.touched)
  IS (OLD.evaluation, OLD.question, OLD.value, OLD.at_ms, OLD.len_ms, OLD.touched)
  AND EXISTS (SELECT 1 FROM erasable_answer x WHERE x.evaluation = OLD.evaluation))
BEGIN SELECT RAISE(ABORT, 'answers that were handed in are never changed'); END;
DROP TRIGGER answer_not_moved;
CREATE TRIGGER answer_not_moved BEFORE UPDATE ON answer
WHEN NEW.evaluation <> OLD.evaluation AND (SELECT state FROM evaluation WHERE id = NEW.evaluation) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'answers belong to a draft'); END;
DROP TRIGGER calibration_answer_stays;
CREATE TRIGGER calibration_answer_stays BEFORE UPDATE ON answer
WHEN EXISTS (SELECT 1 FROM calibration_score s JOIN calibration_session c ON c.id = s.session
  WHERE s.evaluation = NEW.evaluation AND c.state <> 'open')
  AND NOT EXISTS (SELECT 1 FROM erasable_answer x WHERE x.evaluation = NEW.evaluation)
BEGIN SELECT RAISE(ABORT, 'the calibration is no longer open: nobody answers after seeing the others'); END;
-- @postgres
CREATE OR REPLACE FUNCTION answer_of_draft() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF TG_OP = ''UPDATE'' THEN
       IF NEW.comment = '''' AND (NEW.evaluation, NEW.question, NEW.value, NEW.at_ms, NEW.len_ms, NEW.touched)
         IS NOT DISTINCT FROM (OLD.evaluation, OLD.question, OLD.value, OLD.at_ms, OLD.len_ms, OLD.touched)
         AND EXISTS (SELECT 1 FROM erasable_answer x WHERE x.evaluation = OLD.evaluation)
       THEN RETURN NEW; END IF;
     END IF;
     IF (SELECT state FROM evaluation WHERE id = COALESCE(NEW.evaluation, OLD.evaluation)) <> ''draft''
     THEN RAISE EXCEPTION ''answers that were handed in are never changed''; END IF;
     RETURN COALESCE(NEW, OLD);
   END';
CREATE OR REPLACE FUNCTION answer_of_drafts() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF NEW.evaluation <> OLD.evaluation
       AND EXISTS (SELECT 1 FROM evaluation WHERE id IN (NEW.evaluation, OLD.evaluation) AND state <> ''draft'')
     THEN RAISE EXCEPTION ''answers that were handed in are never changed''; END IF;
     RETURN NEW;
   END';
-- @end
