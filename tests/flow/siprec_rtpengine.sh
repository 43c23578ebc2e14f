#!/bin/sh
# siprec_rtpengine.sh: two real calls, each of two baresip phones with rtpengine between them, recorded through
# what rtpengine gives a subscriber: in clear, and under the first of the ten keys it offers (AEAD_AES_256_GCM).
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
w=$lib_home
port=$((15800 + $$ % 190))
low=$((50000 + $$ % 40 * 20))
base=$((30000 + $$ % 50 * 10))
house=$(house calls 1002)
printf 'siprec_ports = %s-%s\n' "$low" "$((low + 19))" >>"$house/medlyss.ini"
"$b/medlyss-siprec" --data "$house" --listen "127.0.0.1:$port" --everything 2>"$w/log" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$lib_home"' EXIT
for _ in $(seq 200); do grep -q 'recording server at' "$w/log" && break; sleep 0.05; done
client() { node tests/flow/siprec/rtpengine.mjs "$port" "$2" "$w/$1" 5 "$3" "$1" >"$w/$1.json"; }
client plain "$base" +46700000001 &
plain=$!
check 'rtpengine is answered as RFC 3264 wants, its keys too' client locked "$((base + 700))" +46700000002
check 'and in clear' wait $plain
kill $server
wait $server
quiet "$b/medlyss-encode" --data "$house" --once
"$b/medlyss" list --data "$house" --json >"$w/listed"
check 'its offer was of keys' [ "$(jq -r .transport "$w/locked.json")" = RTP/SAVP ]
for kind in plain:+46700000001 locked:+46700000002; do
  jq -c --arg n "${kind#*:}" 'select(.parties[0].number == $n)' "$w/listed" >"$w/call"
  kind=${kind%%:*}
  check "$kind: the agent and the customer, by what rtpengine says of its labels" \
    [ "$(jq -c '[.agent, .parties[1].number, .direction, [.legs[].lost], .gaps]' "$w/call")" = '["Agent 1002","1002","in",[0,0],[]]' ]
  quiet "$b/medlyss" export --data "$house" "$(jq -r .id "$w/call")" -o "$w/$kind.opus"
  quiet ffmpeg -v error -y -i "$w/$kind.opus" -ar 8000 "$w/$kind.wav"
  check "$kind: five seconds (a packet more or less)" near "$(soxi -D "$w/$kind.wav")" 5 0.06
  for side in '1 700 1100' '2 1100 700'; do
    # shellcheck disable=SC2086
    set -- $side
    rms() { sox "$w/$kind.wav" -n remix "$1" trim 0.5 4 sinc "$(($2 - 60))-$(($2 + 60))" stats 2>&1 | awk '/^RMS lev/{print $4}'; }
    check "$kind: side $1 is $2 Hz at the level that was spoken ($(rms "$1" "$2") dB)" near "$(rms "$1" "$2")" -15.05 1
    check "$kind: and nothing of $3 Hz ($(rms "$1" "$3") dB)" below "$(rms "$1" "$3")" -50
  done
done
[ "$failures" = 0 ] || cat "$w"/*.json
exit $failures
