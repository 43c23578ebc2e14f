-- Words of a call, for the text filter: derived from its title and its open notes.

-- call_word_clear :exec
DELETE FROM call_word WHERE interaction = :interaction;

-- call_word_add :exec
INSERT INTO call_word (word, started_ms, interaction)
SELECT :word, i.started_ms, i.id FROM interaction i WHERE i.id = :interaction
ON CONFLICT (word, started_ms, interaction) DO NOTHING;

-- call_texts :many
SELECT n.body FROM note n WHERE n.interaction = :interaction AND n.kind <> 'private' AND n.deleted_ms IS NULL;

-- The word itself: one index walk.
-- find_by_word :many before=id minute_from=int minute_to=int unclaimed=bool agent_is=id team_is=id topic_is=id mark_is=text outcome_is=text second=text second_end=text third=text third_end=text
SELECT w.interaction AS id, w.started_ms FROM call_word w JOIN interaction i ON i.id = w.interaction
WHERE w.word = :word
  AND w.started_ms <= :before_ms AND (w.started_ms < :before_ms OR w.interaction < :before)
  AND w.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:outcome_is? IS NULL OR i.outcome = :outcome_is?)
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:agent_is? IS NULL OR EXISTS (
    SELECT 1 FROM segment g WHERE g.interaction = i.id AND g.agent = :agent_is?))
  AND (:team_is? IS NULL OR i.team = :team_is?)
  AND (:topic_is? IS NULL OR EXISTS (
    SELECT 1 FROM interaction_topic x WHERE x.interaction = w.interaction AND x.topic = :topic_is?))
  AND (:mark_is? IS NULL OR EXISTS (
    SELECT 1 FROM mark k WHERE k.interaction = w.interaction AND k.kind = :mark_is?))
  AND (:second? IS NULL OR EXISTS (
    SELECT 1 FROM call_word x WHERE x.interaction = w.interaction AND x.word >= :second? AND x.word < :second_end?))
  AND (:third? IS NULL OR EXISTS (
    SELECT 1 FROM call_word x WHERE x.interaction = w.interaction AND x.word >= :third? AND x.word < :third_end?))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY w.started_ms DESC, w.interaction DESC LIMIT :limit;

-- Words that begin so: for what the word itself does not fill.
-- find_by_prefix :many word_end=text before=id minute_from=int minute_to=int unclaimed=bool agent_is=id team_is=id topic_is=id mark_is=text outcome_is=text second=text second_end=text third=text third_end=text
-- sort: as many calls as have such words
SELECT w.interaction AS id, w.started_ms FROM call_word w JOIN interaction i ON i.id = w.interaction
WHERE w.word > :word AND w.word < :word_end
  AND w.started_ms <= :before_ms AND (w.started_ms < :before_ms OR w.interaction < :before)
  AND w.started_ms >= :since_ms
  AND i.local_minute >= :minute_from AND i.local_minute < :minute_to
  AND i.duration_ms >= :least_ms AND i.duration_ms <= :most_ms
  AND (:outcome_is? IS NULL OR i.outcome = :outcome_is?)
  AND (NOT :unclaimed OR i.agent IS NULL)
  AND (:agent_is? IS NULL OR EXISTS (
    SELECT 1 FROM segment g WHERE g.interaction = i.id AND g.agent = :agent_is?))
  AND (:team_is? IS NULL OR i.team = :team_is?)
  AND (:topic_is? IS NULL OR EXISTS (
    SELECT 1 FROM interaction_topic x WHERE x.interaction = w.interaction AND x.topic = :topic_is?))
  AND (:mark_is? IS NULL OR EXISTS (
    SELECT 1 FROM mark k WHERE k.interaction = w.interaction AND k.kind = :mark_is?))
  AND (:second? IS NULL OR EXISTS (
    SELECT 1 FROM call_word x WHERE x.interaction = w.interaction AND x.word >= :second? AND x.word < :second_end?))
  AND (:third? IS NULL OR EXISTS (
    SELECT 1 FROM call_word x WHERE x.interaction = w.interaction AND x.word >= :third? AND x.word < :third_end?))
  AND EXISTS (SELECT 1 FROM segment g JOIN scope s ON s.subject = g.subject AND s.viewer = :viewer
              WHERE g.interaction = i.id)
ORDER BY w.started_ms DESC, w.interaction DESC LIMIT :limit;
