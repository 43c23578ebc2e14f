-- People, where they belong and what they may do.

-- person_add :exec
INSERT INTO person (id, name, login, password, ui_language, languages, prefs, state, created_ms)
VALUES (:id, :name, :login?, :password?, :ui_language, :languages, :prefs, :state, :created_ms);

-- person_get :maybe
SELECT id, name, login, ui_language, languages, prefs, state, created_ms FROM person WHERE id = :id;

-- person_by_login :maybe
SELECT id, name, login, password, ui_language, languages, prefs, state FROM person WHERE login = :login;

-- person_by_name :many
-- scan: a site has hundreds of people; asked by the command line only
SELECT id, name, login, state FROM person WHERE name = :name;

-- person_list :many
-- scan: a site has hundreds of people
-- sort: the same
SELECT id, name, login, ui_language, languages, state, created_ms FROM person ORDER BY name, id;

-- person_count :one n=int
-- scan: a site has hundreds of people
SELECT count(*) AS n FROM person;

-- membership_add :exec
INSERT INTO membership (id, person, team, from_ms, to_ms) VALUES (:id, :person, :team, :from_ms, :to_ms?);

-- membership_end :exec
UPDATE membership SET to_ms = :to_ms WHERE person = :person AND (to_ms IS NULL OR to_ms > :to_ms);

-- membership_at :many
SELECT team FROM membership
WHERE person = :person AND from_ms <= :at_ms AND (to_ms IS NULL OR to_ms > :at_ms)
ORDER BY from_ms DESC;

-- grant_add :exec
INSERT INTO role_grant (id, person, role, team, from_ms, to_ms)
VALUES (:id, :person, :role, :team?, :from_ms, :to_ms?);

-- grant_end :maybe
UPDATE role_grant SET to_ms = :to_ms WHERE id = :id AND (to_ms IS NULL OR to_ms > :to_ms)
RETURNING id, person, role;

-- grant_at :many
SELECT id, role, team, from_ms, to_ms FROM role_grant
WHERE person = :person AND from_ms <= :at_ms AND (to_ms IS NULL OR to_ms > :at_ms)
ORDER BY role;

-- scope_clear :exec
-- scan: rebuilt whole
DELETE FROM scope;

-- What each person may see: own calls; a coach, trainer or quality lead the team's; whoever
-- holds such a role without a team, everybody's. The DPO and the administrator see no calls.
-- scope_fill :exec none=id
-- scan: rebuilt whole, a few hundred grants
-- sort: UNION makes the rows unique
INSERT INTO scope (viewer, subject)
WITH sees (viewer, team) AS (
  SELECT r.person, r.team FROM role_grant r JOIN person p ON p.id = r.person
  WHERE r.role IN ('coach', 'trainer', 'quality') AND p.state <> 'left'
    AND r.from_ms <= :at_ms AND (r.to_ms IS NULL OR r.to_ms > :at_ms))
SELECT r.person, r.person FROM role_grant r WHERE r.role IN ('agent', 'newhire')
  AND r.from_ms <= :at_ms AND (r.to_ms IS NULL OR r.to_ms > :at_ms)
UNION SELECT viewer, viewer FROM sees
UNION SELECT s.viewer, m.person FROM sees s JOIN membership m ON m.team = s.team
UNION SELECT viewer, team FROM sees WHERE team IS NOT NULL
UNION SELECT s.viewer, p.id FROM sees s CROSS JOIN person p WHERE s.team IS NULL
UNION SELECT s.viewer, t.id FROM sees s CROSS JOIN team t WHERE s.team IS NULL
UNION SELECT s.viewer, :none FROM sees s WHERE s.team IS NULL;

-- scope_sees :maybe seen=int
SELECT 1 AS seen FROM visible_call WHERE viewer = :viewer AND interaction = :interaction;

-- grant_admin_count :one n=int
-- scan: a site has hundreds of grants; asked at start only
SELECT count(*) AS n FROM role_grant WHERE role = 'admin' AND (to_ms IS NULL OR to_ms > :at_ms);
