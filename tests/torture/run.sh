#!/bin/sh
# R1 to R5 and the one clock of a call: one line per proof, with its figures.
# LONG=1: a hundred kills of each process, two hundred power cuts, a minute's lock, fifty calls of
# every kind that fail in every program, two hours at 100 ppm, ten thousand mixed calls, ten seconds'
# hunt by each fuzz target, gcc's analyzer over what is generated too, the pages looked at in all eight ways; one
# after another, two hours.
# The short form runs side by side: most of its time is waiting.
set -u
bin=${BIN:-build/${MODE:-release}/bin}
if [ -n "${LONG:-}" ]; then
  kills=100 seconds=16 cuts=200 locked=60 decoders=100 spoken=900 faults=50 drift=7200
else
  kills=2 seconds=4 cuts=8 locked=2 decoders=2 spoken=60 faults=0 drift=60
fi
export B="$bin"
proof() {
  from=$(date +%s)
  "$@" || return 1
  [ -z "${LONG:-}" ] || echo "   in $(($(date +%s) - from)) s"
}
killing() { proof sh tests/torture/live.sh $kills $seconds; }
filling() {
  worst=0
  proof "$bin/torture-full" --bin "$bin" || worst=1
  [ -z "${LONG:-}" ] || proof sh tests/torture/room.sh || worst=1
  proof "$bin/torture-locked" --bin "$bin" --rounds $locked || worst=1
  return $worst
}
working() {
  worst=0
  proof "$bin/torture-kills" --bin "$bin" --rounds $kills || worst=1
  proof sh tests/torture/decoder.sh $decoders $spoken || worst=1
  proof "$bin/torture-cuts" --bin "$bin" --rounds $cuts || worst=1
  proof sh tests/torture/drift.sh $drift || worst=1
  [ $faults = 0 ] || proof sh tests/torture/faults.sh $faults || worst=1
  return $worst
}
mixing() { proof sh tests/flow/mix.sh 10000 2; }
playing() { PLAYER_RUNS=500 proof sh tests/ui/run.sh player_model_real; }
hunting() { proof make -s fuzz SECONDS=10 >build/fuzz.log 2>&1 && echo 'ok each fuzz target hunts for ten seconds' || { tail -40 build/fuzz.log; return 1; }; }
analyzing() { said=$(make -s -k MODE=analyze GENERATED=1 analyze 2>&1) && [ -z "$said" ] && echo 'ok gcc -fanalyzer finds nothing in what is generated' || { echo "$said" | tail -20; echo 'not ok gcc -fanalyzer'; return 1; }; }
hostile() { proof sh tests/flow/siprec_hostile.sh 80000 2; }
looking() { LOOKS=all proof sh tests/ui/run.sh; }
bad=0
if [ -n "${LONG:-}" ]; then
  for part in ${PARTS:-killing filling working mixing playing hunting analyzing hostile looking}; do
    $part || bad=1
  done
  exit $bad
fi
said=$(mktemp -d "${TMPDIR:-/tmp}/medlyss-torture.XXXXXX")
trap 'rm -rf "$said"' EXIT
killing >"$said/1" 2>&1 &
first=$!
filling >"$said/2" 2>&1 &
second=$!
working >"$said/3" 2>&1 || bad=1
wait $first || bad=1
wait $second || bad=1
cat "$said"/?
exit $bad
