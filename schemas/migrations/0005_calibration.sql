-- Calibration: the same call scored by several people, to find out whether they mean the same thing.
-- Their evaluations are of kind and selection 'calibration': in no statistics about agents, never
-- released, never shown to the agent. What was revealed or closed is never changed: by triggers.

CREATE TABLE calibration_session (
  id              ID   PRIMARY KEY,
  owner           ID   NOT NULL REFERENCES person (id),
  title           TEXT NOT NULL,
  rubric_version  ID   NOT NULL REFERENCES rubric_version (id),
  method          TEXT NOT NULL,             -- blind | group | reference
  state           TEXT NOT NULL,             -- open | revealed | closed
  created_ms      MS   NOT NULL,
  due_ms          MS   NOT NULL,
  revealed_ms     MS,
  closed_ms       MS
);
CREATE INDEX calibration_session_newest ON calibration_session (created_ms DESC, id);
CREATE INDEX calibration_session_by_version ON calibration_session (rubric_version, created_ms);

CREATE TABLE calibration_call (
  session      ID   NOT NULL REFERENCES calibration_session (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  ord          INT  NOT NULL,
  PRIMARY KEY (session, interaction)
);
CREATE INDEX calibration_call_by_interaction ON calibration_call (interaction, session);

CREATE TABLE calibration_rater (
  session     ID   NOT NULL REFERENCES calibration_session (id),
  person      ID   NOT NULL REFERENCES person (id),
  part        TEXT NOT NULL,                 -- rater | key (the expert of a reference) | pen (who writes for the group) | present
  invited_ms  MS   NOT NULL,
  PRIMARY KEY (session, person)
);
CREATE INDEX calibration_rater_by_person ON calibration_rater (person, invited_ms DESC);

CREATE TABLE calibration_score (             -- a rater's evaluation of one of its calls
  session      ID   NOT NULL REFERENCES calibration_session (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  person       ID   NOT NULL REFERENCES person (id),
  evaluation   ID   NOT NULL REFERENCES evaluation (id),
  PRIMARY KEY (session, interaction, person)
);
CREATE UNIQUE INDEX calibration_score_by_evaluation ON calibration_score (evaluation);

CREATE TABLE precedent (                     -- how we judged: the agreed answer to one question of one call
  id           ID   PRIMARY KEY,
  rubric       TEXT NOT NULL,                -- the rubric's key and
  question     TEXT NOT NULL,                -- the question's key: it outlives the version
  session      ID   NOT NULL REFERENCES calibration_session (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  value        TEXT NOT NULL,                -- option | na | outside_control | cannot_tell
  why          TEXT NOT NULL,
  at_ms        INT,                          -- the evidence
  len_ms       INT,
  author       ID   NOT NULL REFERENCES person (id),
  created_ms   MS   NOT NULL,
  retired_ms   MS
);
CREATE INDEX precedent_by_question ON precedent (rubric, question, created_ms DESC);
CREATE INDEX precedent_by_session ON precedent (session, interaction, question);

-- @sqlite
CREATE TRIGGER calibration_session_stays BEFORE UPDATE ON calibration_session
WHEN OLD.state = 'closed' OR NEW.state = 'open' OR (OLD.state = 'revealed' AND NEW.state <> 'closed')
  OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.title <> OLD.title
  OR NEW.rubric_version <> OLD.rubric_version OR NEW.method <> OLD.method
  OR NEW.created_ms <> OLD.created_ms OR NEW.due_ms <> OLD.due_ms
  OR (OLD.state = 'revealed' AND NEW.revealed_ms IS NOT OLD.revealed_ms)
BEGIN SELECT RAISE(ABORT, 'a calibration goes from open to revealed to closed, and is not edited'); END;
CREATE TRIGGER calibration_session_remains BEFORE DELETE ON calibration_session
BEGIN SELECT RAISE(ABORT, 'a calibration is never deleted'); END;
CREATE TRIGGER calibration_call_not_added BEFORE INSERT ON calibration_call
WHEN (SELECT state FROM calibration_session WHERE id = NEW.session) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the calibration is no longer open'); END;
CREATE TRIGGER calibration_call_stays BEFORE UPDATE ON calibration_call
BEGIN SELECT RAISE(ABORT, 'the calls of a calibration stay'); END;
CREATE TRIGGER calibration_call_remains BEFORE DELETE ON calibration_call
BEGIN SELECT RAISE(ABORT, 'the calls of a calibration stay'); END;
CREATE TRIGGER calibration_rater_not_added BEFORE INSERT ON calibration_rater
WHEN (SELECT state FROM calibration_session WHERE id = NEW.session) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the calibration is no longer open'); END;
CREATE TRIGGER calibration_rater_stays BEFORE UPDATE ON calibration_rater
BEGIN SELECT RAISE(ABORT, 'the raters of a calibration stay'); END;
CREATE TRIGGER calibration_rater_remains BEFORE DELETE ON calibration_rater
BEGIN SELECT RAISE(ABORT, 'the raters of a calibration stay'); END;
CREATE TRIGGER calibration_score_not_added BEFORE INSERT ON calibration_score
WHEN (SELECT state FROM calibration_session WHERE id = NEW.session) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the calibration is no longer open'); END;
CREATE TRIGGER calibration_score_stays BEFORE UPDATE ON calibration_score
BEGIN SELECT RAISE(ABORT, 'what a calibration holds stays'); END;
CREATE TRIGGER calibration_score_remains BEFORE DELETE ON calibration_score
BEGIN SELECT RAISE(ABORT, 'what a calibration holds stays'); END;
CREATE TRIGGER calibration_answer_not_added BEFORE INSERT ON answer
WHEN EXISTS (SELECT 1 FROM calibration_score s JOIN calibration_session c ON c.id = s.session
  WHERE s.evaluation = NEW.evaluation AND c.state <> 'open')
BEGIN SELECT RAISE(ABORT, 'the calibration is no longer open: nobody answers after seeing the others'); END;
CREATE TRIGGER calibration_answer_stays BEFORE UPDATE ON answer
WHEN EXISTS (SELECT 1 FROM calibration_score s JOIN calibration_session c ON c.id = s.session
  WHERE s.evaluation = NEW.evaluation AND c.state <> 'open')
BEGIN SELECT RAISE(ABORT, 'the calibration is no longer open: nobody answers after seeing the others'); END;
CREATE TRIGGER calibration_evaluation_stays BEFORE UPDATE ON evaluation
WHEN NEW.kind = 'calibration' AND (NEW.state NOT IN ('draft', 'submitted') OR NEW.released_ms IS NOT NULL
  OR NEW.state <> OLD.state AND EXISTS (SELECT 1 FROM calibration_score s JOIN calibration_session c ON c.id = s.session
    WHERE s.evaluation = NEW.id AND c.state <> 'open'))
BEGIN SELECT RAISE(ABORT, 'a calibration is handed in while it is open, and never released'); END;
CREATE TRIGGER precedent_of_revealed BEFORE INSERT ON precedent
WHEN (SELECT state FROM calibration_session WHERE id = NEW.session) <> 'revealed'
BEGIN SELECT RAISE(ABORT, 'a precedent is made once the answers are revealed, before the calibration is closed'); END;
CREATE TRIGGER precedent_stays BEFORE UPDATE ON precedent
WHEN OLD.retired_ms IS NOT NULL OR NEW.retired_ms IS NULL OR NEW.id <> OLD.id
  OR NEW.rubric <> OLD.rubric OR NEW.question <> OLD.question OR NEW.session <> OLD.session
  OR NEW.interaction <> OLD.interaction OR NEW.value <> OLD.value OR NEW.why <> OLD.why
  OR NEW.at_ms IS NOT OLD.at_ms OR NEW.len_ms IS NOT OLD.len_ms OR NEW.author <> OLD.author
  OR NEW.created_ms <> OLD.created_ms
BEGIN SELECT RAISE(ABORT, 'a precedent is never edited: retire it'); END;
CREATE TRIGGER precedent_remains BEFORE DELETE ON precedent
BEGIN SELECT RAISE(ABORT, 'a precedent is never deleted: retire it'); END;
-- @postgres
CREATE FUNCTION calibration_kept() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''a calibration and its precedents are never edited''; END';
CREATE TRIGGER calibration_session_stays BEFORE UPDATE ON calibration_session FOR EACH ROW
WHEN (OLD.state = 'closed' OR NEW.state = 'open' OR (OLD.state = 'revealed' AND NEW.state <> 'closed')
  OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.title <> OLD.title
  OR NEW.rubric_version <> OLD.rubric_version OR NEW.method <> OLD.method
  OR NEW.created_ms <> OLD.created_ms OR NEW.due_ms <> OLD.due_ms
  OR (OLD.state = 'revealed' AND NEW.revealed_ms IS DISTINCT FROM OLD.revealed_ms))
EXECUTE FUNCTION calibration_kept();
CREATE TRIGGER calibration_session_remains BEFORE DELETE ON calibration_session FOR EACH ROW
EXECUTE FUNCTION calibration_kept();
CREATE FUNCTION calibration_open() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF (SELECT state FROM calibration_session WHERE id = NEW.session) <> ''open''
     THEN RAISE EXCEPTION ''the calibration is no longer open''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER calibration_call_not_added BEFORE INSERT ON calibration_call FOR EACH ROW
EXECUTE FUNCTION calibration_open();
CREATE TRIGGER calibration_call_stays BEFORE UPDATE OR DELETE ON calibration_call FOR EACH ROW
EXECUTE FUNCTION calibration_kept();
CREATE TRIGGER calibration_rater_not_added BEFORE INSERT ON calibration_rater FOR EACH ROW
EXECUTE FUNCTION calibration_open();
CREATE TRIGGER calibration_rater_stays BEFORE UPDATE OR DELETE ON calibration_rater FOR EACH ROW
EXECUTE FUNCTION calibration_kept();
CREATE TRIGGER calibration_score_not_added BEFORE INSERT ON calibration_score FOR EACH ROW
EXECUTE FUNCTION calibration_open();
CREATE TRIGGER calibration_score_stays BEFORE UPDATE OR DELETE ON calibration_score FOR EACH ROW
EXECUTE FUNCTION calibration_kept();
CREATE FUNCTION calibration_answer_open() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF EXISTS (SELECT 1 FROM calibration_score s JOIN calibration_session c ON c.id = s.session
       WHERE s.evaluation = NEW.evaluation AND c.state <> ''open'')
     THEN RAISE EXCEPTION ''the calibration is no longer open: nobody answers after seeing the others''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER calibration_answer_stays BEFORE INSERT OR UPDATE ON answer FOR EACH ROW
EXECUTE FUNCTION calibration_answer_open();
CREATE FUNCTION calibration_evaluation_kept() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF NEW.state NOT IN (''draft'', ''submitted'') OR NEW.released_ms IS NOT NULL
       OR NEW.state <> OLD.state AND EXISTS (SELECT 1 FROM calibration_score s JOIN calibration_session c ON c.id = s.session
         WHERE s.evaluation = NEW.id AND c.state <> ''open'')
     THEN RAISE EXCEPTION ''a calibration is handed in while it is open, and never released''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER calibration_evaluation_stays BEFORE UPDATE ON evaluation FOR EACH ROW
WHEN (NEW.kind = 'calibration') EXECUTE FUNCTION calibration_evaluation_kept();
CREATE FUNCTION precedent_of_revealed() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF (SELECT state FROM calibration_session WHERE id = NEW.session) <> ''revealed''
     THEN RAISE EXCEPTION ''a precedent is made once the answers are revealed, before the calibration is closed''; END IF;
     RETURN NEW;
   END';
CREATE TRIGGER precedent_of_revealed BEFORE INSERT ON precedent FOR EACH ROW
EXECUTE FUNCTION precedent_of_revealed();
CREATE TRIGGER precedent_stays BEFORE UPDATE ON precedent FOR EACH ROW
WHEN (OLD.retired_ms IS NOT NULL OR NEW.retired_ms IS NULL OR NEW.id <> OLD.id
  OR NEW.rubric <> OLD.rubric OR NEW.question <> OLD.question OR NEW.session <> OLD.session
  OR NEW.interaction <> OLD.interaction OR NEW.value <> OLD.value OR NEW.why <> OLD.why
  OR NEW.at_ms IS DISTINCT FROM OLD.at_ms OR NEW.len_ms IS DISTINCT FROM OLD.len_ms
  OR NEW.author <> OLD.author OR NEW.created_ms <> OLD.created_ms)
EXECUTE FUNCTION calibration_kept();
CREATE TRIGGER precedent_remains BEFORE DELETE ON precedent FOR EACH ROW
EXECUTE FUNCTION calibration_kept();
-- @end
