#!/bin/sh
# control.sh: what is asked of a recording while its call goes on (T13, T14 of docs/trust.md): of the
# mirror and of SIPREC, over a kill -9 in the pause. A canary of 1900 Hz sounds in the pause alone,
# between 1700 Hz before it and 2100 Hz after it.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
at=127.0.0.1:$((15800 + $$ % 200))
low=$((55000 + $$ % 100 * 20))
recorder= why=pause
finish() {
  [ -z "$recorder" ] || kill "$recorder" 2>/dev/null
  rm -rf "$lib_home"
}
trap finish EXIT
asked() { "$b/medlyss" call --data "$data" "$@" 2>"$w/why"; }
calls() { asked calls 1001 >"$w/calls"; }
found() { # found: $call, the one at line 1001
  for _ in $(seq 100); do calls && [ -s "$w/calls" ] && break; sleep 0.1; done
  call=$(cut -d' ' -f1 "$w/calls")
  [ -n "$call" ]
}
who() { sqlite3 "$data/catalogue.db" "SELECT lower(hex(id)) FROM person WHERE name = 'Agent 1001'" | sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/'; }
heard() { # heard HZ FROM TO: the loudest of the channels, dBFS
  "$b/ears" "$w/call.wav" tone "$@" | tr ' ' '\n' | sort -n | tail -1
}
listed() { "$b/medlyss" list --data "$data" --json | jq -c "select(.id == \"$call\")" >"$w/list"; } # others may ring on this machine meanwhile
one_call() { # one_call WHAT: its sound, and what it must hold
  quiet "$b/medlyss-encode" --data "$data" --once
  listed
  check "$1: one call" [ "$(jq -r .id "$w/list")" = "$call" ]
  "$b/medlyss" export --data "$data" "$call" -o "$w/call.opus" && opusdec --quiet "$w/call.opus" "$w/call.wav" 2>/dev/null
  before=$(heard 1700 1 2.5) after=$(heard 2100 "$after_from" "$after_to")
  canary=$(heard 1900 0.2 "$after_to")
  check "$1: what was said before the pause is there ($before dBFS)" above "$before" -30
  check "$1: what was said after it is there ($after dBFS)" above "$after" -30
  check "$1: of what was said in it nothing is ($canary dBFS)" below "$canary" -75
  check "$1: the gap says why" [ "$(jq '[.gaps[] | select(.reason == "'"$why"'") | .to_ms - .from_ms] | max > 2000' "$w/list")" = true ]
  check "$1: who asked is told" [ "$(jq -c '[.asked[] | [.act, .asked, .person]]' "$w/list")" = "$2" ]
}

# ---- the mirror -----------------------------------------------------------------------------
live() { "$b/medlyss-capture" --data "$data" --interface lo --everything 2>>"$w/live.log" & recorder=$!; }
cat >"$w/call.json" <<'END'
{"calls": [{"at": 0, "length": 13, 
  "caller": {"sounds": [{"tone": 1700, "gain_db": -12, "at": 0, "to": 3}, {"tone": 1900, "gain_db": -6, "at": 4.2, "to": 8.6}, {"tone": 2100, "gain_db": -12, "at": 10}]},
  "callee": {"number": "1001", "sounds": [{"speech": 1}]}}]}
END
data=$(house mirror 1001) || exit 1
live
if ! capturing "$recorder" "$w/live.log"; then
  recorder=
  echo "skip control of the mirror: $(tail -1 "$w/live.log")"
else
  "$b/callmaker" "$w/call.json" --live >"$w/sent" 2>"$w/log" &
  caller=$!
  found
  check 'the mirror: a call is found at its line' [ -n "$call" ]
  person=$(who)
  check 'nothing is found at another line' [ -z "$(asked calls 2001)" ]
  sleep 3
  check 'it is paused for somebody' asked as "$person" pause "$call"
  calls
  check 'and is told to be' [ "$(cut -d' ' -f3 "$w/calls")" -gt 0 ]
  sleep 2
  kill -9 "$recorder"
  wait "$recorder" 2>/dev/null
  : >"$w/live.log"
  live
  capturing "$recorder" "$w/live.log"
  found
  check 'the pause outlives a kill -9' [ "$(cut -d' ' -f3 "$w/calls")" -gt 0 ]
  sleep 3.6 # the canary has ended
  check 'and it goes on when it is asked to' asked resume "$call"
  wait "$caller"
  sleep 1
  kill "$recorder"
  wait "$recorder"
  recorder=
  after_from=11 after_to=12.5
  one_call 'the mirror' "[[\"pause\",\"person\",\"$person\"],[\"resume\",\"command\",null]]"
fi

# ---- SIPREC -----------------------------------------------------------------------------------
begin() {
  "$b/medlyss-siprec" --data "$data" --listen "$at" --everything 2>>"$w/log" &
  recorder=$!
  for _ in $(seq 200); do grep -q 'recording server at' "$w/log" && return 0; sleep 0.05; done
  cat "$w/log"
  return 1
}
end() {
  kill "$recorder" && wait "$recorder"
  recorder=
  : >"$w/log"
}
client() { node tests/flow/siprec.mjs "$at" "$@"; }
: >"$w/log"
data=$(house siprec 1001) || exit 1
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 19))" >>"$data/medlyss.ini"
person=$(who)
begin || exit 1
client id=canary seconds=13 canary=1700:0-3,1900:4.2-8.6,2100:10-13 >"$w/client" &
caller=$!
found
check 'SIPREC: a call is found at its line' [ -n "$call" ]
sleep 3
check 'it is paused for somebody' asked as "$person" pause "$call"
sleep 2
kill -9 "$recorder"
wait "$recorder" 2>/dev/null
: >"$w/log"
begin
found
check 'the pause outlives a kill -9' [ "$(cut -d' ' -f3 "$w/calls")" -gt 0 ]
sleep 3.6 # the canary has ended
check 'and it goes on when it is asked to' asked resume "$call"
wait "$caller"
end
after_from=11 after_to=12.5
one_call SIPREC "[[\"pause\",\"person\",\"$person\"],[\"resume\",\"command\",null]]"
check 'the house is whole' quiet "$b/medlyss" verify --data "$data"

# ---- by the client's own description: it goes on sending, and none of that is kept
data=$(house described 1001) || exit 1
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 19))" >>"$data/medlyss.ini"
begin || exit 1
client id=described seconds=4 hold=5 deaf=yes canary=1700:0-4,1900:4.3-9,2100:9-13 >"$w/client" &
caller=$!
found
sleep 6
kill -9 "$recorder"
wait "$recorder" 2>/dev/null
: >"$w/log"
begin
wait "$caller"
end
after_from=10 after_to=12.5 why=restart
one_call 'paused by SDP' '[]'

# ---- nobody resumes it: it goes on by itself, and that is said; then it is erased
data=$(house erased 1001) || exit 1
printf 'siprec_ports = %s-%s\npause_limit_s = 10\n' "$low" "$((low + 19))" >>"$data/medlyss.ini"
quiet "$b/medlyss-keeper" --data "$data" --once # which writes the limit where recorders read it
begin || exit 1
client id=erased seconds=17 customer=0706543219 customer_name=Kanariefågel >"$w/client" &
caller=$!
found
check 'it is paused' asked pause "$call"
check 'and nobody resumes it' sleep 11.5
calls
check 'it goes on by itself' [ "$(cut -d' ' -f3,4 "$w/calls")" = '0 1' ]
sleep 1.2
check 'which is an alarm' [ "$(jq -c .alarms "$data/run/siprec.state")" = '["pause_ran_out"]' ]
check 'somebody has it erased' asked as "$(who)" erase "$call"
check 'then there is no such call' [ -z "$(asked calls 1001)" ]
check 'nor can it be resumed' sh -c "! '$b/medlyss' call --data '$data' resume '$call' 2>/dev/null"
wait "$caller"
end
quiet "$b/medlyss-encode" --data "$data" --once
listed
check 'a row is left of it, with who asked for what' [ "$(jq -c '[.no_recording, .recording, [.asked[] | [.act, .asked]]]' "$w/list")" = '["erased",null,[["pause","command"],["resume","limit"],["erase","person"]]]' ]
check 'no sound and no spool' [ -z "$(find "$data/audio" "$data/spool" -type f ! -name '.*' -name '*-*')" ]
check 'no number' [ "$(jq -c '[.parties[].number] | index("0706543219")' "$w/list")" = null ]
check 'nor a name, in any file' sh -c "! grep -raq -e 0706543219 -e 'Kanariefågel' '$data'"
check 'the log says who, and why it went on' [ "$(sqlite3 "$data/catalogue.db" "SELECT group_concat(event) FROM (SELECT event FROM audit WHERE event LIKE 'recording.%' ORDER BY seq)")" = recording.paused,recording.resumed,recording.stopped ]
check 'and the house is whole' quiet "$b/medlyss" verify --data "$data"

# ---- evidence
data=$(house evidence 1001) || exit 1
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 19))" >>"$data/medlyss.ini"
begin || exit 1
client id=evidence seconds=5 >"$w/client" &
caller=$!
found
check 'a call is kept as evidence' asked as "$(who)" evidence "$call"
check 'then nobody erases it' sh -c "! '$b/medlyss' call --data '$data' erase '$call' 2>'$w/why'"
check 'and is told why' grep -q 'kept as evidence' "$w/why"
wait "$caller"
end
quiet "$b/medlyss-encode" --data "$data" --once
check 'it is held, and marked by whose call it is' [ "$(sqlite3 "$data/catalogue.db" "SELECT i.hold, m.kind FROM interaction i JOIN mark m ON m.interaction = i.id")" = '1|threat' ]
[ "$failures" = 0 ]
