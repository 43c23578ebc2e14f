-- Holds: why a call is kept whatever its age, and who let it go (centre/hold.h).

-- hold_set :exec
UPDATE interaction SET hold = :hold WHERE id = :id AND hold <> :hold;

-- hold_act_add :exec
INSERT INTO hold_act (id, interaction, held, rule, person, reason, at_ms)
VALUES (:id, :interaction, :held, :rule, :person, :reason?, :at_ms);

-- hold_is :maybe
SELECT hold, started_ms FROM interaction WHERE id = :id;

-- The newest first.
-- hold_acts :many :json person{id,name}
SELECT h.held, h.rule, h.person, p.name AS person_name, h.reason, h.at_ms
FROM hold_act h JOIN person p ON p.id = h.person WHERE h.interaction = :interaction ORDER BY h.at_ms DESC LIMIT 20;

-- What is held, for those who answer for it: neither whose the call is nor what it was about. Who pressed for a threat is
-- the agent herself, and is not told.
-- holds_all :many :json person{id,name}
SELECT i.id, i.started_ms, h.rule, p.id AS person, p.name AS person_name, h.reason, h.at_ms AS since_ms
FROM interaction i LEFT JOIN hold_act h ON h.id = (SELECT x.id FROM hold_act x WHERE x.interaction = i.id AND x.held
    ORDER BY x.at_ms DESC LIMIT 1)
  LEFT JOIN person p ON p.id = h.person AND h.rule <> 'threat'
WHERE i.hold ORDER BY i.started_ms DESC LIMIT 500;
