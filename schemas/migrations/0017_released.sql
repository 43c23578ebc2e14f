-- What is in a figure is settled as an evaluation is released, and what comes after does not move it
-- (docs/adr/0032): a mark, a withdrawal, a void, a self-evaluation begun. A dispute's decision does.

ALTER TABLE evaluation ADD COLUMN left_out TEXT; -- tough | threat | withdrawn: her own mark before it was released; NULL: it counts
-- What was in no figure until now stays so, and says why.
UPDATE evaluation SET left_out = CASE WHEN state = 'voided' THEN 'voided' ELSE
  (SELECT min(k.kind) FROM mark k WHERE k.interaction = evaluation.interaction AND k.kind IN ('tough', 'threat', 'withdrawn')) END
WHERE released_ms IS NOT NULL AND kind <> 'self';

CREATE INDEX evaluation_self_waiting ON evaluation (interaction) WHERE kind = 'self' AND state = 'draft';

-- What enters statistics: random samples, handed to their agent, newest released revision, not left out
-- then, and open to the agent herself: one that she was scoring blind as it was released waits for hers.
-- @sqlite
DROP TRIGGER mark_recounted;
DROP TRIGGER mark_gone;
DROP TRIGGER evaluation_recounted;
-- @postgres
DROP TRIGGER mark_recounted ON mark;
DROP TRIGGER evaluation_recounted ON evaluation;
-- @end
DROP VIEW countable;
CREATE VIEW countable AS
SELECT e.id AS evaluation, e.interaction AS interaction, e.agent AS agent, v.key AS rubric, v.version AS version,
  i.started_ms AS at_ms, i.local_day AS local_day, e.total_ppm AS total_ppm, e.correct_ppm AS correct_ppm,
  e.human_ppm AS human_ppm, e.judged AS judged, e.failed AS failed, e.judged_in AS judged_in, e.failed_in AS failed_in,
  (e.load_mark IS NOT NULL) AS loaded
FROM evaluation e JOIN rubric_version v ON v.id = e.rubric_version JOIN interaction i ON i.id = e.interaction
WHERE e.kind = 'standard' AND e.selection = 'random' AND e.left_out IS NULL
  AND (e.state IN ('released', 'acknowledged', 'disputed', 'resolved') OR (e.state = 'voided' AND e.released_ms IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
  AND NOT (e.state = 'released' AND EXISTS (SELECT 1 FROM evaluation own WHERE own.interaction = e.interaction
    AND own.kind = 'self' AND own.state = 'draft' AND own.ended_ms IS NULL AND own.created_ms <= e.released_ms));

-- First contact is about topics, and no mark takes a call out of it.
-- @sqlite
DROP TRIGGER mark_resolved;
DROP TRIGGER mark_unresolved;
-- @postgres
DROP TRIGGER mark_resolved ON mark;
-- @end
DROP VIEW resolvable;
CREATE VIEW resolvable AS
SELECT x.topic AS topic, i.started_ms / 86400000 AS day, i.agent AS agent, i.id AS interaction,
  CASE WHEN i.outcome = 'solved' AND NOT c.again THEN 1 ELSE 0 END AS at_once,
  CASE WHEN i.outcome = 'handed_over' THEN 1 ELSE 0 END AS handed,
  CASE WHEN i.outcome = 'handed_over' AND NOT c.again THEN 1 ELSE 0 END AS handed_right
FROM contact c JOIN interaction i ON i.id = c.interaction JOIN interaction_topic x ON x.interaction = i.id
WHERE i.outcome IS NOT NULL AND i.outcome <> 'ended_abuse' AND i.load_mark IS NULL
  AND (c.erased_ms IS NULL OR c.erased_ms >= i.started_ms + 604800000);

-- @sqlite
CREATE TRIGGER evaluation_recounted AFTER UPDATE OF state, load_mark, ended_ms ON evaluation BEGIN
  INSERT INTO recount VALUES (NEW.interaction);
END;
CREATE TRIGGER evaluation_left_out BEFORE UPDATE OF left_out ON evaluation
WHEN OLD.left_out IS NOT NEW.left_out AND NOT (OLD.state = 'submitted' AND NEW.state = 'released')
BEGIN SELECT RAISE(ABORT, 'whether an evaluation counts is settled as it is released'); END;
CREATE TRIGGER dispute_once BEFORE INSERT ON dispute
WHEN EXISTS (SELECT 1 FROM dispute d WHERE d.evaluation = NEW.evaluation AND d.question = NEW.question)
BEGIN SELECT RAISE(ABORT, 'a question of an evaluation is disputed once'); END;
INSERT INTO recount SELECT DISTINCT interaction FROM evaluation WHERE released_ms IS NOT NULL;
INSERT INTO resolve SELECT DISTINCT interaction FROM mark WHERE kind IN ('tough', 'threat', 'withdrawn');
-- @postgres
CREATE TRIGGER evaluation_recounted AFTER INSERT OR DELETE OR UPDATE OF state, load_mark, ended_ms ON evaluation
FOR EACH ROW EXECUTE FUNCTION recounted();
CREATE TRIGGER evaluation_left_out BEFORE UPDATE OF left_out ON evaluation FOR EACH ROW
WHEN (OLD.left_out IS DISTINCT FROM NEW.left_out AND NOT (OLD.state = 'submitted' AND NEW.state = 'released'))
EXECUTE FUNCTION handed_in();
CREATE FUNCTION dispute_was_there() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF EXISTS (SELECT 1 FROM dispute d WHERE d.evaluation = NEW.evaluation AND d.question = NEW.question)
     THEN RAISE EXCEPTION ''a question of an evaluation is disputed once''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER dispute_once BEFORE INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION dispute_was_there();
SELECT recount(interaction) FROM (SELECT DISTINCT interaction FROM evaluation WHERE released_ms IS NOT NULL) x;
SELECT resolve(interaction) FROM (SELECT DISTINCT interaction FROM mark WHERE kind IN ('tough', 'threat', 'withdrawn')) x;
-- @end
