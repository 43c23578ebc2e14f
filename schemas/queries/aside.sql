-- Calls that were set aside (migration 0012): encode writes them, the health page shows them.

-- aside_put :exec
INSERT INTO aside (id, started_ms, aside_ms, tries, reason, state, hold)
VALUES (:id, :started_ms, :aside_ms, :tries, :reason, 'waiting', :hold)
ON CONFLICT (id) DO UPDATE SET aside_ms = excluded.aside_ms, tries = aside.tries + excluded.tries,
  reason = excluded.reason, state = 'waiting';

-- aside_list :many :json
SELECT id, started_ms, aside_ms, tries, reason, state, hold FROM aside
WHERE state <> 'erased' ORDER BY started_ms LIMIT :limit;

-- aside_count :one n=int
-- scan: few rows, and none in good times
SELECT count(*) AS n FROM aside WHERE state <> 'erased';

-- What encode is told to do.
-- aside_wanted :many
-- scan: few rows, and none in good times
SELECT id, state FROM aside WHERE state = 'again' OR state = 'erased' LIMIT :limit;

-- aside_again :maybe
UPDATE aside SET state = 'again' WHERE id = :id AND state = 'waiting' RETURNING id;

-- aside_trying :exec
UPDATE aside SET state = 'trying' WHERE id = :id;

-- aside_erase :maybe
UPDATE aside SET state = 'erased' WHERE id = :id AND state <> 'erased' AND NOT hold RETURNING id;

-- aside_gone :exec
DELETE FROM aside WHERE id = :id;

-- aside_due :many
SELECT id FROM aside WHERE started_ms < :before_ms AND state <> 'erased' AND NOT hold
ORDER BY started_ms LIMIT :limit;
