#!/bin/sh
# P4: from the hang-up to a recording that can be played, while a hundred calls are up. Looks into the
# catalogue ten times a second, as a page does.
set -u
. tests/bench/live.sh
alone tests/bench/p4.sh
. tests/bench/lib.sh
n=100 length=20
[ -z "${SMOKE:-}" ] || { n=3 length=3; }
data=$(house p4) || exit 1
live_start "$data" || exit 0
"$b/medlyss-encode" --data "$data" 2>"$lib_home/encode.log" &
encode=$!
(
  touch "$lib_home/seen"
  while [ -e "$lib_home/seen" ]; do
    sqlite3 -cmd '.timeout 2000' "$data/catalogue.db" \
      "SELECT hex(i.id), i.started_ms + i.duration_ms, CAST((julianday('now') - 2440587.5) * 86400000 AS INT)
       FROM interaction i JOIN recording r ON r.interaction = i.id"
    sleep 0.1
  done
) >"$lib_home/looks" 2>/dev/null &
looker=$!
sleep 0.5
live_send $n $length 37 1 || { cat "$lib_home/sender.log" >&2; exit 1; }
for _ in $(seq 100); do
  [ "$(awk -F '|' '!s[$1]++' "$lib_home/looks" | wc -l)" -ge $n ] && break
  sleep 0.2
done
rm "$lib_home/seen"
wait $looker
live_end "$data"
kill $encode
wait $encode 2>/dev/null
awk -F '|' '!s[$1]++ {print ($3 - $2) / 1000}' "$lib_home/looks" | sort -n >"$lib_home/waits"
[ "$(wc -l <"$lib_home/waits")" -ge $n ] || { echo "$(wc -l <"$lib_home/waits") of $n calls can be played" >&2; exit 1; }
emit P4 'hang-up to playable, longest' "$(tail -1 "$lib_home/waits")" s 2 $n
emit P4 'hang-up to playable, median' "$(awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}' "$lib_home/waits")" s null $n
