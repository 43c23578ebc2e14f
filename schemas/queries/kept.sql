-- Rows under the chain: what is digested of each, and the bookkeeping (centre/kept.h). A column added to
-- or taken from a kept_* query would change every digest: another kind under another number instead.

-- kept_segments :many :json
SELECT id, ord, agent, line, team, from_ms, to_ms, decided_by, started_ms
FROM segment WHERE interaction = :interaction ORDER BY ord;

-- kept_listening :many :json limit=int
SELECT id, interaction, person, reason, at_ms FROM listening WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_heard :many :json limit=int
SELECT id, heard_ms, heard, served, told, closed_ms FROM listening
WHERE id >= :id AND closed_ms IS NOT NULL ORDER BY id LIMIT :limit;

-- kept_answers :many :json
SELECT question, value, comment, at_ms, len_ms, touched FROM answer WHERE evaluation = :evaluation ORDER BY question;

-- kept_disputes :many :json
-- sort: few to an evaluation
SELECT id, question, reason, proposed, at_ms, len_ms, created_ms, decision, why, decider, decided_ms
FROM dispute WHERE evaluation = :evaluation ORDER BY id;

-- kept_agreement :many :json limit=int
SELECT id, version, title, body, from_ms, to_ms, signed_by FROM agreement WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_grant :many :json limit=int
SELECT id, person, role, team, from_ms, to_ms FROM role_grant WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_membership :many :json limit=int
SELECT id, person, team, from_ms, to_ms FROM membership WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_person :many :json limit=int
SELECT id, name, login, password, state FROM person WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_item :many :json limit=int
SELECT id, list, interaction, from_ms, to_ms, consent FROM list_item WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_aside :many :json limit=int
SELECT id, started_ms, hold FROM aside WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_consents :many :json
SELECT agent, consent, decided_ms FROM item_consent WHERE item = :item ORDER BY agent;

-- kept_talk :many :json limit=int
SELECT i.id, i.started_ms, i.duration_ms, i.local_day, i.local_minute, i.channel, i.language, i.source, i.direction,
  i.external_id, i.end_reason, i.outcome, i.title, i.caller_hash, i.no_recording, i.load_mark, i.hold, i.agent, i.team, i.queue,
  c.again, c.erased_ms, m.agent_talk_ms, m.caller_talk_ms, m.overtalk_ms, m.silence_ms, m.dead_air_ms, m.hold_ms,
  m.interruptions_by_agent, m.interruptions_by_caller, m.agent_monologue_ms, m.caller_monologue_ms, m.agent_latency_ms,
  m.caller_latency_ms, m.agent_level_cdb, m.caller_level_cdb
FROM interaction i LEFT JOIN contact c ON c.interaction = i.id LEFT JOIN measure m ON m.interaction = i.id
WHERE i.id >= :id ORDER BY i.id LIMIT :limit;

-- kept_sound :many :json
SELECT id, state, channels, rate_hz, duration_ms, samples, bytes, swapped, untouched, not_untouched, sealed_ms, erased_ms
FROM recording WHERE interaction = :interaction;

-- kept_topics :many :json
SELECT topic, started_ms, author FROM interaction_topic WHERE interaction = :interaction ORDER BY topic;

-- kept_gaps :many :json
-- sort: few to a call
SELECT id, side, from_ms, to_ms, reason FROM gap WHERE interaction = :interaction ORDER BY id;

-- kept_seen :many :json
SELECT viewer, at_ms FROM evaluation_seen WHERE interaction = :interaction ORDER BY viewer;

-- kept_scored :many :json limit=int
SELECT id, interaction, agent, evaluator, rubric_version, kind, selection, state, revision, replaces, total_ppm,
  reported_ppm, correct_ppm, human_ppm, judged, failed, judged_in, failed_in, load_mark, left_out, heard_ms, created_ms,
  submitted_ms, released_ms, ended_ms, void_reason
FROM evaluation WHERE id >= :id AND state <> 'draft' ORDER BY id LIMIT :limit;

-- kept_reason :many :json limit=int
SELECT id, reason_text FROM listening WHERE id >= :id AND reason_text IS NOT NULL ORDER BY id LIMIT :limit;

-- kept_team :many :json limit=int
SELECT id, name, created_ms FROM team WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_queue :many :json limit=int
SELECT id, name, announcement, announcement_version FROM queue WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_line :many :json limit=int
SELECT id, name, address, team, queue FROM line WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_shift :many :json limit=int
SELECT id, person, line, from_ms, to_ms, duty FROM shift WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_topic :many :json limit=int
SELECT id, name_sv, name_en, parent, retired FROM topic WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_note :many :json limit=int
SELECT id, interaction, author, reply_to, at_ms, len_ms, kind, aspect, body, created_ms, edited_ms, deleted_ms
FROM note WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_mark :many :json limit=int
SELECT id, interaction, author, kind, at_ms, detail, created_ms, started_ms FROM mark
WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_window :many :json limit=int
SELECT id, name, says, from_ms, to_ms, author, team FROM load_window WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_list :many :json limit=int
SELECT id, owner, title, why, created_ms, retired_ms FROM listening_list WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_readers :many :json
SELECT person, given_ms FROM list_reader WHERE list = :list ORDER BY person;

-- kept_form :many :json limit=int
SELECT id, key, version, state, title_sv, title_en, document, sha256, author, created_ms, published_ms, retired_ms
FROM rubric_version WHERE id >= :id AND state <> 'draft' ORDER BY id LIMIT :limit;

-- kept_plan :many :json limit=int
SELECT id, title, team, agent, rubric_key, period, per_agent, take, min_ms, max_ms, lengths, parts, author, created_ms,
  from_ms, retired_ms
FROM sample_plan WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_evaluators :many :json
SELECT person FROM sample_evaluator WHERE plan = :plan ORDER BY person;

-- kept_draw :many :json limit=int
SELECT id, plan, period_ms, ends_ms, round, number, drawn_ms, from_ms, to_ms, seed, rules, frame, frame_sha256, calls,
  eligible, excluded, take, drawn, short_of, redraw_of, reason, author
FROM sample_draw WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_sample :many :json limit=int
SELECT id, draw, plan, interaction, agent, evaluator, state, drawn_ms, due_ms, ended_ms, why, evaluation, stands_in
FROM sample_item WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_calibration :many :json limit=int
SELECT id, owner, title, rubric_version, method, state, created_ms, due_ms, revealed_ms, closed_ms
FROM calibration_session WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_calibration_calls :many :json
SELECT interaction, ord FROM calibration_call WHERE session = :session ORDER BY interaction;

-- kept_raters :many :json
SELECT person, part, invited_ms FROM calibration_rater WHERE session = :session ORDER BY person;

-- kept_ratings :many :json
SELECT interaction, person, evaluation FROM calibration_score WHERE session = :session ORDER BY interaction, person;

-- kept_precedent :many :json limit=int
SELECT id, rubric, question, session, interaction, value, why, at_ms, len_ms, author, created_ms, retired_ms
FROM precedent WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_coaching :many :json limit=int
SELECT id, agent, coach, rubric_key, question, focus, sample_plan, created_ms, ended_ms, ended_why
FROM coaching_plan WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_coached_calls :many :json
-- sort: few to a plan
SELECT id, interaction, at_ms, why, created_ms FROM coaching_call WHERE plan = :plan ORDER BY id;

-- kept_meetings :many :json
-- sort: few to a plan
SELECT id, author, at_ms, body, follow_up_ms, created_ms FROM coaching_session WHERE plan = :plan ORDER BY id;

-- kept_promise :many :json limit=int
SELECT id, interaction, agent, question, evaluation, due_ms, created_ms, done_ms FROM promise
WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_key :many :json limit=int
SELECT id, name, key_hash, scopes, made_by, created_ms, expires_ms, revoked_ms, revoked_by FROM api_key
WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_access :many :json limit=int
-- scan: codes, few and short-lived
SELECT p.id FROM person p WHERE p.id >= :id AND (EXISTS (SELECT 1 FROM session s WHERE s.person = p.id)
  OR EXISTS (SELECT 1 FROM one_time_code c WHERE c.person = p.id)) ORDER BY p.id LIMIT :limit;

-- kept_sessions :many :json
-- sort: a person's few
SELECT token_hash, created_ms FROM session WHERE person = :person ORDER BY token_hash;

-- kept_codes :many :json
-- scan: codes, few and short-lived
-- sort: the same
SELECT code_hash, purpose, made_by, expires_ms, used_ms FROM one_time_code WHERE person = :person ORDER BY code_hash;

-- audit_row_add :exec
INSERT INTO audit_row (seq, what, id, digest) VALUES (:seq, :what, :id, :digest?);

-- kept_put :exec
INSERT INTO kept (what, id, seq, salt) VALUES (:what, :id, :seq, :salt)
ON CONFLICT (what, id) DO UPDATE SET seq = excluded.seq, salt = excluded.salt;

-- kept_one :maybe
SELECT seq FROM kept WHERE what = :what AND id = :id;

-- kept_kind_of :maybe
SELECT seq FROM kept_kind WHERE what = :what;

-- kept_kind_add :exec
INSERT INTO kept_kind (what, seq) VALUES (:what, :seq);

-- audit_rows_of :many limit=int last=int?
SELECT r.what, r.id, r.digest, k.seq AS last FROM audit_row r LEFT JOIN kept k ON k.what = r.what AND k.id = r.id
WHERE r.seq = :seq AND (r.what > :what OR (r.what = :what AND r.id > :id)) ORDER BY r.what, r.id LIMIT :limit;

-- kept_from :many limit=int told=int?
SELECT k.id, k.seq, k.salt, r.digest, r.seq AS told FROM kept k
LEFT JOIN audit_row r ON r.seq = k.seq AND r.what = k.what AND r.id = k.id
WHERE k.what = :what AND k.id >= :id ORDER BY k.id LIMIT :limit;

-- audit_row_strays :one n=int
-- scan: the whole log is verified
SELECT CAST(count(*) AS INT) AS n FROM audit_row r WHERE NOT EXISTS
  (SELECT 1 FROM audit a WHERE a.seq = r.seq AND a.rows_hash IS NOT NULL);

-- audit_detail_strays :many limit=int
-- scan: the whole log is verified
SELECT d.seq FROM audit_detail d WHERE NOT EXISTS
  (SELECT 1 FROM audit a WHERE a.seq = d.seq AND a.detail_hash IS NOT NULL) ORDER BY d.seq LIMIT :limit;

-- audit_signed :maybe
-- scan: one row
SELECT seq, counted, counted_from FROM audit_signed;

-- audit_signed_set :exec
INSERT INTO audit_signed (one, seq, counted) VALUES (1, :seq, 1)
ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, counted = audit_signed.counted + 1;

-- Heads were lost, and a person said so: they are counted from here.
-- audit_signed_lost :exec
-- scan: one row
UPDATE audit_signed SET counted = 0, counted_from = seq;

-- audit_keys :many
-- scan: few lines are of that event, and it is asked when programs start
SELECT a.seq, d.detail FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq
WHERE a.event = 'heads.key_made' ORDER BY a.seq;

-- audit_at :maybe
SELECT at_ms, hash FROM audit WHERE seq = :seq;

-- kept_care :many :json limit=int
SELECT id, interaction, agent, kind, pressed_ms, holder, before, asked_ms, taken_ms, done_ms, ended_ms
FROM care WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_proposal :many :json limit=int
SELECT id, title, body, from_ms, author, written_ms, closed_ms, agreement
FROM proposal WHERE id >= :id ORDER BY id LIMIT :limit;

-- kept_signatures :many :json
-- sort: two
SELECT side, person, at_ms FROM signature WHERE proposal = :proposal ORDER BY side;

-- kept_notice :many :json limit=int
SELECT agreement AS id, side, person, reason, given_ms, ends_ms
FROM notice WHERE agreement >= :id ORDER BY agreement LIMIT :limit;
