-- What a call is found by follows what is said about it: both engines must print the same.
-- #N is an id. After each step: filters and how many calls stand under them.
INSERT INTO team VALUES (#1, 'Kundcenter', 0);
INSERT INTO person VALUES (#2, 'Anna', NULL, NULL, 'sv', 'sv', '{}', 'active', 0);
INSERT INTO topic VALUES (#3, 'Snö', 'Snow', NULL, FALSE);
INSERT INTO topic VALUES (#4, 'Faktura', 'Invoice', NULL, FALSE);
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, language, source, direction, external_id,
  end_reason, outcome, title, caller_sealed, caller_hash, no_recording, load_mark, hold, agent, team, queue)
VALUES (#5, 1000, 60000, 20260101, 480, 'voice', NULL, 'live', 'in', NULL, 'bye', NULL, NULL,
  NULL, NULL, NULL, NULL, FALSE, NULL, #1, NULL);
INSERT INTO segment (id, interaction, ord, agent, line, team, from_ms, to_ms, decided_by, started_ms)
VALUES (#6, #5, 0, NULL, NULL, #1, 0, 60000, 'shift', 1000);
INSERT INTO interaction_topic VALUES (#5, #3, 1000, #2);
INSERT INTO interaction_topic VALUES (#5, #4, 1000, #2);
INSERT INTO mark VALUES (#7, #5, #2, 'tough', 0, NULL, 0, 1000);
INSERT INTO mark VALUES (#8, #5, #2, 'tough', 0, NULL, 0, 1000);
INSERT INTO call_word VALUES ('snö', 1000, #5, 480, 60000, -1);
SELECT 'unclaimed', filters, count(*) FROM call_key GROUP BY filters ORDER BY filters;
UPDATE segment SET agent = #2 WHERE id = #6;
UPDATE interaction SET agent = #2, outcome = 'solved' WHERE id = #5;
DELETE FROM mark WHERE id = #8;
SELECT 'claimed', filters, count(*) FROM call_key GROUP BY filters ORDER BY filters;
UPDATE interaction SET duration_ms = 30000, started_ms = 2000 WHERE id = #5;
DELETE FROM interaction_topic WHERE topic = #3;
DELETE FROM mark WHERE id = #7;
SELECT 'moved', filters, count(*), min(started_ms), max(duration_ms) FROM call_key GROUP BY filters ORDER BY filters;
SELECT 'moved', word, started_ms, local_minute, duration_ms FROM call_word;
DELETE FROM call_word;
UPDATE interaction SET outcome = NULL WHERE id = #5;
DELETE FROM interaction_topic;
DELETE FROM segment;
SELECT 'bare', filters, count(*) FROM call_key GROUP BY filters ORDER BY filters;
DELETE FROM interaction;
SELECT 'gone', count(*) FROM call_key;
SELECT 'gone', count(*) FROM call_filter;
