-- What was asked of a recording while its call went on, by whom: paused, resumed, stopped and erased, marked, kept as
-- evidence (docs/adr/0054).
CREATE TABLE control (
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  at_ms        MS   NOT NULL,
  act          TEXT NOT NULL,                -- pause | resume | erase | mark | evidence
  asked        TEXT NOT NULL,                -- person | limit | wish | keypad | signalling | command
  person       ID   REFERENCES person (id),  -- whom it was asked for
  mark         TEXT                          -- tough | thanks | threat
);
CREATE INDEX control_by_call ON control (interaction, at_ms, id);
