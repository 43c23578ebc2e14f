-- An agent says that a listening broke the agreement: to the union and the data-protection officer, who answer
-- in words by a day; the agent reads the answer (docs/adr/0040).
CREATE TABLE objection (
  id           ID   PRIMARY KEY,
  listening    ID   NOT NULL REFERENCES listening (id),
  agent        ID   NOT NULL REFERENCES person (id),
  words        TEXT NOT NULL,
  made_ms      MS   NOT NULL,
  due_ms       MS   NOT NULL,
  finding      TEXT,                         -- kept | broken | unclear; NULL: it waits
  answer       TEXT,
  answered_by  ID   REFERENCES person (id),
  answered_ms  MS,
  UNIQUE (listening, agent)
);
CREATE INDEX objection_newest ON objection (made_ms DESC);
CREATE INDEX objection_by_agent ON objection (agent, made_ms DESC);
