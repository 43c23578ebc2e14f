-- What an agent and who has her support task say to each other, and the rest they note. Words go with the call's
-- sound, a rest after fourteen days (docs/adr/0037).
CREATE TABLE care_word (
  id           ID   PRIMARY KEY,
  care         ID   NOT NULL REFERENCES care (id),
  author       ID   NOT NULL REFERENCES person (id),
  other        ID   NOT NULL REFERENCES person (id), -- with whom the agent talks: nobody else reads it
  body         TEXT NOT NULL,
  written_ms   MS   NOT NULL
);
CREATE INDEX care_word_by_care ON care_word (care, written_ms);

CREATE TABLE care_rest (
  id           ID   PRIMARY KEY,
  care         ID   NOT NULL REFERENCES care (id),
  author       ID   NOT NULL REFERENCES person (id),
  from_ms      MS   NOT NULL,
  minutes      INT  NOT NULL
);
CREATE INDEX care_rest_by_care ON care_rest (care, from_ms);
CREATE INDEX care_rest_by_time ON care_rest (from_ms);
CREATE INDEX care_by_interaction ON care (interaction);
