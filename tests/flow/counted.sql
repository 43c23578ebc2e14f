-- What statistics count follows what becomes of an evaluation, and who called again follows the calls:
-- both engines must print the same. #NN is an id, @N bytes.
INSERT INTO person (id, name, login, password, ui_language, languages, prefs, state, created_ms)
VALUES (#41, 'Anna', NULL, NULL, 'sv', 'sv', '{}', 'active', 0);
INSERT INTO person (id, name, login, password, ui_language, languages, prefs, state, created_ms)
VALUES (#42, 'Maria', NULL, NULL, 'sv', 'sv', '{}', 'active', 0);
INSERT INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms, published_ms)
VALUES (#03, 'core', 1, 'published', 'a', 'a', '{}', 'a', 0, 0);
INSERT INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, created_ms, published_ms)
VALUES (#04, 'core', 2, 'published', 'a', 'a', '{}', 'b', 0, 0);

-- Calls in: a caller (1) of days 0, 3 and 12; another (2) of day 1; one withheld; (1) called by us on day 5.
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold, caller_hash)
VALUES (#10, 0, 60000, 20260101, 480, 'voice', 'live', 'in', 'bye', FALSE, @1);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold, caller_hash)
VALUES (#11, 86400000, 60000, 20260102, 480, 'voice', 'live', 'in', 'bye', FALSE, @2);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold, caller_hash)
VALUES (#12, 86400000, 60000, 20260102, 490, 'voice', 'live', 'in', 'bye', FALSE, NULL);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold, caller_hash)
VALUES (#13, 1036800000, 60000, 20260113, 480, 'voice', 'live', 'in', 'bye', FALSE, @1);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold, caller_hash)
VALUES (#14, 432000000, 60000, 20260106, 480, 'voice', 'live', 'out', 'bye', FALSE, @1);
SELECT 'before', i.local_day, CAST(c.again AS INT) FROM contact c JOIN interaction i ON i.id = c.interaction ORDER BY i.local_day;
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, source, direction, end_reason, hold, caller_hash)
VALUES (#15, 259200000, 60000, 20260104, 480, 'voice', 'import', 'in', 'file', FALSE, @1);
SELECT 'brought in late', i.local_day, CAST(c.again AS INT) FROM contact c JOIN interaction i ON i.id = c.interaction ORDER BY i.local_day;
UPDATE interaction SET caller_hash = NULL;
SELECT 'erased', i.local_day, CAST(c.again AS INT) FROM contact c JOIN interaction i ON i.id = c.interaction ORDER BY i.local_day;

-- A draft counts nowhere; handed in, not yet; released, it does.
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms)
VALUES (#20, #10, #41, #42, #03, 'standard', 'random', 'draft', 1, 0, 0, 0, 0);
UPDATE evaluation SET state = 'submitted', total_ppm = 800000, correct_ppm = 700000, human_ppm = 900000, judged = 4, failed = 1, submitted_ms = 1 WHERE id = #20;
SELECT 'handed in', count(*) FROM counted;
UPDATE evaluation SET state = 'released', released_ms = 2 WHERE id = #20;
SELECT 'released', version, local_day, total_ppm, correct_ppm, human_ppm, judged, failed, CAST(loaded AS INT) FROM counted;
SELECT 'sums', version, n, ppm, squares, oldest_ms FROM counted_last;

-- Not random; then a second random one, and one by the newer form.
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, total_ppm, judged, failed, heard_ms, created_ms)
VALUES (#21, #11, #41, #42, #03, 'standard', 'complaint', 'released', 1, 100000, 4, 4, 0, 0);
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, total_ppm, judged, failed, heard_ms, created_ms)
VALUES (#22, #12, #41, #42, #03, 'standard', 'random', 'released', 1, 600000, 4, 0, 0, 0);
SELECT 'two of a form', version, n, ppm, squares, oldest_ms FROM counted_last;
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, total_ppm, judged, failed, heard_ms, created_ms)
VALUES (#23, #13, #41, #42, #04, 'standard', 'random', 'draft', 1, 950000, 4, 0, 0, 0);
UPDATE evaluation SET state = 'submitted', submitted_ms = 2 WHERE id = #23;
UPDATE evaluation SET state = 'released', released_ms = 3 WHERE id = #23;
SELECT 'a new form', version, n, ppm, squares, oldest_ms FROM counted_last;

-- A mark put afterwards moves nothing; what fell in a load window stands apart, as was known
-- when it was released (docs/adr/0035); voided stays.
INSERT INTO mark (id, interaction, author, kind, at_ms, created_ms, started_ms) VALUES (#30, #13, #41, 'tough', 0, 3, 1036800000);
SELECT 'tough afterwards', version, n, ppm FROM counted_last;
DELETE FROM mark WHERE id = #30;
SELECT 'and not', version, n, ppm FROM counted_last;
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, total_ppm, judged, failed, heard_ms, created_ms)
VALUES (#26, #14, #41, #42, #04, 'standard', 'random', 'draft', 1, 250000, 4, 0, 0, 0);
UPDATE evaluation SET state = 'submitted', submitted_ms = 3 WHERE id = #26;
UPDATE evaluation SET load_mark = 'Snö' WHERE id = #26;
UPDATE evaluation SET state = 'released', released_ms = 4 WHERE id = #26;
SELECT 'loaded', version, CAST(loaded AS INT) FROM counted ORDER BY local_day;
SELECT 'the sums go without it', version, n, ppm FROM counted_last;

-- Blind: while her own is a draft she began before, what was released to her is not counted; an end
-- is put to that.
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms)
VALUES (#24, #13, #41, #41, #04, 'self', 'agent_request', 'draft', 1, 0, 0, 0, 4);
SELECT 'her own begun afterwards', version, n, ppm FROM counted_last;
DELETE FROM evaluation WHERE id = #24;
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, judged, failed, heard_ms, created_ms)
VALUES (#24, #13, #41, #41, #04, 'self', 'agent_request', 'draft', 1, 0, 0, 0, 0);
SELECT 'her own begun', version, n, ppm FROM counted_last;
UPDATE evaluation SET ended_ms = 4 WHERE id = #24;
SELECT 'waited for no more', version, n, ppm FROM counted_last;
UPDATE evaluation SET ended_ms = NULL WHERE id = #24;
UPDATE evaluation SET state = 'submitted', submitted_ms = 5 WHERE id = #24;
SELECT 'her own in', version, n, ppm FROM counted_last;

-- A dispute's revision stands in for the first; and a voided one for nothing.
UPDATE evaluation SET state = 'disputed' WHERE id = #20;
UPDATE evaluation SET state = 'resolved', ended_ms = 6 WHERE id = #20;
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, replaces, total_ppm, judged, failed, heard_ms, created_ms)
VALUES (#25, #10, #41, #42, #03, 'standard', 'random', 'draft', 2, #20, 900000, 4, 0, 0, 0);
SELECT 'a revision begun', version, total_ppm FROM counted ORDER BY local_day, version;
UPDATE evaluation SET state = 'submitted', submitted_ms = 7 WHERE id = #25;
SELECT 'a revision handed in', version, total_ppm FROM counted ORDER BY local_day, version;
UPDATE evaluation SET state = 'released', released_ms = 7 WHERE id = #25;
SELECT 'revised', version, total_ppm FROM counted ORDER BY local_day, version;
UPDATE evaluation SET state = 'voided', void_reason = 'x', ended_ms = 8 WHERE id = #23;
SELECT 'voided', version, n, ppm, squares, oldest_ms FROM counted_last;
SELECT 'what is kept is what counts', count(*) FROM (SELECT evaluation FROM counted EXCEPT SELECT evaluation FROM countable) x;
SELECT 'and all of it', count(*) FROM (SELECT evaluation FROM countable EXCEPT SELECT evaluation FROM counted) x;
