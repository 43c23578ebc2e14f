-- Lines and who sat at them (decision 11), agreements, load windows.

-- line_add :exec
INSERT INTO line (id, name, address, team, queue) VALUES (:id, :name, :address, :team?, :queue?);

-- line_by_address :maybe
SELECT id, name, address, team, queue FROM line WHERE address = :address;

-- line_list :many
-- scan: a site has hundreds of lines
SELECT id, name, address, team, queue FROM line ORDER BY address;

-- shift_add :exec
INSERT INTO shift (id, person, line, from_ms, to_ms, duty)
VALUES (:id, :person, :line, :from_ms, :to_ms?, :duty);

-- Who sat at a line at an instant: the latest to sit down.
-- shift_at :maybe
SELECT id, person, line, from_ms, to_ms, duty FROM shift
WHERE line = :line AND from_ms <= :at_ms AND (to_ms IS NULL OR to_ms > :at_ms)
ORDER BY from_ms DESC LIMIT 1;

-- shift_list :many
-- scan: a site plans a few thousand shifts a year
-- sort: the same
SELECT id, person, line, from_ms, to_ms, duty FROM shift
WHERE from_ms < :to_ms AND (to_ms IS NULL OR to_ms > :from_ms) ORDER BY from_ms, id;

-- agreement_add :exec
INSERT INTO agreement (id, version, title, body, from_ms, to_ms, signed_by)
VALUES (:id, :version, :title, :body, :from_ms, :to_ms?, :signed_by);

-- agreement_at :maybe
-- scan: a site signs a few in its life
SELECT id, version, title, body, from_ms, to_ms, signed_by FROM agreement
WHERE from_ms <= :at_ms AND (to_ms IS NULL OR to_ms > :at_ms) ORDER BY version DESC LIMIT 1;

-- agreement_list :many
-- scan: a site signs a few in its life
SELECT id, version, title, body, from_ms, to_ms, signed_by FROM agreement ORDER BY version DESC;

-- load_window_at :maybe
-- scan: a site has a few storms a year
-- sort: the same
SELECT id, name, says, from_ms, to_ms FROM load_window
WHERE from_ms <= :at_ms AND (to_ms IS NULL OR to_ms > :at_ms) ORDER BY from_ms DESC LIMIT 1;

-- topic_add :exec
INSERT INTO topic (id, name_sv, name_en, parent, retired) VALUES (:id, :name_sv, :name_en, :parent?, FALSE);
