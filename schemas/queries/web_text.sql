-- Words of a call, for the text filter: derived from its title and its open notes.

-- call_word_clear :exec
DELETE FROM call_word WHERE interaction = :interaction;

-- call_word_add :exec
INSERT INTO call_word (word, started_ms, interaction, local_minute, duration_ms, readers)
SELECT :word, i.started_ms, i.id, i.local_minute, i.duration_ms, :readers FROM interaction i WHERE i.id = :interaction
ON CONFLICT (word, started_ms, interaction) DO UPDATE SET readers = call_word.readers | excluded.readers;

-- call_texts :many
SELECT n.at_ms, n.body FROM note n WHERE n.interaction = :interaction AND n.kind <> 'private' AND n.deleted_ms IS NULL;
