-- Words about a call go with its sound: what a dispute says and its decision, why an evaluation was withdrawn, what
-- a calibration agreed on. That there was one, whose, when and with which outcome stays, as ever; once the call
-- is erased its words may be emptied, and nothing else of the row.
CREATE VIEW erasable_precedent AS
SELECT p.id AS precedent FROM precedent p JOIN interaction i ON i.id = p.interaction WHERE i.no_recording = 'erased';
-- @sqlite
DROP TRIGGER evaluation_stays;
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation
WHEN (OLD.state = 'draft' AND NEW.state NOT IN ('draft', 'submitted')) OR (OLD.state <> 'draft' AND (
  (NEW.id, NEW.interaction, NEW.agent, NEW.evaluator, NEW.rubric_version, NEW.kind, NEW.selection, NEW.revision,
    NEW.replaces, NEW.total_ppm, NEW.reported_ppm, NEW.correct_ppm, NEW.human_ppm, NEW.judged, NEW.failed,
    NEW.heard_ms, NEW.created_ms, NEW.submitted_ms)
  IS NOT (OLD.id, OLD.interaction, OLD.agent, OLD.evaluator, OLD.rubric_version, OLD.kind, OLD.selection, OLD.revision,
    OLD.replaces, OLD.total_ppm, OLD.reported_ppm, OLD.correct_ppm, OLD.human_ppm, OLD.judged, OLD.failed,
    OLD.heard_ms, OLD.created_ms, OLD.submitted_ms)
  OR (OLD.state <> NEW.state OR NEW.ended_ms IS NOT OLD.ended_ms) AND OLD.state || '>' || NEW.state NOT IN ('submitted>released', 'submitted>voided', 'released>acknowledged',
    'released>disputed', 'released>voided', 'acknowledged>disputed', 'acknowledged>voided', 'disputed>disputed',
    'disputed>resolved', 'disputed>voided')
  OR (NEW.released_ms IS NOT OLD.released_ms AND NOT (OLD.state = 'submitted' AND NEW.state = 'released'))
  OR (NEW.void_reason IS NOT OLD.void_reason AND (NEW.state <> 'voided' OR OLD.state = 'voided')
    AND NOT (OLD.state = NEW.state AND NEW.void_reason = ''
      AND EXISTS (SELECT 1 FROM erasable_answer x WHERE x.evaluation = OLD.id)))))
BEGIN SELECT RAISE(ABORT, 'an evaluation that was handed in is never changed: make a revision'); END;
DROP TRIGGER dispute_by_another;
CREATE TRIGGER dispute_by_another BEFORE UPDATE OF decider ON dispute
WHEN NEW.decider = (SELECT evaluator FROM evaluation WHERE id = NEW.evaluation)
BEGIN SELECT RAISE(ABORT, 'a dispute is decided by somebody else than the evaluator'); END;
DROP TRIGGER dispute_stays;
CREATE TRIGGER dispute_stays BEFORE UPDATE ON dispute
WHEN (OLD.decided_ms IS NOT NULL OR NEW.decided_ms IS NULL OR
  (NEW.id, NEW.evaluation, NEW.question, NEW.reason, NEW.proposed, NEW.created_ms, NEW.at_ms, NEW.len_ms)
  IS NOT (OLD.id, OLD.evaluation, OLD.question, OLD.reason, OLD.proposed, OLD.created_ms, OLD.at_ms, OLD.len_ms))
  AND NOT (NEW.reason = '' AND coalesce(NEW.why, '') = '' AND (NEW.why IS NULL) = (OLD.why IS NULL)
    AND (NEW.id, NEW.evaluation, NEW.question, NEW.proposed, NEW.decision, NEW.decider, NEW.decided_ms, NEW.created_ms,
      NEW.at_ms, NEW.len_ms)
    IS (OLD.id, OLD.evaluation, OLD.question, OLD.proposed, OLD.decision, OLD.decider, OLD.decided_ms, OLD.created_ms,
      OLD.at_ms, OLD.len_ms)
    AND EXISTS (SELECT 1 FROM erasable_answer x WHERE x.evaluation = OLD.evaluation))
BEGIN SELECT RAISE(ABORT, 'a dispute is decided once, and its words are the agent''s'); END;
DROP TRIGGER precedent_stays;
CREATE TRIGGER precedent_stays BEFORE UPDATE ON precedent
WHEN (OLD.retired_ms IS NOT NULL AND NEW.retired_ms IS NOT OLD.retired_ms) OR NEW.retired_ms IS NULL
  OR NEW.id <> OLD.id OR NEW.rubric <> OLD.rubric OR NEW.question <> OLD.question OR NEW.session <> OLD.session
  OR NEW.interaction <> OLD.interaction OR NEW.value <> OLD.value
  OR NEW.at_ms IS NOT OLD.at_ms OR NEW.len_ms IS NOT OLD.len_ms OR NEW.author <> OLD.author
  OR NEW.created_ms <> OLD.created_ms
  OR (NEW.why <> OLD.why AND NOT (NEW.why = '' AND EXISTS (SELECT 1 FROM erasable_precedent x WHERE x.precedent = OLD.id)))
  OR (NEW.why = OLD.why AND OLD.retired_ms IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a precedent is never edited: retire it'); END;
-- @postgres
DROP TRIGGER evaluation_stays ON evaluation;
CREATE FUNCTION words_gone() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF NEW.void_reason = '''' AND NEW.state = OLD.state
       AND EXISTS (SELECT 1 FROM erasable_answer x WHERE x.evaluation = OLD.id)
     THEN RETURN NEW; END IF;
     RAISE EXCEPTION ''an evaluation that was handed in is never changed: make a revision'';
   END';
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation FOR EACH ROW
WHEN ((OLD.state = 'draft' AND NEW.state NOT IN ('draft', 'submitted')) OR (OLD.state <> 'draft' AND (
  (NEW.id, NEW.interaction, NEW.agent, NEW.evaluator, NEW.rubric_version, NEW.kind, NEW.selection, NEW.revision,
    NEW.replaces, NEW.total_ppm, NEW.reported_ppm, NEW.correct_ppm, NEW.human_ppm, NEW.judged, NEW.failed,
    NEW.heard_ms, NEW.created_ms, NEW.submitted_ms)
  IS DISTINCT FROM (OLD.id, OLD.interaction, OLD.agent, OLD.evaluator, OLD.rubric_version, OLD.kind, OLD.selection,
    OLD.revision, OLD.replaces, OLD.total_ppm, OLD.reported_ppm, OLD.correct_ppm, OLD.human_ppm, OLD.judged,
    OLD.failed, OLD.heard_ms, OLD.created_ms, OLD.submitted_ms)
  OR (OLD.state <> NEW.state OR NEW.ended_ms IS DISTINCT FROM OLD.ended_ms) AND OLD.state || '>' || NEW.state NOT IN ('submitted>released', 'submitted>voided', 'released>acknowledged',
    'released>disputed', 'released>voided', 'acknowledged>disputed', 'acknowledged>voided', 'disputed>disputed',
    'disputed>resolved', 'disputed>voided')
  OR (NEW.released_ms IS DISTINCT FROM OLD.released_ms AND NOT (OLD.state = 'submitted' AND NEW.state = 'released')))))
EXECUTE FUNCTION handed_in();
CREATE TRIGGER evaluation_words BEFORE UPDATE OF void_reason ON evaluation FOR EACH ROW
WHEN (OLD.state <> 'draft' AND NEW.void_reason IS DISTINCT FROM OLD.void_reason
  AND (NEW.state <> 'voided' OR OLD.state = 'voided'))
EXECUTE FUNCTION words_gone();
CREATE OR REPLACE FUNCTION dispute_decided() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF NEW.reason = '''' AND coalesce(NEW.why, '''') = '''' AND (NEW.why IS NULL) = (OLD.why IS NULL)
       AND (NEW.id, NEW.evaluation, NEW.question, NEW.proposed, NEW.decision, NEW.decider, NEW.decided_ms, NEW.created_ms,
         NEW.at_ms, NEW.len_ms)
       IS NOT DISTINCT FROM (OLD.id, OLD.evaluation, OLD.question, OLD.proposed, OLD.decision, OLD.decider,
         OLD.decided_ms, OLD.created_ms, OLD.at_ms, OLD.len_ms)
       AND EXISTS (SELECT 1 FROM erasable_answer x WHERE x.evaluation = OLD.evaluation)
     THEN RETURN NEW; END IF;
     IF NEW.decided_ms IS NULL OR
       (NEW.id, NEW.evaluation, NEW.question, NEW.reason, NEW.proposed, NEW.created_ms, NEW.at_ms, NEW.len_ms)
       IS DISTINCT FROM (OLD.id, OLD.evaluation, OLD.question, OLD.reason, OLD.proposed, OLD.created_ms, OLD.at_ms,
         OLD.len_ms)
     THEN RAISE EXCEPTION ''a dispute is decided once, and its words are the agent''''s''; END IF;
     IF OLD.decided_ms IS NOT NULL
       OR NEW.decider = (SELECT evaluator FROM evaluation WHERE id = NEW.evaluation)
     THEN RAISE EXCEPTION ''a dispute is decided once, by somebody else than the evaluator''; END IF;
     RETURN NEW;
   END';
DROP TRIGGER dispute_words ON dispute;
DROP TRIGGER precedent_stays ON precedent;
CREATE OR REPLACE FUNCTION precedent_words() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF (NEW.why <> OLD.why AND NOT (NEW.why = '''' AND EXISTS (SELECT 1 FROM erasable_precedent x WHERE x.precedent = OLD.id)))
       OR (NEW.why = OLD.why AND OLD.retired_ms IS NOT NULL)
     THEN RAISE EXCEPTION ''a precedent is never edited: retire it''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER precedent_stays BEFORE UPDATE ON precedent FOR EACH ROW
WHEN ((OLD.retired_ms IS NOT NULL AND NEW.retired_ms IS DISTINCT FROM OLD.retired_ms) OR NEW.retired_ms IS NULL
  OR NEW.id <> OLD.id OR NEW.rubric <> OLD.rubric OR NEW.question <> OLD.question OR NEW.session <> OLD.session
  OR NEW.interaction <> OLD.interaction OR NEW.value <> OLD.value
  OR NEW.at_ms IS DISTINCT FROM OLD.at_ms OR NEW.len_ms IS DISTINCT FROM OLD.len_ms
  OR NEW.author <> OLD.author OR NEW.created_ms <> OLD.created_ms)
EXECUTE FUNCTION calibration_kept();
CREATE TRIGGER precedent_words BEFORE UPDATE ON precedent FOR EACH ROW EXECUTE FUNCTION precedent_words();
-- @end
