#!/bin/sh
# P2: wire to sealed Opus with peaks and measures, beside ffmpeg and opusenc on the same sound.
set -u
. tests/bench/lib.sh
n=$((calls / 4 > 0 ? calls / 4 : 1)) hours=
hours=$(call_hours "$n" "$seconds")

ours() { # ours NAME PROFILE CALLMAKER-OPTIONS...: CPU s per call-hour of capture and encode
  p2_data=$(house "p2-$1") || return 1
  echo "profile = $2" >>"$p2_data/medlyss.ini"
  shift 2
  "$b/callmaker" --calls "$n" --seconds "$seconds" --seed 1 --jitter-ms 5 "$@" -o "$lib_home/p2.pcap" >/dev/null || return 1
  p2_wire=$(cost .cpu_s "$b/medlyss-capture" --data "$p2_data" --read "$lib_home/p2.pcap") || return 1
  p2_code=$(cost .cpu_s "$b/medlyss-encode" --data "$p2_data" --once) || return 1
  per "$(awk -v a="$p2_wire" -v b="$p2_code" 'BEGIN{print a+b}')" "$hours"
  rm -rf "$p2_data"
}

# The peers get the sound without network, spool, timeline, encryption or measures.
few=2
mkdir "$lib_home/legs"
"$b/callmaker" --calls $few --seconds "$seconds" --seed 1 --legs "$lib_home/legs" -o "$lib_home/p2.pcap" >/dev/null || exit 1
peer_hours=$(call_hours $few "$seconds")
for i in 0 1; do
  for side in caller callee; do
    sox -q -t al -r 8000 -c 1 "$lib_home/legs/$i-$side.raw" -b 16 "$lib_home/legs/$i-$side.wav" || exit 1
  done
  sox -q -M "$lib_home/legs/$i-callee.wav" "$lib_home/legs/$i-caller.wav" "$lib_home/legs/$i.wav" || exit 1
done
ffmpeg_all() {
  for i in 0 1; do
    ffmpeg -v error -y -f alaw -ar 8000 -i "$lib_home/legs/$i-callee.raw" -f alaw -ar 8000 -i "$lib_home/legs/$i-caller.raw" \
      -filter_complex amerge=inputs=2 -c:a libopus -b:a 40k -compression_level 5 "$lib_home/$i.opus" || return 1
  done
}
opusenc_all() {
  for i in 0 1; do opusenc --quiet --comp 5 --bitrate 40 "$lib_home/legs/$i.wav" "$lib_home/$i.opus" || return 1; done
}
ffmpeg_cpu=$( (ffmpeg_all; times) 2>/dev/null | awk 'NR==2{split($0,t,/[ms ]+/); print t[1]*60+t[2]+t[3]*60+t[4]}')
opusenc_cpu=$( (opusenc_all; times) 2>/dev/null | awk 'NR==2{split($0,t,/[ms ]+/); print t[1]*60+t[2]+t[3]*60+t[4]}')
ffmpeg_value=$(per "$ffmpeg_cpu" "$peer_hours") opusenc_value=$(per "$opusenc_cpu" "$peer_hours")

economical=$(ours economical economical) || exit 1
fine=$(ours fine fine) || exit 1
noisy=$(ours noisy economical --babble -34) || exit 1
emit P2 'wire to sealed Opus, economical' "$economical" 'CPU s per call-hour' 10 "$n" ffmpeg "$ffmpeg_value"
emit P2 'wire to sealed Opus, economical' "$economical" 'CPU s per call-hour' 10 "$n" opusenc "$opusenc_value"
emit P2 'the same with babble at -34 dBFS' "$noisy" 'CPU s per call-hour' null "$n" ffmpeg "$ffmpeg_value"
emit P2 'wire to sealed Opus, fine' "$fine" 'CPU s per call-hour' 20 "$n" ffmpeg "$ffmpeg_value"
