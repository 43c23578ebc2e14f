#!/bin/sh
# P7: every list page of a catalogue of a million calls and 200,000 evaluations, its rows included: in the
# database, and over HTTP as one who sees everything. P7_DATA: a folder where the catalogue is kept
# for the next time; P7_DRAWS=0: over HTTP alone.
set -u
. tests/bench/lib.sh
n=1000000 scores=200000 draws=${P7_DRAWS:-300} asks=100
[ -z "${SMOKE:-}" ] || { n=5000 scores=1000 draws=20 asks=5; }
data=${P7_DATA:-$lib_home/p7}
catalogue_of "$data" $n $scores || exit 1
"$b/../bench/p7" --calls $n --draws $draws --data "$data" 2>/dev/null || exit 1

site_up "$data" || exit 1
until=$(sqlite3 "$data/catalogue.db" 'SELECT max(started_ms) FROM interaction')
ids "$data" "person WHERE name LIKE 'Agent %'" >"$lib_home/person"
ids "$data" team >"$lib_home/team"
ids "$data" topic >"$lib_home/topic"
printf 'thanks\ntough\nno_answer\nthreat\n' >"$lib_home/mark"
printf 'solved\nhanded_over\ncase_opened\nended_abuse\n' >"$lib_home/outcome"
echo 1 >"$lib_home/unclaimed"
seq -f 'ord%.0f' 0 39 3999 >"$lib_home/q"
seq 0 22 >"$lib_home/hour_from"
cpu_ticks() { awk '{print $14 + $15}' "/proc/$site_pid/stat"; }
over_http() { # over_http FILTER...: asks with values drawn anew each time, on one connection
  for i in $(seq $asks); do
    printf 'url = "http://%s/api/v1/interactions?to=%s' "$at" "$(awk -v s="$i" -v t="$until" 'BEGIN{srand(s); u = rand(); printf "%.0f", t - u * u * 63072000000}')"
    for filter in "$@"; do
      value=$(shuf -n 1 "$lib_home/$filter")
      printf '&%s=%s' "$filter" "$value"
      [ "$filter" != hour_from ] || printf '&hour_to=%s' $((value + 1))
    done
    printf '"\noutput = /dev/null\nwrite-out = "%%{http_code} %%{time_total}\\n"\n'
  done >"$lib_home/urls"
  ticks=$(cpu_ticks)
  curl -s -b "$lib_home/jar" -K "$lib_home/urls" | awk '$1 != 200 {exit 1} {print $2 * 1000}' | sort -n >"$lib_home/times"
  [ "$(wc -l <"$lib_home/times")" = $asks ] || { echo "$* is refused" >&2; return 1; }
  emit P7 "over HTTP: ${*:-newest}, p99" "$(p99 "$lib_home/times")" ms 10 $asks
}
over_http || exit 1
set -- person team topic mark outcome unclaimed hour_from q
while [ $# -gt 0 ]; do
  one=$1
  shift
  over_http "$one" || exit 1
  for two in "$@"; do over_http "$one" "$two" || exit 1; done
done
