#!/bin/sh
# R1, R2, R4, R5. LONG=1: a hundred kills of each, two hundred cuts, a minute's lock.
set -u
bin=${BIN:-build/release/bin}
if [ -n "${LONG:-}" ]; then kills=100 seconds=16 cuts=200 locked=60; else kills=2 seconds=5 cuts=8 locked=2; fi
bad=0
"$bin/torture-kills" --bin "$bin" --rounds $kills || bad=1
B=$bin sh tests/torture/live.sh $kills $seconds || bad=1
"$bin/torture-cuts" --bin "$bin" --rounds $cuts || bad=1
"$bin/torture-locked" --bin "$bin" --rounds $locked || bad=1
"$bin/torture-full" --bin "$bin" || bad=1
exit $bad
