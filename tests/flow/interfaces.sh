#!/bin/sh
# interfaces.sh: several interfaces are named in one word; one that goes away costs the others nothing, and is
# told; one that was not there is heard once it is.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
one=mo$$ two=mp$$
if ! ip link add "${one}a" type veth peer name "${one}b" 2>"$w/log"; then
  echo "skip interfaces: $(tail -1 "$w/log")"
  exit 0
fi
ip link add "${two}a" type veth peer name "${two}b"
trap 'ip link del "${one}a" 2>/dev/null; ip link del "${two}a" 2>/dev/null; rm -rf "$lib_home"' EXIT
up() { for up_if in "$@"; do ip link set "$up_if" up; done; }
up "${one}a" "${one}b" "${two}a" "${two}b"

"$b/callmaker" --calls 1 --seconds 6 --seed 3 -o "$w/call.pcap" >"$w/sent"
house=$(house two)
"$b/medlyss-capture" --data "$house" --interface "${one}b,${two}b" --everything 2>"$w/capture.log" &
capture=$!
capturing $capture "$w/capture.log" || { tail -1 "$w/capture.log"; say_bad 'two interfaces in one word are opened'; exit 1; }
check 'two interfaces in one word are two' grep -q 'capturing on 2 interfaces' "$w/capture.log"
quiet tcpreplay -q -i "${two}a" "$w/call.pcap" &
replay=$!
sleep 2
ip link del "${one}a"
wait $replay
sleep 3
check 'the program goes on without the one that went away' kill -0 $capture
check 'and an alarm says so' [ "$(jq -c .alarms "$house/run/capture.state")" = '["interface_gone"]' ]
check 'and which one sent last is told' [ "$(jq -r '.heard | keys | join(" ")' "$house/run/capture.state")" = "${two}b" ]
kill $capture
wait $capture
"$b/medlyss-encode" --data "$house" --once 2>"$w/log"
"$b/medlyss" list --data "$house" --json >"$w/list"
got=$(jq -c '[.legs[] | [.packets, .lost]] | sort' "$w/list")
sent=$(jq -s -c '[.[] | [.packets, .lost]] | sort' "$w/sent")
check "the call on the other interface has every packet ($got)" [ "$got" = "$sent" ]

# The other way round: it is not there at the start.
house=$(house back)
"$b/medlyss-capture" --data "$house" --interface "${one}b" --interface "${two}b" --everything 2>"$w/capture.log" &
capture=$!
check 'one that is missing at the start holds nobody up' capturing $capture "$w/capture.log"
sleep 2
check 'that is an alarm too' [ "$(jq -c .alarms "$house/run/capture.state")" = '["interface_gone"]' ]
ip link add "${one}a" type veth peer name "${one}b"
up "${one}a" "${one}b"
wait $capture
check 'once it is back the program begins anew, to hear it' [ $? = 75 ]
grep -q "${one}b is there again" "$w/capture.log" || say_bad 'its last words say why'
[ "$failures" = 0 ]
