-- What a coach answered "beyond the agent's control", asked of the business like a question without an answer
-- (docs/adr/0058).
CREATE TABLE matter_outside (
  evaluation   ID   NOT NULL REFERENCES evaluation (id),
  question     TEXT NOT NULL,                -- its id in the rubric version
  matter       ID   NOT NULL REFERENCES matter (id),
  PRIMARY KEY (evaluation, question)
);
CREATE INDEX matter_outside_by_matter ON matter_outside (matter);
CREATE INDEX answer_outside ON answer (evaluation) WHERE value = 'outside_control';
