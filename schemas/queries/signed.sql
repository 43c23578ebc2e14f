-- The agreement's life: put forward, signed by each side, ended by notice (centre/pact.h).

-- proposal_add :exec
INSERT INTO proposal (id, title, body, from_ms, author, written_ms)
VALUES (:id, :title, :body, :from_ms, :author, :written_ms);

-- proposal_get :maybe
SELECT id, title, body, from_ms, author, closed_ms, agreement FROM proposal WHERE id = :id;

-- proposal_close :exec
UPDATE proposal SET closed_ms = :closed_ms, agreement = :agreement? WHERE id = :id AND closed_ms IS NULL;

-- Those that wait, and what the latest became.
-- proposal_list :many :json body{} author{id,name}
SELECT p.id, p.title, p.body, p.from_ms, p.author, a.name AS author_name, p.written_ms, p.closed_ms,
  v.version
FROM proposal p JOIN person a ON a.id = p.author LEFT JOIN agreement v ON v.id = p.agreement
ORDER BY p.written_ms DESC LIMIT 50;

-- signature_add :exec
INSERT INTO signature (proposal, side, person, at_ms) VALUES (:proposal, :side, :person, :at_ms);

-- signature_list :many :json person{id,name} -proposal
-- sort: two
SELECT s.proposal, s.side, s.person, p.name AS person_name, s.at_ms
FROM signature s JOIN person p ON p.id = s.person WHERE s.proposal = :proposal ORDER BY s.at_ms;

-- notice_add :exec
INSERT INTO notice (agreement, side, person, reason, given_ms, ends_ms)
VALUES (:agreement, :side, :person, :reason, :given_ms, :ends_ms);

-- notice_of :maybe :json person{id,name}
SELECT n.side, n.person, p.name AS person_name, n.reason, n.given_ms, n.ends_ms
FROM notice n JOIN person p ON p.id = n.person WHERE n.agreement = :agreement;

-- agreement_get :maybe
SELECT id, version, title, body, from_ms, to_ms FROM agreement WHERE id = :id;
