#!/bin/sh
# capture.sh: medlyss-capture as a program: mirrors that see everything twice, a cut file, a stranger's
# file, and, where an interface may be opened, live calls over a kill -9.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
w=$lib_home

voices() { "$b/medlyss-capture" --print --read "$1" 2>/dev/null | jq -c '[.voices[] | [.leg, .packets, .lost]]' | sort; }

"$b/callmaker" --calls 4 --seconds 8 --seed 5 --loss 0.02 -o "$w/once.pcap" >"$w/sent"
voices "$w/once.pcap" >"$w/once"
sent=$(jq -s -c 'sort_by(.call) | [.[] | [.packets, .lost]] | sort' "$w/sent")
got=$(jq -s -c '[.[][] | [.[1], .[2]]] | sort' "$w/once")
check 'packets and losses are those that were sent' [ "$sent" = "$got" ]

mergecap -w "$w/twice.pcapng" "$w/once.pcap" "$w/once.pcap"
voices "$w/twice.pcapng" >"$w/twice"
check 'a second mirror of everything changes nothing' cmp -s "$w/once" "$w/twice"

editcap -F nsecpcap "$w/once.pcap" "$w/nano.pcap" && voices "$w/nano.pcap" >"$w/nano"
check 'a nanosecond capture is the same capture' cmp -s "$w/once" "$w/nano"

size=$(wc -c <"$w/once.pcap")
head -c $((size / 2 + 7)) "$w/once.pcap" >"$w/cut.pcap"
house=$(house cut)
gzip -c "$w/once.pcap" | head -c $((size / 3)) >"$w/cut.pcap.gz"
for cut in cut.pcap cut.pcap.gz; do
  "$b/medlyss-capture" --data "$house" --read "$w/$cut" >"$w/said" 2>"$w/log"
  check "a file that breaks off ends otherwise than well ($cut)" [ $? = 65 ]
  grep -q 'breaks off' "$w/log" || say_bad 'the log says that it breaks off'
  grep -q '1 file is read as far as it goes' "$w/said" || say_bad 'the last line says so too'
done
"$b/medlyss-capture" --data "$house" --read "$w/once.pcap" >"$w/said" 2>"$w/log"
quiet "$b/medlyss-encode" --data "$house" --once
longest=$("$b/medlyss" list --data "$house" --json | jq -s 'map(.duration_ms) | sort | .[-4]')
check "it is recorded as far as it goes, and whole once the file is, whoever comes first ($longest ms)" above "$longest" 7000
head -c 9999 /dev/urandom >"$w/noise.pcap"
"$b/medlyss-capture" --data "$house" --read "$w/noise.pcap" 2>"$w/log"
check 'what is no capture is refused with a sentence' [ $? = 65 ]
grep -q 'no capture file' "$w/log" || say_bad 'the sentence names the reason'
check 'no libav in the capture program' sh -c "! ldd $b/medlyss-capture | grep -q libav"

house=$(house again)
for _ in 1 2; do "$b/medlyss" replay --data "$house" "$w/once.pcap" >"$w/said" 2>"$w/log" || cat "$w/log"; done
check 'the last line says that they were there' grep -q 'read[.] Calls kept: 4 already there$' "$w/said"
check 'a file that is replayed again gives no second calls' [ "$("$b/medlyss" list --data "$house" --json | wc -l)" = 4 ]
house=$(house whole)
"$b/medlyss" replay --data "$house" "$w/cut.pcap" >"$w/said" 2>"$w/log"
check 'replay of a cut file ends otherwise than well too' [ $? = 65 ]
quiet "$b/medlyss" replay --data "$house" "$w/once.pcap"
longest=$("$b/medlyss" list --data "$house" --json | jq -s 'map(.duration_ms) | sort | .[-4]')
check "what was cut the first time is whole the second ($longest ms)" above "$longest" 7000

# ---- a capture that grows: one call, as long as the longest copy, in whatever order they come
"$b/callmaker" --calls 1 --seconds 4 --seed 7 -o "$w/grows.pcap" >"$w/sent"
size=$(wc -c <"$w/grows.pcap")
for part in 40 80 90; do head -c $((size * part / 100)) "$w/grows.pcap" >"$w/grows-$part.pcap"; done
grown() { # PART LENGTH WHAT: what replaying that much of it comes to
  "$b/medlyss" replay --data "$house" "$w/grows-$1.pcap" >"$w/said" 2>"$w/log"
  "$b/medlyss" list --data "$house" --json >"$w/list"
  check "after $1 % of it: one call of $2 ms" [ "$(jq -c '.duration_ms / 100 | round' "$w/list")" = "$(($2 / 100))" ]
  check "the last line says: $3" grep -q "[.] Calls kept: 1 $3" "$w/said"
}
house=$(house grows)
cp "$w/grows.pcap" "$w/grows-100.pcap"
grown 40 1600 new
first=$(jq -r .id "$w/list")
grown 90 3600 'longer than before, in the place'
grown 80 3600 'already there'
grown 40 3600 'already there'
grown 100 4000 'longer than before, in the place'
grown 100 4000 'already there'
check 'it is the call it was' [ "$(jq -r .id "$w/list")" = "$first" ]
check 'one sound is kept of it' [ "$(find "$house/audio" -name '*.opus.sealed' | wc -l)" = 1 ]
check 'it plays to its end' quiet "$b/medlyss" export --data "$house" "$first" -o "$w/grown.opus"
check 'the house is whole' quiet "$b/medlyss" verify --data "$house"
# ---- two replays at once into one house: each call once, and whole
house=$(house both)
"$b/callmaker" --calls 5 --seconds 10 --seed 22 -o "$w/other.pcap" >"$w/sent"
"$b/medlyss" replay --data "$house" "$w/once.pcap" >"$w/one" 2>"$w/log" &
quiet "$b/medlyss" replay --data "$house" "$w/once.pcap" "$w/other.pcap"
wait $!
check 'two replays at once are nine calls' [ "$("$b/medlyss" list --data "$house" --json | wc -l)" = 9 ]
check 'each of them whole' [ "$("$b/medlyss" list --data "$house" --json | jq -s -c 'map(.duration_ms / 1000 | round) | sort | unique')" = '[8,10]' ]

# ---- a capture that somebody stopped is said, and waited for
"$b/callmaker" --calls 30 --seconds 60 --seed 8 -o "$w/long.pcap" >"$w/sent"
house=$(house stopped)
"$b/medlyss" replay --data "$house" "$w/long.pcap" >"$w/said" 2>"$w/log" &
replay=$!
for _ in $(seq 500); do reader=$(pgrep -P $replay -x medlyss-capture) && break; done
if [ -n "${reader:-}" ] && kill -STOP "$reader" 2>/dev/null; then
  for _ in $(seq 50); do grep -q 'is stopped' "$w/log" && break; sleep 0.2; done
  check 'that a capture is stopped is said, with what to do' grep -q "kill -CONT $reader" "$w/log"
  kill -CONT "$reader"
fi
wait $replay
check 'once it goes on, so does the replay' [ $? = 0 ]

live() { "$b/medlyss-capture" --data "$1" --interface lo --everything 2>>"$w/live.log" & }

house=$(house live)
live "$house"
capture=$!
if ! capturing $capture "$w/live.log"; then
  echo "skip live capture: $(tail -1 "$w/live.log")"
else
  "$b/callmaker" --calls 2 --seconds 6 --seed 9 --live >"$w/sent" 2>"$w/log" &
  sleep 3
  kill -9 $capture
  wait $capture 2>/dev/null
  live "$house"
  capture=$!
  sleep 6
  for _ in 1 2 3; do bash -c "printf '\\010\\0\\0\\0\\0\\0\\7\\0no frame of any kind' >/dev/udp/127.0.0.1/4789"; done
  sleep 1.5
  check 'what cannot be read is in the state, by its reason' above "$(jq '.unread.vxlan // 0' "$house/run/capture.state")" 1
  check 'the state names no alarm' [ "$(jq -c .alarms "$house/run/capture.state")" = '[]' ]
  kill $capture
  wait $capture
  "$b/medlyss-encode" --data "$house" --once >"$w/log" 2>&1
  "$b/medlyss" list --data "$house" --json >"$w/list"
  check 'two calls over a kill -9 are two calls' [ "$(wc -l <"$w/list")" = 2 ]
  lost=$(jq -s '[.[].legs[].lost] | max' "$w/list")
  check "a kill and a restart cost less than a second ($lost packets of 20 ms)" below "$lost" 50
  check 'the gap is named' [ "$(jq -s -c '[.[].gaps[].reason] | unique' "$w/list")" = '["restart"]' ]
fi
[ "$failures" = 0 ]
