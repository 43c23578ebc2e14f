-- Control: what was asked of a recording while its call went on (recorder/encode/acts.h).

-- control_add :exec
INSERT INTO control (id, interaction, at_ms, act, asked, person, mark)
VALUES (:id, :interaction, :at_ms, :act, :asked, :person?, :mark?);

-- control_person :maybe
SELECT id FROM person WHERE id = :id;

-- control_of_call :many
SELECT at_ms, act, asked, person, mark FROM control WHERE interaction = :interaction ORDER BY at_ms, id;
