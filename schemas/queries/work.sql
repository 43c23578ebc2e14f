-- A coach's day: what agents ask of her, and which form a call is scored by.

-- Wishes nobody has answered: by a note, or by taking the mark away after talking.
-- asked_of :many :json author{id,name} -interaction -title -started_ms -duration_ms
-- sort: what a group has asked lately
SELECT k.id, k.kind, k.at_ms, k.detail, k.created_ms, k.author, p.name AS author_name, k.interaction, i.title,
  i.started_ms, i.duration_ms
FROM scope c JOIN mark k ON k.author = c.subject AND k.kind IN ('ask', 'talk') JOIN person p ON p.id = k.author
  JOIN interaction i ON i.id = k.interaction
WHERE c.viewer = :viewer AND i.started_ms >= c.from_ms AND i.started_ms < c.to_ms AND k.author <> :viewer AND k.created_ms >= :since_ms
  AND EXISTS (SELECT 1 FROM segment s WHERE s.interaction = k.interaction AND s.agent = k.author)
  AND NOT EXISTS (SELECT 1 FROM under_care u WHERE u.interaction = k.interaction)
  AND NOT EXISTS (SELECT 1 FROM note n WHERE n.interaction = k.interaction AND n.author <> k.author
    AND n.kind <> 'private' AND n.deleted_ms IS NULL AND n.created_ms > k.created_ms)
ORDER BY k.created_ms, k.id LIMIT :limit;

-- Newest version first.
-- variant_forms :many
-- scan: a site has some dozens of versions
-- sort: likewise
SELECT id, key, version, title_sv, title_en, document FROM rubric_version WHERE state = 'published'
ORDER BY key, version DESC;
