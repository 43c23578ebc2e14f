-- What an agent says to herself, what she has promised to do, and where a disagreement points.

ALTER TABLE dispute ADD COLUMN at_ms INT;    -- the place the agent means, beside the evaluator's
ALTER TABLE dispute ADD COLUMN len_ms INT;
CREATE INDEX dispute_waiting ON dispute (decided_ms, created_ms);

CREATE TABLE dispute_reminder (              -- when those who may decide were last told that it is late
  dispute      ID   PRIMARY KEY REFERENCES dispute (id),
  told_ms      MS   NOT NULL
);

CREATE TABLE reflection (                    -- private: read and written by its author alone
  evaluation   ID   NOT NULL REFERENCES evaluation (id),
  author       ID   NOT NULL REFERENCES person (id),
  prompt       TEXT NOT NULL,                -- see | kept | next
  body         TEXT NOT NULL,
  written_ms   MS   NOT NULL,
  PRIMARY KEY (author, evaluation, prompt)
);
CREATE INDEX reflection_by_evaluation ON reflection (evaluation);

CREATE TABLE promise (                       -- "we get back to you": doing it closes the step
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  agent        ID   NOT NULL REFERENCES person (id),
  question     TEXT NOT NULL,                -- its key, the same in every version
  evaluation   ID   NOT NULL REFERENCES evaluation (id), -- the one that told of it first
  due_ms       MS   NOT NULL,                -- moved by "later"
  created_ms   MS   NOT NULL,
  done_ms      MS
);
CREATE UNIQUE INDEX promise_of_call ON promise (interaction, agent, question);
CREATE INDEX promise_waiting ON promise (agent, done_ms, due_ms);

-- What was published, handed in or decided stays, whatever SQL is sent: every column, every step that is
-- no step of its life, REPLACE (which deletes without a delete) and TRUNCATE, and answers that are carried
-- from one evaluation to another. The load window a call fell in is not the evaluator's word: it follows the
-- calendar, which may be corrected afterwards.
-- @sqlite
DROP TRIGGER rubric_version_stays;
CREATE TRIGGER rubric_version_stays BEFORE UPDATE ON rubric_version
WHEN OLD.state <> 'draft' AND NOT (OLD.state = 'published' AND NEW.state = 'retired'
  AND (NEW.id, NEW.key, NEW.version, NEW.document, NEW.sha256, NEW.title_sv, NEW.title_en, NEW.author, NEW.created_ms,
    NEW.published_ms) IS (OLD.id, OLD.key, OLD.version, OLD.document, OLD.sha256, OLD.title_sv, OLD.title_en,
    OLD.author, OLD.created_ms, OLD.published_ms))
BEGIN SELECT RAISE(ABORT, 'a published rubric version is never changed'); END;
CREATE TRIGGER rubric_version_not_replaced BEFORE INSERT ON rubric_version
WHEN EXISTS (SELECT 1 FROM rubric_version v WHERE v.state <> 'draft'
  AND (v.id = NEW.id OR (v.key = NEW.key AND v.version = NEW.version)))
BEGIN SELECT RAISE(ABORT, 'a published rubric version is never replaced'); END;
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
  OR (NEW.void_reason IS NOT OLD.void_reason AND (NEW.state <> 'voided' OR OLD.state = 'voided'))))
BEGIN SELECT RAISE(ABORT, 'an evaluation that was handed in is never changed: make a revision'); END;
CREATE TRIGGER evaluation_not_replaced BEFORE INSERT ON evaluation
WHEN EXISTS (SELECT 1 FROM evaluation e WHERE e.id = NEW.id AND e.state <> 'draft')
BEGIN SELECT RAISE(ABORT, 'an evaluation that was handed in is never replaced'); END;
CREATE TRIGGER answer_not_moved BEFORE UPDATE ON answer
WHEN (SELECT state FROM evaluation WHERE id = NEW.evaluation) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'answers belong to a draft'); END;
DROP TRIGGER dispute_stays;
CREATE TRIGGER dispute_stays BEFORE UPDATE ON dispute
WHEN OLD.decided_ms IS NOT NULL OR NEW.decided_ms IS NULL OR
  (NEW.id, NEW.evaluation, NEW.question, NEW.reason, NEW.proposed, NEW.created_ms, NEW.at_ms, NEW.len_ms)
  IS NOT (OLD.id, OLD.evaluation, OLD.question, OLD.reason, OLD.proposed, OLD.created_ms, OLD.at_ms, OLD.len_ms)
BEGIN SELECT RAISE(ABORT, 'a dispute is decided once, and its words are the agent''s'); END;
CREATE TRIGGER dispute_not_replaced BEFORE INSERT ON dispute
WHEN EXISTS (SELECT 1 FROM dispute d WHERE d.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a dispute is never replaced'); END;
-- @postgres
DROP TRIGGER rubric_version_stays ON rubric_version;
CREATE TRIGGER rubric_version_stays BEFORE UPDATE ON rubric_version FOR EACH ROW
WHEN (OLD.state <> 'draft' AND NOT (OLD.state = 'published' AND NEW.state = 'retired'
  AND (NEW.id, NEW.key, NEW.version, NEW.document, NEW.sha256, NEW.title_sv, NEW.title_en, NEW.author, NEW.created_ms,
    NEW.published_ms) IS NOT DISTINCT FROM (OLD.id, OLD.key, OLD.version, OLD.document, OLD.sha256, OLD.title_sv,
    OLD.title_en, OLD.author, OLD.created_ms, OLD.published_ms)))
EXECUTE FUNCTION handed_in();
CREATE TRIGGER rubric_version_whole BEFORE TRUNCATE ON rubric_version EXECUTE FUNCTION handed_in();
DROP TRIGGER evaluation_stays ON evaluation;
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
  OR (NEW.released_ms IS DISTINCT FROM OLD.released_ms AND NOT (OLD.state = 'submitted' AND NEW.state = 'released'))
  OR (NEW.void_reason IS DISTINCT FROM OLD.void_reason AND (NEW.state <> 'voided' OR OLD.state = 'voided')))))
EXECUTE FUNCTION handed_in();
CREATE TRIGGER evaluation_whole BEFORE TRUNCATE ON evaluation EXECUTE FUNCTION handed_in();
CREATE TRIGGER answer_whole BEFORE TRUNCATE ON answer EXECUTE FUNCTION handed_in();
CREATE FUNCTION answer_of_drafts() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF EXISTS (SELECT 1 FROM evaluation WHERE id IN (NEW.evaluation, OLD.evaluation) AND state <> ''draft'')
     THEN RAISE EXCEPTION ''answers that were handed in are never changed''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER answer_not_moved BEFORE UPDATE ON answer FOR EACH ROW EXECUTE FUNCTION answer_of_drafts();
CREATE TRIGGER dispute_words BEFORE UPDATE ON dispute FOR EACH ROW
WHEN (NEW.decided_ms IS NULL OR
  (NEW.id, NEW.evaluation, NEW.question, NEW.reason, NEW.proposed, NEW.created_ms, NEW.at_ms, NEW.len_ms)
  IS DISTINCT FROM (OLD.id, OLD.evaluation, OLD.question, OLD.reason, OLD.proposed, OLD.created_ms, OLD.at_ms,
    OLD.len_ms))
EXECUTE FUNCTION handed_in();
CREATE TRIGGER dispute_whole BEFORE TRUNCATE ON dispute EXECUTE FUNCTION handed_in();
-- @end
