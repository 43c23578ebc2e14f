-- Programmes: weeks of items, who walks them, and what they do there (docs/adr/0051).

-- programme_add :exec
INSERT INTO programme (id) VALUES (:id);

-- programme_get :maybe
SELECT p.id, l.title, l.why, l.owner, o.name AS owner_name FROM programme p
  JOIN listening_list l ON l.id = p.id JOIN person o ON o.id = l.owner
WHERE p.id = :id AND l.retired_ms IS NULL;

-- Whether a list is a programme's: then it is changed there alone.
-- programme_is :maybe
SELECT id FROM programme WHERE id = :id;

-- programmes_owned :many weeks=int items=int trainees=int
SELECT p.id, l.title, l.why, l.owner, o.name AS owner_name,
  (SELECT count(*) FROM programme_week w WHERE w.programme = p.id) AS weeks,
  (SELECT count(*) FROM programme_item i WHERE i.programme = p.id AND i.removed_ms IS NULL) AS items,
  (SELECT count(*) FROM programme_member m WHERE m.programme = p.id AND m.ended_ms IS NULL) AS trainees
FROM listening_list l JOIN programme p ON p.id = l.id JOIN person o ON o.id = l.owner
WHERE l.owner = :owner AND l.retired_ms IS NULL ORDER BY l.created_ms DESC LIMIT :limit;

-- programmes_given :many weeks=int items=int done=int
SELECT p.id, l.title, l.why, l.owner, o.name AS owner_name,
  (SELECT count(*) FROM programme_week w WHERE w.programme = p.id) AS weeks,
  (SELECT count(*) FROM programme_item i WHERE i.programme = p.id AND i.removed_ms IS NULL) AS items,
  (SELECT count(*) FROM programme_item i JOIN programme_done d ON d.item = i.id AND d.person = m.person
    WHERE i.programme = p.id AND i.removed_ms IS NULL) AS done
FROM programme_member m JOIN programme p ON p.id = m.programme JOIN listening_list l ON l.id = p.id
  JOIN person o ON o.id = l.owner
WHERE m.person = :person AND m.ended_ms IS NULL AND l.retired_ms IS NULL ORDER BY m.joined_ms DESC LIMIT :limit;

-- ---- weeks and items ---------------------------------------------------------------------------
-- programme_weeks :many :json
SELECT week, title FROM programme_week WHERE programme = :programme ORDER BY week;

-- programme_weeks_clear :exec
DELETE FROM programme_week WHERE programme = :programme;

-- programme_week_put :exec week=int
INSERT INTO programme_week (programme, week, title) VALUES (:programme, :week, :title)
ON CONFLICT (programme, week) DO UPDATE SET title = excluded.title;

-- programme_week_last :maybe week=int
SELECT coalesce(max(week), 0) AS week FROM programme_week WHERE programme = :programme;

-- programme_item_furthest :maybe week=int
SELECT coalesce(max(week), 0) AS week FROM programme_item WHERE programme = :programme AND removed_ms IS NULL;

-- programme_items :many
SELECT i.id, i.week, i.ord, i.kind, i.title, i.why, i.body, i.sound, i.annotation, i.due_day, i.form, i.key,
  h.interaction, h.from_ms, h.to_ms, h.consent
FROM programme_item i LEFT JOIN list_item h ON h.id = i.sound
WHERE i.programme = :programme AND i.removed_ms IS NULL ORDER BY i.week, i.ord;

-- programme_item_get :maybe
SELECT i.id, i.programme, i.week, i.ord, i.kind, i.title, i.why, i.body, i.sound, i.annotation, i.due_day, i.form,
  i.key, l.owner
FROM programme_item i JOIN listening_list l ON l.id = i.programme
WHERE i.id = :id AND i.removed_ms IS NULL AND l.retired_ms IS NULL;

-- programme_item_add :exec
INSERT INTO programme_item (id, programme, week, ord, kind, title, why, body, sound, annotation)
VALUES (:id, :programme, :week, :ord, :kind, :title, :why, :body, :sound?, '');

-- programme_item_change :exec
UPDATE programme_item SET title = :title, why = :why, body = :body, annotation = :annotation, due_day = :due_day?,
  form = :form?, key = :key? WHERE id = :id;

-- programme_item_place :exec
UPDATE programme_item SET week = :week, ord = :ord
WHERE id = :id AND programme = :programme AND removed_ms IS NULL;

-- programme_item_remove :exec
UPDATE programme_item SET removed_ms = :removed_ms, sound = NULL WHERE id = :id;

-- programme_stops :many :json -item
-- sort: the stops of one programme
SELECT s.id, s.item, s.at_ms, s.question FROM programme_stop s JOIN programme_item i ON i.id = s.item
WHERE i.programme = :programme AND i.removed_ms IS NULL AND s.removed_ms IS NULL ORDER BY s.at_ms;

-- programme_item_stops :many
SELECT id, at_ms, question FROM programme_stop WHERE item = :item AND removed_ms IS NULL ORDER BY at_ms;

-- programme_stop_add :exec
INSERT INTO programme_stop (id, item, at_ms, question) VALUES (:id, :item, :at_ms, :question);

-- programme_stop_remove :exec
UPDATE programme_stop SET removed_ms = :removed_ms WHERE id = :id;

-- programme_stop_get :maybe
SELECT s.id, s.item, i.programme FROM programme_stop s JOIN programme_item i ON i.id = s.item
  JOIN listening_list l ON l.id = i.programme
WHERE s.id = :id AND s.removed_ms IS NULL AND i.removed_ms IS NULL AND l.retired_ms IS NULL;

-- The forms a key can be written by.
-- programme_forms :many :json
-- scan: a site has a few dozen versions
-- sort: a handful in use
SELECT id, key, version, title_sv, title_en, document FROM rubric_version WHERE state = 'published' ORDER BY key;

-- ---- who walks it ------------------------------------------------------------------------------
-- programme_cohorts :many :json
SELECT id, title, starts_ms FROM programme_cohort WHERE programme = :programme ORDER BY starts_ms;

-- programme_cohort_add :exec
INSERT INTO programme_cohort (id, programme, title, starts_ms) VALUES (:id, :programme, :title, :starts_ms);

-- programme_cohort_get :maybe
SELECT id, programme FROM programme_cohort WHERE id = :id;

-- Completion, and no more: not where she is, nor when.
-- programme_members :many :json person{id,name} mentor{id,name} mentor_name=text? done=int
-- sort: a programme has a handful
SELECT m.id, m.cohort, m.person, p.name AS person_name, m.mentor, t.name AS mentor_name,
  (SELECT count(*) FROM programme_item i JOIN programme_done d ON d.item = i.id AND d.person = m.person
    WHERE i.programme = m.programme AND i.removed_ms IS NULL) AS done
FROM programme_member m JOIN person p ON p.id = m.person LEFT JOIN person t ON t.id = m.mentor
WHERE m.programme = :programme AND m.ended_ms IS NULL ORDER BY p.name;

-- programme_member_put :exec person=reached
INSERT INTO programme_member (id, programme, cohort, person, mentor, joined_ms, item_at_ms)
VALUES (:id, :programme, :cohort, :person, :mentor?, :joined_ms, 0)
ON CONFLICT (programme, person) DO UPDATE SET cohort = excluded.cohort, mentor = excluded.mentor, ended_ms = NULL;

-- programme_member_get :maybe
SELECT m.id, m.programme, m.person, l.owner FROM programme_member m JOIN listening_list l ON l.id = m.programme
WHERE m.id = :id AND m.ended_ms IS NULL AND l.retired_ms IS NULL;

-- programme_member_end :exec
UPDATE programme_member SET ended_ms = :ended_ms WHERE id = :id;

-- programme_reader_end :exec
DELETE FROM list_reader WHERE list = :list AND person = :person;

-- programme_mine :maybe mentor_name=text?
SELECT m.id, m.item, m.item_at_ms, m.mentor, t.name AS mentor_name, c.title, c.starts_ms
FROM programme_member m JOIN programme_cohort c ON c.id = m.cohort LEFT JOIN person t ON t.id = m.mentor
WHERE m.programme = :programme AND m.person = :person AND m.ended_ms IS NULL;

-- programme_place :exec
UPDATE programme_member SET item = :item, item_at_ms = :item_at_ms WHERE programme = :programme AND person = :person;

-- ---- what she does: hers -----------------------------------------------------------------------
-- programme_done_add :exec
INSERT INTO programme_done (item, person, done_ms) VALUES (:item, :person, :done_ms) ON CONFLICT (item, person) DO NOTHING;

-- programme_done_of :many
SELECT d.item, d.done_ms FROM programme_item i JOIN programme_done d ON d.item = i.id AND d.person = :person
WHERE i.programme = :programme AND i.removed_ms IS NULL;

-- programme_unanswered :maybe left=int
SELECT count(*) AS left FROM programme_stop s WHERE s.item = :item AND s.removed_ms IS NULL
  AND NOT EXISTS (SELECT 1 FROM programme_answer a WHERE a.stop = s.id AND a.person = :person);

-- programme_answer_get :maybe
SELECT body, written_ms, sent_ms FROM programme_answer WHERE stop = :stop AND person = :person;

-- programme_answer_add :exec
INSERT INTO programme_answer (stop, person, body, written_ms) VALUES (:stop, :person, :body, :written_ms);

-- programme_answer_send :exec
UPDATE programme_answer SET sent_ms = coalesce(sent_ms, :sent_ms) WHERE stop = :stop AND person = :person;

-- programme_answers_of :many
SELECT a.stop, a.body, a.written_ms, a.sent_ms FROM programme_item i JOIN programme_stop s ON s.item = i.id
  JOIN programme_answer a ON a.stop = s.id AND a.person = :person
WHERE i.programme = :programme AND i.removed_ms IS NULL;

-- What trainees sent, and nothing they did not.
-- programme_sent :many :json person{id,name}
-- sort: a programme's
SELECT s.item, a.person, p.name AS person_name, s.question, a.body, a.sent_ms
FROM programme_item i JOIN programme_stop s ON s.item = i.id JOIN programme_answer a ON a.stop = s.id
  JOIN person p ON p.id = a.person
WHERE i.programme = :programme AND a.sent_ms IS NOT NULL ORDER BY a.sent_ms DESC LIMIT :limit;

-- programme_guess_get :maybe
SELECT answers, key, made_ms FROM programme_guess WHERE item = :item AND person = :person;

-- programme_guess_add :exec
INSERT INTO programme_guess (item, person, answers, key, made_ms) VALUES (:item, :person, :answers, :key, :made_ms);

-- programme_guesses_of :many
SELECT g.item, g.answers, g.key FROM programme_item i JOIN programme_guess g ON g.item = i.id AND g.person = :person
WHERE i.programme = :programme AND i.removed_ms IS NULL;

-- programme_guesses_mine :many
SELECT g.answers, g.key, g.made_ms, i.form FROM programme_guess g JOIN programme_item i ON i.id = g.item
WHERE g.person = :person AND i.form IS NOT NULL ORDER BY g.made_ms LIMIT :limit;

-- How many of a programme's trainees have guessed at each item. For the statistics alone.
-- programme_guessed :many n=int
SELECT i.id, (SELECT count(*) FROM programme_guess g WHERE g.item = i.id) AS n
FROM programme_item i WHERE i.programme = :programme AND i.removed_ms IS NULL AND i.kind = 'form';

-- programme_guesses_first :many
SELECT answers, key FROM programme_guess WHERE item = :item ORDER BY made_ms LIMIT :limit;

-- programme_ask_add :exec
INSERT INTO programme_ask (id, item, person, at_ms, words, asked_ms)
VALUES (:id, :item, :person, :at_ms?, :words, :asked_ms);

-- programme_asks_of :many
SELECT a.id, a.item, a.at_ms, a.words, a.asked_ms, a.met_ms
FROM programme_ask a JOIN programme_item i ON i.id = a.item
WHERE a.person = :person AND i.programme = :programme ORDER BY a.asked_ms DESC;

-- programme_ask_get :maybe
SELECT a.id, m.mentor FROM programme_ask a JOIN programme_item i ON i.id = a.item
  JOIN programme_member m ON m.programme = i.programme AND m.person = a.person
WHERE a.id = :id AND m.ended_ms IS NULL;

-- programme_ask_meet :exec
UPDATE programme_ask SET met_ms = coalesce(met_ms, :met_ms) WHERE id = :id;

-- ---- the mentor's agenda -----------------------------------------------------------------------
-- agenda_asks :many :json person{id,name}
-- sort: a mentor's handful
SELECT a.id, a.person, p.name AS person_name, l.title AS programme_title, i.week, i.title, a.at_ms, a.words, a.asked_ms,
  a.met_ms
FROM programme_member m JOIN programme_item i ON i.programme = m.programme
  JOIN programme_ask a ON a.item = i.id AND a.person = m.person JOIN person p ON p.id = m.person
  JOIN listening_list l ON l.id = m.programme
WHERE m.mentor = :mentor AND m.ended_ms IS NULL AND l.retired_ms IS NULL
  AND (a.met_ms IS NULL OR a.met_ms > :since_ms) ORDER BY a.asked_ms LIMIT :limit;

-- Conversations she is to have with those she is the mentor of.
-- agenda_talks :many :json person{id,name}
-- sort: a mentor's handful
SELECT m.person, p.name AS person_name, l.title AS programme_title, i.week, i.title, i.body, i.due_day, c.starts_ms
FROM programme_member m JOIN programme_item i ON i.programme = m.programme AND i.kind = 'talk' AND i.removed_ms IS NULL
  JOIN person p ON p.id = m.person JOIN listening_list l ON l.id = m.programme
  JOIN programme_cohort c ON c.id = m.cohort
WHERE m.mentor = :mentor AND m.ended_ms IS NULL AND l.retired_ms IS NULL
  AND NOT EXISTS (SELECT 1 FROM programme_done d WHERE d.item = i.id AND d.person = m.person)
ORDER BY c.starts_ms, i.week, i.ord LIMIT :limit;

-- ---- what goes ---------------------------------------------------------------------------------
-- What was written about a call goes with its sound.
-- programme_items_erased :exec
UPDATE programme_item SET annotation = '', why = '' WHERE sound IN (SELECT h.id FROM list_item h WHERE h.interaction = :interaction);

-- programme_stops_erased :exec
UPDATE programme_stop SET question = '' WHERE item IN (SELECT i.id FROM list_item h JOIN programme_item i ON i.sound = h.id
  WHERE h.interaction = :interaction);

-- programme_answers_erased :exec
UPDATE programme_answer SET body = '' WHERE stop IN (SELECT s.id FROM list_item h JOIN programme_item i ON i.sound = h.id
  JOIN programme_stop s ON s.item = i.id WHERE h.interaction = :interaction);

-- programme_asks_erased :exec
UPDATE programme_ask SET words = '' WHERE item IN (SELECT i.id FROM list_item h JOIN programme_item i ON i.sound = h.id
  WHERE h.interaction = :interaction);

-- Who leaves takes what was hers along.
-- programme_answers_forget :exec
DELETE FROM programme_answer WHERE person = :person;

-- programme_guesses_forget :exec
DELETE FROM programme_guess WHERE person = :person;

-- programme_asks_forget :exec
DELETE FROM programme_ask WHERE person = :person;

-- programme_members_end_all :exec
UPDATE programme_member SET ended_ms = :ended_ms WHERE person = :person AND ended_ms IS NULL;

-- programme_mentor_end_all :exec
UPDATE programme_member SET mentor = NULL WHERE mentor = :person;
