#!/bin/sh
# One call's trouble is that call's: what cannot be finished is set aside and named, everything else
# goes on, a replay ends and says so; and a replay that was killed holds nobody up.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
limit=$((30 * ${PATIENCE:-1}))
listed() { "$b/medlyss" list --data "$1" --json | wc -l; }
"$b/callmaker" --calls 1 --seconds 4 --seed 1 -o "$w/one.pcap" >/dev/null
"$b/callmaker" --calls 1 --seconds 4 --seed 2 -o "$w/two.pcap" >/dev/null
"$b/callmaker" --calls 1 --seconds 4 --seed 3 -o "$w/three.pcap" >/dev/null

# ---- a part that is not to be read: it was sealed in another house ----
house=$(house ours 1001) other=$(house other 1001)
"$b/medlyss-capture" --data "$other" --read "$w/one.pcap" 2>"$w/log"
cp -r "$other"/spool/* "$house/spool/"
timeout $limit "$b/medlyss" replay --data "$house" "$w/two.pcap" 2>"$w/said"
check 'a replay beside it ends, and its code says that something is left' [ $? = 65 ]
check 'its last line says what, and where to look' grep -q 'set aside: `medlyss verify`' "$w/said"
tail -1 "$w/said" | grep -q 'set aside' || say_bad "the last line is: $(tail -1 "$w/said")"
check 'the other call is there' [ "$(listed "$house")" = 1 ]
"$b/medlyss" verify --data "$house" >"$w/said" 2>&1
check 'verify names it and is not content' [ $? = 1 ]
grep -q 'could not be finished' "$w/said" || say_bad 'verify says why'
check 'the next replay is held up by nothing' quiet timeout $limit "$b/medlyss" replay --data "$house" "$w/three.pcap"
check 'and its call is there' [ "$(listed "$house")" = 2 ]
cp "$other/keys/encode.key" "$other/keys/encode.pub" "$house/keys/"
sqlite3 "$house/catalogue.db" "UPDATE aside SET state = 'again'"
check 'tried again with its key it becomes a call' quiet timeout $limit "$b/medlyss-encode" --data "$house" --once
check 'which is the third' [ "$(listed "$house")" = 3 ]
check 'and nothing is wrong any more' quiet "$b/medlyss" verify --data "$house"

# ---- what came from the field: no sound 1.5 s after the last ----
for stuck in tests/field/77-*.pcap; do
  check "$(basename "$stuck") is replayed" quiet timeout $limit "$b/medlyss" replay --data "$house" "$stuck"
done

# ---- killed at any moment, and again ----
house=$(house killed 1001)
"$b/callmaker" --calls 6 --seconds 20 --seed 4 -o "$w/six.pcap" >/dev/null
for i in 1 2 3 4; do
  "$b/medlyss" replay --data "$house" "$w/six.pcap" >/dev/null 2>&1 &
  pid=$!
  sleep "0.$((i * 7 % 10))"
  kill -9 $pid
  wait $pid 2>/dev/null
  timeout $limit "$b/medlyss" replay --data "$house" "$w/one.pcap" >"$w/log" 2>&1 || { say_bad "after kill -9 number $i the next replay ends well"; tail -3 "$w/log"; }
done
check 'a killed replay never holds the next one up' [ "$failures" = 0 ]
[ "$failures" = 0 ]
