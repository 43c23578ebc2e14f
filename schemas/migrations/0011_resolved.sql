-- First contact, summed: the calls that say something about it, under each of their topics, and what
-- they add up to per day. Derived from interactions, contacts, topics and marks by triggers; the view
-- is the rule. Days are Greenwich's: a sum of half a year does not feel its ends.

CREATE TABLE resolved (
  topic         ID   NOT NULL REFERENCES topic (id),
  day           INT  NOT NULL,               -- whole days since 1970
  agent         ID   REFERENCES person (id),
  interaction   ID   NOT NULL REFERENCES interaction (id),
  at_once       INT  NOT NULL,               -- 1: solved, and the number did not call again
  handed        INT  NOT NULL,               -- 1: handed over
  handed_right  INT  NOT NULL,               -- 1: and the number did not call again
  PRIMARY KEY (interaction, topic)
);
CREATE INDEX resolved_by_topic ON resolved (topic, day, agent);
CREATE TABLE resolved_day (
  topic         ID   NOT NULL REFERENCES topic (id),
  day           INT  NOT NULL,
  calls         INT  NOT NULL,               -- may have become 0
  at_once       INT  NOT NULL,
  handed        INT  NOT NULL,
  handed_right  INT  NOT NULL,
  PRIMARY KEY (topic, day)
);

-- A call in with a known outcome, outside load windows, whose number could be compared for seven days.
CREATE VIEW resolvable AS
SELECT x.topic AS topic, i.started_ms / 86400000 AS day, i.agent AS agent, i.id AS interaction,
  CASE WHEN i.outcome = 'solved' AND NOT c.again THEN 1 ELSE 0 END AS at_once,
  CASE WHEN i.outcome = 'handed_over' THEN 1 ELSE 0 END AS handed,
  CASE WHEN i.outcome = 'handed_over' AND NOT c.again THEN 1 ELSE 0 END AS handed_right
FROM contact c JOIN interaction i ON i.id = c.interaction JOIN interaction_topic x ON x.interaction = i.id
WHERE i.outcome IS NOT NULL AND i.outcome <> 'ended_abuse' AND i.load_mark IS NULL
  AND (c.erased_ms IS NULL OR c.erased_ms >= i.started_ms + 604800000)
  AND NOT EXISTS (SELECT 1 FROM mark k WHERE k.interaction = i.id AND k.kind IN ('tough', 'threat', 'withdrawn'));

INSERT INTO resolved (topic, day, agent, interaction, at_once, handed, handed_right)
SELECT topic, day, agent, interaction, at_once, handed, handed_right FROM resolvable;
INSERT INTO resolved_day (topic, day, calls, at_once, handed, handed_right)
SELECT topic, day, count(*), sum(at_once), sum(handed), sum(handed_right) FROM resolved GROUP BY topic, day;

-- @sqlite
-- Never read: inserting into it runs its trigger, as a function would.
CREATE VIEW resolve AS SELECT interaction FROM contact WHERE FALSE;
CREATE TRIGGER resolved_anew INSTEAD OF INSERT ON resolve BEGIN
  DELETE FROM resolved WHERE interaction = NEW.interaction;
  INSERT INTO resolved (topic, day, agent, interaction, at_once, handed, handed_right)
  SELECT topic, day, agent, interaction, at_once, handed, handed_right FROM resolvable WHERE interaction = NEW.interaction;
END;
CREATE TRIGGER resolved_begins AFTER INSERT ON resolved BEGIN
  INSERT INTO resolved_day (topic, day, calls, at_once, handed, handed_right)
  VALUES (NEW.topic, NEW.day, 1, NEW.at_once, NEW.handed, NEW.handed_right)
  ON CONFLICT (topic, day) DO UPDATE SET calls = resolved_day.calls + 1, at_once = resolved_day.at_once + excluded.at_once,
    handed = resolved_day.handed + excluded.handed, handed_right = resolved_day.handed_right + excluded.handed_right;
END;
CREATE TRIGGER resolved_ends AFTER DELETE ON resolved BEGIN
  UPDATE resolved_day SET calls = calls - 1, at_once = at_once - OLD.at_once, handed = handed - OLD.handed,
    handed_right = handed_right - OLD.handed_right WHERE topic = OLD.topic AND day = OLD.day;
END;
CREATE TRIGGER contact_resolved AFTER UPDATE OF again, erased_ms ON contact
WHEN OLD.again <> NEW.again OR OLD.erased_ms IS NOT NEW.erased_ms BEGIN
  INSERT INTO resolve VALUES (NEW.interaction);
END;
CREATE TRIGGER interaction_resolved AFTER UPDATE OF outcome, load_mark, agent ON interaction
WHEN OLD.outcome IS NOT NEW.outcome OR OLD.load_mark IS NOT NEW.load_mark OR OLD.agent IS NOT NEW.agent BEGIN
  INSERT INTO resolve VALUES (NEW.id);
END;
CREATE TRIGGER interaction_topic_resolved AFTER INSERT ON interaction_topic BEGIN
  INSERT INTO resolve VALUES (NEW.interaction);
END;
CREATE TRIGGER interaction_topic_unresolved AFTER DELETE ON interaction_topic BEGIN
  INSERT INTO resolve VALUES (OLD.interaction);
END;
CREATE TRIGGER mark_resolved AFTER INSERT ON mark WHEN NEW.kind IN ('tough', 'threat', 'withdrawn') BEGIN
  INSERT INTO resolve VALUES (NEW.interaction);
END;
CREATE TRIGGER mark_unresolved AFTER DELETE ON mark WHEN OLD.kind IN ('tough', 'threat', 'withdrawn') BEGIN
  INSERT INTO resolve VALUES (OLD.interaction);
END;
-- @postgres
CREATE FUNCTION resolve(call uuid) RETURNS void LANGUAGE plpgsql AS
  'BEGIN
     DELETE FROM resolved WHERE interaction = call;
     INSERT INTO resolved (topic, day, agent, interaction, at_once, handed, handed_right)
     SELECT topic, day, agent, interaction, at_once, handed, handed_right FROM resolvable WHERE interaction = call;
   END';
CREATE FUNCTION resolved_stepped() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF TG_OP = ''DELETE'' THEN
       UPDATE resolved_day SET calls = calls - 1, at_once = at_once - OLD.at_once, handed = handed - OLD.handed,
         handed_right = handed_right - OLD.handed_right WHERE topic = OLD.topic AND day = OLD.day;
       RETURN NULL;
     END IF;
     INSERT INTO resolved_day (topic, day, calls, at_once, handed, handed_right)
     VALUES (NEW.topic, NEW.day, 1, NEW.at_once, NEW.handed, NEW.handed_right)
     ON CONFLICT (topic, day) DO UPDATE SET calls = resolved_day.calls + 1, at_once = resolved_day.at_once + excluded.at_once,
       handed = resolved_day.handed + excluded.handed, handed_right = resolved_day.handed_right + excluded.handed_right;
     RETURN NULL;
   END';
CREATE TRIGGER resolved_changes AFTER INSERT OR DELETE ON resolved FOR EACH ROW EXECUTE FUNCTION resolved_stepped();
CREATE FUNCTION resolved_with() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN
     IF TG_OP = ''DELETE'' THEN PERFORM resolve(OLD.interaction); ELSE PERFORM resolve(NEW.interaction); END IF;
     RETURN NULL;
   END';
CREATE FUNCTION resolved_call() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN PERFORM resolve(NEW.id); RETURN NULL; END';
CREATE TRIGGER contact_resolved AFTER UPDATE OF again, erased_ms ON contact FOR EACH ROW EXECUTE FUNCTION resolved_with();
CREATE TRIGGER interaction_resolved AFTER UPDATE OF outcome, load_mark, agent ON interaction
FOR EACH ROW EXECUTE FUNCTION resolved_call();
CREATE TRIGGER interaction_topic_resolved AFTER INSERT OR DELETE ON interaction_topic
FOR EACH ROW EXECUTE FUNCTION resolved_with();
CREATE TRIGGER mark_resolved AFTER INSERT OR DELETE ON mark FOR EACH ROW EXECUTE FUNCTION resolved_with();
-- @end
