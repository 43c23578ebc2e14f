-- Keys of other systems, and the calls they send in (docs/adr/0047).

-- key_by_hash :maybe
SELECT id, scopes, expires_ms, revoked_ms, used_ms FROM api_key WHERE key_hash = :key_hash;

-- key_add :exec
INSERT INTO api_key (id, name, key_hash, scopes, made_by, created_ms, expires_ms)
VALUES (:id, :name, :key_hash, :scopes, :made_by, :created_ms, :expires_ms);

-- One that was revoked stays so.
-- key_revoke :maybe
UPDATE api_key SET revoked_ms = :revoked_ms, revoked_by = :revoked_by WHERE id = :id AND revoked_ms IS NULL RETURNING id;

-- key_used :exec
UPDATE api_key SET used_ms = :used_ms WHERE id = :id AND revoked_ms IS NULL;

-- Those that open something first, then the newest; and how many files each has sent that were taken or refused.
-- key_list :many :json made_by{id,name} taken_n=int refused_n=int
-- scan: a house has a handful of keys
-- sort: the same
SELECT k.id, k.name, k.scopes, k.made_by, p.name AS made_by_name, k.created_ms, k.expires_ms, k.revoked_ms, k.used_ms,
  (SELECT count(*) FROM upload u WHERE u.api_key = k.id AND u.state = 'in') AS taken_n,
  (SELECT count(*) FROM upload u WHERE u.api_key = k.id AND u.state = 'refused') AS refused_n
FROM api_key k JOIN person p ON p.id = k.made_by
ORDER BY k.revoked_ms IS NOT NULL, k.created_ms DESC LIMIT 200;

-- upload_add :exec
INSERT INTO upload (id, api_key, name, kind, beside, length, state, already, created_ms, changed_ms)
VALUES (:id, :api_key, :name?, :kind, :beside, :length, :state, FALSE, :created_ms, :created_ms);

-- One's own: another key's is not there.
-- upload_get :maybe :json -kind -beside -changed_ms
SELECT id, state, name, length, interaction, already, why, created_ms, changed_ms, kind, beside
FROM upload WHERE id = :id AND api_key = :api_key;

-- What a key has on its way: not taken yet.
-- upload_share :one open_n=int bytes_n=int
SELECT count(CASE WHEN state = 'open' THEN 1 END) AS open_n, coalesce(sum(length), 0) AS bytes_n
FROM upload WHERE api_key = :api_key AND state IN ('open', 'whole');

-- upload_whole :exec
UPDATE upload SET state = 'whole', changed_ms = :changed_ms WHERE id = :id AND state = 'open';

-- upload_gone :exec
DELETE FROM upload WHERE id = :id AND state = 'open';

-- By import: those that are all here, the oldest first.
-- upload_next :many
SELECT id, name, kind, beside FROM upload WHERE state = 'whole' ORDER BY created_ms LIMIT :limit;

-- upload_ended :exec
UPDATE upload SET state = :state, why = :why?, interaction = :interaction?, already = :already, changed_ms = :changed_ms
WHERE id = :id AND state = 'whole';

-- upload_open :many
SELECT id, kind, length, changed_ms FROM upload WHERE state = 'open' ORDER BY created_ms LIMIT 10000;

-- upload_state :maybe
SELECT state FROM upload WHERE id = :id;

-- What became of it is told for so long.
-- upload_forget :exec
DELETE FROM upload WHERE changed_ms < :before_ms AND state IN ('in', 'refused');

-- What another system may follow: which calls came in, and which were erased. Not whose they are.
-- feed :many :json after=int
SELECT o.seq, o.at_ms, o.event, o.interaction, i.external_id, i.started_ms, i.duration_ms
FROM outbox o JOIN interaction i ON i.id = o.interaction
WHERE o.seq > :after AND o.person IS NULL AND o.event IN ('interaction.sealed', 'recording.erased')
ORDER BY o.seq LIMIT :limit;

-- outbox_first :one seq=int
SELECT CAST(coalesce(min(seq), 0) AS INT) AS seq FROM outbox;
