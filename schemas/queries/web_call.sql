-- What people do to a call and say about it.

-- interaction_outcome_set :exec
UPDATE interaction SET outcome = :outcome? WHERE id = :id;

-- interaction_title_set :exec
UPDATE interaction SET title = :title? WHERE id = :id;

-- interaction_topics_clear :exec
DELETE FROM interaction_topic WHERE interaction = :interaction;

-- interaction_topic_add :exec
INSERT INTO interaction_topic (interaction, topic, started_ms, author)
SELECT i.id, t.id, i.started_ms, :author FROM interaction i CROSS JOIN topic t
WHERE i.id = :interaction AND t.id = :topic AND NOT t.retired;

-- interaction_agent_set :exec agent=reached
UPDATE interaction SET agent = :agent?, team = :team? WHERE id = :id;

-- segment_agent_set :exec agent=reached
UPDATE segment SET agent = :agent?, team = :team?, decided_by = 'claim'
WHERE interaction = :interaction AND ord = :ord;

-- mark_add :exec
INSERT INTO mark (id, interaction, author, kind, at_ms, detail, created_ms, started_ms)
SELECT :id, i.id, :author, :kind, :at_ms, :detail?, :created_ms, i.started_ms
FROM interaction i WHERE i.id = :interaction;

-- mark_twin :maybe
SELECT id FROM mark
WHERE interaction = :interaction AND author = :author AND kind = :kind AND created_ms >= :since_ms
  AND at_ms BETWEEN :from_ms AND :to_ms AND coalesce(detail, '') = :detail;

-- mark_get :maybe
SELECT id, interaction, author, kind FROM mark WHERE id = :id;

-- Whether an agent has said that the call is not to be used.
-- call_refused :maybe seen=int
SELECT 1 AS seen FROM mark WHERE interaction = :interaction AND kind = 'withdrawn' LIMIT 1;

-- mark_delete :exec
DELETE FROM mark WHERE id = :id;

-- note_add :exec
INSERT INTO note (id, interaction, author, reply_to, at_ms, len_ms, kind, aspect, body, created_ms)
VALUES (:id, :interaction, :author, :reply_to?, :at_ms, :len_ms, :kind, :aspect?, :body, :created_ms);

-- note_get :maybe :json author{id,name}
SELECT n.id, n.interaction, n.author, p.name AS author_name, n.reply_to, n.at_ms, n.len_ms, n.kind,
  n.aspect, n.body, n.created_ms, n.edited_ms, n.deleted_ms
FROM note n JOIN person p ON p.id = n.author WHERE n.id = :id;

-- Her last "try next time" to the agent of this call, in another call of his that she may see now.
-- note_tried :many :json
SELECT n.id, n.interaction, n.at_ms, n.len_ms, n.body, n.created_ms, i.title, i.started_ms, i.duration_ms
FROM note n JOIN interaction i ON i.id = n.interaction
WHERE n.author = :author AND n.interaction <> :interaction AND n.kind = 'try' AND n.deleted_ms IS NULL AND n.reply_to IS NULL
  AND EXISTS (SELECT 1 FROM segment s JOIN segment here ON here.agent = s.agent JOIN scope c ON c.subject = s.agent
    WHERE s.interaction = n.interaction AND here.interaction = :interaction AND c.viewer = :author
      AND i.started_ms >= c.from_ms AND i.started_ms < c.to_ms)
  AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = n.interaction)
ORDER BY n.created_ms DESC LIMIT 1;

-- note_change :exec
UPDATE note SET at_ms = :at_ms, len_ms = :len_ms, kind = :kind, aspect = :aspect?, body = :body,
  edited_ms = :edited_ms
WHERE id = :id;

-- note_delete :exec
UPDATE note SET body = '', deleted_ms = :deleted_ms WHERE id = :id;

-- A call under care is hers alone who asked for it, of those who took a part of it.
-- hers(call) :fragment
(NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = call)
  OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = call AND u.agent = :agent));

-- What others said about a person's parts of calls, newest first.
-- feedback_of :many :json author{id,name}
-- sort: one person's few hundred notes
SELECT n.id, n.interaction, n.author, p.name AS author_name, n.reply_to, n.at_ms, n.len_ms, n.kind,
  n.aspect, n.body, n.created_ms, n.edited_ms, n.deleted_ms, i.title, i.started_ms, i.duration_ms
FROM segment s JOIN interaction i ON i.id = s.interaction JOIN note n ON n.interaction = i.id
  JOIN person p ON p.id = n.author
WHERE s.agent = :agent AND @hers(s.interaction) AND n.author <> :agent AND n.kind <> 'private' AND n.deleted_ms IS NULL
  AND s.started_ms > :since_ms AND (s.ord = 0 OR n.at_ms >= s.from_ms)
  AND (n.at_ms < s.to_ms OR NOT EXISTS (
    SELECT 1 FROM segment l WHERE l.interaction = s.interaction AND l.ord > s.ord))
ORDER BY n.created_ms DESC LIMIT :limit;

-- listening_add :exec interaction=reached
INSERT INTO listening (id, interaction, person, reason, reason_text, at_ms, heard_ms, heard, told, token_hash, session_hash, stands_on, used_ms)
VALUES (:id, :interaction, :person, :reason, :reason_text?, :at_ms, 0, '[]', :told?, :token_hash, :session_hash, :stands_on, :at_ms);

-- listening_by_token :maybe
SELECT l.id, l.interaction, l.person, l.reason, l.session_hash, l.stands_on, l.used_ms, r.id AS recording, r.swapped, r.state
FROM listening l JOIN recording r ON r.interaction = l.interaction WHERE l.token_hash = :token_hash;

-- What has ended stays so, whatever its person is given afterwards.
-- listening_ended :exec
UPDATE listening SET stands_on = NULL WHERE token_hash = :token_hash;

-- listening_used :exec
UPDATE listening SET used_ms = :used_ms WHERE token_hash = :token_hash AND used_ms < :used_ms;

-- listening_mine :maybe
SELECT id, interaction, person, at_ms, heard_ms, served, told, token_hash, closed_ms FROM listening WHERE id = :id AND person = :person;

-- listening_served :maybe
SELECT id, interaction, person, at_ms, heard_ms, served, told FROM listening WHERE token_hash = :token_hash;

-- listening_heard :exec
UPDATE listening SET served = :served, told = :told?, heard = :heard, heard_ms = :heard_ms
WHERE id = :id AND closed_ms IS NULL;

-- Over: its session has ended, or no session lasts as long as it was not used; and nothing that was
-- served is still to be written.
-- listening_close :exec limit=int
UPDATE listening SET closed_ms = :closed_ms WHERE id IN (SELECT l.id FROM listening l
  WHERE l.closed_ms IS NULL AND l.used_ms < :unused_ms AND (l.used_ms < :old_ms
    OR NOT EXISTS (SELECT 1 FROM session s WHERE s.token_hash = l.session_hash)) LIMIT :limit);

-- All that one person has heard of a call.
-- heard_by :many
SELECT heard FROM listening WHERE interaction = :interaction AND person = :person AND heard_ms > 0
ORDER BY at_ms DESC LIMIT :limit;

-- listening_of_call :many trainee=bool
SELECT l.id, l.person, p.name AS person_name, l.reason, l.reason_text, l.at_ms, l.heard, l.served,
  EXISTS (SELECT 1 FROM programme_member m WHERE m.person = l.person) AS trainee
FROM listening l JOIN person p ON p.id = l.person
WHERE l.interaction = :interaction ORDER BY l.at_ms DESC LIMIT :limit;

-- listening_to_person :many
-- sort: a week of one person
SELECT DISTINCT l.id, l.person, p.name AS person_name, l.reason, l.reason_text, l.at_ms, l.heard, l.served,
  l.interaction, i.title, i.started_ms
FROM segment s JOIN listening l ON l.interaction = s.interaction JOIN interaction i ON i.id = s.interaction
  JOIN person p ON p.id = l.person
WHERE s.agent = :agent AND @hers(s.interaction) AND l.person <> :agent AND l.at_ms > :since_ms
ORDER BY l.at_ms DESC LIMIT :limit;

-- Whether a person belonged to a team at a time.
-- belonged :maybe seen=int
SELECT 1 AS seen FROM belonging WHERE team = :team AND person = :person AND from_ms <= :at_ms AND to_ms > :at_ms
LIMIT 1;

-- What of a call was given to somebody to hear, by one who may still give.
-- given_items :many
SELECT li.id, li.from_ms, li.to_ms FROM list_item li
  JOIN list_reader lr ON lr.list = li.list JOIN listening_list l ON l.id = li.list
WHERE li.interaction = :interaction AND lr.person = :person AND li.consent = 'yes' AND l.retired_ms IS NULL
  AND NOT EXISTS (SELECT 1 FROM mark k WHERE k.interaction = li.interaction AND k.kind = 'withdrawn')
  AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person = l.owner AND g.role IN (ROLES(LEADS, LISTS))
    AND g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms));
