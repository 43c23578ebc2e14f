#!/bin/sh
# PostgreSQL takes our schema and prepares every query of ours: nothing drifts between the engines.
# A cluster of its own in a temporary folder, reached by unix socket only, gone afterwards.
set -u
cd "$(dirname "$0")/../.."
name=postgresql_prepares_every_query
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
[ -n "$bin" ] || { echo "not ok $name (no PostgreSQL here)"; exit 1; }
make -s build/gen/sql/made build/gen/keysql/made || { echo "not ok $name"; exit 1; }

home=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-pg.XXXXXX")
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$home"
  as() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
fi
stop() {
  as "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$home"
}
trap stop EXIT INT TERM
cd "$home" || exit 1
as "$bin/initdb" -D "$home/data" -A trust -U medlyss -E UTF8 --no-sync >"$home/log" 2>&1 &&
  as "$bin/pg_ctl" -D "$home/data" -w -l "$home/server.log" \
    -o "-k $home -c listen_addresses='' -c fsync=off" start >>"$home/log" 2>&1 ||
  { cat "$home/log"; echo "not ok $name"; exit 1; }
cd "$OLDPWD" || exit 1

bad=0
for file in build/gen/sql/postgres.sql build/gen/keysql/postgres.sql; do
  if "$bin/psql" -X -q -h "$home" -U medlyss -d postgres -v ON_ERROR_STOP=1 -f - <"$file" >"$home/out" 2>&1; then
    echo "ok $name in $(basename "$file" .sql) ($(grep -c '^preparing' "$home/out") queries)"
  else
    tail -5 "$home/out"
    echo "not ok $name in $(basename "$file" .sql)"
    bad=1
  fi
done

# The triggers behind the lists say the same on both engines.
id_as() { sed -E "s/#([0-9])/$1/g" tests/flow/keys.sql; }
{ echo "SET search_path = catalogue;"; id_as "'00000000-0000-7000-8000-00000000000\\1'"; } |
  "$bin/psql" -X -q -At -h "$home" -U medlyss -d postgres -v ON_ERROR_STOP=1 >"$home/keys_postgres" 2>&1
"build/${MODE:-release}/bin/medlyss" init --data "$home/site" >/dev/null 2>&1 || bad=1
id_as "x'0000000000007000800000000000000\\1'" | sqlite3 -bail "$home/site/catalogue.db" >"$home/keys_sqlite" 2>&1
if [ -s "$home/keys_sqlite" ] && cmp -s "$home/keys_sqlite" "$home/keys_postgres"; then
  echo "ok what_a_call_is_found_by_follows_it_on_both_engines ($(wc -l <"$home/keys_sqlite") lines)"
else
  diff "$home/keys_sqlite" "$home/keys_postgres"
  echo 'not ok what_a_call_is_found_by_follows_it_on_both_engines'
  bad=1
fi
counted_as() { sed -E "s/#([0-9]{2})/$1/g; s/@([0-9])/$2/g" tests/flow/counted.sql; }
{ echo "SET search_path = catalogue; BEGIN;"; counted_as "'00000000-0000-7000-8000-0000000000\\1'" "'\\\\x0\\1'"; echo "ROLLBACK;"; } |
  "$bin/psql" -X -q -At -h "$home" -U medlyss -d postgres -v ON_ERROR_STOP=1 >"$home/counted_postgres" 2>&1
"build/${MODE:-release}/bin/medlyss" init --data "$home/counted" >/dev/null 2>&1 || bad=1
counted_as "x'000000000000700080000000000000\\1'" "x'0\\1'" |
  sqlite3 -bail "$home/counted/catalogue.db" >"$home/counted_sqlite" 2>&1
if grep -q '^and all of it|0$' "$home/counted_sqlite" && cmp -s "$home/counted_sqlite" "$home/counted_postgres"; then
  echo "ok what_counts_and_who_called_again_follow_on_both_engines ($(wc -l <"$home/counted_sqlite") lines)"
else
  diff "$home/counted_sqlite" "$home/counted_postgres"
  echo 'not ok what_counts_and_who_called_again_follow_on_both_engines'
  bad=1
fi
for rules in tests/flow/postgres_*.sql; do
  if "$bin/psql" -X -q -h "$home" -U medlyss -d postgres -v ON_ERROR_STOP=1 -f - <"$rules" >"$home/out" 2>&1; then
    echo "ok postgresql_keeps_the_rules in $(basename "$rules" .sql)"
  else
    tail -5 "$home/out"
    echo "not ok postgresql_keeps_the_rules in $(basename "$rules" .sql)"
    bad=1
  fi
done

# The same attempts as in SQLite, on a real server with the migrated schema.
at=$home
. tests/handed_in.sh
ask() { "$bin/psql" -X -q -A -t -h "$home" -U medlyss -d postgres -v ON_ERROR_STOP=1 -c "$1"; }
export PGOPTIONS='-c search_path=catalogue'
refuse_all postgres "s/@\\([0-9]\\)/'00000000-0000-7000-9000-00000000000\\1'/g" || bad=1
exit $bad
