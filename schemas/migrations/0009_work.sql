-- What agents ask of those who lead them: a mark of their own on a call of their own.

CREATE INDEX mark_by_author ON mark (author, kind, created_ms);
