#!/bin/sh
# R1 to R5 and the one clock of a call: one line per proof, with its figures.
# LONG=1: a hundred kills of each process, two hundred power cuts, a minute's lock, fifty calls of
# every kind that fail in every program; takes most of an hour, writes nothing outside /tmp.
set -u
bin=${BIN:-build/${MODE:-release}/bin}
if [ -n "${LONG:-}" ]; then
  kills=100 seconds=16 cuts=200 locked=60 decoders=100 spoken=900 faults=50 drift=7200
else
  kills=2 seconds=5 cuts=8 locked=2 decoders=2 spoken=120 faults=0 drift=180
fi
export B="$bin"
bad=0
proof() {
  from=$(date +%s)
  "$@" || bad=1
  [ -z "${LONG:-}" ] || echo "   in $(($(date +%s) - from)) s"
}
proof "$bin/torture-kills" --bin "$bin" --rounds $kills
proof sh tests/torture/live.sh $kills $seconds
proof sh tests/torture/decoder.sh $decoders $spoken
proof "$bin/torture-cuts" --bin "$bin" --rounds $cuts
[ $faults = 0 ] || proof sh tests/torture/faults.sh $faults
proof sh tests/torture/drift.sh $drift
proof "$bin/torture-full" --bin "$bin"
[ -z "${LONG:-}" ] || proof sh tests/torture/room.sh
proof "$bin/torture-locked" --bin "$bin" --rounds $locked
exit $bad
