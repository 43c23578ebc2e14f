-- Words of a call, for the text filter: derived from its title and its open notes.

-- call_word_clear :exec
DELETE FROM call_word WHERE interaction = :interaction;

-- call_word_add :exec
INSERT INTO call_word (word, started_ms, interaction, readers)
SELECT :word, i.started_ms, i.id, :readers FROM interaction i WHERE i.id = :interaction
ON CONFLICT (word, started_ms, interaction) DO UPDATE SET readers = call_word.readers | excluded.readers;

-- call_texts :many
SELECT n.at_ms, n.body FROM note n WHERE n.interaction = :interaction AND n.kind <> 'private' AND n.deleted_ms IS NULL;

-- The word itself: one index walk. (look: whether hours or length say anything at all)
-- find_by_word :many look=bool colleagues=bool before=id minute_from=int minute_to=int also_filters=int also_one=bytes also_two=bytes more_filters=int more_one=bytes more_two=bytes last_filters=int last_one=bytes last_two=bytes second=text second_end=text third=text third_end=text
SELECT w.interaction AS id, w.started_ms FROM call_word w
WHERE w.word = :word
  AND w.started_ms <= :before_ms AND (w.started_ms < :before_ms OR w.interaction < :before)
  AND w.started_ms >= :since_ms
  AND (NOT :look OR EXISTS (SELECT 1 FROM interaction i WHERE i.id = w.interaction
    AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
    AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms))
  AND (:also_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :also_filters?
    AND x.word_one = :also_one? AND x.word_two = :also_two? AND x.started_ms = w.started_ms
    AND x.interaction = w.interaction)
    AND (:more_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :more_filters?
    AND x.word_one = :more_one? AND x.word_two = :more_two? AND x.started_ms = w.started_ms
    AND x.interaction = w.interaction)
    AND (:last_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :last_filters?
    AND x.word_one = :last_one? AND x.word_two = :last_two? AND x.started_ms = w.started_ms
    AND x.interaction = w.interaction))))
  AND (:second? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = w.interaction
    AND x.word >= :second? AND x.word < :second_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))
    AND (:third? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = w.interaction
    AND x.word >= :third? AND x.word < :third_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
    WHERE g.interaction = w.interaction
      AND (((w.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer)))
ORDER BY w.started_ms DESC, w.interaction DESC LIMIT :limit;

-- Words that begin so: for what the word itself does not fill.
-- find_by_prefix :many look=bool colleagues=bool word_end=text before=id minute_from=int minute_to=int also_filters=int also_one=bytes also_two=bytes more_filters=int more_one=bytes more_two=bytes last_filters=int last_one=bytes last_two=bytes second=text second_end=text third=text third_end=text
-- sort: as many calls as have such words
SELECT w.interaction AS id, w.started_ms FROM call_word w
WHERE w.word > :word AND w.word < :word_end
  AND w.started_ms <= :before_ms AND (w.started_ms < :before_ms OR w.interaction < :before)
  AND w.started_ms >= :since_ms
  AND (NOT :look OR EXISTS (SELECT 1 FROM interaction i WHERE i.id = w.interaction
    AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
    AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms))
  AND (:also_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :also_filters?
    AND x.word_one = :also_one? AND x.word_two = :also_two? AND x.started_ms = w.started_ms
    AND x.interaction = w.interaction)
    AND (:more_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :more_filters?
    AND x.word_one = :more_one? AND x.word_two = :more_two? AND x.started_ms = w.started_ms
    AND x.interaction = w.interaction)
    AND (:last_filters? IS NULL OR EXISTS (SELECT 1 FROM call_key x WHERE x.filters = :last_filters?
    AND x.word_one = :last_one? AND x.word_two = :last_two? AND x.started_ms = w.started_ms
    AND x.interaction = w.interaction))))
  AND (:second? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = w.interaction
    AND x.word >= :second? AND x.word < :second_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))
    AND (:third? IS NULL OR EXISTS (SELECT 1 FROM call_word x WHERE x.interaction = w.interaction
    AND x.word >= :third? AND x.word < :third_end?
    AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
      WHERE g.interaction = x.interaction
        AND (((x.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer))))))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
    WHERE g.interaction = w.interaction
      AND (((w.readers >> CAST(g.ord AS integer)) & 1) = 1 OR (:colleagues AND g.agent = :viewer)))
ORDER BY w.started_ms DESC, w.interaction DESC LIMIT :limit;
