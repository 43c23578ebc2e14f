-- Lists of calls: one query per driving index, the other filters residual; all keyset-paged from
-- (before_ms, before), newest first. Only the newest and the topic list reach calls of people the
-- viewer may not see, so only they look into scope; a subject is checked before it is asked for.

-- scope_subjects :many
SELECT subject FROM scope WHERE viewer = :viewer LIMIT :limit;

-- scope_has :maybe seen=int
SELECT 1 AS seen FROM scope WHERE viewer = :viewer AND subject = :subject;

-- find_by_subject :many before=id minute_from=int minute_to=int unclaimed=bool topic_is=id mark_is=text outcome_is=text
SELECT g.interaction AS id, g.started_ms FROM segment g JOIN interaction i ON i.id = g.interaction
WHERE g.subject = :subject
  AND g.started_ms <= :before_ms AND (g.started_ms < :before_ms OR g.interaction < :before)
  AND g.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:outcome_is? IS NULL OR i.outcome = :outcome_is?)
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:topic_is? IS NULL OR EXISTS (
    SELECT 1 FROM interaction_topic x WHERE x.interaction = g.interaction AND x.topic = :topic_is?))
  AND (:mark_is? IS NULL OR EXISTS (
    SELECT 1 FROM mark k WHERE k.interaction = g.interaction AND k.kind = :mark_is?))
ORDER BY g.started_ms DESC, g.interaction DESC LIMIT :limit;

-- find_newest :many before=id minute_from=int minute_to=int unclaimed=bool topic_is=id mark_is=text outcome_is=text
SELECT i.id, i.started_ms FROM interaction i
WHERE i.started_ms <= :before_ms AND (i.started_ms < :before_ms OR i.id < :before)
  AND i.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:outcome_is? IS NULL OR i.outcome = :outcome_is?)
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:topic_is? IS NULL OR EXISTS (
    SELECT 1 FROM interaction_topic x WHERE x.interaction = i.id AND x.topic = :topic_is?))
  AND (:mark_is? IS NULL OR EXISTS (
    SELECT 1 FROM mark k WHERE k.interaction = i.id AND k.kind = :mark_is?))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY i.started_ms DESC, i.id DESC LIMIT :limit;

-- find_by_team :many before=id minute_from=int minute_to=int unclaimed=bool topic_is=id mark_is=text outcome_is=text
SELECT i.id, i.started_ms FROM interaction i
WHERE i.team = :team
  AND i.started_ms <= :before_ms AND (i.started_ms < :before_ms OR i.id < :before)
  AND i.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:outcome_is? IS NULL OR i.outcome = :outcome_is?)
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:topic_is? IS NULL OR EXISTS (
    SELECT 1 FROM interaction_topic x WHERE x.interaction = i.id AND x.topic = :topic_is?))
  AND (:mark_is? IS NULL OR EXISTS (
    SELECT 1 FROM mark k WHERE k.interaction = i.id AND k.kind = :mark_is?))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY i.started_ms DESC, i.id DESC LIMIT :limit;

-- find_by_topic :many before=id minute_from=int minute_to=int unclaimed=bool mark_is=text outcome_is=text
SELECT t.interaction AS id, t.started_ms FROM interaction_topic t JOIN interaction i ON i.id = t.interaction
WHERE t.topic = :topic
  AND t.started_ms <= :before_ms AND (t.started_ms < :before_ms OR t.interaction < :before)
  AND t.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:outcome_is? IS NULL OR i.outcome = :outcome_is?)
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:mark_is? IS NULL OR EXISTS (
    SELECT 1 FROM mark k WHERE k.interaction = t.interaction AND k.kind = :mark_is?))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY t.started_ms DESC, t.interaction DESC LIMIT :limit;

-- find_by_outcome :many before=id minute_from=int minute_to=int unclaimed=bool topic_is=id mark_is=text
SELECT i.id, i.started_ms FROM interaction i
WHERE i.outcome = :outcome
  AND i.started_ms <= :before_ms AND (i.started_ms < :before_ms OR i.id < :before)
  AND i.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:topic_is? IS NULL OR EXISTS (
    SELECT 1 FROM interaction_topic x WHERE x.interaction = i.id AND x.topic = :topic_is?))
  AND (:mark_is? IS NULL OR EXISTS (
    SELECT 1 FROM mark k WHERE k.interaction = i.id AND k.kind = :mark_is?))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY i.started_ms DESC, i.id DESC LIMIT :limit;

-- A call marked twice alike comes twice: the caller drops neighbours that are the same.
-- find_by_mark :many before=id minute_from=int minute_to=int unclaimed=bool topic_is=id outcome_is=text
SELECT m.interaction AS id, m.started_ms FROM mark m JOIN interaction i ON i.id = m.interaction
WHERE m.kind = :kind
  AND m.started_ms <= :before_ms AND (m.started_ms < :before_ms OR m.interaction < :before)
  AND m.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:outcome_is? IS NULL OR i.outcome = :outcome_is?)
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:topic_is? IS NULL OR EXISTS (
    SELECT 1 FROM interaction_topic x WHERE x.interaction = m.interaction AND x.topic = :topic_is?))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY m.started_ms DESC, m.interaction DESC LIMIT :limit;

-- A row of a list, and the head of the call page.
-- call_row :maybe notes=int gaps=int heard_by_me=bool
SELECT i.id, i.started_ms, i.duration_ms, i.agent, p.name AS agent_name, i.team, t.name AS team_name,
  i.title, i.outcome, i.no_recording, r.id AS recording, r.channels AS channels, i.load_mark,
  i.direction, i.caller_sealed, m.interaction AS measured, m.agent_talk_ms, m.caller_talk_ms, m.overtalk_ms,
  m.silence_ms, m.hold_ms,
  (SELECT count(*) FROM note n WHERE n.interaction = i.id AND n.deleted_ms IS NULL
     AND (n.kind <> 'private' OR n.author = :viewer)) AS notes,
  (SELECT count(*) FROM gap g WHERE g.interaction = i.id AND g.reason <> 'dtx') AS gaps,
  CAST(EXISTS (SELECT 1 FROM listening l WHERE l.interaction = i.id AND l.person = :viewer) AS BOOL)
    AS heard_by_me
FROM interaction i LEFT JOIN person p ON p.id = i.agent LEFT JOIN team t ON t.id = i.team
  LEFT JOIN recording r ON r.interaction = i.id AND r.state = 'sealed'
  LEFT JOIN measure m ON m.interaction = i.id
WHERE i.id = :id;

-- call_topics :many
-- sort: a call has a handful
SELECT t.id, t.name_sv, t.name_en FROM interaction_topic x JOIN topic t ON t.id = x.topic
WHERE x.interaction = :interaction ORDER BY t.name_sv;

-- call_marks :many
-- sort: a call has a handful
SELECT k.id, k.kind, k.at_ms, k.detail, k.author, p.name AS author_name, k.created_ms
FROM mark k JOIN person p ON p.id = k.author WHERE k.interaction = :interaction ORDER BY k.at_ms;

-- call_notes :many
SELECT n.id, n.interaction, n.author, p.name AS author_name, n.reply_to, n.at_ms, n.len_ms, n.kind,
  n.aspect, n.body, n.created_ms, n.edited_ms, n.deleted_ms
FROM note n JOIN person p ON p.id = n.author
WHERE n.interaction = :interaction AND (n.kind <> 'private' OR n.author = :viewer)
ORDER BY n.at_ms;

-- call_segments :many
SELECT s.ord, s.agent, p.name AS agent_name, s.team, s.from_ms, s.to_ms, s.decided_by
FROM segment s LEFT JOIN person p ON p.id = s.agent WHERE s.interaction = :interaction ORDER BY s.ord;
