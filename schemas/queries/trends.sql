-- Trends: evaluations that enter statistics, as courses and charts read them.

-- counted_of :many
SELECT at_ms, local_day, version, total_ppm, correct_ppm, human_ppm, judged, failed, judged_in, failed_in, loaded
FROM counted WHERE rubric = :rubric AND agent = :agent ORDER BY at_ms DESC;

-- counted_lately :many
SELECT total_ppm FROM counted
WHERE rubric = :rubric AND agent = :agent AND version = :version AND at_ms >= :from_ms AND NOT loaded
  AND total_ppm IS NOT NULL ORDER BY at_ms DESC LIMIT 24;

-- counted_lasts :many
SELECT agent, version, n, ppm, squares, oldest_ms FROM counted_last WHERE rubric = :rubric ORDER BY agent;

-- Contacts that were judged, newest first: everybody's, and one agent's.
-- counted_back :many
SELECT at_ms, failed FROM counted
WHERE rubric = :rubric AND at_ms >= :from_ms AND judged > 0 AND NOT loaded ORDER BY at_ms DESC LIMIT 20000;

-- counted_back_of :many
SELECT at_ms, failed FROM counted
WHERE rubric = :rubric AND agent = :agent AND at_ms >= :from_ms AND judged > 0 AND NOT loaded
ORDER BY at_ms DESC LIMIT 20000;

-- counted_months :many
SELECT month, agent, judged, clean, customer_judged, customer_clean, business_judged, business_clean,
  compliance_judged, compliance_clean
FROM counted_month WHERE rubric = :rubric AND month >= :month AND judged > 0 ORDER BY month;

-- How often each answer was given: by one agent's evaluators, and by everybody's, with how many agents
-- had an answer to the question that month, counted as far as it matters.
-- counted_answers :many
SELECT month, question, version, value, n FROM counted_answer
WHERE rubric = :rubric AND agent = :agent AND month >= :month AND n > 0;

-- counted_cells :many people=int
SELECT c.month, c.question, c.version, c.value, c.n,
  (SELECT count(*) FROM (SELECT DISTINCT a.agent FROM counted_answer a WHERE a.rubric = c.rubric
    AND a.month = c.month AND a.question = c.question AND a.n > 0 LIMIT 5) seen) AS people
FROM counted_cell c WHERE c.rubric = :rubric AND c.month >= :month AND c.n > 0;

-- counted_people :many
-- scan: a site has hundreds of people
-- sort: the same
SELECT p.id, p.name FROM person p JOIN counted_last c ON c.agent = p.id AND c.rubric = :rubric ORDER BY p.name, p.id;

-- counted_team :many
-- sort: a team's people
SELECT p.id, p.name FROM membership m JOIN person p ON p.id = m.person
WHERE m.team = :team AND m.from_ms <= :at_ms AND (m.to_ms IS NULL OR m.to_ms > :at_ms)
  AND EXISTS (SELECT 1 FROM counted c WHERE c.rubric = :rubric AND c.agent = p.id)
ORDER BY p.name, p.id;

-- rubric_versions_of :many
SELECT id, version, published_ms, title_sv, title_en, document FROM rubric_version
WHERE key = :key AND state <> 'draft' ORDER BY version;

-- An agent's evaluations of calls in load windows, whoever chose the call: shown one by one, apart.
-- loaded_of :many version=int
-- sort: an agent's
SELECT i.started_ms, e.load_mark, v.title_sv, v.title_en, v.version, e.total_ppm, e.selection
FROM evaluation e JOIN interaction i ON i.id = e.interaction JOIN rubric_version v ON v.id = e.rubric_version
WHERE e.agent = :agent AND e.load_mark IS NOT NULL AND e.kind = 'standard' AND i.started_ms >= :from_ms
  AND (e.state IN ('released', 'acknowledged', 'disputed', 'resolved') OR (e.state = 'voided' AND e.released_ms IS NOT NULL))
  AND e.left_out IS NULL
  AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
  AND NOT (e.state = 'released' AND EXISTS (SELECT 1 FROM evaluation own WHERE own.interaction = e.interaction
    AND own.kind = 'self' AND own.state = 'draft' AND own.ended_ms IS NULL AND own.created_ms <= e.released_ms))
ORDER BY i.started_ms DESC LIMIT 200;

-- Random samples that were scored and are in no figure, each with why: nothing leaves unseen.
-- left_out_of :many version=int
-- sort: an agent's few hundred
SELECT i.started_ms, v.version, e.state, e.released_ms, e.void_reason, e.left_out
FROM evaluation e JOIN interaction i ON i.id = e.interaction JOIN rubric_version v ON v.id = e.rubric_version
WHERE e.agent = :agent AND v.key = :rubric AND e.kind = 'standard' AND e.selection = 'random' AND e.submitted_ms IS NOT NULL
  AND i.started_ms >= :from_ms AND NOT EXISTS (SELECT 1 FROM counted c WHERE c.evaluation = e.id)
  AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
ORDER BY i.started_ms DESC LIMIT 200;

-- Whose scores this viewer may not read yet: she has to score the call herself, and has read no other's.
-- blind_calls :many
-- sort: what waits for one person
SELECT DISTINCT i.started_ms FROM still_blind b JOIN interaction i ON i.id = b.interaction
WHERE b.viewer = :viewer AND NOT EXISTS (SELECT 1 FROM evaluation_seen s WHERE s.viewer = :viewer AND s.interaction = b.interaction)
ORDER BY i.started_ms;

-- Forms there are figures of, by their newest version's title.
-- counted_forms :many
-- scan: a site has some dozens of versions
-- sort: the same
SELECT v.key, v.title_sv, v.title_en FROM rubric_version v
WHERE v.state <> 'draft' AND EXISTS (SELECT 1 FROM counted c WHERE c.rubric = v.key)
  AND NOT EXISTS (SELECT 1 FROM rubric_version x WHERE x.key = v.key AND x.version > v.version AND x.state <> 'draft')
ORDER BY v.key;

-- counted_forms_of :many
-- scan: a site has some dozens of versions
-- sort: the same
SELECT v.key, v.title_sv, v.title_en FROM rubric_version v
WHERE v.state <> 'draft' AND EXISTS (SELECT 1 FROM counted c WHERE c.rubric = v.key AND c.agent = :agent)
  AND NOT EXISTS (SELECT 1 FROM rubric_version x WHERE x.key = v.key AND x.version > v.version AND x.state <> 'draft')
ORDER BY v.key;

-- own_measures :many
SELECT i.started_ms, i.local_day, m.agent_talk_ms, m.caller_talk_ms, m.overtalk_ms, m.silence_ms, m.agent_latency_ms,
  i.duration_ms
FROM interaction i JOIN measure m ON m.interaction = i.id
WHERE i.agent = :agent AND i.started_ms >= :from_ms ORDER BY i.started_ms DESC LIMIT 400;

-- First contact: of a topic's calls with a known outcome, those solved, and of those handed over those
-- handed right: nobody called in again within the days. People are counted as far as it matters.
-- topics_resolved :many before_day=int calls=int first=int handed=int handed_right=int people=int
-- scan: a site has some dozens of topics
-- sort: the same
SELECT t.id, t.name_sv, t.name_en, CAST(sum(d.calls) AS INT) AS calls, CAST(sum(d.at_once) AS INT) AS first,
  CAST(sum(d.handed) AS INT) AS handed, CAST(sum(d.handed_right) AS INT) AS handed_right,
  (SELECT count(*) FROM (SELECT DISTINCT r.agent FROM resolved r WHERE r.topic = t.id AND r.day >= :day
    AND r.day < :before_day AND r.agent IS NOT NULL LIMIT 5) seen) AS people
FROM topic t JOIN resolved_day d ON d.topic = t.id
WHERE d.day >= :day AND d.day < :before_day AND d.calls > 0
GROUP BY t.id, t.name_sv, t.name_en ORDER BY t.name_sv;
