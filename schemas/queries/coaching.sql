-- Coaching plans: one focus for an agent at a time, its calls, its meetings, and before and after.

-- coaching_plan_add :exec
INSERT INTO coaching_plan (id, agent, coach, rubric_key, question, focus, sample_plan, created_ms)
VALUES (:id, :agent, :coach, :rubric_key?, :question?, :focus, :sample_plan, :created_ms);

-- coaching_plan_get :maybe :json agent{id,name} coach{id,name} -sample_plan
SELECT c.id, c.agent, a.name AS agent_name, c.coach, p.name AS coach_name, c.rubric_key, c.question, c.focus,
  c.sample_plan, c.created_ms, c.ended_ms, c.ended_why
FROM coaching_plan c JOIN person a ON a.id = c.agent JOIN person p ON p.id = c.coach WHERE c.id = :id;

-- coaching_plan_now :maybe
SELECT id FROM coaching_plan WHERE agent = :agent AND ended_ms IS NULL;

-- coaching_plan_end :exec
UPDATE coaching_plan SET ended_ms = :ended_ms, ended_why = :ended_why WHERE id = :id AND ended_ms IS NULL;

-- Open ones whose coach leads their agent no more.
-- coaching_plans_left :many
-- scan: a site has an open plan per agent at most
SELECT c.id FROM coaching_plan c WHERE c.ended_ms IS NULL AND NOT EXISTS (
  SELECT 1 FROM role_grant g WHERE g.person = c.coach AND g.role IN (ROLES(LEADS, COACH))
    AND g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms)
    AND (g.team IS NULL OR EXISTS (SELECT 1 FROM belonging b
      WHERE b.team = g.team AND b.person = c.agent AND b.from_ms <= :at_ms AND b.to_ms > :at_ms)));

-- coaching_plans_of_agent :many
SELECT id FROM coaching_plan WHERE agent = :person ORDER BY created_ms DESC LIMIT 100;

-- coaching_plans_of_coach :many
SELECT id FROM coaching_plan WHERE coach = :person ORDER BY created_ms DESC LIMIT 200;

-- coaching_call_add :exec interaction=reached
INSERT INTO coaching_call (id, plan, interaction, at_ms, why, created_ms)
VALUES (:id, :plan, :interaction, :at_ms, :why, :created_ms);

-- coaching_call_twin :maybe
SELECT id FROM coaching_call
WHERE plan = :plan AND created_ms >= :since_ms AND interaction = :interaction AND at_ms = :at_ms AND why = :why;

-- coaching_call_get :maybe
SELECT c.id, c.plan, p.coach FROM coaching_call c JOIN coaching_plan p ON p.id = c.plan WHERE c.id = :id;

-- coaching_call_delete :exec
DELETE FROM coaching_call WHERE id = :id;

-- coaching_calls :many :json
SELECT c.id, c.interaction, c.at_ms, c.why, i.title, i.started_ms, i.duration_ms
FROM coaching_call c JOIN interaction i ON i.id = c.interaction
WHERE c.plan = :plan AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = c.interaction)
ORDER BY c.created_ms;

-- coaching_session_add :exec
INSERT INTO coaching_session (id, plan, author, at_ms, body, follow_up_ms, created_ms)
VALUES (:id, :plan, :author, :at_ms, :body, :follow_up_ms?, :created_ms);

-- coaching_sessions :many :json author{id,name}
SELECT s.id, s.author, p.name AS author_name, s.at_ms, s.body, s.follow_up_ms
FROM coaching_session s JOIN person p ON p.id = s.author WHERE s.plan = :plan ORDER BY s.at_ms;

-- What random evaluations of an agent said of one question, with the version that has its scale.
-- coaching_answers :many
-- sort: one agent has a few hundred evaluations
SELECT e.created_ms, e.rubric_version, a.question, a.value
FROM evaluation e JOIN rubric_version v ON v.id = e.rubric_version JOIN answer a ON a.evaluation = e.id
WHERE e.agent = :agent AND v.key = :key AND e.kind = 'standard' AND e.selection = 'random' AND e.load_mark IS NULL
  AND (e.state IN ('released', 'acknowledged', 'disputed', 'resolved') OR (e.state = 'voided' AND e.released_ms IS NOT NULL)) AND e.created_ms >= :from_ms
  AND e.left_out IS NULL
  AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
ORDER BY e.created_ms;
