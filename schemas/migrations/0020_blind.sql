-- Calls somebody has still to score without having read what others answered: drawn for her, begun by
-- her, or given to her in a calibration that is open.
CREATE VIEW still_blind AS
SELECT s.evaluator AS viewer, s.interaction AS interaction FROM sample_item s WHERE s.state = 'waiting'
UNION ALL
SELECT e.evaluator AS viewer, e.interaction AS interaction FROM evaluation e
WHERE e.state = 'draft' AND e.ended_ms IS NULL AND e.kind <> 'self' AND e.replaces IS NULL
UNION ALL
SELECT r.person AS viewer, c.interaction AS interaction
FROM calibration_rater r JOIN calibration_session s ON s.id = r.session JOIN calibration_call c ON c.session = r.session
WHERE s.state = 'open' AND r.part IN ('rater', 'key') AND NOT EXISTS (
  SELECT 1 FROM calibration_score k JOIN evaluation e ON e.id = k.evaluation
  WHERE k.session = r.session AND k.interaction = c.interaction AND k.person = r.person AND e.state <> 'draft');
