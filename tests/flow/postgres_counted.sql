-- What statistics read follows evaluations, load windows and marks on PostgreSQL too. Raises an
-- exception at the first sum that is not what it should be.
SET search_path = catalogue, pg_temp;
BEGIN;
CREATE FUNCTION pg_temp.must_be(why text, wanted text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE got text;
BEGIN
  SELECT (SELECT coalesce(sum(judged), 0) || ' ' || coalesce(sum(clean), 0) || ' ' || coalesce(sum(customer_judged), 0)
      || ' ' || coalesce(sum(customer_clean), 0) || ' ' || coalesce(sum(compliance_clean), 0) FROM counted_month)
    || ' | ' || (SELECT coalesce(sum(n), 0) FROM counted_answer) || ' ' || (SELECT coalesce(sum(n), 0) FROM counted_cell)
    || ' | ' || (SELECT coalesce(sum(n), 0) || ' ' || coalesce(sum(ppm), 0) FROM counted_last) INTO got;
  IF got <> wanted THEN RAISE EXCEPTION '%: %, not %', why, got, wanted; END IF;
END $$;

INSERT INTO person (id, name, ui_language, languages, prefs, state, created_ms)
VALUES ('00000000-0000-7000-8000-0000000000a2', 'Anna', 'sv', 'sv', '{}', 'active', 1);
INSERT INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms, published_ms)
VALUES ('00000000-0000-7000-8000-0000000000b2', 'core', 1, 'published', 'x', 'x', '{}', 'x', 1, 1);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold)
VALUES ('00000000-0000-7000-8000-0000000000c2', 1, 1, 20260101, 1, 'voice', 'live', 'in', 'bye', false);
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms)
VALUES ('00000000-0000-7000-8000-0000000000d2', '00000000-0000-7000-8000-0000000000c2', '00000000-0000-7000-8000-0000000000a2',
  '00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000b2', 'standard', 'random', 'draft', 1, 0, 0, 0, 1);
INSERT INTO answer (evaluation, question, value, comment, touched) VALUES
  ('00000000-0000-7000-8000-0000000000d2', 'greet', 'clear', '', true),
  ('00000000-0000-7000-8000-0000000000d2', 'wait', 'na', '', true),
  ('00000000-0000-7000-8000-0000000000d2', 'c_harm', 'error', '', true),
  ('00000000-0000-7000-8000-0000000000d2', 'c_identity', 'ok', '', true);
UPDATE evaluation SET state = 'submitted', total_ppm = 900000, judged = 2, failed = 1, judged_in = 5, failed_in = 1;
SELECT pg_temp.must_be('handed in', '0 0 0 0 0 | 0 0 | 0 0');
UPDATE evaluation SET state = 'released', released_ms = 2;
SELECT pg_temp.must_be('released', '1 0 1 0 1 | 3 3 | 1 900000');
UPDATE evaluation SET state = 'acknowledged', ended_ms = 3;
SELECT pg_temp.must_be('read', '1 0 1 0 1 | 3 3 | 1 900000');
DO $$ BEGIN
  UPDATE evaluation SET load_mark = 'storm';
  ASSERT false, 'a load window moved what was released';
EXCEPTION WHEN raise_exception THEN NULL; END $$;
SELECT pg_temp.must_be('a storm declared afterwards', '1 0 1 0 1 | 3 3 | 1 900000');
INSERT INTO mark (id, interaction, author, kind, at_ms, started_ms, created_ms) VALUES ('00000000-0000-7000-8000-0000000000e2',
  '00000000-0000-7000-8000-0000000000c2', '00000000-0000-7000-8000-0000000000a2', 'tough', 0, 1, 4);
SELECT pg_temp.must_be('marked tough afterwards', '1 0 1 0 1 | 3 3 | 1 900000');
DELETE FROM mark WHERE id = '00000000-0000-7000-8000-0000000000e2';
SELECT pg_temp.must_be('without the mark', '1 0 1 0 1 | 3 3 | 1 900000');
ROLLBACK;
