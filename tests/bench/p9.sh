#!/bin/sh
# P9: a million evaluations become all trends of a centre of 500 agents; the pages over time, read from a
# catalogue of a million calls and 200,000 evaluations, and over HTTP. P9_DATA: a folder where the
# catalogue is kept, P7's as well; P9_EVEN=1: one where each of 500 agents has 2,000.
set -u
. tests/bench/lib.sh
n=1000000 calls=1000000 scores=200000 asks=200
[ -z "${SMOKE:-}" ] || { n=50000 calls=5000 scores=1000 asks=5; }
"$b/trends" $n || exit 1

data=${P9_DATA:-$lib_home/p9}
if [ -n "${P9_EVEN:-}" ]; then
  catalogue_of "$data" 1130000 1000000 --days 182 --even 1 || exit 1
else
  catalogue_of "$data" $calls $scores || exit 1
fi
"$b/trends" --data "$data/catalogue.db" $asks || exit 1

site_up "$data" || exit 1
over_http() { # over_http WHAT GOAL PATH: one after the other on one connection
  for _ in $(seq $asks); do
    printf 'url = "http://%s/api/v1/trends/%s"\noutput = /dev/null\nwrite-out = "%%{http_code} %%{time_total}\\n"\n' "$at" "$3"
  done >"$lib_home/urls"
  curl -s -b "$lib_home/jar" -K "$lib_home/urls" | awk '$1 != 200 {exit 1} {print $2 * 1000}' | sort -n >"$lib_home/times"
  [ "$(wc -l <"$lib_home/times")" = $asks ] || { echo "$1 is refused" >&2; return 1; }
  emit P9 "over HTTP: $1, p99" "$(p99 "$lib_home/times")" ms "$2" $asks
}
two_thousand="person WHERE id = (SELECT agent FROM counted GROUP BY agent ORDER BY abs(count(*) - 2000) LIMIT 1)"
over_http "one agent's page" 10 "$(ids "$data" "$two_thousand")" || exit 1
over_http "the centre's page" 20 centre
