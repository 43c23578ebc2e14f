#!/bin/sh
# A call put through twice is one interaction with three segments, each its own agent's.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
cat >"$w/through.json" <<'END'
{"calls": [{"length": 15, "caller": {"sounds": [{"speech": 1}]}, "callee": {"number": "1001", "sounds": [{"speech": 2}]},
  "changes": [{"hold": "sendonly", "at": 3, "by": "callee"}, {"resume": true, "at": 4, "by": "callee"},
              {"party": "1003", "name": "Anna", "at": 5, "by": "callee"},
              {"party": "1011", "name": "Petra", "at": 10, "by": "callee"}]}]}
END
data=$(house through 1001 1003 1011) || exit 1
"$b/callmaker" "$w/through.json" -o "$w/through.pcap" >/dev/null
check 'a call put through is replayed' quiet "$b/medlyss" replay --data "$data" "$w/through.pcap"
check 'it is one interaction' test "$("$b/medlyss" list --data "$data" --json | wc -l)" = 1
parts=$(sqlite3 -separator ' ' "$data/catalogue.db" "SELECT person.name, (from_ms + 500) / 1000, (to_ms + 500) / 1000, decided_by
  FROM segment JOIN person ON person.id = agent ORDER BY ord" | tr '\n' ';')
check "its segments are three agents': $parts" test "$parts" = 'Agent 1001 0 5 shift;Agent 1003 5 10 shift;Agent 1011 10 15 shift;'
check 'nothing is wrong in the house' quiet "$b/medlyss" verify --data "$data"
[ "$failures" = 0 ]
