-- Care: an agent's press after a hard call, and who has it. While a row stands (ended_ms NULL) the call is
-- seen by those it names and by nobody else (docs/adr/0037); under_care is what every list asks.
CREATE TABLE care (
  id           ID   PRIMARY KEY,
  interaction  ID   NOT NULL REFERENCES interaction (id),
  agent        ID   NOT NULL REFERENCES person (id), -- who pressed
  kind         TEXT NOT NULL,                -- threat | over | tough | talk: the gravest of her presses
  pressed_ms   MS   NOT NULL,
  holder       ID   REFERENCES person (id),  -- who is asked, then who has it; NULL: nobody was on duty
  before       ID   REFERENCES person (id),  -- who was asked before her and did not answer
  asked_ms     MS,                           -- since when the holder is asked
  taken_ms     MS,
  done_ms      MS,
  ended_ms     MS                            -- she took her marks back: a call like any other
);
CREATE UNIQUE INDEX care_by_call ON care (interaction, agent) WHERE ended_ms IS NULL;
CREATE INDEX care_by_agent ON care (agent, pressed_ms DESC);
CREATE INDEX care_by_holder ON care (holder, pressed_ms DESC);
CREATE INDEX care_waiting ON care (pressed_ms) WHERE taken_ms IS NULL AND ended_ms IS NULL;
CREATE INDEX shift_of_leads ON shift (from_ms) WHERE duty = 'lead';

CREATE VIEW under_care AS
SELECT interaction AS interaction, agent AS agent, holder AS holder FROM care WHERE ended_ms IS NULL;

-- @sqlite
CREATE TRIGGER care_stays BEFORE UPDATE ON care
WHEN OLD.ended_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.interaction <> OLD.interaction OR NEW.agent <> OLD.agent
  OR NEW.pressed_ms < OLD.pressed_ms
BEGIN SELECT RAISE(ABORT, 'whose call it was and that she asked for somebody is never changed'); END;
CREATE TRIGGER care_remains BEFORE DELETE ON care
BEGIN SELECT RAISE(ABORT, 'that somebody asked for support is never deleted'); END;
-- @postgres
CREATE TRIGGER care_stays BEFORE UPDATE ON care FOR EACH ROW
WHEN (OLD.ended_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.interaction <> OLD.interaction OR NEW.agent <> OLD.agent
  OR NEW.pressed_ms < OLD.pressed_ms)
EXECUTE FUNCTION handed_in();
CREATE TRIGGER care_remains BEFORE DELETE ON care FOR EACH ROW EXECUTE FUNCTION handed_in();
-- @end
