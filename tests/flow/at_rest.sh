#!/bin/sh
# T16: nothing plain at rest. A call with a known number and name is recorded; neither they nor an
# Ogg page nor an Opus header are found anywhere in the data folder, while it is being recorded and
# after it was sealed.
set -u
bin=${BIN:-build/${MODE:-release}/bin}
make -s torture-tools || exit 1
at=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-at-rest-XXXXXX")
trap 'rm -rf "$at"' EXIT
data=$at/data

plain() { # plain WHEN: the files that give something away
  for word in OggS OpusHead OpusTags 0701234567 Canary Kallesson; do
    hits=$(grep -rlaF -- "$word" "$data")
    [ -z "$hits" ] || { echo "  $word in: $hits"; echo "not ok nothing_plain_$1"; return; }
    [ -z "$(find "$data" -name "*$word*")" ] || { echo "not ok nothing_plain_$1"; return; }
  done
  echo "ok nothing_plain_$1"
}

"$bin/medlyss" init --data "$data" >"$at/token" 2>&1 || { echo "not ok init"; exit 1; }
"$bin/spoolmaker" --data "$data" --calls 3 --seconds 600 >"$at/maker" &
maker=$!
"$bin/medlyss-encode" --data "$data" 2>"$at/log" &
encode=$!
sleep 2
plain while_recording
kill -9 $maker
kill $encode
wait
"$bin/spoolmaker" --data "$data" --calls 3 --seconds 30 --fast >>"$at/maker"
"$bin/medlyss-encode" --data "$data" --once 2>>"$at/log" || { cat "$at/log"; echo "not ok encode"; }
plain when_sealed
n=$("$bin/medlyss" list --data "$data" --json | grep -c Canary)
[ "$n" = 6 ] && echo "ok who_may_see_it_sees_the_caller" || { echo "  $n of 6"; echo "not ok who_may_see_it_sees_the_caller"; }
grep -qE '0701234567|Canary' "$at/log" && echo "not ok nothing_in_the_log" || echo "ok nothing_in_the_log"
"$bin/medlyss" verify --data "$data" 2>&1 | grep -q ' 0 faults' && echo "ok verified" || echo "not ok verified"
