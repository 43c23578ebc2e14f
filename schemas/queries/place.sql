-- Lines and who sat at them (decision 11), agreements, load windows.

-- line_add :exec
INSERT INTO line (id, name, address, team, queue) VALUES (:id, :name, :address, :team?, :queue?);

-- line_by_address :maybe
SELECT id, name, address, team, queue FROM line WHERE address = :address;

-- line_list :many
-- scan: a site has hundreds of lines
SELECT id, name, address, team, queue FROM line ORDER BY address;

-- shift_add :exec person=reached line=reached
INSERT INTO shift (id, person, line, from_ms, to_ms, duty)
VALUES (:id, :person, :line, :from_ms, :to_ms?, :duty);

-- The shift that somebody has at a line until further notice.
-- shift_open :maybe
SELECT s.from_ms FROM shift s WHERE s.line = :line AND s.person = :person AND s.to_ms IS NULL ORDER BY s.from_ms LIMIT 1;

-- shift_end_open :exec person=reached line=reached
UPDATE shift SET to_ms = :to_ms WHERE line = :line AND person = :person AND to_ms IS NULL AND from_ms < :to_ms;

-- Who sits at a line in a stretch of time; of several the first.
-- shift_clash :maybe
-- sort: of those at one line
SELECT s.person, s.from_ms, s.to_ms, s.duty FROM shift s
WHERE s.line = :line AND s.from_ms < :to_ms AND (s.to_ms IS NULL OR s.to_ms > :from_ms) ORDER BY s.from_ms LIMIT 1;

-- Since when nobody has sat at a line whose shifts have all ended; 0: nobody ever did.
-- shift_free_from :one from_ms=int
-- sort: of those at one line
SELECT coalesce(max(s.to_ms), 0) AS from_ms FROM shift s WHERE s.line = :line;

-- Whoever leaves sits nowhere from then on.
-- shift_end_all :exec
UPDATE shift SET to_ms = :to_ms WHERE person = :person AND (to_ms IS NULL OR to_ms > :to_ms);

-- Whoever goes to another team keeps no seat at the old one's lines.
-- shift_end_elsewhere :exec
-- scan: a site has hundreds of lines
UPDATE shift SET to_ms = :to_ms WHERE person = :person AND (to_ms IS NULL OR to_ms > :to_ms)
  AND line IN (SELECT id FROM line WHERE team IS NOT NULL AND (:team? IS NULL OR team <> :team?));

-- What had not begun when it was ended.
-- shift_drop_empty :exec
DELETE FROM shift WHERE person = :person AND to_ms <= from_ms;

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

-- agreement_at :maybe :json -id -body -to_ms
-- scan: a site signs a few in its life
SELECT id, version, title, body, from_ms, to_ms, signed_by FROM agreement
WHERE from_ms <= :at_ms AND (to_ms IS NULL OR to_ms > :at_ms) ORDER BY version DESC LIMIT 1;

-- The latest that has ended: where nothing is in force, what it let is let no more.
-- agreement_ended :maybe
-- scan: a site signs a few in its life
SELECT title, version FROM agreement WHERE to_ms <= :at_ms AND to_ms > from_ms ORDER BY version DESC LIMIT 1;

-- agreement_list :many :json body{}
-- scan: a site signs a few in its life
SELECT id, version, title, body, from_ms, to_ms, signed_by FROM agreement ORDER BY version DESC;

-- One whose end was never said ends after 31 days.
-- load_window_at :maybe
-- scan: a site has a few storms a year
-- sort: the same
SELECT id, name, says, from_ms, to_ms FROM load_window
WHERE from_ms <= :at_ms AND (to_ms IS NULL OR to_ms > :at_ms)
  AND from_ms > :at_ms - 2678400000 AND (team IS NULL OR team = :team?) ORDER BY from_ms DESC LIMIT 1;

-- topic_add :exec
INSERT INTO topic (id, name_sv, name_en, parent, retired) VALUES (:id, :name_sv, :name_en, :parent?, FALSE);
