-- Why a call is kept whatever its age, and who let it go again: a threat holds by itself, people hold and release
-- with a reason (docs/adr/0039). Whether it is held stands in interaction.hold.
CREATE TABLE hold_act (
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  held         BOOL NOT NULL,                -- FALSE: released
  rule         TEXT NOT NULL,                -- threat | decision
  person       ID   NOT NULL REFERENCES person (id), -- who pressed, or decided
  reason       TEXT,                         -- a decision has one
  at_ms        MS   NOT NULL
);
CREATE INDEX hold_act_by_call ON hold_act (interaction, at_ms DESC);
CREATE INDEX interaction_held ON interaction (started_ms DESC) WHERE hold;
INSERT INTO hold_act (id, interaction, held, rule, person, at_ms)
SELECT c.id, c.interaction, TRUE, 'threat', c.agent, c.pressed_ms FROM care c JOIN interaction i ON i.id = c.interaction
WHERE c.kind = 'threat' AND i.hold;

-- @sqlite
CREATE TRIGGER hold_act_stays BEFORE UPDATE ON hold_act
BEGIN SELECT RAISE(ABORT, 'why a call was held or let go is never changed'); END;
-- @postgres
CREATE TRIGGER hold_act_stays BEFORE UPDATE ON hold_act FOR EACH ROW EXECUTE FUNCTION handed_in();
-- @end
