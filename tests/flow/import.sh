#!/bin/sh
# Files from a PBX become calls; what is no sound, not whole or something in disguise is refused with
# a sentence. All material is made here.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh
w=$lib_home/files
mkdir "$w"
data=$(house data 1003) || { say_bad house; exit 1; }
tone() { sox -q -n -r "$1" -c "$2" -b 16 "$3" synth 3 sine 500 gain -6 2>/dev/null; }

# ---- kinds ----
tone 8000 1 "$w/mono.wav"
tone 16000 1 "$w/wide.wav"
sox -q -n -r 8000 -c 2 -b 16 "$w/stereo.wav" synth 3 sine 500 sine 900 gain -6 2>/dev/null
for made in a.ulaw:-f,mulaw,-ar,8000 b.alaw:-f,alaw,-ar,8000 c.g722:-f,g722,-ar,16000 d.gsm:-f,gsm,-ar,8000 \
  e.mp3:-ar,44100 f.m4a:-c:a,aac,-metadata,creation_time=2026-02-12T09:14:00Z g.flac: h.au: i.wav:-c:a,pcm_alaw,-ar,8000 j.wav:-c:a,libgsm_ms,-ar,8000 \
  k.wav:-c:a,adpcm_ima_wav l.wav:-c:a,adpcm_ms m.ogg:-c:a,libopus n.webm:-c:a,libopus; do
  # shellcheck disable=SC2046 # the options are words
  ffmpeg -v error -y -i "$w/wide.wav" $(echo "${made#*:}" | tr ',' ' ') "$w/${made%%:*}"
done
for f in "$w"/*; do
  check "$(basename "$f") is imported" quiet "$b/medlyss" import --data "$data" "$f"
done
n=$("$b/medlyss" list --data "$data" --json | wc -l)
check 'the same file again is the same call' quiet "$b/medlyss" import --data "$data" "$w/stereo.wav"
check 'and no row is added' test "$("$b/medlyss" list --data "$data" --json | wc -l)" = "$n"
check 'every import lasts three seconds' test "$("$b/medlyss" list --data "$data" --json |
  jq -s '[.[] | select(.duration_ms < 2900 or .duration_ms > 3120)] | length')" = 0

# ---- two halves, and what is told ----
sox -q -n -r 8000 -c 1 -b 16 "$w/force-0701740605-1003-20261118-091405-1795302661.17-in.wav" synth 3 sine 700 gain -6 2>/dev/null
sox -q -n -r 8000 -c 1 -b 16 "$w/force-0701740605-1003-20261118-091405-1795302661.17-out.wav" synth 3 sine 1100 gain -6 2>/dev/null
"$b/medlyss" import --data "$data" --json "$w"/force-* >"$lib_home/pair" 2>&1
check 'two halves are one call' test "$(wc -l <"$lib_home/pair")" = 1
id=$(jq -r .id <"$lib_home/pair")
"$b/medlyss" export --data "$data" "$id" -o "$w/pair.opus" && opusdec --quiet "$w/pair.opus" "$w/pair.out.wav" 2>/dev/null
own=$("$b/ears" "$w/pair.out.wav" tone 1100 1 2)
check "the agent's half is on the left: $own" above "$(echo "$own" | awk '{print $1-$2}')" 45
row=$("$b/medlyss" list --data "$data" --json | jq -c "select(.id == \"$id\")")
check 'its name tells the agent' test "$(echo "$row" | jq -r .agent)" = 'Agent 1003'
check 'its name tells when' test "$(echo "$row" | jq .started_ms)" = "$(TZ=Europe/Stockholm date -d '2026-11-18 09:14:05' +%s)000"
tone 8000 1 "$w/told.wav"
sox -q "$w/told.wav" "$w/told2.wav" gain -1 2>/dev/null
echo '{"started":"2026-11-17T10:00:00+01:00","direction":"out","title":"Altan och bygglov","agent":{"number":"1003"},"caller":{"number":"0701740606","name":"Karin"}}' >"$w/told2.json"
id=$("$b/medlyss" import --data "$data" --json "$w/told2.wav" "$w/told2.json" | jq -r .id)
row=$("$b/medlyss" list --data "$data" --json | jq -c "select(.id == \"$id\")")
check 'a sidecar tells who and when' test "$(echo "$row" | jq -r '[.agent, .started_ms, .direction] | join(" ")')" = "Agent 1003 $(date -d '2026-11-17 09:00 UTC' +%s)000 out"
check 'its title is found by its words' test "$(sqlite3 "$data/catalogue.db" 'SELECT group_concat(word || readers, " ") FROM call_word')" = 'altan-1 bygglov-1 och-1'
check 'a mono mix stays mono' test "$(echo "$row" | jq -r '.legs[].side')" = mix

# ---- refused ----
refused() { # refused FILE WORDS: not imported, and the sentence has these words
  "$b/medlyss" import --data "$data" "$1" >"$lib_home/log" 2>&1
  code=$?
  check "$(basename "$1") is refused: $(sed 's/.*: //' "$lib_home/log" | tail -1)" test "$code" = 1 -a -n "$(grep "$2" "$lib_home/log")"
}
printf '#EXTM3U\n#EXTINF:10,\nfile:///etc/hostname\n' >"$w/playlist.wav"
printf 'ffconcat version 1.0\nfile %s/mono.wav\n' "$w" >"$w/concat.wav"
head -c 20000 "$w/mono.wav" >"$w/cut.wav"
head -c 20 "$w/mono.wav" >"$w/stub.wav"
head -c 9000 "$w/e.mp3" >"$w/cut.mp3"
head -c 5000 "$w/m.ogg" >"$w/cut.ogg"
head -c 3000 "$w/g.flac" >"$w/cut.flac"
head -c 3000 "$w/f.m4a" >"$w/cut.m4a"
head -c 30000 /dev/urandom >"$w/noise.wav"
: >"$w/empty.wav"
ln -s /etc/hostname "$w/link.wav"
for f in playlist concat noise; do refused "$w/$f.wav" 'no sound file'; done
for f in cut.wav stub.wav cut.mp3 cut.ogg cut.flac cut.m4a; do refused "$w/$f" 'import'; done
refused "$w/empty.wav" empty
refused "$w/link.wav" import
check 'the refused left nothing' quiet "$b/medlyss" verify --data "$data"

# ---- nothing else is opened ----
if strace -f -o "$lib_home/trace" -e trace=open,openat,socket,connect \
  "$b/medlyss-import" --child '' 0 3<"$w/concat.wav" 4>"$lib_home/said" 2>/dev/null; then :; fi
check 'a playlist opens nothing of its own' test "$(grep -c 'mono.wav' "$lib_home/trace")" = 0
check 'and no socket' test "$(grep -c 'socket(' "$lib_home/trace")" = 0

# ---- the watched folder ----
"$b/medlyss-import" --data "$data" --watch 2>"$lib_home/watch.log" &
watcher=$!
sox -q -n -r 8000 -c 1 -b 16 "$lib_home/late.wav" synth 2 sine 600 gain -3 2>/dev/null
cp "$lib_home/late.wav" "$data/import/late.wav"
cp "$w/noise.wav" "$data/import/noise.wav"
(exec 7>>"$data/import/growing.wav"; sleep 9) &
for _ in 1 2 3 4 5 6 7 8; do
  [ -e "$data/import/late.wav" ] || [ ! -e "$data/failed/noise.wav.txt" ] || break
  sleep 1
done
check 'a whole file in the watched folder is taken' test ! -e "$data/import/late.wav"
check 'a bad one is put aside with a sentence' grep -q 'sound file' "$data/failed/noise.wav.txt"
check 'one that is being written is left alone' test -e "$data/import/growing.wav"
kill "$watcher"
wait "$watcher"
check 'and told to stop it stops' test $? = 0
[ "$failures" = 0 ]
