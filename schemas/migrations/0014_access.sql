-- Who may see what, from when to when; what a listening stands on; whose a load window is.

-- Where a person belonged. Who came to her first team after a call was taken belonged to it already:
-- calls from before the house knew her have a leader too. In no team: nobody's but the site's.
CREATE VIEW belonging AS
SELECT m.person AS person, m.team AS team,
  CASE WHEN EXISTS (SELECT 1 FROM membership e WHERE e.person = m.person AND e.from_ms < m.from_ms)
    THEN m.from_ms ELSE 0 END AS from_ms,
  coalesce(m.to_ms, 9223372036854775807) AS to_ms
FROM membership m;

-- Derived anew at once: rebuilt from grants and memberships when a program starts, and at each change.
DROP VIEW visible_call;
DROP TABLE scope;
CREATE TABLE scope (
  viewer       ID   NOT NULL REFERENCES person (id),
  subject      ID   NOT NULL,                -- an agent; a team, for what nobody claimed; all zero: nobody's
  from_ms      MS   NOT NULL,                -- of the calls: those begun from here
  to_ms        MS   NOT NULL,                -- and before here
  PRIMARY KEY (viewer, subject, from_ms)
);
CREATE INDEX scope_by_subject ON scope (subject, viewer);

-- The one view that lists of calls go through. A row per call and viewer: of a call with several
-- agents, the first segment this viewer may see.
CREATE VIEW visible_call AS
SELECT s.viewer AS viewer, g.interaction AS interaction, g.subject AS subject, g.agent AS agent,
       g.started_ms AS started_ms
FROM segment g JOIN scope s ON s.subject = g.subject AND g.started_ms >= s.from_ms AND g.started_ms < s.to_ms
WHERE NOT EXISTS (SELECT 1 FROM segment g2 JOIN scope s2 ON s2.subject = g2.subject
                    AND g2.started_ms >= s2.from_ms AND g2.started_ms < s2.to_ms
                  WHERE g2.interaction = g.interaction AND g2.ord < g.ord AND s2.viewer = s.viewer);

-- A listening is of one session, for one reason, and ends a while after its last use. Those from
-- before this have neither and have ended.
ALTER TABLE listening ADD COLUMN session_hash BYTES;
ALTER TABLE listening ADD COLUMN stands_on TEXT; -- own | led | given | rates: what let it be opened
ALTER TABLE listening ADD COLUMN used_ms MS;

ALTER TABLE load_window ADD COLUMN team ID REFERENCES team (id); -- NULL: the whole site
