-- A capture that had grown was replayed again, and the call that was kept of it had been heard, scored, held or
-- corrected by then: the longer copy is a call of its own that names it (docs/adr/0036-told-again.md).
ALTER TABLE interaction ADD COLUMN copy_of ID REFERENCES interaction (id);
CREATE INDEX interaction_copies ON interaction (copy_of) WHERE copy_of IS NOT NULL;
