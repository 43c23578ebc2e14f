-- The rules of a calibration that the database itself keeps, on PostgreSQL: what is revealed or closed
-- is never changed. Raises an exception at the first statement that should have been refused.
SET search_path = catalogue, pg_temp;
BEGIN;
CREATE FUNCTION pg_temp.must_refuse(statement text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  BEGIN
    EXECUTE statement;
  EXCEPTION WHEN raise_exception THEN RETURN;
  END;
  RAISE EXCEPTION 'was not refused: %', statement;
END $$;

INSERT INTO person (id, name, ui_language, languages, prefs, state, created_ms)
VALUES ('00000000-0000-7000-8000-0000000000a1', 'Maria', 'sv', 'sv', '{}', 'active', 1);
INSERT INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms, published_ms)
VALUES ('00000000-0000-7000-8000-0000000000b1', 'core', 1, 'published', 'x', 'x', '{}', 'x', 1, 1);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold)
VALUES ('00000000-0000-7000-8000-0000000000c1', 1, 1, 20260101, 1, 'voice', 'live', 'in', 'bye', false);
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms)
VALUES ('00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000a1',
  '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000b1', 'calibration', 'calibration', 'draft', 1, 0, 0, 0, 1);
INSERT INTO calibration_session (id, owner, title, rubric_version, method, state, created_ms, due_ms)
VALUES ('00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000a1', 'x', '00000000-0000-7000-8000-0000000000b1', 'blind', 'open', 1, 1);
INSERT INTO calibration_call (session, interaction, ord) VALUES ('00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000c1', 1);
INSERT INTO calibration_rater (session, person, part, invited_ms) VALUES ('00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000a1', 'rater', 1);
INSERT INTO calibration_score (session, interaction, person, evaluation)
VALUES ('00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000d1');
INSERT INTO answer (evaluation, question, value, comment, touched) VALUES ('00000000-0000-7000-8000-0000000000d1', 'greet', 'clear', '', true);

SELECT pg_temp.must_refuse(s) FROM (VALUES
  ('UPDATE evaluation SET state = ''released'' WHERE kind = ''calibration'''),
  ('UPDATE calibration_score SET person = person'), ('DELETE FROM calibration_rater'),
  ('INSERT INTO precedent (id, rubric, question, session, interaction, value, why, author, created_ms)
    SELECT id, ''core'', ''greet'', id, ''00000000-0000-7000-8000-0000000000c1'', ''clear'', ''x'', owner, 1 FROM calibration_session')) AS t(s);

UPDATE calibration_session SET state = 'revealed', revealed_ms = 2;
SELECT pg_temp.must_refuse(s) FROM (VALUES
  ('UPDATE answer SET value = ''partly'''), ('UPDATE evaluation SET state = ''submitted'''),
  ('UPDATE calibration_session SET state = ''open'''), ('UPDATE calibration_session SET title = ''y''')) AS t(s);
UPDATE evaluation SET load_mark = 'Snö'; -- a load window may be named later
INSERT INTO precedent (id, rubric, question, session, interaction, value, why, author, created_ms)
SELECT id, 'core', 'greet', id, '00000000-0000-7000-8000-0000000000c1', 'clear', 'x', owner, 1 FROM calibration_session;
SELECT pg_temp.must_refuse(s) FROM (VALUES
  ('UPDATE precedent SET why = ''y'', retired_ms = 3'), ('DELETE FROM precedent')) AS t(s);

UPDATE calibration_session SET state = 'closed', closed_ms = 3;
UPDATE precedent SET retired_ms = 4;
SELECT pg_temp.must_refuse(s) FROM (VALUES
  ('UPDATE precedent SET retired_ms = 5'), ('UPDATE calibration_session SET state = ''revealed'''),
  ('DELETE FROM calibration_session'),
  ('INSERT INTO precedent (id, rubric, question, session, interaction, value, why, author, created_ms)
    SELECT interaction, rubric, question, session, interaction, value, why, author, 1 FROM precedent')) AS t(s);
ROLLBACK;
