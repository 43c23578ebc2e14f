-- What is proposed as the next agreement, who has signed it for which side, and notice given (docs/adr/0050). A version
-- is in force by the second side's signature and by nothing else; versions of before this stay what they were.
CREATE TABLE proposal (
  id           ID   PRIMARY KEY,
  title        TEXT NOT NULL,
  body         TEXT NOT NULL,                -- JSON, as of agreement
  from_ms      MS   NOT NULL,                -- wished; never before the second signature
  author       ID   NOT NULL REFERENCES person (id),
  written_ms   MS   NOT NULL,
  closed_ms    MS,                           -- withdrawn, or signed by both
  agreement    ID   REFERENCES agreement (id) -- what it became
);
CREATE INDEX proposal_newest ON proposal (written_ms DESC);
CREATE INDEX proposal_became ON proposal (agreement);

CREATE TABLE signature (
  proposal     ID   NOT NULL REFERENCES proposal (id),
  side         TEXT NOT NULL,                -- employer | employees
  person       ID   NOT NULL REFERENCES person (id), -- in a session of her own
  at_ms        MS   NOT NULL,
  PRIMARY KEY (proposal, side)
);

CREATE TABLE notice (
  agreement    ID   PRIMARY KEY REFERENCES agreement (id),
  side         TEXT NOT NULL,                -- employer | employees
  person       ID   NOT NULL REFERENCES person (id),
  reason       TEXT NOT NULL,
  given_ms     MS   NOT NULL,
  ends_ms      MS   NOT NULL
);

-- @sqlite
CREATE TRIGGER proposal_stays BEFORE UPDATE ON proposal
WHEN OLD.closed_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.title <> OLD.title OR NEW.body <> OLD.body
  OR NEW.from_ms <> OLD.from_ms OR NEW.author <> OLD.author OR NEW.written_ms <> OLD.written_ms
BEGIN SELECT RAISE(ABORT, 'what was put forward to be signed is never changed'); END;
CREATE TRIGGER proposal_remains BEFORE DELETE ON proposal
BEGIN SELECT RAISE(ABORT, 'what was put forward to be signed is never deleted'); END;
CREATE TRIGGER signature_open BEFORE INSERT ON signature
WHEN EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal AND p.closed_ms IS NOT NULL)
  OR EXISTS (SELECT 1 FROM signature s WHERE s.proposal = NEW.proposal AND s.person = NEW.person)
BEGIN SELECT RAISE(ABORT, 'a proposal is signed while it is open, by one person of each side'); END;
CREATE TRIGGER signature_stays BEFORE UPDATE ON signature
BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END;
CREATE TRIGGER signature_remains BEFORE DELETE ON signature
BEGIN SELECT RAISE(ABORT, 'a signature is never deleted'); END;
CREATE TRIGGER notice_stays BEFORE UPDATE ON notice
BEGIN SELECT RAISE(ABORT, 'notice once given is never changed'); END;
CREATE TRIGGER notice_remains BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'notice once given is never deleted'); END;
-- @postgres
CREATE TRIGGER proposal_stays BEFORE UPDATE ON proposal FOR EACH ROW
WHEN (OLD.closed_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.title <> OLD.title OR NEW.body <> OLD.body
  OR NEW.from_ms <> OLD.from_ms OR NEW.author <> OLD.author OR NEW.written_ms <> OLD.written_ms)
EXECUTE FUNCTION handed_in();
CREATE TRIGGER proposal_remains BEFORE DELETE ON proposal FOR EACH ROW EXECUTE FUNCTION handed_in();
CREATE TRIGGER signature_stays BEFORE UPDATE ON signature FOR EACH ROW EXECUTE FUNCTION handed_in();
CREATE TRIGGER signature_remains BEFORE DELETE ON signature FOR EACH ROW EXECUTE FUNCTION handed_in();
CREATE TRIGGER notice_stays BEFORE UPDATE ON notice FOR EACH ROW EXECUTE FUNCTION handed_in();
CREATE TRIGGER notice_remains BEFORE DELETE ON notice FOR EACH ROW EXECUTE FUNCTION handed_in();
CREATE UNIQUE INDEX signature_of_one ON signature (proposal, person);
-- @end
