# Shared by the benches that really send: . tests/bench/live.sh, alone SCRIPT, . tests/bench/lib.sh.
# alone SCRIPT: the script again in a network of its own, where nobody else's packets are heard.
alone() {
  if [ -z "${LIVE_ALONE:-}" ] && unshare -n true 2>/dev/null; then
    LIVE_ALONE=1 exec unshare -n sh -c 'ip link set lo up 2>/dev/null; exec sh "$1"' live "$1"
  fi
}
spent() { # spent PID...: processor time so far, in hundredths of a second
  for p in "$@"; do cat "/proc/$p/stat" 2>/dev/null; done | awk '{sub(/.*\) /, ""); n += $12 + $13} END {print n + 0}'
}
live_start() { # live_start FOLDER: capture on the loopback; false (and why) where that may not be
  "$b/medlyss-capture" --data "$1" --interface lo --everything 2>"$lib_home/capture.log" &
  capture=$!
  capturing $capture "$lib_home/capture.log" || { echo "no live capture here: $(tail -1 "$lib_home/capture.log")" >&2; return 1; }
}
live_send() { # live_send CALLS SECONDS STAGGER_MS SEED: what was sent, one line a leg, into $lib_home/sent
  "$b/callmaker" --calls "$1" --seconds "$2" --stagger-ms "$3" --seed "$4" --live >>"$lib_home/sent" 2>"$lib_home/sender.log"
}
live_end() { # live_end FOLDER: capture ends; what the kernel dropped on the way stands in $drops
  sleep 1
  drops=$(jq '.kernel_drops + .spool_dropped' "$1/run/capture.state")
  capture_ticks=$(spent $capture)
  kill $capture
  wait $capture
}
# Packets that were sent and are in no recording, leg by leg: the counts of both ends side by side.
live_missing() { # live_missing FOLDER: "calls sent, calls recorded, packets sent, packets missing"
  "$b/medlyss" list --data "$1" --json >"$lib_home/list" || return 1
  jq -n -r --slurpfile sent "$lib_home/sent" --slurpfile list "$lib_home/list" '
    ([$sent[] | .packets] | sort) as $s | ([$list[] | select(.recording) | .legs[].packets] | sort) as $r |
    "\($sent | length / 2) \([$list[] | select(.recording)] | length) \($s | add) \(($s | add) - ($r | add // 0))
     \([range($s | length)] | map(select($s[.] != ($r[.] // 0))) | length)"' | tr '\n' ' '
}
