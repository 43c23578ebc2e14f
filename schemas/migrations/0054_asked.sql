-- Who was asked to support an agent, each time: nobody on duty is asked twice, and when all were it waits (docs/adr/0064).
CREATE TABLE care_asked (
  care         ID   NOT NULL REFERENCES care (id),
  person       ID   NOT NULL REFERENCES person (id),
  asked_ms     MS   NOT NULL,
  PRIMARY KEY (care, person, asked_ms)
);
INSERT INTO care_asked (care, person, asked_ms)
SELECT c.id, c.holder, c.asked_ms FROM care c WHERE c.holder IS NOT NULL AND c.asked_ms IS NOT NULL;
INSERT INTO care_asked (care, person, asked_ms)
SELECT c.id, c.before, c.pressed_ms FROM care c WHERE c.before IS NOT NULL AND c.before <> c.holder;
