-- Trends: what statistics read. All is derived from evaluations and marks, by triggers, whatever the
-- program: `countable` says the rule, `counted` keeps what it finds in indexes that cover;
-- `counted_last` is what each agent's last 24 of the newest form add up to, `counted_month` each agent's
-- contacts of a month, `counted_answer` and `counted_cell` how often each answer was given.

-- Bit 0 customer, 1 business, 2 compliance: classes with a critical that was judged, that failed.
ALTER TABLE evaluation ADD COLUMN judged_in INT NOT NULL DEFAULT 0;
ALTER TABLE evaluation ADD COLUMN failed_in INT NOT NULL DEFAULT 0;

CREATE INDEX evaluation_by_load ON evaluation (agent, load_mark) WHERE load_mark IS NOT NULL;

CREATE TABLE counted (
  evaluation   ID   PRIMARY KEY REFERENCES evaluation (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  agent        ID   NOT NULL REFERENCES person (id),
  rubric       TEXT NOT NULL,                -- the form's key
  version      INT  NOT NULL,
  at_ms        MS   NOT NULL,                -- the call's start
  local_day    INT  NOT NULL,                -- the call's, 20260212
  total_ppm    INT,
  correct_ppm  INT,
  human_ppm    INT,
  judged       INT  NOT NULL,
  failed       INT  NOT NULL,
  judged_in    INT  NOT NULL,
  failed_in    INT  NOT NULL,
  loaded       BOOL NOT NULL                 -- the call fell in a load window
);
CREATE INDEX counted_by_agent ON counted (rubric, agent, at_ms DESC, version, local_day,
  total_ppm, correct_ppm, human_ppm, judged, failed, judged_in, failed_in, loaded);
CREATE INDEX counted_by_version ON counted (rubric, agent, version, at_ms, total_ppm, loaded);
CREATE INDEX counted_by_time ON counted (rubric, at_ms, agent, judged, failed, loaded);
CREATE INDEX counted_by_interaction ON counted (interaction);

CREATE TABLE counted_last (
  rubric     TEXT NOT NULL,
  agent      ID   NOT NULL REFERENCES person (id),
  version    INT  NOT NULL,
  n          INT  NOT NULL,                  -- at most 24
  ppm        INT  NOT NULL,                  -- their sum
  squares    INT  NOT NULL,                  -- and the sum of their squares
  oldest_ms  MS   NOT NULL,
  PRIMARY KEY (rubric, agent)
);

-- Outside load windows; a contact counts once in each class that was judged.
CREATE TABLE counted_month (
  rubric             TEXT NOT NULL,
  month              INT  NOT NULL,          -- 202602
  agent              ID   NOT NULL REFERENCES person (id),
  judged             INT  NOT NULL,          -- contacts with a critical judged, and those free of errors
  clean              INT  NOT NULL,
  customer_judged    INT  NOT NULL,
  customer_clean     INT  NOT NULL,
  business_judged    INT  NOT NULL,
  business_clean     INT  NOT NULL,
  compliance_judged  INT  NOT NULL,
  compliance_clean   INT  NOT NULL,
  PRIMARY KEY (rubric, month, agent)
)
-- @sqlite
WITHOUT ROWID
-- @end
;
CREATE TABLE counted_answer (                -- options chosen; not "not applicable" and its kin
  rubric    TEXT NOT NULL,
  month     INT  NOT NULL,
  question  TEXT NOT NULL,
  agent     ID   NOT NULL REFERENCES person (id),
  version   INT  NOT NULL,
  value     TEXT NOT NULL,
  n         INT  NOT NULL,                   -- may have become 0
  PRIMARY KEY (rubric, month, question, agent, version, value)
)
-- @sqlite
WITHOUT ROWID
-- @end
;
CREATE INDEX counted_answer_by_agent ON counted_answer (rubric, agent, month, question, version, value, n);
CREATE TABLE counted_cell (                  -- the same of everybody together
  rubric    TEXT NOT NULL,
  month     INT  NOT NULL,
  question  TEXT NOT NULL,
  version   INT  NOT NULL,
  value     TEXT NOT NULL,
  n         INT  NOT NULL,
  PRIMARY KEY (rubric, month, question, version, value)
)
-- @sqlite
WITHOUT ROWID
-- @end
;

-- What enters statistics: random samples, handed to their agent, standing, newest revision, of a
-- call that is not marked tough or threat or withdrawn, and open to the agent herself.
CREATE VIEW countable AS
SELECT e.id AS evaluation, e.interaction AS interaction, e.agent AS agent, v.key AS rubric, v.version AS version,
  i.started_ms AS at_ms, i.local_day AS local_day, e.total_ppm AS total_ppm, e.correct_ppm AS correct_ppm,
  e.human_ppm AS human_ppm, e.judged AS judged, e.failed AS failed, e.judged_in AS judged_in, e.failed_in AS failed_in,
  (e.load_mark IS NOT NULL) AS loaded
FROM evaluation e JOIN rubric_version v ON v.id = e.rubric_version JOIN interaction i ON i.id = e.interaction
WHERE e.kind = 'standard' AND e.selection = 'random'
  AND e.state IN ('released', 'acknowledged', 'disputed', 'resolved')
  AND NOT EXISTS (SELECT 1 FROM mark k WHERE k.interaction = e.interaction AND k.kind IN ('tough', 'threat', 'withdrawn'))
  AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.state <> 'draft')
  AND NOT (e.state = 'released' AND EXISTS (SELECT 1 FROM evaluation own WHERE own.interaction = e.interaction
    AND own.kind = 'self' AND own.state = 'draft'));

-- @sqlite
-- Two views that are never read: inserting into one runs its trigger, as a function would.
CREATE VIEW counted_step AS
SELECT 0 AS step, evaluation, agent, rubric, version, local_day, failed, judged, judged_in, failed_in, loaded
FROM counted WHERE FALSE;
CREATE VIEW recount AS SELECT interaction FROM counted WHERE FALSE;

CREATE TRIGGER counted_stepped INSTEAD OF INSERT ON counted_step BEGIN
  DELETE FROM counted_last WHERE rubric = NEW.rubric AND agent = NEW.agent;
  INSERT INTO counted_last (rubric, agent, version, n, ppm, squares, oldest_ms)
  SELECT NEW.rubric, NEW.agent, max(version), count(*), sum(total_ppm), sum(total_ppm * total_ppm), min(at_ms)
  FROM (SELECT o.version, o.total_ppm, o.at_ms FROM counted o WHERE o.rubric = NEW.rubric AND o.agent = NEW.agent
      AND o.version = (SELECT max(x.version) FROM counted x WHERE x.rubric = NEW.rubric AND x.agent = NEW.agent)
      AND o.total_ppm IS NOT NULL AND NOT o.loaded ORDER BY o.at_ms DESC LIMIT 24) lately HAVING count(*) > 0;
  INSERT INTO counted_month (rubric, month, agent, judged, clean,
    customer_judged, customer_clean, business_judged, business_clean, compliance_judged, compliance_clean)
  SELECT NEW.rubric, NEW.local_day / 100, NEW.agent, NEW.step, CASE WHEN NEW.failed > 0 THEN 0 ELSE NEW.step END,
    NEW.step * (NEW.judged_in >> 0 & 1), NEW.step * ((NEW.judged_in & ~NEW.failed_in) >> 0 & 1),
    NEW.step * (NEW.judged_in >> 1 & 1), NEW.step * ((NEW.judged_in & ~NEW.failed_in) >> 1 & 1),
    NEW.step * (NEW.judged_in >> 2 & 1), NEW.step * ((NEW.judged_in & ~NEW.failed_in) >> 2 & 1)
  WHERE NOT NEW.loaded AND NEW.judged > 0
  ON CONFLICT (rubric, month, agent) DO UPDATE SET judged = counted_month.judged + excluded.judged,
    clean = counted_month.clean + excluded.clean,
    customer_judged = counted_month.customer_judged + excluded.customer_judged,
    customer_clean = counted_month.customer_clean + excluded.customer_clean,
    business_judged = counted_month.business_judged + excluded.business_judged,
    business_clean = counted_month.business_clean + excluded.business_clean,
    compliance_judged = counted_month.compliance_judged + excluded.compliance_judged,
    compliance_clean = counted_month.compliance_clean + excluded.compliance_clean;
  INSERT INTO counted_answer (rubric, month, question, agent, version, value, n)
  SELECT NEW.rubric, NEW.local_day / 100, w.question, NEW.agent, NEW.version, w.value, NEW.step FROM answer w
  WHERE w.evaluation = NEW.evaluation AND NOT NEW.loaded AND w.value NOT IN ('na', 'outside_control', 'cannot_tell')
  ON CONFLICT (rubric, month, question, agent, version, value) DO UPDATE SET n = counted_answer.n + excluded.n;
  INSERT INTO counted_cell (rubric, month, question, version, value, n)
  SELECT NEW.rubric, NEW.local_day / 100, w.question, NEW.version, w.value, NEW.step FROM answer w
  WHERE w.evaluation = NEW.evaluation AND NOT NEW.loaded AND w.value NOT IN ('na', 'outside_control', 'cannot_tell')
  ON CONFLICT (rubric, month, question, version, value) DO UPDATE SET n = counted_cell.n + excluded.n;
END;
CREATE TRIGGER recounted INSTEAD OF INSERT ON recount BEGIN
  DELETE FROM counted WHERE interaction = NEW.interaction AND (evaluation, loaded) NOT IN
    (SELECT k.evaluation, k.loaded FROM countable k WHERE k.interaction = NEW.interaction);
  INSERT INTO counted (evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm,
    judged, failed, judged_in, failed_in, loaded)
  SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm,
    judged, failed, judged_in, failed_in, loaded
  FROM countable WHERE interaction = NEW.interaction
    AND evaluation NOT IN (SELECT c.evaluation FROM counted c WHERE c.interaction = NEW.interaction);
END;
CREATE TRIGGER counted_begins AFTER INSERT ON counted BEGIN
  INSERT INTO counted_step VALUES (1, NEW.evaluation, NEW.agent, NEW.rubric, NEW.version, NEW.local_day,
    NEW.failed, NEW.judged, NEW.judged_in, NEW.failed_in, NEW.loaded);
END;
CREATE TRIGGER counted_ends AFTER DELETE ON counted BEGIN
  INSERT INTO counted_step VALUES (-1, OLD.evaluation, OLD.agent, OLD.rubric, OLD.version, OLD.local_day,
    OLD.failed, OLD.judged, OLD.judged_in, OLD.failed_in, OLD.loaded);
END;
CREATE TRIGGER evaluation_recounted AFTER UPDATE OF state, load_mark ON evaluation BEGIN
  INSERT INTO recount VALUES (NEW.interaction);
END;
CREATE TRIGGER evaluation_added AFTER INSERT ON evaluation
WHEN NEW.state <> 'draft' OR NEW.kind = 'self' BEGIN
  INSERT INTO recount VALUES (NEW.interaction);
END;
CREATE TRIGGER evaluation_gone AFTER DELETE ON evaluation BEGIN
  INSERT INTO recount VALUES (OLD.interaction);
END;
CREATE TRIGGER mark_recounted AFTER INSERT ON mark WHEN NEW.kind IN ('tough', 'threat', 'withdrawn') BEGIN
  INSERT INTO recount VALUES (NEW.interaction);
END;
CREATE TRIGGER mark_gone AFTER DELETE ON mark WHEN OLD.kind IN ('tough', 'threat', 'withdrawn') BEGIN
  INSERT INTO recount VALUES (OLD.interaction);
END;
-- @postgres
CREATE FUNCTION recount(call uuid) RETURNS void LANGUAGE plpgsql AS
  'BEGIN
     DELETE FROM counted WHERE interaction = call AND (evaluation, loaded) NOT IN
       (SELECT k.evaluation, k.loaded FROM countable k WHERE k.interaction = call);
     INSERT INTO counted (evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm,
       judged, failed, judged_in, failed_in, loaded)
     SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm,
       judged, failed, judged_in, failed_in, loaded
     FROM countable WHERE interaction = call
       AND evaluation NOT IN (SELECT c.evaluation FROM counted c WHERE c.interaction = call);
   END';
CREATE FUNCTION recounted() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF TG_OP = ''DELETE'' THEN PERFORM recount(OLD.interaction); RETURN OLD; END IF;
     PERFORM recount(NEW.interaction); RETURN NEW;
   END';
CREATE FUNCTION counted_stepped() RETURNS trigger LANGUAGE plpgsql AS
  'DECLARE
     one counted%ROWTYPE;
     step bigint := 1;
   BEGIN
     one := NEW;
     IF TG_OP = ''DELETE'' THEN one := OLD; step := -1; END IF;
     DELETE FROM counted_last WHERE rubric = one.rubric AND agent = one.agent;
     INSERT INTO counted_last (rubric, agent, version, n, ppm, squares, oldest_ms)
     SELECT one.rubric, one.agent, max(version), count(*), sum(total_ppm), sum(total_ppm * total_ppm), min(at_ms)
     FROM (SELECT o.version, o.total_ppm, o.at_ms FROM counted o WHERE o.rubric = one.rubric AND o.agent = one.agent
           AND o.version = (SELECT max(x.version) FROM counted x WHERE x.rubric = one.rubric AND x.agent = one.agent)
           AND o.total_ppm IS NOT NULL AND NOT o.loaded ORDER BY o.at_ms DESC LIMIT 24) lately HAVING count(*) > 0;
     INSERT INTO counted_month (rubric, month, agent, judged, clean,
       customer_judged, customer_clean, business_judged, business_clean, compliance_judged, compliance_clean)
     SELECT one.rubric, one.local_day / 100, one.agent, step, CASE WHEN one.failed > 0 THEN 0 ELSE step END,
       step * (one.judged_in >> 0 & 1), step * ((one.judged_in & ~one.failed_in) >> 0 & 1),
       step * (one.judged_in >> 1 & 1), step * ((one.judged_in & ~one.failed_in) >> 1 & 1),
       step * (one.judged_in >> 2 & 1), step * ((one.judged_in & ~one.failed_in) >> 2 & 1)
     WHERE NOT one.loaded AND one.judged > 0
     ON CONFLICT (rubric, month, agent) DO UPDATE SET judged = counted_month.judged + excluded.judged,
       clean = counted_month.clean + excluded.clean,
       customer_judged = counted_month.customer_judged + excluded.customer_judged,
       customer_clean = counted_month.customer_clean + excluded.customer_clean,
       business_judged = counted_month.business_judged + excluded.business_judged,
       business_clean = counted_month.business_clean + excluded.business_clean,
       compliance_judged = counted_month.compliance_judged + excluded.compliance_judged,
       compliance_clean = counted_month.compliance_clean + excluded.compliance_clean;
     INSERT INTO counted_answer (rubric, month, question, agent, version, value, n)
     SELECT one.rubric, one.local_day / 100, w.question, one.agent, one.version, w.value, step FROM answer w
     WHERE w.evaluation = one.evaluation AND NOT one.loaded AND w.value NOT IN (''na'', ''outside_control'', ''cannot_tell'')
     ON CONFLICT (rubric, month, question, agent, version, value) DO UPDATE SET n = counted_answer.n + excluded.n;
     INSERT INTO counted_cell (rubric, month, question, version, value, n)
     SELECT one.rubric, one.local_day / 100, w.question, one.version, w.value, step FROM answer w
     WHERE w.evaluation = one.evaluation AND NOT one.loaded AND w.value NOT IN (''na'', ''outside_control'', ''cannot_tell'')
     ON CONFLICT (rubric, month, question, version, value) DO UPDATE SET n = counted_cell.n + excluded.n;
     RETURN NULL;
   END';
CREATE TRIGGER counted_changes AFTER INSERT OR DELETE ON counted FOR EACH ROW EXECUTE FUNCTION counted_stepped();
CREATE TRIGGER evaluation_recounted AFTER INSERT OR DELETE OR UPDATE OF state, load_mark ON evaluation
FOR EACH ROW EXECUTE FUNCTION recounted();
CREATE TRIGGER mark_recounted AFTER INSERT OR DELETE ON mark FOR EACH ROW EXECUTE FUNCTION recounted();
-- @end
