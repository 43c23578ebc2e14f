-- Rubric versions as those who write and publish them see them.

-- rubric_versions_all :many author_name=text
-- scan: a site has some dozens of versions
-- sort: likewise
SELECT v.id, v.key, v.version, v.state, v.title_sv, v.title_en, v.author, p.name AS author_name, v.created_ms,
  v.published_ms, v.retired_ms
FROM rubric_version v LEFT JOIN person p ON p.id = v.author
ORDER BY v.key, v.version DESC;
