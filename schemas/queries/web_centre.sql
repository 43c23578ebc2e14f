-- People, places and rules, as the pages ask for them.

-- topics_all :many
-- scan: a site has tens of topics
-- sort: the same
SELECT id, name_sv, name_en, parent, retired FROM topic ORDER BY name_sv;

-- people_teams :many
-- scan: a site has hundreds of people
SELECT m.person, m.team, t.name AS team_name FROM membership m JOIN team t ON t.id = m.team
WHERE m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms);

-- people_grants :many
-- scan: a site has hundreds of people
SELECT g.id, g.person, g.role, g.team, t.name AS team_name FROM role_grant g LEFT JOIN team t ON t.id = g.team
WHERE g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms);

-- person_change :exec
UPDATE person SET name = :name, login = :login?, languages = :languages, state = :state WHERE id = :id;

-- grant_end_all :exec
UPDATE role_grant SET to_ms = :to_ms WHERE person = :person AND (to_ms IS NULL OR to_ms > :to_ms);

-- grant_get :maybe
SELECT id, person, role, team FROM role_grant WHERE id = :id;

-- team_members :many n=int
-- scan: a site has tens of teams
-- sort: the same
SELECT t.id, t.name, (SELECT count(*) FROM membership m WHERE m.team = t.id AND m.from_ms <= :at_ms
  AND (m.to_ms IS NULL OR m.to_ms > :at_ms)) AS n
FROM team t ORDER BY t.name;

-- lines_named :many
-- scan: a site has hundreds of lines
SELECT l.id, l.name, l.address, l.team, t.name AS team_name FROM line l LEFT JOIN team t ON t.id = l.team
ORDER BY l.address;

-- shifts_named :many
-- scan: a site plans a few thousand shifts a year
-- sort: the same
SELECT s.id, s.person, p.name AS person_name, s.line, l.name AS line_name, s.from_ms, s.to_ms, s.duty
FROM shift s JOIN person p ON p.id = s.person JOIN line l ON l.id = s.line
WHERE s.from_ms < :to_ms AND (s.to_ms IS NULL OR s.to_ms > :from_ms) ORDER BY s.from_ms, s.id;

-- agreement_close :exec
-- scan: a site signs a few in its life
UPDATE agreement SET to_ms = :to_ms WHERE to_ms IS NULL OR to_ms > :to_ms;

-- agreement_latest :one version=int
-- scan: a site signs a few in its life
SELECT CAST(coalesce(max(version), 0) AS INT) AS version FROM agreement;

-- load_windows_all :many
-- scan: a site has a few storms a year
-- sort: the same
SELECT id, name, says, from_ms, to_ms FROM load_window ORDER BY from_ms DESC;

-- load_window_add :exec
INSERT INTO load_window (id, name, says, from_ms, to_ms, author)
VALUES (:id, :name, :says, :from_ms, :to_ms?, :author);

-- load_window_change :exec
UPDATE load_window SET name = :name, says = :says, from_ms = :from_ms, to_ms = :to_ms? WHERE id = :id;

-- load_window_get :maybe
SELECT id, name, says, from_ms, to_ms FROM load_window WHERE id = :id;

-- The calls of a stretch of time take the name of the first window they fall in, or none.
-- load_window_mark :exec
-- scan: of the load windows; a site has a few storms a year
-- sort: the same
UPDATE interaction SET load_mark = (SELECT w.name FROM load_window w
  WHERE w.from_ms <= interaction.started_ms AND (w.to_ms IS NULL OR w.to_ms > interaction.started_ms)
  ORDER BY w.from_ms LIMIT 1)
WHERE started_ms >= :from_ms AND started_ms < :to_ms;

-- load_window_mark_scores :exec
UPDATE evaluation SET load_mark = (SELECT i.load_mark FROM interaction i WHERE i.id = evaluation.interaction)
WHERE interaction IN (SELECT c.id FROM interaction c WHERE c.started_ms >= :from_ms AND c.started_ms < :to_ms)
  AND state <> 'voided';

-- What is missing in the last day's calls, as far as the viewer may see them: a row per call, side and
-- reason, for a line that loses a packet a second would else fill the page alone.
-- gaps_lately :many times=int missing_ms=int first_ms=ms
-- sort: a day's worth
SELECT i.id AS interaction, i.title, i.started_ms, g.side, g.reason, count(*) AS times,
  CAST(sum(g.to_ms - g.from_ms) AS bigint) AS missing_ms, min(g.from_ms) AS first_ms
FROM interaction i JOIN gap g ON g.interaction = i.id
WHERE i.started_ms > :since_ms AND g.reason NOT IN ('dtx', 'hold', 'pause')
  AND EXISTS (SELECT 1 FROM segment s JOIN scope c ON c.subject = s.subject AND c.viewer = :viewer
              WHERE s.interaction = i.id)
GROUP BY i.id, i.title, i.started_ms, g.side, g.reason
ORDER BY i.started_ms DESC, g.side, g.reason LIMIT :limit;

-- audit_page :many upto=int
SELECT a.seq, a.at_ms, a.actor, p.name AS actor_name, a.event, a.object, d.detail
FROM audit a LEFT JOIN person p ON p.id = a.actor LEFT JOIN audit_detail d ON d.seq = a.seq
WHERE a.seq < :upto ORDER BY a.seq DESC LIMIT :limit;

-- audit_page_of :many upto=int
SELECT a.seq, a.at_ms, a.actor, p.name AS actor_name, a.event, a.object, d.detail
FROM audit a LEFT JOIN person p ON p.id = a.actor LEFT JOIN audit_detail d ON d.seq = a.seq
WHERE a.object = :object AND a.seq < :upto ORDER BY a.seq DESC LIMIT :limit;

-- Who may know of a call: for event streams.
-- viewers_of :many
-- sort: a handful of people
SELECT DISTINCT s.viewer FROM segment g JOIN scope s ON s.subject = g.subject WHERE g.interaction = :interaction;
