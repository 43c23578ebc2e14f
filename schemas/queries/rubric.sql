-- Rubric versions as those who write and publish them see them.

-- rubric_versions_all :many :json author{id,name} author_name=text
-- scan: a site has some dozens of versions
-- sort: likewise
SELECT v.id, v.key, v.version, v.state, v.title_sv, v.title_en, v.author, p.name AS author_name, v.created_ms,
  v.published_ms, v.retired_ms
FROM rubric_version v LEFT JOIN person p ON p.id = v.author
ORDER BY v.key, v.version DESC;

-- rubric_version_newest :maybe
SELECT id, version, state FROM rubric_version WHERE key = :key ORDER BY version DESC LIMIT 1;

-- rubric_version_before :maybe
SELECT id, version, document, published_ms FROM rubric_version
WHERE key = :key AND version < :version AND state <> 'draft' ORDER BY version DESC LIMIT 1;

-- rubric_draft_put :exec was=text
UPDATE rubric_version SET title_sv = :title_sv, title_en = :title_en, document = :document, sha256 = :sha256
WHERE id = :id AND state = 'draft' AND sha256 = :was;

-- rubric_draft_delete :exec
DELETE FROM rubric_version WHERE id = :id AND state = 'draft';

-- rubric_draft_publish :exec
UPDATE rubric_version SET state = 'published', document = :document, published_ms = :published_ms
WHERE id = :id AND state = 'draft';

-- rubric_versions_retire :exec
UPDATE rubric_version SET state = 'retired', retired_ms = :retired_ms
WHERE key = :key AND version <= :version AND state = 'published';

-- rubric_use :maybe drafts=int evaluators=int released=int
-- What a change meets: evaluations begun with this version and not handed in, and who has used it lately.
-- sort: the evaluators of some months
SELECT
  (SELECT count(*) FROM evaluation d WHERE d.rubric_version = :id AND d.released_ms IS NULL AND d.state = 'draft') AS drafts,
  (SELECT count(*) FROM evaluation r WHERE r.rubric_version = :id AND r.released_ms >= :from_ms) AS released,
  (SELECT count(DISTINCT e.evaluator) FROM evaluation e
   WHERE e.rubric_version = :id AND e.released_ms >= :from_ms) AS evaluators
FROM rubric_version v WHERE v.id = :id;

-- ---- how its questions do: of the newest random evaluations that count, never per person
-- rubric_last_released :maybe
SELECT released_ms FROM evaluation WHERE rubric_version = :rubric_version AND released_ms IS NOT NULL
ORDER BY released_ms DESC LIMIT 1;

-- rubric_health_sample :many evaluations=int people=int first_ms=ms? last_ms=ms?
-- scan: of the thousand newest
-- sort: likewise
SELECT count(*) AS evaluations, count(DISTINCT s.agent) AS people, min(s.released_ms) AS first_ms,
  max(s.released_ms) AS last_ms
FROM (SELECT e.agent, e.released_ms FROM evaluation e
  WHERE e.rubric_version = :rubric_version AND e.released_ms >= :from_ms AND e.kind = 'standard' AND e.selection = 'random'
    AND e.load_mark IS NULL AND (e.state IN ('released', 'acknowledged', 'disputed', 'resolved') OR (e.state = 'voided' AND e.released_ms IS NOT NULL))
    AND e.left_out IS NULL
    AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
  ORDER BY e.released_ms DESC LIMIT :limit) s;

-- rubric_health_answers :many n=int untouched=int
-- scan: of the thousand newest
-- sort: likewise
SELECT a.question, a.value, count(*) AS n, CAST(sum(CASE WHEN a.touched THEN 0 ELSE 1 END) AS bigint) AS untouched
FROM (SELECT e.id FROM evaluation e
  WHERE e.rubric_version = :rubric_version AND e.released_ms >= :from_ms AND e.kind = 'standard' AND e.selection = 'random'
    AND e.load_mark IS NULL AND (e.state IN ('released', 'acknowledged', 'disputed', 'resolved') OR (e.state = 'voided' AND e.released_ms IS NOT NULL))
    AND e.left_out IS NULL
    AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
  ORDER BY e.released_ms DESC LIMIT :limit) s JOIN answer a ON a.evaluation = s.id
GROUP BY a.question, a.value;

-- rubric_health_people :many people=int
-- scan: of the thousand newest
-- sort: likewise
SELECT a.question, count(DISTINCT s.agent) AS people
FROM (SELECT e.id, e.agent FROM evaluation e
  WHERE e.rubric_version = :rubric_version AND e.released_ms >= :from_ms AND e.kind = 'standard' AND e.selection = 'random'
    AND e.load_mark IS NULL AND (e.state IN ('released', 'acknowledged', 'disputed', 'resolved') OR (e.state = 'voided' AND e.released_ms IS NOT NULL))
    AND e.left_out IS NULL
    AND NOT EXISTS (SELECT 1 FROM evaluation later WHERE later.replaces = e.id AND later.released_ms IS NOT NULL)
  ORDER BY e.released_ms DESC LIMIT :limit) s JOIN answer a ON a.evaluation = s.id
GROUP BY a.question;

-- A dispute may have made a revision: here the one disputed counts.
-- rubric_health_disputes :many n=int decided=int upheld=int agents=int
-- scan: of the thousand newest
-- sort: likewise
SELECT d.question, count(*) AS n, count(d.decided_ms) AS decided,
  count(DISTINCT CASE WHEN d.decision <> 'upheld' THEN s.agent END) AS agents,
  CAST(sum(CASE WHEN d.decision = 'upheld' THEN 1 ELSE 0 END) AS bigint) AS upheld
FROM (SELECT e.id, e.agent FROM evaluation e WHERE e.rubric_version = :rubric_version AND e.released_ms >= :from_ms
  ORDER BY e.released_ms DESC LIMIT :limit) s JOIN dispute d ON d.evaluation = s.id
GROUP BY d.question;

-- rubric_scored_last :many
-- What a draft would have given: the newest that were released, whoever they are about.
SELECT e.id, e.agent, e.total_ppm FROM evaluation e
WHERE e.rubric_version = :rubric_version AND e.released_ms IS NOT NULL AND e.kind = 'standard'
  AND e.state IN ('released', 'acknowledged', 'disputed', 'resolved')
ORDER BY e.released_ms DESC LIMIT :limit;
