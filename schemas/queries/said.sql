-- What other systems said of a call, and the names they know it by.

-- call_said_add :exec
INSERT INTO call_said (interaction, ord, at_ms, sealed) VALUES (:interaction, :ord, :at_ms, :sealed);

-- call_said_of :many
SELECT ord, at_ms, sealed FROM call_said WHERE interaction = :interaction ORDER BY ord;

-- call_named_add :exec
INSERT INTO call_named (interaction, name, hash, started_ms) VALUES (:interaction, :name, :hash, :started_ms)
ON CONFLICT (interaction, name, hash) DO NOTHING;

-- call_said_erased :exec
DELETE FROM call_said WHERE interaction = :interaction;

-- call_named_erased :exec
DELETE FROM call_named WHERE interaction = :interaction;
