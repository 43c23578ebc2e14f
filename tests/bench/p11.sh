#!/bin/sh
# P11: recordings under load, none lost without a word, whole or in part: what the sender counted
# beside what was recorded. CALLS says how many (10,000); they come in flocks of 500.
set -u
. tests/bench/live.sh
alone tests/bench/p11.sh
. tests/bench/lib.sh
n=${CALLS:-10000} length=8 flock=500 stagger=${STAGGER_MS:-40}
[ -z "${SMOKE:-}" ] || { n=6 length=3 flock=3; }
data=$(house p11) || exit 1
live_start "$data" || exit 0
"$b/medlyss-encode" --data "$data" 2>"$lib_home/encode.log" &
encode=$!
for seed in $(seq $(((n + flock - 1) / flock))); do
  live_send $((n - (seed - 1) * flock < flock ? n - (seed - 1) * flock : flock)) $length "$stagger" "$seed" ||
    { cat "$lib_home/sender.log" >&2; exit 1; }
done
live_end "$data"
kill $encode
wait $encode 2>/dev/null
quiet "$b/medlyss-encode" --data "$data" --once || exit 1
# shellcheck disable=SC2046
set -- $(live_missing "$data")
named=$(jq -s '[.[].legs[].lost] | add' "$lib_home/list")
emit P11 'calls sent that have no recording' $(($1 - $2)) calls 0 "$1"
emit P11 'packets sent that are in no recording' "$4" packets 0 "$3"
emit P11 'of them said by the recording itself to be lost' "$named" packets null "$3"
emit P11 'packets the kernel or the spool dropped' "$drops" packets 0 "$3"
quiet "$b/medlyss" verify --data "$data" || exit 1
