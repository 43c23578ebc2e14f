-- What recording does beside single calls: who sends, what was expected and what came of it, what room there is.

-- source_heard_set :exec
INSERT INTO source_heard (program, name, heard_ms) VALUES (:program, :name, :heard_ms)
ON CONFLICT (program, name) DO UPDATE SET heard_ms = excluded.heard_ms;

-- source_heard_list :many
-- scan: a row per interface and client
SELECT program, name, heard_ms FROM source_heard ORDER BY program, name LIMIT :limit;

-- A counter goes over midnight: a day's own is what it stands at less what it stood at the day before.
-- source_run_set :exec
INSERT INTO source_run (program, since_ms, local_day, at_ms, turned_away, counted)
VALUES (:program, :since_ms, :local_day, :at_ms,
  :counted - coalesce((SELECT p.counted FROM source_run p WHERE p.program = :program AND p.since_ms = :since_ms
                         AND p.local_day < :local_day ORDER BY p.local_day DESC LIMIT 1), 0), :counted)
ON CONFLICT (program, since_ms, local_day) DO UPDATE SET
  turned_away = source_run.turned_away + excluded.counted - source_run.counted, counted = excluded.counted,
  at_ms = excluded.at_ms;

-- turned_away_by_day :many n=int
-- sort: days and programs
SELECT local_day, program, CAST(sum(turned_away) AS bigint) AS n FROM source_run
WHERE at_ms >= :from_ms AND at_ms < :to_ms GROUP BY local_day, program ORDER BY local_day DESC, program;

-- source_run_trim :exec
DELETE FROM source_run WHERE at_ms < :before_ms;

-- expected_call_add :maybe
INSERT INTO expected_call (external_id, started_ms, local_day, caller_hash)
VALUES (:external_id, :started_ms, :local_day, :caller_hash?)
ON CONFLICT (external_id) DO NOTHING RETURNING external_id;

-- Found is a call with sound by the PBX's own id, or of the same number at about the same time.
-- expected_by_day :many expected=int found=int
-- sort: days
SELECT e.local_day, count(*) AS expected,
  CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM interaction i JOIN recording r ON r.interaction = i.id
                             WHERE i.external_id = e.external_id)
         OR EXISTS (SELECT 1 FROM interaction i JOIN recording r ON r.interaction = i.id
                    WHERE i.caller_hash = e.caller_hash
                      AND i.started_ms >= e.started_ms - 15000 AND i.started_ms < e.started_ms + 60000)
       THEN 1 ELSE 0 END) AS bigint) AS found
FROM expected_call e WHERE e.started_ms >= :from_ms AND e.started_ms < :to_ms
GROUP BY e.local_day ORDER BY e.local_day DESC;

-- expected_call_trim :exec
DELETE FROM expected_call WHERE started_ms < :before_ms;

-- Of each day and source: how many calls there were, how many have sound, which have none and by whose choice.
-- recorded_by_day :many seen=int recorded=int unanswered=int chosen=int one_sided=int packets=int lost=int
-- sort: days and sources
SELECT i.local_day, i.source, count(*) AS seen, count(r.id) AS recorded,
  CAST(sum(CASE WHEN r.id IS NULL AND i.no_recording IN ('refused', 'cancelled', 'not_answered') THEN 1 ELSE 0 END)
       AS bigint) AS unanswered,
  CAST(sum(CASE WHEN r.id IS NULL AND i.no_recording IS NOT NULL
         AND i.no_recording NOT IN ('refused', 'cancelled', 'not_answered', 'no_media', 'unknown_codec')
       THEN 1 ELSE 0 END) AS bigint) AS chosen,
  CAST(sum(CASE WHEN r.channels = 2 AND i.source <> 'import'
         AND (SELECT count(*) FROM leg l WHERE l.interaction = i.id AND l.packets > 0) < 2 THEN 1 ELSE 0 END)
       AS bigint) AS one_sided,
  CAST(coalesce(sum((SELECT sum(l.packets) FROM leg l WHERE l.interaction = i.id)), 0) AS bigint) AS packets,
  CAST(coalesce(sum((SELECT sum(l.lost) FROM leg l WHERE l.interaction = i.id)), 0) AS bigint) AS lost
FROM interaction i LEFT JOIN recording r ON r.interaction = i.id
WHERE i.started_ms >= :from_ms AND i.started_ms < :to_ms
GROUP BY i.local_day, i.source ORDER BY i.local_day DESC, i.source;

-- room_sample_add :exec
INSERT INTO room_sample (place, at_ms, free_bytes) VALUES (:place, :at_ms, :free_bytes);

-- room_sample_last :one at_ms=ms
SELECT CAST(coalesce(max(at_ms), 0) AS bigint) AS at_ms FROM room_sample WHERE place = :place;

-- room_samples :many
SELECT at_ms, free_bytes FROM room_sample WHERE place = :place AND at_ms >= :since_ms ORDER BY at_ms LIMIT :limit;

-- room_sample_trim :exec
-- scan: a few hundred rows
DELETE FROM room_sample WHERE at_ms < :before_ms;
