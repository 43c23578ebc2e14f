-- What the health of recording is reckoned from: who sent anything and when, what was turned away, which calls a
-- PBX says there were, and how much room there was (docs/adr/0048, docs/operate.md). No person stands here.
CREATE TABLE source_heard (
  program      TEXT NOT NULL,                -- capture | siprec, or what brings finished calls: import | replay …
  name         TEXT NOT NULL,                -- interface, address, or '' where the source is one
  heard_ms     MS   NOT NULL,
  PRIMARY KEY (program, name)
);
CREATE TABLE source_run (                    -- what a recorder counts, as it stood at the end of each day of a run
  program      TEXT NOT NULL,
  since_ms     MS   NOT NULL,                -- when the program began
  local_day    INT  NOT NULL,
  turned_away  INT  NOT NULL,                -- calls for which there was no room, since the day or the program began
  counted      INT  NOT NULL,                -- the program's own counter, which goes over midnight
  at_ms        MS   NOT NULL,                -- when it stood so
  PRIMARY KEY (program, since_ms, local_day)
);
CREATE INDEX source_run_by_time ON source_run (at_ms);
CREATE TABLE expected_call (                 -- an answered call of a PBX's own list
  external_id  TEXT PRIMARY KEY,             -- the PBX's
  started_ms   MS   NOT NULL,
  local_day    INT  NOT NULL,
  caller_hash  BYTES                         -- keyed, as the interaction's
);
CREATE INDEX expected_call_by_start ON expected_call (started_ms);
CREATE TABLE room_sample (                   -- how much was left, from time to time
  place        TEXT NOT NULL,                -- spool | recordings
  at_ms        MS   NOT NULL,
  free_bytes   INT  NOT NULL,
  PRIMARY KEY (place, at_ms)
);
