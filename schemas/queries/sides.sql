-- A call whose sides were taken for one another: everything that names a side changes its name. The
-- sound stays as it is; recording.swapped says how it is served.

-- leg_side_set :exec was=text
UPDATE leg SET side = :side WHERE interaction = :interaction AND side = :was;

-- gap_sides_swap :exec
UPDATE gap SET side = CASE side WHEN 'agent' THEN 'caller' ELSE 'agent' END
WHERE interaction = :interaction AND side IN ('agent', 'caller');

-- span_sides_swap :exec
UPDATE span SET side = CASE side WHEN 'agent' THEN 'caller' ELSE 'agent' END
WHERE interaction = :interaction AND side IN ('agent', 'caller');

-- measure_sides_swap :exec
UPDATE measure SET agent_talk_ms = caller_talk_ms, caller_talk_ms = agent_talk_ms,
  interruptions_by_agent = interruptions_by_caller, interruptions_by_caller = interruptions_by_agent,
  agent_monologue_ms = caller_monologue_ms, caller_monologue_ms = agent_monologue_ms,
  agent_latency_ms = caller_latency_ms, caller_latency_ms = agent_latency_ms,
  agent_level_cdb = caller_level_cdb, caller_level_cdb = agent_level_cdb
WHERE interaction = :interaction;
