#!/bin/sh
# P3: Opus from the wire kept untouched, with peaks and measures: encode alone.
set -u
. tests/bench/lib.sh
n=$((calls / 4 > 0 ? calls / 4 : 1))
data=$(house p3) || exit 1
"$b/callmaker" --calls "$n" --seconds "$seconds" --seed 1 --codec opus -o "$lib_home/p3.pcap" >/dev/null || exit 1
"$b/medlyss-capture" --data "$data" --read "$lib_home/p3.pcap" 2>/dev/null || exit 1
cpu=$(cost .cpu_s "$b/medlyss-encode" --data "$data" --once) || exit 1
emit P3 'Opus kept, with peaks and measures' "$(per "$cpu" "$(call_hours "$n" "$seconds")")" 'CPU s per call-hour' 7 "$n"
kept=$(sqlite3 "$data/catalogue.db" "SELECT count(*) FROM recording WHERE untouched <> ''")
emit P3 'recordings with an untouched side' "$kept" 'recordings' "$n" "$n"
