-- Rubric versions as those who write and publish them see them.

-- rubric_versions_all :many author_name=text
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
