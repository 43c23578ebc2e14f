-- Evaluations: a call scored against one version of a rubric, and what became of it.
-- What has been published, handed in or decided is never changed: by triggers, whatever the program.

CREATE TABLE rubric_version (
  id            ID   PRIMARY KEY,
  key           TEXT NOT NULL,               -- core, difficult, newhire, anger …
  version       INT  NOT NULL,
  state         TEXT NOT NULL,               -- draft | published | retired
  title_sv      TEXT NOT NULL,
  title_en      TEXT NOT NULL,
  document      TEXT NOT NULL,               -- rubric/1 as JSON
  sha256        TEXT NOT NULL,               -- of its canonical form, without the state
  author        ID   REFERENCES person (id), -- NULL: from the command line
  created_ms    MS   NOT NULL,
  published_ms  MS,
  retired_ms    MS
);
CREATE UNIQUE INDEX rubric_version_by_key ON rubric_version (key, version);

CREATE TABLE evaluation (
  id              ID   PRIMARY KEY,
  interaction     ID   NOT NULL REFERENCES interaction (id),
  agent           ID   NOT NULL REFERENCES person (id),
  evaluator       ID   NOT NULL REFERENCES person (id),
  rubric_version  ID   NOT NULL REFERENCES rubric_version (id),
  kind            TEXT NOT NULL,             -- standard | self | peer | calibration | trainee
  selection       TEXT NOT NULL,             -- random | targeted | agent_request | complaint | calibration | training
  state           TEXT NOT NULL,             -- draft | submitted | released | acknowledged | disputed | resolved | voided
  revision        INT  NOT NULL,             -- 1, or one more than the one it stands in for
  replaces        ID   REFERENCES evaluation (id),
  total_ppm       INT,                       -- calculated; NULL: nothing counted
  reported_ppm    INT,                       -- after the critical policy
  correct_ppm     INT,
  human_ppm       INT,
  judged          INT  NOT NULL,             -- criticals answered, and failed
  failed          INT  NOT NULL,
  load_mark       TEXT,                      -- the load window the call fell in
  heard_ms        INT  NOT NULL,             -- how much was listened to
  created_ms      MS   NOT NULL,
  submitted_ms    MS,
  released_ms     MS,
  ended_ms        MS,                        -- acknowledged, resolved or voided
  void_reason     TEXT
);
CREATE INDEX evaluation_by_agent ON evaluation (agent, created_ms DESC);
CREATE INDEX evaluation_by_evaluator ON evaluation (evaluator, created_ms DESC);
CREATE INDEX evaluation_by_interaction ON evaluation (interaction);
CREATE INDEX evaluation_by_replaced ON evaluation (replaces);

CREATE TABLE answer (
  evaluation  ID   NOT NULL REFERENCES evaluation (id),
  question    TEXT NOT NULL,                 -- its id in the rubric version
  value       TEXT NOT NULL,                 -- option | na | outside_control | cannot_tell
  comment     TEXT NOT NULL,
  at_ms       INT,                           -- the evidence
  len_ms      INT,
  touched     BOOL NOT NULL,                 -- false: confirmed with the rest by one key
  PRIMARY KEY (evaluation, question)
);

CREATE TABLE dispute (
  id          ID   PRIMARY KEY,
  evaluation  ID   NOT NULL REFERENCES evaluation (id),
  question    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  proposed    TEXT,                          -- the answer the agent would have given
  created_ms  MS   NOT NULL,
  decision    TEXT,                          -- upheld | partly | adjusted
  why         TEXT,
  decider  ID   REFERENCES person (id),   -- never the evaluator
  decided_ms  MS
);
CREATE INDEX dispute_by_evaluation ON dispute (evaluation, created_ms);

-- That the call fell in a load window may be learnt afterwards: the mark is the one thing of a decided
-- evaluation that follows the windows.
-- @sqlite
CREATE TRIGGER rubric_version_stays BEFORE UPDATE ON rubric_version
WHEN OLD.state <> 'draft' AND NOT (OLD.state = 'published' AND NEW.state = 'retired'
  AND NEW.id = OLD.id AND NEW.key = OLD.key AND NEW.version = OLD.version
  AND NEW.document = OLD.document AND NEW.sha256 = OLD.sha256 AND NEW.title_sv = OLD.title_sv
  AND NEW.title_en = OLD.title_en AND NEW.published_ms = OLD.published_ms)
BEGIN SELECT RAISE(ABORT, 'a published rubric version is never changed'); END;
CREATE TRIGGER rubric_version_remains BEFORE DELETE ON rubric_version WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a published rubric version is never deleted'); END;
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation
WHEN OLD.state <> 'draft' AND (NEW.state = 'draft'
  OR (OLD.state IN ('resolved', 'voided') AND NEW.load_mark IS OLD.load_mark)
  OR (OLD.state IN ('resolved', 'voided') AND (NEW.state <> OLD.state OR NEW.heard_ms <> OLD.heard_ms
    OR NEW.released_ms IS NOT OLD.released_ms OR NEW.ended_ms IS NOT OLD.ended_ms
    OR NEW.void_reason IS NOT OLD.void_reason))
  OR NEW.total_ppm IS NOT OLD.total_ppm OR NEW.reported_ppm IS NOT OLD.reported_ppm
  OR NEW.correct_ppm IS NOT OLD.correct_ppm OR NEW.human_ppm IS NOT OLD.human_ppm
  OR NEW.judged <> OLD.judged OR NEW.failed <> OLD.failed OR NEW.agent <> OLD.agent
  OR NEW.evaluator <> OLD.evaluator OR NEW.interaction <> OLD.interaction
  OR NEW.rubric_version <> OLD.rubric_version OR NEW.revision <> OLD.revision
  OR NEW.kind <> OLD.kind OR NEW.selection <> OLD.selection
  OR NEW.submitted_ms IS NOT OLD.submitted_ms OR NEW.id <> OLD.id OR NEW.created_ms <> OLD.created_ms
  OR NEW.replaces IS NOT OLD.replaces OR NEW.heard_ms <> OLD.heard_ms)
BEGIN SELECT RAISE(ABORT, 'an evaluation that was handed in is never changed: make a revision'); END;
CREATE TRIGGER evaluation_remains BEFORE DELETE ON evaluation WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'an evaluation that was handed in is never deleted: void it'); END;
CREATE TRIGGER answer_not_added BEFORE INSERT ON answer
WHEN (SELECT state FROM evaluation WHERE id = NEW.evaluation) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'answers belong to a draft'); END;
CREATE TRIGGER answer_stays BEFORE UPDATE ON answer
WHEN (SELECT state FROM evaluation WHERE id = OLD.evaluation) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'answers that were handed in are never changed'); END;
CREATE TRIGGER answer_remains BEFORE DELETE ON answer
WHEN (SELECT state FROM evaluation WHERE id = OLD.evaluation) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'answers that were handed in are never deleted'); END;
CREATE TRIGGER dispute_stays BEFORE UPDATE ON dispute WHEN OLD.decided_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a resolved dispute is never changed'); END;
CREATE TRIGGER dispute_by_another BEFORE UPDATE ON dispute
WHEN NEW.decider = (SELECT evaluator FROM evaluation WHERE id = NEW.evaluation)
BEGIN SELECT RAISE(ABORT, 'a dispute is decided by somebody else than the evaluator'); END;
CREATE TRIGGER dispute_remains BEFORE DELETE ON dispute
BEGIN SELECT RAISE(ABORT, 'a dispute is never deleted'); END;
-- @postgres
CREATE FUNCTION handed_in() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''what was published, handed in or decided is never changed''; END';
CREATE TRIGGER rubric_version_stays BEFORE UPDATE ON rubric_version FOR EACH ROW
WHEN (OLD.state <> 'draft' AND NOT (OLD.state = 'published' AND NEW.state = 'retired'
  AND NEW.id = OLD.id AND NEW.key = OLD.key AND NEW.version = OLD.version
  AND NEW.document = OLD.document AND NEW.sha256 = OLD.sha256 AND NEW.title_sv = OLD.title_sv
  AND NEW.title_en = OLD.title_en AND NEW.published_ms = OLD.published_ms))
EXECUTE FUNCTION handed_in();
CREATE TRIGGER rubric_version_remains BEFORE DELETE ON rubric_version FOR EACH ROW
WHEN (OLD.state <> 'draft') EXECUTE FUNCTION handed_in();
CREATE TRIGGER evaluation_stays BEFORE UPDATE ON evaluation FOR EACH ROW
WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft'
  OR (OLD.state IN ('resolved', 'voided') AND NEW.load_mark IS NOT DISTINCT FROM OLD.load_mark)
  OR (OLD.state IN ('resolved', 'voided') AND (NEW.state <> OLD.state OR NEW.heard_ms <> OLD.heard_ms
    OR NEW.released_ms IS DISTINCT FROM OLD.released_ms OR NEW.ended_ms IS DISTINCT FROM OLD.ended_ms
    OR NEW.void_reason IS DISTINCT FROM OLD.void_reason))
  OR NEW.total_ppm IS DISTINCT FROM OLD.total_ppm OR NEW.reported_ppm IS DISTINCT FROM OLD.reported_ppm
  OR NEW.correct_ppm IS DISTINCT FROM OLD.correct_ppm OR NEW.human_ppm IS DISTINCT FROM OLD.human_ppm
  OR NEW.judged <> OLD.judged OR NEW.failed <> OLD.failed OR NEW.agent <> OLD.agent
  OR NEW.evaluator <> OLD.evaluator OR NEW.interaction <> OLD.interaction
  OR NEW.rubric_version <> OLD.rubric_version OR NEW.revision <> OLD.revision
  OR NEW.kind <> OLD.kind OR NEW.selection <> OLD.selection
  OR NEW.submitted_ms IS DISTINCT FROM OLD.submitted_ms OR NEW.id <> OLD.id OR NEW.created_ms <> OLD.created_ms
  OR NEW.replaces IS DISTINCT FROM OLD.replaces OR NEW.heard_ms <> OLD.heard_ms))
EXECUTE FUNCTION handed_in();
CREATE TRIGGER evaluation_remains BEFORE DELETE ON evaluation FOR EACH ROW
WHEN (OLD.state <> 'draft') EXECUTE FUNCTION handed_in();
CREATE FUNCTION answer_of_draft() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF (SELECT state FROM evaluation WHERE id = COALESCE(NEW.evaluation, OLD.evaluation)) <> ''draft''
     THEN RAISE EXCEPTION ''answers that were handed in are never changed''; END IF;
     RETURN COALESCE(NEW, OLD);
   END';
CREATE TRIGGER answer_stays BEFORE INSERT OR UPDATE OR DELETE ON answer FOR EACH ROW
EXECUTE FUNCTION answer_of_draft();
CREATE FUNCTION dispute_decided() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF OLD.decided_ms IS NOT NULL
       OR NEW.decider = (SELECT evaluator FROM evaluation WHERE id = NEW.evaluation)
     THEN RAISE EXCEPTION ''a dispute is decided once, by somebody else than the evaluator''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER dispute_stays BEFORE UPDATE ON dispute FOR EACH ROW EXECUTE FUNCTION dispute_decided();
CREATE TRIGGER dispute_remains BEFORE DELETE ON dispute FOR EACH ROW EXECUTE FUNCTION handed_in();
-- @end
