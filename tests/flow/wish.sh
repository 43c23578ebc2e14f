#!/bin/sh
# What a phone asks of the recorder (RFC 7866, a=recordpref): nothing said in a pause is in any
# file; a refusal erases where the site wants it, and only there.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home
cat >"$w/wish.json" <<'END'
{"calls": [
 {"at": 0, "length": 12,
  "caller": {"sounds": [{"tone": 700, "gain_db": -12, "at": 0, "to": 3}, {"tone": 1900, "gain_db": -6, "at": 4.2, "to": 7.8}, {"tone": 700, "gain_db": -12, "at": 9}]},
  "callee": {"sounds": [{"speech": 1}]},
  "changes": [{"record": "pause", "at": 4, "by": "callee"}, {"record": "on", "at": 8, "by": "callee"}]},
 {"at": 100, "length": 12, "caller": {"sounds": [{"speech": 2}]}, "callee": {"sounds": [{"speech": 1}]},
  "changes": [{"record": "off", "at": 5, "by": "callee"}]}
]}
END
"$b/callmaker" "$w/wish.json" -o "$w/wish.pcap" >/dev/null

data=$(house erasing 1001) || exit 1
echo 'record_wishes = erase' >>"$data/medlyss.ini"
check 'calls with wishes are replayed' quiet "$b/medlyss" replay --data "$data" "$w/wish.pcap"
"$b/medlyss" list --data "$data" --json >"$w/list"
id=$(sed -n 1p "$w/list" | jq -r .id)
"$b/medlyss" export --data "$data" "$id" -o "$w/pause.opus" && opusdec --quiet "$w/pause.opus" "$w/pause.wav" 2>/dev/null
said=$("$b/ears" "$w/pause.wav" tone 700 1 2 | cut -d' ' -f2) kept=$("$b/ears" "$w/pause.wav" tone 1900 4.5 7.5 | cut -d' ' -f2)
check "what was said before the pause is there: $said dBFS" above "$said" -30
check "what was said in the pause is not: $kept dBFS" below "$kept" -80
check 'the pause is a gap with its reason' test -n "$(sed -n 1p "$w/list" | jq -r '.gaps[] | select(.reason == "pause" and .to_ms - .from_ms > 3500) | .reason' | head -1)"
check 'the length is not shortened by it' near "$(sed -n 1p "$w/list" | jq .duration_ms)" 12000 21
check 'a refusal leaves a row without sound' test "$(sed -n 2p "$w/list" | jq -r '[.recording, .no_recording] | join(" ")')" = ' erased'
check 'and nothing of it remains' quiet "$b/medlyss" verify --data "$data"

data=$(house pausing 1001) || exit 1
quiet "$b/medlyss" replay --data "$data" "$w/wish.pcap"
second=$("$b/medlyss" list --data "$data" --json | sed -n 2p)
check 'elsewhere a refusal pauses, what was said before stays' test "$(echo "$second" | jq -r '.recording != null')" = true
[ "$failures" = 0 ]
