-- Questions for the business: what was marked and nobody has asked yet, the matters, and whose answer it is.

-- Not of a call under care, nor of one whose agent has said no.
-- askable(k) :fragment
k.kind = 'no_answer' AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = k.interaction)
  AND NOT EXISTS (SELECT 1 FROM mark n WHERE n.interaction = k.interaction AND n.kind = 'withdrawn')
  AND NOT EXISTS (SELECT 1 FROM matter_ask q WHERE q.marked = k.id);

-- What was marked and is asked of nobody: the oldest first. Not by whom.
-- matters_unasked :many :json
SELECT k.id, k.interaction, k.at_ms, k.detail, k.created_ms, i.title, i.started_ms
FROM mark k JOIN interaction i ON i.id = k.interaction
WHERE @askable(k) AND k.created_ms >= :since_ms ORDER BY k.created_ms LIMIT 200;

-- matter_askable :maybe
SELECT k.id FROM mark k WHERE k.id = :id AND @askable(k);

-- What stands in the way and is not the agent's: of what was released to her, by somebody else than herself.
-- outside(a) :fragment
a.value = 'outside_control' AND e.kind IN ('standard', 'peer') AND e.state <> 'voided'
  AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = e.interaction)
  AND NOT EXISTS (SELECT 1 FROM mark n WHERE n.interaction = e.interaction AND n.kind = 'withdrawn')
  AND NOT EXISTS (SELECT 1 FROM matter_outside q WHERE q.evaluation = a.evaluation AND q.question = a.question);

-- matters_outside :many :json -document -rubric_version
-- scan: such answers alone, by an index of theirs
-- sort: a quarter's few
SELECT a.evaluation, a.question, e.interaction, a.at_ms, a.comment, i.title, i.started_ms, e.rubric_version, v.document
FROM answer a JOIN evaluation e ON e.id = a.evaluation JOIN interaction i ON i.id = e.interaction
  JOIN rubric_version v ON v.id = e.rubric_version
WHERE @outside(a) AND e.released_ms >= :since_ms ORDER BY e.released_ms LIMIT 100;

-- matter_is_outside :maybe
SELECT a.evaluation FROM answer a JOIN evaluation e ON e.id = a.evaluation
WHERE a.evaluation = :evaluation AND a.question = :question AND e.released_ms IS NOT NULL AND @outside(a);

-- matter_outside_add :exec
INSERT INTO matter_outside (evaluation, question, matter) VALUES (:evaluation, :question, :matter);

-- For the business, as a table: how often, and by how many people's calls, to be left out where they are few.
-- matters_out :many times=int people=int
-- scan: the site's few
-- sort: the site's few
SELECT m.kind, m.title, m.opened_ms, m.owner, m.answer, m.answered_ms,
  (SELECT count(*) FROM matter_ask q WHERE q.matter = m.id)
    + (SELECT count(*) FROM matter_outside q WHERE q.matter = m.id) AS times,
  (SELECT count(DISTINCT k.author) FROM matter_ask q JOIN mark k ON k.id = q.marked WHERE q.matter = m.id)
    + (SELECT count(DISTINCT e.agent) FROM matter_outside q JOIN evaluation e ON e.id = q.evaluation WHERE q.matter = m.id) AS people
FROM matter m WHERE m.answered_ms IS NULL OR m.answered_ms >= :since_ms ORDER BY m.opened_ms LIMIT 1000;

-- matter_add :exec
INSERT INTO matter (id, kind, title, opener, opened_ms) VALUES (:id, :kind, :title, :opener, :opened_ms);

-- matter_title :exec
UPDATE matter SET title = :title WHERE id = :id AND answered_ms IS NULL;

-- matter_owner_set :exec owner=reached
UPDATE matter SET owner = :owner? WHERE id = :id AND answered_ms IS NULL;

-- Who leaves owns nothing: it is the quality lead's again.
-- matter_owner_leaves :exec
UPDATE matter SET owner = NULL WHERE owner = :person AND answered_ms IS NULL;

-- matter_ask_add :exec
INSERT INTO matter_ask (marked, matter) VALUES (:marked, :matter);

-- matter_ask_drop :exec
DELETE FROM matter_ask WHERE marked = :marked;

-- matter_get :maybe
SELECT id, kind, title, opener, owner, answered_ms FROM matter WHERE id = :id;

-- matter_answer :exec
UPDATE matter SET answer = :answer, answered_by = :answered_by, answered_ms = :answered_ms
WHERE id = :id AND answered_ms IS NULL;

-- Those that wait, the oldest first; then what was answered lately. asked: how often it was marked.
-- matters_all :many :json owner{id,name} answered_by{id,name} asked=int
-- scan: the site's few
-- sort: the site's few
SELECT m.id, m.kind, m.title, m.opened_ms, m.owner, o.name AS owner_name, m.answer, m.answered_by, w.name AS answered_by_name,
  m.answered_ms, (SELECT count(*) FROM matter_ask q WHERE q.matter = m.id)
    + (SELECT count(*) FROM matter_outside q WHERE q.matter = m.id) AS asked
FROM matter m LEFT JOIN person o ON o.id = m.owner LEFT JOIN person w ON w.id = m.answered_by
WHERE m.answered_ms IS NULL OR m.answered_ms >= :since_ms
ORDER BY CASE WHEN m.answered_ms IS NULL THEN 0 ELSE 1 END, m.opened_ms LIMIT 500;

-- What one person is asked: nothing of the calls.
-- matters_owned :many :json opener{id,name}
-- sort: one person's few
SELECT m.id, m.kind, m.title, m.opened_ms, m.opener, p.name AS opener_name
FROM matter m JOIN person p ON p.id = m.opener WHERE m.owner = :owner AND m.answered_ms IS NULL ORDER BY m.opened_ms LIMIT 100;

-- matter_askers :many
-- sort: who asked one thing
SELECT DISTINCT k.author FROM matter_ask q JOIN mark k ON k.id = q.marked WHERE q.matter = :matter;

-- matter_asked_by :maybe
SELECT m.id FROM matter_ask q JOIN mark k ON k.id = q.marked JOIN matter m ON m.id = q.matter
WHERE q.matter = :matter AND k.author = :author AND m.answered_ms IS NOT NULL LIMIT 1;

-- Answers to what she marked, newest first, each with her own second of it.
-- answers_to_me :many :json answered_by{id,name}
-- sort: one person's few
SELECT m.id, m.title, m.answer, m.answered_by, w.name AS answered_by_name, m.answered_ms, k.interaction, k.at_ms, k.detail,
  i.title AS call_title, i.started_ms, q.read_ms
FROM mark k JOIN matter_ask q ON q.marked = k.id JOIN matter m ON m.id = q.matter JOIN interaction i ON i.id = k.interaction
  LEFT JOIN person w ON w.id = m.answered_by
WHERE k.author = :author AND k.kind = 'no_answer' AND m.answered_ms >= :since_ms ORDER BY m.answered_ms DESC LIMIT 50;

-- matter_read :exec
UPDATE matter_ask SET read_ms = :read_ms WHERE matter = :matter AND read_ms IS NULL
  AND EXISTS (SELECT 1 FROM mark k WHERE k.id = matter_ask.marked AND k.author = :author);
