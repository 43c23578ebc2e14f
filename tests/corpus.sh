#!/bin/sh
# Captures and sound files from outside through the recorder: one line per file.
#   make corpus CORPUS=../shared/data      (a folder with captures/ and audio/; any may be missing)
# A capture is good when nothing crashes, verify finds nothing, every exported call opens in opusdec,
# is as long as its row says within 20 ms, and its packets and losses are those tshark counts in the
# RTP streams of the file; where they differ the line says both. Of each voice its arrivals are taken
# from the file once more, by its SSRC alone: distinct packets, and from the first to the end of the
# last. A recording may begin before its first packet arrived: when that one was late (the line of
# the least delay under its successors says by how much), its sound belongs that much earlier. Each file has a data folder of its own.
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

# Distinct packets of the SSRCs in $2 and their span in ms (with the last one's own length: the usual
# step between its fellows), whatever ports they came by and whatever the signalling said; copies on
# another path count once.
arrivals_of() {
  tshark -r "$1" -Y 'udp && !icmp' -T fields -e frame.time_epoch -e udp.payload 2>/dev/null |
    awk -v want="$2" 'BEGIN{n = split(want, w, ","); for (i = 1; i <= n; i++) mine[w[i]] = 1}
      { p = $2; gsub(":", "", p); s = substr(p, 17, 8); k = s substr(p, 5, 12)
        if (substr(p, 1, 1) !~ /[89ab]/ || substr(p, 3, 2) ~ /^(c8|c9|ca|cb|cc|cd)$/ || !(s in mine) || k in seen) next
        seen[k] = 1; packets++; if (!from) from = $1
        if (s in last) step[s, int(($1 - last[s]) * 100 + 0.5)]++
        last[s] = to = $1; voice = s }
      END{ms = 20; for (i = 1; i < 20; i++) if (step[voice, i] > most) { most = step[voice, i]; ms = i * 10 }
        printf "%d %.0f", packets, packets ? (to - from) * 1000 + ms : 0}'
}

# Why tshark says otherwise, where it does (the sentences are about public files).
why() {
  case $1 in
  *SIP_CALL_RTP_G711* | *vlan_g711* | *reorder_g711*) echo 'tshark counts each stream before and behind the media proxy: 2 x 1439 + 6' ;;
  *dup3_g711*) echo 'as without the copies; tshark counts each copy as a packet and takes it off the losses' ;;
  *loss5_g711*) echo 'what one side of the media proxy lost the other side had' ;;
  *FAX-Call*) echo 'tshark stops at the offer of T.38; the agent sent 2010 more packets of G.711 on the same port' ;;
  esac
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
  because=$(why "$name")
  [ -z "$because" ] || said="$said ($because)"
  long=$(jq -s 'map(select(.recording)) | max_by(.duration_ms) | .duration_ms // 0' "$w/list")
  ssrcs=$("$b/medlyss-capture" --print --read "$1" 2>/dev/null | jq -s -r 'max_by(.media_ms) | [.voices[]?.ssrc] | join(",")')
  # shellcheck disable=SC2046 # two words
  set -- "$1" $(arrivals_of "$1" "$ssrcs")
  [ "$long" = 0 ] || said="$said; longest call $long ms, its arrivals $3 ms ($2 distinct packets)"
  if [ "$long" != 0 ] && ! near "$long" "$3" 20.5; then
    say_bad "$name: not as long as its arrivals; $said"
  elif [ $code -ge 64 ] && [ $code -ne 65 ]; then
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
