-- How the questions of a rubric version do is told of its newest evaluations.
CREATE INDEX evaluation_by_version ON evaluation (rubric_version, released_ms);
