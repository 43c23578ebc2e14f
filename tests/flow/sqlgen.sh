#!/bin/sh
# The generator ends the build on every query it cannot prove, and names file and query.
set -u
cd "$(dirname "$0")/../.."
gen=build/gen/bin/sqlgen
make -s "$gen" || { echo "not ok sqlgen_is_built"; exit 1; }
home=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-gen.XXXXXX")
mkdir "$home/t"
trap 'rm -rf "$home"' EXIT INT TERM
bad=0
cat >"$home/0001.sql" <<'SQL'
CREATE TABLE call (
  id ID PRIMARY KEY,
  started_ms MS NOT NULL,
  state TEXT NOT NULL,
  agent ID
);
CREATE INDEX call_newest ON call (started_ms DESC);
CREATE TABLE note (id ID PRIMARY KEY, call ID NOT NULL REFERENCES call (id), body TEXT NOT NULL);
SQL
run() { printf '%s\n' "$1" >"$home/q.sql"; "$gen" t t "$home" "$home/0001.sql" -- "$home/q.sql" 2>"$home/err"; }
refuses() { # refuses NAME QUERY SENTENCE
  if ! run "$2" && grep -Eq "q.sql: ([qr]|here|twice):" "$home/err" &&
    grep -qF -- "$3" "$home/err"; then echo "ok sqlgen_refuses_$1"
  else cat "$home/err"; echo "not ok sqlgen_refuses_$1"; bad=1; fi
}
takes() { if run "$2"; then echo "ok sqlgen_takes_$1"; else cat "$home/err"; echo "not ok sqlgen_takes_$1"; bad=1; fi; }
has() { if grep -qF -- "$2" "$home/$3"; then echo "ok sqlgen_$1"; else cat "$home/$3"; echo "not ok sqlgen_$1"; bad=1; fi; }

refuses a_wrong_column '-- q :one
SELECT colour FROM call WHERE id = :id;' 'no such column: colour'
refuses an_untyped_parameter '-- q :one
SELECT id FROM call WHERE id = :which;' ':which is named after no column'
refuses a_doubly_typed_parameter '-- q :one id=text
SELECT id FROM call WHERE id = :id;' 'has another type as a column'
refuses two_types_in_two_queries '-- q :one after=id
SELECT id FROM call WHERE id = :after;
-- r :one after=text
SELECT id FROM call WHERE state = :after;' 'after has another type in q'
refuses an_unexplained_scan '-- q :many
SELECT id FROM call WHERE state = :state;' 'reads a whole table'
refuses a_scan_behind_an_alias '-- q :many
SELECT c.id FROM call AS c WHERE c.state = :state;' 'reads a whole table'
refuses an_unexplained_sort '-- q :many
SELECT id FROM note WHERE id > :id ORDER BY body;' 'sorts without an index'
refuses an_untyped_expression '-- q :one
SELECT max(started_ms) AS latest FROM call;' 'latest is an expression'
refuses an_answering_exec '-- q :exec
SELECT id FROM call WHERE id = :id;' 'an :exec answers nothing'
refuses a_silent_many '-- q :many
DELETE FROM call WHERE id = :id;' 'it is an :exec'
refuses two_statements '-- q :exec
DELETE FROM call WHERE id = :id; DELETE FROM note WHERE id = :id;' 'one statement at a time'
refuses a_padded_set_turned_round '-- q :many
SELECT id FROM call WHERE id = :id AND state NOT IN (:state[4]);' 'a padded set cannot be NOT IN'
refuses an_unused_annotation '-- q :one n=int
SELECT id FROM call WHERE id = :id;' 'n is neither parameter nor column'
refuses a_parameter_in_two_forms '-- q :many
SELECT id FROM call WHERE id = :id AND (:agent? IS NULL OR agent = :agent);' 'written in two ways'
refuses a_postgres_cast '-- q :one
SELECT id FROM call WHERE id = :id::uuid;' 'write CAST'

here='-- here(x) :fragment after=id
x.id > :after AND (x.state = :state OR x.agent IS NULL);
'
refuses a_fragment_that_is_not_there '-- q :many
SELECT id FROM call c WHERE @here(c) LIMIT :limit;' 'no fragment above is called here'
refuses a_fragment_with_a_word_too_many "$here"'-- q :many
SELECT id FROM call c WHERE @here(c, c) LIMIT :limit;' '@here takes 1 words'
refuses a_fragment_that_stays_open "$here"'-- q :many
SELECT id FROM call c WHERE @here(c;' 'never closed'
refuses a_fragment_nobody_uses "${here}-- q :one
SELECT id FROM call WHERE id = :id;" 'no query uses this fragment'
refuses what_a_fragment_hides "$here"'-- q :many
SELECT id FROM call c WHERE @here(c) ORDER BY c.state LIMIT :limit;' 'sorts without an index'
takes a_fragment_of_fragments "$here"'-- twice(y,agents) :fragment
@here(y) AND y.agent IN (agents);
-- q :many
SELECT c.id FROM call c WHERE @twice(c, :agent) AND c.id = :id ORDER BY c.id LIMIT :limit;'
has a_fragment_is_put_in_word_for_word 'c.id > $1 AND (c.state = $2 OR c.agent IS NULL) AND c.agent IN ($3)' t/postgres.sql
takes a_list_along_an_index '-- q :many
SELECT id FROM call WHERE started_ms < :started_ms AND (:agent? IS NULL OR agent = :agent?)
ORDER BY started_ms DESC LIMIT :limit;'
has nullable_parameters_are_optional_in_c 'struct opt_id agent;' t/q.h
has postgres_knows_every_type 'PREPARE q(bigint, uuid, bigint) AS' t/postgres.sql
takes an_explained_scan '-- q :many n=int
-- scan: a handful
-- sort: of them
SELECT state, count(*) AS n FROM call GROUP BY state ORDER BY n;'
takes a_padded_set '-- q :many
SELECT id FROM call WHERE id IN (:id[3]);'
has a_set_is_bounded_in_c 'db_set_check(q->id_n, 3, "id")' t/q.c
takes an_outer_join '-- q :many :json
SELECT c.id, n.body FROM call c LEFT JOIN note n ON n.id = c.agent WHERE c.id = :id;'
has what_an_outer_join_misses_may_be_null 'body: string | null;' t/rows.ts
takes a_returning_insert '-- q :one
INSERT INTO call (id, started_ms, state) VALUES (:id, :started_ms, :state) RETURNING id;'
has an_insert_is_stepped_to_its_end 'TRY(db_finish(st, "q"));' t/q.c

printf 'CREATE TABLE odd (id ID PRIMARY KEY, state INT NOT NULL);\n' >"$home/0002.sql"
if "$gen" t t "$home" "$home/0001.sql" "$home/0002.sql" -- 2>"$home/err" || ! grep -q 'one name, several types: state' "$home/err"; then
  cat "$home/err"; echo "not ok sqlgen_refuses_one_name_with_two_types"; bad=1
else echo "ok sqlgen_refuses_one_name_with_two_types"; fi
exit $bad
