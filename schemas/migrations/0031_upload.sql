-- Keys by which other systems send calls in, and what became of each file they sent (docs/adr/0047).
CREATE TABLE api_key (
  id           ID    PRIMARY KEY,
  name         TEXT  NOT NULL,               -- which system it is for
  key_hash     BYTES NOT NULL UNIQUE,        -- the key itself is shown once and kept nowhere
  scopes       TEXT  NOT NULL,               -- words of KeyScope, parted by spaces
  made_by      ID    NOT NULL REFERENCES person (id),
  created_ms   MS    NOT NULL,
  expires_ms   MS    NOT NULL,
  revoked_ms   MS,
  revoked_by   ID    REFERENCES person (id),
  used_ms      MS                            -- last; to the minute
);

CREATE TABLE upload (
  id           ID    PRIMARY KEY,
  api_key      ID    NOT NULL REFERENCES api_key (id),
  name         TEXT,                         -- the file's, with whoever sent it
  kind         TEXT  NOT NULL,               -- its ending: wav, ulaw, vcon
  beside       BOOL  NOT NULL,               -- a sidecar or a vCon came with it
  length       INT   NOT NULL,               -- bytes, as announced
  state        TEXT  NOT NULL,               -- open | whole | in | refused
  why          TEXT,                         -- why it was refused, or what is to be said of it
  interaction  ID,                           -- the call it became, or is of
  already      BOOL  NOT NULL,               -- that call was here before
  created_ms   MS    NOT NULL,
  changed_ms   MS    NOT NULL
);
CREATE INDEX upload_by_key ON upload (api_key, state);
CREATE INDEX upload_by_state ON upload (state, created_ms);
CREATE INDEX upload_by_change ON upload (changed_ms);

-- @sqlite
CREATE TRIGGER api_key_stays BEFORE UPDATE ON api_key
WHEN OLD.revoked_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.key_hash <> OLD.key_hash OR NEW.scopes <> OLD.scopes
  OR NEW.expires_ms <> OLD.expires_ms OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'what a key opens is never changed: it is revoked, and another is made'); END;
CREATE TRIGGER api_key_remains BEFORE DELETE ON api_key
BEGIN SELECT RAISE(ABORT, 'that there was a key is never deleted'); END;
-- @postgres
CREATE TRIGGER api_key_stays BEFORE UPDATE ON api_key FOR EACH ROW
WHEN (OLD.revoked_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.key_hash <> OLD.key_hash OR NEW.scopes <> OLD.scopes
  OR NEW.expires_ms <> OLD.expires_ms OR NEW.name <> OLD.name)
EXECUTE FUNCTION handed_in();
CREATE TRIGGER api_key_remains BEFORE DELETE ON api_key FOR EACH ROW EXECUTE FUNCTION handed_in();
-- @end
