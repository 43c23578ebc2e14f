-- What was begun and is not done: notes half written, and promises that a colleague keeps for who promised.

-- note_draft_put :exec
INSERT INTO note_draft (author, interaction, at_ms, len_ms, kind, aspect, body, written_ms)
VALUES (:author, :interaction, :at_ms, :len_ms, :kind, :aspect?, :body, :written_ms)
ON CONFLICT (author, interaction) DO UPDATE SET at_ms = excluded.at_ms, len_ms = excluded.len_ms, kind = excluded.kind,
  aspect = excluded.aspect, body = excluded.body, written_ms = excluded.written_ms;

-- note_draft_drop :exec
DELETE FROM note_draft WHERE author = :author AND interaction = :interaction;

-- note_draft_of :maybe :json
SELECT at_ms, len_ms, kind, aspect, body, written_ms FROM note_draft
WHERE author = :author AND interaction = :interaction;

-- note_drafts_mine :many :json
-- sort: one person's few
SELECT d.interaction, d.at_ms, d.body, d.written_ms, i.title, i.started_ms
FROM note_draft d JOIN interaction i ON i.id = d.interaction
WHERE d.author = :author ORDER BY d.written_ms DESC LIMIT 20;

-- note_drafts_old :exec
DELETE FROM note_draft WHERE written_ms < :before_ms;

-- note_drafts_erased :exec
DELETE FROM note_draft WHERE interaction = :interaction;

-- note_drafts_forget :exec
DELETE FROM note_draft WHERE author = :author;

-- ---- a promise, handed over ---------------------------------------------------------------------

-- Agents who share a team with her now.
-- colleagues(me) :fragment
p.id <> me AND p.state = 'active'
  AND EXISTS (SELECT 1 FROM membership a JOIN membership b ON b.team = a.team
    WHERE a.person = me AND b.person = p.id AND a.from_ms <= :at_ms AND (a.to_ms IS NULL OR a.to_ms > :at_ms)
      AND b.from_ms <= :at_ms AND (b.to_ms IS NULL OR b.to_ms > :at_ms))
  AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person = p.id AND g.role IN (ROLES(OWN, CALLS))
    AND g.from_ms <= :at_ms AND (g.to_ms IS NULL OR g.to_ms > :at_ms));

-- colleagues_of :many :json
-- scan: who works here
-- sort: a team
SELECT p.id, p.name FROM person p WHERE @colleagues(:viewer) ORDER BY p.name LIMIT 200;

-- colleague_is :maybe
SELECT p.id FROM person p WHERE p.id = :person AND @colleagues(:viewer);

-- promise_hand :exec receiver=reached
INSERT INTO promise_handed (promise, receiver, words, handed_ms) VALUES (:promise, :receiver, :words, :handed_ms);

-- promise_hand_back :exec
DELETE FROM promise_handed WHERE promise = :promise;

-- promise_handed_get :maybe
SELECT receiver FROM promise_handed WHERE promise = :promise;

-- Kept for another: what it is in her words, and nothing of the call.
-- promises_handed :many :json promiser{id,name}
-- sort: one person's few
SELECT p.id, p.due_ms, p.agent AS promiser, a.name AS promiser_name, h.words, h.handed_ms
FROM promise_handed h JOIN promise p ON p.id = h.promise JOIN person a ON a.id = p.agent
WHERE h.receiver = :receiver AND p.done_ms IS NULL ORDER BY p.due_ms LIMIT 50;

-- promises_handed_erased :exec
DELETE FROM promise_handed WHERE promise IN (SELECT p.id FROM promise p WHERE p.interaction = :interaction);

-- Who leaves keeps nobody's promises, and hands none over.
-- promises_handed_forget :exec
DELETE FROM promise_handed WHERE receiver = :person;
