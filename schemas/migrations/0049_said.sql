-- What a recording client said of a call, sealed as it came (who is who can be worked out again from it), and the
-- names other systems know the call by, as keyed hashes (docs/adr/0055).
CREATE TABLE call_said (
  interaction  ID     NOT NULL REFERENCES interaction (id),
  ord          INT    NOT NULL,
  at_ms        MS     NOT NULL,
  sealed       BYTES  NOT NULL,               -- with the site's key, bound to the call
  PRIMARY KEY (interaction, ord)
);

CREATE TABLE call_named (
  interaction  ID     NOT NULL REFERENCES interaction (id),
  name         TEXT   NOT NULL,               -- of the header or element: ucid, Cisco-Guid, Session-ID
  hash         BYTES  NOT NULL,               -- keyed
  started_ms   MS     NOT NULL,               -- the call's
  PRIMARY KEY (interaction, name, hash)
);
CREATE INDEX call_named_by_hash ON call_named (hash, started_ms DESC, interaction DESC);
