-- The catalogue: what a call is, who took it, what was heard and said about it.
-- Types are ours (ID MS INT REAL TEXT BYTES BOOL); the generator prints SQLite and PostgreSQL.
-- Times are milliseconds UTC; *_ms inside a call count from the interaction's start.

-- ---- people and places ------------------------------------------------------------------------
CREATE TABLE team (
  id          ID   PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  created_ms  MS   NOT NULL
);

CREATE TABLE person (
  id          ID   PRIMARY KEY,
  name        TEXT NOT NULL,                 -- as colleagues say it
  login       TEXT UNIQUE,                   -- NULL: cannot sign in (yet)
  password    TEXT,                          -- argon2id string; NULL until a code was used
  ui_language TEXT NOT NULL,                 -- sv | en
  languages   TEXT NOT NULL,                 -- what this person understands: 'sv en fi'
  prefs       TEXT NOT NULL,                 -- JSON object: player, keys
  state       TEXT NOT NULL,                 -- invited | active | left
  created_ms  MS   NOT NULL
);

CREATE TABLE membership (                    -- whose team an agent sits in, over time
  id          ID   PRIMARY KEY,
  person      ID   NOT NULL REFERENCES person (id),
  team        ID   NOT NULL REFERENCES team (id),
  from_ms     MS   NOT NULL,
  to_ms       MS                             -- NULL: still
);
CREATE INDEX membership_by_team ON membership (team, person);
CREATE INDEX membership_by_person ON membership (person, from_ms);

CREATE TABLE role_grant (                    -- rights are the union of these; the agreement denies
  id          ID   PRIMARY KEY,
  person      ID   NOT NULL REFERENCES person (id),
  role        TEXT NOT NULL,                 -- agent coach newhire trainer quality dpo admin guest
  team        ID   REFERENCES team (id),     -- NULL: the whole site
  from_ms     MS   NOT NULL,
  to_ms       MS
);
CREATE INDEX role_grant_by_person ON role_grant (person, role);

CREATE TABLE queue (
  id          ID   PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  announcement TEXT NOT NULL,                -- the words its callers hear about recording
  announcement_version INT NOT NULL
);

CREATE TABLE line (                          -- an extension, a number, an address of record
  id          ID   PRIMARY KEY,
  name        TEXT NOT NULL,
  address     TEXT NOT NULL UNIQUE,          -- '1003' or '1003@pbx.example': user part or whole
  team        ID   REFERENCES team (id),
  queue       ID   REFERENCES queue (id)
);

CREATE TABLE shift (                         -- who sat where (design: decision 11)
  id          ID   PRIMARY KEY,
  person      ID   NOT NULL REFERENCES person (id),
  line        ID   NOT NULL REFERENCES line (id),
  from_ms     MS   NOT NULL,
  to_ms       MS,                            -- NULL: until further notice
  duty        TEXT NOT NULL                  -- phone | lead | training
);
CREATE INDEX shift_by_line ON shift (line, from_ms);
CREATE INDEX shift_by_person ON shift (person, from_ms);

CREATE TABLE agreement (                     -- what the site and the union agreed; versions, never edited
  id          ID   PRIMARY KEY,
  version     INT  NOT NULL UNIQUE,
  title       TEXT NOT NULL,
  body        TEXT NOT NULL,                 -- JSON: purpose, listeners, retention_days, veto, discipline
  from_ms     MS   NOT NULL,
  to_ms       MS,
  signed_by   TEXT NOT NULL
);

-- ---- the calls --------------------------------------------------------------------------------
CREATE TABLE interaction (
  id            ID   PRIMARY KEY,
  started_ms    MS   NOT NULL,
  duration_ms   INT  NOT NULL,
  local_day     INT  NOT NULL,               -- 20260212, in the site's time zone, at commit
  local_minute  INT  NOT NULL,               -- minute of that day, 0..1439
  channel       TEXT NOT NULL,               -- voice
  language      TEXT,                        -- of the call, when known
  source        TEXT NOT NULL,               -- live | capture | import | siprec
  direction     TEXT NOT NULL,               -- in | out | internal | unknown
  external_id   TEXT UNIQUE,                 -- the PBX's or the file's own id: the same twice is one call
  end_reason    TEXT NOT NULL,               -- bye | cancelled | refused | timeout | media_timeout | port_reused | restart | capture_end | file | abuse
  outcome       TEXT,                        -- solved | handed_over | case_opened | follow_up | ended_abuse
  title         TEXT,                        -- a few words by a person
  caller_sealed BYTES,                       -- AEAD of the caller's number and name
  caller_hash   BYTES,                       -- keyed hash of the number, for matching
  no_recording  TEXT,                        -- refused | cancelled | not_answered | pause | no_media | unknown_codec | erased
  load_mark     TEXT,                        -- name of the load window it fell in
  hold          BOOL NOT NULL,               -- legal hold
  agent         ID   REFERENCES person (id), -- of its first segment, for lists; NULL: unclaimed
  team          ID   REFERENCES team (id),
  queue         ID   REFERENCES queue (id)
);
CREATE INDEX interaction_newest ON interaction (started_ms DESC, id DESC, local_minute, duration_ms);
CREATE INDEX interaction_by_agent ON interaction (agent, started_ms DESC, id DESC);
CREATE INDEX interaction_by_team ON interaction (team, started_ms DESC, id DESC);
CREATE INDEX interaction_by_caller ON interaction (caller_hash, started_ms DESC, id DESC);

CREATE TABLE segment (                       -- one agent's part; rights and measures hang here
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  ord          INT  NOT NULL,
  agent        ID   REFERENCES person (id),  -- NULL: "Vem tog samtalet?"
  line         ID   REFERENCES line (id),
  team         ID   REFERENCES team (id),
  from_ms      INT  NOT NULL,
  to_ms        INT  NOT NULL,
  decided_by   TEXT NOT NULL,                -- shift | directory | direction | sdp_order | claim | import
  started_ms   MS   NOT NULL,                -- the interaction's, so that an agent's list is one index
-- subject: who decides visibility: the agent, or the team while nobody claimed it, or nobody
-- @sqlite
  subject      ID   NOT NULL GENERATED ALWAYS AS
                    (coalesce(agent, team, x'00000000000000000000000000000000')) STORED
-- @postgres
  subject      ID   NOT NULL GENERATED ALWAYS AS
                    (coalesce(agent, team, CAST('00000000-0000-0000-0000-000000000000' AS uuid))) STORED
-- @end
);
CREATE UNIQUE INDEX segment_by_interaction ON segment (interaction, ord);
CREATE INDEX segment_by_agent ON segment (agent, started_ms DESC, interaction DESC);
CREATE INDEX segment_by_subject ON segment (subject, started_ms DESC, interaction DESC);

CREATE TABLE recording (
  id           ID   PRIMARY KEY,             -- also names its sealed files and its key
  interaction  ID   NOT NULL UNIQUE REFERENCES interaction (id),
  state        TEXT NOT NULL,                -- sealed | erased
  channels     INT  NOT NULL,                -- 2; 1: a mono mix, shown as such
  rate_hz      INT  NOT NULL,                -- the coding rate of the wider side
  duration_ms  INT  NOT NULL,
  samples      INT  NOT NULL,                -- at 48 kHz, without pre-skip
  bytes        INT  NOT NULL,                -- of the plain Ogg Opus
  swapped      BOOL NOT NULL,                -- sides exchanged in review: map [1,0] while serving
  untouched    TEXT NOT NULL,                -- '', or which sides are the wire's own Opus: 'agent caller'
  not_untouched TEXT NOT NULL,               -- why Opus from the wire was coded again, or ''
  sealed_ms    MS   NOT NULL,
  erased_ms    MS
);

CREATE TABLE leg (                           -- one side's counters (RFC 3550 A.3 words)
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  side         TEXT NOT NULL,                -- agent | caller | mix
  codec        TEXT NOT NULL,                -- 'PCMA', or 'PCMA G722' in order of use
  packets      INT  NOT NULL,
  lost         INT  NOT NULL,
  late         INT  NOT NULL,
  duplicate    INT  NOT NULL,
  reordered    INT  NOT NULL,
  max_gap_ms   INT  NOT NULL,
  jitter_us    INT  NOT NULL,
  concealed_ms INT  NOT NULL,
  ssrc_changes INT  NOT NULL,
  forged       INT  NOT NULL                 -- SRTP packets that failed authentication
);
CREATE UNIQUE INDEX leg_by_interaction ON leg (interaction, side);

CREATE TABLE gap (                           -- recorder truth (G14)
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  side         TEXT NOT NULL,                -- agent | caller | both
  from_ms      INT  NOT NULL,
  to_ms        INT  NOT NULL,
  reason       TEXT NOT NULL                 -- lost hold pause dtx not_seen restart unknown_codec decoder_failed
);
CREATE INDEX gap_by_interaction ON gap (interaction, from_ms);

CREATE TABLE span (                          -- what the sound is like, from when to when
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  kind         TEXT NOT NULL,                -- overtalk | silence | dead_air | interruption | monologue | dtmf | voice (who spoke on a mixed side)
  side         TEXT NOT NULL,                -- agent | caller | both
  from_ms      INT  NOT NULL,
  to_ms        INT  NOT NULL,
  detail       TEXT                          -- the digit, the party
);
CREATE INDEX span_by_interaction ON span (interaction, from_ms);

CREATE TABLE measure (                       -- definitions: docs/measures.md; NULL where a mono mix cannot say
  interaction      ID  PRIMARY KEY REFERENCES interaction (id),
  agent_talk_ms    INT,
  caller_talk_ms   INT,
  overtalk_ms      INT,
  silence_ms       INT,
  dead_air_ms      INT,
  hold_ms          INT,
  interruptions_by_agent  INT,
  interruptions_by_caller INT,
  agent_monologue_ms  INT,
  caller_monologue_ms INT,
  agent_latency_ms    INT,                   -- median response latency
  caller_latency_ms   INT,
  agent_level_cdb     INT,                   -- active speech level, hundredths of dBFS
  caller_level_cdb    INT
);

-- ---- who may see them --------------------------------------------------------------------------
CREATE TABLE scope (                         -- rebuilt from grants and memberships whenever they change
  viewer       ID   NOT NULL REFERENCES person (id),
  subject      ID   NOT NULL,                -- an agent; a team, for what nobody claimed; all zero: nobody's
  PRIMARY KEY (viewer, subject)
);
CREATE INDEX scope_by_subject ON scope (subject, viewer);

-- The one view that lists of calls go through. A row per call and viewer: of a call with several
-- agents, the first segment this viewer may see.
CREATE VIEW visible_call AS
SELECT s.viewer AS viewer, g.interaction AS interaction, g.subject AS subject, g.agent AS agent,
       g.started_ms AS started_ms
FROM segment g JOIN scope s ON s.subject = g.subject
WHERE NOT EXISTS (SELECT 1 FROM segment g2 JOIN scope s2 ON s2.subject = g2.subject
                  WHERE g2.interaction = g.interaction AND g2.ord < g.ord AND s2.viewer = s.viewer);

-- ---- what people say about them ----------------------------------------------------------------
CREATE TABLE topic (
  id       ID   PRIMARY KEY,
  name_sv  TEXT NOT NULL UNIQUE,
  name_en  TEXT NOT NULL,
  parent   ID   REFERENCES topic (id),
  retired  BOOL NOT NULL
);

CREATE TABLE interaction_topic (
  interaction  ID NOT NULL REFERENCES interaction (id),
  topic        ID NOT NULL REFERENCES topic (id),
  started_ms   MS NOT NULL,                  -- the interaction's, so that a topic's list is one index
  author       ID NOT NULL REFERENCES person (id),
  PRIMARY KEY (interaction, topic)
);

CREATE TABLE note (
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  author       ID   NOT NULL REFERENCES person (id),
  reply_to     ID   REFERENCES note (id),
  at_ms        INT  NOT NULL,
  len_ms       INT  NOT NULL,                -- 0: a point
  kind         TEXT NOT NULL,                -- keep | try | private | note
  aspect       TEXT,                         -- said | met
  body         TEXT NOT NULL,
  created_ms   MS   NOT NULL,
  edited_ms    MS,
  deleted_ms   MS                            -- the words are emptied, the place is kept
);
CREATE INDEX note_by_interaction ON note (interaction, at_ms);
CREATE INDEX note_by_author ON note (author, created_ms DESC);

CREATE TABLE mark (
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  author       ID   NOT NULL REFERENCES person (id),
  kind         TEXT NOT NULL,                -- thanks | tough | threat | no_answer | turned | language | share
  at_ms        INT  NOT NULL,
  detail       TEXT,
  created_ms   MS   NOT NULL,
  started_ms   MS   NOT NULL                 -- the interaction's, so that a mark's list is one index
);
CREATE INDEX mark_by_interaction ON mark (interaction, kind);

CREATE TABLE call_word (                     -- derived: the words of titles and open notes, for the text filter
-- lower case, as core/words.h cuts them; compared byte by byte
-- @sqlite
  word         TEXT NOT NULL,
-- @postgres
  word         TEXT COLLATE "C" NOT NULL,
-- @end
  started_ms   MS   NOT NULL,                -- the interaction's, as are the next
  interaction  ID   NOT NULL REFERENCES interaction (id),
  local_minute INT  NOT NULL,
  duration_ms  INT  NOT NULL,
  readers      INT  NOT NULL,                -- whose it is to read: bit n for segment n's; -1: everybody's who sees the call
  PRIMARY KEY (word, started_ms, interaction)
)
-- @sqlite
WITHOUT ROWID
-- @end
;
CREATE INDEX call_word_by_interaction ON call_word (interaction, word, readers);

-- Derived by triggers: what each call can be found by, and under each such filter and each pair of
-- them the calls in order of time, so that a list with two filters is one index walk as well.
-- kind: 1 subject, 2 team, 3 unclaimed, 4 topic, 5 mark, 6 outcome; word: the id's or word's bytes.
CREATE TABLE call_filter (
  interaction  ID   NOT NULL,
  filter       INT  NOT NULL,
  filter_word   BYTES NOT NULL,
  PRIMARY KEY (interaction, filter, filter_word)
)
-- @sqlite
WITHOUT ROWID
-- @end
;
CREATE TABLE call_key (
  filters      INT  NOT NULL,                -- one filter's kind, or 10 times the first's and the second's
  word_one     BYTES NOT NULL,
  word_two     BYTES NOT NULL,               -- empty when there is but one
  started_ms   MS   NOT NULL,                -- the interaction's, as are the next
  interaction  ID   NOT NULL,
  local_minute INT  NOT NULL,
  duration_ms  INT  NOT NULL,
  PRIMARY KEY (filters, word_one, word_two, started_ms, interaction)
)
-- @sqlite
WITHOUT ROWID
-- @end
;
-- @sqlite
CREATE TRIGGER call_filter_added AFTER INSERT ON call_filter BEGIN
  INSERT INTO call_key (filters, word_one, word_two, started_ms, interaction, local_minute, duration_ms)
  SELECT NEW.filter, NEW.filter_word, x'', started_ms, id, local_minute, duration_ms
  FROM interaction WHERE id = NEW.interaction;
  INSERT INTO call_key (filters, word_one, word_two, started_ms, interaction, local_minute, duration_ms)
  SELECT f.filter * 10 + NEW.filter, f.filter_word, NEW.filter_word, i.started_ms, i.id, i.local_minute, i.duration_ms
  FROM interaction i JOIN call_filter f ON f.interaction = i.id
  WHERE i.id = NEW.interaction AND f.filter < NEW.filter;
  INSERT INTO call_key (filters, word_one, word_two, started_ms, interaction, local_minute, duration_ms)
  SELECT NEW.filter * 10 + f.filter, NEW.filter_word, f.filter_word, i.started_ms, i.id, i.local_minute, i.duration_ms
  FROM interaction i JOIN call_filter f ON f.interaction = i.id
  WHERE i.id = NEW.interaction AND f.filter > NEW.filter;
END;
CREATE TRIGGER call_filter_removed AFTER DELETE ON call_filter BEGIN
  DELETE FROM call_key WHERE filters = OLD.filter AND word_one = OLD.filter_word AND word_two = x''
    AND started_ms = (SELECT started_ms FROM interaction WHERE id = OLD.interaction) AND interaction = OLD.interaction;
  DELETE FROM call_key WHERE started_ms = (SELECT started_ms FROM interaction WHERE id = OLD.interaction)
    AND interaction = OLD.interaction AND (filters, word_one, word_two) IN (
      SELECT f.filter * 10 + OLD.filter, f.filter_word, OLD.filter_word FROM call_filter f
      WHERE f.interaction = OLD.interaction AND f.filter < OLD.filter);
  DELETE FROM call_key WHERE started_ms = (SELECT started_ms FROM interaction WHERE id = OLD.interaction)
    AND interaction = OLD.interaction AND (filters, word_one, word_two) IN (
      SELECT OLD.filter * 10 + f.filter, OLD.filter_word, f.filter_word FROM call_filter f
      WHERE f.interaction = OLD.interaction AND f.filter > OLD.filter);
END;
CREATE TRIGGER segment_added AFTER INSERT ON segment BEGIN
  INSERT OR IGNORE INTO call_filter VALUES (NEW.interaction, 1, NEW.subject);
END;
CREATE TRIGGER segment_changed AFTER UPDATE OF agent, team ON segment BEGIN
  DELETE FROM call_filter WHERE interaction = OLD.interaction AND filter = 1 AND filter_word = OLD.subject
    AND NOT EXISTS (SELECT 1 FROM segment WHERE interaction = OLD.interaction AND subject = OLD.subject);
  INSERT OR IGNORE INTO call_filter VALUES (NEW.interaction, 1, NEW.subject);
END;
CREATE TRIGGER segment_removed AFTER DELETE ON segment BEGIN
  DELETE FROM call_filter WHERE interaction = OLD.interaction AND filter = 1 AND filter_word = OLD.subject
    AND NOT EXISTS (SELECT 1 FROM segment WHERE interaction = OLD.interaction AND subject = OLD.subject);
END;
CREATE TRIGGER interaction_added AFTER INSERT ON interaction BEGIN
  INSERT INTO call_filter SELECT NEW.id, 2, NEW.team WHERE NEW.team IS NOT NULL;
  INSERT INTO call_filter SELECT NEW.id, 3, x'' WHERE NEW.agent IS NULL;
  INSERT INTO call_filter SELECT NEW.id, 6, CAST(NEW.outcome AS BYTES) WHERE NEW.outcome IS NOT NULL;
END;
CREATE TRIGGER interaction_changed AFTER UPDATE OF team, agent, outcome ON interaction BEGIN
  DELETE FROM call_filter WHERE interaction = OLD.id AND filter IN (2, 3, 6);
  INSERT INTO call_filter SELECT NEW.id, 2, NEW.team WHERE NEW.team IS NOT NULL;
  INSERT INTO call_filter SELECT NEW.id, 3, x'' WHERE NEW.agent IS NULL;
  INSERT INTO call_filter SELECT NEW.id, 6, CAST(NEW.outcome AS BYTES) WHERE NEW.outcome IS NOT NULL;
END;
CREATE TRIGGER interaction_moved AFTER UPDATE OF started_ms, local_minute, duration_ms ON interaction BEGIN
  UPDATE call_key SET started_ms = NEW.started_ms, local_minute = NEW.local_minute, duration_ms = NEW.duration_ms
  WHERE started_ms = OLD.started_ms AND interaction = OLD.id AND (filters, word_one, word_two) IN (
    SELECT filter, filter_word, x'' FROM call_filter WHERE interaction = OLD.id
    UNION ALL SELECT a.filter * 10 + b.filter, a.filter_word, b.filter_word
    FROM call_filter a JOIN call_filter b ON b.interaction = a.interaction AND b.filter > a.filter
    WHERE a.interaction = OLD.id);
  UPDATE call_word SET started_ms = NEW.started_ms, local_minute = NEW.local_minute, duration_ms = NEW.duration_ms
  WHERE interaction = OLD.id;
END;
CREATE TRIGGER interaction_removed BEFORE DELETE ON interaction BEGIN
  DELETE FROM call_filter WHERE interaction = OLD.id;
END;
CREATE TRIGGER interaction_topic_added AFTER INSERT ON interaction_topic BEGIN
  INSERT OR IGNORE INTO call_filter VALUES (NEW.interaction, 4, NEW.topic);
END;
CREATE TRIGGER interaction_topic_removed AFTER DELETE ON interaction_topic BEGIN
  DELETE FROM call_filter WHERE interaction = OLD.interaction AND filter = 4 AND filter_word = OLD.topic;
END;
CREATE TRIGGER mark_added AFTER INSERT ON mark BEGIN
  INSERT OR IGNORE INTO call_filter VALUES (NEW.interaction, 5, CAST(NEW.kind AS BYTES));
END;
CREATE TRIGGER mark_removed AFTER DELETE ON mark BEGIN
  DELETE FROM call_filter WHERE interaction = OLD.interaction AND filter = 5 AND filter_word = CAST(OLD.kind AS BYTES)
    AND NOT EXISTS (SELECT 1 FROM mark WHERE interaction = OLD.interaction AND kind = OLD.kind);
END;
-- @postgres
CREATE INDEX call_key_by_interaction ON call_key (interaction);
CREATE FUNCTION call_filter_again() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE call uuid := CAST(coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> TG_ARGV[0] AS uuid);
BEGIN
  DELETE FROM call_key WHERE interaction = call;
  DELETE FROM call_filter WHERE interaction = call;
  INSERT INTO call_filter
  SELECT interaction, 1, uuid_send(subject) FROM segment WHERE interaction = call
  UNION SELECT id, 2, uuid_send(team) FROM interaction WHERE id = call AND team IS NOT NULL
  UNION SELECT id, 3, '' FROM interaction WHERE id = call AND agent IS NULL
  UNION SELECT interaction, 4, uuid_send(topic) FROM interaction_topic WHERE interaction = call
  UNION SELECT interaction, 5, convert_to(kind, 'UTF8') FROM mark WHERE interaction = call
  UNION SELECT id, 6, convert_to(outcome, 'UTF8') FROM interaction WHERE id = call AND outcome IS NOT NULL;
  INSERT INTO call_key (filters, word_one, word_two, started_ms, interaction, local_minute, duration_ms)
  SELECT f.filter, f.filter_word, '', i.started_ms, i.id, i.local_minute, i.duration_ms
  FROM interaction i JOIN call_filter f ON f.interaction = i.id WHERE i.id = call
  UNION ALL SELECT f.filter * 10 + g.filter, f.filter_word, g.filter_word, i.started_ms, i.id, i.local_minute, i.duration_ms
  FROM interaction i JOIN call_filter f ON f.interaction = i.id
    JOIN call_filter g ON g.interaction = i.id AND g.filter > f.filter WHERE i.id = call;
  UPDATE call_word w SET started_ms = i.started_ms, local_minute = i.local_minute, duration_ms = i.duration_ms
  FROM interaction i WHERE i.id = call AND w.interaction = call
    AND (w.started_ms, w.local_minute, w.duration_ms) <> (i.started_ms, i.local_minute, i.duration_ms);
  RETURN NULL;
END $$;
CREATE TRIGGER segment_again AFTER INSERT OR UPDATE OF agent, team OR DELETE ON segment
  FOR EACH ROW EXECUTE FUNCTION call_filter_again('interaction');
CREATE TRIGGER topic_again AFTER INSERT OR DELETE ON interaction_topic
  FOR EACH ROW EXECUTE FUNCTION call_filter_again('interaction');
CREATE TRIGGER mark_again AFTER INSERT OR DELETE ON mark
  FOR EACH ROW EXECUTE FUNCTION call_filter_again('interaction');
CREATE TRIGGER interaction_again AFTER INSERT OR DELETE
  OR UPDATE OF team, agent, outcome, started_ms, local_minute, duration_ms ON interaction
  FOR EACH ROW EXECUTE FUNCTION call_filter_again('id');
-- @end


CREATE TABLE load_window (                   -- snow chaos, crisis: marked on each call in it (G13)
  id       ID   PRIMARY KEY,
  name     TEXT NOT NULL,
  says     TEXT NOT NULL,                    -- "Det här gäller nu"
  from_ms  MS   NOT NULL,
  to_ms    MS,
  author   ID   NOT NULL REFERENCES person (id)
);

-- ---- listening lists ---------------------------------------------------------------------------
CREATE TABLE listening_list (
  id          ID   PRIMARY KEY,
  owner       ID   NOT NULL REFERENCES person (id),
  title       TEXT NOT NULL,
  why         TEXT NOT NULL,
  created_ms  MS   NOT NULL,
  retired_ms  MS
);
CREATE INDEX listening_list_by_owner ON listening_list (owner, created_ms DESC);

CREATE TABLE list_item (
  id           ID   PRIMARY KEY,
  list         ID   NOT NULL REFERENCES listening_list (id),
  ord          INT  NOT NULL,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  from_ms      INT  NOT NULL,
  to_ms        INT  NOT NULL,
  why          TEXT NOT NULL,
  consent      TEXT NOT NULL,                -- asked | yes | no: what item_consent comes to; only yes is played
  asked_ms     MS   NOT NULL,
  decided_ms   MS                            -- when that was settled last
);
CREATE INDEX list_item_by_list ON list_item (list, ord);
CREATE INDEX list_item_by_interaction ON list_item (interaction, list);

CREATE TABLE item_consent (                  -- each agent whose segment the item's span touches is asked
  item         ID   NOT NULL REFERENCES list_item (id),
  agent        ID   NOT NULL REFERENCES person (id),
  consent      TEXT NOT NULL,                -- yes | no
  decided_ms   MS   NOT NULL,
  PRIMARY KEY (item, agent)
);

CREATE TABLE list_reader (                   -- to whom it was given, and how far they are
  list         ID   NOT NULL REFERENCES listening_list (id),
  person       ID   NOT NULL REFERENCES person (id),
  given_ms     MS   NOT NULL,
  item         ID   REFERENCES list_item (id), -- where they are
  item_at_ms   INT  NOT NULL,                  -- to the second within the interaction
  updated_ms   MS,
  finished_ms  MS,
  PRIMARY KEY (list, person)
);
CREATE INDEX list_reader_by_person ON list_reader (person, given_ms DESC);

-- ---- trust -------------------------------------------------------------------------------------
CREATE TABLE session (
  token_hash   BYTES PRIMARY KEY,
  person       ID   NOT NULL REFERENCES person (id),
  created_ms   MS   NOT NULL,
  seen_ms      MS   NOT NULL
);
CREATE INDEX session_by_person ON session (person);

CREATE TABLE one_time_code (                 -- first run, invitation, recovery: 15 min, single use
  code_hash    BYTES PRIMARY KEY,
  person       ID   REFERENCES person (id),  -- NULL: the first-run token
  purpose      TEXT NOT NULL,                -- first_run | invite | recover
  made_by      ID   REFERENCES person (id),
  expires_ms   MS   NOT NULL,
  used_ms      MS
);

CREATE TABLE listening (                     -- listening is an act (decision 7); the agent sees these
  id           ID    PRIMARY KEY,
  interaction  ID    NOT NULL REFERENCES interaction (id),
  person       ID    NOT NULL REFERENCES person (id),
  reason       TEXT  NOT NULL,               -- review own programme calibration complaint other export
  reason_text  TEXT,
  at_ms        MS    NOT NULL,
  heard_ms     INT   NOT NULL,               -- how much of it, as the player reports
  heard        TEXT  NOT NULL,               -- JSON array of [from_ms,to_ms]
  token_hash   BYTES NOT NULL UNIQUE
);
CREATE INDEX listening_by_interaction ON listening (interaction, at_ms DESC);
CREATE INDEX listening_by_person ON listening (person, at_ms DESC);

CREATE TABLE audit (                         -- hash chain; opaque ids and salted hashes only
  seq          INT   PRIMARY KEY,
  at_ms        MS    NOT NULL,
  actor        ID,                           -- NULL: a program
  event        TEXT  NOT NULL,               -- schemas/events.def
  object       ID,
  detail_hash  BYTES,                        -- salted hash of the row in audit_detail
  prev_hash    BYTES NOT NULL,
  hash         BYTES NOT NULL
);
CREATE INDEX audit_by_object ON audit (object, seq);

CREATE TABLE audit_detail (                  -- may be erased; the chain still verifies
  seq          INT   PRIMARY KEY,
  salt         BYTES NOT NULL,
  detail       TEXT  NOT NULL
);

CREATE TABLE audit_head (                    -- one row, updated last in each transaction
  one          INT   PRIMARY KEY CHECK (one = 1),
  seq          INT   NOT NULL,
  hash         BYTES NOT NULL
);

CREATE TABLE outbox (                        -- what happened, for event streams, mail, webhooks
  seq          INT   PRIMARY KEY,            -- assigned by the engine, grows; the newest row always stays
  at_ms        MS    NOT NULL,
  event        TEXT  NOT NULL,               -- noun.verbed
  object       ID    NOT NULL,               -- what it is about
  interaction  ID,                           -- whose visibility decides who may know
  person       ID                            -- only for this person, when set
);
-- @postgres
CREATE SEQUENCE outbox_seq OWNED BY outbox.seq;
ALTER TABLE outbox ALTER COLUMN seq SET DEFAULT nextval('outbox_seq');
-- @end

CREATE TABLE recorder_state (                -- each program's sign of life and its alarms, for the health page
  program      TEXT  PRIMARY KEY,
  at_ms        MS    NOT NULL,
  state        TEXT  NOT NULL                -- JSON
);
