-- Care: who presses, who is asked, who has it (centre/care.h).

-- care_add :exec
INSERT INTO care (id, interaction, agent, kind, pressed_ms) VALUES (:id, :interaction, :agent, :kind, :pressed_ms);

-- care_get :maybe
SELECT id, interaction, agent, kind, pressed_ms, holder, before, asked_ms, taken_ms, done_ms, ended_ms
FROM care WHERE id = :id;

-- care_of_agent :maybe
SELECT id, kind, holder, before, done_ms FROM care WHERE interaction = :interaction AND agent = :agent AND ended_ms IS NULL;

-- Who is named in the care of a call: none, and it is a call like any other.
-- care_of_call :many
SELECT agent, holder FROM care WHERE interaction = :interaction AND ended_ms IS NULL;

-- care_of_copied :many
SELECT agent, kind, pressed_ms FROM care WHERE interaction = :interaction AND ended_ms IS NULL;

-- A copy asks for nobody: it is hers alone.
-- care_add_copy :exec
INSERT INTO care (id, interaction, agent, kind, pressed_ms, taken_ms, done_ms)
VALUES (:id, :interaction, :agent, :kind, :pressed_ms, :pressed_ms, :pressed_ms);

-- care_end_copies :exec
UPDATE care SET ended_ms = :ended_ms WHERE agent = :agent AND ended_ms IS NULL
  AND interaction IN (SELECT c.id FROM interaction c WHERE c.copy_of = :interaction);

-- care_press_again :exec
UPDATE care SET kind = :kind, pressed_ms = CASE WHEN done_ms IS NULL THEN pressed_ms ELSE :pressed_ms END WHERE id = :id;

-- care_ask :exec
UPDATE care SET before = holder, holder = :holder?, asked_ms = :asked_ms?, taken_ms = NULL, done_ms = NULL WHERE id = :id;

-- Nobody takes what another has taken.
-- care_take :exec
UPDATE care SET holder = :holder, asked_ms = coalesce(asked_ms, :taken_ms), taken_ms = :taken_ms
WHERE id = :id AND ended_ms IS NULL AND taken_ms IS NULL AND (holder IS NULL OR holder = :holder);

-- care_done :exec
UPDATE care SET done_ms = :done_ms, taken_ms = coalesce(taken_ms, :done_ms)
WHERE id = :id AND ended_ms IS NULL AND holder = :holder AND done_ms IS NULL;

-- care_end :exec
UPDATE care SET ended_ms = :ended_ms WHERE id = :id AND ended_ms IS NULL;

-- What of her own still asks for it: her marks, and that she ended the call.
-- care_carried :one marks=int over=int
SELECT (SELECT count(*) FROM mark k WHERE k.interaction = i.id AND k.author = :agent
    AND k.kind IN ('tough', 'threat', 'talk')) AS marks,
  CASE WHEN i.outcome = 'ended_abuse' THEN 1 ELSE 0 END AS over
FROM interaction i WHERE i.id = :interaction;

-- care_asked_add :exec
INSERT INTO care_asked (care, person, asked_ms) VALUES (:care, :person, :asked_ms);

-- The lead on duty: of the agent's team before others, and nobody who was asked since she came on duty.
-- care_on_duty :maybe
-- sort: those on duty
SELECT s.person FROM shift s JOIN person p ON p.id = s.person LEFT JOIN line l ON l.id = s.line
WHERE s.duty = 'lead' AND s.from_ms <= :at_ms AND (s.to_ms IS NULL OR s.to_ms > :at_ms)
  AND p.state = 'active' AND s.person <> :agent
  AND NOT EXISTS (SELECT 1 FROM care_asked k WHERE k.care = :care AND k.person = s.person
    AND k.asked_ms >= :pressed_ms AND k.asked_ms >= s.from_ms)
ORDER BY CASE WHEN EXISTS (SELECT 1 FROM membership m WHERE m.person = :agent AND m.team = l.team
    AND m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms)) THEN 0 ELSE 1 END,
  s.from_ms, s.person LIMIT 1;

-- Who coaches an agent now: who may take what nobody on duty has.
-- care_coaches :many
-- scan: a site has hundreds of grants; asked when nobody is on duty
SELECT DISTINCT g.person FROM role_grant g JOIN person p ON p.id = g.person
WHERE g.role IN (ROLES(LEADS, COACH)) AND p.state = 'active' AND g.person <> :agent
  AND g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms)
  AND (g.team IS NULL OR EXISTS (SELECT 1 FROM membership m WHERE m.person = :agent AND m.team = g.team
    AND m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms)));

-- What nobody has answered: asked before then, or of nobody yet.
-- care_unanswered :many
SELECT id, interaction, agent, holder, before FROM care
WHERE taken_ms IS NULL AND ended_ms IS NULL AND (asked_ms IS NULL OR asked_ms <= :before_ms)
ORDER BY pressed_ms LIMIT 100;

-- What she asked for, and who has it.
-- unanswered: nobody has it, for nobody who was asked has answered.
-- care_mine :many :json holder{id,name} unanswered=bool
-- sort: one person's few
SELECT c.id, c.interaction, c.kind, c.pressed_ms, c.holder, h.name AS holder_name, c.asked_ms, c.taken_ms, c.done_ms,
  c.holder IS NULL AND EXISTS (SELECT 1 FROM care_asked k WHERE k.care = c.id AND k.asked_ms >= c.pressed_ms) AS unanswered
FROM care c LEFT JOIN person h ON h.id = c.holder
WHERE c.agent = :viewer AND c.ended_ms IS NULL AND (c.done_ms IS NULL OR c.done_ms >= :since_ms)
ORDER BY c.pressed_ms DESC LIMIT 50;

-- What is hers to do: given to her, or with nobody on duty and the agent one she coaches.
-- care_tasks :many :json agent{id,name} -holder unanswered=bool
-- scan: what waits is a handful
-- sort: one lead's few
SELECT c.id, c.interaction, c.kind, c.pressed_ms, c.agent, a.name AS agent_name, c.holder, c.asked_ms, c.taken_ms,
  c.holder IS NULL AND EXISTS (SELECT 1 FROM care_asked k WHERE k.care = c.id AND k.asked_ms >= c.pressed_ms) AS unanswered
FROM care c JOIN person a ON a.id = c.agent
WHERE c.ended_ms IS NULL AND c.done_ms IS NULL AND (c.holder = :viewer OR (c.holder IS NULL AND c.agent <> :viewer
  AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person = :viewer AND g.role IN (ROLES(LEADS, COACH))
    AND g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms)
    AND (g.team IS NULL OR EXISTS (SELECT 1 FROM membership m WHERE m.person = c.agent AND m.team = g.team
      AND m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms))))))
ORDER BY c.pressed_ms LIMIT 50;

-- care_word_add :exec
INSERT INTO care_word (id, care, author, other, body, written_ms)
VALUES (:id, :care, :author, :other, :body, :written_ms);

-- Between the agent and one other: each reads what she is part of.
-- care_words :many :json author{id,name}
SELECT w.id, w.author, p.name AS author_name, w.body, w.written_ms
FROM care_word w JOIN person p ON p.id = w.author JOIN care c ON c.id = w.care
WHERE w.care = :care AND (c.agent = :viewer OR w.other = :viewer) ORDER BY w.written_ms;

-- care_rest_add :exec
INSERT INTO care_rest (id, care, author, from_ms, minutes) VALUES (:id, :care, :author, :from_ms, :minutes);

-- care_rests :many :json author{id,name}
SELECT r.id, r.author, p.name AS author_name, r.from_ms, r.minutes
FROM care_rest r JOIN person p ON p.id = r.author WHERE r.care = :care AND r.from_ms >= :since_ms ORDER BY r.from_ms;

-- care_rests_gone :exec
DELETE FROM care_rest WHERE from_ms < :before_ms;

-- care_words_erased :exec
DELETE FROM care_word WHERE care IN (SELECT c.id FROM care c WHERE c.interaction = :interaction);
