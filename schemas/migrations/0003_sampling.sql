-- Sampling: which calls are heard, why just those, and what became of them. A draw keeps its seed and
-- its whole frame, so that it can be made again and proven. What was drawn is never edited: by
-- triggers, whatever the program. A redraw is a draw of its own, with its reason.

CREATE TABLE sample_plan (                   -- never changed, only retired: its draws are told by it
  id           ID   PRIMARY KEY,
  title        TEXT NOT NULL,
  team         ID   REFERENCES team (id),    -- whose calls: a team's, an agent's; neither: the site's
  agent        ID   REFERENCES person (id),
  rubric_key   TEXT NOT NULL,
  period       TEXT NOT NULL,                -- week | month (whole weeks, from its first Monday)
  per_agent    BOOL NOT NULL,                -- take is of each agent's calls, else of all of them
  take         INT  NOT NULL,                -- calls a period
  min_ms       INT  NOT NULL,                -- length of a call worth hearing
  max_ms       INT  NOT NULL,
  lengths      TEXT NOT NULL,                -- JSON: where a length class ends, in milliseconds
  parts        TEXT NOT NULL,                -- JSON: where a part of the day ends, in minutes
  author       ID   NOT NULL REFERENCES person (id),
  created_ms   MS   NOT NULL,
  from_ms      MS   NOT NULL,
  retired_ms   MS
);

CREATE TABLE sample_evaluator (              -- who hears what a plan draws
  plan         ID   NOT NULL REFERENCES sample_plan (id),
  person       ID   NOT NULL REFERENCES person (id),
  PRIMARY KEY (plan, person)
);
CREATE INDEX sample_evaluator_by_person ON sample_evaluator (person, plan);

CREATE TABLE sample_draw (
  id           ID   PRIMARY KEY,
  plan         ID   NOT NULL REFERENCES sample_plan (id),
  period_ms    MS   NOT NULL,                -- the period it counts in, and where that ends
  ends_ms      MS   NOT NULL,
  round        INT  NOT NULL,                -- the week of the period, from 0
  number       INT  NOT NULL,                -- 0; a redraw of the same round: 1, 2 …
  drawn_ms     MS   NOT NULL,
  from_ms      MS   NOT NULL,                -- whose calls stand in the frame: begun in this time
  to_ms        MS   NOT NULL,
  seed         TEXT NOT NULL,
  rules        TEXT NOT NULL,                -- the plan as `medlyss sample` reads it, take of this round
  frame        TEXT NOT NULL,                -- every call of the time, left out ones with the reason
  frame_sha256 TEXT NOT NULL,
  calls        INT  NOT NULL,                -- in the frame
  eligible     INT  NOT NULL,
  excluded     TEXT NOT NULL,                -- JSON: how many were left out, by reason
  take         INT  NOT NULL,
  drawn        INT  NOT NULL,
  short_of     INT  NOT NULL,                -- asked for and not there
  redraw_of    ID   REFERENCES sample_draw (id),
  reason       TEXT,                         -- why it was drawn again
  author       ID   REFERENCES person (id)   -- NULL: the keeper, when it was due
);
CREATE UNIQUE INDEX sample_draw_by_round ON sample_draw (plan, period_ms, round, number);
CREATE INDEX sample_draw_newest ON sample_draw (plan, drawn_ms DESC);
CREATE INDEX sample_draw_redrawn ON sample_draw (redraw_of);

CREATE TABLE sample_item (                   -- one call somebody is asked to hear
  id           ID   PRIMARY KEY,
  draw         ID   NOT NULL REFERENCES sample_draw (id),
  plan         ID   NOT NULL REFERENCES sample_plan (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  agent        ID   NOT NULL REFERENCES person (id),
  evaluator    ID   REFERENCES person (id),  -- NULL: it was withdrawn before anybody was asked
  state        TEXT NOT NULL,                -- waiting | heard | withdrawn | expired
  drawn_ms     MS   NOT NULL,
  due_ms       MS   NOT NULL,                -- the period's end; time in a load window is added
  ended_ms     MS,
  why          TEXT,                         -- tough threat withdrawn no_sound no_agent redrawn …
  evaluation   ID   REFERENCES evaluation (id),
  stands_in    ID   REFERENCES sample_item (id) -- for which withdrawn one
);
CREATE INDEX sample_item_by_evaluator ON sample_item (evaluator, state, due_ms);
CREATE INDEX sample_item_by_state ON sample_item (state, due_ms);
CREATE INDEX sample_item_by_draw ON sample_item (draw, agent);
CREATE INDEX sample_item_by_interaction ON sample_item (interaction, evaluator);

-- @sqlite
CREATE TRIGGER sample_plan_stays BEFORE UPDATE ON sample_plan
WHEN OLD.retired_ms IS NOT NULL OR NEW.retired_ms IS NULL OR NEW.id <> OLD.id OR NEW.title <> OLD.title
  OR NEW.team IS NOT OLD.team OR NEW.agent IS NOT OLD.agent OR NEW.rubric_key <> OLD.rubric_key
  OR NEW.period <> OLD.period OR NEW.per_agent <> OLD.per_agent OR NEW.take <> OLD.take
  OR NEW.min_ms <> OLD.min_ms OR NEW.max_ms <> OLD.max_ms OR NEW.lengths <> OLD.lengths
  OR NEW.parts <> OLD.parts OR NEW.author <> OLD.author OR NEW.created_ms <> OLD.created_ms
  OR NEW.from_ms <> OLD.from_ms
BEGIN SELECT RAISE(ABORT, 'a sampling plan is never changed: retire it and make another'); END;
CREATE TRIGGER sample_plan_remains BEFORE DELETE ON sample_plan
BEGIN SELECT RAISE(ABORT, 'a sampling plan is never deleted: retire it'); END;
CREATE TRIGGER sample_draw_stays BEFORE UPDATE ON sample_draw
BEGIN SELECT RAISE(ABORT, 'a draw is never changed: a redraw is another draw'); END;
CREATE TRIGGER sample_draw_remains BEFORE DELETE ON sample_draw
BEGIN SELECT RAISE(ABORT, 'a draw is never deleted'); END;
CREATE TRIGGER sample_item_stays BEFORE UPDATE ON sample_item
WHEN OLD.state <> 'waiting' OR NEW.id <> OLD.id OR NEW.draw <> OLD.draw OR NEW.plan <> OLD.plan
  OR NEW.interaction <> OLD.interaction OR NEW.agent <> OLD.agent OR NEW.drawn_ms <> OLD.drawn_ms
  OR NEW.due_ms <> OLD.due_ms OR NEW.stands_in IS NOT OLD.stands_in
BEGIN SELECT RAISE(ABORT, 'what was drawn and what became of it is never changed'); END;
CREATE TRIGGER sample_item_remains BEFORE DELETE ON sample_item
BEGIN SELECT RAISE(ABORT, 'what was drawn is never deleted'); END;
CREATE TRIGGER sample_plan_not_replaced BEFORE INSERT ON sample_plan
WHEN EXISTS (SELECT 1 FROM sample_plan p WHERE p.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a sampling plan is never changed: retire it and make another'); END;
CREATE TRIGGER sample_draw_not_replaced BEFORE INSERT ON sample_draw
WHEN EXISTS (SELECT 1 FROM sample_draw d WHERE d.id = NEW.id
  OR (d.plan = NEW.plan AND d.period_ms = NEW.period_ms AND d.round = NEW.round AND d.number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'a draw is never changed: a redraw is another draw'); END;
CREATE TRIGGER sample_item_not_replaced BEFORE INSERT ON sample_item
WHEN EXISTS (SELECT 1 FROM sample_item s WHERE s.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'what was drawn and what became of it is never changed'); END;
-- @postgres
CREATE FUNCTION was_drawn() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''what was planned or drawn is never changed''; END';
CREATE TRIGGER sample_plan_stays BEFORE UPDATE ON sample_plan FOR EACH ROW
WHEN (OLD.retired_ms IS NOT NULL OR NEW.retired_ms IS NULL OR NEW.id <> OLD.id OR NEW.title <> OLD.title
  OR NEW.team IS DISTINCT FROM OLD.team OR NEW.agent IS DISTINCT FROM OLD.agent
  OR NEW.rubric_key <> OLD.rubric_key OR NEW.period <> OLD.period OR NEW.per_agent <> OLD.per_agent
  OR NEW.take <> OLD.take OR NEW.min_ms <> OLD.min_ms OR NEW.max_ms <> OLD.max_ms
  OR NEW.lengths <> OLD.lengths OR NEW.parts <> OLD.parts OR NEW.author <> OLD.author
  OR NEW.created_ms <> OLD.created_ms OR NEW.from_ms <> OLD.from_ms)
EXECUTE FUNCTION was_drawn();
CREATE TRIGGER sample_plan_remains BEFORE DELETE ON sample_plan FOR EACH ROW EXECUTE FUNCTION was_drawn();
CREATE TRIGGER sample_draw_stays BEFORE UPDATE OR DELETE ON sample_draw FOR EACH ROW
EXECUTE FUNCTION was_drawn();
CREATE TRIGGER sample_item_stays BEFORE UPDATE ON sample_item FOR EACH ROW
WHEN (OLD.state <> 'waiting' OR NEW.id <> OLD.id OR NEW.draw <> OLD.draw OR NEW.plan <> OLD.plan
  OR NEW.interaction <> OLD.interaction OR NEW.agent <> OLD.agent OR NEW.drawn_ms <> OLD.drawn_ms
  OR NEW.due_ms <> OLD.due_ms OR NEW.stands_in IS DISTINCT FROM OLD.stands_in)
EXECUTE FUNCTION was_drawn();
CREATE TRIGGER sample_item_remains BEFORE DELETE ON sample_item FOR EACH ROW EXECUTE FUNCTION was_drawn();
CREATE TRIGGER sample_plan_not_emptied BEFORE TRUNCATE ON sample_plan EXECUTE FUNCTION was_drawn();
CREATE TRIGGER sample_draw_not_emptied BEFORE TRUNCATE ON sample_draw EXECUTE FUNCTION was_drawn();
CREATE TRIGGER sample_item_not_emptied BEFORE TRUNCATE ON sample_item EXECUTE FUNCTION was_drawn();
-- @end
