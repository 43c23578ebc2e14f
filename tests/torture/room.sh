#!/bin/sh
# room.sh: R4 on the real capture. The spool's disk (a tmpfs) fills while calls run: the alarm within
# 5 s, a new call is refused and said so, running calls go on from the reserve and keep what they
# have; room again, and within 5 s the alarm is gone and calls are recorded, the refused one from
# there on; one that ended meanwhile is listed without sound and with the reason.
set -u
cd "$(dirname "$0")/../.." || exit 1
name=a_full_spool_refuses_new_calls_and_keeps_the_old
if [ -z "${LIVE_ALONE:-}" ]; then
  unshare -nm true 2>/dev/null || { echo "skip $name: no right to mount a tmpfs"; exit 0; }
  LIVE_ALONE=1 exec unshare -nm sh -c 'ip link set lo up 2>/dev/null; exec sh tests/torture/room.sh'
fi
. tests/lib.sh
w=$lib_home
house=$(house room) || exit 1
mkdir "$w/disk"
mount -t tmpfs -o size=8m none "$w/disk" || { echo "skip $name: no tmpfs"; exit 0; }
printf 'spool = %s\nspool_reserve_mb = 1\n' "$w/disk" >>"$house/medlyss.ini"
now_ms() { date +%s%3N; }
until_ms() { nap_ms=$((began + $1 - $(now_ms))); [ $nap_ms -le 0 ] || sleep "$(awk -v ms=$nap_ms 'BEGIN{printf "%.3f", ms / 1000}')"; }
state() { jq -r "$1" "$house/run/capture.state"; }
since_alarm() { # since_alarm true|false: ms until the alarm spool_full is so, at most 8 s
  from=$(now_ms)
  for _ in $(seq 80); do
    [ "$(state '.alarms | index("spool_full") != null')" = "$1" ] && break
    sleep 0.1
  done
  echo $(($(now_ms) - from))
}
# Two calls from the start; one that begins and ends while there is no room, one that goes on after
# it, and one that begins afterwards.
cat >"$w/calls.json" <<'END'
{"calls": [
 {"at": 0, "length": 24, "caller": {"number": "0700000000", "host": "10.0.0.1", "port": 21000, "sounds": [{"speech": 1, "turn": -1}]}, "callee": {"number": "1001", "host": "10.1.0.1", "port": 21010}},
 {"at": 0.1, "length": 24, "caller": {"number": "0700000001", "host": "10.0.0.2", "port": 21020}, "callee": {"number": "1002", "host": "10.1.0.2", "port": 21030}},
 {"at": 7, "length": 3, "caller": {"number": "0700000002", "host": "10.0.0.3", "port": 21040}, "callee": {"number": "1003", "host": "10.1.0.3", "port": 21050}},
 {"at": 8, "length": 15, "caller": {"number": "0700000003", "host": "10.0.0.4", "port": 21060}, "callee": {"number": "1004", "host": "10.1.0.4", "port": 21070}},
 {"at": 20, "length": 4, "caller": {"number": "0700000004", "host": "10.0.0.5", "port": 21080}, "callee": {"number": "1005", "host": "10.1.0.5", "port": 21090}}]}
END
"$b/medlyss-capture" --data "$house" --interface lo --everything --max-calls 100 2>>"$w/capture.log" &
capture=$!
"$b/medlyss-encode" --data "$house" 2>>"$w/encode.log" &
encode=$!
capturing $capture "$w/capture.log" || exit 1
"$b/callmaker" "$w/calls.json" --live >"$w/sent" 2>"$w/log" &
caller=$!
began=$(now_ms)
until_ms 4000
dd if=/dev/zero of="$w/disk/.filler" bs=64k 2>/dev/null # all of it
raised=$(since_alarm true)
until_ms 6000
dd if=/dev/zero of="$w/disk/.more" bs=64k 2>/dev/null # and what the reserve gave
until_ms 13000
check "$name: the alarm after $raised ms" [ "$raised" -le 5000 ]
check "$name: new calls are refused ($(state .refused_calls))" [ "$(state .refused_calls)" = 2 ]
dropped=$(state .spool_dropped)
check "$name: what found no room is counted ($dropped packets)" [ "$dropped" -gt 0 ]
rm -f "$w/disk/.filler" "$w/disk/.more"
cleared=$(since_alarm false)
check "$name: normal again after $cleared ms" [ "$cleared" -le 5000 ]
wait $caller
sleep 1
kill $capture
wait $capture
kill $encode
wait $encode 2>/dev/null
quiet "$b/medlyss-encode" --data "$house" --once || say_bad "$name: encode --once"
"$b/medlyss" list --data "$house" --json >"$w/list"
row() { jq -c --arg n "070000000$1" 'select(any(.parties[]; .number == $n))' "$w/list" | jq "$2"; }
for i in 0 1; do
  check "$name: a running call is whole but for the time without room ($(row $i .duration_ms) ms)" near "$(row $i .duration_ms)" 24000 60
  check "$name: what it lacks is one named stretch" [ "$(row $i '[.gaps[] | select(.side == "agent" and .to_ms - .from_ms > 100) | .reason] | unique | length')" = 1 ]
  check "$name: and lies between the filling and the room" [ "$(row $i '[.gaps[] | select(.to_ms - .from_ms > 100) | select(.from_ms < 3000 or .to_ms > 19000)] | length')" = 0 ]
done
check "$name: a call that found no room says so" [ "$(row 2 '"\(.recording) \(.no_recording)"')" = '"null no_room"' ]
check "$name: one that outlasted it is recorded from there on ($(row 3 .duration_ms) ms)" above "$(row 3 .duration_ms)" 6000
check "$name: and a new one whole" near "$(row 4 .duration_ms)" 4000 60
check "$name: nothing is wrong in the house" quiet "$b/medlyss" verify --data "$house"
[ "$failures" = 0 ] || cat "$w/list"
umount -l "$w/disk"
[ "$failures" = 0 ]
