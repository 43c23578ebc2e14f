-- Rubric versions, evaluations, their answers and disputes. Scored on handing in, never changed after.

-- rubric_version_add :exec
INSERT INTO rubric_version (id, key, version, state, title_sv, title_en, document, sha256, author, created_ms, published_ms)
VALUES (:id, :key, :version, :state, :title_sv, :title_en, :document, :sha256, :author?, :created_ms, :published_ms?);

-- rubric_version_get :maybe :json document{Rubric}
SELECT id, key, version, state, title_sv, title_en, document, sha256, created_ms, published_ms, retired_ms
FROM rubric_version WHERE id = :id;

-- rubric_version_named :maybe
SELECT id, state, sha256 FROM rubric_version WHERE key = :key AND version = :version;

-- rubric_version_current :maybe
SELECT id, version, sha256 FROM rubric_version
WHERE key = :key AND state = 'published' ORDER BY version DESC LIMIT 1;

-- rubric_version_list :many :json -state -sha256 -created_ms -published_ms -retired_ms
-- scan: a site has some dozens of versions
-- sort: likewise
SELECT id, key, version, state, title_sv, title_en, sha256, created_ms, published_ms, retired_ms
FROM rubric_version ORDER BY key, version DESC;

-- rubric_version_retire :exec
UPDATE rubric_version SET state = 'retired', retired_ms = :retired_ms WHERE id = :id AND state = 'published';

-- evaluation_add :exec
INSERT INTO evaluation (id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, replaces,
  judged, failed, load_mark, heard_ms, created_ms)
VALUES (:id, :interaction, :agent, :evaluator, :rubric_version, :kind, :selection, 'draft', :revision, :replaces?,
  0, 0, :load_mark?, 0, :created_ms);

-- evaluation_get :maybe
SELECT id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, replaces, total_ppm,
  reported_ppm, correct_ppm, human_ppm, judged, failed, load_mark, heard_ms, created_ms, submitted_ms, released_ms,
  ended_ms, void_reason
FROM evaluation WHERE id = :id;

-- evaluation_call :maybe uncounted=int
SELECT i.agent, i.load_mark,
  (SELECT count(*) FROM mark k WHERE k.interaction = i.id AND k.kind IN ('tough', 'threat', 'withdrawn'))
    + (SELECT count(*) FROM under_care u WHERE u.interaction = i.id) AS uncounted
FROM interaction i WHERE i.id = :interaction;

-- evaluation_draft :maybe
SELECT id FROM evaluation
WHERE interaction = :interaction AND evaluator = :evaluator AND state = 'draft' AND replaces IS NULL
  AND kind <> 'calibration' LIMIT 1;

-- evaluation_shown :maybe :json agent{id,name} evaluator{id,name} -rubric_version -document -void_reason
SELECT e.id, e.interaction, e.agent, a.name AS agent_name, e.evaluator, p.name AS evaluator_name, e.rubric_version,
  v.key AS rubric_key, v.version, v.title_sv AS rubric_sv, v.title_en AS rubric_en, v.document, e.kind, e.selection, e.state, e.revision, e.replaces,
  e.heard_ms, e.created_ms, e.submitted_ms, e.released_ms, e.ended_ms, e.void_reason, i.title, i.started_ms,
  i.duration_ms
FROM evaluation e JOIN person a ON a.id = e.agent JOIN person p ON p.id = e.evaluator
  JOIN rubric_version v ON v.id = e.rubric_version JOIN interaction i ON i.id = e.interaction
WHERE e.id = :id;

-- evaluations_of_call :many
-- sort: a call has a few
SELECT id FROM evaluation WHERE interaction = :interaction AND kind <> 'calibration' ORDER BY created_ms;

-- evaluations_of_agent :many
SELECT id FROM evaluation WHERE agent = :agent AND released_ms IS NOT NULL ORDER BY created_ms DESC LIMIT 100;

-- disputes_of :many :json
SELECT d.id, d.question, d.reason, d.proposed, d.at_ms, d.len_ms, d.created_ms, d.decision, d.why, d.decided_ms,
  p.name AS decider_name
FROM dispute d LEFT JOIN person p ON p.id = d.decider WHERE d.evaluation = :evaluation ORDER BY d.created_ms;

-- evaluation_submit :exec
UPDATE evaluation SET state = 'submitted', total_ppm = :total_ppm?, reported_ppm = :reported_ppm?,
  correct_ppm = :correct_ppm?, human_ppm = :human_ppm?, judged = :judged, failed = :failed,
  judged_in = :judged_in, failed_in = :failed_in, heard_ms = :heard_ms, submitted_ms = :submitted_ms, ended_ms = NULL
WHERE id = :id AND state = 'draft';

-- evaluation_release :exec
-- A revision counts as what it stands in for did.
UPDATE evaluation SET state = 'released', released_ms = :released_ms, left_out = CASE WHEN replaces IS NULL
  THEN (SELECT min(k.kind) FROM mark k WHERE k.interaction = evaluation.interaction AND k.author = evaluation.agent
    AND k.kind IN ('tough', 'threat', 'withdrawn'))
  ELSE (SELECT b.left_out FROM evaluation b WHERE b.id = evaluation.replaces) END
WHERE id = :id AND state = 'submitted';

-- evaluation_move :exec was=text
UPDATE evaluation SET state = :state, ended_ms = :ended_ms? WHERE id = :id AND state = :was;

-- evaluation_void :exec
UPDATE evaluation SET state = 'voided', void_reason = :void_reason, ended_ms = :ended_ms
WHERE id = :id AND state IN ('submitted', 'released', 'acknowledged', 'disputed');

-- evaluation_voider :maybe
SELECT p.id, p.name FROM audit a JOIN person p ON p.id = a.actor
WHERE a.object = :evaluation AND a.event = 'evaluation.voided' ORDER BY a.seq DESC LIMIT 1;

-- evaluation_counted :many version=int
-- sort: one agent has a few hundred evaluations
SELECT e.id, e.created_ms, e.total_ppm, e.judged, e.failed, e.selection, e.load_mark, v.version
FROM evaluation e JOIN rubric_version v ON v.id = e.rubric_version
WHERE e.agent = :agent AND v.key = :key AND e.kind = 'standard'
  AND (e.state IN ('released', 'acknowledged', 'disputed', 'resolved') OR (e.state = 'voided' AND e.released_ms IS NOT NULL))
  AND e.left_out IS NULL
  AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
  AND NOT (e.state = 'released' AND EXISTS (SELECT 1 FROM evaluation own WHERE own.interaction = e.interaction
    AND own.kind = 'self' AND own.state = 'draft' AND own.ended_ms IS NULL AND own.created_ms <= e.released_ms)) -- not open to her yet: it shows in no figure either
ORDER BY e.created_ms;

-- answer_put :exec
INSERT INTO answer (evaluation, question, value, comment, at_ms, len_ms, touched)
VALUES (:evaluation, :question, :value, :comment, :at_ms?, :len_ms?, :touched)
ON CONFLICT (evaluation, question) DO UPDATE SET value = excluded.value, comment = excluded.comment,
  at_ms = excluded.at_ms, len_ms = excluded.len_ms, touched = excluded.touched;

-- answer_copy :exec
INSERT INTO answer (evaluation, question, value, comment, at_ms, len_ms, touched)
SELECT :id, question, value, comment, at_ms, len_ms, touched FROM answer WHERE evaluation = :evaluation;

-- answers_of :many :json
SELECT question, value, comment, at_ms, len_ms, touched FROM answer WHERE evaluation = :evaluation ORDER BY question;

-- dispute_add :exec
INSERT INTO dispute (id, evaluation, question, reason, proposed, at_ms, len_ms, created_ms)
VALUES (:id, :evaluation, :question, :reason, :proposed?, :at_ms?, :len_ms?, :created_ms);

-- dispute_get :maybe
SELECT id, evaluation, question, reason, proposed, created_ms, decision, why, decider, decided_ms
FROM dispute WHERE id = :id;

-- dispute_decide :exec
UPDATE dispute SET decision = :decision, why = :why, decider = :decider, decided_ms = :decided_ms
WHERE id = :id AND decided_ms IS NULL;

-- dispute_of :maybe
SELECT id FROM dispute WHERE evaluation = :evaluation AND question = :question LIMIT 1;

-- disputes_open :many open=int
SELECT count(*) AS open FROM dispute WHERE evaluation = :evaluation AND decided_ms IS NULL;
