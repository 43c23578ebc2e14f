#!/bin/sh
# Calls that tests/peer sends are what the recorder keeps: counted, as long as they were, both sides
# on one clock, apart from each other, readable by decoders that are not ours.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
start=$(date -u -d '3 days ago 08:00' +%s)
data=$(house data 1001) || { say_bad house; exit 1; }
w=$lib_home

# ---- what was sent is what is listed ----
"$b/callmaker" tests/flow/calls.json --start "$start" -o "$w/calls.pcap" >"$w/sent.json" || exit 1
check 'ten calls are replayed' quiet "$b/medlyss" replay --data "$data" "$w/calls.pcap"
"$b/medlyss" list --data "$data" --json >"$w/got.json"
jq -r -n --slurpfile sent "$w/sent.json" --slurpfile got "$w/got.json" -f tests/flow/counters.jq >"$w/counts"
cat "$w/counts"
failures=$((failures + $(grep -c '^not ok' "$w/counts")))
check 'nothing is wrong in the house' quiet "$b/medlyss" verify --data "$data"

# ---- every call lasts as long as its packets did ----
jq -r -n --slurpfile sent "$w/sent.json" --slurpfile got "$w/got.json" '
  range(0; ($sent | length) / 2) as $i | [$sent[2 * $i], $sent[2 * $i + 1]] as $legs
  | ((([$legs[].to_us] | max) - ([$legs[].from_us] | min)) / 1000) as $ms
  | "\($legs[0].call) \($got[$i].duration_ms // 0) \($ms)"' >"$w/lengths"
while read -r name got want; do
  check "$name lasts $got ms, its sound $want" near "$got" "$want" 20.5
done <"$w/lengths"

# ---- readable elsewhere ----
mkdir "$w/out"
check 'all are exported' quiet "$b/medlyss" export --data "$data" --all -o "$w/out"
for f in "$w"/out/*.opus; do
  name=$(basename "$f")
  opusdec --quiet "$f" "$f.wav" 2>/dev/null
  secs=$("$b/ears" "$f.wav" | jq .seconds)
  probe=$(ffprobe -v error -show_entries stream=channels:format=duration -of csv=p=0 "$f" 2>&1 | tr '\n' ' ')
  check "$name has two channels for ffprobe" test "${probe%% *}" = 2
  check "$name is as long for opusdec as for ffprobe" near "$secs" "$(echo "$probe" | cut -d' ' -f2)" 0.02
done 2>/dev/null

# ---- both sides on one clock, apart from each other ----
cat >"$w/sides.json" <<'END'
{"calls": [
 {"at": 0, "length": 60,
  "caller": {"sounds": [{"click_every": 2, "at": 1}, {"speech": 1, "gain_db": -40}], "ppm": 100, "jitter_ms": 10},
  "callee": {"sounds": [{"click_every": 2, "at": 1}, {"speech": 2, "gain_db": -40}], "ppm": -100}},
 {"at": 100, "length": 20,
  "caller": {"sounds": [{"tone": 700, "gain_db": -12, "at": 1, "to": 9}]},
  "callee": {"sounds": [{"tone": 1100, "gain_db": -12, "at": 1, "to": 20}]}},
 {"at": 200, "length": 20,
  "caller": {}, "callee": {"sounds": [{"speech": 1, "at": 0, "to": 20}]}}
]}
END
data=$(house sides 1001) && mkdir "$w/sides.out"
"$b/callmaker" "$w/sides.json" --start "$start" -o "$w/sides.pcap" >/dev/null
"$b/medlyss" replay --data "$data" "$w/sides.pcap" 2>"$w/replay.log" || tail -3 "$w/replay.log"
"$b/medlyss" list --data "$data" --json | jq -r .id >"$w/ids"
i=0
while read -r id; do
  i=$((i + 1))
  "$b/medlyss" export --data "$data" "$id" -o "$w/side$i.opus" && opusdec --quiet "$w/side$i.opus" "$w/side$i.wav" 2>/dev/null
  ffmpeg -nostdin -v error -y -c:a opus -i "$w/side$i.opus" -c:a pcm_s16le "$w/side$i.ff.wav"
done <"$w/ids"
skew=$("$b/ears" "$w/side1.wav" skew 20)
check "clicks of both sides stay together: $skew" below "${skew%% *}" 20
own=$("$b/ears" "$w/side2.wav" tone 1100 3 8) other=$("$b/ears" "$w/side2.wav" tone 700 3 8)
check "the agent's tone is 45 dB less on the caller's side: $own" above "$(echo "$own" | awk '{print $1-$2}')" 45
check "the caller's tone is 45 dB less on the agent's side: $other" above "$(echo "$other" | awk '{print $2-$1}')" 45
for decoder in wav ff.wav; do
  quiet=$("$b/ears" "$w/side3.$decoder" level 2 18 | cut -d' ' -f2)
  check "the gated side is silent in $decoder: $quiet dBFS" below "$quiet" -80
done
[ "$failures" = 0 ]
