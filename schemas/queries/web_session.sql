-- Who is signed in, and the one-time codes that let people in.

-- session_get :maybe
SELECT s.person, s.created_ms, s.seen_ms, p.state FROM session s JOIN person p ON p.id = s.person
WHERE s.token_hash = :token_hash;

-- session_add :exec
INSERT INTO session (token_hash, person, created_ms, seen_ms, browser)
VALUES (:token_hash, :person, :created_ms, :seen_ms, :browser?);

-- session_seen :exec
UPDATE session SET seen_ms = :seen_ms WHERE token_hash = :token_hash;

-- session_delete :exec
DELETE FROM session WHERE token_hash = :token_hash;

-- session_end_all :exec
DELETE FROM session WHERE person = :person;

-- Those of one person that still let somebody in.
-- session_of :many
-- sort: one person's few
SELECT token_hash, created_ms, seen_ms, browser FROM session
WHERE person = :person AND seen_ms >= :idle_ms AND created_ms >= :old_ms ORDER BY seen_ms DESC;

-- session_sweep :exec
-- scan: once an hour, a few hundred rows
DELETE FROM session WHERE seen_ms < :idle_ms OR created_ms < :old_ms;

-- code_get :maybe
SELECT person, purpose, expires_ms, used_ms FROM one_time_code WHERE code_hash = :code_hash;

-- code_use :maybe
UPDATE one_time_code SET used_ms = :used_ms
WHERE code_hash = :code_hash AND used_ms IS NULL AND expires_ms > :used_ms
RETURNING person, purpose, made_by;

-- code_retire :exec
-- scan: a site has a handful of codes alive
UPDATE one_time_code SET used_ms = :used_ms WHERE person = :person AND used_ms IS NULL;

-- Those she made for others, and those made for her.
-- code_retire_all :exec
-- scan: a site has a handful of codes alive
UPDATE one_time_code SET used_ms = :used_ms WHERE (person = :person OR made_by = :person) AND used_ms IS NULL;

-- Who has left is let in by an administrator, not by a code.
-- person_password :exec
UPDATE person SET password = :password, state = 'active' WHERE id = :id AND state <> 'left';

-- By herself: only while it is the one she was asked for.
-- person_password_renew :exec was=text
UPDATE person SET password = :password WHERE id = :id AND password = :was;

-- person_password_forget :exec
UPDATE person SET password = NULL WHERE id = :id;

-- person_prefs :exec
UPDATE person SET prefs = :prefs WHERE id = :id;

-- person_language :exec
UPDATE person SET ui_language = :ui_language WHERE id = :id;
