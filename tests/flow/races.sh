#!/bin/sh
# C5: whoever may write into a watched folder swaps files, FIFOs, links and folders while the programs
# look: nothing from outside is read, nothing is waited for, and what is good is taken in all the same.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
pids=
finish() {
  for p in $pids; do kill -TERM "$p" 2>/dev/null; done
  wait 2>/dev/null
  rm -rf "$lib_home"
}
trap finish EXIT
data=$(house data 1001) || exit 1
printf '{"external_id": "CANARY-7734", "direction": "in"}\n' >"$w/secret.json"
cp -r tests/badmedia "$w/none" 2>/dev/null
opus=$w/good.wav
ffmpeg -v error -f lavfi -i 'sine=440:duration=2:sample_rate=8000' -ac 1 "$opus" || exit 1
cp "$opus" "$w/secret.wav"

"$b/medlyss-import" --data "$data" --watch 2>"$w/import.log" &
pids="$pids $!" import=$!
"$b/medlyss-encode" --data "$data" 2>"$w/encode.log" &
pids="$pids $!" encode=$!

swap() { # swap FOLDER NAME TARGET: until told to stop, NAME is five things in turn
  while [ ! -e "$w/stop" ]; do
    rm -rf "$1/$2"; mkfifo "$1/$2"
    rm -rf "$1/$2"; ln -s "$3" "$1/$2"
    rm -rf "$1/$2"; ln -s "$2" "$1/$2"
    rm -rf "$1/$2"; mkdir "$1/$2"
    rm -rf "$1/$2"; cp -p "$w/old" "$1/$2" 2>/dev/null
  done 2>/dev/null
}
cp "$opus" "$w/old" && touch -d '1 hour ago' "$w/old"
mkdir -p "$data/spool/01900000-0000-7000-8000-000000000001"
swap "$data/import" a.wav "$w/secret.wav" & pids="$pids $!"
swap "$data/import" b.json "$w/secret.json" & pids="$pids $!"
cp -p "$w/old" "$data/import/b.wav"
swap "$data/spool/01900000-0000-7000-8000-000000000001" alive "$w/secret.wav" & pids="$pids $!"
swap "$data/spool/01900000-0000-7000-8000-000000000001" 01900000-0000-7000-8000-000000000002.spool "$w/secret.wav" & pids="$pids $!"
swap "$data/spool" 01900000-0000-7000-8000-000000000003 "$w" & pids="$pids $!"
swap "$data/run" capture.state "$w/secret.json" & pids="$pids $!"
swap "$data/run" .encode.state "$w/secret.json" & pids="$pids $!"
swap "$data/audio" 77 "$w" & pids="$pids $!"
sleep 4
cp "$opus" "$data/import/good.wav"
quick() { timeout 10 "$b/medlyss" verify --data "$data" >/dev/null 2>&1; [ $? -lt 124 ]; }
for i in 1 2 3 4 5; do quick || say_bad "verify ends ($i)"; done
for _ in $(seq 1 $((${PATIENCE:-1} * 200))); do [ -e "$data/import/good.wav" ] || break; sleep 0.1; done
check 'a good file is taken in meanwhile' [ ! -e "$data/import/good.wav" ]
check 'import lives' kill -0 "$import"
check 'encode lives' kill -0 "$encode"
: >"$w/stop"
told() { find "$data/run" -maxdepth 1 -name encode.state -newer "$w/stop" | grep -q .; }
for _ in $(seq 1 $((${PATIENCE:-1} * 100))); do told && break; sleep 0.1; done
check 'encode goes on, and is told of' told
check 'nothing from outside was read' sh -c "! grep -rqa CANARY-7734 '$data/catalogue.db' '$data/catalogue.db-wal' '$data/failed'"
check 'nothing outside was written' [ "$(cat "$w/secret.json")" = '{"external_id": "CANARY-7734", "direction": "in"}' ]
[ "$failures" = 0 ]
