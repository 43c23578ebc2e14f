-- People, where they belong and what they may do.

-- person_add :exec
INSERT INTO person (id, name, login, password, ui_language, languages, prefs, state, created_ms)
VALUES (:id, :name, :login?, :password?, :ui_language, :languages, :prefs, :state, :created_ms);

-- person_get :maybe :json -login -languages -state -created_ms prefs{map(json)}
SELECT id, name, login, ui_language, languages, prefs, state, created_ms FROM person WHERE id = :id;

-- person_by_login :maybe
SELECT id, name, login, password, ui_language, languages, prefs, state FROM person WHERE login = :login;

-- person_sign_in :maybe
SELECT login, password FROM person WHERE id = :id;

-- person_logins :many
-- scan: a site has hundreds of people; asked when a log-in is not found as it was typed
SELECT id, login FROM person WHERE login IS NOT NULL;

-- person_by_name :many
-- scan: a site has hundreds of people; asked by the command line only
SELECT id, name, login, state FROM person WHERE name = :name;

-- person_list :many :json -login -created_ms
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

-- Whether a grant or a place in a team has begun or ended since.
-- scope_due :one n=int
-- scan: a site has hundreds of grants
SELECT count(*) AS n FROM (
  SELECT 1 FROM role_grant WHERE (from_ms > :since_ms AND from_ms <= :at_ms) OR (to_ms > :since_ms AND to_ms <= :at_ms)
  UNION ALL SELECT 1 FROM membership
    WHERE (from_ms > :since_ms AND from_ms <= :at_ms) OR (to_ms > :since_ms AND to_ms <= :at_ms)) AS due;

-- scope_clear :exec
-- scan: rebuilt whole
DELETE FROM scope;

-- What each person may see: own calls; a coach, trainer or quality lead what was taken while its agent
-- belonged to the team; whoever holds such a role without a team, everybody's. The DPO and the
-- administrator see no calls.
-- scope_fill :exec none=id
-- scan: rebuilt whole, a few hundred grants
-- sort: a subject's time stands once
INSERT INTO scope (viewer, subject, from_ms, to_ms)
WITH sees (viewer, team) AS (
  SELECT r.person, r.team FROM role_grant r JOIN person p ON p.id = r.person
  WHERE r.role IN (ROLES(LEADS, LISTEN)) AND p.state <> 'left'
    AND r.from_ms <= :at_ms AND (r.to_ms IS NULL OR r.to_ms > :at_ms)), whole (viewer, subject) AS (
  SELECT r.person, r.person FROM role_grant r JOIN person p ON p.id = r.person
  WHERE r.role IN (ROLES(ANY, CLAIM)) AND p.state <> 'left'
    AND r.from_ms <= :at_ms AND (r.to_ms IS NULL OR r.to_ms > :at_ms)
  UNION SELECT viewer, viewer FROM sees
  UNION SELECT viewer, team FROM sees WHERE team IS NOT NULL
  UNION SELECT s.viewer, p.id FROM sees s CROSS JOIN person p WHERE s.team IS NULL
  UNION SELECT s.viewer, t.id FROM sees s CROSS JOIN team t WHERE s.team IS NULL
  UNION SELECT s.viewer, :none FROM sees s WHERE s.team IS NULL)
SELECT viewer, subject, 0, 9223372036854775807 FROM whole
UNION ALL SELECT s.viewer, b.person, b.from_ms, max(b.to_ms) FROM sees s JOIN belonging b ON b.team = s.team
WHERE b.to_ms > b.from_ms
  AND NOT EXISTS (SELECT 1 FROM whole w WHERE w.viewer = s.viewer AND w.subject = b.person)
GROUP BY s.viewer, b.person, b.from_ms;

-- scope_sees :maybe seen=int
-- CROSS JOIN: from the call's few parts to the viewer's many people (web_find.sql, visible).
SELECT 1 AS seen FROM segment g CROSS JOIN scope s
WHERE g.interaction = :interaction AND s.viewer = :viewer AND s.subject = g.subject
  AND g.started_ms >= s.from_ms AND g.started_ms < s.to_ms
  AND (NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = g.interaction)
    OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = g.interaction AND u.agent = s.viewer)) LIMIT 1;

-- grant_admin_count :one n=int
-- scan: a site has hundreds of grants; asked at the first run only
-- sort: each administrator once
SELECT count(DISTINCT g.person) AS n FROM role_grant g JOIN person p ON p.id = g.person
WHERE g.role IN (ROLES(SITE, STAFF)) AND g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms) AND p.state <> 'left';
