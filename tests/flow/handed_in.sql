-- What was published, handed in or decided, and every way to change it that SQL has. Read by
-- tests/flow/handed_in.sh (SQLite) and tests/flow/postgres.sh. @1 … @9 are ids. After the line of
-- dashes: one attempt a line, each must be refused: [engine:] statement.
INSERT INTO person (id, name, login, ui_language, languages, prefs, state, created_ms) VALUES (@1, 'Anna', 'handed-anna', 'sv', 'sv', '{}', 'active', 1), (@2, 'Maria', 'handed-maria', 'sv', 'sv', '{}', 'active', 1), (@3, 'Kim', 'handed-kim', 'sv', 'sv', '{}', 'active', 1);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold, agent) VALUES (@4, 1, 60000, 20260101, 1, 'voice', 'live', 'in', 'bye', FALSE, @1);
INSERT INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms, published_ms) VALUES (@5, 'handed', 1, 'published', 'A', 'A', '{}', 'aa', 1, 1);
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms) VALUES (@6, @4, @1, @2, @5, 'standard', 'random', 'draft', 1, 0, 0, 0, 1), (@7, @4, @1, @2, @5, 'standard', 'random', 'draft', 1, 0, 0, 0, 1), (@8, @4, @1, @2, @5, 'standard', 'random', 'draft', 1, 0, 0, 0, 1);
INSERT INTO answer (evaluation, question, value, comment, touched) VALUES (@6, 'q', 'ok', '', TRUE), (@7, 'q', 'ok', '', TRUE), (@8, 'q', 'ok', '', TRUE), (@8, 'r', 'ok', '', TRUE);
UPDATE evaluation SET state = 'submitted', total_ppm = 5, submitted_ms = 2, heard_ms = 9 WHERE id IN (@6, @7);
UPDATE evaluation SET state = 'released', released_ms = 3 WHERE id IN (@6, @7);
INSERT INTO dispute (id, evaluation, question, reason, created_ms) VALUES (@9, @7, 'q', 'why', 4), (@0, @7, 'r', 'open', 4);
UPDATE evaluation SET state = 'disputed' WHERE id = @7;
UPDATE dispute SET decision = 'upheld', why = 'so', decider = @3, decided_ms = 5 WHERE id = @9;
UPDATE evaluation SET state = 'resolved', ended_ms = 5 WHERE id = @7;
INSERT INTO sample_plan (id, title, rubric_key, period, per_agent, take, min_ms, max_ms, lengths, parts, author, created_ms, from_ms, retired_ms) VALUES (@1, 'P', 'handed', 'week', TRUE, 1, 0, 9, '[]', '[]', @3, 1, 1, 5);
INSERT INTO sample_plan (id, title, rubric_key, period, per_agent, take, min_ms, max_ms, lengths, parts, author, created_ms, from_ms, retired_ms) VALUES (@2, 'Q', 'handed', 'week', TRUE, 1, 0, 9, '[]', '[]', @3, 1, 1, NULL);
INSERT INTO sample_draw (id, plan, period_ms, ends_ms, round, number, drawn_ms, from_ms, to_ms, seed, rules, frame, frame_sha256, calls, eligible, excluded, take, drawn, short_of) VALUES (@2, @1, 1, 9, 0, 0, 2, 1, 2, 's', '{}', '{}', 'aa', 1, 1, '{}', 1, 1, 0);
INSERT INTO sample_item (id, draw, plan, interaction, agent, evaluator, state, drawn_ms, due_ms, ended_ms) VALUES (@3, @2, @1, @4, @1, @2, 'heard', 2, 9, 3), (@4, @2, @1, @4, @1, @2, 'waiting', 2, 9, NULL);
-- ------
UPDATE rubric_version SET document = '{"a":1}' WHERE id = @5
UPDATE rubric_version SET title_sv = 'B' WHERE id = @5
UPDATE rubric_version SET version = 2 WHERE id = @5
UPDATE rubric_version SET author = @1 WHERE id = @5
UPDATE rubric_version SET created_ms = 9 WHERE id = @5
UPDATE rubric_version SET state = 'draft' WHERE id = @5
UPDATE rubric_version SET state = 'retired', sha256 = 'bb' WHERE id = @5
DELETE FROM rubric_version WHERE id = @5
sqlite: REPLACE INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms) VALUES (@5, 'handed', 1, 'draft', 'B', 'B', '{}', 'bb', 1)
sqlite: REPLACE INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms) VALUES (@4, 'handed', 1, 'draft', 'B', 'B', '{}', 'bb', 1)
postgres: TRUNCATE rubric_version CASCADE
postgres: INSERT INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms) VALUES (@5, 'handed', 1, 'draft', 'B', 'B', '{}', 'bb', 1) ON CONFLICT (id) DO UPDATE SET document = excluded.document
UPDATE evaluation SET total_ppm = 6 WHERE id = @6
UPDATE evaluation SET reported_ppm = 6 WHERE id = @6
UPDATE evaluation SET correct_ppm = 6 WHERE id = @6
UPDATE evaluation SET human_ppm = 6 WHERE id = @6
UPDATE evaluation SET judged = 1 WHERE id = @6
UPDATE evaluation SET failed = 1 WHERE id = @6
UPDATE evaluation SET heard_ms = 60000 WHERE id = @6
UPDATE evaluation SET agent = @3 WHERE id = @6
UPDATE evaluation SET evaluator = @3 WHERE id = @6
UPDATE evaluation SET kind = 'calibration' WHERE id = @6
UPDATE evaluation SET selection = 'targeted' WHERE id = @6
UPDATE evaluation SET ended_ms = 9 WHERE id = @6
UPDATE evaluation SET ended_ms = 9 WHERE id = @7
UPDATE evaluation SET created_ms = 2 WHERE id = @6
UPDATE evaluation SET submitted_ms = 9 WHERE id = @6
UPDATE evaluation SET released_ms = 9 WHERE id = @6
UPDATE evaluation SET revision = 2 WHERE id = @6
UPDATE evaluation SET replaces = @7 WHERE id = @6
UPDATE evaluation SET void_reason = 'x' WHERE id = @6
UPDATE evaluation SET state = 'draft' WHERE id = @6
UPDATE evaluation SET state = 'submitted' WHERE id = @6
UPDATE evaluation SET state = 'resolved' WHERE id = @6
UPDATE evaluation SET state = 'released' WHERE id = @8
UPDATE evaluation SET state = 'voided' WHERE id = @7
UPDATE evaluation SET state = 'disputed' WHERE id = @7
DELETE FROM evaluation WHERE id = @6
DELETE FROM evaluation WHERE id = @7
sqlite: REPLACE INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms) VALUES (@6, @4, @1, @2, @5, 'standard', 'random', 'draft', 1, 0, 0, 0, 1)
postgres: TRUNCATE evaluation CASCADE
INSERT INTO answer (evaluation, question, value, comment, touched) VALUES (@6, 'more', 'ok', '', TRUE)
UPDATE answer SET value = 'error' WHERE evaluation = @6
UPDATE answer SET comment = 'x' WHERE evaluation = @6
UPDATE answer SET at_ms = 1 WHERE evaluation = @6
UPDATE answer SET touched = FALSE WHERE evaluation = @6
UPDATE answer SET evaluation = @8, question = 'moved' WHERE evaluation = @6
UPDATE answer SET evaluation = @6 WHERE evaluation = @8 AND question = 'r'
DELETE FROM answer WHERE evaluation = @6
sqlite: REPLACE INTO answer (evaluation, question, value, comment, touched) VALUES (@6, 'q', 'error', '', TRUE)
postgres: TRUNCATE answer
UPDATE dispute SET decision = 'adjusted' WHERE id = @9
UPDATE dispute SET why = 'x' WHERE id = @9
UPDATE dispute SET decided_ms = NULL WHERE id = @9
UPDATE dispute SET reason = 'x' WHERE id = @9
UPDATE dispute SET reason = 'x' WHERE id = @0
UPDATE dispute SET proposed = 'x' WHERE id = @0
UPDATE dispute SET at_ms = 9 WHERE id = @0
UPDATE dispute SET decision = 'upheld', why = 'so', decider = @2, decided_ms = 5 WHERE id = @0
DELETE FROM dispute WHERE id = @9
DELETE FROM dispute WHERE id = @0
sqlite: REPLACE INTO dispute (id, evaluation, question, reason, created_ms) VALUES (@9, @7, 'q', 'x', 4)
postgres: TRUNCATE dispute CASCADE
UPDATE sample_plan SET take = 9 WHERE id = @2
UPDATE sample_plan SET title = 'X', retired_ms = 9 WHERE id = @2
UPDATE sample_plan SET retired_ms = NULL WHERE id = @1
UPDATE sample_plan SET retired_ms = 9 WHERE id = @1
DELETE FROM sample_plan WHERE id = @2
UPDATE sample_draw SET seed = 'x'
UPDATE sample_draw SET frame = '{"a":1}'
UPDATE sample_draw SET reason = 'x'
DELETE FROM sample_draw
UPDATE sample_item SET state = 'waiting', ended_ms = NULL WHERE id = @3
UPDATE sample_item SET state = 'withdrawn' WHERE id = @3
UPDATE sample_item SET due_ms = 99 WHERE id = @4
UPDATE sample_item SET interaction = interaction, agent = @3 WHERE id = @4
UPDATE sample_item SET stands_in = @3 WHERE id = @4
DELETE FROM sample_item WHERE id = @4
sqlite: REPLACE INTO sample_draw (id, plan, period_ms, ends_ms, round, number, drawn_ms, from_ms, to_ms, seed, rules, frame, frame_sha256, calls, eligible, excluded, take, drawn, short_of) VALUES (@2, @1, 1, 9, 0, 0, 2, 1, 2, 's', '{}', '{}', 'aa', 1, 1, '{}', 1, 1, 0)
sqlite: REPLACE INTO sample_draw (id, plan, period_ms, ends_ms, round, number, drawn_ms, from_ms, to_ms, seed, rules, frame, frame_sha256, calls, eligible, excluded, take, drawn, short_of) VALUES (@7, @1, 1, 9, 0, 0, 2, 1, 2, 's', '{}', '{}', 'aa', 1, 1, '{}', 1, 1, 0)
sqlite: REPLACE INTO sample_item (id, draw, plan, interaction, agent, evaluator, state, drawn_ms, due_ms, ended_ms) VALUES (@3, @2, @1, @4, @1, @2, 'heard', 2, 9, 3), (@4, @2, @1, @4, @1, @2, 'waiting', 2, 9, NULL)
sqlite: REPLACE INTO sample_plan (id, title, rubric_key, period, per_agent, take, min_ms, max_ms, lengths, parts, author, created_ms, from_ms, retired_ms) VALUES (@2, 'Q', 'handed', 'week', TRUE, 1, 0, 9, '[]', '[]', @3, 1, 1, NULL)
postgres: TRUNCATE sample_item
postgres: TRUNCATE sample_plan CASCADE
