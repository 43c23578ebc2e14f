#!/bin/sh
# drift.sh SECONDS: clicks put into both legs at one instant, one leg's clock 100 ppm slow, the other's
# 100 ppm fast, with jitter: through a capture file, replay and export they are at most 20 ms apart
# to the end, and the recording is as long as the arrivals were.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
seconds=${1:-600} name=clicks_of_both_legs_stay_together
w=$lib_home data=$(house drift 1001)
cat >"$w/drift.json" <<END
{"calls": [{"length": $seconds,
  "caller": {"sounds": [{"click_every": 2, "at": 1}, {"speech": 1, "gain_db": -40}], "ppm": 100, "jitter_ms": 10, "rtcp": true},
  "callee": {"sounds": [{"click_every": 2, "at": 1}, {"speech": 2, "gain_db": -40}], "ppm": -100, "jitter_ms": 5}}]}
END
"$b/callmaker" "$w/drift.json" -o "$w/drift.pcap" >"$w/sent" || exit 1
quiet "$b/medlyss" replay --data "$data" "$w/drift.pcap" || say_bad "$name: replay"
"$b/medlyss" list --data "$data" --json >"$w/list"
"$b/medlyss" export --data "$data" "$(jq -r .id "$w/list")" -o "$w/drift.opus" && opusdec --quiet --rate 8000 "$w/drift.opus" "$w/drift.wav" 2>/dev/null
least=$((seconds / 2 - 4 - seconds / 100)) # the gate may swallow one now and then
skew=$("$b/ears" "$w/drift.wav" skew $least) || say_bad "$name: fewer than $least pairs: $skew"
# Each click of a channel against the instant it was made at, first to last.
clicks=$("$b/ears" "$w/drift.wav" clicks | awk '{d = ($2 - 1) / 2; d = ($2 - 1) - 2 * int(d + 0.5); if (d < 0) d = -d; if (d > worst) worst = d; n++} END{printf "%.1f", worst * 1000}')
got=$(jq .duration_ms "$w/list")
want=$(jq -s '((map(.to_us) | max) - (map(.from_us) | min)) / 1000' "$w/sent")
below "${skew%% *}" 20 || say_bad "$name: $skew"
below "$clicks" 20 || say_bad "$name: a click is $clicks ms from where it was made"
near "$got" "$want" 20.5 || say_bad "$name: $got ms long, $want of sound were sent"
[ "$failures" = 0 ] && echo "ok $name: $seconds s at +100 and -100 ppm, at most $skew, at most $clicks ms from where they were made, length $got of $want ms"
[ "$failures" = 0 ]
