-- People, places and rules, as the pages ask for them.

-- topics_all :many :json
-- scan: a site has tens of topics
-- sort: the same
SELECT id, name_sv, name_en, parent, retired FROM topic ORDER BY name_sv;

-- people_teams :many
-- scan: a site has hundreds of people
SELECT m.person, m.team, t.name AS team_name FROM membership m JOIN team t ON t.id = m.team
WHERE m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms);

-- people_grants :many :json team{id,name} -person
-- scan: a site has hundreds of people
SELECT g.id, g.person, g.role, g.team, t.name AS team_name FROM role_grant g LEFT JOIN team t ON t.id = g.team
WHERE g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms);

-- person_change :exec
UPDATE person SET name = :name, login = :login?, languages = :languages, state = :state WHERE id = :id;

-- grant_end_all :exec
UPDATE role_grant SET to_ms = :to_ms WHERE person = :person AND (to_ms IS NULL OR to_ms > :to_ms);

-- grant_get :maybe
SELECT id, person, role, team FROM role_grant WHERE id = :id;

-- team_members :many :json members=int
-- scan: a site has tens of teams
-- sort: the same
SELECT t.id, t.name, (SELECT count(*) FROM membership m WHERE m.team = t.id AND m.from_ms <= :at_ms
  AND (m.to_ms IS NULL OR m.to_ms > :at_ms)) AS members
FROM team t ORDER BY t.name;

-- lines_named :many :json team{id,name}
-- scan: a site has hundreds of lines
SELECT l.id, l.name, l.address, l.team, t.name AS team_name FROM line l LEFT JOIN team t ON t.id = l.team
ORDER BY l.address;

-- shifts_named :many :json person{id,name} line{id,name}
-- scan: a site plans a few thousand shifts a year
-- sort: the same
SELECT s.id, s.person, p.name AS person_name, s.line, l.name AS line_name, s.from_ms, s.to_ms, s.duty,
  p.login, l.address
FROM shift s JOIN person p ON p.id = s.person JOIN line l ON l.id = s.line
WHERE s.from_ms < :to_ms AND (s.to_ms IS NULL OR s.to_ms > :from_ms) ORDER BY s.from_ms, s.id;

-- What a version that begins at from_ms overtakes. One that would have begun later never does: it ends
-- as it begins, which is how one that was withdrawn is known.
-- agreement_overtaken :many
-- scan: a site signs a few in its life
SELECT id, version, from_ms FROM agreement
WHERE (to_ms IS NULL OR to_ms > :from_ms) AND (to_ms IS NULL OR to_ms > from_ms) ORDER BY version;

-- agreement_close :exec
UPDATE agreement SET to_ms = :to_ms WHERE id = :id;

-- agreement_latest :one version=int
-- scan: a site signs a few in its life
SELECT CAST(coalesce(max(version), 0) AS INT) AS version FROM agreement;

-- load_windows_all :many :json
-- scan: a site has a few storms a year
-- sort: the same
SELECT w.id, w.name, w.says, w.from_ms, w.to_ms, w.team, p.name AS author_name
FROM load_window w JOIN person p ON p.id = w.author ORDER BY w.from_ms DESC;

-- Those that stand beside the figures of one team, or of one person: of her teams now; and the site's.
-- load_windows_of :many
-- scan: a site has a few storms a year
-- sort: the same
SELECT w.id, w.name, w.says, w.from_ms, w.to_ms, w.team, p.name AS author_name
FROM load_window w JOIN person p ON p.id = w.author
WHERE w.team IS NULL OR w.team = :team? OR EXISTS (SELECT 1 FROM membership m WHERE m.person = :person?
  AND m.team = w.team AND m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms))
ORDER BY w.from_ms DESC;

-- load_window_add :exec team=reached
INSERT INTO load_window (id, name, says, from_ms, to_ms, author, team)
VALUES (:id, :name, :says, :from_ms, :to_ms?, :author, :team?);

-- load_window_change :exec
UPDATE load_window SET name = :name, says = :says, from_ms = :from_ms, to_ms = :to_ms? WHERE id = :id;

-- load_window_get :maybe
SELECT id, name, says, from_ms, to_ms, team FROM load_window WHERE id = :id;

-- The calls of a stretch of time take the name of the first window they fall in, or none.
-- load_window_mark :exec
-- scan: of the load windows; a site has a few storms a year
-- sort: the same
UPDATE interaction SET load_mark = (SELECT w.name FROM load_window w
  WHERE w.from_ms <= interaction.started_ms AND coalesce(w.to_ms, w.from_ms + 2678400000) > interaction.started_ms
    AND (w.to_ms IS NULL OR w.to_ms - w.from_ms >= 1800000) -- shorter ones mark nothing: half an hour is the least
    AND (w.team IS NULL OR w.team = interaction.team)
  ORDER BY w.from_ms LIMIT 1)
WHERE started_ms >= :from_ms AND started_ms < :to_ms;

-- What was released counts as it did then (adr 32), and a revision as the one it replaces.
-- load_window_mark_scores :exec
UPDATE evaluation SET load_mark = (SELECT i.load_mark FROM interaction i WHERE i.id = evaluation.interaction)
WHERE interaction IN (SELECT c.id FROM interaction c WHERE c.started_ms >= :from_ms AND c.started_ms < :to_ms)
  AND released_ms IS NULL AND replaces IS NULL AND state <> 'voided';

-- What is missing in the last day's calls, as far as the viewer may see them: a row per call, side and
-- reason, for a line that loses a packet a second would else fill the page alone.
-- gaps_lately :many :json times=int missing_ms=int first_ms=ms
-- sort: a day's worth
SELECT i.id AS interaction, i.title, i.started_ms, g.side, g.reason, count(*) AS times,
  CAST(sum(g.to_ms - g.from_ms) AS bigint) AS missing_ms, min(g.from_ms) AS first_ms
FROM interaction i JOIN gap g ON g.interaction = i.id
WHERE i.started_ms > :since_ms AND g.reason NOT IN ('dtx', 'hold', 'pause')
  AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.id AND u.agent <> :viewer)
  AND EXISTS (SELECT 1 FROM segment s CROSS JOIN scope c
              WHERE s.interaction = i.id AND c.viewer = :viewer AND c.subject = s.subject
                AND s.started_ms >= c.from_ms AND s.started_ms < c.to_ms)
  AND (SELECT sum(o.to_ms - o.from_ms) FROM gap o WHERE o.interaction = i.id AND o.side = g.side
         AND o.reason NOT IN ('dtx', 'hold', 'pause')) >= 200
GROUP BY i.id, i.title, i.started_ms, g.side, g.reason
ORDER BY i.started_ms DESC, g.side, g.reason LIMIT :limit;

-- Which call a line is of, and why it was heard, whatever the line is about. kept 0: without the lines that
-- say that rows were written under the log's protection.
-- audit_page :many :json actor{id,name} upto=int kept=int interaction=id? reason=text?
SELECT a.seq, a.at_ms, a.actor, p.name AS actor_name, a.event, a.object, d.detail,
  coalesce(l.interaction, n.interaction, e.interaction, i.id) AS interaction, l.reason AS reason
FROM audit a LEFT JOIN person p ON p.id = a.actor LEFT JOIN audit_detail d ON d.seq = a.seq
  LEFT JOIN listening l ON l.id = a.object LEFT JOIN note n ON n.id = a.object
  LEFT JOIN evaluation e ON e.id = a.object LEFT JOIN interaction i ON i.id = a.object
WHERE a.seq < :upto AND (:kept = 1 OR a.event <> 'rows.kept') ORDER BY a.seq DESC LIMIT :limit;

-- About a thing; of a call also what was heard, written, marked and scored of it.
-- audit_page_of :many :json actor{id,name} upto=int kept=int interaction=id? reason=text?
-- sort: of one call
SELECT a.seq, a.at_ms, a.actor, p.name AS actor_name, a.event, a.object, d.detail,
  coalesce(l.interaction, n.interaction, e.interaction, i.id) AS interaction, l.reason AS reason
FROM audit a LEFT JOIN person p ON p.id = a.actor LEFT JOIN audit_detail d ON d.seq = a.seq
  LEFT JOIN listening l ON l.id = a.object LEFT JOIN note n ON n.id = a.object
  LEFT JOIN evaluation e ON e.id = a.object LEFT JOIN interaction i ON i.id = a.object
WHERE (a.object = :object OR a.object IN (SELECT x.id FROM listening x WHERE x.interaction = :object
    UNION ALL SELECT x.id FROM note x WHERE x.interaction = :object
    UNION ALL SELECT x.id FROM mark x WHERE x.interaction = :object
    UNION ALL SELECT x.id FROM recording x WHERE x.interaction = :object
    UNION ALL SELECT x.id FROM evaluation x WHERE x.interaction = :object
    UNION ALL SELECT x.id FROM dispute x JOIN evaluation y ON y.id = x.evaluation WHERE y.interaction = :object))
  AND a.seq < :upto AND (:kept = 1 OR a.event <> 'rows.kept') ORDER BY a.seq DESC LIMIT :limit;

-- What was done to a person's account, for herself: her password, her roles, her name.
-- account_acts :many :json actor{id,name}
SELECT a.seq, a.at_ms, a.actor, p.name AS actor_name, a.event
FROM audit a LEFT JOIN person p ON p.id = a.actor
WHERE a.object = :person AND a.at_ms > :since_ms
  AND a.event IN ('code.made', 'code.used', 'password.changed', 'session.ended', 'person.changed', 'grant.given', 'grant.ended')
ORDER BY a.seq DESC LIMIT :limit;

-- Who may know of a call: for event streams.
-- viewers_of :many
-- sort: a handful of people
SELECT DISTINCT s.viewer FROM segment g JOIN scope s ON s.subject = g.subject AND g.started_ms >= s.from_ms AND g.started_ms < s.to_ms
WHERE g.interaction = :interaction AND (
  NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = g.interaction)
  OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = g.interaction AND u.agent = s.viewer))
UNION SELECT u.holder FROM under_care u WHERE u.interaction = :interaction AND u.holder IS NOT NULL;
