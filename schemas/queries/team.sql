-- team_add :exec
INSERT INTO team (id, name, created_ms) VALUES (:id, :name, :created_ms);

-- team_get :maybe
SELECT id, name, created_ms FROM team WHERE id = :id;

-- team_by_name :maybe
SELECT id, name, created_ms FROM team WHERE name = :name;

-- team_list :many :json
-- scan: a site has tens of teams
SELECT id, name, created_ms FROM team ORDER BY name;
