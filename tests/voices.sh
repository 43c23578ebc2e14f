#!/bin/sh
# voices.sh: every capture of a folder ($CORPUS/captures) through the recorder, one line per file, held
# against tshark's RTP analysis per SSRC: packets and lost are equal, or the line says why not.
# The recorder's own counters per side (medlyss list) must be those of the capture.
set -u
cd "$(dirname "$0")/.."
. tests/lib.sh
corpus=${CORPUS:-../shared/data}/captures
[ -d "$corpus" ] || { echo "skip voices: CORPUS names no folder of captures"; exit 0; }
maps=${RTP_MAP:+--rtp-map $RTP_MAP}

# "ssrc packets lost" per stream, as tshark has them.
tshark_voices() {
  tshark -r "$1" -o rtp.heuristic_rtp:TRUE -q -z rtp,streams 2>/dev/null | awk '
    /0x[0-9A-F]+/ {
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^0x[0-9A-F]+$/) ssrc = tolower(substr($i, 3))
        if ($i ~ /^\(-?[0-9.]+%\)$/) { print ssrc, $(i - 2), $(i - 1); next }
      }
    }'
}
our_voices() {
  jq -r '.voices[] | [.ssrc, .packets, .lost] | @tsv' "$1"
}

# Ours first, tshark's after a line "--". One verdict per SSRC; why not equal, in a word.
compare() {
  awk '
    /^--$/ { theirs = 1; next }
    !theirs { ours[$1] = ours[$1] " " $2 "/" $3; n_ours[$1]++; next }
    { their[$1] = their[$1] " " $2 "/" $3; n_their[$1]++; got[$1] += $2; low[$1] += $3 < 0 }
    END {
      for (s in their) {
        n = split(ours[s], a, " "); equal = 0; total = 0
        for (i = 1; i <= n; i++) { if (index(their[s] " ", " " a[i] " ")) equal++; split(a[i], b, "/"); total += b[1] }
        if (n && equal == n && n == n_their[s]) same++
        else if (!n) { bad = bad " " s ":missing" }
        else if (n_their[s] > n) said = said " " s ": one voice seen on " n_their[s] " flows, taken once (" ours[s] " of" their[s] ");"
        else if (low[s]) said = said " " s ": the same packets twice, taken once (" ours[s] " of" their[s] ");"
        else if (total > got[s]) said = said " " s ": tshark reads some of its packets as another protocol (" ours[s] ", it" their[s] ");"
        else bad = bad " " s ":" ours[s] " not" their[s]
      }
      printf "%d equal;%s%s\n", same, said, bad ? " BAD" bad : ""
    }'
}

one() {
  name=$(basename "$1")
  dir=$(house "$name") || { echo "not ok $name: no data folder"; return 1; }
  if ! "$b/medlyss-capture" --print $maps --read "$1" >"$lib_home/voices" 2>"$lib_home/said"; then
    case $(cat "$lib_home/said") in
    *"no capture file"*) echo "ok $name: refused, $(sed -n 's/.*\(no capture file.*\)/\1/p' "$lib_home/said" | head -1)"; return 0 ;;
    *) echo "not ok $name: $(tail -1 "$lib_home/said")"; return 1 ;;
    esac
  fi
  verdict=$({ our_voices "$lib_home/voices"; echo --; tshark_voices "$1"; } | compare)
  calls=$(wc -l <"$lib_home/voices")
  packets=$(jq -s '[.[].voices[].packets] | add // 0' "$lib_home/voices")
  "$b/medlyss" replay --data "$dir" "$1" >"$lib_home/replay.log" 2>&1 || { echo "not ok $name: $(tail -1 "$lib_home/replay.log")"; return 1; }
  listed=$("$b/medlyss" list --data "$dir" --json | jq -s '[.[].legs[]?.packets] | add // 0')
  counters="listed $listed"
  [ "$listed" = "$packets" ] || { echo "not ok $name: capture took $packets packets, list says $listed"; return 1; }
  case $verdict in
  *BAD*) echo "not ok $name: $calls calls, $packets packets, $verdict"; return 1 ;;
  *) echo "ok $name: $calls calls, $packets packets, $counters, $verdict" ;;
  esac
}

for file in "$corpus"/*cap "$corpus"/*capng; do
  [ -f "$file" ] || continue
  one "$file" || failures=$((failures + 1))
done
[ "$failures" = 0 ]
