-- Silence was counted through what is missing from a recording. Where sound is missing nobody knows
-- whether it was quiet: docs/measures.md. The spans stay as they were.
UPDATE measure SET silence_ms = measure.silence_ms - lost.silence, dead_air_ms = measure.dead_air_ms - lost.dead
FROM (
  SELECT s.interaction AS interaction,
    sum(CASE WHEN s.to_ms < g.to_ms THEN s.to_ms ELSE g.to_ms END
      - CASE WHEN s.from_ms > g.from_ms THEN s.from_ms ELSE g.from_ms END) AS silence,
    sum(CASE WHEN s.kind <> 'dead_air' THEN 0 ELSE CASE WHEN s.to_ms < g.to_ms THEN s.to_ms ELSE g.to_ms END
      - CASE WHEN s.from_ms > g.from_ms THEN s.from_ms ELSE g.from_ms END END) AS dead
  FROM (                                       -- gaps of both sides, those that meet joined
    SELECT interaction, island, min(from_ms) AS from_ms, max(to_ms) AS to_ms
    FROM (
      SELECT interaction, from_ms, to_ms,
        sum(apart) OVER (PARTITION BY interaction ORDER BY from_ms, to_ms ROWS UNBOUNDED PRECEDING) AS island
      FROM (
        SELECT interaction, from_ms, to_ms,
          CASE WHEN from_ms <= max(to_ms) OVER (PARTITION BY interaction ORDER BY from_ms, to_ms
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS apart
        FROM gap WHERE reason NOT IN ('dtx', 'hold') AND to_ms - from_ms >= 200) one
      ) two
    GROUP BY interaction, island) g
  JOIN span s ON s.interaction = g.interaction AND s.from_ms < g.to_ms AND s.to_ms > g.from_ms
  WHERE s.kind IN ('silence', 'dead_air')
  GROUP BY s.interaction) lost
WHERE lost.interaction = measure.interaction AND measure.silence_ms IS NOT NULL;
