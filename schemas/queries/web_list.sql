-- Listening lists, what is on them, to whom they were given.

-- list_add :exec
INSERT INTO listening_list (id, owner, title, why, created_ms) VALUES (:id, :owner, :title, :why, :created_ms);

-- list_get :maybe :json owner{id,name}
SELECT l.id, l.owner, p.name AS owner_name, l.title, l.why, l.created_ms
FROM listening_list l JOIN person p ON p.id = l.owner WHERE l.id = :id AND l.retired_ms IS NULL;

-- list_change :exec
UPDATE listening_list SET title = :title, why = :why WHERE id = :id;

-- list_retire :exec
UPDATE listening_list SET retired_ms = :retired_ms WHERE id = :id;

-- list_retire_all :exec
UPDATE listening_list SET retired_ms = :retired_ms WHERE owner = :owner AND retired_ms IS NULL;

-- list_reader_end_all :exec
-- scan: a site has a few hundred readers
DELETE FROM list_reader WHERE person = :person;

-- Counted by the rule its own page shows it by (may_see_in_lists): a difference of one would tell a stranger
-- that somebody pressed.
-- list_owned :many items=int readers=int
SELECT l.id, l.owner, p.name AS owner_name, l.title, l.why, l.created_ms,
  (SELECT count(*) FROM list_item i WHERE i.list = l.id AND (
    NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.interaction)
    OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.interaction AND u.agent = :owner))) AS items,
  (SELECT count(*) FROM list_reader r WHERE r.list = l.id) AS readers
FROM listening_list l JOIN person p ON p.id = l.owner
WHERE l.owner = :owner AND l.retired_ms IS NULL
  AND NOT EXISTS (SELECT 1 FROM programme g WHERE g.id = l.id) ORDER BY l.created_ms DESC LIMIT :limit;

-- list_given :many items=int readers=int
SELECT l.id, l.owner, p.name AS owner_name, l.title, l.why, l.created_ms, r.given_ms, r.item,
  r.item_at_ms, r.finished_ms,
  (SELECT count(*) FROM list_item i WHERE i.list = l.id AND i.consent = 'yes' AND (
    NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.interaction)
    OR EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = i.interaction AND u.agent = :person))) AS items,
  (SELECT count(*) FROM list_reader o WHERE o.list = l.id) AS readers
FROM list_reader r JOIN listening_list l ON l.id = r.list JOIN person p ON p.id = l.owner
WHERE r.person = :person AND l.retired_ms IS NULL
  AND NOT EXISTS (SELECT 1 FROM programme g WHERE g.id = l.id) ORDER BY r.given_ms DESC LIMIT :limit;

-- list_items :many :json -interaction
SELECT id, ord, interaction, from_ms, to_ms, why, consent FROM list_item WHERE list = :list ORDER BY ord;

-- list_item_get :maybe
SELECT li.id, li.list, li.interaction, li.from_ms, li.to_ms, li.consent, l.owner
FROM list_item li JOIN listening_list l ON l.id = li.list WHERE li.id = :id AND l.retired_ms IS NULL;

-- list_item_add :exec interaction=reached
INSERT INTO list_item (id, list, ord, interaction, from_ms, to_ms, why, consent, asked_ms, decided_ms)
VALUES (:id, :list, :ord, :interaction, :from_ms, :to_ms, :why, :consent, :asked_ms, :decided_ms?);

-- list_item_order :exec
UPDATE list_item SET ord = :ord WHERE id = :id AND list = :list;

-- list_item_change :exec
UPDATE list_item SET why = :why, from_ms = :from_ms, to_ms = :to_ms WHERE id = :id;

-- list_reader_forget :exec
-- scan: a site has a few hundred readers
UPDATE list_reader SET item = NULL WHERE item = :item;

-- list_item_delete :exec
DELETE FROM list_item WHERE id = :id;

-- item_consent_set :exec
INSERT INTO item_consent (item, agent, consent, decided_ms) VALUES (:item, :agent, :consent, :decided_ms)
ON CONFLICT (item, agent) DO UPDATE SET consent = excluded.consent, decided_ms = excluded.decided_ms;

-- item_consent_clear :exec
DELETE FROM item_consent WHERE item = :item;

-- Whose word an item needs: the agents of the segments its span touches (to_ms 0: to the end).
-- item_agents :many
-- sort: the handful of parts of one call
SELECT DISTINCT s.agent, c.consent AS said
FROM list_item li JOIN segment s ON s.interaction = li.interaction
  LEFT JOIN item_consent c ON c.item = li.id AND c.agent = s.agent
WHERE li.id = :id AND s.agent IS NOT NULL AND s.to_ms > li.from_ms AND (li.to_ms = 0 OR s.from_ms < li.to_ms);

-- The one rule of consent: no agent has refused the use of the call, every segment the span touches has an
-- agent and each said yes. Run after all that may change it: a word, a span, an agent, a refusal.
-- list_item_settle :exec
UPDATE list_item SET decided_ms = :decided_ms, consent = CASE
  WHEN EXISTS (SELECT 1 FROM mark k WHERE k.interaction = list_item.interaction AND k.kind = 'withdrawn') THEN 'no'
  WHEN EXISTS (SELECT 1 FROM segment s JOIN item_consent c ON c.item = list_item.id AND c.agent = s.agent
    WHERE s.interaction = list_item.interaction AND s.to_ms > list_item.from_ms
      AND (list_item.to_ms = 0 OR s.from_ms < list_item.to_ms) AND c.consent = 'no') THEN 'no'
  WHEN EXISTS (SELECT 1 FROM segment s WHERE s.interaction = list_item.interaction
      AND s.to_ms > list_item.from_ms AND (list_item.to_ms = 0 OR s.from_ms < list_item.to_ms))
    AND NOT EXISTS (SELECT 1 FROM segment s LEFT JOIN item_consent c ON c.item = list_item.id
      AND c.agent = s.agent AND c.consent = 'yes'
    WHERE s.interaction = list_item.interaction AND s.to_ms > list_item.from_ms
      AND (list_item.to_ms = 0 OR s.from_ms < list_item.to_ms) AND c.item IS NULL) THEN 'yes'
  ELSE 'asked' END
WHERE interaction = :interaction;

-- What an agent has said yes to of one call.
-- consents_of_call :many
SELECT li.id, li.list, l.owner FROM list_item li JOIN item_consent c ON c.item = li.id
  JOIN listening_list l ON l.id = li.list
WHERE li.interaction = :interaction AND c.agent = :agent AND c.consent = 'yes';

-- Her no to the call ends them: taken back, it leaves her to be asked again.
-- consents_of_call_end :exec
DELETE FROM item_consent WHERE agent = :agent AND consent = 'yes'
  AND item IN (SELECT li.id FROM list_item li WHERE li.interaction = :interaction);

-- A yes ends with whoever gave it; the items it was given to are played no more.
-- consent_end_all :exec
-- scan: a site has a few hundred
UPDATE item_consent SET consent = 'no', decided_ms = :decided_ms WHERE agent = :agent AND consent = 'yes';

-- list_item_end_all :exec
UPDATE list_item SET consent = 'no', decided_ms = :decided_ms
WHERE consent = 'yes' AND interaction IN (SELECT interaction FROM segment WHERE agent = :agent)
  AND EXISTS (SELECT 1 FROM item_consent c WHERE c.item = list_item.id AND c.agent = :agent AND c.consent = 'no');

-- list_readers :many :json person{id,name}
-- sort: a list has a handful of readers
SELECT r.person, p.name AS person_name, r.given_ms, r.item, r.item_at_ms, r.finished_ms
FROM list_reader r JOIN person p ON p.id = r.person WHERE r.list = :list ORDER BY p.name;

-- list_reader_get :maybe
SELECT person, given_ms, item, item_at_ms, finished_ms FROM list_reader WHERE list = :list AND person = :person;

-- list_reader_add :exec person=reached
INSERT INTO list_reader (list, person, given_ms, item_at_ms) VALUES (:list, :person, :given_ms, 0)
ON CONFLICT (list, person) DO NOTHING;

-- list_progress :exec
UPDATE list_reader SET item = :item?, item_at_ms = :item_at_ms, updated_ms = :updated_ms, finished_ms = :finished_ms?
WHERE list = :list AND person = :person;

-- Items of lists that wait for this agent's word.
-- consents_asked :many :json -list -title -list_why -owner -owner_name -interaction
-- sort: one person's handful
SELECT DISTINCT li.id, li.list, l.title, l.why AS list_why, l.owner, p.name AS owner_name, li.interaction,
  li.from_ms, li.to_ms, li.why, li.asked_ms
FROM segment s JOIN list_item li ON li.interaction = s.interaction JOIN listening_list l ON l.id = li.list
  JOIN person p ON p.id = l.owner
WHERE s.agent = :agent AND li.consent = 'asked' AND l.retired_ms IS NULL
  AND s.to_ms > li.from_ms AND (li.to_ms = 0 OR s.from_ms < li.to_ms)
  AND NOT EXISTS (SELECT 1 FROM item_consent c WHERE c.item = li.id AND c.agent = :agent)
ORDER BY li.asked_ms DESC;
