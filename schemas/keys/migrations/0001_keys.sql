-- The key store: wrapped keys of recordings, apart from the catalogue and its backups.
-- Erasing a recording is erasing its row here.
CREATE TABLE recording_key (
  recording   ID    PRIMARY KEY,
  nonce       BYTES NOT NULL,
  wrapped     BYTES NOT NULL,                -- sealed under keys/site.key, the recording's id bound in
  created_ms  MS    NOT NULL
);
CREATE TABLE erasure (                       -- applied again to whatever is restored
  recording   ID    PRIMARY KEY,
  erased_ms   MS    NOT NULL
);
