-- Self-evaluations beside the coach's, reflections, promises, and disputes as those who decide see them.

-- Who has begun (her own, while she has seen no other answer) and who has handed in. A revision is begun by someone who has seen both sides.
-- evaluation_pair :one self_begun=int self_in=int other_in=int own_draft=int
SELECT CAST(coalesce(sum(CASE WHEN kind = 'self' AND state = 'draft' AND ended_ms IS NULL AND NOT EXISTS
    (SELECT 1 FROM evaluation_seen s WHERE s.viewer = evaluation.agent AND s.interaction = evaluation.interaction) THEN 1 ELSE 0 END), 0) AS INT) AS self_begun,
  CAST(coalesce(sum(CASE WHEN kind = 'self' AND state NOT IN ('draft', 'voided') THEN 1 ELSE 0 END), 0) AS INT) AS self_in,
  CAST(coalesce(sum(CASE WHEN kind IN ('standard', 'peer') AND state NOT IN ('draft', 'voided') THEN 1 ELSE 0 END), 0) AS INT) AS other_in,
  CAST(coalesce(sum(CASE WHEN kind IN ('standard', 'peer') AND state = 'draft' AND evaluator = :viewer AND replaces IS NULL THEN 1 ELSE 0 END), 0) AS INT) AS own_draft
FROM evaluation WHERE interaction = :interaction;

-- What her figures tell her of calls she is still scoring herself.
-- evaluation_seen_figures :many
SELECT own.interaction FROM evaluation own JOIN counted c ON c.interaction = own.interaction
WHERE own.agent = :agent AND own.kind = 'self' AND own.state = 'draft';

-- Nobody keeps a score out of the figures by not finishing her own: what she had begun is blind no more.
-- evaluation_self_overdue :exec
-- scan: what was begun and not handed in
UPDATE evaluation SET ended_ms = :now_ms
WHERE kind = 'self' AND state = 'draft' AND ended_ms IS NULL AND EXISTS (SELECT 1 FROM evaluation e
  WHERE e.interaction = evaluation.interaction AND e.kind IN ('standard', 'peer') AND e.released_ms < :before_ms);

-- evaluation_seen_first :maybe
SELECT at_ms FROM evaluation_seen WHERE viewer = :viewer AND interaction = :interaction;

-- evaluation_seen_add :exec
INSERT INTO evaluation_seen (viewer, interaction, at_ms) VALUES (:viewer, :interaction, :at_ms)
ON CONFLICT (viewer, interaction) DO NOTHING;

-- evaluation_self_of_call :maybe
SELECT id, state, rubric_version FROM evaluation
WHERE interaction = :interaction AND kind = 'self' AND state <> 'voided' LIMIT 1;

-- The other side's, by the same form, newest first.
-- evaluation_counterparts :many
-- sort: a call has a few
SELECT o.id FROM evaluation e JOIN evaluation o ON o.interaction = e.interaction
WHERE e.id = :id AND o.id <> e.id AND o.agent = e.agent AND o.rubric_version = e.rubric_version
  AND o.kind IN ('self', 'standard', 'peer') AND o.state NOT IN ('draft', 'voided')
  AND (o.kind = 'self') <> (e.kind = 'self')
ORDER BY o.created_ms DESC;

-- Handed-in evaluations of one call by others than its agent: whom a self-evaluation concerns.
-- evaluation_others_of_call :many
-- sort: a call has a few
SELECT id, evaluator, released_ms FROM evaluation
WHERE interaction = :interaction AND kind IN ('standard', 'peer') AND state NOT IN ('draft', 'voided')
ORDER BY created_ms;

-- evaluation_revisions :many
-- sort: a few
SELECT id, evaluator, state FROM evaluation WHERE replaces = :id ORDER BY created_ms DESC;

-- answers_drop :exec
DELETE FROM answer WHERE evaluation = :evaluation;

-- evaluation_drop :exec
DELETE FROM evaluation WHERE id = :id AND state = 'draft';

-- reflections_of :many :json
SELECT prompt, body, written_ms FROM reflection
WHERE author = :author AND evaluation = :evaluation ORDER BY prompt;

-- reflection_put :exec
INSERT INTO reflection (evaluation, author, prompt, body, written_ms)
VALUES (:evaluation, :author, :prompt, :body, :written_ms)
ON CONFLICT (author, evaluation, prompt) DO UPDATE SET body = excluded.body, written_ms = excluded.written_ms;

-- reflection_remove :exec
DELETE FROM reflection WHERE author = :author AND evaluation = :evaluation AND prompt = :prompt;

-- reflection_erase :exec
DELETE FROM reflection WHERE author = :author;

-- promise_add :exec
INSERT INTO promise (id, interaction, agent, question, evaluation, due_ms, created_ms)
VALUES (:id, :interaction, :agent, :question, :evaluation, :due_ms, :created_ms)
ON CONFLICT (interaction, agent, question) DO NOTHING;

-- promise_get :maybe
SELECT id, agent, interaction, due_ms, done_ms FROM promise WHERE id = :id;

-- promise_move :exec
UPDATE promise SET due_ms = :due_ms WHERE id = :id AND done_ms IS NULL;

-- promise_done :exec
UPDATE promise SET done_ms = :done_ms WHERE id = :id AND done_ms IS NULL;

-- promises_waiting :many :json receiver{id,name}
SELECT p.id, p.interaction, p.due_ms, i.title, i.started_ms, a.at_ms, h.receiver, c.name AS receiver_name
FROM promise p JOIN interaction i ON i.id = p.interaction
  LEFT JOIN promise_handed h ON h.promise = p.id LEFT JOIN person c ON c.id = h.receiver
  LEFT JOIN answer a ON a.evaluation = p.evaluation AND a.question = p.question
WHERE p.agent = :agent AND p.done_ms IS NULL ORDER BY p.due_ms LIMIT 50;

-- promises_of_call :many :json
SELECT question, due_ms, done_ms FROM promise WHERE interaction = :interaction AND agent = :agent ORDER BY question;

-- Of a call under care nothing is told in lists of what others lead.
-- open_call(call) :fragment
NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = call);

-- disputes_waiting :many
SELECT d.id, d.evaluation, d.question, d.reason, d.proposed, d.at_ms, d.len_ms, d.created_ms, d.decision, d.why,
  d.decided_ms, e.interaction
FROM dispute d JOIN evaluation e ON e.id = d.evaluation JOIN interaction i ON i.id = e.interaction
WHERE EXISTS (SELECT 1 FROM scope s WHERE s.viewer = :viewer AND s.subject = e.agent
    AND i.started_ms >= s.from_ms AND i.started_ms < s.to_ms) AND @open_call(i.id) AND d.decided_ms IS NULL AND e.agent <> :viewer AND e.state <> 'voided'
ORDER BY d.created_ms LIMIT 200;

-- disputes_decided :many
-- sort: those of a lead's people in a period
SELECT d.id, d.evaluation, d.question, d.reason, d.proposed, d.at_ms, d.len_ms, d.created_ms, d.decision, d.why,
  d.decided_ms, e.interaction
FROM dispute d JOIN evaluation e ON e.id = d.evaluation JOIN interaction i ON i.id = e.interaction
WHERE EXISTS (SELECT 1 FROM scope s WHERE s.viewer = :viewer AND s.subject = e.agent
    AND i.started_ms >= s.from_ms AND i.started_ms < s.to_ms) AND @open_call(i.id) AND d.decided_ms > :since_ms AND e.agent <> :viewer
ORDER BY d.decided_ms DESC LIMIT 100;

-- For statistics: the question, what became of it, and whose it was (to count people, never to show them).
-- disputes_outcomes :many
SELECT d.question, d.decision, e.agent, e.rubric_version
FROM dispute d JOIN evaluation e ON e.id = d.evaluation JOIN interaction i ON i.id = e.interaction
WHERE EXISTS (SELECT 1 FROM scope s WHERE s.viewer = :viewer AND s.subject = e.agent
    AND i.started_ms >= s.from_ms AND i.started_ms < s.to_ms) AND @open_call(i.id) AND d.decided_ms > :since_ms LIMIT 5000;

-- disputes_overdue :many
SELECT d.id FROM dispute d
WHERE d.decided_ms IS NULL AND d.created_ms < :before_ms
  AND NOT EXISTS (SELECT 1 FROM dispute_reminder r WHERE r.dispute = d.id AND r.told_ms > :again_ms)
ORDER BY d.created_ms LIMIT 200;

-- Who may decide it: neither the agent nor the evaluator, of those who lead the agent's calls.
-- dispute_deciders :many
SELECT DISTINCT s.viewer, e.interaction
FROM dispute d JOIN evaluation e ON e.id = d.evaluation JOIN interaction i ON i.id = e.interaction
  JOIN scope s ON s.subject = e.agent AND i.started_ms >= s.from_ms AND i.started_ms < s.to_ms
WHERE d.id = :id AND @open_call(i.id) AND e.state <> 'voided' AND s.viewer <> e.agent AND s.viewer <> e.evaluator
  AND EXISTS (SELECT 1 FROM role_grant r WHERE r.person = s.viewer AND r.role IN (ROLES(LEADS, EVALUATE))
    AND r.from_ms <= :at_ms AND (r.to_ms IS NULL OR r.to_ms > :at_ms));

-- dispute_reminded :exec
INSERT INTO dispute_reminder (dispute, told_ms) VALUES (:dispute, :told_ms)
ON CONFLICT (dispute) DO UPDATE SET told_ms = excluded.told_ms;

-- promise_base :maybe
SELECT started_ms FROM interaction WHERE id = :interaction;
