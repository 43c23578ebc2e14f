-- The log of listenings is read by day: who heard whose calls this week.
CREATE INDEX listening_by_time ON listening (at_ms DESC);
