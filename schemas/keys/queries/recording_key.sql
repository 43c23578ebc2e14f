-- key_add :exec
INSERT INTO recording_key (recording, nonce, wrapped, created_ms)
VALUES (:recording, :nonce, :wrapped, :created_ms)
ON CONFLICT (recording) DO NOTHING;

-- key_get :maybe
SELECT nonce, wrapped, created_ms FROM recording_key WHERE recording = :recording;

-- key_erase :exec
DELETE FROM recording_key WHERE recording = :recording;

-- key_list :many limit=int
SELECT recording, created_ms FROM recording_key
WHERE recording > :recording ORDER BY recording LIMIT :limit;

-- key_erasure_add :exec
INSERT INTO erasure (recording, erased_ms) VALUES (:recording, :erased_ms)
ON CONFLICT (recording) DO NOTHING;

-- key_erasure_list :many
-- scan: read whole, when a backup is restored
-- sort: the same
SELECT recording, erased_ms FROM erasure ORDER BY erased_ms;
