-- Control: what was asked of a recording while its call went on (recorder/encode/acts.h).

-- control_add :exec
INSERT INTO control (id, interaction, at_ms, act, asked, person, mark)
VALUES (:id, :interaction, :at_ms, :act, :asked, :person?, :mark?);

-- control_person :maybe
SELECT id FROM person WHERE id = :id;

-- control_of_call :many :json
SELECT at_ms, act, asked, person, mark FROM control WHERE interaction = :interaction ORDER BY at_ms, id;

-- Where she sits now: at each line the latest to sit down. A call there is hers while it goes on.
-- control_lines :many
SELECT l.address FROM shift s JOIN line l ON l.id = s.line
WHERE s.person = :person AND s.from_ms <= :at_ms AND (s.to_ms IS NULL OR s.to_ms > :at_ms)
  AND NOT EXISTS (SELECT 1 FROM shift o WHERE o.line = s.line AND o.from_ms > s.from_ms AND o.from_ms <= :at_ms
    AND (o.to_ms IS NULL OR o.to_ms > :at_ms));
