#!/bin/sh
# PostgreSQL takes our schema and prepares every query of ours: nothing drifts between the engines.
# A cluster of its own in a temporary folder, reached by unix socket only, gone afterwards.
set -u
cd "$(dirname "$0")/../.."
name=postgresql_prepares_every_query
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
[ -n "$bin" ] || { echo "not ok $name (no PostgreSQL here)"; exit 1; }
make -s build/gen/sql_postgres.sql build/gen/keysql_postgres.sql || { echo "not ok $name"; exit 1; }

home=$(mktemp -d /tmp/medlyss-pg.XXXXXX)
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
for file in build/gen/sql_postgres.sql build/gen/keysql_postgres.sql; do
  if "$bin/psql" -X -q -h "$home" -U medlyss -d postgres -v ON_ERROR_STOP=1 -f - <"$file" >"$home/out" 2>&1; then
    echo "ok $name in $(basename "$file" .sql) ($(grep -c '^preparing' "$home/out") queries)"
  else
    tail -5 "$home/out"
    echo "not ok $name in $(basename "$file" .sql)"
    bad=1
  fi
done
exit $bad
