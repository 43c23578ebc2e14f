-- Run by every connection as it opens: what a transaction changes of the rows under the chain is
-- noted by touch(what, id), so that no program can forget to tell it (numbers: kept.def). Temporary,
-- so that they are nobody's but this connection's: who writes beside them is found by the chain.

CREATE TEMP TRIGGER kept_call AFTER INSERT ON interaction BEGIN SELECT touch(10, NEW.id); END;
CREATE TEMP TRIGGER kept_call_changed AFTER UPDATE ON interaction
BEGIN SELECT touch(10, OLD.id), touch(10, NEW.id); END;
CREATE TEMP TRIGGER kept_call_gone AFTER DELETE ON interaction BEGIN SELECT touch(10, OLD.id); END;
CREATE TEMP TRIGGER kept_segment AFTER INSERT ON segment BEGIN SELECT touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_segment_changed AFTER UPDATE ON segment
BEGIN SELECT touch(10, OLD.interaction), touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_segment_gone AFTER DELETE ON segment BEGIN SELECT touch(10, OLD.interaction); END;
CREATE TEMP TRIGGER kept_recording AFTER INSERT ON recording BEGIN SELECT touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_recording_changed AFTER UPDATE ON recording
BEGIN SELECT touch(10, OLD.interaction), touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_recording_gone AFTER DELETE ON recording BEGIN SELECT touch(10, OLD.interaction); END;
CREATE TEMP TRIGGER kept_topics AFTER INSERT ON interaction_topic BEGIN SELECT touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_topics_changed AFTER UPDATE ON interaction_topic
BEGIN SELECT touch(10, OLD.interaction), touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_topics_gone AFTER DELETE ON interaction_topic BEGIN SELECT touch(10, OLD.interaction); END;
CREATE TEMP TRIGGER kept_gap AFTER INSERT ON gap BEGIN SELECT touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_gap_changed AFTER UPDATE ON gap
BEGIN SELECT touch(10, OLD.interaction), touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_gap_gone AFTER DELETE ON gap BEGIN SELECT touch(10, OLD.interaction); END;
CREATE TEMP TRIGGER kept_measure AFTER INSERT ON measure BEGIN SELECT touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_measure_changed AFTER UPDATE ON measure
BEGIN SELECT touch(10, OLD.interaction), touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_measure_gone AFTER DELETE ON measure BEGIN SELECT touch(10, OLD.interaction); END;
CREATE TEMP TRIGGER kept_seen AFTER INSERT ON evaluation_seen BEGIN SELECT touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_seen_changed AFTER UPDATE ON evaluation_seen
BEGIN SELECT touch(10, OLD.interaction), touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_seen_gone AFTER DELETE ON evaluation_seen BEGIN SELECT touch(10, OLD.interaction); END;
CREATE TEMP TRIGGER kept_contact AFTER INSERT ON contact BEGIN SELECT touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_contact_changed AFTER UPDATE ON contact
WHEN OLD.again <> NEW.again OR OLD.erased_ms IS NOT NEW.erased_ms
BEGIN SELECT touch(10, OLD.interaction), touch(10, NEW.interaction); END;
CREATE TEMP TRIGGER kept_contact_gone AFTER DELETE ON contact BEGIN SELECT touch(10, OLD.interaction); END;

CREATE TEMP TRIGGER kept_scored AFTER INSERT ON evaluation WHEN NEW.state <> 'draft' BEGIN SELECT touch(11, NEW.id); END;
CREATE TEMP TRIGGER kept_scored_changed AFTER UPDATE ON evaluation
WHEN NEW.state <> 'draft' OR OLD.state <> 'draft'
BEGIN SELECT touch(11, OLD.id), touch(11, NEW.id); END;
CREATE TEMP TRIGGER kept_scored_gone AFTER DELETE ON evaluation WHEN OLD.state <> 'draft' BEGIN SELECT touch(11, OLD.id); END;
CREATE TEMP TRIGGER kept_answer AFTER INSERT ON answer
WHEN (SELECT state FROM evaluation WHERE id = NEW.evaluation) <> 'draft' BEGIN SELECT touch(11, NEW.evaluation); END;
CREATE TEMP TRIGGER kept_answer_changed AFTER UPDATE ON answer
WHEN (SELECT state FROM evaluation WHERE id = NEW.evaluation) <> 'draft' BEGIN SELECT touch(11, NEW.evaluation); END;
CREATE TEMP TRIGGER kept_dispute AFTER INSERT ON dispute BEGIN SELECT touch(11, NEW.evaluation); END;
CREATE TEMP TRIGGER kept_dispute_changed AFTER UPDATE ON dispute BEGIN SELECT touch(11, NEW.evaluation); END;

CREATE TEMP TRIGGER kept_reason AFTER INSERT ON listening WHEN NEW.reason_text IS NOT NULL BEGIN SELECT touch(12, NEW.id); END;
CREATE TEMP TRIGGER kept_reason_changed AFTER UPDATE OF id, reason_text ON listening
WHEN NEW.reason_text IS NOT NULL OR OLD.reason_text IS NOT NULL
BEGIN SELECT touch(12, OLD.id), touch(12, NEW.id); END;
CREATE TEMP TRIGGER kept_reason_gone AFTER DELETE ON listening WHEN OLD.reason_text IS NOT NULL BEGIN SELECT touch(12, OLD.id); END;
CREATE TEMP TRIGGER kept_team AFTER INSERT ON team BEGIN SELECT touch(13, NEW.id); END;
CREATE TEMP TRIGGER kept_team_changed AFTER UPDATE ON team
BEGIN SELECT touch(13, OLD.id), touch(13, NEW.id); END;
CREATE TEMP TRIGGER kept_team_gone AFTER DELETE ON team BEGIN SELECT touch(13, OLD.id); END;
CREATE TEMP TRIGGER kept_queue AFTER INSERT ON queue BEGIN SELECT touch(14, NEW.id); END;
CREATE TEMP TRIGGER kept_queue_changed AFTER UPDATE ON queue
BEGIN SELECT touch(14, OLD.id), touch(14, NEW.id); END;
CREATE TEMP TRIGGER kept_queue_gone AFTER DELETE ON queue BEGIN SELECT touch(14, OLD.id); END;
CREATE TEMP TRIGGER kept_line AFTER INSERT ON line BEGIN SELECT touch(15, NEW.id); END;
CREATE TEMP TRIGGER kept_line_changed AFTER UPDATE ON line
BEGIN SELECT touch(15, OLD.id), touch(15, NEW.id); END;
CREATE TEMP TRIGGER kept_line_gone AFTER DELETE ON line BEGIN SELECT touch(15, OLD.id); END;
CREATE TEMP TRIGGER kept_shift AFTER INSERT ON shift BEGIN SELECT touch(16, NEW.id); END;
CREATE TEMP TRIGGER kept_shift_changed AFTER UPDATE ON shift
BEGIN SELECT touch(16, OLD.id), touch(16, NEW.id); END;
CREATE TEMP TRIGGER kept_shift_gone AFTER DELETE ON shift BEGIN SELECT touch(16, OLD.id); END;
CREATE TEMP TRIGGER kept_topic AFTER INSERT ON topic BEGIN SELECT touch(17, NEW.id); END;
CREATE TEMP TRIGGER kept_topic_changed AFTER UPDATE ON topic
BEGIN SELECT touch(17, OLD.id), touch(17, NEW.id); END;
CREATE TEMP TRIGGER kept_topic_gone AFTER DELETE ON topic BEGIN SELECT touch(17, OLD.id); END;
CREATE TEMP TRIGGER kept_note AFTER INSERT ON note BEGIN SELECT touch(18, NEW.id); END;
CREATE TEMP TRIGGER kept_note_changed AFTER UPDATE ON note
BEGIN SELECT touch(18, OLD.id), touch(18, NEW.id); END;
CREATE TEMP TRIGGER kept_note_gone AFTER DELETE ON note BEGIN SELECT touch(18, OLD.id); END;
CREATE TEMP TRIGGER kept_mark AFTER INSERT ON mark BEGIN SELECT touch(19, NEW.id); END;
CREATE TEMP TRIGGER kept_mark_changed AFTER UPDATE ON mark
BEGIN SELECT touch(19, OLD.id), touch(19, NEW.id); END;
CREATE TEMP TRIGGER kept_mark_gone AFTER DELETE ON mark BEGIN SELECT touch(19, OLD.id); END;
CREATE TEMP TRIGGER kept_window AFTER INSERT ON load_window BEGIN SELECT touch(20, NEW.id); END;
CREATE TEMP TRIGGER kept_window_changed AFTER UPDATE ON load_window
BEGIN SELECT touch(20, OLD.id), touch(20, NEW.id); END;
CREATE TEMP TRIGGER kept_window_gone AFTER DELETE ON load_window BEGIN SELECT touch(20, OLD.id); END;
CREATE TEMP TRIGGER kept_list AFTER INSERT ON listening_list BEGIN SELECT touch(21, NEW.id); END;
CREATE TEMP TRIGGER kept_list_changed AFTER UPDATE ON listening_list
BEGIN SELECT touch(21, OLD.id), touch(21, NEW.id); END;
CREATE TEMP TRIGGER kept_list_gone AFTER DELETE ON listening_list BEGIN SELECT touch(21, OLD.id); END;
CREATE TEMP TRIGGER kept_reader AFTER INSERT ON list_reader BEGIN SELECT touch(21, NEW.list); END;
CREATE TEMP TRIGGER kept_reader_changed AFTER UPDATE OF list, person, given_ms ON list_reader
BEGIN SELECT touch(21, OLD.list), touch(21, NEW.list); END;
CREATE TEMP TRIGGER kept_reader_gone AFTER DELETE ON list_reader BEGIN SELECT touch(21, OLD.list); END;
CREATE TEMP TRIGGER kept_form AFTER INSERT ON rubric_version WHEN NEW.state <> 'draft' BEGIN SELECT touch(22, NEW.id); END;
CREATE TEMP TRIGGER kept_form_changed AFTER UPDATE ON rubric_version
WHEN NEW.state <> 'draft' OR OLD.state <> 'draft'
BEGIN SELECT touch(22, OLD.id), touch(22, NEW.id); END;
CREATE TEMP TRIGGER kept_form_gone AFTER DELETE ON rubric_version WHEN OLD.state <> 'draft' BEGIN SELECT touch(22, OLD.id); END;
CREATE TEMP TRIGGER kept_plan AFTER INSERT ON sample_plan BEGIN SELECT touch(23, NEW.id); END;
CREATE TEMP TRIGGER kept_plan_changed AFTER UPDATE ON sample_plan
BEGIN SELECT touch(23, OLD.id), touch(23, NEW.id); END;
CREATE TEMP TRIGGER kept_plan_gone AFTER DELETE ON sample_plan BEGIN SELECT touch(23, OLD.id); END;
CREATE TEMP TRIGGER kept_evaluator AFTER INSERT ON sample_evaluator BEGIN SELECT touch(23, NEW.plan); END;
CREATE TEMP TRIGGER kept_evaluator_changed AFTER UPDATE ON sample_evaluator
BEGIN SELECT touch(23, OLD.plan), touch(23, NEW.plan); END;
CREATE TEMP TRIGGER kept_evaluator_gone AFTER DELETE ON sample_evaluator BEGIN SELECT touch(23, OLD.plan); END;
CREATE TEMP TRIGGER kept_draw AFTER INSERT ON sample_draw BEGIN SELECT touch(24, NEW.id); END;
CREATE TEMP TRIGGER kept_draw_changed AFTER UPDATE ON sample_draw
BEGIN SELECT touch(24, OLD.id), touch(24, NEW.id); END;
CREATE TEMP TRIGGER kept_draw_gone AFTER DELETE ON sample_draw BEGIN SELECT touch(24, OLD.id); END;
CREATE TEMP TRIGGER kept_sample AFTER INSERT ON sample_item BEGIN SELECT touch(25, NEW.id); END;
CREATE TEMP TRIGGER kept_sample_changed AFTER UPDATE ON sample_item
BEGIN SELECT touch(25, OLD.id), touch(25, NEW.id); END;
CREATE TEMP TRIGGER kept_sample_gone AFTER DELETE ON sample_item BEGIN SELECT touch(25, OLD.id); END;
CREATE TEMP TRIGGER kept_calibration AFTER INSERT ON calibration_session BEGIN SELECT touch(26, NEW.id); END;
CREATE TEMP TRIGGER kept_calibration_changed AFTER UPDATE ON calibration_session
BEGIN SELECT touch(26, OLD.id), touch(26, NEW.id); END;
CREATE TEMP TRIGGER kept_calibration_gone AFTER DELETE ON calibration_session BEGIN SELECT touch(26, OLD.id); END;
CREATE TEMP TRIGGER kept_calibration_call AFTER INSERT ON calibration_call BEGIN SELECT touch(26, NEW.session); END;
CREATE TEMP TRIGGER kept_calibration_call_changed AFTER UPDATE ON calibration_call
BEGIN SELECT touch(26, OLD.session), touch(26, NEW.session); END;
CREATE TEMP TRIGGER kept_calibration_call_gone AFTER DELETE ON calibration_call BEGIN SELECT touch(26, OLD.session); END;
CREATE TEMP TRIGGER kept_rater AFTER INSERT ON calibration_rater BEGIN SELECT touch(26, NEW.session); END;
CREATE TEMP TRIGGER kept_rater_changed AFTER UPDATE ON calibration_rater
BEGIN SELECT touch(26, OLD.session), touch(26, NEW.session); END;
CREATE TEMP TRIGGER kept_rater_gone AFTER DELETE ON calibration_rater BEGIN SELECT touch(26, OLD.session); END;
CREATE TEMP TRIGGER kept_rating AFTER INSERT ON calibration_score BEGIN SELECT touch(26, NEW.session); END;
CREATE TEMP TRIGGER kept_rating_changed AFTER UPDATE ON calibration_score
BEGIN SELECT touch(26, OLD.session), touch(26, NEW.session); END;
CREATE TEMP TRIGGER kept_rating_gone AFTER DELETE ON calibration_score BEGIN SELECT touch(26, OLD.session); END;
CREATE TEMP TRIGGER kept_precedent AFTER INSERT ON precedent BEGIN SELECT touch(27, NEW.id); END;
CREATE TEMP TRIGGER kept_precedent_changed AFTER UPDATE ON precedent
BEGIN SELECT touch(27, OLD.id), touch(27, NEW.id); END;
CREATE TEMP TRIGGER kept_precedent_gone AFTER DELETE ON precedent BEGIN SELECT touch(27, OLD.id); END;
CREATE TEMP TRIGGER kept_coaching AFTER INSERT ON coaching_plan BEGIN SELECT touch(28, NEW.id); END;
CREATE TEMP TRIGGER kept_coaching_changed AFTER UPDATE ON coaching_plan
BEGIN SELECT touch(28, OLD.id), touch(28, NEW.id); END;
CREATE TEMP TRIGGER kept_coaching_gone AFTER DELETE ON coaching_plan BEGIN SELECT touch(28, OLD.id); END;
CREATE TEMP TRIGGER kept_coached AFTER INSERT ON coaching_call BEGIN SELECT touch(28, NEW.plan); END;
CREATE TEMP TRIGGER kept_coached_changed AFTER UPDATE ON coaching_call
BEGIN SELECT touch(28, OLD.plan), touch(28, NEW.plan); END;
CREATE TEMP TRIGGER kept_coached_gone AFTER DELETE ON coaching_call BEGIN SELECT touch(28, OLD.plan); END;
CREATE TEMP TRIGGER kept_meeting AFTER INSERT ON coaching_session BEGIN SELECT touch(28, NEW.plan); END;
CREATE TEMP TRIGGER kept_meeting_changed AFTER UPDATE ON coaching_session
BEGIN SELECT touch(28, OLD.plan), touch(28, NEW.plan); END;
CREATE TEMP TRIGGER kept_meeting_gone AFTER DELETE ON coaching_session BEGIN SELECT touch(28, OLD.plan); END;
CREATE TEMP TRIGGER kept_promise AFTER INSERT ON promise BEGIN SELECT touch(29, NEW.id); END;
CREATE TEMP TRIGGER kept_promise_changed AFTER UPDATE ON promise
BEGIN SELECT touch(29, OLD.id), touch(29, NEW.id); END;
CREATE TEMP TRIGGER kept_promise_gone AFTER DELETE ON promise BEGIN SELECT touch(29, OLD.id); END;
CREATE TEMP TRIGGER kept_session AFTER INSERT ON session BEGIN SELECT touch(30, NEW.person); END;
CREATE TEMP TRIGGER kept_session_changed AFTER UPDATE OF token_hash, person, created_ms ON session
BEGIN SELECT touch(30, OLD.person), touch(30, NEW.person); END;
CREATE TEMP TRIGGER kept_session_gone AFTER DELETE ON session BEGIN SELECT touch(30, OLD.person); END;
CREATE TEMP TRIGGER kept_code AFTER INSERT ON one_time_code WHEN NEW.person IS NOT NULL BEGIN SELECT touch(30, NEW.person); END;
CREATE TEMP TRIGGER kept_code_changed AFTER UPDATE ON one_time_code
WHEN NEW.person IS NOT NULL OR OLD.person IS NOT NULL
BEGIN SELECT touch(30, OLD.person), touch(30, NEW.person); END;
CREATE TEMP TRIGGER kept_code_gone AFTER DELETE ON one_time_code WHEN OLD.person IS NOT NULL BEGIN SELECT touch(30, OLD.person); END;

CREATE TEMP TRIGGER kept_listening AFTER INSERT ON listening BEGIN SELECT touch(2, NEW.id); END;
CREATE TEMP TRIGGER kept_listening_changed AFTER UPDATE OF id, interaction, person, reason, at_ms ON listening
BEGIN SELECT touch(2, OLD.id), touch(2, NEW.id); END;
CREATE TEMP TRIGGER kept_listening_gone AFTER DELETE ON listening BEGIN SELECT touch(2, OLD.id); END;

CREATE TEMP TRIGGER kept_heard AFTER INSERT ON listening WHEN NEW.closed_ms IS NOT NULL BEGIN SELECT touch(31, NEW.id); END;
CREATE TEMP TRIGGER kept_heard_changed AFTER UPDATE OF id, heard_ms, heard, served, told, closed_ms ON listening
WHEN NEW.closed_ms IS NOT NULL OR OLD.closed_ms IS NOT NULL
BEGIN SELECT touch(31, OLD.id), touch(31, NEW.id); END;
CREATE TEMP TRIGGER kept_heard_gone AFTER DELETE ON listening WHEN OLD.closed_ms IS NOT NULL BEGIN SELECT touch(31, OLD.id); END;

CREATE TEMP TRIGGER kept_agreement AFTER INSERT ON agreement BEGIN SELECT touch(4, NEW.id); END;
CREATE TEMP TRIGGER kept_agreement_changed AFTER UPDATE ON agreement
BEGIN SELECT touch(4, OLD.id), touch(4, NEW.id); END;
CREATE TEMP TRIGGER kept_agreement_gone AFTER DELETE ON agreement BEGIN SELECT touch(4, OLD.id); END;

CREATE TEMP TRIGGER kept_grant AFTER INSERT ON role_grant BEGIN SELECT touch(5, NEW.id); END;
CREATE TEMP TRIGGER kept_grant_changed AFTER UPDATE ON role_grant
BEGIN SELECT touch(5, OLD.id), touch(5, NEW.id); END;
CREATE TEMP TRIGGER kept_grant_gone AFTER DELETE ON role_grant BEGIN SELECT touch(5, OLD.id); END;

CREATE TEMP TRIGGER kept_membership AFTER INSERT ON membership BEGIN SELECT touch(6, NEW.id); END;
CREATE TEMP TRIGGER kept_membership_changed AFTER UPDATE ON membership
BEGIN SELECT touch(6, OLD.id), touch(6, NEW.id); END;
CREATE TEMP TRIGGER kept_membership_gone AFTER DELETE ON membership BEGIN SELECT touch(6, OLD.id); END;

CREATE TEMP TRIGGER kept_person AFTER INSERT ON person BEGIN SELECT touch(7, NEW.id); END;
CREATE TEMP TRIGGER kept_person_changed AFTER UPDATE OF id, name, login, password, state ON person
BEGIN SELECT touch(7, OLD.id), touch(7, NEW.id); END;
CREATE TEMP TRIGGER kept_person_gone AFTER DELETE ON person BEGIN SELECT touch(7, OLD.id); END;

CREATE TEMP TRIGGER kept_aside AFTER INSERT ON aside BEGIN SELECT touch(9, NEW.id); END;
CREATE TEMP TRIGGER kept_aside_changed AFTER UPDATE OF id, started_ms, hold ON aside
BEGIN SELECT touch(9, OLD.id), touch(9, NEW.id); END;
CREATE TEMP TRIGGER kept_aside_gone AFTER DELETE ON aside BEGIN SELECT touch(9, OLD.id); END;

CREATE TEMP TRIGGER kept_item AFTER INSERT ON list_item BEGIN SELECT touch(8, NEW.id); END;
CREATE TEMP TRIGGER kept_item_changed AFTER UPDATE OF id, list, interaction, from_ms, to_ms, consent ON list_item
BEGIN SELECT touch(8, OLD.id), touch(8, NEW.id); END;
CREATE TEMP TRIGGER kept_item_gone AFTER DELETE ON list_item BEGIN SELECT touch(8, OLD.id); END;
CREATE TEMP TRIGGER kept_consent AFTER INSERT ON item_consent BEGIN SELECT touch(8, NEW.item); END;
CREATE TEMP TRIGGER kept_consent_changed AFTER UPDATE ON item_consent BEGIN SELECT touch(8, NEW.item); END;
CREATE TEMP TRIGGER kept_consent_gone AFTER DELETE ON item_consent BEGIN SELECT touch(8, OLD.item); END;

CREATE TEMP TRIGGER kept_care AFTER INSERT ON care BEGIN SELECT touch(32, NEW.id); END;
CREATE TEMP TRIGGER kept_care_changed AFTER UPDATE ON care
BEGIN SELECT touch(32, OLD.id), touch(32, NEW.id); END;
CREATE TEMP TRIGGER kept_care_gone AFTER DELETE ON care BEGIN SELECT touch(32, OLD.id); END;
CREATE TEMP TRIGGER kept_key AFTER INSERT ON api_key BEGIN SELECT touch(33, NEW.id); END;
CREATE TEMP TRIGGER kept_key_changed AFTER UPDATE ON api_key
WHEN OLD.revoked_ms IS NOT NEW.revoked_ms OR OLD.scopes <> NEW.scopes OR OLD.key_hash <> NEW.key_hash
  OR OLD.expires_ms <> NEW.expires_ms OR OLD.name <> NEW.name OR OLD.made_by <> NEW.made_by
  OR OLD.created_ms <> NEW.created_ms OR OLD.revoked_by IS NOT NEW.revoked_by
BEGIN SELECT touch(33, NEW.id); END;
CREATE TEMP TRIGGER kept_key_gone AFTER DELETE ON api_key BEGIN SELECT touch(33, OLD.id); END;

CREATE TEMP TRIGGER kept_proposal AFTER INSERT ON proposal BEGIN SELECT touch(34, NEW.id); END;
CREATE TEMP TRIGGER kept_proposal_changed AFTER UPDATE ON proposal
BEGIN SELECT touch(34, OLD.id), touch(34, NEW.id); END;
CREATE TEMP TRIGGER kept_proposal_gone AFTER DELETE ON proposal BEGIN SELECT touch(34, OLD.id); END;
CREATE TEMP TRIGGER kept_signature AFTER INSERT ON signature BEGIN SELECT touch(34, NEW.proposal); END;
CREATE TEMP TRIGGER kept_signature_changed AFTER UPDATE ON signature
BEGIN SELECT touch(34, OLD.proposal), touch(34, NEW.proposal); END;
CREATE TEMP TRIGGER kept_signature_gone AFTER DELETE ON signature BEGIN SELECT touch(34, OLD.proposal); END;

CREATE TEMP TRIGGER kept_notice AFTER INSERT ON notice BEGIN SELECT touch(35, NEW.agreement); END;
CREATE TEMP TRIGGER kept_notice_changed AFTER UPDATE ON notice
BEGIN SELECT touch(35, OLD.agreement), touch(35, NEW.agreement); END;
CREATE TEMP TRIGGER kept_notice_gone AFTER DELETE ON notice BEGIN SELECT touch(35, OLD.agreement); END;
