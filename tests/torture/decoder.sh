#!/bin/sh
# decoder.sh ROUNDS [CALL SECONDS]: the decoder child is killed at random instants while calls are worked off. Every
# call survives with all its packets and its length; a frame that found no decoder is a gap
# "decoder_failed", at most one a kill, and nothing else is missing.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
rounds=${1:-3} seconds=${2:-900} name=a_dead_decoder_costs_the_frame_it_had
w=$lib_home house=$(house decoder) killed=0 calls=0
while [ $killed -lt "$rounds" ]; do
  calls=$((calls + 4))
  "$b/callmaker" --calls 4 --seconds "$seconds" --seed $calls --codec GSM -o "$w/gsm.pcap" >>"$w/sent"
  "$b/medlyss" replay --data "$house" "$w/gsm.pcap" 2>>"$w/log" &
  replay=$!
  while kill -0 $replay 2>/dev/null; do
    for encode in $(pgrep -P $replay -x medlyss-encode); do
      child=$(pgrep -P "$encode" -x medlyss-decode) && [ $killed -lt "$rounds" ] && kill -9 "$child" 2>/dev/null && killed=$((killed + 1))
    done
    sleep 0.0$(od -An -N1 -tu1 /dev/urandom | tr -d ' ')
  done
  wait $replay || say_bad "$name: replay"
done
"$b/medlyss" list --data "$house" --json >"$w/list"
whole=$(jq -s --argjson s "$seconds" '[.[] | select((.duration_ms - $s * 1000 | fabs) <= 20 and ([.legs[].packets] | add) == $s * 100)] | length' "$w/list")
marked=$(jq -s '[.[].gaps[] | select(.reason == "decoder_failed")] | length' "$w/list")
silent=$(jq -s '[.[].gaps[] | select(.reason == "decoder_failed") | .to_ms - .from_ms] | add // 0' "$w/list")
others=$(jq -s '[.[].gaps[] | select(.reason != "decoder_failed")] | length' "$w/list")
[ "$whole" = $calls ] || say_bad "$name: $whole of $calls calls are whole"
[ $killed -lt 10 ] || [ "$marked" -gt 0 ] || say_bad "$name: no frame is marked" # a few may hit it idle
[ "$marked" -le $killed ] || say_bad "$name: $marked frames are marked"
[ "$silent" -le $((40 * killed)) ] || say_bad "$name: $silent ms are marked"
[ "$others" = 0 ] || say_bad "$name: $others other gaps"
quiet "$b/medlyss" verify --data "$house" || say_bad "$name: verify"
[ "$failures" = 0 ] && echo "ok $name: $killed kills, $calls calls of $seconds s whole, $marked frames marked, $silent ms in all, verify clean"
[ "$failures" = 0 ]
