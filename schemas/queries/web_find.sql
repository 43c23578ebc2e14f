-- Lists of calls: the newest, under a key (one filter or a pair of filters, call_key), with a word.
-- Filters beyond what drives the walk are asked of each call: keys as points of the same table, words
-- of its index; hours and length stand in the row walked. All are keyset-paged from (before_ms,
-- before), newest first. A key that holds a subject is asked for only when the viewer may see that
-- subject's whole time, and brings no viewer; the others look into scope.

-- scope_subjects :many
SELECT subject, from_ms, to_ms FROM scope WHERE viewer = :viewer LIMIT :limit;

-- scope_of :many
SELECT from_ms, to_ms FROM scope WHERE viewer = :viewer AND subject = :subject ORDER BY from_ms;

-- How many calls, up to so many: what a drive would have to walk.
-- key_count :one n=int
SELECT count(*) AS n FROM (SELECT 1 FROM call_key WHERE filters = :filters AND word_one = :word_one
  AND word_two = :word_two LIMIT :limit) AS few;

-- prefix_count :one n=int word_end=text
SELECT count(*) AS n FROM (SELECT 1 FROM call_word WHERE word >= :word AND word < :word_end LIMIT :limit) AS few;

-- The words there are that begin so: one seek for each.
-- begins(first,stop) :fragment
WITH RECURSIVE begins (word) AS (
  SELECT min(f.word) FROM call_word f WHERE f.word >= first AND f.word < stop
  UNION ALL SELECT (SELECT min(n.word) FROM call_word n WHERE n.word > b.word AND n.word < stop)
  FROM begins b WHERE b.word IS NOT NULL);

-- beginnings :one n=int word_end=text
@begins(:word, :word_end)
SELECT count(*) AS n FROM (SELECT 1 FROM begins LIMIT :limit) AS few;

-- Lists hold a call under care for the agent who asked for it, and for nobody else.
-- listed(call) :fragment
(NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = call)
  OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = call AND u.agent = :viewer));

-- Who sees a call: one of its parts is of a subject in the viewer's scope. CROSS JOIN: SQLite keeps the
-- order, from the call's few parts to the scope; a leader's scope is hundreds of rows.
-- visible(call) :fragment
EXISTS (SELECT 1 FROM segment g CROSS JOIN scope s
  WHERE s.viewer = :viewer AND s.subject = g.subject AND g.started_ms >= s.from_ms AND g.started_ms < s.to_ms
    AND g.interaction = call) AND @listed(call);

-- Who may read a word of it: one of the parts it may be read by is, or any where colleagues may read.
-- readable(w) :fragment colleagues=bool
EXISTS (SELECT 1 FROM segment g CROSS JOIN scope s
  WHERE s.viewer = :viewer AND s.subject = g.subject AND g.started_ms >= s.from_ms AND g.started_ms < s.to_ms
    AND g.interaction = w.interaction
    AND (((w.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer)))
  AND @listed(w.interaction);

-- has_word(call,begins,ends) :fragment
(begins IS NULL OR EXISTS (SELECT 1 FROM call_word x
  WHERE x.interaction = call AND x.word >= begins AND x.word < ends AND @readable(x)));

-- Who may read what is pinned at a point of a call: those of the part it lies in. The first part begins
-- and the last one ends with the call.
-- told(pin) :fragment
EXISTS (SELECT 1 FROM segment g CROSS JOIN scope s
  WHERE s.viewer = :viewer AND s.subject = g.subject AND g.started_ms >= s.from_ms AND g.started_ms < s.to_ms
    AND g.interaction = pin.interaction AND (g.ord = 0 OR pin.at_ms >= g.from_ms)
    AND (pin.at_ms < g.to_ms OR NOT EXISTS (
      SELECT 1 FROM segment l WHERE l.interaction = g.interaction AND l.ord > g.ord)))
  AND @listed(pin.interaction);

-- A mark at 0 is of the call as a whole.
-- mark_told(k) :fragment
(k.author = :viewer OR @told(k) OR (k.at_ms = 0 AND @visible(k.interaction)));

-- A mark is a key of the whole call: the key finds it, this asks who may know.
-- marked(call) :fragment mark=text
(:mark? IS NULL OR EXISTS (SELECT 1 FROM mark m
  WHERE m.interaction = call AND m.kind = :mark? AND @mark_told(m)));

-- has_key(t,kind,one,two) :fragment
(kind IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = kind AND x.word_one = one
  AND x.word_two = two AND x.started_ms = t.started_ms AND x.interaction = t.interaction));

-- on_page(t,call) :fragment before=id
t.started_ms <= :before_ms AND (t.started_ms < :before_ms OR call < :before) AND t.started_ms >= :since_ms;

-- Hours are a stretch of the clock's circle: from 22 through 6 is eight of them.
-- at_hours(t) :fragment minute_from=int minutes=int
(t.local_minute + 1440 - :minute_from) % 1440 < :minutes
  AND t.duration_ms >= :least_ms AND t.duration_ms <= :most_ms;

-- later_words(call) :fragment second=text second_end=text third=text third_end=text
@has_word(call, :second?, :second_end?) AND @has_word(call, :third?, :third_end?);

-- all_words(call) :fragment first=text first_end=text
@has_word(call, :first?, :first_end?) AND @later_words(call);

-- two_keys(t) :fragment also_filters=int also_one=bytes also_two=bytes more_filters=int more_one=bytes more_two=bytes
@has_key(t, :also_filters?, :also_one?, :also_two?) AND @has_key(t, :more_filters?, :more_one?, :more_two?);

-- three_keys(t) :fragment last_filters=int last_one=bytes last_two=bytes
@two_keys(t) AND @has_key(t, :last_filters?, :last_one?, :last_two?);

-- find_newest :many
SELECT i.id, i.started_ms FROM interaction i
WHERE @on_page(i, i.id) AND @at_hours(i) AND @marked(i.id) AND @all_words(i.id) AND @visible(i.id)
ORDER BY i.started_ms DESC, i.id DESC LIMIT :limit;

-- find_by_key :many seen=bool
SELECT k.interaction AS id, k.started_ms FROM call_key k
WHERE k.filters = :filters AND k.word_one = :word_one AND k.word_two = :word_two
  AND @on_page(k, k.interaction) AND @at_hours(k) AND @two_keys(k)
  AND @marked(k.interaction) AND @all_words(k.interaction)
  AND ((:seen AND @listed(k.interaction)) OR @visible(k.interaction))
ORDER BY k.started_ms DESC, k.interaction DESC LIMIT :limit;

-- Calls with words that begin so, of a stretch of time.
-- find_by_words :many word_end=text
-- sort: as many as the stretch holds
@begins(:word, :word_end)
SELECT w.interaction AS id, w.started_ms FROM begins b CROSS JOIN call_word w
WHERE w.word = b.word AND @on_page(w, w.interaction) AND @at_hours(w)
  AND @three_keys(w) AND @marked(w.interaction) AND @later_words(w.interaction) AND @readable(w)
GROUP BY w.started_ms, w.interaction
ORDER BY w.started_ms DESC, w.interaction DESC LIMIT :limit;

-- Where a stretch ends: so many calls back.
-- back_newest :maybe most=int
SELECT i.started_ms FROM interaction i WHERE @on_page(i, i.id) AND @at_hours(i)
ORDER BY i.started_ms DESC, i.id DESC LIMIT 1 OFFSET :most;

-- back_key :maybe most=int
SELECT k.started_ms FROM call_key k
WHERE k.filters = :filters AND k.word_one = :word_one AND k.word_two = :word_two
  AND @on_page(k, k.interaction) AND @at_hours(k)
ORDER BY k.started_ms DESC, k.interaction DESC LIMIT 1 OFFSET :most;

-- Those of one caller, by the keyed hash of the number, that the viewer may see.
-- calls_of_caller :many
SELECT i.id, i.started_ms FROM interaction i
WHERE i.caller_hash = :caller_hash AND i.started_ms >= :since_ms AND @visible(i.id)
ORDER BY i.started_ms DESC, i.id DESC LIMIT :limit;

-- Those another system knows by that name, that the viewer may see.
-- calls_named :many
SELECT DISTINCT n.interaction AS id, n.started_ms FROM call_named n
WHERE n.hash = :hash AND @visible(n.interaction)
ORDER BY n.started_ms DESC, n.interaction DESC LIMIT :limit;

-- A row of a list, and the head of the call page. Measures are of the whole call: for those whose
-- scope holds each of its parts. Gaps: the sides that lack 200 ms or more in all, as on the call page
-- and the health page; a hold lacks nothing. Own: by the whole seconds its parts are
-- shown between. Heard: a second of it, not a page that was opened.
-- call_row :maybe :json agent{id,name} team{id,name} measures{agent_talk_ms,caller_talk_ms,overtalk_ms,silence_ms,hold_ms} -recording -caller_sealed -notes -gaps notes=int gaps=int heard_by_me=bool own_ms=int?
-- sort: the gaps of one call
SELECT i.id, i.started_ms, i.duration_ms, i.agent, p.name AS agent_name, i.team, t.name AS team_name,
  i.title, i.outcome, i.no_recording, r.id AS recording, r.channels AS channels, i.load_mark,
  i.direction, i.caller_sealed, m.interaction AS measures, m.agent_talk_ms, m.caller_talk_ms, m.overtalk_ms,
  m.silence_ms, m.hold_ms,
  (SELECT count(*) FROM note n WHERE n.interaction = i.id AND n.deleted_ms IS NULL
     AND (n.author = :viewer OR (n.kind <> 'private' AND @told(n)))) AS notes,
  (SELECT count(*) FROM (SELECT g.side FROM gap g WHERE g.interaction = i.id
     AND g.reason NOT IN ('dtx', 'hold', 'pause')
     GROUP BY g.side HAVING sum(g.to_ms - g.from_ms) >= 200) lacking) AS gaps,
  CAST(EXISTS (SELECT 1 FROM listening l WHERE l.interaction = i.id AND l.person = :viewer
     AND l.heard_ms >= 1000) AS BOOL) AS heard_by_me,
  (SELECT sum(g.to_ms / 1000 - g.from_ms / 1000) * 1000 FROM segment g WHERE g.interaction = i.id AND g.agent = :viewer) AS own_ms
FROM interaction i LEFT JOIN person p ON p.id = i.agent LEFT JOIN team t ON t.id = i.team
  LEFT JOIN recording r ON r.interaction = i.id AND r.state = 'sealed'
  LEFT JOIN measure m ON m.interaction = i.id AND NOT EXISTS (
    SELECT 1 FROM segment g WHERE g.interaction = i.id AND NOT EXISTS (
      SELECT 1 FROM scope s WHERE s.viewer = :viewer AND s.subject = g.subject
        AND g.started_ms >= s.from_ms AND g.started_ms < s.to_ms))
WHERE i.id = :id;

-- call_topics :many :json
-- sort: a call has a handful
SELECT t.id, t.name_sv, t.name_en FROM interaction_topic x JOIN topic t ON t.id = x.topic
WHERE x.interaction = :interaction ORDER BY t.name_sv;

-- call_marks :many :json author{id,name}
-- sort: a call has a handful
SELECT k.id, k.kind, k.at_ms, k.detail, k.author, p.name AS author_name, k.created_ms
FROM mark k JOIN person p ON p.id = k.author WHERE k.interaction = :interaction ORDER BY k.at_ms;

-- What of them a row of a list tells.
-- row_marks :many
-- sort: a call has a handful
SELECT k.kind FROM mark k WHERE k.interaction = :interaction AND @mark_told(k) ORDER BY k.at_ms;

-- call_notes :many :json author{id,name}
SELECT n.id, n.interaction, n.author, p.name AS author_name, n.reply_to, n.at_ms, n.len_ms, n.kind,
  n.aspect, n.body, n.created_ms, n.edited_ms, n.deleted_ms
FROM note n JOIN person p ON p.id = n.author
WHERE n.interaction = :interaction AND (n.kind <> 'private' OR n.author = :viewer)
ORDER BY n.at_ms;

-- The copies there are of a call that a capture held more of when it was replayed again: beside it, and beside which.
-- call_copies :many :json longer=bool
-- sort: one, rarely two
SELECT c.id, c.duration_ms, CAST(c.duration_ms > i.duration_ms AS BOOL) AS longer
FROM interaction i JOIN interaction c ON c.copy_of = i.id OR c.id = i.copy_of
WHERE i.id = :id AND @visible(c.id) ORDER BY c.duration_ms;

-- call_segments :many :json agent{id,name} -team -started_ms
SELECT s.ord, s.agent, p.name AS agent_name, s.team, s.from_ms, s.to_ms, s.decided_by, s.started_ms
FROM segment s LEFT JOIN person p ON p.id = s.agent WHERE s.interaction = :interaction ORDER BY s.ord;
