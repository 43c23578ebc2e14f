-- Calls that encode could not make a recording of. They lie in the spool, named .aside, and are tried
-- again when somebody says so; retention, a legal hold and erasure are theirs as any recording's.
-- No call's words are here: who and what it was lies in the spool, sealed.

CREATE TABLE aside (
  id          ID   PRIMARY KEY,              -- the interaction it becomes when it succeeds
  started_ms  MS   NOT NULL,
  aside_ms    MS   NOT NULL,                 -- when it was given up the last time
  tries       INT  NOT NULL,                 -- in all
  reason      TEXT NOT NULL,                 -- sound | storage | unreadable | crashed
  state       TEXT NOT NULL,                 -- waiting | again | erased (encode obeys these two) | trying
  hold        BOOL NOT NULL                  -- legal hold
);
CREATE INDEX aside_by_start ON aside (started_ms);
