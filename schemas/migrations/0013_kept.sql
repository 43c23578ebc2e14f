-- Rows under the chain: what the promises speak of (who listened, whose call it is, what was released,
-- agreements, grants …) is digested into the audit chain by the transaction that writes it. A row that
-- was changed, added or deleted otherwise no longer agrees with its line (docs/adr/0020).

ALTER TABLE audit ADD COLUMN rows_hash BYTES;  -- over this line's audit_row, in their order

CREATE TABLE audit_row (                     -- what a line of the chain says of a row; never changed
  seq          INT  NOT NULL,
  what         INT  NOT NULL,                -- schemas/kept.def
  id           ID   NOT NULL,
  digest       BYTES,                        -- salted, of what is under the chain of it; NULL: it is gone
  PRIMARY KEY (seq, what, id)
)
-- @sqlite
WITHOUT ROWID
-- @end
;

CREATE TABLE kept (                          -- the line that spoke of each last, and the salt it used:
  what         INT   NOT NULL,               -- older salts are forgotten, and what was erased with them
  id           ID    NOT NULL,
  seq          INT   NOT NULL,
  salt         BYTES NOT NULL,
  PRIMARY KEY (what, id)
)
-- @sqlite
WITHOUT ROWID
-- @end
;

CREATE TABLE audit_signed (                  -- the newest signed head: a file of heads cut behind it is found
  one          INT  PRIMARY KEY CHECK (one = 1),
  seq          INT  NOT NULL
);
