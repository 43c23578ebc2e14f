-- What is derived, reckoned again from what it is derived from: verify compares (medlyss/verify_derived.c).
-- n: rows that one has and the other lacks.

-- derived_counted :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT CAST((SELECT count(*) FROM (SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm,
    human_ppm, judged, failed, judged_in, failed_in, loaded FROM counted
  EXCEPT SELECT evaluation, interaction, agent, rubric, version, at_ms, local_day, total_ppm, correct_ppm,
    human_ppm, judged, failed, judged_in, failed_in, loaded FROM countable) a)
  + (SELECT count(*) FROM (SELECT evaluation FROM countable EXCEPT SELECT evaluation FROM counted) b) AS INT) AS n;

-- derived_last :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT count(*) AS n FROM (SELECT rubric, agent, version, n, ppm, squares, oldest_ms FROM counted_last
  EXCEPT SELECT s.rubric, s.agent, s.version, count(*), sum(s.total_ppm), sum(s.total_ppm * s.total_ppm), min(s.at_ms)
  FROM (SELECT c.rubric, c.agent, c.version, c.total_ppm, c.at_ms, row_number() OVER (PARTITION BY c.rubric, c.agent
      ORDER BY c.at_ms DESC) AS place
    FROM counted c WHERE c.total_ppm IS NOT NULL AND NOT c.loaded AND c.version =
      (SELECT max(x.version) FROM counted x WHERE x.rubric = c.rubric AND x.agent = c.agent)) s
  WHERE s.place <= 24 GROUP BY s.rubric, s.agent, s.version) a;

-- derived_month :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT count(*) AS n FROM (SELECT rubric, month, agent, judged, clean FROM counted_month WHERE judged <> 0
  EXCEPT SELECT rubric, local_day / 100, agent, count(*), sum(CASE WHEN failed > 0 THEN 0 ELSE 1 END)
  FROM counted WHERE NOT loaded AND judged > 0 GROUP BY rubric, local_day / 100, agent) a;

-- derived_answer :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT count(*) AS n FROM (SELECT rubric, month, question, agent, version, value, n FROM counted_answer WHERE n <> 0
  EXCEPT SELECT c.rubric, c.local_day / 100, w.question, c.agent, c.version, w.value, count(*)
  FROM counted c JOIN answer w ON w.evaluation = c.evaluation
  WHERE NOT c.loaded AND w.value NOT IN ('na', 'outside_control', 'cannot_tell')
  GROUP BY c.rubric, c.local_day / 100, w.question, c.agent, c.version, w.value) a;

-- derived_cell :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT count(*) AS n FROM (SELECT rubric, month, question, version, value, n FROM counted_cell WHERE n <> 0
  EXCEPT SELECT rubric, month, question, version, value, sum(n) FROM counted_answer
  GROUP BY rubric, month, question, version, value) a;

-- derived_resolved :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT CAST((SELECT count(*) FROM (SELECT topic, day, agent, interaction, at_once, handed, handed_right FROM resolved
  EXCEPT SELECT topic, day, agent, interaction, at_once, handed, handed_right FROM resolvable) a)
  + (SELECT count(*) FROM (SELECT topic, interaction FROM resolvable EXCEPT SELECT topic, interaction FROM resolved) b) AS INT) AS n;

-- derived_day :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT count(*) AS n FROM (SELECT topic, day, calls, at_once, handed, handed_right FROM resolved_day WHERE calls <> 0
  EXCEPT SELECT topic, day, count(*), sum(at_once), sum(handed), sum(handed_right) FROM resolved GROUP BY topic, day) a;

-- Who sees whom by no grant: as of the newest line, for grants end by the clock, and a program notices.
-- derived_scope :one n=int
-- scan: the whole house is verified
-- sort: the same
SELECT count(*) AS n FROM scope s WHERE NOT EXISTS (SELECT 1 FROM role_grant r JOIN person p ON p.id = r.person
  WHERE r.person = s.viewer AND p.state <> 'left' AND r.from_ms <= :at_ms AND (r.to_ms IS NULL OR r.to_ms > :at_ms)
    AND (s.subject = s.viewer OR (r.role IN (ROLES(LEADS, CALLS)) AND (r.team IS NULL OR s.subject = r.team
      OR EXISTS (SELECT 1 FROM belonging b WHERE b.team = r.team AND b.person = s.subject AND b.from_ms = s.from_ms
        AND b.to_ms >= s.to_ms)))));

-- What the chain says of draws against the draws themselves.
-- told_draws :one wrong=int
-- scan: the whole house is verified
SELECT count(*) AS wrong FROM sample_draw s WHERE NOT EXISTS (SELECT 1 FROM audit a JOIN audit_detail d ON d.seq = a.seq
  WHERE a.object = s.id AND a.event = 'sample.drawn'
    AND d.detail = '{"seed":"' || s.seed || '","frame":"' || s.frame_sha256 || '"}');

-- told_draw :maybe
SELECT d.detail FROM audit a JOIN audit_detail d ON d.seq = a.seq
WHERE a.object = :draw AND a.event = 'sample.drawn' ORDER BY a.seq LIMIT 1;

-- A line about a thing that stays, and no such thing.
-- told_lost :many limit=int
-- scan: the whole house is verified
SELECT a.seq, a.event FROM audit a
WHERE (a.event = 'sample.drawn' AND NOT EXISTS (SELECT 1 FROM sample_draw s WHERE s.id = a.object))
  OR (a.event IN ('sample.withdrawn', 'sample.replaced', 'sample.handed')
    AND NOT EXISTS (SELECT 1 FROM sample_item s WHERE s.id = a.object))
  OR (a.event = 'sample_plan.added' AND NOT EXISTS (SELECT 1 FROM sample_plan s WHERE s.id = a.object))
  OR (a.event = 'evaluation.released' AND NOT EXISTS
    (SELECT 1 FROM evaluation e WHERE e.id = a.object AND e.released_ms IS NOT NULL))
  OR (a.event = 'dispute.opened' AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.id = a.object))
ORDER BY a.seq LIMIT :limit;

-- A line that somebody listened, and no such listening of hers: a receipt is what the line said.
-- told_listened :many limit=int
-- scan: the whole house is verified
SELECT a.seq FROM audit a LEFT JOIN listening l ON l.id = a.object
WHERE a.event = 'recording.listened' AND a.object IS NOT NULL
  AND (l.id IS NULL OR a.actor IS NULL OR l.person <> a.actor OR abs(l.at_ms - a.at_ms) > 60000)
ORDER BY a.seq LIMIT :limit;

-- audit_newest :maybe
-- scan: the last row
SELECT at_ms FROM audit ORDER BY seq DESC LIMIT 1;
