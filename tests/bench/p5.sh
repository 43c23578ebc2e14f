#!/bin/sh
# P5: memory per concurrent call, from what two sizes take more than each other.
set -u
. tests/bench/lib.sh
few=50 many=500 seconds=10
[ -z "${SMOKE:-}" ] || { few=2 many=12 seconds=4; }
for n in $few $many; do
  data=$(house "p5-$n") || exit 1
  "$b/callmaker" --calls "$n" --seconds $seconds --stagger-ms 1 --seed 1 -o "$lib_home/p5.pcap" >/dev/null || exit 1
  eval "wire_$n=\$(cost .max_rss_kib \"$b/medlyss-capture\" --data \"$data\" --read \"$lib_home/p5.pcap\")" || exit 1
  eval "code_$n=\$(cost .max_rss_kib \"$b/medlyss-encode\" --data \"$data\" --once)" || exit 1
  rm -rf "$data"
done
each() { awk -v m="$1" -v f="$2" -v n=$((many - few)) 'BEGIN{printf "%.1f", (m-f)/n}'; }
eval "w=\$(each \$wire_$many \$wire_$few) c=\$(each \$code_$many \$code_$few)"
emit P5 'capture, memory per concurrent call' "$w" 'KiB' 64 $many
emit P5 'encode, memory per concurrent call' "$c" 'KiB' 1024 $many
