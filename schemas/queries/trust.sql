-- The audit chain, the outbox, codes, signs of life.

-- audit_head :maybe
-- scan: one row
SELECT seq, hash FROM audit_head;

-- audit_head_set :exec
INSERT INTO audit_head (one, seq, hash) VALUES (1, :seq, :hash)
ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;

-- audit_add :exec
INSERT INTO audit (seq, at_ms, actor, event, object, detail_hash, rows_hash, prev_hash, hash)
VALUES (:seq, :at_ms, :actor?, :event, :object?, :detail_hash?, :rows_hash?, :prev_hash, :hash);

-- audit_detail_add :exec
INSERT INTO audit_detail (seq, salt, detail) VALUES (:seq, :salt, :detail);

-- audit_from :many limit=int
SELECT a.seq, a.at_ms, a.actor, a.event, a.object, a.detail_hash, a.rows_hash, a.prev_hash, a.hash, d.salt, d.detail
FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq
WHERE a.seq > :seq ORDER BY a.seq LIMIT :limit;

-- audit_of_object :many
SELECT a.seq, a.at_ms, a.actor, a.event, a.object, d.detail
FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq
WHERE a.object = :object ORDER BY a.seq DESC LIMIT :limit;

-- outbox_add :exec
INSERT INTO outbox (at_ms, event, object, interaction, person)
VALUES (:at_ms, :event, :object, :interaction?, :person?);

-- Who hears of what is one team's: its people now, and whoever leads it now.
-- team_hearers :many
-- scan: a site has hundreds of grants
-- sort: each once
SELECT m.person FROM membership m
WHERE m.team = :team AND m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms)
UNION SELECT g.person FROM role_grant g
WHERE g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms)
  AND (g.role IN (ROLES(SITE, PEOPLE)) OR (g.role IN (ROLES(LEADS, PEOPLE)) AND (g.team IS NULL OR g.team = :team)));

-- outbox_from :many
SELECT seq, at_ms, event, object, interaction, person FROM outbox
WHERE seq > :seq ORDER BY seq LIMIT :limit;

-- outbox_last :one seq=int
SELECT CAST(coalesce(max(seq), 0) AS INT) AS seq FROM outbox;

-- outbox_trim :exec
DELETE FROM outbox WHERE seq <= :seq AND at_ms < :before_ms;

-- code_add :exec
INSERT INTO one_time_code (code_hash, person, purpose, made_by, expires_ms)
VALUES (:code_hash, :person?, :purpose, :made_by?, :expires_ms);

-- recorder_state_set :exec
INSERT INTO recorder_state (program, at_ms, state) VALUES (:program, :at_ms, :state)
ON CONFLICT (program) DO UPDATE SET at_ms = excluded.at_ms, state = excluded.state;

-- recorder_state_forget :exec
DELETE FROM recorder_state WHERE program = :program;

-- recorder_state_list :many
-- scan: a row per program
SELECT program, at_ms, state FROM recorder_state ORDER BY program;

