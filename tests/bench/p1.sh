#!/bin/sh
# P1: capture alone, wire to spool, encrypted and synced, from a capture file; at two sizes (P10).
set -u
. tests/bench/lib.sh
ten=$((calls / 10 > 0 ? calls / 10 : 1))
for n in "$ten" "$calls"; do
  data=$(house "p1-$n") || exit 1
  "$b/callmaker" --calls "$n" --seconds "$seconds" --seed 1 --jitter-ms 5 -o "$lib_home/p1.pcap" >/dev/null || exit 1
  least=
  for _ in 1 2 3; do # the least of three: a small run is mostly other people's noise
    cpu=$(cost .cpu_s "$b/medlyss-capture" --data "$data" --read "$lib_home/p1.pcap") || exit 1
    least=$(awk -v a="$cpu" -v b="${least:-$cpu}" 'BEGIN{print a<b?a:b}')
    rm -rf "$data"/spool/*
  done
  eval "cpu_$n=\$least"
  rm -rf "$data"
done
eval "big=\$cpu_$calls small=\$cpu_$ten"
emit P1 'capture file to spool' "$(per "$big" "$(call_hours "$calls" "$seconds")")" 'CPU s per call-hour' 0.5 "$calls"
emit P10 'capture, ten times the calls costs' "$(per "$big" "$small")" 'times' 11 "$calls"
sh tests/bench/live500.sh
sh tests/bench/siprec500.sh
