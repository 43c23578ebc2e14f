#!/bin/sh
# Captures and sound files from outside through the recorder: one line per file.
#   make corpus CORPUS=../shared/data      (a folder with captures/ and audio/; any may be missing)
# A capture is good when nothing crashes, verify finds nothing, every exported call opens in opusdec,
# is as long as its row says within 20 ms, and its packets and losses are those tshark counts in the
# RTP streams of the file; where they differ the line says both. Each file has a data folder of its own.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/lib.sh
corpus=${CORPUS:-../shared/data}
[ -d "$corpus" ] || { echo "skip corpus: $corpus is not here"; exit 0; }
w=$lib_home

# tshark's own count: distinct RTP packets and losses, summed over the streams of the file. It is
# told to try RTP on any UDP, since some files have no signalling.
streams_of() {
  tshark -r "$1" -o rtp.heuristic_rtp:TRUE -q -z rtp,streams 2>/dev/null |
    awk '/%\)/ { for (i = 1; i <= NF; i++) if ($i ~ /^\(-?[0-9.]+%\)$/) { lost += $(i-1); packets += $(i-2); n++ } }
      END { printf "%d %d %d", n, packets, lost }'
}

exports_good() { # exports_good DATA LIST: every recording opens elsewhere and is as long as its row
  rm -rf "$w/out"
  mkdir "$w/out"
  "$b/medlyss" export --data "$1" --all -o "$w/out" >/dev/null 2>&1 || return 1
  for f in "$w"/out/*.opus; do
    [ -e "$f" ] || continue
    opusdec --quiet "$f" "$f.wav" 2>/dev/null || return 1
    secs=$("$b/ears" "$f.wav" | jq .seconds)
    row=$(jq -r --arg id "$(basename "$f" .opus)" 'select(.id == $id or .recording == $id) | .duration_ms' "$2")
    near "$(awk -v s="$secs" 'BEGIN{print s*1000}')" "$row" 20 || return 1
  done
}

capture() {
  name=$(basename "$1") data=$w/data
  rm -rf "$data"
  "$b/medlyss" init --data "$data" >/dev/null 2>&1
  "$b/medlyss" replay --data "$data" "$1" >"$w/log" 2>&1
  code=$?
  "$b/medlyss" list --data "$data" --json >"$w/list" 2>/dev/null
  sum=$(jq -s -r '[length, ([.[] | select(.recording)] | length), ([.[].legs[].packets] | add // 0), ([.[].legs[].lost] | add // 0),
    ([.[].legs[].codec] | unique | join(","))] | map(tostring) | join(" ")' "$w/list")
  # shellcheck disable=SC2086 # five words
  set -- "$1" $sum
  said="$2 interactions, $3 recorded, $4 packets, $5 lost, ${6:-no codec}; tshark: $(streams_of "$1" | sed 's/ / streams, /; s/ \([0-9-]*\)$/ packets, \1 lost/')"
  if [ $code -ge 64 ] && [ $code -ne 65 ]; then
    say_bad "$name: replay ended with $code ($(tail -1 "$w/log"))"
  elif ! "$b/medlyss" verify --data "$data" >"$w/log" 2>&1; then
    say_bad "$name: verify: $(tail -1 "$w/log")"
  elif ! exports_good "$data" "$w/list"; then
    say_bad "$name: an export does not open or is not as long as its row; $said"
  else
    say_ok "$name: $said"
  fi
}

sound() {
  name=$(basename "$1") data=$w/data
  rm -rf "$data"
  "$b/medlyss" init --data "$data" >/dev/null 2>&1
  "$b/medlyss" import --data "$data" "$1" >"$w/log" 2>&1
  code=$?
  "$b/medlyss" list --data "$data" --json >"$w/list" 2>/dev/null
  if [ $code = 1 ]; then
    say_bad "$name: refused: $(sed 's/.*: //' "$w/log" | tail -1)"
  elif [ $code != 0 ] || ! exports_good "$data" "$w/list"; then
    say_bad "$name: import ended with $code ($(tail -1 "$w/log"))"
  else
    say_ok "$name: $(jq -r '"\(.duration_ms) ms, \([.legs[] | .side + " " + .codec] | join(", "))"' "$w/list")"
  fi
}

for f in "$corpus"/captures/*.pcap "$corpus"/captures/*.pcapng "$corpus"/captures/*.cap; do
  [ -e "$f" ] && capture "$f"
done
for f in "$corpus"/audio/*; do
  [ -e "$f" ] && sound "$f"
done
[ "$failures" = 0 ]
