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

# ---- as loud as it was: FFmpeg's own Opus decoder makes of this tone one of -0.8 dB ----
sox -q -n -r 8000 -c 1 -b 16 "$w/steady.wav" synth 6 sine 700 vol -6dB 2>/dev/null
ffmpeg -v error -y -i "$w/steady.wav" -c:a pcm_mulaw "$lib_home/steady.wav"
ffmpeg -v error -y -i "$lib_home/steady.wav" -c:a libopus -application voip -compression_level 0 -b:a 20k -ar 8000 "$w/steady.opus"
id=$("$b/medlyss" import --data "$data" --json "$w/steady.opus" | jq -r .id)
"$b/medlyss" export --data "$data" "$id" -o "$lib_home/steady.opus" && opusdec --quiet "$lib_home/steady.opus" "$w/steady.out.wav" 2>/dev/null
loud=$(sox "$w/steady.out.wav" -n remix 1 trim 1 4 stats 2>&1 | awk '/^RMS lev/{print $4}')
check "a steady tone of an Opus file is as loud as it was: $loud dB" near "$loud" -8.9 1

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
sox -q "$w/told.wav" "$w/told3.wav" gain -2 2>/dev/null
echo '{"title":"Bara ljudet", "started_at":"2026", "agent":{"number":"1003"}}' >"$w/told3.wav.json"
id=$("$b/medlyss" import --data "$data" --json "$w/told3.wav" 2>"$w/said" | jq -r .id)
check 'the sidecar beside a sound is read though the sound alone was named' test "$("$b/medlyss" list --data "$data" --json | jq -r "select(.id == \"$id\").agent")" = 'Agent 1003'
check 'what of it is not understood is said' grep -q 'not understood: started_at' "$w/said"
sox -q "$w/told.wav" "$w/told4.wav" gain -3 2>/dev/null
echo '{"left":"Caller"}' >"$w/told4.json"
"$b/medlyss" import --data "$data" "$w/told4.wav" >"$w/said" 2>&1
check 'a side that is not understood is refused by its name' grep -q '"left"' "$w/said"
check 'a mono mix stays mono' test "$(echo "$row" | jq -r '.legs[].side')" = mix

# ---- heads written before the sound was ----
mkdir "$w/early"
patch() { # patch FILE OFFSET OCTAL-ESCAPES
  # shellcheck disable=SC2059
  printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>"$lib_home/log"
}
at() { grep -abo "$2" "$1" | tail -1 | cut -d: -f1; }
for made in rf64.wav:-rf64,always whole.w64: whole.aiff: whole.caf: plain.wav:; do
  # shellcheck disable=SC2046
  ffmpeg -v error -y -f lavfi -i sine=500:r=8000:d=4 $(echo "${made#*:}" | tr ',' ' ') "$w/early/${made%%:*}"
done
for f in "$w/early"/*; do
  check "$(basename "$f") as it should be is imported" quiet "$b/medlyss" import --data "$data" "$f"
done
ffmpeg -v error -y -f lavfi -i sine=600:r=8000:d=4 -rf64 always "$w/early/rf64.wav"
patch "$w/early/rf64.wav" 28 '\200\076\0\0\0\0\0\0' # one second, 16,000 bytes, everywhere
id=$("$b/medlyss" import --data "$data" --json "$w/early/rf64.wav" | jq -r .id)
check 'an RF64 whose head is early is whole' test "$("$b/medlyss" list --data "$data" --json |
  jq "select(.id == \"$id\") | .duration_ms")" = 4000
patch "$w/early/whole.w64" $(($(at "$w/early/whole.w64" data) + 16)) '\230\076\0\0\0\0\0\0'
patch "$w/early/whole.aiff" $(($(at "$w/early/whole.aiff" SSND) + 4)) '\0\0\076\210'
patch "$w/early/whole.caf" $(($(at "$w/early/whole.caf" data) + 4)) '\0\0\0\0\0\0\076\204'

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
for f in whole.w64 whole.aiff whole.caf; do refused "$w/early/$f" 'more sound follows'; done
last=$(grep -abo OggS "$w/m.ogg" | tail -1 | cut -d: -f1)
head -c "$last" "$w/m.ogg" >"$w/open.ogg"
check 'an Ogg whose end is not marked is taken' quiet "$b/medlyss" import --data "$data" "$w/open.ogg"
check 'and that is said' grep -q 'its end is not marked' "$lib_home/quiet.log"
{ # a chunk of odd length without the byte that fills it up: no reader finds what follows
  printf 'RIFF\200\076\000\000WAVEfmt \020\000\000\000\001\000\001\000\100\037\000\000\200\076\000\000\002\000\020\000'
  printf 'LIST\017\000\000\000INFOISFT\003\000\000\000abcdata\100\037\000\000'
  head -c 8000 /dev/zero
} >"$w/odd.wav"
"$b/medlyss" import --data "$data" "$w/odd.wav" >"$w/said" 2>&1
check 'an odd chunk without its pad byte is refused by its name' grep -q '"LIST" is of odd length' "$w/said"
for f in cut.wav stub.wav cut.mp3 cut.ogg cut.flac cut.m4a; do refused "$w/$f" 'import'; done
refused "$w/empty.wav" empty
refused "$w/link.wav" import
cat "$w/mono.wav" "$w/stereo.wav" >"$w/appended.wav"
refused "$w/appended.wav" appended
check 'the refused left nothing' quiet "$b/medlyss" verify --data "$data"

# ---- nothing else is opened ----
if strace -f -o "$lib_home/trace" -e trace=open,openat,socket,connect \
  "$b/medlyss-import" --child '' 0 3<"$w/concat.wav" 4>"$lib_home/said" 2>/dev/null; then :; fi
check 'a playlist opens nothing of its own' test "$(grep -c 'mono.wav' "$lib_home/trace")" = 0
check 'and no socket' test "$(grep -c 'socket(' "$lib_home/trace")" = 0

# ---- when it began, as other systems write it; and the same silence of two calls ----
whose() { # whose NAME AGENT DIRECTION
  sox -q -n -r 8000 -c 1 -b 16 "$w/$1" synth 2 sine $((300 + $(echo "$1" | cksum | cut -c1-3))) gain -7 2>/dev/null
  whose_id=$("$b/medlyss" import --data "$data" --json "$w/$1" 2>/dev/null | jq -r .id)
  check "$1 is $2's" test "$("$b/medlyss" list --data "$data" --json | jq -r "select(.id == \"$whose_id\") | .agent, .direction" | tr '\n' ' ')" = "$2 $3 "
}
whose in-1003-1177-20251129-150501-1764425101.1.wav 'Agent 1003' in
whose force-1003-4711-20251129-150601-1764425161.1.wav 'Agent 1003' internal
whose '[Lind 2, Anna]_1003-0701234581_20251129150901(1004).wav' 'Agent 1003' unknown
whose 20251129-151001_0701234582_1003-all.wav 'Agent 1003' unknown
whose 20251129151101-1764425461.4-0701234583-1003-Inbound.wav 'Agent 1003' in
whose 20251129151201-1764425521.1003-0701234584-4001-Outbound.wav null out
whose 0a1b2c3d-1003-1003-1003-333344445555_20251129_1513_4001_0701234585_20251129151301.wav null unknown
whose auto-1764425641-1003-0701234586.wav 'Agent 1003' unknown
check 'and the time in it is read' test "$("$b/medlyss" list --data "$data" --json | jq -r "select(.id == \"$whose_id\").started_ms")" = 1764425641000
began() { # began NAME UTC: a file of that name began then
  sox -q -n -r 8000 -c 1 -b 16 "$w/$1" synth 2 sine $((300 + $(echo "$1" | cksum | cut -c1-3))) gain -6 2>/dev/null
  began_id=$("$b/medlyss" import --data "$data" --json "$w/$1" 2>"$w/said" | jq -r .id)
  began_at=$("$b/medlyss" list --data "$data" --json | jq -r "select(.id == \"$began_id\").started_ms")
  check "$1 began at $2" test "$began_at" = "$(date -d "$2" +%s)000"
}
began '[Lind, Anna]_2001-0701234567_20251129143005(1234).wav' '2025-11-29 13:30:05 UTC'
began '20251129-143005-2001-0701234571.wav' '2025-11-29 13:30:05 UTC'
began '2025-11-29T14-30-05Z_2001_0701234569_8b1f.wav' '2025-11-29 14:30:05 UTC'
began '1764426605.110.wav' '2025-11-29 14:30:05 UTC'
check 'that nobody tells who spoke is said' grep -q 'nobody tells who spoke' "$w/said"
sox -q -n -r 8000 -c 1 -b 16 "$w/exten-1003-0701000024-20251129-150124-1764424884.1.wav" trim 0 6 2>/dev/null
cp "$w/exten-1003-0701000024-20251129-150124-1764424884.1.wav" "$w/exten-1003-0701000025-20251129-150135-1764424895.2.wav"
for _ in 1 2; do
  for f in "$w"/exten-1003-070100002*; do quiet "$b/medlyss" import --data "$data" "$f"; done
done
check 'two silent calls are two, and each is known again' test "$("$b/medlyss" list --data "$data" --json | jq -s '[.[] | select(.started_ms >= 1764424884000 and .started_ms <= 1764424895000)] | length')" = 2
sox -q -n -r 8000 -c 1 -b 16 "$w/exten-1003-0701000026-20991129-150124-1764424884.9.wav" synth 2 sine 880 gain -6 2>/dev/null
quiet "$b/medlyss" import --data "$data" "$w/exten-1003-0701000026-20991129-150124-1764424884.9.wav"
check 'no call is of a time to come' test "$("$b/medlyss" list --data "$data" --json | jq -s 'max_by(.started_ms).started_ms / 1000 < now')" = true

# ---- the watched folder ----
"$b/medlyss-import" --data "$data" --watch 2>"$lib_home/watch.log" &
watcher=$!
sox -q -n -r 8000 -c 1 -b 16 "$lib_home/late.wav" synth 2 sine 600 gain -3 2>/dev/null
cp "$lib_home/late.wav" "$data/import/late.wav"
cp "$w/noise.wav" "$data/import/noise.wav"
sox -q -n -r 8000 -c 1 -b 16 "$w/resumed.wav" synth 5 sine 640 gain -3 2>/dev/null
sox -q "$w/resumed.wav" "$w/resumed.m4a.wav" gain -8 2>/dev/null && ffmpeg -v error -y -i "$w/resumed.m4a.wav" "$w/resumed.m4a"
for f in resumed.wav resumed.m4a; do head -c 9000 "$w/$f" >"$data/import/$f"; done
echo '{"title":"Utan ljud"}' >"$data/import/orphan.json"
ffmpeg -v error -y -f lavfi -i sine=610:r=8000:d=4 -f mulaw "$w/paused.ulaw"
head -c 9000 "$w/paused.ulaw" >"$data/import/paused.ulaw"
(exec 7>>"$data/import/growing.wav"; until [ -e "$w/written" ]; do sleep 0.2; done) &
for _ in $(seq 20); do
  [ -e "$data/import/late.wav" ] || [ ! -e "$data/failed/noise.wav.txt" ] || break
  sleep 1
done
check 'a whole file in the watched folder is taken' test ! -e "$data/import/late.wav"
check 'a bad one is put aside with a sentence' grep -q 'sound file' "$data/failed/noise.wav.txt"
sox -q "$lib_home/late.wav" "$data/import/hook.wav" gain -7 2>/dev/null
cp "$w/concat.wav" "$data/import/noise.wav"
mkdir "$data/import/2026"
sleep 5
echo '{"agent":{"number":"1003"},"started":"2026-11-16T10:00:00+01:00","title":"Efterkrok"}' >"$data/import/hook.json"
for _ in $(seq 20); do
  [ ! -e "$data/failed/noise.wav.1" ] || break
  sleep 1
done
check 'and what was put aside before is kept beside it' cmp -s "$w/noise.wav" "$data/failed/noise.wav"
check 'the other of that name too' cmp -s "$w/concat.wav" "$data/failed/noise.wav.1"
check 'one that is being written is left alone' test -e "$data/import/growing.wav"
for _ in $(seq 20); do
  [ -e "$data/import/hook.wav" ] || break
  sleep 1
done
check 'a sidecar that a hook writes after the sound is heard' test "$("$b/medlyss" list --data "$data" --json | jq -r 'select(.started_ms == 1794819600000).agent')" = 'Agent 1003'
check 'a file that nothing is told of is said by its name' grep -q 'late.wav: nobody tells when it began' "$lib_home/watch.log"
check 'a folder in it is said' grep -q 'are no files and are not taken.*2026' "$lib_home/watch.log"
check 'a raw sound that pauses for longer than others may is not taken half' test -e "$data/import/paused.ulaw"
tail -c +9001 "$w/paused.ulaw" >>"$data/import/paused.ulaw"
check 'an upload that was cut and goes on is not put aside between' test -e "$data/import/resumed.wav" -a -e "$data/import/resumed.m4a"
for f in resumed.wav resumed.m4a; do tail -c +9001 "$w/$f" >>"$data/import/$f"; done
touch "$w/written"

# ---- and what the health page is told of it ----
health() { sqlite3 "$data/catalogue.db" "SELECT state FROM recorder_state WHERE program = 'import' AND at_ms > (unixepoch() - 15) * 1000"; }
comes() { # comes SECONDS COMMAND...: within that time it is so
  for _ in $(seq "$1"); do (shift; "$@") && return; sleep 1; done
  return 1
}
tells() { health | jq -e --arg word "$1" '.alarms | index($word) != null' >/dev/null; }
check 'the importer tells that it lives, and that files were refused' comes 10 tells imports_refused
check 'of a failed/ that takes nothing it has no complaint yet' eval '! tells imports_stuck'
gone() { [ ! -e "$1" ]; }
cp "$w/told.wav" "$data/import/exten-1003-0701000030-20251029-101010-1761729010.1.wav"
check 'a call past retention is not taken in to be erased: it is put aside' comes 20 test -e "$data/failed/exten-1003-0701000030-20251029-101010-1761729010.1.wav"
check 'and that is its sentence' grep -q 'older than the 30 days that calls are kept' "$data"/failed/exten-1003-0701000030*.txt
mv "$data/failed" "$w/failed" && mkdir "$data/failed" && rm -r "$w/failed" # what the importer has open takes nothing
cp "$w/noise.wav" "$data/import/a-noise.wav"
check 'a failed/ that takes nothing is told' comes 20 tells imports_stuck
sox -q "$lib_home/late.wav" "$data/import/exten-1003-0701000031-20261120-101010-1795165810.1.wav" gain -9 2>/dev/null
check 'and what is good is taken in meanwhile' comes 40 gone "$data/import/exten-1003-0701000031-20261120-101010-1795165810.1.wav"
check 'while the bad one is kept' cmp -s "$w/noise.wav" "$data/import/a-noise.wav"
kill "$watcher"
wait "$watcher"
check 'and told to stop it stops' test $? = 0
"$b/medlyss-import" --data "$data" --watch 2>"$lib_home/watch.log" &
watcher=$!

# ---- a head that was written first and never mended: all of the sound, or a sentence ----
stale=$(house stale)
sox -q -n -r 8000 -c 1 -b 16 "$w/whole.wav" synth 4 sine 440 gain -6 2>/dev/null
data_at=40 # of the length of a plain WAV's sound
head_says() { # head_says NAME BYTES: four octal bytes, little endian
  cp "$w/whole.wav" "$w/$1.wav" && printf "$2" | dd of="$w/$1.wav" bs=1 seek=$data_at conv=notrunc 2>/dev/null
}
head_says stale-none '\000\000\000\000'
head_says stale-all '\377\377\377\377'
head_says stale-second '\200\076\000\000'
head_says stale-odd '\201\076\000\000'
for one in none all second odd; do
  printf "$one" >>"$w/stale-$one.wav" # each another file: the same sound twice is one call
  check "a WAV whose head says '$one' is taken" quiet "$b/medlyss" import --data "$stale" "$w/stale-$one.wav"
  length=$("$b/medlyss" list --data "$stale" --json | jq -s 'max_by(.id).duration_ms')
  check "and all of it is heard: $length ms" near "$length" 4000 10
done
head_says longer '\200\376\001\000'
"$b/medlyss" import --data "$stale" "$w/longer.wav" >"$w/said" 2>&1
check 'one that breaks off is refused with a sentence' grep -q 'not whole' "$w/said"

# ---- what writers add and leave out ----
odd=$(house odd)
lasts() { # lasts FILE MS: it is taken, and that long
  id=$("$b/medlyss" import --data "$odd" --json "$1" 2>"$w/said" | jq -r .id)
  length=$("$b/medlyss" list --data "$odd" --json | jq "select(.id == \"$id\").duration_ms")
  check "$(basename "$1") lasts $length ms: $(cat "$w/said")" near "${length:-0}" "$2" 20
}
sox -q -r 8000 -n -c 1 -b 16 "$w/blocks.wav" synth 3 sine 470 gain -6 trim 0 24000s 2>/dev/null
sox -q "$w/blocks.wav" -e gsm-full-rate "$w/odd-blocks.wav" # 75 of 65 bytes, and a pad byte that counts
check 'sox counts the pad byte' test $(($(od -An -tu4 -j56 -N4 "$w/odd-blocks.wav") % 65)) = 1
lasts "$w/odd-blocks.wav" 3000
(cat "$w/odd-blocks.wav" && head -c 500 /dev/zero) >"$w/filled-up.wav"
lasts "$w/filled-up.wav" 3000
ffmpeg -v error -y -i "$w/blocks.wav" -write_xing 0 "$w/filled-up.mp3"
head -c 4096 /dev/zero >>"$w/filled-up.mp3"
check 'zeros behind an mp3 are no break' quiet "$b/medlyss" import --data "$odd" "$w/filled-up.mp3"
ffmpeg -v error -y -i "$w/blocks.wav" -c:a pcm_f64le "$w/double.wav"
lasts "$w/double.wav" 3000
ffmpeg -v error -y -f lavfi -i sine=480:r=8000:d=3 -af "aselect='not(between(t,1,1.25))'" -c:a pcm_s16le "$w/pause.mka"
lasts "$w/pause.mka" 3000
"$b/medlyss" export --data "$odd" "$id" -o "$w/pause.opus" && opusdec --quiet "$w/pause.opus" "$w/pause.out.wav" 2>/dev/null
level=$(sox "$w/pause.out.wav" -n trim 1.05 0.1 stat 2>&1 | awk '/RMS.*amplitude/ {print $3}')
check "what the file left out is silence in its place: $level" above 0.001 "$level"
ffmpeg -v error -y -f lavfi -i sine=490:d=3 -f lavfi -i sine=990:d=3 -map 0 -map 1 -c:a libopus "$w/two.mka"
refused "$w/two.mka" 'more than one sound track'
cp "$w/blocks.wav" "$w/in-0701-1003-20260329-023000-1.wav"
"$b/medlyss" import --data "$odd" "$w/in-0701-1003-20260329-023000-1.wav" >"$w/said" 2>&1
check 'a time no clock shows is said' grep -q 'not understood: the time in its name' "$w/said"

# ---- of several recordings none is lost unseen; of two halves each finds the other ----
vcon() { # vcon NAME RECORDING...
  name=$1; shift
  echo "$@" | jq -c --arg uuid "$name" '{vcon:"0.4.0",$uuid,parties:[{tel:"+4670"},{tel:"1003",role:"agent"}],dialog:.}' >"$w/$name.vcon"
}
body=$(base64 -w0 "$w/blocks.wav")
recording() { printf '{"type":"recording","start":"2026-11-20T09:%s:00Z","parties":%s,"encoding":"base64url",%s}' "$1" "$2" "$3"; }
inline="\"body\":\"$body\""
vcon both-twice "[$(recording 14 '[0,1]' "$inline"),$(recording 20 '[0,1]' "$inline")]"
refused "$w/both-twice.vcon" 'holds 2 recordings'
vcon not-together "[$(recording 14 0 "$inline"),$(recording 20 1 "$inline")]"
refused "$w/not-together.vcon" 'of different times'
vcon one-elsewhere "[$(recording 14 0 "$inline"),$(recording 14 1 '"url":"https://qa.example.org/2.wav"')]"
refused "$w/one-elsewhere.vcon" 'lies elsewhere'
vcon beside "[$(recording 14 '[0,1]' '"url":"https://qa.example.org/1.wav?x=1"'),$(recording 20 '[0,1]' '"url":"https://qa.example.org/beside.wav?x=1"')]"
cp "$w/blocks.wav" "$w/beside.wav"
id=$("$b/medlyss" import --data "$odd" --json "$w/beside.wav" 2>"$w/said" | jq -r .id)
check "of a vCon that tells of two recordings the one of that name is taken: $(cat "$w/said")" test "$("$b/medlyss" list --data "$odd" --json | jq "select(.id == \"$id\").started_ms")" = "$(date -d '2026-11-20 09:20 UTC' +%s)000"
cp "$w/blocks.wav" "$w/neither.wav" && cp "$w/beside.vcon" "$w/neither.vcon"
refused "$w/neither.wav" 'not which of them this is'
for half in in out; do sox -q -n -r 8000 -c 1 -b 16 "$w/exten-1003-0701000034-20261120-111010-1795169410.4-$half.wav" synth 2 sine 510 gain -6 2>/dev/null; done
for half in in out; do "$b/medlyss" import --data "$odd" --json "$w/exten-1003-0701000034-20261120-111010-1795169410.4-$half.wav" 2>"$w/said"; done >"$w/ids"
check 'two halves, each named in a command of its own, are one call' test "$(jq -r .id "$w/ids" | sort -u | wc -l)" = 1
alone=exten-1003-0701000035-20261120-121010-1795173010.5
sox -q -n -r 8000 -c 1 -b 16 "$w/$alone-out.wav" synth 2 sine 520 gain -6 2>/dev/null
id=$("$b/medlyss" import --data "$odd" --json "$w/$alone-out.wav" 2>"$w/said" | jq -r .id)
check "of a half without its other it is said: $(cat "$w/said")" grep -q "agent's voice alone" "$w/said"
check 'and listed' test "$("$b/medlyss" list --data "$odd" --json | jq -r "select(.id == \"$id\").gaps[] | .side + \" \" + .reason")" = 'caller not_seen'
sox -q -n -r 8000 -c 1 -b 16 "$w/$alone-in.wav" synth 2 sine 525 gain -6 2>/dev/null
"$b/medlyss" import --data "$odd" --json "$w/$alone-in.wav" >"$w/both" 2>"$w/said"
check "when the other comes both are one call, and the one that came alone is named: $(cat "$w/said")" grep -q "came alone before.*$id" "$w/said"
check 'it is another call' test "$(jq -r .id "$w/both")" != "$id"
sox -q -n -r 8000 -c 1 -b 16 "$w/20261120102800-1795303680.41-1003-0701234567-IN.wav" synth 2 sine 530 gain -6 2>/dev/null
id=$("$b/medlyss" import --data "$odd" --json "$w/20261120102800-1795303680.41-1003-0701234567-IN.wav" 2>"$w/said" | jq -r .id)
check 'IN in capitals is the way it went, and no half' test "$("$b/medlyss" list --data "$odd" --json | jq -r "select(.id == \"$id\") | [.legs[].side] | join(\" \")")" = mix

# ---- of two halves, the one at fault is named ----
for half in in out; do cp "$w/blocks.wav" "$w/exten-1003-0701000032-20261120-111010-1795169410.1-$half.wav"; done
printf RIFF >"$w/exten-1003-0701000032-20261120-111010-1795169410.1-in.wav"
"$b/medlyss" import --data "$odd" "$w"/exten-1003-0701000032-* >"$w/said" 2>&1
check "the broken half is named: $(tail -1 "$w/said")" grep -q 'of the two halves exten.*-in.wav' "$w/said"
cp "$w/blocks.wav" "$w/exten-1003-0701000033-20251029-101010-1761729010.1.wav"
"$b/medlyss" import --data "$odd" "$w/exten-1003-0701000033-20251029-101010-1761729010.1.wav" >"$w/said" 2>&1
check 'what the keeper will erase at once is said' grep -q 'older than the 30 days that calls are kept' "$w/said"

# ---- by several at once, it is one call, and nothing is left over ----
race=$(house race)
for i in 1 2 3 4; do
  ("$b/medlyss" import --data "$race" "$w/blocks.wav" >"$w/race.$i" 2>&1; echo $? >>"$w/race.$i") &
  races="${races:-} $!"
done
for i in $races; do wait "$i"; done
check "of four importers at once each is answered: $(cat "$w"/race.? | tr '\n' ' ' | cut -c1-200)" test "$(tail -qn1 "$w"/race.? | sort -u)" = 0
check 'one call is in' test "$("$b/medlyss" list --data "$race" --json | wc -l)" = 1
"$b/medlyss" verify --data "$race" >"$w/said" 2>&1
check 'and no sealed file that has no row' eval '! grep -q "no recording has this" "$w/said"'

# ---- what is waited for, by now ----
check 'a sidecar that no sound came for is put aside' comes 70 test -e "$data/failed/orphan.json"
check 'with a sentence' grep -q 'no sound lies beside it' "$data/failed/orphan.json.txt"
check 'the raw sound is taken when it is whole' comes 40 gone "$data/import/paused.ulaw"
length=$("$b/medlyss" list --data "$data" --json | jq -s '[.[] | select(.duration_ms > 3900 and .duration_ms < 4100 and .started_ms / 1000 > now - 1200)] | length')
check 'and all of it is heard' test "$length" -ge 1
kill "$watcher"
wait "$watcher"
[ "$failures" = 0 ]
