#!/bin/sh
# P2: wire to sealed Opus with peaks and measures, beside ffmpeg and opusenc on the same sound.
set -u
. tests/bench/lib.sh
n=$((calls / 4 > 0 ? calls / 4 : 1))
few=$(((n + 9) / 10))

ours() { # ours NAME PROFILE CALLS CALLMAKER-OPTIONS...: CPU s per call-hour of capture and encode
  p2_data=$(house "p2-$1") || return 1
  echo "profile = $2" >>"$p2_data/medlyss.ini"
  p2_n=$3
  shift 3
  "$b/callmaker" --calls "$p2_n" --seconds "$seconds" --seed 1 --jitter-ms 5 "$@" -o "$lib_home/p2.pcap" >/dev/null || return 1
  p2_wire=$(cost .cpu_s "$b/medlyss-capture" --data "$p2_data" --read "$lib_home/p2.pcap") || return 1
  p2_code=$(cost .cpu_s "$b/medlyss-encode" --data "$p2_data" --once) || return 1
  per "$(awk -v a="$p2_wire" -v b="$p2_code" 'BEGIN{print a+b}')" "$(call_hours "$p2_n" "$seconds")"
  rm -rf "$p2_data"
}

# How far what is heard is from what was sent, both sides; and what of it was gated away.
heard() { # heard NAME PROFILE: callmaker's call $lib_home/NAME.json, a line of tests/bench/distance.mjs a side
  h=$lib_home/$1-$2
  mkdir "$h"
  h_data=$(house "p2-$1-$2") || return 1
  echo "profile = $2" >>"$h_data/medlyss.ini"
  "$b/callmaker" "$lib_home/$1.json" --legs "$h" -o "$h/call.pcap" >/dev/null || return 1
  quiet "$b/medlyss" replay --data "$h_data" "$h/call.pcap" || return 1
  h_id=$("$b/medlyss" list --data "$h_data" --json | jq -r .id)
  quiet "$b/medlyss" export --data "$h_data" "$h_id" -o "$h/call.opus" || return 1
  opusdec --quiet --rate 8000 --force-wav "$h/call.opus" "$h/call.wav" 2>/dev/null || return 1
  for side in callee caller; do # the agent, on the left, answers
    sox -q -t al -r 8000 -c 1 "$h/0-$side.raw" -e signed -b 16 -t raw "$h/sent.pcm" || return 1
    sox -q "$h/call.wav" -e signed -b 16 -t raw "$h/heard.pcm" remix "$([ $side = callee ] && echo 1 || echo 2)" || return 1
    node tests/bench/distance.mjs "$h/sent.pcm" "$h/heard.pcm" || return 1
  done
}

# The peers get the sound without network, spool, timeline, encryption or measures.
pair=2
mkdir "$lib_home/legs"
"$b/callmaker" --calls $pair --seconds "$seconds" --seed 1 --legs "$lib_home/legs" -o "$lib_home/p2.pcap" >/dev/null || exit 1
peer_hours=$(call_hours $pair "$seconds")
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

economical=$(ours economical economical "$n") || exit 1
fine=$(ours fine fine "$n") || exit 1
noisy=$(ours noisy economical "$n" --babble -34) || exit 1
small=$(ours small economical "$few") || exit 1
emit P2 'wire to sealed Opus, economical' "$economical" 'CPU s per call-hour' 10 "$n" ffmpeg "$ffmpeg_value"
emit P2 'wire to sealed Opus, economical' "$economical" 'CPU s per call-hour' 10 "$n" opusenc "$opusenc_value"
emit P2 'the same with babble at -34 dBFS' "$noisy" 'CPU s per call-hour' null "$n" ffmpeg "$ffmpeg_value"
emit P2 'wire to sealed Opus, fine' "$fine" 'CPU s per call-hour' 20 "$n" ffmpeg "$ffmpeg_value"
emit P10 'encode, ten times the calls costs' "$(awk -v a="$economical" -v b="$small" 'BEGIN{printf "%.2f", 10 * a / b}')" 'times' 11 "$n"

length=30
[ -z "${SMOKE:-}" ] || length=5
cat >"$lib_home/both.json" <<EOF
{"calls": [{"length": $length, "caller": {"sounds": [{"speech": 1}]}, "callee": {"sounds": [{"speech": 2}]}}]}
EOF
cat >"$lib_home/turns.json" <<EOF
{"calls": [{"length": $((2 * length)), "caller": {"sounds": [{"speech": 3, "turn": 0}]}, "callee": {"sounds": [{"speech": 4, "turn": 1}]}}]}
EOF
for profile in economical fine; do
  heard both $profile >"$lib_home/both" && heard turns $profile >"$lib_home/turns" || exit 1
  emit P2 "log-spectral distance in double talk, $profile" "$(jq -s 'map(.distance) | max' "$lib_home/both")" dB 1.6 2
  emit P2 "active frames gated away, $profile" "$(cat "$lib_home/both" "$lib_home/turns" | jq -s 'map(.gated) | add')" frames 0 \
    "$(cat "$lib_home/both" "$lib_home/turns" | jq -s 'map(.active) | add')"
done
