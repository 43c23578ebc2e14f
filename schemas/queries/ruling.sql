-- Recording rules, their versions, and what they excluded (core/rules.h, centre/house_rules.h).

-- rules_add :exec
INSERT INTO recording_rules (version, body, from_ms) VALUES (:version, :body, :from_ms);

-- Of a call that began then. Of two versions of one instant the newer.
-- rules_at :maybe
-- sort: a house writes some tens in its life
-- scan: the same
SELECT version, body, from_ms FROM recording_rules WHERE from_ms <= :at_ms ORDER BY version DESC LIMIT 1;

-- rules_list :many
-- scan: a house writes some tens in its life
SELECT version, body, from_ms FROM recording_rules ORDER BY version DESC LIMIT 100;

-- refused_add :exec
INSERT INTO refused_number (hash, from_ms) VALUES (:hash, :from_ms) ON CONFLICT (hash) DO NOTHING;

-- refused_drop :exec
DELETE FROM refused_number WHERE hash = :hash;

-- refused_get :maybe
SELECT hash, from_ms FROM refused_number WHERE hash = :hash;

-- refused_list :many
-- sort: few ask for it
-- scan: the same
SELECT hash, from_ms FROM refused_number ORDER BY from_ms LIMIT 4096;

-- ruled_add :exec
INSERT INTO ruled_call (interaction, version, rule) VALUES (:interaction, :version, :rule)
ON CONFLICT (interaction) DO NOTHING;

-- ruled_get :maybe
SELECT version, rule FROM ruled_call WHERE interaction = :interaction;

-- queue_by_name :maybe
SELECT id, name FROM queue WHERE name = :name;

-- queue_name :maybe
SELECT name FROM queue WHERE id = :id;

-- Where each line's calls go now, and whose they are: the latest to sit down.
-- line_seats :many person=id?
-- scan: a site has hundreds of lines
SELECT l.address, l.queue,
  (SELECT s.person FROM shift s WHERE s.line = l.id AND s.from_ms <= :at_ms AND (s.to_ms IS NULL OR s.to_ms > :at_ms)
   ORDER BY s.from_ms DESC LIMIT 1) AS person
FROM line l ORDER BY l.address;
