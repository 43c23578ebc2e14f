-- Trends: what statistics read. Both tables are derived from evaluations and marks, by triggers,
-- whatever the program: `countable` says the rule, `counted` keeps what it finds in an index that
-- covers, `counted_last` what each agent's last 24 of the newest form add up to.

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
  loaded       BOOL NOT NULL                 -- the call fell in a load window
);
CREATE INDEX counted_by_agent ON counted (rubric, agent, at_ms DESC, evaluation, version, local_day,
  total_ppm, correct_ppm, human_ppm, judged, failed, loaded);
CREATE INDEX counted_by_time ON counted (rubric, at_ms, agent, evaluation, version, local_day,
  total_ppm, judged, failed, loaded);
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

-- What enters statistics: random samples, handed to their agent, standing, newest revision, of a
-- call that is not marked tough or threat or withdrawn, and open to the agent herself.
CREATE VIEW countable AS
SELECT e.id AS evaluation, e.interaction AS interaction, e.agent AS agent, v.key AS rubric, v.version AS version,
  i.started_ms AS at_ms, i.local_day AS local_day, e.total_ppm AS total_ppm, e.correct_ppm AS correct_ppm,
  e.human_ppm AS human_ppm, e.judged AS judged, e.failed AS failed, (e.load_mark IS NOT NULL) AS loaded
FROM evaluation e JOIN rubric_version v ON v.id = e.rubric_version JOIN interaction i ON i.id = e.interaction
WHERE e.kind = 'standard' AND e.selection = 'random'
  AND e.state IN ('released', 'acknowledged', 'disputed', 'resolved')
  AND NOT EXISTS (SELECT 1 FROM mark k WHERE k.interaction = e.interaction AND k.kind IN ('tough', 'threat', 'withdrawn'))
  AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.state <> 'draft')
  AND NOT (e.state = 'released' AND EXISTS (SELECT 1 FROM evaluation own WHERE own.interaction = e.interaction
    AND own.kind = 'self' AND own.state = 'draft'));

CREATE VIEW counted_newest AS
SELECT o.rubric AS rubric, o.agent AS agent, o.version AS version, o.at_ms AS at_ms, o.total_ppm AS total_ppm
FROM counted o
WHERE o.total_ppm IS NOT NULL AND NOT o.loaded AND o.version =
  (SELECT max(x.version) FROM counted x WHERE x.rubric = o.rubric AND x.agent = o.agent);

-- @sqlite
CREATE TRIGGER counted_begins AFTER INSERT ON counted BEGIN
  DELETE FROM counted_last WHERE rubric = NEW.rubric AND agent = NEW.agent;
  INSERT INTO counted_last (rubric, agent, version, n, ppm, squares, oldest_ms)
  SELECT NEW.rubric, NEW.agent, max(version), count(*), sum(total_ppm), sum(total_ppm * total_ppm), min(at_ms)
  FROM (SELECT version, total_ppm, at_ms FROM counted_newest WHERE rubric = NEW.rubric AND agent = NEW.agent
        ORDER BY at_ms DESC LIMIT 24) HAVING count(*) > 0;
END;
CREATE TRIGGER counted_ends AFTER DELETE ON counted BEGIN
  DELETE FROM counted_last WHERE rubric = OLD.rubric AND agent = OLD.agent;
  INSERT INTO counted_last (rubric, agent, version, n, ppm, squares, oldest_ms)
  SELECT OLD.rubric, OLD.agent, max(version), count(*), sum(total_ppm), sum(total_ppm * total_ppm), min(at_ms)
  FROM (SELECT version, total_ppm, at_ms FROM counted_newest WHERE rubric = OLD.rubric AND agent = OLD.agent
        ORDER BY at_ms DESC LIMIT 24) HAVING count(*) > 0;
END;
CREATE TRIGGER evaluation_recounted AFTER UPDATE OF state, load_mark ON evaluation BEGIN
  DELETE FROM counted WHERE interaction = NEW.interaction;
  INSERT INTO counted SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm, judged, failed, loaded FROM countable WHERE interaction = NEW.interaction;
END;
CREATE TRIGGER evaluation_added AFTER INSERT ON evaluation
WHEN NEW.state <> 'draft' OR NEW.kind = 'self' BEGIN
  DELETE FROM counted WHERE interaction = NEW.interaction;
  INSERT INTO counted SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm, judged, failed, loaded FROM countable WHERE interaction = NEW.interaction;
END;
CREATE TRIGGER evaluation_gone AFTER DELETE ON evaluation BEGIN
  DELETE FROM counted WHERE interaction = OLD.interaction;
  INSERT INTO counted SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm, judged, failed, loaded FROM countable WHERE interaction = OLD.interaction;
END;
CREATE TRIGGER mark_recounted AFTER INSERT ON mark BEGIN
  DELETE FROM counted WHERE interaction = NEW.interaction
    AND NEW.kind IN ('tough', 'threat', 'withdrawn');
END;
CREATE TRIGGER mark_gone AFTER DELETE ON mark BEGIN
  DELETE FROM counted WHERE interaction = OLD.interaction;
  INSERT INTO counted SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm, judged, failed, loaded FROM countable WHERE interaction = OLD.interaction;
END;
-- @postgres
CREATE FUNCTION recount(call uuid) RETURNS void LANGUAGE plpgsql AS
  'BEGIN
     DELETE FROM counted WHERE interaction = call;
     INSERT INTO counted SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm, human_ppm, judged, failed, loaded FROM countable WHERE interaction = call;
   END';
CREATE FUNCTION recounted() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF TG_OP = ''DELETE'' THEN PERFORM recount(OLD.interaction); RETURN OLD; END IF;
     PERFORM recount(NEW.interaction); RETURN NEW;
   END';
CREATE FUNCTION counted_sums() RETURNS trigger LANGUAGE plpgsql AS
  'DECLARE c counted%ROWTYPE;
   BEGIN
     IF TG_OP = ''DELETE'' THEN c := OLD; ELSE c := NEW; END IF;
     DELETE FROM counted_last WHERE rubric = c.rubric AND agent = c.agent;
     INSERT INTO counted_last (rubric, agent, version, n, ppm, squares, oldest_ms)
     SELECT c.rubric, c.agent, max(version), count(*), sum(total_ppm), sum(total_ppm * total_ppm), min(at_ms)
     FROM (SELECT version, total_ppm, at_ms FROM counted_newest WHERE rubric = c.rubric AND agent = c.agent
           ORDER BY at_ms DESC LIMIT 24) o HAVING count(*) > 0;
     RETURN NULL;
   END';
CREATE TRIGGER counted_changes AFTER INSERT OR DELETE ON counted FOR EACH ROW EXECUTE FUNCTION counted_sums();
CREATE TRIGGER evaluation_recounted AFTER INSERT OR DELETE OR UPDATE OF state, load_mark ON evaluation
FOR EACH ROW EXECUTE FUNCTION recounted();
CREATE TRIGGER mark_recounted AFTER INSERT OR DELETE ON mark FOR EACH ROW EXECUTE FUNCTION recounted();
-- @end
