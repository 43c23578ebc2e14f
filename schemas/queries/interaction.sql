-- The calls: what encode and import write in one transaction, and what every program reads.

-- interaction_add :exec
INSERT INTO interaction (id, started_ms, duration_ms, local_day, local_minute, channel, language,
  source, direction, external_id, end_reason, outcome, title, caller_sealed, caller_hash,
  no_recording, load_mark, hold, agent, team, queue, copy_of)
VALUES (:id, :started_ms, :duration_ms, :local_day, :local_minute, :channel, :language?,
  :source, :direction, :external_id?, :end_reason, :outcome?, :title?, :caller_sealed?, :caller_hash?,
  :no_recording?, :load_mark?, :hold, :agent?, :team?, :queue?, :copy_of?);

-- Every interaction has at least one segment: visibility hangs on it.
-- segment_add :exec
INSERT INTO segment (id, interaction, ord, agent, line, team, from_ms, to_ms, decided_by, started_ms)
VALUES (:id, :interaction, :ord, :agent?, :line?, :team?, :from_ms, :to_ms, :decided_by, :started_ms);

-- recording_add :exec
INSERT INTO recording (id, interaction, state, channels, rate_hz, duration_ms, samples, bytes, swapped,
  untouched, not_untouched, sealed_ms, erased_ms)
VALUES (:id, :interaction, :state, :channels, :rate_hz, :duration_ms, :samples, :bytes, :swapped,
  :untouched, :not_untouched, :sealed_ms, NULL);

-- leg_add :exec
INSERT INTO leg (id, interaction, side, codec, packets, lost, late, duplicate, reordered, max_gap_ms,
  jitter_us, concealed_ms, ssrc_changes, forged)
VALUES (:id, :interaction, :side, :codec, :packets, :lost, :late, :duplicate, :reordered, :max_gap_ms,
  :jitter_us, :concealed_ms, :ssrc_changes, :forged);

-- gap_add :exec
INSERT INTO gap (id, interaction, side, from_ms, to_ms, reason)
VALUES (:id, :interaction, :side, :from_ms, :to_ms, :reason);

-- span_add :exec
INSERT INTO span (id, interaction, kind, side, from_ms, to_ms, detail)
VALUES (:id, :interaction, :kind, :side, :from_ms, :to_ms, :detail?);

-- measure_add :exec
INSERT INTO measure (interaction, agent_talk_ms, caller_talk_ms, overtalk_ms, silence_ms, dead_air_ms,
  hold_ms, interruptions_by_agent, interruptions_by_caller, agent_monologue_ms, caller_monologue_ms,
  agent_latency_ms, caller_latency_ms, agent_level_cdb, caller_level_cdb)
VALUES (:interaction, :agent_talk_ms?, :caller_talk_ms?, :overtalk_ms?, :silence_ms?, :dead_air_ms?,
  :hold_ms?, :interruptions_by_agent?, :interruptions_by_caller?, :agent_monologue_ms?,
  :caller_monologue_ms?, :agent_latency_ms?, :caller_latency_ms?, :agent_level_cdb?, :caller_level_cdb?);

-- interaction_get :maybe
SELECT id, started_ms, duration_ms, local_day, local_minute, channel, language, source, direction,
  external_id, end_reason, outcome, title, caller_sealed, caller_hash, no_recording, load_mark, hold,
  agent, team, queue
FROM interaction WHERE id = :id;

-- What of a call may not be made longer under the same name: docs/adr/0036.
-- interaction_pinned :maybe recording=id? held=bool heard=bool scored=bool drawn=bool said=bool
SELECT i.started_ms, i.duration_ms, i.no_recording, r.id AS recording, r.state, r.swapped, i.hold AS held,
  CAST(EXISTS (SELECT 1 FROM listening l WHERE l.interaction = i.id AND (l.closed_ms IS NULL OR l.heard_ms > 0)) AS BOOL) AS heard,
  CAST(EXISTS (SELECT 1 FROM evaluation e WHERE e.interaction = i.id)
    OR EXISTS (SELECT 1 FROM calibration_call c WHERE c.interaction = i.id) AS BOOL) AS scored,
  CAST(EXISTS (SELECT 1 FROM sample_item d WHERE d.interaction = i.id) AS BOOL) AS drawn,
  CAST(EXISTS (SELECT 1 FROM note n WHERE n.interaction = i.id) OR EXISTS (SELECT 1 FROM mark k WHERE k.interaction = i.id)
    OR EXISTS (SELECT 1 FROM interaction_topic t WHERE t.interaction = i.id) AS BOOL) AS said
FROM interaction i LEFT JOIN recording r ON r.interaction = i.id WHERE i.id = :id;

-- A longer copy takes its place: the call stays, what was made of its sound goes and is written anew.
-- interaction_longer :exec
UPDATE interaction SET started_ms = :started_ms, duration_ms = :duration_ms, local_day = :local_day,
  local_minute = :local_minute, end_reason = :end_reason, no_recording = NULL WHERE id = :id;

-- recording_gone :exec
DELETE FROM recording WHERE interaction = :interaction;

-- legs_gone :exec
DELETE FROM leg WHERE interaction = :interaction;

-- gaps_gone :exec
DELETE FROM gap WHERE interaction = :interaction;

-- spans_gone :exec
DELETE FROM span WHERE interaction = :interaction;

-- measure_gone :exec
DELETE FROM measure WHERE interaction = :interaction;

-- Whose it was stays what it is; nobody's becomes theirs who are known by now.
-- segment_longer :exec
UPDATE segment SET from_ms = :from_ms, to_ms = :to_ms, started_ms = :started_ms,
  decided_by = CASE WHEN agent IS NULL AND line IS NULL THEN :decided_by ELSE decided_by END,
  team = CASE WHEN agent IS NULL AND line IS NULL THEN :team? ELSE team END,
  agent = CASE WHEN line IS NULL THEN coalesce(agent, :agent?) ELSE agent END, line = coalesce(line, :line?)
WHERE interaction = :interaction AND ord = :ord;

-- The call's own agent is its first part's that is anybody's.
-- interaction_agent_longer :exec
UPDATE interaction SET agent = :agent?, team = :team?, queue = coalesce(queue, :queue?) WHERE id = :id AND agent IS NULL;

-- interaction_by_external_id :maybe
SELECT id, started_ms FROM interaction WHERE external_id = :external_id;

-- interaction_count :one n=int
-- scan: a count, for health and tests
SELECT count(*) AS n FROM interaction;

-- interaction_all :many
SELECT i.id, i.started_ms, i.duration_ms, i.source, i.direction, i.no_recording, i.end_reason,
  i.caller_sealed, p.name AS agent_name, r.id AS recording, r.state AS recording_state
FROM interaction i LEFT JOIN person p ON p.id = i.agent LEFT JOIN recording r ON r.interaction = i.id
WHERE i.id > :id ORDER BY i.id LIMIT :limit;

-- recording_get :maybe
SELECT id, interaction, state, channels, rate_hz, duration_ms, samples, bytes, swapped, untouched,
  not_untouched, sealed_ms, erased_ms
FROM recording WHERE id = :id;

-- recording_of :maybe :json -interaction -state -samples -bytes -not_untouched -erased_ms
SELECT id, interaction, state, channels, rate_hz, duration_ms, samples, bytes, swapped, untouched,
  not_untouched, sealed_ms, erased_ms
FROM recording WHERE interaction = :interaction;

-- recording_all :many
SELECT id, interaction, state, channels, duration_ms, samples, bytes, swapped FROM recording
WHERE id > :id ORDER BY id LIMIT :limit;

-- recording_swap :maybe
UPDATE recording SET swapped = NOT swapped WHERE interaction = :interaction AND state = 'sealed'
RETURNING id, swapped;

-- recording_erase :maybe
UPDATE recording SET state = 'erased', erased_ms = :erased_ms WHERE id = :id AND state = 'sealed'
RETURNING id, interaction;

-- interaction_erased :exec
UPDATE interaction SET no_recording = 'erased', caller_sealed = NULL, caller_hash = NULL, title = NULL WHERE id = :id;

-- What was written about the call itself goes with it; that it was written, by whom and when, stays.
-- notes_erased :exec
UPDATE note SET body = '', deleted_ms = coalesce(deleted_ms, :erased_ms) WHERE interaction = :interaction;

-- call_words_erased :exec
DELETE FROM call_word WHERE interaction = :interaction;

-- marks_erased :exec
UPDATE mark SET detail = NULL WHERE interaction = :interaction;

-- list_items_erased :exec
UPDATE list_item SET why = '' WHERE interaction = :interaction;

-- coaching_calls_erased :exec
UPDATE coaching_call SET why = '' WHERE interaction = :interaction;

-- answers_erased :exec
UPDATE answer SET comment = '' WHERE comment <> '' AND evaluation IN
  (SELECT e.id FROM evaluation e WHERE e.interaction = :interaction);

-- listenings_erased :exec
UPDATE listening SET reason_text = NULL WHERE interaction = :interaction AND reason_text IS NOT NULL;

-- evaluation_words_erased :exec
UPDATE evaluation SET void_reason = '' WHERE interaction = :interaction AND void_reason <> '' AND ended_ms <= :erased_ms;

-- dispute_words_erased :exec
UPDATE dispute SET reason = '', why = CASE WHEN why IS NULL THEN NULL ELSE '' END
WHERE (reason <> '' OR why <> '') AND coalesce(decided_ms, created_ms) <= :erased_ms
  AND evaluation IN (SELECT e.id FROM evaluation e WHERE e.interaction = :interaction);

-- reflections_of_call_erased :exec
DELETE FROM reflection WHERE written_ms <= :erased_ms
  AND evaluation IN (SELECT e.id FROM evaluation e WHERE e.interaction = :interaction);

-- Digits that were pressed are a card's, or a person's.
-- spans_erased :exec
UPDATE span SET detail = NULL WHERE interaction = :interaction AND kind = 'dtmf' AND detail IS NOT NULL;

-- Calls erased before there was a line above for what was said of them until then.
-- erased_with_words :many
-- scan: the keeper asks once, as it starts
-- sort: the same
SELECT DISTINCT r.interaction, r.erased_ms FROM recording r LEFT JOIN evaluation e ON e.interaction = r.interaction
WHERE r.state = 'erased' AND ((e.void_reason <> '' AND e.ended_ms <= r.erased_ms)
  OR EXISTS (SELECT 1 FROM dispute d WHERE d.evaluation = e.id AND (d.reason <> '' OR d.why <> '')
             AND coalesce(d.decided_ms, d.created_ms) <= r.erased_ms)
  OR EXISTS (SELECT 1 FROM reflection f WHERE f.evaluation = e.id AND f.written_ms <= r.erased_ms)
  OR EXISTS (SELECT 1 FROM span s WHERE s.interaction = r.interaction AND s.kind = 'dtmf' AND s.detail IS NOT NULL)) LIMIT :limit;

-- That the number called again stays; until when it could be seen to is kept beside it.
-- contact_erased :exec
UPDATE contact SET erased_ms = :erased_ms WHERE interaction = :interaction AND erased_ms IS NULL;

-- What is due for retention: sealed before a day, not held, its call begun before it.
-- recording_due :many
-- sort: a day's worth
SELECT r.id, r.interaction, i.started_ms FROM interaction i JOIN recording r ON r.interaction = i.id
WHERE i.started_ms < :before_ms AND r.state = 'sealed' AND NOT i.hold
ORDER BY i.started_ms LIMIT :limit;

-- recording_due_count :one n=int
-- scan: once, after a replay
SELECT count(*) AS n FROM interaction i JOIN recording r ON r.interaction = i.id
WHERE i.started_ms < :before_ms AND r.state = 'sealed' AND NOT i.hold;

-- segment_list :many
SELECT id, interaction, ord, agent, line, team, from_ms, to_ms, decided_by FROM segment
WHERE interaction = :interaction ORDER BY ord;

-- leg_list :many :json
SELECT id, side, codec, packets, lost, late, duplicate, reordered, max_gap_ms, jitter_us, concealed_ms,
  ssrc_changes, forged
FROM leg WHERE interaction = :interaction ORDER BY side;

-- gap_list :many :json
SELECT id, side, from_ms, to_ms, reason FROM gap WHERE interaction = :interaction ORDER BY from_ms;

-- span_list :many :json
SELECT id, kind, side, from_ms, to_ms, detail FROM span WHERE interaction = :interaction ORDER BY from_ms;

-- measure_get :maybe
SELECT agent_talk_ms, caller_talk_ms, overtalk_ms, silence_ms, dead_air_ms, hold_ms,
  interruptions_by_agent, interruptions_by_caller, agent_monologue_ms, caller_monologue_ms,
  agent_latency_ms, caller_latency_ms, agent_level_cdb, caller_level_cdb
FROM measure WHERE interaction = :interaction;

-- segment_parties :many
SELECT l.address, p.name FROM segment g LEFT JOIN line l ON l.id = g.line LEFT JOIN person p ON p.id = g.agent
WHERE g.interaction = :interaction ORDER BY g.ord;
