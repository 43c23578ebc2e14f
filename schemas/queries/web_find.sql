-- Lists of calls: the newest, under a key (one filter or a pair of filters, call_key), with a word.
-- Filters beyond what drives the walk are asked of each call: keys as points of the same table, words
-- of its index; hours and length stand in the driving row. All are keyset-paged from (before_ms,
-- before), newest first. A key that holds a subject is asked for only when the viewer may see that
-- subject, and brings no viewer; the others look into scope.

-- scope_subjects :many
SELECT subject FROM scope WHERE viewer = :viewer LIMIT :limit;

-- scope_has :maybe seen=int
SELECT 1 AS seen FROM scope WHERE viewer = :viewer AND subject = :subject;

-- How many calls, up to so many: what a drive would have to walk.
-- key_count :one n=int
SELECT count(*) AS n FROM (SELECT 1 FROM call_key WHERE filters = :filters AND word_one = :word_one
  AND word_two = :word_two LIMIT :limit) AS few;

-- prefix_count :one n=int word_end=text
SELECT count(*) AS n FROM (SELECT 1 FROM call_word WHERE word >= :word AND word < :word_end LIMIT :limit) AS few;

-- find_newest :many colleagues=bool before=id minute_from=int minute_to=int first=text first_end=text second=text second_end=text third=text third_end=text
SELECT i.id, i.started_ms FROM interaction i
WHERE i.started_ms <= :before_ms AND (i.started_ms < :before_ms OR i.id < :before)
  AND i.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:first? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = i.id
    AND x.word >= :first? AND x.word < :first_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))
    AND (:second? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = i.id
    AND x.word >= :second? AND x.word < :second_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))
    AND (:third? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = i.id
    AND x.word >= :third? AND x.word < :third_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer)))))))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY i.started_ms DESC, i.id DESC LIMIT :limit;

-- find_by_key :many seen=bool colleagues=bool before=id minute_from=int minute_to=int also_filters=int also_one=bytes also_two=bytes more_filters=int more_one=bytes more_two=bytes first=text first_end=text second=text second_end=text third=text third_end=text
SELECT k.interaction AS id, k.started_ms FROM call_key k
WHERE k.filters = :filters AND k.word_one = :word_one AND k.word_two = :word_two
  AND k.started_ms <= :before_ms AND (k.started_ms < :before_ms OR k.interaction < :before)
  AND k.started_ms >= :since_ms
  AND k.local_minute >= :minute_from AND k.local_minute < :minute_to
  AND k.duration_ms >= :least_ms AND k.duration_ms <= :most_ms
  AND (:also_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :also_filters?
    AND x.word_one = :also_one? AND x.word_two = :also_two? AND x.started_ms = k.started_ms
    AND x.interaction = k.interaction)
    AND (:more_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :more_filters?
    AND x.word_one = :more_one? AND x.word_two = :more_two? AND x.started_ms = k.started_ms
    AND x.interaction = k.interaction)))
  AND (:first? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = k.interaction
    AND x.word >= :first? AND x.word < :first_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))
    AND (:second? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = k.interaction
    AND x.word >= :second? AND x.word < :second_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))
    AND (:third? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = k.interaction
    AND x.word >= :third? AND x.word < :third_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer)))))))
  AND (:seen OR EXISTS (
    SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
    WHERE g.interaction = k.interaction))
ORDER BY k.started_ms DESC, k.interaction DESC LIMIT :limit;

-- A row of a list, and the head of the call page. Measures are of the whole call: for those whose
-- scope holds each of its parts.
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
  LEFT JOIN measure m ON m.interaction = i.id AND NOT EXISTS (
    SELECT 1 FROM segment g WHERE g.interaction = i.id AND NOT EXISTS (
      SELECT 1 FROM scope s WHERE s.viewer = :viewer AND s.subject = g.subject))
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
