-- For those who watch over it: the log of listenings as a person reads it.

-- Not its title: of a call under care that is hers and whose task it is. Whose call it was: the agent asked about, where it is hers in part, else its first.
-- listening_log :many whose=id? whose_name=text?
-- scan: a range of time, by its index; what is asked filters it
SELECT l.id, l.person, p.name AS person_name, l.reason, l.reason_text, l.at_ms, l.heard, l.served,
  l.interaction, i.started_ms, a.id AS whose, a.name AS whose_name
FROM listening l JOIN interaction i ON i.id = l.interaction JOIN person p ON p.id = l.person
  LEFT JOIN person a ON a.id = coalesce(:agent?, i.agent)
WHERE l.at_ms >= :from_ms AND l.at_ms < :to_ms AND (:person? IS NULL OR l.person = :person?)
  AND (:interaction? IS NULL OR l.interaction = :interaction?) AND (:reason? IS NULL OR l.reason = :reason?)
  AND (:agent? IS NULL OR EXISTS (SELECT 1 FROM segment s WHERE s.interaction = l.interaction AND s.agent = :agent?))
ORDER BY l.at_ms DESC LIMIT :limit;
