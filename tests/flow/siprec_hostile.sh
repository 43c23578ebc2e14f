#!/bin/sh
# siprec_hostile.sh [COUNT [SEED]]: the session recording server against what no client should send: each message
# of RFC 4475, then COUNT mutated requests (2,000; `make torture`: 80,000). It goes on, and its memory with it.
set -u
cd "$(dirname "$0")/../.."
. tests/lib.sh
count=${1:-2000}
seed=${2:-1}
w=$lib_home
port=$((15400 + $$ % 200))
low=$((48000 + $$ % 100 * 20))
house=$(house calls 1002)
printf 'siprec_ports = %s-%s\nmedia_timeout_s = 30\nsiprec_share = 90\n' "$low" "$((low + 199))" >>"$house/medlyss.ini"
"$b/medlyss-siprec" --data "$house" --listen "127.0.0.1:$port" --everything 2>"$w/log" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$lib_home"' EXIT
for _ in $(seq 200); do grep -q 'recording server at' "$w/log" && break; sleep 0.05; done
kib() { awk '/^VmRSS/ {print $2}' "/proc/$server/status"; }
node tests/flow/siprec/hostile.mjs "$port" 0 1 >"$w/first"
node tests/flow/siprec/hostile.mjs "$port" 500 $((seed + 999)) >"$w/second"
before=$(kib)
node tests/flow/siprec/hostile.mjs "$port" "$count" "$seed" >"$w/said"
after=$(kib)
jq -r '.wrong[]' "$w/first" "$w/second" "$w/said"
check "each of $(jq .rfc4475 "$w/first") messages of RFC 4475 is answered as it may be, and none is the last" [ "$(jq -c .wrong "$w/first")" = '[]' ]
check "it lives after $count mutated requests" [ "$(jq .asked "$w/said")" = "$count" ]
check "its memory is flat ($before KiB, then $after)" below "$after" $((before + 8192))
check 'it was never started anew, and ends when it is asked' kill "$server"
wait "$server"
exit $failures
