#!/bin/sh
# P3: Opus from the wire kept untouched, with peaks and measures: encode alone; at two sizes (P10).
set -u
. tests/bench/lib.sh
n=$((calls / 4 > 0 ? calls / 4 : 1))
few=$(((n + 9) / 10))
for size in $few $n; do
  data=$(house "p3-$size") || exit 1
  "$b/callmaker" --calls "$size" --seconds "$seconds" --seed 1 --codec opus -o "$lib_home/p3.pcap" >/dev/null || exit 1
  "$b/medlyss-capture" --data "$data" --read "$lib_home/p3.pcap" 2>/dev/null || exit 1
  cpu=$(cost .cpu_s "$b/medlyss-encode" --data "$data" --once) || exit 1
  eval "cost_$size=$(per "$cpu" "$(call_hours "$size" "$seconds")")"
  kept=$(sqlite3 "$data/catalogue.db" "SELECT count(*) FROM recording WHERE untouched <> ''")
  rm -rf "$data"
done
eval "big=\$cost_$n small=\$cost_$few"
emit P3 'Opus kept, with peaks and measures' "$big" 'CPU s per call-hour' 7 "$n"
emit P3 'recordings with an untouched side' "$kept" 'recordings' "$n" "$n"
emit P10 'Opus kept, ten times the calls costs' "$(awk -v a="$big" -v b="$small" 'BEGIN{printf "%.2f", 10 * a / b}')" 'times' 11 "$n"
