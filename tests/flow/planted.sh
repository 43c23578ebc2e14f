#!/bin/sh
# What the databases are made of is known (core/db_shape.h): a planted trigger, a dropped guard, a table
# that is nobody's are named by verify, refused by each program at its start and by the next that writes,
# and mended by the statements verify prints.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
d=$lib_home/house
"$b/medlyss" init --data "$d" --demo >/dev/null 2>&1
echo en-lang-losenmening >"$lib_home/pw"
hire() { "$b/medlyss" user add --data "$d" --name "$1" --login "$(echo "$1" | tr A-Z a-z)" --role "$2" --team Norr --password-file "$lib_home/pw"; }
lars=$(hire Lars coach) maria=$(hire Maria coach) anna=$(hire Anna agent)
sql() { sqlite3 -bail "$d/catalogue.db" "$1"; }
verify() { "$b/medlyss" verify --data "$d" >"$lib_home/said" 2>"$lib_home/ends"; }
named() { ! verify && grep -q "$1" "$lib_home/said" || { cat "$lib_home/said"; false; }; }
mended() {
  "$b/medlyss" verify --data "$d" --mending >"$lib_home/mending.sql"
  sqlite3 -bail "$d/catalogue.db" <"$lib_home/mending.sql" && verify
}
check 'a new house is what its migrations make' verify

evil="CREATE TRIGGER evil_t AFTER INSERT ON listening BEGIN UPDATE listening SET reason = 'review' WHERE id = NEW.id; END"
try() { # try WHAT TAMPERING NAMED
  sql "$2"
  check "$1 is named by verify" named "$3"
  check "$1: the web does not start" refused medlyss-web '--listen 127.0.0.1:0'
  check "$1: nor the keeper" refused medlyss-keeper --once
  check "$1: nor the encoder" refused medlyss-encode --once
  check "$1: nor the importer" refused medlyss-import README.md
  check "$1: nor are calls listed" refused 'medlyss list'
  check "$1: check says it" refused 'medlyss check'
  check "$1: an upgrade is not built upon it" refused 'medlyss init'
  check "$1: is mended by what verify prints" mended
}
refused() { # refused PROGRAM MORE: at its start, with a sentence
  program=$1
  case $program in *' '*) sub=${program#* } program=${program% *} ;; *) sub= ;; esac
  ! timeout 20 "$b/$program" $sub --data "$d" ${2:-} >"$lib_home/out" 2>&1 &&
    grep -q 'not what its migrations make.*medlyss verify' "$lib_home/out" || { cat "$lib_home/out"; false; }
}
try 'a planted trigger' "$evil" 'trigger evil_t: it is not one of'
some() { sql "SELECT name FROM sqlite_schema WHERE type = '$1' AND sql IS NOT NULL ORDER BY name LIMIT 1"; }
for kind in trigger index view; do
  one=$(some $kind)
  sql "DROP $kind $one"
  check "a $kind that is gone is named" named "$kind $one: it is missing"
  check "and put back ($kind)" mended
done
one=$(some trigger)
sql "DROP TRIGGER $one; CREATE TRIGGER $one AFTER DELETE ON person BEGIN SELECT 1; END"
check 'one that was changed is named' named "trigger $one: it is not as"
check 'and mended' mended
sql 'CREATE TABLE stolen AS SELECT * FROM person; CREATE INDEX odd ON person (name)'
check 'a table that is nobody'"'"'s is named' named 'table stolen: it is not one of'
check 'and an index' named 'index odd: it is not one of'
check 'and taken away' mended
sqlite3 "$d/keys.db" 'CREATE TABLE copies (x)'
check 'the key store likewise' named 'table copies: it is not one of'
"$b/medlyss" verify --data "$d" --mending | sqlite3 "$d/keys.db"
check 'and mended: all is well again' verify
sql 'ANALYZE'
check 'what ANALYZE keeps is no harm' verify
check 'nor to whoever opens it' quiet "$b/medlyss" list --data "$d"

# Planted while the service runs: the next that writes sees it.
"$b/medlyss-web" --data "$d" --listen 127.0.0.1:0 >"$lib_home/web" 2>"$lib_home/web.log" &
web=$!
for _ in $(seq 200); do grep -q 'listening on' "$lib_home/web" && break; sleep 0.05; done
at=$(sed -n 's|.*listening on [^0-9]*\([0-9.:]*\).*|\1|p' "$lib_home/web" | head -1)
sign() { curl -s -o "$lib_home/answer" -w '%{http_code}' -H 'Content-Type: application/json' --data '{"login":"maria","password":"en-lang-losenmening"}' "http://$at/api/v1/session"; }
check 'one signs in' [ "$(sign)" = 204 ]
sql "$evil"
code=$(sign)
check "what is planted while it runs stops what writes ($code)" [ "$code" -ge 400 ]
check 'and the log says why' grep -q 'trigger evil_t' "$lib_home/web.log"
sql 'DROP TRIGGER evil_t'
check 'until it is gone' [ "$(sign)" = 204 ]
kill "$web"; wait "$web" 2>/dev/null

# What the chain says of a listening is held against the receipt: here the two disagree.
call=$("$b/seed" --data "$d" --agent anna --team Norr -n 1 --bytes 5000 2>/dev/null | tail -1)
node tests/flow/planted.mjs "$d" "$call" "$maria" "$b" || failures=$((failures + 1))
exit "$failures"
