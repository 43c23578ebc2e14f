-- Sampling plans, their draws, and the calls somebody is asked to hear.

-- sampling_plan_add :exec
INSERT INTO sample_plan (id, title, team, agent, rubric_key, period, per_agent, take, min_ms, max_ms, lengths, parts,
  author, created_ms, from_ms, retired_ms)
VALUES (:id, :title, :team?, :agent?, :rubric_key, :period, :per_agent, :take, :min_ms, :max_ms, :lengths, :parts,
  :author, :created_ms, :from_ms, NULL);

-- sampling_plan_get :maybe :json team{id,name} agent{id,name} lengths_ms{int[]} parts_min{int[]} -author
SELECT s.id, s.title, s.team, t.name AS team_name, s.agent, p.name AS agent_name, s.rubric_key, s.period, s.per_agent,
  s.take, s.min_ms, s.max_ms, s.lengths AS lengths_ms, s.parts AS parts_min, s.author, s.created_ms, s.from_ms, s.retired_ms
FROM sample_plan s LEFT JOIN team t ON t.id = s.team LEFT JOIN person p ON p.id = s.agent WHERE s.id = :id;

-- sampling_plan_list :many
-- scan: a site has some plans
-- sort: likewise
SELECT id FROM sample_plan ORDER BY created_ms DESC, id DESC;

-- sampling_plan_running :many
-- scan: a site has some plans
-- sort: likewise
SELECT id FROM sample_plan WHERE retired_ms IS NULL AND from_ms <= :at_ms ORDER BY created_ms, id;

-- sampling_plan_retire :exec
UPDATE sample_plan SET retired_ms = :retired_ms WHERE id = :id AND retired_ms IS NULL;

-- sampling_evaluator_add :exec
INSERT INTO sample_evaluator (plan, person) VALUES (:plan, :person);

-- sampling_evaluators :many :json -state
-- sort: a handful
SELECT e.person AS id, p.name, p.languages, p.state FROM sample_evaluator e JOIN person p ON p.id = e.person
WHERE e.plan = :plan ORDER BY p.name, e.person;

-- Who of a plan's evaluators sees whom; nobody hears a call of her own.
-- sampling_sees :many
SELECT e.person, p.languages, s.subject, s.from_ms, s.to_ms FROM sample_evaluator e JOIN person p ON p.id = e.person
  JOIN scope s ON s.viewer = e.person
WHERE e.plan = :plan AND p.state = 'active' AND s.subject <> e.person;

-- The frame: every call that began in a time, with what may leave it out.
-- sampling_frame :many marked=text? learning=int heard=int
SELECT i.id, i.started_ms, i.duration_ms, i.local_minute, i.language, i.agent, i.queue, i.load_mark,
  r.state AS sound,
  CASE WHEN EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.id) THEN 'apart'
    ELSE (SELECT min(k.kind) FROM mark k WHERE k.interaction = i.id AND k.kind IN ('tough', 'threat', 'withdrawn')) END AS marked,
  (SELECT count(*) FROM role_grant g WHERE g.person = i.agent AND g.role IN (ROLES(LEARNS, ANY)) AND g.from_ms <= :at_ms
     AND (g.to_ms IS NULL OR g.to_ms > i.started_ms)) AS learning,
  (SELECT count(*) FROM sample_item s WHERE s.interaction = i.id AND s.plan = :plan AND s.state = 'heard') AS heard
FROM interaction i LEFT JOIN recording r ON r.interaction = i.id
WHERE i.started_ms >= :from_ms AND i.started_ms < :to_ms AND (:team? IS NULL OR i.team = :team?)
  AND (:agent? IS NULL OR i.agent = :agent?);

-- sampling_windows :many to_ms=int?
-- scan: a site has a few storms a year
-- sort: likewise
SELECT name, from_ms, coalesce(to_ms, from_ms + 2678400000) AS to_ms FROM load_window
WHERE team IS NULL AND coalesce(to_ms, from_ms + 2678400000) > :from_ms
ORDER BY from_ms;

-- sampling_draw_add :exec
INSERT INTO sample_draw (id, plan, period_ms, ends_ms, round, number, drawn_ms, from_ms, to_ms, seed, rules, frame,
  frame_sha256, calls, eligible, excluded, take, drawn, short_of, redraw_of, reason, author)
VALUES (:id, :plan, :period_ms, :ends_ms, :round, :number, :drawn_ms, :from_ms, :to_ms, :seed, :rules, :frame,
  :frame_sha256, :calls, :eligible, :excluded, :take, :drawn, :short_of, :redraw_of?, :reason?, :author?);

-- sampling_draw_get :maybe
SELECT id, plan, period_ms, ends_ms, round, number, drawn_ms, from_ms, to_ms, seed, rules, frame, frame_sha256
FROM sample_draw WHERE id = :id;

-- sampling_draw_all :many
-- scan: a few a week
-- sort: likewise
SELECT id FROM sample_draw ORDER BY drawn_ms, id;

-- Draws of the same calls in the same period and round, by whichever plan: which of them this is.
-- sampling_draw_times :one nth=int times=int
-- sort: a period has a handful
-- scan: of a few plans
SELECT CAST(coalesce(sum(CASE WHEN o.drawn_ms < d.drawn_ms OR (o.drawn_ms = d.drawn_ms AND o.id <= d.id) THEN 1 ELSE 0 END), 0) AS INT) AS nth,
  count(o.id) AS times
FROM sample_draw d JOIN sample_plan p ON p.id = d.plan JOIN sample_draw o ON o.period_ms = d.period_ms AND o.round = d.round
  JOIN sample_plan q ON q.id = o.plan AND q.rubric_key = p.rubric_key AND q.period = p.period
    AND (q.team = p.team OR (q.team IS NULL AND p.team IS NULL)) AND (q.agent = p.agent OR (q.agent IS NULL AND p.agent IS NULL))
WHERE d.id = :id;

-- The newest draw of a plan, whatever its period: the next frame begins where its own ended.
-- sampling_draw_last :maybe
SELECT id, period_ms, round, number, from_ms, to_ms FROM sample_draw WHERE plan = :plan ORDER BY drawn_ms DESC LIMIT 1;

-- The standing draw of a round.
-- sampling_draw_of_round :maybe
SELECT id, number, from_ms, to_ms FROM sample_draw WHERE plan = :plan AND period_ms = :period_ms AND round = :round
ORDER BY number DESC LIMIT 1;

-- sampling_draws_of :many :json author{id,name} -round excluded{map(int)} waiting=int heard=int expired=int withdrawn=int standing=bool
SELECT d.id, d.period_ms, d.ends_ms, d.round, d.number, d.drawn_ms, d.from_ms, d.to_ms, d.seed,
  d.frame_sha256, d.calls, d.eligible, d.excluded, d.take, d.drawn, d.short_of, d.redraw_of, d.reason, d.author, p.name AS author_name,
  (SELECT count(*) FROM sample_item s WHERE s.draw = d.id AND s.state = 'waiting') AS waiting,
  (SELECT count(*) FROM sample_item s WHERE s.draw = d.id AND s.state = 'heard') AS heard,
  (SELECT count(*) FROM sample_item s WHERE s.draw = d.id AND s.state = 'expired') AS expired,
  (SELECT count(*) FROM sample_item s WHERE s.draw = d.id AND s.state = 'withdrawn') AS withdrawn,
  NOT EXISTS (SELECT 1 FROM sample_draw n WHERE n.redraw_of = d.id) AS standing
FROM sample_draw d LEFT JOIN person p ON p.id = d.author WHERE d.plan = :plan ORDER BY d.drawn_ms DESC LIMIT :limit;

-- sampling_item_add :exec
INSERT INTO sample_item (id, draw, plan, interaction, agent, evaluator, state, drawn_ms, due_ms, ended_ms, why, stands_in)
VALUES (:id, :draw, :plan, :interaction, :agent, :evaluator?, :state, :drawn_ms, :due_ms, :ended_ms?, :why?, :stands_in?);

-- sampling_item_get :maybe
SELECT s.id, s.draw, s.plan, s.interaction, s.agent, s.evaluator, s.state, s.drawn_ms, s.due_ms, l.rubric_key
FROM sample_item s JOIN sample_plan l ON l.id = s.plan WHERE s.id = :id;

-- sampling_items_of :many
SELECT id, interaction, agent, evaluator, state, why, stands_in FROM sample_item WHERE draw = :draw;

-- sampling_item_asked :many
SELECT s.id, s.draw, s.state, l.rubric_key FROM sample_item s JOIN sample_plan l ON l.id = s.plan
WHERE s.interaction = :interaction AND s.evaluator = :evaluator;

-- sampling_item_heard :exec
UPDATE sample_item SET state = 'heard', evaluation = :evaluation, ended_ms = :ended_ms
WHERE id = :id AND state = 'waiting';

-- sampling_item_hand :exec
UPDATE sample_item SET evaluator = :evaluator WHERE id = :id AND state = 'waiting';

-- What waits for somebody who has left, or may not hear this agent any more.
-- sampling_items_left :many
SELECT s.id, s.plan, s.agent, s.evaluator, i.language, i.started_ms FROM sample_item s JOIN interaction i ON i.id = s.interaction
WHERE s.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM person p JOIN scope c ON c.viewer = p.id
  WHERE p.id = s.evaluator AND p.state = 'active' AND c.subject = s.agent
    AND i.started_ms >= c.from_ms AND i.started_ms < c.to_ms)
ORDER BY s.state, s.due_ms;

-- sampling_left_of :one n=int
SELECT count(*) AS n FROM sample_draw d JOIN sample_item s ON s.draw = d.id JOIN interaction i ON i.id = s.interaction
WHERE d.plan = :plan AND d.period_ms >= :since_ms AND s.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM person p JOIN scope c ON c.viewer = p.id
  WHERE p.id = s.evaluator AND p.state = 'active' AND c.subject = s.agent
    AND i.started_ms >= c.from_ms AND i.started_ms < c.to_ms);

-- sampling_item_end :exec
UPDATE sample_item SET state = :state, why = :why?, ended_ms = :ended_ms WHERE id = :id AND state = 'waiting';

-- sampling_items_redrawn :exec
UPDATE sample_item SET state = 'withdrawn', why = 'redrawn', ended_ms = :ended_ms WHERE draw = :draw AND state = 'waiting';

-- sampling_items_due :many
-- sort: a period's worth
SELECT id, draw, drawn_ms, due_ms FROM sample_item WHERE state = 'waiting' AND due_ms <= :at_ms ORDER BY draw;

-- What waits although its call may not be scored any more.
-- sampling_items_unfit :many marked=text?
SELECT s.id, s.draw, s.agent AS drawn_agent, i.agent, r.state AS sound,
  CASE WHEN EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.id) THEN 'apart'
    ELSE (SELECT min(k.kind) FROM mark k WHERE k.interaction = i.id AND k.kind IN ('tough', 'threat', 'withdrawn')) END AS marked
FROM sample_item s JOIN interaction i ON i.id = s.interaction LEFT JOIN recording r ON r.interaction = i.id
WHERE s.state = 'waiting' AND (:interaction? IS NULL OR s.interaction = :interaction?)
  AND (i.agent IS NULL OR i.agent <> s.agent OR r.state IS NULL OR r.state <> 'sealed'
    OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.id)
    OR EXISTS (SELECT 1 FROM mark k WHERE k.interaction = i.id AND k.kind IN ('tough', 'threat', 'withdrawn')));

-- What one person is asked to hear, due first.
-- sampling_work :many
-- sort: a person's few dozen
SELECT s.id, s.draw, s.plan, l.title AS plan_title, s.interaction, s.agent, p.name AS agent_name, s.drawn_ms, s.due_ms,
  i.started_ms, i.duration_ms, i.title, i.outcome, i.language, s.stands_in, l.rubric_key
FROM sample_item s JOIN sample_plan l ON l.id = s.plan JOIN interaction i ON i.id = s.interaction
  JOIN person p ON p.id = s.agent
WHERE s.evaluator = :evaluator AND s.state = 'waiting'
  AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = s.interaction)
  AND EXISTS (SELECT 1 FROM scope c WHERE c.viewer = :evaluator AND c.subject = s.agent
    AND i.started_ms >= c.from_ms AND i.started_ms < c.to_ms)
ORDER BY s.due_ms, i.started_ms, s.id;

-- sampling_heard_since :one n=int
-- sort: what one person heard in a day
SELECT count(DISTINCT interaction) AS n FROM sample_item WHERE evaluator = :evaluator AND state = 'heard' AND ended_ms >= :since_ms;

-- How far a period has come, agent by agent, as far as the viewer sees them.
-- sampling_coverage :many waiting=int heard=int expired=int withdrawn=int
-- sort: a centre's agents
SELECT s.agent, p.name AS agent_name,
  CAST(coalesce(sum(CASE WHEN s.state = 'waiting' THEN 1 ELSE 0 END), 0) AS INT) AS waiting,
  CAST(coalesce(sum(CASE WHEN s.state = 'heard' THEN 1 ELSE 0 END), 0) AS INT) AS heard,
  CAST(coalesce(sum(CASE WHEN s.state = 'expired' THEN 1 ELSE 0 END), 0) AS INT) AS expired,
  CAST(coalesce(sum(CASE WHEN s.state = 'withdrawn' THEN 1 ELSE 0 END), 0) AS INT) AS withdrawn
FROM sample_draw d JOIN sample_item s ON s.draw = d.id JOIN person p ON p.id = s.agent
WHERE d.plan = :plan AND d.period_ms = :period_ms
  AND EXISTS (SELECT 1 FROM scope c WHERE c.viewer = :viewer AND c.subject = s.agent)
GROUP BY s.agent, p.name ORDER BY p.name, s.agent;

-- Calls a round asks for, of those draws that stand.
-- sampling_wanted :one wanted=int
SELECT CAST(coalesce(sum(d.take), 0) AS INT) AS wanted FROM sample_draw d
WHERE d.plan = :plan AND d.period_ms = :period_ms
  AND NOT EXISTS (SELECT 1 FROM sample_draw n WHERE n.redraw_of = d.id);

-- Whose calls a plan may draw: who is an agent now, in the team if it names one.
-- sampling_agents :many
-- scan: a site has hundreds of people
-- sort: the same
SELECT DISTINCT p.id, p.name FROM person p JOIN role_grant g ON g.person = p.id
WHERE p.state = 'active' AND g.role IN (ROLES(OWN, CLAIM)) AND g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms)
  AND NOT EXISTS (SELECT 1 FROM role_grant h WHERE h.person = p.id AND h.role IN (ROLES(LEARNS, ANY)) AND h.from_ms <= :at_ms
    AND (h.to_ms IS NULL OR h.to_ms > :at_ms))
  AND (:agent? IS NULL OR p.id = :agent?)
  AND (:team? IS NULL OR EXISTS (SELECT 1 FROM membership m WHERE m.person = p.id AND m.team = :team?
    AND m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms)))
  AND EXISTS (SELECT 1 FROM scope c WHERE c.viewer = :viewer AND c.subject = p.id)
ORDER BY p.name, p.id;

-- Of those, who is asked how many calls there are: what a plan would have had to draw from lately.
-- sampling_preview :one calls=int agents=int length_ms=int
-- sort: the agents of four weeks
SELECT count(*) AS calls, count(DISTINCT i.agent) AS agents, CAST(coalesce(avg(i.duration_ms), 0) AS INT) AS length_ms
FROM interaction i
WHERE i.started_ms >= :from_ms AND i.started_ms < :to_ms AND i.agent IS NOT NULL AND i.load_mark IS NULL
  AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.person = i.agent AND g.role IN (ROLES(LEARNS, ANY)) AND g.from_ms <= :to_ms
    AND (g.to_ms IS NULL OR g.to_ms > i.started_ms))
  AND i.duration_ms >= :min_ms AND i.duration_ms <= :max_ms
  AND (:team? IS NULL OR i.team = :team?) AND (:agent? IS NULL OR i.agent = :agent?);

-- How a plan stands in a period.
-- sampling_progress :one waiting=int heard=int expired=int
SELECT CAST(coalesce(sum(CASE WHEN s.state = 'waiting' THEN 1 ELSE 0 END), 0) AS INT) AS waiting,
  CAST(coalesce(sum(CASE WHEN s.state = 'heard' THEN 1 ELSE 0 END), 0) AS INT) AS heard,
  CAST(coalesce(sum(CASE WHEN s.state = 'expired' THEN 1 ELSE 0 END), 0) AS INT) AS expired
FROM sample_draw d JOIN sample_item s ON s.draw = d.id WHERE d.plan = :plan AND d.period_ms = :period_ms;

-- Plans a person hears for: those that draw, and those that ended while calls of theirs wait for her.
-- sampling_plans_heard_by :many
-- sort: a person's few
SELECT l.id, l.title, l.team, l.agent, l.period, l.per_agent, l.take, l.from_ms, l.retired_ms FROM sample_evaluator e
  JOIN sample_plan l ON l.id = e.plan
WHERE e.person = :person AND (l.retired_ms IS NULL
  OR EXISTS (SELECT 1 FROM sample_item s WHERE s.evaluator = e.person AND s.state = 'waiting' AND s.plan = l.id))
ORDER BY l.created_ms, l.id;

-- Scores that say how much one agent's calls differ: her newest random ones.
-- sampling_scores :many
SELECT e.total_ppm FROM evaluation e JOIN rubric_version v ON v.id = e.rubric_version
WHERE e.agent = :agent AND v.key = :key AND e.kind = 'standard' AND e.selection = 'random'
  AND e.total_ppm IS NOT NULL AND e.state IN ('released', 'acknowledged', 'disputed', 'resolved')
ORDER BY e.created_ms DESC LIMIT :limit;
