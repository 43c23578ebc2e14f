-- Coaching: one behaviour at a time that an agent and a coach work on, the calls it is about, what
-- was said when they met, and when they meet next. Seen by those two alone.

CREATE TABLE coaching_plan (
  id          ID   PRIMARY KEY,
  agent       ID   NOT NULL REFERENCES person (id),
  coach       ID   NOT NULL REFERENCES person (id),
  rubric_key  TEXT,                          -- the question it follows, by the key trends join on;
  question    TEXT,                          -- NULL both: a behaviour no question asks about
  focus       TEXT NOT NULL,                 -- the behaviour, in their words
  sample_plan ID   NOT NULL REFERENCES sample_plan (id), -- draws the calls that show whether it took
  created_ms  MS   NOT NULL,
  ended_ms    MS,
  ended_why   TEXT                           -- reached | other_focus | left
);
CREATE UNIQUE INDEX coaching_plan_one ON coaching_plan (agent) WHERE ended_ms IS NULL;
CREATE INDEX coaching_plan_by_agent ON coaching_plan (agent, created_ms DESC);
CREATE INDEX coaching_plan_by_coach ON coaching_plan (coach, created_ms DESC);

CREATE TABLE coaching_call (                 -- what to listen to together
  id           ID   PRIMARY KEY,
  plan         ID   NOT NULL REFERENCES coaching_plan (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  at_ms        INT  NOT NULL,
  why          TEXT NOT NULL,
  created_ms   MS   NOT NULL
);
CREATE INDEX coaching_call_by_plan ON coaching_call (plan, created_ms);
CREATE INDEX coaching_call_by_interaction ON coaching_call (interaction);

CREATE TABLE coaching_session (              -- a meeting
  id            ID   PRIMARY KEY,
  plan          ID   NOT NULL REFERENCES coaching_plan (id),
  author        ID   NOT NULL REFERENCES person (id),
  at_ms         MS   NOT NULL,
  body          TEXT NOT NULL,               -- what was said and agreed
  follow_up_ms  MS,                          -- when they meet again
  created_ms    MS   NOT NULL
);
CREATE INDEX coaching_session_by_plan ON coaching_session (plan, at_ms);
