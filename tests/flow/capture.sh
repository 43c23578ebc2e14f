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
check 'a file that breaks off is recorded as far as it goes' "$b/medlyss-capture" --data "$house" --read "$w/cut.pcap" 2>"$w/log"
head -c 9999 /dev/urandom >"$w/noise.pcap"
"$b/medlyss-capture" --data "$house" --read "$w/noise.pcap" 2>"$w/log"
check 'what is no capture is refused with a sentence' [ $? = 65 ]
grep -q 'no capture file' "$w/log" || say_bad 'the sentence names the reason'
check 'no libav in the capture program' sh -c "! ldd $b/medlyss-capture | grep -q libav"

live() { "$b/medlyss-capture" --data "$1" --interface lo --everything 2>>"$w/live.log" & }

house=$(house live)
live "$house"
capture=$!
sleep 1
if ! kill -0 $capture 2>/dev/null; then
  echo "skip live capture: $(tail -1 "$w/live.log")"
else
  "$b/callmaker" --calls 2 --seconds 6 --seed 9 --live >"$w/sent" 2>"$w/log" &
  sleep 3
  kill -9 $capture
  wait $capture 2>/dev/null
  live "$house"
  capture=$!
  sleep 6
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
