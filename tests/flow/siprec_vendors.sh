#!/bin/sh
# siprec_vendors.sh [NAME,…]: recording clients of every kind (tests/flow/siprec/scenes_*.mjs), one scene each: every
# answer right by RFC 3264, and of what was sent: whole, on its side, in the right names.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
w=$lib_home
port=$((15600 + $$ % 200))
low=$((51000 + $$ % 100 * 20))
house=$(house calls 1002 1003)
six=$(house six 1002)
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 799))" >>"$house/medlyss.ini"
printf 'siprec_ports = %s-%s\n' "$((low + 800))" "$((low + 819))" >>"$six/medlyss.ini"
begin() {
  : >"$w/log"
  "$b/medlyss-siprec" --data "$house" --listen "127.0.0.1:$port" --everything 2>"$w/log" &
  server=$!
  for _ in $(seq 200); do grep -q 'recording server at' "$w/log" && return 0; sleep 0.05; done
}
begin
"$b/medlyss-siprec" --data "$six" --listen "[::1]:$port" --everything 2>"$w/log6" &
server6=$!
trap 'kill $server $server6 2>/dev/null; rm -rf "$lib_home"' EXIT
for _ in $(seq 200); do grep -q 'recording server at' "$w/log6" && break; sleep 0.05; done
play() { node tests/flow/siprec/vendors.mjs "$port" "$port" "$1" >>"$w/said"; }
if [ -z "${1:-}" ] || [ "$1" = not_calls ]; then
  play not_calls
  sleep 1.2
  check 'what is no call is no refused one' [ "$(jq .refused_calls "$house/run/siprec.state")" = 0 ]
fi
[ "${1:-}" = not_calls ] || play "${1:-all}"
if [ -z "${1:-}" ] || [ "$1" = alone ]; then # two calls of one session outlive the server
  SERVER=$server play bye_overtakes
  SERVER=$server play hold_overtakes
  play side_by_side_killed &
  client=$!
  sleep 4
  kill -9 "$server"
  begin
  wait $client
fi
kill $server $server6
wait $server $server6
for h in "$house" "$six"; do quiet "$b/medlyss-encode" --data "$h" --once; done
node tests/flow/siprec/heard.mjs "$b" "$w/said" "$house" "$six" >"$w/heard"
cat "$w/heard"
failures=$((failures + $(grep -c '^not ok' "$w/heard")))
[ -n "${1:-}" ] || check 'every scene was played' [ "$(wc -l <"$w/heard")" = "$(node tests/flow/siprec/vendors.mjs count)" ]
exit $failures
