-- For those who watch over it: the log of listenings as a person reads it.

-- Not its title: of a call under care that is hers and whose task it is. Whose call it was: the agent asked about, where it is hers in part, else its first.
-- listening_log :many whose=id? whose_name=text?
-- scan: a range of time, by its index; what is asked filters it
SELECT l.id, l.person, p.name AS person_name, l.reason, l.reason_text, l.at_ms, l.heard, l.served,
  l.interaction, i.started_ms, a.id AS whose, a.name AS whose_name
FROM listening l JOIN interaction i ON i.id = l.interaction JOIN person p ON p.id = l.person
  LEFT JOIN person a ON a.id = coalesce(:agent?, i.agent)
WHERE l.at_ms >= :from_ms AND l.at_ms < :to_ms AND (:person? IS NULL OR l.person = :person?)
  AND (:interaction? IS NULL OR l.interaction = :interaction?) AND (:reason? IS NULL OR l.reason = :reason?)
  AND (:agent? IS NULL OR EXISTS (SELECT 1 FROM segment s WHERE s.interaction = l.interaction AND s.agent = :agent?))
ORDER BY l.at_ms DESC LIMIT :limit;

-- ---- an agent says that a listening broke the agreement -----------------------------------------

-- A call under care is hers alone who asked for it, of those who took a part of it.
-- hers(call) :fragment
(NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = call)
  OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = call AND u.agent = :agent));

-- A listening by another to a call of which a part is hers.
-- heard_by_another :maybe
SELECT l.id, l.interaction FROM listening l JOIN segment s ON s.interaction = l.interaction
WHERE l.id = :id AND s.agent = :agent AND l.person <> :agent AND @hers(l.interaction) LIMIT 1;

-- objection_of :maybe
SELECT id FROM objection WHERE listening = :listening AND agent = :agent;

-- objection_add :exec
INSERT INTO objection (id, listening, agent, words, made_ms, due_ms)
VALUES (:id, :listening, :agent, :words, :made_ms, :due_ms);

-- objection_get :maybe
SELECT o.id, o.answered_ms, l.person FROM objection o JOIN listening l ON l.id = o.listening WHERE o.id = :id;

-- objection_answer :exec
UPDATE objection SET finding = :finding, answer = :answer, answered_by = :answered_by, answered_ms = :answered_ms
WHERE id = :id AND answered_ms IS NULL;

-- What is told of one: who listened, when, for what and how much; of the call nothing but when it was.
-- objection_list :many :json agent{id,name} listener{id,name} answered_by{id,name}
SELECT o.id, o.listening, o.agent, a.name AS agent_name, l.person AS listener, p.name AS listener_name, l.reason,
  l.reason_text, l.at_ms, l.heard_ms, i.started_ms, o.words, o.made_ms, o.due_ms, o.finding, o.answer, o.answered_by,
  w.name AS answered_by_name, o.answered_ms
FROM objection o JOIN listening l ON l.id = o.listening JOIN person a ON a.id = o.agent JOIN person p ON p.id = l.person
  JOIN interaction i ON i.id = l.interaction LEFT JOIN person w ON w.id = o.answered_by
ORDER BY o.made_ms DESC LIMIT :limit;

-- objection_list_own :many :json agent{id,name} listener{id,name} answered_by{id,name}
SELECT o.id, o.listening, o.agent, a.name AS agent_name, l.person AS listener, p.name AS listener_name, l.reason,
  l.reason_text, l.at_ms, l.heard_ms, i.started_ms, o.words, o.made_ms, o.due_ms, o.finding, o.answer, o.answered_by,
  w.name AS answered_by_name, o.answered_ms
FROM objection o JOIN listening l ON l.id = o.listening JOIN person a ON a.id = o.agent JOIN person p ON p.id = l.person
  JOIN interaction i ON i.id = l.interaction LEFT JOIN person w ON w.id = o.answered_by
WHERE o.agent = :agent ORDER BY o.made_ms DESC LIMIT :limit;
