-- What was begun and is not done: a note half written, kept for its author alone until it is sent or a fortnight is
-- over; a promise handed over to a colleague, in words of its own, for the call stays hers (docs/adr/0057).
CREATE TABLE note_draft (
  author       ID   NOT NULL REFERENCES person (id),
  interaction  ID   NOT NULL REFERENCES interaction (id),
  at_ms        INT  NOT NULL,
  len_ms       INT  NOT NULL,
  kind         TEXT NOT NULL,                -- as of a note
  aspect       TEXT,
  body         TEXT NOT NULL,
  written_ms   MS   NOT NULL,
  PRIMARY KEY (author, interaction)
);
CREATE INDEX note_draft_by_interaction ON note_draft (interaction);
CREATE INDEX note_draft_by_time ON note_draft (written_ms);

CREATE TABLE promise_handed (
  promise      ID   PRIMARY KEY REFERENCES promise (id),
  receiver     ID   NOT NULL REFERENCES person (id), -- keeps it for her who promised
  words        TEXT NOT NULL,                -- what was promised, and to whom: the receiver has no right to the call
  handed_ms    MS   NOT NULL
);
CREATE INDEX promise_handed_to ON promise_handed (receiver);
