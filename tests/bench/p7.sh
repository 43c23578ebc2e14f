#!/bin/sh
# P7: every list page of a catalogue of a million calls, its rows included: in the database, and over
# HTTP as one who sees everything. P7_DATA: a folder where the catalogue is kept for the next time.
set -u
. tests/bench/lib.sh
n=1000000 draws=300 asks=100 web=
[ -z "${SMOKE:-}" ] || { n=5000 draws=20 asks=5; }
data=${P7_DATA:-$lib_home/p7}
[ -e "$data/medlyss.ini" ] || quiet "$b/medlyss" init --data "$data" || exit 1
"$b/../bench/p7" --calls $n --draws $draws --data "$data" 2>/dev/null || exit 1

printf 'ett-langt-losenord' >"$lib_home/pw"
login=quality$$
"$b/medlyss" user add --data "$data" --name Kvalitet --login $login --role quality --password-file "$lib_home/pw" >/dev/null || exit 1
"$b/medlyss-web" --data "$data" --listen 127.0.0.1:0 >"$lib_home/web.log" 2>&1 &
web=$!
trap 'kill $web 2>/dev/null; wait; rm -rf "$lib_home"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q listening "$lib_home/web.log" && break; sleep 0.5; done
at=$(sed -n 's/listening on //p' "$lib_home/web.log")
curl -sf -c "$lib_home/jar" -H 'content-type: application/json' "http://$at/api/v1/session" \
  -d "{\"login\":\"$login\",\"password\":\"ett-langt-losenord\"}" || exit 1

ids() { sqlite3 "$data/catalogue.db" "SELECT lower(substr(h,1,8)||'-'||substr(h,9,4)||'-'||substr(h,13,4)||'-'||substr(h,17,4)||'-'||substr(h,21)) FROM (SELECT hex(id) AS h FROM $1)"; }
ids "person WHERE name LIKE 'Agent %'" >"$lib_home/person"
ids team >"$lib_home/team"
ids topic >"$lib_home/topic"
printf 'thanks\ntough\nno_answer\nthreat\n' >"$lib_home/mark"
printf 'solved\nhanded_over\ncase_opened\nended_abuse\n' >"$lib_home/outcome"
echo 1 >"$lib_home/unclaimed"
seq -f 'ord%.0f' 0 39 3999 >"$lib_home/q"
seq 0 22 >"$lib_home/hour_from"
over_http() { # over_http FILTER...: asks with values drawn anew each time, on one connection
  for i in $(seq $asks); do
    printf 'url = "http://%s/api/v1/interactions?to=%s' "$at" "$(awk -v s="$i" 'BEGIN{srand(s); u = rand(); printf "%.0f", 1763072000000 - u * u * 63072000000}')"
    for filter in "$@"; do
      value=$(shuf -n 1 "$lib_home/$filter")
      printf '&%s=%s' "$filter" "$value"
      [ "$filter" != hour_from ] || printf '&hour_to=%s' $((value + 1))
    done
    printf '"\noutput = /dev/null\nwrite-out = "%%{http_code} %%{time_total}\\n"\n'
  done >"$lib_home/urls"
  curl -s -b "$lib_home/jar" -K "$lib_home/urls" | awk '$1 != 200 {exit 1} {print $2 * 1000}' | sort -n >"$lib_home/times"
  [ "$(wc -l <"$lib_home/times")" = $asks ] || { echo "$* is refused" >&2; return 1; }
  emit P7 "over HTTP: ${*:-newest}, p99" "$(awk -v n=$asks '{v[NR] = $1} END {print v[int((n - 1) * 0.99) + 1]}' "$lib_home/times")" ms 10 $asks
}
over_http || exit 1
set -- person team topic mark outcome unclaimed hour_from q
while [ $# -gt 0 ]; do
  one=$1
  shift
  over_http "$one" || exit 1
  for two in "$@"; do over_http "$one" "$two" || exit 1; done
done
