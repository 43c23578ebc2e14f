-- Calibration sessions, their calls, raters and evaluations, and the precedents they leave.

-- calibration_add :exec
INSERT INTO calibration_session (id, owner, title, rubric_version, method, state, created_ms, due_ms)
VALUES (:id, :owner, :title, :rubric_version, :method, 'open', :created_ms, :due_ms);

-- calibration_call_add :exec
INSERT INTO calibration_call (session, interaction, ord) VALUES (:session, :interaction, :ord);

-- calibration_rater_add :exec
INSERT INTO calibration_rater (session, person, part, invited_ms) VALUES (:session, :person, :part, :invited_ms)
ON CONFLICT (session, person) DO NOTHING;

-- calibration_score_add :exec
INSERT INTO calibration_score (session, interaction, person, evaluation)
VALUES (:session, :interaction, :person, :evaluation);

-- calibration_get :maybe :json owner{id,name} rubric{Rubric} -rubric_version -key -title_sv -title_en
SELECT s.id, s.owner, p.name AS owner_name, s.title, s.rubric_version, v.key, v.version, v.title_sv, v.title_en,
  v.document AS rubric, s.method, s.state, s.created_ms, s.due_ms, s.revealed_ms, s.closed_ms
FROM calibration_session s JOIN person p ON p.id = s.owner JOIN rubric_version v ON v.id = s.rubric_version
WHERE s.id = :id;

-- calibration_move :exec was=text
UPDATE calibration_session SET state = :state, revealed_ms = :revealed_ms?, closed_ms = :closed_ms?
WHERE id = :id AND state = :was;

-- calibration_newest :many :json calls=int
SELECT s.id, s.title, s.method, s.state, s.created_ms, s.due_ms, v.title_sv AS rubric_sv, v.title_en AS rubric_en,
  (SELECT count(*) FROM calibration_call c WHERE c.session = s.id) AS calls
FROM calibration_session s JOIN rubric_version v ON v.id = s.rubric_version
ORDER BY s.created_ms DESC, s.id LIMIT :limit;

-- calibration_of_person :many :json calls=int
SELECT s.id, s.title, s.method, s.state, s.created_ms, s.due_ms, v.title_sv AS rubric_sv, v.title_en AS rubric_en,
  (SELECT count(*) FROM calibration_call c WHERE c.session = s.id) AS calls
FROM calibration_rater r JOIN calibration_session s ON s.id = r.session
  JOIN rubric_version v ON v.id = s.rubric_version
WHERE r.person = :person ORDER BY r.invited_ms DESC LIMIT :limit;

-- Without those that came under care meanwhile.
-- calibration_calls :many
-- sort: a session has a handful
SELECT c.interaction, c.ord, i.title, i.started_ms, i.duration_ms, i.agent, p.name AS agent_name
FROM calibration_call c JOIN interaction i ON i.id = c.interaction LEFT JOIN person p ON p.id = i.agent
WHERE c.session = :session AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = c.interaction)
ORDER BY c.ord;

-- Informed: of how many of its calls she had read somebody else's score before her own was in.
-- calibration_raters :many :json informed=int
-- sort: a session has a handful
SELECT r.person AS id, p.name, r.part,
  CAST((SELECT count(*) FROM calibration_call c JOIN evaluation_seen n ON n.viewer = r.person AND n.interaction = c.interaction
    WHERE c.session = r.session AND NOT EXISTS (SELECT 1 FROM calibration_score k JOIN evaluation e ON e.id = k.evaluation
      WHERE k.session = r.session AND k.interaction = c.interaction AND k.person = r.person AND e.submitted_ms <= n.at_ms)) AS INT) AS informed
FROM calibration_rater r JOIN person p ON p.id = r.person
WHERE r.session = :session ORDER BY p.name, r.person;

-- calibration_scores :many
-- sort: a session has some dozens
SELECT s.interaction, s.person, s.evaluation, e.state, e.total_ppm, r.part
FROM calibration_score s JOIN evaluation e ON e.id = s.evaluation
  JOIN calibration_rater r ON r.session = s.session AND r.person = s.person
WHERE s.session = :session AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = s.interaction)
ORDER BY s.interaction, s.person;

-- calibration_of_evaluation :maybe
SELECT c.id, c.owner, c.method, c.state, s.interaction FROM calibration_score s
  JOIN calibration_session c ON c.id = s.session
WHERE s.evaluation = :evaluation;

-- May this person hear this call because she calibrates on it?
-- calibration_hears :maybe
SELECT s.id FROM calibration_call c JOIN calibration_rater r ON r.session = c.session
  JOIN calibration_session s ON s.id = c.session
WHERE c.interaction = :interaction AND r.person = :person AND s.state <> 'closed' LIMIT 1;

-- What the sessions of one rubric version have said so far: one row per call, rater and answer.
-- calibration_answers :many
-- sort: a version's calibrations are some thousands of answers
SELECT s.session, s.interaction, s.person, r.part, e.total_ppm, a.question, a.value, a.comment, a.at_ms, a.len_ms,
  a.touched
FROM calibration_session c JOIN calibration_score s ON s.session = c.id
  JOIN calibration_rater r ON r.session = s.session AND r.person = s.person
  JOIN evaluation e ON e.id = s.evaluation JOIN answer a ON a.evaluation = s.evaluation
WHERE c.rubric_version = :rubric_version AND c.revealed_ms IS NOT NULL AND c.method <> 'group'
  AND e.state = 'submitted'
ORDER BY c.created_ms, s.session, s.interaction, s.person, a.question;

-- calibration_answers_here :many :json -interaction -part -total_ppm -question
-- sort: some hundreds of answers
SELECT s.interaction, s.person, r.part, e.total_ppm, a.question, a.value, a.comment, a.at_ms, a.len_ms, a.touched
FROM calibration_score s JOIN calibration_rater r ON r.session = s.session AND r.person = s.person
  JOIN evaluation e ON e.id = s.evaluation JOIN answer a ON a.evaluation = s.evaluation
WHERE s.session = :session AND e.state = 'submitted'
  AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = s.interaction)
ORDER BY s.interaction, s.person, a.question;

-- precedent_add :exec
INSERT INTO precedent (id, rubric, question, session, interaction, value, why, at_ms, len_ms, author, created_ms)
VALUES (:id, :rubric, :question, :session, :interaction, :value, :why, :at_ms?, :len_ms?, :author, :created_ms);

-- precedent_get :maybe
SELECT id, session, interaction, question, retired_ms FROM precedent WHERE id = :id;

-- precedent_retire :exec
UPDATE precedent SET retired_ms = :retired_ms WHERE id = :id AND retired_ms IS NULL;

-- A new consensus on the same question of the same call stands in for the one before.
-- precedent_supersede :exec
UPDATE precedent SET retired_ms = :retired_ms
WHERE session = :session AND interaction = :interaction AND question = :question AND retired_ms IS NULL;

-- precedents_of_session :many :json -interaction -question -author -created_ms
-- sort: a session leaves a handful
SELECT id, interaction, question, value, why, at_ms, len_ms, author, created_ms FROM precedent
WHERE session = :session AND retired_ms IS NULL ORDER BY created_ms;

-- precedents_of_version :many
-- sort: a version's calibrations leave some hundreds
SELECT p.session, p.interaction, p.question, p.value FROM calibration_session c JOIN precedent p ON p.session = c.id
WHERE c.rubric_version = :rubric_version AND p.retired_ms IS NULL ORDER BY p.created_ms;

-- precedents_of_rubric :many :json -interaction -at_ms -len_ms
-- sort: some dozens
SELECT id, question, interaction, value, why, at_ms, len_ms, created_ms FROM precedent
WHERE rubric = :rubric AND retired_ms IS NULL ORDER BY question, created_ms DESC;
