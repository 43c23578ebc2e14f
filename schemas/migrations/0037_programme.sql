-- Programmes: a listening list with weeks. What is heard in one is an item of that list, by the list's own rules
-- (given, consent, care, erasure); what a trainee does is hers (docs/adr/0051).
CREATE TABLE programme (
  id           ID   PRIMARY KEY REFERENCES listening_list (id) -- the list: its title, why, owner and readers
);

CREATE TABLE programme_week (
  programme    ID   NOT NULL REFERENCES programme (id),
  week         INT  NOT NULL,                -- from 1
  title        TEXT NOT NULL,
  PRIMARY KEY (programme, week)
);

CREATE TABLE programme_item (
  id           ID   PRIMARY KEY,
  programme    ID   NOT NULL REFERENCES programme (id),
  week         INT  NOT NULL,
  ord          INT  NOT NULL,
  kind         TEXT NOT NULL,                -- clip | call | form | text | link | talk
  title        TEXT NOT NULL,
  why          TEXT NOT NULL,
  body         TEXT NOT NULL,                -- the text, the address, what to talk about
  sound        ID   REFERENCES list_item (id), -- clip, call, form: its sound; NULL: it is gone
  annotation   TEXT NOT NULL,                -- the expert's, shown after
  due_day      INT,                          -- of its week: 1 Monday to 7 Sunday
  form         ID   REFERENCES rubric_version (id),
  key          TEXT,                         -- form: {question: answer}
  removed_ms   MS                            -- what trainees did with it stays theirs
);
CREATE INDEX programme_item_by_programme ON programme_item (programme, week, ord);
CREATE INDEX programme_item_by_sound ON programme_item (sound);

CREATE TABLE programme_stop (                -- the sound stops at the second, the question is asked
  id           ID   PRIMARY KEY,
  item         ID   NOT NULL REFERENCES programme_item (id),
  at_ms        INT  NOT NULL,
  question     TEXT NOT NULL,
  removed_ms   MS
);
CREATE INDEX programme_stop_by_item ON programme_stop (item, at_ms);

CREATE TABLE programme_cohort (
  id           ID   PRIMARY KEY,
  programme    ID   NOT NULL REFERENCES programme (id),
  title        TEXT NOT NULL,
  starts_ms    MS   NOT NULL                 -- the first day of its first week
);
CREATE INDEX programme_cohort_by_programme ON programme_cohort (programme, starts_ms);

CREATE TABLE programme_member (
  id           ID   PRIMARY KEY,
  programme    ID   NOT NULL REFERENCES programme (id),
  cohort       ID   NOT NULL REFERENCES programme_cohort (id),
  person       ID   NOT NULL REFERENCES person (id),
  mentor       ID   REFERENCES person (id),
  joined_ms    MS   NOT NULL,
  ended_ms     MS,
  item         ID   REFERENCES programme_item (id), -- where she is, to the second of the call
  item_at_ms   INT  NOT NULL,
  UNIQUE (programme, person)
);
CREATE INDEX programme_member_by_person ON programme_member (person, joined_ms DESC);
CREATE INDEX programme_member_by_mentor ON programme_member (mentor, joined_ms DESC);

CREATE TABLE programme_done (
  item         ID   NOT NULL REFERENCES programme_item (id),
  person       ID   NOT NULL REFERENCES person (id),
  done_ms      MS   NOT NULL,
  PRIMARY KEY (item, person)
);
CREATE INDEX programme_done_by_person ON programme_done (person);

CREATE TABLE programme_answer (
  stop         ID   NOT NULL REFERENCES programme_stop (id),
  person       ID   NOT NULL REFERENCES person (id),
  body         TEXT NOT NULL,
  written_ms   MS   NOT NULL,
  sent_ms      MS,                           -- NULL: nobody else reads it
  PRIMARY KEY (stop, person)
);
CREATE INDEX programme_answer_by_person ON programme_answer (person);

CREATE TABLE programme_guess (               -- what she answered before she saw the key: once
  item         ID   NOT NULL REFERENCES programme_item (id),
  person       ID   NOT NULL REFERENCES person (id),
  answers      TEXT NOT NULL,
  key          TEXT NOT NULL,                -- as it was then
  made_ms      MS   NOT NULL,
  PRIMARY KEY (item, person)
);
CREATE INDEX programme_guess_by_item ON programme_guess (item, made_ms);
CREATE INDEX programme_guess_by_person ON programme_guess (person, made_ms);

CREATE TABLE programme_ask (                 -- "I do not understand": her mentor's agenda
  id           ID   PRIMARY KEY,
  item         ID   NOT NULL REFERENCES programme_item (id),
  person       ID   NOT NULL REFERENCES person (id),
  at_ms        INT,                          -- of the call
  words        TEXT NOT NULL,
  asked_ms     MS   NOT NULL,
  met_ms       MS
);
CREATE INDEX programme_ask_by_person ON programme_ask (person, asked_ms DESC);
CREATE INDEX programme_ask_by_item ON programme_ask (item);
