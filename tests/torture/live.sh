#!/bin/sh
# live.sh ROUNDS [CALL SECONDS [SEED]]: R1 on the real capture. Calls run over the loopback while medlyss-capture and
# medlyss-encode are killed with -9 at random instants and started again. Each call has only one kind
# of gap, "restart", around a kill: it begins at most 0.25 s before it and ends at most 2 s after the
# new start; whatever was sent outside of that is in the recording; verify finds nothing.
# In a network of its own where that may be made, so that nobody else's packets are heard.
set -u
cd "$(dirname "$0")/../.." || exit 1
ahead='' name=kill_9_of_a_live_capture_costs_a_quarter_of_a_second
if [ -z "${LIVE_ALONE:-}" ] && unshare -n true 2>/dev/null; then
  LIVE_ALONE=1 exec unshare -n sh -c 'ip link set lo up 2>/dev/null; exec sh tests/torture/live.sh "$@"' live "$@"
fi
. tests/lib.sh
rounds=${1:-2} length=${2:-16} seed=${3:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
w=$lib_home house=$(house live) stagger=$((length * 125))
now_ms() { date +%s%3N; }
nap() { sleep "$(awk -v ms="$1" 'BEGIN{printf "%.3f", ms / 1000}')"; }

capture_start() {
  "$b/medlyss-capture" --data "$house" --interface lo --everything --max-calls 100 2>>"$w/capture.log" &
  capture=$!
}
encode_start() { "$b/medlyss-encode" --data "$house" 2>>"$w/encode.log" & encode=$!; }
# Per round: how long capture lives, how long it is away, and at what part of its life encode dies.
awk -v seed="$seed" -v n="$rounds" 'BEGIN{srand(seed); for (i = 0; i < n; i++)
  printf "%d %d %d\n", 50 + rand() * 2700, rand() * 300, 10 + rand() * 80}' >"$w/dice"
seconds=$(awk '{s += $1 + $2 + 60} END{printf "%d", s / 1000 + 6}' "$w/dice")
calls=$(((seconds + length) * 1000 / stagger))

capture_start
encode_start
if ! capturing $capture "$w/capture.log"; then
  echo "skip $name: $(tail -1 "$w/capture.log")"
  kill $encode
  exit 0
fi
nice -n -10 true 2>/dev/null && ahead='nice -n -10'
${ahead:-} "$b/callmaker" --calls $calls --seconds $length --stagger-ms $stagger --seed "$seed" --live >"$w/sent" 2>"$w/log" &
caller=$!
sleep 3
while read -r life away part; do
  nap $((life * part / 100))
  kill -9 $encode
  wait $encode 2>/dev/null
  encode_start
  nap $((life * (100 - part) / 100))
  kill -9 $capture
  killed=$(now_ms)
  wait $capture 2>/dev/null
  nap "$away"
  echo "{\"killed\":$killed,\"started\":$(now_ms)}" >>"$w/kills"
  capture_start
done <"$w/dice"
wait $caller
sleep 1
kill $capture
wait $capture
kill $encode
wait $encode 2>/dev/null
quiet "$b/medlyss-encode" --data "$house" --once || { say_bad "$name: encode --once"; cat "$w/quiet.log"; }
"$b/medlyss" list --data "$house" --json >"$w/list"
jq -n -r --slurpfile kills "$w/kills" --slurpfile sent "$w/sent" --slurpfile list "$w/list" -f tests/torture/live.jq >"$w/verdict" || say_bad "$name: the figures"
grep -v '^ok' "$w/verdict"
grep -q '^not ok' "$w/verdict" && failures=1
quiet "$b/medlyss" verify --data "$house" || { say_bad "$name: verify"; cat "$w/quiet.log"; }
if [ "$failures" = 0 ]; then
  echo "ok $name: $(sed -n 's/^ok //p' "$w/verdict"), verify clean (seed $seed)"
else
  trap - EXIT
  echo "not ok $name (seed $seed, kept: $w)"
fi
[ "$failures" = 0 ]
