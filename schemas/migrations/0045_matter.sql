-- What the business is asked: questions without an answer, gathered by the quality lead in words of her own, given to
-- who knows, and answered once, to all who marked the question in a call (docs/adr/0057).
CREATE TABLE matter (
  id           ID   PRIMARY KEY,
  kind         TEXT NOT NULL,                -- no_answer | outside
  title        TEXT NOT NULL,                -- the question, without names
  opener       ID   NOT NULL REFERENCES person (id),
  opened_ms    MS   NOT NULL,
  owner        ID   REFERENCES person (id),  -- who knows; NULL: the quality lead has it
  answer       TEXT,
  answered_by  ID   REFERENCES person (id),
  answered_ms  MS                            -- NULL: it waits
);
CREATE INDEX matter_by_state ON matter (answered_ms, opened_ms);
CREATE INDEX matter_by_owner ON matter (owner, answered_ms);

CREATE TABLE matter_ask (                    -- a mark "question without an answer" is asked in one matter
  marked       ID   PRIMARY KEY REFERENCES mark (id),
  matter       ID   NOT NULL REFERENCES matter (id),
  read_ms      MS                            -- its author has read the answer
);
CREATE INDEX matter_ask_by_matter ON matter_ask (matter);
CREATE INDEX mark_by_kind ON mark (kind, created_ms DESC);
